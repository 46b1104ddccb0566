"""`sync`: one synchronisation, and what it found."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from desktop.cli import contract, printed
from desktop.cli.answer import Answer
from desktop.cli.connecting import account_id
from desktop.composition import Graduand
from desktop.services.accounts import needs_sign_in
from integrations.errors import Trouble
from resources.texts import clock, day, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.services.syncing import AccountOutcome, CalendarOutcome, SyncReport

_NOT_DONE, _IN_PART, _SIGN_IN_NEEDED = 1, 3, 5


def sync(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`sync`: every account, or one."""
    marks = dict.fromkeys(asked.tag, True) | dict.fromkeys(asked.untag, False)
    account = account_id(graduand, asked.account) if asked.account is not None else None
    report = graduand.syncing.sync(account, marks=marks, accept_empty=asked.accept_empty, progress=_progress(asked))
    again = printed.recounted(report.changed, graduand.reviewing.review)
    lines = [line for one in report.accounts for line in _account_lines(one, graduand)]
    lines += printed.import_lines(report.changed)
    lines += again.values()
    lines.append(text("sync.requests", n=report.requests))
    said = [printed.clean(str(trouble)) for trouble in _troubles(report)]
    said += [printed.problem_line(problem) for problem in report.changed.problems]
    return Answer(tuple(lines), _json(report, again), tuple(said), _code(report))


def _code(report: SyncReport) -> int:
    """What an account is in trouble with comes before what was left out."""
    troubles = [one.trouble for one in report.accounts if one.trouble is not None]
    if any(needs_sign_in(trouble) for trouble in troubles):
        return _SIGN_IN_NEEDED
    if troubles:
        return _NOT_DONE
    return _IN_PART if _troubles(report) or report.changed.problems else 0


def _troubles(report: SyncReport) -> list[Trouble]:
    found = [one.trouble for one in report.accounts]
    found += [calendar.trouble for one in report.accounts for calendar in one.calendars]
    return [trouble for trouble in found if trouble is not None]


def _account_lines(one: AccountOutcome, graduand: Graduand) -> list[str]:
    address = printed.clean(one.address)
    if one.synced_at is None:
        lines = [text("sync.account-never", address=address)]
    else:
        at = one.synced_at.astimezone(graduand.zone)
        on = day(at.date(), weekday=True, year=True)
        lines = [text("sync.account", address=address, day=on, time=clock(at))]
    troubled = [(calendar, calendar.trouble) for calendar in one.calendars if calendar.trouble is not None]
    lines += ["  " + text("sync.calendar", name=printed.clean(c.name), says=trouble.title) for c, trouble in troubled]
    return lines


def _json(report: SyncReport, again: dict[str, str]) -> contract.Json:
    return {
        "version": contract.VERSION,
        "accounts": [_account_json(one) for one in report.accounts],
        "requests": report.requests,
        **contract.import_json(report.changed, again),
    }


def _account_json(one: AccountOutcome) -> contract.Json:
    return {
        "id": one.id,
        "kind": one.kind,
        "address": one.address,
        "synced_at": one.synced_at.isoformat() if one.synced_at else None,
        "trouble": _trouble_json(one.trouble),
        "calendars": [_calendar_json(calendar) for calendar in one.calendars],
    }


def _calendar_json(one: CalendarOutcome) -> contract.Json:
    return {
        "id": one.id,
        "name": one.name,
        "synced_at": one.synced_at.isoformat() if one.synced_at else None,
        "trouble": _trouble_json(one.trouble),
        "whole": one.whole,
    }


def _trouble_json(trouble: Trouble | None) -> contract.Json | None:
    return None if trouble is None else {"code": trouble.code, "says": str(trouble)}


def _progress(asked: argparse.Namespace) -> Callable[[int, int], None] | None:
    """A line that counts on a terminal; nothing in a pipe."""
    if getattr(asked, "json", False) or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        sys.stderr.write("\r" + text("sync.progress", done=done, total=total) + ("\r\n" if done >= total else ""))
        sys.stderr.flush()

    return show
