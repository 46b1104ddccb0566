"""A sign-in that is no longer good, and an account that is taken away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import KeyringLocked

from desktop.services.accounts import needs_sign_in, waits_for_user
from desktop.store.calendars import origin_of
from integrations.calendars.model import Batch
from integrations.calendars.port import Changes, Held
from integrations.errors import Trouble
from tests.google.server import GoogleServer
from tests.helpers.keyring_in_file import Keyring
from tests.store.values import series
from tests.unit.services.accounts.conftest import ME, Life, code_of


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
