"""What the wizard was told and what it knows: everything that its pages read and write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, tzinfo
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.mentoring.jottings import Jotting, JottingKind
from desktop.mentoring.letters.kinds import Stage
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import FIRST, Chosen, Sheet, Way
from desktop.mentoring.weekdays import later
from desktop.ui.bridge import Bridge
from desktop.ui.wizard.beginning import Beginning
from desktop.ui.wizard.days import MeetingDays
from desktop.ui.wizard.jotting_keeper import JottingKeeper
from desktop.ui.wizard.owed import Owed
from desktop.ui.wizard.route import At, route
from desktop.ui.wizard.sheet_keeper import SheetKeeper
from integrations.calendars.moments import day_of

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.mentoring.letters.values import Values
    from desktop.mentoring.plan import Plan
    from desktop.services.letters import Letters
    from desktop.services.records import Choices
    from desktop.ui.story.section import Deed

EVERY_MONTH_HAS = 28


class Telling(QObject):
    """The sheet, the story, and what follows from both. Nothing here waits for a calendar."""

    ready = Signal()
    """What can be chosen is known, and what was typed before is there; again after every new look."""

    troubled = Signal(object)
    """A `Trouble`: something that was typed could not be kept so far."""
    storied = Signal(object)
    """A `PairStory`."""

    def __init__(self, graduand: Graduand, mentorship_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._graduand = graduand
        self._id = mentorship_id
        self.zone: tzinfo = UTC
        """The user's; known once the choices are."""
        self.begun: Beginning | None = None
        self.choices: Choices | None = None
        self.days = MeetingDays((), None, date.min)
        self.plan: Plan | None = None
        """The plan as it was last worked out; letters take the talk's date from it."""
        self.hidden = False
        """Whether the pair is kept out of everything."""
        self.resumed = False
        """Whether a half-finished wizard was found."""
        self._kept = False
        self._asks_you = False
        """Whether stage and side have a page of their own this time."""
        self.words = Bridge(self)
        """For what is typed: it does not wait for a slow calendar."""
        self.keeper = SheetKeeper(graduand.stories, mentorship_id, self.words, self)
        self._jottings = JottingKeeper(graduand.stories, self.words, self)
        self._owed = Owed(self.words, self)
        for each in (self.keeper, self._jottings, self._owed):
            each.troubled.connect(self.troubled)
        self.keeper.loaded.connect(self._found_sheet)
        self.keeper.load()

    @property
    def graduand(self) -> Graduand:
        """The services; calls to them belong on a bridge."""
        return self._graduand

    @property
    def sheet(self) -> Sheet:
        """Everything that the wizard was told so far."""
        return self.keeper.sheet

    def write(self, **changes: Any) -> None:
        """Change fields of the sheet; kept within a quarter of a second."""
        self.keeper.write(**changes)

    def jot(self, jotting: Jotting) -> None:
        """Keep a jotting as it is typed, in the story and soon on the disk; without a word it goes."""
        if self.begun is not None:
            self.begun = self.begun.with_jotting(jotting)
            self._jottings.write(jotting)

    def load_story(self) -> None:
        """Read the story with its days; `storied` brings it."""
        graduand, zone = self._graduand, self.zone
        self.words.start(lambda _: graduand.stories.page(self._id, zone)).succeeded.connect(self.storied)

    def tell(self, deed: Deed) -> None:
        """Write what the user wants to have written, then read the story again."""
        self._owed.do(lambda: deed(self._graduand))
        self.load_story()

    def jotting(self, kind: JottingKind, words: str = "") -> Jotting:
        """A new one for this pair, kept by `jot`."""
        return self._graduand.stories.blank(self._id, kind, words)

    def pause(self, until: date) -> None:
        """The two pause until that day."""
        self._owed.do(lambda: self._graduand.reviewing.set_pause(self._id, until))

    def touch_again(self, months: int) -> None:
        """A day on which to be in touch again, so many months from today; one, the latest."""
        if self.begun is None:
            return
        today = day_of(self.begun.now, self.zone)
        self.look_again(date(*later(today, months), min(today.day, EVERY_MONTH_HAS)), "touch")

    def look_again(self, day: date, about: str) -> None:
        """A day to look at it together; there is one of each kind, on the day that was set last (A66, A89)."""
        known = self.begun.story.of(JottingKind.REVIEW) if self.begun is not None else ()
        there = next((one for one in known if one.about == about), None)
        self.jot(replace(there or self.jotting(JottingKind.REVIEW), about=about, due=day))

    def hide(self, hidden: bool) -> None:
        """Keep this pair out of everything, or show it again; on the disk before this returns (R19)."""
        self._graduand.reviewing.set_safe(self._id, hidden)
        self.hidden = hidden

    @property
    def seeing(self) -> str:
        """This pair, where it is hidden: its own wizard still sees it."""
        return self._id if self.hidden else ""

    def flush(self) -> None:
        """Keep what is not kept yet, without waiting."""
        self.keeper.flush()
        self._jottings.flush()

    @property
    def chosen(self) -> Chosen:
        """What concerns the calendar, with what is proposed where nothing was chosen yet."""
        told = self.sheet.chosen
        way = told.way if self.sheet.page else self._usual_way
        final = told.final if told.final is not None and self.days.is_open(told.final) else self.days.default()
        return replace(told, way=way, final=final)

    def choose(self, **changes: Any) -> None:
        """Change fields of `chosen`."""
        told = replace(self.sheet.chosen, way=self.chosen.way)
        self.write(page=self.sheet.page or FIRST, chosen=replace(told, **changes))

    def go(self, way: Way) -> None:
        """Another way; the talk's rhythm is proposed anew for it."""
        if not self.sheet.page and way is self._usual_way:
            return  # as it is proposed: nothing was said yet
        self.write(page=self.sheet.page or FIRST, chosen=replace(self.sheet.chosen, way=self.chosen.way).going(way))

    @property
    def _usual_way(self) -> Way:
        """Keeping (R28), but where another series with the same person goes on (J4)."""
        choices = self.choices
        return Way.FULL if choices is not None and choices.other_series and choices.may_close else Way.KEEP

    @property
    def over(self) -> bool:
        """Whether nothing lies ahead: thanks, a summary and an offer are all there is left to do (J3)."""
        return self.begun is not None and self.begun.over is not None

    @property
    def stage(self) -> Stage:
        """The user's career stage."""
        return Stage.UNKNOWN if self.begun is None else self.begun.career

    @property
    def side(self) -> Side:
        """The user's own side in this pair."""
        return Side.UNKNOWN if self.begun is None else self.begun.side

    @property
    def letters(self) -> Letters:
        """Texts for people."""
        return self._graduand.letters

    @property
    def values(self) -> Values:
        """What letters may hold at this moment. Only after `ready`."""
        if self.begun is None:
            raise RuntimeError("the wizard knows nothing yet")
        return self.begun.values(replace(self.sheet, chosen=self.chosen), self.plan)

    @property
    def route(self) -> tuple[At, ...]:
        """The pages from the first to the last, as things stand."""
        return route(self.chosen.way, self.stage, over=self.over, unsaid=self._asks_you)

    def say_stage(self, stage: str) -> None:
        """Where the user is at work; "skip" for rather not. Kept for every wizard to come."""
        if self.begun is not None and self.begun.stage != stage:
            self.begun = replace(self.begun, stage=stage)
            self._owed.do(lambda: self._graduand.settings.change({"stage": stage}))

    def say_side(self, side: Side) -> None:
        """The user's own side in this pair; what can be chosen follows it at once."""
        if self.begun is not None and self.side is not side:
            self._offer(self.begun.on_side(side))
            self._owed.do(lambda: self._graduand.reviewing.set_side(self._id, side))

    def _begun(self, begun: Beginning) -> None:
        self.zone = begun.zone
        self._offer(begun)
        self._asks_you = self._asks_you or begun.unsaid
        self._say_ready()

    def _offer(self, begun: Beginning) -> None:
        self.begun = begun
        choices = self.choices = begun.choices
        if choices is not None:
            self.days = MeetingDays.of(choices.upcoming, choices.proposed, choices.earliest, self.zone)

    def _found_sheet(self, found: bool) -> None:
        self.resumed, self._kept = found, True
        self._say_ready()

    def _say_ready(self) -> None:
        if self._kept and self.begun is not None:
            self.ready.emit()
