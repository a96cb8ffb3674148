"""The web server against bare baselines in the same run: ``python -m tests.benchmarks.web``.

Servers listen on loopback; they and the load run on a processor each where there are two. Rounds
of ours and of the baselines alternate, so that whatever else the machine does meets both.
"""

import asyncio
import http.client
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

from consultations.demonstration.loading import written_inputs
from consultations.tables import Consultation
from consultations.transactions import transaction
from consultations.vocabulary import Visibility
from server.database import database
from server.migrating import migrate
from server.settings import Settings
from tests.benchmarks import bare
from tests.benchmarks.load import TOOL, Load, load
from tests.factories import find_clause, make_consultation, make_draft, make_input
from tests.processes import ServerProcess, environment, free_port, web_server
from tests.wire import FIELDS

ROUNDS = int(os.environ.get("BENCHMARK_ROUNDS", "7"))
SECONDS = float(os.environ.get("BENCHMARK_SECONDS", "2"))
CLIENTS = 16
STARTS = 5
FEW, MANY = 50, 5000

DRAFT = "/konsultasi/contoh/rancangan/1"
PAGE_OF_FEW, PAGE_OF_MANY = f"{DRAFT}/butir/1.1.1", f"{DRAFT}/butir/1.1.2"
FORM = f"{DRAFT}/bagian/1.1"
STYLE = "/static/css/rembuk.css"
TEXT = (
    "Tiap kali mau ambil antrean daring pasti sudah habis. Jam lima pagi dibuka, jam lima lewat "
    "sepuluh kuotanya penuh. Kami yang kerja pabrik kapan sempatnya?"
)
BODY = urlencode({**FIELDS, "text": TEXT}) + "&key={key}"

SAME, BARE = "the same bytes by a Litestar handler", "the same bytes by bare ASGI"
FEW_SHOWN, MANY_SHOWN = f"page with {FEW} inputs", f"page of {MANY:,} inputs"
STATIC, INPUT = "static file of the same server", "durable input"
RATIOS = (
    (FEW_SHOWN, SAME, "≥ 0.60"),
    (FEW_SHOWN, BARE, ""),
    (FEW_SHOWN, MANY_SHOWN, "≤ 1.20"),
    (INPUT, STATIC, "≥ 0.30"),
    (INPUT, SAME, ""),
)

Measure = Callable[[int], tuple[Load, float]]


async def prepare(settings: Settings) -> None:
    """A consultation with a clause of few inputs and one of many, worded as people word them."""
    texts = itertools.cycle(entry["text"] for entry in written_inputs())
    async with database(settings):
        await migrate()
        consultation = await make_consultation()
        draft = await make_draft(consultation)
        for number, count in (("1.1.1", FEW), ("1.1.2", MANY)):
            clause = await find_clause(draft, number)
            async with transaction():
                for _ in range(count):
                    await make_input(
                        consultation, clause.id, next(texts), visibility=Visibility.ANONYMOUS
                    )
        assert await Consultation.count() == 1


@contextmanager
def servers(settings: Settings, folder: Path) -> Iterator[dict[str, ServerProcess]]:
    """Ours and the bare ones, each started and answering."""
    with ExitStack() as stack:
        ours = stack.enter_context(web_server(settings))
        page = folder / "page.html"
        page.write_bytes(read(settings.port, PAGE_OF_FEW))
        running = {"ours": ours}
        for name in ("litestar_app", "asgi_app"):
            port = free_port()
            command = [
                *(sys.executable, "-m", "uvicorn", f"tests.benchmarks.bare:{name}", "--factory"),
                *("--port", str(port), "--log-level", "warning", "--no-access-log"),
            ]
            env = environment(settings, **{bare.PAGE: str(page)})
            running[name] = ServerProcess(command, port, env, "/")
            stack.callback(running[name].stop)
        yield running


def read(port: int, path: str) -> bytes:
    """The body of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == http.HTTPStatus.OK, (path, response.status)
        return response.read()
    finally:
        connection.close()


def measurement(
    server: ServerProcess, path: str, *, body: str | None = None, connections: int = CLIENTS
) -> Measure:
    """What to run each round: the load and the server's processor milliseconds a request."""
    spare = 1 if (os.cpu_count() or 1) > 1 else None

    def measure(number: int) -> tuple[Load, float]:
        before = server.processor_seconds
        seen = load(
            server.port,
            path,
            seconds=SECONDS,
            connections=connections,
            run=f"putaran-{number}",
            body=body,
            processor=spare,
        )
        return seen, (server.processor_seconds - before) / seen.requests * 1000

    return measure


def measure_all(measures: dict[str, Measure]) -> dict[str, list[tuple[Load, float]]]:
    """Every measurement once a round, after one round that only warms up."""
    found: dict[str, list[tuple[Load, float]]] = {name: [] for name in measures}
    for number in range(ROUNDS + 1):
        print(f"round {number} of {ROUNDS}", file=sys.stderr)
        for name, measure in measures.items():
            seen = measure(number)
            if number:
                found[name].append(seen)
    return found


def starts(settings: Settings) -> tuple[float, float]:
    """Median seconds from starting the process to its first answered page, and megabytes then."""
    seconds, megabytes = [], []
    # Python keeps its bytecode unless it is told not to; the first start here writes it.
    kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(settings.data / "bytecode")}
    with web_server(settings, **kept):
        pass
    for _ in range(STARTS):
        with web_server(settings, **kept) as server:
            seconds.append(server.seconds_to_first_answer)
            megabytes.append(server.resident_megabytes)
    return statistics.median(seconds), statistics.median(megabytes)


def heavy_imports(settings: Settings) -> list[str]:
    """Which of the libraries for learning the web application has loaded once it is built."""
    script = (
        "import sys; from server.app import create_app; create_app();"
        "print(*sorted({'torch', 'transformers', 'sklearn', 'scipy', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(settings),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def ratio(
    found: dict[str, list[tuple[Load, float]]], name: str, baseline: str
) -> tuple[float, float, float]:
    """Median, least and greatest of a round's requests a second over the baseline's."""
    ratios = [
        ours.per_second / theirs.per_second
        for (ours, _), (theirs, _) in zip(found[name], found[baseline], strict=True)
    ]
    return statistics.median(ratios), min(ratios), max(ratios)


def report(
    found: dict[str, list[tuple[Load, float]]], start: tuple[float, float], resident: float
) -> None:
    """Print the tables of the README."""
    print(
        f"Load by {TOOL or 'our own client'}, {CLIENTS} connections, {os.cpu_count()} processors; "
        f"medians of {ROUNDS} rounds of {SECONDS:g} s.\n"
    )
    print("| measured | requests/s | p99 | CPU a request | errors |")
    print("|---|---|---|---|---|")
    for name, rounds in found.items():
        loads = [seen for seen, _ in rounds]
        print(
            f"| {name} | {statistics.median(seen.per_second for seen in loads):,.0f} "
            f"| {statistics.median(seen.p99_milliseconds for seen in loads):.0f} ms "
            f"| {statistics.median(cost for _, cost in rounds):.2f} ms "
            f"| {sum(seen.errors for seen in loads)} |"
        )
    print("\n| figure | measured | aim |")
    print("|---|---|---|")
    for name, baseline, aim in RATIOS:
        middle, least, most = ratio(found, name, baseline)
        print(f"| {name} ÷ {baseline} | {middle:.2f} ({least:.2f}–{most:.2f}) | {aim} |")
    print(f"| web process, from start to first answer | {start[0]:.2f} s | < 2 s |")
    print(
        f"| its memory then / after all this load | {start[1]:.0f} / {resident:.0f} MB | < 150 MB |"
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(data=Path(place) / "data", port=free_port())
        asyncio.run(prepare(settings))
        loaded = heavy_imports(settings)
        start = starts(settings)
        with servers(settings, Path(place)) as running:
            ours = running["ours"]
            if (os.cpu_count() or 1) > 1:
                for server in running.values():
                    server.pin(0)
            found = measure_all(
                {
                    SAME: measurement(running["litestar_app"], "/"),
                    FEW_SHOWN: measurement(ours, PAGE_OF_FEW),
                    BARE: measurement(running["asgi_app"], "/"),
                    MANY_SHOWN: measurement(ours, PAGE_OF_MANY),
                    STATIC: measurement(ours, STYLE),
                    INPUT: measurement(ours, FORM, body=BODY),
                }
            )
            report(found, start, ours.resident_megabytes)
    print(f"\nLibraries for learning in the web process: {', '.join(loaded) or 'none'}.")


if __name__ == "__main__":
    main()
