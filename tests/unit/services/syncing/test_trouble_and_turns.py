"""A read that does not work changes nothing; of two at once one waits, and it can be stopped."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from desktop.services.syncing import LOCK
from integrations.errors import Cancelled, Trouble
from integrations.files import locked
from tests.journeys.connected import ACCOUNT
from tests.unit.services.syncing.conftest import (
    NOW,
    Desk,
    weekly,
)


@pytest.mark.parametrize("fault", ["500", "503", "html", "html-302", "reset", "truncated", "403-quota", "403-rate"])
def test_the_last_good_state_stays_with_its_age_and_the_trouble_beside_it(desk: Desk, fault: Any) -> None:
    weekly(desk.google)
    desk.sync()
    desk.program.accounts.client(ACCOUNT)._sleep = lambda _: None
    desk.now += timedelta(hours=5)
    weekly(desk.google, "other", "Mentoring too")
    desk.google.fault(fault, kind="events.list*", times=None)
    report = desk.sync()
    (account,) = report.accounts
    assert account.trouble is not None
    expected = {"403-quota": "google-quota", "403-rate": "google-busy", "500": "google-unwell", "503": "google-unwell"}
    assert account.trouble.code == expected.get(fault, "google-no-connection")
    assert account.synced_at == NOW
    assert set(desk.rows()) == {"talk"}
    assert desk.health()[0] == account.trouble.code
    desk.google.faults.clear()
    assert desk.sync().accounts[0].trouble is None
    assert desk.health() == ("", {})
    assert set(desk.rows()) == {"talk", "other"}


def test_what_the_first_calendars_said_is_kept_when_the_network_goes(desk: Desk) -> None:
    weekly(desk.google)
    desk.google.fault("html", path="team", times=None)
    report = desk.sync()
    assert report.accounts[0].trouble is not None
    assert set(desk.rows()) == {"talk"}
    desk.google.faults.clear()
    desk.sync()
    assert desk.life.asked() == {"events.list-sync": 1, "events.list": 1}


def test_a_sign_in_that_is_over_is_said_and_nothing_is_lost(desk: Desk) -> None:
    weekly(desk.google)
    desk.sync()
    desk.google.oauth.revoke_account(None)
    desk.restart()
    (account,) = desk.sync().accounts
    assert account.trouble is not None
    assert account.trouble.code == "google-signed-out"
    assert set(desk.rows()) == {"talk"}


def test_never_two_at_once(desk: Desk) -> None:
    with locked(desk.life.folder / LOCK, patience=0.0) as held:
        assert held
        with pytest.raises(Trouble) as told:
            desk.sync()
    assert told.value.code == "sync-busy"
    assert desk.life.asked() == {}


def test_two_threads_take_turns_by_saying_so(desk: Desk) -> None:
    desk.google.fault("slow", kind="events.list", seconds=0.5)
    outcomes: list[str] = []

    def go() -> None:
        try:
            desk.program.syncing.sync()
            outcomes.append("done")
        except Trouble as trouble:
            outcomes.append(trouble.code)

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done", "sync-busy"]


def test_it_can_be_stopped_and_then_nothing_has_changed(desk: Desk) -> None:
    weekly(desk.google)
    asked = iter([False] * 4)
    with pytest.raises(Cancelled):
        desk.sync(cancelled=lambda: next(asked, True))
    assert desk.rows() == {}
    desk.sync()
    assert set(desk.rows()) == {"talk"}


def test_progress_counts_calendars(desk: Desk) -> None:
    told: list[tuple[int, int]] = []
    desk.sync(progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_without_an_account_and_for_an_unknown_one(desk: Desk) -> None:
    with pytest.raises(Trouble) as told:
        desk.sync(account_id="nobody")
    assert told.value.code == "account-unknown"
    desk.program.store.accounts.remove(ACCOUNT)
    with pytest.raises(Trouble) as told:
        desk.sync()
    assert told.value.code == "sync-no-accounts"
