"""A keyboard on a private desktop: key by key through XTest, as the accessibility registry passes them on.

Where the keys go is followed by what a screen reader hears: the program says which control has the focus.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, message_bus, new_method_call

from tests.desktop.reader import Node, State
from tests.desktop.sight import look, windows

_REGISTRY = "org.a11y.atspi.Registry"
_EVENTS = DBusAddress("/org/a11y/atspi/registry", _REGISTRY, _REGISTRY)
_DEVICES = DBusAddress(
    "/org/a11y/atspi/registry/deviceeventcontroller", _REGISTRY, "org.a11y.atspi.DeviceEventController"
)
_DOWN, _UP = 0, 1
"""ATSPI_KEY_PRESS, ATSPI_KEY_RELEASE."""

_ECHO = 0.005
"""Seconds in which more is said of the same key."""

_ROWS = {10: "1234567890", 24: "qwertyuiop", 38: "asdfghjkl", 52: "zxcvbnm"}
_LETTERS = {letter: first + place for first, row in _ROWS.items() for place, letter in enumerate(row)}
_KEYS = {
    **_LETTERS,
    **{"Escape": 9, "Tab": 23, "Return": 36, "Control": 37, "Shift": 50, ",": 59, ".": 60, "Alt": 64, " ": 65},
    **{"Home": 110, "Up": 111, "Page_Up": 112, "Left": 113, "Right": 114, "End": 115, "Down": 116, "Page_Down": 117},
}
"""Codes of the keys of an American keyboard under X11 (evdev's numbers plus eight)."""


class Keyboard:
    """Presses keys, and knows where they go. Made by `keyboard`."""

    def __init__(self, root: Node, said: deque[Message]) -> None:
        self._root, self._said = root, said

    def press(self, *keys: str) -> None:
        """One key; more are held down together, the last one is struck: `press("Shift", "Tab")`."""
        for key in keys:
            self._strike(_KEYS[key], _DOWN)
        for key in reversed(keys):
            self._strike(_KEYS[key], _UP)

    def write(self, words: str) -> None:
        """Letter by letter; only those that have a key of their own, and capitals."""
        for letter in words:
            if letter.isupper():
                self.press("Shift", letter.lower())
            else:
                self.press(letter)

    @property
    def focus(self) -> Node | None:
        """Where keys go at this moment, looked up on the whole screen; None for nowhere."""
        for window in windows(self._root):
            for one in look(window):
                if {State.FOCUSED, State.FOCUSABLE} <= one.states:
                    return one.node
        return None

    def forget(self) -> None:
        """Leave out what was said of the focus so far."""
        with suppress(TimeoutError):
            while True:
                self._root.bus.recv_messages(timeout=0)
        self._said.clear()

    def moved(self, patience: float) -> Node | None:
        """Where the focus went; None where nothing is said of it for so many seconds. A list says so twice."""
        went = None
        with suppress(TimeoutError):
            while True:
                said = self._root.bus.recv_until_filtered(self._said, timeout=_ECHO if went else patience)
                if said.body[:2] == ("focused", 1):
                    fields = said.header.fields
                    went = Node(self._root.bus, str(fields[HeaderFields.sender]), str(fields[HeaderFields.path]))
        return went

    def _strike(self, code: int, way: int) -> None:
        call = new_method_call(_DEVICES, "GenerateKeyboardEvent", "isu", (code, "", way))
        self._root.bus.send_and_get_reply(call, timeout=10)


@contextmanager
def keyboard(root: Node) -> Iterator[Keyboard]:
    """A keyboard for the time of the block."""
    rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged")
    said: deque[Message] = deque()
    with root.bus.filter(rule, queue=said):
        root.bus.send_and_get_reply(message_bus.AddMatch(rule), timeout=10)
        call = new_method_call(_EVENTS, "RegisterEvent", "sass", ("object:state-changed:focused", [], ""))
        root.bus.send_and_get_reply(call, timeout=10)
        yield Keyboard(root, said)
