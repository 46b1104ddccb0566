"""Through the whole wizard by keyboard, and what holds on every page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
    QWizard,
)

from desktop.mentoring.mentorship import Reason, Role
from desktop.mentoring.plan import Rhythm
from desktop.mentoring.sheet import Way
from desktop.ui.wizard.wizard import At
from tests.ui.wizard.fakes import FakeTransitions, Series

BUTTON = QWizard.WizardButton
Key = Qt.Key
HOSTILE = '<img src="file:///etc/passwd"> {name} &File\n\u202etxt'


def press(key, times=1):
    for _ in range(times):
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard has nowhere to go"
        QTest.keyClick(widget, key)


def press_on(wizard, at):
    """By the keyboard to a page, without a word on those between: Return in a field of many lines is a line."""
    for _ in At:
        if wizard.currentId() == at:
            return
        wizard.button(BUTTON.NextButton).setFocus()
        press(Key.Key_Return)
    raise AssertionError(f"{at.name} was not on the way")


def prepared(walker):
    return walker.wizard.session.prepared is not None


def test_from_the_first_page_to_done_by_keyboard_alone(walk, qtbot, home):
    walker = walk()
    wizard = walker.wizard
    qtbot.waitUntil(wizard.isActiveWindow)
    press(Key.Key_Down, 2)
    assert wizard.session.chosen.way == "stay"
    press(Key.Key_Return)
    press_on(wizard, At.BECOME)
    press(Key.Key_Down)
    assert wizard.talk.rhythm.value is Rhythm.EVERY_9_MONTHS
    walker.until(lambda: not wizard.talk._pause.isActive() and wizard.talk.isComplete())
    press_on(wizard, At.DATE)
    press(Key.Key_Right)
    assert wizard.date._chosen.text().startswith("Tuesday 16 December")
    press_on(wizard, At.CHECK)
    walker.until(lambda: wizard.session.prepared is not None)
    press(Key.Key_Return)
    walker.until(lambda: wizard.currentId() == At.DONE)
    press_on(wizard, At.AFTER)
    with qtbot.waitSignal(wizard.finished):
        press(Key.Key_Return)

    (applied,) = wizard.session._graduand.transitions.made("apply")
    assert applied[1].is_relative_to(home)


def test_escape_leaves_everything_as_it_is(walk, qtbot):
    walker = walk()
    walker.to_check()
    with qtbot.waitSignal(walker.wizard.finished):
        press(Key.Key_Escape)

    assert walker.wizard.session._graduand.transitions.made("save") == []


def controls(page):
    kinds = (QAbstractButton, QLineEdit, QSpinBox, QComboBox, QDateEdit, QAbstractItemView)
    for each in page.findChildren(QWidget):
        inner = each.parent() is not None and isinstance(each.parent(), QSpinBox | QDateEdit | QComboBox)
        if isinstance(each, kinds) and each.isVisibleTo(page) and not inner and not foreign(each):
            yield each


def foreign(widget):
    """Parts that Qt makes for itself, such as a table's corner or an edit's clear button."""
    return widget.objectName().startswith("qt_") or type(widget).__name__ in ("QTableCornerButton", "Weekdays")


def every_page(walk):
    series = Series(title=HOSTILE)
    series.blocked[series.first] = Reason("leave", HOSTILE)
    live = FakeTransitions(
        series=series, source="google", needs_telling=True, other_series=(("m-2", HOSTILE),), may_close=False
    )
    walker = walk(live)
    yield walker.wizard.help
    walker.choose(Way.STAY)
    while walker.wizard.currentId() != At.CHECK:
        walker.next()
        page = walker.wizard.currentPage()
        walker.until(page.isComplete if walker.wizard.currentId() != At.CHECK else lambda: prepared(walker))
        yield page
    walker.wizard.check.told.tick.setChecked(True)
    walker.done()
    yield walker.wizard.done_page
    asked = walk(FakeTransitions(role=Role.ATTENDEE, series=Series(title=HOSTILE)))
    asked.to_check()
    yield asked.wizard.check


def test_every_control_has_a_stable_name_and_words_for_a_screen_reader(walk):
    seen = 0
    for page in every_page(walk):
        for control in controls(page):
            seen += 1
            words = control.accessibleName() or getattr(control, "text", str)()
            assert control.objectName(), f"{type(control).__name__} {words} has no name"
            assert words.strip(), f"{control.objectName()} says nothing"
    assert seen > 30


def test_names_are_unique_within_a_page(walk):
    for page in every_page(walk):
        names = [each.objectName() for each in controls(page)]
        assert len(names) == len(set(names))


def test_words_from_a_calendar_are_never_markup(walk):
    for page in every_page(walk):
        for label in page.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
        wizard = page.wizard()
        assert wizard.titleFormat() is wizard.subTitleFormat() is Qt.TextFormat.PlainText


def test_no_part_of_the_wizard_flashes_up_as_a_window_of_its_own(walk, windows):
    for _ in every_page(walk):
        pass

    assert set(windows.shown) == {"ClosingWizard"}


def cut(page):
    """The labels with less room than their words need."""
    QApplication.processEvents()
    shown = [label for label in page.findChildren(QLabel) if label.isVisible()]
    return [
        label.text()
        for label in shown
        if (label.wordWrap() and label.height() < label.heightForWidth(label.width()) - 1)
        or (not label.wordWrap() and label.width() < label.sizeHint().width() - 1)
    ]


@pytest.mark.parametrize("width", [640, 900])
def test_no_words_are_cut_at_any_width(walk, qtbot, width):
    for page in every_page(walk):
        page.wizard().resize(width, 520)
        qtbot.waitUntil(lambda page=page: cut(page) == [], timeout=2000)
        inner = page.area.widget()
        assert inner.width() <= page.area.viewport().width(), page.objectName()


def test_tab_reaches_every_control_of_the_date_page(walk, qtbot):
    walker = walk()
    walker.to_date()
    qtbot.waitUntil(walker.wizard.isActiveWindow)
    reached = set()
    for _ in range(12):
        reached.add(QApplication.focusWidget().objectName())
        press(Key.Key_Tab)

    assert {"dateCalendar", "dateList", "dateEarlier", "dateLater", "dateRename", "wizardNext", "wizardBack"} <= reached
