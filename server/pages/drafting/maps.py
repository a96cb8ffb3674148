"""The map of all inputs: drawn by a script, read as a table without one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.params import FromQuery

from analysis.beginnings import beginning_of
from analysis.maps import (
    SIDE,
    Box,
    Map,
    MapTheme,
    Unseen,
    drawn,
    inputs_in,
    map_of,
    parts_of,
)
from consultations.errors import NotFound
from consultations.rules import Permission
from consultations.transactions import reading
from consultations.vocabulary import N_, Element
from server.responses import page
from server.security.permissions import needs
from server.translations import translator
from server.visit import Visit

MAP = "/kerja/{slug:str}/tema/peta"
REVIEW = needs(Permission.REVIEW_THEMES)
NO_THEME = N_("Belum bertema")
WHOLE_DRAFT = N_("Seluruh rancangan")
_CORNERS = 4
COLOURINGS = ("theme", "element", "unit")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the script draws: per point x, y and its places in the three lists, -1 for none."""

    side: int
    points: list[tuple[int, int, int, int, int]]
    themes: list[str]
    elements: list[str]
    units: list[str]
    without: dict[str, str]


@get(MAP, name="map.show", opt=REVIEW)
async def show_map(
    request: Visit,
    kotak: FromQuery[str] = "",
    tema: FromQuery[str] = "",
    warna: FromQuery[str] = "theme",
    tanpa: FromQuery[str] = "",
    halaman: FromQuery[int] = 1,
) -> Response[Any]:
    """The map, its parts as a table, and the inputs of the part or theme that was chosen."""
    found = await request.recent(_read, request.consultation.id)
    if found is None:
        async with reading():
            beginning = await beginning_of(request.consultation.id)
        return page(
            request, "drafting/map.html", fragment="inputs", found=None, beginning=beginning
        )
    box, theme, unseen = _box(kotak), _theme(found, tema), _unseen(warna, tanpa)
    async with reading():
        chosen = await inputs_in(found, box, theme.id if theme else None, halaman, unseen)
    return page(
        request,
        "drafting/map.html",
        fragment="inputs",
        found=found,
        drawn=len(drawn(found)),
        parts=parts_of(found),
        inputs=chosen,
        theme=theme,
        box=None if box == Box() else box,
        unseen=bool(unseen.places),
        address=_address(request, box, theme, unseen),
    )


@get(MAP + "/titik.json", name="map.points", opt=REVIEW)
async def show_points(request: Visit) -> Response[bytes]:
    """The points, in as few bytes as they need."""
    found = await request.recent(_read, request.consultation.id)
    if found is None:
        raise NotFound
    say = translator(request.locale).gettext
    elements = list(Element)
    places = {element: place for place, element in enumerate(elements)}
    drawing = Drawing(
        side=SIDE,
        points=[
            (point.x, point.y, point.theme, places[point.element], point.unit)
            for point in drawn(found)
        ],
        themes=[theme.name or say(N_("Tanpa kata kunci")) for theme in found.themes],
        elements=[say(element.label) for element in elements],
        units=[f"{say(kind.label)} {number}" for kind, number in found.units],
        without={"theme": say(NO_THEME), "unit": say(WHOLE_DRAFT)},
    )
    return Response(msgspec.json.encode(drawing), media_type="application/json")


async def _read(consultation: UUID) -> Map | None:
    """The map, of which page and points ask one after the other."""
    async with reading():
        return await map_of(consultation)


def _box(text: str) -> Box:
    """The rectangle an address names; the whole map where it names none."""
    edges = text.split(",")
    if len(edges) != _CORNERS or not all(_is_edge(edge) for edge in edges):
        return Box()
    return Box(*(min(int(edge), SIDE) for edge in edges))


def _unseen(colouring: str, text: str) -> Unseen:
    """What is switched off in the legend; nothing where the address names no places."""
    places = text.split(",")
    if colouring not in COLOURINGS or not all(_is_edge(each.removeprefix("-")) for each in places):
        return Unseen()
    return Unseen(colouring, frozenset(int(each) for each in places))


def _address(visit: Visit, box: Box, theme: MapTheme | None, unseen: Unseen) -> str:
    chosen = {"kotak": box.address, "tema": str(theme.id) if theme else ""}
    if unseen.places:
        chosen |= {"warna": unseen.colouring, "tanpa": ",".join(map(str, sorted(unseen.places)))}
    return f"{visit.url.path}?{urlencode(chosen, safe=',')}"


def _theme(found: Map, text: str) -> MapTheme | None:
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    return next((theme for theme in found.themes if theme.id == wanted), None)


def _is_edge(text: str) -> bool:
    return text.isdecimal() and len(text) <= len(str(SIDE))
