"""Where a series lives: its account, its calendar, what the user may do there, and where its talk would go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.mentoring.plan import Plan
from desktop.services.clock import Clock
from integrations.calendars.model import Batch, Series
from integrations.calendars.port import Access, Standing

if TYPE_CHECKING:
    from desktop.services.walking import Seen
    from desktop.store.store import Store

_CHANGEABLE = 2
"""The rank of a row that is live and the user's to change, see `store.calendars.Row`."""


@dataclass(frozen=True, slots=True)
class Place:
    """`account` and `calendar` are ids, "" for files. `talk_calendar` is "" where the talk goes beside the series."""

    account: str = ""
    calendar: str = ""
    changeable: bool = True
    talk_calendar: str = ""


def place_of(store: Store, series: Series) -> Place:
    """Where the series that is shown under this UID was read."""
    if series.source == "ics":
        return Place()
    row = store.calendars.series(series.uid)
    if row is None or not row.origin:
        return Place()
    account, _, calendar = row.origin.partition("/")
    calendars = [known.calendar for known in store.accounts.calendars(account)]
    here = next((one for one in calendars if one.id == calendar), None)
    main = next((one for one in calendars if one.main), None)
    elsewhere = here is not None and here.access not in (Access.OWNER, Access.WRITER)
    return Place(account, calendar, row.rank >= _CHANGEABLE, main.id if elsewhere and main is not None else "")


def refreshed(store: Store, clock: Clock) -> Seen:
    """Lets the store show at once what a plan changed: the series and what continues it, or that it is gone."""

    def seen(plan: Plan, uid: str, standing: Standing | None) -> None:
        origin = plan.source.origin
        if uid in {rung.uid for rung in plan.rungs}:
            if standing is None:  # it never began: nothing of it is anybody's past
                store.calendars.drop(origin, [uid])
            else:
                store.calendars.put(Batch(series=(standing.series,)), at=clock(), origin=origin, mine=[uid])
            return
        if uid != plan.uid:
            return
        if standing is None:
            store.calendars.remove([uid], at=clock(), origin=origin)
            return
        row = store.calendars.series(uid)
        if row is not None and row.origin == origin:
            store.calendars.put(
                Batch(series=(standing.series,)),
                at=clock(),
                origin=origin,
                mine=[uid] if row.rank >= _CHANGEABLE else (),
            )

    return seen
