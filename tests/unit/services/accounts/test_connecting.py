"""An account is connected, connected again, and stands beside another."""

from __future__ import annotations

from typing import Any

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import InitError, KeyringLocked

from desktop.store import Account, Store
from integrations.calendars.google.calls import request
from integrations.calendars.port import Access
from integrations.errors import Cancelled, Trouble
from tests.google.consent import Consent
from tests.google.server import GoogleServer
from tests.helpers.keyring_in_file import Keyring
from tests.store.values import NOW
from tests.unit.services.accounts.conftest import ME, OTHER, Life, code_of


def test_an_account_is_connected_to_read(google: GoogleServer, life: Life) -> None:
    google.add_calendar("team", summary="Team")
    google.add_calendar("holidays", summary="Holidays", owner=OTHER, role="reader")
    state = life.connect()
    assert (state.address, state.kind, state.writing, state.trouble) == (ME, "google", False, None)
    assert state.endpoint == google.base_url == life.accounts.endpoint
    assert [(one.name, one.main, one.chosen) for one in state.calendars] == [
        (ME, True, True),
        ("Holidays", False, False),
        ("Team", False, True),
    ]
    assert state.calendars[1].access is Access.READER
    assert life.accounts.all() == (state,)


def test_an_id_says_nothing_of_its_owner_and_comes_again(life: Life) -> None:
    first = life.connect().id
    assert first.startswith("google-")
    assert len(first) < 16
    assert "mentee" not in first
    life.accounts.remove(first)
    assert life.connect().id == first


def test_only_the_refresh_token_is_kept_and_only_in_the_keyring(google: GoogleServer, life: Life) -> None:
    state = life.connect()
    assert list(life.kept()) == [state.id]
    assert life.kept()[state.id].removeprefix("=") in google.oauth.refreshes
    assert list(life.keyring.kept()) == [f"Graduand ({google.base_url})"]
    life.store.close()
    files = [path.read_bytes() for path in (life.place / "store").rglob("*") if path.is_file()]
    assert files
    for secret in google.oauth.secrets():
        assert not [content for content in files if secret.encode() in content]
    life.store = Store.open(life.place / "store")


def test_it_is_still_connected_after_a_restart(google: GoogleServer, life: Life) -> None:
    state = life.connect()
    again = life.again()
    assert again.all() == (state,)
    assert again.client(state.id).read(request("calendarList.list"))["items"]
    assert google.counts["auth"] == 1


def test_one_client_keeps_its_access_token(google: GoogleServer, life: Life) -> None:
    state = life.connect()
    for _ in range(3):
        assert life.accounts.source(state.id).calendars()
    assert google.counts["token.refresh"] == 1


def test_a_second_account_stands_beside_the_first(google: GoogleServer, life: Life) -> None:
    google.add_account(OTHER)
    first, second = life.connect(), life.connect(Consent(account=OTHER))
    assert [one.address for one in life.accounts.all()] == [ME, OTHER]
    assert first.id != second.id
    assert set(life.kept()) == {first.id, second.id}
    assert life.accounts.source(second.id).calendars()[0].id == OTHER


def test_the_same_account_again_is_a_reconnection(google: GoogleServer, life: Life) -> None:
    state = life.connect()
    life.accounts.choose(state.id, [])
    life.store.accounts.set_health(state.id, "google-signed-out", at=life.clock())
    before = life.kept()
    again = life.connect()
    assert (again.id, again.trouble, again.synced_at) == (state.id, None, life.clock())
    assert [one.chosen for one in again.calendars] == [False], "what was chosen stays"
    assert life.kept() != before
    assert len(life.accounts.all()) == 1


def test_reconnecting_with_another_account_changes_nothing(google: GoogleServer, life: Life) -> None:
    google.add_account(OTHER)
    state = life.connect()
    before = life.kept()
    google.next_consent(Consent(account=OTHER))
    with pytest.raises(Trouble) as caught:
        life.accounts.reconnect(state.id)
    assert caught.value.code == "google-other-account"
    assert ME in str(caught.value)
    assert OTHER in caught.value.message
    assert life.kept() == before
    assert life.accounts.all() == (state,)


def test_writing_is_asked_for_later_and_reconnecting_keeps_it(google: GoogleServer, life: Life) -> None:
    state = life.connect()
    allowed = life.accounts.allow_writing(state.id)
    assert allowed.writing
    assert allowed.id == state.id
    assert life.accounts.reconnect(state.id).writing
    body = {"start": {"date": "2026-01-01"}, "end": {"date": "2026-01-02"}}
    insert = request("events.insert", calendarId="primary", sendUpdates="none", body=body)
    assert life.accounts.client(state.id).write(insert)["id"]


def test_writing_that_is_left_out_leaves_reading_as_it_was(google: GoogleServer, life: Life) -> None:
    state = life.connect()
    before = life.kept()
    google.next_consent(Consent(leave_out=("calendar.events",)))
    assert code_of(lambda: life.accounts.allow_writing(state.id)) == "google-writing-left-out"
    assert life.kept() == before
    assert life.accounts.all() == (state,)
    assert life.accounts.source(state.id).calendars()


@pytest.mark.parametrize(
    ("consent", "code"),
    [
        (Consent("deny"), "google-denied"),
        (Consent(leave_out=("calendar.events.readonly",)), "google-scope-left-out"),
        (Consent(leave_out=("calendar.calendarlist.readonly",)), "google-scope-left-out"),
    ],
)
def test_what_is_not_allowed_connects_nothing(life: Life, consent: Consent, code: str) -> None:
    assert code_of(lambda: life.connect(consent)) == code
    assert life.accounts.all() == ()
    assert life.kept() == {}


def test_stopping_connects_nothing(google: GoogleServer, life: Life) -> None:
    google.next_consent(Consent("never"))
    with pytest.raises(Cancelled):
        life.accounts.add_google(cancelled=lambda: bool(life.pages))
    assert (life.accounts.all(), life.kept()) == ((), {})


def test_no_network_after_consent_connects_nothing(google: GoogleServer, life: Life) -> None:
    google.fault("html", kind="calendarList.list", times=None)
    assert code_of(life.connect) == "google-no-connection"
    assert (life.accounts.all(), life.kept()) == ((), {})
    assert Trouble("google-no-connection").title in life.page()


@pytest.mark.parametrize(
    ("says", "code"), [(KeyringLocked("no"), "keyring-locked"), (InitError("Prompt dismissed"), "keyring-closed")]
)
def test_a_keyring_that_does_not_open_connects_nothing(
    life: Life, monkeypatch: pytest.MonkeyPatch, says: Exception, code: str
) -> None:
    def refuse(*_: object) -> None:
        raise says

    monkeypatch.setattr(Keyring, "get_password", refuse)
    assert code_of(life.connect) == code
    assert life.accounts.all() == ()
    assert Trouble(code).title in life.page()


def test_without_a_keyring_nobody_is_sent_to_a_browser(google: GoogleServer, life: Life) -> None:
    keyring.set_keyring(fail.Keyring())
    assert code_of(life.connect) == "keyring-none"
    assert google.counts["auth"] == 0


def test_choosing_calendars(google: GoogleServer, life: Life) -> None:
    google.add_calendar("team", summary="Team")
    state = life.connect()
    life.accounts.choose(state.id, ["team"])
    assert [one.chosen for one in life.accounts.all()[0].calendars] == [False, True]


def test_an_unknown_account_is_told(life: Life) -> None:
    for ask in (life.accounts.source, life.accounts.remove, life.accounts.reconnect, life.accounts.allow_writing):
        assert code_of(lambda ask=ask: ask("google-none")) == "account-unknown"
    assert code_of(lambda: life.accounts.choose("google-none", [])) == "account-unknown"


def test_a_real_token_never_meets_another_endpoint(google: GoogleServer, life: Life) -> None:
    """The same profile, once with Google and once with a test server."""
    state = life.connect()
    google.forget_requests()
    with GoogleServer() as elsewhere:
        moved = life.again(
            GRADUAND_GOOGLE_API_BASE_URL=elsewhere.base_url, GRADUAND_GOOGLE_OAUTH_BASE_URL=elsewhere.base_url
        )
        assert code_of(lambda: moved.source(state.id)) == "google-other-endpoint"
        assert code_of(lambda: moved.remove(state.id)) == "google-other-endpoint"
        assert elsewhere.requests == []
    assert google.requests == []


def test_ids_that_begin_alike_grow(google: GoogleServer, life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    google.add_account(OTHER)

    class Same:
        def __init__(self, content: bytes) -> None:
            self.content = content

        def hexdigest(self) -> str:
            return "abcd" + self.content.hex()[-8:]

    monkeypatch.setattr("desktop.services.accounts.hashlib.sha256", Same)
    found = [life.accounts._free_id(ME)]
    life.store.accounts.add(_account(found[0]))
    found.append(life.accounts._free_id(OTHER))
    assert found[0] == "google-abcd"
    assert found[1].startswith("google-abcd")
    assert found[1] != found[0]


def _account(id_: str) -> Any:
    return Account(id_, "google", ME, "", writing=False, added_at=NOW)
