"""Accounts of calendars that live elsewhere: which there are, what is read of them, and how far it was read.

Secrets are never here; they are in the keyring (`integrations/secrets.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.store.calendars import Calendars, origin_of
from desktop.store.connection import Database
from desktop.store.moment_text import read_instant, written_instant
from integrations.calendars.port import Access, Calendar, Changes, Held

_ACCOUNT = "id, kind, address, endpoint, writing, added_at, trouble, synced_at, ends_at"
_CALENDAR = "account, id, name, access, main, chosen, color, zone, cursor, read_at, synced_at, trouble"


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `id` is short and says nothing of its owner; `address` is how the provider calls it.

    `endpoint` is "" for the provider itself, else the address that was set in its place. `writing`: the user has
    allowed changes. `trouble` is the code of the last one, "" when well; `synced_at` the last good look; `ends_at` when
    the provider ends the sign-in by itself, where it said so (both UTC).
    """

    id: str
    kind: str
    address: str
    endpoint: str
    writing: bool
    added_at: datetime
    trouble: str = ""
    synced_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountCalendar:
    """One calendar of an account.

    `chosen` is None where the user has said nothing. `cursor` is where the next read goes on, "" for a whole one;
    `read_at` the last whole read, `synced_at` the last good look of any kind (UTC).
    """

    account: str
    calendar: Calendar
    chosen: bool | None = None
    cursor: str = ""
    read_at: datetime | None = None
    synced_at: datetime | None = None
    trouble: str = ""

    @property
    def id(self) -> str:
        """The provider's id of the calendar."""
        return self.calendar.id

    @property
    def reads(self) -> bool:
        """Whether it is to be read: as the user chose, else where it is the user's own."""
        return self.calendar.access is Access.OWNER if self.chosen is None else self.chosen


class Accounts:
    """Every call may raise `Trouble` (`store-…`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._calendars = Calendars(database)

    def all(self) -> tuple[Account, ...]:
        """Every account, the oldest first."""
        found = self._database.rows(f"SELECT {_ACCOUNT} FROM accounts ORDER BY added_at, rowid")
        return tuple(_account(row) for row in found)

    def get(self, account: str) -> Account | None:
        """One account; None where there is none of this id."""
        found = self._database.rows(f"SELECT {_ACCOUNT} FROM accounts WHERE id = ?", (account,))
        return _account(found[0]) if found else None

    def add(self, account: Account) -> None:
        """Keep a new account, or everything that has changed of a known one; its calendars stay."""
        values = (
            account.id,
            account.kind,
            account.address,
            account.endpoint,
            account.writing,
            written_instant(account.added_at),
            account.trouble,
            written_instant(account.synced_at) if account.synced_at else None,
            written_instant(account.ends_at) if account.ends_at else None,
        )
        changed = ", ".join(f"{name} = excluded.{name}" for name in _ACCOUNT.split(", ")[1:])
        with self._database.transaction():
            self._database.run(
                f"INSERT INTO accounts ({_ACCOUNT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                f"ON CONFLICT (id) DO UPDATE SET {changed}",
                values,
            )

    def remove(self, account: str) -> bool:
        """Delete an account with all that was read of it; what the user said and files brought stays.

        False where there was none.
        """
        with self._database.transaction():
            for known in self.calendars(account):
                self._drop(account, known.id)
            return self._database.run("DELETE FROM accounts WHERE id = ?", (account,)) > 0

    def set_health(self, account: str, trouble: str, *, at: datetime | None = None) -> None:
        """Note the code of the last trouble, "" for none, and with `at` (aware) that everything was looked at then."""
        with self._database.transaction():
            self._database.run(
                "UPDATE accounts SET trouble = ?, synced_at = coalesce(?, synced_at) WHERE id = ?",
                (trouble, written_instant(at) if at else None, account),
            )

    def client(self, kind: str, endpoint: str) -> str:
        """How this program names itself there, as the user brought it; "" where they brought nothing."""
        found = self._database.rows(
            "SELECT client FROM oauth_clients WHERE kind = ? AND endpoint = ?", (kind, endpoint)
        )
        return str(found[0][0]) if found else ""

    def set_client(self, kind: str, endpoint: str, client: str) -> None:
        """Keep how this program names itself there."""
        with self._database.transaction():
            self._database.run(
                "REPLACE INTO oauth_clients (kind, endpoint, client) VALUES (?, ?, ?)", (kind, endpoint, client)
            )

    def calendars(self, account: str) -> tuple[AccountCalendar, ...]:
        """The calendars of an account: the main one, then the others by name."""
        found = self._database.rows(
            f"SELECT {_CALENDAR} FROM account_calendars WHERE account = ? ORDER BY main DESC, name, id", (account,)
        )
        return tuple(_calendar(row) for row in found)

    def put_calendars(self, account: str, calendars: Iterable[Calendar]) -> None:
        """Make these the calendars of the account.

        What was chosen and read of the known ones stays; one that is gone goes with everything that was read of it.
        """
        with self._database.transaction():
            gone = {known.id for known in self.calendars(account)}
            for one in calendars:
                gone.discard(one.id)
                self._database.run(
                    "INSERT INTO account_calendars (account, id, name, access, main, color, zone) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, "
                    "access = excluded.access, main = excluded.main, color = excluded.color, zone = excluded.zone",
                    (account, one.id, one.name, one.access.value, one.main, one.color, getattr(one.zone, "key", "")),
                )
            for id_ in gone:
                self._drop(account, id_)
                self._database.run("DELETE FROM account_calendars WHERE account = ? AND id = ?", (account, id_))

    def listed_at(self, account: str) -> datetime | None:
        """When the list of the account's calendars was last read (UTC)."""
        found = self._database.rows("SELECT listed_at FROM accounts WHERE id = ?", (account,))
        return _instant_or_none(found[0][0]) if found else None

    def set_listed(self, account: str, *, at: datetime) -> None:
        """Note that the list of calendars was read then; `at` is aware."""
        with self._database.transaction():
            self._database.run("UPDATE accounts SET listed_at = ? WHERE id = ?", (written_instant(at), account))

    def choose(self, account: str, calendars: Collection[str]) -> None:
        """Read these calendars from now on, and no other; what was read of another goes."""
        with self._database.transaction():
            for known in self.calendars(account):
                chosen = known.id in calendars
                self._database.run(
                    "UPDATE account_calendars SET chosen = ? WHERE account = ? AND id = ?", (chosen, account, known.id)
                )
                if not chosen:
                    self._drop(account, known.id)

    def read_whole(self, account: str) -> None:
        """Let the next read of every calendar of the account be a whole one; what is held stays until then."""
        with self._database.transaction():
            self._database.run("UPDATE account_calendars SET cursor = '' WHERE account = ?", (account,))

    def set_calendar_health(self, account: str, calendar: str, trouble: str) -> None:
        """Note the code of what one calendar is in trouble with, "" for none."""
        with self._database.transaction():
            self._database.run(
                "UPDATE account_calendars SET trouble = ? WHERE account = ? AND id = ?", (trouble, account, calendar)
            )

    def held(self, account: str, calendar: str) -> dict[str, Held]:
        """What is held of a calendar, by id."""
        found = self._database.rows(
            "SELECT id, parent, uid, body FROM held WHERE account = ? AND calendar = ? ORDER BY id", (account, calendar)
        )
        return {row[0]: Held(*row) for row in found}

    def put(self, account: str, calendar: str, changes: Changes, *, at: datetime) -> None:
        """Keep what became different, and the cursor after it, together or not at all. `at` is aware.

        An exception lives as long as its series: it goes with it. Joins the caller's transaction.
        """
        place = (account, calendar)
        with self._database.transaction():
            if changes.whole:
                self._database.run("DELETE FROM held WHERE account = ? AND calendar = ?", place)
            for id_ in changes.gone:
                self._database.run(
                    "DELETE FROM held WHERE account = ? AND calendar = ? AND (id = ? OR parent = ?)", (*place, id_, id_)
                )
            self._database.run_many(
                "REPLACE INTO held (account, calendar, id, parent, uid, body) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (*place, one.id, one.parent, one.uid, one.body)
                    for one in sorted(changes.put, key=lambda held: held.id)
                ),
            )
            when = written_instant(at)
            self._database.run(
                "UPDATE account_calendars SET cursor = ?, synced_at = ?, read_at = coalesce(?, read_at), trouble = '' "
                "WHERE account = ? AND id = ?",
                (changes.cursor, when, when if changes.whole else None, *place),
            )

    def _drop(self, account: str, calendar: str) -> None:
        """Everything that was read of a calendar."""
        place = (account, calendar)
        self._calendars.drop(origin_of(account, calendar))
        self._database.run("DELETE FROM held WHERE account = ? AND calendar = ?", place)
        self._database.run(
            "UPDATE account_calendars SET cursor = '', read_at = NULL, synced_at = NULL, trouble = '' "
            "WHERE account = ? AND id = ?",
            place,
        )


def _account(row: tuple[Any, ...]) -> Account:
    id_, kind, address, endpoint, writing, added_at, trouble, synced_at, ends_at = row
    return Account(
        id_,
        kind,
        address,
        endpoint,
        bool(writing),
        read_instant(added_at),
        trouble,
        _instant_or_none(synced_at),
        _instant_or_none(ends_at),
    )


def _calendar(row: tuple[Any, ...]) -> AccountCalendar:
    account, id_, name, access, main, chosen, color, zone, cursor, read_at, synced_at, trouble = row
    return AccountCalendar(
        account,
        Calendar(id_, name, Access(access), bool(main), color, _zone(zone)),
        None if chosen is None else bool(chosen),
        cursor,
        _instant_or_none(read_at),
        _instant_or_none(synced_at),
        trouble,
    )


def _instant_or_none(written: str | None) -> datetime | None:
    return read_instant(written) if written else None


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):  # a newer tzdata wrote it
        return None
