"""Has documents set in a confined process, so that the web process stays light and responsive."""

import asyncio
import json
import tempfile
from pathlib import Path

from consultations.confining import ConfinedFailure, run_confined
from consultations.errors import Refusal
from consultations.session_documents.blocks import Document
from consultations.vocabulary import N_

_SETTING = "consultations.session_documents.setting"


class NotSet(Refusal):
    """The document could not be made; what it is made of is untouched."""

    message = N_("Dokumen ini belum dapat dibuat. Coba lagi sebentar lagi.")


async def typeset(document: Document, suffix: str) -> bytes:
    """The document as ``pdf`` or ``docx``."""
    with tempfile.TemporaryDirectory(prefix="rembuk-") as folder:
        source, target = Path(folder) / "document.json", Path(folder) / f"document.{suffix}"
        await asyncio.to_thread(source.write_text, json.dumps(document.plain()), encoding="utf-8")
        try:
            await run_confined(_SETTING, str(source), str(target))
        except ConfinedFailure as failure:
            raise NotSet from failure
        return await asyncio.to_thread(target.read_bytes)
