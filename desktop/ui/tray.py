"""The tray icon: shows a `TrayState`, says what was chosen, and notices a tray that comes late.

Where no tray is there when the program starts (autostart before the panel), Qt 6 never registers
the icon later. So the name of the tray's watcher is watched, and a new icon made when it appears.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.ui.icons import tray_icon
from desktop.ui.plain import one_line, unaccelerated

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from desktop.ui.tray_state import Line, TrayState

WATCHER = "org.kde.StatusNotifierWatcher"

_RETRIES = (100, 400, 1500, 4000)
"""Milliseconds after which a new tray is asked again whether it takes icons yet."""


class Tray(QObject):
    """The adapter between `TrayState` and the desktop. Until a first state comes, the icon is calm and has no menu."""

    window_wanted = Signal()
    pair_wanted = Signal(str)
    quiet_wanted = Signal(str)
    """How long to be quiet about a pair is to be asked."""
    note_wanted = Signal(str)
    """Something is to be noted; the code says what (`NoteFor`)."""
    import_wanted = Signal()
    settings_wanted = Signal()
    quit_wanted = Signal()
    appeared = Signal()
    """A tray is there now that was not there before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state: TrayState | None = None
        self._menu = QMenu()
        self._icon: QSystemTrayIcon | None = None
        self._watcher: QObject | None = None

    @property
    def available(self) -> bool:
        """Whether the desktop has a tray at this moment."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def start(self) -> None:
        """Show the icon where there is a tray; then, and late ones too, keep watching."""
        if self.available:
            self._make_icon()
        QTimer.singleShot(0, self, self._watch)

    def show_state(self, state: TrayState) -> None:
        """Show what was decided."""
        before, self._state = self._state, state
        if before == state:
            return
        self._fill_menu(state)
        if self._icon is not None:
            if before is None or before.face is not state.face:
                self._icon.setIcon(tray_icon(state.face.value))
            self._icon.setToolTip(state.tip)

    def hide(self) -> None:
        """Take the icon away, before the program ends."""
        if self._icon is not None:
            self._icon.hide()

    def _make_icon(self) -> None:
        self.hide()
        state = self._state
        shown = QSystemTrayIcon(tray_icon(state.face.value if state is not None else "calm"), self)
        shown.setContextMenu(self._menu)
        shown.activated.connect(self._activated)
        if state is not None:
            shown.setToolTip(state.tip)
        shown.show()
        self._icon = shown

    def _watch(self) -> None:
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher  # after the icon is up

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        watcher = QDBusServiceWatcher(WATCHER, bus, QDBusServiceWatcher.WatchModeFlag.WatchForRegistration, self)
        watcher.serviceRegistered.connect(self._tray_came)
        self._watcher = watcher

    def _tray_came(self, _: str) -> None:
        if self._icon is None:
            for wait in _RETRIES:
                QTimer.singleShot(wait, self, self._try_again)

    def _try_again(self) -> None:
        if self._icon is None and self.available:
            self._make_icon()
            self.appeared.emit()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.window_wanted.emit()

    def _fill_menu(self, state: TrayState) -> None:
        from resources.texts import text  # after the icon is up

        menu = self._menu
        menu.clear()
        self._add_line(state.next)
        for line in state.looks:
            self._add_line(line)
        menu.addSeparator()
        if state.notes:
            for what in ("spotted", "win"):
                menu.addAction(text(f"tray.note.{what}")).triggered.connect(partial(self.note_wanted.emit, what))
            menu.addSeparator()
        menu.addAction(text("tray.open")).triggered.connect(self.window_wanted)
        menu.addAction(text("tray.import")).triggered.connect(self.import_wanted)
        menu.addAction(text("tray.settings")).triggered.connect(self.settings_wanted)
        menu.addSeparator()
        menu.addAction(text("tray.quit")).triggered.connect(self.quit_wanted)

    def _add_line(self, line: Line) -> None:
        action: QAction = self._menu.addAction(unaccelerated(one_line(line.words)))
        action.setEnabled(line.enabled)
        if line.mentorship:
            wanted = self.quiet_wanted if line.asks else self.pair_wanted
            action.triggered.connect(partial(wanted.emit, line.mentorship))
        else:
            action.triggered.connect(self.window_wanted)
