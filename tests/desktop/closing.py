"""The wizard that changes a series, page by page, for whoever walks it: in any role, by names or by keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from resources.texts import text
from tests.desktop.person import Person, typing, words
from tests.desktop.reader import Node, State
from tests.desktop.roles import Moment, Role, journey
from tests.desktop.session import Desktop, wait_for
from tests.desktop.sight import Seen, look, names, windows

_NEVER_A_STOP = ("label", "radio button")
"""Reached by arrow keys, or only there to be copied from."""


class Closing:
    """One walk. Every page that it comes to has a name for each of its controls, and words that fit the role."""

    def __init__(self, person: Person, role: Role) -> None:
        self.person, self.role = person, role

    def open(self, pair: str = "") -> None:
        """From the tray's menu: the pair's page, and the wizard from there."""
        self.person.choose(text("tray.look", who=pair or self.role.other))
        self.person.press("pair.change")
        self.at("wizard.help")

    def at(self, page: str) -> None:
        """Wait for a page by its title, and look whether everything on it can be read out."""
        self.person.finds("label", text(f"{page}.title"))
        wait_for(lambda: not nameless(self.person.root), f"a name for everything on {page}", 5)

    def turn(self, *pages: str) -> None:
        """Go on, and come to these pages one after the other."""
        for page in pages:
            self.person.onward()
            self.at(page)

    def answer(self, *keys: str) -> None:
        """Answers to questions, by the keys of their words."""
        for key in keys:
            self.person.press(key, "radio button")

    def say_role(self) -> None:
        """On the second page: which side, and where at work."""
        self.turn("wizard.you")
        self.answer(f"wizard.you.{self.role.side}", f"settings.you.stage.choice.{self.role.stage}")

    def walk(
        self, looks: Mapping[str, Callable[[], None]], *, without: str = "", each: Callable[[str], None] | None = None
    ) -> None:
        """From the two questions to the last look, in the order of the stage; `looks` are done on their pages.

        `each` is done on every page before that.
        """
        pages = [page for page in self.role.pages if page != without]
        assert set(looks) <= set(pages)
        for page in (*pages, "wizard.check"):
            self.turn(page)
            self.fits(page)
            if each is not None:
                each(page)
            if page in looks:
                looks[page]()

    def fits(self, page: str) -> None:
        """The page speaks to somebody of this role."""
        fits, shown = self.role.fits, self.shown()
        if page in fits.has:
            role, key = fits.has[page]
            self.person.finds(role, words(key))
        if page in fits.lacks:
            assert not [said for said in shown if said.startswith(words(fits.lacks[page]))], shown
        if page == "closing.thanks":
            self.person.finds("text", f"{text('closing.thanks.card', n=1)}: {fits.thanks}")
        if page == "closing.summary":
            self.says(f"“{text(f'closing.summary.last-{self.role.side}')}”")
        if page in fits.letters:
            self.letter_says(fits.letters[page])
        if page == "wizard.check":
            self._fits_the_note()
        wait_for(lambda: not self._amiss(), f"{page} without {self._amiss()}", 5)

    def letter_says(self, *said: str) -> None:
        """Wait until the letter on this page has these words."""
        letter = self.person.finds("text", text("closing.letter.body"))
        wait_for(lambda: all(each in letter.words for each in said), f"{said} in a letter, not {letter.words!r}")

    def says(self, said: str, patience: float = 20.0) -> None:
        """Wait for words that begin so."""
        self.person.finds("label", said, patience)

    def days(self) -> list[str]:
        """What is said of the days of a talk on its page, once they are worked out."""
        self.person.finds_enabled("push button", words("wizard.next"))
        card = self.person.finds("panel", text("wizard.talk.dates"))
        said = names([one for one in look(card) if one.role == "label"])
        return [each for each in said if each[-4:].isdigit()]

    def chose(self, key: str) -> bool:
        """Whether this answer is the one that stands."""
        return State.CHECKED in self.person.finds("radio button", words(key)).states

    def may(self, key: str) -> bool:
        """Whether a button can be pressed."""
        return State.ENABLED in self.person.finds("push button", words(key)).states

    def shown(self) -> list[str]:
        """All that is read out of the window on top."""
        return [said for said in names(_on_top(self.person.root)) if said]

    def folder(self) -> Path:
        """Where the files are to be written."""
        return Path(self.person.finds("text", text("wizard.folder.accessible")).words)

    def write_files(self) -> Path:
        """On the last page before anything changes: nothing is there yet; then the press that writes."""
        folder = self.folder()
        assert not folder.exists()
        self.person.press("wizard.check.apply-file")
        self.says(text("wizard.done.waiting.title"))
        return folder

    def take_back(self) -> None:
        """Undo on the page that says what became of it. Nobody has to be asked about files."""
        self.person.press("wizard.done.undo")
        self.says(text("wizard.done.undone.title"))

    def _fits_the_note(self) -> None:
        """Where there are words to tell them with, they are those of the side."""
        self.person.finds("label", text("wizard.check.headline", when=""))
        if self.person.sees("label", text("wizard.draft.note.about")):
            wanted = self.role.fits.letters["closing.tell"]
            assert [said for said in self.shown() if wanted in said], self.shown()

    def _amiss(self) -> list[str]:
        return [said for said in self.shown() if re.search(self.role.fits.never, said)]


@contextmanager
def walking(
    screen: tuple[Desktop, Node], folder: Path, role: Role, at: Moment, *, known: bool = True
) -> Iterator[Closing]:
    """Somebody of this role with a journey's file, before a wizard is opened; quits from the tray at the end.

    Unless `known`, which address is the user's own has not been said.
    """
    me = ("--me", f"{role.me}@example.org") if known else ()
    who = (*screen, folder, at.now, at.zone, *me)
    with typing(*who) if role.keys else nullcontext(Person(*who)) as person:
        person.call("import", str(journey(at.journey, folder, role)))
        program = person.start("--background")
        yield Closing(person, role)
        person.end(program)


def nameless(root: Node) -> list[str]:
    """What the keyboard can come to in the window on top and nobody could read out, or with a mark for Alt in it."""
    things = [one for one in _on_top(root) if State.FOCUSABLE in one.states]
    boxes = [one for one in things if one.role == "combo box"]
    others = [one for one in things if one.role != "combo box"]
    said = [*zip(others, names(others), strict=True), *zip(boxes, names(boxes, "Description"), strict=True)]
    return [f"{one.role} {words!r}" for one, words in said if not words or "&" in words]


def out_of_reach(root: Node, stops: list[Node]) -> list[str]:
    """What can be used in the window on top, and is none of the `stops` of the Tab key."""
    wanted = {State.FOCUSABLE, State.ENABLED}
    missed = [one for one in _on_top(root) if one.role not in _NEVER_A_STOP and wanted <= one.states]
    missed = [one for one in missed if one.node not in stops]
    return [f"{one.role} {said!r}" for one, said in zip(missed, names(missed), strict=True)]


def _on_top(root: Node) -> list[Seen]:
    return next((things for window in windows(root) if (things := look(window))), [])


def lines_of(folder: Path, name: str) -> list[str]:
    """The lines of a calendar file."""
    return (folder / name).read_text(encoding="utf-8").splitlines()


def of_meetings(folder: Path, name: str, what: str) -> list[str]:
    """The lines of the events in a calendar file that begin so; those of its time zones are left out."""
    lines = lines_of(folder, name)
    return [line for line in lines[lines.index("BEGIN:VEVENT") :] if line.startswith(what)]


def files_in(folder: Path) -> set[str]:
    """The names of what is in a folder."""
    return {path.name for path in folder.iterdir()}
