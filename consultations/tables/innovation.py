"""Innovations (inovasi pelayanan publik), their awards, and who replicated them how."""

from piccolo.columns import (
    UUID,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.keeping import KEEP


class Innovation(Table):
    """One innovation, kept by the team of one consultation; ``nri`` is its code elsewhere."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    nri = Varchar(length=40)
    title = Varchar(length=200)
    summary = Text()
    owner_agency = Varchar(length=200)
    owner_unit = Varchar(length=200)
    is_public = Boolean(default=False)
    # Goes up with every edit; refuses an edit made on an older reading.
    version = Integer(default=1)
    created_at = Timestamptz()
    created_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)


class InnovationAward(Table, tablename="innovation_award"):
    """An award by its kind and year: the names of awards change from year to year."""

    id = UUID(primary_key=True)
    innovation = ForeignKey(Innovation, null=False, index=True, on_delete=KEEP)
    kind = Varchar(length=80)
    year = Integer()


class Replication(Table):
    """Somebody else's use of an innovation, from proposal to verification."""

    id = UUID(primary_key=True)
    innovation = ForeignKey(Innovation, null=False, index=True, on_delete=KEEP)
    title = Varchar(length=200)
    agency = Varchar(length=200)
    unit = Varchar(length=200)
    form = Varchar(length=12)
    scope = Varchar(length=12)
    status = Varchar(length=12)
    proposed_on = Date(null=True, default=None)
    decided_on = Date(null=True, default=None)
    implemented_on = Date(null=True, default=None)
    verified_on = Date(null=True, default=None)
    verification = Text()
    plan = Text()
    indicator = Text()
    before = Text()
    after = Text()
    impact = Text()
    cost = Text()
    sustainability = Text()
    version = Integer(default=1)


class ReplicationFile(Table, tablename="replication_file"):
    """A checked document of a replication; its bytes lie under their SHA-256.

    One that was taken out stays on record with ``removed_at``.
    """

    id = UUID(primary_key=True)
    replication = ForeignKey(Replication, null=False, index=True, on_delete=KEEP)
    kind = Varchar(length=12)
    name = Varchar(length=200)
    media_type = Varchar(length=100)
    size = Integer()
    sha256 = Varchar(length=64)
    stored_at = Timestamptz()
    removed_at = Timestamptz(null=True, default=None)


class InnovationLink(Table, tablename="innovation_link"):
    """A unit of the roadmap, by its lasting identity, for which an innovation is good practice."""

    id = UUID(primary_key=True)
    innovation = ForeignKey(Innovation, null=False, on_delete=KEEP)
    consultation = ForeignKey(Consultation, null=False, on_delete=KEEP)
    unit_identity = UUID(index=True)


class ReplicationDefinition(Table, tablename="replication_definition"):
    """What a form of replication means here, where it differs from the usual words."""

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, on_delete=KEEP)
    form = Varchar(length=12)
    text = Text()
    text_en = Text()
