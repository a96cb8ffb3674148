"""Asks a language model that the administrator has named, over the OpenAI-compatible protocol.

The only module that sends anything of a consultation to another program, and it does so to an
address on this machine or in a private network only, unless the administrator has said otherwise.
"""

import asyncio
import socket
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

import httpx
import msgspec

from analysis.private_networks import is_near
from consultations.vocabulary import SuggestionTrouble

# A draft is a few sentences; some models think aloud before it.
MOST_TOKENS = 2_000
LARGEST_ANSWER = 400_000
# Little freedom: what is wanted is what was said, not something new.
TEMPERATURE = 0.2


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is; ``elsewhere`` lets the address lie outside private networks."""

    address: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    elsewhere: bool = False


class Message(msgspec.Struct):
    """One message of a conversation: ``role`` is system or user."""

    role: str
    content: str


class EndpointTrouble(Exception):  # noqa: N818 - a condition over there, in plain words
    """No answer that could be used; ``trouble`` says why and holds no text of anybody."""

    def __init__(self, trouble: SuggestionTrouble) -> None:
        super().__init__(trouble.name.lower())
        self.trouble = trouble


class _Said(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Said


class _Answer(msgspec.Struct):
    choices: list[_Choice]


class _Model(msgspec.Struct):
    id: str


class _Models(msgspec.Struct):
    data: list[_Model]


async def complete(endpoint: Endpoint, messages: list[Message]) -> str:
    """The model's answer to a conversation; ``EndpointTrouble`` where there is none."""
    body = {
        "model": endpoint.model,
        "messages": messages,
        "temperature": TEMPERATURE,
        "max_tokens": MOST_TOKENS,
        "stream": False,
    }
    content = await _send(endpoint, "POST", "chat/completions", msgspec.json.encode(body))
    try:
        said = msgspec.json.decode(content, type=_Answer).choices[0].message.content
    except (msgspec.MsgspecError, UnicodeDecodeError, IndexError) as error:
        raise EndpointTrouble(SuggestionTrouble.NONSENSE) from error
    if not said or not said.strip():
        raise EndpointTrouble(SuggestionTrouble.NONSENSE)
    return said


async def models_at(endpoint: Endpoint) -> list[str]:
    """The names of the models there; ``EndpointTrouble`` where it does not answer."""
    content = await _send(endpoint, "GET", "models", None)
    try:
        return [model.id for model in msgspec.json.decode(content, type=_Models).data]
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise EndpointTrouble(SuggestionTrouble.NONSENSE) from error


async def _send(endpoint: Endpoint, method: str, path: str, body: bytes | None) -> bytes:
    try:
        # One limit over everything: an answer that drips in would never be late by itself.
        async with asyncio.timeout(endpoint.timeout):
            return await _exchange(endpoint, method, path, body)
    except TimeoutError as error:
        raise EndpointTrouble(SuggestionTrouble.LATE) from error
    except (OSError, httpx.HTTPError, httpx.InvalidURL) as error:
        raise EndpointTrouble(SuggestionTrouble.UNREACHABLE) from error


async def _exchange(endpoint: Endpoint, method: str, path: str, body: bytes | None) -> bytes:
    parts = urlsplit(endpoint.address)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    headers = {"Host": parts.netloc, "Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    refused: Exception = EndpointTrouble(SuggestionTrouble.UNREACHABLE)
    # No proxy from the environment, and no redirect: texts go where the setting says or nowhere.
    async with httpx.AsyncClient(
        timeout=endpoint.timeout, trust_env=False, follow_redirects=False
    ) as client:
        for number in await _numbers_of(endpoint, host, port):
            # The number that was looked at is the one that is called, whatever the name says next.
            netloc = f"[{number}]:{port}" if ":" in number else f"{number}:{port}"
            url = urlunsplit((parts.scheme, netloc, f"{parts.path.rstrip('/')}/{path}", "", ""))
            request = client.build_request(
                method, url, content=body, headers=headers, extensions={"sni_hostname": host}
            )
            try:
                response = await client.send(request, stream=True)
            except httpx.ConnectError as error:
                refused = error
                continue
            return await _content(response)
    raise refused


async def _content(response: httpx.Response) -> bytes:
    content = bytearray()
    try:
        _require_success(response.status_code)
        async for part in response.aiter_bytes():
            content += part
            if len(content) > LARGEST_ANSWER:
                raise EndpointTrouble(SuggestionTrouble.NONSENSE)
    finally:
        await response.aclose()
    return bytes(content)


async def _numbers_of(endpoint: Endpoint, host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
    if not endpoint.elsewhere and not all(is_near(number) for number in numbers):
        raise EndpointTrouble(SuggestionTrouble.ELSEWHERE)
    return numbers


def _require_success(status: int) -> None:
    if status == HTTPStatus.OK:
        return
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise EndpointTrouble(SuggestionTrouble.KEY_REFUSED)
    if status == HTTPStatus.NOT_FOUND:
        raise EndpointTrouble(SuggestionTrouble.NOT_THERE)
    raise EndpointTrouble(SuggestionTrouble.BROKEN)
