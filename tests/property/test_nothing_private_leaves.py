"""R4: whatever was written down stays here. Only what was shown and confirmed is in a file or in a calendar.

Every private text begins with a mark that nothing else holds, so that a part of one that was cut, folded, escaped or
written in capitals is found as well.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.composition import Graduand, build
from desktop.mentoring.jottings import JottingKind, OfferKind
from desktop.mentoring.letters.kinds import LetterKind, Tone, Why
from desktop.mentoring.letters.values import Offer, Outcome, Thanks
from desktop.mentoring.mentorship import Pulse
from desktop.mentoring.plan import Answers, Rhythm, TalkWhen
from desktop.mentoring.sheet import Chosen, Freed, Place, Sheet, TellBy, Way, Written
from desktop.services import outbox
from desktop.services.holds import hold
from tests.helpers.clock import FixedClock
from tests.unit.services.living import NOW, UID, WRITES, Living

MARK = "Zqx"
"""Begins everything private. No UID, date or word of ours holds it."""
CONFIRMED = "Yww"
TORONTO = ZoneInfo("America/Toronto")
FINAL, TOLD = date(2026, 4, 29), date(2026, 4, 13)
JOURNEYS = Path(__file__).parents[1] / "data" / "journeys"
FILES = {
    "j09_undo.ics": (NOW, FINAL, {outbox.SERIES, outbox.HOWTO}),
    "j02_mentor_is_organiser.ics": (datetime(2026, 4, 20, 8, tzinfo=UTC), date(2026, 5, 14), {outbox.REQUEST}),
}
"""A series of the user's own, and one that somebody else keeps: the moment, the last meeting, files that are made."""
_LINES = st.text(max_size=60) | st.sampled_from(
    [
        "\r\nATTENDEE:mailto:x@example.org",
        "{{ name }}",
        '; , \\n : "',
        "ä" * 90,
        "<b>",
        "../../etc",
        "\u202eabc",
    ]
)
private = _LINES.map(lambda words: MARK + words)
JOTTED = st.lists(st.tuples(st.sampled_from(JottingKind), private, private), min_size=1, max_size=12)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Every field that a person can type into, filled."""

    def words() -> str:
        return draw(private)

    places = ("direction", "keep_for", "next_challenge", "lessons", "specific", "need", "growth", "question")
    return Sheet(
        page=words(),
        chosen=Chosen(Way.STAY, FINAL),
        why=draw(st.sampled_from(Why)),
        private=words(),
        hard=(words(),),
        tone=draw(st.sampled_from(Tone)),
        tell_by=TellBy.LETTER,
        written=tuple(Written(kind.value, words(), words()) for kind in LetterKind),
        places=tuple(Place(name, words()) for name in places),
        thanks=tuple(Thanks(words(), words(), words()) for _ in range(3)),
        outcomes=(Outcome(words(), words(), may_leave=True),),
        offer=draw(st.sampled_from(OfferKind)),
        in_return=Offer(words(), words(), words(), words(), words(), agreed=True),
        place=words(),
        swept=(words(),),
        freed=Freed.NEXT,
    )


def write_down(program: Graduand, pair: str, jotted: list[tuple[JottingKind, str, str]], sheet: Sheet) -> None:
    """Everything that can be told of a pair."""
    stories = program.stories
    stories.settle(pair, sheet)
    for kind, words, about in jotted:
        known = {JottingKind.FREED: Freed.NEXT.value, JottingKind.OFFER: OfferKind.OPPORTUNITY.value}
        stories.write(pair, kind, words, about=known.get(kind, about), due=FINAL)
        stories.win(pair, words)
    stories.keep(pair, sheet)
    pulse = Pulse(NOW, f"{MARK} drained")
    program.store.told.change(pair, lambda told: replace(told, pulses=(pulse,), talked=True))


def found_in(payload: str) -> set[str]:
    """The marks in what goes out: folded lines are joined first (RFC 5545, 3.1), and capitals do not hide one."""
    joined = re.sub(r"\r?\n[ \t]", "", payload).casefold()
    return {mark for mark in (MARK, CONFIRMED) if mark.casefold() in joined}


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


CHOICES = st.fixed_dictionaries(
    {
        "when": st.sampled_from(TalkWhen),
        "mark_final": st.booleans(),
        "ladder": st.booleans(),
        "big_picture": st.sampled_from([Rhythm.YEARLY, Rhythm.NONE]),
    }
)


@settings(max_examples=25)
@given(JOTTED, sheets(), CHOICES, st.sampled_from(sorted(FILES)))
def test_no_file_of_a_plan_holds_what_was_written_down(
    jotted: list[tuple[JottingKind, str, str]], sheet: Sheet, choices: dict[str, Any], journey: str
) -> None:
    now, final, made = FILES[journey]
    with folder() as place:
        program = build(place / "store", clock=FixedClock(now), zone=TORONTO, me=["mentee@example.org"])
        program.importing.import_files([JOURNEYS / journey])
        pair = program.reviewing.review().mentorships[0].mentorship.id
        write_down(program, pair, jotted, sheet)
        plans = program.transitions
        plan = plans.propose(pair, Answers(final=final, told=TOLD, **choices))
        plans.save(plan)
        plans.apply(plan.id, out=place / "out", told=TOLD)
        files = [*outbox.applied_files(plan), *outbox.waiting_files(plan), *outbox.undone_files(plan)]
        program.importing.import_files(sorted((place / "out").glob("*.ics")))
        (found,) = (one for one in program.reviewing.review().mentorships if one.mentorship.id == pair)
        held = hold(found, plan.final, NOW).decode()
        plans.undo(plan.id)
        assert made <= {file.name for file in files}
        names = [path.name for path in (place / "out").iterdir()]
        written = [path.read_text(encoding="utf-8") for path in (place / "out").iterdir()]
        calendar = program.reviewing.export().decode()
        program.close()
    everything = [held, calendar, *names, *written, *(file.name + file.content.decode() for file in files)]
    assert not [payload for payload in everything if found_in(payload)]


@settings(max_examples=25)
@given(JOTTED, sheets(), CHOICES)
def test_no_call_to_a_calendar_holds_what_was_written_down(
    jotted: list[tuple[JottingKind, str, str]], sheet: Sheet, choices: dict[str, Any]
) -> None:
    said: list[str] = []
    with folder() as place:
        living = Living(place / "store")
        listen(living, said)
        (found,) = living.graduand.reviewing.review().mentorships
        write_down(living.graduand, found.mentorship.id, jotted, sheet)
        plan = living.plan(**choices)
        living.transitions.apply(plan.id, told=TOLD)
        living.read()
        living.transitions.undo(plan.id)
        standing = living.standing(UID).text
        living.graduand.close()
    assert said, "the calendar was changed"
    assert not [payload for payload in (*said, standing) if found_in(payload)]


def listen(living: Living, said: list[str]) -> None:
    """Write down every argument of every write."""
    for name in WRITES:
        wrap(living, name, said)


def wrap(living: Living, name: str, said: list[str]) -> None:
    real = getattr(living.memory, name)

    def call(*words: Any, **options: Any) -> Any:
        said.append(f"{words!r} {options!r}")
        return real(*words, **options)

    setattr(living.memory, name, call)


def test_what_was_shown_and_confirmed_is_there_so_the_net_has_no_hole(tmp_path: Path) -> None:
    """The titles are typed on the page that shows them: both nets catch them, as they would catch anything else."""
    said: list[str] = []
    living = Living(tmp_path / "store")
    listen(living, said)
    plan = living.plan(title=f"{CONFIRMED} talk", mark_final=True, final_title=f"{CONFIRMED} last " + "x" * 90)
    living.transitions.apply(plan.id, told=TOLD)
    assert CONFIRMED in set().union(*map(found_in, said))
    files = outbox.applied_files(replace(plan, source=replace(plan.source, account="", calendar="")))
    caught = {file.name for file in files if CONFIRMED in found_in(file.content.decode())}
    assert caught == {outbox.SERIES, outbox.TALK}
    assert found_in("SUMMARY:a talk " + MARK[:1] + "\r\n " + MARK[1:].upper()) == {MARK}
    living.graduand.close()
