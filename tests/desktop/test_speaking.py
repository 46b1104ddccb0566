"""The program speaks in a real session: shown, answered, held in the window, quit; with and without a daemon."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from resources.texts import text
from tests.desktop.dunst import NAME, dunst, on_screen, said, start_dunst
from tests.desktop.life import QUIET_UNTIL, Life, another_pair, found, icon, lines
from tests.desktop.notification_service import Service
from tests.desktop.reader import screen_reader
from tests.desktop.session import wait_for
from tests.desktop.windows import windows
from tests.desktop.xfce import start_notifyd

pytestmark = pytest.mark.desktop


def test_what_is_due_is_shown_once_and_its_button_opens_the_pair(life: Life) -> None:
    desktop = life.desktop
    start_dunst(desktop, press=text("reminders.actions.open"))
    with screen_reader(desktop) as root:
        program = life.start("--background")
        wait_for(lambda: on_screen(desktop) == 1, "the notification")
        wait_for(lambda: not life.due(), "the note that it was shown")
        assert windows(desktop) == []
        dunst(desktop, "context")
        found(root, "push button", text("pair.change"))
        wait_for(lambda: on_screen(desktop) == 0, "an empty screen")
        life.end(program)
    assert not list(desktop.place.glob("run/graduand-*")), "the socket and its lock are gone"

    again = life.start("--background")
    wait_for(lambda: any("worth a look" in line for line in lines(icon(desktop))), "the look")
    life.end(again)
    assert len(said(desktop)) == 1, "a second start says nothing again"


def test_a_button_of_a_real_window_is_pressed_and_the_pair_opens(life: Life) -> None:
    """xfce4-notifyd draws GTK buttons, which are found by their words and pressed as a screen reader does."""
    desktop = life.desktop
    with screen_reader(desktop) as root:
        start_notifyd(desktop)
        program = life.start("--background")
        button = found(root, "push button", text("reminders.actions.open"))
        buttons = [node.name for node in root.walk() if node.role == "push button"]
        assert buttons == [text("reminders.actions.open"), text("reminders.actions.not-now")], "each once"
        assert windows(desktop) == []
        button.press()
        found(root, "push button", text("pair.change"))
        wait_for(lambda: root.find("push button", text("reminders.actions.not-now")) is None, "an empty screen")
        assert not life.due()
        life.end(program)


def test_not_now_is_asked_for_and_kept_to_the_day(life: Life) -> None:
    desktop = life.desktop
    start_dunst(desktop)
    with screen_reader(desktop) as root:
        program = life.start("--background")
        wait_for(lambda: on_screen(desktop) == 1, "the notification")
        dunst(desktop, "context")
        found(root, "push button", text("home.not-now.3-months", day="Sunday 28 February 2027")).press()
        item = icon(desktop)
        wait_for(lambda: any(QUIET_UNTIL in line for line in lines(item)), "the quiet line")
        assert not any("worth a look" in line for line in lines(item))
        item.choose(next(line for line in lines(item) if QUIET_UNTIL in line))
        found(root, "push button", text("home.not-now.none")).press()
        wait_for(lambda: any("worth a look" in line for line in lines(item)), "the look")
        life.end(program)


def test_without_a_daemon_the_window_holds_it_until_it_is_seen(life: Life) -> None:
    desktop = life.desktop
    with screen_reader(desktop) as root:
        program = life.start("--background")
        wait_for(lambda: any("worth a look" in line for line in lines(icon(desktop))), "the look")
        life.end(program)
        assert life.due(), "nobody could see it, so it was not shown"

        program = life.start()
        found(root, "label", text("home.lately.title"))
        wait_for(lambda: not life.due(), "the note that it was seen")
        found(root, "push button", text("reminders.actions.open")).press()
        found(root, "push button", text("pair.change"))
        life.end(program)


def test_a_daemon_that_dies_and_comes_back(life: Life, service: Callable[[], Service]) -> None:
    desktop = life.desktop
    daemon = start_dunst(desktop)
    with screen_reader(desktop) as root:
        program = life.start()
        wait_for(lambda: on_screen(desktop) == 1, "the notification")
        daemon.kill()
        daemon.wait()
        wait_for(lambda: not desktop.owns(NAME), "the daemon's end")
        found(root, "label", text("home.lately.title"))
        start_dunst(desktop)
        found(root, "push button", text("reminders.actions.not-now")).press()
        found(root, "push button", text("home.not-now.never")).press()
        wait_for(lambda: "quiet" in life.call("reminders", "--json"), "the quiet")
        assert on_screen(desktop) == 0, "it had been shown, and is not shown again"
        life.end(program)


def test_a_daemon_that_hangs_keeps_nobody(life: Life, service: Callable[..., Service]) -> None:
    desktop = life.desktop
    hung = service("GetServerInformation")
    program = life.start()
    item = icon(desktop)
    wait_for(lambda: any("worth a look" in line for line in lines(item)), "the look")
    wait_for(lambda: windows(desktop), "the window")
    wait_for(lambda: hung.asked, "the call that is not answered")
    hung.mute.clear()
    wait_for(lambda: hung.shown, "what had waited")
    number, arguments = next(iter(hung.shown.items()))
    assert "mentor" not in arguments[3].lower(), "no name, and no word of what it is about, in the title"
    hung.press(number, "open")
    wait_for(lambda: number not in hung.shown, "its end")
    life.end(program)


def test_the_doctor_sees_tray_and_notifications(life: Life) -> None:
    assert text("doctor.tray.good") in life.call("doctor")
    assert text("doctor.notifications.none") in life.call("doctor")
    start_dunst(life.desktop)
    assert text("doctor.notifications.buttons", name="dunst") in life.call("doctor")


def test_the_doctor_waits_for_nobody_for_long(life: Life, service: Callable[..., Service]) -> None:
    service("GetServerInformation", "GetCapabilities")
    assert text("doctor.notifications.silent") in life.call("doctor")


def test_quiet_that_the_desktop_was_asked_for_is_kept(life: Life) -> None:
    """Two pairs are due; while dunst is paused nothing is given to it, and afterwards one of them is said, not both."""
    desktop = life.desktop
    life.call("import", str(another_pair(desktop.place, "second")))
    start_dunst(desktop)
    dunst(desktop, "set-paused", "true")
    desktop.start("dbus-monitor", "--session", "type='method_call',member='Get'")
    program = life.start("--background")
    wait_for(lambda: '"paused"' in desktop.said(), "the question whether it may")
    wait_for(lambda: any("worth a look" in line for line in lines(icon(desktop))), "the look")
    assert (dunst(desktop, "count", "waiting").strip(), on_screen(desktop)) == ("0", 0)
    assert life.due(), "it was not shown, so it is not lost"
    dunst(desktop, "set-paused", "false")
    wait_for(lambda: on_screen(desktop) == 1, "the notification")
    wait_for(lambda: not life.due(), "the note that it was shown")
    assert (dunst(desktop, "count", "waiting").strip(), on_screen(desktop)) == ("0", 1)
    life.end(program)
