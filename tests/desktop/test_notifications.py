"""Notifications in a real session: shown, pressed, withdrawn, and what happens when the service does not behave."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest

from integrations.notifications import Closed, Inbox, Notification, Notifier
from integrations.notifications.freedesktop import Freedesktop
from integrations.session_bus import Bus
from tests.desktop.dunst import dunst, on_screen, said, start_dunst
from tests.desktop.notification_service import NAME, Service
from tests.desktop.session import Desktop, private_desktop, programs_missing, wait_for
from tests.desktop.xfce import start_notifyd

pytestmark = pytest.mark.desktop

PATIENCE = 1.0
"""Seconds until a service counts as hanging. A call from the thread that draws is shorter: it does not wait."""

NOTE = Notification(
    "pair-1",
    "A moment for <you> & your mentor?",
    "Worth a look: <b>not bold</b> & plain",
    (("open", "Open"), ("later", "Not now…")),
    "Something to look at",
)


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    assert not programs_missing(("Xvfb", "dbus-daemon", "dunst", "dunstctl", "xfce4-panel"))
    with private_desktop(panel=False) as one:
        yield one


@dataclass
class Told:
    """What the notifier told, and how long its caller was kept at most."""

    notifier: Notifier
    acted: list[tuple[str, str]]
    closed: list[tuple[str, Closed]]
    permitted: list[str]
    kept: list[float] = field(default_factory=list)

    def show(self, notification: Notification = NOTE) -> None:
        before = time.perf_counter()
        self.notifier.show(notification)
        self.kept.append(time.perf_counter() - before)

    def shown_by(self, identity: str = NOTE.identity) -> str:
        found = [one.shown_by for one in self.notifier.inbox.entries if one.notification.identity == identity]
        return found[0] if found else "nobody"


@pytest.fixture
def told(desktop: Desktop) -> Iterator[Told]:
    acted: list[tuple[str, str]] = []
    closed: list[tuple[str, Closed]] = []
    permitted: list[str] = []
    bus = Bus(lambda: desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
    notifier = Notifier(
        [lambda events: Freedesktop(bus, events, patience=PATIENCE)],
        Inbox(),
        on_action=lambda identity, action: acted.append((identity, action)),
        on_closed=lambda identity, how: closed.append((identity, how)),
        on_permitted=permitted.append,
    )
    one = Told(notifier, acted, closed, permitted)
    yield one
    notifier.close()
    bus.close()
    assert [thread.name for thread in threading.enumerate() if thread.name == "graduand-bus"] == []
    assert max(one.kept, default=0.0) < PATIENCE


@pytest.fixture
def service(desktop: Desktop) -> Iterator[Service]:
    one = Service(desktop.environment["DBUS_SESSION_BUS_ADDRESS"]).start()
    yield one
    one.stop()


# --- dunst ------------------------------------------------------------------------------------------


def test_a_notification_is_shown_and_its_button_is_pressed(desktop: Desktop, told: Told) -> None:
    start_dunst(desktop)
    told.show()
    wait_for(lambda: told.shown_by() == "freedesktop", "the notification")
    wait_for(lambda: on_screen(desktop) == 1, "it on the screen")
    dunst(desktop, "context")
    wait_for(lambda: told.acted, "the button")
    assert told.acted == [("pair-1", "later")]
    wait_for(lambda: on_screen(desktop) == 0, "an empty screen")
    assert told.notifier.inbox.entries == ()


def test_a_click_on_the_text_means_the_first_action(desktop: Desktop, told: Told) -> None:
    start_dunst(desktop)
    told.show()
    wait_for(lambda: on_screen(desktop) == 1, "it on the screen")
    dunst(desktop, "action")
    wait_for(lambda: told.acted, "the click")
    assert told.acted == [("pair-1", "open")]


def test_the_texts_stand_as_they_are(desktop: Desktop, told: Told) -> None:
    start_dunst(desktop)
    told.show()
    wait_for(lambda: on_screen(desktop) == 1, "it on the screen")
    dunst(desktop, "close")
    wait_for(lambda: told.closed, "its end")
    assert told.closed == [("pair-1", Closed.DISMISSED)]
    (entry,) = told.notifier.inbox.entries  # sent away unanswered, it is still in the window
    assert entry.notification == NOTE
    (shown,) = said(desktop)
    assert (shown["summary"], shown["body"]) == (NOTE.title, NOTE.body)


def test_the_same_identity_replaces_and_a_withdrawn_one_goes(desktop: Desktop, told: Told) -> None:
    start_dunst(desktop)
    told.show()
    told.show(Notification("pair-1", "Something newer"))
    told.show(Notification("pair-2", "Another pair"))
    wait_for(lambda: on_screen(desktop) == 2, "two of them")
    told.notifier.withdraw("pair-1")
    wait_for(lambda: on_screen(desktop) == 1, "only one")
    assert [one.notification.identity for one in told.notifier.inbox.entries] == ["pair-2"]
    assert told.closed == []


def test_the_daemon_is_killed_and_another_one_takes_over(desktop: Desktop, told: Told) -> None:
    first = start_dunst(desktop)
    told.show()
    wait_for(lambda: on_screen(desktop) == 1, "it on the screen")
    first.kill()
    wait_for(lambda: told.closed == [("pair-1", Closed.GONE)], "the news of the daemon's end")
    told.show(Notification("pair-2", "Nobody can show this"))
    wait_for(lambda: told.shown_by("pair-2") == "in-app", "the inbox")
    start_dunst(desktop)
    wait_for(lambda: told.shown_by("pair-2") == "freedesktop", "the new daemon")
    assert on_screen(desktop) == 1
    assert [one.notification.identity for one in told.notifier.inbox.entries] == ["pair-2", "pair-1"]
    dunst(desktop, "close")
    told.show(Notification("pair-3", "And the next", actions=(("open", "Open"),)))
    wait_for(lambda: on_screen(desktop) == 1, "the next one")
    dunst(desktop, "action")
    wait_for(lambda: told.acted == [("pair-3", "open")], "its action")


def test_there_is_none_from_the_start_and_one_comes(desktop: Desktop, told: Told) -> None:
    told.show()
    wait_for(lambda: told.shown_by() == "in-app", "the inbox")
    start_dunst(desktop)
    wait_for(lambda: told.shown_by() == "freedesktop", "the daemon that came late")
    assert on_screen(desktop) == 1


# --- a daemon that hangs or answers nonsense ----------------------------------------------------------


def test_one_that_never_answers_costs_nobody_anything(desktop: Desktop, told: Told, service: Service) -> None:
    service.mute |= {"GetServerInformation", "GetCapabilities", "Notify"}
    for number in range(20):
        told.show(Notification(f"pair-{number}", "Into the void"))
    wait_for(lambda: all(one.only_here for one in told.notifier.inbox.entries), "the inbox")
    assert len(told.notifier.inbox.entries) == 20


def test_one_that_hangs_and_wakes_shows_each_once(desktop: Desktop, told: Told, service: Service) -> None:
    service.mute.add("Notify")
    told.show()
    wait_for(lambda: told.shown_by() == "in-app", "the inbox")
    told.show(Notification("pair-1", "Newer words"))
    told.show(Notification("pair-2", "Taken back meanwhile"))
    told.show(Notification("pair-3", "Patient"))
    wait_for(lambda: told.shown_by("pair-3") == "in-app", "the inbox again")
    told.notifier.withdraw("pair-2")
    service.mute.clear()
    wait_for(lambda: told.shown_by("pair-3") == "freedesktop", "the waking")
    wait_for(lambda: len(service.shown) == 2, "order")
    assert sorted(one[3] for one in service.shown.values()) == ["Newer words", "Patient"]


def test_a_hanging_one_that_is_replaced_loses_nothing(desktop: Desktop, told: Told) -> None:
    service = Service(desktop.environment["DBUS_SESSION_BUS_ADDRESS"]).start()
    try:
        service.mute.add("Notify")
        told.show()
        wait_for(lambda: told.shown_by() == "in-app", "the inbox")
    finally:
        service.stop()
    start_dunst(desktop)
    wait_for(lambda: on_screen(desktop) == 1, "the other one")


@pytest.mark.parametrize(
    ("says", "actions", "body"),
    [
        (("plain", "body"), [], NOTE.body),
        (("marked", "body", "body-markup"), [], "Worth a look: &lt;b&gt;not bold&lt;/b&gt; &amp; plain"),
        (("able", "actions"), ["default", "Open", "open", "Open", "later", "Not now…"], NOTE.body),
        (("notify-osd", "actions", "body"), [], NOTE.body),
        (("Xfce Notify Daemon", "actions"), ["default", "Open", "later", "Not now…"], NOTE.body),
    ],
)
def test_it_is_given_what_it_understands(
    desktop: Desktop, told: Told, says: tuple[str, ...], actions: list[str], body: str
) -> None:
    name, *capabilities = says
    service = Service(
        desktop.environment["DBUS_SESSION_BUS_ADDRESS"], capabilities=tuple(capabilities), name=name
    ).start()
    try:
        told.show()
        wait_for(lambda: told.shown_by() == "freedesktop", "the notification")
        ((_, replaces, _, title, said, offered, hints, _),) = service.shown.values()
    finally:
        service.stop()
    assert (replaces, title, said, offered) == (0, NOTE.title, body, actions)
    assert hints["desktop-entry"] == ("s", "graduand")
    assert hints["urgency"] == ("y", 1)


def test_signals_of_somebody_else_count_for_nothing(desktop: Desktop, told: Told, service: Service) -> None:
    told.show()
    wait_for(lambda: told.shown_by() == "freedesktop", "the notification")
    (number,) = service.shown
    other = partial(desktop.start, "dbus-send", "--session", "--type=signal", "/org/freedesktop/Notifications")
    other(f"{NAME}.ActionInvoked", f"uint32:{number}", "string:later").wait()
    service.press(number + 7, "open")
    service.dismiss(number, reason=1)
    wait_for(lambda: told.closed == [("pair-1", Closed.EXPIRED)], "the real signal")
    assert told.acted == []
    service.press(number, "later")  # called back from the history of the server
    wait_for(lambda: told.acted == [("pair-1", "later")], "the press")


def test_leave_to_come_to_the_front_is_told_before_the_press(told: Told, service: Service) -> None:
    told.show()
    wait_for(lambda: told.shown_by() == "freedesktop", "the notification")
    (number,) = service.shown
    service.permit(number + 7, "somebody else's")
    service.permit(number, "token-1")
    service.press(number, "later")
    wait_for(lambda: told.acted, "the press")
    assert told.permitted == ["token-1"]


def test_a_program_that_was_not_installed_sends_its_drawing(
    told: Told, service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "none"))
    told.show()
    wait_for(lambda: service.shown, "the notification")
    (picture,) = [one[2] for one in service.shown.values()]
    assert picture.startswith("file:///")
    assert Path(unquote(picture.removeprefix("file://"))).read_text(encoding="utf-8").startswith("<svg")
    installed = tmp_path / "icons" / "hicolor" / "48x48" / "apps" / "graduand.png"
    installed.parent.mkdir(parents=True)
    installed.touch()
    told.show(Notification("pair-2", "Another pair"))
    wait_for(lambda: len(service.shown) == 2, "the other one")
    assert service.shown[2][2] == "graduand"


def test_discreet_words_are_put_over_what_is_on_the_screen(desktop: Desktop, told: Told, service: Service) -> None:
    told.show()
    wait_for(lambda: told.shown_by() == "freedesktop", "the notification")
    told.notifier.set_discreet(True)
    wait_for(lambda: [one[3] for one in service.shown.values()] == ["Something to look at"], "the discreet words")
    assert told.notifier.inbox.entries[0].notification.title == NOTE.title


def test_the_bus_goes_and_comes_back(desktop: Desktop, told: Told) -> None:
    start_dunst(desktop)
    told.show()
    wait_for(lambda: on_screen(desktop) == 1, "it on the screen")
    desktop.kill_bus()
    wait_for(lambda: told.closed == [("pair-1", Closed.GONE)], "the news of its end")
    told.show(Notification("pair-2", "Without a bus"))
    wait_for(lambda: told.shown_by("pair-2") == "in-app", "the inbox")
    desktop.start_bus()
    start_dunst(desktop)
    wait_for(lambda: told.shown_by("pair-2") == "freedesktop", "everything again")


def test_xfce_shows_it_too(desktop: Desktop, told: Told) -> None:
    start_notifyd(desktop)
    told.show()
    wait_for(lambda: told.shown_by() == "freedesktop", "the notification")
    told.notifier.withdraw("pair-1")
    assert told.notifier.inbox.entries == ()
