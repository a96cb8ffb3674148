"""Which inputs may be placed, and why an act on them is refused."""

from collections.abc import Sequence
from uuid import UUID

from consultations.errors import NotFound, Refusal, Stale
from consultations.tables import Input, OffTopic, ThemeMember
from consultations.theme_changes import AT_ONCE, Member, members_among
from consultations.vocabulary import N_


class NothingChanges(Refusal):
    """All the inputs are already as they were to become."""


class AllThere(NothingChanges):
    """They are in the theme by a person's decision."""

    message = N_("Semua masukan yang dipilih sudah ada di tema itu.")


class AllPinned(NothingChanges):
    """They are anchors already."""

    message = N_("Semua masukan yang dipilih sudah menjadi jangkar.")


class NonePinned(NothingChanges):
    """None of them is an anchor."""

    message = N_("Tidak satu pun masukan yang dipilih adalah jangkar.")


class NoLongerWaiting(Refusal):
    """Of inputs read in the unthemed queue, some have left it since."""

    message = N_(
        "Orang lain sudah memutuskan yang Anda pilih, atau penulisnya menariknya, sejak halaman "
        "ini dibuka. Tidak ada yang Anda ubah."
    )


async def require_inputs(consultation: UUID, entries: Sequence[UUID]) -> None:
    """All named inputs are this consultation's and stand."""
    wanted = {*entries}
    for start in range(0, len(entries), AT_ONCE):
        rows = await Input.select(Input.id).where(
            Input.id.is_in(list(entries[start : start + AT_ONCE]))
            & (Input.consultation == consultation)
            & Input.withdrawn_at.is_null()
        )
        wanted -= {row["id"] for row in rows}
    if wanted:
        raise NotFound


async def require_waiting(entries: Sequence[UUID]) -> None:
    """All named inputs are in no theme, not set aside and not withdrawn.

    The update takes their rows' locks: of two who decide at once the later sees it.
    """
    for start in range(0, len(entries), AT_ONCE):
        await Input.update({Input.edition: Input.edition}).where(
            Input.id.is_in(list(entries[start : start + AT_ONCE]))
        )
    if len(await still_waiting(entries)) != len(entries):
        raise NoLongerWaiting


async def still_waiting(entries: Sequence[UUID]) -> list[UUID]:
    """Those of them that are in no theme, not set aside and not withdrawn."""
    gone: set[UUID] = set()
    for start in range(0, len(entries), AT_ONCE):
        part = list(entries[start : start + AT_ONCE])
        themed = await ThemeMember.select(ThemeMember.input).where(ThemeMember.input.is_in(part))
        aside = await OffTopic.select(OffTopic.input).where(OffTopic.input.is_in(part))
        gone |= {row["input"] for row in (*themed, *aside)}
        rows = await Input.select(Input.id).where(
            Input.id.is_in(part) & Input.withdrawn_at.is_not_null()
        )
        gone |= {row["id"] for row in rows}
    return [entry for entry in entries if entry not in gone]


async def members_still_there(theme: UUID, entries: Sequence[UUID]) -> list[Member]:
    """These members of a theme; ``Stale`` when one has left it."""
    members = await members_among(theme, entries)
    if {member.input for member in members} != {*entries}:
        raise Stale
    return members
