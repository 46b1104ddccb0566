"""The talk's rule in words: "the last Tuesday of February", "28 February"."""

from __future__ import annotations

import re
from datetime import date, datetime

from desktop.mentoring.plan import CreateBigPicture
from resources import texts
from resources.texts import text

_PLACE = re.compile(r"BYDAY=(-?\d)[A-Z]{2}")
_YEARLY = "FREQ=YEARLY"


def talk_day_words(talk: CreateBigPicture) -> str:
    """On which day of the year, or of the month, the talk is; from its rule (rule AR) and its first date."""
    first = _date(talk)
    every = "" if talk.rule.startswith(_YEARLY) else "-every"
    place = _PLACE.search(talk.rule)
    if place is None:
        return text(f"wizard.talk.date-says{every}", day=texts.day(first), n=first.day)
    words = text(f"wizard.place.{'last' if place[1] == '-1' else place[1]}")
    return text(f"wizard.talk.weekday-says{every}", place=words, weekday=texts.weekday(first), month=texts.month(first))


def _date(talk: CreateBigPicture) -> date:
    start = talk.start
    return start.date() if isinstance(start, datetime) else start
