"""Accounts: signing in and out, which calendars are read, and how each account stands.

Everything here may wait: for the user's browser, for their keyring, for Google. Never on the GUI's thread.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from integrations.calendars.google.endpoints import Endpoints, endpoints_from
from integrations.calendars.port import Access
from integrations.errors import Trouble

if TYPE_CHECKING:
    from desktop.services.clock import Clock
    from desktop.store import Account, AccountCalendar, Store
    from integrations.calendars.google.client import Client
    from integrations.calendars.google.sign_in import Wish
    from integrations.calendars.google.source import GoogleSource
    from integrations.calendars.google.tokens import Granted, OAuthClient, TokenEndpoint
    from integrations.calendars.google.transport import Transport
    from integrations.calendars.port import Calendar
    from integrations.secrets import Secrets

GOOGLE = "google"
CLIENT_VARIABLE = "GRADUAND_GOOGLE_CLIENT_FILE"
_SERVICE = "Graduand"
_CLIENT = "client"
"""The name of the OAuth client's secret in the keyring; a refresh token has the name of its account."""

Cancel = Callable[[], bool] | None
Opened = Callable[[str], None] | None


@dataclass(frozen=True)
class CalendarState:
    """One calendar of an account. `chosen`: it is read. `trouble` is a code, "" when well."""

    id: str
    name: str
    access: Access
    main: bool
    chosen: bool
    synced_at: datetime | None
    trouble: str


@dataclass(frozen=True)
class AccountState:
    """One account, as people see it.

    `endpoint` is "" for the provider itself, else the test endpoint's address. `writing`: the user has allowed changes.
    """

    id: str
    kind: str
    address: str
    endpoint: str
    writing: bool
    synced_at: datetime | None
    trouble: Trouble | None
    calendars: tuple[CalendarState, ...]

    @property
    def needs_sign_in(self) -> bool:
        """Whether only signing in again helps."""
        return self.trouble is not None and needs_sign_in(self.trouble)


_WAITS = frozenset(
    {
        "keyring-locked",
        "keyring-closed",
        "keyring-damaged",
        "keyring-silent",
        "keyring-not-loaded",
        "google-client-missing",
    }
)


def waits_for_user(trouble: Trouble) -> bool:
    """Whether it is no use to try again before the user has done something: a keyring that was left locked asks for
    its password each time.
    """
    return trouble.code in _WAITS or needs_sign_in(trouble)


def needs_sign_in(trouble: Trouble) -> bool:
    """Whether only signing in again helps against this trouble."""
    if not trouble.code.startswith(("google-", "keyring-")):
        return False
    from integrations.calendars.google.troubles import SIGN_IN_NEEDED

    return trouble.code in SIGN_IN_NEEDED


class Accounts:
    """Every call may raise `Trouble`: `google-…`, `keyring-…`, `store-…`; `account-unknown` for an id of none."""

    def __init__(
        self, store: Callable[[], Store], clock: Clock, *, environment: Mapping[str, str] = os.environ
    ) -> None:
        self._store = store
        self._clock = clock
        self._environment = environment
        self._turn = threading.RLock()
        self._clients: dict[str, Client] = {}

    @cached_property
    def _endpoints(self) -> Endpoints:
        return endpoints_from(self._environment)

    @property
    def endpoint(self) -> str:
        """ "" where Google itself is asked, else what the environment put in its place."""
        return self._endpoints.named

    def all(self) -> tuple[AccountState, ...]:
        """Every account, the oldest first. Asks nothing of the network or the keyring."""
        accounts = self._store().accounts
        return tuple(_state(account, accounts.calendars(account.id)) for account in accounts.all())

    def client_ready(self, kind: str = GOOGLE) -> bool:
        """Whether there is an OAuth client to sign in with."""
        if self._environment.get(CLIENT_VARIABLE) or self._store().accounts.client(kind, self.endpoint):
            return True
        from integrations.calendars.google.client_file import packaged_client

        return packaged_client() is not None

    def use_client_file(self, path: Path) -> None:
        """Sign in with the OAuth client in this file from now on; the file is not needed afterwards.

        Raises `Trouble` (`google-client-…`) for a file that holds none.
        """
        from integrations.calendars.google.client_file import read_client

        client = read_client(path)
        self._secrets.put(_CLIENT, client.secret)
        self._store().accounts.set_client(GOOGLE, self.endpoint, client.id)
        self._forget_clients()

    def add_google(self, *, cancelled: Cancel = None, opened: Opened = None) -> AccountState:
        """Sign in with Google to read; the same account again is reconnected. Raises Cancelled."""
        from integrations.calendars.google.sign_in import Wish

        return self._sign_in(Wish(), cancelled, opened)

    def reconnect(self, account_id: str, *, cancelled: Cancel = None, opened: Opened = None) -> AccountState:
        """Sign in again to an account, with what it was allowed before.

        Raises `Trouble("google-other-account")` where the user chose another one, and Cancelled.
        """
        from integrations.calendars.google.sign_in import READING, WRITING, Wish

        account = self._account(account_id)
        return self._sign_in(Wish(WRITING if account.writing else READING, account.address), cancelled, opened)

    def allow_writing(self, account_id: str, *, cancelled: Cancel = None, opened: Opened = None) -> AccountState:
        """Ask for the right to change meetings, which the first Apply needs (R3). As `reconnect`."""
        from integrations.calendars.google.sign_in import WRITING, Wish

        return self._sign_in(Wish(WRITING, self._account(account_id).address), cancelled, opened)

    def choose(self, account_id: str, calendars: Collection[str]) -> None:
        """Read these calendars from now on, and no other."""
        self._account(account_id)
        self._store().accounts.choose(account_id, calendars)

    def remove(self, account_id: str) -> bool:
        """Disconnect: the sign-in and everything read goes, what the user said themselves stays.

        Gives whether Google confirmed that the sign-in is no longer good; False where it could not be asked. Raises
        `Trouble("keyring-locked")`, and then nothing was removed, since the sign-in would stay behind. Where there is
        no keyring at all nobody could ever disconnect, so the account goes, and what the keyring held stays in it:
        `has_keyring` tells, and the permission is then to be taken back at Google by hand.
        """
        self._account(account_id)
        revoked = self._revoked(account_id)
        self._store().accounts.remove(account_id)
        with self._turn:
            if client := self._clients.pop(account_id, None):
                client.close()
        return revoked

    def source(self, account_id: str) -> GoogleSource:
        """The account's calendars, ready to be asked. One synchronisation or plan at a time uses one source."""
        from integrations.calendars.google.source import GoogleSource

        return GoogleSource(self.client(account_id), self._account(account_id).address)

    def client(self, account_id: str) -> Client:
        """What asks Google for this account; its access token is in memory alone, and kept as long as it is good."""
        from integrations.calendars.google.client import Client
        from integrations.calendars.google.tokens import Access as Right

        account = self._account(account_id)
        with self._turn:
            known = self._clients.get(account_id)
            if known is None:
                kept = self._secrets.get(account_id)
                if not kept:
                    raise Trouble("google-signed-out", account.address)
                right = Right(self._tokens, kept, rotated=self._keeper(account_id), ended=lambda: self._ended(account))
                known = self._clients[account_id] = Client(self._endpoints, right)
            return known

    def close(self) -> None:
        """Let go of the connections; a later call makes new ones."""
        self._forget_clients()
        if "_transport" in self.__dict__:
            self._transport.close()

    def keyring(self) -> str:
        """What keeps the secrets, by its name; asks for no password. Raises `Trouble` (`keyring-…`)."""
        return self._secrets.backend(wait=False)

    def has_keyring(self) -> bool:
        """Whether there is a keyring at all to keep a sign-in in, or to take one out of."""
        try:
            self.keyring()
        except Trouble as trouble:
            return trouble.code != "keyring-none"
        return True

    @cached_property
    def _secrets(self) -> Secrets:
        from integrations.secrets import Secrets  # the library takes 60 ms

        return Secrets(f"{_SERVICE} ({self.endpoint})" if self.endpoint else _SERVICE, environment=self._environment)

    @cached_property
    def _transport(self) -> Transport:
        """For signing in and out; a client has its own."""
        from integrations.calendars.google.transport import Transport

        return Transport()

    @property
    def _tokens(self) -> TokenEndpoint:
        from integrations.calendars.google.tokens import TokenEndpoint

        return TokenEndpoint(self._endpoints, self._client(), self._transport)

    def _client(self) -> OAuthClient:
        """The environment's, else the user's own, else the one of this build."""
        from integrations.calendars.google.client_file import packaged_client, read_client
        from integrations.calendars.google.tokens import OAuthClient

        if named := self._environment.get(CLIENT_VARIABLE):
            return read_client(Path(named))
        if id_ := self._store().accounts.client(GOOGLE, self.endpoint):
            if secret := self._secrets.get(_CLIENT):
                return OAuthClient(id_, secret)
        elif packaged := packaged_client():
            return packaged
        raise Trouble("google-client-missing")

    def _sign_in(self, wish: Wish, cancelled: Cancel, opened: Opened) -> AccountState:
        from integrations.calendars.google.sign_in import sign_in

        client = self._client()
        self._secrets.backend()  # without a keyring nobody is sent to a browser
        return sign_in(
            self._endpoints,
            client,
            self._tokens,
            wish,
            lambda granted: self._accept(granted, wish, cancelled),
            opened=opened,
            cancelled=cancelled,
        )

    def _accept(self, granted: Granted, wish: Wish, cancelled: Cancel) -> AccountState:
        """Keep a sign-in, once it is known whose it is."""
        from desktop.store import Account
        from integrations.calendars.google.calendar_list import address_of, read_calendars
        from integrations.calendars.google.client import Client
        from integrations.calendars.google.sign_in import may_write
        from integrations.calendars.google.tokens import Access as Right

        accounts = self._store().accounts
        right = Right(self._tokens, granted.refresh, rotated=lambda _: None, granted=granted)
        client = Client(self._endpoints, right, transport=self._transport)
        calendars = read_calendars(client, cancelled=cancelled)
        address = self._checked(address_of(calendars), wish)
        now = self._clock()
        known = next((one for one in accounts.all() if self._is(one, address)), None)
        account = known or Account(self._free_id(address), GOOGLE, address, self.endpoint, False, now)
        ends_at = None if granted.refresh_seconds is None else now + timedelta(seconds=granted.refresh_seconds)
        self._secrets.put(account.id, granted.refresh)
        account = replace(account, writing=may_write(granted.scopes), trouble="", ends_at=ends_at)
        self._keep(account, calendars)
        return _state(account, accounts.calendars(account.id))

    def _keep(self, account: Account, calendars: tuple[Calendar, ...]) -> None:
        store = self._store()
        with store.transaction():
            store.accounts.add(account)
            store.accounts.put_calendars(account.id, calendars)
        self._forget_clients()

    def _checked(self, address: str, wish: Wish) -> str:
        if not address:
            raise Trouble("google-no-main-calendar")
        if wish.address and address.lower() != wish.address.lower():
            raise Trouble("google-other-account", address, expected=wish.address)
        return address

    def _revoked(self, account_id: str) -> bool:
        """Take the sign-in back at Google where that can be done, and out of the keyring."""
        try:
            kept = self._secrets.get(account_id)
        except Trouble as trouble:
            if trouble.code == "keyring-none":
                return False
            if trouble.code != "keyring-damaged":
                raise
            kept = ""
        revoked = False
        if kept:
            try:
                revoked = self._tokens.revoke(kept)
            except Trouble:  # without a client there is nobody to ask
                revoked = False
        self._secrets.remove(account_id)
        return revoked

    def _ended(self, account: Account) -> str:
        """Which of the two words for a sign-in that is over fits."""
        over = account.ends_at is not None and self._clock() >= account.ends_at
        return "google-signed-out-testing" if over else "google-signed-out"

    def _keeper(self, account_id: str) -> Callable[[str], None]:
        return lambda refresh_token: self._secrets.put(account_id, refresh_token)

    def _account(self, account_id: str) -> Account:
        account = self._store().accounts.get(account_id)
        if account is None:
            raise Trouble("account-unknown", account_id)
        if account.endpoint != self.endpoint:
            raise Trouble("google-other-endpoint", account.address)
        return account

    def _is(self, account: Account, address: str) -> bool:
        return (account.kind, account.address.lower(), account.endpoint) == (GOOGLE, address.lower(), self.endpoint)

    def _free_id(self, address: str) -> str:
        """Short, the same whenever this account is connected again, and nothing that an address can be read from."""
        digest = hashlib.sha256(f"{GOOGLE}\0{self.endpoint}\0{address.lower()}".encode()).hexdigest()
        taken = {account.id for account in self._store().accounts.all()}
        return next(id_ for length in range(4, 64) if (id_ := f"{GOOGLE}-{digest[:length]}") not in taken)

    def _forget_clients(self) -> None:
        with self._turn:
            for client in self._clients.values():
                client.close()
            self._clients.clear()


def _state(account: Account, calendars: tuple[AccountCalendar, ...]) -> AccountState:
    return AccountState(
        account.id,
        account.kind,
        account.address,
        account.endpoint,
        account.writing,
        account.synced_at,
        Trouble(account.trouble, account.address) if account.trouble else None,
        tuple(
            CalendarState(
                one.id,
                one.calendar.name,
                one.calendar.access,
                one.calendar.main,
                one.reads,
                one.synced_at,
                one.trouble,
            )
            for one in calendars
        ),
    )
