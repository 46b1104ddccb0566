"""The order of the pages: by what would help, by the career stage, and by what is left to do."""

from __future__ import annotations

import itertools

import pytest

from desktop.mentoring.letters.kinds import Stage
from desktop.mentoring.sheet import Way
from desktop.ui.wizard.pages import MAKERS
from desktop.ui.wizard.route import LOCKED, SKIPPABLE, Act, At, act, route

WAYS = (Way.SLOW, Way.STAY, Way.FULL)


def test_every_page_can_be_made() -> None:
    assert set(MAKERS) == set(At) - {At.HELP}


@pytest.mark.parametrize(("way", "stage"), list(itertools.product(WAYS, Stage)))
def test_no_calendar_changes_before_the_words_and_the_date(way: Way, stage: Stage) -> None:
    found = route(way, stage)
    assert found[0] is At.HELP
    assert found[-3:] == (At.CHECK, At.DONE, At.AFTER)
    assert {At.TELL, At.DATE} <= set(found[: found.index(At.CHECK)])
    assert len(found) == len(set(found))
    assert [act(at) for at in found] == sorted((act(at) for at in found), key=list(Act).index)


@pytest.mark.parametrize("way", WAYS)
def test_early_on_the_order_is_firm(way: Way) -> None:
    found = route(way, Stage.EARLY)
    assert tuple(at for at in found if at in LOCKED) == (At.WHY, At.TELL, At.DATE, At.LAST_TALK)


def test_leaders_settle_what_it_becomes_and_what_they_offer_before_the_date() -> None:
    found = route(Way.STAY, Stage.LEADER)
    assert found.index(At.BECOME) < found.index(At.OFFER) < found.index(At.DATE)


def test_closing_fully_asks_for_no_talk() -> None:
    assert At.BECOME not in route(Way.FULL)


def test_on_the_safe_branch_there_is_no_thanks_no_offer_and_no_last_talk() -> None:
    assert route(Way.WRONG) == (At.HELP, At.SAFE, At.DATE, At.CHECK, At.DONE)


def test_where_nothing_lies_ahead_thanks_a_summary_and_an_offer_are_left() -> None:
    assert route(Way.STAY, over=True) == (At.HELP, At.THANKS, At.SUMMARY, At.OFFER, At.BECOME)


def test_stage_and_side_are_asked_once_and_only_where_something_follows_from_them() -> None:
    assert At.YOU in route(Way.STAY, unsaid=True)
    assert At.YOU not in route(Way.STAY)
    assert At.YOU not in route(Way.KEEP, unsaid=True)
    assert At.YOU not in route(Way.WRONG, unsaid=True)


def test_the_date_and_the_check_cannot_be_left_out() -> None:
    assert not {At.HELP, At.DATE, At.CHECK} & SKIPPABLE
