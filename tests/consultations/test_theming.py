"""Acts on themes: what each does, whom it refuses, and what undoing puts back."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from consultations.answering import Answer, answer_theme
from consultations.errors import (
    AnsweredInput,
    AnsweredMustStay,
    BothAnswered,
    CannotUndo,
    NotFound,
    Stale,
)
from consultations.merging import Part, merge_themes, split_theme
from consultations.placing import move_inputs, pin_inputs, set_aside, take_over
from consultations.revising import withdraw_input
from consultations.tables import (
    Consultation,
    Disposition,
    OffTopic,
    Theme,
    ThemeEvent,
    ThemeMember,
)
from consultations.theming import (
    Placement,
    accept_theme,
    note_on_theme,
    rename_theme,
    standing_themes,
)
from consultations.undoing_themes import undo_theme_act
from consultations.vocabulary import Decision, ThemeAct
from server.database import Engine
from tests.analysis.deciding import everything
from tests.factories import make_account, make_consultation, make_input

ANSWER = Answer(Decision.ACCEPTED, "Benar.", "Terima kasih.")


async def made(consultation: Consultation, name: str, count: int = 3) -> tuple[Theme, list[UUID]]:
    entries = [(await make_input(consultation)).input for _ in range(count)]
    theme = await accept_theme(
        consultation=consultation.id,
        name=name,
        placements=[Placement(entry, 0.9) for entry in entries],
        run=consultation.id,
        by=None,
    )
    return theme, entries


async def inside(theme: UUID) -> set[UUID]:
    rows = await ThemeMember.select(ThemeMember.input).where(ThemeMember.theme == theme)
    return {row["input"] for row in rows}


async def version_of(theme: UUID) -> int:
    row = await Theme.select(Theme.version).where(Theme.id == theme).first()
    assert row
    return int(row["version"])


async def last_act() -> UUID:
    rows = await ThemeEvent.select(ThemeEvent.id).order_by(ThemeEvent.at, ascending=False)
    return UUID(str(rows[0]["id"]))


async def merge(consultation: Consultation, theme: Theme, into: Theme) -> UUID:
    return await merge_themes(
        consultation=consultation.id,
        theme=theme.id,
        into=into.id,
        versions=(await version_of(theme.id), await version_of(into.id)),
        by=None,
    )


async def answer(theme: Theme, *, publish: bool) -> None:
    await answer_theme(theme=theme.id, answer=ANSWER, version=0, publish=publish, by=None)


async def test_merge_joins_members_keeps_decisions_and_leads_on(database: Engine) -> None:
    here, person = await make_consultation(), await make_account()
    queue, queued = await made(here, "Antrean")
    desk, desked = await made(here, "Loket")
    both = queued[0]
    await move_inputs(
        consultation=here.id, entries=[both], to=desk.id, away_from=None, by=person.id
    )

    await merge(here, desk, queue)

    assert await inside(queue.id) == {*queued, *desked}
    assert await inside(desk.id) == set()
    assert await standing_themes([desk.id, queue.id]) == {desk.id: queue.id, queue.id: queue.id}
    kept = (
        await ThemeMember.select(ThemeMember.assigned_by)
        .where((ThemeMember.theme == queue.id) & (ThemeMember.input == both))
        .first()
    )
    assert kept == {"assigned_by": person.id}


async def test_merge_of_answered_themes_is_refused_or_turned(database: Engine) -> None:
    here = await make_consultation()
    (queue, _), (desk, _) = await made(here, "Antrean"), await made(here, "Loket")
    await answer(queue, publish=True)

    with pytest.raises(AnsweredMustStay):
        await merge(here, queue, desk)
    await answer(desk, publish=True)
    with pytest.raises(BothAnswered):
        await merge(here, queue, desk)

    assert await Theme.count().where(Theme.closed_at.is_null()) == 2


async def test_merge_takes_a_draft_answer_along_and_undoing_brings_it_back(
    database: Engine,
) -> None:
    here = await make_consultation()
    (queue, _), (desk, _) = await made(here, "Antrean"), await made(here, "Loket")
    await answer(queue, publish=False)

    act = await merge(here, queue, desk)
    assert await Disposition.exists().where(Disposition.theme == desk.id)
    await undo_theme_act(consultation=here.id, event=act, by=None)

    assert await Disposition.exists().where(Disposition.theme == queue.id)


async def test_two_who_merge_on_one_reading_merge_once(database: Engine) -> None:
    here = await make_consultation()
    (queue, _), (desk, _) = await made(here, "Antrean"), await made(here, "Loket")
    await rename_theme(theme=desk.id, name="Loket dan jam", description="", version=1, by=None)

    with pytest.raises(Stale):
        await merge_themes(
            consultation=here.id, theme=queue.id, into=desk.id, versions=(1, 1), by=None
        )
    await merge(here, queue, desk)
    with pytest.raises(Stale):
        await merge(here, queue, desk)


async def test_split_makes_themes_of_parts_and_leaves_the_rest(database: Engine) -> None:
    here = await make_consultation()
    theme, entries = await made(here, "Antrean", 5)

    first, second = await split_theme(
        consultation=here.id,
        theme=theme.id,
        parts=[Part("Daring", entries[:2]), Part("Loket", entries[2:4])],
        version=1,
        by=None,
    )

    assert await inside(first) == {*entries[:2]}
    assert await inside(second) == {*entries[2:4]}
    assert await inside(theme.id) == {entries[4]}
    with pytest.raises(Stale):
        await split_theme(
            consultation=here.id,
            theme=theme.id,
            parts=[Part("Lain", entries[:1])],
            version=await version_of(theme.id),
            by=None,
        )


async def test_move_of_what_has_left_meanwhile_is_refused(database: Engine) -> None:
    here = await make_consultation()
    (queue, queued), (desk, _) = await made(here, "Antrean"), await made(here, "Loket")
    whole = {"consultation": here.id, "entries": queued, "by": None}
    await move_inputs(
        consultation=here.id, entries=queued[:1], to=None, away_from=queue.id, by=None
    )

    with pytest.raises(Stale):
        await move_inputs(**whole, to=desk.id, away_from=queue.id)  # type: ignore[arg-type]

    assert await inside(queue.id) == {*queued[1:]}


async def test_set_aside_leaves_the_themes_with_a_reason(database: Engine) -> None:
    here = await make_consultation()
    theme, entries = await made(here, "Antrean")
    await set_aside(consultation=here.id, entries=entries[:2], reason="Soal pajak.", by=None)

    assert await inside(theme.id) == {entries[2]}
    assert [row["reason"] for row in await OffTopic.select(OffTopic.reason)] == ["Soal pajak."] * 2
    await move_inputs(
        consultation=here.id, entries=entries[:1], to=theme.id, away_from=None, by=None
    )
    assert await OffTopic.count() == 1

    await answer(theme, publish=True)
    with pytest.raises(AnsweredInput):
        await set_aside(consultation=here.id, entries=entries[:1], reason="Lain.", by=None)


async def test_acts_keep_to_their_consultation(database: Engine) -> None:
    here, elsewhere = await make_consultation(), await make_consultation(slug="lain")
    theme, entries = await made(here, "Antrean")
    other, others = await made(elsewhere, "Loket")
    act = await last_act()

    for wrong in (
        move_inputs(consultation=here.id, entries=others, to=theme.id, away_from=None, by=None),
        move_inputs(consultation=here.id, entries=entries, to=other.id, away_from=None, by=None),
        set_aside(consultation=here.id, entries=others, reason="x", by=None),
        pin_inputs(consultation=here.id, theme=other.id, entries=others, pinned=True, by=None),
        undo_theme_act(consultation=here.id, event=act, by=None),
    ):
        with pytest.raises(NotFound):
            await wrong


Acting = Callable[[Consultation, Theme, Theme, list[UUID], list[UUID]], Awaitable[object]]
UNDOABLE: dict[str, Acting] = {
    "rename": lambda _c, a, _b, _x, _y: rename_theme(
        theme=a.id, name="Lain", description="Baru", version=1, by=None
    ),
    "merge": lambda c, a, b, _x, _y: merge(c, a, b),
    "split": lambda c, a, _b, x, _y: split_theme(
        consultation=c.id, theme=a.id, parts=[Part("Baru", x[:2])], version=1, by=None
    ),
    "move": lambda c, a, b, x, _y: move_inputs(
        consultation=c.id, entries=x, to=b.id, away_from=a.id, by=None
    ),
    "add": lambda c, a, _b, _x, y: move_inputs(
        consultation=c.id, entries=y, to=a.id, away_from=None, by=None
    ),
    "take out": lambda c, a, _b, x, _y: move_inputs(
        consultation=c.id, entries=x, to=None, away_from=a.id, by=None
    ),
    "pin": lambda c, a, _b, x, _y: pin_inputs(
        consultation=c.id, theme=a.id, entries=x, pinned=True, by=None
    ),
    "set aside": lambda c, a, _b, x, _y: set_aside(
        consultation=c.id, entries=x, reason="Lain.", theme=a.id, by=None
    ),
    "take over": lambda c, a, _b, x, y: take_over(
        consultation=c.id, theme=a.id, joins=y[:1], leaves=x[:1], by=None
    ),
    "note": lambda _c, a, _b, _x, _y: note_on_theme(theme=a.id, text="Tanya bagian hukum", by=None),
}


@pytest.mark.parametrize("name", UNDOABLE)
async def test_undoing_puts_everything_back(database: Engine, name: str) -> None:
    here = await make_consultation()
    theme, first = await made(here, "Antrean")
    other, second = await made(here, "Loket")
    before = await everything()
    await UNDOABLE[name](here, theme, other, first, second)
    act = await last_act()
    changed = await everything()

    await undo_theme_act(consultation=here.id, event=act, by=None)

    after = await everything()
    if name == "split":
        # The theme that was made stays as a closed row, as its history refers to it.
        assert [row for row in after[1] if row["closed_at"] is None] == before[1]  # type: ignore[index]
        assert (after[0], after[2]) == (before[0], before[2])
    else:
        assert after == before
    assert name == "note" or changed != before
    with pytest.raises(Stale):
        await undo_theme_act(consultation=here.id, event=act, by=None)


async def test_undoing_is_refused_while_something_builds_on_it(database: Engine) -> None:
    here = await make_consultation()
    (queue, queued), (desk, _) = await made(here, "Antrean"), await made(here, "Loket")
    moved = await move_inputs(
        consultation=here.id, entries=queued[:1], to=desk.id, away_from=queue.id, by=None
    )
    merged = await merge(here, desk, queue)

    with pytest.raises(CannotUndo):
        await undo_theme_act(consultation=here.id, event=moved, by=None)
    await undo_theme_act(consultation=here.id, event=merged, by=None)
    await undo_theme_act(consultation=here.id, event=moved, by=None)

    assert await inside(queue.id) == {*queued}


async def test_undoing_is_refused_after_an_answer(database: Engine) -> None:
    here = await make_consultation()
    (queue, queued), (desk, _) = await made(here, "Antrean"), await made(here, "Loket")
    moved = await move_inputs(
        consultation=here.id, entries=queued[:1], to=desk.id, away_from=queue.id, by=None
    )
    await answer(desk, publish=False)

    with pytest.raises(CannotUndo, match="dijawab"):
        await undo_theme_act(consultation=here.id, event=moved, by=None)


async def test_undoing_leaves_out_what_was_withdrawn_since(database: Engine) -> None:
    here = await make_consultation()
    theme, entries = await made(here, "Antrean")
    taken = await move_inputs(
        consultation=here.id, entries=entries, to=None, away_from=theme.id, by=None
    )
    await withdraw_input(entry=entries[0], by=None)

    await undo_theme_act(consultation=here.id, event=taken, by=None)

    assert await inside(theme.id) == {*entries[1:]}


async def test_every_act_is_in_the_history(database: Engine) -> None:
    here = await make_consultation()
    theme, first = await made(here, "Antrean")
    other, second = await made(here, "Loket")
    await UNDOABLE["move"](here, theme, other, first[:1], second)
    await UNDOABLE["pin"](here, theme, other, first[1:], second)

    acts = await ThemeEvent.select(ThemeEvent.act, ThemeEvent.inputs).order_by(ThemeEvent.at)

    assert [(row["act"], row["inputs"]) for row in acts] == [
        (ThemeAct.ACCEPT.value, 3),
        (ThemeAct.ACCEPT.value, 3),
        (ThemeAct.MOVE.value, 1),
        (ThemeAct.PIN.value, 2),
    ]
