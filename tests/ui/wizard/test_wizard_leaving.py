"""Act three: read as the other person reads it, what else should stop, the free hours, and what comes after."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget

from desktop.composition import build
from desktop.mentoring.freed import freed, hours_a_year
from desktop.mentoring.jottings import JottingKind
from desktop.mentoring.letters.values import Thanks
from desktop.mentoring.mentorship import Role, Side
from desktop.mentoring.plan import Draft, PlanState, Rhythm
from desktop.mentoring.sheet import Chosen, Sheet, Way, Written
from desktop.services.stories import Stories
from desktop.store import Store
from desktop.ui.story.letter_dialog import LetterDialog
from desktop.ui.wizard import open_wizard
from desktop.ui.wizard.them_view import ThemView
from desktop.ui.wizard.wizard import At
from tests.ui.fakes import pair
from tests.ui.wizard.conftest import Walker
from tests.ui.wizard.fakes import MENTOR, FakeReviewing, FakeTransitions

JOURNEYS = Path(__file__).parents[2] / "data" / "journeys"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # of the platform "offscreen"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


@pytest.fixture
def stories(store):
    return Stories(lambda: store, lambda: FakeTransitions.now)


@pytest.fixture
def real(qtbot, tmp_path):
    """The wizard over the real services, and one weekly series of the user's own."""
    zone = ZoneInfo("Europe/London")
    now = datetime(2025, 11, 20, 9, tzinfo=zone)
    graduand = build(tmp_path / "data", clock=lambda: now.astimezone(UTC), zone=zone, me=("mentee@example.org",))
    (file,) = JOURNEYS.glob("j01_*.ics")
    graduand.importing.import_files([file])
    graduand.settings.change({"stage": "skip"})
    (found,) = graduand.reviewing.review().mentorships
    graduand.reviewing.set_side(found.mentorship.id, Side.MENTEE)
    wizard = open_wizard(graduand, found.mentorship.id, None)
    walker = Walker(qtbot, wizard)
    walker.until(lambda: wizard.begun)
    yield walker
    wizard.close()
    graduand.close()


def live(**more):
    return FakeTransitions(
        source="google", account="g1", needs_telling=True, state_after=PlanState.APPLIED, tells=(MENTOR,), **more
    )


def words(page):
    QApplication.processEvents()
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


# --- check


def test_it_is_read_as_they_read_it_and_nothing_of_ones_own_is_there(walk, stories):
    letter = Written("graduation", "Our meetings", "I would like the ninth to be our last one.")
    stories.keep("m-1", Sheet("why", Chosen(way=Way.STAY), private="quassia", letter="graduation", written=(letter,)))
    walker = walk(live(), stories=stories)
    walker.to_check()
    walker.wizard.check.extras.as_them.click()
    view = walker.wizard.findChild(ThemView)
    said = words(view)
    assert "I would like the ninth to be our last one." in said
    assert "This event was updated." in said
    assert "Would you be glad to get this?" in said
    assert "quassia" not in said
    view.accept()


def test_alone_nobody_reads_anything(walk):
    walker = walk(FakeTransitions(role=Role.ALONE))
    walker.to_check()
    assert walker.wizard.check.extras.as_them.isHidden()
    assert walker.wizard.check.extras.proposal.isHidden()


def test_the_proposal_is_a_letter_of_ones_own(walk, qtbot):
    walker = walk(live())
    walker.to_check()
    walker.wizard.check.extras.proposal.click()
    dialog = walker.wizard.findChild(LetterDialog)
    qtbot.waitUntil(lambda: "What I propose" in dialog.editor.body.words)
    dialog.reject()


def test_what_else_should_stop_is_ticked_and_kept(walk):
    walker = walk()
    walker.to_check()
    extras = walker.wizard.check.extras
    extras.sweep.click()
    extras.findChild(QCheckBox, "checkStrayDocuments").click()
    assert walker.wizard.session.sheet.swept == ("documents",)


def test_what_was_told_on_one_page_is_known_on_the_other(walk):
    walker = walk(live())
    walker.to(At.TELL)
    walker.wizard.session.write(told=date(2025, 11, 18))
    walker.to_check()
    told = walker.wizard.check.told
    assert told.told == date(2025, 11, 18)
    told.day.setDate(QDate(2025, 11, 19))
    assert walker.wizard.session.sheet.told == date(2025, 11, 19)


def test_looking_at_the_check_page_tells_nobody(walk):
    walker = walk(live())
    walker.to_check()
    assert walker.wizard.session.sheet.told is None


def test_a_mentor_hears_of_thanks_that_are_a_copy(walk, store, stories, qtbot):
    same = (Thanks("be brief", "wrote shorter", "people answer"),) * 3
    stories.settle("m-2", Sheet(thanks=same))
    store.told.change("m-2", lambda told: replace(told, side=Side.MENTOR))
    transitions = live()
    reviewing = FakeReviewing(transitions, side=Side.MENTOR)
    walker = walk(transitions, store=store, stories=stories, reviewing=reviewing)
    walker.to_check()
    assert walker.wizard.check.extras._copied.isHidden()
    walker.wizard.back()
    walker.wizard.session.write(thanks=same)
    walker.to_check()
    qtbot.waitUntil(walker.wizard.check.extras._copied.isVisible)


@pytest.mark.parametrize(
    ("side", "fitting"),
    [
        (Side.MENTEE, "to graduate from our regular meetings"),
        (Side.MENTOR, "It is about my time, not about you."),
        (Side.PEER, "to give our talks a lighter shape"),
    ],
)
def test_the_words_to_tell_them_with_are_those_of_the_side(walk, store, stories, side, fitting):
    """As on the page of telling, and not those of the plan, which knows of no reason and no stage."""

    class WithNote(FakeTransitions):
        def propose(self, mentorship_id, answers, *, seeing=""):
            plan = super().propose(mentorship_id, answers, seeing=seeing)
            return replace(plan, drafts=(Draft("note", "Our meetings", "As the plan has it."),))

    transitions = WithNote(source="google", account="g1", needs_telling=True)
    reviewing = FakeReviewing(transitions, side=side)
    walker = walk(transitions, store=store, stories=stories, reviewing=reviewing)
    walker.to_check()
    note = walker.wizard.check.note
    body = note._body.text()
    assert note.isVisible()
    assert fitting in body
    assert "Tuesday 9 December 2025" in body
    note.copy.click()
    assert QApplication.clipboard().text() == body
    walker.until(lambda: not walker.wizard.check.extras._looking.running)


# --- done and after


def test_the_hours_that_a_year_has_back():
    one = pair()
    assert round(hours_a_year(one), 1) == 39.1, "forty-five minutes a week"
    assert hours_a_year(pair(every=14)) == pytest.approx(hours_a_year(one) / 2)


@pytest.mark.parametrize(("rhythm", "way", "less"), [(Rhythm.YEARLY, Way.STAY, 0.75), (Rhythm.NONE, Way.FULL, 0)])
def test_a_talk_takes_its_own_time_again(walk, rhythm, way, less):
    walker = walk()
    walker.to_check(way)
    plan = walker.wizard.session.prepared.plan
    assert freed(pair(), plan) == pytest.approx(hours_a_year(pair()) - less)


def test_done_says_what_is_free_and_what_a_good_close_still_lacks(walk, stories, qtbot, tmp_path):
    walker = walk(stories=stories)
    walker.to_check()
    walker.wizard.check.folder.edit.setText(str(tmp_path / "out"))
    walker.done()
    page = walker.wizard.done_page
    assert page._freed.text() == "From then on, about 38 hours of every year are free for what comes next."


def test_after_an_undo_nothing_is_freed_and_nothing_follows(walk, qtbot, tmp_path):
    walker = walk()
    walker.to_check()
    walker.wizard.check.folder.edit.setText(str(tmp_path / "out"))
    walker.done()
    assert walker.wizard.nextId() == At.AFTER
    walker.wizard.done_page.undo.click()
    walker.until(lambda: walker.wizard.done_page._state.text() == "Taken back")
    assert walker.wizard.done_page._freed.isHidden()
    assert walker.wizard.nextId() == -1


def test_the_free_hour_is_settled_on_the_last_page(real, qtbot, tmp_path):
    walker = real
    walker.to_check()
    walker.wizard.check.folder.edit.setText(str(tmp_path / "out"))
    walker.done()
    page = walker.wizard.done_page
    qtbot.waitUntil(page.closing.isVisible)
    assert set(page.closing.ticks) == {"told", "thanked", "date", "linked"}
    walker.next()
    after = walker.wizard.currentPage()
    qtbot.waitUntil(lambda: after.days.isVisible() and after.next.isVisible())
    after.next.freed.setCurrentIndex(1)
    after.next.freed.activated.emit(1)
    stories = walker.wizard.session.graduand.stories
    pair_id = walker.wizard.session.begun.found.mentorship.id
    qtbot.waitUntil(lambda: bool(stories.story(pair_id).of(JottingKind.FREED)))
    assert stories.story(pair_id).of(JottingKind.FREED)[0].about == "next"
    after.keepsake.click()
    qtbot.waitUntil(lambda: walker.wizard.findChild(QWidget, "keepsake-preview") is not None)
