"""Words for inputs and the people behind them (elements and scopes: PermenPANRB 16/2017)."""

from consultations.vocabulary.words import N_, Term


class InputKind(Term):
    """Jenis masukan."""

    SUPPORT = "dukungan", N_("Dukungan")
    OBJECTION = "keberatan", N_("Keberatan")
    PROPOSED_WORDING = "usulan_rumusan", N_("Usulan rumusan")
    QUESTION = "pertanyaan", N_("Pertanyaan")
    EVIDENCE = "data_bukti", N_("Data atau bukti")
    EXPERIENCE = "pengalaman", N_("Pengalaman")


class Scope(Term):
    """Lingkup FKP (PermenPANRB 16/2017)."""

    DRAFT_POLICY = "rancangan_kebijakan", N_("Rancangan kebijakan")
    APPLICATION = "penerapan", N_("Penerapan kebijakan")
    IMPACT = "dampak", N_("Dampak kebijakan")
    EVALUATION = "evaluasi_pelaksanaan", N_("Evaluasi pelaksanaan")
    SERVICE_PROBLEM = "permasalahan_pelayanan", N_("Permasalahan pelayanan")


class Element(Term):
    """Unsur peserta FKP (PermenPANRB 16/2017): the six that an FKP should hear."""

    PROVIDER = "penyelenggara", N_("Penyelenggara pelayanan")
    SERVICE_USER = "pengguna_layanan", N_("Pengguna layanan")
    STAKEHOLDER = "pemangku_kepentingan", N_("Pemangku kepentingan lain")
    EXPERT = "ahli_praktisi", N_("Ahli atau praktisi")
    CIVIL_SOCIETY = "organisasi_masyarakat_sipil", N_("Organisasi masyarakat sipil")
    MEDIA = "media_massa", N_("Media massa")


class OnBehalfOf(Term):
    """Atas nama siapa masukan disampaikan."""

    SELF = "pribadi", N_("Diri sendiri")
    ORGANISATION = "lembaga", N_("Lembaga atau kelompok")


class VulnerableGroup(Term):
    """Kelompok rentan: asked only with its own consent (UU 27/2022, data pribadi spesifik)."""

    DISABILITY = "penyandang_disabilitas", N_("Penyandang disabilitas")
    ELDERLY = "lansia", N_("Lanjut usia")
    INDIGENOUS = "masyarakat_adat", N_("Masyarakat adat")
    WOMAN_HEAD = "perempuan_kepala_keluarga", N_("Perempuan kepala keluarga")
    REMOTE = "daerah_terpencil", N_("Warga daerah terpencil")
    OTHER = "lainnya", N_("Kelompok rentan lain")


class Channel(Term):
    """Kanal: the way an input reached the register."""

    ONLINE = "daring", N_("Daring")
    FKP = "fkp", N_("FKP")
    FGD = "fgd", N_("FGD")
    LETTER = "surat", N_("Surat")
    PAPER = "kertas", N_("Formulir kertas")
    WHATSAPP = "whatsapp", N_("WhatsApp")
    IMPORT = "impor", N_("Impor")


class Visibility(Term):
    """How an input appears to the public."""

    PUBLIC = "publik", N_("Publik, dengan nama")
    ANONYMOUS = "tanpa_nama", N_("Publik, tanpa nama")
    CONFIDENTIAL = "rahasia", N_("Hanya untuk tim penyusun")


class InputStatus(Term):
    """Where an input stands on the way to its answer; derived, never stored."""

    RECEIVED = "diterima", N_("Tercatat")
    GROUPED = "dikelompokkan", N_("Dikelompokkan")
    CONSIDERED = "dibahas", N_("Dibahas")
    ANSWERED = "ditanggapi", N_("Ditanggapi")
