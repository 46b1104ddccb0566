"""Who walks the wizard: on which side, where at work, by which hand; and what it has for them and for nobody else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.desktop.session import ROOT

_JOURNEYS = ROOT / "tests" / "data" / "journeys"
_OF_MENTORS = {12: "mentor"}
"""Whose file a journey is, where it is not the mentee's."""

_ASK = ("wizard.why", "wizard.goals", "wizard.try")
_TALK, _DATE, _TELL, _OFFER = "wizard.talk", "wizard.date", "closing.tell", "closing.offer"
_THANK = ("closing.thanks", "closing.summary")
_USUAL = (*_ASK, _TALK, _DATE, _TELL, *_THANK, _OFFER)
_ORDERS = {
    "early": (*_ASK, _TELL, _DATE, _TALK, *_THANK, _OFFER),
    "leader": (*_ASK, _TALK, _OFFER, _DATE, _TELL, *_THANK),
}
"""By career stage (A39, A58 to A60), where it is not the usual one."""


@dataclass(frozen=True, slots=True)
class Side:
    """What is for one side of the meetings, by the page that it is on (product 5); texts by their keys."""

    me: str
    other: str
    """Names in the calendar. Equals have names of their own, so that no word of theirs teaches."""
    has: dict[str, tuple[str, str]]
    """The role and the text of a control."""
    lacks: dict[str, str]
    """A text that does not fit."""
    letters: dict[str, str]
    """Words of the letter that is on offer first."""
    thanks: str
    """What they are asked after "you said"."""
    never: str = "$^"
    """What no page may say."""


SIDES = {
    "mentee": Side(
        me="mentee",
        other="mentor",
        has={
            "wizard.why": ("radio button", "wizard.why.direction-changed"),
            _TELL: ("radio button", "closing.tone.graduation"),
        },
        lacks={},
        letters={_TELL: "to graduate from our regular meetings", "closing.thanks": "Three things I still use"},
        thanks="I …",
    ),
    "mentor": Side(
        me="mentor",
        other="mentee",
        has={"wizard.why": ("radio button", "wizard.why.mentor.direction-changed")},
        lacks={_TALK: "wizard.talk.keep-for", _TELL: "closing.tell.tone"},
        letters={_TELL: "It is about my time, not about you", "closing.thanks": "Three things I will remember"},
        thanks="You …",
    ),
    "peer": Side(
        me="kim",
        other="robin",
        has={
            _TALK: ("check box", "wizard.talk.charter"),
            _TELL: ("radio button", "closing.tone.direction"),
        },
        lacks={"wizard.why": "wizard.why.example", _TELL: "closing.tone.graduation"},
        letters={_TELL: "a lighter shape", "closing.thanks": "Three things I still use"},
        thanks="I …",
        never=r"\b([Mm]entor|[Mm]entee|[Gg]raduat\w+)\b",
    ),
}


@dataclass(frozen=True, slots=True)
class Role:
    """On which side of the meetings somebody is, where at work, and whether by the keyboard or by names alone."""

    side: str
    stage: str
    keys: bool = False

    @property
    def fits(self) -> Side:
        """What is for this side."""
        return SIDES[self.side]

    @property
    def me(self) -> str:
        """The user's own name."""
        return self.fits.me

    @property
    def other(self) -> str:
        """Whom they meet."""
        return self.fits.other

    @property
    def pages(self) -> tuple[str, ...]:
        """Those between the two questions and the last look, in the order of the career stage."""
        return (*_ORDERS.get(self.stage, _USUAL), "closing.last-talk")

    def __str__(self) -> str:
        return f"{self.side}-{self.stage}-{'keys' if self.keys else 'names'}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A journey, and when and where it begins."""

    journey: int
    now: str
    zone: str


def journey(number: int, folder: Path, role: Role) -> Path:
    """A copy of a journey's file in which the one whose journey it is has that role."""
    (path,) = _JOURNEYS.glob(f"j{number:02}_*.ics")
    mine = _OF_MENTORS.get(number, "mentee")
    called = {mine: role.me, "mentee" if mine == "mentor" else "mentor": role.other}
    said = re.sub(r"mentee|mentor(?!ing)", lambda found: called[found[0]], path.read_bytes().decode())
    copy = folder / path.name
    copy.write_bytes(said.encode())
    return copy
