"""The unthemed queue, one card at a time, so that it can be read with the keyboard alone."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromQuery

from analysis.beginnings import beginning_of
from analysis.reviews import NearTheme, NearThemes
from analysis.undoing import undo_act
from analysis.unthemed import Queue
from consultations.errors import NotFound, Refusal
from consultations.placing import move_inputs, open_theme, set_aside
from consultations.queries.theme_history import last_act
from consultations.queries.themes import ThemeFacts, themes_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import ThemeAct
from server.forms.theme_review import TickedForm
from server.likeness import ask
from server.pages.drafting.themes import PATIENCE_SECONDS, number_in
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

TRIAGE = "/kerja/{slug:str}/belum-bertema/satu-per-satu"
NEAREST = 5
NEAR = "dekat:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in the queue: the number last passed, how many waited at first, which part."""

    after: int
    began: int
    lone: bool

    @property
    def query(self) -> str:
        """As it stands in an address."""
        only = {"tunggal": "true"} if self.lone else {}
        return urlencode({"setelah": self.after, "semula": self.began} | only)


@get(TRIAGE, name="unthemed.triage", opt=needs(Permission.REVIEW_THEMES))
async def show_card(
    request: Visit,
    setelah: FromQuery[int] = 0,
    semula: FromQuery[int] = 0,
    tunggal: FromQuery[bool] = False,  # noqa: FBT002 - the address's parameter
) -> Response[Any]:
    """The next unthemed input, or the next lone voice, with the themes nearest to it."""
    return await _card_page(request, Place(setelah, semula, tunggal))


@post(TRIAGE, name="unthemed.decide", opt=needs(Permission.REVIEW_THEMES), status_code=303)
async def decide(request: Visit) -> Response[Any]:
    """Decide on the card, and go on to the next one."""
    posted = await request.form()
    here, by = request.consultation, request.visitor.account
    place = _place(posted)
    entry = _uuid(posted.get("masukan"))
    choice = str(posted.get("tindakan") or "")
    form = TickedForm(posted, locale=request.locale)
    form.offer({str(theme.id): theme.name for theme in await themes_of(here.id)})
    act, to = _read(choice, form)
    if form.is_ready_for(act):
        try:
            await _do(here.id, entry, act, to, form, by)
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{here.slug}/belum-bertema/satu-per-satu?{place.query}")
    return await _card_page(request, place, form)


@post(
    TRIAGE + "/batal",
    name="unthemed.undo",
    opt=needs(Permission.REVIEW_THEMES),
    status_code=303,
)
async def undo_last(request: Visit) -> Response[Any]:
    """Undo one's last act, and show what it was about if it waits again."""
    posted = await request.form()
    here = request.consultation
    place = _place(posted)
    event = _uuid(posted.get("terakhir"))
    if event is None:
        raise NotFound
    try:
        await undo_act(consultation=here.id, event=event, by=request.visitor.account)
    except NotFound:
        raise
    except Refusal as refusal:
        form = TickedForm(locale=request.locale)
        form.refuse(refusal.message)
        return await _card_page(request, place, form)
    return request.lead_to(f"/kerja/{here.slug}/belum-bertema/satu-per-satu?{place.query}")


def _read(choice: str, form: TickedForm) -> tuple[ThemeAct, UUID | None]:
    """What is to be done, and where to; a button for a near theme names it itself."""
    if choice.startswith(NEAR):
        form.to.data = choice.removeprefix(NEAR)
        choice = ThemeAct.ADD.value
    if choice not in (ThemeAct.ADD, ThemeAct.SPLIT, ThemeAct.OFF_TOPIC):
        raise NotFound
    return ThemeAct(choice), _uuid(form.to.data) if choice == ThemeAct.ADD else None


async def _do(
    consultation: UUID,
    entry: UUID | None,
    act: ThemeAct,
    to: UUID | None,
    form: TickedForm,
    by: UUID | None,
) -> None:
    if entry is None:
        raise NotFound
    if act is ThemeAct.SPLIT:
        await open_theme(
            consultation=consultation,
            name=form.new_name.data.strip(),
            entries=[entry],
            by=by,
            waiting=True,
        )
    elif act is ThemeAct.OFF_TOPIC:
        await set_aside(
            consultation=consultation,
            entries=[entry],
            reason=form.why.data.strip(),
            by=by,
            waiting=True,
        )
    else:
        await move_inputs(
            consultation=consultation,
            entries=[entry],
            to=to,
            away_from=None,
            by=by,
            waiting=True,
        )


async def _card_page(visit: Visit, place: Place, form: TickedForm | None = None) -> Response[Any]:
    here = visit.consultation.id
    queue = Queue(here, place.lone)
    async with reading():
        card = await queue.card(place.after)
        waiting = await queue.count()
        themes = await themes_of(here)
        last = await last_act(here, visit.visitor.account)
        beginning = None if themes else await beginning_of(here)
    began = max(place.began, waiting)
    near = await _near(visit, card.entry.id, themes) if card else []
    ticked = form or TickedForm(locale=visit.locale)
    ticked.offer({str(theme.id): theme.name for theme in themes})
    return page(
        visit,
        "drafting/triage.html",
        status_code=422 if form else 200,
        card=card,
        beginning=beginning,
        themes=themes,
        near=near,
        measured=any(score is not None for _, score in near),
        ticked=ticked,
        waiting=waiting,
        began=began,
        place=began - waiting + (card.passed if card else 0) + 1,
        after=place.after,
        lone=place.lone,
        last=last,
    )


async def _near(
    visit: Visit, entry: UUID, themes: list[ThemeFacts]
) -> list[tuple[ThemeFacts, float | None]]:
    """The nearest themes; without an answer from the worker, the ones most people speak in."""
    found = await ask(
        visit.app.state.settings,
        NearThemes(visit.consultation.id, entry, NEAREST),
        list[NearTheme],
        patience=PATIENCE_SECONDS,
    )
    by_id = {theme.id: theme for theme in themes}
    near: list[tuple[ThemeFacts, float | None]] = [
        (by_id[one.theme], one.score) for one in found or [] if one.theme in by_id
    ]
    return near or [(theme, None) for theme in themes[:NEAREST]]


def _place(posted: FormMultiDict) -> Place:
    return Place(
        number_in(posted.get("setelah")),
        number_in(posted.get("semula")),
        posted.get("tunggal") == "true",
    )


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
