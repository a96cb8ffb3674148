"""From an input to the actions that carry it, as far as the reader may see."""

from datetime import date
from uuid import UUID

from httpx import AsyncClient

from consultations.assembling import assemble
from consultations.follow_ups import FollowUpWords, add_follow_up
from consultations.publishing import publish_draft
from consultations.redrafting import Wording, decide_wording, propose_wording
from consultations.tables import Consultation
from consultations.vocabulary import ChangeKind, Role, WordingAct, WordingState
from server.database import Engine
from tests.client import Visitor
from tests.factories import (
    find_clause,
    make_account,
    make_consultation,
    make_draft,
    make_input,
    make_session,
)

PUBLIC = "/konsultasi/contoh"
WORK = "/kerja/contoh"


async def _act(consultation: Consultation, activity: str, *inputs: str, **facts: object) -> UUID:
    words = FollowUpWords(
        issue="Antre lama",
        activity=activity,
        owner="Biro Layanan",
        due_on=date(2030, 1, 31),
        **facts,  # type: ignore[arg-type]
    )
    row = await add_follow_up(consultation=consultation.id, words=words, inputs=inputs, by=None)
    return row.id


async def test_chain_leads_from_the_input_through_its_words_to_the_action(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation), "1.1.2")
    entry, other = await make_input(consultation, unit.id), await make_input(consultation)
    change = await propose_wording(
        consultation=consultation.id,
        wording=Wording(
            base=unit.id,
            act=WordingAct.REVISE,
            kind=ChangeKind.SUBSTANCE,
            reason="Begitu.",
            text="Antrean dapat diambil lewat telepon.",
            inputs=(entry.input,),
        ),
        by=None,
    )
    named = await _act(consultation, "Membuka saluran telepon", entry.registration)
    through = await _act(consultation, "Melatih petugas", units=(unit.identity,))
    hidden = await _act(consultation, "Menegur petugas", entry.registration, public=False)
    await _act(consultation, "Kegiatan lain", other.registration)
    guest = Visitor(app_client)
    page = await guest.read(f"{PUBLIC}/masukan/{entry.registration}")
    assert f"{PUBLIC}/pemantauan/{named}" in page.links()
    assert "Melatih petugas" not in page.text

    await decide_wording(change=change.id, version=1, state=WordingState.APPROVED, by=None)
    draft = await assemble(consultation=consultation.id, edition=0, take=[change.id], by=None)
    await publish_draft(version=draft.id, by=None)
    before = database.statements
    page = await guest.read(f"{PUBLIC}/masukan/{entry.registration}")
    assert database.statements - before <= 15
    assert {f"{PUBLIC}/pemantauan/{one}" for one in (named, through)} <= {*page.links()}
    assert "Melaksanakan yang berubah karena masukan ini: Butir 1.1.2" in page.text
    assert f"{PUBLIC}/rancangan/2/butir/1.1.2#asal" in page.links()
    assert "Menegur petugas" not in page.text
    assert "Kegiatan lain" not in page.text

    drafter = await make_account(Role.DRAFTER, consultation.id)
    team = await (await Visitor(app_client).sign_in(drafter.id)).read(
        f"{WORK}/masukan/{entry.registration}"
    )
    wanted = {f"{WORK}/tindak-lanjut/{one}" for one in (named, through, hidden)}
    assert wanted <= {*team.links()}
    assert "Kata-kata yang diubahnya" in team.text


async def test_input_that_no_action_carries_says_nothing_of_it(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    session = await make_session(consultation)
    entry = await make_input(consultation)
    await _act(consultation, "Hanya untuk tim", entry.registration, public=False)
    await _act(consultation, "Sesi", session=session.id)
    page = await Visitor(app_client).read(f"{PUBLIC}/masukan/{entry.registration}")
    assert "Dibawa ke rencana aksi" not in page.text
