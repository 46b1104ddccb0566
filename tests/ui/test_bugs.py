"""When the fault is ours: said once, and a report that carries nothing of the user's."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.bugs import BugReporter, report
from desktop.ui.dialogs import Notice
from resources.texts import text
from tests.helpers.logfail import LogWatch

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"

SECRET = "Coffee with zoe@example.org"


def fault() -> Exception:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as first:
            raise ValueError(f"no {SECRET}") from first
    except ValueError as error:
        return error


@pytest.fixture
def reporter(qtbot: QtBot) -> Iterator[BugReporter]:
    before, parent = sys.excepthook, QObject()
    one = BugReporter(parent)
    one.install()
    yield one
    one.remove()
    assert sys.excepthook is before


def notices() -> list[Notice]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Notice) and one.isVisible()]


def test_the_report_names_places_and_nothing_of_the_users() -> None:
    words = report(fault())
    assert "ValueError at test_bugs.py:" in words
    assert "KeyError at test_bugs.py:" in words
    assert not {"Coffee", "zoe", "example"} & set(words.replace("@", " ").replace(".", " ").split())
    assert "Python" in words.splitlines()[0]


def test_one_dialog_a_run_and_its_report_is_copied(qtbot: QtBot, reporter: BugReporter, expect_log: LogWatch) -> None:
    expect_log("unexpected", logging.ERROR)
    error = fault()
    for _ in range(3):
        sys.excepthook(type(error), error, error.__traceback__)
    (notice,) = notices()
    button = notice.findChild(QPushButton, "copy")
    button.click()
    assert QGuiApplication.clipboard().text() == report(error)
    assert (button.text(), button.isEnabled()) == (text("common.bug.copied"), False)
    notice.findChild(QPushButton, "close").click()
    qtbot.waitUntil(lambda: notices() == [])


def test_ctrl_c_is_no_fault(qtbot: QtBot, reporter: BugReporter, expect_log: LogWatch) -> None:
    expect_log("unexpected", logging.ERROR)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert notices() == []
