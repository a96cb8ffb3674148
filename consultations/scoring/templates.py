"""Criteria to start from, as civil servants know them."""

from consultations.vocabulary import N_

Template = tuple[tuple[str, str], ...]

# USG: urgency, seriousness, growth, each from 1 to 5.
USG: Template = (
    (N_("Urgensi"), N_("Seberapa mendesak ditangani (1 tidak mendesak, 5 sangat mendesak).")),
    (N_("Keseriusan"), N_("Seberapa besar akibatnya bila dibiarkan (1 kecil, 5 sangat besar).")),
    (N_("Perkembangan"), N_("Seberapa cepat memburuk bila dibiarkan (1 lambat, 5 sangat cepat).")),
)
MEANS: Template = (
    (N_("Dampak bagi warga"), N_("Seberapa besar manfaatnya bagi pengguna layanan.")),
    (N_("Kemudahan pelaksanaan"), N_("Seberapa siap orang, aturan dan sistemnya.")),
    (N_("Dukungan pemangku kepentingan"), N_("Seberapa kuat dukungan dalam konsultasi.")),
    (N_("Keberlanjutan"), N_("Seberapa mungkin tetap berjalan setelah proyeknya usai.")),
)
TEMPLATES: dict[str, Template] = {"usg": USG, "tindakan": MEANS}
