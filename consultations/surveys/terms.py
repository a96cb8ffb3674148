"""The words of surveys: what is asked, of whom, and where a survey stands."""

from consultations.vocabulary import N_, Term


class Instrument(Term):
    """Jenis survei; the two are kept apart on every page and in every figure."""

    OPINION = "opini", N_("Survei opini")
    SATISFACTION = "skm", N_("Survei Kepuasan Masyarakat (SKM)")


class QuestionKind(Term):
    """What a line of a questionnaire is."""

    SINGLE = "tunggal", N_("Pilih satu")
    MULTIPLE = "ganda", N_("Pilih beberapa")
    MATRIX = "matriks", N_("Tabel pilihan")
    RANKING = "peringkat", N_("Urutkan")
    SCALE = "skala", N_("Skala angka")
    NUMBER = "angka", N_("Angka")
    OPEN = "terbuka", N_("Jawaban terbuka")
    SECTION = "bagian", N_("Judul bagian")


class Admission(Term):
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
