"""The slow-down ladder over generated series: nothing overlaps, nothing up to the last regular meeting is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import chain, pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.mentoring.judging import review
from desktop.mentoring.lineages import mentorships
from desktop.mentoring.mentorship import Known, Settings, TaggedBy
from desktop.mentoring.plan import Answers, Draft, EndSeries, MarkFinal, Plan, Refusal, SourceRef
from desktop.mentoring.tagging import Looking
from desktop.mentoring.transition import Situation
from desktop.mentoring.transition import plan as make_plan
from desktop.services.outbox import TALK, applied_files
from integrations.calendars.icalendar.reading import read_text
from integrations.calendars.model import Occurrence, Series
from integrations.calendars.moments import instant, wall
from integrations.calendars.recurrence import everything
from tests.property.calendars import Written, series

NOW = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
READER = ZoneInfo("Europe/Berlin")
HORIZON = date(2031, 12, 31)
USER = Settings(READER, frozenset({"me@example.org"}))


def _read(text: str | bytes, *uids: str) -> Series:
    (found,) = read_text(text, Looking(marks=dict.fromkeys(uids, True)), zone=READER).series
    return found


def _live(found: Series, through: date = HORIZON) -> list[Occurrence]:
    return [o for o in everything(found, through) if not o.removed]


def _tagged(*_: object) -> tuple[TaggedBy, ...]:
    return (TaggedBy.MANUAL,)


def _planned(found: Series, final: date) -> Plan:
    looked = review(Known(series=(found,), marks={found.uid: True}), USER, NOW, lambda *_: None, tagged=_tagged)
    (one,) = looked.mentorships
    at = Situation(
        mentorship=one.mentorship,
        ledger=one.ledger,
        settings=USER,
        now=NOW,
        plan_id="plan",
        talk_uid="talk@example.org",
        rung_uids=("first@example.org", "second@example.org"),
        source=SourceRef("ics", "", ""),
        letter=lambda kind, _: Draft(kind, "", ""),
        day=str,
        hour=str,
        talk_title="Talk",
        talk_body="",
        final_title="",
        blocked=lambda _: None,
    )
    try:
        return make_plan(at, Answers(final=final, ladder=True))
    except Refusal:
        assume(False)
        raise


@given(series(), st.integers(20, 200))
@settings(deadline=None, max_examples=60)
def test_nothing_overlaps_and_nothing_is_lost(written: Written, days: int) -> None:
    before = _read(written.text)
    plan = _planned(before, written.start + timedelta(days=days))
    files = {file.name: file.content for file in applied_files(plan) if file.name.endswith(".ics")}
    uids = [step.uid for step in plan.steps]
    after = _read(files["series.ics"]) if "series.ics" in files else before
    rungs = [_read(files[f"rung-{n}.ics"], *uids) for n in range(1, len(plan.rungs) + 1)]
    talk = _read(files[TALK], *uids)

    assert len(rungs) in (1, 2)
    final = wall(plan.final)
    kept = [(wall(o.start), wall(o.end)) for o in _live(before) if wall(o.start) <= final]
    assert [(wall(o.start), wall(o.end)) for o in _live(after)] == kept, "up to the last one as before, nothing after"
    if any(isinstance(step, EndSeries) for step in plan.steps):
        assert set(uids[:-1]) <= set(after.related)

    later = [[(instant(o.start, one.zone), instant(o.end, one.zone)) for o in _live(one)] for one in (*rungs, talk)]
    line = [instant(plan.final, before.zone), *(start for one in later for start, _ in one)]
    assert line == sorted(set(line)), "each begins after the one before it"
    for (_, end), (start, _) in pairwise([(line[0], instant(_live(after)[-1].end, after.zone)), *chain(*later)]):
        assert end <= start
    for one, step in zip((*rungs, talk), plan.steps, strict=False):
        assert not isinstance(step, EndSeries | MarkFinal)
        assert [wall(o.start) for o in _live(one)] == [wall(at) for at in step.first_dates]

    gaps = [(second - first).days for first, second in pairwise(line[: 1 + sum(map(len, later[:-1]))])]
    assert min(gaps) >= 8
    assert line[-3] - line[-4] > timedelta(days=300), "a year from the last of the slower meetings to the talk"


@given(series(), st.integers(20, 200))
@settings(deadline=None, max_examples=40)
def test_the_rungs_are_the_same_mentorship_and_the_talk_is_none_of_its_meetings(written: Written, days: int) -> None:
    before = _read(written.text)
    plan = _planned(before, written.start + timedelta(days=days))
    uids = [step.uid for step in plan.steps]
    files = [file for file in applied_files(plan) if file.name.endswith(".ics") and file.name != TALK]
    ends_by_itself = not any(isinstance(step, EndSeries) for step in plan.steps)
    found = (*(_read(file.content, *uids) for file in files), *([before] if ends_by_itself else []))
    (one,) = mentorships(Known(series=found), USER, lambda hints, *_: (TaggedBy.CATEGORY,) if hints.categories else ())
    assert {piece.uid for piece in one.series} == {piece.uid for piece in found}
    assert one.current.uid == plan.rungs[-1].uid
