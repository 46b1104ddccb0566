"""The card that lists the days on which the talk would be."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.mentoring.plan import CreateBigPicture
from desktop.ui import style
from desktop.ui.style import Card, Space, named
from desktop.ui.wizard.parts import announce
from desktop.ui.wizard.wording import day_words, time_words
from resources.texts import text

SHOWN = 3


class DatesCard(Card):
    """Up to three dates, the first one standing out."""

    def __init__(self) -> None:
        super().__init__(gap=Space.TINY)
        named(self, "talkDates", text("wizard.talk.dates"))
        self._rows = [
            (named(style.strong() if n == 0 else style.body(), f"talkDate{n + 1}"), style.caption())
            for n in range(SHOWN)
        ]
        self._more = named(style.caption(), "talkDatesMore")
        for day, time in self._rows:
            day.hide()
            time.hide()
        self._head = named(style.caption(text("wizard.talk.dates")), "talkDatesHead")
        self._dates = QWidget()
        dates = QVBoxLayout(self._dates)
        dates.setContentsMargins(0, Space.TINY, 0, Space.TINY)
        dates.setSpacing(Space.TINY)
        for day, time in self._rows:
            dates.addWidget(day)
            dates.addWidget(time)
        self._dates.hide()
        for part in (self._head, self._dates, self._more):
            self.layout_.addWidget(part)

    def wait(self) -> None:
        """Say that the dates are on their way; dates of before stay until then."""
        if all(day.isHidden() for day, _ in self._rows):
            self._head.hide()
            self._more.setText(text("wizard.working-out"))
            self._more.show()

    def show_talk(self, talk: CreateBigPicture | None, times: int, zone: tzinfo) -> None:
        """The dates of `talk`; without one, that none is booked. `times` 0 is without end."""
        dates = talk.first_dates[:SHOWN] if talk is not None else ()
        self._head.setVisible(bool(dates))
        self._dates.setVisible(bool(dates))
        for n, (day, time) in enumerate(self._rows):
            shown = n < len(dates)
            day.setVisible(shown)
            time.setVisible(shown and n == 0)
            if shown:
                day.setText(day_words(dates[n], zone))
                time.setText(time_words(dates[n], talk.end if talk is not None and n == 0 else None, zone))
        more = text("wizard.talk.dates-more") if dates and times == 0 else ""
        self._more.setText(more if dates else text("wizard.talk.dates-none"))
        self._more.setVisible(bool(self._more.text()))
        announce(self, ", ".join(day.text() for day, _ in self._rows if day.isVisibleTo(self)))
