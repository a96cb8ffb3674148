"""The audit trail of a consultation: who did what, when."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from consultations.queries.paging import PAGE_SIZE, Page, offset_of
from consultations.tables import Account, AuditEntry
from consultations.vocabulary import N_, Channel, Decision, Role, Term

# What each act is called on the page; one without a name here is shown by its own.
ACTIONS: Mapping[str, str] = {
    "consultation.created": N_("Membuat konsultasi"),
    "consultation.edited": N_("Mengubah naskah pengantar"),
    "consultation.scheduled": N_("Mengubah jadwal tahap"),
    "consultation.announced": N_("Mengumumkan konsultasi"),
    "draft.prepared": N_("Menyiapkan rancangan"),
    "draft.begun": N_("Memulai versi berikut dari versi yang terbit"),
    "draft.changed": N_("Membetulkan pemecahan rancangan"),
    "draft.change_undone": N_("Membatalkan perubahan rancangan"),
    "draft.carry_over_confirmed": N_("Memastikan nasib butir"),
    "draft.published": N_("Menerbitkan rancangan"),
    "preview.made": N_("Membuat tautan pratinjau"),
    "preview.revoked": N_("Mencabut tautan pratinjau"),
    "input.registered": N_("Mencatat masukan"),
    "input.moved": N_("Memindahkan masukan"),
    "input.edited": N_("Menyunting masukan"),
    "input.withdrawn": N_("Menarik masukan"),
    "input.claimed": N_("Menyimpan masukan di akun"),
    "response.added": N_("Menulis balasan"),
    "response.moderated": N_("Memoderasi balasan"),
    "input.moderated": N_("Memoderasi masukan"),
    "original.read": N_("Membaca naskah asli"),
    "moderation_reason.added": N_("Menambah alasan moderasi"),
    "moderation_reason.changed": N_("Mengubah alasan moderasi"),
    "campaign.input_taken_out": N_("Mengeluarkan masukan dari kelompok serupa"),
    "campaign.suggestion_decided": N_("Memutuskan usulan kelompok serupa"),
    "inputs.imported": N_("Mengimpor masukan"),
    "import.undone": N_("Membatalkan impor"),
    "session.announced": N_("Mengumumkan sesi"),
    "session.closed": N_("Menutup sesi"),
    "session.edited": N_("Mengubah rencana sesi"),
    "session.cancelled": N_("Membatalkan sesi"),
    "session.agenda_set": N_("Menyusun acara sesi"),
    "session.guide_set": N_("Menyusun panduan diskusi"),
    "session.team_set": N_("Menyusun tim sesi"),
    "session.targets_set": N_("Menetapkan sasaran peserta"),
    "session.checklist_begun": N_("Memulai daftar periksa"),
    "session.checklist_ticked": N_("Mengisi daftar periksa"),
    "session.checklist_added": N_("Menambah daftar periksa"),
    "session.groups_made": N_("Membuat kelompok kecil"),
    "session.groups_divided": N_("Membagi kelompok kecil"),
    "session.groups_changed": N_("Mengubah kelompok kecil"),
    "participant.registered": N_("Mendaftar sesi"),
    "participants.added": N_("Menambah peserta"),
    "participant.changed": N_("Mengubah data peserta"),
    "participants.invited": N_("Mengundang peserta"),
    "participant.accepted": N_("Menerima undangan sesi"),
    "participant.cancelled": N_("Membatalkan keikutsertaan"),
    "participant.forgotten": N_("Menghapus data peserta"),
    "participant.checked_in": N_("Mencatat kehadiran"),
    "participant.check_in_undone": N_("Mengurungkan kehadiran"),
    "note.edited": N_("Menyunting catatan sesi"),
    "note.withdrawn": N_("Menarik catatan sesi"),
    "note.read_back": N_("Mencatat pembacaan ulang catatan"),
    "note.corrected": N_("Mencatat koreksi penutur"),
    "session.read_back_sent": N_("Mengirim tautan baca ulang"),
    "session.reopened": N_("Membuka lagi sesi"),
    "dots.opened": N_("Membuka suara titik"),
    "dots.closed": N_("Menutup suara titik"),
    "question.answered": N_("Menjawab pertanyaan dari ruang"),
    "question.hidden": N_("Menyembunyikan pertanyaan dari ruang"),
    "question.shown": N_("Menampilkan lagi pertanyaan dari ruang"),
    "matrix.taken_over": N_("Mengambil isi matriks tanggapan"),
    "session.record_written": N_("Menulis isian dokumen sesi"),
    "session.signatory_added": N_("Menambah penanda tangan"),
    "session.signatory_changed": N_("Mengubah penanda tangan"),
    "session.signatories_ordered": N_("Mengubah urutan penanda tangan"),
    "session.signatory_removed": N_("Menghapus penanda tangan"),
    "session.file_kept": N_("Menyimpan foto atau pindaian sesi"),
    "session.file_removed": N_("Mengeluarkan foto atau pindaian sesi"),
    "follow_up.added": N_("Menambah tindak lanjut"),
    "follow_up.changed": N_("Mengubah tindak lanjut"),
    "follow_ups.imported": N_("Mengimpor rencana aksi"),
    "follow_ups.import_undone": N_("Membatalkan impor rencana aksi"),
    "follow_up.moved": N_("Mencatat kemajuan tindak lanjut"),
    "theme.accepted": N_("Menerima tema"),
    "theme.renamed": N_("Mengubah nama tema"),
    "theme.merged": N_("Menggabungkan tema"),
    "theme.split": N_("Memecah tema"),
    "theme.noted": N_("Menulis catatan tim"),
    "theme.taken_over": N_("Mengambil usulan analisis ulang"),
    "theme.act_undone": N_("Membatalkan tindakan atas tema"),
    "input.added_to_theme": N_("Menambahkan masukan ke tema"),
    "input.taken_out_of_theme": N_("Mengeluarkan masukan dari tema"),
    "input.pinned": N_("Menetapkan masukan sebagai jangkar"),
    "input.unpinned": N_("Melepas jangkar"),
    "input.set_aside": N_("Menandai di luar pokok bahasan"),
    "mentions.decided": N_("Memutuskan rujukan ke butir"),
    "spot_check.drawn": N_("Mengambil contoh uji petik"),
    "spot_check.closed": N_("Menutup uji petik"),
    "wording.proposed": N_("Mengusulkan rumusan"),
    "wording.revised": N_("Mengubah usulan rumusan"),
    "wording.decided": N_("Memutuskan usulan rumusan"),
    "wording.remarked": N_("Menanggapi usulan rumusan"),
    "draft.assembled": N_("Menyusun rumusan yang disetujui ke versi berikut"),
    "theme.answered": N_("Memutuskan dan menjawab tema"),
    "disposition.written": N_("Menulis keputusan"),
    "disposition.undone": N_("Membatalkan perubahan keputusan"),
    "disposition.batch_written": N_("Memutuskan semua masukan yang cocok dengan saringan"),
    "disposition.batch_undone": N_("Membatalkan keputusan bersama"),
    "disposition.approved": N_("Menyetujui keputusan"),
    "disposition.returned": N_("Mengembalikan keputusan"),
    "disposition.assigned": N_("Menugaskan keputusan"),
    "disposition.published": N_("Menerbitkan keputusan"),
    "dispositions.published": N_("Menerbitkan keputusan serentak"),
    "publication.requested": N_("Meminta penerbitan serentak"),
    "decision_option.added": N_("Menambah pilihan keputusan"),
    "decision_option.reworded": N_("Mengubah pilihan keputusan"),
    "reply_template.saved": N_("Menyimpan templat jawaban"),
    "reply_template.deleted": N_("Menghapus templat jawaban"),
    "consultation.review_set": N_("Mengatur tinjauan orang kedua"),
    "draft.final": N_("Menetapkan versi final"),
    "draft.overridden_final": N_("Menetapkan versi final walau belum lengkap"),
    "round.opened": N_("Membuka putaran baru"),
    "element_gap.stated": N_("Menyebut alasan unsur tidak didengar"),
    "analysis.requested": N_("Meminta analisis"),
    "suggestion.requested": N_("Meminta usulan mesin untuk tema"),
    "suggestion.sent": N_("Mengirim kutipan terbit ke model bahasa"),
    "suggestion.accepted": N_("Memakai usulan mesin untuk tema"),
    "suggestion.discarded": N_("Membuang usulan mesin untuk tema"),
    "statement.added": N_("Memasang pernyataan"),
    "statement.proposed": N_("Mengusulkan pernyataan"),
    "statement.asked_in_room": N_("Menanyakan pernyataan di ruang sesi"),
    "statement.changed": N_("Mengubah keadaan pernyataan"),
    "statement.terms": N_("Mengatur pernyataan"),
    "evidence_source.added": N_("Menambah sumber bukti"),
    "evidence_source.changed": N_("Mengubah sumber bukti"),
    "evidence_source.file_removed": N_("Mengeluarkan berkas sumber bukti"),
    "easy_text.written": N_("Menulis teks bahasa mudah"),
    "stage.described": N_("Menulis ringkasan tahap"),
    "stage_document.added": N_("Menambah dokumen tahap"),
    "stage_document.changed": N_("Mengubah dokumen tahap"),
    "stage_document.removed": N_("Mengeluarkan dokumen tahap"),
    "stage_document.restored": N_("Mengembalikan dokumen tahap"),
    "assessment.prepared": N_("Menyiapkan penilaian"),
    "assessment.opened": N_("Membuka penilaian"),
    "assessment.closed": N_("Menutup penilaian"),
    "assessment.cancelled": N_("Membatalkan penilaian"),
    "assessment.published": N_("Menerbitkan hasil penilaian"),
    "assessment.unpublished": N_("Menyembunyikan hasil penilaian dari publik"),
    "assessment.copied": N_("Menyalin penilaian"),
    "scorer.appointed": N_("Menunjuk penilai"),
    "survey.prepared": N_("Menyiapkan survei"),
    "survey.changed": N_("Mengubah pengantar survei"),
    "survey.asked": N_("Menulis pertanyaan survei"),
    "survey.reworded": N_("Mengubah pertanyaan survei"),
    "survey.reordered": N_("Memindahkan pertanyaan survei"),
    "survey.dropped": N_("Menghapus pertanyaan survei"),
    "survey.opened": N_("Membuka survei"),
    "survey.closed": N_("Menutup survei"),
    "survey.copied": N_("Menyalin survei"),
    "survey.removed": N_("Menghapus survei yang belum dibuka"),
    "survey.keys_made": N_("Membuat kunci survei"),
    "survey.answered": N_("Mencatat jawaban survei"),
    "survey.discarded": N_("Membatalkan lembar survei"),
    "survey.published": N_("Menerbitkan hasil survei"),
    "survey.unpublished": N_("Menarik hasil survei"),
    "innovation.added": N_("Mencatat inovasi"),
    "innovation.changed": N_("Mengubah inovasi"),
    "innovation.linked": N_("Mengaitkan inovasi dengan butir"),
    "innovation.unlinked": N_("Melepas kaitan inovasi dengan butir"),
    "innovations.imported": N_("Mengimpor inovasi"),
    "replication.added": N_("Mencatat replikasi"),
    "replication.changed": N_("Mengubah replikasi"),
    "replication.file_removed": N_("Mengeluarkan dokumen replikasi"),
    "replication.defined": N_("Mengubah arti bentuk replikasi"),
    "role.granted": N_("Memberi peran"),
    "role.withdrawn": N_("Mencabut peran"),
}

# The particulars worth a reader's time, by name; others stay in the database.
DETAILS: Mapping[str, str] = {
    "role": N_("peran"),
    "channel": N_("kanal"),
    "decision": N_("keputusan"),
    "rows": N_("masukan"),
    "inputs": N_("masukan"),
    "phases": N_("tahap bertanggal"),
    "number": N_("versi"),
    "clauses": N_("butir"),
    "people": N_("orang"),
    "people_told": N_("orang diberi tahu"),
}
_TERMS: tuple[type[Term], ...] = (Role, Channel, Decision)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry:
    """One act. ``person`` is empty for a guest or a command; ``details`` are words to translate."""

    at: datetime
    person: str
    action: str
    subject: str
    subject_id: UUID | None
    details: list[tuple[str, str]]


async def trail_of(
    consultation: UUID, *, act: str = "", person: str = "", page: int = 1
) -> Page[TrailEntry]:
    """The acts in a consultation, newest first, narrowed to an action or a person."""
    where: Any = AuditEntry.consultation == consultation
    if act:
        where = where & (AuditEntry.action == act)
    if person:
        where = where & (AuditEntry.account == person)
    rows = (
        await AuditEntry.select(
            AuditEntry.at,
            AuditEntry.account.name,
            AuditEntry.action,
            AuditEntry.subject,
            AuditEntry.subject_id,
            AuditEntry.details,
        )
        .where(where)
        .order_by(AuditEntry.at, ascending=False)
        .order_by(AuditEntry.id)
        .limit(PAGE_SIZE)
        .offset(offset_of(page))
    )
    entries = [
        TrailEntry(
            at=row["at"],
            person=row["account.name"] or "",
            action=row["action"],
            subject=row["subject"],
            subject_id=row["subject_id"],
            details=_details(json.loads(row["details"] or "{}")),
        )
        for row in rows
    ]
    return Page(entries, max(1, page), await AuditEntry.count().where(where))


async def people_in_trail(consultation: UUID) -> list[tuple[UUID, str]]:
    """Everyone who did something in this consultation while signed in, by name."""
    acting = (
        AuditEntry.select(AuditEntry.account)
        .where((AuditEntry.consultation == consultation) & AuditEntry.account.is_not_null())
        .distinct()
    )
    rows = (
        await Account.select(Account.id, Account.name)
        .where(Account.id.is_in(acting))
        .order_by(Account.name)
    )
    return [(row["id"], row["name"]) for row in rows]


async def actions_in_trail(consultation: UUID) -> list[str]:
    """The kinds of act that have been done in this consultation."""
    rows = (
        await AuditEntry.select(AuditEntry.action)
        .where(AuditEntry.consultation == consultation)
        .distinct()
        .order_by(AuditEntry.action)
    )
    return [row["action"] for row in rows]


def _details(kept: dict[str, Any]) -> list[tuple[str, str]]:
    labels = {term.value: term.label for kind in _TERMS for term in kind}
    return [
        (words, labels.get(str(kept[name]), str(kept[name])))
        for name, words in DETAILS.items()
        if kept.get(name) is not None
    ]
