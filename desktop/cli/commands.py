"""One function a call: it asks the use case and puts the answer into lines and JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli import carrying, connecting, contract, kitting, printed, reminding, story, syncing
from desktop.cli.answer import Answer
from desktop.cli.naming import mentorship
from desktop.composition import Graduand
from desktop.mentoring.mentorship import Side, SlotState
from integrations.calendars.model import Form, Problem
from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.knowledge import File

_IN_PART, _NOT_DONE = 3, 1
_TALKS = 3
"""How many talks are booked where the call does not say."""
_OF_THE_DESKTOP = ("screen", "tray", "notifications")
"""Checks without which the command line is well all the same."""


def review(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`review`: files alone, or the whole store."""
    if asked.files:
        found = graduand.reviewing.review_files(_files(asked.files), tags=asked.tag)
    else:
        found = graduand.reviewing.review()
    lines = printed.review_lines(found, of_files=bool(asked.files))
    people = {person.email for one in found.mentorships for series in one.mentorship.series for person in series.people}
    said = (*_problems(found.problems), *_not_there(asked, people))
    return Answer(lines, contract.review_json(found), said, _IN_PART if found.problems else 0)


def import_files(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`import`: files into the store."""
    report = graduand.importing.import_files(
        _files(asked.files), tags=asked.tag, untags=asked.untag, progress=_progress(asked)
    )
    again = printed.recounted(report, graduand.reviewing.review)
    answer = {"version": contract.VERSION, **contract.import_json(report, again)}
    code = _IN_PART if report.problems else 0
    lines = (*printed.import_lines(report), *printed.nothing_kept(report), *again.values())
    return Answer(lines, answer, _problems(report.problems), code)


def plan(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`plan`: what would change; stores a draft."""
    from desktop.mentoring.plan import Answers, Rhythm, TalkBy, TalkWhen  # a look needs no plans
    from desktop.services.outbox import series_of

    answers = Answers(
        final=asked.final,
        big_picture=Rhythm(asked.big_picture) if asked.big_picture else None,
        by=TalkBy(asked.big_picture_by or TalkBy.WEEKDAY),
        months=asked.big_picture_in,
        on=asked.big_picture_on,
        at=asked.big_picture_at,
        times=_TALKS if asked.big_picture_times is None else asked.big_picture_times,
        when=TalkWhen(asked.big_picture_when or TalkWhen.NOW),
        mark_final=asked.mark_final,
        title=asked.talk_title or ("" if asked.mark_final else asked.title),
        final_title=asked.title if asked.mark_final else "",
        told=asked.told,
        side=Side(asked.side) if asked.side else None,
        as_guest=asked.as_guest,
        ladder=asked.ladder,
    )
    transitions = graduand.transitions
    if asked.source:
        made = transitions.propose_from(_files([asked.source]), asked.series, answers, tags=asked.tag)
    else:
        made = transitions.propose(asked.series, answers)
    if asked.big_picture_at is not None and made.talk is not None and made.talk.form is Form.DATE:
        raise Trouble("option-at-all-day", asked.big_picture_at.strftime("%H:%M"))
    transitions.save(made)
    if asked.side and not asked.source:
        graduand.reviewing.set_side(made.mentorship, Side(asked.side))
    people = {person.email for person in series_of(made).people}
    return Answer(printed.plan_lines(made), contract.plan_json(made), _not_there(asked, people))


def history(graduand: Graduand, _: argparse.Namespace) -> Answer:
    """`history`: every plan and its steps, but for those about a pair that is kept hidden (R19)."""
    graduand.transitions.interrupted()
    records = graduand.transitions.history()
    return Answer(printed.history_lines(records), contract.history_json(records))


def export(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`export`: the store as one calendar, or the story of one pair."""
    if asked.story is not None:
        return story.export(graduand, asked)
    content = graduand.reviewing.export()
    if asked.out is None:
        if getattr(asked, "json", False):
            return Answer(json={"version": contract.VERSION, "calendar": content.decode()})
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return Answer()
    from integrations.files import write_atomically

    write_atomically(asked.out.expanduser(), content)
    says = text("cli.exported", file=asked.out)
    return Answer((says,), {"version": contract.VERSION, "file": str(asked.out)})


def correct(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`correct`: the user's own word on a past slot."""
    from desktop.services.review import slot_of

    found = mentorship(graduand, asked.series)
    slot = slot_of(found, asked.slot)
    if slot is None:
        raise Trouble("slot-unknown", asked.slot)
    state = None if asked.state == "auto" else SlotState(asked.state)
    graduand.reviewing.correct(slot.uid, slot.start, state)
    looked = graduand.reviewing.review()
    again = next(one for one in looked.mentorships if one.mentorship.id == found.mentorship.id)
    answer = {"version": contract.VERSION, "mentorship": contract.mentorship_json(again, looked)}
    return Answer(printed.mentorship_lines(again), answer)


def absence(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`absence`: list, add, remove."""
    reviewing = graduand.reviewing
    if asked.what == "add":
        added = reviewing.add_absence(asked.start, asked.end, asked.title, asked.whose)
        answer = {"version": contract.VERSION, "absence": contract.absence_json(added)}
        return Answer((printed.absence_line(added),), answer)
    if asked.what == "remove":
        reviewing.remove_absence(asked.id)
    found = reviewing.absences()
    answer = {"version": contract.VERSION, "absences": [contract.absence_json(one) for one in found]}
    return Answer(tuple(map(printed.absence_line, found)) or (text("cli.no-absences"),), answer)


def answer(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`answer`: one of the questions."""
    graduand.reviewing.answer(asked.question, asked.value)
    looked = graduand.reviewing.review()
    return Answer((text("cli.answered"),), contract.review_json(looked))


def doctor(graduand: Graduand, _: argparse.Namespace) -> Answer:
    """`doctor`: a line a check; 1 where one of them is not well."""
    checks = graduand.doctor.report()
    bad = any(check.ok is False and check.name not in _OF_THE_DESKTOP for check in checks)
    answer = {
        "version": contract.VERSION,
        "checks": [{"name": c.name, "ok": c.ok, "says": c.says, "advice": c.advice} for c in checks],
    }
    return Answer(printed.doctor_lines(checks), answer, code=_NOT_DONE if bad else 0)


CALLS: dict[str, Callable[[Graduand, argparse.Namespace], Answer]] = {
    "review": review,
    "import": import_files,
    "plan": plan,
    "apply": carrying.apply,
    "undo": carrying.undo,
    "history": history,
    "export": export,
    "correct": correct,
    "absence": absence,
    "answer": answer,
    "reminders": reminding.reminders,
    "not-now": reminding.not_now,
    "accounts": connecting.accounts,
    "sync": syncing.sync,
    "kit": kitting.kit,
    "doctor": doctor,
}


def _files(names: list[str]) -> list[File]:
    """Paths, and standard input for `-`, which is read whole since it may be a pipe."""
    return [BytesIO(sys.stdin.buffer.read()) if name == "-" else Path(name) for name in names]


def _not_there(asked: argparse.Namespace, people: set[str]) -> tuple[str, ...]:
    """Addresses that the call names as the user's own, where none of them is on what was looked at: a slip, perhaps."""
    mine: list[str] = getattr(asked, "me", [])
    if not mine or not people or people & set(mine):
        return ()
    return (text("cli.me-not-there", addresses=", ".join(mine)),)


def _problems(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    return tuple(printed.problem_line(problem) for problem in problems)


def _progress(asked: argparse.Namespace) -> Callable[[int, int], None] | None:
    """A line that counts on a terminal; nothing in a pipe."""
    if getattr(asked, "json", False) or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        share = 100 * done // max(total, 1)
        sys.stderr.write("\r" + text("cli.reading", percent=share) + ("\r\n" if done >= total else ""))
        sys.stderr.flush()

    return show
