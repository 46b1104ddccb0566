"""How an account stands, in words: what was read and when, and what is in the way. No Qt."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from resources import texts
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.accounts import AccountState, CalendarState
    from desktop.services.importing import ImportReport

OFFLINE = ("google-no-connection",)
"""Codes of a `Trouble` that passes by itself: the network is elsewhere."""

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


def state_words(account: AccountState, now: datetime, zone: tzinfo) -> str:
    """`Read 5 minutes ago`; where something is in the way, that, and from when is what the windows show."""
    trouble, read = account.trouble, account.synced_at
    if trouble is None:
        return (
            text("accounts_ui.state.never")
            if read is None
            else text("accounts_ui.state.read", age=age(read, now, zone))
        )
    kind = "sign-in" if account.needs_sign_in else "offline" if trouble.code in OFFLINE else "other"
    if read is None:
        return text(f"accounts_ui.state.{kind}-never", title=trouble.title)
    return text(f"accounts_ui.state.{kind}", title=trouble.title, age=age(read, now, zone))


def age(then: datetime, now: datetime, zone: tzinfo) -> str:
    """How long ago, near enough for a person: minutes, then the time, then the day. Both are aware."""
    ago = now - then
    if ago < _MINUTE:
        return text("accounts_ui.age.now")
    if ago < _HOUR:
        return text("accounts_ui.age.minutes", n=ago // _MINUTE)
    local, today = then.astimezone(zone), now.astimezone(zone).date()
    time = texts.clock(local)
    if local.date() == today:
        return text("accounts_ui.age.today", time=time)
    if local.date() == today - timedelta(days=1):
        return text("accounts_ui.age.yesterday", time=time)
    return text("accounts_ui.age.date", day=texts.day(local.date(), year=local.year != today.year), time=time)


def calendar_words(calendar: CalendarState) -> str:
    """A calendar's name, and what is special about it."""
    name = " ".join(calendar.name.split())
    if calendar.main:
        return text("accounts_ui.calendars.main", name=name)
    if calendar.access.value in ("reader", "free-busy"):
        return text(f"accounts_ui.calendars.{calendar.access.value}", name=name)
    return name


def found_words(report: ImportReport) -> str:
    """What a first read brought."""
    if report.new or report.changed:
        return text("accounts_ui.found.entries", n=len(report.new) + len(report.changed))
    return text("accounts_ui.found.nothing-new" if report.unchanged else "accounts_ui.found.none")
