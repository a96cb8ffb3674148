"""Spot checks (uji petik): people say blind whether the analysis placed inputs well."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.table import Table

from consultations.tables.account import Account
from consultations.tables.consultation import Consultation
from consultations.tables.input import Input
from consultations.tables.keeping import KEEP
from consultations.tables.theme import Theme


class SpotCheck(Table, tablename="spot_check"):
    """A sample of the machine's placements, drawn by a seed that is kept.

    ``layered``: each theme gave equally many; else all placements were equally likely.
    """

    id = UUID(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, index=True, on_delete=KEEP)
    layered = Boolean(default=False)
    seed = Integer(default=0)
    placements = Integer(default=0)
    drawn_at = Timestamptz()
    drawn_by = ForeignKey(Account, null=True, default=None, on_delete=KEEP)
    closed_at = Timestamptz(null=True, default=None)


class SpotCheckItem(Table, tablename="spot_check_item"):
    """One placement of the sample; ``among`` counts those its theme had at the draw."""

    id = UUID(primary_key=True)
    spot_check = ForeignKey(SpotCheck, null=False, index=True, on_delete=KEEP)
    position = Integer()
    theme = ForeignKey(Theme, null=False, index=True, on_delete=KEEP)
    input = ForeignKey(Input, null=False, on_delete=KEEP)
    among = Integer(default=1)


class SpotCheckReader(Table, tablename="spot_check_reader"):
    """One of the one or two people who read; neither sees the other's answers."""

    id = UUID(primary_key=True)
    spot_check = ForeignKey(SpotCheck, null=False, index=True, on_delete=KEEP)
    account = ForeignKey(Account, null=False, on_delete=KEEP)


class SpotCheckAnswer(Table, tablename="spot_check_answer"):
    """What a reader says of one placement."""

    id = UUID(primary_key=True)
    item = ForeignKey(SpotCheckItem, null=False, index=True, on_delete=KEEP)
    reader = ForeignKey(SpotCheckReader, null=False, index=True, on_delete=KEEP)
    verdict = Varchar(length=12)
    given_at = Timestamptz()
