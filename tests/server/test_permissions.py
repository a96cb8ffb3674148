"""Every route × every role: a route without a row here fails, and so does an unexpected answer."""

import uuid

import pytest
from httpx import AsyncClient
from litestar.handlers import HTTPRouteHandler

from consultations.clock import now
from consultations.noting import announce_session
from consultations.rules import PERMISSIONS, Permission
from consultations.vocabulary import Role, SessionKind
from server.pages import ROUTES
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft

WHO = ("guest", "stranger", "notulis", "fasilitator", "penyusun", "administrator")
EVERYONE = frozenset(WHO)
ACCOUNTS = EVERYONE - {"guest"}
ROOM = frozenset({"notulis", "fasilitator", "penyusun", "administrator"})
HOLDERS = ROOM - {"notulis"}
TEAM = frozenset({"penyusun", "administrator"})
ADMIN = frozenset({"administrator"})

# Who gets past the guard, by route name. Written by hand: the rules must agree with it.
ALLOWED: dict[str, frozenset[str]] = {
    "health": EVERYONE,
    "account.sign_in": EVERYONE,
    "account.sign_in.post": EVERYONE,
    "account.link": EVERYONE,
    "account.link.post": EVERYONE,
    "account.sign_out": ACCOUNTS,
    "account.own": ACCOUNTS,
    "account.own.rename": ACCOUNTS,
    "account.own.password": ACCOUNTS,
    "account.own.sign_out_elsewhere": ACCOUNTS,
    "language.choose": EVERYONE,
    "consultation.index": EVERYONE,
    "consultation.show": EVERYONE,
    "session.show": EVERYONE,
    "result.index": EVERYONE,
    "search.show": EVERYONE,
    "similar.show": EVERYONE,
    "draft.latest": EVERYONE,
    "draft.show": EVERYONE,
    "draft.versions": EVERYONE,
    "draft.changes": EVERYONE,
    "unit.show": EVERYONE,
    "draft.inputs": EVERYONE,
    "unit.comment": EVERYONE,
    "draft.comment": EVERYONE,
    "input.find": EVERYONE,
    "input.show": EVERYONE,
    "input.respond": EVERYONE,
    "input.take_side": EVERYONE,
    "evidence.show": EVERYONE,
    "evidence.show_team": TEAM,
    "receipt.show": EVERYONE,
    "receipt.edit": EVERYONE,
    "receipt.edit.post": EVERYONE,
    "receipt.withdraw": EVERYONE,
    "receipt.withdraw.post": EVERYONE,
    "receipt.claim": ACCOUNTS,
    "own.index": ACCOUNTS,
    "own.show": ACCOUNTS,
    "own.edit": ACCOUNTS,
    "own.edit.post": ACCOUNTS,
    "own.withdraw": ACCOUNTS,
    "own.withdraw.post": ACCOUNTS,
    "input.review": TEAM,
    "campaign.show": EVERYONE,
    "disposition.index": TEAM,
    "disposition.inputs": TEAM,
    "disposition.bulk": TEAM,
    "disposition.inputs.bulk": TEAM,
    "disposition.undo": TEAM,
    "task.index": TEAM,
    "decision.theme": TEAM,
    "decision.theme.act": TEAM,
    "decision.input": TEAM,
    "decision.input.act": TEAM,
    "publication.show": TEAM,
    "publication.ask": TEAM,
    "publication.progress": TEAM,
    "decision.settings": TEAM,
    "decision.review.set": TEAM,
    "decision.option.add": TEAM,
    "decision.option.reword": TEAM,
    "reply_template.add": TEAM,
    "reply_template.change": TEAM,
    "reply_template.delete": TEAM,
    "final.show": TEAM,
    "final.declare": TEAM,
    "final.gap": TEAM,
    "final.reopen": TEAM,
    "moderation.tally": EVERYONE,
    "input.report": EVERYONE,
    "input.report.post": EVERYONE,
    "response.report": EVERYONE,
    "picture.show": EVERYONE,
    "response.report.post": EVERYONE,
    "follow.show": EVERYONE,
    "follow.ask": EVERYONE,
    "follow.asked": EVERYONE,
    "follow.stop": ACCOUNTS,
    "subscription.show": EVERYONE,
    "subscription.change": EVERYONE,
    "subscription.confirm": EVERYONE,
    "subscription.confirm.post": EVERYONE,
    "subscription.stop": EVERYONE,
    "subscription.stop.post": EVERYONE,
    "feed.show": EVERYONE,
    "calendar.show": EVERYONE,
    "calendar.session": EVERYONE,
    "account.mail_link": EVERYONE,
    "account.link_mailed": EVERYONE,
    "admin.invite": ADMIN,
    "workspace.show": ROOM,
    "session.index": ROOM,
    "session.announce": HOLDERS,
    "session.notes": ROOM,
    "session.note": ROOM,
    "session.close": HOLDERS,
    "draft.index": TEAM,
    "draft.prepare": TEAM,
    "draft.review": TEAM,
    "draft.unit.change": TEAM,
    "draft.unit.revise": TEAM,
    "draft.change": TEAM,
    "draft.publishing": TEAM,
    "draft.publish": TEAM,
    "draft.fates": TEAM,
    "draft.fates.confirm": TEAM,
    "draft.fate.choose": TEAM,
    "preview.make": TEAM,
    "preview.revoke": TEAM,
    "preview.show": EVERYONE,
    "input.index": TEAM,
    "input.csv": TEAM,
    "input.xlsx": TEAM,
    "import.index": TEAM,
    "import.upload": TEAM,
    "import.preview": TEAM,
    "import.map": TEAM,
    "import.confirm": TEAM,
    "import.forget": TEAM,
    "import.undoing": TEAM,
    "import.undo": TEAM,
    "trail.show": TEAM,
    "unthemed.index": TEAM,
    "unthemed.place": TEAM,
    "theme.index": TEAM,
    "proposal.show": TEAM,
    "proposal.accept": TEAM,
    "theme.show": TEAM,
    "theme.rename": TEAM,
    "theme.answer": TEAM,
    "theme.note": TEAM,
    "theme.members": TEAM,
    "theme.gather": TEAM,
    "theme.history": TEAM,
    "theme.undo": TEAM,
    "theme.merging": TEAM,
    "theme.merge": TEAM,
    "theme.splitting": TEAM,
    "theme.split": TEAM,
    "unthemed.triage": TEAM,
    "unthemed.decide": TEAM,
    "unthemed.undo": TEAM,
    "campaign.index": TEAM,
    "campaign.suggestion.decide": TEAM,
    "campaign.take_out": TEAM,
    "moderation.index": TEAM,
    "moderation.bulk": TEAM,
    "moderation.case": TEAM,
    "moderation.moderate": TEAM,
    "moderation.decide_spans": TEAM,
    "moderation.redact": TEAM,
    "moderation.original": TEAM,
    "moderation.undo": TEAM,
    "moderation.log": TEAM,
    "moderation.log.csv": TEAM,
    "moderation.reasons": TEAM,
    "moderation.reason.add": TEAM,
    "moderation.reason.change": TEAM,
    "analysis.index": TEAM,
    "analysis.request": TEAM,
    "analysis.show": TEAM,
    "analysis.take_over": TEAM,
    "analysis.open_theme": TEAM,
    "source.index": TEAM,
    "source.add": TEAM,
    "source.show": TEAM,
    "source.change": TEAM,
    "assessment.index": ROOM,
    "assessment.prepare": TEAM,
    "assessment.show": ROOM,
    "assessment.option": TEAM,
    "assessment.criterion": TEAM,
    "assessment.scorer": TEAM,
    "assessment.remove": TEAM,
    "assessment.open": TEAM,
    "assessment.close": TEAM,
    "score.show": ROOM,
    "score.save": ROOM,
    "pair.show": ROOM,
    "pair.save": ROOM,
    "survey.public": EVERYONE,
    "survey.answer": EVERYONE,
    "survey.answer.post": EVERYONE,
    "survey.results.public": EVERYONE,
    "survey.receipt": EVERYONE,
    "survey.report.public": EVERYONE,
    "survey.report": TEAM,
    "survey.index": ROOM,
    "survey.prepare": TEAM,
    "skm.index": ROOM,
    "skm.prepare": TEAM,
    "survey.show": ROOM,
    "survey.texts": TEAM,
    "survey.change": TEAM,
    "survey.act": TEAM,
    "survey.keys": TEAM,
    "survey.question.new": TEAM,
    "survey.question.add": TEAM,
    "survey.question.show": TEAM,
    "survey.question.change": TEAM,
    "survey.question.act": TEAM,
    "survey.preview": TEAM,
    "survey.paper": ROOM,
    "survey.enter": ROOM,
    "survey.enter.post": ROOM,
    "survey.results": TEAM,
    "survey.csv": TEAM,
    "survey.xlsx": TEAM,
    "innovation.directory": EVERYONE,
    "innovation.show": EVERYONE,
    "innovation.document": EVERYONE,
    "innovation.index": TEAM,
    "innovation.new": TEAM,
    "innovation.add": TEAM,
    "innovation.review": TEAM,
    "innovation.change": TEAM,
    "innovation.link": TEAM,
    "innovation.definitions": TEAM,
    "innovation.define": TEAM,
    "innovation.document.team": TEAM,
    "replication.new": TEAM,
    "replication.add": TEAM,
    "replication.show": TEAM,
    "replication.change": TEAM,
    "innovation.import": TEAM,
    "innovation.upload": TEAM,
    "innovation.import.preview": TEAM,
    "innovation.import.confirm": TEAM,
    "innovation.xlsx": TEAM,
    "consultation.settings": TEAM,
    "consultation.edit": TEAM,
    "consultation.schedule": TEAM,
    "consultation.reschedule": TEAM,
    "consultation.announcement": TEAM,
    "consultation.announce": TEAM,
    "admin.consultations": ADMIN,
    "admin.consultation.new": ADMIN,
    "admin.consultation.create": ADMIN,
    "admin.accounts": ADMIN,
    "admin.account.new": ADMIN,
    "admin.account.create": ADMIN,
    "admin.account.show": ADMIN,
    "admin.account.state": ADMIN,
    "admin.role.grant": ADMIN,
    "admin.role.withdraw": ADMIN,
    "admin.account.set_active": ADMIN,
    "admin.link.make": ADMIN,
}


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {route.name for route in ROUTES} == set(ALLOWED)


def test_every_route_names_a_known_permission() -> None:
    assert {route.opt["permission"] for route in ROUTES} <= set(Permission)
    assert set(PERMISSIONS) == set(Permission)


@pytest.mark.parametrize("who", WHO)
async def test_guard_lets_through_whom_it_should(app_client: AsyncClient, who: str) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    session = await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FGD,
        title="S",
        theme="T",
        place="P",
        moderator="M",
        starts_at=now(),
        by=None,
    )
    elsewhere = await make_consultation(slug="lain")
    visitor = Visitor(app_client)
    if who == "stranger":
        # The highest role short of administrator, but in another consultation.
        account = await make_account(Role.DRAFTER, elsewhere.id)
        await visitor.sign_in(account.id)
    elif who != "guest":
        await visitor.sign_in((await make_account(Role(who), consultation.id)).id)
    cookies = dict(visitor.cookies)
    answers = {}
    for route in ROUTES:
        visitor.cookies = dict(cookies)
        if route.name == "account.sign_out":
            continue
        answers[route.name] = await _passes(visitor, route, str(session.id))
    expected = {name: who in allowed for name, allowed in ALLOWED.items()}
    expected.pop("account.sign_out")
    assert answers == expected


async def _passes(visitor: Visitor, route: HTTPRouteHandler, session: str) -> bool:
    path = next(iter(route.paths))
    for part, value in {
        "{slug:str}": "contoh",
        "{version:int}": "1",
        "{number:int}": "1",
        "{kind:str}": "butir",
        "{number:str}": "1.1.1",
        "{session:uuid}": session,
        "{token:str}": "bukan-token",
        "{registration:str}": "CTH-00001",
        "{key:str}": "bukan-butir",
        "{code:str}": "bukan-keputusan",
        "{element:str}": "bukan-unsur",
    }.items():
        path = path.replace(part, value)
    for part in (
        "theme",
        "candidate",
        "entry",
        "response",
        "evidence",
        "account",
        "grant_id",
        "source",
        "assessment",
        "part",
        "pending",
        "made",
        "act",
        "reason",
        "campaign",
        "suggestion",
        "unit",
        "link",
        "survey",
        "question",
        "innovation",
        "replication",
        "document",
        "run",
        "template",
        "batch",
        "publication",
    ):
        path = path.replace(f"{{{part}:uuid}}", str(uuid.uuid4()))
    if "GET" in route.http_methods:
        response = await visitor._send("GET", path)
    else:
        response = await visitor.post(path, {})
    if response.status_code == 403:
        return False
    signed_out = response.status_code == 303 and response.headers["location"].startswith("/masuk?")
    assert response.status_code < 500, (route.name, response.text[-800:])
    return not signed_out
