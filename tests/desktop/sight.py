"""All that a screen reader could read at one moment, asked for in a few rounds rather than thing by thing.

A program has hundreds of things on the screen, and each of them has to be asked for its states, its role, its parts
and its name. Asked one after the other on a busy machine, that takes seconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection

from tests.desktop.reader import Node, State

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_QUESTIONS = ("GetState", "GetRoleName", "GetChildren")
_MANY = ("list", "table")
"""What has much in it, and nothing that is looked for by its name."""


@dataclass(frozen=True)
class Seen:
    """One thing on the screen, as it was at that moment."""

    node: Node
    role: str
    states: frozenset[State]


def windows(root: Node) -> list[Node]:
    """Of all programs, the youngest first."""
    return [window for program in reversed(root.children()) for window in reversed(program.children())]


def look(window: Node) -> list[Seen]:
    """What stands on the screen there, top to bottom; lists and tables are not looked into."""
    parts: dict[Node, list[Node]] = {}
    seen: dict[Node, Seen] = {}
    level = [window]
    while level:
        following: list[Node] = []
        questions = [new_method_call(_at(node), question) for node in level for question in _QUESTIONS]
        answers = iter(_ask(window.bus, questions))
        for node in level:
            states, role, children = next(answers), next(answers), next(answers)
            if states is None or role is None or children is None or not states[0] >> State.SHOWING & 1:
                continue
            seen[node] = Seen(node, role, frozenset(state for state in State if states[0] >> state & 1))
            parts[node] = [] if role in _MANY else [Node(node.bus, *child) for child in children]
            following += parts[node]
        level = following
    return list(_in_order(window, seen, parts))


def names(things: Sequence[Seen], what: str = "Name") -> list[str]:
    """What is read out of each; "" where it is gone meanwhile. `what` may be "Description"."""
    if not things:
        return []
    properties = "org.freedesktop.DBus.Properties"
    questions = [new_method_call(_at(one.node, properties), "Get", "ss", (_ACCESSIBLE, what)) for one in things]
    return ["" if said is None else str(said[1]) for said in _ask(things[0].node.bus, questions)]


def _in_order(node: Node, seen: dict[Node, Seen], parts: dict[Node, list[Node]]) -> Iterator[Seen]:
    if node in seen:
        yield seen[node]
        for part in parts[node]:
            yield from _in_order(part, seen, parts)


def _at(node: Node, interface: str = _ACCESSIBLE) -> DBusAddress:
    return DBusAddress(node.path, node.service, interface)


def _ask(bus: DBusConnection, questions: Sequence[Message]) -> list[Any]:
    """All at once; None from those that are gone."""
    got: deque[Message] = deque()
    waiting: dict[int, int] = {}
    answers: list[Any] = [None] * len(questions)
    with bus.filter(MatchRule(type="method_return"), queue=got), bus.filter(MatchRule(type="error"), queue=got):
        for place, question in enumerate(questions):
            serial = next(bus.outgoing_serial)
            bus.send(question, serial=serial)
            waiting[serial] = place
        while waiting:
            while not got:
                bus.recv_messages(timeout=10)
            reply = got.popleft()
            answered = waiting.pop(reply.header.fields.get(HeaderFields.reply_serial, -1), None)
            if answered is not None and reply.header.message_type is MessageType.method_return:
                answers[answered] = reply.body[0]
    return answers
