"""What a session still lacks before it can be closed: each with the page where it is given."""

from collections.abc import Callable
from dataclasses import dataclass

from consultations.queries.session_dossiers import Dossier
from consultations.vocabulary import N_, SessionFileUse, SessionKind


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at; ``address`` is where it is mended, below the session's own."""

    key: str
    words: str
    is_there: bool
    address: str


def closing_points(dossier: Dossier) -> list[Point]:
    """Everything the session's kind asks for, in the order it is looked at.

    A cancelled session lacks nothing.
    """
    if dossier.cancelled_at is not None:
        return []
    return [
        Point(key, words, is_there(dossier), address)
        for key, words, is_there, address, only in _POINTS
        if only is None or only is dossier.kind
    ]


def _agreements(dossier: Dossier) -> bool:
    return bool(dossier.agreements)


def _both_sides_sign(dossier: Dossier) -> bool:
    return sum(not signatory.acknowledges for signatory in dossier.signatories) > 1


def _dissent_is_said(dossier: Dossier) -> bool:
    return bool(dossier.dissenting) or dossier.record.no_dissent


def _confirmed(dossier: Dossier) -> bool:
    return bool(dossier.notes) and not dossier.unconfirmed


def _has(use: SessionFileUse) -> Callable[[Dossier], bool]:
    return lambda dossier: any(file.use is use for file in dossier.files)


_FKP, _FGD = SessionKind.FKP, SessionKind.FGD
_POINTS: tuple[tuple[str, str, Callable[[Dossier], bool], str, SessionKind | None], ...] = (
    (
        "steps",
        N_("Daftar periksa sebelum dan selama sesi selesai"),
        lambda d: not d.open_steps,
        "/periksa",
        None,
    ),
    ("present", N_("Kehadiran peserta tercatat"), lambda d: bool(d.present), "/hadir", None),
    ("notes", N_("Ada catatan"), lambda d: bool(d.notes), "", None),
    ("confirmed", N_("Semua catatan dikonfirmasi penuturnya"), _confirmed, "/baca-ulang", None),
    (
        "agreements",
        N_("Kesepakatan dicatat beserta tingkat dan hitungannya"),
        _agreements,
        "",
        _FKP,
    ),
    (
        "dissent",
        N_("Pandangan berbeda dicatat, atau dinyatakan tidak ada"),
        _dissent_is_said,
        "/dokumen",
        None,
    ),
    ("number", N_("Nomor Berita Acara"), lambda d: bool(d.record.number), "/dokumen", None),
    ("legal", N_("Dasar hukum"), lambda d: bool(d.legal_basis), "/rencana", _FKP),
    (
        "conclusion",
        N_("Kesimpulan"),
        lambda d: bool(d.record.conclusion),
        "/dokumen",
        None,
    ),
    (
        "signatories",
        N_("Penanda tangan dari penyelenggara dan dari peserta"),
        _both_sides_sign,
        "/dokumen#penanda-tangan",
        _FKP,
    ),
    ("photos", N_("Foto kegiatan"), _has(SessionFileUse.PHOTO), "/berkas", None),
    (
        "signed",
        N_("Pindaian Berita Acara yang sudah ditandatangani"),
        _has(SessionFileUse.SIGNED_RECORD),
        "/berkas",
        _FKP,
    ),
    ("follow_up", N_("Rencana tindak lanjut"), lambda d: bool(d.follow_ups), "/rtl", None),
)
