"""What came of the room of a session: answered questions, dots, and what was agreed with."""

from consultations.queries.dots import DotRoundFacts
from consultations.queries.session_dossiers import Dossier
from consultations.session_documents.blocks import Block, Grid, Paragraph
from consultations.session_documents.parts import section
from consultations.session_documents.wording import people
from consultations.vocabulary import QuestionState

ALOUD = "(dijawab lisan)"
_INDICATIVE = "Hasil ini indikatif: menunjukkan pilihan yang hadir dan bukan suara perwakilan."


def room(dossier: Dossier) -> tuple[Block, ...]:
    """The parts that a session's room adds to a document; nothing where it was not used."""
    return (*_questions(dossier), *_dots(dossier), *_statements(dossier))


def _questions(dossier: Dossier) -> tuple[Block, ...]:
    answered = [one for one in dossier.questions if one.state is QuestionState.ANSWERED]
    waiting = len(dossier.questions) - len(answered)
    rows = tuple(
        (
            str(place),
            question.text,
            question.element.label if question.element else "–",
            str(question.supports),
            question.answer or ALOUD,
        )
        for place, question in enumerate(answered, start=1)
    )
    headings = ("No.", "Pertanyaan", "Unsur", "Dukungan", "Jawaban")
    blocks: list[Block] = [Grid(headings, rows, (1, 6, 3, 1.9, 6))] if rows else []
    if waiting:
        blocks.append(Paragraph(f"{waiting} pertanyaan dari ruang belum dijawab dalam sesi."))
    return section("Pertanyaan dari ruang", *blocks)


def _dots(dossier: Dossier) -> tuple[Block, ...]:
    blocks = [block for one in dossier.rounds for block in _round(one)]
    return section("Hasil suara titik", *([Paragraph(_INDICATIVE), *blocks] if blocks else []))


def _round(one: DotRoundFacts) -> tuple[Block, ...]:
    rows = tuple((item.text, str(item.dots or 0)) for item in one.items)
    asked = f"{one.title}\n{people(one.voters)} memilih, paling banyak {one.dots} titik tiap orang."
    return (Paragraph(asked), Grid(("Pilihan", "Titik"), rows, (6, 1)))


def _statements(dossier: Dossier) -> tuple[Block, ...]:
    rows = tuple(
        (
            str(place),
            one.text,
            str(one.agree),
            str(one.disagree),
            str(one.passed),
        )
        for place, one in enumerate(dossier.statements, start=1)
    )
    if not rows:
        return ()
    headings = ("No.", "Pernyataan", "Setuju", "Tidak setuju", "Lewati")
    table = Grid(headings, rows, (1, 8, 1.8, 1.8, 1.8))
    return section("Hasil setuju atau tidak", Paragraph(_INDICATIVE), table)
