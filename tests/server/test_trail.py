"""The audit trail: who did what when."""

import ast

from httpx import AsyncClient

from consultations.convening import announce_consultation
from consultations.queries.trail import ACTIONS
from consultations.tables import AuditEntry
from consultations.theming import accept_theme
from consultations.vocabulary import Role
from server.database import Engine
from server.settings import CHECKOUT
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft, make_input

TRAIL = "/kerja/contoh/jejak"


async def test_trail_tells_who_did_what_and_is_narrowed(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation(announced=False)
    other = await make_consultation(slug="lain")
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter = await Visitor(app_client).sign_in(account.id)
    await announce_consultation(consultation=consultation.id, by=account.id)
    theme = await accept_theme(consultation=consultation.id, name="T", by=account.id)
    await accept_theme(consultation=other.id, name="Rahasia", by=account.id)
    await make_draft(consultation)
    for _ in range(60):
        await make_input(consultation, text="Kata-kata orang.")
    before = database.statements
    page = await drafter.read(TRAIL)
    queries = database.statements - before
    assert queries <= 9
    assert "1–50 dari 65" in page.text
    assert "Kata-kata orang." not in page.text
    assert "Tamu atau sistem" in page.text
    assert len((await drafter.read(f"{TRAIL}?halaman=2")).all("tbody")[0]) == 15
    themes = await drafter.read(f"{TRAIL}?act=theme.accepted")
    assert f"/kerja/contoh/tema/{theme.id}" in themes.links()
    assert len(themes.all("tbody")[0]) == 1
    mine = await drafter.read(f"{TRAIL}?person={account.id}", htmx=True)
    assert "Mengumumkan konsultasi" in mine.text
    assert "2 tindakan" in mine.text
    both = await drafter.read(f"{TRAIL}?person={account.id}&act=input.registered")
    assert "65" in both.text or "0 tindakan" in both.text
    unknown = await drafter.read(f"{TRAIL}?person=x&act=y")
    assert "65 tindakan" in unknown.text
    await AuditEntry.update({AuditEntry.action: "baru.sekali"}).where(
        AuditEntry.action == "theme.accepted"
    )
    assert "baru.sekali" in (await drafter.read(f"{TRAIL}?act=baru.sekali")).text


def test_every_recorded_act_has_words() -> None:
    named = set(ACTIONS)
    acts = {
        node.value
        for folder in ("consultations", "analysis")
        for path in (CHECKOUT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _records_in_a_consultation(call)
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.Constant)
    }
    assert len(acts) > 30
    assert acts - named == set()


def _records_in_a_consultation(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    of_none = name == "record" and all(word.arg != "consultation" for word in call.keywords)
    return name in ("record", "_record", "_note") and bool(call.args) and not of_none
