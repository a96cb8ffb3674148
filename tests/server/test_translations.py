"""English says all that Indonesian says: in the catalogue, and on the pages themselves."""

import re
import uuid
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from httpx import AsyncClient
from litestar.handlers import HTTPRouteHandler

from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from consultations.clock import now
from consultations.noting import announce_session
from consultations.tables import Consultation
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Role, RunStatus, SessionKind
from server.commands import rembuk
from server.forms.input import InputForm
from server.pages import ROUTES
from server.rendering import environment
from server.translations import (
    extract_messages,
    read_catalogue,
    untranslated,
)
from tests.client import Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft, make_input
from tests.page import Page

CHECKOUT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|</?\w+>")
# Shorter message ids are words that English text could hold by chance; they count as whole texts.
LONG = 12
DRAFT = """# Roadmap

## Bab I Opening

### 1.1 Background

1.1.1 Public services must be easy, fast and affordable for all.

1.1.2 Queue tickets can be taken online or on site.
"""


def _forms(message: str | tuple[str, ...] | list[str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


def test_catalogue_holds_exactly_the_messages_of_the_sources() -> None:
    found = {str(message.id) for message in extract_messages(CHECKOUT)}
    kept = {str(message.id) for message in read_catalogue()}
    assert kept == found, "run: python -m server.translations"


def test_every_message_has_english() -> None:
    assert untranslated(read_catalogue()) == []


def test_percent_signs_follow_their_number_at_once() -> None:
    apart = re.compile(r"\d\s%%")
    assert [m.id for m in read_catalogue() if apart.search(f"{m.id} {m.string}")] == []


def test_english_keeps_every_placeholder() -> None:
    lost = [
        (message.id, english)
        for message in read_catalogue()
        for english in _forms(message.string)
        if message.id
        and Counter(PLACEHOLDER.findall(english))
        != Counter(PLACEHOLDER.findall(_forms(message.id)[0]))
    ]
    assert lost == []


def test_numbers_and_times_are_written_as_the_language_does() -> None:
    moment = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
    written = {}
    for locale in ("id", "en"):
        known = environment(locale)
        line = known.from_string(
            "{{ 12345|number }} {{ 0.87|percent }} {{ moment|day }} {{ moment|time }}"
            " {{ moment|clock }} {% trans count=1234 %}{{ count }} masukan{% pluralize %}"
            "{{ count }} masukan{% endtrans %} {% trans count=1 %}{{ count }} masukan"
            "{% pluralize %}{{ count }} masukan{% endtrans %}"
        )
        written[locale] = line.render(moment=moment)
    assert written == {
        "id": "12.345 87% 24 November 2026 24 November 2026, 09.05 WIB 09.05"
        " 1.234 masukan 1 masukan",
        "en": "12,345 87% 24 November 2026 24 November 2026, 09:05 WIB 09:05 1,234 inputs 1 input",
    }


@pytest.mark.parametrize(
    ("locale", "message"),
    [
        ("id", "Paling banyak 8.000 karakter; sekarang 9.000."),
        ("en", "Use 8,000 characters or fewer; you have 9,000."),
    ],
)
def test_errors_of_forms_are_in_the_readers_language(locale: str, message: str) -> None:
    form = InputForm(locale=locale, text="a" * 9000)
    form.validate()
    assert form.text.errors == [message]


def test_commands_speak_english(tmp_path: Path) -> None:
    file = tmp_path / "masukan.csv"
    file.write_text("teks,unsur\nLoket kurang.,media_massa\n", encoding="utf-8")
    settled = {"REMBUK_DATA": str(tmp_path)}
    ran = CliRunner().invoke(rembuk, ["import", str(file), "--consultation", "x"], env=settled)
    assert (ran.exit_code, ran.output) == (
        1,
        "Error: There is no “isi” column; say which column holds the inputs.\n",
    )


async def test_english_pages_hold_no_indonesian(app_client: AsyncClient) -> None:
    # A page that stays open would hold this walk for ever: each ends as when the server stops.
    app_client._transport.app.state.live.end()  # type: ignore[attr-defined]
    places = await _furnish()
    administrator = await make_account(Role.ADMINISTRATOR)
    guest = Visitor(app_client)
    team = await Visitor(app_client).sign_in(administrator.id)
    for visitor in (guest, team):
        visitor.cookies["bahasa"] = "en"
    left = {}
    read = set()
    routes = [route for route in ROUTES if route.name != "account.sign_out"]
    # Posting nothing is refused with every error the form has; it comes last, as some acts succeed.
    for method in ("GET", "POST"):
        for route in routes:
            if method not in route.http_methods:
                continue
            for visitor in (guest, team):
                signed_in, path = dict(visitor.cookies), _address(route, places)
                if method == "GET":
                    response = await visitor._send("GET", path)
                else:
                    response = await visitor.post(path, {})
                visitor.cookies = signed_in
                if response.headers.get("content-type", "").startswith("text/html"):
                    page = Page(response.text)
                    read.add((route.name, response.status_code))
                    if found := _indonesian_in(page):
                        left[(route.name, response.status_code)] = found
    assert left == {}
    assert {name for name, status in read if status == 200} >= {
        "consultation.index",
        "consultation.show",
        "session.show",
        "result.index",
        "draft.show",
        "unit.show",
        "receipt.show",
        "account.sign_in",
        "workspace.show",
        "session.index",
        "session.notes",
        "draft.index",
        "draft.review",
        "input.index",
        "unthemed.index",
        "theme.index",
        "theme.show",
        "proposal.show",
        "analysis.index",
        "admin.accounts",
    }
    assert {("unit.comment", 422), ("disposition.bulk", 422), ("session.show", 200)} <= read


async def test_indonesian_pages_are_seen_to_be_indonesian(guest: Visitor) -> None:
    await make_draft(await make_consultation())
    assert "Empat tahap penyusunan" in _indonesian_in(await guest.read("/konsultasi/contoh"))
    assert "Provinsi" in _indonesian_in(await guest.read("/konsultasi/contoh/rancangan/1/masukan"))


async def _furnish() -> dict[str, str]:
    """A consultation with something on every page, written in English; its addresses' parts."""
    consultation = await make_consultation()
    await Consultation.update(
        {
            Consultation.summary_en: "About services.",
            Consultation.how_to_take_part_en: "Write to us.",
            Consultation.organiser: "The Ministry",
            Consultation.is_demonstration: True,
        }
    ).where(Consultation.id == consultation.id)
    clause = await find_clause(await make_draft(consultation, DRAFT))
    receipts = [
        await make_input(consultation, clause.id, f"The hall has too few desks ({n}).")
        for n in range(3)
    ]
    session = await announce_session(
        consultation=consultation.id,
        kind=SessionKind.FGD,
        title="Talk",
        theme="Desks",
        place="Hall",
        moderator="Chair",
        starts_at=now(),
        by=None,
    )
    theme = await accept_theme(
        consultation=consultation.id,
        name="Desks",
        placements=[Placement(receipts[0].input)],
        by=None,
    )
    run = AnalysisRun(
        consultation=consultation.id, status=RunStatus.DONE.value, step="", finished_at=now()
    )
    await AnalysisRun.insert(run)
    candidate = CandidateTheme(run=run.id, position=0, label="Hall · desks", prototype=b"")
    await CandidateTheme.insert(candidate)
    await CandidateMember.insert(
        CandidateMember(candidate=candidate.id, input=receipts[1].input, score=0.9, central=0)
    )
    return {
        "slug": "contoh",
        "version": "1",
        "kind": "butir",
        "number": "1.1.1",
        "session": str(session.id),
        "theme": str(theme.id),
        "candidate": str(candidate.id),
        "entry": str(receipts[2].input),
        "token": receipts[0].token,
    }


def _address(route: HTTPRouteHandler, places: dict[str, str]) -> str:
    """The route's address with what is there; for a part nobody made, one that leads nowhere."""

    def fill(part: re.Match[str]) -> str:
        name, kind = part.groups()
        if kind == "int":
            return "1"
        return places.get(name, str(uuid.uuid4()))

    return re.sub(r"\{(\w+):(\w+)\}", fill, next(iter(route.paths)))


def _indonesian_in(page: Page) -> list[str]:
    """The message ids that stand on the page though English has other words for them.

    What an English page marks as Indonesian is meant to be: people's words, or names to be typed.
    """
    marked = [e for e in page.root.iter() if e.get("lang") == "id" and e is not page.root]
    theirs = {id(part) for element in marked for part in element.iter()}
    texts = {
        " ".join(text.split())
        for element in page.root.iter()
        for text in (
            None if id(element) in theirs else element.text,
            element.tail,
            *(element.get(name) for name in ("aria-label", "data-words", "alt", "title")),
        )
        if text and text.strip()
    }
    read = page.text
    for element in marked:
        read = read.replace(" ".join("".join(element.itertext()).split()), " ")
    whole = " \n ".join([read, *texts])
    return [
        message
        for message in _differing()
        if message in texts or (len(message) > LONG and _occurs(message, whole))
    ]


@cache
def _differing() -> list[str]:
    """Message ids whose English is another text."""
    return [
        _forms(message.id)[0]
        for message in read_catalogue()
        if message.id and _forms(message.id)[0] not in _forms(message.string)
    ]


def _occurs(message: str, text: str) -> bool:
    """Whether the message stands in the text as its own words, whatever its placeholders hold."""
    words = PLACEHOLDER.split(message)
    if sum(map(len, words)) <= LONG or not all(part in text for part in words):
        return False
    between = ".{1,60}?".join(map(re.escape, words))
    return re.search(rf"(?<!\w){between}(?!\w)", text) is not None
