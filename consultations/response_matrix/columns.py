"""The columns of the response matrix as its files have them: always in Indonesian."""

import hashlib
from zoneinfo import ZoneInfo

from consultations.queries.dispositions import Effective, Outcome
from consultations.queries.new_wordings import NewWording
from consultations.queries.response_matrix import MatrixRow, Unlisted

NUMBER = "Nomor masukan"
REPLY = "Tanggapan tim"
DECISION = "Keputusan"
REASON = "Alasan keputusan"
KEY = "Kunci baris"
# Each with its share of a page's width and its width in a sheet.
_COLUMNS = (
    ("No", 1.0, 6),
    (NUMBER, 2.2, 13),
    ("Tanggal", 1.9, 11),
    ("Kanal", 1.7, 11),
    ("Pemberi masukan", 2.6, 20),
    ("Butir", 1.8, 12),
    ("Rumusan semula", 4.6, 40),
    ("Isi masukan", 5.2, 44),
    ("Usulan rumusan", 3.6, 34),
    ("Alasan atau bukti", 3.0, 28),
    (REPLY, 4.4, 40),
    (DECISION, 2.3, 18),
    (REASON, 4.0, 36),
    ("Rumusan baru", 4.2, 40),
    ("Versi", 1.1, 7),
)
HEADINGS = tuple(name for name, *_ in _COLUMNS)
SHARES = tuple(share for _, share, _ in _COLUMNS)
WIDTHS = tuple(width for *_, width in _COLUMNS)
KEY_SHARE, KEY_WIDTH = 1.9, 16
STAYS, GONE = "Tetap", "Dihapus"


def cells(row: MatrixRow, zone: str, *, keyed: bool) -> list[str]:
    """One row as text; ``keyed`` where the file can be read back."""
    entry = row.entry
    text = entry.text
    if entry.withdrawn_at:
        text = "Ditarik oleh penulis."
    elif entry.withheld_for and not text:
        text = f"Disembunyikan: {entry.withheld_for.text}"
    made = [
        str(row.place),
        entry.registration,
        f"{entry.received_at.astimezone(ZoneInfo(zone)):%d-%m-%Y}",
        entry.channel.label,
        giver(row),
        unit_of(row),
        entry.unit_text or "",
        text,
        entry.proposed_wording or "",
        entry.reason or "",
        *decided(row.effective),
        new_words(row),
        ", ".join(dict.fromkeys(str(one.version) for one in row.wordings)),
    ]
    return [*made, key_of(row)] if keyed else made


def giver(row: MatrixRow) -> str:
    """Who gave the input, as far as its author agreed, and of which element."""
    element = row.entry.element.label if row.entry.element else ""
    if row.entry.withdrawn_at:
        return ""
    return "\n".join(part for part in (row.entry.author or "Tanpa nama", element) if part)


def unit_of(row: MatrixRow) -> str:
    """The unit as people cite it, with its version."""
    entry = row.entry
    if entry.unit_kind is None:
        return "Seluruh naskah"
    return f"{entry.unit_kind.label} {entry.unit_number} (versi {entry.version_number})"


def new_words(row: MatrixRow) -> str:
    """What the unit says now, where it says something else."""
    if row.stays:
        return STAYS
    return "\n".join(_words(one, several=len(row.wordings) > 1) for one in row.wordings)


def decided(effective: Effective) -> tuple[str, str, str]:
    """The reply, the decision and its reason; several themes' decisions one after the other."""
    said = effective.outcomes
    return (
        "\n".join(one.reply for one in said if one.reply),
        "; ".join(dict.fromkeys(word_for(one) for one in said)),
        "\n".join(one.reason for one in said if one.reason),
    )


def word_for(outcome: Outcome) -> str:
    """The consultation's own word for a decision."""
    return outcome.label.text if outcome.label else str(outcome.decision.label)


def key_of(row: MatrixRow) -> str:
    """What a row was when the file was made: the version, and a print of what was decided."""
    return f"{row.version}-{fingerprint(*decided(row.effective))}"


def fingerprint(reply: str, decision: str, reason: str) -> str:
    """A short print of what is decided; white space doesn't count, as Word changes it."""
    parts = "\x1f".join(plain(part) for part in (reply, decision, reason))
    return hashlib.sha256(parts.encode()).hexdigest()[:10]


def plain(text: str) -> str:
    """The text with its white space evened out."""
    return " ".join(text.split())


def notes(unlisted: Unlisted, *, published: bool) -> list[str]:
    """What the table can't show, said under its title."""
    found = [
        "Keputusan yang sudah diterbitkan."
        if published
        else "Termasuk keputusan yang belum diterbitkan.",
        "Nama hanya ditulis bila pemberi masukan setuju; data pribadi dalam isi ditutup.",
    ]
    if unlisted.confidential:
        found.append(
            f"{unlisted.confidential} masukan hanya untuk tim penyusun atas permintaan "
            "pengirimnya; isinya tidak dimuat di sini, dan jawabannya dikirim kepada pengirim."
        )
    if unlisted.withheld:
        found.append(f"{unlisted.withheld} masukan disembunyikan; alasannya ada pada barisnya.")
    if unlisted.withdrawn:
        found.append(f"{unlisted.withdrawn} masukan ditarik oleh penulisnya; nomornya tetap ada.")
    return found


def _words(one: NewWording, *, several: bool) -> str:
    if one.unit is None:
        return GONE
    words = "\n".join(part for part in (one.unit.heading, one.unit.text) if part)
    return f"{one.unit.reference}: {words}" if several else words
