"""Every page of the site, named one by one."""

from server.pages import account, health
from server.pages.admin import accounts
from server.pages.drafting import analyses, register, themes
from server.pages.drafting import drafts as versions
from server.pages.facilitator import sessions
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
    sessions.show_workspace,
    sessions.list_sessions,
    sessions.announce,
    sessions.show_notes,
    sessions.note,
    sessions.close,
    versions.list_drafts,
    versions.prepare,
    versions.review,
    versions.publish,
    register.list_inputs,
    register.list_unthemed,
    register.place_unthemed,
    themes.list_themes,
    themes.show_proposal,
    themes.accept,
    themes.show_theme,
    themes.rename,
    themes.answer,
    analyses.list_runs,
    analyses.ask_for_run,
    accounts.list_accounts,
    accounts.create,
    accounts.grant,
    accounts.withdraw,
    accounts.change_state,
    accounts.make_sign_in_link,
]
