"""What was said lately, in the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop.mentoring.pulses import IN_OTHER_WORDS
from desktop.mentoring.reminders import Action, Manner
from desktop.services.reminders import Reminder
from desktop.ui.speaking import DISMISS
from tests.ui.conftest import Stage
from tests.ui.fakes import FakeGraduand, graduand, look, pair

NOTE = Reminder(
    "quiet-patch:p1:20261130", "quiet-patch", Manner.NOTIFICATION, "Tuesday meetings", "5 of 12.", "G", "D",
    ((Action.OPEN, "Have a look"), (Action.NOT_NOW, "Not now…")), ("p1",),
)  # fmt: skip
LINE = Reminder(
    "after-meeting:p1:20261130T110000Z", "after-meeting", Manner.LINE, "After your meeting", "One line.", "G", "D",
    ((Action.ENERGISED, "Energised"), (Action.OPEN, "Have a look")), ("p1",),
)  # fmt: skip

AGREED = Reminder(
    "thank:p1:plan:1", "thank", Manner.LINE, "Two lines of thanks", "While it is fresh.", "G", "D",
    ((Action.OPEN, "Have a look"), (Action.NOT_NEEDED, "Not needed"), (Action.NOT_NOW, "Not now…")), ("p1",),
)  # fmt: skip

Opening = Callable[[FakeGraduand], Stage]


def heard(one: Stage) -> tuple[list[tuple[str, str, str]], list[str]]:
    answered: list[tuple[str, str, str]] = []
    seen: list[str] = []
    one.window.lately_answered.connect(lambda *values: answered.append(values))
    one.window.lately_seen.connect(seen.append)
    return answered, seen


def test_it_has_the_words_and_the_answers_of_the_notification(stage: Opening) -> None:
    one = stage(graduand(look(pair())))
    answered, _ = heard(one)
    one.window.show_lately([NOTE])
    assert one.words("lately-title") == ["Tuesday meetings"]
    assert one.words("lately-who-0") == ["Alex Morgan"]
    for action in ("open", "not-now", DISMISS):
        one.find(QPushButton, f"{action}-{NOTE.identity}").click()
    assert answered == [(NOTE.identity, action, "") for action in ("open", "not-now", DISMISS)]


def test_it_is_seen_when_the_window_shows_it_and_not_before(stage: Opening) -> None:
    one = stage(graduand(look(pair())))
    _, seen = heard(one)
    one.window.open_pair("p1")
    one.window.show_lately([NOTE])
    one.window.show()
    one.qtbot.waitExposed(one.window)
    assert seen == [], "another page is shown"
    one.window.open_home()
    assert seen == [NOTE.identity]


def test_what_is_half_written_stays_over_a_new_look(stage: Opening) -> None:
    one = stage(graduand(look(pair())))
    answered, _ = heard(one)
    one.window.show_lately([LINE])
    field = one.find(QLineEdit, "lately-words")
    field.setText("ask ear")
    one.session.refresh()
    one.settle()
    one.window.show_lately([LINE, NOTE])
    assert one.find(QLineEdit, "lately-words") is field
    field.setText("ask earlier")
    one.find(QPushButton, f"energised-{LINE.identity}").click()
    assert answered == [(LINE.identity, "energised", "ask earlier")]


FELT = Reminder(
    "after-meeting:p1:20261130T110000Z", "after-meeting", Manner.LINE, "After your meeting", "One line.", "G", "D",
    (*((one, one.title()) for one in (Action.ENERGISED, Action.NEUTRAL, Action.DRAINED)), (Action.OPEN, "Look")),
    ("p1",),
)  # fmt: skip


def test_the_other_answers_are_one_menu_and_each_is_an_answer(stage: Opening) -> None:
    one = stage(graduand(look(pair())))
    answered, _ = heard(one)
    one.window.show_lately([FELT])
    menu = one.find(QPushButton, f"other-words-{FELT.identity}").menu()
    assert [action.text() for action in menu.actions()] == [
        "Little that was new",
        "The same ground once more",
        "Mostly letting off steam",
        "Little that challenged me",
        "I went out of duty",
    ]
    for action in menu.actions():
        action.trigger()
    assert answered == [(FELT.identity, answer.value, "") for answer in IN_OTHER_WORDS]


def test_where_it_is_not_asked_how_it_felt_there_is_no_menu(stage: Opening) -> None:
    one = stage(graduand(look(pair())))
    one.window.show_lately([replace(FELT, actions=((Action.OPEN, "Look"),))])
    assert not one.window.findChildren(QPushButton, f"other-words-{FELT.identity}")
    assert one.find(QLineEdit, "lately-words").isVisibleTo(one.window), "a word of one's own is welcome all the same"


def test_a_next_step_goes_along_with_any_answer_but_a_look(stage: Opening) -> None:
    one = stage(graduand(look(pair())))
    stepped: list[tuple[str, str]] = []
    one.window.lately_stepped.connect(lambda *values: stepped.append(values))
    one.window.show_lately([FELT])
    one.find(QLineEdit, "lately-step").setText("  Ask two people ")
    one.find(QPushButton, f"open-{FELT.identity}").click()
    assert stepped == []
    one.find(QPushButton, f"neutral-{FELT.identity}").click()
    assert stepped == [(FELT.identity, "Ask two people")]


def test_nothing_said_leaves_no_heading(stage: Opening) -> None:
    one = stage(graduand(look(pair())))
    one.window.show_lately([NOTE])
    assert one.words("lately-heading") != []
    one.window.show_lately([])
    one.qtbot.waitUntil(lambda: one.words("lately-heading") == [])


def test_a_day_that_was_agreed_on_can_be_put_away_and_asks_for_no_words(stage: Opening) -> None:
    one = stage(graduand(look(pair())))
    answered, _ = heard(one)
    one.window.show_lately([AGREED])
    for action in ("open", "not-needed", "not-now"):
        one.find(QPushButton, f"{action}-{AGREED.identity}").click()
    assert answered == [(AGREED.identity, action, "") for action in ("open", "not-needed", "not-now")]
    assert not one.window.findChildren(QLineEdit, "lately-words")
    assert not one.window.findChildren(QPushButton, f"{DISMISS}-{AGREED.identity}"), "one way to put it away is enough"
