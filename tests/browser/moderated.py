"""The part of the story that moderators see: personal data, a report, spam, a letter of many."""

from uuid import UUID

from analysis.campaign_groups import group_arrivals
from analysis.normalising import analysed_text, text_hash
from analysis.tables import AnalysedInput
from consultations import moderation
from consultations.commenting import receipt_token, submit_input
from consultations.moderation_cases import Marked, Ruling
from consultations.queries.moderation import reasons_of
from consultations.reporting import report_entry
from consultations.responding import respond
from consultations.tables import Input, Response
from tests.factories import make_statement

LETTER = (
    "Yth. tim penyusun. Saya {} dari {} menolak penutupan loket tatap muka karena banyak warga "
    "lansia belum punya gawai. Kami minta paling sedikit dua loket tetap buka setiap hari kerja."
)
SIGNED = [("Budi", "Medan"), ("Siti", "Kupang"), ("Made", "Solo"), ("Ucok", "Ambon")] * 2
PERSONAL = (
    "NIK saya 3201014505900001 dipakai orang lain, hubungi 0812-3456-7890. Pak Joko diam saja."
)


async def moderated(consultation: UUID, by: UUID) -> dict[str, str]:
    """Make them all, on the whole draft; returns what the addresses of their pages need.

    The one that is reported is the drafter's own and new, so that it can still be edited.
    """
    personal = await _say(consultation, "pribadi", PERSONAL)
    reported = await _say(consultation, "kasar", "Kata-kata kasar yang tak perlu diulang.", by)
    spam = await _say(consultation, "iklan", "Beli obat murah di toko kami!")
    for place, who in enumerate(SIGNED):
        await _say(consultation, f"surat-{place}", LETTER.format(*who))
    reasons = await reasons_of(consultation)
    await report_entry(
        consultation=consultation,
        entry=reported,
        reason=reasons[1].id,
        note="Menghina petugas.",
        reporter="pembaca",
    )
    said = await _respond(reported)
    await report_entry(
        consultation=consultation, entry=said, reason=reasons[1].id, note="", reporter="pembaca"
    )
    ruling = Ruling(consultation=consultation, by=by, reason=reasons[3].id, note="Iklan obat.")
    await moderation.withhold([Marked(spam, 0)], ruling)
    await moderation.read_original(entry=personal, consultation=consultation, by=by)
    await _analyse(consultation)
    shown = await Input.select(Input.registration).where(Input.id == reported).first()
    letter = await Input.select(Input.campaign).where(Input.campaign.is_not_null()).first()
    assert shown
    assert letter
    return {
        "entry:uuid": str(personal),
        "response:uuid": str(said),
        "registration:str": shown["registration"],
        "token:str": receipt_token("cerita-kasar"),
        "campaign:uuid": str(letter["campaign"]),
    }


async def _respond(entry: UUID) -> UUID:
    await respond(
        entry=entry,
        text="Balasan ini juga kasar.",
        author_name="Warga",
        idempotency_key="cerita-balasan-kasar",
    )
    row = await Response.select(Response.id).where(Response.input == entry).first()
    assert row
    return UUID(str(row["id"]))


async def _say(consultation: UUID, key: str, text: str, by: UUID | None = None) -> UUID:
    receipt = await submit_input(
        consultation=consultation,
        unit=None,
        statement=make_statement(text),
        idempotency_key=f"cerita-{key}",
        by=by,
    )
    return receipt.input


async def _analyse(consultation: UUID) -> None:
    rows = await Input.select(Input.id, Input.text).where(
        (Input.consultation == consultation) & Input.unit.is_null()
    )
    await AnalysedInput.insert(
        *(
            AnalysedInput(
                input=row["id"],
                text_hash=text_hash(analysed_text(row["text"], None)),
                language="ind",
            )
            for row in rows
        )
    )
    await group_arrivals()
