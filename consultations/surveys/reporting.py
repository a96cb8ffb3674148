"""Has the report of an SKM set in a confined process, so that the web process stays light."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from consultations.confining import ConfinedFailure, run_confined
from consultations.errors import Refusal
from consultations.vocabulary import N_


class ReportNotMade(Refusal):
    """The report could not be set; the figures are untouched."""

    message = N_("Dokumen ini belum dapat dibuat. Coba lagi sebentar lagi.")


async def make_report(words: dict[str, Any]) -> bytes:
    """The PDF that ``report.typ`` makes of these words. Raises ``ReportNotMade``."""
    with tempfile.TemporaryDirectory(prefix="rembuk-") as folder:
        source, target = Path(folder) / "report.json", Path(folder) / "laporan.pdf"
        await asyncio.to_thread(source.write_text, json.dumps(words), encoding="utf-8")
        try:
            await run_confined("consultations.surveys.report_setting", str(source), str(target))
        except ConfinedFailure as failure:
            raise ReportNotMade from failure
        return await asyncio.to_thread(target.read_bytes)
