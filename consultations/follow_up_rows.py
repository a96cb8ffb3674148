"""Follow-up items as rows of a sheet that everyone may have."""

from uuid import UUID

from consultations.queries.follow_ups import (
    FollowUpFacts,
    FollowUpFilter,
    FollowUpOrder,
    follow_ups_in,
)

HEADINGS = (
    *("nomor", "sesi", "isu", "solusi", "kegiatan", "butir", "masukan", "indikator"),
    *("satuan", "nilai_awal", "nilai_sasaran", "nilai_terakhir", "keadaan_per"),
    *("penanggung_jawab", "target_waktu", "status", "catatan"),
)


async def follow_up_rows(
    consultation: UUID, only: FollowUpFilter, order: FollowUpOrder = FollowUpOrder.NUMBER
) -> list[list[str]]:
    """The headings, then every item that the filter leaves; no mail address is among them."""
    rows, number = [list(HEADINGS)], 1
    while True:
        found = await follow_ups_in(consultation, only, number, order)
        rows += [_cells(item) for item in found.items]
        if number >= found.last:
            return rows
        number += 1


def _cells(item: FollowUpFacts) -> list[str]:
    return [
        str(item.number),
        item.session_title,
        item.issue,
        item.solution,
        item.activity,
        "; ".join(unit.number for unit in item.units),
        "; ".join(item.inputs),
        item.indicator,
        item.measure,
        _figure(item.baseline),
        _figure(item.target),
        _figure(item.last.value),
        item.last.reached_on.isoformat() if item.last.reached_on else "",
        item.owner,
        item.due_on.isoformat() if item.due_on else "",
        item.status.value,
        item.last.note,
    ]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
