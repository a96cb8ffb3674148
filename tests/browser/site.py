"""A whole site to look at: the demonstration, some themes decided, one web server of its own."""

import asyncio
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from uuid import UUID

from analysis.proposals import accept_proposal
from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from consultations.answering import Answer, answer_theme
from consultations.clock import now
from consultations.commenting import receipt_token, register_input
from consultations.demonstration.loading import Demonstration, answer_key, load_demonstration
from consultations.drafting import prepare_draft
from consultations.noting import announce_session
from consultations.queries.consultations import find_consultation_by_id
from consultations.signing_in import make_link, start_sign_in
from consultations.tables import DraftVersion
from consultations.vocabulary import Channel, Decision, Role, RunStatus, SessionKind
from server.database import database
from server.migrating import migrate
from server.settings import CHECKOUT, Settings
from tests.factories import DRAFT as NEXT_DRAFT
from tests.factories import find_clause, make_statement

UNIT = "3.1.2"
QUIET_UNIT = "1.1.2"
# What people paste: nothing of it may widen a page.
UNWIELDY = (
    "https://contoh.go.id/" + "layanan-terpadu-satu-pintu/" * 12 + "\n\n"
    "Mempertanggungjawabkan" + "ketidakmampuannya" * 12 + "\n\n"
    "👩🏽‍🦽👨‍👩‍👧‍👦🇮🇩🙏🏽✨ مرحبا بكم في الخدمة العامة, אלה מילים. ꦲꦏ꧀ꦱꦫꦗꦮ"
)
ANSWERS = {
    "antrean": Answer(
        decision=Decision.ACCEPTED,
        reason="Waktu tunggu adalah keluhan yang paling luas, dan jam layanan dapat diatur daerah.",
        reply="Butir 3.1.2 dan 3.1.4 kami ubah: jam sore dan papan waktu tunggu menjadi kewajiban.",
    ),
    "replikasi": Answer(
        decision=Decision.PARTLY_ACCEPTED,
        reason="Pendampingan dapat dianggarkan, insentif daerah masih memerlukan aturan lain.",
        reply="Pendampingan replikasi masuk ke Bab V. Insentifnya kami bahas pada tahap berikut.",
    ),
    "survei": Answer(
        decision=Decision.NOT_ACCEPTED,
        reason="Survei bulanan membebani petugas; triwulanan sudah cukup menurut hasil kajian.",
        reply="Kami tidak menambah frekuensi survei, tetapi hasilnya akan dibuka untuk umum.",
    ),
}
DRAFT_ANSWER = "data-pribadi"
ACCEPTED_ONLY = "fotokopi"


@dataclass(frozen=True)
class Site:
    """Where the site is, who can enter it, and what the parameters of its addresses may be."""

    address: str
    database: Path
    slug: str
    cookies: dict[Role, str]
    links: dict[Role, str]
    receipts: dict[str, str]
    parameters: dict[str, str]

    def path(self, route: str) -> str:
        """A route's path with its parameters filled in; an unknown one is an error to mend here."""
        path = route
        for part in [piece for piece in route.split("/") if piece.startswith("{")]:
            path = path.replace(part, self.parameters[part.strip("{}")])
        return path


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[Site]:
    """Prepare everything in ``folder`` and serve it until the block ends."""
    port = port or _free_port()
    settings = Settings(data=folder, port=port)
    facts = asyncio.run(_prepare(settings))
    environment = {**os.environ, "REMBUK_DATA": str(folder), "REMBUK_PORT": str(port)}
    environment |= {"REMBUK_HOST": settings.host, "PYTHONPATH": str(CHECKOUT)}
    environment.pop("REMBUK_DATABASE_URL", None)
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "server", "web"],
            env=environment,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_up(f"{settings.address}/sehat", server, folder / "server.log")
            yield Site(address=settings.address, database=settings.sqlite_path, **facts)
        finally:
            server.terminate()
            server.wait(10)


async def _prepare(settings: Settings) -> dict[str, object]:
    async with database(settings):
        await migrate()
        demonstration = await load_demonstration()
        consultation = demonstration.consultation
        here = await find_consultation_by_id(consultation, "id")
        assert here is not None
        by = demonstration.accounts[Role.DRAFTER]
        candidates = await _propose(demonstration)
        themes = await _decide(consultation, candidates, by)
        await _say_unwieldy_things(demonstration)
        await prepare_draft(consultation=consultation, text=NEXT_DRAFT, by=by)
        session = await announce_session(
            consultation=consultation,
            kind=SessionKind.FGD,
            title="FGD pelayanan di pulau-pulau kecil",
            theme="Kapal layanan dan sinyal",
            place="Balai Desa Namlea, Buru",
            moderator="Fitri Fasilitator",
            starts_at=now(),
            by=demonstration.accounts[Role.FACILITATOR],
        )
        accounts = demonstration.accounts
        return {
            "slug": here.slug,
            "cookies": {r: (await start_sign_in(account=a)).token for r, a in accounts.items()},
            "links": {r: await make_link(account=a) for r, a in accounts.items()},
            "receipts": {
                state: receipt_token(f"demonstrasi-{consultation}-{key}")
                for state, key in _followed().items()
            },
            "parameters": {
                "slug:str": here.slug,
                "version:int": "1",
                "number:int": "2",
                "kind:str": "butir",
                "number:str": UNIT,
                "token:str": receipt_token(f"demonstrasi-{consultation}-{_followed()['answered']}"),
                "session:uuid": str(session.id),
                "theme:uuid": str(themes["antrean"]),
                "candidate:uuid": str(candidates["internet"]),
            },
        }


def _followed() -> dict[str, str]:
    """Inputs whose receipts are looked at, by how far they have come."""
    members = {key: theme["inputs"] for key, theme in answer_key()["themes"].items()}
    return {
        "answered": members["antrean"][0],
        "grouped": members[ACCEPTED_ONLY][0],
        "proposed": members["pungli"][0],
        "new": answer_key()["minority"],
    }


async def _propose(demonstration: Demonstration) -> dict[str, UUID]:
    """What an analysis would propose, taken from the demonstration's answer key: no model runs."""
    metrics = {"inputs": 300, "placed": 280, "unthemed": 20, "seconds": 4.2, "campaigns": [24]}
    run = AnalysisRun(
        consultation=demonstration.consultation,
        status=RunStatus.DONE.value,
        step="",
        model="multilingual-e5-small",
        parameters=json.dumps({"neighbours": 12, "resolution": 1.0}),
        metrics=json.dumps(metrics),
        input_hash=hashlib.sha256(b"demonstration").hexdigest(),
        code_version="0",
        finished_at=now(),
    )
    await AnalysisRun.insert(run)
    candidates: dict[str, UUID] = {}
    for position, (key, theme) in enumerate(answer_key()["themes"].items()):
        candidate = CandidateTheme(
            run=run.id, position=position, label=theme["label"], prototype=b""
        )
        await CandidateTheme.insert(candidate)
        await CandidateMember.insert(
            *[
                CandidateMember(
                    candidate=candidate.id,
                    input=demonstration.inputs[entry],
                    score=max(0.2, 0.95 - place / 100),
                    central=place if place < 3 else None,
                )
                for place, entry in enumerate(theme["inputs"])
            ]
        )
        candidates[key] = candidate.id
    return candidates


async def _decide(consultation: UUID, candidates: dict[str, UUID], by: UUID) -> dict[str, UUID]:
    """Some proposals are themes already, some of them answered."""
    themes: dict[str, UUID] = {}
    labels = {key: theme["label"] for key, theme in answer_key()["themes"].items()}
    for key in (*ANSWERS, DRAFT_ANSWER, ACCEPTED_ONLY):
        theme = await accept_proposal(
            consultation=consultation,
            candidate=candidates[key],
            name=labels[key],
            description="",
            by=by,
        )
        themes[key] = theme.id
        answer = ANSWERS.get("antrean" if key == DRAFT_ANSWER else key)
        if answer is not None:
            await answer_theme(
                theme=theme.id, answer=answer, version=0, publish=key != DRAFT_ANSWER, by=by
            )
    return themes


async def _say_unwieldy_things(demonstration: Demonstration) -> None:
    version = await DraftVersion.objects().get(
        DraftVersion.consultation == demonstration.consultation
    )
    assert version is not None
    unit = await find_clause(version, UNIT)
    await register_input(
        consultation=demonstration.consultation,
        statement=make_statement(
            UNWIELDY,
            author_name="Raden-Mas-" + "Panjang" * 10,
            organisation="Perkumpulan" * 10,
            proposed_wording=UNWIELDY,
            reason=UNWIELDY,
        ),
        channel=Channel.ONLINE,
        version=version.id,
        unit=unit.id,
        idempotency_key="unwieldy",
        received_at=now(),
        consent_at=now(),
    )


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The site did not come up: {log.read_text()[-2000:]}")
