"""Every page of the site, named one by one."""

from server.pages import account, health, mailed_links, own_account, own_sessions
from server.pages.admin.routes import ROUTES as ADMIN_ROUTES
from server.pages.drafting.routes import ROUTES as DRAFTING_ROUTES
from server.pages.facilitator.routes import ROUTES as FACILITATOR_ROUTES
from server.pages.public.routes import ROUTES as PUBLIC_ROUTES

ROUTES = [
    health.show_health,
    account.show_sign_in,
    account.sign_in,
    account.show_link,
    account.sign_in_by_link,
    account.sign_out,
    account.choose_language,
    own_account.show_own,
    own_account.rename,
    own_account.change_password,
    own_account.sign_out_elsewhere,
    own_sessions.show_own_sessions,
    mailed_links.send_link,
    mailed_links.show_link_sent,
    mailed_links.invite,
    *PUBLIC_ROUTES,
    *FACILITATOR_ROUTES,
    *DRAFTING_ROUTES,
    *ADMIN_ROUTES,
]
