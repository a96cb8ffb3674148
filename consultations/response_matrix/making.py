"""Makes the response matrix as a file on disk, batch by batch."""

import asyncio
from typing import BinaryIO

from consultations.exporting import Workbook
from consultations.queries.response_matrix import Matrix, matrix_batches, unlisted_of
from consultations.response_matrix.columns import (
    DECISION,
    HEADINGS,
    KEY,
    KEY_SHARE,
    KEY_WIDTH,
    SHARES,
    WIDTHS,
    cells,
    notes,
)
from consultations.transactions import reading
from consultations.vocabulary import Decision
from consultations.word_tables import WordTable

BACK = (
    "Untuk menyunting luring: ubah hanya kolom Tanggapan tim, Keputusan, dan Alasan keputusan. "
    "Jangan ubah Nomor masukan dan Kunci baris; keduanya menandai barisnya saat dibaca kembali."
)


async def write_matrix(
    *, matrix: Matrix, target: BinaryIO, suffix: str, title: str, zone: str, words: list[str]
) -> None:
    """Write the matrix as ``xlsx`` or ``docx``; ``words`` are the decisions that are offered.

    The team's file holds a key for each row, with which it can be read back.
    """
    keyed = not matrix.published
    headings = (*HEADINGS, KEY) if keyed else HEADINGS
    async with reading():
        said = notes(await unlisted_of(matrix.consultation), published=matrix.published)
        if keyed:
            said.append(BACK)
        made: WordTable | Workbook
        if suffix == "docx":
            shares = (*SHARES, KEY_SHARE) if keyed else SHARES
            made = WordTable(target, title=title, notes=said, headings=headings, widths=shares)
        else:
            made = Workbook(target, "Matriks", widths=(*WIDTHS, KEY_WIDTH) if keyed else WIDTHS)
            if keyed:
                made.offer(HEADINGS.index(DECISION), words or [one.label for one in Decision])
            made.add([headings])
        async for batch in matrix_batches(matrix):
            rows = [cells(row, zone, keyed=keyed) for row in batch]
            await asyncio.to_thread(made.add, rows)
    if isinstance(made, Workbook):
        made.explain("Catatan", [title, *said])
    await asyncio.to_thread(made.finish)
