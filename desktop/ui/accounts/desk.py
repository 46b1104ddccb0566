"""Between the windows and the accounts: signs in, reads, chooses, disconnects, and shows what came of it.

A browser is waited for on a thread of its own, and calendars are read on another, so that a look, an import or an
answer never stands in a queue behind somebody else's network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.ui.bridge import Bridge, Operation, Ticket

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.services.accounts import AccountState
    from desktop.services.syncing import SyncReport
    from desktop.ui.session import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """The accounts as they are. `ready`: this build can sign in. `endpoint`: "" for Google itself."""

    accounts: tuple[AccountState, ...] = ()
    ready: bool = False
    endpoint: str = ""


class AccountsDesk(QObject):
    """One for an open session. Every method returns at once."""

    changed = Signal(object)
    """A `Standing`, after anything that may have changed it."""
    browser_opened = Signal(str)
    """The address that the browser was given."""
    reading = Signal(bool)
    """Calendars are being read, or are not any more."""
    removed = Signal(bool)
    """An account was disconnected; whether its provider confirmed that the sign-in is no longer good."""
    read = Signal(object)
    """A `SyncReport`; the look follows where anything is new."""
    unread = Signal(str, object)
    """An account, "" for all, that could not be read at all, and the `Trouble`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._browser = Bridge(self, waits=True)
        self._network = Bridge(self)
        self._reading: Operation | None = None
        self.attended = ""
        """An account whose user is choosing what is read of it: it is not read by itself meanwhile."""
        self.standing = Standing()

    @property
    def busy(self) -> bool:
        """Whether calendars are being read."""
        return self._reading is not None

    @property
    def at_rest(self) -> bool:
        """Whether neither a browser nor a calendar is waited for."""
        return not self._browser.busy and not self._network.busy

    @property
    def first_read(self) -> bool:
        """Whether an account is there of which nothing was read yet."""
        return any(one.synced_at is None for one in self.standing.accounts)

    def load(self) -> Operation:
        """Look how the accounts are."""
        operation = self._session.bridge.start(lambda _: _standing(self._session.graduand))
        operation.succeeded.connect(self._loaded)
        operation.troubled.connect(self._session.troubled)
        return operation

    def sign_in(self, account: str = "", *, writing: bool = False) -> Operation:
        """Sign in through the browser: anew, again for `account`, or to let it change meetings as well.

        The operation gives an `AccountState`; its troubles are the page's to show.
        """
        services = self._session.graduand.accounts

        def work(ticket: Ticket) -> AccountState:
            if not account:
                return services.add_google(cancelled=ticket.cancelled, opened=self.browser_opened.emit)
            again = services.allow_writing if writing else services.reconnect
            return again(account, cancelled=ticket.cancelled, opened=self.browser_opened.emit)

        return self._followed(self._browser.start(work))

    def use_client_file(self, path: Path) -> Operation:
        """Take the OAuth client from a file; its troubles are the page's to show."""
        return self._followed(
            self._session.bridge.start(lambda _: self._session.graduand.accounts.use_client_file(path))
        )

    def attend(self, account: str) -> None:
        """Leave an account to the page that it is being connected on; "" gives it back."""
        if account != self.attended:
            self.attended = account
            self.changed.emit(self.standing)

    def open_page(self, address: str) -> None:
        """Open a page in the user's browser."""
        from integrations.calendars.google.sign_in import open_browser  # only when it is wanted

        open_browser(address)

    def choose(self, account: str, calendars: Collection[str]) -> Operation:
        """Which calendars are read from now on; what was read of the others goes."""
        operation = self._do(lambda services: services.accounts.choose(account, calendars))
        operation.succeeded.connect(lambda _: self._session.refresh())
        return operation

    def remove(self, account: str) -> Operation:
        """Disconnect. The user's own notes stay."""
        operation = self._followed(self._browser.start(lambda _: self._session.graduand.accounts.remove(account)))
        operation.succeeded.connect(self._removed)
        operation.troubled.connect(self._session.troubled)
        return operation

    def sync(self, account: str | None = None) -> Operation:
        """Read one account, or all; its troubles show in how the accounts stand."""
        services = self._session.graduand.syncing

        def work(ticket: Ticket) -> SyncReport:
            return services.sync(account, progress=ticket.progress, cancelled=ticket.cancelled)

        operation = self._reading = self._network.start(work)
        operation.succeeded.connect(self._read)
        operation.troubled.connect(lambda trouble: self.unread.emit(account or "", trouble))
        operation.ended.connect(lambda: self._ended(operation))
        self.reading.emit(True)
        return self._followed(operation)

    def beside(self, work: Callable[[Ticket], object]) -> Operation:
        """Something else that speaks with a calendar: after a read that is under way, and no look waits for it."""
        return self._network.start(work)

    def close(self) -> None:
        """Cancel what runs and wait a little for it."""
        self._browser.close()
        self._network.close()

    def _do(self, deed: Callable[[Graduand], object]) -> Operation:
        operation = self._session.bridge.start(lambda _: deed(self._session.graduand))
        operation.troubled.connect(self._session.troubled)
        return self._followed(operation)

    def _followed(self, operation: Operation) -> Operation:
        operation.ended.connect(self.load)
        return operation

    def _loaded(self, standing: Standing) -> None:
        self.standing = standing
        self.changed.emit(standing)

    def _removed(self, revoked: bool) -> None:
        self.removed.emit(revoked)
        self._session.refresh()

    def _read(self, report: SyncReport) -> None:
        if report.changed.new or report.changed.changed:
            self._session.refresh()
        self.read.emit(report)

    def _ended(self, operation: Operation) -> None:
        if operation is self._reading:
            self._reading = None
            self.reading.emit(False)


def _standing(graduand: Graduand) -> Standing:
    accounts = graduand.accounts
    return Standing(accounts.all(), accounts.client_ready(), accounts.endpoint)
