import gzip
import zlib

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from consultations.vocabulary import Role
from server.compressing import Pieces, squeezed
from server.static_files import COMPONENTS, DESIGN, STATIC, design_system, static_files, static_url
from tests.client import Visitor
from tests.factories import find_clause, make_account, make_consultation, make_draft, make_input
from tests.server.test_public_pages import UNIT


@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=5), st.binary(max_size=90))
def test_squeezed_pieces_say_the_same_as_plain_ones(plain: list[bytes], key: bytes) -> None:
    pieces = Pieces(plain)
    assert gzip.decompress(pieces.squeezed(key)) == pieces.joined(key)
    # As browsers read it: one stream, and nothing after it.
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert reader.decompress(pieces.squeezed(key)) == pieces.joined(key)
    assert (reader.eof, reader.unused_data) == (True, b"")


def test_padding_hides_a_pages_length() -> None:
    body = b"<p>Halo</p>" * 300
    lengths = {len(squeezed(body, padded=True)) for _ in range(200)}
    assert len(lengths) > 30
    assert {gzip.decompress(squeezed(body, padded=True)) for _ in range(9)} == {body}
    assert len({squeezed(body, padded=False) for _ in range(9)}) == 1


async def _raw(client: AsyncClient, path: str, coding: str, **cookies: str) -> tuple[bytes, str]:
    """The bytes as they come over the line, and how they are coded."""
    headers = {"accept-encoding": coding, "cookie": "; ".join(map("=".join, cookies.items()))}
    async with client.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200
        assert "Accept-Encoding" in answer.headers["vary"]
        body = b"".join([piece async for piece in answer.aiter_raw()])
        return body, answer.headers.get("content-encoding", "")


async def test_guests_page_is_squeezed_once_and_carries_a_new_key_each_time(
    app_client: AsyncClient,
) -> None:
    consultation = await make_consultation()
    unit = await find_clause(await make_draft(consultation))
    for _ in range(20):
        await make_input(consultation, unit.id)
    plain, none = await _raw(app_client, UNIT, "identity")
    one, coding = await _raw(app_client, UNIT, "br, gzip;q=0.8")
    other, _ = await _raw(app_client, UNIT, "gzip")
    assert (none, coding) == ("", "gzip")
    assert len(one) < len(plain) / 3
    assert len(gzip.decompress(one)) == len(plain)
    assert one != other
    assert len(one) == len(other)
    # Nothing but the key and the checksum differs: it was not squeezed anew.
    differing = [place for place in range(len(one)) if one[place] != other[place]]
    assert differing[-1] - differing[0] > 100
    assert len(differing) <= 90


@pytest.mark.parametrize("coding", ["", "br", "gzip;q=0", "GZIP; Q=0.0, deflate"])
async def test_who_does_not_read_gzip_gets_none(app_client: AsyncClient, coding: str) -> None:
    await make_draft(await make_consultation())
    for path in (UNIT, "/masuk", static_url("css/rembuk.css")):
        body, given_coding = await _raw(app_client, path, coding)
        assert given_coding == ""
        assert zlib.crc32(body) == zlib.crc32(body.decode().encode())


async def test_page_of_somebody_signed_in_is_padded(app_client: AsyncClient) -> None:
    consultation = await make_consultation()
    await make_draft(consultation)
    drafter = Visitor(app_client)
    await drafter.sign_in((await make_account(Role.DRAFTER, consultation.id)).id)
    answers = [
        await _raw(app_client, "/kerja/contoh/moderasi", "gzip", **drafter.cookies)
        for _ in range(12)
    ]
    assert {coding for _, coding in answers} == {"gzip"}
    assert len({gzip.decompress(body) for body, _ in answers}) == 1
    assert len({len(body) for body, _ in answers}) > 3


async def test_static_files_are_squeezed_fonts_are_not(app_client: AsyncClient) -> None:
    for name in (DESIGN, "css/rembuk.css", "js/keep.js", "vendor/htmx-4.0.1.min.js", "icon.svg"):
        body, coding = await _raw(app_client, static_url(name), "gzip")
        assert coding == "gzip"
        assert gzip.decompress(body) == static_files()[name].plain
    font = "/static/vendor/inter-latin-5.3.0.woff2"
    answer = await app_client.get(font)
    assert "content-encoding" not in answer.headers
    assert answer.content == (STATIC / "vendor" / "inter-latin-5.3.0.woff2").read_bytes()
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    head = await app_client.head(static_url(DESIGN))
    assert (head.status_code, head.content) == (200, b"")
    for path in ("/static/tidak-ada.css", "/static/../app.py", "/static/%2e%2e/app.py"):
        assert (await app_client.get(path)).status_code == 404


def test_components_that_no_page_uses_are_not_sent() -> None:
    vendored = (STATIC / "vendor" / "designsystemet-1.22.0.css").read_text()
    sent = design_system()
    assert all(f".{name}" in sent for name in COMPONENTS)
    assert (".ds-combobox" in vendored, ".ds-combobox" in sent) == (True, False)
    assert len(sent) < len(vendored) * 0.55
    assert sent.count("{") == sent.count("}")
