"""Composes each document of a session from its dossier."""

from collections.abc import Callable
from pathlib import Path

from consultations.queries.session_dossiers import Dossier
from consultations.session_documents import parts
from consultations.session_documents.blocks import (
    Block,
    Document,
    Grid,
    Paragraph,
    Picture,
)
from consultations.session_documents.parts import section
from consultations.session_documents.room import room
from consultations.session_documents.wording import (
    NAMES,
    clock,
    opening,
    speaker,
    votes,
    words_of,
)
from consultations.vocabulary import (
    Attendance,
    Duty,
    SessionDocumentKind,
    SessionFileUse,
    SessionKind,
)

PhotoPath = Callable[[str], Path]
_NOT_AN_AGREEMENT = (
    "Berita acara ini mencatat pelaksanaan dan pandangan peserta. Diskusi ini tidak dimaksudkan "
    "untuk mengambil kesepakatan atau keputusan."
)
_NO_AGREEMENT_YET = "Belum ada kesepakatan yang dicatat."
_OBJECTIONS = "Keberatan dan pandangan berbeda"
_CLOSING = (
    "Demikian berita acara ini dibuat dengan sebenarnya untuk digunakan sebagaimana mestinya."
)


def compose_document(kind: SessionDocumentKind, dossier: Dossier, photo: PhotoPath) -> Document:
    """The document; ``photo`` tells where the file with a SHA-256 lies."""
    if kind is SessionDocumentKind.REPORT:
        return _report(dossier, photo)
    return _COMPOSERS[kind](dossier)


def compose_record(
    dossier: Dossier, *, notice: tuple[Block, ...] = (), people: tuple[Block, ...] = ()
) -> Document:
    """The Berita Acara; ``notice`` stands first, ``people`` in place of who was there."""
    is_fkp = dossier.kind is SessionKind.FKP
    blocks: tuple[Block, ...] = (
        *notice,
        Paragraph(opening(dossier)),
        *([] if is_fkp else [Paragraph(_NOT_AN_AGREEMENT)]),
        *parts.legal_basis(dossier),
        *(people or parts.participants(dossier)),
        *parts.subjects(dossier),
        *(_agreements(dossier) if is_fkp else _views(dossier)),
        *parts.dissent(
            dossier, "Keberatan dan pandangan berbeda" if is_fkp else "Pandangan berbeda"
        ),
        *parts.conclusion(dossier),
        *section("Penutup", Paragraph(dossier.record.closing or _CLOSING)),
        *parts.signatures(dossier),
        *parts.attachments(dossier),
    )
    return _document(
        dossier,
        "Berita Acara Kesepakatan" if is_fkp else "Berita Acara Pelaksanaan",
        blocks,
        number=dossier.record.number,
    )


def _minutes(dossier: Dossier) -> Document:
    rows = tuple(
        (
            clock(note.noted_at, dossier.zone),
            speaker(note, dossier.attribution),
            "\n".join(part for part in (note.question, note.unit) if part) or "–",
            words_of(note),
            "\n".join(part for part in (_stance(note), note.dissent) if part) or "–",
        )
        for note in dossier.notes
    )
    headings = ("Jam", "Penutur", "Pertanyaan, butir", "Isi", "Tanggapan")
    blocks: tuple[Block, ...] = (
        parts.about(
            dossier,
            ("Pimpinan", dossier.moderator or parts.named(dossier, Duty.FACILITATOR)),
            ("Notulis", parts.named(dossier, Duty.NOTE_TAKER)),
        ),
        *parts.subjects(dossier),
        *section(
            "Jalannya diskusi",
            Grid(headings, rows, (1.6, 3, 3, 7, 4)) if rows else Paragraph("Belum ada catatan."),
        ),
        *(
            [Paragraph(f"{dossier.unconfirmed} catatan belum dikonfirmasi penuturnya.")]
            if dossier.unconfirmed
            else []
        ),
        *room(dossier),
        *parts.conclusion(dossier),
    )
    return _document(dossier, "Notulen", blocks)


def _attendance(dossier: Dossier) -> Document:
    rows = tuple(
        (
            str(place),
            person.name,
            person.element.label,
            person.organisation,
            person.job,
            person.sex,
            "Daring" if person.attendance is Attendance.ONLINE else "Luring",
            clock(person.attended_at, dossier.zone),
            "",
        )
        for place, person in enumerate(dossier.present, start=1)
    )
    headings = (
        *("No.", "Nama", "Unsur", "Instansi", "Jabatan", "L/P", "Moda", "Jam", "Tanda tangan"),
    )
    widths = (1, 4.5, 3.5, 4.5, 3.5, 1, 1.7, 1.5, 3.5)
    blocks: tuple[Block, ...] = (
        parts.about(dossier),
        Grid(headings, rows, widths, row_height=11)
        if rows
        else Paragraph("Belum ada peserta yang tercatat hadir."),
    )
    return _document(dossier, "Daftar Hadir", blocks, landscape=True)


def _report(dossier: Dossier, photo: PhotoPath) -> Document:
    pictures = tuple(
        Picture(str(photo(file.sha256)), file.caption or file.name)
        for file in dossier.files
        if file.use is SessionFileUse.PHOTO and photo(file.sha256).is_file()
    )
    is_fkp = dossier.kind is SessionKind.FKP
    team = "\n".join(f"{name} ({duty.label})" for duty, name in dossier.team)
    blocks: tuple[Block, ...] = (
        *section(
            "Pelaksanaan",
            parts.about(
                dossier,
                ("Pimpinan", dossier.moderator or parts.named(dossier, Duty.FACILITATOR)),
                ("Tim pelaksana", team),
            ),
        ),
        *parts.legal_basis(dossier),
        *parts.participants(dossier),
        *parts.subjects(dossier),
        *(_agreements(dossier) if is_fkp else _views(dossier)),
        *parts.dissent(dossier, "Pandangan berbeda"),
        *room(dossier),
        *parts.conclusion(dossier),
        *section("Rencana tindak lanjut", *_follow_up(dossier, short=True)),
        *section("Dokumentasi", *pictures),
        *parts.attachments(dossier),
    )
    return _document(dossier, "Laporan Pelaksanaan", blocks, number=dossier.record.report_number)


def _plan(dossier: Dossier) -> Document:
    blocks = (parts.about(dossier), *_follow_up(dossier))
    return _document(dossier, "Rencana Tindak Lanjut", blocks, landscape=True)


def _follow_up(dossier: Dossier, *, short: bool = False) -> tuple[Block, ...]:
    if not dossier.follow_ups:
        return (Paragraph("Belum ada tindak lanjut yang dicatat."),)
    if not short:
        return parts.follow_up_table(dossier)
    rows = tuple(
        (str(i.number), i.activity, i.owner, parts.day_of(i.due_on), i.status.label)
        for i in dossier.follow_ups
    )
    headings = ("No.", "Kegiatan", "Penanggung jawab", "Target waktu", "Status")
    return (Grid(headings, rows, (1, 6, 4, 2.5, 2.5)),)


def _agreements(dossier: Dossier) -> tuple[Block, ...]:
    if not dossier.agreements:
        return section("Kesepakatan", Paragraph(_NO_AGREEMENT_YET))
    rows = tuple(
        (
            str(place),
            words_of(note),
            note.unit or "–",
            note.agreement.label if note.agreement else "–",
            votes(note),
            note.dissent or "–",
        )
        for place, note in enumerate(dossier.agreements, start=1)
    )
    headings = ("No.", "Pernyataan", "Butir", "Tingkat", "Hitungan", "Pandangan berbeda")
    return section("Kesepakatan", Grid(headings, rows, (1, 6, 1.9, 2.2, 2.4, 4)))


def _views(dossier: Dossier) -> tuple[Block, ...]:
    rows = tuple(
        (str(place), words_of(note), note.unit or "–", speaker(note, dossier.attribution))
        for place, note in enumerate(dossier.notes, start=1)
    )
    if not rows:
        return section("Pandangan peserta", Paragraph("Belum ada catatan."))
    headings = ("No.", "Yang disampaikan", "Butir", "Penutur")
    return section("Pandangan peserta", Grid(headings, rows, (1, 8, 2, 3.5)))


def _stance(note: object) -> str:
    stance = getattr(note, "stance", None)
    agreement = getattr(note, "agreement", None)
    return "; ".join(term.label for term in (stance, agreement) if term)


def _document(
    dossier: Dossier,
    title: str,
    blocks: tuple[Block, ...],
    *,
    number: str = "",
    landscape: bool = False,
) -> Document:
    return Document(
        title=title,
        subject=NAMES[dossier.kind],
        number=number,
        letterhead=parts.letterhead(dossier),
        footer=parts.footer(dossier, title),
        blocks=blocks,
        landscape=landscape,
    )


_COMPOSERS: dict[SessionDocumentKind, Callable[[Dossier], Document]] = {
    SessionDocumentKind.RECORD: compose_record,
    SessionDocumentKind.MINUTES: _minutes,
    SessionDocumentKind.ATTENDANCE: _attendance,
    SessionDocumentKind.FOLLOW_UP: _plan,
}
