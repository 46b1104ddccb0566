"""From the wizard's answers to a plan: the steps, what they tell whom, and what to know before.

What comes afterwards, slower meetings and the yearly talk, is created *before* the series is ended, so that a break in
between leaves one event too many, never a gap.

A series that the user does not organise gets no step (R11): there is a request to its organizer instead, and the
user's own talk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo

from desktop.mentoring import cautions, final_date, slowing
from desktop.mentoring.big_picture import TalkDates, talk_dates
from desktop.mentoring.ladder import Rung
from desktop.mentoring.letters.values import Place
from desktop.mentoring.mentorship import Ledger, Mentorship, Reason, Role, Settings, Side
from desktop.mentoring.plan import (
    Answers,
    Caution,
    CreateBigPicture,
    Draft,
    Dropped,
    EndSeries,
    MarkFinal,
    Plan,
    Refusal,
    Rhythm,
    SourceRef,
    Step,
    TalkWhen,
)
from desktop.mentoring.second_key import can_ask
from desktop.mentoring.slowing import Slowed
from integrations.calendars.ending import Ending, NothingLeft, end_at, meetings_beyond
from integrations.calendars.model import Form, Moment, Occurrence, Series
from integrations.calendars.moments import day_of, wall
from integrations.calendars.recurrence import everything, is_open_ended, last_start

Letter = Callable[[str, Mapping[str, Place]], Draft]
"""Kind and values -> draft."""
LEAVING = "leaving-group"
"""The kind of draft that says goodbye to a group."""
_NO_RUNGS = Slowed()
_OF_THE_SIDE = {
    ("note", Side.MENTOR): "mentor-closes",
    ("note", Side.PEER): "peers",
    ("thank-you", Side.MENTOR): "mentors-thanks",
}
"""The letters that stand for a draft where the user is not the mentee, whose words the others are."""
_BOOKED = "talk-booked"


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a plan rests on: the mentorship as it stands `now` (aware), fresh names, words, and what else runs.

    `day` and `hour` write a date and a time for people; `blocked` names the holiday or leave a day falls on.
    """

    mentorship: Mentorship
    ledger: Ledger
    settings: Settings
    now: datetime
    plan_id: str
    talk_uid: str
    source: SourceRef
    letter: Letter
    day: Callable[[date], str]
    hour: Callable[[datetime], str]
    talk_title: str
    talk_body: str
    final_title: str
    blocked: Callable[[date], Reason | None]
    other_series: tuple[str, ...] = ()
    """Titles of other running series with the same person."""
    programme_open: bool = False
    """A fixed programme, and nobody has said yet whether contact afterwards is welcome."""
    other_endings: Mapping[date, int] = field(default_factory=dict)
    """Last meetings of other mentorships, by day."""
    changeable: bool = True
    """Whether the user may change the series where it is. Always so for a file."""
    talk_calendar: str = ""
    """The id of the calendar for the talk, where that is not the series' own."""
    rung_uids: tuple[str, ...] = ()
    """For the steps of the slow-down ladder, as many as it may have."""
    talk_booked: Moment | None = None
    """The next big picture talk with the same people that is there already, or is agreed."""
    pace: Callable[[Rung], str] = str
    """Writes a rung for people."""


def default_rhythm(at: Situation) -> tuple[Rhythm, str]:
    """What the wizard proposes for afterwards, and the code of the reason."""
    if at.mentorship.others_group:
        return Rhythm.NONE, "group"
    if at.talk_booked is not None:
        return Rhythm.NONE, _BOOKED
    if at.programme_open:
        return Rhythm.NONE, "programme"
    if at.other_series:
        return Rhythm.NONE, "other-series"
    return Rhythm.YEARLY, ""


def plan(at: Situation, answers: Answers) -> Plan:
    """The plan for `answers`. Raises Refusal where there is nothing to plan."""
    mentorship, settings = at.mentorship, at.settings
    series = mentorship.current
    refuse_if_over(at)
    if mentorship.role is Role.UNKNOWN:
        raise Refusal("who-are-you")
    chosen = _chosen_day(at, answers)
    ending = _ending(series, chosen, settings.zone, at.now)
    final = ending.last_start
    final_day = day_of(final, cautions.clock_of(series, settings.zone))
    last = _occurrence_at(series, final)
    slow = slowing.slowed(at, answers, last, final_day)
    talk = _talk(at, answers, slow.last_day(final_day))
    live = series.source != "ics"
    # A guest can change what is there, and invite nobody to what comes after it.
    asked = live and answers.as_guest and mentorship.role is Role.ATTENDEE
    guest = asked and not slow.rungs and not mentorship.others_group
    mine = guest or (mentorship.role in (Role.ORGANIZER, Role.ALONE) and at.changeable)
    others = tuple(person.email for person in mentorship.others)
    steps: list[Step] = []
    if mine:
        steps += slowing.steps(at, slow, *_placing(at, last.slot))
    if talk is not None:
        steps.append(_create(at, answers, talk, final, others if mine and not guest else ()))
    asking = mine and answers.ask_first and not slow.rungs and live and not guest and can_ask(mentorship)
    if mine:
        marks = (answers.mark_final or asking) and not slow.rungs
        steps += _on_series(at, replace(answers, mark_final=marks, ask_first=asking), ending, others)
    if asking:
        steps.sort(key=lambda step: not isinstance(step, MarkFinal))
    tells = {address for step in steps for address in step.tells}
    drafts = _drafts(at, final, talk, slow, mine)
    needs_telling = live and bool(tells)
    warnings = [
        *cautions.of_the_day(at, chosen, ending),
        *cautions.of_the_notice(at, final),
        *cautions.of_moved_meetings(at, ending),
        *slowing.cautions(at, answers, slow, ending),
        *_of_a_booked_talk(at, answers, talk),
        *cautions.of_the_talk(at, talk),
        *cautions.of_a_group(at, answers, final),
    ]
    if not at.changeable and not guest and mentorship.role is not Role.ATTENDEE:
        warnings.append(Caution("read-only"))
    if needs_telling and answers.told is None:
        warnings.append(Caution("not-told"))
    return Plan(
        id=at.plan_id,
        mentorship=mentorship.id,
        uid=series.uid,
        title=series.title,
        people=others,
        final=final,
        last_start=final,
        role=mentorship.role,
        form=series.form,
        source=at.source,
        steps=tuple(steps),
        messages_to_others=_messages(steps) if live else 0,
        told=answers.told,
        needs_telling=needs_telling,
        drafts=drafts,
        warnings=tuple(warnings),
        created=at.now,
        series_text=series.text,
        possible_messages=_possible(series, ending, others) if live and mine and ending.changes else 0,
        as_guest=guest,
    )


def refuse_if_over(at: Situation) -> None:
    """Raise Refusal "already-ended" where nothing lies ahead; a thank-you comes with it."""
    series = at.mentorship.current
    over = series.cancelled
    if not over and not is_open_ended(series):
        last = last_start(series)
        over = last is None or wall(last) <= wall(at.now.astimezone(series.zone))
    if over:
        thanks = _letter(at, "thank-you", _words(at, None, None))
        raise Refusal("already-ended", drafts=(thanks,))


def _chosen_day(at: Situation, answers: Answers) -> date:
    if answers.final is not None:
        return answers.final
    proposed = final_date.propose(at.mentorship, at.ledger, at.settings, at.now)
    if proposed is None:
        # Everything ahead falls on holidays or leave: the last of it is still the honest proposal.
        proposed = at.ledger.upcoming[-1].start if at.ledger.upcoming else at.now
    return day_of(proposed, cautions.clock_of(at.mentorship.current, at.settings.zone))


def _ending(series: Series, final: date, zone: tzinfo, now: datetime) -> Ending:
    if meetings_beyond(series, final, now, zone):
        raise Refusal("erases-history")
    try:
        return end_at(series, final, zone)
    except NothingLeft as error:
        raise Refusal("erases-history") from error


def _talk(at: Situation, answers: Answers, final: date) -> TalkDates | None:
    rhythm = answers.big_picture or default_rhythm(at)[0]
    if rhythm is Rhythm.NONE:
        return None
    return talk_dates(final, rhythm, by=answers.by, months=answers.months, on=answers.on, times=answers.times)


def _of_a_booked_talk(at: Situation, answers: Answers, talk: TalkDates | None) -> list[Caution]:
    """One talk is enough: another one is only made where it was asked for, and never in silence."""
    if at.talk_booked is None:
        return []
    left_out = answers.big_picture is None and default_rhythm(at)[1] == _BOOKED
    if talk is None and not left_out:
        return []
    on = day_of(at.talk_booked, cautions.clock_of(at.mentorship.current, at.settings.zone))
    return [Caution("talk-twice" if talk is not None else "talk-booked", (("date", at.day(on)),))]


def _create(
    at: Situation, answers: Answers, talk: TalkDates, final: Moment, tells: tuple[str, ...]
) -> CreateBigPicture:
    """The talk, at the hour of the last meeting."""
    series = at.mentorship.current
    placed, form, zone_name = _placing(at, final, answers.at)
    starts = [placed(day) for day in talk.days]
    return CreateBigPicture(
        uid=at.talk_uid,
        title=answers.title or at.talk_title,
        rule=talk.rule,
        start=starts[0],
        end=starts[0] + max(series.duration, timedelta(minutes=15)),
        form=form,
        zone_name=zone_name,
        first_dates=tuple(starts),
        tells=tells,
        when=answers.when,
        body=at.talk_body,
        calendar=at.talk_calendar,
    )


def _placing(at: Situation, like: Moment, hour: time | None = None) -> tuple[slowing.Placed, Form, str | None]:
    """Where a new event stands: at the hour and in the zone of the meeting `like`, or at its own hour.

    A series in UTC, or in a zone without a name, gives way to the user's zone.
    """
    series = at.mentorship.current
    form, zone_name, zone = series.form, series.zone_name, series.zone
    own = getattr(at.settings.zone, "key", None)
    if own is not None and (form is Form.UTC or (form is Form.ZONED and zone_name is None)):
        form, zone_name, zone = Form.ZONED, own, at.settings.zone
    if not isinstance(like, datetime):
        return (lambda day: day), form, zone_name
    clock = hour or like.astimezone(zone).time()
    return (lambda day: datetime.combine(day, clock, tzinfo=zone)), form, zone_name


def _on_series(at: Situation, answers: Answers, ending: Ending, others: tuple[str, ...]) -> list[Step]:
    series = at.mentorship.current
    steps: list[Step] = []
    if ending.changes:
        steps.append(
            EndSeries(
                uid=series.uid,
                before=ending.rules_before,
                after=ending.rules_after,
                last_start=ending.last_start,
                last_slot=ending.last_slot,
                dropped=Dropped(ending.dropped_overrides, ending.dropped_exdates, ending.dropped_rdates),
                excluded=ending.excluded,
                tells=others,
            )
        )
    if answers.mark_final:
        last = _occurrence_at(series, ending.last_start)
        before = last.override.title if last.override is not None else series.title
        after = answers.final_title or at.final_title
        steps.append(
            MarkFinal(series.uid, last.slot, before, after, others, place=answers.place, asks=answers.ask_first)
        )
    return steps


def _occurrence_at(series: Series, start: Moment) -> Occurrence:
    through = max([wall(start).date(), *(wall(o.slot).date() for o in series.overrides)])
    return next(o for o in everything(series, through) if not o.removed and o.start == start)


def _messages(steps: list[Step]) -> int:
    """To each of the others one for every step: for the new event, for the end (one edit, R9), for the new title."""
    return sum(len(step.tells) for step in steps)


def _possible(series: Series, ending: Ending, others: tuple[str, ...]) -> int:
    """One more for each changed meeting that goes with the end, as a calendar may keep these beyond it."""
    gone = set(ending.dropped_overrides)
    return len(others) * sum(1 for o in series.overrides if o.slot in gone and not o.cancelled)


def _words(at: Situation, final: Moment | None, talk: TalkDates | None, slow: Slowed = _NO_RUNGS) -> dict[str, Place]:
    first = at.ledger.first
    return {
        "first_day": at.day(first) if first is not None else "",
        "met": str(at.ledger.all_time.kept + at.ledger.all_time.moved),
        "final_day": at.day(final) if final is not None else "",
        "final_time": at.hour(final) if isinstance(final, datetime) else "",
        "talk": at.day(talk.days[0]) if talk is not None else "",
        "title": at.mentorship.current.title,
        "host": next((person.name for person in at.mentorship.others if person.organizer), ""),
        "rungs": tuple(at.pace(rung) for rung in slow.rungs),
    }


def _drafts(at: Situation, final: Moment, talk: TalkDates | None, slow: Slowed, mine: bool) -> tuple[Draft, ...]:
    """A goodbye has its note, thanks and summary; where the meetings go on, one text says how.

    To a group its organizer proposes an end; anybody else leaves, and the group goes on (product 5).
    """
    if at.mentorship.role is Role.ALONE:
        return ()
    group = at.mentorship.group
    own = "slower-rhythm" if slow.rungs else "proposal" if group else "note"
    first = own if mine else LEAVING if at.mentorship.others_group else "request-to-organizer"
    words = _words(at, final, talk, slow)
    return tuple(_letter(at, kind, words) for kind in (first, "group-thanks" if group else "thank-you", "summary"))


def _letter(at: Situation, kind: str, words: Mapping[str, Place]) -> Draft:
    """The draft of a kind, in the words of the user's side (product 5)."""
    return replace(at.letter(_OF_THE_SIDE.get((kind, at.mentorship.side), kind), words), kind=kind)


def waits(step: Step) -> bool:
    """Whether the step is left for a later click: the invitation that goes out after the last meeting."""
    return isinstance(step, CreateBigPicture) and step.when is TalkWhen.AFTER_FINAL


def asks_first(plan: Plan) -> bool:
    """Whether the last meeting is to ask the others before anything else is done (M5)."""
    return any(isinstance(step, MarkFinal) and step.asks for step in plan.steps)


def later(plan: Plan, step: Step) -> bool:
    """Whether a first apply leaves the step: it waits for the last meeting, or for a yes to it, and for a click."""
    return waits(step) or (asks_first(plan) and not isinstance(step, MarkFinal))


def asks(plan: Plan) -> bool:
    """Whether a live series is somebody else's, so that a request goes to them and the user's own talk waits (J2).

    Nothing is written before their calendar shows the end that the plan asks for.
    """
    leaving = any(draft.kind == LEAVING for draft in plan.drafts)
    return plan.source.live and plan.role is Role.ATTENDEE and not plan.as_guest and not leaving
