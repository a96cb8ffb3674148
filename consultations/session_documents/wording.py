"""How the documents of a session say things: always in Indonesian, as official records do."""

from datetime import datetime
from zoneinfo import ZoneInfo

from consultations.queries.remarks import Said
from consultations.queries.session_dossiers import Dossier
from consultations.queries.session_records import SignatoryFacts
from consultations.session_documents.number_words import (
    DAYS,
    LARGEST,
    date_spelt_out,
    spelt_out,
    written_date,
)
from consultations.vocabulary import Attribution, SessionKind, SignatureManner, Zone

NAMES = {
    SessionKind.FKP: "Forum Konsultasi Publik (FKP)",
    SessionKind.FGD: "Diskusi Kelompok Terpumpun (FGD)",
}
WITHHELD = "(disembunyikan menurut keputusan moderasi)"
_MANNERS = {SignatureManner.WET: "tanda tangan basah", SignatureManner.ELECTRONIC: "TTE"}


def local(moment: datetime, zone: str) -> datetime:
    """The moment as clocks show it there."""
    return moment.astimezone(ZoneInfo(zone))


def clock(moment: datetime, zone: str) -> str:
    """As in "09.30"."""
    return f"{local(moment, zone):%H.%M}"


def day(moment: datetime, zone: str) -> str:
    """As in "16 Februari 2024"."""
    return written_date(local(moment, zone).date())


def weekday_and_date(moment: datetime, zone: str) -> str:
    """As in "Jumat, 16 Februari 2024"."""
    held_on = local(moment, zone).date()
    return f"{DAYS[held_on.weekday()]}, {written_date(held_on)}"


def hours(dossier: Dossier) -> str:
    """As in "pukul 09.00 sampai 12.00 WIB"."""
    begins, ends = clock(dossier.starts_at, dossier.zone), dossier.ends_at
    until = f" sampai {clock(ends, dossier.zone)}" if ends else ""
    return f"pukul {begins}{until} {Zone(dossier.zone).label}"


def opening(dossier: Dossier) -> str:
    """The sentence every record begins with."""
    held_on = local(dossier.starts_at, dossier.zone).date()
    return (
        f"Pada hari ini {date_spelt_out(held_on)} ({written_date(held_on)}), {hours(dossier)}, "
        f"{where_held(dossier)}, telah dilaksanakan {NAMES[dossier.kind]} dengan tema "
        f"“{dossier.theme or dossier.title}” dalam rangka {dossier.consultation}."
    )


def where_held(dossier: Dossier) -> str:
    """Where people met, on the ground, through a link, or both."""
    place = f"bertempat di {dossier.place}" if dossier.place else ""
    link = f"melalui {dossier.link}" if dossier.link else ""
    return " dan ".join(part for part in (place, link) if part) or "secara daring"


def people(count: int) -> str:
    """As in "12 (dua belas) orang"."""
    return f"{count} ({spelt_out(count)}) orang" if count <= LARGEST else f"{count} orang"


def speaker(note: Said, attribution: Attribution) -> str:
    """Who said it, as far as the session's rule lets it be told."""
    if attribution is Attribution.NONE:
        return "–"
    if attribution is Attribution.OPEN and note.name:
        return f"{note.name} ({note.element.label})"
    return note.element.label


def words_of(note: Said) -> str:
    """The note's words with what was proposed and corrected."""
    parts = [note.text or WITHHELD]
    if note.proposed_wording:
        parts.append(f"Usulan rumusan: {note.proposed_wording}")
    if note.correction:
        parts.append(f"Koreksi penutur: {note.correction}")
    if not note.is_verified:
        parts.append("(belum dikonfirmasi)")
    return "\n".join(parts)


def votes(note: Said) -> str:
    """As in "setuju 12, netral 1, menolak 2": what was counted."""
    counted = (("setuju", note.agreeing), ("netral", note.neutral), ("menolak", note.disagreeing))
    return ", ".join(f"{name} {count}" for name, count in counted if count is not None) or "–"


def manner(signatory: SignatoryFacts, zone: str) -> str:
    """How and when somebody signed."""
    how = _MANNERS[signatory.manner]
    return f"({how}, {day(signatory.signed_at, zone)})" if signatory.signed_at else f"({how})"
