"""The pairs of the samples: one a sign, as patterns of what became of each date."""

from __future__ import annotations

from dataclasses import dataclass

ME = "you@samples.example"
NAME = "Eden Adeyemi"
"""Whoever looks at the samples: letters and keepsakes are signed with it."""


@dataclass(frozen=True)
class Pair:
    """One series. In `pattern` a letter stands for a date, oldest first.

    k kept, n taken out, m moved, s shorter, a invited but not answered. `every` counts days,
    `last_days_ago` when the last of the pattern was, `left` how many dates are still ahead where the
    series has an end (None: no end), `free_ahead` how many future dates are taken out, `extra` how
    many single meetings the other side has sent.
    """

    uid: str
    name: str
    title: str
    pattern: str
    every: int = 7
    last_days_ago: int = 2
    hour: int = 16
    minutes: int = 45
    left: int | None = None
    mine: bool = True
    email: str = ""
    free_ahead: int = 0
    extra: int = 0
    tagged: bool = True
    yearly: bool = False

    def __post_init__(self) -> None:
        if not self.email:
            object.__setattr__(self, "email", f"{self.uid}@people.example")

    @property
    def organizer(self) -> str:
        """Whose series it is."""
        return ME if self.mine else self.email

    @property
    def rule(self) -> str:
        """The RRULE."""
        if self.yearly:
            return "FREQ=YEARLY"
        rule = "FREQ=WEEKLY" if self.every == 7 else f"FREQ=WEEKLY;INTERVAL={self.every // 7}"
        return rule if self.left is None else f"{rule};COUNT={len(self.pattern) + self.left}"


PAIRS = (
    Pair("quiet", "Alex Morgan", "Mentoring with Alex", "nnknknkkkknk"),
    Pair("gap", "Robin Ferreira", "Robin / you", "kkkkkkkkkkknnn", hour=10, last_days_ago=3, mine=False),
    Pair("silence", "Kim Larsen", "Monthly with Kim", "kkkknnn", every=28, last_days_ago=5, email="kim@work.example"),
    Pair("review", "Sam Okafor", "Sam: mentoring", "k" * 27, last_days_ago=1, hour=9),
    Pair("years", "Noor Haddad", "Mentoring Noor", "k" * 56, every=14, last_days_ago=4, hour=11),
    Pair("moved", "Jules Martin", "Jules and you", "kmmkmmmkmmmk", last_days_ago=6, hour=15),
    Pair("shorter", "Toni Bauer", "Career talk with Toni", "k" * 8 + "s" * 7, last_days_ago=3, hour=13, minutes=60),
    Pair("open", "Charlie Novak", "Charlie: growth", "k" * 10 + "a" * 4, last_days_ago=2, hour=17),
    Pair("rhythm", "Dana Petrov", "Dana, every week", "kknknknknknk", last_days_ago=5, hour=12),
    Pair("ending", "Rene Castillo", "Programme with Rene", "kkknkkkkkk", last_days_ago=4, hour=10, left=3, mine=False),
    Pair("goodbye", "Sasha Lind", "Mentoring Sasha", "kkkkkkkknn", last_days_ago=20, hour=16, left=0),
    Pair("sides", "Micha Rossi", "Micha / you", "k" * 14, every=14, last_days_ago=9, hour=9, extra=9),
    Pair("two-a", "Lou Dubois", "Lou, weekly", "k" * 9, hour=8, last_days_ago=1, email="lou@people.example"),
    Pair(
        "two-b",
        "Lou Dubois",
        "Lou, the long view",
        "kkkk",
        every=28,
        hour=8,
        last_days_ago=10,
        email="lou@people.example",
    ),
    Pair("empty", "Ari Kowalski", "Ari and you", "kkkkkkkkk", last_days_ago=3, hour=11, free_ahead=3),
    Pair("talk", "Jo Andersen", "Big picture talk with Jo", "kn", every=365, last_days_ago=10, yearly=True),
    Pair("early", "Pat Silva", "First talks with Pat", "kk", last_days_ago=5, hour=14, mine=False),
    Pair("kim", "Kim Larsen", "Kim, now and then", "kkk", every=28, last_days_ago=8, hour=17, email="kim@home.example"),
    Pair("coffee", "Nico Weber", "Coffee with Nico", "kkkk", every=14, last_days_ago=6, hour=10, tagged=False),
)
