"""The report of an SKM as PDF: for everyone once it is published, for the team before."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.numbers import format_decimal, format_percent
from litestar import Response, get
from litestar.params import FromPath

from consultations.errors import NotFound
from consultations.queries.survey_results import SurveyResults, results_of
from consultations.queries.survey_sheets import answered_between
from consultations.queries.surveys import SurveyRow, find_survey, questions_of
from consultations.rules import Permission
from consultations.surveys.outcomes import ChoiceLine
from consultations.surveys.reporting import make_report
from consultations.surveys.skm import BANDS, HIGHEST, Band, ElementScore, Index, sample_size
from consultations.transactions import reading
from consultations.vocabulary import N_
from server.pages.public.surveys import SURVEY, published
from server.rendering import format_exact
from server.reuse import reusable_file
from server.security.permissions import needs
from server.translations import translator
from server.visit import Visit
from server.writing_time import time_filters

METHOD = N_(
    "Cara menghitung: nilai rata-rata tiap unsur diberi bobot sama (1 dibagi banyaknya unsur), "
    "dijumlahkan, dikalikan 25, dibulatkan dua angka, lalu dibandingkan dengan tabel mutu "
    "PermenPANRB 14/2017. SKM mengukur kepuasan pengguna satu layanan dan tidak digabung dengan "
    "survei opini."
)
SAMPLE = N_(
    "Sampel yang dibutuhkan untuk %(people)s pengguna layanan: %(need)s jawaban; "
    "terkumpul %(count)s."
)
HIDDEN = N_(
    "Tanda – menggantikan angka yang menyangkut beberapa orang saja, agar tidak ada yang dapat "
    "dikenali."
)
GRADES = (N_("Mutu"), N_("Kinerja"), N_("Nilai IKM"), N_("Setelah konversi"))
HEADINGS = (
    N_("Unsur pelayanan"),
    N_("Banyak jawaban"),
    N_("Nilai rata-rata (NRR)"),
    N_("Setelah konversi"),
    N_("Mutu"),
)


@get(SURVEY + "/laporan.pdf", name="survey.report.public", opt=needs(Permission.READ_PUBLISHED))
async def show_report(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """The published report."""
    found = await published(request, survey)
    if found.results_published_at is None:
        raise NotFound
    pdf = await reusable_file(request, lambda: _report(request, found, public=True))
    return _sent(request, pdf)


@get(
    "/kerja/{slug:str}/survei/{survey:uuid}/laporan.pdf",
    name="survey.report",
    opt=needs(Permission.HOLD_SURVEY),
)
async def show_report_to_team(request: Visit, survey: FromPath[UUID]) -> Response[Any]:
    """The report as the answers stand."""
    found = await find_survey(request.consultation.id, survey, request.locale)
    if found is None:
        raise NotFound
    return _sent(request, await _report(request, found))


async def _report(visit: Visit, survey: SurveyRow, *, public: bool = False) -> bytes:
    async with reading():
        questions = await questions_of(survey.id, visit.locale)
        results = await results_of(survey.id, questions, public=public)
        between = await answered_between(survey.id)
    if results.index is None or between is None:
        raise NotFound
    words = _words(visit, survey, results, results.index)
    return await make_report(words | {"period": _period(visit, between)})


def _sent(visit: Visit, pdf: bytes) -> Response[Any]:
    name = f'attachment; filename="skm-{visit.consultation.slug}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": name})


def _words(visit: Visit, survey: SurveyRow, results: SurveyResults, index: Index) -> dict[str, Any]:
    say = translator(visit.locale).gettext

    def number(value: Any) -> str:
        return format_decimal(value, locale=visit.locale)

    def exact(value: Decimal) -> str:
        return format_exact(value, visit.locale)

    def row(one: ElementScore) -> list[str]:
        grade = f"{one.grade.value} ({say(one.grade.label)})"
        facts = (
            number(one.answers),
            exact(one.shown_mean),
            exact(one.converted),
        )
        return [say(one.element.label), *facts, grade]

    def band(one: Band) -> list[str]:
        index = f"{exact(one.least)}–{exact(one.most)}"
        converted = f"{exact(one.converted_least)}–{exact(one.converted_most)}"
        return [one.grade.value, say(one.grade.label), index, converted]

    def share(line: ChoiceLine) -> list[str]:
        if line.share is None:
            return [line.words, "–", "–"]
        return [
            line.words,
            number(line.share.count),
            format_percent(line.share.value, locale=visit.locale),
        ]

    profile = [
        result for result in results.questions if result.choices and not result.question.required
    ]
    return {
        "language": visit.locale,
        "title": say(N_("Laporan Survei Kepuasan Masyarakat (SKM)")),
        "subject": survey.title,
        "organiser": visit.consultation.organiser,
        "footer": f"{survey.title} · {visit.consultation.title}",
        "figures": [
            [say(N_("Nilai IKM setelah konversi")), exact(index.converted)],
            [say(N_("Nilai IKM (1–4)")), exact(index.index)],
            [say(N_("Mutu pelayanan")), index.grade.value],
            [say(N_("Kinerja unit pelayanan")), say(index.grade.label)],
            [say(N_("Banyak jawaban")), number(results.returns)],
        ],
        "sample": say(SAMPLE)
        % {
            "people": number(survey.population),
            "need": number(sample_size(survey.population)),
            "count": number(results.returns),
        }
        if survey.population
        else "",
        "elements_title": say(N_("Nilai tiap unsur setelah konversi, 25 sampai 100")),
        "bars": [
            [
                say(one.element.label),
                exact(one.converted),
                round(float(one.mean - 1) / (HIGHEST - 1) * 100, 2),
            ]
            for one in index.elements
        ],
        "headings": [say(heading) for heading in HEADINGS],
        "rows": [row(one) for one in index.elements],
        "lowest_title": say(N_("Yang terendah dan perlu diperbaiki lebih dahulu")),
        "lowest": [f"{say(one.element.label)}: {exact(one.converted)}" for one in index.lowest],
        "grades_title": say(N_("Tabel mutu pelayanan")),
        "grade_headings": [say(heading) for heading in GRADES],
        "grades": [band(one) for one in BANDS],
        "grade": index.grade.value,
        "profile_title": say(N_("Siapa yang menjawab")),
        "profile": [
            {"title": result.question.text, "rows": [share(line) for line in result.choices]}
            for result in profile
        ],
        "hidden": say(HIDDEN)
        if any(line.share is None for result in profile for line in result.choices)
        else "",
        "method": say(METHOD),
    }


def _period(visit: Visit, between: tuple[datetime, datetime]) -> str:
    """From when until when people answered, in the consultation's time."""
    day = time_filters(visit.locale)["day"]
    first, last = (day(moment, visit.consultation.zone) for moment in between)
    words = translator(visit.locale).gettext(N_("Masa survei: %(begun)s sampai %(over)s."))
    return words % {"begun": first, "over": last}
