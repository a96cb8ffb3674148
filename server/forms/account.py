"""Forms to sign in, to keep one's own account, to invite people and to give roles."""

from dataclasses import dataclass
from uuid import UUID

from wtforms import (
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)

from consultations.accounts import SESSION_ROLES
from consultations.queries.accounts import AccountFacts, Place
from consultations.vocabulary import N_, Role
from server.forms.localised import (
    AtMost,
    EmailShaped,
    LocalisedForm,
    Needed,
    choices_of,
)
from server.security.passwords import password_problem

LONGEST_PASSWORD = 200


class SignInForm(LocalisedForm):
    """E-mail and password."""

    email = StringField(
        N_("Surel"),
        validators=[Needed(), AtMost(254)],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )
    password = PasswordField(
        N_("Kata sandi"),
        validators=[Needed(), AtMost(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )


class NameForm(LocalisedForm):
    """One's own name."""

    name = StringField(
        N_("Nama"), validators=[Needed(), AtMost(120)], render_kw={"autocomplete": "name"}
    )


class PasswordForm(LocalisedForm):
    """A new password; the present one is asked for where there is one."""

    present = PasswordField(
        N_("Kata sandi sekarang"),
        validators=[AtMost(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        N_("Kata sandi baru"),
        description=N_("Paling sedikit 12 karakter, misalnya beberapa kata yang tidak berkaitan."),
        validators=[Needed(), AtMost(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        N_("Kata sandi baru sekali lagi"),
        validators=[AtMost(LONGEST_PASSWORD)],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_for(self, account: AccountFacts) -> bool:
        """All that can be said without checking the present password."""
        fine = bool(self.validate())
        if account.has_password and not self.present.data:
            self.present.errors = [self.say(N_("Tulis kata sandi Anda yang sekarang."))]
            fine = False
        given = self.password.data or ""
        problem = password_problem(given, email=account.email, name=account.name)
        if given and problem and not self.password.errors:
            self.password.errors = [self.say(problem)]
            fine = False
        if given and given != self.again.data:
            self.again.errors = [self.say(N_("Tidak sama dengan kata sandi baru di atas."))]
            fine = False
        return fine


class AccountFilterForm(LocalisedForm):
    """Words and a role that narrow the list of accounts; read from the address."""

    words = StringField(N_("Nama atau surel"))
    role = SelectField(
        N_("Peran"), choices=choices_of(Role, empty=N_("Semua peran")), validate_choice=False
    )

    def chosen(self) -> dict[str, str]:
        """What was chosen, by field name; an unknown role is none."""
        role = self.role.data if self.role.data in self.role.choices else ""
        return {"words": (self.words.data or "").strip()[:200], "role": role or ""}


@dataclass(frozen=True, slots=True)
class WantedRole:
    """A role in a place, as chosen in a form."""

    role: Role
    consultation: UUID | None
    session: UUID | None


class RolesForm(LocalisedForm):
    """One or several roles: administrator everywhere, the others in one place."""

    roles = SelectMultipleField(N_("Peran"), choices=choices_of(Role), validate_choice=False)
    place = SelectField(
        N_("Berlaku di"),
        description=N_("Tidak perlu dipilih untuk administrator."),
        choices={},
        validate_choice=False,
    )

    def offer_places(self, places: list[Place]) -> None:
        """Let the roles hold in one of these places."""
        self._places = {_value(place): place for place in places}
        self.place.choices = {"": self.say(N_("Pilih konsultasi atau sesi"))} | {
            value: f"{place.title} › {place.session_title}" if place.session else place.title
            for value, place in self._places.items()
        }

    def validate_roles(self, field: SelectMultipleField) -> None:
        """Only roles there are."""
        if any(role not in field.choices for role in field.data or []):
            raise ValidationError(self.say(N_("Pilih salah satu yang tersedia.")))

    def validate_place(self, field: SelectField) -> None:
        """A place for every role but the administrator's, and one that the role fits."""
        local = [r for r in self.roles.data or [] if r != Role.ADMINISTRATOR]
        if field.data and field.data not in field.choices:
            raise ValidationError(self.say(N_("Pilih salah satu yang tersedia.")))
        if local and not field.data:
            raise ValidationError(self.say(N_("Pilih konsultasi atau sesi untuk peran ini.")))
        place = self._places.get(field.data or "")
        if place and place.session and any(role not in SESSION_ROLES for role in local):
            raise ValidationError(
                self.say(N_("Untuk satu sesi hanya ada peran fasilitator dan notulis."))
            )

    def wanted(self) -> list[WantedRole]:
        """The roles of a valid form."""
        place = self._places.get(self.place.data or "")
        return [
            WantedRole(Role(role), None, None)
            if role == Role.ADMINISTRATOR or place is None
            else WantedRole(Role(role), place.consultation, place.session)
            for role in self.roles.data or []
        ]


class RoleForm(RolesForm):
    """At least one role, for an account that is there."""

    def validate_roles(self, field: SelectMultipleField) -> None:
        """At least one, and only roles there are."""
        if not field.data:
            raise ValidationError(self.say(N_("Pilih sedikitnya satu peran.")))
        super().validate_roles(field)


class InvitationForm(RolesForm):
    """Somebody new, with the roles they are invited for."""

    name = StringField(N_("Nama"), validators=[Needed(), AtMost(120)])
    email = StringField(N_("Surel"), validators=[Needed(), AtMost(254), EmailShaped()])


def _value(place: Place) -> str:
    return f"{place.consultation}/{place.session or ''}"
