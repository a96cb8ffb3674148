"""Words for short statements that people agree or disagree with."""

from consultations.vocabulary.words import N_, Term


class Vote(Term):
    """Suara atas satu pernyataan."""

    AGREE = "setuju", N_("Setuju")
    DISAGREE = "tidak_setuju", N_("Tidak setuju")
    PASS = "lewat", N_("Tidak tahu, lewati")

    @property
    def score(self) -> int:
        """The vote as it is counted with: 1, -1 or 0."""
        return {Vote.AGREE: 1, Vote.DISAGREE: -1}.get(self, 0)

    @classmethod
    def of(cls, score: int) -> "Vote":
        """The vote that is counted so."""
        return {1: cls.AGREE, -1: cls.DISAGREE}.get(score, cls.PASS)


class StatementState(Term):
    """Keadaan sebuah pernyataan."""

    OPEN = "terbuka", N_("Terbuka")
    CLOSED = "ditutup", N_("Ditutup")
    HIDDEN = "disembunyikan", N_("Disembunyikan")
    WAITING = "menunggu", N_("Menunggu diperiksa")
    REFUSED = "ditolak", N_("Tidak ditampilkan")


class StatementOrigin(Term):
    """Asal sebuah pernyataan."""

    TEAM = "tim", N_("Ditulis tim penyusun")
    INPUT = "masukan", N_("Diambil dari masukan")
    PARTICIPANT = "peserta", N_("Diusulkan peserta")
