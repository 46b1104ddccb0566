"""What the pages about words have in common: what they ask of the wizard, and a letter that follows their fields."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer

from desktop.mentoring.letters import LetterKind, Stage, Values
from desktop.mentoring.mentorship import Side
from desktop.mentoring.plan import Rhythm
from desktop.mentoring.sheet import Chosen, Sheet, Written
from desktop.ui.bridge import Bridge
from desktop.ui.wizard.letter_editor import LetterEditor, Wanted
from desktop.ui.wizard.parts import Page
from resources.texts import text

if TYPE_CHECKING:
    from desktop.composition import Graduand
    from desktop.services.letters import Letters
    from desktop.services.records import Choices
    from desktop.ui.wizard.beginning import Beginning

FOLLOWS = 300
"""Milliseconds after which a letter follows what is typed into a page's fields."""


class Told(Protocol):
    """What the pages about words ask of the wizard's session."""

    @property
    def graduand(self) -> Graduand:
        """The services."""
        ...

    @property
    def letters(self) -> Letters:
        """Texts for people."""
        ...

    @property
    def words(self) -> Bridge:
        """For what is typed; it never waits for a calendar."""
        ...

    @property
    def begun(self) -> Beginning | None:
        """The look that the wizard began with."""
        ...

    @property
    def choices(self) -> Choices | None:
        """What can be chosen; None where nothing lies ahead."""
        ...

    @property
    def sheet(self) -> Sheet:
        """Everything that the wizard was told."""
        ...

    @property
    def chosen(self) -> Chosen:
        """What concerns the calendar, with what is proposed."""
        ...

    @property
    def values(self) -> Values:
        """What letters may hold."""
        ...

    @property
    def usual(self) -> Rhythm:
        """The rhythm that is proposed for this pair."""
        ...

    @property
    def side(self) -> Side:
        """The user's own."""
        ...

    @property
    def stage(self) -> Stage:
        """The user's."""
        ...

    def write(self, **changes: object) -> None:
        """Change fields of the sheet, which are kept."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """The two people, as far as words depend on them. `id` is the mentorship's."""

    id: str
    addresses: tuple[str, ...]
    group: bool

    @classmethod
    def of(cls, session: Told) -> Pair:
        """Raises RuntimeError before the wizard's first look."""
        if session.begun is None:
            raise RuntimeError("the wizard knows nothing yet")
        mentorship = session.begun.found.mentorship
        return cls(mentorship.id, tuple(person.email for person in mentorship.others), mentorship.group)


class LetterPage(Page):
    """A page with a letter that follows its fields, as long as nobody wrote in the letter itself.

    It never holds anybody up: what is missing can be said later, or not at all.
    """

    def __init__(self, session: Told, name: str, *, markdown: bool = False, area: str = "closing") -> None:
        super().__init__(name, area=area)
        self.session = session
        self.editor = LetterEditor(f"{name}Letter", session.letters, session.words, markdown=markdown)
        self.editor.changed.connect(self._written)
        self.editor.restored.connect(self._restored)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FOLLOWS)
        self._soon.timeout.connect(self.show_letter)

    def initializePage(self) -> None:
        """What was told, and a letter that fits it; other pages may have changed either."""
        self.show_told()
        self.show_letter()

    def show_told(self) -> None:
        """Fill the fields from the sheet."""
        raise NotImplementedError

    def kinds(self) -> tuple[LetterKind, ...]:
        """The letters to choose from, the best fitting first; none for no letter at all."""
        raise NotImplementedError

    def picked(self) -> str:
        """The kind that the user chose; "" for the one that fits best."""
        return ""

    def show_letter(self) -> None:
        """The letter as things stand."""
        self._soon.stop()
        kinds = self.kinds()
        self.editor.setVisible(bool(kinds))
        if not kinds:
            return
        session = self.session
        self.editor.to = Pair.of(session).addresses
        self.editor.show_letter(
            Wanted(
                kinds,
                _with_rhythm(session),
                lambda kind: session.sheet.letter_of(kind),  # noqa: PLW0108 - the sheet of that moment
                self.picked(),
                final=session.chosen.final,
                safe=kinds == (LetterKind.NEUTRAL_CLOSE,),
            )
        )

    def follow(self) -> None:
        """A field has changed: the letter follows in a moment."""
        self._soon.start()

    def place(self, name: str, words: str) -> None:
        """Other words for one of the letters' places."""
        self.session.write(places=self.session.sheet.with_place(name, words).places)
        self.follow()

    def _written(self, written: Written) -> None:
        self.session.write(written=self.session.sheet.with_letter(written).written)

    def _restored(self, kind: str) -> None:
        self.session.write(written=tuple(one for one in self.session.sheet.written if one.kind != kind))


def _with_rhythm(session: Told) -> Values:
    """What letters may hold, and how often the two will talk, as it was chosen so far."""
    values, sheet = session.values, session.sheet
    rhythm = Rhythm.NONE if sheet.on_request else session.chosen.rhythm_for(session.usual)
    if rhythm is Rhythm.NONE or (values.more and "rhythm" in values.more):
        return values
    return replace(values, more={**(values.more or {}), "rhythm": text(f"closing.rhythm.{rhythm}")})
