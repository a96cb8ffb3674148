"""Words for what is hidden from the public, and why."""

from consultations.vocabulary.words import N_, Term


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

    WITHHOLD = "sembunyikan", N_("Menyembunyikan")
    RESTORE = "tampilkan", N_("Menampilkan kembali")
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
