"""Makes each page when it is first wanted: a wizard that opens has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.ui.wizard.route import At

if TYPE_CHECKING:
    from desktop.ui.wizard.parts import Page
    from desktop.ui.wizard.session import Session


def _you(session: Session) -> Page:
    from desktop.ui.wizard.you_page import YouPage

    return YouPage(session)


def _safe(session: Session) -> Page:
    from desktop.ui.wizard.safe_page import SafePage

    return SafePage(session)


def _why(session: Session) -> Page:
    from desktop.ui.wizard.why_page import WhyPage

    return WhyPage(session)


def _goals(session: Session) -> Page:
    from desktop.ui.wizard.goals_page import GoalsPage

    return GoalsPage(session)


def _try(session: Session) -> Page:
    from desktop.ui.wizard.try_page import TryPage

    return TryPage(session)


def _become(session: Session) -> Page:
    from desktop.ui.wizard.talk_page import TalkPage

    return TalkPage(session)


def _date(session: Session) -> Page:
    from desktop.ui.wizard.date_page import DatePage

    return DatePage(session)


def _tell(session: Session) -> Page:
    from desktop.ui.wizard.tell_page import TellPage

    return TellPage(session)


def _thanks(session: Session) -> Page:
    from desktop.ui.wizard.thanks_page import ThanksPage

    return ThanksPage(session)


def _summary(session: Session) -> Page:
    from desktop.ui.wizard.summary_page import SummaryPage

    return SummaryPage(session)


def _offer(session: Session) -> Page:
    from desktop.ui.wizard.offer_page import OfferPage

    return OfferPage(session)


def _last_talk(session: Session) -> Page:
    from desktop.ui.wizard.last_talk_page import LastTalkPage

    return LastTalkPage(session)


def _check(session: Session) -> Page:
    from desktop.ui.wizard.check_page import CheckPage

    return CheckPage(session)


def _done(session: Session) -> Page:
    from desktop.ui.wizard.done_page import DonePage

    return DonePage(session)


def _after(session: Session) -> Page:
    from desktop.ui.wizard.after_page import AfterPage

    return AfterPage(session)


MAKERS: dict[At, Callable[[Session], Page]] = {
    At.YOU: _you,
    At.SAFE: _safe,
    At.WHY: _why,
    At.GOALS: _goals,
    At.TRY: _try,
    At.BECOME: _become,
    At.DATE: _date,
    At.TELL: _tell,
    At.THANKS: _thanks,
    At.SUMMARY: _summary,
    At.OFFER: _offer,
    At.LAST_TALK: _last_talk,
    At.CHECK: _check,
    At.DONE: _done,
    At.AFTER: _after,
}
"""By id; the first page is made with the wizard."""
