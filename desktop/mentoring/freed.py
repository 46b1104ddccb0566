"""What a rhythm takes of a year, and what closing it gives back (A38, A69). Hours, never money."""

from __future__ import annotations

from desktop.mentoring.mentorship import MentorshipReview
from desktop.mentoring.plan import CreateBigPicture, Plan
from integrations.calendars.moments import wall

DAYS_A_YEAR = 365.25
_DAYS_BETWEEN = {"FREQ=YEARLY": 365.25, "FREQ=MONTHLY": 365.25 / 12}


def hours_a_year(found: MentorshipReview) -> float:
    """The hours that the meetings take of a year; 0 for whole days, and where there is no rhythm."""
    series, cadence = found.mentorship.current, found.ledger.cadence_days
    if series.all_day or not cadence:
        return 0.0
    return series.duration.total_seconds() / 3600 * DAYS_A_YEAR / cadence


def freed(found: MentorshipReview, plan: Plan) -> float:
    """The hours of a year that are free once everything in `plan` is behind; never below 0."""
    talk = next((step for step in plan.steps if isinstance(step, CreateBigPicture)), None)
    if talk is None:
        return hours_a_year(found)
    length = wall(talk.end) - wall(talk.start)
    return max(hours_a_year(found) - length.total_seconds() / 3600 * _times_a_year(talk.rule), 0.0)


def _times_a_year(rule: str) -> float:
    """Of a talk's rule (AR): yearly, or every so many months."""
    parts = dict(part.split("=") for part in rule.split(";"))
    return DAYS_A_YEAR / (_DAYS_BETWEEN[f"FREQ={parts['FREQ']}"] * int(parts.get("INTERVAL", "1")))
