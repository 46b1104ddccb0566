"""Who is asked to show a notification, what the inbox holds, and the library of Windows and macOS in its place."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from integrations import session_bus
from integrations.notifications import Closed, Events, Inbox, Missing, Notification, Notifier, makers
from integrations.notifications.freedesktop import Server, message
from integrations.notifications.native import Native
from integrations.notifications.plain import one_line, paragraph

NOTE = Notification("pair-1", "Title", "Body", (("open", "Open"), ("later", "Not now…")), "Discreet")


def wait_until(true: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.005)


# --- the words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "line", "lines"),
    [
        ("  Plain \t words ", "Plain words", "Plain words"),
        ("Two\r\nlines", "Two lines", "Two\nlines"),
        ("nul\0 bell\a esc\x1b[31m", "nul bell esc [31m", "nul bell esc [31m"),
        ("lone \ud800 half", "lone half", "lone half"),
        ("turned \u202egnirts\u2066", "turned gnirts", "turned gnirts"),
        ("Zoë 👩🏽‍🎓 田中", "Zoë 👩🏽‍🎓 田中", "Zoë 👩🏽‍🎓 田中"),
    ],
)
def test_hostile_words_stay_words(words: str, line: str, lines: str) -> None:
    assert one_line(words) == line
    assert paragraph(words) == lines
    paragraph(words).encode()


def test_long_words_are_shortened() -> None:
    assert len(one_line("a" * 5_000)) == 120
    assert paragraph("b " * 5_000).endswith("…")
    assert len(paragraph("b " * 5_000)) <= 600


@pytest.mark.parametrize(
    "wrong",
    [{"identity": ""}, {"title": ""}, {"actions": tuple((str(n), str(n)) for n in range(4))}],
)
def test_a_notification_is_whole(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"notification|actions"):
        Notification(**{"identity": "a", "title": "b", **wrong})


def test_discreet_words_leave_nothing_of_the_others() -> None:
    said = NOTE.for_others_eyes()
    assert (said.title, said.body, said.actions) == ("Discreet", "", NOTE.actions)
    plain = Notification("a", "Safe as it is", "Body")
    assert plain.for_others_eyes() is plain


@pytest.mark.parametrize("capabilities", [None, 7, "actions", [1, 2], {"actions": True}])
def test_a_server_that_describes_itself_in_nonsense_can_do_nothing(capabilities: object) -> None:
    assert Server.described(["odd"], capabilities) == Server(actions=False, markup=False)


def test_the_id_of_what_is_replaced_is_sent() -> None:
    assert message(NOTE, Server(actions=False, markup=False), 12)[1] == 12


# --- the chain ----------------------------------------------------------------------------------------


@dataclass
class Fake:
    """An adapter that does as it is told."""

    events: Events
    name: str
    shows: bool | None
    said: list[tuple[str, str]] = field(default_factory=list)

    def show(self, notification: Notification) -> None:
        self.said.append(("show", notification.title))
        if self.shows:
            self.events.shown(notification.identity)
        elif self.shows is False:
            self.events.refused(notification.identity, "test")

    def withdraw(self, identity: str) -> None:
        self.said.append(("withdraw", identity))

    def close(self) -> None:
        self.said.append(("close", ""))


@dataclass
class Chain:
    notifier: Notifier
    fakes: list[Fake]
    acted: list[tuple[str, str]]
    closed: list[tuple[str, Closed]]
    changes: list[int]

    @property
    def shown_by(self) -> list[str]:
        return [entry.shown_by for entry in self.notifier.inbox.entries]


def chain(*shows: bool | None) -> Chain:
    """A notifier over adapters that show, refuse, or say nothing yet (None)."""
    fakes: list[Fake] = []
    acted: list[tuple[str, str]] = []
    closed: list[tuple[str, Closed]] = []
    changes: list[int] = []

    def maker(place: int, does: bool | None) -> Callable[[Events], Fake]:
        def make(events: Events) -> Fake:
            fakes.append(Fake(events, f"way-{place}", does))
            return fakes[-1]

        return make

    notifier = Notifier(
        [maker(place, does) for place, does in enumerate(shows)],
        Inbox(lambda: changes.append(1)),
        on_action=lambda identity, action: acted.append((identity, action)),
        on_closed=lambda identity, how: closed.append((identity, how)),
    )
    return Chain(notifier, fakes, acted, closed, changes)


def test_ways_are_made_at_their_first_use_alone() -> None:
    one = chain(True, True)
    assert one.fakes == []
    one.notifier.show(NOTE)
    assert [fake.name for fake in one.fakes] == ["way-0"]
    assert one.shown_by == ["way-0"]
    assert one.changes


def test_the_next_is_asked_and_at_last_the_inbox() -> None:
    one = chain(False, False)
    one.notifier.show(NOTE)
    assert one.shown_by == ["in-app"]
    assert one.notifier.inbox.entries[0].only_here
    assert [fake.said for fake in one.fakes] == [[("show", "Title")], [("show", "Title")]]


def test_without_any_way_there_is_the_inbox() -> None:
    def missing(_: Events) -> Fake:
        raise Missing

    for ways in ([], [missing]):
        notifier = Notifier(ways, Inbox(), on_action=lambda *_: None)
        notifier.show(NOTE)
        notifier.withdraw("pair-1")
        assert notifier.inbox.entries == ()


def test_what_is_answered_leaves_the_inbox_and_what_is_sent_away_stays() -> None:
    one = chain(True)
    one.notifier.show(NOTE)
    one.notifier.show(Notification("pair-2", "Other"))
    one.fakes[0].events.closed("pair-2", Closed.DISMISSED)
    one.fakes[0].events.acted("pair-1", "later")
    one.fakes[0].events.acted("pair-1", "later")
    one.fakes[0].events.acted("unknown", "open")
    one.fakes[0].events.closed("unknown", Closed.EXPIRED)
    assert one.acted == [("pair-1", "later")]
    assert one.closed == [("pair-2", Closed.DISMISSED)]
    (entry,) = one.notifier.inbox.entries
    assert (entry.notification.identity, entry.closed) == ("pair-2", Closed.DISMISSED)


def test_late_news_of_what_was_withdrawn_count_for_nothing() -> None:
    one = chain(None, True)
    one.notifier.show(NOTE)
    assert one.shown_by == [""]
    one.notifier.withdraw("pair-1")
    one.fakes[0].events.refused("pair-1", "late")
    one.fakes[0].events.shown("pair-1")
    assert len(one.fakes) == 1
    assert one.fakes[0].said[-1] == ("withdraw", "pair-1")
    assert one.notifier.inbox.entries == ()


def test_a_way_that_shows_late_takes_it_over() -> None:
    one = chain(False)
    one.notifier.show(NOTE)
    one.fakes[0].events.shown("pair-1")
    assert one.shown_by == ["way-0"]


def test_discreet_is_for_what_comes_and_what_is_there() -> None:
    one = chain(True)
    one.notifier.show(NOTE)
    one.notifier.show(Notification("pair-2", "Safe"))
    one.notifier.set_discreet(True)
    one.notifier.set_discreet(True)
    one.notifier.show(NOTE)
    one.notifier.set_discreet(False)
    assert [title for _, title in one.fakes[0].said] == ["Title", "Safe", "Discreet", "Discreet"]
    assert one.notifier.inbox.entries[0].notification == NOTE


def test_what_left_the_screen_is_not_brought_back_by_a_locked_one() -> None:
    one = chain(True)
    one.notifier.show(NOTE)
    one.fakes[0].events.closed("pair-1", Closed.DISMISSED)
    one.notifier.set_discreet(True)
    assert one.fakes[0].said == [("show", "Title")]


def test_after_the_end_nobody_is_told() -> None:
    one = chain(True)
    one.notifier.show(NOTE)
    one.notifier.close()
    one.fakes[0].events.acted("pair-1", "open")
    assert one.acted == []
    assert one.fakes[0].said[-1] == ("close", "")


@pytest.mark.parametrize(("platform", "kind"), [("linux", "Freedesktop"), ("win32", "Native"), ("darwin", "Native")])
def test_each_system_has_its_way(platform: str, kind: str) -> None:
    bus = session_bus.session()
    (make,) = makers(bus, platform)
    nothing = Events(lambda _: None, lambda *_: None, lambda *_: None, lambda *_: None)
    assert type(make(nothing)).__name__ == kind
    bus.close()


def test_asking_for_the_way_loads_no_library() -> None:
    code = "import sys, integrations.notifications as n; print(*sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"jeepney", "desktop_notifier", "asyncio", "html"} & set(ran.stdout.split())


# --- Windows and macOS ----------------------------------------------------------------------------------


class Library:
    """What desktop-notifier 6.2 offers, as far as it is used."""

    def __init__(self, *, can: tuple[str, ...] = ("TITLE", "BUTTONS"), allowed: bool = True) -> None:
        self.can = can
        self.allowed = allowed
        self.hangs = False
        self.breaks = False
        self.shown: dict[str, Any] = {}
        self._count = 0

    def DesktopNotifier(self, *, app_name: str, app_icon: None) -> Library:  # noqa: ARG002, N802 - its own names
        return self

    def Button(self, *, title: str, on_pressed: Callable[[], None]) -> SimpleNamespace:  # noqa: N802 - its own name
        return SimpleNamespace(title=title, on_pressed=on_pressed)

    async def get_capabilities(self) -> frozenset[SimpleNamespace]:
        class Named(SimpleNamespace):
            __hash__ = object.__hash__

        return frozenset(Named(name=one) for one in self.can)

    async def request_authorisation(self) -> bool:
        return self.allowed

    async def send(self, **what: Any) -> str:
        if self.hangs:
            await asyncio.sleep(60)
        if self.breaks:
            raise OSError(-2147024891)
        await asyncio.sleep(0)
        self._count += 1
        self.shown[str(self._count)] = SimpleNamespace(**what)
        return str(self._count)

    async def clear(self, number: str) -> None:
        del self.shown[number]


@dataclass
class Ran:
    native: Native
    news: list[tuple[str, ...]]


@pytest.fixture
def run() -> Iterator[Callable[[Callable[[], Any]], Ran]]:
    made: list[Native] = []

    def start(library: Callable[[], Any]) -> Ran:
        news: list[tuple[str, ...]] = []
        events = Events(
            shown=lambda identity: news.append(("shown", identity)),
            refused=lambda identity, why: news.append(("refused", identity, why)),
            acted=lambda identity, action: news.append(("acted", identity, action)),
            closed=lambda identity, how: news.append(("closed", identity, how.value)),
        )
        made.append(Native(events, library=library, patience=0.5))
        return Ran(made[-1], news)

    yield start
    for one in made:
        one.close()
        one.close()


Start = Callable[[Callable[[], Any]], Ran]


def test_the_system_shows_it_and_its_button_comes_back(run: Start) -> None:
    library = Library()
    ran = run(lambda: library)
    ran.native.show(NOTE)
    wait_until(lambda: ran.news == [("shown", "pair-1")])
    (shown,) = library.shown.values()
    assert (shown.title, shown.message) == ("Title", "Body")
    assert [button.title for button in shown.buttons] == ["Open", "Not now…"]
    shown.buttons[1].on_pressed()
    shown.on_dismissed()
    assert ran.news[1:] == [("acted", "pair-1", "later")]


def test_a_click_means_the_first_action_and_dismissing_is_told(run: Start) -> None:
    library = Library()
    ran = run(lambda: library)
    ran.native.show(NOTE)
    ran.native.show(Notification("pair-2", "Without actions"))
    wait_until(lambda: len(ran.news) == 2)
    first, second = library.shown.values()
    first.on_clicked()
    assert second.on_clicked is None
    second.on_dismissed()
    assert ran.news[2:] == [("acted", "pair-1", "open"), ("closed", "pair-2", "dismissed")]


def test_the_same_identity_replaces_and_withdrawing_takes_it_away(run: Start) -> None:
    library = Library()
    ran = run(lambda: library)
    ran.native.withdraw("pair-1")
    ran.native.show(NOTE)
    ran.native.show(Notification("pair-1", "Newer"))
    wait_until(lambda: len(ran.news) == 2)
    assert [one.title for one in library.shown.values()] == ["Newer"]
    ran.native.withdraw("pair-1")
    wait_until(lambda: not library.shown)


def test_without_buttons_none_are_sent(run: Start) -> None:
    library = Library(can=("TITLE",))
    ran = run(lambda: library)
    ran.native.show(NOTE)
    wait_until(lambda: ran.news)
    (shown,) = library.shown.values()
    assert shown.buttons == ()


def test_what_cannot_be_shown_is_refused(run: Start) -> None:
    def missing() -> Any:
        raise ModuleNotFoundError("desktop_notifier")

    hanging, broken = Library(), Library()
    hanging.hangs = broken.breaks = True
    for library, why in (
        (missing, "system"),
        (lambda: Library(can=()), "missing"),  # the stand-in outside of a signed macOS bundle
        (lambda: Library(allowed=False), "permission"),
        (lambda: hanging, "time"),
        (lambda: broken, "system"),
    ):
        ran = run(library)
        ran.native.show(NOTE)
        if why == "time":
            assert ran.news == [], "who shows does not wait"
        wait_until(lambda ran=ran: ran.news)
        assert ran.news == [("refused", "pair-1", why)]
