"""The overview of decisions, by theme and by input; deciding many at once; my tasks."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.params import FromPath, FromQuery

from consultations.bulk_deciding import MOST_AT_ONCE, Chosen, decide_many, undo_many
from consultations.clock import today_in
from consultations.deciding import Subject
from consultations.errors import NotFound, Refusal
from consultations.queries.decision_options import options_of, templates_of
from consultations.queries.deliberations import colleagues_in
from consultations.queries.disposition_overview import inputs_to_decide, themes_to_decide
from consultations.queries.drafts import units_of, versions_of
from consultations.queries.publications import readiness_of
from consultations.queries.tasks import reviews_for, tasks_of
from consultations.queries.themes import theme_names_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_
from server.forms.deciding import DecisionForm, number
from server.forms.decision_overview import OverviewForm
from server.pages.merged_themes import follow_merged
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

OVERVIEW = "/kerja/{slug:str}/keputusan"
INPUTS = OVERVIEW + "/masukan"
TASKS = "/kerja/{slug:str}/tugas"


@get(OVERVIEW, name="disposition.index", opt=needs(Permission.DECIDE))
async def list_themes(
    request: Visit, halaman: FromQuery[int] = 1, baru: FromQuery[str] = ""
) -> Response[Any]:
    """Every theme with what is decided on it."""
    return await _overview(request, halaman, batch=baru)


@get(INPUTS, name="disposition.inputs", opt=needs(Permission.DECIDE))
async def list_inputs(
    request: Visit, halaman: FromQuery[int] = 1, baru: FromQuery[str] = ""
) -> Response[Any]:
    """Every input with what holds for it: its own decision, or those of its themes."""
    return await _overview(request, halaman, inputs=True, batch=baru)


@post(OVERVIEW, name="disposition.bulk", opt=needs(Permission.DECIDE), status_code=303)
async def decide_themes(request: Visit) -> Response[Any]:
    """Decide the same on every theme chosen."""
    return await _decide_many(request, inputs=False)


@post(INPUTS, name="disposition.inputs.bulk", opt=needs(Permission.DECIDE), status_code=303)
async def decide_inputs(request: Visit) -> Response[Any]:
    """Decide the same on every input chosen."""
    return await _decide_many(request, inputs=True)


@post(
    OVERVIEW + "/batal/{batch:uuid}",
    name="disposition.undo",
    opt=needs(Permission.DECIDE),
    status_code=303,
)
async def undo(request: Visit, batch: FromPath[UUID]) -> Response[Any]:
    """Take back what was decided together."""
    await undo_many(consultation=request.consultation.id, batch=batch, by=request.visitor.account)
    return request.lead_to(f"/kerja/{request.consultation.slug}/keputusan")


@get(TASKS, name="task.index", opt=needs(Permission.DECIDE))
async def list_tasks(request: Visit) -> Response[Any]:
    """What I have to prepare, and what waits for a second person."""
    here, account = request.consultation, request.visitor.account
    async with reading():
        tasks = await tasks_of(here.id, account) if account else []
        reviews = await reviews_for(here.id, account) if account else []
    return page(
        request,
        "drafting/tasks.html",
        tasks=tasks,
        reviews=reviews,
        today=today_in(here.zone.value),
    )


async def read_filter(visit: Visit) -> OverviewForm:
    """The filter in the address, with what this consultation has to narrow to."""
    here = visit.consultation.id
    form = OverviewForm(visit.query_params, locale=visit.locale)
    versions = await versions_of(here)
    form.offer(
        themes={str(theme): name for theme, name in await theme_names_of(here)},
        people=await colleagues_in(here),
        units={
            str(unit.identity): f"{form.say(unit.kind.label)} {unit.number}"
            for unit in (await units_of(versions[0].id) if versions else [])
        },
    )
    await follow_merged(here, form.theme)
    return form


async def _decide_many(visit: Visit, *, inputs: bool) -> Response[Any]:
    posted = await visit.form()
    form = DecisionForm(posted, locale=visit.locale)
    here = visit.consultation.id
    templates = await templates_of(here)
    form.offer(await options_of(here), templates)
    chosen = [_chosen(here, value, inputs=inputs) for value in posted.getall("pilih", [])]
    if not chosen:
        form.refuse(N_("Pilih paling sedikit satu."))
    elif len(chosen) > MOST_AT_ONCE:
        form.refuse(N_("Terlalu banyak yang dipilih sekaligus."))
    elif form.validate():
        form.reply_from(templates)
        try:
            batch = await decide_many(
                chosen=chosen,
                answer=form.answer(),
                label=form.chosen_words(),
                ready=posted.get("tindakan") == "siap",
                by=visit.visitor.account,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return visit.lead_to(f"{visit.url.path}?baru={batch}")
    return await _overview(visit, 1, inputs=inputs, deciding=form, posted=posted)


async def _overview(
    visit: Visit,
    number_of_page: int,
    *,
    inputs: bool = False,
    batch: str = "",
    deciding: DecisionForm | None = None,
    posted: FormMultiDict | None = None,
) -> Response[Any]:
    here = visit.consultation
    today = today_in(here.zone.value)
    async with reading():
        form = await read_filter(visit)
        readers: Any = inputs_to_decide if inputs else themes_to_decide
        found = await readers(here.id, form.chosen(), today, number_of_page, form.chosen_order())
        ready = await readiness_of(here.id)
        options, templates = await options_of(here.id), await templates_of(here.id)
    if deciding is None:
        deciding = DecisionForm(locale=visit.locale)
        deciding.offer(options, templates)
    kept = urlencode(form.kept())
    return page(
        visit,
        "drafting/dispositions.html",
        fragment="found",
        status_code=422 if deciding.errors else 200,
        form=form,
        found=found,
        inputs=inputs,
        ready=ready,
        deciding=deciding,
        chosen=posted.getall("pilih", []) if posted else [],
        batch=batch if _is_id(batch) else "",
        today=today,
        address=f"{visit.url.path}?{kept}" if kept else visit.url.path,
        kept=f"?{kept}" if kept else "",
    )


def _chosen(consultation: UUID, value: object, *, inputs: bool) -> Chosen:
    key, _, version = str(value).partition(":")
    if not _is_id(key):
        raise NotFound
    about = UUID(key)
    subject = Subject(consultation, input=about) if inputs else Subject(consultation, theme=about)
    return Chosen(subject, number(version))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
