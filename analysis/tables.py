"""What the analysis keeps: vectors, runs and the themes it proposes."""

from piccolo.columns import (
    JSON,
    UUID,
    Bytea,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from consultations.tables import Account, Consultation, Input, Theme
from consultations.tables.keeping import KEEP
from consultations.vocabulary import RunStatus, SuggestionState


class Embedding(Table):
    """The vector of one text under one model: float16, L2-normalised, little-endian bytes."""

    id = UUID(primary_key=True)
    text_hash = Varchar(length=64)
    model = Varchar(length=120)
    vector = Bytea()


class AnalysedInput(Table, tablename="analysed_input"):
    """Ties an input to the hash of its normalised text, once the analysis has seen it."""

    input = ForeignKey(Input, primary_key=True, on_delete=KEEP)
    text_hash = Varchar(length=64, index=True)
    language = Varchar(length=8)
    # The input's edition that was read: a newer one is read again.
    edition = Integer(default=1)


class EmbeddingLease(Table, tablename="embedding_lease"):
    """Says that a worker reads an input just now, so that no other reads it too."""

    input = ForeignKey(Input, primary_key=True, on_delete=KEEP)
    until = Timestamptz()


class TextSignature(Table, tablename="text_signature"):
    """How an input's words look to whoever searches for nearly the same: its bands of MinHash.

    ``text_hash`` is the analysed text's; the bands are empty where the text is too short.
    """

    input = ForeignKey(Input, primary_key=True, on_delete=KEEP)
    text_hash = Varchar(length=64)
    bands = Bytea()


class AnalysisRun(Table, tablename="analysis_run"):
    """One analysis of a consultation, with all that is needed to repeat it.

    It is also the job's state: a queued or running row whose ``heartbeat`` is old is picked up
    again, because the queue forgets a task as soon as a worker takes it.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    status = Varchar(length=12, default=RunStatus.QUEUED.value)
    step = Varchar(length=40)
    done = Integer(default=0)
    total = Integer(default=0)
    model = Varchar(length=120)
    parameters = JSON(default="{}")
    input_hash = Varchar(length=64)
    seed = Integer(default=0)
    code_version = Varchar(length=40)
    metrics = JSON(default="{}")
    error = Text(null=True, default=None)
    requested_at = Timestamptz()
    requested_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    started_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    heartbeat = Timestamptz(null=True, default=None)


class RunArtefact(Table, tablename="run_artefact"):
    """What a finished run leaves for later: the space new inputs are placed in, and its layers.

    ``inputs`` are the ids (16 bytes each) that ``layers`` has a theme for, coarse to fine.
    """

    run = ForeignKey(AnalysisRun, primary_key=True, on_delete=KEEP)
    space = Bytea()
    inputs = Bytea()
    layers = Bytea()
    layer_labels = JSON(default="[]")


class RunLayout(Table, tablename="run_layout"):
    """Where a run's inputs lie on its map: two little-endian uint16 each.

    In the order of ``RunArtefact.inputs``.
    """

    run = ForeignKey(AnalysisRun, primary_key=True, on_delete=KEEP)
    points = Bytea()


class ThemePrototype(Table, tablename="theme_prototype"):
    """The mean of a theme's anchors in a run's space, until its members change.

    Made again when ``members`` no longer says what the theme has: see ``prototypes.py``.
    """

    theme = ForeignKey(Theme, primary_key=True, on_delete=KEEP)
    run = ForeignKey(AnalysisRun, null=False, on_delete=KEEP)
    members = Varchar(length=60)
    vector = Bytea()


class ThemeBrief(Table, tablename="theme_brief"):
    """A theme's brief as last written; ``members`` says what the theme had then."""

    theme = ForeignKey(Theme, primary_key=True, on_delete=KEEP)
    members = Varchar(length=80)
    content = Text()
    made_at = Timestamptz()


class ThemeSuggestion(Table, tablename="theme_suggestion"):
    """What a language model was asked to draft for a theme, and what people made of it.

    It is also the job's state, as an ``AnalysisRun`` is. ``open_as`` keeps a theme to one open
    draft of each kind and is empty once that is decided. ``sent`` names the inputs that were sent,
    in the order of their numbers; ``content``, ``dropped`` and ``kept`` are JSON: the sentences
    that the inputs support, how many were dropped and why, and what a person kept of them.
    """

    id = UUID(primary_key=True)
    theme = ForeignKey(Theme, null=False, index=True, on_delete=KEEP)
    kind = Varchar(length=12)
    state = Varchar(length=12, default=SuggestionState.QUEUED.value)
    open_as = Varchar(length=60, null=True, default=None, unique=True)
    step = Varchar(length=80)
    trouble = Varchar(length=20)
    model = Varchar(length=200)
    sent = Text(default="[]")
    content = Text(default="[]")
    dropped = Text(default="{}")
    kept = Text(default="[]")
    requested_at = Timestamptz()
    requested_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    heartbeat = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    decided_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class CandidateTheme(Table, tablename="candidate_theme"):
    """A theme the machine proposes. It becomes a theme only when a person accepts it."""

    id = UUID(primary_key=True)
    run = ForeignKey(AnalysisRun, null=False, index=True, on_delete=KEEP)
    position = Integer()
    label = Varchar(length=200)
    prototype = Bytea()
    stability = DoublePrecision(null=True, default=None)
    accepted_as = UUID(null=True, default=None)


class CandidateMember(Table, tablename="candidate_member"):
    """An input in a proposed theme, with its similarity to the theme's centre (0 to 1)."""

    id = UUID(primary_key=True)
    candidate = ForeignKey(CandidateTheme, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    score = DoublePrecision()
    central = Integer(null=True, default=None)


class OpinionRecord(Table, tablename="opinion_record"):
    """What a consultation's votes showed when they were last looked at.

    ``fingerprint`` says which votes and statements those were; with them and ``seed`` anyone
    finds the same again. ``content`` is JSON, see ``opinion_records``.
    """

    consultation = ForeignKey(Consultation, primary_key=True, on_delete=KEEP)
    fingerprint = Varchar(length=64)
    votes = Integer()
    seed = Integer(default=0)
    content = Text()
    made_at = Timestamptz()


TABLES = [
    Embedding,
    AnalysedInput,
    EmbeddingLease,
    TextSignature,
    AnalysisRun,
    RunArtefact,
    RunLayout,
    ThemePrototype,
    ThemeBrief,
    ThemeSuggestion,
    CandidateTheme,
    CandidateMember,
    OpinionRecord,
]
