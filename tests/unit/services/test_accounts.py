"""Accounts over a real store, a real server and a keyring in a file."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import InitError, KeyringLocked

from desktop.services.accounts import Accounts, AccountState, needs_sign_in, waits_for_user
from desktop.store import Account, Store
from desktop.store.calendars import origin_of
from integrations.calendars.google.calls import request
from integrations.calendars.model import Batch
from integrations.calendars.port import Access, Changes, Held
from integrations.errors import Cancelled, Trouble
from tests.google.consent import Consent
from tests.google.fixture import google
from tests.google.server import GoogleServer
from tests.helpers.clock import FixedClock
from tests.helpers.keyring_in_file import BACKEND, VARIABLE, Keyring
from tests.store.values import NOW, series

__all__ = ["google"]

ME, OTHER = "mentee@example.org", "other@example.org"


@dataclass
class Life:
    """One profile: a store, a keyring, somebody at a browser."""

    google: GoogleServer
    place: Path
    clock: FixedClock
    keyring: Keyring
    store: Store
    pages: list[str] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)
    made: list[Accounts] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.environment = {
            "GRADUAND_GOOGLE_API_BASE_URL": self.google.base_url,
            "GRADUAND_GOOGLE_OAUTH_BASE_URL": self.google.base_url,
            "GRADUAND_GOOGLE_CLIENT_FILE": str(self.google.client_file(self.place / "client.json")),
            "PYTHON_KEYRING_BACKEND": BACKEND,
        }
        self.accounts = self.again()

    def again(self, **environment: str) -> Accounts:
        """The program started once more."""
        made = Accounts(lambda: self.store, self.clock, environment={**self.environment, **environment})
        self.made.append(made)
        return made

    def browse(self, address: str) -> None:
        self.threads.append(threading.Thread(target=self._follow, args=(address,), daemon=True))
        self.threads[-1].start()

    def _follow(self, address: str) -> None:
        with closing(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=10)) as page:
            self.pages.append(page.read().decode())

    def page(self) -> str:
        """What the browser shows in the end."""
        for thread in self.threads:
            thread.join(10)
        return self.pages[-1]

    def connect(self, *consents: Consent) -> AccountState:
        self.google.next_consent(*consents)
        return self.accounts.add_google()

    def kept(self) -> dict[str, str]:
        """What the keyring holds, whatever service it is for."""
        return {name: value for service in self.keyring.kept().values() for name, value in service.items()}


@pytest.fixture
def life(google: GoogleServer, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "keyring.json"))
    before, backend = keyring.get_keyring(), Keyring()
    keyring.set_keyring(backend)
    with Store.open(tmp_path / "store") as store:
        one = Life(google, tmp_path, clock, backend, store)
        monkeypatch.setattr("integrations.calendars.google.sign_in.open_browser", one.browse)
        yield one
        for thread in one.threads:
            thread.join(10)
        for accounts in one.made:
            accounts.close()
    keyring.set_keyring(before)


def code_of(ask: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as caught:
        ask()
    assert str(caught.value)
    return caught.value.code


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


def test_a_revoked_sign_in_asks_for_a_new_one(google: GoogleServer, life: Life) -> None:
    state = life.connect()
    google.oauth.revoke_account(ME)
    with pytest.raises(Trouble) as caught:
        life.again().source(state.id).calendars()
    assert caught.value.code == "google-signed-out"
    assert needs_sign_in(caught.value)
    life.store.accounts.set_health(state.id, caught.value.code)
    assert life.accounts.all()[0].needs_sign_in
    assert life.accounts.reconnect(state.id).trouble is None
    assert life.accounts.source(state.id).calendars()


def test_a_sign_in_of_a_client_in_testing_ends_after_seven_days_and_says_why(google: GoogleServer, life: Life) -> None:
    google.modes.testing = True
    state = life.connect()
    google.advance(days=7, seconds=1)
    life.clock.forward(timedelta(days=7, seconds=1))
    assert code_of(lambda: life.again().source(state.id).calendars()) == "google-signed-out-testing"
    assert needs_sign_in(Trouble("google-signed-out-testing"))


def test_a_keyring_that_lost_the_sign_in_asks_for_a_new_one(life: Life) -> None:
    state = life.connect()
    life.keyring._keep({})
    assert code_of(lambda: life.again().source(state.id)) == "google-signed-out"


@pytest.mark.parametrize(
    ("code", "sign_in", "waits"),
    [
        ("google-signed-out", True, True),
        ("google-signed-out-testing", True, True),
        ("google-scope-left-out", True, True),
        ("keyring-locked", False, True),
        ("keyring-silent", False, True),
        ("google-no-connection", False, False),
        ("google-quota", False, False),
        ("keyring-none", False, False),
        ("store-busy", False, False),
    ],
)
def test_each_trouble_says_whether_it_passes_by_itself(code: str, sign_in: bool, waits: bool) -> None:
    assert (needs_sign_in(Trouble(code)), waits_for_user(Trouble(code))) == (sign_in, waits)


def test_choosing_calendars(google: GoogleServer, life: Life) -> None:
    google.add_calendar("team", summary="Team")
    state = life.connect()
    life.accounts.choose(state.id, ["team"])
    assert [one.chosen for one in life.accounts.all()[0].calendars] == [False, True]


def test_removing_takes_the_sign_in_and_what_was_read(google: GoogleServer, life: Life) -> None:
    state = life.connect()
    held = Changes((Held("a", "", "a@google.com", "{}"),), (), "cursor", whole=True)
    life.store.accounts.put(state.id, ME, held, at=life.clock())
    life.store.calendars.put(Batch(series=(series("a@google.com"),)), at=life.clock(), origin=origin_of(state.id, ME))
    life.store.calendars.put(Batch(series=(series("from-a-file"),)), at=life.clock())
    life.store.words.mark("a@google.com", True)
    assert life.accounts.remove(state.id) is True
    assert life.kept() == {}
    assert life.accounts.all() == ()
    assert life.store.accounts.held(state.id, ME) == {}
    assert [row.uid for row in life.store.calendars.rows()] == ["from-a-file"]
    assert life.store.words.marks() == {"a@google.com": True}, "the user's own word stays"
    assert google.counts["revoke"] == 1
    assert all(one.dead for one in google.oauth.refreshes.values())


@pytest.mark.parametrize("fault", ["reset", "html", "503"])
def test_removing_says_when_google_could_not_be_told(google: GoogleServer, life: Life, fault: Any) -> None:
    state = life.connect()
    google.fault(fault, kind="revoke", times=None)
    assert life.accounts.remove(state.id) is False
    assert (life.kept(), life.accounts.all()) == ({}, ())


def test_removing_needs_no_client(life: Life) -> None:
    state = life.connect()
    without = life.again(GRADUAND_GOOGLE_CLIENT_FILE="")
    assert without.remove(state.id) is False
    assert (life.kept(), life.accounts.all()) == ({}, ())


def test_removing_waits_for_a_locked_keyring(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    state = life.connect()

    def refuse(*_: object) -> None:
        raise KeyringLocked("no")

    with monkeypatch.context() as patch:
        patch.setattr(Keyring, "get_password", refuse)
        assert code_of(lambda: life.accounts.remove(state.id)) == "keyring-locked"
    assert len(life.accounts.all()) == 1
    assert life.accounts.remove(state.id) is True


def test_removing_works_where_the_keyring_is_gone(life: Life) -> None:
    state = life.connect()
    keyring.set_keyring(fail.Keyring())
    again = life.again()
    assert again.remove(state.id) is False
    assert life.accounts.all() == ()
    assert again.has_keyring() is False, "so the sign-in may still be in one that comes back, and that is said"


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


def test_a_file_with_a_client_is_taken_in(google: GoogleServer, life: Life, tmp_path: Path) -> None:
    accounts = life.again(GRADUAND_GOOGLE_CLIENT_FILE="")
    assert accounts.client_ready() is False
    assert code_of(accounts.add_google) == "google-client-missing"
    dropped = google.client_file(tmp_path / "dropped.json")
    accounts.use_client_file(dropped)
    dropped.unlink()
    assert accounts.client_ready() is True
    assert life.again(GRADUAND_GOOGLE_CLIENT_FILE="").client_ready() is True
    assert list(life.kept()) == ["client"]
    assert google.oauth.client_secret in life.kept()["client"]
    assert accounts.add_google().address == ME


def test_its_addresses_are_never_asked(google: GoogleServer, life: Life) -> None:
    with GoogleServer() as thief:
        written = json.loads(Path(life.environment["GRADUAND_GOOGLE_CLIENT_FILE"]).read_text())
        for name in ("auth_uri", "token_uri"):
            written["installed"][name] = f"{thief.base_url}/token"
        Path(life.environment["GRADUAND_GOOGLE_CLIENT_FILE"]).write_text(json.dumps(written))
        state = life.connect()
        assert life.accounts.source(state.id).calendars()
        assert thief.requests == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"web": {"client_id": "a", "client_secret": "b"}}', "google-client-web"),
        ('{"type": "service_account", "private_key": "x", "client_id": "a"}', "google-client-service"),
        ('{"type": "authorized_user", "client_id": "a", "client_secret": "b"}', "google-client-service"),
        ("{", "google-client-file"),
        ("[]", "google-client-file"),
        ("", "google-client-file"),
        ("BEGIN:VCALENDAR", "google-client-file"),
        ('{"installed": {"client_id": "a"}}', "google-client-file"),
        ('{"installed": {"client_id": "a b", "client_secret": "c"}}', "google-client-file"),
        ('{"installed": {"client_id": "a\\r\\nX: y", "client_secret": "c"}}', "google-client-file"),
        ('{"installed": {"client_id": 1, "client_secret": "c"}}', "google-client-file"),
        ('{"installed": "x"}', "google-client-file"),
        ('{"installed": {"client_id": "a", "client_secret": "c"}}' + " " * 70_000, "google-client-file"),
        ("[" * 60_000, "google-client-file"),
        (b"\xff\xfe\x00", "google-client-file"),
    ],
)
def test_every_other_kind_of_file_is_explained(life: Life, tmp_path: Path, content: str | bytes, code: str) -> None:
    file = tmp_path / "dropped.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Trouble) as caught:
        life.accounts.use_client_file(file)
    assert caught.value.code == code
    assert "dropped.json" in caught.value.message
    assert str(tmp_path) not in str(caught.value)
    assert life.kept() == {}


def test_a_file_that_cannot_be_opened_is_explained(life: Life, tmp_path: Path) -> None:
    assert code_of(lambda: life.accounts.use_client_file(tmp_path / "none.json")) == "google-client-unreadable"
    assert code_of(lambda: life.accounts.use_client_file(tmp_path)) == "google-client-unreadable"


def test_a_client_can_come_with_the_program(
    google: GoogleServer, life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = google.client_file(tmp_path / "google_client.json")
    monkeypatch.setattr("integrations.calendars.google.client_file.files", lambda _: packaged.parent)
    accounts = life.again(GRADUAND_GOOGLE_CLIENT_FILE="")
    assert accounts.client_ready() is True
    assert accounts.add_google().address == ME


def test_an_endpoint_that_may_not_be_used_is_refused(life: Life) -> None:
    accounts = life.again(GRADUAND_GOOGLE_API_BASE_URL="http://example.org")
    assert code_of(lambda: accounts.endpoint) == "google-endpoint"


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
