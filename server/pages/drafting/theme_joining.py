"""Make one theme of two, or several of one, after looking at both sides."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from analysis.reviews import SplitInto, SplitProposal
from consultations.errors import NotFound, Refusal
from consultations.merging import Part, merge_themes, split_theme
from consultations.queries.theme_history import acts_since
from consultations.queries.theme_members import central_members, inputs_by_id
from consultations.queries.themes import ThemeFacts, theme_names_of
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_
from server.forms.theme_review import MergeForm, PartsForm
from server.likeness import ask
from server.pages.drafting.themes import THEME, number_in, require_theme
from server.responses import page
from server.security.permissions import needs
from server.visit import Visit

PARTS = (2, 3, 4)
# Twenty thousand inputs in four take a second or two.
PATIENCE_SECONDS = 6.0
NOT_ANSWERING = N_(
    "Usulan pemecahan sedang tidak dapat dibuat. Centang masukan di halaman tema untuk memecah "
    "sendiri, atau coba lagi sebentar lagi."
)
CHANGED = N_("Isi tema ini sudah berubah sejak usulan dibuat. Inilah usulan yang baru.")


@get(THEME + "/gabung", name="theme.merging", opt=needs(Permission.REVIEW_THEMES))
async def show_merging(
    request: Visit, theme: FromPath[UUID], dengan: FromQuery[UUID | None] = None
) -> Response[Any]:
    """Two themes side by side, and the question which of them stays."""
    return await _merge_page(request, theme, dengan)


@post(THEME + "/gabung", name="theme.merge", opt=needs(Permission.REVIEW_THEMES), status_code=303)
async def merge(
    request: Visit, theme: FromPath[UUID], dengan: FromQuery[UUID | None] = None
) -> Response[Any]:
    """Merge the two; the address of the one that goes leads to the one that stays."""
    if dengan is None or dengan == theme:
        raise NotFound
    form = MergeForm(await request.form(), locale=request.locale)
    pair = [await require_theme(request, theme), await require_theme(request, dengan)]
    form.offer({str(one.id): one.name for one in pair})
    if form.validate():
        stays = UUID(form.stays.data)
        goes = dengan if stays == theme else theme
        read = _versions(form.versions.data or "")
        try:
            await merge_themes(
                consultation=request.consultation.id,
                theme=goes,
                into=stays,
                versions=(read.get(goes, 0), read.get(stays, 0)),
                by=request.visitor.account,
            )
        except Refusal as refusal:
            form.refuse(refusal.message)
        else:
            return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{stays}")
    return await _merge_page(request, theme, dengan, form)


@get(THEME + "/pecah", name="theme.splitting", opt=needs(Permission.REVIEW_THEMES))
async def show_splitting(
    request: Visit, theme: FromPath[UUID], bagian: FromQuery[int] = 2
) -> Response[Any]:
    """How the analysis would take the theme apart, in two to four."""
    return await _split_page(request, theme, bagian)


@post(THEME + "/pecah", name="theme.split", opt=needs(Permission.REVIEW_THEMES), status_code=303)
async def split(request: Visit, theme: FromPath[UUID]) -> Response[Any]:
    """Make themes of the parts that were given a name."""
    await require_theme(request, theme)
    form = PartsForm(await request.form(), locale=request.locale)
    count = number_in(form.parts.data)
    proposal = await _proposal(request, theme, count)
    if form.validate() and proposal is not None:
        names = form.names(len(proposal.parts))
        parts = [
            Part(name, part.inputs)
            for name, part in zip(names, proposal.parts, strict=True)
            if name
        ]
        if proposal.members != form.members.data:
            form.refuse(CHANGED)
        elif not parts:
            form.refuse(N_("Beri nama paling sedikit satu bagian: bagian itu menjadi tema baru."))
        elif len(parts) == len(proposal.parts):
            form.refuse(N_("Biarkan satu bagian tanpa nama: bagian itu tetap di tema ini."))
        else:
            try:
                await split_theme(
                    consultation=request.consultation.id,
                    theme=theme,
                    parts=parts,
                    version=number_in(form.version.data),
                    by=request.visitor.account,
                )
            except Refusal as refusal:
                form.refuse(refusal.message)
            else:
                return request.lead_to(f"/kerja/{request.consultation.slug}/tema/{theme}")
    return await _split_page(request, theme, count, form, proposal)


async def _merge_page(
    visit: Visit, theme: UUID, other: UUID | None, form: MergeForm | None = None
) -> Response[Any]:
    here = visit.consultation.id
    async with reading():
        pair = [await require_theme(visit, theme)]
        if other is not None and other != theme:
            pair.append(await require_theme(visit, other))
        quotes = {one.id: await central_members(one.id) for one in pair}
        names = [(key, name) for key, name in await theme_names_of(here) if key != theme]
        read = _versions(form.versions.data or "") if form else {}
        since = {one.id: await acts_since(one.id, read[one.id]) for one in pair if one.id in read}
    return page(
        visit,
        "drafting/theme_merging.html",
        status_code=422 if form else 200,
        theme=pair[0],
        pair=pair,
        quotes=quotes,
        names=names,
        since=since,
        form=form or _merging(visit, pair),
    )


def _merging(visit: Visit, pair: list[ThemeFacts]) -> MergeForm:
    # An answered theme has to be the one that stays; else the larger one likely is.
    first = max(pair, key=lambda one: (one.published_at is not None, one.inputs))
    form = MergeForm(
        locale=visit.locale,
        stays=str(first.id),
        versions=" ".join(f"{one.id}:{one.version}" for one in pair),
    )
    form.offer({str(one.id): one.name for one in pair})
    return form


def _versions(text: str) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for piece in text.split()[:2]:
        key, _, version = piece.partition(":")
        try:
            found[UUID(key)] = number_in(version)
        except ValueError:
            continue
    return found


async def _split_page(
    visit: Visit,
    theme: UUID,
    count: int,
    form: PartsForm | None = None,
    proposal: SplitProposal | None = None,
) -> Response[Any]:
    count = count if count in PARTS else PARTS[0]
    proposal = proposal or await _proposal(visit, theme, count)
    facts = await require_theme(visit, theme)
    central = [entry for part in (proposal.parts if proposal else []) for entry in part.central]
    if form is None:
        form = PartsForm(locale=visit.locale)
        for number, part in enumerate(proposal.parts if proposal else []):
            form[f"part_{number}"].data = part.label[:200] if number else ""
    form.version.data, form.parts.data = str(facts.version), str(count)
    form.members.data = proposal.members if proposal else ""
    return page(
        visit,
        "drafting/theme_splitting.html",
        status_code=422 if form.errors else 200,
        theme=facts,
        proposal=proposal,
        quotes=await inputs_by_id(central),
        count=count,
        counts=PARTS,
        not_answering=NOT_ANSWERING,
        form=form,
    )


async def _proposal(visit: Visit, theme: UUID, count: int) -> SplitProposal | None:
    count = count if count in PARTS else PARTS[0]
    return await ask(
        visit.app.state.settings,
        SplitInto(theme, count),
        SplitProposal,
        patience=PATIENCE_SECONDS,
    )
