"""The look at everything that the windows show, and the intentions that change it.

Every intention is carried out off the GUI thread and ends with a fresh look. Windows listen to
`reviewed` and render; they never wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import QObject, Signal

from desktop.mentoring.mentorship import SlotState
from desktop.ui.bridge import Bridge, Operation, Ticket
from desktop.ui.holding import Holding

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from desktop.composition import Graduand
    from desktop.mentoring.mentorship import MentorshipReview, Review, Side
    from desktop.services.importing import ImportReport
    from desktop.services.options import Chosen
    from desktop.services.records import PlanRecord, Versions
    from desktop.ui.accounts.desk import AccountsDesk
    from integrations.calendars.model import Moment


@dataclass(frozen=True, slots=True)
class Conflicted:
    """A plan that stopped at a difference, and both versions of what differs."""

    record: PlanRecord
    versions: Versions


class Session(QObject):
    """One run of the program over one store. `graduand` is there after `opened`."""

    opened = Signal()
    reviewed = Signal(object)
    """A `Review`."""
    imported = Signal(object)
    """An `ImportReport`; the review follows."""
    troubled = Signal(object)
    """A `Trouble`: nothing was changed by the step that it stopped."""
    chose = Signal(object)
    """What the user chose in the settings is a `Chosen` now; also once after `opened`."""
    busy_reading = Signal(bool)
    """A calendar is being read, or is not any more."""
    changed_plan = Signal()
    """A plan was undone, finished or taken back."""
    left_alone = Signal(object)
    """A plan that could not be: a `Conflicted`. The calendar is not as the plan expects."""
    changing_plan = Signal(object)
    """The `Operation` that does so; it may wait for a calendar that lives elsewhere."""

    def __init__(self, build: Callable[[], Graduand], bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._build = build
        self._bridge = bridge
        self._graduand: Graduand | None = None
        self._zone: tzinfo | None = None
        self._chosen_last: Chosen | None = None
        self._accounts: AccountsDesk | None = None
        self.review: Review | None = None
        self.holding = Holding(self)
        """What goes out in half a minute, unless the user lets it be."""

    @property
    def bridge(self) -> Bridge:
        """For slow work of a window's own."""
        return self._bridge

    @property
    def graduand(self) -> Graduand:
        """The services; only after `opened`."""
        if self._graduand is None:
            raise RuntimeError("the session is not open yet")
        return self._graduand

    @property
    def accounts(self) -> AccountsDesk:
        """Calendar accounts; only after `opened`."""
        if self._accounts is None:
            from desktop.ui.accounts.desk import AccountsDesk  # only when it is wanted

            self._accounts = AccountsDesk(self)
        return self._accounts

    @property
    def zone(self) -> tzinfo:
        """The user's zone, as it was last seen; asking needs no disk."""
        if self._zone is None:
            raise RuntimeError("the session is not open yet")
        return self._zone

    @property
    def is_open(self) -> bool:
        """Whether the store is there."""
        return self._graduand is not None

    def open(self) -> None:
        """Build the services and take the first look."""

        def work(_: Ticket) -> tuple[Graduand, tzinfo, Chosen, Review]:
            graduand = self._build()
            return graduand, graduand.zone, graduand.settings.chosen(), graduand.reviewing.review()

        operation = self._bridge.start(work)
        operation.succeeded.connect(self._opened)
        operation.troubled.connect(self.troubled)

    def find(self, mentorship_id: str) -> MentorshipReview | None:
        """The mentorship as last looked at."""
        found = (one for one in self.review.mentorships if one.mentorship.id == mentorship_id) if self.review else ()
        return next(iter(found), None)

    def refresh(self) -> Operation:
        """Look again; the clock may have moved on."""
        return self._change(lambda _: None)

    def import_files(self, files: Sequence[Path | BinaryIO]) -> Operation:
        """Read calendar files into the store, then look again."""

        def work(ticket: Ticket) -> tuple[ImportReport, Review]:
            report = self.graduand.importing.import_files(files, progress=ticket.progress, cancelled=ticket.cancelled)
            return report, self.graduand.reviewing.review()

        operation = self._bridge.start(work)
        operation.succeeded.connect(self._imported)
        operation.troubled.connect(self.troubled)
        operation.ended.connect(lambda: self.busy_reading.emit(False))
        self.busy_reading.emit(True)
        return operation

    def correct(self, uid: str, slot: Moment, state: SlotState | None) -> None:
        """The user's own word on a past slot; None takes it back."""
        because = "illness" if state is SlotState.EXCUSED else "corrected"
        self._change(lambda services: services.reviewing.correct(uid, slot, state, because))

    def mark(self, uid: str, mentoring: bool) -> None:
        """Whether a series is mentoring."""
        self._change(lambda services: services.reviewing.mark(uid, mentoring))

    def unmark(self, uids: Sequence[str]) -> None:
        """None of these series is mentoring."""

        def intention(services: Graduand) -> None:
            for uid in uids:
                services.reviewing.mark(uid, False)

        self._change(intention)

    def answer(self, question: str, value: str) -> None:
        """Answer one of the questions."""
        self._change(lambda services: services.reviewing.answer(question, value))

    def set_side(self, mentorship: str, side: Side) -> None:
        """The user's side in a pair."""
        self._change(lambda services: services.reviewing.set_side(mentorship, side))

    def set_me(self, addresses: Sequence[str]) -> None:
        """The user's own addresses."""
        self._change(lambda services: services.reviewing.set_me(addresses))

    def choose(self, name: str, value: object) -> Operation:
        """Change one setting by its option's name; what is shown follows."""

        def work(_: Ticket) -> tuple[tzinfo, Chosen, Review]:
            chosen = self.graduand.settings.change({name: value})
            return self.graduand.zone, chosen, self.graduand.reviewing.review()

        operation = self._bridge.start(work)
        operation.succeeded.connect(self._chosen)
        operation.troubled.connect(self.troubled)
        return operation

    def add_absence(self, first: date, last: date, title: str, whose: str) -> Operation:
        """Whole days away, both included; `whose` is "me" or a mentorship's id."""
        return self._change(lambda services: services.reviewing.add_absence(first, last, title, whose))

    def remove_absence(self, absence: str) -> Operation:
        """Take an absence back."""
        return self._change(lambda services: services.reviewing.remove_absence(absence))

    def talked(self, mentorship: str) -> None:
        """The two have spoken: the closing tick."""
        self._change(lambda services: services.reviewing.set_talked(mentorship))

    def forget(self, mentorship: str) -> None:
        """Delete everything local about a mentorship; nothing in any calendar (R23)."""
        self._change(lambda services: services.reviewing.forget(mentorship))

    def write(self, deed: Callable[[Graduand], object]) -> None:
        """Have something written that the user noted, then look again: signs may rest on it."""
        self._change(deed)

    def look_at(self, review: Review, zone: tzinfo, chosen: Chosen) -> None:
        """Show a look that was taken elsewhere; the zone or the settings may be others by now."""
        changed = (zone, chosen) != (self._zone, self._chosen_last)
        self._zone, self._chosen_last = zone, chosen
        if changed:
            self.chose.emit(chosen)
        self._looked(review)

    def carry_on(self, plan: str) -> None:
        """Carry on an applied plan: what waited for its last meeting is prepared, or sent after half a minute (R15)."""
        operation = self._bridge.start(lambda _: self.graduand.transitions.record(plan).plan.source.live)
        operation.succeeded.connect(lambda live: self._carry_on(plan, live))
        operation.troubled.connect(self.troubled)

    def _carry_on(self, plan: str, live: bool) -> None:
        def deed() -> None:
            self._change_plan(lambda services: services.transitions.apply(plan))

        if live:
            self.holding.hold(deed)
        else:
            deed()

    def undo(self, plan: str) -> None:
        """Take an applied plan back."""
        self._change_plan(lambda services: services.transitions.undo(plan))

    def finish(self, plan: str) -> None:
        """Carry an interrupted plan through."""
        self._change_plan(lambda services: services.transitions.finish(plan))

    def take_back(self, plan: str) -> None:
        """Restore what an interrupted plan had touched."""
        self._change_plan(lambda services: services.transitions.take_back(plan))

    def close(self) -> None:
        """Let go of the store, after the bridge is closed."""
        if self._accounts is not None:
            self._accounts.close()
        if self._graduand is not None:
            self._graduand.close()

    def _change(self, intention: Callable[[Graduand], object]) -> Operation:
        def work(_: Ticket) -> Review:
            intention(self.graduand)
            seen: Review = self.graduand.reviewing.review()
            return seen

        operation = self._bridge.start(work)
        operation.succeeded.connect(self._looked)
        operation.troubled.connect(self.troubled)
        return operation

    def _change_plan(self, intention: Callable[[Graduand], PlanRecord]) -> None:
        """Beside the looks: a calendar that lives elsewhere may take its time."""

        def work(_: Ticket) -> Conflicted | None:
            record = intention(self.graduand)
            versions = self.graduand.transitions.conflict(record.plan.id)
            return Conflicted(record, versions) if versions is not None else None

        operation = self.accounts.beside(work)
        operation.succeeded.connect(self._plan_changed)
        operation.troubled.connect(self.troubled)
        operation.ended.connect(self.refresh)
        self.changing_plan.emit(operation)

    def _plan_changed(self, conflicted: Conflicted | None) -> None:
        self.changed_plan.emit()
        if conflicted is not None:
            self.left_alone.emit(conflicted)

    def _opened(self, result: tuple[Graduand, tzinfo, Chosen, Review]) -> None:
        self._graduand, self._zone, chosen, self.review = result
        self._chosen_last = chosen
        self.opened.emit()
        self.chose.emit(chosen)
        self.reviewed.emit(self.review)

    def _chosen(self, result: tuple[tzinfo, Chosen, Review]) -> None:
        self._zone, chosen, self.review = result
        self._chosen_last = chosen
        self.chose.emit(chosen)
        self.reviewed.emit(self.review)

    def _imported(self, result: tuple[ImportReport, Review]) -> None:
        report, self.review = result
        self.imported.emit(report)
        self.reviewed.emit(self.review)

    def _looked(self, review: Review) -> None:
        self.review = review
        self.reviewed.emit(review)
