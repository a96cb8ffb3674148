"""Follow-up items as rows of a sheet: for everyone, and for the team to change and hand in."""

from collections.abc import Sequence

from consultations.queries.follow_ups import FollowUpFacts

HEADINGS = (
    *("nomor", "sesi", "isu", "solusi", "kegiatan", "butir", "masukan", "indikator"),
    *("satuan", "nilai_awal", "nilai_sasaran", "nilai_terakhir", "keadaan_per"),
    *("penanggung_jawab", "target_waktu", "status", "catatan"),
)
# What the public doesn't get: a mail address, and when an item was changed last.
TEAM_HEADINGS = (*HEADINGS, "surel_penanggung_jawab", "tampil_publik", "diubah")


def follow_up_rows(
    items: Sequence[FollowUpFacts], headings: Sequence[str] = HEADINGS
) -> list[list[str]]:
    """The headings, then a row for each item."""
    cells = [follow_up_cells(item) for item in items]
    return [list(headings), *([row[name] for name in headings] for row in cells)]


def follow_up_cells(item: FollowUpFacts) -> dict[str, str]:
    """What a sheet says of an item, by column."""
    return {
        "nomor": str(item.number),
        "sesi": item.session_title,
        "isu": item.issue,
        "solusi": item.solution,
        "kegiatan": item.activity,
        "butir": "; ".join(unit.number for unit in item.units),
        "masukan": "; ".join(item.inputs),
        "indikator": item.indicator,
        "satuan": item.measure,
        "nilai_awal": _figure(item.baseline),
        "nilai_sasaran": _figure(item.target),
        "nilai_terakhir": _figure(item.last.value),
        "keadaan_per": item.last.reached_on.isoformat() if item.last.reached_on else "",
        "penanggung_jawab": item.owner,
        "target_waktu": item.due_on.isoformat() if item.due_on else "",
        "status": item.status.value,
        "catatan": item.last.note,
        "surel_penanggung_jawab": item.owner_email or "",
        "tampil_publik": "ya" if item.public else "tidak",
        "diubah": item.changed_at.isoformat(),
    }


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
