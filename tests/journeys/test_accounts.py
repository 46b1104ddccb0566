"""`accounts` from a terminal: a process of its own, a server over real sockets, and `BROWSER` in place of a browser."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.google.consent import Consent
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.helpers.keyring_in_file import BACKEND, VARIABLE
from tests.journeys.conftest import Said

__all__ = ["google"]

ROOT = Path(__file__).parents[2]
ME, OTHER = "mentee@example.org", "other@example.org"


@dataclass
class Terminal:
    """A fresh profile, and a browser that does as it is told: `curl`, as a person would write it into BROWSER."""

    google: GoogleServer
    place: Path

    def __post_init__(self) -> None:
        page = shlex.quote(str(self.place / "page.html"))
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "LC_ALL": "C.UTF-8",
            "TZ": "Europe/London",
            "PYTHONPATH": str(ROOT),
            "GRADUAND_DATA_DIR": str(self.place / "profile"),
            "GRADUAND_GOOGLE_API_BASE_URL": self.google.base_url,
            "GRADUAND_GOOGLE_OAUTH_BASE_URL": self.google.base_url,
            "GRADUAND_GOOGLE_CLIENT_FILE": str(self.google.client_file(self.place / "client.json")),
            "PYTHON_KEYRING_BACKEND": BACKEND,
            VARIABLE: str(self.place / "keyring.json"),
            "BROWSER": f"curl -sL -o {page} %s &",
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def call(self, *words: str, **environment: str) -> Said:
        given = {key: value for key, value in {**self.environment, **environment}.items() if value}
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *words],
            env=given,
            cwd=self.place,
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        read: Any = json.loads(done.stdout) if done.stdout.startswith("{") else None
        return Said(done.returncode, read, done.stdout, done.stderr)

    def page(self) -> str:
        """What the browser shows in the end."""
        until = time.monotonic() + 5
        file = self.place / "page.html"
        while not (file.exists() and file.read_text().rstrip().endswith("</html>")) and time.monotonic() < until:
            time.sleep(0.02)
        return file.read_text()


@pytest.fixture
def terminal(google: GoogleServer, tmp_path: Path) -> Iterator[Terminal]:
    yield Terminal(google, tmp_path)
    assert google.world.remarks == []


def test_from_a_fresh_profile_to_a_connected_account_and_back(google: GoogleServer, terminal: Terminal) -> None:
    google.add_calendar("team", summary="Team")
    assert terminal.call("accounts", "--json").json == {"version": 1, "accounts": []}
    added = terminal.call("accounts", "add", "google", "--json")
    assert added.code == 0, added.err
    account = added.json["account"]
    assert account["address"] == ME
    assert (account["kind"], account["writing"], account["trouble"], account["needs_sign_in"]) == (
        "google",
        False,
        None,
        False,
    )
    assert account["endpoint"] == google.base_url
    assert [(one["name"], one["chosen"], one["access"]) for one in account["calendars"]] == [
        (ME, True, "owner"),
        ("Team", True, "owner"),
    ]
    assert "Your calendar is connected" in terminal.page()
    assert terminal.call("accounts", "--json").json["accounts"] == [account]
    removed = terminal.call("accounts", "remove", account["id"], "--json")
    assert removed.json == {"version": 1, "removed": account["id"], "revoked": True}
    assert terminal.call("accounts", "--json").json["accounts"] == []
    assert json.loads((terminal.place / "keyring.json").read_text()) == {f"Graduand ({google.base_url})": {}}


def test_a_browser_that_only_returns_when_the_page_is_there(google: GoogleServer, terminal: Terminal) -> None:
    """BROWSER without `&`: opening it blocks until the page has come."""
    began = time.monotonic()
    added = terminal.call("accounts", "add", "google", BROWSER="curl -sL -o /dev/null %s")
    assert added.code == 0, added.err
    assert time.monotonic() - began < 8


def test_somebody_at_a_terminal_is_told_where_to_go(google: GoogleServer, terminal: Terminal) -> None:
    added = terminal.call("accounts", "add", "google")
    assert f"{google.base_url}/o/oauth2/v2/auth?" in added.err
    assert ME in added.out
    assert "Test endpoint" in added.out


def test_calendars_are_chosen_by_name_or_id(google: GoogleServer, terminal: Terminal) -> None:
    google.add_calendar("team", summary="Team")
    terminal.call("accounts", "add", "google")
    chosen = terminal.call("accounts", "calendars", ME, "--choose", "Team", "--json").json["account"]
    assert [one["chosen"] for one in chosen["calendars"]] == [False, True]
    back = terminal.call("accounts", "calendars", ME, "--choose", "team", "--choose", ME, "--json").json["account"]
    assert [one["chosen"] for one in back["calendars"]] == [True, True]
    unknown = terminal.call("accounts", "calendars", ME, "--choose", "Nowhere")
    assert unknown.code == 1
    assert "Nowhere" in unknown.err


def test_allowing_changes_is_a_step_of_its_own(google: GoogleServer, terminal: Terminal) -> None:
    terminal.call("accounts", "add", "google")
    allowed = terminal.call("accounts", "allow-changes", ME, "--json")
    assert allowed.json["account"]["writing"] is True


@pytest.mark.parametrize(
    ("consent", "code", "says"),
    [
        (Consent("deny"), 1, "Nothing was connected"),
        (Consent(leave_out=("calendar.events.readonly",)), 5, "may not read your calendars yet"),
    ],
)
def test_each_no_has_its_code_and_its_page(
    google: GoogleServer, terminal: Terminal, consent: Consent, code: int, says: str
) -> None:
    google.next_consent(consent)
    said = terminal.call("accounts", "add", "google")
    assert said.code == code
    assert says in terminal.page()
    assert "Traceback" not in said.err


def test_reconnecting_with_another_account_says_so(google: GoogleServer, terminal: Terminal) -> None:
    google.add_account(OTHER)
    terminal.call("accounts", "add", "google")
    google.next_consent(Consent(account=OTHER))
    said = terminal.call("accounts", "reconnect", ME)
    assert said.code == 1
    assert ME in said.err
    assert OTHER in said.err


def test_without_a_keyring_nothing_is_kept_and_that_is_said(google: GoogleServer, terminal: Terminal) -> None:
    said = terminal.call("accounts", "add", "google", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert said.code == 1
    assert "keyring" in said.err
    assert google.counts["auth"] == 0


def test_without_a_client_the_way_to_one_is_named(google: GoogleServer, terminal: Terminal) -> None:
    said = terminal.call("accounts", "add", "google", GRADUAND_GOOGLE_CLIENT_FILE="")
    assert said.code == 1
    assert "--client FILE" in said.err
    client = terminal.environment["GRADUAND_GOOGLE_CLIENT_FILE"]
    added = terminal.call("accounts", "add", "google", "--client", client, GRADUAND_GOOGLE_CLIENT_FILE="")
    assert added.code == 0, added.err
    Path(client).unlink()
    assert terminal.call("accounts", "reconnect", ME, GRADUAND_GOOGLE_CLIENT_FILE="").code == 0


def test_caldav_is_for_later_and_says_so_kindly(terminal: Terminal) -> None:
    said = terminal.call("accounts", "add", "caldav", "--url", "https://example.org", "--user", "me")
    assert said.code == 1
    assert "CalDAV" in said.err


@pytest.mark.parametrize("words", [("add",), ("add", "outlook"), ("remove",), ("remove", "x", "y"), ("shine",)])
def test_bad_words_are_bad_usage(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert terminal.call("accounts", *words).code == 2


def test_an_account_that_is_not_there_is_named(terminal: Terminal) -> None:
    said = terminal.call("accounts", "remove", "google-none")
    assert said.code == 1
    assert "google-none" in said.err


@pytest.mark.parametrize("words", [("review",), ("accounts",), ("--background",), ("doctor",)])
@pytest.mark.parametrize("variable", ["GRADUAND_GOOGLE_API_BASE_URL", "GRADUAND_GOOGLE_OAUTH_BASE_URL"])
def test_an_address_that_secrets_must_not_go_to_is_refused_at_start(
    google: GoogleServer, terminal: Terminal, words: tuple[str, ...], variable: str
) -> None:
    said = terminal.call(*words, **{variable: "http://example.org"})
    assert said.code == 1
    assert variable in said.err
    assert "Traceback" not in said.err
    assert not (terminal.place / "profile").exists()


def test_the_doctor_counts_accounts_without_their_names(google: GoogleServer, terminal: Terminal) -> None:
    def checks() -> dict[str, Any]:
        found = terminal.call("doctor", "--json").json["checks"]
        return {one["name"]: one for one in found}

    assert checks()["accounts"]["ok"] is None
    terminal.call("accounts", "add", "google")
    said = terminal.call("doctor", "--json")
    assert checks()["accounts"]["ok"] is True
    assert checks()["keyring"]["ok"] is True
    assert "keyring_in_file" in checks()["keyring"]["says"]
    assert ME not in said.out
    without = terminal.call("doctor", "--json", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring").json["checks"]
    assert next(one for one in without if one["name"] == "keyring")["ok"] is False
