"""The files of a plan, as bytes. They depend on the plan alone, so that writing them again gives the same.

An applied plan has `series.ics` (or `request.txt` where the series is someone else's, `goodbye.txt` for a group that
goes on), `big-picture-talk.ics`, `rung-1.ics` and so on where the meetings go on at a slower pace, and `HOWTO.txt`; an
undone one `series-as-before.ics` and `HOWTO-UNDO.txt`. Files that are meant for other people carry METHOD:REQUEST and
one series each; those for the user's own calendar carry none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import CreateBigPicture, CreateRung, Creating, EndSeries, MarkFinal, Plan, Step
from desktop.mentoring.tagging import Looking
from desktop.mentoring.transition import LEAVING, waits
from desktop.services.phrases import rung_step_says
from integrations.calendars.ending import Ending
from integrations.calendars.icalendar import writing
from integrations.calendars.icalendar.completing import with_zones
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.model import Moment, Occurrence, Person, Series
from integrations.calendars.moments import wall
from integrations.calendars.recurrence import everything, is_open_ended, last_start, parse
from integrations.errors import Trouble
from integrations.files import trouble
from resources.texts import day, text

SERIES = "series.ics"
TALK = "big-picture-talk.ics"
REQUEST = "request.txt"
GOODBYE = "goodbye.txt"
HOWTO = "HOWTO.txt"
BEFORE = "series-as-before.ics"
HOWTO_UNDO = "HOWTO-UNDO.txt"
_RUNG = "rung-{number}.ics"
_BY_HAND = (("series", SERIES), ("request", REQUEST), ("goodbye", GOODBYE), ("talk", TALK))
NO_STEP = 99
"""The journal's number for what belongs to no step of the plan."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file: its fixed name, its bytes, and the step of the plan that it carries out."""

    name: str
    content: bytes
    step: int = NO_STEP


def applied_files(plan: Plan) -> tuple[Rendered, ...]:
    """What carrying out the plan writes, in the order of its steps."""
    files = [*_rungs(plan), *_talk(plan, waiting=False), *_series(plan), *_request(plan)]
    return (*files, Rendered(HOWTO, _howto(plan, {file.name for file in files})))


def waiting_files(plan: Plan) -> tuple[Rendered, ...]:
    """What is left for a click after the last meeting."""
    return tuple(_talk(plan, waiting=True))


def undone_files(plan: Plan) -> tuple[Rendered, ...]:
    """What taking the plan back writes: the series as it was, to import over the changed one."""
    files = []
    if any(isinstance(step, EndSeries | MarkFinal) for step in plan.steps):
        # The ended series had one SEQUENCE more; what replaces it needs one more again (RFC 5546, 2.1.4).
        before = writing.raised(plan.series_text, by=2, now=plan.created + timedelta(seconds=1))
        files.append(Rendered(BEFORE, writing.folded(_for_people(plan, before))))
    return (*files, Rendered(HOWTO_UNDO, _howto_undo(plan, bool(files))))


def is_past(moment: Moment, now: datetime) -> bool:
    """Whether `moment` lies behind the aware `now`; a day does once it is over."""
    if isinstance(moment, datetime):
        return moment <= now
    return moment < now.date()


def make_folder(folder: Path) -> None:
    """Make the folder that the user chose. Raises Trouble."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble(error, folder) from error


def check_written(plan: Plan, file: Rendered, path: Path) -> None:
    """Read a written calendar back and expand it. Raises Trouble `plan-not-changed` where it is not as promised."""
    if not file.name.endswith(".ics"):
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        raise trouble(error, path) from error
    zone = _zone(plan)
    found = read_text(content, Looking(marks=dict.fromkeys(_uids(plan), True)), zone=zone, file=file.name).series
    good = len(found) == 1 and (
        _is_made(made, found[0])
        if isinstance(made := _step_of(plan, file), Creating)
        else _is_series(plan, found[0], ended=file.name == SERIES)
    )
    if not good:
        raise Trouble("plan-not-changed", str(path))


def series_of(plan: Plan) -> Series:
    """The series as it was when the plan was made."""
    return read_text(plan.series_text, Looking(marks={plan.uid: True}), zone=_zone(plan)).series[0]


def ending_of(step: EndSeries) -> Ending:
    """The step in the terms of the calendar."""
    until = next((parse(rule).until or "" for rule in step.after if parse(rule).until), "")
    return Ending(
        last_slot=step.last_slot,
        last_start=step.last_start,
        until=until,
        rules_before=step.before,
        rules_after=step.after,
        dropped_overrides=step.dropped.overrides,
        dropped_exdates=step.dropped.exdates,
        dropped_rdates=step.dropped.rdates,
        excluded=step.excluded,
    )


def _zone(plan: Plan) -> tzinfo:
    at = plan.final
    return at.tzinfo if isinstance(at, datetime) and at.tzinfo is not None else UTC


def _uids(plan: Plan) -> set[str]:
    return {plan.uid} | {step.uid for step in plan.steps}


def _is_series(plan: Plan, found: Series, *, ended: bool) -> bool:
    """Everything up to the final date as before, and nothing after; or, undone, everything as before."""
    before = series_of(plan)
    if not ended:
        return found.rules == before.rules and _live(found, None) == _live(before, None)
    last = last_start(found)
    if last is None or is_open_ended(found) or wall(last) != wall(plan.last_start):
        return False
    return _live(found, None) == _live(before, plan.last_start)


def _live(series: Series, upto: Moment | None) -> list[tuple[datetime, datetime]]:
    days = [series.start, *series.rdates, *(o.slot for o in series.overrides), *(o.start for o in series.overrides)]
    through = max(wall(day) for day in days).date() + timedelta(days=800)
    if upto is not None:
        through = max(through, wall(upto).date())
    live: list[Occurrence] = [o for o in everything(series, through) if not o.removed]
    return sorted((wall(o.start), wall(o.end)) for o in live if upto is None or wall(o.start) <= wall(upto))


def _step_of(plan: Plan, file: Rendered) -> Step | None:
    return plan.steps[file.step] if file.step < len(plan.steps) else None


def _is_made(step: Creating, found: Series) -> bool:
    """Whether a new event has the rule and the dates that were promised."""
    promised = [wall(each) for each in step.first_dates]
    slots = everything(found, promised[-1].date())
    return found.rules == (step.rule,) and [wall(o.start) for o in slots] == promised


def _talk(plan: Plan, *, waiting: bool) -> list[Rendered]:
    return [
        Rendered(TALK, writing.folded(_for_people(plan, _event_text(plan, step))), number)
        for number, step in enumerate(plan.steps)
        if isinstance(step, CreateBigPicture) and waits(step) is waiting
    ]


def _rungs(plan: Plan) -> list[Rendered]:
    return [
        Rendered(rung_file(plan, step), writing.folded(_for_people(plan, _event_text(plan, step))), number)
        for number, step in enumerate(plan.steps)
        if isinstance(step, CreateRung)
    ]


def rung_file(plan: Plan, step: CreateRung) -> str:
    """The name of the file that holds these slower meetings."""
    return _RUNG.format(number=plan.rungs.index(step) + 1)


def _event_text(plan: Plan, step: Creating) -> str:
    organizer = None if plan.role is not Role.ORGANIZER else _organizer(plan)
    return writing.event_text(
        uid=step.uid,
        title=step.title,
        description=step.body,
        start=step.start,
        end=step.end,
        form=step.form,
        zone_name=step.zone_name,
        rule=step.rule,
        organizer=organizer,
        attendees=tuple(p for p in series_of(plan).people if p.email in step.tells),
        related=plan.uid,
        now=plan.created,
        **({} if isinstance(step, CreateBigPicture) else {"alarms": ()}),
    )


def _organizer(plan: Plan) -> Person | None:
    return next((person for person in series_of(plan).people if person.organizer), None)


def carried_by(plan: Plan, number: int) -> int:
    """The step that stands for step `number` in the journal: all changes of the series go out as one edit."""
    if isinstance(plan.steps[number], Creating):
        return number
    return next(n for n, step in enumerate(plan.steps) if not isinstance(step, Creating))


def _series(plan: Plan) -> list[Rendered]:
    """One file for the series, whatever changes in it: one edit, never one a meeting (R9)."""
    edits = [(n, step) for n, step in enumerate(plan.steps) if not isinstance(step, Creating)]
    if not edits:
        return []
    changed = plan.series_text
    for _, step in edits:
        if isinstance(step, EndSeries):
            changed = writing.series_text_ended(changed, ending_of(step), plan.created)
        else:
            changed = writing.mark_final(changed, step.occurrence, step.after, plan.created, place=step.place)
    for made in plan.steps:
        if isinstance(made, Creating):
            changed = writing.linked(changed, made.uid, plan.created)
    return [Rendered(SERIES, writing.folded(_for_people(plan, changed)), edits[0][0])]


def _for_people(plan: Plan, content: str) -> str:
    content = with_zones(content)
    return writing.as_request(content) if plan.role is Role.ORGANIZER and plan.people else content


def _request(plan: Plan) -> list[Rendered]:
    names = {"request-to-organizer": REQUEST, LEAVING: GOODBYE}
    return [
        Rendered(names[draft.kind], f"{draft.subject}\n\n{draft.body}\n".encode())
        for draft in plan.drafts
        if draft.kind in names
    ]


def _howto(plan: Plan, names: set[str]) -> bytes:
    # What comes afterwards first: whoever stops half-way has an event too many, and never a gap.
    steps = [text("plan.howto.rung", file=rung_file(plan, one), rhythm=rung_step_says(one)) for one in plan.rungs]
    steps += [text(f"plan.howto.{key}", file=file) for key, file in _BY_HAND if file in names]
    if TALK not in names and plan.talk is not None:
        steps.append(text("plan.howto.talk-waits"))
    numbered = [text("plan.howto.step", n=number, step=step) for number, step in enumerate(steps, 1)]
    programs = [text("plan.howto.programs")] if any(name.endswith(".ics") for name in names) else []
    last = [*programs, text("plan.howto.undo", plan=plan.id)]
    head = "slower" if plan.rungs else "leaving" if GOODBYE in names else "head"
    parts = [text(f"plan.howto.{head}", final=_day(plan.final)), *numbered, *last]
    return "\n\n".join(part.strip() for part in parts).encode() + b"\n"


def _howto_undo(plan: Plan, has_series: bool) -> bytes:
    parts = [text("plan.howto-undo.head")]
    if has_series:
        parts.append(text("plan.howto-undo.series", file=BEFORE))
    parts += [text("plan.howto-undo.rung", file=rung_file(plan, one), day=_day(one.start)) for one in plan.rungs]
    if plan.talk is not None:
        parts.append(text("plan.howto-undo.talk", day=_day(plan.talk.start)))
    return "\n\n".join(part.strip() for part in parts).encode() + b"\n"


def _day(moment: Moment) -> str:
    on: date = moment
    return day(on, weekday=True, year=True)
