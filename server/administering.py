"""What the administrator's commands do with the database."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import click

from analysis.asking import request_run
from analysis.run_claims import claim_run
from analysis.run_records import runs_of
from analysis.runs import perform_run
from analysis.weights import build_model
from consultations.accounts import create_account, grant_role, normalise_email, set_password_hash
from consultations.errors import NotFound, Refusal
from consultations.exporting import export_register
from consultations.import_rows import Preview
from consultations.importing import import_inputs
from consultations.queries.consultations import find_consultation
from consultations.signing_in import make_link
from consultations.tables import Account
from consultations.vocabulary import Role
from server.database import database
from server.mail.checking import examine_mail
from server.migrating import schema_drift
from server.migrations_due import Outdated, current_database, pending
from server.model_endpoint import examine_endpoint
from server.security.passwords import SHORTEST, hash_password
from server.settings import Settings
from server.worker import embedder_of


async def arrange_account(
    settings: Settings, email: str, name: str, role: str, slug: str, password: str
) -> str:
    """Make or change an account and return a fresh sign-in link."""
    if role and role not in set(Role):
        raise Refusal(f"There is no role {role!r}: {', '.join(Role)}.")
    if password and len(password) < SHORTEST:
        raise Refusal(f"A password has at least {SHORTEST} characters.")
    async with current_database(settings):
        account = await _account(email, name)
        if role:
            place = None if role == Role.ADMINISTRATOR else await _consultation(slug)
            await grant_role(account=account, role=Role(role), consultation=place)
        if password:
            await set_password_hash(
                account=account, password_hash=await hash_password(password), by=None
            )
        return f"{settings.address}/masuk/{await make_link(account=account)}"


async def register_preview(settings: Settings, slug: str, preview: Preview) -> int:
    """Import a preview without errors; returns how many inputs are new."""
    async with current_database(settings):
        return await import_inputs(consultation=await _consultation(slug), preview=preview, by=None)


async def analyse_now(settings: Settings, slug: str, seed: int) -> str:
    """Run the analysis in this process with a progress bar, and say what came of it."""
    async with current_database(settings):
        place = await _consultation(slug)
        await run_analysis(settings, place, seed)
        newest = (await runs_of(place))[0]
    facts = newest.metrics
    return (
        f"{facts['inputs']} inputs ({facts['distinct']} distinct), {facts['placed']} in proposed "
        f"themes, {facts['unthemed']} unthemed, campaigns of {facts['campaigns']}, "
        f"{facts['seconds']} s."
    )


async def run_analysis(settings: Settings, consultation: UUID, seed: int = 0) -> None:
    """Ask for a run and work it off here, with a progress bar. The database is open."""
    await request_run(consultation=consultation, by=None, seed=seed)
    run = await claim_run()
    if run is None:
        raise Refusal("A worker has taken the run already; follow it on the analysis page.")
    with click.progressbar(length=1, label="Reading the inputs") as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        await perform_run(run, embedder_of(settings), show)


async def export_to(settings: Settings, slug: str, target: Path) -> int:
    """Write a consultation's register; returns the number of inputs."""
    async with current_database(settings):
        return await export_register(await _consultation(slug), target)


async def examine(settings: Settings, say: Callable[[str], None]) -> int:
    """Look at database, migrations, mail and models; returns the number of problems."""
    problems = 0
    if not settings.database_url and not settings.sqlite_path.exists():
        raise Outdated(f"There is no database at {settings.sqlite_path} yet: run `rembuk migrate`.")
    async with database(settings):
        waiting, drift = await pending(), await schema_drift()
        say(f"database: {settings.database_url.partition('@')[2] or settings.sqlite_path}")
        for line in waiting:
            say(f"  migration not run: {line} (rembuk migrate)")
        for line in drift:
            say(f"  table without migration: {line}")
        problems += len(waiting) + len(drift)
        if not waiting:
            problems += await examine_mail(settings, say)
    say(f"model: {settings.model or build_model(settings.model_cache).name}")
    return problems + await examine_endpoint(settings, say)


async def _account(email: str, name: str) -> UUID:
    row = await Account.select(Account.id).where(Account.email == normalise_email(email)).first()
    if row is not None:
        return UUID(str(row["id"]))
    if not name:
        raise Refusal("There is no such account yet: give --name to make it.")
    account = await create_account(email=email, name=name)
    return account.id


async def _consultation(slug: str) -> UUID:
    found = await find_consultation(slug)
    if found is None:
        raise NotFound(f"There is no consultation {slug!r}.")
    return found.id
