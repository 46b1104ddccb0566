"""One look around on the worker's thread: what should be said, what is quiet, what was broken off. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring.manners import next_look
from integrations.notifications import Notification

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.mentoring.mentorship import Review
    from desktop.mentoring.reminders import Quiet
    from desktop.services.options import Chosen
    from desktop.services.reminders import Reminder


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


def look_around(graduand: Graduand, *, settle: bool) -> Around:
    """Look at the whole store. `settle` after anything that may have been wrong with the clock. Raises Trouble."""
    reminders = graduand.reminders
    if settle:
        reminders.settle()
    review = graduand.reviewing.review()
    zone = graduand.zone
    return Around(
        review=review,
        zone=zone,
        due=reminders.due(),
        lately=reminders.lately(),
        quiet=reminders.quiet(),
        interrupted=len(graduand.transitions.interrupted()),
        wait=next_look(review.mentorships, reminders.manners(), review.now, zone) - review.now,
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
