"""Hours of a year in plain words."""

from __future__ import annotations

from desktop.mentoring.freed import hours_a_year
from desktop.mentoring.mentorship import MentorshipReview
from resources.texts import text


def hours_line(found: MentorshipReview) -> str:
    """What the meetings take of the user's year; "" where that is under an hour, or unknown."""
    hours = round(hours_a_year(found))
    return text("wizard.why.hours", n=hours) if hours >= 1 else ""
