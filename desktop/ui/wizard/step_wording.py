"""The plan's steps and warnings in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from desktop.mentoring.plan import (
    Caution,
    CreateBigPicture,
    CreateRung,
    EndSeries,
    MarkFinal,
    Outcome,
    Plan,
    PlanState,
    Step,
    TalkWhen,
)
from desktop.mentoring.transition import LEAVING
from desktop.services.phrases import rung_step_says, warning_says
from desktop.ui.style import one_line
from desktop.ui.wizard.talk_wording import talk_day_words
from desktop.ui.wizard.wording import day_words, when
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import PlanRecord, StepRecord

PLACE = 200
"""Characters of a place that go onto a meeting."""
REQUEST = "request-to-organizer"
TELLING = ("note", "slower-rhythm", "proposal")
"""Drafts that tell the others of a change which the user can make."""


def asks(plan: Plan) -> bool:
    """Whether the series is for somebody else to end: there is a request to send, and nothing to change (R11)."""
    return bool(request_of(plan))


def leaves(plan: Plan) -> bool:
    """Whether the user leaves a group that goes on: there are words to say, and nothing to change."""
    return any(draft.kind == LEAVING for draft in plan.drafts)


def is_request(record: PlanRecord) -> bool:
    """Whether a plan was saved to wait for another person's calendar."""
    return record.state is PlanState.DRAFT and record.plan.source.live and asks(record.plan)


def request_of(plan: Plan) -> str:
    """The text that asks for the end, "" where the plan has none."""
    return next((draft.body for draft in plan.drafts if draft.kind == REQUEST), "")


def headline(plan: Plan, zone: tzinfo) -> str:
    """What the whole comes to, in one sentence."""
    key = "headline-leaves" if leaves(plan) else "headline-slower" if plan.rungs else "headline"
    return text(f"wizard.check.{key}", when=when(plan.final, None, zone))


def step_words(step: Step, zone: tzinfo) -> str:
    """One step, with what it takes along."""
    if isinstance(step, CreateBigPicture):
        return _create(step, zone)
    if isinstance(step, CreateRung):
        return text("wizard.step.slower", title=one_line(step.title), rhythm=rung_step_says(step))
    if isinstance(step, MarkFinal):
        key = "mark-final-place" if step.place else "mark-final"
        words = text(f"wizard.step.{key}", title=one_line(step.after), place=one_line(step.place, PLACE))
        return f"{words} {text('wizard.step.asks')}" if step.asks else words
    return _end(step, zone)


def told_words(step: Step, *, by_file: bool) -> str:
    """Who hears of a step: by the calendar itself, or when the user sends the file on; "" for nobody."""
    if not step.tells:
        return ""
    key = "tells-file" if by_file else "tells"
    return text(f"wizard.step.{key}", people=people_words(step.tells))


def receipt_words(record: StepRecord, zone: tzinfo, *, yes: bool = False) -> str:
    """What became of a step, when, and whom the calendar told. `yes`: what waits does so for a yes."""
    words = text(f"wizard.outcome.{record.outcome}{'-yes' if yes and record.outcome is Outcome.WAITING else ''}")
    if record.at is not None:
        words = text("wizard.receipt.at", outcome=words, time=when(record.at, None, zone))
    if record.outcome in (Outcome.DONE, Outcome.UNDONE) and record.step.tells:
        words = text("wizard.receipt.told", outcome=words, people=people_words(record.step.tells))
    return text("wizard.receipt.note", outcome=words, note=one_line(record.note, 200)) if record.note else words


def people_words(addresses: Iterable[str]) -> str:
    """Addresses in one line, the first three by name."""
    known = [one_line(each, 60) for each in addresses]
    if len(known) <= 3:
        return ", ".join(known)
    return text("wizard.people-more", people=", ".join(known[:3]), n=len(known) - 3)


def warning_words(warning: Caution) -> str:
    """What to know before anything is done."""
    values = tuple((name, one_line(value)) for name, value in warning.values)
    return warning_says(replace(warning, values=values))


def _create(step: CreateBigPicture, zone: tzinfo) -> str:
    key = "create-after" if step.when is TalkWhen.AFTER_FINAL else "create"
    return text(
        f"wizard.step.{key}", title=one_line(step.title), day=talk_day_words(step), first=when(step.start, None, zone)
    )


def _end(step: EndSeries, zone: tzinfo) -> str:
    parts = [text("wizard.step.end-series", day=day_words(step.last_start, zone))]
    gone = len(step.dropped.overrides) + len(step.dropped.rdates)
    if gone:
        parts.append(text("wizard.step.dropped", n=gone))
    if step.excluded:
        parts.append(text("wizard.step.excluded", n=len(step.excluded)))
    return " ".join(parts)
