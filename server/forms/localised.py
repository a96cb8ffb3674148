"""The form every page's form is made from: all errors at once, in the reader's language."""

import gettext
from collections.abc import Iterable
from typing import Any, Self

from babel.numbers import format_decimal
from litestar.datastructures import FormMultiDict, MultiDict
from wtforms import Form, ValidationError
from wtforms.fields import Field

from consultations.vocabulary import N_, Term
from server.translations import translator

Choices = dict[str, str]


class LocalisedForm(Form):  # type: ignore[misc]
    """A form whose labels and errors are written in one locale.

    Give it the posted form (``await visit.form()``) or nothing for an empty form; labels and
    choices are gettext message ids and are translated on construction.
    """

    def __init__(
        self,
        posted: MultiDict[Any] | FormMultiDict | None = None,
        *,
        locale: str = "id",
        **values: Any,
    ) -> None:
        self.locale = locale
        self.translations: gettext.NullTranslations = translator(locale)
        super().__init__(_Posted(posted) if posted is not None else None, **values)
        for field in self:
            self._translate(field)

    def say(self, message: str, **facts: object) -> str:
        """A message in the form's language, its numbers written as that language does."""
        shown = {
            name: format_decimal(fact, locale=self.locale)
            if isinstance(fact, int | float)
            else fact
            for name, fact in facts.items()
        }
        words = self.translations.gettext(message)
        return words % shown if shown else words

    def marked(self, mark: str) -> Self:
        """The form with ids of its own, where a page has several of its kind."""
        for field in self:
            field.id = f"{mark}-{field.name}"
        return self

    def refuse(self, message: str) -> None:
        """Add an error that belongs to the form as a whole."""
        self.form_errors.append(self.say(message))

    def _translate(self, field: Field) -> None:
        field.label.text = self.say(field.label.text) if field.label.text else ""
        if field.description:
            field.description = self.say(field.description)
        choices = getattr(field, "choices", None)
        if choices:
            field.choices = {value: self.say(label) for value, label in choices.items()}


class _Posted:
    """Posted values in the shape WTForms reads."""

    def __init__(self, values: MultiDict[Any] | FormMultiDict) -> None:
        self._values = values

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def getlist(self, name: str) -> list[Any]:
        return list(self._values.getall(name, []))


def choices_of(terms: type[Term], *, empty: str | None = None) -> Choices:
    """The choices of a vocabulary, led by an empty one when ``empty`` says how it reads."""
    listed = {term.value: term.label for term in terms}
    return listed if empty is None else {"": empty, **listed}


def names_as_choices(names: Iterable[str], *, empty: str) -> Choices:
    """Proper names, which no language translates, as choices."""
    return {"": empty} | {name: name for name in names}


class Needed:
    """The field must hold something other than blanks."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it from the class

    def __init__(self, message: str = N_("Isian ini wajib diisi.")) -> None:
        self.message = message

    def __call__(self, form: LocalisedForm, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            raise ValidationError(form.say(self.message))


class AtMost:
    """The field holds at most so many characters, counted as a person counts them."""

    def __init__(self, characters: int) -> None:
        self.characters = characters
        self.field_flags = {"maxlength": characters}

    def __call__(self, form: LocalisedForm, field: Field) -> None:
        length = len((field.data or "").replace("\r\n", "\n"))
        if length > self.characters:
            raise ValidationError(
                form.say(
                    N_("Paling banyak %(most)s karakter; sekarang %(now)s."),
                    most=self.characters,
                    now=length,
                )
            )


class OneOf:
    """The choice is one of those offered."""

    def __call__(self, form: LocalisedForm, field: Field) -> None:
        if field.data not in field.choices:
            raise ValidationError(form.say(N_("Pilih salah satu yang tersedia.")))


class EmailShaped:
    """Empty, or something an e-mail could be sent to."""

    def __call__(self, form: LocalisedForm, field: Field) -> None:
        address = (field.data or "").strip()
        name, _, domain = address.rpartition("@")
        if address and not (name and "." in domain and not any(c.isspace() for c in address)):
            raise ValidationError(form.say(N_("Tulis alamat surel seperti nama@contoh.go.id.")))
