"""Routes of the administrator's pages."""

from server.pages.admin import (
    accounts,
    consultations,
)

ROUTES = [
    consultations.list_all,
    consultations.show_new,
    consultations.create,
    accounts.list_accounts,
    accounts.show_invitation,
    accounts.invite,
    accounts.show_account,
    accounts.grant,
    accounts.withdraw,
    accounts.ask_about_state,
    accounts.change_state,
    accounts.make_sign_in_link,
]
