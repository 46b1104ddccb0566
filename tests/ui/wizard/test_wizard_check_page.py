from __future__ import annotations

from datetime import date
from threading import Event

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QLabel, QWizard

from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import Caution, PlanState, Refusal
from desktop.mentoring.sheet import Way
from desktop.ui.wizard.folder_field import fresh_folder
from desktop.ui.wizard.wizard import At
from integrations.errors import Trouble
from resources.texts import text
from tests.ui.wizard.fakes import MENTOR, SHOWS, FakeTransitions

BUTTON = QWizard.WizardButton


def said(widget, prefix):
    labels = [each for each in widget.findChildren(QLabel) if each.objectName().startswith(prefix)]
    return [each.text() for each in labels if each.isVisible()]


def kinds(agenda):
    return [row.kind for row in agenda.rows()]


def test_the_plan_is_shown_from_both_sides_and_nothing_is_stored(walk):
    walker = walk()
    walker.to_check()
    check = walker.wizard.check

    assert check._headline.text() == "The last meeting: Tuesday 9 December 2025, 16:00"
    assert said(check._steps, "checkStep")[1:] == [
        "1.  “Big picture talk” is booked for the second Tuesday of December, for the first time on "
        "Tuesday 8 December 2026, 16:00.",
        "2.  The meetings end after Tuesday 9 December 2025. Every meeting until then stays as it is.",
    ]
    for card in (check.mine, check.theirs):
        assert kinds(card.before) == ["year", "meeting", "meeting", "more"]
        assert "last" in kinds(card.after)
        assert kinds(card.after).count("talk") == 3
    assert check.theirs.heading.text() == f"The calendar of {MENTOR}"
    names = {name for name, _ in walker.wizard.session._graduand.transitions.calls}
    assert names == {"choices", "propose", "preview"}


def test_messages_stand_word_for_word_in_their_order(walk):
    walker = walk()
    walker.to_check()
    check = walker.wizard.check

    assert said(check._messages, "checkMessage1") == [
        f"To {MENTOR}. When you send it. {SHOWS}",
        "Big picture talk",
        "Invitation: once a year.",
    ]
    assert said(check._messages, "checkMessage2")[1] == "Mentoring: mentor / mentee"
    assert said(check._messages, "checkMessagesFile") != []


def test_warnings_are_said(walk):
    warnings = (Caution("several-endings", (("date", "Tuesday"), ("n", "3"))), Caution("not-told"))
    walker = walk(FakeTransitions(warnings=warnings))
    walker.to_check()

    assert said(walker.wizard.check._warnings, "checkWarning") == [
        "3 other last meetings fall on Tuesday. You may want to spread them."
    ]


def test_the_button_names_the_deed(walk):
    walker = walk()
    walker.to_check()
    assert walker.wizard.button(BUTTON.CommitButton).text() == "Write the files"

    live = walk(FakeTransitions(source="google"))
    live.to_check()
    assert live.wizard.button(BUTTON.CommitButton).text() == "Change the calendar"
    assert live.wizard.check.folder.isHidden()


def test_the_folder_must_be_named_and_is_new(walk, home):
    walker = walk()
    walker.to_check()
    folder = walker.wizard.check.folder
    assert folder.path is not None
    assert folder.path.name == "Graduand 2025-12-09"
    folder.edit.clear()
    assert not walker.wizard.button(BUTTON.CommitButton).isEnabled()
    folder.edit.setText("~/elsewhere")
    assert walker.wizard.button(BUTTON.CommitButton).isEnabled()
    walker.done()

    assert walker.wizard.session._graduand.transitions.made("apply")[0][1] == home / "elsewhere"


def test_a_folder_that_is_there_is_not_proposed_again(tmp_path):
    first = fresh_folder(tmp_path, date(2025, 12, 9))
    first.mkdir()

    assert fresh_folder(tmp_path, date(2025, 12, 9)).name == "Graduand 2025-12-09 (2)"


def test_the_told_gate_stands_only_where_a_calendar_would_tell(walk):
    walker = walk()
    walker.to_check()
    assert walker.wizard.check.told.isHidden()


def test_nothing_is_applied_before_they_were_told(walk):
    walker = walk(FakeTransitions(source="google", needs_telling=True, state_after=PlanState.APPLIED))
    walker.to_check()
    check, commit = walker.wizard.check, walker.wizard.button(BUTTON.CommitButton)
    assert not commit.isEnabled()
    check.told.tick.click()
    assert commit.isEnabled()
    assert check.told.day.maximumDate() == QDate(2025, 11, 20)
    check.told.day.setDate(QDate(2025, 11, 18))
    walker.done()

    assert walker.wizard.session._graduand.transitions.made("apply")[0][2] == date(2025, 11, 18)


def test_a_request_can_be_copied_where_the_series_is_another_persons(walk):
    walker = walk(FakeTransitions(role=Role.ATTENDEE))
    walker.to_check()
    check = walker.wizard.check
    assert not check._asks.isHidden()
    check.request.copy.click()
    assert QApplication.clipboard().text().startswith("Our series is in your calendar")
    assert said(check._steps, "checkStep1") == [
        "1.  “Big picture talk” is booked for the second Tuesday of December, for the first time on "
        "Tuesday 8 December 2026, 16:00."
    ]
    assert said(check._messages, "checkNoMessages") == ["Nothing. No message goes out."]
    assert kinds(check.theirs.before) == kinds(check.theirs.after)


def test_a_request_alone_still_has_a_file_to_write(walk):
    walker = walk(FakeTransitions(role=Role.ATTENDEE))
    walker.to_check(Way.FULL)

    assert said(walker.wizard.check._steps, "checkNoSteps")[0].startswith("No calendar is changed.")
    walker.done()
    assert walker.wizard.session._graduand.transitions.made("apply") != []


def test_where_nothing_is_to_be_done_there_is_nothing_to_press(walk):
    walker = walk(FakeTransitions(has_end=True))
    walker.to_check(Way.FULL)

    assert not walker.wizard.button(BUTTON.CommitButton).isVisible()
    assert walker.wizard.button(BUTTON.FinishButton).isVisible()
    assert said(walker.wizard.check.mine, "mineCalendarsNote") == [], "no files are spoken of"
    assert said(walker.wizard.check.theirs, "theirsCalendarsNote") == []
    assert walker.wizard.check.progress.words.startswith("Step 11 of 11")
    walker.wizard.back()
    walker.wizard.back()
    walker.choose(Way.STAY)
    walker.next()
    walker.next()
    assert walker.wizard.currentId() == At.CHECK
    walker.until(lambda: walker.wizard.session.prepared is not None)
    assert walker.wizard.button(BUTTON.CommitButton).isVisible()
    assert said(walker.wizard.check.mine, "mineCalendarsNote") == [text("wizard.agenda.file-note")]
    assert walker.wizard.check.progress.words.startswith("Step 12 of 14")


def test_alone_on_a_series_there_is_no_other_calendar(walk):
    walker = walk(FakeTransitions(role=Role.ALONE))
    walker.to_check()

    assert walker.wizard.check.theirs.isHidden()
    assert walker.wizard.check._messages.isHidden()


def test_series_that_stay_are_named(walk):
    walker = walk(FakeTransitions(other_series=(("m-2", "Career chat\n#mentoring"),)))
    walker.to_check()

    assert walker.wizard.check._untouched.text() == "Not touched: Career chat #mentoring"


def test_a_refusal_is_said_and_back_leads_out(walk):
    transitions = FakeTransitions(fail_with={"preview": Refusal("erases-history")})
    walker = walk(transitions)
    walker.to(At.CHECK)
    check = walker.wizard.check
    walker.until(lambda: bool(check.message.words))
    assert check.message.words.startswith("That day lies before")
    assert not walker.wizard.button(BUTTON.CommitButton).isEnabled()
    walker.wizard.back()
    walker.next()
    walker.until(lambda: walker.wizard.session.prepared is not None)
    assert check.message.words == ""


def test_a_changed_calendar_offers_to_plan_again(walk):
    transitions = FakeTransitions(fail_with={"apply": Trouble("plan-changed-meanwhile", "x")})
    walker = walk(transitions)
    walker.to_check()
    check, first = walker.wizard.check, walker.wizard.session.prepared.plan.id
    walker.commit()
    assert check.message.words.startswith("The calendar changed in the meantime")

    check.message._act.click()
    walker.until(lambda: walker.wizard.session.prepared is not None and not check.message.words)
    assert walker.wizard.session.prepared.plan.id != first
    assert len(transitions.made("choices")) == 2
    walker.done()


def test_trouble_leaves_nothing_half_done_and_the_button_ready(walk):
    transitions = FakeTransitions(fail_with={"apply": Trouble("write-disk-full", "/out")}, left_state=PlanState.UNDONE)
    walker = walk(transitions)
    walker.to_check()
    first = walker.wizard.session.prepared.plan.id
    walker.commit()
    check = walker.wizard.check
    walker.until(lambda: walker.wizard.session.prepared is not None)

    assert check.message.words.startswith(Trouble("write-disk-full", "/out").title)
    assert transitions.made("take_back") == [first]
    assert walker.wizard.session.prepared.plan.id != first
    assert walker.wizard.currentId() == At.CHECK
    walker.done()


def test_while_files_are_written_the_window_stays(walk):
    go = Event()
    transitions = FakeTransitions()
    walker = walk(transitions)
    walker.to_check()
    transitions.delay = lambda: (go.wait(5), None)[1]
    wizard = walker.wizard
    wizard.button(BUTTON.CommitButton).click()

    assert wizard.session.applying.running
    wizard.reject()
    assert not wizard.close()
    assert wizard.isVisible()
    for which in (BUTTON.CommitButton, BUTTON.BackButton, BUTTON.CancelButton):
        assert not wizard.button(which).isEnabled()
    assert not wizard.check._waiting.isHidden()
    go.set()
    walker.until(lambda: wizard.currentId() == At.DONE)
    assert len(transitions.made("apply")) == 1


def test_going_back_drops_the_plan(walk):
    walker = walk()
    walker.to_check()
    walker.wizard.back()

    assert walker.wizard.session.prepared is None
    assert walker.wizard.session._graduand.transitions.made("save") == []
