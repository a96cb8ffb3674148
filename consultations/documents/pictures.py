"""Takes pictures out of a document, in the confined process; what they are is checked elsewhere."""

from pathlib import Path

from consultations.documents.archive import refuse
from consultations.documents.blocks import PICTURE
from consultations.vocabulary import N_

MOST_PICTURES = 100
LARGEST_IN_ALL = 60_000_000
LONGEST_WORDS = 300

TOO_MANY = N_("Naskah ini berisi lebih dari 100 gambar. Bagi menjadi beberapa bagian.")
TOO_HEAVY = N_("Gambar dalam naskah ini terlalu besar. Kecilkan gambarnya, lalu unggah lagi.")


class PictureFolder:
    """Where pictures are put, each once; without a ``folder`` they only leave a mark."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._numbers: dict[bytes, int] = {}
        self._size = 0

    def mark(self, words: str, content: bytes | None = None) -> str:
        """What stands in the text where a picture was; ``words`` say what is to be seen on it."""
        words = " ".join(words.replace("[", "(").replace("]", ")").split())[:LONGEST_WORDS]
        # Of the next process, which gives it a name; no document's own text holds this sign.
        number = f" \x1a{self._put(content)}\x1a" if content and self._folder else ""
        return f"[{PICTURE}{number}: {words}]" if words else f"[{PICTURE}{number}]"

    def _put(self, content: bytes) -> int:
        number = self._numbers.get(content)
        if number is None:
            number = len(self._numbers) + 1
            self._size += len(content)
            if number > MOST_PICTURES:
                refuse(TOO_MANY)
            if self._size > LARGEST_IN_ALL:
                refuse(TOO_HEAVY)
            self._numbers[content] = number
            if self._folder:
                (self._folder / str(number)).write_bytes(content)
        return number
