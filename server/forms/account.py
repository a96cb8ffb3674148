"""Forms to sign in, to make accounts and to give roles."""

from wtforms import PasswordField, SelectField, StringField

from consultations.vocabulary import N_, Role
from server.forms.localised import (
    AtMost,
    EmailShaped,
    LocalisedForm,
    Needed,
    OneOf,
    choices_of,
)


class SignInForm(LocalisedForm):
    """E-mail and password."""

    email = StringField(
        N_("Surel"),
        validators=[Needed(), AtMost(254)],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )
    password = PasswordField(
        N_("Kata sandi"),
        validators=[Needed(), AtMost(200)],
        render_kw={"autocomplete": "current-password"},
    )


class AccountForm(LocalisedForm):
    """A new account and, if chosen, its first role."""

    name = StringField(N_("Nama"), validators=[Needed(), AtMost(120)])
    email = StringField(N_("Surel"), validators=[Needed(), AtMost(254), EmailShaped()])


class RoleForm(LocalisedForm):
    """A role in one consultation, or administrator of everything."""

    role = SelectField(
        N_("Peran"), choices=choices_of(Role), validators=[OneOf()], validate_choice=False
    )
    consultation = SelectField(N_("Untuk konsultasi"), choices={}, validate_choice=False)
