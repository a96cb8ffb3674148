"""The finished demonstration's data, as the files beside this module hold them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consultations.commenting import Statement
from consultations.vocabulary import (
    Element,
    InputKind,
    OnBehalfOf,
    Scope,
    Visibility,
    VulnerableGroup,
)

FOLDER = Path(__file__).parent


def told(name: str) -> Any:
    """What the JSON file of this name says."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def draft_text() -> str:
    """The first version, as Markdown."""
    return (FOLDER / "draft.md").read_text(encoding="utf-8")


def written_inputs() -> Iterator[dict[str, Any]]:
    """What was written, without the session's notes, in the order in which it came."""
    lines = (FOLDER / "inputs.jsonl").read_text(encoding="utf-8").splitlines()
    yield from sorted(map(json.loads, lines), key=lambda said: said["day"])


def statement_of(said: dict[str, Any]) -> Statement:
    """An input's content; what its line leaves out is as usual."""
    group, organisation = said.get("group"), said.get("organisation")
    kind = InputKind(said["kind"])
    return Statement(
        text=said["text"],
        kind=kind,
        scope=_SCOPES.get(kind, Scope.DRAFT_POLICY),
        element=Element(said["element"]),
        on_behalf_of=OnBehalfOf.ORGANISATION if organisation else OnBehalfOf.SELF,
        organisation=organisation,
        author_name=said.get("name"),
        region=said["region"],
        vulnerable_group=VulnerableGroup(group) if group else None,
        proposed_wording=said.get("proposed"),
        reason=said.get("reason"),
        visibility=Visibility(said.get("visibility", Visibility.PUBLIC)),
    )


_SCOPES = {
    InputKind.EXPERIENCE: Scope.SERVICE_PROBLEM,
    InputKind.EVIDENCE: Scope.EVALUATION,
    InputKind.QUESTION: Scope.APPLICATION,
}
