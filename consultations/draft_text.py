"""Reads a draft written as Markdown or pasted as plain text into its units."""

from consultations.documents.markdown import read_markdown
from consultations.errors import Malformed
from consultations.splitting import ParsedDraft, split_draft
from consultations.vocabulary import N_

NOTHING_TO_SPLIT = N_("Tidak ada isi yang dapat dipecah menjadi butir. Periksa naskahnya.")


def parse_draft(text: str) -> ParsedDraft:
    """Split a text into units; ``Malformed`` when nothing in it could be one."""
    draft = split_draft(read_markdown(text))
    if not draft.clauses:
        raise Malformed(NOTHING_TO_SPLIT)
    return draft
