"""What a reviewer asks of the worker, and what it answers; loads nothing for learning."""

from uuid import UUID

import msgspec

from analysis.likes import Like

# Of a theme or a group no more inputs than these are named on a page; all of them are counted.
MOST_NAMED = 200


class WhyHere(msgspec.Struct, tag=True):
    """Why are these inputs in the theme?"""

    theme: UUID
    entries: list[UUID]


class NearThemes(msgspec.Struct, tag=True):
    """Which accepted themes lie nearest to an input?"""

    consultation: UUID
    entry: UUID
    most: int


class SplitInto(msgspec.Struct, tag=True):
    """How could the theme be taken apart?"""

    theme: UUID
    parts: int


class CompareRun(msgspec.Struct, tag=True):
    """What would the run change about accepted themes?"""

    run: UUID


class ReadLayers(msgspec.Struct, tag=True):
    """Which groups did the run find, from broad to fine?"""

    run: UUID


class ReadGroup(msgspec.Struct, tag=True):
    """Which inputs are in one group of a layer?"""

    run: UUID
    layer: int
    group: int


class WriteBrief(msgspec.Struct, tag=True):
    """Write the theme's brief anew and keep it."""

    theme: UUID


Asked = WhyHere | NearThemes | SplitInto | CompareRun | ReadLayers | ReadGroup | WriteBrief


class Why(msgspec.Struct):
    """How near an input lies to its theme's centre, and the members nearest to it."""

    input: UUID
    score: float
    nearest: list[Like]


class NearTheme(msgspec.Struct):
    """A theme with its nearness to the input asked about."""

    theme: UUID
    score: float


class SplitPart(msgspec.Struct):
    """A part of a theme: a proposed name, its inputs, the most central of them."""

    label: str
    inputs: list[UUID]
    central: list[UUID]


class SplitProposal(msgspec.Struct):
    """Parts of a theme as it was; ``members`` is the state they were made from."""

    members: str
    parts: list[SplitPart]


class ThemeShift(msgspec.Struct):
    """What a run would do to a theme; of who leaves and joins the first ones by name."""

    theme: UUID
    stays: int
    agreement: float
    leaves: list[UUID]
    leaving: int
    joins: list[UUID]
    joining: int


class Group(msgspec.Struct):
    """A group that a run found, at its place in its layer, with a few of its inputs."""

    place: int
    label: str
    size: int
    examples: list[UUID]


class RunComparison(msgspec.Struct):
    """Every accepted theme beside the run, and the run's groups that are like none of them.

    ``layer`` is the layer that was compared.
    """

    layer: int
    shifts: list[ThemeShift]
    new: list[Group]
