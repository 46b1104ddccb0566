"""The settings' page. Renders what it is given; says what the user wants by signals, the moment they do it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.services.options import AT_LOGIN, Option, options
from desktop.ui import style
from desktop.ui.accounts.accounts_card import AccountsCard
from desktop.ui.scroll import Page
from desktop.ui.settings.absences import AbsencesCard
from desktop.ui.settings.controls import Control, DayControl, WordsControl, control
from desktop.ui.settings.shown import Shown
from desktop.ui.style import Card, LinkButton, Space, named
from resources.texts import text

_SECTIONS = (
    ("hours", ("days", "begins", "ends", "quiet_until")),
    ("reminders", ("notify_at", "discreet", "after_meeting", "each_quarter")),
    ("you", ("addresses", "zone", "stage")),
    ("holidays", ("region", "second_region")),
    ("mentoring", ("words", "color")),
    ("program", ("appearance", "")),
)
"""The cards and what is in each; "" is what the system keeps."""


class Row(QWidget):
    """One setting: its title, its control, what it does, and what is expected where something else is written."""

    def __init__(self, option: Option[Any]) -> None:
        super().__init__()
        self.control: Control = control(option)
        title, help_ = text(f"settings.{option.key}.title"), text(f"settings.{option.key}.help")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.TINY)
        if not self.control.titled:
            label = QLabel(title)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(self.control.focusProxy() or self.control)
            layout.addWidget(label)
        layout.addWidget(self.control)
        self.help = style.caption(help_)
        self.hint = named(style.caption(), f"hint-{option.name or 'at_login'}")
        self.hint.hide()
        self._expected = named(style.strong(), f"expected-{option.name or 'at_login'}")
        self._expected.hide()
        for part in (self._expected, self.hint, self.help):
            layout.addWidget(part)
        field = self.control.focusProxy()
        if field is not None:
            field.setAccessibleDescription(help_)
        self.control.unfit.connect(self._unfit)

    def say(self, hint: str) -> None:
        """A line about the present value."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def explain(self, **values: object) -> None:
        """What it does, where that depends on the machine."""
        self.help.setText(text(f"settings.{self.control.option.key}.help", **values))

    def _unfit(self, unfit: bool) -> None:
        if unfit:
            self.hint.hide()
            self._expected.setText(text(f"settings.expected.{self.control.option.kind.name}"))
        self._expected.setVisible(unfit)


class SettingsPage(Page):
    """A control for each declaration, in cards; the user's own times away among them."""

    back_wanted = Signal()
    chosen = Signal(str, object)
    """An option's name and its value."""
    at_login_chosen = Signal(object)
    hidden_wanted = Signal()
    """Pairs that were hidden are to be shown again."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "settings-page", text("settings.title"))
        self.rows: dict[str, Row] = {name: Row(option) for name, option in (options() | {"": AT_LOGIN}).items()}
        self.accounts = AccountsCard()
        self.absences = AbsencesCard()
        self._notices = QWidget()
        self._notices.setLayout(style.column(gap=Space.SMALL))
        self._place = named(style.caption(), "settings-place")
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._aside = named(style.caption(), "settings-aside")
        self._aside.hide()
        self.refill(self._parts())
        for name, row in self.rows.items():
            if name:
                row.control.changed.connect(lambda value, name=name: self.chosen.emit(name, value))
        self.rows[""].control.changed.connect(self.at_login_chosen)

    def show_settings(self, shown: Shown) -> None:
        """Show what holds at this moment."""
        self._show_notices(shown)
        for name in options():
            row = self.rows[name]
            row.control.offer(getattr(shown.chosen, name))
            row.say(shown.hints.get(name, ""))
        zone = self.rows["zone"]
        zone.explain(zone=shown.system_zone)
        if isinstance(zone.control, WordsControl):
            zone.control.complete(shown.zones)
        quiet = self.rows["quiet_until"].control
        if isinstance(quiet, DayControl):
            quiet.begin(shown.today)
        self.rows[""].setVisible(shown.at_login is not None)
        if shown.at_login is not None:
            self.rows[""].control.offer(shown.at_login)
        self.absences.show_absences(shown.absences, shown.today)
        self._place.setText(text("settings.place", file=shown.file))
        self._aside.setText(text("settings.aside", files=", ".join(path.name for path in shown.aside)))
        self._aside.setVisible(bool(shown.aside))

    def _parts(self) -> list[QWidget]:
        back = named(LinkButton(text("common.back"), back=True), "back")
        back.clicked.connect(self.back_wanted)
        head = QWidget()
        title = named(style.title(text("settings.title")), "settings-title")
        head.setLayout(style.column(back, title, style.caption(text("settings.says"))))
        parts: list[QWidget] = [head, self._notices, self.accounts]
        for section, names in _SECTIONS:
            parts.append(self._card(section, names))
            if section == "holidays":
                parts.append(self.absences)
        hidden = named(LinkButton(text("settings.hidden.open")), "hidden-pairs", described=text("settings.hidden.says"))
        hidden.clicked.connect(self.hidden_wanted)
        return [*parts, hidden, self._place, self._aside]

    def _card(self, section: str, names: tuple[str, ...]) -> Card:
        card = named(Card(gap=Space.LARGE), f"{section}-card", text(f"settings.section.{section}"))
        card.layout_.addWidget(style.heading(text(f"settings.section.{section}")))
        waiting: list[QWidget] = []
        for name in names:
            if name in ("begins", "ends"):
                waiting.append(self.rows[name])
                if name == "ends":
                    card.layout_.addLayout(style.row(*waiting, gap=Space.WIDE, push=True))
            else:
                card.layout_.addWidget(self.rows[name])
        return card

    def _show_notices(self, shown: Shown) -> None:
        layout = self._notices.layout()
        while layout is not None and (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for notice in shown.notices:
            card = named(Card(tinted=True), "settings-notice", notice.title)
            card.layout_.addWidget(style.strong(notice.title))
            words = text("settings.notice", message=notice.message, advice=notice.advice)
            card.layout_.addWidget(named(style.body(words), "settings-notice-says"))
            if layout is not None:
                layout.addWidget(card)
        self._notices.setVisible(bool(shown.notices))

    def hideEvent(self, event: QHideEvent) -> None:
        """What was being written when the page was left counts as well."""
        super().hideEvent(event)
        for row in self.rows.values():
            row.control.flush()
