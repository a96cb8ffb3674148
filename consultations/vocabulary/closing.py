"""Words for what a session leaves behind: its documents, signatures, files and follow-up."""

from consultations.vocabulary.words import N_, Term


class SessionDocumentKind(Term):
    """Dokumen sesi; the value is the document's address and the file's name."""

    RECORD = "berita-acara", N_("Berita Acara")
    MINUTES = "notulen", N_("Notulen")
    ATTENDANCE = "daftar-hadir", N_("Daftar hadir")
    REPORT = "laporan-pelaksanaan", N_("Laporan pelaksanaan")
    FOLLOW_UP = "rencana-tindak-lanjut", N_("Rencana tindak lanjut")


class SignatureManner(Term):
    """Cara tanda tangan."""

    WET = "basah", N_("Tanda tangan basah")
    ELECTRONIC = "tte", N_("Tanda tangan elektronik (TTE)")


class SessionFileUse(Term):
    """What a file of a session is."""

    PHOTO = "foto", N_("Foto kegiatan")
    SIGNED_RECORD = "pindaian_ba", N_("Berita Acara yang sudah ditandatangani")
    SIGNED_ATTENDANCE = "pindaian_hadir", N_("Daftar hadir yang sudah ditandatangani")
    ATTACHMENT = "lampiran", N_("Lampiran lain")


class ClosingAct(Term):
    """What was done to a session's state."""

    CLOSED = "ditutup", N_("Ditutup")
    REOPENED = "dibuka_lagi", N_("Dibuka lagi")


class FollowUpStatus(Term):
    """Status tindak lanjut."""

    NOT_STARTED = "belum", N_("Belum dimulai")
    UNDER_WAY = "proses", N_("Dalam proses")
    DONE = "selesai", N_("Selesai")
    STUCK = "terkendala", N_("Terkendala")
    CANCELLED = "dibatalkan", N_("Batal")
