from datetime import timedelta

from httpx import AsyncClient

from analysis import opinion_keeping
from analysis.opinion_keeping import refresh_opinions
from analysis.opinion_records import Content, opinions_of, why_not
from analysis.tables import OpinionRecord
from consultations.clock import now
from consultations.polling.stating import StatementAct, act_on_statement
from consultations.polling.voting import vote_on
from consultations.queries.statements import statements_of
from consultations.supporting import Supporter
from consultations.tables import StatementVote
from consultations.vocabulary import Role, Vote
from tests.analysis.conversations import load_conversation
from tests.client import Visitor
from tests.factories import make_account, make_consultation

WORK, PUBLIC = "/kerja/contoh/pernyataan", "/konsultasi/contoh/pernyataan"


def _content(**facts: object) -> Content:
    given: dict[str, object] = {
        "people": 40,
        "grouped": 40,
        "statements": [],
        "sizes": [24, 16],
        "stability": 0.9,
        "silhouette": 0.5,
        "points": [],
        "counts": [],
        "consensus": [],
        "told": [],
        **facts,
    }
    return Content(**given)  # type: ignore[arg-type]


def test_what_is_missing_is_said() -> None:
    assert why_not(_content()) == ""
    assert "20 orang" in why_not(_content(grouped=19))
    assert "belum terbagi" in why_not(_content(sizes=[40]))
    assert "kurang dari 10" in why_not(_content(sizes=[31, 9]))
    assert "belum ajek" in why_not(_content(stability=0.59))


async def test_two_camps_are_found_with_what_bridges_them(database: object) -> None:
    consultation = await make_consultation()
    cast = await load_conversation(consultation.id)
    assert await refresh_opinions(at_once=True) == 1
    found = await opinions_of(consultation.id)
    assert found is not None
    assert (found.missing, found.people, found.votes) == ("", 40, cast)
    assert [group.size for group in found.groups] == [23, 16]
    # One person answered six of ten: too few to be in a group.
    assert found.grouped == 39
    assert [one.number for one in found.bridging] == [9]
    assert found.judged[0].number == 9
    first, second = ({(one.number, agrees) for one, agrees in group.told} for group in found.groups)
    assert first
    assert second
    assert first <= {(n, n <= 4) for n in range(1, 9)}
    assert second <= {(n, n > 4) for n in range(1, 9)}


async def test_nothing_is_found_again_while_the_votes_are_the_same(database: object) -> None:
    consultation = await make_consultation()
    await load_conversation(consultation.id)
    assert await refresh_opinions(at_once=True) == 1
    row = await OpinionRecord.objects().first()
    assert row is not None
    await refresh_opinions(at_once=True)
    again = await OpinionRecord.objects().first()
    assert again is not None
    assert (again.fingerprint, again.content) == (row.fingerprint, row.content)


async def test_one_vote_waits_and_many_do_not(database: object) -> None:
    consultation = await make_consultation()
    await load_conversation(consultation.id)
    await refresh_opinions(at_once=True)
    before = now() - timedelta(hours=1)
    await StatementVote.update({StatementVote.at: before}, force=True)
    one = (await statements_of(consultation.id))[0]
    await vote_on(
        consultation=consultation.id, statement=one.id, vote=Vote.AGREE, voter=Supporter("baru")
    )
    for age, expected in ((2, 0), (11, 1)):
        earlier = now() - timedelta(minutes=age)
        await OpinionRecord.update({OpinionRecord.made_at: earlier}, force=True)
        assert await _looked() == expected


async def _looked() -> int:
    opinion_keeping._last_look = -opinion_keeping.LOOK_EVERY
    return await refresh_opinions()


async def test_hidden_statement_leaves_the_page_at_once(database: object) -> None:
    consultation = await make_consultation()
    await load_conversation(consultation.id)
    await refresh_opinions(at_once=True)
    bridge = next(one for one in await statements_of(consultation.id) if one.number == 9)
    await act_on_statement(
        consultation=consultation.id, statement=bridge.id, act=StatementAct.HIDE, by=None
    )
    found = await opinions_of(consultation.id)
    assert found is not None
    assert found.bridging == []


async def test_groups_are_public_once_the_team_shows_them(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    guest = Visitor(app_client)
    team = await Visitor(app_client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    response = await team.post(f"{WORK}/kelompok", {"tindakan": "tampilkan"})
    assert response.status_code >= 400
    await load_conversation(consultation.id)
    await refresh_opinions(at_once=True)
    await guest.read(f"{PUBLIC}/hasil", status=404)
    page = await team.read(f"{WORK}/kelompok")
    assert "Setiap permohonan harus punya batas waktu yang jelas." in page.text
    await team.send(f"{WORK}/kelompok", {"tindakan": "tampilkan"})
    shown = await guest.read(f"{PUBLIC}/hasil")
    assert "Kelompok 2" in shown.text
    await team.send(f"{WORK}/kelompok", {"tindakan": "tutup"})
    await guest.read(f"{PUBLIC}/hasil", status=404)


async def test_of_what_nobody_answered_no_agreement_is_claimed(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await load_conversation(consultation.id)
    silent = next(one for one in await statements_of(consultation.id) if one.number == 10)
    await StatementVote.delete().where(StatementVote.statement == silent.id)
    await refresh_opinions(at_once=True)
    found = await opinions_of(consultation.id)
    assert found is not None
    assert not found.missing
    # Last, whatever the formula makes of no answers.
    assert [one.number for one in found.judged if not one.is_heard] == [10]
    assert found.judged[-1].number == 10
    team = await Visitor(app_client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    page = await team.read(f"{WORK}/kelompok")
    row = next(
        " ".join("".join(each.itertext()).split())
        for each in page.all("tr")
        if "10." in "".join(each.itertext())
    )
    assert row.endswith("–belum ada jawabanbelum ada jawaban")
    sheet = (await team._send("GET", f"{WORK}/pernyataan.csv")).text.splitlines()
    assert next(line for line in sheet if line.startswith("10,")).endswith(
        ",,tidak,0,0,0,,,0,0,0,,"
    )


async def test_sheets_hold_every_vote_and_nobodys_mark(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    cast = await load_conversation(consultation.id)
    await refresh_opinions(at_once=True)
    team = await Visitor(app_client).sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    statements = (await team._send("GET", f"{WORK}/pernyataan.csv")).text.splitlines()
    assert len(statements) == 11
    assert "kelompok_2_batas_atas" in statements[0]
    votes = (await team._send("GET", f"{WORK}/suara.csv")).text.splitlines()
    assert [line.split(",")[0] for line in votes[1:]] == [str(n) for n in range(1, 41)]
    assert sum(cell != "" for line in votes[1:] for cell in line.split(",")[1:]) == cast
