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
    """`apply`: carry a plan out, or carry one on that was broken off."""
    from desktop.mentoring.plan import PlanState  # a look needs no plans

    transitions = graduand.transitions
    plan_id = _plan_id(asked.plan)
    record = transitions.record(plan_id)
    plan = record.plan
    out: Path | None = asked.out or record.out
    if plan.source.kind == "ics" and out is None:
        out = Path()
    if record.state in (PlanState.DRAFT, PlanState.CONFLICT, PlanState.INTERRUPTED, PlanState.APPLYING):
        into = () if plan.source.live else (text("cli.into", folder=out or ""),)
        _confirm(asked, [*printed.plan_lines(plan), *into], text("cli.apply-live" if plan.source.live else "cli.apply"))
        _allow_writing(graduand, plan_id)
    return _carried(graduand, plan_id, lambda: transitions.apply(plan_id, out=out, told=asked.told))


def undo(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`undo`: take a plan back, after saying who will be told of what (R16)."""
    from desktop.mentoring.plan import PlanState  # a look needs no plans

    transitions = graduand.transitions
    plan_id = _plan_id(asked.plan) if asked.plan else transitions.last_applied()
    record = transitions.record(plan_id)
    messages = transitions.undo_messages(plan_id) if record.state is not PlanState.UNDONE else ()
    if record.state is not PlanState.UNDONE:
        _confirm(asked, [printed.plan_title(record.plan), *_undo_lines(messages)], text("cli.undo"))
        _allow_writing(graduand, plan_id)
    told = {"undo_messages": len(messages), "undo_tells": list(dict.fromkeys(message.to for message in messages))}
    return _carried(graduand, plan_id, lambda: transitions.undo(plan_id), told)


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
        connecting.allow_writing(graduand, account)


def _carried(
    graduand: Graduand, plan_id: str, act: Callable[[], PlanRecord], more: dict[str, Any] | None = None
) -> Answer:
    """What became of a plan. Where something stopped it half-way, that is said beside what was done."""
    from desktop.mentoring.plan import PlanState  # a look needs no plans

    try:
        record = act()
    except Trouble as trouble:
        graduand.transitions.interrupted()
        record = graduand.transitions.record(plan_id)
        if record.state is not PlanState.INTERRUPTED or not _something_is_known(record, trouble):
            raise
        return _recorded(graduand, record, more, (str(trouble),), _code(trouble))
    return _recorded(graduand, record, more)


def _something_is_known(record: PlanRecord, trouble: Trouble) -> bool:
    """Whether the steps tell more than the trouble does."""
    return record.plan.source.live or trouble.code == "plan-not-changed"


def _code(trouble: Trouble) -> int:
    from desktop.services.accounts import needs_sign_in  # files need no account

    return _SIGN_IN_NEEDED if needs_sign_in(trouble) else _NOT_DONE


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


def _confirm(asked: argparse.Namespace, says: list[str], question: str) -> None:
    """Ask on a terminal; elsewhere `--yes` or `--json` says that the caller knows. Raises Cancelled."""
    if asked.yes or getattr(asked, "json", False):
        return
    if not sys.stdin.isatty():
        raise Trouble("needs-yes")
    sys.stderr.write("\n".join(says) + "\n" + question + " ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Cancelled
