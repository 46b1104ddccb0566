"""What a person is to see: a dialog that waits stands in front of its window, and what is over is told as over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui import phrases
from desktop.ui.dialogs import say, to_front
from resources.texts import text
from tests.helpers.bot import SeeingBot
from tests.ui.fakes import LONDON, NOW, pair


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_dialog_that_waits_comes_to_the_front_with_its_window(qtbot: SeeingBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    notice = say(window, "The file is empty", ("It holds nothing.",), "trouble")
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is notice)
    to_front(window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is notice)
    notice.accept()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    to_front(window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


@pytest.mark.parametrize(("ahead", "key"), [(True, "on"), (False, "over")])
def test_an_end_that_has_been_is_told_as_one(ahead: bool, key: str) -> None:
    review = pair()
    ends = review.ledger.upcoming[-1].start if ahead else review.ledger.slots[-1].start
    upcoming = review.ledger.upcoming if ahead else ()
    review = replace(review, ledger=replace(review.ledger, open_ended=False, ends=ends, upcoming=upcoming))
    day = phrases.date_words(ends, LONDON, NOW)
    assert phrases.ending(review, LONDON, NOW) == text(f"common.ends.{key}", day=day)
