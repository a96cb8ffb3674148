"""What people have decided so far, kept apart from the database, and the acts that decide it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from analysis.proposals import accept_proposal, open_proposals
from analysis.undoing import undo_act
from consultations.errors import CannotUndo
from consultations.merging import Part, merge_themes, split_theme
from consultations.placing import move_inputs, pin_inputs, set_aside, take_over
from consultations.tables import Consultation, Input, OffTopic, Theme, ThemeEvent, ThemeMember
from consultations.theming import note_on_theme, rename_theme
from tests.analysis.test_runs import members_of

Key = tuple[str, UUID, UUID | None]
Claims = dict[Key, object]


@dataclass
class Decisions:
    """Claims that must hold, and for each act what the claims it changed were before.

    ``("in", theme, input)`` is true or false, ``("pin", …)`` likewise; ``("open", theme)`` and
    ``("aside", input)`` too; ``("name", theme)`` is a name. What is not claimed may be anything.
    """

    consultation: Consultation
    person: UUID
    claims: Claims = field(default_factory=dict)
    before: dict[UUID, Claims] = field(default_factory=dict)

    def themes(self) -> list[UUID]:
        return [k[1] for k, value in self.claims.items() if k[0] == "open" and value]

    async def claim(self, new: Claims) -> None:
        """Remember what the newest act decided, and what it overruled."""
        events = await ThemeEvent.select(ThemeEvent.id).order_by(ThemeEvent.at)
        self.before[events[-1]["id"]] = {key: self.claims.get(key) for key in new}
        self.claims |= new

    def unclaim(self, event: UUID) -> None:
        for key, value in self.before.pop(event).items():
            if value is None:
                self.claims.pop(key, None)
            else:
                self.claims[key] = value


async def accept(number: int, so_far: Decisions) -> None:
    proposals = await open_proposals(so_far.consultation.id)
    if not proposals:
        return
    theme = await accept_proposal(
        consultation=so_far.consultation.id,
        candidate=proposals[number % len(proposals)].id,
        name=f"Tema {number}",
        description="",
        by=so_far.person,
    )
    new: Claims = {("open", theme.id, None): True, ("name", theme.id, None): theme.name}
    new |= {("in", theme.id, entry): True for entry in await members_of(theme.id)}
    await so_far.claim(new)


async def rename(number: int, so_far: Decisions) -> None:
    if theme := _chosen(so_far.themes(), number):
        await rename_theme(
            theme=theme,
            name=f"Nama {number}",
            description="",
            version=await _version(theme),
            by=so_far.person,
        )
        await so_far.claim({("name", theme, None): f"Nama {number}"})


async def add(number: int, so_far: Decisions) -> None:
    theme = _chosen(so_far.themes(), number)
    inside = await members_of(theme) if theme else set()
    entry = _chosen([key for key in await _everyone() if key not in inside], number)
    if theme and entry:
        await _move(so_far, [entry], to=theme, away_from=None)
        await so_far.claim({("in", theme, entry): True, ("aside", entry, None): False})


async def take_out(number: int, so_far: Decisions) -> None:
    theme = _chosen(so_far.themes(), number)
    entry = _chosen(sorted(await members_of(theme), key=str), number) if theme else None
    if theme and entry:
        await _move(so_far, [entry], to=None, away_from=theme)
        await so_far.claim({("in", theme, entry): False})


async def move(number: int, so_far: Decisions) -> None:
    theme, other = _two(so_far, number)
    if theme is None or other is None:
        return
    entries = sorted(await members_of(theme), key=str)[: 1 + number % 3]
    if entries:
        await _move(so_far, entries, to=other, away_from=theme)
        await so_far.claim(
            {("in", theme, e): False for e in entries} | {("in", other, e): True for e in entries}
        )


async def pin(number: int, so_far: Decisions) -> None:
    theme = _chosen(so_far.themes(), number)
    entry = _chosen(sorted(await members_of(theme), key=str), number) if theme else None
    if theme and entry:
        await pin_inputs(
            consultation=so_far.consultation.id,
            theme=theme,
            entries=[entry],
            pinned=True,
            by=so_far.person,
        )
        await so_far.claim({("pin", theme, entry): True, ("in", theme, entry): True})


async def put_aside(number: int, so_far: Decisions) -> None:
    entry = _chosen(await _everyone(), number)
    if entry is None or await OffTopic.exists().where(OffTopic.input == entry):
        return
    homes = await ThemeMember.select(ThemeMember.theme).where(ThemeMember.input == entry)
    await set_aside(
        consultation=so_far.consultation.id, entries=[entry], reason="Lain.", by=so_far.person
    )
    new: Claims = {("in", row["theme"], entry): False for row in homes}
    await so_far.claim(new | {("aside", entry, None): True})


async def merge(number: int, so_far: Decisions) -> None:
    theme, into = _two(so_far, number)
    if theme is None or into is None:
        return
    entries = await members_of(theme)
    await merge_themes(
        consultation=so_far.consultation.id,
        theme=theme,
        into=into,
        versions=(await _version(theme), await _version(into)),
        by=so_far.person,
    )
    pinned = {e for e in entries if so_far.claims.get(("pin", theme, e))}
    await so_far.claim(
        {("open", theme, None): False}
        | {("in", theme, e): False for e in entries}
        | {("in", into, e): True for e in entries}
        | {("pin", into, e): True for e in pinned}
    )


async def split(number: int, so_far: Decisions) -> None:
    theme = _chosen(so_far.themes(), number)
    entries = sorted(await members_of(theme), key=str)[: 2 + number % 3] if theme else []
    if theme is None or not entries:
        return
    [made] = await split_theme(
        consultation=so_far.consultation.id,
        theme=theme,
        parts=[Part(f"Pecahan {number}", entries)],
        version=await _version(theme),
        by=so_far.person,
    )
    await so_far.claim(
        {("open", made, None): True, ("name", made, None): f"Pecahan {number}"}
        | {("in", theme, e): False for e in entries}
        | {("in", made, e): True for e in entries}
    )


async def adopt(number: int, so_far: Decisions) -> None:
    """Take over from a run that one more belongs here and one does not."""
    theme = _chosen(so_far.themes(), number)
    inside = sorted(await members_of(theme), key=str) if theme else []
    joins = [key for key in await _everyone() if key not in inside][:1]
    if theme is None:
        return
    await take_over(
        consultation=so_far.consultation.id,
        theme=theme,
        joins=joins,
        leaves=inside[:1],
        by=so_far.person,
    )
    await so_far.claim(
        {("in", theme, e): True for e in joins}
        | {("aside", e, None): False for e in joins}
        | {("in", theme, e): False for e in inside[:1]}
    )


async def note(number: int, so_far: Decisions) -> None:
    if theme := _chosen(so_far.themes(), number):
        await note_on_theme(theme=theme, text=f"Catatan {number}", by=so_far.person)
        await so_far.claim({})


async def undo(number: int, so_far: Decisions) -> None:
    """Undo any act; where something builds on it, nothing may change."""
    event = _chosen(list(so_far.before), number)
    if event is None:
        return
    before = await everything()
    try:
        await undo_act(consultation=so_far.consultation.id, event=event, by=so_far.person)
    except CannotUndo:
        assert await everything() == before
    else:
        so_far.unclaim(event)


ACTS: dict[str, Callable[[int, Decisions], Awaitable[None]]] = {
    act.__name__: act
    for act in (
        accept,
        rename,
        add,
        take_out,
        move,
        pin,
        put_aside,
        merge,
        split,
        adopt,
        note,
        undo,
    )
}


async def everything() -> tuple[list[object], ...]:
    """All that acts on themes may change, for comparing."""
    members = await ThemeMember.select(
        ThemeMember.theme, ThemeMember.input, ThemeMember.assigned_by, ThemeMember.pinned
    ).order_by(ThemeMember.theme, ThemeMember.input)
    themes = await Theme.select(
        Theme.id, Theme.name, Theme.description, Theme.closed_at, Theme.merged_into
    ).order_by(Theme.id)
    aside = await OffTopic.select(OffTopic.input, OffTopic.reason).order_by(OffTopic.input)
    return list(members), list(themes), list(aside)


async def holds(so_far: Decisions) -> None:
    """Every claim is true in the database."""
    members = {
        (row["theme"], row["input"]): bool(row["pinned"])
        for row in await ThemeMember.select(
            ThemeMember.theme, ThemeMember.input, ThemeMember.pinned
        )
    }
    themes = {row["id"]: row for row in await Theme.select()}
    aside = {row["input"] for row in await OffTopic.select(OffTopic.input)}
    shown = {key for key, row in themes.items() if row["closed_at"] is None}
    assert shown == {*so_far.themes()}
    for (kind, one, entry), value in so_far.claims.items():
        if kind == "name":
            assert themes[one]["name"] == value
        elif kind == "aside":
            assert (one in aside) == value
        elif kind == "in":
            assert ((one, entry) in members) == value, (one, entry)
        elif kind == "pin" and so_far.claims.get(("in", one, entry)) and one in shown:
            assert members[one, entry or one], (one, entry)
    assert {theme for theme, _ in members} <= shown
    assert aside.isdisjoint(entry for _, entry in members)


async def _move(
    so_far: Decisions, entries: list[UUID], *, to: UUID | None, away_from: UUID | None
) -> None:
    await move_inputs(
        consultation=so_far.consultation.id,
        entries=entries,
        to=to,
        away_from=away_from,
        by=so_far.person,
    )


async def _everyone() -> list[UUID]:
    return [row["id"] for row in await Input.select(Input.id).order_by(Input.number)]


async def _version(theme: UUID) -> int:
    row = await Theme.select(Theme.version).where(Theme.id == theme).first()
    assert row is not None
    return int(row["version"])


def _two(so_far: Decisions, number: int) -> tuple[UUID | None, UUID | None]:
    themes = so_far.themes()
    if len(themes) < 2:
        return None, None
    return themes[number % len(themes)], themes[(number + 1) % len(themes)]


def _chosen(of: list[UUID], number: int) -> UUID | None:
    return of[number % len(of)] if of else None
