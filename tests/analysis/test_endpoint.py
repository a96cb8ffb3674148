"""The client of a language model against a real server, near and far, well and badly behaved."""

from collections.abc import Iterator
from typing import Any

import pytest

from analysis.endpoint import Endpoint, EndpointTrouble, Message, complete, models_at
from analysis.private_networks import is_near, may_be_near
from consultations.vocabulary import SuggestionTrouble as Trouble
from tests.language_model import (
    MODEL,
    LanguageModel,
    cut_off,
    dripping,
    endless,
    language_model,
    late,
    raw,
    words,
)
from tests.processes import free_port

ASKED = [Message("system", "Aturan."), Message("user", "[1] Loket kurang.")]


@pytest.fixture
def model() -> Iterator[LanguageModel]:
    with language_model() as running:
        yield running


def at(model: LanguageModel, **more: Any) -> Endpoint:
    return Endpoint(model.address, MODEL, **more)


async def trouble_of(endpoint: Endpoint) -> Trouble:
    with pytest.raises(EndpointTrouble) as caught:
        await complete(endpoint, ASKED)
    return caught.value.trouble


async def test_complete_sends_the_conversation_and_returns_what_is_said(
    model: LanguageModel,
) -> None:
    model.next = [words("Loket kurang [1].")]

    assert await complete(at(model), ASKED) == "Loket kurang [1]."

    [asked] = model.asked
    assert asked["model"] == MODEL
    assert asked["messages"] == [
        {"role": "system", "content": "Aturan."},
        {"role": "user", "content": "[1] Loket kurang."},
    ]
    assert model.headers[0]["Host"] == f"127.0.0.1:{model.port}"
    assert "Authorization" not in model.headers[0]
    assert await models_at(at(model)) == [MODEL]


async def test_complete_finds_a_host_by_name_and_hands_over_the_key() -> None:
    with language_model(key="rahasia") as model:
        model.next = [words("Ya [1].")] * 2
        by_name = f"http://localhost:{model.port}/v1/"

        assert await complete(Endpoint(by_name, MODEL, key="rahasia"), ASKED) == "Ya [1]."
        assert model.headers[0]["Host"] == f"localhost:{model.port}"
        assert await trouble_of(Endpoint(by_name, MODEL, key="salah")) is Trouble.KEY_REFUSED
    assert "rahasia" not in repr(Endpoint(by_name, MODEL, key="rahasia"))


@pytest.mark.parametrize(
    ("does", "trouble"),
    [
        (raw(b"{}"), Trouble.NONSENSE),
        (raw(b"<html>Selamat datang</html>"), Trouble.NONSENSE),
        (raw(b'{"choices": []}'), Trouble.NONSENSE),
        (raw(b"\xff\xfe\x00"), Trouble.NONSENSE),
        (words("  "), Trouble.NONSENSE),
        (endless, Trouble.NONSENSE),
        (cut_off, Trouble.UNREACHABLE),
        (raw(b"{}", 500), Trouble.BROKEN),
        (raw(b"{}", 429), Trouble.BROKEN),
        (raw(b"{}", 404), Trouble.NOT_THERE),
        (raw(b"", 302, Location="http://127.0.0.1:1/"), Trouble.BROKEN),
        (late(2), Trouble.LATE),
        (dripping(3), Trouble.LATE),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
async def test_complete_says_in_one_word_what_went_wrong(
    model: LanguageModel, does: Any, trouble: Trouble
) -> None:
    model.next = [does]

    assert await trouble_of(at(model, timeout=1.0)) is trouble
    assert len(model.asked) == 1


async def test_complete_nobody_listens() -> None:
    endpoint = Endpoint(f"http://127.0.0.1:{free_port()}/v1", MODEL, timeout=5.0)

    assert await trouble_of(endpoint) is Trouble.UNREACHABLE


async def test_complete_sends_nothing_outside_private_networks(model: LanguageModel) -> None:
    # Addresses kept for documentation: nobody is there, and we are not to find out.
    for address in ("http://192.0.2.1:9/v1", "http://169.254.169.254/v1", "http://[2001:db8::1]/"):
        assert await trouble_of(Endpoint(address, MODEL, timeout=5.0)) is Trouble.ELSEWHERE
    assert model.asked == []


async def test_complete_takes_no_proxy_from_the_environment(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    model.next = [words("Ya [1].")]

    assert await complete(at(model), ASKED) == "Ya [1]."


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("172.32.0.1", False),
        ("192.168.1.20", True),
        ("::1", True),
        ("fd12::1", True),
        ("::ffff:10.0.0.1", True),
        ("::ffff:8.8.8.8", False),
        ("8.8.8.8", False),
        ("0.0.0.0", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("fe80::1", False),
        ("2001:db8::1", False),
        ("bukan alamat", False),
    ],
)
def test_is_near_knows_private_networks(address: str, near: bool) -> None:
    assert is_near(address) is near
    assert may_be_near(address) is (near or address == "bukan alamat")
