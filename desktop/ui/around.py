"""One look around on the worker's thread: what should be said, what is quiet, what was broken off. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring.manners import next_look
from desktop.mentoring.reminders import Manner
from integrations.notifications import Notification

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.mentoring.mentorship import Review
    from desktop.mentoring.reminders import Quiet
    from desktop.services.options import Chosen
    from desktop.services.reminders import Reminder

_HELD_BACK = timedelta(minutes=5)
"""When to look again while something is held back, should nobody announce that the quiet is over."""


@dataclass(frozen=True, slots=True)
class Around:
    """What was found. `wait`: how long until looking again can give another answer by the clock alone."""

    review: Review
    zone: tzinfo
    due: tuple[Reminder, ...]
    lately: tuple[Reminder, ...]
    """What was said, in this run or an earlier one, and waits for an answer; the oldest first."""
    quiet: Mapping[str, Quiet]
    interrupted: int
    wait: timedelta
    chosen: Chosen


def look_around(graduand: Graduand, *, settle: bool, disturbing: Callable[[], bool] = lambda: False) -> Around:
    """Look at the whole store. `settle` after anything that may have been wrong with the clock. Raises Trouble.

    What would pop up while that is `disturbing` is not due yet: a later look decides anew, so nothing piles up.
    """
    reminders = graduand.reminders
    if settle:
        reminders.settle()
    review = graduand.reviewing.review()
    zone = graduand.zone
    wait = next_look(review.mentorships, reminders.manners(), review.now, zone) - review.now
    due = reminders.due()
    if any(one.manner is Manner.NOTIFICATION for one in due) and disturbing():
        due = tuple(one for one in due if one.manner is not Manner.NOTIFICATION)
        wait = min(wait, _HELD_BACK)
    return Around(
        review=review,
        zone=zone,
        due=due,
        lately=reminders.lately(),
        quiet=reminders.quiet(),
        interrupted=len(graduand.transitions.interrupted()),
        wait=wait,
        chosen=graduand.settings.chosen(),
    )


def notification(reminder: Reminder) -> Notification:
    """A reminder as it is shown on the screen."""
    return Notification(
        identity=reminder.identity,
        title=reminder.title,
        body=reminder.body,
        actions=tuple((action.value, label) for action, label in reminder.actions),
        discreet_title=reminder.discreet_title,
        discreet_body=reminder.discreet_body,
    )
