"""Keeps in step with calendar accounts while the program runs: reads each when its time has come, one after the other.

When that is, is decided in `desktop.services.polling`, from how the last reads went and from what goes on around. An
account that is being connected is left to its page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.services.polling import Paces, Surrounding, meeting_ends
from desktop.ui.session import Session
from desktop.ui.surroundings import Surroundings
from integrations.errors import Trouble

if TYPE_CHECKING:
    from desktop.mentoring.mentorship import Review
    from desktop.services.syncing import SyncReport
    from desktop.ui.accounts.desk import Standing
    from integrations.scheduler import Woken

_LEAST = timedelta(seconds=1)
_log = logging.getLogger(__name__)


class InStep(QObject):
    """One for an open session."""

    stands = Signal(bool, bool)
    """Whether an account wants its user, and whether one is being read for the first time."""

    def __init__(self, session: Session, surroundings: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._around = surroundings
        self._accounts = session.accounts
        self._paces = Paces()
        self._looking_since: datetime | None = None
        self._woken_at: datetime | None = None

    def start(self) -> None:
        """Look how the accounts stand; from now on, what is due is read."""
        queued = Qt.ConnectionType.QueuedConnection
        self._around.sync_due.connect(self._read_due, queued)
        self._around.woken.connect(self._woken, queued)
        self._accounts.changed.connect(self._changed)
        self._accounts.read.connect(self._was_read)
        self._accounts.unread.connect(self._was_not_read)
        self._accounts.reading.connect(self._say)
        self._session.imported.connect(self._plan)
        self._accounts.load()

    def know_window(self, is_open: bool) -> None:
        """Whether somebody may be looking."""
        if is_open is not (self._looking_since is not None):
            self._looking_since = self._now if is_open else None
            self._plan()

    @property
    def _now(self) -> datetime:
        return self._session.graduand.clock()

    def _changed(self, standing: Standing) -> None:
        self._paces.know(standing.accounts)
        self._say()
        self._plan()

    def _plan(self) -> None:
        now = self._now
        at = self._paces.soonest(self._goes_on, now, but=self._accounts.attended)
        if at is not None:
            self._around.sync_after(max(at - now, _LEAST))

    @property
    def _goes_on(self) -> Surrounding:
        review = self._session.review
        ended = meeting_ends(tuple(_spans(review)), self._now) if review is not None else ()
        return Surrounding(self._looking_since, self._woken_at, ended)

    def _read_due(self) -> None:
        if self._accounts.busy:
            return  # what comes of it plans anew
        for id_ in self._paces.due(self._goes_on, self._now, but=self._accounts.attended):
            self._accounts.sync(id_)
        self._plan()

    def _was_read(self, report: SyncReport) -> None:
        self._paces.was_read(report, self._now)

    def _was_not_read(self, account: str, trouble: Trouble) -> None:
        _log.info("not read: %s", trouble.code)
        self._paces.was_not_read(account, trouble, self._now)

    def _woken(self, _: Woken) -> None:
        self._woken_at = self._now
        self._plan()

    def _say(self) -> None:
        standing = self._accounts.standing
        signed_out = any(one.needs_sign_in for one in standing.accounts)
        self.stands.emit(signed_out, self._accounts.busy and self._accounts.first_read)


def _spans(review: Review) -> Iterator[tuple[datetime, datetime]]:
    """The known meetings by start and end; what lasts all day ends nothing."""
    for one in review.mentorships:
        spans = [(meeting.start, meeting.end) for meeting in one.ledger.slots]
        for start, end in spans + [(meeting.start, meeting.end) for meeting in one.ledger.upcoming]:
            if isinstance(start, datetime) and isinstance(end, datetime):
                yield start, end
