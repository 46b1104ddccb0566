"""Looks at everything, in the store or in files, and the user's own words that change what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.mentoring import final_date, judging
from desktop.mentoring.lineages import gather
from desktop.mentoring.mentorship import (
    Absence,
    Correction,
    Known,
    MentorshipReview,
    Review,
    Settings,
    Side,
    Slot,
    SlotState,
)
from desktop.mentoring.people import one_person
from desktop.mentoring.questions import in_programme
from desktop.mentoring.tagging import Looking
from desktop.services import answering, knowledge
from desktop.services.clock import Clock
from desktop.services.preferences import Asked, settings, tagging
from integrations.calendars.model import Batch, Moment
from integrations.errors import Trouble

if TYPE_CHECKING:
    from desktop.services.importing import Importing
    from desktop.services.keeping import Keeping
    from desktop.services.options import Chosen
    from desktop.services.settings_file import SettingsFile
    from desktop.services.transition import Transitions
    from desktop.store.store import Store

_ME = "me"


@dataclass(frozen=True, slots=True)
class Looked:
    """A look with all that it rested on."""

    review: Review
    known: Known
    settings: Settings

    def persons(self, found: MentorshipReview) -> frozenset[str]:
        """The people at the far end, each by the one address that stands for them."""
        same = one_person(self.known.same_person)
        return frozenset(same.get(person.email, person.email) for person in found.mentorship.others)

    def programme_open(self, mentorship_id: str) -> bool:
        """Whether it is, or looks like, a fixed programme and nobody has said that contact afterwards is welcome."""
        entries = [(one.mentorship, one.ledger) for one in self.review.mentorships]
        asked = any(q.kind == "programme" and mentorship_id in q.about for q in self.review.questions)
        if not asked and mentorship_id not in in_programme(entries, self.known, self.settings):
            return False
        told = self.known.told.get(mentorship_id)
        return told is None or told.contact_after is not True


class Reviewing:
    """Looks and words. Safe to call from any thread."""

    def __init__(
        self, store: Callable[[], Store], file: Callable[[], SettingsFile], asked: Asked, clock: Clock
    ) -> None:
        self._open = store
        self._open_file = file
        self._asked = asked
        self._clock = clock
        self._importing: Importing | None = None
        self._keeping: Keeping | None = None
        self._rows: tuple[object, Batch] | None = None

    @property
    def store(self) -> Store:
        """The store, opened at the first use. Raises Trouble."""
        return self._open()

    @property
    def file(self) -> SettingsFile:
        """What the user chose. Raises Trouble, as the store does."""
        return self._open_file()

    def settings(self) -> Settings:
        """What this run was asked for over what the user chose."""
        return settings(self._asked, self.file.chosen())

    def importing_with(self, transitions: Transitions) -> Importing:
        """The use case that reads files into this store."""
        from desktop.services.importing import Importing  # most runs import nothing

        if self._importing is None:
            self._importing = Importing(self.keeping_with(transitions))
        return self._importing

    def keeping_with(self, transitions: Transitions) -> Keeping:
        """How what was read goes into this store, wherever it came from."""
        from desktop.services.keeping import Keeping  # most runs read nothing new

        if self._keeping is None:
            self._keeping = Keeping(self.store, self.file.chosen, self._asked, self._clock, transitions)
        return self._keeping

    def review(self) -> Review:
        """The whole store, now."""
        return self.look().review

    def review_files(
        self,
        files: Sequence[knowledge.File],
        *,
        tags: Iterable[str] = (),
        progress: knowledge.Progress | None = None,
        cancelled: knowledge.Asked | None = None,
    ) -> Review:
        """Calendar files alone; nothing is stored. Raises Trouble where none can be read, and Cancelled."""
        return self.look_at(files, tags=tags, progress=progress, cancelled=cancelled).review

    def look(self, *, seeing: str = "") -> Looked:
        """The whole store, now, with all that it rests on.

        `seeing` is a hidden mentorship to be looked at all the same: for the wizard in which it was hidden, and for
        nothing else (R19).
        """
        store = self.store
        chosen = self.file.chosen()
        wanted = settings(self._asked, chosen)
        with store.reading():
            marks = store.words.marks()
            wanted = knowledge.mine(wanted, self._asked, store)
            known = _seeing(knowledge.known_from(self._stored(marks, wanted), store, marks), seeing)
        looked = self._look(known, wanted, chosen)
        if self._keeping is not None:
            offered = self._keeping.offered(marks, looked.review.me)
            looked = replace(looked, review=replace(looked.review, suggested=offered))
        return looked

    def look_at(
        self,
        files: Sequence[knowledge.File],
        *,
        tags: Iterable[str] = (),
        progress: knowledge.Progress | None = None,
        cancelled: knowledge.Asked | None = None,
    ) -> Looked:
        """Calendar files alone, with all that the look rests on."""
        wanted = settings(self._asked, None)
        marks = dict.fromkeys(tags, True)
        batch = knowledge.read(
            files, Looking(marks=marks, me=wanted.me), wanted.zone, progress=progress, cancelled=cancelled
        )
        return self._look(knowledge.known_from(batch, None, marks), wanted, None)

    def _look(self, known: Known, wanted: Settings, chosen: Chosen | None) -> Looked:
        review = judging.review(known, wanted, self._clock(), final_date.propose, tagged=tagging(chosen))
        return Looked(review, known, replace(wanted, me=review.me))

    def _stored(self, marks: dict[str, bool], wanted: Settings) -> Batch:
        """The stored calendars; parsed again only when one of them, or the zone, has changed."""
        rows = self.store.calendars.rows()
        key = (tuple(replace(row, text="") for row in rows), str(wanted.zone))
        if self._rows is None or self._rows[0] != key:
            self._rows = (key, knowledge.from_rows(rows, marks, wanted.zone))
        return self._rows[1]

    def correct(self, uid: str, slot: Moment, state: SlotState | None, because: str = "corrected") -> None:
        """The user's own word on a past slot; None takes it back. Raises ValueError for another state than theirs."""
        if state is None:
            self.store.words.take_back_correction(uid, slot)
            return
        if state not in (SlotState.KEPT, SlotState.NOT_KEPT, SlotState.EXCUSED):
            raise ValueError(state)
        self.store.words.correct(Correction(uid, slot, state, because))

    def mark(self, uid: str, mentoring: bool | None) -> None:
        """Whether a series is mentoring, by the user's own word; None takes it back."""
        if mentoring and self._keeping is not None and self._keeping.take_up(uid):
            return
        self.store.words.mark(uid, mentoring)
        if mentoring:
            for account in self.store.accounts.all():  # their calendars were not read for it
                self.store.accounts.read_whole(account.id)

    def answer(self, question_id: str, value: str) -> None:
        """Answer one of the questions of the present look. Raises Trouble `question-unknown`, `answer-unknown`."""
        question = next((q for q in self.review().questions if q.id == question_id), None)
        if question is None:
            raise Trouble("question-unknown", question_id)
        if question.choices and value not in question.choices:
            raise Trouble("answer-unknown", value, choices=", ".join(question.choices))
        if question.kind == "who-are-you":
            self.set_me([value])
        else:
            answering.keep(self.store, self._clock, question, value)

    def recounted(self) -> dict[str, int]:
        """Mentorship id -> how many of its dates turned out to have been moved, once another calendar was read."""
        return self.store.told.recounted()

    def absences(self) -> tuple[Absence, ...]:
        """The absences that the user added, but for those of a pair that is kept hidden (R19)."""
        hidden = {mentorship for mentorship, told in self.store.told.all().items() if told.safe}
        return tuple(one for one in self.store.words.absences() if one.whose not in hidden)

    def add_absence(self, start: date, end_inclusive: date, title: str = "", whose: str = _ME) -> Absence:
        """Add whole days away, both included. Raises Trouble `absence-backwards`, `absence-whose`."""
        if end_inclusive < start:
            raise Trouble("absence-backwards", title, start=start.isoformat(), end=end_inclusive.isoformat())
        if whose != _ME:
            found = [m.mentorship for m in self.review().mentorships]
            mine = [m.id for m in found if whose == m.id or whose in {s.uid for s in m.series}]
            if len(mine) != 1:
                raise Trouble("absence-whose", whose)
            whose = mine[0]
        import secrets  # 5 ms that no look needs

        absence = Absence(secrets.token_hex(4), start, end_inclusive + timedelta(days=1), title, whose, "season")
        self.store.words.add_absence(absence)
        return absence

    def remove_absence(self, absence_id: str) -> None:
        """Take an absence back. Raises Trouble `absence-unknown`."""
        if not self.store.words.remove_absence(absence_id):
            raise Trouble("absence-unknown", absence_id)

    def set_side(self, mentorship_id: str, side: Side) -> None:
        """The user's side in a pair."""
        self.store.told.change(mentorship_id, lambda told: replace(told, side=side))

    def set_safe(self, mentorship_id: str, safe: bool) -> None:
        """Whether the pair is kept out of everything that is shown, said, listed or exported (R19)."""
        self.store.told.change(mentorship_id, lambda told: replace(told, safe=safe))

    def show_hidden(self) -> None:
        """Every pair that was hidden is shown again, everywhere."""
        hidden = [mentorship for mentorship, told in self.store.told.all().items() if told.safe]
        for mentorship in hidden:
            self.set_safe(mentorship, False)

    def set_pause(self, mentorship_id: str, until: date | None) -> None:
        """A pause that the two agreed on; until then nothing counts. None ends it."""
        self.store.told.change(mentorship_id, lambda told: replace(told, paused_until=until))

    def set_talked(self, mentorship_id: str) -> None:
        """The closing tick: the two have spoken."""
        self.store.told.change(mentorship_id, lambda told: replace(told, talked=True))

    def set_me(self, addresses: Iterable[str]) -> None:
        """The user's own addresses. Raises ValueError for what is none, and Trouble `settings-…`."""
        self.file.change({"addresses": frozenset(addresses)})

    def export(self) -> bytes:
        """The store as one calendar (RFC 5545), every series as it was read; without those that R19 keeps hidden."""
        from integrations.calendars.icalendar.joining import joined  # only an export writes
        from integrations.calendars.icalendar.writing import folded

        with self.store.reading():
            hidden = self._hidden()
            rows = (row for row in self.store.calendars.rows() if row.removed_at is None and row.uid not in hidden)
            return folded(joined(row.text for row in rows))

    def _hidden(self) -> frozenset[str]:
        """The UIDs of mentorships in which the user said that something is wrong."""
        looked = self.look()
        if not any(told.safe for told in looked.known.told.values()):
            return frozenset()
        gathered = gather(looked.known, looked.settings, tagging(self.file.chosen())).mentorships
        safe = [one for one in gathered if one.told.safe]
        single = {meeting.uid for one in safe for meeting in one.meetings}
        return frozenset({piece.uid for one in safe for piece in one.series} | single)

    def forget(self, mentorship_id: str) -> None:
        """Delete everything local about a mentorship; nothing in any calendar (R23)."""
        looked = self.look()
        found = next((m for m in looked.review.mentorships if m.mentorship.id == mentorship_id), None)
        if found is None:
            return
        uids = {piece.uid for piece in found.mentorship.series} | {m.uid for m in found.mentorship.meetings}
        others = [m for m in looked.review.mentorships if m is not found]
        elsewhere = {person.email for m in others for person in m.mentorship.others}
        addresses = {person.email for person in found.mentorship.others} - elsewhere
        self.store.forget([mentorship_id], uids, addresses)


def _seeing(known: Known, mentorship: str) -> Known:
    told = known.told.get(mentorship)
    if told is None or not told.safe:
        return known
    return replace(known, told={**known.told, mentorship: replace(told, safe=False)})


def slot_of(found: MentorshipReview, written: str) -> Slot | None:
    """The past slot that `written` names, as `review` prints it or by its date alone; None where there is none."""
    try:
        wanted = datetime.fromisoformat(written)
    except ValueError:
        return None
    date_alone = len(written) == len("2026-01-01")
    return next((slot for slot in found.ledger.slots if _names(slot.start, wanted, date_alone)), None)


def _names(start: Moment, wanted: datetime, date_alone: bool) -> bool:
    if not isinstance(start, datetime):
        return start == wanted.date()
    if date_alone:
        return start.date() == wanted.date()
    return start.replace(tzinfo=None) == wanted if wanted.tzinfo is None else start == wanted
