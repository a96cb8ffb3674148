"""The domain's tables, one file per noun."""

from consultations.tables.account import (
    Account,
    SignInFailure,
    SignInLink,
    SignInSession,
)
from consultations.tables.answer import Disposition, InputDisposition, Reply
from consultations.tables.assessment import (
    AssessedOption,
    Assessment,
    Criterion,
    PairJudgment,
    Score,
    Scorer,
)
from consultations.tables.audit_entry import AuditEntry
from consultations.tables.campaign import Campaign
from consultations.tables.campaign_suggestion import CampaignSuggestion
from consultations.tables.consultation import Consultation, Phase
from consultations.tables.decision_option import DecisionOption, ReplyTemplate
from consultations.tables.deliberation import Deliberation, DeliberationNote, DeliberationStep
from consultations.tables.draft import DraftVersion, Unit
from consultations.tables.draft_picture import DraftPicture
from consultations.tables.easy_text import EasyText
from consultations.tables.evidence_file import EvidenceFile
from consultations.tables.evidence_source import EvidenceSource, EvidenceSourceFile
from consultations.tables.finalisation import ElementGap, Finalisation
from consultations.tables.flood_bucket import FloodBucket
from consultations.tables.follow import Follow
from consultations.tables.follow_up import (
    FollowUpFile,
    FollowUpImport,
    FollowUpInput,
    FollowUpItem,
    FollowUpStep,
    FollowUpUnit,
)
from consultations.tables.innovation import (
    Innovation,
    InnovationAward,
    InnovationLink,
    Replication,
    ReplicationDefinition,
    ReplicationFile,
)
from consultations.tables.input import Input
from consultations.tables.input_edition import InputEdition
from consultations.tables.input_import import InputImport, PendingImport
from consultations.tables.moderation import (
    HiddenSpan,
    InputReport,
    ModerationAct,
    ModerationCase,
    SealedOriginal,
)
from consultations.tables.moderation_reason import ModerationReason
from consultations.tables.news_item import NewsItem
from consultations.tables.note import Note, NoteEdition
from consultations.tables.outgoing_message import MailRequest, OutgoingMessage
from consultations.tables.participant import Participant
from consultations.tables.preview_link import PreviewLink
from consultations.tables.publication import Publication
from consultations.tables.response import Response
from consultations.tables.role_grant import RoleGrant
from consultations.tables.room import DotBallot, DotItem, DotRound, RoomQuestion, RoomSupport
from consultations.tables.search_entry import SearchEntry
from consultations.tables.session import (
    AgendaItem,
    BreakoutGroup,
    ChecklistItem,
    GuideQuestion,
    ParticipationTarget,
    Session,
    SessionUnit,
    TeamMember,
)
from consultations.tables.session_closing import SessionClosing
from consultations.tables.session_file import SessionFile
from consultations.tables.session_record import SessionRecord, Signatory
from consultations.tables.spot_check import (
    SpotCheck,
    SpotCheckAnswer,
    SpotCheckItem,
    SpotCheckReader,
)
from consultations.tables.stage import StageDocument, StageSummary
from consultations.tables.statement import PollStatement, PollTerms, StatementVote
from consultations.tables.support import Support
from consultations.tables.survey import Survey, SurveyQuestion
from consultations.tables.survey_return import SurveyAnswer, SurveyKey, SurveyReturn
from consultations.tables.theme import OffTopic, Theme, ThemeEvent, ThemeMember
from consultations.tables.unit_mention import UnitMention
from consultations.tables.unit_succession import UnitSuccession
from consultations.tables.wording_change import WordingChange, WordingRemark, WordingSource
from consultations.tables.working_copy import WorkingCopy

__all__ = [
    "Account",
    "AgendaItem",
    "AssessedOption",
    "Assessment",
    "AuditEntry",
    "BreakoutGroup",
    "Campaign",
    "CampaignSuggestion",
    "ChecklistItem",
    "Consultation",
    "Criterion",
    "DecisionOption",
    "Deliberation",
    "DeliberationNote",
    "DeliberationStep",
    "Disposition",
    "DotBallot",
    "DotItem",
    "DotRound",
    "DraftPicture",
    "DraftVersion",
    "EasyText",
    "ElementGap",
    "EvidenceFile",
    "EvidenceSource",
    "EvidenceSourceFile",
    "Finalisation",
    "FloodBucket",
    "Follow",
    "FollowUpFile",
    "FollowUpImport",
    "FollowUpInput",
    "FollowUpItem",
    "FollowUpStep",
    "FollowUpUnit",
    "GuideQuestion",
    "HiddenSpan",
    "Innovation",
    "InnovationAward",
    "InnovationLink",
    "Input",
    "InputDisposition",
    "InputEdition",
    "InputImport",
    "InputReport",
    "MailRequest",
    "ModerationAct",
    "ModerationCase",
    "ModerationReason",
    "NewsItem",
    "Note",
    "NoteEdition",
    "OffTopic",
    "OutgoingMessage",
    "PairJudgment",
    "Participant",
    "ParticipationTarget",
    "PendingImport",
    "Phase",
    "PollStatement",
    "PollTerms",
    "PreviewLink",
    "Publication",
    "Replication",
    "ReplicationDefinition",
    "ReplicationFile",
    "Reply",
    "ReplyTemplate",
    "Response",
    "RoleGrant",
    "RoomQuestion",
    "RoomSupport",
    "Score",
    "Scorer",
    "SealedOriginal",
    "SearchEntry",
    "Session",
    "SessionClosing",
    "SessionFile",
    "SessionRecord",
    "SessionUnit",
    "SignInFailure",
    "SignInLink",
    "SignInSession",
    "Signatory",
    "SpotCheck",
    "SpotCheckAnswer",
    "SpotCheckItem",
    "SpotCheckReader",
    "StageDocument",
    "StageSummary",
    "StatementVote",
    "Support",
    "Survey",
    "SurveyAnswer",
    "SurveyKey",
    "SurveyQuestion",
    "SurveyReturn",
    "TeamMember",
    "Theme",
    "ThemeEvent",
    "ThemeMember",
    "Unit",
    "UnitMention",
    "UnitSuccession",
    "WordingChange",
    "WordingRemark",
    "WordingSource",
    "WorkingCopy",
]
