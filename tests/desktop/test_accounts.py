"""From a fresh profile to the last page before a change, by a screen reader alone, against a Google of our own.

What a change does there, and how it is taken back, is in closing_j9.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from resources.texts import text
from tests.desktop.account import ME, NOW, ZONE, assert_no_secret, connect, google_with_j9, point_at, writes
from tests.desktop.closing import Closing
from tests.desktop.life import icon, lines
from tests.desktop.person import Person
from tests.desktop.reader import screen_reader
from tests.desktop.roles import Role
from tests.desktop.session import Desktop, wait_for
from tests.google.process import Remote

pytestmark = pytest.mark.desktop


@pytest.fixture
def google() -> Iterator[Remote]:
    with google_with_j9() as remote:
        yield remote


def to_the_check(person: Person) -> None:
    person.press("home.open-pair-named", who="mentor")
    person.press("pair.change")
    closing = Closing(person, Role("mentee", "skip"))
    closing.at("wizard.help")
    closing.answer("wizard.help.stay.title")
    closing.turn("wizard.you", "wizard.why", "wizard.goals", "wizard.try", "wizard.talk", "wizard.date", "closing.tell")
    person.press("wizard.told.tick", "check box")
    closing.turn("closing.thanks", "closing.summary", "closing.offer", "closing.last-talk", "wizard.check")


def test_connect_read_and_stop_a_change_in_time(desktop: Desktop, google: Remote) -> None:
    with screen_reader(desktop) as root:
        point_at(desktop, google)
        person = Person(desktop, root, desktop.place / "graduand", NOW, ZONE)
        program = person.start()
        connect(person)
        assert writes(google) == 0

        to_the_check(person)
        person.press("wizard.check.apply")
        person.finds("label", text("wizard.hold.allowed.title"))
        assert writes(google) == 0, "leave to write is no wish to write"

        person.press("wizard.check.apply")
        person.press("wizard.hold.undo")
        person.finds("label", text("wizard.hold.stopped.title"))
        assert writes(google) == 0
        person.press("wizard.not-now")
        assert person.start("--quit").wait(15) == 0
        assert program.wait(5) == 0, desktop.said()
    assert_no_secret(desktop.place, google)


def test_a_sign_in_that_ended_is_said_quietly_and_brought_back(desktop: Desktop, google: Remote) -> None:
    with screen_reader(desktop) as root:
        point_at(desktop, google)
        person = Person(desktop, root, desktop.place / "graduand", NOW, ZONE)
        program = person.start()
        connect(person)
        google.call("revoke")
        google.call("expire_access")
        item = icon(desktop)
        assert text("tray.sign-in") not in lines(item)
        person.press("settings.open")
        person.press("accounts_ui.settings.read-now-named", address=ME)
        person.finds("label", text("accounts_ui.state.sign-in", age=text("accounts_ui.age.now")))
        wait_for(lambda: text("tray.sign-in") in lines(item), "the tray's line")
        person.press("common.back")
        person.finds("push button", text("home.open-pair-named", who="mentor"))
        person.press("accounts_ui.line.sign-in")
        person.press("accounts_ui.done.finished")
        wait_for(lambda: text("tray.sign-in") not in lines(item), "a calm tray")
        assert person.start("--quit").wait(15) == 0
        assert program.wait(5) == 0, desktop.said()
