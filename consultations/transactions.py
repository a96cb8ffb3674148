"""The one way to write, and the way to read several things as of one moment.

Both are provided by the engine that the tables are bound to; the domain doesn't know which.
"""

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar, cast
from uuid import UUID

from consultations.tables import Consultation

Arguments = ParamSpec("Arguments")
Outcome = TypeVar("Outcome")


class StorageTrouble(Exception):  # noqa: N818 - a condition of the store, told apart below
    """The store could not do it now; nothing was changed."""


class StorageBusy(StorageTrouble):
    """Another writer holds the store; trying again in a moment may work."""


class StorageCollision(StorageBusy):
    """Another writer has just stored what may exist once only; looking again shows it."""


class StorageFull(StorageTrouble):
    """There is no room left; reading still works, writing does once there is room."""


class Store(Protocol):
    """What the domain needs of an engine."""

    def transaction(self) -> AbstractAsyncContextManager[Any]: ...

    def reading(self) -> AbstractAsyncContextManager[Any]: ...

    def state(self) -> int | None: ...

    async def tell(self, subject: UUID) -> None: ...


def transaction() -> AbstractAsyncContextManager[Any]:
    """All writes inside become durable together, or none does; joins one already open.

    Raises ``StorageBusy`` or ``StorageFull`` when the store can't; nothing is stored then.
    """
    return _store().transaction()


def reading() -> AbstractAsyncContextManager[Any]:
    """All reads inside see the same moment; joins a transaction already open."""
    return _store().reading()


def again_after_collision(
    act: Callable[Arguments, Coroutine[Any, Any, Outcome]],
) -> Callable[Arguments, Coroutine[Any, Any, Outcome]]:
    """Do an act once more when an equal one was stored between its looking and its writing.

    For acts that look first and have a transaction of their own: the second look finds the other.
    """

    @wraps(act)
    async def performed(*arguments: Arguments.args, **named: Arguments.kwargs) -> Outcome:
        try:
            return await act(*arguments, **named)
        except StorageCollision:
            return await act(*arguments, **named)

    return performed


def storage_state() -> int | None:
    """A number that is another one after any commit; ``None`` where the store can't tell.

    What was read after asking holds for as long as the number stays.
    """
    return _store().state()


async def tell(subject: UUID) -> None:
    """Let every process that follows the subject know of a change, once it is committed.

    Call inside the transaction. The rows are the truth; this only says when to look.
    """
    await _store().tell(subject)


def _store() -> Store:
    return cast("Store", Consultation._meta.db)  # noqa: SLF001 - Piccolo's documented meta data
