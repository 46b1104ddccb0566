"""Tab goes through a page as its words stand, whenever its parts were made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.scroll import Page as Scrolling
from desktop.ui.wizard.parts import Page


def _way(page: QWidget, first: QWidget) -> list[str]:
    """The names from `first` on, once around."""
    names, here = [], first.nextInFocusChain()
    while here is not first:
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and page.isAncestorOf(here) and here.objectName():
            names.append(here.objectName())
        here = here.nextInFocusChain()
    return names


def _named(name: str) -> QCheckBox:
    box = QCheckBox(name)
    box.setObjectName(name)
    return box


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of a page without its wizard
def test_what_comes_later_has_its_place_on_the_way(qtbot: QtBot) -> None:
    page = Page("offer", area="closing")
    qtbot.addWidget(page)
    first, last, foot = _named("first"), _named("last"), _named("foot")
    rows = QWidget()
    held = QVBoxLayout(rows)
    for part in (first, rows, last):
        page.body.addWidget(part)
    page.column.addWidget(foot)
    page.show()
    for name in ("one", "two"):
        held.addWidget(_named(name))
    qtbot.waitUntil(lambda: _way(page, first) == ["one", "two", "last", "foot"], timeout=2000)


def test_the_button_of_a_message_is_on_the_way_only_while_it_has_something_to_do(qtbot: QtBot) -> None:
    page = Page("offer", area="closing")
    qtbot.addWidget(page)
    act = page.findChild(QPushButton, "offerMessageAction")
    assert act is not None
    assert act.focusPolicy() is Qt.FocusPolicy.NoFocus
    page.message.say("Something", "went another way", act="Try again")
    assert act.focusPolicy() is Qt.FocusPolicy.StrongFocus
    page.message.say("Something", "went another way")
    assert act.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_page_that_is_filled_again_is_gone_through_as_it_stands(qtbot: QtBot) -> None:
    page = Scrolling()
    qtbot.addWidget(page)
    page.show()
    kept, first = _named("kept"), _named("first")
    page.refill([first, kept])
    page.refill([first, _named("between"), kept])
    qtbot.waitUntil(lambda: _way(page, first) == ["between", "kept"], timeout=2000)
