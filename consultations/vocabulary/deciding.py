"""Words for decisions, and for the evidence and scores that lead to them."""

from consultations.vocabulary.words import N_, Term


class Decision(Term):
    """Keputusan dalam matriks tanggapan."""

    ACCEPTED = "diterima", N_("Diterima")
    PARTLY_ACCEPTED = "diterima_sebagian", N_("Diterima sebagian")
    NOT_ACCEPTED = "tidak_diterima", N_("Tidak diterima")
    ALREADY_COVERED = "sudah_terakomodasi", N_("Sudah terakomodasi")
    NEXT_STAGE = "ditampung_tahap_berikut", N_("Ditampung untuk tahap berikut")
    NEEDS_STUDY = "perlu_pendalaman", N_("Perlu pendalaman")
    OUT_OF_SCOPE = "di_luar_lingkup", N_("Di luar lingkup")


class DeliberationState(Term):
    """Where a decision stands before it is public."""

    DRAFT = "konsep", N_("Konsep")
    WAITING = "menunggu", N_("Menunggu tinjauan")
    APPROVED = "disetujui", N_("Siap terbit")
    RETURNED = "dikembalikan", N_("Dikembalikan")


class DeliberationAct(Term):
    """What somebody did to a decision."""

    WRITE = "tulis", N_("Menulis keputusan")
    APPROVE = "setujui", N_("Menyetujui")
    RETURN = "kembalikan", N_("Mengembalikan")
    PUBLISH = "terbitkan", N_("Menerbitkan")
    UNDO = "batalkan", N_("Membatalkan perubahan")
    ASSIGN = "tugaskan", N_("Menugaskan")


class FinalCondition(Term):
    """Syarat versi final."""

    INPUTS = "masukan", N_("Setiap masukan sudah dijawab")
    CHANGES = "perubahan", N_("Setiap perubahan punya sumber")
    SESSIONS = "sesi", N_("Setiap sesi wajib punya Berita Acara")
    ELEMENTS = "unsur", N_("Setiap unsur didengar, atau alasannya disebut")


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
