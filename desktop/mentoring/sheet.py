"""All that the wizard was told so far: what was chosen and every word that was typed. A value.

It survives a restart (`desktop/services/stories.py` keeps it), and letters and plans are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from desktop.mentoring.jottings import OfferKind
from desktop.mentoring.letters.kinds import Tone, Why
from desktop.mentoring.letters.values import Offer, Outcome, Thanks
from desktop.mentoring.plan import Answers, Rhythm, TalkBy, TalkWhen

FIRST = "help"
"""What `Sheet.page` holds from the first choice on; "" while nothing was said."""


class Way(StrEnum):
    """What would help. SLOW ends the regular meetings step by step; WRONG is the safe branch (R19)."""

    KEEP = "keep"
    SLOW = "slow"
    STAY = "stay"
    FULL = "full"
    WRONG = "wrong"


class TellBy(StrEnum):
    """How the other person hears of it."""

    LETTER = "letter"
    CHAT = "chat"
    TALK = "talk"


class Freed(StrEnum):
    """What becomes of the hour that is free afterwards (A14)."""

    NEXT = "next"
    REST = "rest"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What concerns the calendar. `rhythm` is None until the user chose one.

    `final` is the last meeting's date on the user's calendar; None until the meetings are known.
    """

    way: Way = Way.KEEP
    final: date | None = None
    mark_final: bool = False
    rhythm: Rhythm | None = None
    by: TalkBy = TalkBy.WEEKDAY
    months: int | None = None
    times: int = 3
    when: TalkWhen = TalkWhen.NOW
    title: str = ""
    as_guest: bool = False
    """Change what somebody else organises, where they let their guests do so."""
    ask_first: bool = False
    """Let the last meeting ask first; the rest waits for a yes and a click."""
    put_place: bool = False
    """Put the place of the last talk on that meeting, together with a title that says it is the last (B32)."""

    ladder: bool = False
    """With SLOW: step by step less often, and not at once (product 7, M2)."""

    def going(self, way: Way) -> Chosen:
        """Another way; the talk's rhythm is proposed anew for it."""
        return self if way is self.way else replace(self, way=way, rhythm=None, months=None)

    def rhythm_for(self, usual: Rhythm) -> Rhythm:
        """The talk's rhythm: the user's own choice, or else what goes with the way. `usual` is the app's default."""
        if self.way in (Way.FULL, Way.WRONG):
            return Rhythm.NONE
        if self.rhythm is not None:
            return self.rhythm
        return Rhythm.EVERY_6_MONTHS if self.way is Way.SLOW and not self.ladder else usual

    def answers(self, usual: Rhythm, final: date | None) -> Answers:
        """For the planner; `final` is the last meeting's date on the series' own clock."""
        rhythm = self.rhythm_for(usual)
        return Answers(
            final=final,
            big_picture=rhythm,
            by=self.by,
            months=None if rhythm is Rhythm.NONE else self.months,
            times=self.times,
            when=self.when,
            mark_final=self.mark_final,
            ladder=self.ladder and self.way is Way.SLOW,
            title=self.title.strip(),
            as_guest=self.as_guest,
            ask_first=self.ask_first and self.way is not Way.WRONG,
        )


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as the user left it; `kind` is a `LetterKind`'s value."""

    kind: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Place:
    """What was typed for one of a letter's places, such as `direction` or `keep_for`."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything, page by page. `page` is where the user was."""

    page: str = ""
    chosen: Chosen = Chosen()
    why: Why | None = None
    private: str = ""
    """The user's own notes: never in any text, file or calendar (R4)."""
    hard: tuple[str, ...] = ()
    """Codes of what makes it hard to raise (B5)."""
    trial: bool = False
    """Two more meetings first, after a talk about what is needed (W3)."""
    pause: bool = False
    """A pause first, until the day at the place `pause_until`."""
    on_request: bool = False
    """Nothing is booked, and the user asks when it matters (A8)."""
    tone: Tone = Tone.GRADUATION
    tell_by: TellBy | None = None
    told: date | None = None
    letter: str = ""
    """The kind that the user chose; "" for the one that fits best."""
    written: tuple[Written, ...] = ()
    places: tuple[Place, ...] = ()
    thanks: tuple[Thanks, ...] = (Thanks(), Thanks(), Thanks())
    short: bool = False
    """A short note will do: fewer than three thanks."""
    outcomes: tuple[Outcome, ...] = ()
    shareable: bool = False
    offer: OfferKind | None = None
    in_return: Offer = field(default_factory=Offer)
    in_person: bool = False
    place: str = ""
    minutes: int = 15
    swept: tuple[str, ...] = ()
    """What else is to stop, as ticked on the last page but one (A68)."""
    freed: Freed | None = None

    @property
    def half_way(self) -> bool:
        """Whether more was done than a choice on the first page."""
        return self.page not in ("", FIRST)

    def place_of(self, name: str) -> str:
        """What was typed for a place; "" where nothing was."""
        return next((place.words for place in self.places if place.name == name), "")

    def with_place(self, name: str, words: str) -> Sheet:
        """The sheet with other words for a place."""
        others = tuple(place for place in self.places if place.name != name)
        return replace(self, places=(*others, Place(name, words)) if words else others)

    def letter_of(self, kind: str) -> Written | None:
        """A letter as the user left it; None where its draft was not touched."""
        return next((one for one in self.written if one.kind == kind), None)

    def with_letter(self, written: Written) -> Sheet:
        """The sheet with this letter in the place of the earlier one of its kind."""
        others = tuple(one for one in self.written if one.kind != written.kind)
        return replace(self, written=(*others, written))
