"""Registers the domain's tables and migrations with Piccolo."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from consultations import tables

TABLES = [
    tables.Account,
    tables.Consultation,
    tables.Phase,
    tables.DraftVersion,
    tables.Unit,
    tables.UnitSuccession,
    tables.WorkingCopy,
    tables.PreviewLink,
    tables.Session,
    tables.RoleGrant,
    tables.SignInSession,
    tables.SignInLink,
    tables.SignInFailure,
    tables.PendingImport,
    tables.InputImport,
    tables.ModerationReason,
    tables.Campaign,
    tables.Input,
    tables.InputEdition,
    tables.Support,
    tables.Response,
    tables.EvidenceFile,
    tables.Note,
    tables.Theme,
    tables.ThemeMember,
    tables.Disposition,
    tables.Reply,
    tables.AuditEntry,
    tables.EvidenceSource,
    tables.Assessment,
    tables.AssessedOption,
    tables.Criterion,
    tables.Scorer,
    tables.Score,
    tables.PairJudgment,
    tables.SearchEntry,
    tables.CampaignSuggestion,
    tables.SealedOriginal,
    tables.HiddenSpan,
    tables.ModerationCase,
    tables.ModerationAct,
    tables.InputReport,
    tables.FloodBucket,
    tables.NewsItem,
    tables.Follow,
    tables.OutgoingMessage,
    tables.MailRequest,
]

APP_CONFIG = AppConfig(
    app_name="consultations",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=TABLES,
    migration_dependencies=[],
)
