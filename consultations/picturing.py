"""Pictures of drafts: how a unit's text names them, and how they are kept.

In the text stands ``[gambar 0f1e2d3c4b5a6978: words for who can't see it]``. Because a picture is
part of the words, it is split, joined, moved, published and compared with them.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

from consultations.clock import now
from consultations.documents.blocks import PICTURE, Block
from consultations.documents.reading import read_with_pictures
from consultations.errors import FileRefused, Malformed
from consultations.evidence import REASONS, CheckedFile, EvidenceStore, StoredFile
from consultations.evidence_leftovers import settle_kept
from consultations.tables import DraftPicture
from consultations.transactions import StorageTrouble
from consultations.vocabulary import N_

CODE_LENGTH = 16
NAMED = re.compile(rf"\[{PICTURE} ([0-9a-f]{{{CODE_LENGTH}}})(?:: ([^\]\n<>]*))?\]")
# As the reading process writes it: the number of the picture among those it took out.
_TAKEN_OUT = re.compile(rf"\[{PICTURE} \x1a(\d+)\x1a")

TOO_LARGE = N_(
    "Satu gambar dalam naskah ini terlalu besar: paling besar 40 juta piksel dan 10 MB. "
    "Kecilkan gambarnya, lalu unggah lagi."
)


def pictures_in_words(text: str) -> str:
    """The text with only the words of its pictures, for where they aren't shown."""
    return NAMED.sub(_words_of_mark, text)


def _words_of_mark(mark: re.Match[str]) -> str:
    name = PICTURE.capitalize()
    return f"[{name}: {mark[2]}]" if mark[2] else f"[{name}]"


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """A document's blocks with its pictures named in them; the pictures are kept already."""

    blocks: list[Block]
    pictures: Sequence[StoredFile]


@asynccontextmanager
async def draft_with_pictures(content: bytes, store: EvidenceStore) -> AsyncIterator[ReadDraft]:
    """Read a document and keep its pictures; those that no row refers to afterwards go again.

    Raises ``Malformed``. A picture of a kind that is not shown stays a mark in the text.
    """
    checked: list[CheckedFile] = []
    try:
        blocks, found = await read_with_pictures(content)
        # All at once: how many processes that makes is for the confinement to say.
        verdicts = await asyncio.gather(
            *(_checked(store, picture) for picture in found.values()), return_exceptions=True
        )
        checked += [verdict for verdict in verdicts if isinstance(verdict, CheckedFile)]
        codes = {}
        for number, verdict in zip(found, verdicts, strict=True):
            if isinstance(verdict, BaseException):
                raise verdict
            if verdict is not None:
                await store.keep(verdict)
                codes[number] = code_of(verdict.file)
        yield ReadDraft(
            [replace(block, text=_with_codes(block.text, codes)) for block in blocks],
            [each.file for each in checked],
        )
    finally:
        # Where even looking fails, the worker's sweep finds what is left.
        with suppress(StorageTrouble, OSError):
            await settle_kept(store, checked)
        for each in checked:
            each.discard()


async def remember_pictures(pictures: Sequence[StoredFile]) -> None:
    """Note kept pictures (inside the transaction that stores the words that name them)."""
    if not pictures:
        return
    unlike = {code_of(picture): picture for picture in pictures}
    await DraftPicture.insert(
        *(
            DraftPicture(
                code=code,
                media_type=picture.media_type,
                size=picture.size,
                sha256=picture.sha256,
                stored_at=now(),
            )
            for code, picture in unlike.items()
        )
    ).on_conflict(target=DraftPicture.code, action="DO NOTHING")


def code_of(picture: StoredFile) -> str:
    """What names a picture in the text of units."""
    return picture.sha256[:CODE_LENGTH]


async def _checked(store: EvidenceStore, picture: bytes) -> CheckedFile | None:
    try:
        checked = await store.check(picture, PICTURE)
    except FileRefused as refusal:
        if refusal.message in (REASONS["pixels"], REASONS["size"]):
            raise Malformed(TOO_LARGE) from refusal
        return None
    if checked.file.media_type.startswith("image/"):
        return checked
    checked.discard()
    return None


def _with_codes(text: str, codes: dict[int, str]) -> str:
    def named(mark: re.Match[str]) -> str:
        code = codes.get(int(mark[1]))
        return f"[{PICTURE} {code}" if code else f"[{PICTURE}"

    return _TAKEN_OUT.sub(named, text).replace("\x1a", "")
