"""The thread that draws is never kept: not by a big file, and not by a notification service that hangs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.composition import build
from desktop.ui.bridge import Bridge
from desktop.ui.home.window import Window
from desktop.ui.session import Session
from desktop.ui.speaking import Speaking
from desktop.ui.surroundings import Surroundings
from integrations.notifications.freedesktop import PATIENCE
from tests.desktop.notification_service import Service
from tests.desktop.pulse import Pulse
from tests.desktop.session import ROOT, private_desktop
from tests.google.process import GoogleProcess
from tests.helpers.keyring_in_file import BACKEND, VARIABLE

pytestmark = pytest.mark.desktop

NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
LATE = 0.500
"""Seconds: well below what the reading or the service that hangs would take. How late it really is, says `make bench`
(`--only loop`), which reads it from here."""

_EVENT = (
    "BEGIN:VEVENT\r\nUID:{n}@busy.example\r\nDTSTAMP:20250801T080000Z\r\nDTSTART:20260608T{hour:02}0000Z\r\n"
    "DTEND:20260608T{hour:02}3000Z\r\nSUMMARY:Stand-up {n}\r\nDESCRIPTION:{words}\r\nEND:VEVENT\r\n"
)


@dataclass
class Program:
    """The parts of the running program, in this process."""

    session: Session
    bridge: Bridge
    surroundings: Surroundings
    speaking: Speaking
    window: Window
    pulse: Pulse = field(default_factory=Pulse)


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A notification service that answers nobody."""
    with private_desktop(panel=False) as desktop:
        address = desktop.environment["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        service = Service(address)
        service.mute |= {"GetServerInformation", "GetCapabilities", "Notify"}
        yield service.start()
        service.mute.clear()
        service.stop()


@pytest.fixture
def program(qtbot: QtBot, hung: Service, tmp_path: Path) -> Iterator[Program]:
    bridge = Bridge()
    graduand = build(tmp_path / "store", clock=lambda: NOW, zone=NOW.tzinfo)
    session = Session(lambda: graduand, bridge)
    with qtbot.waitSignal(session.reviewed):
        session.open()
    window = Window(session, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat), offers_samples=False)
    qtbot.addWidget(window)
    window.show()
    surroundings = Surroundings()
    speaking = Speaking(session, surroundings)
    window.lately_seen.connect(speaking.note_seen)
    speaking.lately_changed.connect(lambda lately: window.show_lately(lately.reminders))
    speaking.start()
    yield Program(session, bridge, surroundings, speaking, window)
    surroundings.close()
    bridge.close()
    graduand.close()


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A connected account with 8,000 events in 40 series; a process of its own holds them."""
    with GoogleProcess(
        {
            "account": "mentee@example.org",
            "now": NOW.isoformat(),
            "do": [["crowd", {"first": "2025-01-06"}], ["warm", {}]],
        }
    ) as google:
        google.call("client_file", path=str(tmp_path / "client.json"))
        for name, value in (
            ("GRADUAND_GOOGLE_API_BASE_URL", google.base_url),
            ("GRADUAND_GOOGLE_OAUTH_BASE_URL", google.base_url),
            ("GRADUAND_GOOGLE_CLIENT_FILE", str(tmp_path / "client.json")),
            ("PYTHON_KEYRING_BACKEND", BACKEND),
            (VARIABLE, str(tmp_path / "keyring.json")),
            ("BROWSER", "curl -sL -o /dev/null %s &"),
        ):
            monkeypatch.setenv(name, value)
        call = [sys.executable, "-m", "desktop", "accounts", "add", "google", "--json"]
        call += ["--data-dir", str(tmp_path / "store")]
        subprocess.run(call, cwd=ROOT, check=True, capture_output=True, timeout=60)
        yield


def _big(path: Path, megabytes: int) -> Path:
    """The pair of J10 in a busy calendar."""
    head, tail = (ROOT / "tests" / "data" / "journeys" / "j10_not_now.ics").read_text().split("END:VCALENDAR")
    events = megabytes * 1_000_000 // len(_EVENT.format(n=0, hour=9, words="x" * 300))
    with path.open("w", newline="") as file:
        file.write(head)
        file.writelines(_EVENT.format(n=n, hour=n % 24, words="x" * 300) for n in range(events))
        file.write("END:VCALENDAR" + tail)
    return path


def test_a_big_file_and_a_service_that_hangs_keep_nobody(
    qtbot: QtBot, program: Program, hung: Service, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    qtbot.waitUntil(lambda: not program.bridge.busy)
    file = _big(tmp_path / "big.ics", 30)
    program.pulse.start()
    with qtbot.waitSignal(program.session.imported, timeout=60_000):
        program.window.import_files([file])
    qtbot.waitUntil(lambda: bool(program.speaking.lately.reminders), timeout=10_000)
    (held,) = program.speaking.lately.reminders
    assert hung.asked
    assert held.kind == "quiet-patch", "the window holds it while the service hangs"
    qtbot.waitUntil(
        lambda: all(entry.only_here for entry in program.surroundings.inbox.entries),
        timeout=int(PATIENCE * 2000),
    )
    qtbot.waitUntil(lambda: not program.session.graduand.reminders.due(), timeout=5000)
    before = time.perf_counter()
    program.surroundings.close()
    assert time.perf_counter() - before < 1.0, "it hangs, and nobody waits for it at the end"
    record_property("late_ms", round(program.pulse.latest * 1000))
    assert program.pulse.latest < LATE


def test_the_first_read_of_an_account_keeps_nobody(
    qtbot: QtBot, account: None, program: Program, record_property: Callable[[str, object], None]
) -> None:
    qtbot.waitUntil(lambda: not program.bridge.busy)
    program.pulse.start()
    operation = program.bridge.start(lambda _: program.session.graduand.syncing.sync())
    with qtbot.waitSignal(operation.succeeded, timeout=60_000):
        pass
    with qtbot.waitSignal(program.session.reviewed, timeout=60_000):
        program.session.refresh()
    assert program.session.review is not None
    assert len(program.session.review.mentorships) == 40
    record_property("late_ms", round(program.pulse.latest * 1000))
    assert program.pulse.latest < LATE
