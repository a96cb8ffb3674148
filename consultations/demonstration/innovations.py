"""Loads the two innovations that the founding report names, and one made up with replications.

Of the real ones there is no more than the report says of them.
"""

from datetime import date
from uuid import UUID

from consultations.demonstration.loading import demonstration_account
from consultations.replication.keeping import (
    InnovationFacts,
    ReplicationFacts,
    add_innovation,
    add_replication,
    link_unit,
)
from consultations.tables import DraftVersion, Innovation, Unit
from consultations.transactions import transaction
from consultations.vocabulary import ReplicationForm, ReplicationScope, ReplicationStatus, Role

FOUNDING_CASES = (
    InnovationFacts(
        title="BARIS DITEBAS",
        owner_agency="Sentra Wyata Guna Bandung",
        summary="Contoh inovasi yang disebut dalam pembahasan replikasi inovasi, Februari 2024.",
    ),
    InnovationFacts(
        title="Sheltered Workshop Peduli",
        owner_agency="Sentra Terpadu Kartini Temanggung",
        summary="Contoh inovasi yang disebut dalam pembahasan replikasi inovasi, Februari 2024.",
    ),
)
MADE_UP = InnovationFacts(
    title="Antre dari Rumah (contoh)",
    owner_agency="Kota Contoh",
    owner_unit="Dinas Kependudukan dan Pencatatan Sipil",
    nri="CONTOH-001",
    summary="Warga mengambil nomor antrean lewat pesan singkat dan datang saat gilirannya dekat.",
    awards=(("Top 45", 2019), ("Top 99", 2018)),
)
REPLICATIONS = (
    ReplicationFacts(
        agency="Kabupaten Contoh Utara",
        unit="Kantor Pertanahan",
        title="Antre dari Desa",
        form=ReplicationForm.ADAPTATION,
        scope=ReplicationScope.PART,
        status=ReplicationStatus.IMPLEMENTED,
        proposed_on=date(2025, 8, 4),
        decided_on=date(2025, 10, 1),
        implemented_on=date(2026, 1, 12),
        verified_on=date(2026, 6, 30),
        verification="Diperiksa di dua kecamatan; angkanya cocok dengan catatan loket.",
        plan="Dua kecamatan dahulu, lalu seluruh kabupaten dalam setahun.",
        indicator="Rata-rata waktu tunggu di loket\nWarga yang pulang tanpa dilayani",
        before="92 menit\n14 orang sehari",
        after="25 menit\n2 orang sehari",
        impact="Warga pulau kecil tidak lagi menginap untuk mengantre.",
        cost="Rp38 juta untuk tahun pertama, sebagian besar pulsa pesan.",
        sustainability="Dianggarkan tiap tahun dan dijalankan petugas loket sendiri.",
    ),
    ReplicationFacts(
        agency="Kota Contoh Barat",
        unit="Mal Pelayanan Publik",
        form=ReplicationForm.ADOPTION,
        status=ReplicationStatus.APPROVED,
        proposed_on=date(2026, 7, 20),
        decided_on=date(2026, 9, 2),
        plan="Dipakai utuh di empat gerai sejak awal tahun depan.",
    ),
    ReplicationFacts(
        agency="Rumah Sakit Umum Contoh",
        form=ReplicationForm.MODIFICATION,
        status=ReplicationStatus.WAITING,
        proposed_on=date(2026, 11, 3),
        plan="Pesan diganti pengingat suara bagi pasien lanjut usia.",
    ),
)
# The clause of the demonstration's draft that names them.
CLAUSE = "7.1.3"


async def load_innovations(consultation: UUID) -> list[UUID]:
    """Load them once, as good practice for the clause about such; returns their ids."""
    known = await Innovation.select(Innovation.id).where(Innovation.consultation == consultation)
    if known:
        return [row["id"] for row in known]
    by = await demonstration_account(Role.DRAFTER)
    version = (
        await DraftVersion.select(DraftVersion.id)
        .where(DraftVersion.consultation == consultation)
        .where(DraftVersion.published_at.is_not_null())
        .order_by(DraftVersion.number, ascending=False)
        .first()
    )
    unit = (
        await Unit.select(Unit.identity)
        .where((Unit.version == version["id"]) & (Unit.number == CLAUSE))
        .first()
        if version
        else None
    )
    made = []
    async with transaction():
        for facts in (*FOUNDING_CASES, MADE_UP):
            row = await add_innovation(consultation=consultation, facts=facts, by=by)
            made.append(row.id)
            if unit:
                await link_unit(innovation=row.id, unit=unit["identity"], linked=True, by=by)
        for use in REPLICATIONS:
            await add_replication(innovation=made[-1], facts=use, by=by)
    return made
