"""`reminders` and `not-now`: what should be shown at this moment, and being quiet."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.cli import contract, printed
from desktop.cli.answer import Answer
from desktop.cli.naming import mentorship
from desktop.composition import Graduand

if TYPE_CHECKING:
    from datetime import date

    from desktop.mentoring.manners import Span


def reminders(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`reminders`: what should be shown now; with `--shown` after noting one as shown."""
    found = graduand.reminders
    if asked.shown is not None:
        found.shown(asked.shown)
    due, quiet = found.due(), found.quiet()
    now = graduand.clock().astimezone(graduand.zone)
    return Answer(printed.reminder_lines(due), contract.reminders_json(due, quiet, now))


def not_now(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`not-now`: quiet about one mentorship, to the day."""
    from desktop.mentoring.manners import Span  # a look needs none

    found = mentorship(graduand, asked.series)
    wanted: Span | date | None = asked.until
    if asked.span is not None:
        wanted = None if asked.span == "none" else Span(asked.span)
    until = graduand.reminders.not_now(found.mentorship.id, wanted)
    answer = contract.not_now_json(found.mentorship.id, until, quiet=wanted is not None)
    return Answer((printed.quiet_line(found, until, quiet=wanted is not None),), answer)
