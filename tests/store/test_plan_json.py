from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.mentoring.ladder import Pace
from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import (
    Caution,
    CreateBigPicture,
    CreateRung,
    Draft,
    Dropped,
    EndSeries,
    MarkFinal,
    Plan,
    SourceRef,
    TalkWhen,
)
from desktop.store.moment_text import read_instant, read_moment, slot_key, written_instant, written_moment
from desktop.store.plan_json import plan_from_json, plan_to_json
from integrations.calendars.model import Form, Moment
from tests.store.values import LONDON, plan

ZONES = st.timezones() | st.just(UTC) | st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMED = st.datetimes(timezones=ZONES)
MOMENTS = st.dates() | TIMED
WORDS = st.text(max_size=20) | st.sampled_from(["{title}", "a@b.c\r\n", "\x00", "\U0001f600", "2025-12-09"])


def several(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


EVENT: dict[str, st.SearchStrategy[Any]] = {
    "uid": WORDS,
    "title": WORDS,
    "rule": WORDS,
    "start": MOMENTS,
    "end": MOMENTS,
    "form": st.sampled_from(Form),
    "zone_name": st.none() | WORDS,
    "first_dates": several(MOMENTS),
    "tells": several(WORDS),
}
"""What the steps that make an event have alike."""
STEPS = (
    st.builds(CreateBigPicture, **EVENT, when=st.sampled_from(TalkWhen), body=WORDS)
    | st.builds(
        EndSeries,
        uid=WORDS,
        before=several(WORDS),
        after=several(WORDS),
        last_start=MOMENTS,
        last_slot=MOMENTS,
        dropped=st.builds(Dropped, several(MOMENTS), several(MOMENTS), several(MOMENTS)),
        excluded=several(MOMENTS),
        tells=several(WORDS),
    )
    | st.builds(CreateRung, **EVENT, pace=st.sampled_from(Pace), calendar=WORDS)
    | st.builds(MarkFinal, uid=WORDS, occurrence=MOMENTS, before=WORDS, after=WORDS, tells=several(WORDS))
)
PLANS = st.builds(
    Plan,
    id=WORDS,
    mentorship=WORDS,
    uid=WORDS,
    title=WORDS,
    people=several(WORDS),
    final=MOMENTS,
    last_start=MOMENTS,
    role=st.sampled_from(Role),
    form=st.sampled_from(Form),
    source=st.builds(SourceRef, WORDS, WORDS, WORDS),
    steps=several(STEPS),
    messages_to_others=st.integers(0, 99),
    told=st.none() | st.dates(),
    needs_telling=st.booleans(),
    drafts=several(st.builds(Draft, WORDS, WORDS, WORDS)),
    warnings=several(st.builds(Caution, WORDS, several(st.tuples(WORDS, WORDS)))),
    created=TIMED,
    series_text=WORDS,
)


@given(PLANS)
def test_a_plan_comes_back_equal(planned: Plan) -> None:
    written = plan_to_json(planned)
    back = plan_from_json(written)
    assert back == planned
    assert plan_to_json(back) == written, "offsets and zones too, which == does not compare"
    assert [type(step) for step in back.steps] == [type(step) for step in planned.steps]


@given(MOMENTS)
def test_a_moment_comes_back_in_its_zone_and_with_its_offset(moment: Moment) -> None:
    back = read_moment(written_moment(moment))
    assert type(back) is type(moment)
    assert back == moment
    if isinstance(back, datetime) and isinstance(moment, datetime):
        assert back.utcoffset() == moment.utcoffset()
        assert getattr(back.tzinfo, "key", None) == getattr(moment.tzinfo, "key", None)


@given(TIMED.filter(lambda moment: 1 < moment.year < 9999))
def test_an_instant_comes_back_and_sorts_as_text(when: datetime) -> None:
    assert read_instant(written_instant(when)) == when.astimezone(UTC)
    later = when.astimezone(UTC) + timedelta(microseconds=1)
    assert written_instant(when) < written_instant(later)


def test_both_hours_of_an_october_night_stay_apart() -> None:
    first, second = (datetime(2025, 10, 26, 1, 30, tzinfo=LONDON, fold=fold) for fold in (0, 1))
    assert [getattr(read_moment(written_moment(hour)), "fold", None) for hour in (first, second)] == [0, 1]
    assert slot_key(first) != slot_key(second)


def test_a_meeting_stays_at_four_when_the_rules_of_its_zone_change() -> None:
    planned_with_old_rules = "2025-12-09T16:00:00+03:00[Europe/London]"
    assert read_moment(planned_with_old_rules) == datetime(2025, 12, 9, 16, tzinfo=LONDON)


def test_a_zone_that_is_gone_leaves_its_offset() -> None:
    assert read_moment("2025-12-09T16:00:00+03:00[Atlantis/Port]") == datetime(
        2025, 12, 9, 16, tzinfo=timezone(timedelta(hours=3))
    )


def test_a_naive_moment_is_a_mistake() -> None:
    for write in (written_moment, written_instant):
        with pytest.raises(ValueError, match="naive"):
            write(datetime(2025, 1, 1))  # noqa: DTZ001 - that is the point


def test_an_older_row_without_a_newer_field_gets_its_default() -> None:
    outer = json.loads(plan_to_json(plan()))
    del outer["plan"]["steps"][0]["body"]
    assert plan_from_json(json.dumps(outer)) == plan()


@pytest.mark.parametrize(
    ("place", "value"),
    [("id", 7), ("title", None), ("steps", [{"kind": "erase-everything"}]), ("role", "king"), ("final", "soon")],
)
def test_what_is_no_plan_is_refused(place: str, value: object) -> None:
    outer = json.loads(plan_to_json(plan()))
    outer["plan"][place] = value
    with pytest.raises(ValueError):
        plan_from_json(json.dumps(outer))
    del outer["plan"][place]
    with pytest.raises(ValueError, match=place):
        plan_from_json(json.dumps(outer))


def test_another_form_is_refused() -> None:
    outer = json.loads(plan_to_json(plan()))
    with pytest.raises(ValueError, match="form"):
        plan_from_json(json.dumps({**outer, "format": 2}))


def test_only_what_a_plan_may_hold_is_written() -> None:
    with pytest.raises(TypeError, match="timedelta"):
        plan_to_json(Plan(**{**_parts(), "title": timedelta(1)}))  # type: ignore[arg-type] # that is the point


def _parts() -> dict[str, object]:
    return {name: getattr(plan(), name) for name in Plan.__slots__}
