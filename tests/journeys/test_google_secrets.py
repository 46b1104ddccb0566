"""A whole life with Google at -vv leaves no token, code, verifier or secret in a log, file, argument list or report."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from integrations import log
from tests.google.consent import Consent
from tests.google.server import GoogleServer
from tests.journeys.conftest import DATA, Said
from tests.journeys.terminal import Terminal

NOW = "2025-11-20T09:00:00+00:00"
ME = "mentee@example.org"
BREAKS = """
import sys
from integrations.calendars.google import tokens

def broken(content, asked):
    raise AssertionError("a bug of ours, in the middle of a sign-in")

tokens._granted = broken
from desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


class Arguments:
    """Every argument list on this machine, for as long as it is asked to watch."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Arguments:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(10)

    def _watch(self) -> None:
        while not self._stop.wait(0.005):
            for process in Path("/proc").iterdir():
                if process.name.isdigit():
                    with suppress(OSError):  # it has ended
                        self.seen.add((process / "cmdline").read_bytes())


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer(ME, now=datetime.fromisoformat(NOW)) as server:
        server.load_ics(DATA / "journeys" / "j09_undo.ics")
        yield server
    assert not server.crashes, server.crashes[0]


def spellings(secret: str) -> set[bytes]:
    """How a secret may be written: as it is, in an address, in base64 at any offset."""
    plain = secret.encode()
    shifted = {base64.b64encode(b"x" * pad + plain)[4 * bool(pad) : -4] for pad in range(3)}
    return {plain, quote(secret, safe="").encode(), quote(secret).encode(), *shifted}


def leaks(secrets: Iterable[str], places: Mapping[str, bytes]) -> list[str]:
    """Where which secret was found; the secrets themselves are not said."""
    written = {spelling: secret for secret in secrets for spelling in spellings(secret)}
    return [
        f"{place}: a secret of {len(secret)} characters"
        for place, content in places.items()
        for spelling, secret in written.items()
        if spelling in content
    ]


def lives(google: GoogleServer, terminal: Terminal) -> Iterator[Said]:
    """Everything that a person can do with an account, with trouble in between."""

    def call(*words: str, **environment: str) -> Said:
        return terminal.call(*words, "-vv", "--now", NOW, "--zone", "Europe/London", **environment)

    google.next_consent(Consent("deny"), Consent(leave_out=("calendar.events.readonly",)), Consent())
    yield call("accounts", "add", "google")
    yield call("accounts", "add", "google")
    yield call("accounts", "add", "google")
    yield call("accounts", "allow-changes", ME)
    for fault in ("500", "429", "reset", "html", "cut-json", "token-expired"):
        google.fault(fault, kind="events.list*")
        yield call("sync")
    yield call("sync")
    review = call("review", "--json")
    yield review
    series = review.json["mentorships"][0]["id"]
    plan = call("plan", series, "--told", "2025-11-19", "--json")
    yield plan
    google.fault("503", when="after", kind="events.insert")
    yield call("apply", plan.json["plan"], "--yes")
    google.faults.clear()
    yield call("apply", plan.json["plan"], "--yes")
    yield call("undo", "--yes")
    yield call("history", "--json")
    yield call("doctor", "--json")
    google.fault("token-revoked", kind="token.refresh")
    yield call("sync")
    yield call("accounts", "reconnect", ME)
    yield call("accounts", "add", "google", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    google.oauth.client_secret, usual = "another", google.oauth.client_secret
    yield call("accounts", "reconnect", ME)
    google.oauth.client_secret = usual
    yield call("accounts")
    yield call("accounts", "remove", ME)


def test_the_net_holds_what_it_is_for() -> None:
    secret = "4/0AbC+dEf_123-456~xyz"
    for content in (
        f"code={secret}&",
        f"code={quote(secret, safe='')}",
        base64.b64encode(f"a{secret}b".encode()).decode(),
        base64.b64encode(f"ab{secret}".encode()).decode(),
        base64.b64encode(f"{secret}abc".encode()).decode(),
    ):
        assert leaks([secret], {"somewhere": content.encode()}) == ["somewhere: a secret of 22 characters"]
    assert leaks([secret], {"somewhere": b"nothing"}) == []


@pytest.mark.slow
def test_no_secret_is_anywhere_but_in_the_keyring(google: GoogleServer, tmp_path: Path) -> None:
    terminal = Terminal(google, tmp_path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    terminal.environment["TMPDIR"] = str(temporary)
    with Arguments() as arguments:
        said = list(lives(google, terminal))
        bug = terminal.python(BREAKS, "accounts", "add", "google", "-vv")
    assert "a bug of ours" in bug.err, "the report of a bug is looked at as well"
    said.append(bug)
    assert [one.code for one in said].count(0) > 12
    assert {1, 5} <= {one.code for one in said}
    assert (tmp_path / "profile" / log.FILE).stat().st_size > 1000, "there is a log"
    assert any(b"accounts" in one for one in arguments.seen), "arguments were seen"

    secrets = google.oauth.secrets()
    assert len(google.oauth.refreshes) > 2
    assert len(google.oauth.accesses) > 10
    assert google.oauth.codes
    assert google.mails, "a plan was carried out"
    assert google.oauth.verifiers
    places = {f"what was printed by call {number}": (one.out + one.err).encode() for number, one in enumerate(said)} | {
        "an argument list": b"\0".join(arguments.seen)
    }
    allowed = {tmp_path / "keyring.json", tmp_path / "client.json"}
    places |= {str(path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path not in allowed}
    assert len(places) > len(said) + 4
    assert leaks(secrets, places) == []
    assert (tmp_path / "keyring.json").read_text() == f'{{"Graduand ({google.base_url})": {{}}}}'
