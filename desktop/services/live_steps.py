"""What a step of a plan still needs, judged from what the calendar holds at this moment. Values in, a verdict out.

Everything that is carried out on a live calendar asks here first, and again after every write, so a walk that was
broken off anywhere can be walked on, or back: what is wanted already needs nothing, what is as the plan expects needs
one edit, and anything else is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from desktop.mentoring.people import addresses
from desktop.mentoring.plan import CreateBigPicture, CreateRung, Creating, EndSeries, MarkFinal, Plan
from desktop.services.outbox import series_of
from desktop.store.plans import Direction
from integrations.calendars.model import Form, Moment, Occurrence, Override, Series
from integrations.calendars.moments import wall
from integrations.calendars.recurrence import BadRule, everything, is_open_ended, last_start

_BEYOND = timedelta(days=800)
"""How far behind its last named date an open series is compared."""


class What(StrEnum):
    """The edits, as the journal names them."""

    CREATE = "create"
    END = "end"
    REMOVE = "remove"
    RENAME = "rename"
    DELETE = "delete"
    RESTORE = "restore"
    PUT_BACK = "put-back"
    RENAME_BACK = "rename-back"


@dataclass(frozen=True, slots=True)
class Needed:
    """One edit. `slot` names an occurrence; `title`, `start` and `end` are what it is to have."""

    what: What
    slot: Moment | None = None
    title: str = ""
    start: Moment | None = None
    end: Moment | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """It is as the step wants it."""


@dataclass(frozen=True, slots=True)
class Differs:
    """Neither as the step wants it nor as the plan expects: somebody changed it."""


Verdict = Needed | Settled | Differs


class Judge:
    """Judges the steps of one plan."""

    def __init__(self, plan: Plan, written: Collection[int] = ()) -> None:
        """`written`: the steps that may have reached the calendar before."""
        self._plan = plan
        self._written = written
        self.before = series_of(plan)
        self._final = _at(plan.last_start, plan.form)

    def __call__(self, number: int, direction: Direction, found: Series | None) -> Verdict:
        """What the step needs on its way to applied, or to undone. `found` is the event as it stands now."""
        if found is not None and found.cancelled:
            found = None
        try:
            return self._judged(number, direction, found)
        except BadRule:
            return Differs()

    def _judged(self, number: int, direction: Direction, found: Series | None) -> Verdict:
        forth = direction is Direction.APPLY
        match self._plan.steps[number]:
            case CreateBigPicture() | CreateRung() as made:
                return _event_wanted(made, found) if forth else _event_unwanted(made, found)
            case EndSeries() as end:
                if found is None:
                    return Differs()
                return self._end(end, found, again=number in self._written) if forth else self._go_on(end, found)
            case MarkFinal() as mark:
                if found is None:
                    return Differs()
                return self._titled(mark, found) if forth else self._untitled(mark, found)

    # Ending, and its way back

    def _end(self, step: EndSeries, found: Series, *, again: bool) -> Verdict:
        if self._is_written(step, found):
            return self._leftovers(found)
        # An undo that was broken off gave the rules back, and not yet what the end had taken with it.
        lost = self._lost(step, found) if again else frozenset[datetime]()
        return Needed(What.END) if self._is_as_before(found, but_for=lost) else Differs()

    def _lost(self, step: EndSeries, found: Series) -> frozenset[datetime]:
        """Slots whose own change the end took with it, and that nobody has changed since."""
        there = {wall(o.slot): o for o in everything(found, self._through(found))}
        slots = {wall(o.slot) for o in self._beyond(step)}
        return frozenset(at for at in slots if at not in there or there[at].removed or there[at].override is None)

    def _leftovers(self, found: Series) -> Verdict:
        """After the edit: done, or single changed meetings beyond the end that the calendar has kept."""
        if not self._past_is_untouched(found):
            return Differs()
        beyond = [o for o in self._live(found) if _at(o.start, found.form) > self._final]
        if not beyond:
            return Settled() if self._has_final(found) and not is_open_ended(found) else Differs()
        kept = next((o for o in beyond if o.override is not None), None)
        return Needed(What.REMOVE, kept.slot) if kept is not None else Differs()

    def _go_on(self, step: EndSeries, found: Series) -> Verdict:
        out = {wall(moment) for moment in found.exdates} & {wall(slot) for slot in step.excluded}
        if self._has_rules(found, step.before) and not out:
            return self._put_back(step, found)
        ended = self._is_written(step, found) and self._past_is_untouched(found) and self._same_people(found)
        return Needed(What.RESTORE) if ended else Differs()

    def _put_back(self, step: EndSeries, found: Series) -> Verdict:
        """The rules are as before; what the end took with it, or was called off beyond it, may still be missing."""
        there = {wall(o.slot): o for o in everything(found, self._through(found))}
        for override in self._beyond(step):
            one = there.get(wall(override.slot))
            lives = one is not None and not one.removed
            if override.cancelled and lives:
                return Needed(What.REMOVE, override.slot)
            if not override.cancelled and (one is None or one.removed or one.override is None):
                return Needed(What.PUT_BACK, override.slot, override.title, override.start, override.end)
        return Settled() if self._is_as_before(found) else Differs()

    def to_restore(self, step: EndSeries) -> Series:
        """The series whose rules are to be written back.

        What was called off beyond the end as an exception becomes an EXDATE of this one edit: a calendar that forgot
        the exceptions would else need an edit, and send a message, for each.
        """
        called_off = tuple(o.slot for o in self._beyond(step) if o.cancelled)
        known = {wall(moment) for moment in self.before.exdates}
        return replace(self.before, exdates=(*self.before.exdates, *(s for s in called_off if wall(s) not in known)))

    def _beyond(self, step: EndSeries) -> Iterable[Override]:
        gone = {wall(slot) for slot in (*step.dropped.overrides, *step.excluded)}
        return (o for o in self.before.overrides if wall(o.slot) in gone and not o.this_and_future)

    # The last meeting's title

    def _titled(self, step: MarkFinal, found: Series) -> Verdict:
        return self._title(step.occurrence, found, What.RENAME, step.before, step.after)

    def _untitled(self, step: MarkFinal, found: Series) -> Verdict:
        return self._title(step.occurrence, found, What.RENAME_BACK, step.after, step.before)

    def _title(self, slot: Moment, found: Series, what: What, former: str, wanted: str) -> Verdict:
        at = wall(slot)
        one = next((o for o in everything(found, self._through(found)) if wall(o.slot) == at), None)
        if one is None or one.removed or _at(one.start, found.form) != self._final:
            return Differs()
        title = one.override.title if one.override is not None else found.title
        if title == wanted:
            return Settled()
        return Needed(what, one.slot, wanted, one.start, one.end) if title == former else Differs()

    # What is compared

    def _is_as_before(self, found: Series, *, but_for: Collection[datetime] = ()) -> bool:
        """Rules, people and every meeting as the plan saw them. Titles and answers may have changed meanwhile."""
        return (
            self._has_rules(found, self.before.rules)
            and self._same_people(found)
            and self._meetings(found, but_for) == self._meetings(self.before, but_for, other=found)
        )

    def _is_written(self, step: EndSeries, found: Series) -> bool:
        """Whether the one edit of an ending is on the series; what may be left to do are single meetings."""
        if not self._has_rules(found, step.after):
            return False
        extra = {wall(moment) for moment in found.rdates} & {wall(slot) for slot in step.dropped.rdates}
        out = {wall(moment) for moment in found.exdates} | {wall(o.slot) for o in found.overrides if o.cancelled}
        return not extra and all(wall(slot) in out for slot in step.excluded)

    def _has_rules(self, found: Series, rules: tuple[str, ...]) -> bool:
        """Whether the series runs by these rules from its former beginning, however a calendar writes them."""
        return _same_course(found, replace(self.before, rules=rules), self._through(found))

    def _past_is_untouched(self, found: Series) -> bool:
        """Whether every meeting up to the last one is as it was (R10)."""
        kept, was = self._meetings(found), self._meetings(self.before, other=found)
        return [m for m in kept if m[0] <= self._final] == [m for m in was if m[0] <= self._final]

    def _has_final(self, found: Series) -> bool:
        return any(start == self._final for start, _ in self._meetings(found))

    def _same_people(self, found: Series) -> bool:
        return addresses(found) == addresses(self.before)

    def _meetings(
        self, series: Series, but_for: Collection[datetime] = (), *, other: Series | None = None
    ) -> list[tuple[datetime, datetime]]:
        live = [o for o in self._live(series, other=other) if wall(o.slot) not in but_for]
        return sorted((_at(o.start, series.form), _at(o.end, series.form)) for o in live)

    def _live(self, series: Series, *, other: Series | None = None) -> list[Occurrence]:
        return [o for o in everything(series, self._through(other or series)) if not o.removed]

    def _through(self, found: Series) -> date:
        """A day behind everything that either version names."""
        days = [wall(self._plan.last_start)]
        for one in (self.before, found):
            days += [wall(one.start), *map(wall, one.rdates)]
            days += [wall(moment) for o in one.overrides for moment in (o.slot, o.start)]
        return max(days).date() + _BEYOND


def _event_wanted(step: Creating, found: Series | None) -> Verdict:
    if found is None:
        return Needed(What.CREATE)
    return Settled() if _is_made(step, found) else Differs()


def _event_unwanted(step: Creating, found: Series | None) -> Verdict:
    if found is None:
        return Settled()
    organizer = {person.email for person in found.people if person.organizer}
    # Whoever was added since would hear of it too, and was named by nobody (R16).
    strangers = addresses(found) - organizer - set(step.tells)
    return Needed(What.DELETE) if _is_made(step, found) and not strangers else Differs()


def _is_made(step: Creating, found: Series) -> bool:
    """Whether it is the event that the plan promised: its rule and its dates. Its title is the user's to change."""
    promised = [_at(each, step.form) for each in step.first_dates]
    through = max(wall(each) for each in step.first_dates).date()
    there = [_at(o.start, found.form) for o in everything(found, through) if not o.removed]
    return there == promised and _same_course(found, replace(found, rules=(step.rule,)), through + _BEYOND)


def _same_course(one: Series, other: Series, through: date) -> bool:
    """Whether the rules of both give the same slots, and end alike. Every calendar writes them in a way of its own."""
    first, second = (replace(each, overrides=(), rdates=(), exdates=(), exrules=()) for each in (one, other))
    if is_open_ended(first) != is_open_ended(second):
        return False
    slots = ([_at(o.slot, each.form) for o in everything(each, through)] for each in (first, second))
    if next(slots) != next(slots):
        return False
    end, other_end = last_start(first), last_start(second)
    if end is None or other_end is None:
        return end is other_end
    return _at(end, one.form) == _at(other_end, other.form)


def _at(moment: Moment, form: Form) -> datetime:
    """What two versions are compared by: the instant; without a zone of its own, what the clock shows."""
    if isinstance(moment, datetime) and form in (Form.ZONED, Form.UTC):
        return moment.astimezone(UTC).replace(tzinfo=None)
    return wall(moment)
