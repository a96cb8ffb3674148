"""A real server on the loopback that speaks the OpenAI-compatible protocol, well or badly.

Told nothing else, it answers from the quotations it is sent, each sentence with its number.
"""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "model-kecil"
QUOTED = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)

Say = Callable[["Answering"], None]


@dataclass
class LanguageModel:
    """``next`` are what it does with the requests that come; then it answers well."""

    port: int = 0
    key: str = ""
    next: list[Say] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def quotations(self) -> list[str]:
        """What the last request showed."""
        return [text for _, text in QUOTED.findall(self.asked[-1]["messages"][-1]["content"])]


class Answering(BaseHTTPRequestHandler):
    """One request and the means to answer it."""

    model: LanguageModel

    def do_GET(self) -> None:
        if self._is_let_in():
            body = {"object": "list", "data": [{"id": MODEL, "object": "model"}]}
            found = self.path == "/v1/models"
            self.send(json.dumps(body if found else {}).encode(), 200 if found else 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.model.headers.append(dict(self.headers))
        if self._is_let_in():
            self.model.asked.append(json.loads(body))
            (self.model.next.pop(0) if self.model.next else well)(self)

    def send(self, content: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def say(self, words: str) -> None:
        message = {"role": "assistant", "content": words}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        self.send(
            json.dumps({"object": "chat.completion", "model": MODEL, "choices": [choice]}).encode()
        )

    def log_message(self, *_: object) -> None:
        pass

    def _is_let_in(self) -> bool:
        let_in = not self.model.key or self.headers["Authorization"] == f"Bearer {self.model.key}"
        if not let_in:
            self.send(b"{}", 401)
        return let_in


def well(request: Answering) -> None:
    """The first sentences of the first quotations, or for a name the first words of one."""
    system, quoted = (one["content"] for one in request.model.asked[-1]["messages"])
    shown = QUOTED.findall(quoted)
    if "satu nama" in system or "one name" in system:
        request.say(f"{' '.join(shown[0][1].split()[:8]).rstrip('.,')} [{shown[0][0]}]")
        return
    firsts = [(number, re.split(r"(?<=[.!?])\s", text)[0]) for number, text in shown[:4]]
    request.say("\n".join(f"- {text.rstrip('.')} [{number}]." for number, text in firsts))


def words(answer: str) -> Say:
    """These words, whatever was asked."""
    return lambda request: request.say(answer)


def raw(content: bytes, status: int = 200, **headers: str) -> Say:
    """These bytes."""
    return lambda request: request.send(content, status, **headers)


def late(seconds: float) -> Say:
    """Nothing for a while."""
    return lambda _: time.sleep(seconds)


def dripping(seconds: float) -> Say:
    """A byte now and then, so that no single one is late."""

    def drip(request: Answering) -> None:
        request.send_response(200)
        request.end_headers()
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                request.wfile.write(b" ")
                request.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    return drip


def endless(request: Answering) -> None:
    """More than anybody would read."""
    request.send_response(200)
    request.end_headers()
    try:
        for _ in range(100_000):
            request.wfile.write(b"x" * 10_000)
    except OSError:
        pass


def cut_off(request: Answering) -> None:
    """The connection ends in the middle of the answer."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"choices": [')
    request.wfile.flush()
    request.connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def language_model(key: str = "") -> Iterator[LanguageModel]:
    """The server, open in a thread of its own."""
    model = LanguageModel(key=key)
    handler = type("Handler", (Answering,), {"model": model})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.daemon_threads = True
    model.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
