"""`apply` and `undo`: a plan carried out and taken back, with the questions that come before."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import connecting, contract, printed
from desktop.cli.answer import Answer
from desktop.cli.side_by_side import versions_json, versions_lines
from desktop.composition import Graduand
from integrations.errors import Cancelled, Trouble
from resources.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.services.records import Message, PlanRecord

_NOT_DONE, _CHANGED, _SIGN_IN_NEEDED = 1, 4, 5


def apply(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`apply`: carry a plan out, or carry one on that was broken off.

    Who was not told comes first (R1), then whether the account may be changed at all (R3), and the question is the
    last thing before the calendar is changed.
    """
    from desktop.mentoring.plan import Outcome, PlanState  # a look needs no plans
    from desktop.mentoring.transition import asks_first, later

    transitions = graduand.transitions
    plan_id = _plan_id(asked.plan)
    record = transitions.named(plan_id)
    plan = record.plan
    if asked.out is not None and plan.source.live:
        raise Trouble("option-out-live", plan_id)
    if asked.out is not None and record.out is not None and asked.out.expanduser().resolve() != record.out.resolve():
        raise Trouble("option-out-again", plan_id, folder=record.out)
    out: Path | None = asked.out or record.out
    if plan.source.kind == "ics" and out is None:
        out = Path()
    ready = record.state in (PlanState.WAITING, PlanState.APPLIED)
    if not ready or transitions.sends_late(plan_id):
        transitions.check_apply(plan_id, asked.told)
        _check_asked(asked)
        _allow_writing(graduand, plan_id)
        left = [one.step for one in record.steps if one.outcome not in (Outcome.DONE, Outcome.ALREADY_DONE)]
        if asks_first(plan) and record.state in (PlanState.DRAFT, PlanState.CONFLICT):
            left = [step for step in left if not later(plan, step)]  # the rest is shown once they have said yes
        into = () if plan.source.live else (text("cli.into", folder=out or ""),)
        _confirm(asked, [*printed.change_lines(plan, left, letters=not ready), *into], _question(record))
    return _carried(graduand, plan_id, lambda: transitions.apply(plan_id, out=out, told=asked.told))


def undo(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`undo`: take a plan back, after saying who will be told of what (R16)."""
    from desktop.mentoring.plan import PlanState  # a look needs no plans

    transitions = graduand.transitions
    plan_id = _plan_id(asked.plan) if asked.plan else transitions.last_applied()
    record = transitions.named(plan_id)
    messages = transitions.undo_messages(plan_id) if record.state is not PlanState.UNDONE else ()
    if record.state is not PlanState.UNDONE:
        transitions.check_undo(plan_id)
        _check_asked(asked)
        _allow_writing(graduand, plan_id)
        _confirm(asked, [printed.plan_title(record.plan), *_undo_lines(messages)], text("cli.undo"))
    told = {"undo_messages": len(messages), "undo_tells": list(dict.fromkeys(message.to for message in messages))}
    return _carried(graduand, plan_id, lambda: transitions.undo(plan_id), told)


def _question(record: PlanRecord) -> str:
    from desktop.mentoring.plan import PlanState  # a look needs no plans
    from desktop.mentoring.transition import asks

    if asks(record.plan) and record.state is not PlanState.APPLIED:
        return text("cli.apply-asks")
    return text("cli.apply-live" if record.plan.source.live else "cli.apply")


def _undo_lines(messages: tuple[Message, ...]) -> list[str]:
    if not messages:
        return [text("cli.undo-tells-nobody")]
    people = ", ".join(dict.fromkeys(message.to for message in messages))
    lines = [text("live.undo-tells", people=people, n=len(messages))]
    return [*lines, *(f"  {printed.clean(message.body)}" for message in messages)]


def _allow_writing(graduand: Graduand, plan_id: str) -> None:
    """The first change of an account asks for the right to it, in the browser (R3). Raises Trouble, Cancelled."""
    account = graduand.transitions.needs_writing(graduand.transitions.record(plan_id).plan)
    if account is not None:
        sys.stderr.write(text("cli.asks-writing") + "\n")
        connecting.allow_writing(graduand, account)


def _carried(
    graduand: Graduand, plan_id: str, act: Callable[[], PlanRecord], more: dict[str, Any] | None = None
) -> Answer:
    """What became of a plan. Where something stopped it half-way, that is said beside what was done."""
    from desktop.mentoring.plan import PlanState  # a look needs no plans

    try:
        record = act()
    except (Trouble, KeyboardInterrupt) as stopped:
        graduand.transitions.interrupted()
        record = graduand.transitions.record(plan_id)
        if record.state is not PlanState.INTERRUPTED or not _something_is_known(record, stopped):
            raise
        return _recorded(graduand, record, more, (_why(record, stopped),), _code(stopped))
    return _recorded(graduand, record, more)


def _why(record: PlanRecord, stopped: Trouble | KeyboardInterrupt) -> str:
    return str(stopped) if isinstance(stopped, Trouble) else text("cli.stopped-half-way", plan=record.plan.id)


def _something_is_known(record: PlanRecord, stopped: Trouble | KeyboardInterrupt) -> bool:
    """Whether the steps tell more than what stopped them does."""
    return record.plan.source.live or not isinstance(stopped, Trouble) or stopped.code == "plan-not-changed"


def _code(stopped: Trouble | KeyboardInterrupt) -> int:
    from desktop.services.accounts import needs_sign_in  # files need no account

    return _SIGN_IN_NEEDED if isinstance(stopped, Trouble) and needs_sign_in(stopped) else _NOT_DONE


def _recorded(
    graduand: Graduand,
    record: PlanRecord,
    more: dict[str, Any] | None = None,
    problems: tuple[str, ...] = (),
    code: int = 0,
) -> Answer:
    from desktop.mentoring.plan import Outcome  # a look needs no plans

    outcomes = {step.outcome for step in record.steps}
    lines, answer = printed.record_lines(record), contract.record_json(record) | (more or {})
    if record.plan.source.live and (both := graduand.transitions.conflict(record.plan.id)) is not None:
        lines = (*lines, *versions_lines(both))
        answer["versions"] = versions_json(both, record.plan.form)
    if Outcome.CONFLICT in outcomes:
        code = code or _CHANGED
    elif Outcome.NOT_CHANGED in outcomes:
        code = code or _NOT_DONE
    return Answer(lines, answer, problems, code)


def _plan_id(words: str) -> str:
    """The id itself, or the one in the JSON that `plan --json` printed into a file."""
    path = Path(words)
    if not path.is_file():
        return words
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return str(found["plan"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Trouble("plan-file-unreadable", words) from error


def _check_asked(asked: argparse.Namespace) -> None:
    """Nobody is asked where nobody can answer: `--yes` or `--json` says that the caller knows. Raises Trouble."""
    if not _agreed(asked) and not sys.stdin.isatty():
        raise Trouble("needs-yes")


def _agreed(asked: argparse.Namespace) -> bool:
    return asked.yes or getattr(asked, "json", False)


def _confirm(asked: argparse.Namespace, says: list[str], question: str) -> None:
    """Ask on a terminal. Raises Cancelled."""
    if _agreed(asked):
        return
    sys.stderr.write("\n".join(says) + "\n" + question + " ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:  # the input ended below the question
        sys.stderr.write("\n")
    if answer.strip().lower() not in ("y", "yes"):
        raise Cancelled
