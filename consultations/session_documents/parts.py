"""Parts that several documents of a session share."""

from consultations.queries.session_dossiers import Dossier
from consultations.queries.session_records import SignatoryFacts
from consultations.session_documents.blocks import (
    Block,
    Facts,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Signature,
    Signatures,
)
from consultations.session_documents.wording import (
    NAMES,
    hours,
    manner,
    people,
    weekday_and_date,
    where_held,
    words_of,
)
from consultations.vocabulary import Attendance, Duty, Element, FollowUpStatus, SessionFileUse

NO_DISSENT = "Tidak ada pandangan berbeda yang dinyatakan peserta."
DISSENT_NOT_ASKED = "Belum dicatat apakah ada pandangan berbeda."


def letterhead(dossier: Dossier) -> str:
    """The session's letterhead, or who convenes the consultation."""
    return dossier.letterhead or dossier.organiser


def footer(dossier: Dossier, title: str) -> str:
    """What stands at the foot of every page."""
    return f"{title} · {dossier.title}"


def about(dossier: Dossier, *more: tuple[str, str]) -> Facts:
    """What was held, when and where."""
    rows = [
        ("Kegiatan", f"{NAMES[dossier.kind]}: {dossier.title}"),
        ("Tema", dossier.theme or dossier.title),
        ("Hari, tanggal", weekday_and_date(dossier.starts_at, dossier.zone)),
        ("Waktu", hours(dossier)),
        ("Tempat atau tautan", where_held(dossier).removeprefix("bertempat di ")),
        *more,
    ]
    return Facts(tuple((name, value or "–") for name, value in rows))


def named(dossier: Dossier, duty: Duty) -> str:
    """Who had this duty in the team."""
    return ", ".join(name for held, name in dossier.team if held is duty)


def section(heading: str, *blocks: Block) -> tuple[Block, ...]:
    """A part with its heading; nothing where it has no content."""
    return (Heading(heading), *blocks) if blocks else ()


def legal_basis(dossier: Dossier) -> tuple[Block, ...]:
    """Dasar hukum, a line each."""
    lines = _lines(dossier.legal_basis)
    return section("Dasar hukum", *([Listing(lines)] if lines else []))


def participants(dossier: Dossier) -> tuple[Block, ...]:
    """How many of each element were there."""
    counts = dossier.by_element()
    online = sum(person.attendance is Attendance.ONLINE for person in dossier.present)
    words = f"Peserta yang hadir {people(len(dossier.present))}"
    if online:
        words += f", {people(online)} di antaranya daring"
    rows = tuple((element.label, str(counts.get(element, 0))) for element in Element)
    heard = f"{len(counts)} dari {len(Element)} unsur"
    return section(
        "Peserta",
        Paragraph(f"{words}; hadir {heard}."),
        Grid(("Unsur", "Jumlah"), (*rows, ("Jumlah", str(len(dossier.present)))), (4, 1)),
    )


def subjects(dossier: Dossier) -> tuple[Block, ...]:
    """Pokok bahasan: what the team wrote, else the agenda and the units it was about."""
    if dossier.record.subjects:
        return section("Pokok bahasan", Paragraph(dossier.record.subjects))
    lines = (*dossier.agenda, *dossier.units)
    return section("Pokok bahasan", *([Listing(lines)] if lines else []))


def dissent(dossier: Dossier, heading: str) -> tuple[Block, ...]:
    """Pandangan berbeda: never left out, and never silent about its absence."""
    if dossier.dissenting:
        rows = tuple(
            (str(place), words_of(note), note.unit or "–", note.dissent)
            for place, note in enumerate(dossier.dissenting, start=1)
        )
        table = Grid(("No.", "Yang dinyatakan", "Butir", "Pandangan berbeda"), rows, (1, 6, 2, 6))
        return section(heading, table)
    said = NO_DISSENT if dossier.record.no_dissent else DISSENT_NOT_ASKED
    return section(heading, Paragraph(said))


def conclusion(dossier: Dossier) -> tuple[Block, ...]:
    """Kesimpulan, where there is one."""
    words = dossier.record.conclusion
    return section("Kesimpulan", *([Paragraph(words)] if words else []))


def signatures(dossier: Dossier) -> tuple[Block, ...]:
    """Places to sign, and those under "Mengetahui"."""
    blocks: list[Block] = []
    for title, acknowledging in (("Yang bertanda tangan,", False), ("Mengetahui,", True)):
        places = tuple(
            _place(signatory, dossier.zone)
            for signatory in dossier.signatories
            if signatory.acknowledges is acknowledging
        )
        if places:
            blocks.append(Signatures(title, places))
    return tuple(blocks)


def attachments(dossier: Dossier) -> tuple[Block, ...]:
    """Lampiran: what belongs to the record by itself, then what the team names."""
    photos = sum(file.use is SessionFileUse.PHOTO for file in dossier.files)
    lines = [
        f"Daftar hadir: {people(len(dossier.present))}" if dossier.present else "",
        f"Notulen: {len(dossier.notes)} catatan" if dossier.notes else "",
        f"Foto kegiatan: {photos} lembar" if photos else "",
        f"Rencana tindak lanjut: {len(dossier.follow_ups)} butir" if dossier.follow_ups else "",
        *_lines(dossier.record.attachments),
    ]
    filled = tuple(line for line in lines if line)
    return section("Lampiran", *([Listing(filled)] if filled else []))


def follow_up_table(dossier: Dossier) -> tuple[Block, ...]:
    """Rencana tindak lanjut as a table."""
    rows = tuple(
        (
            str(item.number),
            item.issue,
            ", ".join(item.inputs) or "–",
            item.solution,
            item.activity,
            item.indicator,
            item.owner,
            day_of(item.due_on),
            FollowUpStatus(item.status).label,
            item.last.note or "–",
        )
        for item in dossier.follow_ups
    )
    headings = (
        *("No.", "Isu atau masalah", "Masukan", "Usulan solusi", "Kegiatan", "Indikator"),
        *("Penanggung jawab", "Target waktu", "Status", "Catatan"),
    )
    return (Grid(headings, rows, (1, 4, 2.5, 4, 4, 3, 3, 2.5, 2.2, 3)),)


def day_of(value: object) -> str:
    """A date without a clock as documents write it."""
    return f"{value:%d-%m-%Y}" if value else "–"


def _place(signatory: SignatoryFacts, zone: str) -> Signature:
    element = f"\n({signatory.element.label})" if signatory.element else ""
    return Signature(f"{signatory.job}{element}", signatory.name, manner(signatory, zone))


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())
