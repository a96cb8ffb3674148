"""The data dictionary: every table of the open-data package and every field, in both languages.

Its machine-readable form follows Frictionless Data Package and Table Schema, version 1.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, its Table Schema type, and what it holds."""

    name: str
    type: str
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A table: its name, what a row is, and its columns."""

    name: str
    title: str
    title_en: str
    fields: tuple[Field, ...]


def _fields(*lines: str) -> tuple[Field, ...]:
    return tuple(Field(*(part.strip() for part in line.split("|"))) for line in lines)


INPUTS = Resource(
    "masukan",
    "Masukan: satu baris untuk setiap masukan yang tercantum di halaman publik",
    "Inputs: one row for every input that the public pages list",
    _fields(
        "nomor_registrasi | string | Nomor registrasi | Registration number",
        "keadaan | string | tampil, disembunyikan atau ditarik | Shown, withheld or withdrawn",
        "disembunyikan_karena | string | Alasan disembunyikan | Why it is withheld",
        "tanggal | datetime | Waktu diterima (UTC) | Time of receipt (UTC)",
        "kanal | string | Kanal | Channel",
        "jenis | string | Jenis masukan | Kind of input",
        "lingkup | string | Lingkup menurut PermenPANRB 16/2017 | Scope",
        "unsur | string | Unsur peserta; kosong bila tidak dibedakan | Participant element",
        "wilayah | string | Wilayah | Region",
        "pemberi | string | Nama, bila penulisnya mengizinkan | Name, where its author agreed",
        "versi | integer | Nomor versi rancangan | Number of the draft version",
        "butir | string | Nomor butir | Number of the clause",
        "isi | string | Isi, data pribadi disamarkan | Text, personal data masked",
        "usulan_rumusan | string | Usulan rumusan | Proposed wording",
        "alasan | string | Alasan penulis | Author's reason",
        "mendukung | integer | Yang mendukung | People in support",
        "tidak_mendukung | integer | Yang tidak mendukung | People opposed",
        "tema | string | Tema yang diputuskan, dipisahkan titik koma | Decided themes",
        "keputusan | string | Keputusan, dipisahkan titik koma | Decisions",
        "versi_rumusan_baru | string | Versi yang membawa rumusan baru | Version with new wording",
        "rumusan_baru | string | Rumusan baru butirnya | New wording of its clause",
    ),
)
DISPOSITIONS = Resource(
    "keputusan",
    "Keputusan: satu baris untuk setiap keputusan yang berlaku bagi suatu masukan",
    "Decisions: one row for every decision that holds for an input",
    _fields(
        "nomor_registrasi | string | Nomor registrasi masukan | Registration number",
        "tema | string | Tema yang diputuskan; kosong bila tersendiri | Theme; empty if its own",
        "keputusan | string | Keputusan | Decision",
        "alasan | string | Alasan keputusan | Reason for the decision",
        "jawaban | string | Jawaban kepada penulis | Reply to the author",
        "terbit | datetime | Waktu terbit (UTC) | Time of publication (UTC)",
    ),
)
THEMES = Resource(
    "tema",
    "Tema: satu baris untuk setiap tema yang sudah dijawab",
    "Themes: one row for every theme that has been answered",
    _fields(
        "tema | string | Nama tema | Name of the theme",
        "keterangan | string | Keterangan | Description",
        "keputusan | string | Keputusan | Decision",
        "alasan | string | Alasan | Reason",
        "jawaban | string | Jawaban | Reply",
        "terbit | datetime | Waktu terbit (UTC) | Time of publication (UTC)",
        "masukan | integer | Banyaknya masukan | Number of inputs",
        "naskah_berbeda | integer | Naskah yang berbeda | Different manuscripts",
        "diputuskan_tersendiri | integer | Yang diputuskan tersendiri | Decided on their own",
    ),
)
UNITS = Resource(
    "butir",
    "Butir: satu baris untuk setiap bab, bagian dan butir dari setiap versi yang terbit",
    "Units: one row for every chapter, section and clause of every published version",
    _fields(
        "versi | integer | Nomor versi | Version number",
        "terbit | datetime | Waktu versi terbit (UTC) | Time the version was published (UTC)",
        "final | boolean | Versi final | Final version",
        "jenis | string | bab, bagian atau butir | Chapter, section or clause",
        "nomor | string | Nomor | Number",
        "identitas | string | Penanda yang tetap antarversi | Identity across versions",
        "judul | string | Judul | Heading",
        "teks | string | Teks | Text",
    ),
)
SESSIONS = Resource(
    "sesi",
    "Sesi: satu baris untuk setiap sesi FKP dan FGD",
    "Sessions: one row for every FKP and FGD session",
    _fields(
        "sesi | string | Judul sesi | Title of the session",
        "jenis | string | fkp atau fgd | FKP or FGD",
        "tema | string | Tema sesi | Topic of the session",
        "tempat | string | Tempat | Place",
        "mulai | datetime | Mulai (UTC) | Start (UTC)",
        "selesai | datetime | Selesai (UTC) | End (UTC)",
        "ditutup | datetime | Ditutup (UTC) | Closed (UTC)",
        "dibatalkan | datetime | Dibatalkan (UTC) | Cancelled (UTC)",
        "catatan | integer | Banyaknya catatan | Number of notes",
    ),
)
ATTENDANCE = Resource(
    "kehadiran",
    "Kehadiran: satu baris untuk setiap unsur yang hadir dalam suatu sesi",
    "Attendance: one row for every element present in a session",
    _fields(
        "sesi | string | Judul sesi | Title of the session",
        "unsur | string | Unsur peserta | Participant element",
        "hadir | integer | Yang hadir; kosong bila terlalu sedikit | Present; empty if too few",
    ),
)
SURVEYS = Resource(
    "survei",
    "Survei: satu baris untuk setiap pilihan dalam survei yang hasilnya terbit",
    "Surveys: one row for every choice in surveys whose results are published",
    _fields(
        "survei | string | Judul survei | Title of the survey",
        "instrumen | string | Jenis instrumen | Kind of instrument",
        "pertanyaan | string | Pertanyaan | Question",
        "baris | string | Baris matriks | Row of a matrix",
        "pilihan | string | Pilihan | Choice",
        "dijawab | integer | Yang menjawab pertanyaan ini | Answers to this question",
        "memilih | integer | Yang memilih; kosong bila terlalu sedikit | Chosen; empty if too few",
        "rata_rata | number | Rata-rata, untuk angka dan skala | Mean, for numbers and scales",
    ),
)
STATEMENTS = Resource(
    "pernyataan",
    "Pernyataan: satu baris untuk setiap pernyataan yang ditanyakan kepada publik",
    "Statements: one row for every statement that the public was asked about",
    _fields(
        "nomor | integer | Nomor | Number",
        "pernyataan | string | Pernyataan | Statement",
        "keadaan | string | Keadaan | State",
        "setuju | integer | Setuju; kosong sebelum hasilnya dibuka | Agree; empty until shown",
        "tidak_setuju | integer | Tidak setuju | Disagree",
        "lewat | integer | Melewatkan | Pass",
    ),
)
ACTIONS = Resource(
    "rencana_aksi",
    "Rencana aksi: satu baris untuk setiap tindak lanjut yang tampil di halaman publik",
    "Action plan: one row for every action that the public page shows",
    _fields(
        "nomor | integer | Nomor | Number",
        "sesi | string | Sesi asal; kosong bila dari peta jalan | Session it comes from",
        "isu | string | Isu atau masalah | Issue or problem",
        "solusi | string | Usulan solusi | Proposed solution",
        "kegiatan | string | Kegiatan | Activity",
        "butir | string | Butir yang dilaksanakan | Clauses it carries out",
        "masukan | string | Masukan yang mendasari | Inputs behind it",
        "indikator | string | Indikator | Indicator",
        "satuan | string | Satuan ukur | Unit of measure",
        "nilai_awal | number | Nilai awal | Baseline",
        "nilai_sasaran | number | Nilai sasaran | Target value",
        "nilai_terakhir | number | Nilai terakhir | Latest value",
        "keadaan_per | date | Keadaan per tanggal | As of",
        "penanggung_jawab | string | Penanggung jawab | In charge",
        "target_waktu | date | Target waktu | Due date",
        "status | string | Status | Status",
        "catatan | string | Catatan terakhir | Last note",
    ),
)
RESOURCES = (
    INPUTS,
    DISPOSITIONS,
    THEMES,
    UNITS,
    SESSIONS,
    ATTENDANCE,
    SURVEYS,
    STATEMENTS,
    ACTIONS,
)


def described(resource: Resource) -> dict[str, Any]:
    """The table as a resource of a data package."""
    return {
        "name": resource.name,
        "path": f"{resource.name}.csv",
        "profile": "tabular-data-resource",
        "title": resource.title,
        "title_en": resource.title_en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "missingValues": [""],
            "fields": [
                {"name": field.name, "type": field.type}
                | ({"format": "any"} if field.type == "datetime" else {})
                | {"title": field.title, "title_en": field.title_en}
                for field in resource.fields
            ],
        },
    }
