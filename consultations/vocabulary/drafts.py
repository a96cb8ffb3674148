"""Words for stages, drafts, units and what became of them."""

from consultations.vocabulary.words import N_, Term


class Stage(Term):
    """Tahap penyusunan peta jalan, in their order."""

    EVALUATION = "evaluasi", N_("Evaluasi")
    STUDY = "kajian", N_("Kajian")
    CONSULTATION = "fkp_fgd", N_("FKP dan FGD")
    FINALISATION = "finalisasi", N_("Finalisasi")


class StageState(Term):
    """Where a stage stands."""

    UNDATED = "tanpa_jadwal", N_("Belum dijadwalkan")
    AHEAD = "akan_datang", N_("Akan datang")
    RUNNING = "berlangsung", N_("Sedang berlangsung")
    OVER = "selesai", N_("Selesai")


class UnitKind(Term):
    """What a numbered part of a draft is."""

    CHAPTER = "bab", N_("Bab")
    SECTION = "bagian", N_("Bagian")
    CLAUSE = "butir", N_("Butir")


class Fate(Term):
    """What became of a unit from one version to the next (nasib butir)."""

    UNCHANGED = "tetap", N_("Tetap")
    EDITED = "diubah", N_("Diubah")
    MOVED = "dipindah", N_("Dipindah")
    SPLIT = "dipecah", N_("Dipecah")
    MERGED = "digabung", N_("Digabung")
    REMOVED = "dihapus", N_("Dihapus")
    NEW = "baru", N_("Baru")


class Edit(Term):
    """The last change to a working copy, as it can be undone."""

    REVISED = "ubah", N_("Perubahan isi butir")
    SPLIT = "pecah", N_("Pemecahan butir")
    JOINED = "gabung", N_("Penggabungan butir")
    MOVED = "pindah", N_("Pemindahan butir")
    OPENED = "buka", N_("Pembukaan atau penutupan butir untuk masukan")
    REMOVED = "hapus", N_("Penghapusan butir")
    RENUMBERED = "nomori", N_("Penomoran ulang")
    ASSEMBLED = "susun", N_("Penyusunan rumusan yang disetujui")
    REPLACED = "ganti", N_("Penggantian seluruh naskah")


class ChangeKind(Term):
    """Jenis perubahan, as the list of issues (DIM) tells them apart."""

    EDITORIAL = "redaksional", N_("Redaksional")
    SUBSTANCE = "substansi", N_("Substansi")


class IssueRemark(Term):
    """Keterangan dalam daftar inventarisasi masalah (DIM)."""

    KEPT = "tetap", N_("Tetap")
    EDITORIAL = "redaksional", N_("Redaksional")
    SUBSTANCE = "substansi", N_("Substansi")
    NEW = "substansi_baru", N_("Substansi baru")
    REMOVED = "dihapus", N_("Dihapus")


class WordingAct(Term):
    """What a proposal does to the draft."""

    REVISE = "ubah", N_("Ubah butir")
    ADD = "baru", N_("Butir baru")
    REMOVE = "hapus", N_("Hapus butir")


class WordingState(Term):
    """How far the team is with new wording (rumusan)."""

    PROPOSED = "usulan", N_("Usulan")
    APPROVED = "disetujui", N_("Disetujui")
    REJECTED = "ditolak", N_("Ditolak")
