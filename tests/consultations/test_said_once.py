"""What stands behind a clause is said once, however many changes it is made of."""

import uuid

import pytest

from consultations.queries.answers import UnitAnswer, answered_together
from consultations.queries.word_traces import WordSources, said_once
from consultations.queries.wording_evidence import EvidenceBehind
from consultations.vocabulary import Decision, EvidenceKind
from consultations.wording_notes import without_sources

STUDY = EvidenceBehind(id=uuid.uuid4(), title="Studi", kind=EvidenceKind.COMPARISON)


def _behind(*named: str, public: int = 0, hidden: int = 0, **more: object) -> WordSources:
    facts: dict[str, object] = {"version": 2, "reason": "", "adopted": "", "author": "", **more}
    count = public or len(named)
    return WordSources(named=named, public=count, hidden=hidden, **facts)  # type: ignore[arg-type]


def test_inputs_and_evidence_of_an_earlier_change_are_not_named_again() -> None:
    first = _behind("A-1", "A-2", hidden=1, evidence=(STUDY,))
    second = _behind("A-2", "A-3", public=5, adopted="A-3", evidence=(STUDY,))
    kept = said_once([first, first, second, _behind("A-1")])
    assert kept[0] == first
    assert [one.named for one in kept] == [("A-1", "A-2"), ("A-3",)]
    assert (kept[1].more, kept[1].adopted, kept[1].evidence) == (3, "A-3", ())


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("Agar jelas.\nSumber: masukan A-1, A-2 dan 3 masukan lain.", "Agar jelas."),
        ("Sumber: 3 masukan.\nDibahas dalam 2 tema.", "Dibahas dalam 2 tema."),
        ("Rumusan diusulkan dalam masukan A-1.\nBukti: Survei, Loket.", ""),
        ("Hasil penilaian: Mana dahulu.", ""),
        ("Sumber: rapat 3 Mei.\nBukti kuat ada.", "Sumber: rapat 3 Mei.\nBukti kuat ada."),
    ],
)
def test_note_keeps_what_the_trace_does_not_say(note: str, left: str) -> None:
    assert without_sources(note) == left


def test_number_of_themes_goes_where_they_are_listed() -> None:
    note = "Agar jelas.\nDibahas dalam 2 tema.\nSumber: 3 masukan."
    assert without_sources(note, themes_follow=True) == "Agar jelas."


def test_decision_on_two_merged_units_stands_once_with_all_inputs() -> None:
    theme, other = uuid.uuid4(), uuid.uuid4()

    def decided(on: uuid.UUID, inputs: int) -> UnitAnswer:
        return UnitAnswer(
            theme=on,
            name="Antrean",
            decision=Decision.ACCEPTED,
            label=None,
            reason="Ya.",
            inputs=inputs,
        )

    together = answered_together([decided(other, 4), decided(theme, 3), decided(theme, 2)])
    assert together == [decided(theme, 5), decided(other, 4)]
