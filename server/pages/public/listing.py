"""How the inputs on a unit are listed, as the address says, with all that stands beside each."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from consultations.queries.drafts import UnitFacts
from consultations.queries.evidence import evidence_of
from consultations.queries.quotes import quotes_on
from consultations.queries.threads import sides_of
from consultations.queries.unit_inputs import NO_CHOICE, InputChoice, InputOrder, inputs_on
from consultations.vocabulary import N_, InputKind
from server.visit import Visit

ORDERS = {
    InputOrder.NEWEST: N_("Terbaru dahulu"),
    InputOrder.OLDEST: N_("Terlama dahulu"),
    InputOrder.MOST_SUPPORTED: N_("Paling banyak didukung"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, its order and kind; unknown words in the address choose nothing."""

    page: int = 1
    choice: InputChoice = NO_CHOICE

    @classmethod
    def chosen(cls, page: int, order: str, kind: str) -> Self:
        return cls(
            page=max(1, page),
            choice=InputChoice(
                order=InputOrder(order) if order in set(InputOrder) else InputOrder.NEWEST,
                kind=InputKind(kind) if kind in set(InputKind) else None,
            ),
        )

    def address(self, path: str) -> str:
        """The address of the list's first page."""
        chosen = {}
        if self.choice.order is not InputOrder.NEWEST:
            chosen["urut"] = self.choice.order.value
        if self.choice.kind:
            chosen["jenis"] = self.choice.kind.value
        return f"{path}?{urlencode(chosen)}" if chosen else path


async def listed_inputs(
    visit: Visit, version: UUID, unit: UnitFacts | None, listing: Listing
) -> dict[str, Any]:
    """What the list of inputs on a unit shows, as the reader may see it."""
    inputs = await inputs_on(
        version=version,
        unit=unit.id if unit else None,
        page=listing.page,
        choice=listing.choice,
    )
    shown = [entry.id for entry in inputs.page.items]
    supporter = visit.supporter
    return {
        "inputs": inputs,
        "listing": listing,
        "orders": ORDERS,
        "kinds": InputKind,
        "list_address": listing.address(visit.url.path),
        "quotes": await quotes_on(version, unit.id, unit.text) if unit else [],
        "listed": {entry.registration for entry in inputs.page.items},
        "evidence": await evidence_of(shown),
        "sides_taken": await sides_of(supporter.hash, shown) if supporter else {},
    }
