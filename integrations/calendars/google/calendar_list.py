"""The calendars of an account, and what the account is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.calendars.google.calls import request
from integrations.calendars.google.client import Client
from integrations.calendars.port import Access, Calendar

_ACCESS = {
    "owner": Access.OWNER,
    "writer": Access.WRITER,
    "writerWithoutPrivateAccess": Access.WRITER,
    "reader": Access.READER,
    "freeBusyReader": Access.FREE_BUSY,
}
_SHOWN = "id,summary,summaryOverride,timeZone,backgroundColor,accessRole,primary,deleted"
_FIELDS = f"nextPageToken,items({_SHOWN})"


def read_calendars(client: Client, *, cancelled: Callable[[], bool] | None = None) -> tuple[Calendar, ...]:
    """Every calendar in the account's list, the main one first, then by name.

    Raises `Trouble` (`google-…`) and Cancelled.
    """
    found: list[Calendar] = []
    page: str | None = None
    while True:
        asked = request("calendarList.list", maxResults=250, showHidden=True, pageToken=page, fields=_FIELDS)
        answer = client.read(asked, cancelled=cancelled)
        found += _calendars(answer.get("items"))
        page = answer.get("nextPageToken")
        if not page:
            return tuple(sorted(found, key=lambda one: (not one.main, one.name.casefold(), one.id)))


def address_of(calendars: Iterable[Calendar]) -> str:
    """How the account is called: the id of its main calendar is its address. "" where the list has no main one."""
    return next((one.id for one in calendars if one.main), "")


def _calendars(items: object) -> list[Calendar]:
    if not isinstance(items, list):
        return []
    return [_calendar(item) for item in items if isinstance(item, dict) and item.get("id") and not item.get("deleted")]


def _calendar(item: Mapping[str, Any]) -> Calendar:
    id_ = str(item["id"])
    return Calendar(
        id_,
        str(item.get("summaryOverride") or item.get("summary") or id_),
        _ACCESS.get(str(item.get("accessRole")), Access.FREE_BUSY),
        bool(item.get("primary")),
        str(item.get("backgroundColor") or ""),
        _zone(item.get("timeZone")),
    )


def _zone(name: object) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
