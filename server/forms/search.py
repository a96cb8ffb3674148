"""The form with which everyone searches a consultation; it is read from the address."""

from dataclasses import replace

from wtforms import SelectField

from consultations.queries.finding import FoundOrder
from consultations.queries.register import RegisterFilter
from consultations.vocabulary import N_
from server.forms.register import FilterForm

ORDERS = {
    FoundOrder.BEST.value: N_("Paling sesuai dahulu"),
    FoundOrder.NEWEST.value: N_("Terbaru dahulu"),
    FoundOrder.OLDEST.value: N_("Terlama dahulu"),
    FoundOrder.MOST_SUPPORTED.value: N_("Paling banyak didukung"),
}


class SearchForm(FilterForm):
    """The register's filter as far as it is public, and how what is found is sorted."""

    order = SelectField(N_("Urutan"), choices=ORDERS, validate_choice=False)

    def chosen(self) -> RegisterFilter:
        """What was chosen; sessions are not offered here."""
        return replace(super().chosen(), session="")

    def found_order(self) -> FoundOrder:
        """How to sort; an unknown order is the usual one."""
        return FoundOrder(self.order.data) if self.order.data in ORDERS else FoundOrder.BEST

    def kept(self) -> dict[str, str]:
        """The choices as they go into an address."""
        kept = super().kept()
        kept.pop("order", None)
        if self.found_order() is not FoundOrder.BEST:
            kept["order"] = self.found_order().value
        return kept
