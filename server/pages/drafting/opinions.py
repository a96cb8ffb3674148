"""Groups of opinion for the team: looked at, shown to everybody, downloaded."""

import asyncio
import csv
import io
from collections.abc import Iterable
from typing import Any

from litestar import Response, get, post

from analysis.opinion_records import opinions_of
from consultations.clock import now
from consultations.errors import Refusal
from consultations.polling.stating import set_terms
from consultations.queries.statements import ballots_of, statements_of, terms_of
from consultations.transactions import reading
from consultations.vocabulary import N_
from server.opinion_sheets import Row, statement_rows, vote_rows
from server.pages.drafting.statements import KEEP, STATEMENTS
from server.responses import page
from server.visit import Visit

GROUPS = STATEMENTS + "/kelompok"


class NothingToShow(Refusal):
    """There are no groups that may be shown."""

    message = N_("Belum ada kelompok pendapat yang dapat ditampilkan.")


@get(GROUPS, name="opinion.show", opt=KEEP)
async def show_groups(request: Visit) -> Response[Any]:
    """The groups, or what is missing before there are any."""
    async with reading():
        opinions = await opinions_of(request.consultation.id)
        terms = await terms_of(request.consultation.id)
        asked = await statements_of(request.consultation.id)
    return page(
        request, "drafting/opinions.html", opinions=opinions, terms=terms, asked=bool(asked)
    )


@post(GROUPS, name="opinion.publish", opt=KEEP, status_code=303)
async def publish(request: Visit) -> Response[Any]:
    """Let everybody read the groups, or take that back."""
    shown = (await request.form()).get("tindakan") == "tampilkan"
    if shown:
        opinions = await opinions_of(request.consultation.id)
        if opinions is None or opinions.missing:
            raise NothingToShow
    await set_terms(
        consultation=request.consultation.id, groups_shown=shown, by=request.visitor.account
    )
    return request.lead_to(request.url.path)


@get(STATEMENTS + "/pernyataan.csv", name="statement.csv", opt=KEEP)
async def download_statements(request: Visit) -> Response[Any]:
    """Every statement with its votes, and what each group says of it."""
    async with reading():
        statements = await statements_of(request.consultation.id)
        opinions = await opinions_of(request.consultation.id)
    return await _csv(request, "pernyataan", statement_rows(statements, opinions))


@get(STATEMENTS + "/suara.csv", name="statement.votes.csv", opt=KEEP)
async def download_votes(request: Visit) -> Response[Any]:
    """Every vote; people are numbers that say nothing about them."""
    async with reading():
        statements = await statements_of(request.consultation.id)
        ballots = await ballots_of(request.consultation.id)
    return await _csv(request, "suara", vote_rows(statements, ballots))


async def _csv(visit: Visit, what: str, rows: Iterable[Row]) -> Response[Any]:
    def written() -> bytes:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        return text.getvalue().encode("utf-8-sig")

    name = f"{what}-{visit.consultation.slug}-{now():%Y-%m-%d}.csv"
    return Response(
        await asyncio.to_thread(written),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
