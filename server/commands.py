"""The ``rembuk`` command: everything an administrator does without a browser."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import click

from server.settings import Settings

MOST_ERRORS = 20


class Plainly(click.Group):
    """Turns what went wrong into one plain sentence and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from server.sentences import sentence_for

            sentence = sentence_for(error)
            if sentence:
                raise click.ClickException(sentence) from error
            raise


@click.group(cls=Plainly)
@click.version_option(package_name="rembuk")
@click.pass_context
def rembuk(context: click.Context) -> None:
    """Rembuk: consultations on public-service roadmaps."""
    context.obj = Settings.from_environment()


@rembuk.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Start web and worker together."""
    from server.serving import require_free_address, run_both

    require_free_address(settings)
    _run(_migrated(settings))
    sys.exit(run_both(settings))


@rembuk.command()
@click.option("--workers", default=1, show_default=True, help="processes; more need PostgreSQL")
@click.pass_obj
def web(settings: Settings, workers: int) -> None:
    """Start the web server only."""
    from server.migrations_due import require_current_database
    from server.serving import require_free_address, run_web

    require_free_address(settings)
    _run(require_current_database(settings))
    run_web(settings, workers)


@rembuk.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Start a worker only: it embeds, analyses and places inputs."""
    from server.migrations_due import require_current_database
    from server.worker import work

    _run(require_current_database(settings))
    asyncio.run(work(settings))
    # The model may still be loading in a thread, which holds nothing that could be lost.
    sys.stdout.flush()
    os._exit(0)


@rembuk.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database up to date."""
    done = _run(_migrated(settings))
    click.echo("\n".join(done) if done else "Nothing to do: the database is up to date.")


@rembuk.command()
@click.option("--serve/--no-serve", "then_serve", default=True, help="start web and worker after")
@click.pass_context
def demo(context: click.Context, *, then_serve: bool) -> None:
    """Load the demonstration consultation, analyse it and start everything."""
    from server.demonstrating import prepare_demonstration
    from server.serving import require_free_address

    settings: Settings = context.obj
    if then_serve:
        require_free_address(settings)
    links = _run(prepare_demonstration(settings, click.echo))
    click.echo("\nSign in by link (each works once, for a day):")
    for role, link in links.items():
        click.echo(f"  {role:15} {link}")
    if then_serve:
        click.echo("")
        context.invoke(serve)


@rembuk.command()
@click.argument("email")
@click.option("--name", default="", help="needed for a new account")
@click.option("--role", default="", help="administrator, penyusun, fasilitator or notulis")
@click.option("--consultation", default="", help="slug; needed for roles other than administrator")
@click.option("--password", is_flag=True, help="ask for a password")
@click.pass_obj
def user(
    settings: Settings, email: str, name: str, role: str, consultation: str, *, password: bool
) -> None:
    """Make an account or change it, and print a sign-in link."""
    from server.administering import arrange_account

    secret = click.prompt("Password", hide_input=True, confirmation_prompt=True) if password else ""
    click.echo(_run(arrange_account(settings, email, name, role, consultation, secret)))


@rembuk.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", required=True, help="slug of the consultation")
@click.option("--column", multiple=True, metavar="OURS=THEIRS", help="which column holds what")
@click.option("--all", "fixed", multiple=True, metavar="OURS=VALUE", help="a value for every row")
@click.option("--yes", is_flag=True, help="import without asking")
@click.pass_obj
def import_(
    settings: Settings,
    file: Path,
    consultation: str,
    column: tuple[str, ...],
    fixed: tuple[str, ...],
    *,
    yes: bool,
) -> None:
    """Load inputs from a CSV or XLSX file, after a preview."""
    from consultations.importing import preview_import
    from server.administering import register_preview
    from server.sentences import in_english

    preview = preview_import(file, mapping=_pairs(column), fixed=_pairs(fixed))
    click.echo(f"{len(preview.rows)} rows can be imported; columns: {', '.join(preview.columns)}.")
    if preview.ignored:
        click.echo(f"Columns left out: {', '.join(preview.ignored)}.")
    for row in preview.rows[:3]:
        click.echo(f"  e.g. [{in_english(row.statement.element.label)}] {row.statement.text[:90]}")
    for error in preview.errors[:MOST_ERRORS]:
        click.echo(f"  row {error.row}, {error.column}: {in_english(error.problem)}", err=True)
    if preview.errors:
        raise click.ClickException(f"{len(preview.errors)} errors; nothing was stored.")
    if not yes:
        click.confirm("Import these rows?", abort=True)
    new = _run(register_preview(settings, consultation, preview))
    click.echo(f"{new} new inputs registered, {len(preview.rows) - new} were there already.")


@rembuk.command()
@click.argument("consultation")
@click.option("--seed", default=0, show_default=True)
@click.pass_obj
def analyse(settings: Settings, consultation: str, seed: int) -> None:
    """Group a consultation's inputs into proposed themes, here and now."""
    from server.administering import analyse_now

    click.echo(_run(analyse_now(settings, consultation, seed)))


@rembuk.command()
@click.argument("consultation")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export(settings: Settings, consultation: str, target: Path) -> None:
    """Write the register of a consultation as CSV."""
    from server.administering import export_to

    click.echo(f"{_run(export_to(settings, consultation, target))} inputs written to {target}.")


@rembuk.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(settings: Settings, target: Path) -> None:
    """Copy the embedded database, also while it is in use."""
    from server.backing_up import back_up

    click.echo(f"{back_up(settings, target):,} bytes written to {target}.")


@rembuk.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(settings: Settings, source: Path) -> None:
    """Put a backup in place of a database that is not there yet."""
    from server.backing_up import restore as put_back

    put_back(settings, source)
    click.echo(f"Restored {settings.sqlite_path}.")


@rembuk.command()
@click.pass_obj
def check(settings: Settings) -> None:
    """Say whether everything needed is there and agrees."""
    from server.administering import examine

    problems = _run(examine(settings, click.echo))
    if problems:
        raise click.ClickException(f"{problems} problem(s) found.")
    click.echo("All is well.")


@rembuk.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--report", type=click.Path(file_okay=False, path_type=Path), default="benchmarks")
@click.option(
    "--scale/--no-scale", default=False, help="also 10,000 texts beside rivals, and up to 100,000"
)
def benchmark(data: Path, report: Path, *, scale: bool) -> None:
    """Measure the analysis on a folder of labelled data sets, beside other ways to group."""
    from server.benchmarking import measure_analysis

    measure_analysis(data.resolve(), report.resolve(), scale=scale)
    click.echo(f"Tables and pictures are in {report}.")


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


async def _migrated(settings: Settings) -> list[str]:
    from server.database import database
    from server.migrating import migrate as bring_up

    async with database(settings):
        return await bring_up()


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for ours, sign, _ in pairs:
        if not sign:
            raise click.ClickException(f"{ours!r} should read NAME=VALUE.")
    return {ours: theirs for ours, _, theirs in pairs}
