"""What the user writes along the way, and wizards that are half-way: kept at once, changed, exported, let go."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from desktop.mentoring.jottings import MOST_LEADS, Jotting, JottingKind, JottingState, OfferKind, goals_reached, says
from desktop.mentoring.letters.values import Offer, Thanks
from desktop.mentoring.sheet import Sheet
from desktop.services.clock import Clock
from integrations.errors import Trouble

if TYPE_CHECKING:
    from datetime import tzinfo

    from desktop.services.circle import Circle
    from desktop.services.pair_story import PairStory
    from desktop.store.shown import Takeaway
    from desktop.store.store import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Story:
    """All that was written about one mentorship. `wins` is what was taken away from its meetings, oldest first."""

    jottings: tuple[Jotting, ...] = ()
    wins: tuple[Takeaway, ...] = ()

    def of(self, kind: JottingKind) -> tuple[Jotting, ...]:
        """The jottings of one kind, oldest first."""
        return tuple(one for one in self.jottings if one.kind is kind)

    @property
    def thanks(self) -> tuple[Thanks, ...]:
        """What was written in the wizard, part by part."""
        return tuple(Thanks(*one.words.split("\n")) for one in self.of(JottingKind.THANKS))

    def last(self, kind: JottingKind) -> Jotting | None:
        """The latest jotting of a kind of which only that one counts."""
        return next(iter(reversed(self.of(kind))), None)


class Stories:
    """By mentorship. Safe to call from any thread; every call may raise Trouble (`store-…`)."""

    def __init__(self, store: Callable[[], Store], clock: Clock) -> None:
        self._open = store
        self._clock = clock

    def story(self, mentorship: str) -> Story:
        """What was written about a mentorship."""
        with self._store.reading():
            return Story(self._store.jottings.of(mentorship), self._store.shown.takeaways(mentorship))

    def page(self, mentorship: str, zone: tzinfo) -> PairStory:
        """All that the page of a pair shows of it; `zone` is the user's."""
        from desktop.services.pair_story import pair_story  # only a page shows it

        return pair_story(self._store, self, mentorship, self._clock(), zone)

    def circle(self, zone: tzinfo) -> Circle:
        """Everybody at once; `zone` is the user's."""
        from desktop.services.circle import circle  # only a page shows it

        return circle(self._store, self, self._clock(), zone)

    def promises(self) -> tuple[Jotting, ...]:
        """What was offered to anybody and is still open, the oldest first (A52); but for pairs kept hidden (R19)."""
        with self._store.reading():
            hidden = {mentorship for mentorship, told in self._store.told.all().items() if told.safe}
            offers = [one for one in self._store.jottings.all() if one.kind is JottingKind.OFFER]
        waiting = (one for one in offers if one.state is JottingState.OPEN and one.mentorship not in hidden)
        return tuple(sorted(waiting, key=lambda one: one.at))

    def leads(self) -> tuple[Jotting, ...]:
        """People met for a coffee, the latest first, and few (A108)."""
        found = (one for one in self._store.jottings.of("") if one.kind is JottingKind.LEAD)
        return tuple(reversed(tuple(one for one in found if one.state is JottingState.OPEN)))

    def lead(self, words: str, met: date) -> Jotting:
        """Note somebody met for a coffee. Raises ValueError where there are `MOST_LEADS` already."""
        with self._store.transaction():
            if len(self.leads()) >= MOST_LEADS:
                raise ValueError("few are enough")
            return self.write("", JottingKind.LEAD, words, due=met)

    def win(self, mentorship: str, words: str, meeting: datetime | None = None) -> None:
        """Keep what was taken away from a meeting that began at `meeting` (aware); None: at this moment."""
        from desktop.store.shown import Takeaway  # the store comes with the first use

        if not words.strip():
            raise ValueError("a jotting says something")
        now = self._clock()
        began = (meeting or now).astimezone(UTC)
        self._store.shown.take_away(Takeaway(mentorship, began, now, words.strip()))

    def drop_win(self, win: Takeaway) -> None:
        """Delete what was taken away; what is gone already is no trouble."""
        self._store.shown.drop(win)

    def settle(self, mentorship: str, sheet: Sheet) -> None:
        """Take into the story what outlasts a wizard that came to its end: thanks, offer, freed hour, what it is for.

        Reasons, fears and private notes do not outlast it. A second time changes nothing.
        """
        with self._store.transaction():
            known = {(one.kind, one.words, one.about) for one in self._store.jottings.of(mentorship)}
            kinds = {kind for kind, _, _ in known}
            for kind, words, about, agreed in _lasting(sheet):
                single = kind in (JottingKind.HELPS_WITH, JottingKind.CHALLENGE) and kind in kinds
                if (kind, words, about) not in known and not single:
                    self.write(mentorship, kind, words, about=about, agreed=agreed)

    def write(
        self,
        mentorship: str,
        kind: JottingKind,
        words: str,
        *,
        about: str = "",
        due: date | None = None,
        agreed: bool = False,
    ) -> Jotting:
        """Keep a jotting. Raises ValueError where there is neither a word nor a day in it."""
        words = words.strip()
        if not words and due is None and not about:
            raise ValueError("a jotting says something")
        import secrets  # 5 ms that no look needs

        jotting = Jotting(
            secrets.token_hex(6), mentorship, kind, words, self._clock(), about=about, due=due, agreed=agreed
        )
        self._put(jotting)
        return jotting

    def blank(self, mentorship: str, kind: JottingKind, words: str = "") -> Jotting:
        """One that is not kept yet, for what is typed letter by letter: `put` keeps it."""
        import secrets  # 5 ms that no look needs

        return Jotting(secrets.token_hex(6), mentorship, kind, words, self._clock())

    def put(self, jotting: Jotting) -> None:
        """Keep a jotting as it is now, in the place of what had its id; one without a word is deleted."""
        if says(jotting):
            self._put(jotting)
        else:
            self.remove(jotting.id)

    def change(
        self,
        jotting: str,
        *,
        words: str | None = None,
        about: str | None = None,
        state: JottingState | None = None,
        agreed: bool | None = None,
    ) -> Jotting:
        """Change a jotting in part. Raises Trouble `jotting-unknown`."""
        found = self._store.jottings.get(jotting)
        if found is None:
            raise Trouble("jotting-unknown", jotting)
        changed = replace(
            found,
            words=found.words if words is None else words.strip(),
            about=found.about if about is None else about.strip(),
            state=found.state if state is None else state,
            agreed=found.agreed if agreed is None else agreed,
        )
        self._put(changed)
        return changed

    def remove(self, jotting: str) -> None:
        """Delete a jotting; one that is gone already is no trouble."""
        store = self._store
        with store.transaction():
            found = store.jottings.get(jotting)
            if found is not None:
                store.jottings.remove(jotting)
                self._count(found)

    def sheet(self, mentorship: str) -> Sheet | None:
        """The half-finished wizard, as it was left; None where there is none, or none that this program can read."""
        from desktop.store.value_json import built  # the store comes with the first use

        kept = self._store.jottings.sheet(mentorship)
        if kept is None:
            return None
        try:
            sheet = built(Sheet, json.loads(kept.sheet))
        except (ValueError, KeyError, TypeError, AttributeError):
            # Another version's: it stays where it is until something new is typed.
            _log.warning("a half-finished wizard could not be read")
            return None
        assert isinstance(sheet, Sheet)
        return sheet

    def keep(self, mentorship: str, sheet: Sheet) -> None:
        """Keep what was typed; on the disk before this returns."""
        from desktop.store.jottings import KeptSheet
        from desktop.store.value_json import plain

        written = json.dumps(plain(sheet), separators=(",", ":"))
        self._store.jottings.put_sheet(KeptSheet(mentorship, written, self._clock()))

    def let_go(self, mentorship: str) -> None:
        """Forget a half-finished wizard: it was finished, or the user wants to begin anew."""
        self._store.jottings.remove_sheet(mentorship)

    def half_way(self) -> tuple[str, ...]:
        """The mentorships with a half-finished wizard, the latest first; but for pairs kept hidden (R19)."""
        hidden = {mentorship for mentorship, told in self._store.told.all().items() if told.safe}
        return tuple(kept.mentorship for kept in self._store.jottings.sheets() if kept.mentorship not in hidden)

    @property
    def _store(self) -> Store:
        return self._open()

    def _put(self, jotting: Jotting) -> None:
        with self._store.transaction():
            self._store.jottings.put(jotting)
            self._count(jotting)

    def _count(self, jotting: Jotting) -> None:
        """The sign "goals reached" (D15) looks at two numbers."""
        if jotting.kind is not JottingKind.GOAL:
            return
        total, reached = goals_reached(self._store.jottings.of(jotting.mentorship))
        self._store.told.change(
            jotting.mentorship, lambda told: replace(told, goals_total=total, goals_reached=reached)
        )


def _lasting(sheet: Sheet) -> Iterator[tuple[JottingKind, str, str, bool]]:
    """Kind, words, about, agreed."""
    for one in sheet.thanks:
        parts = [" ".join(part.split()) for part in (one.said, one.did, one.changed)]
        if any(parts):
            yield JottingKind.THANKS, "\n".join(parts), "", False
    if sheet.offer is not None:
        yield JottingKind.OFFER, _offered(sheet.offer, sheet.in_return), sheet.offer.value, sheet.in_return.agreed
    if sheet.freed is not None:
        yield JottingKind.FREED, "", sheet.freed.value, False
    for kind, place in ((JottingKind.HELPS_WITH, "keep_for"), (JottingKind.CHALLENGE, "next_challenge")):
        words = " ".join(sheet.place_of(place).split())
        if words:
            yield kind, words, "", False


def _offered(kind: OfferKind, offer: Offer) -> str:
    words = {
        OfferKind.INTRODUCTION: (offer.person, offer.works_on),
        OfferKind.OPPORTUNITY: (offer.found, offer.because),
        OfferKind.RECOMMENDATION: (),
    }[kind]
    return ", ".join(filter(None, (" ".join(part.split()) for part in words)))
