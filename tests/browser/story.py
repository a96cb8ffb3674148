"""What has happened on the site that the browser tests look at, told through the domain's verbs.

A new page whose address has a parameter needs a value for it in ``tell``; where the page can look
otherwise (empty, closed, refused), add that state to ``pages._other_states``.
"""

import hashlib
import json
from datetime import date
from typing import Any
from uuid import UUID

from analysis.opinion_keeping import keep_opinions
from analysis.opinion_records import opinions_of
from analysis.proposals import accept_proposal
from analysis.run_records import latest_run
from analysis.tables import AnalysisRun, CandidateMember, CandidateTheme
from consultations.accounts import create_account
from consultations.anchoring import anchor_quote
from consultations.answering import Answer, answer_theme
from consultations.clock import now
from consultations.commenting import receipt_token, register_input, submit_input
from consultations.demonstration.finished.loading import load_finished
from consultations.demonstration.innovations import load_innovations
from consultations.demonstration.loading import (
    FOLDER,
    Demonstration,
    answer_key,
    load_demonstration,
)
from consultations.demonstration.polling import load_poll
from consultations.demonstration.stages import load_stages
from consultations.demonstration.surveys import load_surveys
from consultations.drafting import prepare_draft, publish_draft
from consultations.easy_language import about_theme, write_easily
from consultations.evidence import EvidenceStore
from consultations.evidence_sources import SourceFacts, add_source
from consultations.follow_up_sheets import check_follow_ups, import_follow_ups
from consultations.following import Wish, ask_to_follow, find_follow_of, follow_with_account
from consultations.import_rows import check_sheet
from consultations.importing import import_inputs
from consultations.note_editing import edit_note
from consultations.noting import Remark, announce_session, take_note
from consultations.pending_imports import keep_sheet
from consultations.placing import move_inputs, pin_inputs, set_aside
from consultations.polling.stating import (
    NewStatement,
    StatementAct,
    act_on_statement,
    add_statements,
    set_terms,
)
from consultations.previewing import make_preview_link
from consultations.queries.consultations import find_consultation_by_id
from consultations.queries.imports import imports_of
from consultations.queries.register import RegisterFilter
from consultations.queries.response_matrix import Matrix, matrix_page
from consultations.queries.statements import statements_of
from consultations.queries.surveys import questions_of
from consultations.reading_back import answer_read_back
from consultations.redrafting import Wording, decide_wording, propose_wording
from consultations.replication.keeping import (
    InnovationFacts,
    ReplicationFacts,
    add_innovation,
    add_replication,
)
from consultations.responding import respond
from consultations.response_matrix.columns import key_of
from consultations.response_matrix.reading import READ
from consultations.scoring.assessing import (
    CriterionFacts,
    add_criterion,
    add_option,
    appoint_scorer,
    close_assessment,
    open_assessment,
    prepare_assessment,
    publish_outcome,
)
from consultations.scoring.giving import finish_scoring, score_options
from consultations.scoring.repeating import cancel_assessment, copy_assessment
from consultations.seating import next_position
from consultations.sheets import Sheet, read_sheet
from consultations.signatures import LinkPurpose, signed
from consultations.signing_in import make_link, start_sign_in
from consultations.tables import (
    AssessedOption,
    Criterion,
    DraftVersion,
    Follow,
    FollowUpItem,
    GuideQuestion,
    Note,
    Participant,
    StageDocument,
)
from consultations.theming import note_on_theme
from consultations.tokens import token_hash
from consultations.vocabulary import (
    Agreement,
    ChangeKind,
    Channel,
    Decision,
    Element,
    EvidenceKind,
    Frequency,
    NoteForm,
    ReplicationForm,
    ReplicationStatus,
    Role,
    RunStatus,
    SessionKind,
    Stance,
    Weighting,
    WordingAct,
    WordingState,
)
from server.database import database
from server.installation import use_installation
from server.migrating import migrate
from server.settings import Settings
from tests.browser.attended import attended
from tests.browser.deliberated import deliberated
from tests.browser.figures import figured
from tests.browser.moderated import moderated
from tests.browser.suggested import suggested
from tests.factories import DRAFT as NEXT_DRAFT
from tests.factories import find_clause, make_statement
from tests.questionnaires import answer, make_survey

UNIT = "3.1.2"
QUIET_UNIT = "1.1.2"
# What people paste: nothing of it may widen a page.
UNWIELDY = (
    "https://contoh.go.id/" + "layanan-terpadu-satu-pintu/" * 12 + "\n\n"
    "Mempertanggungjawabkan" + "ketidakmampuannya" * 12 + "\n\n"
    "👩🏽‍🦽👨‍👩‍👧‍👦🇮🇩🙏🏽✨ مرحبا بكم في الخدمة العامة, אלה מילים. ꦲꦏ꧀ꦱꦫꦗꦮ"
)
ANSWERS = {
    "antrean": Answer(
        decision=Decision.ACCEPTED,
        reason="Waktu tunggu adalah keluhan yang paling luas, dan jam layanan dapat diatur daerah.",
        reply="Butir 3.1.2 dan 3.1.4 kami ubah: jam sore dan papan waktu tunggu menjadi kewajiban.",
    ),
    "replikasi": Answer(
        decision=Decision.PARTLY_ACCEPTED,
        reason="Pendampingan dapat dianggarkan, insentif daerah masih memerlukan aturan lain.",
        reply="Pendampingan replikasi masuk ke Bab V. Insentifnya kami bahas pada tahap berikut.",
    ),
    "survei": Answer(
        decision=Decision.NOT_ACCEPTED,
        reason="Survei bulanan membebani petugas; triwulanan sudah cukup menurut hasil kajian.",
        reply="Kami tidak menambah frekuensi survei, tetapi hasilnya akan dibuka untuk umum.",
    ),
}
DRAFT_ANSWER = "data-pribadi"
ACCEPTED_ONLY = "fotokopi"


async def tell(settings: Settings) -> dict[str, Any]:
    """Make everything and return what ``Site`` needs to know of it."""
    use_installation(settings)
    async with database(settings):
        await migrate()
        demonstration = await load_demonstration()
        consultation = demonstration.consultation
        here = await find_consultation_by_id(consultation, "id")
        assert here is not None
        by = demonstration.accounts[Role.DRAFTER]
        candidates = await _propose(demonstration)
        themes = await _decide(consultation, candidates, by)
        await _review(demonstration, themes, by)
        await _say_unwieldy_things(demonstration)
        discussed = await _discuss(demonstration, by)
        preview = await _draft_again(consultation, by)
        session = await announce_session(
            consultation=consultation,
            kind=SessionKind.FGD,
            title="FGD pelayanan di pulau-pulau kecil",
            theme="Kapal layanan dan sinyal",
            place="Balai Desa Namlea, Buru",
            moderator="Fitri Fasilitator",
            starts_at=now(),
            by=demonstration.accounts[Role.FACILITATOR],
        )
        accounts = demonstration.accounts
        spoken = await _speak(session.id, accounts[Role.NOTE_TAKER])
        source = await add_source(
            consultation=consultation,
            facts=SourceFacts(
                kind=next(iter(EvidenceKind)),
                title="Survei kepuasan masyarakat triwulan kedua",
                findings="Waktu tunggu dinilai paling rendah.",
                score=78.4,
            ),
            by=by,
        )
        assessment = await _assess("Tindakan mana dahulu", demonstration)
        closed = await _assess("Loket mana dahulu", demonstration, closed=True)
        preparing, criterion, option = await _prepare(consultation, source.id, by)
        await publish_outcome(assessment=closed, shown=True, by=by)
        cancelled = await copy_assessment(assessment=closed, by=by)
        await cancel_assessment(
            assessment=cancelled.id, reason="Dua dari tiga penilai pindah tugas. " + UNWIELDY, by=by
        )
        resting = {
            "themes": (themes["antrean"],),
            "assessments": (closed,),
            "evidence": (source.id,),
        }
        redrafted = await _redraft(consultation, resting, by)
        waiting = await moderated(consultation, by)
        await _poll(consultation, by)
        surveys = await load_surveys(consultation)
        await load_stages(consultation, EvidenceStore(settings.evidence))
        document = await StageDocument.objects().first()
        assert document is not None
        innovation, replication = await _innovate(consultation, by)
        built = await make_survey(consultation)
        sheet = await answer(built.id, "cerita", p1="2", p3="Kurang loket.")
        asked = (await questions_of(built.id))[0]
        decided = await deliberated(
            consultation, by, discussed=discussed, theme=themes[ACCEPTED_ONLY]
        )
        item = await FollowUpItem.objects().first()
        assert item is not None
        closed_session = str(item.session)
        figures, closed_check = await figured(demonstration)
        await load_finished(EvidenceStore(settings.evidence))
        return {
            "slug": here.slug,
            "cookies": {r: (await start_sign_in(account=a)).token for r, a in accounts.items()},
            "links": {r: await make_link(account=a) for r, a in accounts.items()},
            "holders": await _holders(),
            "receipts": {
                state: receipt_token(f"demonstrasi-{consultation}-{key}")
                for state, key in _followed().items()
            },
            "parameters": {
                "slug:str": here.slug,
                "version:int": "2",
                "number:int": "3",
                "key:str": "-",
                "kind:str": "butir",
                "number:str": UNIT,
                "session:uuid": str(session.id),
                **await attended(session.id, demonstration.accounts[Role.FACILITATOR]),
                **spoken,
                "theme:uuid": str(themes["antrean"]),
                "candidate:uuid": str(candidates["internet"]),
                "run:uuid": str(await latest_run(consultation)),
                "assessment:uuid": str(assessment),
                "source:uuid": str(source.id),
                "stage:str": document.stage,
                "about:str": "hasil",
                "document:uuid": str(document.id),
                "item:uuid": str(item.id),
                **waiting,
                "innovation:uuid": str(innovation),
                "replication:uuid": str(replication),
                **await _innovation_sheet(consultation, by),
                **await _action_plan_sheet(consultation, by),
                **await _matrix(consultation, by),
                "criterion:uuid": str(criterion),
                "/kerja/{slug:str}/penilaian/{assessment:uuid}/kriteria/{criterion:uuid}": (
                    f"/kerja/{here.slug}/penilaian/{preparing}/kriteria/{criterion}"
                ),
                "/konsultasi/{slug:str}/penilaian/{assessment:uuid}": (
                    f"/konsultasi/{here.slug}/penilaian/{closed}"
                ),
                "/kerja/{slug:str}/penilaian/{assessment:uuid}/publikasi": (
                    f"/kerja/{here.slug}/penilaian/{closed}/publikasi"
                ),
                "option:uuid": str(option),
                "/kerja/{slug:str}/penilaian/{assessment:uuid}/opsi/{option:uuid}": (
                    f"/kerja/{here.slug}/penilaian/{preparing}/opsi/{option}"
                ),
                "survey:uuid": str(surveys["skm"]),
                "question:uuid": str(asked.id),
                "/kerja/{slug:str}/survei/{survey:uuid}/pertanyaan/{question:uuid}": (
                    f"/kerja/{here.slug}/survei/{built.id}/pertanyaan/{asked.id}"
                ),
                "/kerja/{slug:str}/survei/{survey:uuid}/pertanyaan-baru": (
                    f"/kerja/{here.slug}/survei/{built.id}/pertanyaan-baru?jenis=matriks"
                ),
                "/tanda-terima-survei/{token:str}": f"/tanda-terima-survei/{sheet.token}",
                **decided,
                **await suggested(themes["antrean"], themes["replikasi"], by),
                **figures,
                **redrafted,
                "account:uuid": str(accounts[Role.NOTE_TAKER]),
                **await _import(consultation, by),
                **await _follow(consultation, by),
            },
            "closed_assessment": str(closed),
            "preparing_assessment": str(preparing),
            "cancelled_assessment": str(cancelled.id),
            "closed_session": closed_session,
            "closed_check": closed_check,
            "discussed": discussed,
            "other_theme": str(themes["replikasi"]),
            "preview": preview,
            "opinion_survey": str(surveys["opini"]),
            "built_survey": str(built.id),
        }


async def _holders() -> dict[str, str]:
    """Accounts without any role, by the walk that each is for: links to sign in with."""
    links = {}
    for walk in ("wide", "narrow", "plain"):
        account = await create_account(email=f"{walk}@contoh.id", name="Wati Warga")
        links[walk] = await make_link(account=account.id)
    return links


async def _speak(session: UUID, by: UUID) -> dict[str, str]:
    """A participant whose words were noted, edited, and are being read back."""
    person = Participant(
        session=session,
        position=await next_position(session),
        code="P1",
        name="Wulan Warga",
        element=Element.CIVIL_SOCIETY.value,
        organisation="Perkumpulan Nelayan " + "Bahari" * 12,
        token_hash=token_hash("peserta"),
        idempotency_key="peserta",
    )
    await Participant.insert(person)
    await GuideQuestion.insert(
        GuideQuestion(
            session=session, position=1, part="kunci", text="Apa yang paling menyulitkan?"
        )
    )
    remark = Remark(
        speaker_code="P1",
        form=NoteForm.VERBATIM,
        stance=Stance.DISAGREE,
        agreement=Agreement.MAJORITY,
        agreeing=9,
        neutral=0,
        disagreeing=2,
        dissent="Dua orang memilih layanan keliling lewat darat.",
    )
    words = make_statement("Kapal layanan hanya datang setahun sekali.")
    facts = {"session": session, "remark": remark, "unit": None, "by": by}
    await take_note(statement=words, idempotency_key="cerita-1", **facts)
    await take_note(statement=make_statement(UNWIELDY), idempotency_key="cerita-2", **facts)
    note = await Note.objects().get((Note.session == session) & (Note.position == 1))
    assert note is not None
    again = make_statement("Kapal layanan hanya datang dua kali setahun.")
    await edit_note(note=note.id, statement=again, remark=remark, unit=None, version=1, by=by)
    await answer_read_back(
        note=note.id, participant=person.id, correction="Tiga kali setahun.", version=2
    )
    link = f"/catatan-saya/{signed(LinkPurpose.READ_BACK, person.id)}"
    return {"note:uuid": str(note.id), "/catatan-saya/{token:str}": link}


async def _draft_again(consultation: UUID, by: UUID) -> str:
    """A second version with changes of several kinds, and a third that is not public yet."""
    text = (FOLDER / "draft.md").read_text()
    text = text.replace("Mutunya belum merata", "Mutunya masih belum merata")
    second = await prepare_draft(consultation=consultation, text=text, by=by)
    await publish_draft(version=second.id, change_summary="Beberapa kata diperjelas.", by=by)
    third = await prepare_draft(consultation=consultation, text=NEXT_DRAFT, by=by)
    return await make_preview_link(version=third.id, days=7, by=by)


async def _redraft(
    consultation: UUID, resting: dict[str, tuple[UUID, ...]], by: UUID
) -> dict[str, str]:
    """Two proposals for a clause, one of them approved and waiting for the next version."""
    draft = await DraftVersion.objects().get(
        (DraftVersion.consultation == consultation) & (DraftVersion.number == 2)
    )
    assert draft is not None
    unit = await find_clause(draft, UNIT)
    for words in (" Papan waktu tunggu dipasang.", " " + "Mempertanggungjawabkan" * 6):
        change = await propose_wording(
            consultation=consultation,
            wording=Wording(
                base=unit.id,
                act=WordingAct.REVISE,
                kind=ChangeKind.SUBSTANCE,
                reason="Waktu tunggu adalah keluhan terbanyak.",
                heading=unit.heading,
                text=unit.text + words,
                **resting,
            ),
            by=by,
        )
    await decide_wording(change=change.id, version=1, state=WordingState.APPROVED, by=by)
    return {
        "change:uuid": str(change.id),
        "identity:uuid": str(unit.identity),
    }


async def _follow(consultation: UUID, by: UUID) -> dict[str, str]:
    """An address that still has to confirm, and one that has: the drafter's."""
    wish = Wish(Frequency.DAILY, "id")
    await ask_to_follow(
        consultation=consultation, email="warga@contoh.id", wish=wish, source="cerita"
    )
    asked = await Follow.objects().get(Follow.consultation == consultation)
    await follow_with_account(consultation=consultation, account=by, wish=wish)
    confirmed = await find_follow_of(consultation=consultation, account=by)
    assert asked
    assert confirmed
    link = f"/langganan/{signed(LinkPurpose.FOLLOW, confirmed.id)}"
    return {
        "/langganan/{token:str}": link,
        "/langganan/{token:str}/berhenti": f"{link}/berhenti",
        "/langganan/{token:str}/konfirmasi": (
            f"/langganan/{signed(LinkPurpose.FOLLOW, asked.id)}/konfirmasi"
        ),
    }


async def _import(consultation: UUID, by: UUID) -> dict[str, str]:
    """One import that was made, and a sheet with an error that waits to be confirmed."""
    content = "isi,butir\nLoket tutup saat istirahat.,\n"
    preview = check_sheet(read_sheet(content.encode(), workbook=False))
    await import_inputs(consultation=consultation, preview=preview, by=by, file_name="surat.csv")
    made = (await imports_of(consultation)).items[0]
    wrong = read_sheet(f"{content}Antre sejak subuh.,9.9.9\n".encode(), workbook=False)
    pending = await keep_sheet(
        consultation=consultation, sheet=wrong, file_name="formulir-kertas.csv", by=by
    )
    return {"made:uuid": str(made.id), "pending:uuid": str(pending)}


async def _poll(consultation: UUID, by: UUID) -> None:
    """Statements with the votes of two groups, shown to everybody; one closed, one long."""
    await load_poll(consultation)
    await add_statements(
        consultation=consultation, statements=[NewStatement(UNWIELDY[:280])], session=None, by=by
    )
    closed = next(each for each in await statements_of(consultation) if each.session is None)
    await act_on_statement(
        consultation=consultation, statement=closed.id, act=StatementAct.CLOSE, by=by
    )
    await keep_opinions(consultation)
    opinions = await opinions_of(consultation)
    assert opinions
    assert not opinions.missing, opinions.missing
    await set_terms(consultation=consultation, groups_shown=True, by=by)


async def _innovate(consultation: UUID, by: UUID) -> tuple[UUID, UUID]:
    """The founding cases, and one made up for this story, replicated with everything filled in."""
    await load_innovations(consultation)
    made = await add_innovation(
        consultation=consultation,
        facts=InnovationFacts(
            title="Loket Sore",
            owner_agency="Kota Contoh",
            owner_unit="Dinas Kependudukan",
            nri="NRI-0001",
            summary="Loket buka sampai malam dua kali seminggu.",
            awards=(("Top 45", 2019),),
        ),
        by=by,
    )
    use = await add_replication(
        innovation=made.id,
        facts=ReplicationFacts(
            agency="Kabupaten Contoh",
            form=ReplicationForm.ADAPTATION,
            status=ReplicationStatus.IMPLEMENTED,
            decided_on=date(2026, 2, 1),
            implemented_on=date(2026, 4, 1),
            plan="Satu kecamatan dahulu, lalu seluruh kabupaten.",
            indicator="Waktu tunggu",
            before="60 menit",
            after="20 menit",
        ),
        by=by,
    )
    return made.id, use.id


async def _innovation_sheet(consultation: UUID, by: UUID) -> dict[str, str]:
    """A sheet of innovations with an error, waiting to be looked at."""
    content = (
        "judul_inovasi,instansi_pemilik,instansi_replikator,bentuk\n"
        "Antre Ramah,Kota Contoh,Kota Lain,adopsi\nJemput Bola,Kota Contoh,Kota Lain,tiruan\n"
    )
    sheet = read_sheet(content.encode(), workbook=False)
    pending = await keep_sheet(
        consultation=consultation, sheet=sheet, file_name="inovasi.csv", by=by
    )
    slug = "peta-jalan-pelayanan-publik"
    return {
        "/kerja/{slug:str}/inovasi/impor/{pending:uuid}": f"/kerja/{slug}/inovasi/impor/{pending}"
    }


async def _action_plan_sheet(consultation: UUID, by: UUID) -> dict[str, str]:
    """A sheet with an item that changes, a new one and an error, waiting; another taken over."""
    content = (
        "nomor,isu,kegiatan,penanggung_jawab,target_waktu\n"
        "1,Jadwal layanan keliling berubah,Menempel jadwal di balai desa,Kelurahan,2027-03-01\n"
        ",Loket jauh dari rumah,Membuka loket keliling,Kecamatan,2027-06-30\n"
        "999,Antrean panjang,Menambah loket,Kecamatan,kapan-kapan\n"
    )
    sheet = read_sheet(content.encode(), workbook=False)
    pending = await keep_sheet(
        consultation=consultation, sheet=sheet, file_name="rencana-aksi.csv", by=by
    )
    taken = read_sheet(b"nomor,indikator\n1,Jadwal tertempel di semua balai desa\n", workbook=False)
    preview = await check_follow_ups(
        consultation=consultation, sheet=taken, today=date(2026, 11, 30)
    )
    await import_follow_ups(
        consultation=consultation, preview=preview, file_name="rencana-aksi-balai-desa.xlsx", by=by
    )
    here = "/kerja/peta-jalan-pelayanan-publik/tindak-lanjut/impor"
    return {"/kerja/{slug:str}/tindak-lanjut/impor/{pending:uuid}": f"{here}/{pending}"}


async def _matrix(consultation: UUID, by: UUID) -> dict[str, str]:
    """A matrix that was edited offline: a change, a conflict and a row nobody knows."""
    whole = Matrix(consultation, RegisterFilter(), published=False)
    row, other = (await matrix_page(whole)).items[:2]
    sheet = Sheet(
        list(READ),
        [
            [row.entry.registration, "Baik.", "Diterima", "Sesuai rencana loket.", key_of(row)],
            [
                other.entry.registration,
                "",
                "Tidak diterima",
                "Sudah diatur di tempat lain.",
                "9-berubah",
            ],
            ["PJP-99999", "", "Diterima", "Alasan.", "0-x"],
        ],
        "0" * 64,
    )
    pending = await keep_sheet(
        consultation=consultation, sheet=sheet, file_name="matriks.docx", by=by
    )
    here = "/kerja/peta-jalan-pelayanan-publik/matriks/baca"
    return {"/kerja/{slug:str}/matriks/baca/{pending:uuid}": f"{here}/{pending}"}


def _followed() -> dict[str, str]:
    """Inputs whose receipts are looked at, by how far they have come."""
    members = {key: theme["inputs"] for key, theme in answer_key()["themes"].items()}
    return {
        "answered": members["antrean"][0],
        "grouped": members[ACCEPTED_ONLY][0],
        "proposed": members["pungli"][0],
        "new": answer_key()["minority"],
    }


async def _propose(demonstration: Demonstration) -> dict[str, UUID]:
    """What an analysis would propose, taken from the demonstration's answer key: no model runs."""
    metrics = {"inputs": 300, "placed": 280, "unthemed": 20, "seconds": 4.2, "campaigns": [24]}
    run = AnalysisRun(
        consultation=demonstration.consultation,
        status=RunStatus.DONE.value,
        step="",
        model="multilingual-e5-small",
        parameters=json.dumps({"neighbours": 12, "resolution": 1.0}),
        metrics=json.dumps(metrics),
        input_hash=hashlib.sha256(b"demonstration").hexdigest(),
        code_version="0",
        finished_at=now(),
    )
    await AnalysisRun.insert(run)
    candidates: dict[str, UUID] = {}
    for position, (key, theme) in enumerate(answer_key()["themes"].items()):
        candidate = CandidateTheme(
            run=run.id, position=position, label=theme["label"], prototype=b""
        )
        await CandidateTheme.insert(candidate)
        await CandidateMember.insert(
            *[
                CandidateMember(
                    candidate=candidate.id,
                    input=demonstration.inputs[entry],
                    score=max(0.2, 0.95 - place / 100),
                    central=place if place < 3 else None,
                )
                for place, entry in enumerate(theme["inputs"])
            ]
        )
        candidates[key] = candidate.id
    return candidates


async def _decide(consultation: UUID, candidates: dict[str, UUID], by: UUID) -> dict[str, UUID]:
    """Some proposals are themes already, some of them answered."""
    themes: dict[str, UUID] = {}
    labels = {key: theme["label"] for key, theme in answer_key()["themes"].items()}
    for key in (*ANSWERS, DRAFT_ANSWER, ACCEPTED_ONLY):
        theme = await accept_proposal(
            consultation=consultation,
            candidate=candidates[key],
            name=labels[key],
            description="",
            by=by,
        )
        themes[key] = theme.id
        answer = ANSWERS.get("antrean" if key == DRAFT_ANSWER else key)
        if answer is not None:
            await answer_theme(
                theme=theme.id, answer=answer, version=0, publish=key != DRAFT_ANSWER, by=by
            )
        if key == "antrean":
            await write_easily(
                consultation=consultation,
                about=about_theme(theme.id),
                text="Anda menunggu terlalu lama. Kami menambah jam layanan.",
                text_en="You wait too long. We add opening hours.",
                version=0,
                by=by,
            )
    return themes


async def _review(demonstration: Demonstration, themes: dict[str, UUID], by: UUID) -> None:
    """The team has pinned, moved, noted and set aside, so that every part of the pages shows."""
    here, queue = demonstration.consultation, themes["antrean"]
    members = [demonstration.inputs[key] for key in answer_key()["themes"]["antrean"]["inputs"][:3]]
    await pin_inputs(consultation=here, theme=queue, entries=members[:1], pinned=True, by=by)
    await move_inputs(
        consultation=here,
        entries=members[1:2],
        to=themes[ACCEPTED_ONLY],
        away_from=None,
        by=by,
    )
    await note_on_theme(theme=queue, text="Tanyakan angka waktu tunggu ke Biro Umum.", by=by)
    unread = demonstration.inputs[answer_key()["themes"]["pungli"]["inputs"][1]]
    await set_aside(consultation=here, entries=[unread], reason="Ditangani saluran lain.", by=by)


async def _say_unwieldy_things(demonstration: Demonstration) -> None:
    version = await DraftVersion.objects().get(
        DraftVersion.consultation == demonstration.consultation
    )
    assert version is not None
    unit = await find_clause(version, UNIT)
    await register_input(
        consultation=demonstration.consultation,
        statement=make_statement(
            UNWIELDY,
            author_name="Raden-Mas-" + "Panjang" * 10,
            organisation="Perkumpulan" * 10,
            proposed_wording=UNWIELDY,
            reason=UNWIELDY,
        ),
        channel=Channel.ONLINE,
        version=version.id,
        unit=unit.id,
        idempotency_key="unwieldy",
        received_at=now(),
        consent_at=now(),
    )


async def _discuss(demonstration: Demonstration, by: UUID) -> str:
    """An input about some words of a unit, with a reply and one from the team."""
    version = await DraftVersion.objects().get(
        DraftVersion.consultation == demonstration.consultation
    )
    assert version is not None
    unit = await find_clause(version, UNIT)
    receipt = await submit_input(
        consultation=demonstration.consultation,
        unit=unit.id,
        statement=make_statement("Sabtu saja tidak cukup bagi pekerja giliran malam."),
        idempotency_key="cerita-kutipan",
        quote=anchor_quote(unit.text, "di luar jam kerja"),
    )
    for words, official in (("Setuju, di Cilegon juga begitu.", False), ("Kami kaji.", True)):
        await respond(
            entry=receipt.input,
            text=words,
            author_name=None,
            idempotency_key=words,
            official=official,
            by=by if official else None,
        )
    return receipt.registration


async def _prepare(consultation: UUID, source: UUID, by: UUID) -> tuple[UUID, UUID, UUID]:
    """An assessment that is not open yet, with a criterion that rests on evidence; an option."""
    row = await prepare_assessment(
        consultation=consultation,
        title="Yang masih disiapkan",
        purpose="Belum dibuka.",
        weighting=Weighting.GIVEN,
        by=by,
    )
    await add_option(assessment=row.id, name=UNWIELDY[:200])
    facts = CriterionFacts(name="Biaya 100% APBD", is_cost=True, source=source)
    await add_criterion(assessment=row.id, facts=facts)
    criterion = await Criterion.objects().get(Criterion.assessment == row.id)
    option = await AssessedOption.objects().get(AssessedOption.assessment == row.id)
    assert criterion is not None
    assert option is not None
    return row.id, criterion.id, option.id


async def _assess(title: str, demonstration: Demonstration, *, closed: bool = False) -> UUID:
    """Options to be scored by everyone; with ``closed`` they have been."""
    by = demonstration.accounts[Role.DRAFTER]
    row = await prepare_assessment(
        consultation=demonstration.consultation,
        title=title,
        purpose="Urutan tindakan pada tahun pertama.",
        weighting=Weighting.GIVEN if closed else Weighting.PAIRWISE,
        template="usg",
        by=by,
    )
    for name in ("Tambah loket", "Perluas antrean daring", "Layanan keliling"):
        await add_option(assessment=row.id, name=name)
    for account in demonstration.accounts.values():
        await appoint_scorer(assessment=row.id, account=account, by=by)
    await open_assessment(assessment=row.id, by=by)
    if not closed:
        return row.id
    options = await AssessedOption.select(AssessedOption.id).where(
        AssessedOption.assessment == row.id
    )
    criteria = await Criterion.select(Criterion.id).where(Criterion.assessment == row.id)
    for account in demonstration.accounts.values():
        values = {
            (option["id"], criterion["id"]): float(1 + (place * 2) % 5)
            for place, option in enumerate(options)
            for criterion in criteria
        }
        await score_options(assessment=row.id, account=account, values=values)
        await finish_scoring(assessment=row.id, account=account)
    await close_assessment(assessment=row.id, by=by)
    return row.id
