"""Every page of the site, named one by one."""

from server.pages import account, health
from server.pages.public import consultations, drafts, receipts

ROUTES = [
    health.show_health,
    account.show_sign_in,
    account.sign_in,
    account.show_link,
    account.sign_in_by_link,
    account.sign_out,
    account.choose_language,
    consultations.list_consultations,
    consultations.show_consultation,
    consultations.show_session,
    consultations.show_results,
    drafts.show_latest_draft,
    drafts.show_draft,
    drafts.show_unit,
    drafts.show_whole_draft_inputs,
    drafts.comment_on_unit,
    drafts.comment_on_draft,
    receipts.show_receipt,
]
