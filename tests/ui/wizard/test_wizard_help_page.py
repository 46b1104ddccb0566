from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton, QWizard

from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import Draft, Refusal, Rhythm
from desktop.mentoring.sheet import Way
from desktop.ui.wizard.wizard import At
from integrations.errors import Trouble
from tests.ui.wizard.fakes import FakeTransitions

BUTTON = QWizard.WizardButton


def ways(wizard):
    return [each.text() for each in wizard.help.findChildren(QRadioButton) if each.isVisible()]


def test_keeping_stands_first_and_is_chosen(walk):
    wizard = walk().wizard

    assert ways(wizard)[0] == "Keep the meetings as they are"
    assert len(ways(wizard)) == 5
    assert ways(wizard)[-1] == "Something is wrong"
    assert wizard.help._options[Way.KEEP].button.isChecked()
    assert wizard.help._note.isHidden()


def test_keeping_closes_the_window_and_asks_nothing_of_the_services(walk):
    walker = walk()
    finish = walker.wizard.button(BUTTON.FinishButton)
    assert finish.text() == "Keep them"
    with walker.qtbot.waitSignal(walker.wizard.finished):
        finish.click()

    assert [name for name, _ in walker.wizard.session._graduand.transitions.calls] == ["choices"]


def test_young_meetings_may_be_closed_but_are_not_asked_to(walk):
    wizard = walk(FakeTransitions(may_close=False)).wizard

    assert wizard.help._note.text().startswith("These meetings are still young.")
    assert wizard.help._options[Way.KEEP].button.isChecked()
    assert wizard.help._options[Way.FULL].button.isEnabled()


def test_another_series_with_the_same_person_may_stay_alone(walk):
    transitions = FakeTransitions(other_series=(("m-2", "Career & <b>chat</b>"),))
    wizard = walk(transitions).wizard

    assert wizard.help._options[Way.FULL].button.isChecked()
    assert wizard.help._options[Way.FULL].button.text() == "Close these meetings and keep “Career && <b>chat</b>”"


def test_young_meetings_beside_another_series_are_kept_by_default(walk):
    transitions = FakeTransitions(other_series=(("m-2", "Chat"),), may_close=False)

    assert walk(transitions).wizard.help._options[Way.KEEP].button.isChecked()


def test_the_buttons_follow_the_chosen_way(walk):
    walker = walk()
    onward, end = (walker.wizard.button(which) for which in (BUTTON.NextButton, BUTTON.FinishButton))
    assert onward.text() == "A few words about why", "keeping everything may have a reason too"
    walker.choose(Way.STAY)
    assert onward.isVisible() and not end.isVisible()
    assert onward.text() == "Ne&xt"
    walker.choose(Way.KEEP)
    assert end.isVisible() and end.text() == "Keep them"


def test_a_click_anywhere_on_the_card_chooses_it(walk):
    walker = walk()
    card = walker.wizard.help._cards[Way.FULL]
    walker.qtbot.mouseClick(card, Qt.MouseButton.LeftButton)

    assert walker.wizard.session.chosen.way is Way.FULL


def test_someone_elses_calendar_is_said_at_once(walk):
    wizard = walk(FakeTransitions(role=Role.ATTENDEE)).wizard

    assert "kept in another person's calendar" in wizard.help._note.text()


def test_ended_meetings_offer_a_thank_you_to_copy(walk):
    thanks = Draft("thank-you", "Thank you", "Three things I still use.")
    transitions = FakeTransitions(fail_with={"choices": Refusal("already-ended", drafts=(thanks,))})
    wizard = walk(transitions, ready=False).wizard

    assert wizard.help.message.words.startswith("These meetings have already ended")
    wizard.help._drafts.copy.click()
    assert QApplication.clipboard().text() == "Three things I still use."
    assert wizard.help._drafts.copy.text() == "Copied"
    assert ways(wizard) == []
    assert wizard.button(BUTTON.FinishButton).isEnabled()


def test_without_knowing_who_is_who_nothing_is_offered(walk):
    wizard = walk(FakeTransitions(role=Role.UNKNOWN)).wizard

    assert wizard.help.message.words.startswith("Which of these people are you?")
    assert ways(wizard) == []


def test_trouble_is_said_and_can_be_tried_again(walk):
    transitions = FakeTransitions(fail_with={"choices": Trouble("store-busy", "/place")})
    walker = walk(transitions, ready=False)
    message = walker.wizard.help.message
    assert message.words.startswith(Trouble("store-busy", "/place").title)

    message._act.click()
    walker.until(lambda: walker.wizard.session.choices is not None)

    assert message.words == ""
    assert len(ways(walker.wizard)) == 5


def test_slowing_down_ends_the_series_and_comes_back_twice_a_year(walk):
    walker = walk()
    walker.to_check(Way.SLOW)

    answers = walker.wizard.session._graduand.transitions.made("propose")[-1]
    assert answers.big_picture is Rhythm.EVERY_6_MONTHS


def test_closing_fully_leaves_the_talk_out(walk):
    walker = walk()
    walker.to_check(Way.FULL)

    assert walker.wizard.currentId() == At.CHECK
    assert walker.wizard.session._graduand.transitions.made("propose")[-1].big_picture is Rhythm.NONE


def test_another_way_proposes_the_talk_anew(walk):
    walker = walk()
    walker.to_talk()
    walker.wizard.talk.rhythm.pick(Rhythm.EVERY_9_MONTHS)
    walker.wizard.back()
    walker.wizard.back()
    walker.choose(Way.SLOW)
    walker.next()
    walker.next()

    assert walker.wizard.talk.rhythm.value is Rhythm.EVERY_6_MONTHS
