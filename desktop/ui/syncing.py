"""Keeps in step with calendar accounts while the program runs: reads each when its time has come, one after the other.

When that is, is decided in `desktop.services.polling`, from how the last reads went and from what goes on around. An
account that is being connected is left to its page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.services.accounts import waits_for_user
from desktop.services.polling import Pace, Surrounding, meeting_ends, next_sync, soonest
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
        self._paces: dict[str, Pace] = {}
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
        known, self._paces = self._paces, {}
        for one in standing.accounts:
            pace = known.get(one.id, Pace(one.synced_at))
            waits = one.needs_sign_in or (pace.waits_for_user and one.trouble is not None)
            self._paces[one.id] = replace(pace, synced_at=one.synced_at, waits_for_user=waits)
        self._say()
        self._plan()

    def _plan(self) -> None:
        now = self._now
        at = soonest((pace for id_, pace in self._paces.items() if id_ != self._accounts.attended), self._goes_on, now)
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
        now, around = self._now, self._goes_on
        for id_, pace in self._paces.items():
            at = next_sync(pace, around, now)
            if at is not None and at <= now and id_ != self._accounts.attended:
                self._accounts.sync(id_)
        self._plan()

    def _was_read(self, report: SyncReport) -> None:
        found = bool(report.changed.new or report.changed.changed)
        for one in report.accounts:
            pace = self._paces.get(one.id, Pace(one.synced_at))
            troubles = [each for each in (one.trouble, *(c.trouble for c in one.calendars)) if each is not None]
            self._paces[one.id] = replace(
                pace,
                synced_at=one.synced_at,
                tried_at=self._now,
                failures=pace.failures + 1 if troubles else 0,
                trouble=troubles[0].code if troubles else "",
                waits_for_user=any(waits_for_user(each) for each in troubles),
                quiet=0 if found else pace.quiet + 1,
            )

    def _was_not_read(self, account: str, trouble: Trouble) -> None:
        """Another Graduand reads just now, or the store is busy: a little later, then."""
        _log.info("not read: %s", trouble.code)
        for id_ in [account] if account else list(self._paces):
            pace = self._paces.get(id_, Pace(None))
            self._paces[id_] = replace(pace, tried_at=self._now, failures=pace.failures + 1, trouble=trouble.code)

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
