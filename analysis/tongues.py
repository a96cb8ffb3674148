"""What the guessed languages of texts are called, for people; loads nothing for learning."""

from collections import Counter
from collections.abc import Mapping

from consultations.vocabulary import N_, Term


class Tongue(Term):
    """A language that the analysis can tell from the others."""

    INDONESIAN = "ind", N_("Bahasa Indonesia")
    JAVANESE = "jav", N_("Bahasa Jawa")
    SUNDANESE = "sun", N_("Bahasa Sunda")
    MINANGKABAU = "min", N_("Bahasa Minangkabau")
    ENGLISH = "eng", N_("Bahasa Inggris")
    MIXED = "campuran", N_("Campuran dua bahasa")


def tongues_in(counted: Mapping[str, int]) -> dict[Tongue, int]:
    """How many texts are in each language, most first; those in two are counted as mixed."""
    found: Counter[Tongue] = Counter()
    for name, count in counted.items():
        found[Tongue(name) if name in set(Tongue) else Tongue.MIXED] += count
    return dict(found.most_common())
