"""Inputs that may belong to a campaign although their words differ: translations, mostly."""

from piccolo.columns import (
    UUID,
    Boolean,
    DoublePrecision,
    ForeignKey,
    Timestamptz,
)
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.campaign import Campaign
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP


class CampaignSuggestion(Table, tablename="campaign_suggestion"):
    """What the analysis suggests and a person decides; a decision outlives every later grouping.

    ``accepted`` is empty until somebody has looked.
    """

    id = UUID(primary_key=True)
    campaign = ForeignKey(Campaign, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, index=True, on_delete=KEEP)
    score = DoublePrecision(null=True, default=None)
    accepted = Boolean(null=True, default=None)
    decided_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    decided_at = Timestamptz(null=True, default=None)
