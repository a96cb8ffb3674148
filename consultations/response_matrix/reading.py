"""Reads a matrix that was edited offline, and says what it would change."""

import asyncio
import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from consultations.confining import ConfinedFailure, run_confined
from consultations.deciding import Answer
from consultations.differences import Change, word_changes
from consultations.documents.archive import BROKEN
from consultations.errors import Malformed
from consultations.queries.decision_options import OptionFacts
from consultations.queries.response_matrix import MatrixRow, matrix_rows_of
from consultations.response_matrix.columns import (
    DECISION,
    KEY,
    NUMBER,
    REASON,
    REPLY,
    decided,
    fingerprint,
    key_of,
    plain,
)
from consultations.sheets import Sheet
from consultations.vocabulary import N_

READ = (NUMBER, REPLY, DECISION, REASON, KEY)
LONGEST = 4000
NOT_A_MATRIX = N_("Kolom matriks tidak ditemukan. Unduh matriksnya, sunting, lalu unggah lagi.")
UNKNOWN_NUMBER = N_("Nomor masukan ini tidak ada dalam matriks konsultasi ini.")
TWICE = N_("Nomor masukan ini ada pada dua baris; yang pertama yang dibaca.")
WITHDRAWN = N_("Masukan ini sudah ditarik penulisnya; tidak ada yang diputuskan.")
NO_KEY = N_("Kunci barisnya hilang atau berubah. Unduh matriksnya lagi, lalu salin suntingannya.")
NO_DECISION = N_("Isi keputusannya: tanggapan atau alasan tanpa keputusan tidak dapat disimpan.")
NO_REASON = N_("Tulis alasannya: setiap orang berhak atas penjelasan.")
UNKNOWN_DECISION = N_("Keputusan ini tidak dikenal. Pakai salah satu dari daftar keputusan.")
TOO_LONG = N_("Tanggapan dan alasan masing-masing paling banyak 4.000 karakter.")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row of the file; its first row after the headings is 1."""

    row: int
    registration: str
    problem: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What a row of the file would make of the decision on an input.

    ``version`` is the decision's version now; ``conflict`` says that it is another one than the
    file was made from.
    """

    entry: UUID
    registration: str
    version: int
    before: tuple[str, str, str]
    answer: Answer
    word: str
    conflict: bool

    @property
    def reply(self) -> tuple[Change, ...]:
        return word_changes(self.before[0], self.answer.reply)

    @property
    def reason(self) -> tuple[Change, ...]:
        return word_changes(self.before[2], self.answer.reason)

    @property
    def decision_changes(self) -> bool:
        return plain(self.before[1]) != plain(self.word)


@dataclass(frozen=True, slots=True)
class MatrixPreview:
    """Everything the file would change; rows left as they were are only counted."""

    changes: list[Edited]
    errors: list[RowError]
    untouched: int

    @property
    def conflicts(self) -> int:
        return sum(change.conflict for change in self.changes)


async def read_matrix(content: bytes) -> Sheet:
    """The matrix in a Word or Excel file; ``Malformed`` says why there is none."""
    with tempfile.TemporaryDirectory(prefix="rembuk-matriks-") as folder:
        path = Path(folder) / "matriks"
        await asyncio.to_thread(path.write_bytes, content)
        try:
            output = await run_confined("consultations.response_matrix.child", str(path))
        except ConfinedFailure as failure:
            raise Malformed(BROKEN) from failure
    answer = await asyncio.to_thread(json.loads, output)
    if "refused" in answer:
        raise Malformed(answer["refused"])
    return _matrix_in(answer["tables"], hashlib.sha256(content).hexdigest())


async def preview_matrix(
    consultation: UUID, sheet: Sheet, options: Sequence[OptionFacts]
) -> MatrixPreview:
    """What taking the file over would change now; run inside ``reading()``."""
    numbers = list(dict.fromkeys(row[0] for row in sheet.rows if row[0]))
    rows = {row.entry.registration: row for row in await matrix_rows_of(consultation, numbers)}
    words = words_of(options)
    changes, errors, seen, untouched = [], [], set(), 0
    for place, cells in enumerate(sheet.rows, start=1):
        number = cells[0]
        if number in seen:
            errors.append(RowError(place, number, TWICE))
            continue
        seen.add(number)
        try:
            edited = _compared(rows.get(number), cells, words)
        except Malformed as refusal:
            errors.append(RowError(place, number, refusal.message))
            continue
        if edited is None:
            untouched += 1
        else:
            changes.append(edited)
    return MatrixPreview(changes, errors, untouched)


def words_of(options: Sequence[OptionFacts]) -> dict[str, OptionFacts]:
    """The decisions by the words a file may use for them."""
    found: dict[str, OptionFacts] = {}
    for option in options:
        if option.offered:
            label = option.label.text if option.label else str(option.decision.label)
            for word in (label, option.code):
                found.setdefault(plain(word).casefold(), option)
    return found


def _compared(
    row: MatrixRow | None, cells: Sequence[str], words: dict[str, OptionFacts]
) -> Edited | None:
    _, reply, decision, reason, key = cells
    if row is None:
        raise Malformed(UNKNOWN_NUMBER)
    _, _, printed = key.partition("-")
    if not printed:
        raise Malformed(NO_KEY)
    if printed == fingerprint(reply, decision, reason):
        return None
    before = decided(row.effective)
    if tuple(map(plain, before)) == tuple(map(plain, (reply, decision, reason))):
        return None
    if row.entry.withdrawn_at:
        raise Malformed(WITHDRAWN)
    option = _option(decision, reason, words)
    if max(len(reply), len(reason)) > LONGEST:
        raise Malformed(TOO_LONG)
    return Edited(
        entry=row.entry.id,
        registration=row.entry.registration,
        version=row.version,
        before=before,
        answer=Answer(decision=option.decision, reason=reason, reply=reply, option=option.code),
        word=option.label.text if option.label else str(option.decision.label),
        conflict=key != key_of(row),
    )


def _option(decision: str, reason: str, words: dict[str, OptionFacts]) -> OptionFacts:
    if not decision.strip():
        raise Malformed(NO_DECISION)
    option = words.get(plain(decision).casefold())
    if option is None:
        raise Malformed(UNKNOWN_DECISION)
    if not reason.strip():
        raise Malformed(NO_REASON)
    return option


def _matrix_in(tables: list[list[list[str]]], print_of_file: str) -> Sheet:
    """Only the columns that are read, of every table that has them: Word may have split one."""
    rows: list[list[str]] = []
    for table in tables:
        headings = [plain(name) for name in table[0]] if table else []
        if not set(READ) <= set(headings):
            continue
        places = [headings.index(name) for name in READ]
        for cells in table[1:]:
            row = [cells[place] if place < len(cells) else "" for place in places]
            if any(row) and row[0] != NUMBER:
                rows.append([plain(row[0]), *row[1:4], plain(row[4])])
    if not rows:
        raise Malformed(NOT_A_MATRIX)
    return Sheet(list(READ), rows, print_of_file)
