"""Which pages there are and for whom: read from the routes, so that a new page is covered."""

from litestar.handlers import HTTPRouteHandler

from consultations.demonstration.finished.data import told
from consultations.rules import PERMISSIONS, Permission
from consultations.vocabulary import Role
from server.pages import ROUTES
from tests.browser.site import Site
from tests.browser.story import QUIET_UNIT, UNIT

# Answers that are not pages, and pages whose address is among the states below.
NOT_PAGES = frozenset(
    {
        "health",
        "evidence.show",
        "evidence.show_team",
        "feed.show",
        "calendar.show",
        "calendar.session",
        "session.stream",
        "room.stream",
        "dots.csv",
        "notes.worker",
        "input.csv",
        "input.xlsx",
        "response_matrix.download",
        "response_matrix.public.download",
        "issue_list.download",
        "issue_list.public.download",
        "matrix.csv",
        "matrix.xlsx",
        "attendance.code_svg",
        "attendance.xlsx",
        "registration.calendar",
        "map.points",
        "crosstab.csv",
        "crosstab.public.csv",
        "crosstab.xlsx",
        "moderation.log.csv",
        "picture.show",
        "preview.show",
        "statement.csv",
        "statement.votes.csv",
        "survey.csv",
        "survey.xlsx",
        "survey.report",
        "innovation.document",
        "innovation.document.team",
        "innovation.xlsx",
        "source.file",
        "source.file.team",
        "survey.report.public",
        "document.download",
        "session.record",
        "document.bundle",
        "session_file.show",
        "follow_up.file",
        "follow_up.xlsx",
        "follow_up.template",
        "follow_up.public.file",
        "follow_up.public.csv",
        "follow_up.public.xlsx",
        "open_data.package",
        "open_data.dictionary",
        "open_data.table",
        "stage.document",
        "stage.document.team",
        "paper.sheet",
    }
)
# Pages of what is one's own: the drafter has an input and a sheet that waits.
OWN = frozenset(
    {
        "own.show",
        "own.edit",
        "own.withdraw",
        "import.preview",
        "innovation.import.preview",
        "follow_up.import.preview",
        "matrix_reading.preview",
    }
)
WHO: tuple[Role | None, ...] = (
    None,
    Role.DRAFTER,
    Role.FACILITATOR,
    Role.NOTE_TAKER,
    Role.ADMINISTRATOR,
)


# Where another answer than 200 is the page that is meant.
STATUSES = {"not_found": 404, "refused": 403}
# Addresses that lead to another page.
LEADING = frozenset({"draft.latest", "input.find"})


def pages_for(site: Site, who: Role | None) -> dict[str, str]:
    """Name and path of every page this visitor may read; a guest is ``None``."""
    pages = {
        str(route.name): site.path(path)
        for route in ROUTES
        for path in route.paths
        if "GET" in route.http_methods and route.name not in NOT_PAGES and _may(route, who)
    }
    return pages | _other_states(site, who)


def _other_states(site: Site, who: Role | None) -> dict[str, str]:
    """The same pages where they look otherwise: empty, narrowed, refused, not there."""
    work, draft = f"/kerja/{site.slug}", f"/konsultasi/{site.slug}/rancangan/1"
    if who is None:
        return _finished() | {
            "not_found": "/tidak-ada",
            "input.reported": site.path(
                "/konsultasi/{slug:str}/masukan/{registration:str}/laporkan?selesai=ya"
            ),
            "response_matrix.narrowed": (
                f"/konsultasi/{site.slug}/matriks?kind=usulan_rumusan&decision=diterima"
            ),
            "result.easy": f"/konsultasi/{site.slug}/hasil?bacaan=mudah",
            "draft.easy": f"{draft}?bacaan=mudah",
            "follow_up.public.late": f"/konsultasi/{site.slug}/pemantauan?late=ya",
            "issue_list.kept": f"/konsultasi/{site.slug}/dim?keterangan=tetap",
            "preview": f"/pratinjau/{site.preview}",
            "draft.changes.beside": f"{draft[:-1]}2/perubahan?tampilan=berdampingan&semua=ya",
            "unit.full": f"{draft}/butir/{UNIT}",
            "input.discussed": f"/konsultasi/{site.slug}/masukan/{site.discussed}",
            "search.found": f"/konsultasi/{site.slug}/cari?words=antrean",
            "innovation.none": "/inovasi?words=tidakadasamasekali",
            "unit.practice": f"{draft[:-1]}2/butir/7.1.3",
            "crosstab.public.regions": f"/konsultasi/{site.slug}/hasil/tema?menurut=wilayah",
            "survey.texts.public": f"/konsultasi/{site.slug}/cari?survey={site.opinion_survey}",
            "survey.open": f"/konsultasi/{site.slug}/survei/{site.opinion_survey}",
            "unit.empty": f"{draft}/butir/{QUIET_UNIT}",
            **{f"receipt.{state}": f"/tanda-terima/{key}" for state, key in site.receipts.items()},
        }
    if who is Role.FACILITATOR:
        return {
            "session.template": f"{work}/sesi/baru?dari=pola:fgd-90",
            "session.none": f"{work}/sesi?words=tidakadasamasekali",
            "participant.none": site.path(
                "/kerja/{slug:str}/sesi/{session:uuid}/peserta?words=tidakadasamasekali"
            ),
            "attendance.present": site.path(
                "/kerja/{slug:str}/sesi/{session:uuid}/daftar-hadir?hadir=ya&kontak=ya"
            ),
        }
    if who is Role.DRAFTER:
        return {
            "decision.own": f"{work}/masukan/{site.discussed}/keputusan",
            "disposition.narrowed": f"{work}/keputusan/masukan?state=belum&order=tenggat",
            "disposition.matching.narrowed": f"{work}/keputusan/masukan/semua?state=belum",
            "disposition.none": f"{work}/keputusan?words=tidakadasamasekali",
            "input.none": f"{work}/masukan?words=tidakadasamasekali",
            "response_matrix.second": f"{work}/matriks?halaman=2",
            "response_matrix.none": f"{work}/matriks?words=tidakadasamasekali",
            "input.second": f"{work}/masukan?halaman=2",
            "map.part": f"{work}/tema/peta?kotak=0,0,40000,40000",
            "mention.near": f"{work}/rujukan?cara=makna",
            "unthemed.lone": f"{work}/belum-bertema?tunggal=true",
            "unthemed.decided": f"{work}/belum-bertema?diputuskan=true",
            "unthemed.triage.lone": f"{work}/belum-bertema/satu-per-satu?tunggal=true",
            "mention.decided": f"{work}/rujukan?keadaan=dipastikan",
            "spot_check.closed": f"{work}/uji/{site.closed_check}",
            "crosstab.regions": f"{work}/tema/tabel?menurut=wilayah",
            "crosstab.units": f"{work}/tema/tabel?menurut=butir",
            "draft.published": f"{work}/rancangan/1",
            "theme.merging.two": site.path(
                "/kerja/{slug:str}/tema/{theme:uuid}/gabung?dengan=" + site.other_theme
            ),
            "suggestion.name": site.path("/kerja/{slug:str}/tema/{theme:uuid}/usulan/nama"),
            "suggestion.failed": f"{work}/tema/{site.other_theme}/usulan/nama",
            "suggestion.used": f"{work}/tema/{site.other_theme}/usulan/ringkasan",
            "theme.drafted": f"{work}/tema/{site.other_theme}",
            "theme.history.one": f"{work}/tema/riwayat?tema={site.other_theme}",
            "theme.index.lone": f"{work}/tema?state=satu_pihak&order=nama",
            "moderation.done": f"{work}/moderasi?keadaan=selesai",
            **{
                f"survey.opinion.{name or 'show'}": f"{work}/survei/{survey}/{name}".rstrip("/")
                for survey in (site.opinion_survey,)
                for name in ("", "hasil", "catat", "cetak", "pratinjau")
            },
            "survey.none": f"{work}/survei?words=tidakadasamasekali",
            "survey.results.group": (
                f"{work}/survei/{site.opinion_survey}/hasil?kelompok=unsur:pengguna_layanan"
            ),
            "survey.built": f"{work}/survei/{site.built_survey}",
            "survey.results.hidden": (
                f"{work}/survei/{site.built_survey}/hasil?kelompok=unsur:media_massa"
            ),
            "draft.fates.all": f"{work}/rancangan/3/nasib?semua=ya",
            "source.themes": f"{work}/sumber?dari=tema",
            "assessment.preparing": f"{work}/penilaian/{site.preparing_assessment}",
            "assessment.outcome": f"{work}/penilaian/{site.closed_assessment}",
            "assessment.cancelled": f"{work}/penilaian/{site.cancelled_assessment}",
            **{
                f"session.closed.{page or 'notes'}": f"{work}/sesi/{site.closed_session}{page}"
                for page in ("/dokumen", "/berkas", "/rtl", "/tutup")
            },
            "follow_up.late": f"{work}/tindak-lanjut?late=ya&order=nomor",
            "paper.saved": f"{work}/masukan-kertas?channel=surat&tersimpan=PJP-00001",
        }
    return {"refused": "/admin"} if who is Role.NOTE_TAKER else {}


def _finished() -> dict[str, str]:
    """The public pages of a consultation that has come to its end."""
    base = f"/konsultasi/{told('consultation')['slug']}"
    pages = {
        "consultation.show": "",
        "result.index": "/hasil",
        "result.easy": "/hasil?bacaan=mudah",
        "response_matrix.public": "/matriks",
        "issue_list.public": "/dim",
        "draft.show": "/rancangan/3",
        "draft.changes": "/rancangan/2/perubahan",
        "unit.show": f"/rancangan/3/butir/{UNIT}",
        "input.show": "/masukan/PJLK-00024",
        "crosstab.public": "/hasil/tema",
        "follow_up.public": "/pemantauan",
        "stage.show": "/tahap",
        "survey.public": "/survei",
        "open_data.show": "/data",
    }
    return {f"finished.{name}": base + path for name, path in pages.items()}


def _may(route: HTTPRouteHandler, who: Role | None) -> bool:
    if route.name in OWN:
        return who is Role.DRAFTER
    allowed = PERMISSIONS[Permission(route.opt["permission"])]
    return allowed is None or (who is not None and (not allowed or who in allowed))
