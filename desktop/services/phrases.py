"""What a plan, a refusal and a change say, in the words of `resources/texts`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.mentoring.mentorship import Suggestion
from integrations.calendars.model import Moment
from resources.texts import clock, day, text

if TYPE_CHECKING:
    from desktop.mentoring.ladder import Rung
    from desktop.mentoring.plan import Caution, CreateBigPicture, CreateRung, Refusal, Step
    from desktop.services.importing import Change


def warning_says(warning: Caution) -> str:
    """A warning as one or two sentences; a missing neighbour is left out."""
    kind, _, _ = warning.kind.partition(":")
    values = dict(warning.values)
    if kind == "not-a-meeting-date" and "after" not in values:
        kind = "not-a-meeting-date-last"
    if kind == "several-endings" and "apart" in values:
        kind = "several-endings-apart"
    if kind == "short-notice" and values["days"] == "0":
        kind = "no-notice"
    return text(f"plan.warning.{kind}", **values)


def refusal_says(refusal: Refusal) -> str:
    """Why nothing is planned, and what to do instead."""
    values = dict(refusal.values)
    later = refusal.code == "not-told" and "day" in values
    return text(f"plan.refused.{refusal.code}{'-yet' if later else ''}", **values)


def suggestion_says(suggestion: Suggestion) -> str:
    """Why a series is suggested."""
    return text(f"reading.suggested.{suggestion.why}")


def change_says(change: Change) -> str:
    """What an import changed of one series."""
    return "; ".join(text(f"plan.change.{code}") for code in change.what)


def step_says(step: Step, *, telling: str = "told") -> str:
    """A step as one line. `telling`: how the others hear of it, `told`, `mailed` or `was-mailed`; "" leaves it out."""
    from desktop.mentoring.plan import CreateBigPicture, CreateRung, EndSeries  # a look needs no plans

    tells = people(step.tells)
    if isinstance(step, CreateBigPicture):
        line = text(f"plan.step.create-{step.when.value}", title=step.title, dates=_dates_and_hour(step))
    elif isinstance(step, CreateRung):
        line = text("plan.step.slower", title=step.title, rhythm=rung_step_says(step))
    elif isinstance(step, EndSeries):
        line = text("plan.step.end", final=moment_says(step.last_start))
    else:
        line = text("plan.step.mark", title=step.after)
    return text(f"plan.step.{telling}", step=line, people=tells) if tells and telling else line


def rung_step_says(step: CreateRung) -> str:
    """How often, and on which days, a step of the slow-down ladder lets people meet."""
    return text(f"plan.pace.{step.pace.value}", dates=_dates(step.first_dates))


def rung_says(rung: Rung) -> str:
    """The same of a rung that is no step yet."""
    return text(f"plan.pace.{rung.pace.value}", dates=_dates(rung.days))


def _dates(days: Iterable[Moment]) -> str:
    return ", ".join(day(each, year=True) for each in days)


def _dates_and_hour(step: CreateBigPicture) -> str:
    dates = _dates(step.first_dates)
    return text("plan.at", day=dates, time=clock(step.start)) if isinstance(step.start, datetime) else dates


def people(addresses: Iterable[str]) -> str:
    """Addresses in one line."""
    return ", ".join(addresses)


def moment_says(moment: Moment) -> str:
    """`Tuesday 9 December 2025, 16:00`."""
    words = day(moment, weekday=True, year=True)
    return text("plan.at", day=words, time=clock(moment)) if isinstance(moment, datetime) else words
