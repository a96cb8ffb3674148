from httpx import AsyncClient

from consultations.signatures import LinkPurpose, signed
from consultations.tables import Note, OutgoingMessage
from consultations.vocabulary import Role
from server.mail.composing import compose
from server.settings import Settings
from tests.client import Visitor
from tests.factories import make_account, make_consultation, make_draft
from tests.post_office import PostOffice
from tests.server.test_notes import NOTE, make_participant, make_session


async def _noted(client: AsyncClient, **facts: object) -> tuple[Visitor, str, str]:
    consultation = await make_consultation()
    await make_draft(consultation)
    session = await make_session(consultation)
    person = await make_participant(session.id, **facts)
    account = await make_account(Role.FACILITATOR, consultation.id)
    facilitator = await Visitor(client).sign_in(account.id)
    path = f"/kerja/contoh/sesi/{session.id}"
    for number in (1, 2):
        await facilitator.send(path, {**NOTE, "key": f"k{number}", "text": f"Ucapan {number}."})
    return facilitator, path, f"/catatan-saya/{signed(LinkPurpose.READ_BACK, person.id)}"


async def test_speaker_confirms_and_corrects_by_private_link(app_client: AsyncClient) -> None:
    facilitator, path, link = await _noted(app_client)
    guest = Visitor(app_client)
    page = await guest.read(link)
    assert "Ucapan 1." in page.text
    assert len(page.classed("entry")) == 2
    one, two = [row["id"] for row in await Note.select(Note.id).order_by(Note.position)]
    await guest.send(f"{link}/{one}", {"version": "1", "jawaban": "benar", "correction": ""})
    empty = await guest.refused(
        f"{link}/{two}", {"version": "1", "jawaban": "koreksi", "correction": " "}
    )
    assert "Tulis bagaimana seharusnya." in empty.text
    stale = await guest.refused(
        f"{link}/{two}", {"version": "0", "jawaban": "koreksi", "correction": "Begini."}
    )
    assert "baru saja diubah notulis" in stale.text
    assert "Begini." in stale.text
    await guest.send(
        f"{link}/{two}", {"version": "1", "jawaban": "koreksi", "correction": "Begini."}
    )
    public = await guest.read(path.replace("/kerja/", "/konsultasi/"))
    for words in ("Ucapan 2.", "Koreksi penutur", "Begini.", "Dikonfirmasi penuturnya"):
        assert words in public.text
    assert "Belum dikonfirmasi" not in public.text
    await guest.read("/catatan-saya/tidak-ada", status=404)
    assert "Tidak ada catatan yang menunggu" in (await facilitator.read(f"{path}/baca-ulang")).text


async def test_forum_agrees_on_list_and_on_screen(app_client: AsyncClient) -> None:
    facilitator, path, _ = await _noted(app_client)
    one, two = [str(row["id"]) for row in await Note.select(Note.id).order_by(Note.position)]
    listed = await facilitator.refused(f"{path}/baca-ulang", {"at": "kapan-kapan"})
    assert listed.errors() == [
        "Pilih catatan yang sudah dibacakan.",
        "Tulis tanggal dan jam, misalnya 2026-12-01 09:00.",
    ]
    await facilitator.send(f"{path}/baca-ulang", {"notes": one, "at": ""})
    screen = await facilitator.read(f"{path}/baca-ulang/layar?tampil=belum")
    assert "Ucapan 2." in screen.text
    assert "1 / 1" in screen.text
    onward = await facilitator.send(
        f"{path}/baca-ulang/layar", {"notes": two, "following": "1", "tampil": "belum"}
    )
    assert "Tidak ada catatan yang menunggu" in (await facilitator.read(onward)).text


async def test_links_are_printed_and_mailed_once_a_day(
    mail_client: AsyncClient, mail_settings: Settings, post_office: PostOffice
) -> None:
    facilitator, path, link = await _noted(mail_client, email="wulan@contoh.id")
    page = await facilitator.read(f"{path}/baca-ulang/tautan")
    assert link in page.html
    assert "<svg" in page.html
    for _ in range(2):
        onward = await facilitator.send(f"{path}/baca-ulang/tautan", {})
        assert "1 surel" in (await facilitator.read(onward)).text
    (message,) = await OutgoingMessage.objects()
    letter = await compose(message, "http://testserver")
    assert letter is not None
    assert f"http://testserver{link}" in letter.text
    assert "Ucapan 1" not in letter.text
