"""The field's enumerations, in the field's words: the only place they are written.

Values are the Indonesian slugs that regulations, forms and exchanged files use; labels are the
Indonesian words on the page (gettext message ids). Sources: PermenPANRB 16/2017 for elements,
scopes and forms of FKP; MK 91/PUU-XVIII/2020 for the rights behind the statuses.
"""

from consultations.vocabulary.closing import (
    ClosingAct,
    DocumentKind,
    FollowUpStatus,
    SessionFileUse,
    SignatureManner,
)
from consultations.vocabulary.deciding import (
    Decision,
    DeliberationAct,
    DeliberationState,
    EvidenceKind,
    FinalCondition,
    ScoringMethod,
    Weighting,
)
from consultations.vocabulary.drafts import (
    ChangeKind,
    Edit,
    Fate,
    IssueRemark,
    Stage,
    UnitKind,
    WordingAct,
    WordingState,
)
from consultations.vocabulary.inputs import (
    Channel,
    Element,
    InputKind,
    InputStatus,
    OnBehalfOf,
    Scope,
    Visibility,
    VulnerableGroup,
)
from consultations.vocabulary.moderation import (
    Cause,
    ModerationAction,
    PersonalDataKind,
    SpanState,
)
from consultations.vocabulary.service import (
    Frequency,
    NewsKind,
    Role,
    RunStatus,
    Zone,
)
from consultations.vocabulary.sessions import (
    Admission,
    Agreement,
    Attendance,
    Attribution,
    Coverage,
    Duty,
    GuidePart,
    NoteForm,
    ReadBack,
    RegistrationState,
    SessionKind,
    SessionState,
    SessionStep,
    Stance,
)
from consultations.vocabulary.themes import ThemeAct
from consultations.vocabulary.words import (
    N_,
    Term,
)

__all__ = [
    "N_",
    "Admission",
    "Agreement",
    "Attendance",
    "Attribution",
    "Cause",
    "ChangeKind",
    "Channel",
    "ClosingAct",
    "Coverage",
    "Decision",
    "DeliberationAct",
    "DeliberationState",
    "DocumentKind",
    "Duty",
    "Edit",
    "Element",
    "EvidenceKind",
    "Fate",
    "FinalCondition",
    "FollowUpStatus",
    "Frequency",
    "GuidePart",
    "InputKind",
    "InputStatus",
    "IssueRemark",
    "ModerationAction",
    "NewsKind",
    "NoteForm",
    "OnBehalfOf",
    "PersonalDataKind",
    "ReadBack",
    "RegistrationState",
    "Role",
    "RunStatus",
    "Scope",
    "ScoringMethod",
    "SessionFileUse",
    "SessionKind",
    "SessionState",
    "SessionStep",
    "SignatureManner",
    "SpanState",
    "Stage",
    "Stance",
    "Term",
    "ThemeAct",
    "UnitKind",
    "Visibility",
    "VulnerableGroup",
    "Weighting",
    "WordingAct",
    "WordingState",
    "Zone",
]
