from dataclasses import replace

from httpx import AsyncClient

from consultations.assembling import assemble
from consultations.carrying import carry_over
from consultations.drafting import Edition, change_draft
from consultations.publishing import publish_draft
from consultations.redrafting import Wording, decide_wording, propose_wording
from consultations.tables import DraftVersion, Unit
from consultations.vocabulary import ChangeKind, Edit, Fate, Role, WordingAct, WordingState
from consultations.working_units import find, key_of, revise
from server.database import Engine
from tests.client import Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft, make_input

WORK, PUBLIC = "/kerja/contoh", "/konsultasi/contoh"
NEW = "Antrean dapat diambil lewat telepon."


async def test_next_version_begins_as_the_published_one_and_keeps_where_words_come_from(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation), "1.1.2")
    entry = await make_input(consultation, unit.id, proposed_wording=NEW)
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter, guest = await Visitor(app_client).sign_in(account.id), Visitor(app_client)
    change = await propose_wording(
        consultation=consultation.id,
        wording=Wording(
            base=unit.id,
            act=WordingAct.REVISE,
            kind=ChangeKind.SUBSTANCE,
            reason="Lansia tidak punya gawai.",
            text=NEW,
            adopted=entry.input,
        ),
        by=None,
    )
    await decide_wording(change=change.id, version=1, state=WordingState.APPROVED, by=None)
    second = await assemble(consultation=consultation.id, edition=0, take=[change.id], by=None)
    await publish_draft(version=second.id, by=None)

    redrafting = f"{WORK}/butir/{unit.identity}/rumusan"
    assert redrafting in (await drafter.read(f"{WORK}/rancangan/2")).links()
    assert "Mulai versi 3" in (await drafter.read(f"{WORK}/rancangan")).text
    third = await drafter.send(f"{WORK}/rancangan/mulai", {})
    assert third == f"{WORK}/rancangan/3"
    assert await drafter.send(f"{WORK}/rancangan/mulai", {}) == third
    assert await DraftVersion.count() == 3
    before = database.statements
    shown = await drafter.read(third)
    assert database.statements - before <= 8
    assert redrafting in shown.links()

    row = await DraftVersion.objects().get(DraftVersion.number == 3)
    assert row is not None
    await publish_draft(version=row.id, by=None)
    page = await guest.read(f"{PUBLIC}/rancangan/3/butir/1.1.2")
    assert "Diubah dalam versi 2" in page.text
    assert f"{PUBLIC}/masukan/{entry.registration}" in page.links()
    assert "Diubah dalam versi" not in (await guest.read(f"{PUBLIC}/rancangan/1/butir/1.1.2")).text


async def test_a_clause_written_anew_is_still_that_clause(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    first = await make_draft(consultation)
    unit = await find_clause(first, "1.1.2")
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter = await Visitor(app_client).sign_in(account.id)
    await drafter.send(f"{WORK}/rancangan/mulai", {})
    row = await DraftVersion.objects().get(DraftVersion.number == 2)
    assert row is not None
    words = "Sama sekali lain bunyinya sekarang, tanpa satu kata pun dari semula."
    await change_draft(
        edition=Edition(row.id, 1),
        edit=Edit.REVISED,
        change=lambda units: revise(
            units,
            replace(units[find(units, key_of(unit.id))], text=words),
        ),
        by=None,
    )
    carried = await carry_over(row.id)
    assert carried.unsettled == []
    fates = {line.old: line.fate for line in carried.ledger if line.new == key_of(unit.id)}
    assert fates == {str(unit.id): Fate.EDITED}
    await publish_draft(version=row.id, by=None)
    new = await Unit.objects().get((Unit.version == row.id) & (Unit.number == "1.1.2"))
    assert new is not None
    assert (new.identity, new.text) == (unit.identity, words)


async def test_nothing_begins_where_nothing_is_published(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    drafter = await Visitor(app_client).sign_in(account.id)
    assert (await drafter.post(f"{WORK}/rancangan/mulai", {})).status_code == 404
    assert "Mulai versi" not in (await drafter.read(f"{WORK}/rancangan")).text
