"""The ready SKM questionnaire: the nine elements with the official answer words, and a profile."""

from dataclasses import dataclass

from consultations.vocabulary import QuestionKind
from consultations.vocabulary import SatisfactionElement as Element


@dataclass(frozen=True, slots=True)
class Wording:
    """A question of the instrument in both languages; options from the worst to the best."""

    slug: str
    text: str
    text_en: str
    options: tuple[str, ...]
    options_en: tuple[str, ...]
    kind: QuestionKind = QuestionKind.SINGLE
    required: bool = False


def _fourfold(words: str) -> tuple[str, ...]:
    return (f"Tidak {words}", f"Kurang {words}", words.capitalize(), f"Sangat {words}")


ELEMENTS = (
    Wording(
        Element.REQUIREMENTS,
        "Bagaimana pendapat Anda tentang kesesuaian persyaratan pelayanan dengan jenis "
        "pelayanannya?",
        "How well do the requirements fit the kind of service?",
        _fourfold("sesuai"),
        ("They do not fit", "They fit poorly", "They fit", "They fit very well"),
    ),
    Wording(
        Element.PROCEDURE,
        "Bagaimana pemahaman Anda tentang kemudahan prosedur pelayanan di unit ini?",
        "How easy are the procedures of this service?",
        _fourfold("mudah"),
        ("Not easy", "Not very easy", "Easy", "Very easy"),
    ),
    Wording(
        Element.TIME,
        "Bagaimana pendapat Anda tentang kecepatan waktu dalam memberikan pelayanan?",
        "How quick is the service?",
        _fourfold("cepat"),
        ("Not quick", "Not very quick", "Quick", "Very quick"),
    ),
    Wording(
        Element.COST,
        "Bagaimana pendapat Anda tentang kewajaran biaya atau tarif dalam pelayanan?",
        "How reasonable are the fees of the service?",
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
        ("Very expensive", "Rather expensive", "Cheap", "Free of charge"),
    ),
    Wording(
        Element.PRODUCT,
        "Bagaimana pendapat Anda tentang kesesuaian produk pelayanan antara yang tercantum dalam "
        "standar pelayanan dengan hasil yang diberikan?",
        "How well does what you got match the service standard?",
        _fourfold("sesuai"),
        ("It does not match", "It matches poorly", "It matches", "It matches very well"),
    ),
    Wording(
        Element.COMPETENCE,
        "Bagaimana pendapat Anda tentang kompetensi atau kemampuan petugas dalam pelayanan?",
        "How competent are the staff?",
        _fourfold("kompeten"),
        ("Not competent", "Not very competent", "Competent", "Very competent"),
    ),
    Wording(
        Element.CONDUCT,
        "Bagaimana pendapat Anda tentang perilaku petugas dalam pelayanan, terkait kesopanan dan "
        "keramahan?",
        "How polite and friendly are the staff?",
        _fourfold("sopan dan ramah"),
        (
            "Not polite and friendly",
            "Not very polite and friendly",
            "Polite and friendly",
            "Very polite and friendly",
        ),
    ),
    Wording(
        Element.FACILITIES,
        "Bagaimana pendapat Anda tentang kualitas sarana dan prasarana?",
        "How good are the facilities?",
        ("Buruk", "Cukup", "Baik", "Sangat baik"),
        ("Poor", "Fair", "Good", "Very good"),
    ),
    Wording(
        Element.COMPLAINTS,
        "Bagaimana pendapat Anda tentang penanganan pengaduan pengguna layanan?",
        "How are complaints of service users handled?",
        (
            "Tidak ada",
            "Ada tetapi tidak berfungsi",
            "Berfungsi kurang maksimal",
            "Dikelola dengan baik",
        ),
        (
            "There is no way to complain",
            "There is one, but it does not work",
            "It works, but not fully",
            "Well managed",
        ),
    ),
)

PROFILE = (
    Wording("jenis_kelamin", "Jenis kelamin", "Sex", ("Perempuan", "Laki-laki"), ("Woman", "Man")),
    Wording(
        "umur",
        "Kelompok umur",
        "Age group",
        ("17–25 tahun", "26–35 tahun", "36–45 tahun", "46–59 tahun", "60 tahun ke atas"),
        ("17–25 years", "26–35 years", "36–45 years", "46–59 years", "60 years and over"),
    ),
    Wording(
        "pendidikan",
        "Pendidikan terakhir",
        "Highest education",
        ("SD atau di bawahnya", "SMP", "SMA", "Diploma atau S1", "S2 atau S3"),
        ("Primary or less", "Lower secondary", "Upper secondary", "Bachelor", "Postgraduate"),
    ),
    Wording(
        "pekerjaan",
        "Pekerjaan",
        "Occupation",
        ("PNS", "TNI", "Polri", "Pegawai swasta", "Wirausaha", "Pelajar atau mahasiswa", "Lainnya"),
        (
            "Civil servant",
            "Armed forces",
            "Police",
            "Private employee",
            "Self-employed",
            "Student",
            "Other",
        ),
    ),
)

SUGGESTION = Wording(
    "saran",
    "Saran Anda untuk memperbaiki pelayanan ini",
    "Your suggestions to improve this service",
    (),
    (),
    QuestionKind.OPEN,
)
