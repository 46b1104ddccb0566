"""The invitation that waited for the last meeting (0.3, 15): said when it is due, and one click away wherever it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from resources.texts import text
from tests.desktop.life import Life, found
from tests.desktop.reader import screen_reader
from tests.desktop.session import ROOT, Desktop, wait_for
from tests.desktop.xfce import start_notifyd

pytestmark = pytest.mark.desktop

JOURNEYS = ROOT / "tests" / "data" / "journeys"
ZONE = ("America/Toronto", "--me", "mentee@example.org")


@pytest.fixture
def out(desktop: Desktop) -> Path:
    """Where the plan writes its files."""
    return desktop.place / "out"


@pytest.fixture
def ended(desktop: Desktop, out: Path) -> Life:
    """J9: the series ended as planned, the day after its last meeting; the talk is not booked yet."""
    life = Life(desktop)
    life.at("2026-04-14T10:00:00-04:00", *ZONE)
    (file,) = JOURNEYS.glob("j09*.ics")
    life.call("import", str(file))
    (one,) = json.loads(life.call("review", "--json"))["mentorships"]
    wishes = ("--final", "2026-04-29", "--big-picture-when", "after-final", "--told", "2026-04-13")
    plan = json.loads(life.call("plan", one["id"], *wishes, "--json"))["plan"]
    life.call("apply", plan, "--out", str(out), "--yes")
    life.call("import", str(out / "series.ics"))
    life.at("2026-04-30T10:00:00-04:00", *ZONE)
    return life


def is_prepared(out: Path) -> bool:
    return (out / "big-picture-talk.ics").exists()


def test_a_look_at_it_leads_to_the_button_that_prepares_it(ended: Life, out: Path) -> None:
    with screen_reader(ended.desktop) as root:
        start_notifyd(ended.desktop)
        program = ended.start("--background")
        found(root, "push button", text("reminders.actions.open")).press()
        button = found(root, "push button", text("pair.plan.prepare"))
        assert not is_prepared(out), "nothing is done before a click on it"
        button.press()
        wait_for(lambda: is_prepared(out), "the invitation")
        wait_for(lambda: root.find("push button", text("pair.plan.prepare")) is None, "the end of the button")
        ended.end(program)


def test_its_button_prepares_it_and_shows_where(ended: Life, out: Path) -> None:
    with screen_reader(ended.desktop) as root:
        start_notifyd(ended.desktop)
        program = ended.start("--background")
        assert not is_prepared(out)
        found(root, "push button", text("reminders.actions.send")).press()
        found(root, "push button", text("pair.plan.show-files"))
        wait_for(lambda: is_prepared(out), "the invitation")
        assert "invitation-waiting" not in ended.call("reminders", "--json")
        ended.end(program)
