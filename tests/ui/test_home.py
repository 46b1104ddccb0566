from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from desktop.mentoring.mentorship import Level, Question, SignKind, SignLevel, Suggestion, Told
from desktop.services.importing import Change, ImportReport
from desktop.services.phrases import change_says
from desktop.ui.dialogs import Notice
from desktop.ui.home.drop import calendar_files
from desktop.ui.home.page import AT_FIRST
from desktop.ui.home.summary import summary
from integrations.calendars.model import Problem
from integrations.errors import Cancelled, Trouble
from resources.texts import text
from tests.ui.conftest import Opening
from tests.ui.fakes import graduand, look, pair, sign

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

QUIET = sign(SignKind.QUIET_PATCH, SignLevel.LOOK, not_kept=5, due=12)


def report(**values: Any) -> ImportReport:
    given: dict[str, Any] = {
        "new": (),
        "changed": (),
        "unchanged": 0,
        "suggested": (),
        "problems": (),
        "completed_plans": (),
    }
    return ImportReport(**(given | values))


def test_nothing_yet_welcomes(stage: Opening) -> None:
    on = stage(graduand(look()))
    assert on.window._pages.currentWidget() is on.window._welcome
    assert on.find(QPushButton, "samples-button").text() == text("welcome.samples")


def test_a_card_a_pair_in_plain_words(stage: Opening) -> None:
    on = stage(graduand(look(pair(level=Level.LOOK, signs=(QUIET,)), pair("p2", "Robin"))))
    assert on.words("pair-who") == ["Alex Morgan", "Robin"]
    assert on.words("pair-rhythm")[0] == "Every week on Tuesdays, 16:00"
    assert on.words("pair-line") == ["7 of the last 12 meetings are on the calendar as kept."]
    assert on.words("pair-next")[0] == "Next: Tuesday 25 November at 16:00"
    assert on.words("level-words")[0] == text("signs.levels.look")


def test_the_soonest_stands_first_whatever_its_level(stage: Opening) -> None:
    """No ranking (R17)."""
    late = pair("late", "Late", "kkkkkkkkkkkkk", level=Level.NOTE)
    on = stage(graduand(look(late, pair("soon", "Soon"))))
    assert on.words("pair-who") == ["Soon", "Late"]


def test_finished_stands_apart_and_the_hidden_nowhere(stage: Opening) -> None:
    on = stage(
        graduand(
            look(
                pair(),
                pair("over", "Over", finished=True, ahead=False),
                pair("safe", "Secret", told=Told(safe=True)),
            )
        )
    )
    assert on.words("pair-who") == ["Alex Morgan", "Over"]
    assert on.words("finished-heading") == [text("home.finished")]
    assert on.words("level-words")[1] == text("common.finished")


def test_foreign_words_are_shown_as_they_are(stage: Opening) -> None:
    evil = "<b>bold</b>\u202e & <img src=x>"
    on = stage(graduand(look(pair(name=evil), suggested=(Suggestion("s", evil, "coffee"),))))
    assert on.words("pair-who") == ["<b>bold</b> & <img src=x>"]
    assert "<img src=x>" in on.words("suggestion-says")[0]


def test_a_click_opens_the_pair_and_back_leads_home(stage: Opening) -> None:
    on = stage(graduand(look(pair(), pair("p2", "Robin"))))
    on.find(QPushButton, "open-p2").click()
    assert on.window._pages.currentWidget() is on.window._pair
    assert on.words("pair-title") == ["Robin"]
    on.find(QPushButton, "back").click()
    assert on.window._pages.currentWidget() is on.window._home


def test_a_click_anywhere_on_the_card_opens_it_too(stage: Opening) -> None:
    on = stage(graduand(look(pair())))
    on.window.show()
    card = on.find(QWidget, "pair-card")
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert on.window._pages.currentWidget() is on.window._pair


def test_a_question_is_answered_with_a_button(stage: Opening) -> None:
    asked = Question("q1", "same-person", ("a@work.example", "b@home.example"), ("yes", "no"))
    on = stage(graduand(look(pair(), questions=(asked,))))
    assert "a@work.example" in on.words("question-says")[0]
    on.find(QPushButton, "answer-q1-yes").click()
    on.settle()
    assert on.graduand.reviewing.calls == [("answer", "q1", "yes")]


def test_a_question_about_mentorships_names_them(stage: Opening) -> None:
    asked = Question("q2", "contact-after", ("p1",), ("yes", "no"))
    on = stage(graduand(look(pair(), questions=(asked,))))
    assert on.words("question-about-0") == ["Alex Morgan"]


def test_who_are_you_takes_a_choice_or_another_address(stage: Opening) -> None:
    asked = Question("q3", "who-are-you", (), ("a@x.example", "b@x.example"))
    on = stage(graduand(look(pair(), questions=(asked,))))
    on.find(QPushButton, "answer-q3-b@x.example").click()
    on.settle()
    use = on.find(QPushButton, "use-address")
    field = on.find(QLineEdit, "own-address")
    field.setText("no address")
    assert not use.isEnabled()
    field.setText(" Me@Own.example ")
    use.click()
    on.settle()
    assert on.graduand.reviewing.calls == [("set_me", ("b@x.example",)), ("set_me", ("me@own.example",))]


def test_a_suggestion_is_never_assumed(stage: Opening) -> None:
    on = stage(
        graduand(look(pair(), suggested=(Suggestion("s1", "Coffee", "coffee"), Suggestion("s2", "Tea", "coffee"))))
    )
    on.find(QPushButton, "mark-s1").click()
    on.settle()
    on.find(QPushButton, "unmark-s2").click()
    on.settle()
    assert on.graduand.reviewing.calls == [("mark", "s1", True), ("mark", "s2", False)]


def test_problems_fold_open(stage: Opening) -> None:
    problem = Problem("/home/someone/export.ics", 812, "VEVENT", "u", "x", "The start is not a date.")
    on = stage(graduand(look(pair(), problems=(problem,))))
    folded = on.find(QWidget, "problems-list")
    on.window.show()
    assert not folded.isVisible()
    on.find(QPushButton, "problems-toggle").click()
    assert folded.isVisible()
    assert folded.findChildren(QLabel)[0].text() == "export.ics, line 812: The start is not a date."


def _imported(stage: Opening, tmp_path: Path, *problems: Problem) -> list[str]:
    """What the dialog says after an import that left these out."""
    on = stage(graduand(look(pair()), lambda *_: report(problems=problems)))
    on.window.import_files([tmp_path / "a.ics"])
    on.qtbot.waitUntil(lambda: on.window.findChild(Notice, "left-out") is not None)
    return [label.text() for label in on.window.findChild(Notice, "left-out").findChildren(QLabel)]


def test_an_import_names_the_first_that_it_left_out(stage: Opening, tmp_path: Path) -> None:
    whole = [
        Problem(path, 0, "", "", code, str(Trouble(code, path)))
        for path, code in (("/home/<b>x</b>/a.ics", "file-empty"), ("/home/x/b.ics", "file-is-html"))
    ]
    entries = [Problem("/home/x/c.ics", line, "VEVENT", "u", "x", "The start is not a date.") for line in range(1, 7)]
    says = _imported(stage, tmp_path, *whole, *entries)
    assert says == [
        text("home.left-out.title", n=8),
        str(Trouble("file-empty", "a.ics")),
        str(Trouble("file-is-html", "b.ics")),
        *(f"c.ics, line {line}: The start is not a date." for line in range(1, 4)),
        text("home.left-out.more", n=3),
        text("home.left-out.advice"),
    ]


def test_a_single_one_is_named_and_no_more_are_counted(stage: Opening, tmp_path: Path) -> None:
    says = _imported(stage, tmp_path, Problem("c.ics", 0, "VCALENDAR", "", "cut-off", "It breaks off."))
    assert says == [text("home.left-out.title", n=1), "c.ics: It breaks off.", text("home.left-out.advice")]


def test_an_import_without_a_problem_opens_no_dialog(stage: Opening, tmp_path: Path) -> None:
    on = stage(graduand(look(pair()), lambda *_: report()))
    on.window.import_files([tmp_path / "a.ics"])
    on.qtbot.waitUntil(lambda: on.words("message-words") == [text("home.summary.nothing")])
    assert on.window.findChild(Notice, "left-out") is None


def test_very_many_pairs_come_in_two_steps(stage: Opening) -> None:
    on = stage(graduand(look(*(pair(f"p{number}") for number in range(AT_FIRST + 5)))))
    assert len(on.words("pair-who")) == AT_FIRST
    on.find(QPushButton, "show-all").click()
    on.qtbot.waitUntil(lambda: len(on.words("pair-who")) >= AT_FIRST + 5)


def test_an_import_reads_shows_and_says_what_came(stage: Opening, tmp_path: Path) -> None:
    fake = graduand(look(), lambda *_: report(new=(Change("u", "t", ("new",)),)))
    on = stage(fake)
    fake.reviewing.current = look(pair(level=Level.LOOK))
    on.window.import_files([tmp_path / "a.ics"])
    on.settle()
    assert on.words("message-words") == [f"{text('home.summary.new', n=1)} {text('home.summary.look')}"]
    assert on.window._pages.currentWidget() is on.window._home
    assert fake.importing.calls == [(tmp_path / "a.ics",)]


def test_a_big_import_shows_progress_and_can_be_cancelled(stage: Opening, tmp_path: Path) -> None:
    half, gone_on = threading.Event(), threading.Event()

    def slow(_: object, progress: Any, cancelled: Any) -> None:
        progress(50_000_000, 100_000_000)
        half.set()
        while not cancelled():
            gone_on.wait(0.005)
        raise Cancelled

    on = stage(graduand(look(pair()), slow))
    on.window.show()
    on.window.import_files([tmp_path / "a.ics"])
    bar = on.window.message._bar
    on.qtbot.waitUntil(lambda: bar.value() == 500)
    assert bar.isVisible()
    button = on.find(QPushButton, "message-button")
    assert button.text() == text("home.progress.cancel")
    button.click()
    on.settle()
    assert on.words("message-words") == [text("home.progress.cancelled")]
    assert not bar.isVisible()
    button.click()
    assert not on.window.message.isVisible()


def test_trouble_is_a_dialog_in_plain_words(stage: Opening, tmp_path: Path) -> None:
    def refused(*_: object) -> None:
        raise Trouble("question-unknown", "<b>x</b>")

    on = stage(graduand(look(pair()), refused))
    on.window.show()
    on.window.import_files([tmp_path / "a.ics"])
    on.settle()
    notice = on.window.findChild(Notice, "trouble")
    assert notice is not None
    assert "<b>x</b>" in notice.accessibleDescription()
    assert not on.window.message.isVisible()
    notice.findChild(QPushButton, "close").click()
    on.qtbot.waitUntil(lambda: on.window.findChild(Notice, "trouble") is None)


def _dropped(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_calendar_files_may_be_dropped_anywhere(stage: Opening, tmp_path: Path) -> None:
    fake = graduand(look(pair()), lambda *_: report())
    on = stage(fake)
    mime = _dropped(tmp_path / "a.ics", tmp_path / "b.txt", tmp_path / "C.ZIP")
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    on.window.dropEvent(event)
    on.settle()
    assert fake.importing.calls == [(tmp_path / "a.ics", tmp_path / "C.ZIP")]
    assert on.words("message-words") == [text("home.summary.nothing")]


def test_only_local_calendar_files_are_taken(tmp_path: Path) -> None:
    mime = _dropped(tmp_path / "a.pdf")
    mime.setUrls([*mime.urls(), QUrl("https://x.example/a.ics")])
    assert calendar_files(mime) == []


@pytest.mark.parametrize("code", "ended extended reopened dates moved title people cancelled gone details".split())
def test_every_change_has_words(code: str) -> None:
    change = Change("u", "t", (code,))
    assert change_says(change) in summary(report(changed=(change,)), found=True, looks=False)


def test_a_summary_says_everything_once() -> None:
    says = summary(
        report(
            new=(Change("u", "t", ("new",)),) * 3,
            suggested=(Suggestion("s", "t", "coffee"),),
            problems=(Problem("f", 1, "", "", "", ""),) * 2,
            completed_plans=("p",),
        ),
        found=True,
        looks=False,
    )
    for part in (
        text("home.summary.new", n=3),
        text("home.summary.completed", n=1),
        text("home.summary.suggested", n=1),
        text("home.summary.problems", n=2),
    ):
        assert says.count(part) == 1
    assert text("home.summary.look") not in says
