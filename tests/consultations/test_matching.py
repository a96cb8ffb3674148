"""Carrying over never attaches a unit to a wrong one unseen, whatever was done to the draft."""

import random
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.fates import successions
from consultations.matching import RIVAL, Verdict, match_units
from consultations.passages import Passage
from consultations.similarity import score_pairs
from consultations.vocabulary import Fate, UnitKind

# Half of all running words are the same few, as in real regulations.
FREQUENT = ("dan", "yang", "di", "untuk", "dengan", "pada", "setiap", "oleh", "adalah", "publik")


@dataclass(frozen=True)
class Origin:
    """A new unit and the old ones it truly comes from."""

    passage: Passage
    sources: frozenset[str]
    twin_of: frozenset[str] = frozenset()


def _words(rng: random.Random, count: int) -> str:
    return " ".join(
        rng.choice(FREQUENT) if rng.random() < 0.5 else f"kata{rng.randrange(5000)}"
        for _ in range(count)
    )


def _edited(rng: random.Random, text: str, share: float) -> str:
    words = text.split()
    for _ in range(max(1, int(len(words) * share))):
        words[rng.randrange(len(words))] = f"ganti{rng.randrange(5000)}"
    return " ".join(words)


def _draft(rng: random.Random, chapters: int, clauses: int, alike: int) -> list[Passage]:
    boilerplate = _words(rng, 25)
    made: list[Passage] = []
    for chapter in range(1, chapters + 1):
        made.append(
            Passage(f"b{chapter}", UnitKind.CHAPTER, str(chapter), f"Pokok {_words(rng, 3)}", "")
        )
        for clause in range(1, clauses + 1):
            # Some clauses are all but the same: the look-alikes.
            text = boilerplate if rng.random() * 10 < alike else _words(rng, rng.randint(8, 60))
            if text is boilerplate and rng.random() < 0.7:
                text = f"{boilerplate} khusus{rng.randrange(5000)}"
            name = f"{chapter}.{clause}"
            made.append(Passage(name, UnitKind.CLAUSE, name, "", text))
    return made


def _step(rng: random.Random, act: str, draft: list[Origin]) -> None:  # noqa: C901 - one branch an act
    clauses = [p for p, o in enumerate(draft) if o.passage.kind is UnitKind.CLAUSE]
    if not clauses:
        return
    at = rng.choice(clauses)
    here = draft[at]
    text = here.passage.text
    if act == "edit":
        draft[at] = replace(here, passage=replace(here.passage, text=_edited(rng, text, 0.1)))
    elif act == "rewrite":
        draft[at] = replace(here, passage=replace(here.passage, text=_edited(rng, text, 0.6)))
    elif act == "move":
        draft.insert(rng.randrange(1, len(draft)), draft.pop(at))
    elif act == "delete":
        draft.pop(at)
    elif act == "add":
        fresh = Passage("", UnitKind.CLAUSE, "", "", _words(rng, 20))
        draft.insert(rng.randrange(1, len(draft) + 1), Origin(fresh, frozenset()))
    elif act == "look-alike":
        # A new clause that reads nearly like an old one, put elsewhere; sometimes the old one goes.
        twin = replace(here.passage, text=_edited(rng, text, 0.05))
        if rng.random() < 0.5:
            draft.pop(at)
        draft.insert(
            rng.randrange(1, len(draft) + 1), Origin(twin, frozenset(), here.sources | here.twin_of)
        )
    elif act == "split" and len(text.split()) > 12:
        words = text.split()
        cut = rng.randint(6, len(words) - 6)
        first, second = (" ".join(part) for part in (words[:cut], words[cut:]))
        draft[at : at + 1] = [
            replace(here, passage=replace(here.passage, text=part)) for part in (first, second)
        ]
    elif act == "join" and at + 1 < len(draft) and at + 1 in clauses:
        other = draft.pop(at + 1)
        joined = f"{text} {other.passage.text}"
        draft[at] = Origin(replace(here.passage, text=joined), here.sources | other.sources)


def _numbered(draft: list[Origin]) -> list[Origin]:
    chapter = clause = 0
    numbered = []
    for place, origin in enumerate(draft):
        if origin.passage.kind is UnitKind.CHAPTER:
            chapter, clause = chapter + 1, 0
            number = str(chapter)
        else:
            clause += 1
            number = f"{chapter}.{clause}"
        numbered.append(
            replace(origin, passage=replace(origin.passage, id=f"n{place}", number=number))
        )
    return numbered


ACTS = ["edit", "rewrite", "move", "delete", "add", "look-alike", "split", "join"]
scripts = st.lists(st.sampled_from(ACTS), min_size=1, max_size=14)


def _truth(old: list[Passage], new: list[Origin]) -> dict[str, set[str]]:
    return {p.id: {o.passage.id for o in new if p.id in o.sources} for p in old}


def _is_wrong(
    old: list[Passage], place: int, verdict: Verdict, truth: set[str], new: list[Origin]
) -> bool:
    """Whether a certain verdict takes the unit to where it doesn't belong.

    Units with the same words in the same numbers of copies can't be told apart by anybody: going
    to another copy of the very same words is no mistake. Neither is it to take a twin for an edit
    when the old unit is gone (or rewritten beyond recognition) and the twin stands where it stood:
    that is what an edit is.
    """
    passage = old[place]
    for at, origin in enumerate(new):
        if origin.passage.id not in verdict.to or origin.passage.id in truth:
            continue
        left = [o.passage for o in new if o.passage.id in truth]
        recognisable = any(_likeness(passage, remains) > RIVAL for remains in left)
        replaced = passage.id in origin.twin_of and not recognisable
        if replaced and (
            origin.passage.number == passage.number or _same_neighbours(old, place, new, at)
        ):
            continue
        if origin.passage.words != passage.words:
            return True
    return False


def _likeness(one: Passage, other: Passage) -> float:
    return score_pairs([one], [other], [(one.id, other.id)])[one.id, other.id]


def _same_neighbours(old: list[Passage], place: int, new: list[Origin], at: int) -> bool:
    before = place == at == 0 or bool(place and at and old[place - 1].id in new[at - 1].sources)
    ends = (place + 1 == len(old), at + 1 == len(new))
    after = all(ends) or (not any(ends) and old[place + 1].id in new[at + 1].sources)
    return before and after


@settings(max_examples=400, deadline=None)
@given(
    seed=st.integers(0, 2**32), script=scripts, alike=st.integers(0, 6), clauses=st.integers(2, 8)
)
def test_nothing_is_attached_to_a_wrong_unit_unseen(
    seed: int, script: list[str], alike: int, clauses: int
) -> None:
    rng = random.Random(seed)
    old = _draft(rng, 3, clauses, alike)
    edited = [Origin(passage, frozenset({passage.id})) for passage in old]
    for act in script:
        _step(rng, act, edited)
    new = _numbered(edited)
    truth = _truth(old, new)
    passages = [origin.passage for origin in new]
    verdicts = match_units(old, passages)
    assert set(verdicts) == {p.id for p in old}
    wrong = [
        (p, verdicts[p.id])
        for place, p in enumerate(old)
        if verdicts[p.id].certain and _is_wrong(old, place, verdicts[p.id], truth[p.id], new)
    ]
    assert wrong == []
    # Every unit of both sides is in the ledger: no input can fall between two versions.
    ledger = successions(old, passages, [(p.id, n) for p in old for n in verdicts[p.id].to])
    assert {line.old for line in ledger} - {None} == {p.id for p in old}
    assert {line.new for line in ledger} - {None} == {p.id for p in passages}


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), alike=st.integers(0, 9))
def test_unchanged_draft_is_unchanged(seed: int, alike: int) -> None:
    old = _draft(random.Random(seed), 3, 5, alike)
    new = [replace(p, id=f"n{p.id}") for p in old]
    verdicts = match_units(old, new)
    assert all(v.certain and v.to == (f"n{key}",) for key, v in verdicts.items())
    pairs = [(p.id, f"n{p.id}") for p in old]
    assert {line.fate for line in successions(old, new, pairs)} == {Fate.UNCHANGED}


def _clause(name: str, text: str) -> Passage:
    return Passage(name, UnitKind.CLAUSE, name.lstrip("n"), "", text)


LANSIA = "Loket khusus lansia tersedia di setiap kantor kecamatan pada jam kerja dan tanpa biaya"
DIFABEL = LANSIA.replace("lansia", "penyandang disabilitas")


def test_look_alike_of_a_removed_clause_waits_for_a_person() -> None:
    old = [_clause("1", LANSIA), _clause("2", DIFABEL)]
    verdicts = match_units(old, [_clause("n1", DIFABEL.replace("setiap", "tiap"))])
    assert [v.certain for v in verdicts.values()] == [False, False]
    assert {c for v in verdicts.values() for c, _ in v.candidates} == {"n1"}


def test_second_copy_of_a_clause_waits_for_a_person() -> None:
    verdicts = match_units([_clause("1", LANSIA)], [_clause("n1", LANSIA), _clause("n2", LANSIA)])
    assert not verdicts["1"].certain
    assert {c for c, _ in verdicts["1"].candidates} == {"n1", "n2"}


def test_small_edit_in_place_is_certain() -> None:
    old = [_clause("1", LANSIA), _clause("2", "Pengaduan dijawab paling lambat lima hari kerja.")]
    new = [
        _clause("n1", LANSIA.replace("kecamatan", "kelurahan")),
        _clause("n2", "Pengaduan dijawab paling lambat lima hari kerja."),
    ]
    verdicts = match_units(old, new)
    assert [(v.certain, v.to) for v in verdicts.values()] == [(True, ("n1",)), (True, ("n2",))]
    assert 0.8 < verdicts["1"].score < 1


def test_clean_split_and_clean_join_are_certain() -> None:
    half = LANSIA.partition(" pada ")
    parts = [_clause("n1", half[0]), _clause("n2", f"pada {half[2]}")]
    verdict = match_units([_clause("1", LANSIA)], parts)["1"]
    assert (verdict.certain, verdict.to) == (True, ("n1", "n2"))
    back = match_units([replace(p, id=p.id[1:]) for p in parts], [_clause("n1", LANSIA)])
    assert [(v.certain, v.to) for v in back.values()] == [(True, ("n1",))] * 2


@pytest.mark.parametrize(
    ("pairs", "fates"),
    [
        ([("1", "n1"), ("2", "n2")], [Fate.UNCHANGED, Fate.UNCHANGED]),
        ([("1", "n2"), ("2", "n1")], [Fate.EDITED, Fate.MOVED]),
        ([("1", "n1"), ("1", "n2")], [Fate.SPLIT, Fate.SPLIT, Fate.REMOVED]),
        ([("1", "n1"), ("2", "n1")], [Fate.MERGED, Fate.MERGED, Fate.NEW]),
        ([], [Fate.REMOVED, Fate.REMOVED, Fate.NEW, Fate.NEW]),
    ],
)
def test_fates(pairs: list[tuple[str, str]], fates: list[Fate]) -> None:
    old = [_clause("1", "satu"), _clause("2", "dua")]
    new = [_clause("n1", "satu"), _clause("n2", "dua")]
    found = sorted(line.fate.value for line in successions(old, new, pairs))
    assert found == sorted(fate.value for fate in fates)


def test_most_of_a_thousand_units_are_matched_with_certainty() -> None:
    rng = random.Random(1)
    old = _draft(rng, 20, 49, 1)
    edited = [Origin(passage, frozenset({passage.id})) for passage in old]
    for act in ACTS * 20:
        _step(rng, act, edited)
    new = [origin.passage for origin in _numbered(edited)]
    verdicts = match_units(old, new)
    sure = sum(v.certain for v in verdicts.values())
    assert sure > 0.8 * len(old)
