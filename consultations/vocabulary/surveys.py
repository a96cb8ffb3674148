"""Words of surveys: what is asked, of whom, where a survey stands, and what an SKM measures."""

from consultations.vocabulary.words import N_, Term


class Instrument(Term):
    """Jenis survei; the two are kept apart on every page and in every figure."""

    OPINION = "opini", N_("Survei opini")
    SATISFACTION = "skm", N_("Survei Kepuasan Masyarakat (SKM)")


class QuestionKind(Term):
    """What a line of a questionnaire is."""

    SINGLE = "tunggal", N_("Pilih satu")
    MULTIPLE = "ganda", N_("Pilih beberapa")
    MATRIX = "matriks", N_("Tabel pilihan")
    RANKING = "peringkat", N_("Urutkan pilihan")
    SCALE = "skala", N_("Skala angka")
    NUMBER = "angka", N_("Angka")
    OPEN = "terbuka", N_("Jawaban terbuka")
    SECTION = "bagian", N_("Judul bagian")


class SurveyAdmission(Term):
    """Who may answer a survey, and how often."""

    OPEN = "terbuka", N_("Siapa saja, juga tanpa akun")
    ACCOUNT = "akun", N_("Hanya yang masuk dengan akun, satu jawaban tiap akun")
    KEY = "kunci", N_("Hanya pemegang kunci, satu jawaban tiap kunci")


class SurveyState(Term):
    """Where a survey stands at a moment."""

    DRAFT = "disiapkan", N_("Disiapkan")
    AHEAD = "akan_dibuka", N_("Akan dibuka")
    OPEN = "dibuka", N_("Dibuka")
    CLOSED = "ditutup", N_("Ditutup")


class SatisfactionElement(Term):
    """The nine elements of an SKM (PermenPANRB 14/2017).

    They are known by slug, as sources number the last two either way round.
    """

    REQUIREMENTS = "persyaratan", N_("Persyaratan")
    PROCEDURE = "prosedur", N_("Sistem, mekanisme, dan prosedur")
    TIME = "waktu", N_("Waktu penyelesaian")
    COST = "biaya", N_("Biaya atau tarif")
    PRODUCT = "produk", N_("Produk spesifikasi jenis pelayanan")
    COMPETENCE = "kompetensi", N_("Kompetensi pelaksana")
    CONDUCT = "perilaku", N_("Perilaku pelaksana")
    FACILITIES = "sarana", N_("Sarana dan prasarana")
    COMPLAINTS = "pengaduan", N_("Penanganan pengaduan, saran, dan masukan")


class SatisfactionGrade(Term):
    """Mutu pelayanan, with the performance it stands for."""

    A = "A", N_("Sangat Baik")
    B = "B", N_("Baik")
    C = "C", N_("Kurang Baik")
    D = "D", N_("Tidak Baik")
