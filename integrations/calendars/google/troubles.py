"""What an answer that is no "yes" means: for whom it is, and whether to ask again.

Status and reason together decide (developers.google.com/calendar/api/guides/errors): a 403 may be about speed, about a
day's quota, about rights, or about an API that nobody switched on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

from integrations.calendars.google.transport import Answer
from integrations.errors import Trouble

NO_CONNECTION = "google-no-connection"
NOT_SECURE = "google-not-secure"
UNWELL = "google-unwell"
BUSY = "google-busy"
QUOTA = "google-quota"
API_OFF = "google-api-off"
REFUSED = "google-refused"
NOT_YOURS = "google-not-yours"
SIGNED_OUT = "google-signed-out"
SIGNED_OUT_TESTING = "google-signed-out-testing"
SCOPE_LEFT_OUT = "google-scope-left-out"
WRITING_LEFT_OUT = "google-writing-left-out"

SIGN_IN_NEEDED = frozenset({SIGNED_OUT, SIGNED_OUT_TESTING, SCOPE_LEFT_OUT})
"""Codes after which only the user's signing in again helps."""

_RATE = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg", "QUOTA_EXCEEDED"})
_CODES = {
    **dict.fromkeys(("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), SCOPE_LEFT_OUT),
    **dict.fromkeys(("accessNotConfigured", "SERVICE_DISABLED"), API_OFF),
}
_OF_THE_NETWORK = frozenset({*range(300, 400), 407, 511})
"""A redirect, a proxy, a network that wants a login (RFC 6585, 6): never Google's own word."""


class Refused(Trouble):
    """A request that Google understood and did not do. `status` and `reason` are its own words for why."""

    def __init__(self, status: int, reason: str, code: str = REFUSED) -> None:
        super().__init__(code)
        self.status = status
        self.reason = reason


class Passing(Exception):
    """It may work a little later: `trouble` says what it is until then, `wait` how many seconds Google named."""

    def __init__(self, trouble: Trouble, wait: float = 0.0) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble
        self.wait = wait


class Expired(Exception):
    """The access token is not accepted; a new one may be."""


def content_of(answer: Answer) -> dict[str, Any]:
    """The JSON of a good answer, {} for one that says that it has no content.

    Raises `Trouble` where somebody else than Google answered, Passing where the answer is broken, Expired, Refused.
    """
    if answer.status in range(200, 300):
        if answer.status == 204:
            return {}
        found = _json(answer)
        if isinstance(found, dict):
            return found
        if _is_json(answer) or not answer.content:
            raise Passing(Trouble(NO_CONNECTION))  # it was cut
        raise Trouble(NO_CONNECTION)
    raise _meaning(answer)


def _meaning(answer: Answer) -> Exception:
    unwell = answer.status >= 500
    if answer.status in _OF_THE_NETWORK or not (unwell or isinstance(_json(answer), dict)):
        return Trouble(NO_CONNECTION)
    reason = reason_of(answer)
    if reason in _QUOTA:
        return Trouble(QUOTA)
    if unwell or answer.status == 429 or reason in _RATE:
        return Passing(Trouble(UNWELL if unwell else BUSY), wait_of(answer.headers))
    if answer.status == 401:
        return Expired()
    return Refused(answer.status, reason, _CODES.get(reason, NOT_YOURS if answer.status == 403 else REFUSED))


def reason_of(answer: Answer) -> str:
    """Google's name for what is wrong; "" where the answer has none."""
    found = _json(answer)
    error = found.get("error") if isinstance(found, dict) else None
    if isinstance(error, str):  # the token endpoint's (RFC 6749, 5.2)
        return error
    if not isinstance(error, dict):
        return ""
    for part in (*_dicts(error.get("details")), *_dicts(error.get("errors"))):
        if isinstance(part.get("reason"), str):
            return str(part["reason"])
    return str(error.get("status") or "")


def wait_of(headers: Mapping[str, str]) -> float:
    """Seconds that `Retry-After` asks for (RFC 9110, 10.2.3); 0 where it is absent or cannot be read.

    A date there is measured by the server's own clock, not by this machine's.
    """
    written = headers.get("retry-after", "").strip()
    if written.isdigit():
        return float(written)
    with suppress(ValueError, TypeError):
        until, now = parsedate_to_datetime(written), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    return 0.0


def _is_json(answer: Answer) -> bool:
    return "json" in answer.headers.get("content-type", "").lower()


def _json(answer: Answer) -> object:
    try:
        found: object = json.loads(answer.content)
    except (ValueError, RecursionError):
        return None
    return found


def _dicts(value: object) -> tuple[dict[str, Any], ...]:
    return tuple(part for part in value if isinstance(part, dict)) if isinstance(value, list) else ()
