import csv
import io

import openpyxl
import pytest
from httpx import AsyncClient

from consultations.answering import Answer, answer_theme
from consultations.campaigning import put_into_campaign
from consultations.tables import Consultation, Theme, ThemeMember
from consultations.theming import Placement, accept_theme
from consultations.vocabulary import Decision, Element, InputKind, Role, Visibility
from server.database import Engine
from tests.client import Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft, make_input

TABLE = "/kerja/contoh/tema/tabel"


async def _drafter(client: AsyncClient, consultation: Consultation) -> Visitor:
    account = await make_account(Role.DRAFTER, consultation.id)
    return await Visitor(client).sign_in(account.id)


async def _said(consultation: Consultation) -> None:
    """Twelve of a theme's twenty come from users, who say a fifth of everything."""
    unit = await find_clause(await make_draft(consultation))
    users = [
        await make_input(consultation, unit.id, element=Element.SERVICE_USER) for _ in range(14)
    ]
    others = [
        await make_input(
            consultation, element=Element.EXPERT, region="Bali", kind=InputKind.SUPPORT
        )
        for _ in range(56)
    ]
    members = [*users[:12], *others[:8]]
    await accept_theme(
        consultation=consultation.id,
        name="Antrean",
        placements=[Placement(each.input) for each in members],
        by=None,
    )


async def test_what_stands_out_is_told_in_words(app_client: AsyncClient, database: Engine) -> None:
    consultation = await make_consultation()
    await _said(consultation)
    drafter = await _drafter(app_client, consultation)
    before = database.statements
    page = await drafter.read(TABLE)
    assert database.statements - before == 6
    assert "lebih sering dari Pengguna layanan: 12 dari 20 naskah, biasanya 4 dari 20." in page.text
    assert "lebih jarang dari Ahli atau praktisi" in page.text
    units = await drafter.read(f"{TABLE}?menurut=butir")
    assert "lebih sering pada Butir 1.1.1" in units.text
    assert "lebih sering bersikap Menolak" in (await drafter.read(f"{TABLE}?menurut=sikap")).text
    assert "Tidak disebut" in (await drafter.read(f"{TABLE}?menurut=wilayah")).text
    # The team reads every input anyway: its own page hides nothing, and says what files do.
    assert "disembunyikan" not in " ".join("".join(cell.itertext()) for cell in page.all("td"))
    assert "Di halaman ini tim melihat semuanya" in page.text
    await drafter.read(f"{TABLE}?menurut=kanal", htmx=True)
    await drafter.read(f"{TABLE}?menurut=tidak-ada")


async def test_what_is_seldom_said_is_not_called_never(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    few = [await make_input(consultation, element=Element.MEDIA) for _ in range(4)]
    for _ in range(76):
        await make_input(consultation, element=Element.EXPERT)
    await accept_theme(
        consultation=consultation.id,
        name="Media",
        placements=[Placement(each.input) for each in few],
        by=None,
    )
    page = await (await _drafter(app_client, consultation)).read(TABLE)
    assert "lebih sering dari Media massa: 4 dari 4 naskah, biasanya kurang dari 1." in page.text


async def test_campaign_counts_once_and_both_counts_are_shown(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    entries = [(await make_input(consultation, text="Sama.")).input for _ in range(7)]
    key = (await make_account()).id
    await put_into_campaign(consultation=consultation.id, campaign=key, entries=entries)
    await accept_theme(
        consultation=consultation.id,
        name="Surat",
        placements=[Placement(entry) for entry in entries],
        by=None,
    )
    page = await (await _drafter(app_client, consultation)).read(TABLE)
    assert "1 (7)" in page.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_export_hides_cells_of_a_few(app_client: AsyncClient, kind: str) -> None:
    consultation = await make_consultation()
    await _said(consultation)
    drafter = await _drafter(app_client, consultation)
    response = await drafter._send("GET", f"{TABLE}/unduh.{kind}?menurut=unsur")
    assert response.status_code == 200
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        assert sheet is not None
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    found = {(row[1], row[2]): row[3:5] for row in rows[1:]}
    # Two users are outside the theme: hidden, and with them what would give them away.
    assert found["Di luar tema", "Pengguna layanan"] == ["disembunyikan"] * 2
    assert set(map(tuple, found.values())) == {("disembunyikan", "disembunyikan")}
    units = await drafter._send("GET", f"{TABLE}/unduh.csv?menurut=kanal")
    assert "Antrean,Daring,20,20" in units.text


async def test_without_a_theme_the_way_is_shown(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    page = await (await _drafter(app_client, consultation)).read(TABLE)
    assert "Belum ada tema yang diterima" in page.text


async def test_a_theme_has_its_figures_on_a_page_and_as_a_part(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    await _said(consultation)
    drafter = await _drafter(app_client, consultation)
    theme = (await Theme.select(Theme.id))[0]["id"]
    before = database.statements
    page = await drafter.read(f"/kerja/contoh/tema/{theme}/angka")
    assert database.statements - before <= 29
    assert "lebih sering dari Pengguna layanan: 12 dari 20 naskah" in page.text
    assert "Butir 1.1.1" in page.text
    part = await drafter.read(f"/kerja/contoh/tema/{theme}/angka", htmx=True)
    assert "lebih jarang" in part.text
    assert "Angka tema" in (await drafter.read(f"/kerja/contoh/tema/{theme}")).text
    await drafter.read(f"/kerja/contoh/tema/{consultation.id}/angka", status=404)


PUBLIC = "/konsultasi/contoh/hasil/tema"


async def test_public_reads_answered_themes_without_small_cells(
    app_client: AsyncClient, database: Engine
) -> None:
    consultation = await make_consultation()
    await _said(consultation)
    guest = Visitor(app_client)
    assert "Belum ada tema yang dijawab" in (await guest.read(PUBLIC)).text

    theme = (await Theme.select(Theme.id))[0]["id"]
    for element, visibility in (
        *[(Element.MEDIA, Visibility.PUBLIC)] * 3,
        *[(Element.PROVIDER, Visibility.CONFIDENTIAL)] * 6,
    ):
        entry = await make_input(consultation, element=element, visibility=visibility)
        await ThemeMember.insert(ThemeMember(theme=theme, input=entry.input))
    await accept_theme(consultation=consultation.id, name="Belum dijawab", placements=[], by=None)
    answer = Answer(decision=Decision.ACCEPTED, reason="Ya.", reply="Ya.")
    await answer_theme(theme=theme, answer=answer, version=0, publish=True, by=None)
    before = database.statements
    page = await guest.read(PUBLIC)
    assert database.statements - before <= 8
    assert "Belum dijawab" not in page.text
    assert "Di luar tema" not in page.text
    # What only the team may read is not counted: of the providers nothing else was said.
    assert "Penyelenggara" not in page.text
    cells = [" ".join("".join(cell.itertext()).split()) for cell in page.all("td")]
    # The three of the media are hidden, and the smallest of the others with them.
    assert [cell.split()[0] for cell in cells] == ["12", "disembunyikan", "disembunyikan", "23"]
    # A picture of little else than hidden cells is left out, and the page says why.
    assert "Sebagian besar angka disembunyikan" in page.text
    assert not page.classed("heat")
    assert (await guest.read(f"{PUBLIC}?menurut=kanal")).classed("heat")
    assert "lebih sering dari Pengguna layanan" in page.text
    response = await guest._send("GET", f"{PUBLIC}/unduh.csv?menurut=unsur")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row[2]: row[3] for row in rows[1:]} == {
        "Pengguna layanan": "12",
        "Ahli atau praktisi": "disembunyikan",
        "Media massa": "disembunyikan",
    }
    for dimension in ("wilayah", "kanal", "sikap", "butir", "tidak-ada"):
        assert "Antrean" in (await guest.read(f"{PUBLIC}?menurut={dimension}")).text
    results = await guest.read("/konsultasi/contoh/hasil")
    assert f"{PUBLIC}" in results.links()
    assert "agar tidak seorang pun dapat dikenali" in results.text
    rows = [[" ".join("".join(c.itertext()).split()) for c in row] for row in results.all("tr")]
    told = {row[0]: row[1] for row in rows if len(row) == 2}
    assert told["Pengguna layanan"] == "12"
    assert "Tanpa angka: Ahli atau praktisi, Media massa." in results.text
    assert not {"Media massa", "Ahli atau praktisi"} & told.keys()
