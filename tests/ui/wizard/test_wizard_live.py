"""A series in a calendar that lives elsewhere: telling first, permission, half a minute, the receipt, the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QWidget, QWizard

from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import CreateBigPicture, Outcome, PlanState
from desktop.services.records import Entry, Version, Versions
from desktop.ui.wizard.agenda import Agenda
from desktop.ui.wizard.hold_card import HOLD_MS
from desktop.ui.wizard.wizard import At
from integrations.calendars.model import Form
from integrations.errors import Trouble
from resources.texts import text
from tests.ui.accounts_fakes import FakeAccounts, FakeSyncing, account
from tests.ui.wizard.conftest import Walker
from tests.ui.wizard.fakes import LONDON, MENTOR, SHOWS, FakeTransitions, Series

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of the question's window

BUTTON = QWizard.WizardButton
WAY = {"source": "google", "account": "g1", "needs_telling": True, "tells": (MENTOR,)}


class Live:
    """A walk to the check page of a live series."""

    def __init__(self, walk: Callable[..., Walker], *, writing: bool = True, hold: int = 0, **more: Any) -> None:
        self.transitions = FakeTransitions(**({**WAY, "state_after": PlanState.APPLIED} | more))
        self.accounts = FakeAccounts(there=(account("g1", synced=timedelta(minutes=5), writing=writing),))
        self.transitions.writing = writing
        self.syncing = FakeSyncing(self.accounts)
        self.walker = walk(self.transitions, accounts=self.accounts, syncing=self.syncing)
        self.wizard = self.walker.wizard
        self.check = self.wizard.check
        self.walker.to_check()
        self.check.live.hold_ms = hold
        self.check.told.tick.setChecked(True)

    def press(self) -> None:
        button = self.wizard.button(BUTTON.CommitButton)
        self.walker.until(button.isEnabled)
        button.click()

    def done(self) -> None:
        self.press()
        self.walker.until(lambda: self.wizard.currentId() == At.DONE)

    def words(self, page: QWidget) -> str:
        QApplication.processEvents()
        return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def live(walk: Callable[..., Walker]) -> Callable[..., Live]:
    return lambda **more: Live(walk, **more)


def test_half_a_minute_is_the_rule() -> None:
    assert HOLD_MS == 30_000


def test_the_calendar_is_not_the_first_to_say_it(live: Callable[..., Live]) -> None:
    at = live()
    at.check.told.tick.setChecked(False)
    assert not at.check.isComplete()
    at.check.told.tick.setChecked(True)
    assert at.check.isComplete()


def test_the_messages_are_counted_and_shown_with_whom_they_reach(live: Callable[..., Live]) -> None:
    at = live()
    words = at.words(at.check)
    assert text("wizard.messages-live", n=2) in words
    about = f"{text('wizard.check.message-to', to=MENTOR)} {text('goodbye.arrives.now')} {SHOWS}"
    assert words.count(about) == 2


def test_undo_within_the_hold_calls_nothing(live: Callable[..., Live]) -> None:
    at = live(hold=60_000)
    at.press()
    hold = at.check.live.hold
    assert hold.isVisible() and hold.undo.hasFocus()
    assert not at.wizard.button(BUTTON.BackButton).isEnabled()
    assert not at.check.isComplete()
    hold.undo.click()
    at.walker.qtbot.wait(600)
    assert at.transitions.made("save") == at.transitions.made("apply") == []
    assert text("wizard.hold.stopped.title") in at.words(at.check)
    assert at.check.isComplete(), "the plan is still there"


def test_closing_in_the_hold_stops_it_and_says_so_before_the_window_goes(live: Callable[..., Live]) -> None:
    at = live(hold=60_000)
    at.press()
    at.wizard.close()
    assert at.wizard.isVisible()
    assert text("wizard.hold.stopped.title") in at.words(at.check)
    at.press()
    at.wizard.reject()
    assert at.wizard.isVisible() and not at.check.live.hold.holding
    at.wizard.reject()
    assert not at.wizard.isVisible()
    assert at.transitions.made("apply") == []


def test_after_the_hold_it_is_carried_out_and_the_receipt_names_who_was_told(live: Callable[..., Live]) -> None:
    at = live(hold=500)
    at.press()
    bar = at.check.live.hold.findChild(QProgressBar, "holdProgress")
    assert (bar.value(), bar.maximum()) == (500, 500)
    at.walker.until(lambda: at.wizard.currentId() == At.DONE)
    ((_, out, told),) = at.transitions.made("apply")
    assert out is None and told is not None
    words = at.words(at.wizard.done_page)
    assert text("wizard.done.applied.title") in words
    assert words.count(f"{MENTOR} got a calendar message") == 2
    assert not at.wizard.done_page._files.isVisible()


def test_the_first_change_asks_for_permission_and_still_needs_its_click(live: Callable[..., Live]) -> None:
    at = live(writing=False)
    assert text("wizard.check.allows") in at.words(at.check)
    at.press()
    assert at.check.live.sign_in.isVisible()
    assert text("accounts_ui.waiting.says-write") in at.words(at.check)
    at.accounts.browser.set()
    at.walker.until(lambda: text("wizard.hold.allowed.title") in at.words(at.check))
    assert at.accounts.calls == [("allow_writing", "g1")]
    assert at.transitions.made("apply") == []
    assert text("wizard.check.allows") not in at.words(at.check)
    at.done()
    assert len(at.transitions.made("apply")) == 1


@pytest.mark.parametrize("way", ["button", "window"])
def test_the_permission_can_be_left_out(live: Callable[..., Live], way: str) -> None:
    at = live(writing=False)
    at.press()
    at.walker.until(lambda: at.accounts.calls != [])
    if way == "button":
        at.check.live.sign_in.cancel.click()
    else:
        at.wizard.reject()
    at.walker.until(lambda: not at.check.live.active)
    assert at.wizard.isVisible() and at.check.isComplete()
    assert at.transitions.made("apply") == []


def test_a_trouble_with_the_permission_is_said_where_the_user_is(live: Callable[..., Live]) -> None:
    at = live(writing=False)
    at.accounts.refuses = Trouble("google-denied")
    at.accounts.browser.set()
    at.press()
    at.walker.until(lambda: Trouble("google-denied").title in at.words(at.check))
    assert at.transitions.made("apply") == []


def test_undo_later_names_who_was_told_and_shows_what_came_of_it(live: Callable[..., Live]) -> None:
    at = live()
    at.done()
    page = at.wizard.done_page
    page.undo.click()
    at.walker.until(lambda: page.findChild(QWidget, "question") is not None)
    question = page.findChild(QWidget, "question")
    assert text("wizard.undo.says", people=MENTOR, n=1) in at.words(question)
    question.findChild(QWidget, "yes").click()
    at.walker.until(lambda: page._state.text() == text("wizard.done.undone.title"))
    assert len(at.transitions.made("undo")) == 1


def test_a_change_that_broke_off_offers_both_ways_and_says_why(live: Callable[..., Live]) -> None:
    at = live(breaks_with=Trouble("google-no-connection"))
    at.done()
    page = at.wizard.done_page
    assert Trouble("google-no-connection").title in at.words(page)
    assert page.resume.isVisible() and page.undo.isVisible()
    assert at.transitions.made("take_back") == [], "others may have been told: nothing goes back by itself"
    page.resume.click()
    at.walker.until(lambda: page._state.text() == text("wizard.done.applied.title"))
    assert not page.message.isVisible()


def test_a_calendar_that_shows_no_change_is_never_called_done(live: Callable[..., Live]) -> None:
    at = live(state_after=PlanState.INTERRUPTED, outcome=Outcome.NOT_CHANGED)
    at.done()
    words = at.words(at.wizard.done_page)
    assert text("wizard.done.not-changed.title") in words
    assert text("wizard.done.applied.title") not in words
    assert text("wizard.outcome.not-changed") in words
    assert at.wizard.done_page.title() == text("wizard.done.outcome")


def test_asking_for_the_end_saves_and_changes_nothing(live: Callable[..., Live]) -> None:
    at = live(role=Role.ATTENDEE, needs_telling=False, tells=())
    assert at.wizard.button(BUTTON.CommitButton).text() == text("wizard.check.save")
    assert at.check.request.isVisible() and not at.check.as_guest.isVisible()
    at.done()
    words = at.words(at.wizard.done_page)
    assert text("wizard.done.asking.title") in words
    assert len(at.transitions.made("save")) == 1
    assert at.transitions.made("apply") == []
    assert not at.wizard.done_page.undo.isVisible()


def test_once_the_series_has_its_end_the_talk_is_the_users_own_to_book(live: Callable[..., Live]) -> None:
    last = date(2025, 12, 9)
    at = live(
        role=Role.ATTENDEE,
        needs_telling=False,
        tells=(),
        has_end=True,
        series=Series(first=last, count=1),
        proposed=last,
    )
    assert not at.check.request.isVisible()
    assert at.wizard.button(BUTTON.CommitButton).text() == text("wizard.check.apply")
    at.done()
    assert len(at.transitions.made("apply")) == 1


def test_a_guest_who_may_change_them_is_asked_and_does_not_by_itself(live: Callable[..., Live]) -> None:
    at = live(role=Role.ATTENDEE, may_as_guest=True)
    assert at.check.as_guest.isVisible() and not at.check.as_guest.isChecked()
    assert at.transitions.made("propose")[-1].as_guest is False
    at.check.as_guest.click()
    at.walker.until(at.check.isComplete)
    assert not at.check.request.isVisible()
    assert at.wizard.button(BUTTON.CommitButton).text() == text("wizard.check.apply")
    at.done()
    assert len(at.transitions.made("apply")) == 1


def two(found: bool = True) -> Versions:
    """A series that goes on, and the same an hour later."""
    start = datetime(2025, 11, 25, 16, tzinfo=LONDON)
    step = CreateBigPicture("t", "Talk", "FREQ=YEARLY", start, start, Form.ZONED, "Europe/London", (start,), ())
    sides = [
        Version(title, ("FREQ=WEEKLY",), (Entry(at, at + timedelta(hours=1), title, "meeting"),), people)
        for title, at, people in (
            ("Mentoring", start, (MENTOR,)),
            ("Mentoring, later", start + timedelta(hours=1), (MENTOR, "kim@example.org")),
        )
    ]
    return Versions(step, sides[0], sides[1] if found else None, start - timedelta(days=5))


def test_a_conflict_shows_both_versions_and_starts_again_with_the_calendar_as_it_is(live: Callable[..., Live]) -> None:
    at = live(state_after=PlanState.CONFLICT, outcome=Outcome.CONFLICT, versions=two())
    at.press()
    at.walker.until(at.check.versions.isVisible)
    assert at.wizard.currentId() == At.CHECK
    words = at.words(at.check)
    for said in ("Mentoring", "Mentoring, later", f"{MENTOR}, kim@example.org", text("wizard.conflict.title")):
        assert said in words
    agendas = at.check.versions.findChildren(Agenda)
    assert [[row.time for row in each.rows() if row.time] for each in agendas] == [["16:00"], ["17:00"]]
    assert not at.check.isComplete()
    at.syncing.goes_on.set()
    at.transitions.state_after, at.transitions.outcome = PlanState.APPLIED, Outcome.DONE
    at.check.message.acted.emit()
    at.walker.until(at.check.isComplete)
    assert at.syncing.calls == ["g1"], "the calendar is read before it is planned anew"
    assert not at.check.versions.isVisible()
    at.done()


def test_what_is_not_there_any_more_is_said(live: Callable[..., Live]) -> None:
    at = live(state_after=PlanState.CONFLICT, outcome=Outcome.CONFLICT, versions=two(found=False))
    at.press()
    at.walker.until(at.check.versions.isVisible)
    assert text("wizard.versions.gone") in at.words(at.check)


def test_an_undo_that_was_left_alone_says_so_with_both_versions(live: Callable[..., Live]) -> None:
    at = live()
    at.done()
    at.transitions.outcome, at.transitions.versions = Outcome.CONFLICT, two()
    at.transitions.undone_state = PlanState.APPLIED
    at.transitions.tells = ()
    at.wizard.done_page.undo.click()
    at.walker.until(lambda: text("wizard.done.left-alone.title") in at.words(at.wizard.done_page))
    assert at.wizard.done_page._versions.isVisible()
