"""Takes the files of a posted form into the evidence store, with every refusal beside the field."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from litestar.datastructures import UploadFile
from wtforms.fields import Field

from consultations.errors import FileRefused
from consultations.evidence import LARGEST_FILE, MOST_FILES, CheckedFile, EvidenceStore, StoredFile
from consultations.evidence_leftovers import settle_kept
from consultations.transactions import StorageTrouble
from consultations.vocabulary import N_
from server.forms.localised import LocalisedForm
from server.visit import Visit

# All files at their limit and the words beside them.
LARGEST_FORM = (MOST_FILES + 1) * LARGEST_FILE


class GivenEvidence:
    """The checked files of a form; they are kept only when asked for, else forgotten."""

    def __init__(self, store: EvidenceStore) -> None:
        self._store = store
        self.checked: list[CheckedFile] = []
        self._kept: list[CheckedFile] = []

    async def keep(self) -> list[StoredFile]:
        """Keep the files, in the order they were given."""
        self._kept = self.checked
        return [await self._store.keep(checked) for checked in self.checked]

    async def close(self) -> None:
        """Leave on the disk what the submission refers to, and nothing else."""
        # Where even looking fails, the worker's sweep finds what is left.
        with suppress(StorageTrouble, OSError):
            await settle_kept(self._store, self._kept)
        for checked in self.checked:
            checked.discard()


@asynccontextmanager
async def given_evidence(
    visit: Visit, form: LocalisedForm, field: Field
) -> AsyncIterator[GivenEvidence]:
    """Check the files that were given; refusals are added to ``field``."""
    store = EvidenceStore(visit.app.state.settings.evidence)
    evidence = GivenEvidence(store)
    given = [file for file in (field.data or []) if isinstance(file, UploadFile)]
    if len(given) > MOST_FILES:
        _refuse(form, field, form.say(N_("Paling banyak %(most)s berkas."), most=MOST_FILES))
        given = []
    try:
        for file in given:
            content = await file.read(LARGEST_FILE + 1)
            await file.close()
            try:
                evidence.checked.append(await store.check(content, file.filename))
            except FileRefused as refusal:
                _refuse(form, field, f"{file.filename}: {form.say(refusal.message)}")
        yield evidence
    finally:
        await evidence.close()


def _refuse(form: LocalisedForm, field: Field, words: str) -> None:
    chosen_again = form.say(N_("Pilih lagi berkasnya; tulisan Anda masih ada."))
    field.errors = [*field.errors, f"{words} {chosen_again}" if not field.errors else words]
