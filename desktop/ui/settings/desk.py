"""Between the settings' page and the session: reads what holds, passes on what is chosen, shows what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.mentoring.mentorship import Review
from desktop.ui import dialogs, phrases
from desktop.ui.bridge import Operation, Ticket
from desktop.ui.session import Session
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.shown import Shown, shown
from resources.texts import text

if TYPE_CHECKING:
    from desktop.composition import Graduand

SOON_MS = 1500
"""So long after the last tick the chosen calendars are read."""


class SettingsDesk(QObject):
    """Keeps `page` true. `offers_login`: whether this program is one that could start at login."""

    connect_wanted = Signal(str)
    """A calendar account is to be connected, or the one named connected again."""

    def __init__(self, session: Session, parent: QObject, *, offers_login: bool) -> None:
        super().__init__(parent)
        self._session = session
        self._offers_login = offers_login
        self._chose_in = ""
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self.page = SettingsPage()
        self.page.chosen.connect(self._choose)
        self.page.at_login_chosen.connect(self._start_at_login)
        self.page.absences.added.connect(lambda *values: self._follow(session.add_absence(*values)))
        self.page.absences.removed.connect(lambda id_: self._follow(session.remove_absence(id_)))
        self.page.hidden_wanted.connect(self._ask_hidden)
        self._connect_accounts()
        session.reviewed.connect(self._reviewed)
        if session.review is not None:
            self._reviewed(session.review)

    def _connect_accounts(self) -> None:
        card, accounts = self.page.accounts, self._session.accounts
        card.connect_wanted.connect(lambda: self.connect_wanted.emit(""))
        card.reconnect_wanted.connect(self.connect_wanted)
        card.read_wanted.connect(accounts.sync)
        card.remove_wanted.connect(accounts.remove)
        card.chosen.connect(self._choose_calendars)
        self._soon.timeout.connect(lambda: accounts.sync(self._chose_in))
        accounts.changed.connect(self._show_accounts)
        accounts.reading.connect(self._show_accounts)
        accounts.removed.connect(self._removed)

    def _show_accounts(self) -> None:
        accounts, session = self._session.accounts, self._session
        now = session.graduand.clock()
        self.page.accounts.show_accounts(accounts.standing, now, session.zone, reading=accounts.busy)

    def _choose_calendars(self, account: str, calendars: tuple[str, ...]) -> None:
        """What was ticked just now is read soon; there may be more ticks to come."""
        self._chose_in = account
        self._session.accounts.choose(account, calendars).succeeded.connect(lambda _: self._soon.start())

    def _removed(self, revoked: bool) -> None:
        if not revoked:
            title, says = text("accounts_ui.disconnect.not-asked"), text("accounts_ui.disconnect.not-asked-says")
            dialogs.say(self.page, title, (says,), "not-asked")

    def _ask_hidden(self) -> None:
        """A plain question, and no name before it is answered (R19)."""
        title, says, yes = (text(f"settings.hidden.{key}") for key in ("title", "says", "yes"))
        dialogs.ask(self.page, title, (says,), yes, lambda: self._session.write(_show_hidden))

    def load(self) -> Operation:
        """Read everything anew, and show it."""
        self._session.accounts.load()
        graduand, offers = self._session.graduand, self._offers_login

        def work(_: Ticket) -> Shown:
            return shown(graduand, offers_login=offers)

        operation = self._session.bridge.start(work)
        operation.succeeded.connect(self.page.show_settings)
        operation.troubled.connect(self._session.troubled)
        return operation

    def _choose(self, name: str, value: object) -> None:
        self._follow(self._session.choose(name, value))

    def _start_at_login(self, wanted: bool) -> None:
        graduand = self._session.graduand

        def work(_: Ticket) -> None:
            graduand.autostart.enabled = wanted

        operation = self._session.bridge.start(work)
        operation.troubled.connect(self._session.troubled)
        self._follow(operation)

    def _follow(self, operation: Operation) -> None:
        operation.ended.connect(self.load)

    def _reviewed(self, review: Review) -> None:
        open_ones = [one for one in review.mentorships if not one.mentorship.told.safe]
        self.page.absences.show_people({one.mentorship.id: phrases.who(one) for one in open_ones})


def _show_hidden(services: Graduand) -> None:
    services.reviewing.show_hidden()
