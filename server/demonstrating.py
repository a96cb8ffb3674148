"""Prepares the demonstration: migrated, loaded, analysed, with a sign-in link for each role."""

from collections.abc import Callable

from analysis.run_records import latest_run
from consultations.demonstration.assessments import load_assessments
from consultations.demonstration.finished.loading import load_finished
from consultations.demonstration.innovations import load_innovations
from consultations.demonstration.loading import (
    PEOPLE,
    demonstration_account,
    find_demonstration,
    load_demonstration,
)
from consultations.demonstration.polling import load_poll
from consultations.demonstration.rewordings import load_rewordings
from consultations.demonstration.stages import load_stages
from consultations.demonstration.surveys import load_surveys
from consultations.evidence import EvidenceStore
from consultations.signing_in import make_link
from server.administering import run_analysis
from server.database import database
from server.migrating import migrate
from server.settings import Settings


async def prepare_demonstration(settings: Settings, say: Callable[[str], None]) -> dict[str, str]:
    """Do what has not been done yet; returns a fresh sign-in link by role."""
    async with database(settings):
        say("1/3 Bringing the database up to date …")
        await migrate()
        consultation = await find_demonstration()
        if consultation is None:
            say("2/3 Loading the demonstration consultations …")
            consultation = (await load_demonstration()).consultation
        else:
            say("2/3 The demonstration consultation is loaded already.")
        await load_surveys(consultation)
        await load_innovations(consultation)
        await load_poll(consultation)
        store = EvidenceStore(settings.evidence)
        await load_stages(consultation, store)
        await load_rewordings(consultation)
        await load_assessments(consultation)
        await load_finished(store)
        if await latest_run(consultation) is None:
            say("3/3 Analysing its inputs (the model is built once, then kept) …")
            await run_analysis(settings, consultation)
        else:
            say("3/3 It has been analysed already.")
        links: dict[str, str] = {}
        for role in PEOPLE:
            account = await demonstration_account(role)
            if account is not None:
                token = await make_link(account=account)
                links[role.value] = f"{settings.address}/masuk/{token}"
        return links
