"""The samples show each sign that calendar data can give, whichever day they are made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from desktop.composition import build
from desktop.mentoring.mentorship import Review, SignKind, SignLevel, SlotState
from desktop.ui.demo import fill
from resources.samples import sample_calendar
from resources.samples.pairs import ME, PAIRS

SHOWN = frozenset(SignKind) - {
    SignKind.TOLD_BY_YOU,  # needs answers of the user
    SignKind.GOALS_REACHED,  # needs goals
    SignKind.MENTOR_LOAD,  # needs the user's side
    SignKind.CONTEXT_CHANGED,  # needs a series in two pieces with another address
}
DAYS = [
    datetime(2026, 1, 5, 8, tzinfo=UTC),
    datetime(2026, 3, 29, 12, tzinfo=UTC),
    datetime(2026, 7, 18, 22, tzinfo=UTC),
    datetime(2026, 10, 31, 9, tzinfo=UTC),
    datetime(2028, 2, 29, 9, tzinfo=UTC),
]


def review(now: datetime, folder: Path) -> Review:
    graduand = build(folder, clock=lambda: now, zone=UTC)
    try:
        fill(graduand)
        return graduand.reviewing.review()
    finally:
        graduand.close()


@pytest.mark.parametrize("now", DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_each_sign_is_shown(now: datetime, tmp_path: Path) -> None:
    seen = review(now, tmp_path)
    assert seen.problems == ()
    kinds = {sign.kind for one in seen.mentorships for sign in one.signs if sign.level is not SignLevel.FACT}
    assert SHOWN - kinds == set()
    assert {slot.state for one in seen.mentorships for slot in one.ledger.slots} >= {
        SlotState.KEPT,
        SlotState.MOVED,
        SlotState.NOT_KEPT,
        SlotState.EXCUSED,
    }
    assert seen.questions
    assert [one.uid for one in seen.suggested] == ["coffee@samples.example"]


def test_every_last_date_is_a_working_day() -> None:
    for back in range(7):
        now = datetime(2026, 5, 17, tzinfo=UTC) - timedelta(days=back)
        text = sample_calendar(now).decode()
        assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > len(PAIRS)


def test_the_file_is_as_calendar_programs_write_it() -> None:
    text = sample_calendar(DAYS[0])
    lines = text.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")
    addresses = {part.split(b"\r\n")[0] for part in text.split(b"mailto:")[1:]}
    assert all(address.endswith(b".example") for address in addresses)
    assert ME.encode() in addresses


def test_reading_the_samples_twice_changes_nothing(tmp_path: Path) -> None:
    now = DAYS[0]
    graduand = build(tmp_path, clock=lambda: now, zone=UTC)
    try:
        fill(graduand)
        again = graduand.importing.import_files([BytesIO(sample_calendar(now))])
        assert (again.new, again.changed) == ((), ())
    finally:
        graduand.close()
