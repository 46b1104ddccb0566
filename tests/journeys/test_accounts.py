"""`accounts` from a terminal: a process of its own, a server over real sockets, and `BROWSER` in place of a browser."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.google.consent import Consent
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.journeys.terminal import Terminal

__all__ = ["google"]

ME, OTHER = "mentee@example.org", "other@example.org"


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
    assert removed.json == {"version": 1, "removed": account["id"], "revoked": True, "forgotten": True}
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


@pytest.mark.parametrize(
    ("keyring", "forgotten", "says"),
    [("keyring.backends.fail.Keyring", False, "could neither be taken out"), ("", True, "Google could not be told")],
    ids=["no keyring", "no Google"],
)
def test_what_removing_leaves_behind_is_named_with_the_way_to_end_it(
    google: GoogleServer, terminal: Terminal, keyring: str, forgotten: bool, says: str
) -> None:
    account = terminal.call("accounts", "add", "google", "--json").json["account"]["id"]
    google.fault("reset", kind="revoke", times=None)
    named = {"PYTHON_KEYRING_BACKEND": keyring} if keyring else {}
    said = terminal.call("accounts", "remove", account, "--json", **named)
    assert (said.code, said.json) == (
        3,
        {"version": 1, "removed": account, "revoked": False, "forgotten": forgotten},
    )
    assert says in said.err
    assert "myaccount.google.com/connections" in said.err
    kept = json.loads((terminal.place / "keyring.json").read_text())[f"Graduand ({google.base_url})"]
    assert (account in kept) is not forgotten
    assert terminal.call("accounts", "--json").json["accounts"] == []


def test_connecting_names_what_comes_next(google: GoogleServer, terminal: Terminal) -> None:
    assert "graduand sync" in terminal.call("accounts", "add", "google").out
    google.oauth.revoke_account()
    said = terminal.call("sync")
    assert said.code == 5
    assert "graduand accounts reconnect ID" in said.err


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
