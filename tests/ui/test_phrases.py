from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.mentoring.mentorship import Level, Reason, SignKind, SignLevel, SlotState, Upcoming
from desktop.ui import phrases
from desktop.ui.plain import one_line, unaccelerated
from integrations.calendars.model import Person
from tests.ui.fakes import LONDON, NOW, pair, sign, slots


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ([], "Just a title"),
        (["Alex"], "Alex"),
        (["Alex", "Robin"], "Alex and Robin"),
        (["Alex", "Robin", "Kim", "Jo"], "Alex, Robin and 2 more"),
        ([""], "p0@example.org"),
    ],
)
def test_who(names: list[str], says: str) -> None:
    others = tuple(Person(f"p{number}@example.org", name) for number, name in enumerate(names))
    assert phrases.who(pair(others=others, title="Just a  title")) == says


@pytest.mark.parametrize(
    ("every", "says"),
    [
        (7, "Every week on Tuesdays, 16:00"),
        (14, "Every second Tuesday, 16:00"),
        (21, "Every third Tuesday, 16:00"),
        (28, "Every month, on a Tuesday, 16:00"),
        (364, "Once a year, 16:00"),
        (63, "About every 63 days, 16:00"),
        (3, "Several times a week, 16:00"),
    ],
)
def test_rhythm(every: int, says: str) -> None:
    one = pair(pattern="", every=7)
    assert phrases.rhythm(replace(one, ledger=replace(one.ledger, cadence_days=every)), LONDON) == says


def _upcoming(start: datetime | date, why: Reason | None = None) -> Upcoming:
    return Upcoming(start, start, start, "u", why)


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (NOW.replace(hour=16), "Next: today at 16:00"),
        (NOW.replace(hour=16) + timedelta(days=1), "Next: tomorrow at 16:00"),
        (NOW.replace(hour=16) + timedelta(days=5), "Next: Tuesday 25 November at 16:00"),
        (date(2026, 1, 9), "Next: Friday 9 January 2026"),
    ],
)
def test_the_next_date(start: datetime | date, says: str) -> None:
    assert phrases.upcoming(_upcoming(start), LONDON, NOW) == says


def test_a_blocked_date_says_why() -> None:
    says = phrases.upcoming(_upcoming(date(2025, 12, 25), Reason("holiday", "Christmas Day")), LONDON, NOW)
    assert says == "Next: Thursday 25 December – Public holiday: Christmas Day"


def test_times_stand_on_the_readers_clock() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert "25 November 2025, 01:00" not in phrases.slot_words(slots("k", NOW)[0], tokyo)
    at = datetime(2025, 11, 24, 16, tzinfo=ZoneInfo("UTC"))
    assert phrases.moment_words(at, tokyo, NOW) == "Tuesday 25 November, 01:00"
    assert "Tuesday 25 November 2025, 01:00" in phrases.slot_words(slots("k", at)[0], tokyo)


def test_a_correction_is_said() -> None:
    slot = slots("n", NOW)[0]._replace(state=SlotState.KEPT, corrected=True)
    assert "as you said" in phrases.slot_words(slot, LONDON)


def test_the_line_of_a_card_is_the_most_telling_sign_and_never_a_fact() -> None:
    fact = sign(SignKind.OPEN_ENDED, SignLevel.FACT)
    quiet = sign(SignKind.QUIET_PATCH, SignLevel.LOOK, not_kept=5, due=12)
    row = sign(SignKind.GAP_IN_A_ROW, SignLevel.NOTE, in_a_row=4)
    assert phrases.card_line(pair(signs=(fact,))) == ""
    assert "7 of the last 12" in phrases.card_line(pair(signs=(fact, quiet)))
    assert "last 4 dates" in phrases.card_line(pair(signs=(fact, quiet, row)))


@pytest.mark.parametrize("level", list(Level))
def test_every_level_has_words(level: Level) -> None:
    assert phrases.level_words(pair(level=level))


def test_foreign_words_stay_on_one_line() -> None:
    assert one_line("a\r\n b\u202ec\x07d\u2066") == "a bcd"
    assert one_line("x" * 100, 10) == "x" * 9 + "…"
    assert unaccelerated("Q&A") == "Q&&A"
