"""From a fresh profile to a changed calendar and back, by a screen reader alone, against a Google of our own.

The browser is curl, by way of BROWSER: it follows the redirects of the consent page to the program's own address.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from resources.texts import text
from tests.desktop.reader import Node, screen_reader
from tests.desktop.session import ROOT, Desktop, programs_missing, wait_for
from tests.desktop.tray_client import tray_items
from tests.google.process import GoogleProcess, Remote
from tests.helpers.keyring_in_file import BACKEND, VARIABLE

pytestmark = pytest.mark.desktop

ME = "mentee@example.org"
NOW = "2026-04-14T10:00:00-04:00"
ZONE = "America/Toronto"
HOLD = 30.0
"""Seconds of product rule R15, waited for real: nothing may be sent in them."""


@pytest.fixture
def google() -> Iterator[Remote]:
    fixture = str(ROOT / "tests" / "data" / "journeys" / "j09_undo.ics")
    scenario = {"account": ME, "zone": ZONE, "now": NOW, "do": [["load_ics", {"path": fixture}]]}
    with GoogleProcess(scenario) as remote:
        yield remote
        assert remote.call("crashes") == []
        assert remote.call("remarks") == [], "nothing that a careful client would not do"


class Person:
    """Somebody with a screen reader, at a desktop with a browser and a keyring."""

    def __init__(self, desktop: Desktop, google: Remote, root: Node) -> None:
        self.desktop, self.google, self.root = desktop, google, root
        client = desktop.place / "client.json"
        google.call("client_file", path=str(client))
        desktop.environment |= {
            "GRADUAND_GOOGLE_API_BASE_URL": google.base_url,
            "GRADUAND_GOOGLE_OAUTH_BASE_URL": google.base_url,
            "GRADUAND_GOOGLE_CLIENT_FILE": str(client),
            "PYTHON_KEYRING_BACKEND": BACKEND,
            VARIABLE: str(desktop.place / "keyring.json"),
            "BROWSER": "curl -sL -o /dev/null %s &",
            "NO_PROXY": "127.0.0.1,localhost",
        }
        self._words = ("--now", NOW, "--zone", ZONE, "--data-dir", str(desktop.place / "graduand"))

    def start(self, *words: str) -> Any:
        return self.desktop.start_graduand(*words, *self._words)

    def found(self, role: str, name: str, patience: float = 20.0) -> Node:
        got: list[Node] = []

        def there() -> bool:
            got[:] = [node for node in self._all(role, name) if node.showing]
            return bool(got)

        wait_for(there, f"the {role} {name!r}", patience)
        return got[0]

    def _all(self, role: str, name: str) -> Iterator[Node]:
        for node in self.root.walk():
            with suppress(RuntimeError):  # gone meanwhile
                if node.role == role and node.name.startswith(name):
                    yield node

    def press(self, key: str, role: str = "push button", patience: float = 20.0, **values: object) -> None:
        self.found(role, text(key, **values).replace("&", ""), patience).press()

    def writes(self) -> int:
        counts: dict[str, int] = self.google.call("counts")
        return sum(n for kind, n in counts.items() if kind in ("events.insert", "events.patch", "events.delete"))

    def connect(self) -> None:
        self.press("accounts_ui.connect")
        self.press("accounts_ui.start.open")
        self.found("check box", text("accounts_ui.calendars.accessible", name=f"{ME} (main calendar)"))
        self.press("accounts_ui.done.read")
        self.press("accounts_ui.done.finished")

    def to_the_check(self) -> None:
        self.press("home.open-pair-named", who="mentor")
        self.press("pair.change")
        self.press("wizard.help.stay.title", "radio button")
        self.turn_until("check box", text("wizard.told.tick").replace("&", ""))
        self.press("wizard.told.tick", "check box")
        self.turn_until("push button", text("wizard.check.apply").replace("&", ""))

    def turn_until(self, role: str, name: str) -> None:
        """Turn the wizard's pages, however many there are."""

        def there() -> bool:
            if any(node.showing for node in self._all(role, name)):
                return True
            for node in self._all("push button", text("wizard.next")):
                if node.showing:
                    node.press()
            return False

        wait_for(there, f"the {role} {name!r}")


def test_connect_read_change_and_take_back(desktop: Desktop, google: Remote) -> None:
    assert not programs_missing(["curl"])
    with screen_reader(desktop) as root:
        person = Person(desktop, google, root)
        program = person.start()
        person.connect()
        assert person.writes() == 0

        person.to_the_check()
        person.press("wizard.check.apply")
        person.found("label", text("wizard.hold.allowed.title"))
        assert person.writes() == 0, "leave to write is no wish to write"

        person.press("wizard.check.apply")
        person.press("wizard.hold.undo")
        person.found("label", text("wizard.hold.stopped.title"))
        assert person.writes() == 0

        person.press("wizard.check.apply")
        pressed = time.monotonic()
        person.found("push button", text("wizard.hold.undo"))
        wait_for(person.writes, "the first write", HOLD + 20)
        assert time.monotonic() - pressed > HOLD - 1, "nothing is sent in the hold (the press itself takes a while)"
        person.found("label", text("wizard.done.applied.title"))
        mails = google.call("mails")
        assert [mail["kind"] for mail in mails] == ["invitation", "update"]

        person.press("wizard.done.undo")
        question = person.found("dialog", text("wizard.undo.title"))
        agree = question.find("push button", text("wizard.undo.yes"))
        assert agree is not None
        agree.press()
        person.found("label", text("wizard.done.undone.title"), 30)
        (series,) = [
            event for event in google.call("events") if event.get("recurrence") and event["status"] != "cancelled"
        ]
        assert series["recurrence"] == ["RRULE:FREQ=WEEKLY;BYDAY=WE", "EXDATE;TZID=America/Toronto:20260218T090000"]
        person.press("wizard.close")
        assert person.start("--quit").wait(15) == 0
        assert program.wait(5) == 0, desktop.said()
    assert_no_secret(desktop.place, google)


def test_a_sign_in_that_ended_is_said_quietly_and_brought_back(desktop: Desktop, google: Remote) -> None:
    with screen_reader(desktop) as root:
        person = Person(desktop, google, root)
        program = person.start()
        person.connect()
        google.call("revoke")
        google.call("expire_access")
        (item,) = tray_items(desktop)
        assert text("tray.sign-in") not in [entry.label for entry in item.menu()]
        person.press("settings.open")
        person.press("accounts_ui.settings.read-now-named", address=ME)
        person.found("label", text("accounts_ui.state.sign-in", age=text("accounts_ui.age.now")))
        wait_for(lambda: text("tray.sign-in") in [entry.label for entry in item.menu()], "the tray's line")
        person.press("common.back")
        person.found("push button", text("home.open-pair-named", who="mentor"))
        person.press("accounts_ui.line.sign-in")
        person.press("accounts_ui.done.finished")
        wait_for(lambda: text("tray.sign-in") not in [entry.label for entry in item.menu()], "a calm tray")
        assert person.start("--quit").wait(15) == 0
        assert program.wait(5) == 0, desktop.said()


def assert_no_secret(place: Path, google: Remote) -> None:
    """No token, code or secret anywhere but in the keyring."""
    secrets = [secret.encode() for secret in google.call("secrets")]
    assert secrets
    files = [path for path in place.rglob("*") if path.is_file() and path.name not in ("keyring.json", "client.json")]
    found = [path.name for path in files for secret in secrets if secret in path.read_bytes()]
    assert found == []
