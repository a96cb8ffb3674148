"""What people do to themes and ticked inputs: move, pin, set aside, merge, split, and undo."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath, FromQuery

from analysis.undoing import undo_act
from consultations.errors import NotFound, Refusal, Stale
from consultations.merging import Part, split_theme
from consultations.placeable import NoLongerWaiting, still_waiting
from consultations.placing import move_inputs, open_theme, pin_inputs, set_aside
from consultations.queries.theme_history import acts_on
from consultations.queries.theme_members import every_member, inputs_by_id
from consultations.queries.themes import ThemeFacts, find_theme, theme_names_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.undoing_themes import BuiltOn
from consultations.vocabulary import N_, ThemeAct
from server.forms.theme_review import TICKED_ACTS, TickedForm
from server.pages.drafting.themes import (
    THEME,
    member_filter,
    number_in,
    require_theme,
    theme_page,
)
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

THEMES = "/kerja/{slug:str}/tema"
MOST_AT_ONCE = 500
NOTHING_TICKED = N_("Centang paling sedikit satu masukan.")
# Where ticked inputs may come from besides a theme, and what may be done to them there.
LISTS = {"masukan": "masukan", "belum-bertema": "belum-bertema"}
LIST_ACTS = frozenset({ThemeAct.ADD, ThemeAct.OFF_TOPIC, ThemeAct.ACCEPT})


@post(
    THEME + "/anggota", name="theme.members", opt=needs(Permission.REVIEW_THEMES), status_code=303
)
async def act_on_members(
    request: Visit, theme: FromPath[UUID], halaman: FromQuery[int] = 1
) -> Response[Any]:
    """Do the same to every ticked input of the theme, or to all that the filter leaves."""
    facts = await require_theme(request, theme)
    posted = await request.form()
    form, chosen = await _ticked(request, posted, apart_from=theme)
    act = _act(posted, TICKED_ACTS)
    every = posted.get("semua") == "ya"
    read_in = number_in(posted.get("version"))
    stale = None
    if not chosen and not every:
        form.refuse(NOTHING_TICKED)
    elif form.is_ready_for(act):
        try:
            ticked = await _every(request, facts, posted) if every else chosen
            await _do(request, theme, act, ticked, form, read_in)
        except Refusal as refusal:
            form.refuse(refusal.message)
            stale = read_in if isinstance(refusal, Stale) else None
        else:
            there = f"{request.url.path.removesuffix('/anggota')}?{request.url.query}"
            return request.lead_to(f"{there.removesuffix('?')}#anggota")
    kept = frozenset(str(entry) for entry in chosen)
    return await theme_page(
        request, theme, halaman, ticked=form, chosen=kept, every=every, read_in=stale
    )


async def _every(visit: Visit, theme: ThemeFacts, posted: FormMultiDict) -> list[UUID]:
    """All members that the filter leaves, if they still are those that were read."""
    async with reading():
        narrowed = await member_filter(visit)
        found = await every_member(theme.id, narrowed.chosen())
    as_read = (number_in(posted.get("version")), number_in(posted.get("banyak")))
    if as_read != (theme.version, len(found)):
        raise Stale
    return found


@post(
    THEMES + "/kumpulkan", name="theme.gather", opt=needs(Permission.REVIEW_THEMES), status_code=303
)
async def gather(request: Visit) -> Response[Any]:
    """Put inputs that are ticked in a list into a theme, into a new one, or aside."""
    posted = await request.form()
    here = request.consultation
    form, chosen = await _ticked(request, posted)
    act = _act(posted, LIST_ACTS)
    by = request.visitor.account
    back = LISTS.get(str(posted.get("kembali") or ""), "belum-bertema")
    waiting = back == "belum-bertema"
    needed = ThemeAct.SPLIT if act is ThemeAct.ACCEPT else act
    if not chosen:
        form.refuse(NOTHING_TICKED)
    elif form.is_ready_for(needed):
        try:
            if act is ThemeAct.ACCEPT:
                made = await open_theme(
                    consultation=here.id,
                    name=form.new_name.data.strip(),
                    entries=chosen,
                    by=by,
                    waiting=waiting,
                )
                return request.lead_to(f"/kerja/{here.slug}/tema/{made.id}")
            if act is ThemeAct.ADD:
                await move_inputs(
                    consultation=here.id,
                    entries=chosen,
                    to=UUID(form.to.data),
                    away_from=None,
                    by=by,
                    waiting=waiting,
                )
            else:
                await set_aside(
                    consultation=here.id,
                    entries=chosen,
                    reason=form.why.data.strip(),
                    by=by,
                    waiting=waiting,
                )
        except NoLongerWaiting as refusal:
            form.refuse(refusal.message)
            chosen = await still_waiting(chosen)
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{here.slug}/{back}")
    return await _gather_page(request, form, chosen, back)


@get(THEMES + "/riwayat", name="theme.history", opt=needs(Permission.REVIEW_THEMES))
async def show_history(
    request: Visit, tema: FromQuery[UUID | None] = None, halaman: FromQuery[int] = 1
) -> Response[Any]:
    """Every act on themes, or on one of them, with what can be undone."""
    return await _history_page(request, tema, halaman)


@post(
    THEMES + "/tindakan/{act:uuid}/batal",
    name="theme.undo",
    opt=needs(Permission.REVIEW_THEMES),
    status_code=303,
)
async def undo(request: Visit, act: FromPath[UUID]) -> Response[Any]:
    """Undo an act; where something builds on it, say what."""
    here = request.consultation
    posted = await request.form()
    try:
        await undo_act(consultation=here.id, event=act, by=request.visitor.account)
    except BuiltOn as refusal:
        return await _history_page(request, None, 1, refusal.message, refusal.act)
    except NotFound:
        raise
    except Refusal as refusal:
        return await _history_page(request, None, 1, refusal.message)
    theme = _uuid(posted.get("tema"))
    if theme is not None and await find_theme(here.id, theme) is not None:
        return request.lead_to(f"/kerja/{here.slug}/tema/{theme}")
    back = "tema" if posted.get("kembali") == "tema" else "tema/riwayat"
    return request.lead_to(f"/kerja/{here.slug}/{back}")


async def _do(
    visit: Visit,
    theme: UUID,
    act: ThemeAct,
    chosen: list[UUID],
    form: TickedForm,
    version: int,
) -> None:
    here, by = visit.consultation.id, visit.visitor.account
    if act in (ThemeAct.PIN, ThemeAct.UNPIN):
        await pin_inputs(
            consultation=here, theme=theme, entries=chosen, pinned=act is ThemeAct.PIN, by=by
        )
    elif act is ThemeAct.OFF_TOPIC:
        await set_aside(
            consultation=here, entries=chosen, reason=form.why.data.strip(), theme=theme, by=by
        )
    elif act is ThemeAct.SPLIT:
        part = Part(form.new_name.data.strip(), chosen)
        await split_theme(consultation=here, theme=theme, parts=[part], version=version, by=by)
    else:
        await move_inputs(
            consultation=here,
            entries=chosen,
            to=None if act is ThemeAct.TAKE_OUT else UUID(form.to.data),
            away_from=None if act is ThemeAct.ADD else theme,
            by=by,
        )


async def _ticked(
    visit: Visit, posted: FormMultiDict, apart_from: UUID | None = None
) -> tuple[TickedForm, list[UUID]]:
    form = TickedForm(posted, locale=visit.locale)
    names = await theme_names_of(visit.consultation.id)
    form.offer({str(key): name for key, name in names if key != apart_from})
    found = [_uuid(value) for value in posted.getall("pilih", [])]
    return form, list(dict.fromkeys(key for key in found if key is not None))[:MOST_AT_ONCE]


async def _gather_page(
    visit: Visit, form: TickedForm, chosen: list[UUID], back: str
) -> Response[Any]:
    found = await inputs_by_id(chosen)
    return page(
        visit,
        "drafting/gather.html",
        status_code=422,
        ticked=form,
        found=[found[entry] for entry in chosen if entry in found],
        back=back,
    )


async def _history_page(
    visit: Visit,
    theme: UUID | None,
    number: int,
    refused: str = "",
    because: ThemeAct | None = None,
) -> Response[Any]:
    here = visit.consultation.id
    async with reading():
        found = await acts_on(here, theme, number)
        facts = await find_theme(here, theme) if theme else None
    base = f"/kerja/{visit.consultation.slug}/tema/riwayat"
    return page(
        visit,
        "drafting/theme_history.html",
        status_code=422 if refused else 200,
        found=found,
        theme=facts,
        refused=refused,
        because=because,
        address=f"{base}?tema={theme}" if theme else base,
    )


def _act(posted: FormMultiDict, allowed: frozenset[ThemeAct]) -> ThemeAct:
    value = posted.get("tindakan")
    if value not in set(allowed):
        raise NotFound
    return ThemeAct(str(value))


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
