"""Words for roles, news, analysis runs and time zones."""

from consultations.vocabulary.words import N_, Term


class NewsKind(Term):
    """Kabar: what followers of a consultation are told."""

    DRAFT_PUBLISHED = "rancangan_terbit", N_("Rancangan diterbitkan")
    SESSION_ANNOUNCED = "sesi_diumumkan", N_("Sesi dijadwalkan")
    REPLY_PUBLISHED = "tanggapan_terbit", N_("Tanggapan diterbitkan")
    INPUT_OPENS = "masukan_segera_dibuka", N_("Masa masukan segera dibuka")
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


class DataLicence(Term):
    """Under which licence a consultation's open data may be used."""

    CC_BY = "CC-BY-4.0", N_("CC BY 4.0: bebas dipakai, sumbernya disebut")
    CC_BY_SA = "CC-BY-SA-4.0", N_("CC BY-SA 4.0: sumbernya disebut, hasilnya berlisensi sama")
    CC0 = "CC0-1.0", N_("CC0 1.0: bebas dipakai tanpa syarat")


LICENCE_ADDRESSES = {
    DataLicence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    DataLicence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    DataLicence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}
