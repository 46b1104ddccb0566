"""A pair in which something is wrong is in nothing that this program shows, says, lists or writes (R19, WS).

Everything that can be kept about a pair carries one word, and every output is searched for it: with the pair shown, so
that the search is known to find, with the pair hidden, and with it shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.composition import Graduand, build
from desktop.mentoring.jottings import JottingKind, OfferKind
from desktop.mentoring.letters.values import Thanks
from desktop.mentoring.mentorship import Side
from desktop.mentoring.plan import Answers, PlanState
from desktop.mentoring.sheet import Sheet
from desktop.services.closings import closings, days, due_days
from desktop.ui.around import look_around, notification
from desktop.ui.bridge import Bridge
from desktop.ui.home.window import Window
from desktop.ui.session import Session
from desktop.ui.tray_state import Standing, tray_state
from tests.helpers.clock import FixedClock
from tests.journeys.conftest import Graduand as CommandLine
from tests.journeys.conftest import Said

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=AMSTERDAM)
NOW = {"now": "2026-11-30T09:00:00+01:00", "zone": "Europe/Amsterdam"}
ME = "mentee@example.org"
MARK = "quassia"
"""The word; it is in no text of the program."""


@pytest.fixture
def program(tmp_path: Path, journey: Callable[[str], Path], qtbot: QtBot) -> Iterator[Graduand]:
    """Three pairs, of which one carries the word wherever a word can stand."""
    said = journey("j10").read_bytes().decode()
    made = build(tmp_path / "store", clock=FixedClock(MONDAY), zone=AMSTERDAM, me=(ME,))
    for name in (MARK, "first", "second"):
        path = tmp_path / f"{name}.ics"
        ours = said.replace("UID:j10@", f"UID:{name}@").replace("mentor@example.org", f"{name}@example.org")
        ours = ours.replace("SUMMARY:Mentoring", f"SUMMARY:Mentoring {name}")
        path.write_bytes(ours.encode())
        made.importing.import_files([path])
        path.unlink()
    fill(made, pair(made))
    yield made
    made.close()


def pair(made: Graduand) -> str:
    """The id of the pair that carries the word."""
    found = [one for one in made.reviewing.review().mentorships if MARK in one.mentorship.current.uid]
    return found[0].mentorship.id


def fill(made: Graduand, wrong: str) -> None:
    """Everything that can be kept about a pair, and that is due about it."""
    stories, today = made.stories, MONDAY.date()
    for one in made.reviewing.review().mentorships:
        made.reviewing.set_side(one.mentorship.id, Side.MENTOR)
    for kind in JottingKind:
        about = OfferKind.RECOMMENDATION.value if kind is JottingKind.OFFER else ""
        if kind not in (JottingKind.LEAD, JottingKind.FREED, JottingKind.THANKS, JottingKind.WENT):
            stories.write(wrong, kind, f"{MARK} {kind}", about=about, due=today)
    stories.win(wrong, f"{MARK} taken away", MONDAY - timedelta(days=7))
    stories.keep(wrong, Sheet(page="why", private=MARK, thanks=(Thanks(MARK, MARK, MARK),)))
    made.reviewing.add_absence(date(2026, 12, 7), date(2026, 12, 11), f"{MARK} away", wrong)
    plan = made.transitions.propose(wrong, Answers())
    made.transitions.save(plan)
    for state in (PlanState.APPLYING, PlanState.INTERRUPTED):
        made.store.plans.set_state(plan.id, state, at=MONDAY)
    agreed = replace(made.transitions.propose(wrong, Answers()), id="agreed", told=today)
    made.transitions.save(agreed)
    for state in (PlanState.APPLYING, PlanState.APPLIED):
        made.store.plans.set_state(agreed.id, state, at=MONDAY)


def outputs(made: Graduand, wrong: str) -> dict[str, str]:
    """What each of the services and the tray would show, in whatever form it has."""
    around = look_around(made, settle=False)
    review = made.reviewing.review()
    standing = Standing(
        interrupted=around.interrupted, after=(wrong,), agreed=((wrong, MARK),), quiet=dict(around.quiet)
    )
    return {
        "look": repr((review.mentorships, review.questions, review.suggested)),
        "tray": repr(tray_state(review, AMSTERDAM, standing)),
        "reminders": repr((around.due, around.lately)),
        "notifications": repr([notification(one) for one in around.due]),
        "history": repr(made.transitions.history()),
        "broken off": repr(made.transitions.interrupted()),
        "closings": repr(closings(made.store, AMSTERDAM)),
        "days": repr(days(made.store, wrong, AMSTERDAM)),
        "days that are due": repr(due_days(made.store, AMSTERDAM, MONDAY.date())),
        "everybody": repr(made.stories.circle(AMSTERDAM)),
        "promises": repr(made.stories.promises()),
        "half-way": repr(made.stories.half_way()),
        "times away": repr(made.reviewing.absences()),
        "export": made.reviewing.export().replace(b"\r\n ", b"").decode(),
    }


COMMANDS = {
    "review": ("review",),
    "history": ("history",),
    "export": ("export",),
    "absence": ("absence",),
}


def printed(graduand: CommandLine, folder: Path) -> dict[str, str]:
    """The same for the command line, as words and as JSON."""
    found = {}
    for name, words in COMMANDS.items():
        for text in (False, True):
            answer = graduand(*words, "--data-dir", folder, **NOW, me=ME, text=text)
            assert answer.code == 0, answer.err
            found[f"{name}, {'words' if text else 'JSON'}"] = (answer.out + answer.err).replace("\r\n ", "")
    return found


def seen(window: QWidget) -> str:
    """Every word in a window, also those for a screen reader."""
    words = [window.windowTitle()]
    for part in window.findChildren(QWidget):
        words += [part.accessibleName(), part.accessibleDescription(), part.toolTip()]
        if isinstance(part, QLabel | QPushButton):
            words.append(part.text())
        if isinstance(part, QComboBox):
            words += [part.itemText(number) for number in range(part.count())]
    return "\n".join(words)


def shown(made: Graduand, qtbot: QtBot, folder: Path) -> dict[str, str]:
    """The window's pages: all pairs, everybody, the settings."""
    bridge = Bridge()
    session = Session(lambda: made, bridge)
    with qtbot.waitSignal(session.reviewed):
        session.open()
    window = Window(session, QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat), offers_samples=True)
    qtbot.addWidget(window)
    window.show()
    found = {}
    pages = {
        "home": window.open_home,
        "people": window.open_people,
        "half-year": window.open_half_year,
        "settings": window.open_settings,
    }
    for name, turn in pages.items():
        turn()
        qtbot.waitUntil(lambda: not bridge.busy and session.accounts.at_rest)
        qtbot.wait(20)
        found[f"window, {name}"] = seen(window)
    window.close()
    bridge.close()
    return found


def holding(found: dict[str, str], word: str) -> set[str]:
    return {name for name, output in found.items() if word in output}


ALWAYS_THERE = {"look", "tray", "history", "broken off", "closings", "everybody", "promises", "half-way", "times away"}
"""Outputs in which the word must stand while the pair is shown: else the search would prove nothing."""


def test_the_pair_is_in_no_output_at_all(
    program: Graduand, qtbot: QtBot, tmp_path: Path, graduand: CommandLine
) -> None:
    wrong = pair(program)

    def everything() -> dict[str, str]:
        found = outputs(program, wrong) | shown(program, qtbot, tmp_path)
        return found | printed(graduand, tmp_path / "store")

    before = everything()
    there = holding(before, MARK) | holding(before, wrong)
    assert there >= ALWAYS_THERE | {"export", "window, home", "window, people", "window, half-year", "window, settings"}
    assert there >= {f"{name}, {how}" for name in COMMANDS for how in ("words", "JSON")}

    program.reviewing.set_safe(wrong, True)
    hidden = everything()
    # The tray is handed the word here: what is left of it there would be shown.
    assert holding(hidden, MARK) == set()
    assert holding(hidden, wrong) == set()
    assert "first@example.org" in hidden["export"], "the others are where they were"

    program.reviewing.show_hidden()
    again = everything()
    assert holding(again, MARK) | holding(again, wrong) == there


NAMING = {
    "plan": ("plan", "ID"),
    "apply": ("apply", "agreed", "--yes"),
    "undo": ("undo", "agreed", "--yes"),
    "the last undo": ("undo", "--yes"),
    "story": ("export", "--story", "ID"),
    "correct": ("correct", "ID", "2026-11-23", "kept"),
    "not now": ("not-now", "ID", "--for", "week"),
    "absence": ("absence", "add", "--from", "2026-12-07", "--to", "2026-12-11", "--whose", "ID"),
}


@pytest.mark.parametrize("name", NAMING)
def test_a_call_that_names_it_knows_nothing_of_it(
    program: Graduand, tmp_path: Path, graduand: CommandLine, name: str
) -> None:
    """Whoever has an id from before, in the history of a terminal say, learns nothing by it."""
    wrong = pair(program)
    program.reviewing.set_safe(wrong, True)
    words = [wrong if word == "ID" else word for word in NAMING[name]]
    for text in (False, True):
        said = graduand(*words, "--data-dir", tmp_path / "store", **NOW, me=ME, text=text)
        assert said.code == 1
        assert MARK not in said.out + said.err
    assert {one.plan.id: one.state for one in program.store.plans.all()}["agreed"] is PlanState.APPLIED


def test_what_changes_in_it_is_kept_and_told_to_nobody(
    program: Graduand, tmp_path: Path, graduand: CommandLine, journey: Callable[[str], Path]
) -> None:
    wrong = pair(program)
    said = journey("j10").read_bytes().decode().replace("UID:j10@", f"UID:{MARK}@").replace("mentor@", f"{MARK}@")
    path = tmp_path / "again.ics"

    def read(title: str) -> Said:
        path.write_bytes(said.replace("SUMMARY:Mentoring", f"SUMMARY:Mentoring {MARK} {title}").encode())
        return graduand("import", path, "--data-dir", tmp_path / "store", **NOW, me=ME)

    assert [one["what"] for one in read("one").json["changed"]] == [["title"]]
    program.reviewing.set_safe(wrong, True)
    hidden = read("two")
    assert (hidden.code, hidden.json["new"], hidden.json["changed"]) == (0, [], [])
    assert MARK not in hidden.out + hidden.err
    program.reviewing.show_hidden()
    (found,) = (one.mentorship for one in program.reviewing.review().mentorships if one.mentorship.id == wrong)
    assert found.current.title.endswith("two")


def test_it_is_found_again_by_a_plain_question_that_names_nobody(
    program: Graduand, qtbot: QtBot, tmp_path: Path
) -> None:
    wrong = pair(program)
    program.reviewing.set_safe(wrong, True)
    bridge = Bridge()
    session = Session(lambda: program, bridge)
    with qtbot.waitSignal(session.reviewed):
        session.open()
    window = Window(session, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat), offers_samples=True)
    qtbot.addWidget(window)
    window.show()
    window.open_settings()
    qtbot.waitUntil(lambda: not bridge.busy)
    window.findChild(QPushButton, "hidden-pairs").click()
    assert MARK not in seen(window)
    with qtbot.waitSignal(session.reviewed):
        window.findChild(QPushButton, "yes").click()

    assert wrong in {one.mentorship.id for one in program.reviewing.review().mentorships}
    window.close()
    bridge.close()
