"""By what themes are told apart in a cross-tab, and the sentences that tell it."""

from consultations.vocabulary import N_, Term


class Dimension(Term):
    """Menurut apa tema dibandingkan."""

    ELEMENT = "unsur", N_("Unsur")
    REGION = "wilayah", N_("Wilayah")
    CHANNEL = "kanal", N_("Kanal")
    STANCE = "sikap", N_("Sikap")
    UNIT = "butir", N_("Butir")


MORE: dict[Dimension, str] = {
    Dimension.ELEMENT: N_("lebih sering dari %(column)s"),
    Dimension.REGION: N_("lebih sering dari %(column)s"),
    Dimension.CHANNEL: N_("lebih sering lewat %(column)s"),
    Dimension.STANCE: N_("lebih sering bersikap %(column)s"),
    Dimension.UNIT: N_("lebih sering pada %(column)s"),
}
LESS: dict[Dimension, str] = {
    Dimension.ELEMENT: N_("lebih jarang dari %(column)s"),
    Dimension.REGION: N_("lebih jarang dari %(column)s"),
    Dimension.CHANNEL: N_("lebih jarang lewat %(column)s"),
    Dimension.STANCE: N_("lebih jarang bersikap %(column)s"),
    Dimension.UNIT: N_("lebih jarang pada %(column)s"),
}
# How a column without a value reads.
WITHOUT: dict[Dimension, str] = {
    Dimension.REGION: N_("Tidak disebut"),
    Dimension.STANCE: N_("Tanpa sikap"),
    Dimension.UNIT: N_("Seluruh rancangan"),
}
OTHERS = N_("Lainnya")
