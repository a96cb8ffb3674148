"""Inputs (masukan): everything anyone said about the draft, whatever the channel."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.campaign import Campaign
from consultations.tables.consultation import Consultation
from consultations.tables.draft import DraftVersion, Unit
from consultations.tables.input_import import InputImport
from consultations.tables.keeping import KEEP
from consultations.tables.moderation_reason import ModerationReason
from consultations.tables.session import Session
from consultations.tables.survey import SurveyQuestion


class Input(Table):
    """One registered input.

    ``unit`` is empty for input on the whole draft. ``receipt_hash`` is the SHA-256 of the private
    status token; ``idempotency_key`` makes a repeated submission the same submission, and
    ``body_hash`` tells a repetition from another text under the same key.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    number = Integer()
    registration = Varchar(length=24, unique=True)
    version = ForeignKey(DraftVersion, null=True, default=None, on_delete=KEEP)
    unit = ForeignKey(Unit, null=True, default=None, index=True, on_delete=KEEP)
    session = ForeignKey(Session, null=True, default=None, index=True, on_delete=KEEP)
    # The question of a survey that it answers.
    question = ForeignKey(SurveyQuestion, null=True, default=None, index=True, on_delete=KEEP)
    imported_in = ForeignKey(InputImport, null=True, default=None, index=True, on_delete=KEEP)
    account = ForeignKey(Account, null=True, default=None, index=True, on_delete=KEEP)
    kind = Varchar(length=20)
    scope = Varchar(length=30)
    element = Varchar(length=40)
    on_behalf_of = Varchar(length=12)
    organisation = Varchar(length=200, null=True, default=None)
    author_name = Varchar(length=120, null=True, default=None)
    author_email = Varchar(length=254, null=True, default=None)
    # The language in which its author is written to.
    author_locale = Varchar(length=5, null=True, default=None)
    region = Varchar(length=60, null=True, default=None)
    vulnerable_group = Varchar(length=40, null=True, default=None)
    text = Text()
    proposed_wording = Text(null=True, default=None)
    reason = Text(null=True, default=None)
    # The words of the unit that the input is about, with what stood around them, so that they
    # can be found again in a later wording; ``quote_start`` counts characters of the unit's text.
    quote = Text(null=True, default=None)
    quote_prefix = Varchar(length=64, null=True, default=None)
    quote_suffix = Varchar(length=64, null=True, default=None)
    quote_start = Integer(null=True, default=None)
    channel = Varchar(length=12)
    visibility = Varchar(length=12)
    consent_at = Timestamptz(null=True, default=None)
    received_at = Timestamptz()
    receipt_hash = Varchar(length=64, unique=True)
    idempotency_key = Varchar(length=64, unique=True)
    body_hash = Varchar(length=64)
    # Goes up with every edit by the author; earlier words are in ``InputEdition``.
    edition = Integer(default=1)
    edited_at = Timestamptz(null=True, default=None)
    # Kept beside the rows they count, so that a list can be sorted by them.
    supports = Integer(default=0)
    opposes = Integer(default=0)
    responses = Integer(default=0)
    # Taken back by its author (its number stays) or with the import that brought it (no page
    # shows it then).
    withdrawn_at = Timestamptz(null=True, default=None)
    # Hidden from the public for a reason; the register keeps it and the analysis reads it.
    withheld_at = Timestamptz(null=True, default=None)
    withheld_for = ForeignKey(ModerationReason, null=True, default=None, on_delete=KEEP)
    campaign = ForeignKey(Campaign, null=True, default=None, index=True, on_delete=KEEP)
    # Lists show one input of a campaign for each unit; the others are folded into it.
    folded = Boolean(default=False)
