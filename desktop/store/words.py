"""The user's own words on series, slots, people and questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from desktop.mentoring.mentorship import Absence, Correction, SlotState
from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, read_moment, slot_key, written_instant, written_moment
from integrations.calendars.model import Moment


class Words:
    """What the user said, each word erasable. Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def marks(self) -> dict[str, bool]:
        """UID -> True: mentoring, False: not, by the user's own mark."""
        return {uid: bool(mentoring) for uid, mentoring in self._database.rows("SELECT uid, mentoring FROM marks")}

    def mark(self, uid: str, mentoring: bool | None) -> None:
        """Set the mark of a UID; None takes it back."""
        with self._database.transaction():
            if mentoring is None:
                self._database.run("DELETE FROM marks WHERE uid = ?", (uid,))
            else:
                self._database.run("REPLACE INTO marks (uid, mentoring) VALUES (?, ?)", (uid, mentoring))

    def corrections(self) -> tuple[Correction, ...]:
        """Every correction, by UID and slot."""
        found = self._database.rows("SELECT uid, slot, state, because FROM corrections ORDER BY uid, slot_key")
        return tuple(Correction(uid, read_moment(slot), SlotState(state), why) for uid, slot, state, why in found)

    def correct(self, correction: Correction) -> None:
        """Set the word on one slot; the former one for the same slot, from whatever zone, goes."""
        with self._database.transaction():
            self._database.run(
                "REPLACE INTO corrections (uid, slot_key, slot, state, because) VALUES (?, ?, ?, ?, ?)",
                (
                    correction.uid,
                    slot_key(correction.slot),
                    written_moment(correction.slot),
                    correction.state.value,
                    correction.because,
                ),
            )

    def take_back_correction(self, uid: str, slot: Moment) -> bool:
        """Whether there was one."""
        with self._database.transaction():
            values = (uid, slot_key(slot))
            return self._database.run("DELETE FROM corrections WHERE uid = ? AND slot_key = ?", values) > 0

    def absences(self) -> tuple[Absence, ...]:
        """Absences and seasons that the user added, by their start."""
        found = self._database.rows("SELECT id, starts, ends, title, whose, code FROM absences ORDER BY starts, id")
        return tuple(
            Absence(id_, read_moment(start), read_moment(end), title, whose, code)
            for id_, start, end, title, whose, code in found
        )

    def add_absence(self, absence: Absence) -> None:
        """Add it, or replace the one of the same id."""
        with self._database.transaction():
            self._database.run(
                "REPLACE INTO absences (id, starts, ends, title, whose, code) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    absence.id,
                    written_moment(absence.start),
                    written_moment(absence.end),
                    absence.title,
                    absence.whose,
                    absence.code,
                ),
            )

    def remove_absence(self, id_: str) -> bool:
        """Whether there was one of that id."""
        with self._database.transaction():
            return self._database.run("DELETE FROM absences WHERE id = ?", (id_,)) > 0

    def answers(self) -> dict[str, str]:
        """Question id -> the answer."""
        return dict(self._database.rows("SELECT question, value FROM answers"))

    def answer(self, question: str, value: str, *, about: Iterable[str], at: datetime) -> None:
        """Keep the answer to a question. `about` is `Question.about`, so that `forget` finds it."""
        with self._database.transaction():
            self._database.run("DELETE FROM answers WHERE question = ?", (question,))
            self._database.run(
                "INSERT INTO answers (question, value, given_at) VALUES (?, ?, ?)",
                (question, value, written_instant(at)),
            )
            for thing in dict.fromkeys(about):
                self._database.run("INSERT INTO answers_about (question, about) VALUES (?, ?)", (question, thing))

    def same_person(self) -> frozenset[frozenset[str]]:
        """Pairs of addresses that belong to one person."""
        return self._pairs(same=True)

    def different_people(self) -> frozenset[frozenset[str]]:
        """Pairs of addresses that belong to two people."""
        return self._pairs(same=False)

    def _pairs(self, *, same: bool) -> frozenset[frozenset[str]]:
        found = self._database.rows("SELECT first, second FROM person_pairs WHERE same = ?", (same,))
        return frozenset(frozenset(pair) for pair in found)

    def say_same(self, one: str, other: str, same: bool | None) -> None:
        """Two addresses: one person (True), two (False), not said (None). Raises ValueError for one address twice."""
        first, second = sorted((one.lower(), other.lower()))
        if first == second:
            raise ValueError("two addresses are needed")
        with self._database.transaction():
            if same is None:
                self._database.run("DELETE FROM person_pairs WHERE first = ? AND second = ?", (first, second))
            else:
                self._database.run("REPLACE INTO person_pairs VALUES (?, ?, ?)", (first, second, same))

    def declined_since(self) -> dict[tuple[str, str], datetime]:
        """(UID, address) -> when a DECLINED on the whole series was first seen (product 0.3, 16)."""
        found = self._database.rows("SELECT uid, address, since FROM declined")
        return {(uid, address): read_instant(since) for uid, address, since in found}

    def saw_declined(self, uid: str, addresses: Collection[str], *, at: datetime) -> None:
        """Exactly these addresses decline `uid` as of `at`: known ones keep their first sight, others go."""
        with self._database.transaction():
            for (known_uid, address), _since in self.declined_since().items():
                if known_uid == uid and address not in addresses:
                    self._database.run("DELETE FROM declined WHERE uid = ? AND address = ?", (uid, address))
            for address in addresses:
                self._database.run(
                    "INSERT OR IGNORE INTO declined (uid, address, since) VALUES (?, ?, ?)",
                    (uid, address, written_instant(at)),
                )
