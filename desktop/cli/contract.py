"""Values as the JSON that the command line promises: names and fields here are relied on by others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from desktop.services import phrases, wording
from integrations.calendars.model import Form, Moment, Problem
from integrations.calendars.moments import instant, written
from integrations.calendars.recurrence import is_open_ended

if TYPE_CHECKING:
    from desktop.mentoring.mentorship import Absence, Counts, Ledger, MentorshipReview, Review, Slot, Suggestion
    from desktop.mentoring.plan import Draft, Plan, Step
    from desktop.mentoring.reminders import Quiet
    from desktop.services.importing import Change, ImportReport
    from desktop.services.records import PlanRecord, StepRecord
    from desktop.services.reminders import Reminder

VERSION = 1
Json = dict[str, Any]


def review_json(review: Review) -> Json:
    """The whole of `review --json`."""
    return {
        "version": VERSION,
        "now": review.now.isoformat(),
        "mentorships": [mentorship_json(one, review) for one in review.mentorships if not one.mentorship.told.safe],
        "questions": [
            {
                "id": question.id,
                "kind": question.kind,
                "about": list(question.about),
                "choices": list(question.choices),
                "says": wording.question_says(question),
            }
            for question in review.questions
        ],
        "suggested": [suggestion_json(one) for one in review.suggested],
        "problems": [problem_json(problem) for problem in review.problems],
    }


def mentorship_json(found: MentorshipReview, review: Review) -> Json:
    """One mentorship with its facts, its slots and its signs."""
    mentorship, ledger = found.mentorship, found.ledger
    series = mentorship.current
    forms = {piece.uid: piece.form for piece in mentorship.series}
    me = review.me
    return {
        "id": mentorship.id,
        "uid": series.uid,
        "title": series.title,
        "calendar": series.calendar,
        "source": series.source,
        "people": [
            {
                "name": person.name,
                "email": person.email,
                "organizer": person.organizer,
                "me": person.email in me,
                "response": person.response.value,
            }
            for person in series.people
            if person.individual
        ],
        "my_role": mentorship.role.value,
        "tagged_by": [tag.value for tag in mentorship.tagged_by],
        "rules": list(series.rules),
        "zone": series.zone_name,
        "all_day": series.all_day,
        "cadence_days": ledger.cadence_days,
        "first": _moment(ledger.first, mentorship.series[0].form),
        "open_ended": is_open_ended(series),
        "ends": _moment(ledger.ends, series.form),
        "next": _moment(ledger.next.start, forms.get(ledger.next.uid, series.form)) if ledger.next else None,
        "counts": _counts(ledger.counts) | {"upcoming_90_days": _upcoming(ledger, review.now)},
        "all_time": _counts(ledger.all_time),
        "slots": [_slot(slot, forms.get(slot.uid, series.form)) for slot in ledger.slots],
        "side": mentorship.side.value,
        "level": found.level.value,
        "signs": [
            {
                "kind": sign.kind.value,
                "level": sign.level.value,
                "evidence": dict(sign.evidence),
                "says": wording.sign_says(sign, found),
            }
            for sign in found.signs
        ],
        "proposed_final": _moment(found.proposed_final, series.form),
        "finished": found.finished,
        "series": [piece.uid for piece in mentorship.series],
    }


def problem_json(problem: Problem) -> Json:
    """One thing that could not be read."""
    return {
        "file": problem.file,
        "line": problem.line,
        "component": problem.component,
        "uid": problem.uid,
        "message": problem.message,
    }


def suggestion_json(one: Suggestion) -> Json:
    """A series that may be mentoring."""
    return {"uid": one.uid, "title": one.title, "why": phrases.suggestion_says(one)}


def change_json(change: Change) -> Json:
    """What an import changed of one series or meeting."""
    return {"uid": change.uid, "title": change.title, "what": list(change.what)}


def recounted_json(report: ImportReport, says: Mapping[str, str]) -> list[Json]:
    """Past dates that turned out to have been moved, by mentorship."""
    return [{"mentorship": id_, "dates": n, "says": says[id_]} for id_, n in report.recounted]


def import_json(report: ImportReport, says: Mapping[str, str]) -> Json:
    """What reading calendars changed. `says`: mentorship id -> the sentence about its past dates."""
    return {
        "new": [change_json(change) for change in report.new],
        "changed": [change_json(change) for change in report.changed],
        "unchanged": report.unchanged,
        "recounted": recounted_json(report, says),
        "suggested": [suggestion_json(one) for one in report.suggested],
        "completed_plans": list(report.completed_plans),
        "problems": [problem_json(problem) for problem in report.problems],
    }


def absence_json(absence: Absence) -> Json:
    """A time away; `to` is its last day."""
    last = absence.end if isinstance(absence.end, datetime) else absence.end - timedelta(days=1)
    return {
        "id": absence.id,
        "from": absence.start.isoformat(),
        "to": last.isoformat(),
        "title": absence.title,
        "whose": absence.whose,
    }


def plan_json(plan: Plan) -> Json:
    """The whole of `plan --json`."""
    return {
        "version": VERSION,
        "plan": plan.id,
        "mentorship": plan.mentorship,
        "final": _moment(plan.final, plan.form),
        "power": plan.role.value,
        "source": {"kind": plan.source.kind, "name": plan.source.name, "revision": plan.source.revision},
        "last_start": _moment(plan.last_start, plan.form),
        "steps": [step_json(step, plan.form) for step in plan.steps],
        "messages_to_others": plan.messages_to_others,
        "possible_messages": plan.possible_messages,
        "told": plan.told.isoformat() if plan.told else None,
        "drafts": [draft_json(draft) for draft in plan.drafts],
        "warnings": [{"kind": each.kind, "says": phrases.warning_says(each)} for each in plan.warnings],
    }


def draft_json(draft: Draft) -> Json:
    """One text for the user to send."""
    return {"kind": draft.kind, "subject": draft.subject, "body": draft.body}


def step_json(step: Step, form: Form) -> Json:
    """One step, in the order of execution."""
    from desktop.mentoring.plan import (  # a look needs no plans
        CreateBigPicture,
        CreateRung,
        EndSeries,
        MarkFinal,
    )

    match step:
        case CreateBigPicture() | CreateRung():
            return {
                "kind": step.kind.value,
                "uid": step.uid,
                "rule": step.rule,
                "start": _moment(step.start, step.form),
                "end": _moment(step.end, step.form),
                "title": step.title,
                "zone": step.zone_name,
                **({"when": step.when.value} if isinstance(step, CreateBigPicture) else {"pace": step.pace.value}),
                "first_dates": [_moment(each, step.form) for each in step.first_dates],
                "tells": list(step.tells),
            }
        case EndSeries():
            return {
                "kind": step.kind.value,
                "uid": step.uid,
                "before": list(step.before),
                "after": list(step.after),
                "last_start": _moment(step.last_start, form),
                "dropped": {
                    "overrides": [_moment(each, form) for each in step.dropped.overrides],
                    "exdates": [_moment(each, form) for each in step.dropped.exdates],
                    "rdates": [_moment(each, form) for each in step.dropped.rdates],
                },
                "needs_exdates": [_moment(each, form) for each in step.excluded],
                "tells": list(step.tells),
            }
        case MarkFinal():
            return {
                "kind": step.kind.value,
                "uid": step.uid,
                "occurrence": _moment(step.occurrence, form),
                "before": {"title": step.before},
                "after": {"title": step.after},
                "tells": list(step.tells),
            }


def record_json(record: PlanRecord) -> Json:
    """A plan with what became of it: the answer of `apply` and `undo`."""
    steps = [_stepped(each, record.plan.form) for each in record.steps]
    return plan_json(record.plan) | {
        "steps": steps,
        "state": record.state.value,
        "files": [str(path) for path in record.files],
    }


def history_json(records: tuple[PlanRecord, ...]) -> Json:
    """The whole of `history --json`, newest first."""
    return {
        "version": VERSION,
        "plans": [
            record_json(record)
            | {"created": record.created.isoformat(), "changed": record.changed.isoformat(), "title": record.plan.title}
            for record in records
        ],
    }


def reminders_json(due: Iterable[Reminder], quiet: Mapping[str, Quiet], now: datetime) -> Json:
    """The whole of `reminders --json`. `id` is what `--shown` takes; `identity` is the same."""
    return {
        "version": VERSION,
        "now": now.isoformat(),
        "reminders": [
            {
                "id": one.identity,
                "identity": one.identity,
                "kind": one.kind,
                "shows": one.manner.value,
                "title": one.title,
                "body": one.body,
                "discreet": {"title": one.discreet_title, "body": one.discreet_body},
                "actions": [action.value for action, _ in one.actions],
                "mentorships": list(one.mentorships),
                "plan": one.plan or None,
            }
            for one in due
        ],
        "quiet": [
            {"mentorship": name, "until": one.until.isoformat() if one.until else None}
            for name, one in sorted(quiet.items())
        ],
    }


def not_now_json(mentorship: str, until: date | None, *, quiet: bool) -> Json:
    """The whole of `not-now --json`. `until` is the last quiet day; None with `never`, and where nothing is quiet."""
    return {
        "version": VERSION,
        "mentorship": mentorship,
        "quiet": quiet,
        "until": until.isoformat() if until else None,
        "never": quiet and until is None,
    }


def _stepped(step: StepRecord, form: Form) -> Json:
    return step_json(step.step, form) | {
        "outcome": step.outcome.value,
        "at": step.at.isoformat() if step.at else None,
        "note": step.note,
    }


def _counts(counts: Counts) -> Json:
    return {
        "due": counts.due,
        "kept": counts.kept,
        "moved": counts.moved,
        "not_kept": counts.not_kept,
        "excused": counts.excused,
        "unknown": counts.unknown,
    }


def _slot(slot: Slot, form: Form) -> Json:
    return {
        "start": _moment(slot.start, form),
        "end": _moment(slot.end, form),
        "state": slot.state.value,
        "to": _moment(slot.to, form),
        "by": slot.by.value,
        "why": wording.reason_says(slot.why) if slot.why else None,
    }


def _upcoming(ledger: Ledger, now: datetime) -> int:
    horizon = now + timedelta(days=90)
    return sum(1 for each in ledger.upcoming if instant(each.start, UTC) <= horizon)


def _moment(moment: Moment | None, form: Form) -> str | None:
    return None if moment is None else written(moment, form)
