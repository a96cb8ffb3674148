import re
from io import BytesIO
from uuid import UUID

from httpx import AsyncClient
from openpyxl import load_workbook
from pypdf import PdfReader

from consultations.queries.surveys import questions_of
from consultations.surveys.preparing import close_survey, publish_survey_results
from consultations.tables import Input, Survey, SurveyAnswer, SurveyQuestion, SurveyReturn
from consultations.vocabulary import Channel, Element, Role, SurveyAdmission
from server.forms.survey_answers import name_of
from tests.client import Visitor
from tests.factories import make_account, make_consultation
from tests.questionnaires import answer, make_survey, typed_form

WORK = "/kerja/contoh"
PUBLIC = "/konsultasi/contoh/survei"


async def _drafter(client: AsyncClient) -> tuple[UUID, Visitor]:
    consultation = await make_consultation()
    account = await make_account(Role.DRAFTER, consultation.id)
    return consultation.id, await Visitor(client).sign_in(account.id)


async def test_survey_is_built_and_answered_without_scripts(app_client: AsyncClient) -> None:
    _, drafter = await _drafter(app_client)
    assert "Belum ada survei opini" in (await drafter.read(f"{WORK}/survei")).text
    form = {"title": "Jam layanan", "introduction": "Lima menit.", "admission": "terbuka"}
    place = await drafter.send(f"{WORK}/survei", form)
    single = {"jenis": "tunggal", "text": "Puas?", "options": "Ya\n\nTidak", "required": "y"}
    single["place"] = "0"
    await drafter.send(f"{place}/pertanyaan-baru", single)
    first = await SurveyQuestion.objects().first()
    assert first is not None
    assert first.options == "Ya\nTidak"
    condition = {"condition": f"{first.id}:2", "place": "1"}
    follow_up = {"jenis": "terbuka", "text": "Mengapa?", "required": "y", **condition}
    await drafter.send(f"{place}/pertanyaan-baru", follow_up)
    page = await drafter.read(place)
    assert "Hanya bila jawaban 1: Tidak" in page.text
    for address in ("pratinjau", "cetak", "ubah", "hasil", f"pertanyaan/{first.id}"):
        await drafter.read(f"{place}/{address}")
    await drafter.send(f"{place}/tindakan", {"tindakan": "buka"})

    guest = Visitor(app_client)
    address = f"{PUBLIC}/{place.rsplit('/', 1)[1]}"
    assert "Jam layanan" in (await guest.read(PUBLIC)).text
    shown = await guest.read(address)
    name = name_of((await questions_of(first.survey))[0])
    given = {
        "key": shown.value("key"),
        f"tampil-{name}": "ya",
        name: "2",
        "element": "pengguna_layanan",
        "region": "Aceh",
        "consent": "y",
    }
    # The answer opens a question that was not there: it is shown now, nothing is lost.
    page = await guest.refused(address, given)
    assert (page.value(name), page.value("region")) == ("2", "Aceh")
    assert "Pertanyaan lanjutan" in page.errors()[0]
    follow = next(
        e.get("name", "") for e in page.all("textarea") if e.get("name", "").startswith("j-")
    )
    given |= {f"tampil-{follow}": "ya", follow: "Antre sejak subuh."}
    receipt = await guest.send(address, given)
    page = await guest.read(receipt)
    assert "CTH-00001" in page.text
    link = next(one for one in page.links() if one.startswith("/tanda-terima/"))
    assert "Antre sejak subuh." in (await guest.read(link)).text
    # The same form again is the same answer.
    assert await guest.send(address, given) == receipt
    assert await SurveyReturn.count() == 1
    assert "pertanyaannya tetap" in (await drafter.read(place)).text


async def test_errors_stand_beside_their_questions_with_everything_typed(
    app_client: AsyncClient,
) -> None:
    consultation, _ = await _drafter(app_client)
    survey = await make_survey(consultation)
    guest = Visitor(app_client)
    form = await typed_form(
        survey.id, p2="1,3", p4={"1": "2"}, p5={"1": "1", "2": "1", "3": "3"}, p7="banyak"
    )
    form.pop("consent")
    page = await guest.refused(f"{PUBLIC}/{survey.id}", form)
    assert page.errors() == [
        "Jawab pertanyaan ini.",
        "Setiap urutan hanya boleh dipakai sekali, dan semua pilihan diberi urutan.",
        "Tulis angka, misalnya 3 atau 2,5.",
        "Beri persetujuan agar jawaban dapat dicatat.",
    ]
    assert {name: page.value(name) for name in form if not name.startswith("tampil")} == {
        name: value for name, value in form.items() if not name.startswith("tampil")
    }
    assert await SurveyReturn.count() == 0


async def test_guest_is_asked_to_sign_in_where_accounts_answer(app_client: AsyncClient) -> None:
    consultation, _ = await _drafter(app_client)
    survey = await make_survey(consultation, admission=SurveyAdmission.ACCOUNT)
    guest = Visitor(app_client)
    page = await guest.read(f"{PUBLIC}/{survey.id}")
    assert "hanya untuk yang masuk dengan akun" in page.text
    refused = await guest.refused(f"{PUBLIC}/{survey.id}", await typed_form(survey.id, p1="1"))
    assert "hanya untuk yang masuk dengan akun" in refused.text
    assert refused.value("element") == "pengguna_layanan"


async def test_key_is_made_shown_once_and_used_once(app_client: AsyncClient) -> None:
    consultation, drafter = await _drafter(app_client)
    survey = await make_survey(consultation, admission=SurveyAdmission.KEY)
    place = f"{WORK}/survei/{survey.id}"
    assert (await drafter.post(f"{place}/kunci", {"count": "banyak"})).status_code == 422
    made = await drafter.post(f"{place}/kunci", {"count": "2"})
    keys = re.findall(r"<li>([\w]{4}-[\w]{4}-[\w]{4})</li>", made.text)
    assert len(keys) == 2
    assert keys[0] not in (await drafter.read(place)).html
    guest = Visitor(app_client)
    form = {**await typed_form(survey.id, p1="1"), "access_key": ""}
    page = await guest.refused(f"{PUBLIC}/{survey.id}", form)
    assert page.errors() == ["Tulis kunci Anda."]
    await guest.send(f"{PUBLIC}/{survey.id}", {**form, "access_key": keys[0]})
    again = {**form, "access_key": keys[0], "key": "lain"}
    assert "sudah dipakai" in (await guest.refused(f"{PUBLIC}/{survey.id}", again)).text
    assert "2 kunci dibuat, 1 sudah dipakai" in (await drafter.read(place)).text


async def test_sheet_of_paper_is_typed_in_by_a_note_taker(app_client: AsyncClient) -> None:
    consultation, drafter = await _drafter(app_client)
    survey = await make_survey(consultation)
    await close_survey(survey=survey.id, by=None)
    account = await make_account(Role.NOTE_TAKER, consultation)
    desk = await Visitor(app_client).sign_in(account.id)
    place = f"{WORK}/survei/{survey.id}/catat"
    form = await typed_form(survey.id, p1="2", p3="Kurang loket.")
    form.pop("consent")
    leads = await desk.send(place, {**form, "sheet_number": "017"})
    assert "Lembar tercatat" in (await desk.read(leads)).text
    row = await SurveyReturn.objects().first()
    assert row is not None
    assert (row.entered_by, row.account, row.sheet_number) == (account.id, None, "017")
    entry = await Input.objects().first()
    assert entry is not None
    assert (entry.channel, entry.account) == (Channel.PAPER.value, None)
    page = await drafter.refused(place, {**form, "element": ""})
    assert page.value("sheet_number") == ""
    again = {**form, "key": "lain", "sheet_number": "017"}
    page = await desk.refused(place, again)
    assert page.errors() == ["Lembar dengan nomor ini sudah dicatat."]
    assert page.value("sheet_number") == "017"
    await desk.send(f"{place}/{row.id}", {})
    assert await SurveyReturn.count() == 0
    await desk.send(place, again)
    assert (await desk.read(f"{WORK}/survei/{survey.id}/hasil", status=403)).title


async def test_results_are_public_when_published_only(app_client: AsyncClient) -> None:
    consultation, drafter = await _drafter(app_client)
    survey = await make_survey(consultation)
    for number in range(5):
        given = {"p1": "2", "p3": "Jauh.", "p4": {"1": "1", "2": "2"}, "p6": "3", "p7": "4"}
        await answer(survey.id, f"k{number}", Element.EXPERT, **given)
    guest = Visitor(app_client)
    await guest.read(f"{PUBLIC}/{survey.id}/hasil", status=404)
    place = f"{WORK}/survei/{survey.id}"
    page = await drafter.refused(f"{place}/tindakan", {"tindakan": "terbitkan"})
    assert "Tutup survei ini" in page.text
    for act in ("tutup", "terbitkan"):
        await drafter.send(f"{place}/tindakan", {"tindakan": act})
    page = await guest.read(f"{PUBLIC}/{survey.id}/hasil")
    assert "1. Puas?" in page.text
    # A picture in each table of choices, and one of the matrix with a legend of two; none of the
    # numbers, as so few could be told apart.
    assert page.html.count("<meter") == 2 + 5
    assert page.html.count("<svg") == 2 + 2
    hidden = await guest.read(f"{PUBLIC}/{survey.id}/hasil?kelompok=unsur:media_massa")
    assert "terlalu kecil" in hidden.text
    texts = next(one for one in page.links() if "/cari?survey=" in one)
    assert "Jawaban atas survei Survei contoh: Mengapa tidak?" in (await guest.read(texts)).text
    await drafter.send(f"{place}/tindakan", {"tindakan": "tarik"})
    await guest.read(f"{PUBLIC}/{survey.id}/hasil", status=404)


async def test_answers_are_downloaded_as_sheets(app_client: AsyncClient) -> None:
    consultation, drafter = await _drafter(app_client)
    survey = await make_survey(consultation)
    await answer(survey.id, "k1", p1="2", p3="=1+1")
    place = f"{WORK}/survei/{survey.id}"
    csv = (await drafter._send("GET", f"{place}/unduh.csv")).text
    assert "Tidak" in csv.splitlines()[1]
    book = load_workbook(BytesIO((await drafter._send("GET", f"{place}/unduh.xlsx")).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][2] == "pengguna_layanan"
    assert rows[1][7] == "[CTH-00001] =1+1"


async def test_skm_has_pages_and_figures_of_its_own(app_client: AsyncClient) -> None:
    _, drafter = await _drafter(app_client)
    form = {"title": "SKM loket", "admission": "terbuka", "population": "banyak"}
    page = await drafter.refused(f"{WORK}/skm", form)
    assert page.errors() == ["Tulis bilangan bulat, misalnya 1200."]
    place = await drafter.send(f"{WORK}/skm", {**form, "population": "1.000"})
    assert "Pengguna layanan" not in (await drafter.read(f"{place}/cetak")).text
    survey = UUID(place.rsplit("/", 1)[1])
    assert "sampel yang dibutuhkan 278 dari 1.000" in (await drafter.read(place)).text
    assert "SKM loket" not in (await drafter.read(f"{WORK}/survei")).text
    await drafter.send(f"{place}/tindakan", {"tindakan": "buka"})
    await answer(survey, "k1", **{f"p{n}": "4" for n in range(1, 10)})
    await answer(survey, "k2", **{f"p{n}": "3" if n == 3 else "4" for n in range(1, 10)})
    page = await drafter.read(f"{place}/hasil")
    assert "Sangat Baik" in page.text
    assert "98,61" in page.text
    assert "Belum cukup" in page.text
    for number in range(3, 6):
        await answer(survey, f"k{number}", **{f"p{n}": "4" for n in range(1, 10)}, p10="1")
    await close_survey(survey=survey, by=None)
    public = f"{PUBLIC}/{survey}/laporan.pdf"
    assert (await Visitor(app_client)._send("GET", public)).status_code == 404
    report = await drafter._send("GET", f"{place}/laporan.pdf")
    words = " ".join(
        "".join(one.extract_text() for one in PdfReader(BytesIO(report.content)).pages).split()
    )
    # Four times nine fours and one three: 3,978 and 99,44.
    assert "99,44" in words
    assert "Waktu penyelesaian: 95,00" in words
    assert "3,5324–4,00" in words
    await publish_survey_results(survey=survey, shown=True, by=None)
    assert (await Visitor(app_client)._send("GET", public)).status_code == 200
    assert "99,44" in (await Visitor(app_client).read(f"{PUBLIC}/{survey}/hasil")).text


async def test_question_is_copied_and_taken_out(app_client: AsyncClient) -> None:
    consultation, drafter = await _drafter(app_client)
    survey = await make_survey(consultation, opened=False)
    place = f"{WORK}/survei/{survey.id}"
    second = (await questions_of(survey.id))[1]
    page = await drafter.read(place)
    assert "menentukan apakah 3 ditanyakan" in page.text
    for act in ("salin", "hapus"):
        await drafter.send(f"{place}/pertanyaan/{second.id}/tindakan", {"tindakan": act})
    found = await questions_of(survey.id)
    assert [q.text for q in found[:3]] == ["Puas?", "Kanal apa saja?", "Mengapa tidak?"]
    assert found[1].id != second.id
    first = await drafter.refused(
        f"{place}/pertanyaan/{found[0].id}/tindakan", {"tindakan": "hapus"}
    )
    assert "Ubah dahulu syarat pertanyaan itu" in first.text


async def test_question_form_says_what_is_wrong_and_keeps_it(app_client: AsyncClient) -> None:
    consultation, drafter = await _drafter(app_client)
    survey = await make_survey(consultation, opened=False)
    place = f"{WORK}/survei/{survey.id}/pertanyaan-baru"
    given = {
        "jenis": "matriks",
        "text": "",
        "options": "Ya",
        "matrix_rows": "A\nA",
        "options_en": "Yes\nNo",
        "place": "0",
    }
    page = await drafter.refused(place, given)
    assert len(page.errors()) == 4
    assert page.value("options_en").strip() == "Yes\nNo"
    scale = {"jenis": "skala", "text": "?", "least": "5", "most": "1", "place": "0"}
    assert (await drafter.refused(place, scale)).errors() == [
        "Harus lebih besar daripada yang paling kecil."
    ]
    first, second = (await questions_of(survey.id))[:2]
    follow_up = {"jenis": "terbuka", "text": "?", "place": "8"}
    page = await drafter.refused(place, {**follow_up, "condition": f"{first.id}:7"})
    assert page.errors() == ["Pilih salah satu yang tersedia."]
    both = {**follow_up, "condition": [f"{first.id}:1", f"{second.id}:1"]}
    page = await drafter.refused(place, both)
    assert page.errors() == ["Centang jawaban dari satu pertanyaan saja."]
    early = {**follow_up, "condition": f"{first.id}:1", "place": "0"}
    assert "lebih dahulu" in (await drafter.refused(place, early)).text
    await drafter.read(f"{place}?jenis=entah", status=404)


async def test_survey_in_preparation_does_not_exist_for_the_public(app_client: AsyncClient) -> None:
    consultation, _ = await _drafter(app_client)
    survey = await make_survey(consultation, opened=False)
    guest = Visitor(app_client)
    await guest.read(f"{PUBLIC}/{survey.id}", status=404)
    assert "Survei contoh" not in (await guest.read(PUBLIC)).text
    other = await make_consultation(slug="lain")
    elsewhere = await make_survey(other.id)
    await guest.read(f"{PUBLIC}/{elsewhere.id}", status=404)
    assert (await Survey.count()) == 2


async def test_question_is_read_in_english_where_it_was_written(app_client: AsyncClient) -> None:
    consultation, _ = await _drafter(app_client)
    survey = await make_survey(consultation)
    visitor = Visitor(app_client, {"bahasa": "en"})
    page = await visitor.read(f"{PUBLIC}/{survey.id}")
    assert "Example survey" in page.text
    first = next(one for one in page.all("div") if one.get("class") == "question")
    assert first.get("lang") == "id"


async def test_survey_is_found_in_a_long_list_and_thrown_away(app_client: AsyncClient) -> None:
    consultation, drafter = await _drafter(app_client)
    for number in range(21):
        await make_survey(consultation, opened=number > 0)
    page = await drafter.read(f"{WORK}/survei")
    assert "1–20 dari 21" in page.text
    assert "21–21 dari 21" in (await drafter.read(f"{WORK}/survei?halaman=2")).text
    page = await drafter.read(f"{WORK}/survei?words=CONTOH&state=disiapkan")
    assert "1–1 dari 1" in page.text
    assert "Tidak ada survei yang cocok" in (await drafter.read(f"{WORK}/survei?words=zzz")).text
    place = next(one for one in page.links() if re.search(r"/survei/[0-9a-f-]{36}$", one))
    leads = await drafter.send(f"{place}/tindakan", {"tindakan": "hapus"})
    assert leads == f"{WORK}/survei"
    assert await Survey.count() == 20
    opened = await Survey.objects().first()
    assert opened is not None
    kept = await drafter.refused(f"{WORK}/survei/{opened.id}/tindakan", {"tindakan": "hapus"})
    assert "pernah dibuka tidak dapat dihapus" in kept.text


async def test_rare_number_is_read_by_the_team_only(app_client: AsyncClient) -> None:
    consultation, drafter = await _drafter(app_client)
    survey = await make_survey(consultation)
    # The last was stored when there was no bound: the page shows it, it doesn't break.
    for place, number in enumerate(("1", "2", "3", "3", "3", "4", "4", "5", "5", "6", "97")):
        await answer(survey.id, f"k{place}", p1="1", p7=number)
    await SurveyAnswer.update({SurveyAnswer.number: 1e30}).where(SurveyAnswer.number == 97)
    await close_survey(survey=survey.id, by=None)
    await publish_survey_results(survey=survey.id, shown=True, by=None)
    page = await Visitor(app_client).read(f"{PUBLIC}/{survey.id}/hasil")
    assert "Sedikitnya separuh jawaban ada di antara 3 dan 5." in page.text
    assert "3 atau kurang" in page.text
    assert "4 atau lebih" in page.text
    assert "terkecil dan terbesar" not in page.text
    assert "1–1e+30" in (await drafter.read(f"{WORK}/survei/{survey.id}/hasil")).text
