"""People in front of a private desktop: one who goes by what a screen reader reads out, one who has only a keyboard.

Both find things by role and name, never by place; what they do, they do as those people can.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resources.texts import text
from tests.desktop.keyboard import Keyboard, keyboard
from tests.desktop.life import icon, lines
from tests.desktop.reader import Node, State
from tests.desktop.session import ROOT, Desktop, wait_for
from tests.desktop.sight import look, names, windows

PATIENCE = 20.0
_SOON, _ANSWER = 0.1, 0.3
"""Seconds after which a key that moves nothing is taken to move nothing: where that does no harm, and else."""
_MOST_STOPS = 150


def words(key: str, **values: object) -> str:
    """A text of the program as it is read out."""
    return text(key, **values).replace("&", "")


class Person:
    """Goes by names alone: what a screen reader reads out is found, and its own action is done."""

    def __init__(self, desktop: Desktop, root: Node, folder: Path, now: str, zone: str, *more: str) -> None:
        """Looks from `now` in `zone`; what is kept is in `folder`."""
        self.desktop, self.root = desktop, root
        self._words = ("--now", now, "--zone", zone, "--data-dir", str(folder), *more)

    def start(self, *given: str) -> subprocess.Popen[bytes]:
        """Start the program."""
        return self.desktop.start_graduand(*given, *self._words)

    def call(self, *given: str) -> str:
        """What the command line says."""
        environment = {"PATH": os.environ["PATH"], **self.desktop.environment, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *given, *self._words],
            env=environment, cwd=self.desktop.place, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def choose(self, line: str) -> None:
        """A line of the tray's menu, as soon as it is there."""
        item = icon(self.desktop)
        wait_for(lambda: line in lines(item), f"{line!r} in the tray's menu")
        item.choose(line)

    def answer(self, choice: str) -> None:
        """The question that the tray speaks of: on the window, by the words of its button."""
        self.choose(text("tray.question"))
        self.use("push button", choice)
        item = icon(self.desktop)
        wait_for(lambda: text("tray.question") not in lines(item), "a tray without a question")

    def end(self, program: subprocess.Popen[bytes]) -> None:
        """Quit from the tray."""
        self.choose(text("tray.quit"))
        code = program.wait(15)
        assert code == 0, f"{code}\n{self.desktop.said()}"

    def sees(self, role: str, name: str) -> Node | None:
        """The first thing on the screen of that role whose name begins so; not behind a dialog."""
        for window in windows(self.root):
            things = look(window)
            fitting = [one for one in things if one.role == role]
            for one, said in zip(fitting, names(fitting), strict=True):
                if said.startswith(name):
                    return one.node
            if things and things[0].role == "dialog":
                return None
        return None

    def finds(self, role: str, name: str, patience: float = PATIENCE) -> Node:
        """The same, as soon as it is there."""
        got: list[Node] = []

        def there() -> bool:
            node = self.sees(role, name)
            got[:] = [node] if node is not None else []
            return bool(got)

        try:
            wait_for(there, f"the {role} {name!r}", patience)
        except TimeoutError as late:
            raise TimeoutError(f"{late}; there is {self._shown()}") from None
        return got[0]

    def _shown(self) -> list[str]:
        """What can be read in the window on top, for a failing test's message."""
        for window in windows(self.root):
            things = look(window)
            if things:
                return [f"{one.role} {said!r}" for one, said in zip(things, names(things), strict=True) if said]
        return []

    def finds_enabled(self, role: str, name: str) -> Node:
        """The same, as soon as it can be used."""
        node = self.finds(role, name)
        wait_for(lambda: State.ENABLED in node.states, f"leave to use the {role} {name!r}")
        return node

    def use(self, role: str, name: str, patience: float = PATIENCE) -> None:
        """Press a button, tick a box, choose an answer."""
        self.act(self.finds(role, name, patience))

    def act(self, node: Node) -> None:
        """Do what it is there for."""
        node.press()

    def write(self, name: str, said: str) -> None:
        """Write into a field, in place of what stands there."""
        self.finds("text", name).write(said)

    def press(self, key: str, role: str = "push button", patience: float = PATIENCE, **values: object) -> None:
        """The same as `use`, by the key of the text."""
        self.use(role, words(key, **values), patience)

    def onward(self) -> None:
        """Turn a wizard's page, once it lets itself be turned."""
        self.finds_enabled("push button", words("wizard.next")).press()


class Typist(Person):
    """Has a keyboard and nothing else. Made by `typing`."""

    keys: Keyboard

    def act(self, node: Node) -> None:
        """Go there, and strike the space bar; an answer that is chosen by being reached stays as it is."""
        self.reach(node)
        if node.role != "radio button" or State.CHECKED not in node.states:
            self.keys.press(" ")

    def write(self, name: str, said: str) -> None:
        """Go there, select what is there, type over it."""
        self.reach(self.finds("text", name))
        self.keys.press("Control", "a")
        self.keys.write(said)

    def onward(self) -> None:
        """By the button's key with Alt."""
        self.finds_enabled("push button", words("wizard.next"))
        self.keys.press("Alt", "x")

    def reach(self, wanted: Node) -> None:
        """Tab until the focus is there; within one question, arrow keys."""
        self.keys.forget()
        here, walked = self.keys.focus, list[str]()
        for _ in range(_MOST_STOPS):
            if here == wanted and State.FOCUSED in wanted.states:
                return
            if here is not None and here.role == wanted.role == "radio button" and here in _answers(wanted):
                here = self._arrow(here, wanted)
                continue
            here = self.tab()
            walked.append("nothing" if here is None else f"{here.role} {here.name!r}")
        raise AssertionError(f"Tab never came to the {wanted.role} {wanted.name!r}, but to {walked}")

    def tab(self, *held: str) -> Node | None:
        """One Tab, and where it went."""
        self.keys.press(*held, "Tab")
        return self.keys.moved(_SOON) or self.keys.focus

    def round(self) -> list[Node]:
        """Everything that Tab comes to, once around the window. A letter keeps it for each of its blanks."""
        self.keys.forget()
        here = self.keys.focus
        assert here is not None, "the focus is nowhere"
        stops = [_stop(here)]
        for _ in range(_MOST_STOPS):
            self.keys.press("Tab")
            went = self.keys.moved(_SOON)
            if went is not None and _stop(went) == stops[0]:
                return stops
            if went is not None:
                stops.append(_stop(went))
        raise AssertionError(f"Tab never comes round, but to {[(stop.role, stop.name) for stop in stops]}")

    def _arrow(self, here: Node, wanted: Node) -> Node:
        for key in ("Down", "Up", "Right", "Left"):
            while here != wanted:
                self.keys.press(key)
                went = self.keys.moved(_ANSWER)
                if went is None:
                    break
                here = went
        assert here == wanted, f"no arrow key comes to {wanted.name!r}"
        return here


@contextmanager
def typing(desktop: Desktop, root: Node, folder: Path, now: str, zone: str, *more: str) -> Iterator[Typist]:
    """Somebody with a keyboard for the time of the block."""
    with keyboard(root) as keys:
        one = Typist(desktop, root, folder, now, zone, *more)
        one.keys = keys
        yield one


def _stop(node: Node) -> Node:
    """What Tab comes to: a list rather than its line, a table rather than its cell."""
    return node.parent if node.role in ("list item", "cell") else node


def _answers(one: Node) -> list[Node]:
    """The answers to the question that `one` belongs to."""
    around = one.parent
    while len(found := [seen.node for seen in look(around) if seen.role == "radio button"]) < 2:
        around = around.parent
    return found
