"""What is kept on this machine, in SQLite: `Store.open(folder)`. The only place that imports sqlite3."""

from desktop.store.accounts import Account, AccountCalendar
from desktop.store.calendars import Change, Kind, Put, Row, origin_of, revision_of, shown
from desktop.store.lately import Said
from desktop.store.plans import Direction, FileChange, JournalEntry, StoredPlan
from desktop.store.shown import Takeaway
from desktop.store.store import Integrity, Store
from desktop.store.told import NotNow

__all__ = [
    "Account",
    "AccountCalendar",
    "Change",
    "Direction",
    "FileChange",
    "Integrity",
    "JournalEntry",
    "Kind",
    "NotNow",
    "Put",
    "Row",
    "Said",
    "Store",
    "StoredPlan",
    "Takeaway",
    "origin_of",
    "revision_of",
    "shown",
]
