"""The wizard that changes a series, page by page, for whoever walks it: by names or by keys."""

from __future__ import annotations

from pathlib import Path

from resources.texts import text
from tests.desktop.person import Person, words
from tests.desktop.reader import Node, State
from tests.desktop.session import ROOT, wait_for
from tests.desktop.sight import Seen, look, names, windows

_JOURNEYS = ROOT / "tests" / "data" / "journeys"
_NEVER_A_STOP = ("label", "radio button")
"""Reached by arrow keys, or only there to be copied from."""


def journey(number: int, folder: Path, *, swapped: bool = False) -> str:
    """The file of a journey, where `swapped` as if the mentor had been the mentee and the mentee the mentor."""
    (path,) = _JOURNEYS.glob(f"j{number:02}_*.ics")
    if not swapped:
        return str(path)
    said = path.read_bytes().decode().replace("mentor", "\0").replace("mentee", "mentor").replace("\0", "mentee")
    other = folder / path.name
    other.write_bytes(said.encode())
    return str(other)


class Closing:
    """One walk. Every page that it comes to has a name for each of its controls."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def open(self, pair: str) -> None:
        """From the tray's menu: the pair's page, and the wizard from there."""
        self.person.choose(text("tray.look", who=pair))
        self.person.press("pair.change")
        self.at("wizard.help")

    def at(self, page: str) -> None:
        """Wait for a page by its title, and look whether everything on it can be read out."""
        self.person.finds("label", text(f"{page}.title"))
        wait_for(lambda: not nameless(self.person.root), f"a name for everything on {page}", 2)

    def turn(self, *pages: str) -> None:
        """Go on, and come to these pages one after the other."""
        for page in pages:
            self.person.onward()
            self.at(page)

    def answer(self, *keys: str) -> None:
        """Answers to questions, by the keys of their words."""
        for key in keys:
            self.person.press(key, "radio button")

    def says(self, said: str, patience: float = 20.0) -> None:
        """Wait for words that begin so."""
        self.person.finds("label", said, patience)

    def days(self) -> list[str]:
        """What is said of the days of a talk, on its page."""
        card = self.person.finds("panel", text("wizard.talk.dates"))
        said = names([one for one in look(card) if one.role == "label"])
        return [each for each in said if each[-4:].isdigit()]

    def may(self, key: str) -> bool:
        """Whether a button can be pressed."""
        return State.ENABLED in self.person.finds("push button", words(key)).states

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
