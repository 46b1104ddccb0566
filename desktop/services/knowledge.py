"""From what was read and what the user said to the `Known` that the rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop.mentoring.mentorship import Known
from desktop.mentoring.people import addresses
from desktop.mentoring.tagging import Looking
from integrations.calendars.icalendar.reading import read_files, read_text
from integrations.calendars.model import Batch, DayOff, Meeting, Problem, Series
from integrations.calendars.recurrence import BadRule, TooFrequent, check
from integrations.calendars.withdrawing import withdrawn
from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.mentoring.mentorship import Settings
    from desktop.services.options import Chosen
    from desktop.services.preferences import Asked as Wishes
    from desktop.store.calendars import Row
    from desktop.store.store import Store

File = Path | BinaryIO
Progress = Callable[[int, int], None]
Asked = Callable[[], bool]
_MOST_NAMED = 5


def read(
    files: Sequence[File],
    looking: Looking,
    zone: tzinfo,
    *,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> Batch:
    """Read calendar files. A file that cannot be read is named among the problems, and the rest goes on.

    Raises Trouble where not one of them could be read (`files-none` for several), and Cancelled.
    """
    left = list(files)
    problems: list[Problem] = []
    while True:
        try:
            batch = read_files(left, looking, zone=zone, progress=progress, cancelled=cancelled)
        except Trouble as trouble:
            rest = [file for file in left if _name(file) != trouble.subject]
            if not rest and problems:
                raise _none_of((*problems, _unread(trouble))) from trouble
            if not rest or len(rest) == len(left):
                raise
            left = rest
            problems.append(_unread(trouble))
        else:
            return followable(replace(batch, problems=(*problems, *batch.problems)))


def _unread(trouble: Trouble) -> Problem:
    return Problem(trouble.subject, 0, "", "", trouble.code, str(trouble))


def _none_of(problems: Sequence[Problem]) -> Trouble:
    """What to say of several files of which none could be read: the first of them, each with its reason."""
    says = " ".join(problem.message for problem in problems[:_MOST_NAMED])
    more = len(problems) - _MOST_NAMED
    if more > 0:
        says = f"{says} {text('home.left-out.more', n=more)}"
    return Trouble("files-none", problems[0].file, n=len(problems), says=says)


def _name(file: File) -> str:
    return str(file) if isinstance(file, Path) else ""


def followable(batch: Batch) -> Batch:
    """The batch without the series whose rules nobody can follow; each of those becomes a problem."""
    series, problems = [], list(batch.problems)
    for one in batch.series:
        try:
            check(one)
        except TooFrequent:
            problems.append(_refused(one, "too-frequent", ""))
        except BadRule as error:
            problems.append(_refused(one, "bad-rule", error.part))
        else:
            series.append(one)
    return replace(batch, series=tuple(series), problems=tuple(problems))


def _refused(series: Series, code: str, part: str) -> Problem:
    says = text(f"plan.problem.{code}", title=series.title, part=part)
    return Problem(series.calendar, 0, "VEVENT", series.uid, code, says)


def mine(wanted: Settings, asked: Wishes, store: Store) -> Settings:
    """The settings with the accounts' addresses among the user's own, unless the call says who the user is."""
    if asked.me:
        return wanted
    return replace(wanted, me=wanted.me | {account.address.lower() for account in store.accounts.all()})


def looking(
    store: Store,
    chosen: Chosen,
    me: frozenset[str],
    tags: Iterable[str] = (),
    untags: Iterable[str] = (),
    *,
    zone: tzinfo | None = None,
) -> Looking:
    """What a reader is to keep: marks of this call over marks of the store, and all that is known already.

    `zone`: in which the store is read otherwise in this run; it makes no difference but that nothing is read twice.
    """
    marks = store.words.marks() | dict.fromkeys(tags, True) | dict.fromkeys(untags, False)
    stored = from_rows(store.calendars.rows(), marks, zone)
    pairs = frozenset(found for found in map(addresses, stored.series) if found)
    return Looking(
        marks=marks,
        known=store.calendars.series_uids() | _going_on(store),
        pairs=pairs,
        color=chosen.color,
        me=me,
        own=chosen.words,
    )


def _going_on(store: Store) -> frozenset[str]:
    """What plans made to go on with at a slower pace: it may carry no mark of its own."""
    from desktop.mentoring.plan import PlanState  # a look at files needs no plans

    agreed = (PlanState.WAITING, PlanState.APPLIED)
    plans = (stored.plan for stored in store.plans.all() if stored.state in agreed)
    return frozenset(rung.uid for plan in plans for rung in plan.rungs)


def from_rows(rows: Iterable[Row], marks: dict[str, bool], zone: tzinfo | None = None) -> Batch:
    """The stored calendars as values again. What was taken back by its calendar counts as cancelled."""
    series: list[Series] = []
    meetings: list[Meeting] = []
    days_off: list[DayOff] = []
    problems: list[Problem] = []
    for row in rows:
        batch = _row(row, marks, zone or UTC)
        gone = row.removed_at is not None
        for found in batch.series:
            named = replace(found, calendar=row.calendar, source=row.source)
            series.append(_taken_back(named, row) if gone else named)
        for meeting in batch.meetings:
            meetings.append(
                replace(meeting, calendar=row.calendar, source=row.source, cancelled=gone or meeting.cancelled)
            )
        if not gone:
            days_off += [replace(day, calendar=row.calendar) for day in batch.days_off]
        problems += batch.problems
    return Batch(tuple(series), tuple(meetings), tuple(days_off), tuple(problems))


_Key = tuple[str, str, str, bool | None]

_MOST_ROWS = 8192
_read: dict[_Key, Batch] = {}
"""Rows that were read, by their text: a look and a synchronisation read most of the store again and again."""


def _row(row: Row, marks: dict[str, bool], zone: tzinfo) -> Batch:
    mark = marks.get(row.uid) if row.kind == "days_off" else True
    key = (row.kind.value, row.text, str(zone), mark)
    found = _read.get(key)
    if found is None:
        wanted = Looking(marks={row.uid: mark} if mark is not None else {})
        found = followable(read_text(row.text, wanted, zone=zone, file=row.calendar))
        _remember(key, found)
    return found


def _remember(key: _Key, batch: Batch) -> None:
    if len(_read) >= _MOST_ROWS:
        _read.clear()
    _read[key] = batch


def remember(batch: Batch, zone: tzinfo) -> None:
    """What was just read need not be read again from the text of its row; only for what was read without a problem."""
    bad = {problem.uid for problem in batch.problems}
    for series in batch.series:
        if series.uid not in bad:
            _remember(("series", series.text, str(zone), True), Batch(series=(series,)))
    for meeting in batch.meetings:
        if meeting.uid not in bad:
            _remember(("meetings", meeting.text, str(zone), True), Batch(meetings=(meeting,)))


def _taken_back(series: Series, row: Row) -> Series:
    """A series that its calendar no longer has.

    What a file calls off was called off as a whole (RFC 5546, 3.2.5). Deleting it in a live calendar clears what lies
    ahead, as far as anyone can know: what had taken place until then did.
    """
    if row.removed_at is None or not row.origin or series.cancelled:
        return replace(series, cancelled=True)
    return withdrawn(series, row.removed_at)


def known_from(batch: Batch, store: Store | None, marks: dict[str, bool]) -> Known:
    """Everything the rules may look at."""
    plain = Known(
        series=batch.series, meetings=batch.meetings, days_off=batch.days_off, marks=marks, problems=batch.problems
    )
    if store is None:
        return plain
    from desktop.mentoring.reminders import first_day_after  # a look at files alone has no past

    words = store.words
    return replace(
        plain,
        absences=words.absences(),
        corrections=words.corrections(),
        same_person=words.same_person(),
        different_people=words.different_people(),
        told=store.told.all(),
        programmes={key: value == "yes" for key, value in words.answers().items()},
        declined_since=words.declined_since(),
        looked_anew={id_: day for id_, quiet in store.told.not_now().items() if (day := first_day_after(quiet.until))},
    )
