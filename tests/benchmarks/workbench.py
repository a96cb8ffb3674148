"""What the pages of themes cost with many inputs: ``python -m tests.benchmarks.workbench``.

Measured are statements and milliseconds of the server alone, without a socket, on the embedded
database; on a busy machine the processor's milliseconds say more. Texts are the demonstration's,
recombined; where they lie and which themes they are in is made up, as only the pages are
measured. With a folder's name behind the command the data stays there, to be looked at.
"""

import asyncio
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

import numpy as np
from httpx import ASGITransport, AsyncClient

from analysis.layout import lay_out
from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme, RunArtefact, RunLayout
from consultations.answering import Answer, answer_theme
from consultations.clock import now
from consultations.commenting import submit_input
from consultations.demonstration.loading import (
    demonstration_account,
    find_demonstration,
    load_demonstration,
    written_inputs,
)
from consultations.regions import PROVINCES
from consultations.tables import Input, Theme, Unit
from consultations.theming import Placement, accept_theme
from consultations.transactions import transaction
from consultations.vocabulary import (
    Channel,
    Decision,
    Element,
    Role,
    RunStatus,
    UnitKind,
    VulnerableGroup,
)
from server.app import create_app
from server.database import Engine, database
from server.migrating import migrate
from server.settings import Settings
from tests.analysis.clouds import clouds
from tests.client import Visitor
from tests.factories import make_statement

INPUTS = int(os.environ.get("BENCHMARK_INPUTS", "10000"))
ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "5"))
THEMES, ACCEPTED = 70, 24
SLUG = "peta-jalan-pelayanan-publik"
UNTHEMED = 0.06


async def prepare() -> None:
    """The demonstration with many more inputs, a run, proposals and accepted themes."""
    here = (await load_demonstration()).consultation
    chance = random.Random(0)
    units = [
        row["id"] for row in await Unit.select(Unit.id).where(Unit.kind == UnitKind.CLAUSE.value)
    ]
    texts = itertools.cycle(entry["text"] for entry in written_inputs())
    async with transaction():
        for number in range(INPUTS - await Input.count()):
            text = f"{next(texts)} {chance.choice(PROVINCES)}, kali ke-{number}."
            await submit_input(
                consultation=here,
                unit=chance.choice(units),
                statement=make_statement(
                    text,
                    element=chance.choice(list(Element)),
                    region=chance.choice(PROVINCES),
                    vulnerable_group=VulnerableGroup.DISABILITY if number % 97 == 0 else None,
                ),
                idempotency_key=f"beban-{number}",
            )
        await Input.update({Input.channel: Channel.PAPER.value}).where(Input.region == PROVINCES[0])
        entries = [row["id"] for row in await Input.select(Input.id).order_by(Input.number)]
        chance.shuffle(entries)
        await _analysed(here, entries)


async def _analysed(here: UUID, entries: list[UUID]) -> None:
    run = AnalysisRun(consultation=here, status=RunStatus.DONE.value, step="", finished_at=now())
    await AnalysisRun.insert(run)
    sizes = [len(part) for part in np.array_split(entries, THEMES)]
    vectors, _ = clouds(sizes, spread=0.9)
    points = lay_out(vectors, [], seed=0).astype("<u2").tobytes()
    keys = b"".join(entry.bytes for entry in entries)
    await RunArtefact.insert(RunArtefact(run=run.id, space=b"", inputs=keys, layers=b""))
    await RunLayout.insert(RunLayout(run=run.id, points=points))
    start = 0
    for place, size in enumerate(sizes):
        members = entries[start : start + int(size * (1 - UNTHEMED))]
        start += size
        if place < ACCEPTED:
            await _accept(here, f"Tema nomor {place + 1}", members, run.id, place)
        else:
            await _propose(run.id, place, members)


async def _accept(here: UUID, name: str, members: list[UUID], run: UUID, place: int) -> None:
    theme = await accept_theme(
        consultation=here,
        name=name,
        placements=[Placement(entry, 0.9 - n / 1000) for n, entry in enumerate(members)],
        run=run,
        by=None,
    )
    if place % 3 == 0:
        answer = Answer(decision=Decision.ACCEPTED, reason="Ya.", reply="Ya.")
        await answer_theme(theme=theme.id, answer=answer, version=0, publish=True, by=None)


async def _propose(run: UUID, place: int, members: list[UUID]) -> None:
    candidate = CandidateTheme(
        run=run, position=place, label=f"usulan · nomor · {place}", prototype=b"", stability=0.7
    )
    await CandidateTheme.insert(candidate)
    rows = [
        CandidateMember(candidate=candidate.id, input=entry, score=0.8, central=n)
        for n, entry in enumerate(members)
    ]
    await CandidateMember.insert(*rows)


async def pages(slug: str) -> dict[str, str]:
    """What is measured."""
    work, public = f"/kerja/{slug}", f"/konsultasi/{slug}"
    theme = await Theme.select(Theme.id).order_by(Theme.name).first()
    candidate = await CandidateTheme.select(CandidateTheme.id).first()
    assert theme
    assert candidate
    here = f"{work}/tema/{theme['id']}"
    return {
        "board": f"{work}/tema",
        "theme": here,
        "theme, figures": f"{here}/angka",
        "decision": f"{here}/keputusan",
        "proposal": f"{work}/tema/usulan/{candidate['id']}",
        "unthemed": f"{work}/belum-bertema",
        "triage": f"{work}/belum-bertema/satu-per-satu",
        "triage, lone voices": f"{work}/belum-bertema/satu-per-satu?tunggal=true",
        "map": f"{work}/tema/peta",
        "map, points": f"{work}/tema/peta/titik.json",
        "cross-tab, element": f"{work}/tema/tabel",
        "cross-tab, region": f"{work}/tema/tabel?menurut=wilayah",
        "cross-tab, unit": f"{work}/tema/tabel?menurut=butir",
        "cross-tab, public": f"{public}/hasil/tema?menurut=wilayah",
        "units and themes": f"{work}/rujukan/butir",
        "references": f"{work}/rujukan",
        "register": f"{work}/masukan",
    }


async def measure(engine: Engine, settings: Settings, slug: str) -> None:
    """Print a row a page."""
    app = create_app(settings, engine=engine)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client:
        account = await demonstration_account(Role.DRAFTER)
        assert account
        visitor = await Visitor(client).sign_in(account)
        print("| page | statements | median ms | processor ms | kB |\n|---|---|---|---|---|")
        for name, path in (await pages(slug)).items():
            times, busy, before, size = [], time.process_time(), engine.statements, 0
            for _ in range(ROUNDS):
                began = time.perf_counter()
                answer = await visitor._send("GET", path)
                times.append((time.perf_counter() - began) * 1000)
                assert answer.status_code == 200, (path, answer.status_code)
                size = len(answer.content)
            counted = round((engine.statements - before) / ROUNDS)
            busy = (time.process_time() - busy) / ROUNDS * 1000
            print(
                f"| {name} | {counted} | {statistics.median(times):.0f} | {busy:.0f} "
                f"| {size / 1000:.0f} |",
                flush=True,
            )


async def main(folder: Path) -> None:
    """Prepare where it has not been, then measure."""
    settings = Settings(data=folder, address_burst=0)
    async with database(settings) as engine:
        await migrate()
        if await find_demonstration() is None:
            await prepare()
        print(f"{await Input.count():,} inputs, {await Theme.count()} accepted themes\n")
        await measure(engine, settings, SLUG)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as plain:
        asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else plain)))
