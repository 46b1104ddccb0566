"""Moments and reasons in plain words, as the person in front of the screen would say them."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from desktop.mentoring.mentorship import Reason
from desktop.ui.style import one_line
from integrations.calendars.model import Moment
from integrations.calendars.moments import day_of
from resources import texts
from resources.texts import has_text, text


def day_words(moment: Moment, zone: tzinfo) -> str:
    """`Tuesday 9 December 2025`, on the reader's own calendar."""
    return texts.day(day_of(moment, zone), weekday=True, year=True)


def short_day(day: date) -> str:
    """`Tuesday 9 December`."""
    return texts.day(day, weekday=True)


def time_words(start: Moment, end: Moment | None, zone: tzinfo) -> str:
    """`16:00–16:45` on the reader's clock, or that it lasts all day.

    Where the meeting is arranged on another clock, that one follows: `16:00–16:45 (11:00 in New York)`.
    """
    if not isinstance(start, datetime):
        return text("wizard.when.all-day")
    here = start.astimezone(zone)
    words = texts.clock(here)
    if isinstance(end, datetime) and end > start:
        words = text("wizard.when.span", start=words, end=texts.clock(end.astimezone(zone)))
    there = elsewhere(start, zone)
    return text("wizard.when.and-elsewhere", time=words, there=there) if there else words


def hour_words(start: Moment, zone: tzinfo) -> str:
    """`16:00` on the reader's clock, or that it lasts all day."""
    return texts.clock(start.astimezone(zone)) if isinstance(start, datetime) else text("wizard.when.all-day")


def elsewhere(start: Moment, zone: tzinfo) -> str:
    """The meeting's own clock where it shows something else than the reader's, else ""."""
    if not isinstance(start, datetime):
        return ""
    here = start.astimezone(zone)
    place = _place(start.tzinfo)
    if not place or start.utcoffset() == here.utcoffset():
        return ""
    if start.date() != here.date():
        return text("wizard.when.elsewhere-day", day=short_day(start.date()), time=texts.clock(start), place=place)
    return text("wizard.when.elsewhere", time=texts.clock(start), place=place)


def when(start: Moment, end: Moment | None, zone: tzinfo) -> str:
    """Day and time in one."""
    return text("wizard.when.day-and-time", day=day_words(start, zone), time=time_words(start, end, zone))


def reason_words(reason: Reason) -> str:
    """Why nobody could come on a day: the holiday's or the leave's own name where there is one."""
    words = one_line(reason.words)
    if words:
        return text(f"wizard.reason.{reason.code}", words=words)
    nameless = f"wizard.reason.{reason.code}-nameless"
    return text(nameless) if has_text(nameless) else text(f"wizard.reason.{reason.code}", words="")


def _place(zone: tzinfo | None) -> str:
    """`New York` for `America/New_York`; UTC by its own name; "" for a zone without a place."""
    key = getattr(zone, "key", "")
    if not isinstance(key, str) or not key:
        return ""
    return key.rsplit("/", 1)[-1].replace("_", " ")
