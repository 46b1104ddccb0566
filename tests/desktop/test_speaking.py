"""The program speaks in a real session: shown, answered, held in the window, quit; with and without a daemon."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from resources.texts import text
from tests.desktop.dunst import NAME, dunst, on_screen, said, start_dunst
from tests.desktop.notification_service import Service
from tests.desktop.reader import Node, screen_reader
from tests.desktop.session import ROOT, Desktop, wait_for
from tests.desktop.tray_client import TrayItem, tray_items
from tests.desktop.windows import windows

pytestmark = pytest.mark.desktop

FIXTURE = ROOT / "tests" / "data" / "journeys" / "j10_not_now.ics"
MONDAY = "2026-11-30T09:00:00+01:00"
QUIET_UNTIL = "quiet until 28 February"


class Life:
    """J10: one pair of which seven of the last twelve meetings did not take place, looked at on a Monday morning."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.folder = desktop.place / "graduand"
        self._words = ("--now", MONDAY, "--zone", "Europe/Amsterdam", "--data-dir", str(self.folder))

    def call(self, *words: str) -> str:
        environment = {"PATH": os.environ["PATH"], **self.desktop.environment, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *words, *self._words],
            env=environment, cwd=self.desktop.place, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return self.desktop.start_graduand(*words, *self._words)

    def due(self) -> bool:
        return '"quiet-patch"' in self.call("reminders", "--json")

    def end(self, program: subprocess.Popen[bytes]) -> None:
        assert self.start("--quit").wait(15) == 0
        assert program.wait(1) == 0, self.desktop.said()


@pytest.fixture
def life(desktop: Desktop) -> Life:
    one = Life(desktop)
    one.call("import", str(FIXTURE))
    return one


@pytest.fixture
def service(desktop: Desktop) -> Iterator[Callable[[], Service]]:
    """A notification service of the test's own; started by a call."""
    started: list[Service] = []

    def start(*mute: str) -> Service:
        one = Service(desktop.environment["DBUS_SESSION_BUS_ADDRESS"])
        one.mute |= set(mute)
        started.append(one.start())
        return one

    yield start
    for one in started:
        one.mute.clear()
        one.stop()


def icon(desktop: Desktop) -> TrayItem:
    wait_for(lambda: tray_items(desktop), "the tray icon")
    return tray_items(desktop)[0]


def lines(item: TrayItem) -> list[str]:
    return [entry.label for entry in item.menu()]


def found(root: Node, role: str, name: str) -> Node:
    got: list[Node] = []

    def there() -> bool:
        node = root.find(role, name)
        got[:] = [node] if node is not None else []
        return bool(got)

    wait_for(there, f"the {role} {name!r}")
    return got[0]


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


def test_two_starts_at_once_are_one_program(life: Life) -> None:
    desktop = life.desktop
    both = [life.start("--background", str(FIXTURE)), life.start("--background", str(FIXTURE))]
    wait_for(lambda: any(one.poll() is not None for one in both), "the end of the second")
    (first,) = [one for one in both if one.poll() is None]
    assert sorted(one.poll() == 0 for one in both) == [False, True]
    assert len(tray_items(desktop)) == 1
    life.end(first)


def test_quit_without_a_program_starts_none(life: Life) -> None:
    assert life.start("--quit").wait(15) == 0
    assert tray_items(life.desktop) == []


@pytest.mark.parametrize("words", [("--import",), ("graduand://anything/at-all?x=1",)])
def test_a_later_start_is_carried_out_by_the_first(life: Life, words: tuple[str, ...]) -> None:
    desktop = life.desktop
    program = life.start("--background")
    wait_for(lambda: any("worth a look" in line for line in lines(icon(desktop))), "the look")
    assert life.start(*words).wait(15) == 0
    wanted = text("home.import-dialog") if words == ("--import",) else text("home.window")
    wait_for(lambda: any(title.startswith(wanted) for title in windows(desktop)), "the window")
    life.end(program)


def test_the_doctor_sees_tray_and_notifications(life: Life) -> None:
    assert text("doctor.tray.good") in life.call("doctor")
    assert text("doctor.notifications.none") in life.call("doctor")
    start_dunst(life.desktop)
    assert text("doctor.notifications.buttons", name="dunst") in life.call("doctor")


def test_the_doctor_waits_for_nobody_for_long(life: Life, service: Callable[..., Service]) -> None:
    service("GetServerInformation", "GetCapabilities")
    assert text("doctor.notifications.silent") in life.call("doctor")
