"""`accounts`: which there are, connecting and disconnecting, and which of their calendars are read."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.cli.answer import Answer
from desktop.cli.printed import clean
from desktop.composition import Graduand
from integrations.errors import Trouble
from resources.texts import day, text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from desktop.services.accounts import AccountState, CalendarState

_VERSION = 1
_IN_PART = 3


def accounts(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`accounts`: list, add, remove, reconnect, allow changes, choose calendars."""
    deed = _DEEDS.get(asked.what)
    return deed(graduand, asked) if deed else _listed(graduand)


def _listed(graduand: Graduand) -> Answer:
    found = graduand.accounts.all()
    lines = [line for one in found for line in _account_lines(one, graduand.zone)]
    answer = {"version": _VERSION, "accounts": [account_json(one) for one in found]}
    return Answer(tuple(lines) or (text("accounts.none"),), answer)


def _add(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    if asked.kind != "google":
        raise Trouble("account-caldav-later")
    if asked.client is not None:
        graduand.accounts.use_client_file(asked.client)
    added = _one(graduand, graduand.accounts.add_google(opened=_opened), "connected")
    return replace(added, lines=(*added.lines, text("accounts.next")))


def _reconnect(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    return _one(graduand, graduand.accounts.reconnect(account_id(graduand, asked.id), opened=_opened), "connected")


def _allow_changes(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    return _one(graduand, allow_writing(graduand, account_id(graduand, asked.id)), "connected")


def allow_writing(graduand: Graduand, account_id: str) -> AccountState:
    """Ask in the browser for the right to change meetings. Raises Trouble."""
    return graduand.accounts.allow_writing(account_id, opened=_opened)


def _remove(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """What stays behind, at Google or in a keyring that may come back, is named; 3 where something does."""
    id_ = account_id(graduand, asked.id)
    revoked = graduand.accounts.remove(id_)
    forgotten = revoked or graduand.accounts.has_keyring()
    left = () if revoked else (text("accounts.not-revoked" if forgotten else "accounts.not-forgotten"),)
    answer = {"version": _VERSION, "removed": id_, "revoked": revoked, "forgotten": forgotten}
    return Answer((text("accounts.removed", id=id_),), answer, left, _IN_PART if left else 0)


def _calendars(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    id_ = account_id(graduand, asked.id)
    if asked.choose:
        account = _named(graduand.accounts.all(), id_)
        graduand.accounts.choose(id_, [_calendar_id(account, words) for words in asked.choose])
    return _one(graduand, _named(graduand.accounts.all(), id_))


def _one(graduand: Graduand, account: AccountState, says: str = "") -> Answer:
    head = (text(f"accounts.{says}", address=clean(account.address)),) if says else ()
    answer = {"version": _VERSION, "account": account_json(account)}
    return Answer((*head, *_account_lines(account, graduand.zone)), answer)


def _opened(address: str) -> None:
    """For a browser that does not open; standard output stays the answer's."""
    sys.stderr.write(text("accounts.opened", address=address) + "\n")
    sys.stderr.flush()


def account_id(graduand: Graduand, words: str) -> str:
    """An account by its id or its address."""
    return _named(graduand.accounts.all(), words).id


def _named(found: Iterable[AccountState], words: str) -> AccountState:
    for one in found:
        if words.lower() in (one.id, one.address.lower()):
            return one
    raise Trouble("account-unknown", words)


def _calendar_id(account: AccountState, words: str) -> str:
    """A calendar by its id, or by a name that only one has."""
    fitting = [one for one in account.calendars if one.id == words]
    fitting = fitting or [one for one in account.calendars if one.name == words]
    if len(fitting) != 1:
        raise Trouble("account-calendar-unknown", words)
    return fitting[0].id


def _account_lines(account: AccountState, zone: tzinfo) -> list[str]:
    """An account, how it stands, and its calendars."""
    lines = [text("accounts.line", address=clean(account.address), kind=account.kind, id=account.id)]
    if account.endpoint:
        lines.append("  " + text("accounts.endpoint", endpoint=account.endpoint))
    lines.append("  " + text("accounts.writes" if account.writing else "accounts.reads"))
    read = account.synced_at and account.synced_at.astimezone(zone)
    lines.append("  " + (text("accounts.synced", day=day(read, year=True)) if read else text("accounts.never-synced")))
    if account.trouble:
        lines.append("  ! " + str(account.trouble))
    return [*lines, *(_calendar_line(one) for one in account.calendars)]


def _calendar_line(calendar: CalendarState) -> str:
    mark = "x" if calendar.chosen else " "
    name, id_ = clean(calendar.name), clean(calendar.id)
    return "  " + text("accounts.calendar", mark=mark, name=name, id=id_, access=calendar.access.value)


def account_json(account: AccountState) -> dict[str, Any]:
    """One of `accounts`."""
    trouble = account.trouble
    return {
        "id": account.id,
        "kind": account.kind,
        "address": account.address,
        "endpoint": account.endpoint,
        "writing": account.writing,
        "synced_at": account.synced_at.isoformat() if account.synced_at else None,
        "needs_sign_in": account.needs_sign_in,
        "trouble": {"code": trouble.code, "title": trouble.title, "says": str(trouble)} if trouble else None,
        "calendars": [_calendar_json(one) for one in account.calendars],
    }


def _calendar_json(calendar: CalendarState) -> dict[str, Any]:
    return {
        "id": calendar.id,
        "name": calendar.name,
        "access": calendar.access.value,
        "main": calendar.main,
        "chosen": calendar.chosen,
        "synced_at": calendar.synced_at.isoformat() if calendar.synced_at else None,
        "trouble": calendar.trouble or None,
    }


_DEEDS = {
    "add": _add,
    "remove": _remove,
    "reconnect": _reconnect,
    "allow-changes": _allow_changes,
    "calendars": _calendars,
}
