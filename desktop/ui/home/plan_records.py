"""The plans of before, as the store has them: read again whenever one may have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.mentoring.plan import PlanState
from desktop.ui.bridge import Ticket
from desktop.ui.session import Session
from desktop.ui.wizard.step_wording import is_request

if TYPE_CHECKING:
    from desktop.mentoring.mentorship import MentorshipReview
    from desktop.services.transition import PlanRecord


class PlanRecords(QObject):
    """The newest first. Empty until they have been read for the first time."""

    read = Signal()
    """They were."""

    def __init__(self, session: Session, window: QObject) -> None:
        super().__init__(window)
        self._session = session
        self._records: tuple[PlanRecord, ...] = ()
        self.recounted: dict[str, int] = {}
        """Mentorship id -> how many of its dates turned out to have been moved."""
        session.changed_plan.connect(self.load)
        session.accounts.read.connect(self.load)

    def load(self) -> None:
        """Read them; `read` follows."""
        graduand = self._session.graduand

        def work(_: Ticket) -> tuple[tuple[PlanRecord, ...], dict[str, int]]:
            return graduand.transitions.history(), graduand.reviewing.recounted()

        self._session.bridge.start(work).succeeded.connect(self._loaded)

    def waiting(self) -> list[PlanRecord]:
        """Those that were broken off, and wait for a choice."""
        return [record for record in self._records if record.state is PlanState.INTERRUPTED]

    def of(self, one: MentorshipReview) -> list[PlanRecord]:
        """Those of one mentorship. A draft is left out, unless it is the newest and waits for somebody's calendar."""
        uids = {series.uid for series in one.mentorship.series}
        mine = [r for r in self._records if r.plan.mentorship == one.mentorship.id or r.plan.uid in uids]
        return [r for n, r in enumerate(mine) if r.state is not PlanState.DRAFT or (n == 0 and is_request(r))]

    def _loaded(self, found: tuple[tuple[PlanRecord, ...], dict[str, int]]) -> None:
        self._records, self.recounted = found
        self.read.emit()
