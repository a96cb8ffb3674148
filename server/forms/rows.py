"""A form of many like rows: each a small form of its own, checked and shown together."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

from litestar.datastructures import FormMultiDict
from wtforms.fields import Field

from server.forms.localised import LocalisedForm
from server.translations import translator

MOST_ROWS = 100
BLANK_ROWS = 3
MOVE, UP, DOWN = "geser", "naik", "turun"


class RowForm(LocalisedForm):
    """One row; an untouched one, or one that is to go, holds nothing."""

    def __init__(self, *given: Any, number: int, **values: Any) -> None:
        self.number = number
        super().__init__(*given, prefix=f"baris-{number}-", **values)

    @property
    def is_blank(self) -> bool:
        """Whether nobody wrote anything into it."""
        raise NotImplementedError

    @property
    def is_gone(self) -> bool:
        """Whether it is marked to be taken away."""
        return "remove" in self and bool(self["remove"].data)


Row = TypeVar("Row", bound=RowForm)


class RowsForm(Generic[Row]):
    """The rows with some blank ones after them, and the version they were read as."""

    def __init__(
        self,
        kind: type[Row],
        posted: FormMultiDict | None = None,
        *,
        locale: str,
        values: Sequence[dict[str, Any]] = (),
        version: int = 0,
        **more: Any,
    ) -> None:
        self.form_errors: list[str] = []
        self._say = translator(locale).gettext
        if posted is None:
            self.version = version
            self.rows = [
                kind(None, number=number, locale=locale, **each, **more)
                for number, each in enumerate([*values, *({} for _ in range(BLANK_ROWS))])
            ]
            return
        self.version = _number(posted.get("version"))
        count = min(_number(posted.get("jumlah")), MOST_ROWS)
        self.rows = [kind(posted, number=number, locale=locale, **more) for number in range(count)]
        self._move(str(posted.get(MOVE) or ""))

    @property
    def filled(self) -> list[Row]:
        """The rows that count, in their order."""
        return [row for row in self.rows if not row.is_blank and not row.is_gone]

    @property
    def errors(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.form_errors) or any(field.errors for field in self)

    def __iter__(self) -> Iterator[Field]:
        for row in self.rows:
            yield from row

    def validate(self) -> bool:
        """Check every row that counts; all errors at once."""
        checked = [row.validate() for row in self.filled]
        return all(checked)

    def refuse(self, message: str) -> None:
        """Add an error that belongs to the form as a whole."""
        self.form_errors.append(self._say(message))

    def _move(self, wanted: str) -> None:
        """Exchange a row with the one before or after it: "3-naik", "3-turun"."""
        number, _, way = wanted.partition("-")
        rows = [row for row in self.rows if not row.is_blank]
        place = next((p for p, row in enumerate(rows) if str(row.number) == number), None)
        if place is None or way not in (UP, DOWN):
            return
        other = place + (1 if way == DOWN else -1)
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
            self.rows = rows + [row for row in self.rows if row.is_blank]


def _number(text: Any) -> int:
    given = str(text or "")
    return int(given) if given.isdecimal() and len(given) < 9 else 0  # noqa: PLR2004 - fits a column
