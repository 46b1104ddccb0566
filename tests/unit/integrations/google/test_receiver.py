"""The address that waits for the browser, and everybody else who knocks there."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest

from integrations.calendars.google.page import good_page, page, trouble_page
from integrations.calendars.google.receiver import Receiver
from integrations.errors import Cancelled, Trouble
from resources.texts import text

STATE = "the-right-state"


@dataclass
class Waiting:
    """A receiver that waits on a thread of its own, as it does on the worker's."""

    receiver: Receiver
    answers: list[dict[str, str]] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._wait, daemon=True)
        self.thread.start()

    def _wait(self) -> None:
        try:
            answer = self.receiver.wait(patience=20, cancelled=self.stop.is_set)
        except Cancelled:
            return
        self.answers.append(answer)
        self.receiver.finish(good_page())

    def ask(self, path: str, verb: str = "GET", host: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.receiver.address, timeout=10)
        connection.request(verb, path, headers={"Host": host or self.receiver.address})
        response = connection.getresponse()
        content = response.read().decode()
        connection.close()
        return response.status, content

    def ended(self) -> bool:
        self.thread.join(10)
        return not self.thread.is_alive()


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    with Receiver(STATE) as receiver:
        one = Waiting(receiver)
        yield one
        one.stop.set()
        assert one.ended()


def answer(**values: str) -> str:
    return "/?" + urlencode({"state": STATE, "code": "the-code", **values})


def test_it_listens_on_this_machine_alone(waiting: Waiting) -> None:
    host, _, port = waiting.receiver.address.partition(":")
    assert host == "127.0.0.1"
    assert int(port) > 0
    assert waiting.receiver.redirect == f"http://127.0.0.1:{port}/"
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", int(port)), timeout=1):
        pass


def test_the_answer_ends_it_and_gets_a_page(waiting: Waiting) -> None:
    status, content = waiting.ask(answer(scope="a b"))
    assert (status, waiting.ended()) == (200, True)
    assert waiting.answers == [{"state": STATE, "code": "the-code", "scope": "a b"}]
    assert text("accounts.page.connected") in content


def test_a_denial_is_an_answer(waiting: Waiting) -> None:
    waiting.ask(f"/?state={STATE}&error=access_denied")
    assert waiting.ended()
    assert waiting.answers == [{"state": STATE, "error": "access_denied"}]


@pytest.mark.parametrize(
    ("path", "verb", "status"),
    [
        ("/favicon.ico", "GET", 404),
        ("/robots.txt", "GET", 404),
        ("//evil.example.org/", "GET", 404),
        ("//[", "GET", 404),
        ("/", "GET", 400),
        ("/?state=wrong&code=x", "GET", 400),
        (f"/?state={STATE}", "GET", 400),
        ("/?code=x", "GET", 400),
        (f"/?state={STATE}&state={STATE}&code=x", "GET", 400),
        (f"/?state={STATE}&code=x&code=y", "GET", 400),
        (f"/?state={STATE}&code=%ff", "GET", 400),
        (f"/callback?state={STATE}&code=x", "GET", 404),
        (f"/?state={STATE}&code=x", "HEAD", 200),
        (f"/?state={STATE}&code=x", "POST", 405),
        (f"/?state={STATE}&code=x", "OPTIONS", 405),
        ("/?" + "&".join(f"a{n}=b" for n in range(200)), "GET", 400),
    ],
)
def test_what_is_no_answer_changes_nothing(waiting: Waiting, path: str, verb: str, status: int) -> None:
    assert waiting.ask(path, verb)[0] == status
    assert waiting.thread.is_alive()
    assert waiting.ask(answer())[0] == 200
    assert waiting.ended()
    assert waiting.answers[0]["code"] == "the-code"


def test_a_name_that_was_bent_to_this_machine_is_no_answer(waiting: Waiting) -> None:
    assert waiting.ask(answer(), host="evil.example.org")[0] == 404
    assert waiting.thread.is_alive()


@pytest.mark.parametrize(
    "said",
    [
        b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        b"GET\r\n\r\n",
        b"GET http://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"\xff\xfe" * 50 + b"\r\n\r\n",
        b"A" * 20_000,
        b"",
    ],
)
def test_what_is_no_http_changes_nothing(waiting: Waiting, said: bytes) -> None:
    host, _, port = waiting.receiver.address.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as stranger:
        stranger.sendall(said)
    assert waiting.ask(answer())[0] == 200
    assert waiting.ended()


def test_those_who_say_nothing_hold_up_nobody(waiting: Waiting) -> None:
    host, _, port = waiting.receiver.address.partition(":")
    silent = [socket.create_connection((host, int(port)), timeout=5) for _ in range(100)]
    for one in silent:
        one.sendall(b"GET / HTTP/1.1\r\nX")
    began = time.monotonic()
    assert waiting.ask(answer())[0] == 200
    assert waiting.ended()
    assert time.monotonic() - began < 10, "half of what would be waited for them"
    for one in silent:
        one.close()


def test_a_head_may_come_in_pieces(waiting: Waiting) -> None:
    host, _, port = waiting.receiver.address.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as slow:
        for piece in (f"GET {answer()} HT", "TP/1.1\r\nHost: ", f"{host}:{port}\r\n\r", "\n"):
            slow.sendall(piece.encode())
            time.sleep(0.05)
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
    assert waiting.ended()


def test_a_second_hit_gets_the_same_page() -> None:
    """Browsers fetch ahead, and people press reload."""
    with Receiver(STATE) as receiver:
        sockets = []
        host, _, port = receiver.address.partition(":")
        for _ in range(2):
            one = socket.create_connection((host, int(port)), timeout=5)
            one.sendall(f"GET {answer()} HTTP/1.1\r\nHost: {receiver.address}\r\n\r\n".encode())
            sockets.append(one)
        time.sleep(0.1)
        assert receiver.wait(patience=5)["code"] == "the-code"
        receiver.finish(good_page())
        for one in sockets:
            with one, one.makefile("rb") as said:
                assert text("accounts.page.connected").encode() in said.read()


def test_it_can_be_stopped(waiting: Waiting) -> None:
    waiting.stop.set()
    began = time.monotonic()
    assert waiting.ended()
    assert (waiting.answers, time.monotonic() - began < 10) == ([], True), "half its patience"


def test_it_does_not_wait_for_ever() -> None:
    with Receiver(STATE) as receiver, pytest.raises(Trouble) as caught:
        receiver.wait(patience=0.2)
    assert caught.value.code == "google-timed-out"
    assert caught.value.advice


def test_a_machine_that_lets_nobody_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("not allowed")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(Trouble) as caught:
        Receiver(STATE)
    assert caught.value.code == "google-loopback"


def test_the_page_holds_no_markup_of_others_and_asks_for_nothing() -> None:
    content = page("<script>", "a & b").decode()
    assert "<script>" not in content
    assert "&lt;script&gt;" in content
    for part in ("http://", "https://", "src=", "<script", "@import", "url("):
        assert part not in content
    assert "prefers-color-scheme: dark" in content


def test_the_page_says_what_happened() -> None:
    trouble = Trouble("google-scope-left-out")
    content = trouble_page(trouble).decode()
    assert trouble.title in content


@pytest.mark.parametrize("make", [good_page, lambda: trouble_page(Trouble("google-denied"))])
def test_the_page_forbids_the_browser_to_load_anything(make: Callable[[], bytes]) -> None:
    with Receiver(STATE) as receiver:
        host, _, port = receiver.address.partition(":")
        with socket.create_connection((host, int(port)), timeout=5) as browser:
            browser.sendall(f"GET {answer()} HTTP/1.1\r\nHost: {receiver.address}\r\n\r\n".encode())
            receiver.wait(patience=5)
            receiver.finish(make())
            with browser.makefile("rb") as said:
                head = said.read().partition(b"\r\n\r\n")[0].decode()
    for line in (
        "Content-Security-Policy: default-src 'none'",
        "Referrer-Policy: no-referrer",
        "Cache-Control: no-store",
    ):
        assert line in head
