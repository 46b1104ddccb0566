"""The pages where things are set up, the settings and the connecting of an account, each made when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.accounts.connect_page import ConnectPage
    from desktop.ui.settings.desk import SettingsDesk


class SettingsPages(QObject):
    """Between a session and a window that shows one page at a time."""

    back_wanted = Signal()
    shown = Signal(object)
    """The page that is to be shown."""

    def __init__(self, session: Session, window: QWidget, *, offers_login: bool) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._offers_login = offers_login
        self._settings: SettingsDesk | None = None
        self._connecting: ConnectPage | None = None
        self._came_from_settings = False

    def show_settings(self) -> None:
        """The settings, as they are now."""
        from desktop.ui.settings.desk import SettingsDesk

        if self._settings is None:
            self._settings = SettingsDesk(self._session, self._window, offers_login=self._offers_login)
            self._settings.page.back_wanted.connect(self.back_wanted)
            self._settings.connect_wanted.connect(self.show_connect)
        self._settings.load()
        self.shown.emit(self._settings.page)

    def show_connect(self, account: str = "") -> None:
        """The page that connects a calendar account; `account` is one to sign in to again."""
        from desktop.ui.accounts.connect_page import ConnectPage

        if self._connecting is None:
            self._connecting = ConnectPage(self._session.accounts)
            self._connecting.back_wanted.connect(self._leave_connect)
            self._connecting.finished.connect(self.back_wanted)
        self._came_from_settings = self._settings is not None and self._settings.page.isVisibleTo(self._window)
        self.shown.emit(self._connecting)
        self._connecting.begin(account)

    def _leave_connect(self) -> None:
        if self._came_from_settings:
            self.show_settings()
        else:
            self.back_wanted.emit()
