"""Answers as lines for a person at a terminal. Text from calendars loses its control characters on the way."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.mentoring.mentorship import Absence, MentorshipReview, Review, SignLevel
from desktop.services import phrases, wording
from integrations.calendars.model import Problem
from resources.texts import day, text

if TYPE_CHECKING:
    from desktop.mentoring.plan import Caution, Plan, Step
    from desktop.services.doctor import Check
    from desktop.services.importing import Change, ImportReport
    from desktop.services.records import Message, PlanRecord
    from desktop.services.reminders import Reminder

Lines = tuple[str, ...]


def clean(words: str) -> str:
    """One line without anything that could steer a terminal."""
    return "".join(c if unicodedata.category(c)[0] != "C" else " " for c in " ".join(words.split()))


def review_lines(review: Review, *, of_files: bool = False) -> Lines:
    """Each mentorship, then the questions, then what may be mentoring. `of_files`: files were read, not the store."""
    lines: list[str] = []
    for found in review.mentorships:
        lines += [*mentorship_lines(found), ""]
    if not review.mentorships:
        lines += [text("cli.nothing-found" if of_files else "cli.nothing-yet"), ""]
    for question in review.questions:
        choices = "|".join(question.choices)
        lines.append(text("cli.question", says=clean(wording.question_says(question)), id=question.id, choices=choices))
    for one in review.suggested:
        lines.append(
            text("cli.suggested", title=clean(one.title), why=phrases.suggestion_says(one), uid=clean(one.uid))
        )
    return tuple(lines[:-1] if lines and not lines[-1] else lines)


def mentorship_lines(found: MentorshipReview) -> Lines:
    """One mentorship: who, when, what was kept, what stands out."""
    mentorship, ledger = found.mentorship, found.ledger
    who = ", ".join(clean(person.name or person.email) for person in mentorship.others)
    title = clean(mentorship.current.title)
    lines = [
        text("cli.pair", title=title, who=who, id=mentorship.id)
        if who
        else text("cli.alone", title=title, id=mentorship.id)
    ]
    counts = ledger.all_time
    if counts.due:
        lines.append("  " + text("cli.kept", kept=counts.kept + counts.moved, due=counts.due))
    extras = [
        text(f"cli.count-{name}", n=n)
        for name, n in (("moved", counts.moved), ("excused", counts.excused), ("unknown", counts.unknown))
        if n
    ]
    if extras:
        lines.append("  " + ", ".join(extras))
    if ledger.next is not None:
        lines.append("  " + text("cli.next", when=phrases.moment_says(ledger.next.start)))
    if found.finished:
        lines.append("  " + text("cli.finished"))
    elif ledger.ends is not None:
        lines.append("  " + text("cli.ends", when=phrases.moment_says(ledger.ends)))
    lines.append("  " + text(f"cli.level.{found.level.value}"))
    for sign in found.signs:
        mark = "·" if sign.level in (SignLevel.FACT, SignLevel.CARD) else "→"
        lines.append(f"  {mark} {clean(wording.sign_says(sign, found))}")
    return tuple(lines)


def import_lines(report: ImportReport) -> Lines:
    """What was new, what changed, what was known."""
    lines = [_change(change) for change in (*report.new, *report.changed)]
    lines.append(text("cli.imported", new=len(report.new), changed=len(report.changed), unchanged=report.unchanged))
    lines += [
        text("cli.suggested", title=clean(one.title), why=phrases.suggestion_says(one), uid=clean(one.uid))
        for one in report.suggested
    ]
    lines += [text("cli.completed", plan=plan) for plan in report.completed_plans]
    return tuple(lines)


def nothing_kept(report: ImportReport) -> Lines:
    """What a person can do where a file held no mentoring that could be kept."""
    said = report.new or report.changed or report.unchanged or report.suggested or report.problems
    return () if said else (text("cli.nothing-kept"),)


def recounted(report: ImportReport, look: Callable[[], Review]) -> dict[str, str]:
    """For each mentorship of which past dates turned out to have been moved, what is said about that."""
    found = look().mentorships if report.recounted else ()
    titles = {one.mentorship.id: clean(one.mentorship.current.title) for one in found}
    return {
        id_: text(f"sync.recounted.{'one' if n == 1 else 'many'}", n=n, title=titles.get(id_, ""))
        for id_, n in report.recounted
    }


def _change(change: Change) -> str:
    return text("cli.change", title=clean(change.title), what=phrases.change_says(change))


def plan_title(plan: Plan) -> str:
    """A plan in one line."""
    key = "plan-slower" if plan.rungs else "plan"
    return text(f"cli.{key}", title=clean(plan.title), final=phrases.moment_says(plan.final), id=plan.id)


def plan_lines(plan: Plan) -> Lines:
    """A plan: its steps, what to know, and what anyone gets to read."""
    lines = [plan_title(plan), *_step_lines(plan, plan.steps), *_warning_lines(plan.warnings)]
    lines.append(_sent_line(plan.messages_to_others))
    if plan.possible_messages:
        lines.append(_possible_line(plan.possible_messages))
    for draft in plan.drafts:
        lines += ["", *_letter_lines(draft.subject, draft.body)]
    key = "plan-next-told" if plan.needs_telling and plan.told is None else "plan-next"
    return (*lines, "", text(f"cli.{key}", id=plan.id))


def change_lines(plan: Plan, steps: Iterable[Step], *, letters: bool) -> Lines:
    """What is about to be written, whole: the steps that are left, and every message that goes out because of them.

    Drafts are left out, but for `letters`: those that the user sends in the place of a change.
    """
    from desktop.mentoring.plan import Creating
    from desktop.services import messages  # only before something is written

    left = replace(plan, steps=tuple(steps))
    sent, possible = (messages.messages(left), messages.possible(left)) if plan.source.live else ((), ())
    warnings = (each for each in plan.warnings if each.kind != "not-told")
    lines = [plan_title(plan), *_step_lines(plan, left.steps), *_warning_lines(warnings)]
    lines += [_sent_line(len(sent)), *_message_lines(sent)]
    if possible:
        lines += ["", _possible_line(len(possible)), *_message_lines(possible)]
    untold = [step for step in left.steps if isinstance(step, Creating) and not (plan.source.live and step.tells)]
    for step in untold:  # of the others, the invitation has it
        lines += ["", *_letter_lines(step.title, step.body)]
    own = messages.letters(plan) if letters else ()
    return (*lines, *(line for one in own for line in ("", *_letter_lines(one.subject, one.body))))


def step_line(plan: Plan, step: Step, outcome: str = "planned") -> str:
    """A step, and how the others hear of it. Google writes to them by itself, once it is done and never before."""
    telling = "told"
    if plan.source.live and plan.source.kind == "google":
        telling = {"planned": "mailed", "waiting": "mailed", "done": "was-mailed"}.get(outcome, "")
    return clean(phrases.step_says(step, telling=telling))


def _step_lines(plan: Plan, steps: Iterable[Step]) -> list[str]:
    lines = [f"  {number}. {step_line(plan, step)}" for number, step in enumerate(steps, 1)]
    return lines or ["  " + text("cli.no-steps")]


def _warning_lines(warnings: Iterable[Caution]) -> list[str]:
    return [f"  ! {clean(phrases.warning_says(warning))}" for warning in warnings]


def _sent_line(n: int) -> str:
    return "  " + text("cli.messages", n=n)


def _possible_line(n: int) -> str:
    return "  " + text("live.possible", n=n)


def _letter_lines(subject: str, body: str) -> list[str]:
    return [text("cli.draft", subject=clean(subject)), *(clean(line) for line in body.splitlines())]


def _message_lines(messages: Iterable[Message]) -> list[str]:
    """Each message once, whoever gets it."""
    people: dict[tuple[str, str], list[str]] = {}
    for one in messages:
        people.setdefault((one.subject, one.body), []).append(one.to)
    lines = []
    for (subject, body), to in people.items():
        lines += ["", text("cli.message", people=clean(phrases.people(to)), subject=clean(subject))]
        lines += [f"  {clean(line)}".rstrip() for line in body.splitlines()]
    return lines


def record_lines(record: PlanRecord) -> Lines:
    """A plan after apply or undo: its state, each step, and the files that were written."""
    asked = record.plan.source.live and record.state.value == "waiting"
    state = text("live.state-waiting") if asked else text(f"cli.state.{record.state.value}")
    lines = [plan_title(record.plan), "  " + state]
    for step in record.steps:
        waits = asked and step.outcome.value == "waiting"
        outcome = text("live.outcome-waiting") if waits else text(f"cli.outcome.{step.outcome.value}")
        lines.append(
            "  " + text("cli.step", step=step_line(record.plan, step.step, step.outcome.value), outcome=outcome)
        )
        if step.note:
            lines.append("    " + step.note)
    lines += [f"  {clean(str(path))}" for path in record.files]
    return tuple(lines)


def history_lines(records: Iterable[PlanRecord]) -> Lines:
    """Every plan, newest first."""
    lines: list[str] = []
    for record in records:
        lines += [*record_lines(record), ""]
    return tuple(lines[:-1]) or (text("cli.no-plans"),)


def problem_line(problem: Problem) -> str:
    """One thing that was left out, with its place."""
    if problem.line:
        return text("cli.problem-at", file=clean(problem.file), line=problem.line, message=clean(problem.message))
    if problem.file and problem.file not in problem.message:
        return text("cli.problem-in", file=clean(problem.file), message=clean(problem.message))
    return clean(problem.message)


def absence_line(absence: Absence) -> str:
    """A time away, with its id."""
    last = absence.end if isinstance(absence.end, datetime) else absence.end - timedelta(days=1)
    first, final = day(absence.start, year=True), day(last, year=True)
    title = clean(absence.title) or text("cli.away")
    return text("cli.absence", title=title, first=first, last=final, whose=absence.whose, id=absence.id)


def reminder_lines(due: Iterable[Reminder]) -> Lines:
    """What should be shown at this moment."""
    lines = []
    for one in due:
        lines += [
            text("cli.reminder", title=one.title, id=one.identity),
            f"  {one.body}",
            "  " + " · ".join(label for _, label in one.actions),
        ]
    return tuple(lines) or (text("cli.no-reminders"),)


def quiet_line(found: MentorshipReview, until: date | None, *, quiet: bool) -> str:
    """How long nothing is said about a mentorship."""
    title = clean(found.mentorship.current.title)
    if not quiet:
        return text("cli.quiet-taken-back", title=title)
    says = text("reminders.quiet.until", day=day(until, year=True)) if until else text("reminders.quiet.never")
    return text("cli.quiet", title=title, says=says)


def doctor_lines(checks: Iterable[Check]) -> Lines:
    """A line a check, and what to do where one is not well."""
    lines = []
    for check in checks:
        mark = {True: "ok", False: "!!", None: "--"}[check.ok]
        lines.append(f"{mark}  {check.says}")
        if check.advice and check.ok is not True:
            lines.append(f"    {check.advice}")
    return tuple(lines)
