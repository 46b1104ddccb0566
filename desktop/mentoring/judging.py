"""The look at everything: signs, levels and questions of all mentorships at one moment (product 0.3, 10 and 11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop.mentoring import tagging
from desktop.mentoring.absences import Away, away
from desktop.mentoring.lineages import Tagged, gather
from desktop.mentoring.mentorship import (
    Family,
    Known,
    Ledger,
    Level,
    Mentorship,
    MentorshipReview,
    Review,
    Settings,
    Side,
    Sign,
    SignLevel,
    Suggestion,
)
from desktop.mentoring.people import People
from desktop.mentoring.questions import in_programme, questions
from desktop.mentoring.signs import REGISTRY, Rule, quiet_patch
from desktop.mentoring.signs.case import BETWEEN_POINTS, Case, Load, Sibling, is_talk
from desktop.mentoring.slots import ledger
from integrations.calendars.model import Moment, Problem, Series
from integrations.calendars.moments import day_of, instant
from integrations.calendars.recurrence import BadRule, TooFrequent, is_open_ended, last_start

Propose = Callable[[Mentorship, Ledger, Settings, datetime], Moment | None]
"""The proposed final date (rule FD) of one mentorship."""

Suggest = Callable[[Series, Iterable[str]], str | None]
"""Why an untagged series may be mentoring, as a code; None: nothing speaks for it."""

_RANK = {SignLevel.FACT: 0, SignLevel.CARD: 1, SignLevel.LOOK: 2, SignLevel.NOTE: 3}
_JUDGED = frozenset({Family.RHYTHM, Family.ARRANGING, Family.FORM, Family.TOLD})
_DAYS_A_MONTH = 365.25 / 12
_LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class _Entry:
    mentorship: Mentorship
    ledger: Ledger

    @property
    def active(self) -> bool:
        """Meetings lie ahead, or no end is known."""
        return self.ledger.open_ended or bool(self.ledger.upcoming)

    @property
    def yearly(self) -> bool:
        """A talk now and then, no rhythm of meetings."""
        return is_talk(self.mentorship, self.ledger)


def review(
    known: Known,
    settings: Settings,
    now: datetime,
    propose: Propose,
    *,
    tagged: Tagged = tagging.tagged_by,
    suggest: Suggest = tagging.suggestion,
    day_off: Callable[[str], bool] = tagging.is_day_off,
) -> Review:
    """A look at everything known at `now` (aware). The same input in any order gives the same answer.

    Mentorships in which the user said that something is wrong are left out entirely (R19). A series that cannot be
    followed is a problem, not a mentorship.
    """
    gathered = gather(known, settings, tagged)
    settings = replace(settings, me=gathered.people.me)
    shown = [mentorship for mentorship in gathered.mentorships if not mentorship.told.safe]
    entries, problems = _entries(shown, known, settings, now, away(known, settings, day_off))
    cases = _cases(entries, known, settings, gathered.people, now)
    reviews = tuple(_reviewed(entry, case, settings, now, propose) for entry, case in zip(entries, cases, strict=True))
    return Review(
        now=now,
        mentorships=reviews,
        questions=questions(reviews, known, settings, gathered.people, day_of(now, settings.zone)),
        suggested=_suggested(gathered.loose, known, settings, now, suggest),
        problems=(*known.problems, *problems),
        me=gathered.people.me,
    )


def signs(case: Case, now: datetime) -> tuple[Sign, ...]:
    """What the rules see at `now`, in the order of the registry.

    A rule that is evaluated every four weeks may only begin to speak, or to speak louder, at a decision point. What
    has become better since, or was corrected by the user, is heard at once.
    """
    point = case.point(now)
    found = (_sign(rule, case, now, point) for rule in REGISTRY)
    return tuple(sign for sign in found if sign is not None)


def level(case: Case, now: datetime, found: Sequence[Sign]) -> Level:
    """The pair's level: the highest among the families (product 0.3, 11); occasions never raise it.

    NOTE also where LOOKs of two families stood at two decision points running. Too early while the first rule lacks
    its minimum and nothing else reached LOOK.
    """
    looks = [sign for sign in found if sign.family in _JUDGED and _RANK[sign.level] >= _RANK[SignLevel.LOOK]]
    if any(sign.level is SignLevel.NOTE for sign in looks):
        return Level.NOTE
    if len({sign.family for sign in looks}) > 1:
        point = case.point(now)
        before = _families(case, point - BETWEEN_POINTS)
        if len(before & {sign.family for sign in looks}) > 1:
            return Level.NOTE
    if looks:
        return Level.LOOK
    return Level.FINE if quiet_patch.enough(case, now) else Level.TOO_EARLY


def _families(case: Case, at: datetime) -> set[Family]:
    """The families that reached LOOK at a moment."""
    found = (rule.sign(case, at) for rule in REGISTRY if rule.family in _JUDGED)
    return {sign.family for sign in found if sign is not None and _RANK[sign.level] >= _RANK[SignLevel.LOOK]}


def _sign(rule: Rule, case: Case, now: datetime, point: datetime) -> Sign | None:
    sign = rule.sign(case, now)
    if sign is None or not rule.at_points or point == now:
        return sign
    at_point = rule.sign(case, point)
    if at_point is None:
        return None
    return (
        sign
        if _RANK[sign.level] <= _RANK[at_point.level]
        else replace(sign, level=at_point.level, strong=at_point.strong)
    )


def _entries(
    mentorships: Iterable[Mentorship], known: Known, settings: Settings, now: datetime, absent: Away
) -> tuple[list[_Entry], list[Problem]]:
    entries, problems = [], []
    for mentorship in mentorships:
        try:
            entries.append(_Entry(mentorship, ledger(mentorship, known, settings, now, absent)))
        except TooFrequent:
            problems.append(_problem(mentorship, "too-frequent"))
        except BadRule:
            problems.append(_problem(mentorship, "bad-rule"))
    return entries, problems


def _problem(mentorship: Mentorship, code: str) -> Problem:
    return Problem(file="", line=0, component="VEVENT", uid=mentorship.current.uid, code=code, message="")


def _cases(entries: Sequence[_Entry], known: Known, settings: Settings, people: People, now: datetime) -> list[Case]:
    """Each mentorship with what stands beside it: the other lineages of the same people, programme, load."""
    same: dict[frozenset[str], list[_Entry]] = defaultdict(list)
    for entry in entries:
        same[people.key(entry.mentorship.current)].append(entry)
    bearer, load = _load(entries)
    programme = in_programme([(entry.mentorship, entry.ledger) for entry in entries], known, settings)
    cases = []
    for entry in entries:
        key = people.key(entry.mentorship.current)
        beside = same[key] if key else [entry]
        cases.append(
            Case(
                mentorship=entry.mentorship,
                ledger=entry.ledger,
                zone=settings.zone,
                contacts=tuple(one.ledger.contacts for one in beside),
                booked=tuple(start for one in beside for start in _booked(one, settings, now)),
                siblings=tuple(_sibling(one) for one in beside if one is not entry and one.active and not one.yearly),
                programme=entry.mentorship.id in programme,
                load=load if entry is bearer else None,
                looked_anew=known.looked_anew.get(entry.mentorship.id),
            )
        )
    return cases


def _booked(entry: _Entry, settings: Settings, now: datetime) -> list[Moment]:
    """The next meeting and the one-off ones ahead."""
    ahead = [m.start for m in entry.mentorship.meetings if not m.cancelled and instant(m.start, settings.zone) > now]
    return [entry.ledger.upcoming[0].start, *ahead] if entry.ledger.upcoming else ahead


def _sibling(entry: _Entry) -> Sibling:
    counts = entry.ledger.counts
    return Sibling(entry.mentorship.id, counts.due > 0 and counts.not_kept * 5 <= counts.due)


def _load(entries: Sequence[_Entry]) -> tuple[_Entry | None, Load]:
    """What the user gives as a mentor, and the entry that says it: the first, so that it is said once."""
    mine = [entry for entry in entries if entry.mentorship.side is Side.MENTOR and entry.active and not entry.yearly]
    return (mine[0] if mine else None, Load(len(mine), sum(map(_hours_a_month, mine))))


def _hours_a_month(entry: _Entry) -> float:
    series, cadence = entry.mentorship.current, entry.ledger.cadence_days
    if series.all_day or not cadence:
        return 0.0
    return series.duration.total_seconds() / 3600 * _DAYS_A_MONTH / cadence


def _reviewed(entry: _Entry, case: Case, settings: Settings, now: datetime, propose: Propose) -> MentorshipReview:
    found = signs(case, now)
    return MentorshipReview(
        mentorship=entry.mentorship,
        ledger=entry.ledger,
        level=level(case, now, found),
        signs=found,
        proposed_final=propose(entry.mentorship, entry.ledger, settings, now),
        finished=case.finished,
    )


def _suggested(
    loose: Iterable[Series], known: Known, settings: Settings, now: datetime, suggest: Suggest
) -> tuple[Suggestion, ...]:
    """Untagged series that may be mentoring and still go on, or did until lately."""
    found = []
    for series in loose:
        why = suggest(series, settings.me) if known.marks.get(series.uid) is None else None
        if why is not None and _recent(series, now):
            found.append(Suggestion(series.uid, series.title, why))
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.uid)))


def _recent(series: Series, now: datetime) -> bool:
    try:
        last = last_start(series)
    except (BadRule, TooFrequent):
        return False
    return is_open_ended(series) or (last is not None and instant(last, series.zone) > now - _LATELY)
