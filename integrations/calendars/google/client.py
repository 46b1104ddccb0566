"""Asks Google: reads again and again with pauses, writes once. The only place that sends a request to the API.

    client.read(request("events.list", calendarId=id_, syncToken=cursor))
    client.write(request("events.patch", calendarId=id_, eventId=event, sendUpdates="all", etag=etag, body=change))

Nothing here is logged but the name of a call and how it ended: an address holds ids, which are addresses of people.
"""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock
from typing import Any

from integrations.calendars.google.calls import Calls, Request
from integrations.calendars.google.endpoints import Endpoints
from integrations.calendars.google.tokens import Access
from integrations.calendars.google.transport import Transport, Unreachable
from integrations.calendars.google.troubles import (
    NO_CONNECTION,
    NOT_SECURE,
    SCOPE_LEFT_OUT,
    SIGNED_OUT,
    WRITING_LEFT_OUT,
    Expired,
    Passing,
    Refused,
)
from integrations.calendars.port import Conflict, OutcomeUnknown
from integrations.errors import Cancelled, Trouble

ATTEMPTS = 5
"""How often a read is sent before it is given up."""
LONGEST = 32.0
"""Seconds of the longest pause between two of them."""
_CONFLICTS = frozenset({404, 409, 410, 412})
_log = logging.getLogger(__name__)


class Client:
    """Google's calendars for one account. Raises `Trouble` with a code `google-…` from every call.

    `sent` counts the requests by their names, repetitions included.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        access: Access,
        *,
        transport: Transport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._endpoints = endpoints
        self._access = access
        self._transport = transport or Transport()
        self._sleep = sleep
        self._building = Lock()
        self._built: Calls | None = None
        self.sent: Counter[str] = Counter()

    def read(self, request: Request, *, cancelled: Callable[[], bool] | None = None) -> dict[str, Any]:
        """The answer to a reading request, {} for an empty one.

        What may pass (5xx, 429, 403 for speed, a broken connection) is asked again, with pauses that grow and with
        those that Google names. Raises Refused, a `Trouble` with status and reason, for what a caller may expect: 404,
        410, 400; and Cancelled.
        """
        renewed = False
        for attempt in range(1, ATTEMPTS + 1):
            if cancelled and cancelled():
                raise Cancelled
            try:
                return self._asked(request, self._access.token())
            except Expired as error:
                if renewed:
                    raise Trouble(SIGNED_OUT) from error
                renewed = True
            except Passing as passing:
                if attempt >= _attempts(passing) or passing.wait > LONGEST:
                    raise passing.trouble from passing
                self._pause(passing.wait or 2 ** (attempt - 1) * random.uniform(0.5, 1.0), cancelled)
        raise Trouble(NO_CONNECTION)

    def write(self, request: Request) -> dict[str, Any]:
        """The answer to a writing request, which is sent once.

        Raises Conflict where the state is not the expected one (404, 409, 410, 412), so nothing was changed;
        OutcomeUnknown where it may or may not have been done: look before repeating. `Trouble` where it was not done
        and repeating does not help.
        """
        token = self._access.token()
        try:
            return self._asked(request, token)
        except Expired as error:
            raise OutcomeUnknown("401") from error
        except Passing as passing:
            if _never_sent(passing):
                raise passing.trouble from passing
            raise OutcomeUnknown(passing.trouble.code, passing.wait) from passing
        except Refused as refused:
            if refused.status in _CONFLICTS:
                raise Conflict(f"{refused.status} {refused.reason}") from refused
            if refused.code == SCOPE_LEFT_OUT:
                raise Refused(refused.status, refused.reason, WRITING_LEFT_OUT) from refused
            raise
        except Trouble as trouble:
            if trouble.code == NO_CONNECTION:  # somebody answered, and it was not Google
                raise OutcomeUnknown(trouble.code) from trouble
            raise

    def close(self) -> None:
        """Let go of the connection; the next request makes a new one."""
        self._transport.close()

    def _asked(self, request: Request, token: str) -> dict[str, Any]:
        """Sent once. Raises as `content_of` does."""
        self.sent[request.name] += 1
        try:
            content = self._calls.execute(request, token)
        except Unreachable as error:
            _log.debug("%s was not answered", request.name)
            raise Passing(Trouble(NOT_SECURE if error.insecure else NO_CONNECTION)) from error
        except Expired:
            self._access.reject(token)
            raise
        _log.debug("%s was answered", request.name)
        return content

    @property
    def _calls(self) -> Calls:
        with self._building:
            if self._built is None:
                self._built = Calls(self._endpoints, self._transport)
            return self._built

    def _pause(self, seconds: float, cancelled: Callable[[], bool] | None) -> None:
        """Wait, in short steps where it may be cancelled meanwhile."""
        while seconds > 0:
            if cancelled and cancelled():
                raise Cancelled
            step = min(seconds, 0.25) if cancelled else seconds
            self._sleep(step)
            seconds -= step


def _attempts(passing: Passing) -> int:
    """Without a network nobody waits for long; a server that names a trouble of its own gets more time."""
    if passing.trouble.code == NOT_SECURE:
        return 1
    if _never_sent(passing):
        return 2
    return 3 if isinstance(passing.__cause__, Unreachable) else ATTEMPTS


def _never_sent(passing: Passing) -> bool:
    return isinstance(passing.__cause__, Unreachable) and not passing.__cause__.sent
