"""When Graduand speaks, and what becomes of it: shows what is due, notes what was shown, carries out answers.

What should be said is decided elsewhere (`desktop.mentoring.reminders`); here it is said, once. A
reminder counts as shown when somebody could see it: a notification on the screen, or its card in the
window. Until then it is held, and due again at the next start; from then on the store keeps it until it is answered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.mentoring.manners import Span
from desktop.mentoring.occasions import ABOUT_NOBODY, Occasion
from desktop.mentoring.pulses import Answer
from desktop.mentoring.reminders import Action, Manner, ReminderKind
from desktop.ui.around import Around, look_around, notification
from desktop.ui.bridge import Operation
from desktop.ui.session import Session
from desktop.ui.surroundings import Surroundings
from integrations.errors import Trouble
from integrations.notifications.in_app import NAME as IN_THE_WINDOW

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.services.reminders import Reminder
    from integrations.scheduler import Woken

DISMISS = "dismiss"
"""What the window offers besides a reminder's own actions: put it away."""

_ANSWERS = frozenset(answer.value for answer in Answer)
_OF_EVERYBODY = frozenset({Occasion.HALF_YEAR, Occasion.NEW_ROLE})
_SOON = timedelta(minutes=5)
"""When to look again after a look that was stopped by trouble."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lately:
    """What the window shows of what was said: everything that is still to be answered, the newest first."""

    reminders: tuple[Reminder, ...] = ()

    @property
    def after_meetings(self) -> tuple[str, ...]:
        """The mentorships with a quiet line after a meeting."""
        asked = (one for one in self.reminders if one.kind == ReminderKind.AFTER_MEETING)
        return tuple(id_ for one in asked for id_ in one.mentorships)

    @property
    def agreed(self) -> tuple[tuple[str, str], ...]:
        """The other quiet lines: each with its mentorship, "" where it is about nobody in particular, and its title."""
        lines = (one for one in self.reminders if one.manner is Manner.LINE and one.kind != ReminderKind.AFTER_MEETING)
        return tuple((one.mentorships[0] if one.mentorships else "", one.title) for one in lines)


class Speaking(QObject):
    """One for an open session."""

    looked = Signal(object)
    """An `Around`, after every look."""
    troubled = Signal(object)
    """A `Trouble`: the store could not be looked at. It is tried again."""
    lately_changed = Signal(object)
    """A `Lately`."""
    home_wanted = Signal()
    pair_wanted = Signal(str)
    people_wanted = Signal()
    half_year_wanted = Signal()
    """The look at everybody."""
    lighter_wanted = Signal(str)
    """Words to ask for a shorter meeting, or to leave one out, of a mentorship."""
    quiet_wanted = Signal(str)
    """How long to be quiet about a mentorship is to be asked."""

    def __init__(self, session: Session, surroundings: Surroundings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._around = surroundings
        self._told: dict[str, Reminder] = {}
        """Everything that was said in this run, or that an earlier one left to be answered."""
        self._lines: dict[str, Reminder] = {}
        self._noted: set[str] = set()
        self._looking: Operation | None = None
        self._again = False
        self._settle = True
        self._locked = self._discreet = False

    def start(self) -> None:
        """Look around for the first time, and from then on whenever something may have become due."""
        queued = Qt.ConnectionType.QueuedConnection
        around = self._around
        around.acted.connect(self._acted, queued)
        around.inbox_changed.connect(self._inbox_changed, queued)
        around.ticked.connect(self.look, queued)
        around.woken.connect(self._woken, queued)
        around.locked.connect(self._lock, queued)
        self._session.imported.connect(self.look)
        self._session.chose.connect(self.look)
        around.start()
        self.look()

    def look(self) -> None:
        """Look around on the worker; one look at a time, and one more where things changed meanwhile."""
        if self._looking is not None:
            self._again = True
            return
        settle, self._settle = self._settle, False
        graduand, disturbing = self._session.graduand, self._around.disturbing
        self._looking = self._session.bridge.start(
            lambda _: look_around(graduand, settle=settle, disturbing=disturbing)
        )
        self._looking.succeeded.connect(self._seen)
        self._looking.troubled.connect(self._stopped)
        self._looking.ended.connect(self._looked)

    @property
    def lately(self) -> Lately:
        """What is still to be answered."""
        held = [self._told[one.notification.identity] for one in self._around.inbox.entries]
        return Lately((*self._lines.values(), *held))

    def note_seen(self, identity: str) -> None:
        """Its card stood before the user's eyes."""
        if identity in self._told:
            self._note(identity)

    def answer(self, identity: str, action: str, words: str = "") -> None:
        """Carry out what the user chose, on the screen or in the window."""
        reminder = self._told.get(identity) or self._lines.get(identity)
        if reminder is None:
            return
        if reminder.manner is Manner.LINE:
            self._answer_line(reminder, action, words)
            return
        self._note(identity)
        self._put_away(identity)
        if action == Action.NOT_NOW and reminder.mentorships:
            self.quiet_wanted.emit(reminder.mentorships[0])
        elif action == Action.SEND and reminder.plan:
            self._session.carry_on(reminder.plan)
            self._open(reminder)
        elif action != DISMISS:
            self._open(reminder)

    def note_step(self, identity: str, words: str) -> None:
        """A next step was written beside the line after a meeting."""
        if identity in self._lines:
            noted = self._do(lambda services: services.reminders.next_step(identity, words))
            noted.troubled.connect(self._session.troubled)

    def be_quiet(self, mentorship: str, quiet: Span | date | None) -> None:
        """Be quiet about a pair for a span, or up to and with a day; None takes it back."""
        for identity, reminder in list(self._told.items()):
            if quiet is not None and reminder.mentorships == (mentorship,):
                self._take_back(identity)
        self._do(lambda services: services.reminders.not_now(mentorship, quiet)).troubled.connect(
            self._session.troubled
        )

    def _open(self, reminder: Reminder) -> None:
        if reminder.kind in _OF_EVERYBODY:
            self.half_year_wanted.emit()
        elif reminder.kind in ABOUT_NOBODY:
            self.people_wanted.emit()
        elif len(reminder.mentorships) == 1:
            self.pair_wanted.emit(reminder.mentorships[0])
        else:
            self.home_wanted.emit()

    def _answer_line(self, reminder: Reminder, action: str, words: str) -> None:
        if action == Action.OPEN:
            self._open(reminder)
            return
        if action == Action.NOT_NOW:
            self.quiet_wanted.emit(reminder.mentorships[0])
            return
        if action == Action.LIGHTER:
            self._open(reminder)
            self.lighter_wanted.emit(reminder.mentorships[0])
            return
        self._lines.pop(reminder.identity, None)
        self.lately_changed.emit(self.lately)
        if reminder.kind != ReminderKind.AFTER_MEETING:
            put_away = self._do(lambda services: services.reminders.not_needed(reminder.identity))
            put_away.troubled.connect(self._session.troubled)
            return
        felt = action if action in _ANSWERS else ""
        answered = self._do(lambda services: services.reminders.after_meeting(reminder.identity, felt, words))
        answered.troubled.connect(self._session.troubled)

    def _do(self, deed: Callable[[Graduand], object]) -> Operation:
        """Something that changes what is due."""
        graduand = self._session.graduand
        operation = self._session.bridge.start(lambda _: deed(graduand))
        operation.succeeded.connect(self.look)
        return operation

    # --- what a look found ------------------------------------------------------------------------------

    def _seen(self, found: Around) -> None:
        self._session.look_at(found.review, found.zone, found.chosen)
        self._around.look_after(found.wait)
        self._discreet = found.chosen.discreet
        self._choose_words()
        self._lines = {one.identity: one for one in found.due if one.manner is Manner.LINE}
        for one in found.lately:
            if one.identity not in self._told:
                self._hold(one)
        for one in found.due:
            if one.manner is Manner.NOTIFICATION and one.identity not in self._told:
                self._say(one)
        self._forget_what_is_gone(found)
        self.looked.emit(found)
        self.lately_changed.emit(self.lately)

    def _stopped(self, trouble: Trouble) -> None:
        _log.error("could not look around: %s", trouble)
        self._settle = True
        self._around.look_after(_SOON)
        self.troubled.emit(trouble)

    def _looked(self) -> None:
        self._looking = None
        if self._again:
            self._again = False
            self.look()

    def _say(self, reminder: Reminder) -> None:
        """A newer word about the same pair takes the place of one that nobody has seen yet."""
        for entry in self._around.inbox.entries:
            before = self._told[entry.notification.identity]
            if before.identity not in self._noted and set(before.mentorships) & set(reminder.mentorships):
                self._take_back(before.identity)
        self._told[reminder.identity] = reminder
        self._around.notifier.show(notification(reminder))

    def _hold(self, reminder: Reminder) -> None:
        """An earlier run said it: the window has it, the screen had its turn."""
        self._told[reminder.identity] = reminder
        self._noted.add(reminder.identity)
        self._around.inbox.hold(notification(reminder))

    def _forget_what_is_gone(self, found: Around) -> None:
        """What was said of several counts them: it goes with any of them."""
        known = {one.mentorship.id for one in found.review.mentorships if not one.mentorship.told.safe}
        for entry in self._around.inbox.entries:
            if not known.issuperset(self._told[entry.notification.identity].mentorships):
                self._take_back(entry.notification.identity)

    def _take_back(self, identity: str) -> None:
        """It is not to be answered any more; what nobody saw may be said again when it is due."""
        if identity in self._noted:
            self._put_away(identity)
        else:
            self._around.notifier.withdraw(identity)
            self._told.pop(identity, None)

    def _put_away(self, identity: str) -> None:
        self._around.notifier.withdraw(identity)
        graduand = self._session.graduand
        self._write(lambda: graduand.reminders.put_away(identity))

    # --- what comes from the desktop --------------------------------------------------------------------

    def _inbox_changed(self) -> None:
        for entry in self._around.inbox.entries:
            if entry.shown_by not in ("", IN_THE_WINDOW):
                self._note(entry.notification.identity)
        self.lately_changed.emit(self.lately)

    def _note(self, identity: str) -> None:
        """It was seen, or could have been: never again."""
        if identity in self._noted:
            return
        self._noted.add(identity)
        graduand, reminder = self._session.graduand, self._told[identity]
        self._write(lambda: graduand.reminders.said(reminder))

    def _write(self, note: Callable[[], None]) -> None:
        written = self._session.bridge.start(lambda _: note())
        written.troubled.connect(lambda trouble: _log.error("what was shown could not be noted: %s", trouble))

    def _acted(self, identity: str, action: str) -> None:
        self.answer(identity, action)

    def _woken(self, happened: Woken) -> None:
        _log.info("looking again: slept %s, zone %s", happened.slept, happened.zone_changed)
        self._settle = True
        self.look()

    def _lock(self, locked: bool) -> None:
        self._locked = locked
        self._choose_words()

    def _choose_words(self) -> None:
        self._around.notifier.set_discreet(self._locked or self._discreet)
