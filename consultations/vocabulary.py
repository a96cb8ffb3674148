"""The field's enumerations, in the field's words: the only place they are written.

Values are the Indonesian slugs that regulations, forms and exchanged files use; labels are the
Indonesian words on the page (gettext message ids). Sources: PermenPANRB 16/2017 for elements,
scopes and forms of FKP; MK 91/PUU-XVIII/2020 for the rights behind the statuses.
"""

from enum import StrEnum
from typing import Self


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a deferred message
    """Mark a message for translation without translating it here."""
    return message


class Term(StrEnum):
    """A word of the field: a stable value for storage and a label for people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Stage(Term):
    """Tahap penyusunan peta jalan, in their order."""

    EVALUATION = "evaluasi", N_("Evaluasi")
    STUDY = "kajian", N_("Kajian")
    CONSULTATION = "fkp_fgd", N_("FKP dan FGD")
    FINALISATION = "finalisasi", N_("Finalisasi")


class UnitKind(Term):
    """What a numbered part of a draft is."""

    CHAPTER = "bab", N_("Bab")
    SECTION = "bagian", N_("Bagian")
    CLAUSE = "butir", N_("Butir")


class Fate(Term):
    """What became of a unit from one version to the next (nasib butir)."""

    UNCHANGED = "tetap", N_("Tetap")
    EDITED = "diubah", N_("Diubah")
    MOVED = "dipindah", N_("Dipindah")
    SPLIT = "dipecah", N_("Dipecah")
    MERGED = "digabung", N_("Digabung")
    REMOVED = "dihapus", N_("Dihapus")
    NEW = "baru", N_("Baru")


class Edit(Term):
    """The last change to a working copy, as it can be undone."""

    REVISED = "ubah", N_("Perubahan isi butir")
    SPLIT = "pecah", N_("Pemecahan butir")
    JOINED = "gabung", N_("Penggabungan butir")
    MOVED = "pindah", N_("Pemindahan butir")
    OPENED = "buka", N_("Pembukaan atau penutupan butir untuk masukan")
    REMOVED = "hapus", N_("Penghapusan butir")
    RENUMBERED = "nomori", N_("Penomoran ulang")
    REPLACED = "ganti", N_("Penggantian seluruh naskah")


class ChangeKind(Term):
    """Jenis perubahan, as the list of issues (DIM) tells them apart."""

    EDITORIAL = "redaksional", N_("Redaksional")
    SUBSTANCE = "substansi", N_("Substansi")


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
    IMPORT = "impor", N_("Impor")


class Visibility(Term):
    """How an input appears to the public."""

    PUBLIC = "publik", N_("Publik, dengan nama")
    ANONYMOUS = "tanpa_nama", N_("Publik, tanpa nama")
    CONFIDENTIAL = "rahasia", N_("Hanya untuk tim penyusun")


class PersonalDataKind(Term):
    """Data pribadi that is looked for on arrival; the label is what a mask says is hidden."""

    NIK = "nik", N_("nomor induk")
    KK = "kk", N_("nomor kartu keluarga")
    NIP = "nip", N_("nomor induk pegawai")
    NPWP = "npwp", N_("nomor pokok wajib pajak")
    EMAIL = "surel", N_("alamat surel")
    PHONE = "telepon", N_("nomor telepon")
    ACCOUNT = "rekening", N_("nomor rekening")
    DIGITS = "deret_angka", N_("deret angka")
    CHOSEN = "pilihan", N_("sebagian kata")


class SpanState(Term):
    """What became of a hidden span of words."""

    WAITING = "menunggu", N_("Menunggu keputusan")
    HIDDEN = "ditutup", N_("Tetap disembunyikan")
    SHOWN = "ditampilkan", N_("Ditampilkan kembali")


class ModerationAction(Term):
    """What a moderator did to an input."""

    WITHHOLD = "sembunyikan", N_("Menyembunyikan masukan")
    RESTORE = "tampilkan", N_("Menampilkan kembali masukan")
    REDACT = "samarkan", N_("Menyamarkan kata")
    DECIDE_SPANS = "putuskan_samaran", N_("Memutuskan data pribadi")
    CLEAR = "tidak_masalah", N_("Menyatakan tidak ada masalah")
    FLAG = "tandai", N_("Menandai untuk diperiksa")
    UNDO = "batalkan", N_("Membatalkan tindakan")


class Cause(Term):
    """Why an input waits to be looked at."""

    PERSONAL_DATA = "data_pribadi", N_("Data pribadi")
    REPORTED = "dilaporkan", N_("Dilaporkan pembaca")
    FLAGGED = "ditandai", N_("Ditandai tim")


class InputStatus(Term):
    """Where an input stands on the way to its answer; derived, never stored."""

    RECEIVED = "diterima", N_("Tercatat")
    GROUPED = "dikelompokkan", N_("Dikelompokkan")
    CONSIDERED = "dibahas", N_("Dibahas")
    ANSWERED = "ditanggapi", N_("Ditanggapi")


class SessionKind(Term):
    """FKP closes on a signed agreement; FGD does not seek one and always publishes dissent."""

    FKP = "fkp", N_("Forum Konsultasi Publik (FKP)")
    FGD = "fgd", N_("FGD (diskusi kelompok terpumpun)")


class NoteForm(Term):
    """Whether a note holds the speaker's words or the note-taker's."""

    VERBATIM = "verbatim", N_("Kutipan langsung")
    PARAPHRASE = "parafrase", N_("Parafrase")


class Stance(Term):
    """Sikap penutur."""

    AGREE = "setuju", N_("Setuju")
    NEUTRAL = "netral", N_("Netral")
    DISAGREE = "menolak", N_("Menolak")


class Decision(Term):
    """Keputusan dalam matriks tanggapan."""

    ACCEPTED = "diterima", N_("Diterima")
    PARTLY_ACCEPTED = "diterima_sebagian", N_("Diterima sebagian")
    NOT_ACCEPTED = "tidak_diterima", N_("Tidak diterima")
    ALREADY_COVERED = "sudah_terakomodasi", N_("Sudah terakomodasi")
    NEXT_STAGE = "ditampung_tahap_berikut", N_("Ditampung untuk tahap berikut")
    NEEDS_STUDY = "perlu_pendalaman", N_("Perlu pendalaman")
    OUT_OF_SCOPE = "di_luar_lingkup", N_("Di luar lingkup")


class EvidenceKind(Term):
    """Sumber bukti: the methods behind the roadmap study, and the consultation itself."""

    COMPARISON = "studi_banding", N_("Studi perbandingan negara")
    CAPABILITY = "kemampuan_sdm", N_("Analisis kemampuan SDM aparatur")
    OPINION_SURVEY = "survei_opini", N_("Survei opini publik")
    ORGANISATION = "struktur_organisasi", N_("Struktur organisasi")
    CULTURE = "budaya_birokrasi", N_("Budaya birokrasi")
    THEMES = "tema_konsultasi", N_("Tema dari konsultasi")
    OTHER = "lainnya", N_("Sumber lain")


class Weighting(Term):
    """How the weights of criteria come about."""

    GIVEN = "langsung", N_("Bobot ditetapkan langsung")
    PAIRWISE = "ahp", N_("Perbandingan berpasangan (AHP)")


class ScoringMethod(Term):
    """Ways to rank options; the first is the usual one, as it explains itself."""

    WEIGHTED_SUM = "wsm", N_("Jumlah tertimbang")
    TOPSIS = "topsis", "TOPSIS"
    PROMETHEE = "promethee", "PROMETHEE II"


class NewsKind(Term):
    """Kabar: what followers of a consultation are told."""

    DRAFT_PUBLISHED = "rancangan_terbit", N_("Rancangan diterbitkan")
    SESSION_ANNOUNCED = "sesi_diumumkan", N_("Sesi dijadwalkan")
    REPLY_PUBLISHED = "tanggapan_terbit", N_("Tanggapan diterbitkan")
    INPUT_OPENED = "masukan_dibuka", N_("Masa masukan dibuka")
    INPUT_CLOSES = "masukan_segera_ditutup", N_("Masa masukan segera ditutup")


class Frequency(Term):
    """Seberapa sering pengikut dikirimi kabar."""

    AT_ONCE = "langsung", N_("Setiap kali ada kabar")
    DAILY = "harian", N_("Ringkasan sekali sehari")
    WEEKLY = "mingguan", N_("Ringkasan sekali seminggu")
    NONE = "tidak", N_("Jangan kirim dulu")


class RunStatus(Term):
    """State of an analysis run."""

    QUEUED = "antre", N_("Menunggu giliran")
    RUNNING = "berjalan", N_("Sedang berjalan")
    DONE = "selesai", N_("Selesai")
    FAILED = "gagal", N_("Gagal")


class Role(Term):
    """Peran, given for one consultation (or one session); administrators for the whole system."""

    ADMINISTRATOR = "administrator", N_("Administrator")
    DRAFTER = "penyusun", N_("Tim penyusun")
    FACILITATOR = "fasilitator", N_("Fasilitator")
    NOTE_TAKER = "notulis", N_("Notulis")


class Zone(Term):
    """Indonesia's three time zones; the value is the IANA name."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"
