"""Pictures of a draft, from the word processor to the reader."""

import base64
import io
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from httpx import AsyncClient
from markupsafe import Markup
from PIL import Image

from consultations.documents.pictures import TOO_MANY
from consultations.evidence import EvidenceStore
from consultations.evidence_leftovers import sweep
from consultations.picturing import NAMED, TOO_LARGE
from consultations.queries.working_copies import working_copy_of
from consultations.tables import DraftPicture, DraftVersion
from consultations.vocabulary import Role, UnitKind
from consultations.working_units import WorkingUnit, join, split
from server.marking import with_pictures
from tests.client import Visitor
from tests.consultations.test_evidence import giant_png
from tests.documents import odt, saved
from tests.factories import make_account, make_consultation
from tests.page import Page

WORK = "/kerja/contoh/rancangan"
PUBLIC = "/konsultasi/contoh/rancangan"
CODE = "0123456789abcdef"


def _picture(color: str = "teal", size: tuple[int, int] = (60, 40)) -> bytes:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Rahasia: lintang -6.2"
    Image.new("RGB", size, color).save(target, "JPEG", exif=exif)
    return target.getvalue()


def _word(*pictures: tuple[bytes, str], clauses: int = 2) -> bytes:
    """A draft of some clauses, its pictures in the first."""
    document = docx.Document()
    document.add_heading("BAB I ISI", 1)
    for number in range(1, clauses + 1):
        paragraph = document.add_paragraph(f"1.{number} Alur layanan nomor {number}. Lihat bagan. ")
        for content, words in pictures if number == 1 else ():
            drawn = paragraph.add_run().add_picture(io.BytesIO(content))
            drawn._inline.docPr.set("descr", words)
            paragraph.add_run(" Selesai di sini.")
    return saved(document)


async def _drafter(client: AsyncClient) -> Visitor:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _upload(drafter: Visitor, content: bytes, name: str = "naskah.docx") -> Page:
    answer = await drafter.send_files(WORK, {"text": ""}, [("file", (name, content))])
    if answer.status_code == 303:
        return await drafter.read(answer.headers["location"])
    assert answer.status_code == 422
    return Page(answer.text)


async def _publish(drafter: Visitor, number: int, title: str = "Peta Jalan") -> None:
    version = await DraftVersion.objects().get(DraftVersion.number == number)
    copy = await working_copy_of(version.id)
    path = f"{WORK}/{number}/terbitkan"
    await drafter.send(path, {"edition": str(copy.edition), "title": title, "change_summary": ""})


def _shown(page: Page) -> list[tuple[str, str]]:
    return [
        (image.get("src", ""), image.get("alt", ""))
        for image in page.all("img")
        if image.get("src", "").startswith("/gambar/")
    ]


async def test_picture_of_a_word_file_is_shown_wherever_its_unit_is(
    app_client: AsyncClient, guest: Visitor
) -> None:
    drafter = await _drafter(app_client)
    words = "Bagan alur: tiga langkah"
    review = await _upload(drafter, _word((_picture(), words), (_picture("red"), "")))
    codes = {row.code for row in await DraftPicture.objects()}
    assert len(codes) == 2
    shown = _shown(review)
    assert [alt for _, alt in shown] == [words, "Gambar pada butir 1.1"]
    assert {src for src, _ in shown} == {f"/gambar/{code}" for code in codes}
    made = await drafter.post(f"{WORK}/1/pratinjau", {"days": "3"})
    link = "/pratinjau/" + made.text.partition("/pratinjau/")[2].split("<")[0].strip()
    assert _shown(await guest.read(link)) == shown
    await _publish(drafter, 1)
    assert _shown(await guest.read(f"{PUBLIC}/1")) == shown
    page = await guest.read(f"{PUBLIC}/1/butir/1.1")
    assert _shown(page) == shown
    lazy = [image.get("src") for image in page.all("img") if image.get("loading") == "lazy"]
    assert lazy == [src for src, _ in shown]
    assert _shown(await guest.read(f"{PUBLIC}/1/butir/1.2")) == []

    # The next version carries one on, and has another instead of the other.
    await _upload(drafter, _word((_picture(), words), (_picture("blue"), "")))
    await _publish(drafter, 2)
    assert await DraftPicture.count() == 3
    second = _shown(await guest.read(f"{PUBLIC}/2/butir/1.1"))
    assert (second[0] == shown[0], second[1] == shown[1]) == (True, False)
    changes = await guest.read(f"{PUBLIC}/2/perubahan?dari=1")
    assert [src for src, _ in _shown(changes)] == [shown[0][0], shown[1][0], second[1][0]]
    assert "[gambar" not in changes.text


async def test_picture_is_drawn_anew_and_handed_out_without_cookies_or_power(
    app_client: AsyncClient, guest: Visitor
) -> None:
    drafter = await _drafter(app_client)
    ((address, _),) = _shown(await _upload(drafter, _word((_picture(), ""))))
    guest.cookies["rembuk_masuk"] = "apa-saja"
    answer = await guest._send("GET", address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert b"Rahasia" in _picture()
    assert b"Rahasia" not in answer.content
    assert Image.open(io.BytesIO(answer.content)).size == (60, 40)
    await guest.read(f"/gambar/{CODE}", status=404)
    await guest.read("/gambar/lain", status=404)


async def test_picture_goes_with_its_words_through_splitting_and_joining(
    app_client: AsyncClient, tmp_path: Path
) -> None:
    drafter = await _drafter(app_client)
    await _upload(drafter, _word((_picture(), "Bagan. Dua; tiga: empat")))
    version = await DraftVersion.objects().first()
    copy = await working_copy_of(version.id)
    unit = next(unit for unit in copy.units if unit.number == "1.1")
    assert sum(1 for piece in unit.pieces if NAMED.search(piece)) == 1
    path = f"{WORK}/1/butir/{unit.key}"
    form = {"edition": str(copy.edition), "tindakan": "pecah", "tempat": "2"}
    await drafter.send(path, form)
    units = (await working_copy_of(version.id)).units
    assert [unit.number for unit in units if NAMED.search(unit.text)] == ["1.1a"]
    await drafter.send(path, {"edition": "2", "tindakan": "turun"})
    key = next(unit.key for unit in units if unit.number == "1.1a")
    await drafter.send(f"{WORK}/1/butir/{key}", {"edition": "3", "tindakan": "gabung"})
    review = await drafter.read(f"{WORK}/1")
    assert [alt for _, alt in _shown(review)] == ["Bagan. Dua; tiga: empat"]
    # What is referred to is never swept, however old.
    store = EvidenceStore(tmp_path / "bukti")
    await sweep(store, timedelta(seconds=-60))
    assert len(list(store.folder.glob("??/*"))) == 1


@pytest.mark.parametrize("kind", ["odt", "md"])
async def test_pictures_of_other_formats_are_kept_too(app_client: AsyncClient, kind: str) -> None:
    drafter = await _drafter(app_client)
    if kind == "odt":
        content = _odt(_picture())
    else:
        written = base64.b64encode(_picture()).decode()
        content = (
            "# Peta Jalan\n\n## Bab I Isi\n\n1.1 Lihat "
            f"![Bagan](data:image/jpeg;base64,{written}) dan ![jauh](https://contoh.id/a.png).\n"
        ).encode()
    review = await _upload(drafter, content, f"naskah.{kind}")
    assert [alt for _, alt in _shown(review)] == ["Bagan"]
    assert ("[gambar: jauh]" in review.text) == (kind == "md")


def _odt(picture: bytes) -> bytes:
    frame = (
        '<draw:frame><draw:image xlink:href="Pictures/a.jpg"/>'
        "<svg:desc>Bagan</svg:desc></draw:frame>"
    )
    return odt(
        f'<text:h text:outline-level="1">BAB I ISI</text:h><text:p>1.1 Lihat {frame}.</text:p>',
        **{"Pictures/a.jpg": picture},
    )


async def test_pictures_beyond_the_limits_are_refused_and_leave_nothing(
    app_client: AsyncClient, tmp_path: Path
) -> None:
    drafter = await _drafter(app_client)
    small = [(_picture(size=(10 + n, 10)), "") for n in range(101)]
    for content, reason in (
        (_word((_picture(), ""), (giant_png(), "")), TOO_LARGE),
        (_word(*small), TOO_MANY),
    ):
        page = await _upload(drafter, content)
        assert reason in page.errors()[0]
    assert await DraftVersion.count() == 0
    assert [path for path in (tmp_path / "bukti").rglob("*") if path.is_file()] == []


def test_words_of_a_picture_never_become_markup() -> None:
    hostile = Markup.escape(f'[gambar {CODE}: "><script>alert(1)</script>] [gambar {CODE}: a" b]')
    shown = with_pictures(hostile, "Gambar")
    assert "<script" not in shown
    assert shown.count("<img") == 2
    assert Page(f"<div>{shown}</div>", fragment=True).all("img")[1].get("alt") == 'a" b'
    assert with_pictures(Markup("[gambar 12: x]"), "Gambar") == "[gambar 12: x]"


def test_mark_of_a_picture_is_never_cut() -> None:
    text = f"Satu. [gambar {CODE}: Kata. Dua: tiga] Empat. Lima [1]. Enam."
    unit = WorkingUnit(key="a", kind=UnitKind.CLAUSE, number="1", text=text)
    assert [len(NAMED.findall(piece)) for piece in unit.pieces] == [0, 1, 0, 0]
    for at in range(1, len(unit.pieces)):
        parts = split([unit], "a", at)
        assert sum(len(NAMED.findall(part.text)) for part in parts) == 1
        joined = join(parts, parts[1].key)
        assert len(NAMED.findall(joined[0].text)) == 1
