"""The card with all past slots: the drawing or a list of the same, a legend, and one line about a slot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.mentoring.mentorship import Counts, Ledger, Slot, SlotState
from desktop.ui import phrases, style
from desktop.ui.pair.marks import MarkShape, mark_icon
from desktop.ui.pair.slot_menu import slot_menu
from desktop.ui.pair.timeline import Timeline
from desktop.ui.pair.timeline_access import install
from desktop.ui.style import Card, LinkButton, Space, named
from integrations.calendars.model import Moment
from resources.texts import text

AT_FIRST = 90
"""Slots drawn before "Show earlier meetings"."""

_COUNTED = (SlotState.KEPT, SlotState.MOVED, SlotState.NOT_KEPT)


class SlotsCard(Card):
    """Emits the user's word on a slot; the page shows the next look."""

    corrected = Signal(object, object)
    """A `Slot` and a `SlotState` or None."""

    def __init__(self, zone: tzinfo, now: datetime) -> None:
        super().__init__(gap=Space.MEDIUM)
        named(self, "slots-card", text("pair.timeline"))
        self._zone = zone
        self._now = now
        self._ledger: Ledger | None = None
        self._slots: Sequence[Slot] = ()
        self._all = False
        install()
        self.timeline = Timeline(zone)
        self.list = named(QListWidget(), "slot-list", text("pair.timeline"))
        self.list.hide()
        self._counts = named(style.body(), "counts")
        self._detail = named(style.caption(), "slot-detail")
        self._as_list = False
        self._toggle = named(LinkButton(text("pair.list")), "list-toggle")
        self._earlier = named(LinkButton(text("pair.earlier")), "earlier")
        self._entries = {state: _entry(state) for state in SlotState}
        self._build()

    def _build(self) -> None:
        top = style.row(style.heading(text("pair.timeline")), gap=Space.MEDIUM)
        top.setStretch(0, 1)
        top.addWidget(self._earlier)
        top.addWidget(self._toggle)
        self.layout_.addLayout(top)
        for part in (self._counts, self.timeline, self.list, self._detail):
            self.layout_.addWidget(part)
        self.layout_.addLayout(style.row(*self._entries.values(), gap=Space.LARGE, push=True))
        self.timeline.looked_at.connect(self._looked_at)
        self.timeline.chosen.connect(self._chosen)
        self.list.itemActivated.connect(self._activated)
        self.list.currentRowChanged.connect(self._row_changed)
        self._toggle.clicked.connect(self._toggled)
        self._earlier.clicked.connect(self._show_earlier)

    def show_ledger(self, ledger: Ledger, now: datetime) -> None:
        """Show the slots of `ledger`."""
        self._ledger, self._now = ledger, now
        self._slots = ledger.slots if self._all else ledger.slots[-AT_FIRST:]
        self._earlier.setVisible(len(self._slots) < len(ledger.slots))
        self._toggle.setVisible(bool(ledger.slots))
        self._counts.setText(counts_words(ledger.counts) if ledger.slots else text("pair.timeline-empty"))
        self._show_view()
        self.timeline.show_slots(self._slots, ledger.window)
        self._fill_list()
        self._fill_legend()
        self._looked_at(self.timeline.current if self.timeline.hasFocus() else -1)

    def mark(self, starts: Sequence[Moment]) -> None:
        """Point out the slots that a sign rests on."""
        self.timeline.mark(starts)

    def go_to(self, start: Moment) -> None:
        """Bring one slot before the user, in whichever view is shown."""
        for index, slot in enumerate(self._slots):
            if slot.start == start:
                if self._as_list:
                    self.list.setCurrentRow(len(self._slots) - 1 - index)
                    self.list.setFocus()
                else:
                    self.timeline.go_to(index)

    def _fill_list(self) -> None:
        row = self.list.currentRow()
        self.list.clear()
        icons = {state: mark_icon(state, self.devicePixelRatioF()) for state in SlotState}
        for slot in reversed(self._slots):
            words = phrases.slot_words(slot, self._zone)
            self.list.addItem(QListWidgetItem(icons[slot.state], words))
        if row >= 0:
            self.list.setCurrentRow(min(row, len(self._slots) - 1))

    def _fill_legend(self) -> None:
        present = {slot.state for slot in self._slots}
        for state, entry in self._entries.items():
            entry.setVisible(state in present)

    def _looked_at(self, index: int) -> None:
        known = 0 <= index < len(self._slots)
        words = phrases.slot_words(self._slots[index], self._zone) if known else ""
        self._detail.setText(words or (text("pair.hint") if self._slots else ""))

    def _row_changed(self, row: int) -> None:
        self._looked_at(len(self._slots) - 1 - row if row >= 0 else -1)

    def _activated(self, item: QListWidgetItem) -> None:
        place = self.list.viewport().mapToGlobal(self.list.visualItemRect(item).bottomLeft())
        self._chosen(len(self._slots) - 1 - self.list.row(item), place)

    def _chosen(self, index: int, place: QPoint) -> None:
        slot = self._slots[index]
        menu = slot_menu(self, slot, self._zone, self._now, lambda state: self.corrected.emit(slot, state))
        menu.popup(place)

    def _toggled(self) -> None:
        self._as_list = not self._as_list
        self._show_view()
        self._toggle.setText(text("pair.drawing" if self._as_list else "pair.list"))

    def _show_view(self) -> None:
        self.timeline.setVisible(bool(self._slots) and not self._as_list)
        self.list.setVisible(bool(self._slots) and self._as_list)

    def _show_earlier(self) -> None:
        self._all = True
        if self._ledger is not None:
            self.show_ledger(self._ledger, self._now)


def counts_words(counts: Counts) -> str:
    """The sums in one sentence; what is zero is left out."""
    numbers = {"kept": counts.kept, "moved": counts.moved, "not-kept": counts.not_kept}
    parts = [text(f"pair.counts.{key}", n=number) for key, number in numbers.items() if number]
    if not parts:
        return text("pair.counts.none")
    joined = parts[0]
    for part in parts[1:]:
        joined = text("pair.counts.join", first=joined, second=part)
    says = text("pair.counts.due", due=counts.due, parts=joined)
    return f"{says} {text('pair.counts.excused', n=counts.excused)}" if counts.excused else says


def _entry(state: SlotState) -> QWidget:
    entry = QWidget()
    label = style.label(text(f"pair.legend.{state.value}"))
    entry.setLayout(style.row(MarkShape(state), label, gap=Space.TINY))
    return entry
