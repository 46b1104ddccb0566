"""The store as the services see it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from desktop.store.accounts import Accounts
from desktop.store.backups import back_up, backups_in, remove_backups
from desktop.store.calendars import Calendars
from desktop.store.connection import PATIENCE, Database
from desktop.store.forgetting import forget
from desktop.store.former_settings import FormerSettings
from desktop.store.jottings import Jottings
from desktop.store.lately import SaidLately
from desktop.store.migrations import Migration, known_migrations
from desktop.store.opening import BACKUPS, FILE, open_database, set_aside_in
from desktop.store.plans import Plans
from desktop.store.shown import ShownReminders
from desktop.store.told import Tellings
from desktop.store.words import Words
from integrations.errors import Trouble
from integrations.files import locked

PLANS_LOCK = "plans.lock"
_COUNTED = (
    "series",
    "meetings",
    "days_off",
    "marks",
    "corrections",
    "absences",
    "answers",
    "person_pairs",
    "declined",
    "told",
    "pulses",
    "not_now",
    "shown",
    "lately",
    "called_off",
    "takeaways",
    "jottings",
    "sheets",
    "preferences",
    "accounts",
    "account_calendars",
    "oauth_clients",
    "held",
    "recounted",
    "plans",
    "journal",
)


@dataclass(frozen=True, slots=True)
class Integrity:
    """The store's health, without a title, name or address. `findings` are SQLite's words, empty when sound.

    `version` is the number of the last migration, `rows` the number of rows by table, `damaged` the
    damaged stores that were kept.
    """

    findings: tuple[str, ...]
    version: int
    sqlite: str
    journal_mode: str
    size: int
    rows: Mapping[str, int]
    backups: tuple[Path, ...]
    damaged: tuple[Path, ...]

    @property
    def sound(self) -> bool:
        """Whether SQLite found nothing to say."""
        return not self.findings


class Store:
    """Everything that Graduand keeps, in one folder. Any thread may use it; so may several processes.

    `calendars`: what was read. `words`: marks, corrections, absences, answers. `told`: what was said of a
    mentorship. `shown`: what was shown of reminders; `lately`: what of it waits for an answer. `former_settings`:
    what is to move into the settings' file. `plans`: plans and their journal. `accounts`: calendars that live
    elsewhere, and what is held of them. Every call may raise `Trouble` with a code `store-…`.
    """

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self._database = database
        self.calendars = Calendars(database)
        self.words = Words(database)
        self.told = Tellings(database)
        self.shown = ShownReminders(database)
        self.lately = SaidLately(database)
        self.former_settings = FormerSettings(database)
        self.plans = Plans(database)
        self.accounts = Accounts(database)
        self.jottings = Jottings(database)

    @classmethod
    def open(
        cls, data_dir: Path, *, patience: float = PATIENCE, migrations: Sequence[Migration] | None = None
    ) -> Store:
        """The store in `data_dir`; folder (0700) and file (0600) are made if there are none, older ones updated.

        `patience`: seconds to wait for another process. Raises `Trouble`, see `opening.open_database`.
        """
        steps = known_migrations() if migrations is None else migrations
        return cls(data_dir, open_database(data_dir, steps, patience=patience))

    @staticmethod
    def exists(data_dir: Path) -> bool:
        """Whether there is a store to open; makes nothing."""
        return (data_dir / FILE).exists()

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All writes inside are kept together or not at all; a nested one joins."""
        return self._database.transaction()

    def reading(self) -> AbstractContextManager[None]:
        """All reads inside see one moment of the store; writes inside are a bug."""
        return self._database.reading()

    @contextmanager
    def carrying_out(self, *, patience: float = 0.0) -> Iterator[None]:
        """Only one at a time, in whatever process, applies or undoes plans, or looks for interrupted ones.

        Raises `Trouble("store-plan-busy")` while another does. Let go of by the system when a process is killed.
        """
        with locked(self.folder / PLANS_LOCK, patience=patience) as held:
            if not held:
                raise Trouble("store-plan-busy", str(self.folder))
            yield

    def forget(self, mentorships: Collection[str], uids: Collection[str], addresses: Collection[str] = ()) -> int:
        """Delete everything local about a pair (R23), back-ups included; gives the number of rows deleted.

        `uids`: of its series and one-off meetings. `addresses`: of people that no other mentorship has.
        The deleted text is overwritten on the disk; the back-ups are replaced by one of the store as it is then.
        Damaged stores that were kept (`integrity().damaged`) and files that plans wrote elsewhere stay.
        """
        gone = forget(self._database, mentorships, uids, addresses)
        self._database.outside("PRAGMA wal_checkpoint(TRUNCATE)")  # the journal still held the old pages
        backups = self.folder / BACKUPS
        if remove_backups(backups):
            back_up(self.folder / FILE, backups, version=self._version(), now=datetime.now(UTC))
        return gone

    def integrity(self) -> Integrity:
        """What `doctor` says of the store. Reads all of it."""
        with self._database.reading():
            findings = tuple(row[0] for row in self._database.rows("PRAGMA integrity_check(20)") if row[0] != "ok")
            if self._database.rows("PRAGMA foreign_key_check"):
                findings = (*findings, "foreign keys")
            return Integrity(
                findings=findings,
                version=self._version(),
                sqlite=str(self._database.rows("SELECT sqlite_version()")[0][0]),
                journal_mode=str(self._database.rows("PRAGMA journal_mode")[0][0]),
                size=(self.folder / FILE).stat().st_size,
                rows={table: self._database.rows(f"SELECT count(*) FROM {table}")[0][0] for table in _COUNTED},
                backups=backups_in(self.folder / BACKUPS),
                damaged=set_aside_in(self.folder),
            )

    def _version(self) -> int:
        return int(self._database.rows("PRAGMA user_version")[0][0])
