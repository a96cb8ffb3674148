"""Words for FKP and FGD sessions and what is noted in them."""

from consultations.vocabulary.words import N_, Term


class SessionKind(Term):
    """FKP closes on a signed agreement; FGD does not seek one and always publishes dissent."""

    FKP = "fkp", N_("Forum Konsultasi Publik (FKP)")
    FGD = "fgd", N_("FGD (diskusi kelompok terpumpun)")


class SessionState(Term):
    """Where a session stands; derived, never stored."""

    AHEAD = "akan_datang", N_("Akan datang")
    RUNNING = "berlangsung", N_("Sedang berlangsung")
    UNCLOSED = "belum_ditutup", N_("Belum ditutup")
    DONE = "selesai", N_("Selesai")
    CANCELLED = "dibatalkan", N_("Batal")


class Coverage(Term):
    """Pita penilaian PEKPPP for the elements that took part: how many of the six."""

    BELOW = "kurang", N_("Di bawah batas lulus")
    FLOOR = "batas", N_("Batas lulus")
    TOP = "tertinggi", N_("Pita tertinggi")


class SessionAdmission(Term):
    """Who may register for a session."""

    OPEN = "terbuka", N_("Terbuka bagi siapa saja")
    INVITED = "undangan", N_("Hanya yang diundang")


class Attribution(Term):
    """How speakers are named outside the team: atribusi."""

    OPEN = "terbuka", N_("Nama dan unsur")
    ELEMENT_ONLY = "unsur_saja", N_("Unsur saja")
    NONE = "tanpa_atribusi", N_("Tanpa atribusi")


class RegistrationState(Term):
    """Where a person stands between invitation and seat."""

    INVITED = "diundang", N_("Diundang")
    REGISTERED = "terdaftar", N_("Terdaftar")
    WAITING = "daftar_tunggu", N_("Daftar tunggu")
    CANCELLED = "batal", N_("Batal")


class Attendance(Term):
    """How a person takes part: luring or daring."""

    IN_PERSON = "luring", N_("Hadir di tempat (luring)")
    ONLINE = "daring", N_("Hadir daring")


class Duty(Term):
    """Tugas in a session's team."""

    FACILITATOR = "fasilitator", N_("Fasilitator")
    ASSISTANT = "asisten", N_("Asisten")
    NOTE_TAKER = "notulis", N_("Notulis")
    RESOURCE_PERSON = "narasumber", N_("Narasumber")
    DOCUMENTATION = "dokumentasi", N_("Dokumentasi")
    OBSERVER = "pengamat", N_("Pengamat")


class Language(Term):
    """In which language a person is written to."""

    INDONESIAN = "id", N_("Indonesia")
    ENGLISH = "en", N_("Inggris")


class GuidePart(Term):
    """Parts of a discussion guide, in hourglass order."""

    OPENING = "pembuka", N_("Pembuka")
    INTRODUCTORY = "pengantar", N_("Pengantar")
    KEY = "kunci", N_("Kunci")
    CLOSING = "penutup", N_("Penutup")


class SessionStep(Term):
    """Tahap of a session (PermenPANRB 16/2017)."""

    BEFORE = "pra", N_("Pra-pelaksanaan")
    DURING = "pelaksanaan", N_("Pelaksanaan")
    AFTER = "pasca", N_("Pasca-pelaksanaan")


class Agreement(Term):
    """Tingkat kesepakatan of the room on one statement."""

    UNANIMOUS = "bulat", N_("Bulat")
    MAJORITY = "mayoritas", N_("Mayoritas")
    DIVIDED = "terbelah", N_("Terbelah")
    NONE = "tidak_ada", N_("Tidak ada kesepakatan")


class NoteForm(Term):
    """Whether a note holds the speaker's words or the note-taker's."""

    VERBATIM = "verbatim", N_("Kutipan langsung")
    PARAPHRASE = "parafrase", N_("Parafrase")


class Stance(Term):
    """Sikap penutur."""

    AGREE = "setuju", N_("Setuju")
    NEUTRAL = "netral", N_("Netral")
    DISAGREE = "menolak", N_("Menolak")


class ReadBack(Term):
    """How a speaker's words were read back (baca ulang) and found right."""

    BY_SPEAKER = "penutur", N_("Dikonfirmasi penuturnya")
    IN_FORUM = "forum", N_("Dibacakan dan disetujui di forum")


class QuestionState(Term):
    """What has become of a question from the room."""

    NEW = "baru", N_("Baru")
    SHORTLISTED = "pilihan", N_("Dipilih")
    ANSWERED = "terjawab", N_("Terjawab")
    HIDDEN = "disembunyikan", N_("Disembunyikan")
