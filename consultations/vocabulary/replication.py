"""Words of replicating an innovation. What a form means is a working definition, editable."""

from consultations.vocabulary.words import N_, Term


class ReplicationForm(Term):
    """Bentuk replikasi."""

    ADOPTION = "adopsi", N_("Adopsi")
    ADAPTATION = "adaptasi", N_("Adaptasi")
    MODIFICATION = "modifikasi", N_("Modifikasi")


class ReplicationScope(Term):
    """Cakupan replikasi."""

    PART = "sebagian", N_("Sebagian")
    WHOLE = "keseluruhan", N_("Keseluruhan")


class ReplicationStatus(Term):
    """Where a replication stands."""

    WAITING = "menunggu", N_("Menunggu persetujuan")
    APPROVED = "disetujui", N_("Disetujui")
    IMPLEMENTED = "implemen", N_("Sudah diterapkan")
    REFUSED = "tolak", N_("Ditolak")


class ReplicationDocumentKind(Term):
    """What a document of a replication is."""

    AGREEMENT = "kesepakatan", N_("Bukti kesepakatan")
    COMMITMENT = "komitmen", N_("Surat komitmen")
    CERTIFICATE = "sertifikat", N_("Sertifikat")
    OTHER = "lainnya", N_("Dokumen lain")


USUAL_DEFINITIONS = {
    ReplicationForm.ADOPTION: N_("Inovasi dipakai seutuhnya seperti di tempat asalnya."),
    ReplicationForm.ADAPTATION: N_(
        "Inovasi disesuaikan dengan keadaan setempat; inti gagasannya tetap."
    ),
    ReplicationForm.MODIFICATION: N_("Inti gagasan inovasi diubah atau dikembangkan."),
}
