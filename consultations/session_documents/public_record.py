"""The Berita Acara as everyone may read it: without who was there, who signed, and how to join.

What was said in it is already as the public may read it; the team's own words are masked here,
since nobody moderates them.
"""

from dataclasses import replace

from consultations.figures.hiding import FEWEST_SHOWN
from consultations.personal_data import find_personal_data, mask
from consultations.queries.session_dossiers import Dossier
from consultations.session_documents.blocks import Block, Document, Grid, Paragraph
from consultations.session_documents.composing import compose_record
from consultations.session_documents.parts import section
from consultations.vocabulary import Element, SessionFileUse

_NOTICE = (
    "Versi publik: nama peserta dan penanda tangan, kontak, serta tautan rapat tidak dicantumkan. "
    "Naskah yang ditandatangani disimpan oleh penyelenggara."
)
_NAME_LEFT_OUT = "(nama ada pada naskah aslinya)"
_FEW = f"kurang dari {FEWEST_SHOWN}"


def is_public(dossier: Dossier) -> bool:
    """Whether everyone may read it: the session is closed and its signed record is on file."""
    return (
        dossier.closed_at is not None
        and dossier.cancelled_at is None
        and any(file.use is SessionFileUse.SIGNED_RECORD for file in dossier.files)
    )


def compose_public_record(dossier: Dossier) -> Document:
    """The document for everyone; see ``is_public`` for when there is one."""
    return compose_record(
        _without_people(dossier), notice=(Paragraph(_NOTICE),), people=_heard(dossier)
    )


def _heard(dossier: Dossier) -> tuple[Block, ...]:
    """As on the session's page: few are not counted, and no total gives them away."""
    counts = dossier.by_element()
    rows = tuple((element.label, _shown(counts.get(element, 0))) for element in Element)
    heard = f"Hadir peserta dari {len(counts)} dari {len(Element)} unsur."
    return section("Peserta", Paragraph(heard), Grid(("Unsur", "Jumlah"), rows, (4, 1)))


def _shown(count: int) -> str:
    return _FEW if 0 < count < FEWEST_SHOWN else str(count)


def _without_people(dossier: Dossier) -> Dossier:
    written = dossier.record
    return replace(
        dossier,
        link="",
        # Its lines name who speaks.
        agenda=(),
        present=(),
        legal_basis=_masked(dossier.legal_basis),
        record=replace(
            written,
            subjects=_masked(written.subjects),
            conclusion=_masked(written.conclusion),
            closing=_masked(written.closing),
            attachments=_masked(written.attachments),
        ),
        signatories=tuple(replace(one, name=_NAME_LEFT_OUT) for one in dossier.signatories),
        follow_ups=tuple(one for one in dossier.follow_ups if one.public),
    )


def _masked(words: str) -> str:
    return mask(words, find_personal_data(words))
