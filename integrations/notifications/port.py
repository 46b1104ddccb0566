"""What is shown, by whom, and what comes back.

An adapter never blocks and never raises: what it cannot show it refuses, and the next one is asked.
What comes back comes on a thread of the adapter's own; a window brings it home by a Qt signal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from typing import Protocol

MOST_ACTIONS = 3
"""As many buttons as GNOME shows; two are better."""


class Urgency(IntEnum):
    """The levels of the desktop notifications specification that Graduand uses. Nothing it says is critical."""

    LOW = 0
    NORMAL = 1


class Closed(Enum):
    """How a notification came to leave the screen."""

    EXPIRED = "expired"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    """With the program that showed it."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One thing to say. Texts are plain, never markup.

    The same `identity` shown again replaces what is on the screen. `actions` are (id, label); a click
    on the text itself means the first. `discreet_title` and `discreet_body` are for a screen that
    others may see (R25); where they are empty, the plain texts are safe.
    """

    identity: str
    title: str
    body: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    discreet_title: str = ""
    discreet_body: str = ""
    urgency: Urgency = Urgency.NORMAL

    def __post_init__(self) -> None:
        if not self.identity or not self.title:
            raise ValueError("a notification needs an identity and a title")
        if len(self.actions) > MOST_ACTIONS:
            raise ValueError(f"more than {MOST_ACTIONS} actions")

    def for_others_eyes(self) -> Notification:
        """The same in its discreet words."""
        if not self.discreet_title:
            return self
        return replace(self, title=self.discreet_title, body=self.discreet_body)


@dataclass(frozen=True, slots=True)
class Events:
    """Whom an adapter tells, each time with the identity. Called from any thread."""

    shown: Callable[[str], None]
    refused: Callable[[str, str], None]
    """With a code of why. An adapter may still show later what it refused, and says so then."""
    acted: Callable[[str, str], None]
    """With the id of the action. The notification is off the screen then."""
    closed: Callable[[str, Closed], None]
    permitted: Callable[[str], None] = lambda _: None
    """With a token by which the window that an action opens may come to the front; told before `acted`."""


class Adapter(Protocol):
    """One way to show notifications."""

    name: str

    def show(self, notification: Notification) -> None:
        """Show it; soon `shown` or `refused` is told."""

    def withdraw(self, identity: str) -> None:
        """Take it off the screen, or do not show it any more. Nothing is told."""

    def close(self) -> None:
        """Stop telling. What is on the screen stays."""


class Missing(Exception):
    """This way does not exist on this system."""
