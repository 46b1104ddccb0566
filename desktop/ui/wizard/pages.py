"""Makes each page when it is first wanted: a wizard that opens has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.ui.wizard.route import At

if TYPE_CHECKING:
    from desktop.ui.wizard.parts import Page
    from desktop.ui.wizard.session import Session


def _become(session: Session) -> Page:
    from desktop.ui.wizard.talk_page import TalkPage  # noqa: PLC0415

    return TalkPage(session)


def _date(session: Session) -> Page:
    from desktop.ui.wizard.date_page import DatePage  # noqa: PLC0415

    return DatePage(session)


def _check(session: Session) -> Page:
    from desktop.ui.wizard.check_page import CheckPage  # noqa: PLC0415

    return CheckPage(session)


def _done(session: Session) -> Page:
    from desktop.ui.wizard.done_page import DonePage  # noqa: PLC0415

    return DonePage(session)


MAKERS: dict[At, Callable[[Session], Page]] = {
    At.BECOME: _become,
    At.DATE: _date,
    At.CHECK: _check,
    At.DONE: _done,
}
"""By id; the first page is made with the wizard."""
