"""Bad luck by script: which request meets it, before or after its commit, and how it looks from outside (section 9)."""

from __future__ import annotations

import fnmatch
import re
import threading
from dataclasses import dataclass, field
from typing import Literal, get_args

from tests.google import answers
from tests.google.answers import Answer

Name = Literal[
    "500",
    "503",
    "429",
    "403-rate",
    "403-user-rate",
    "403-quota",
    "412",
    "410-full-sync",
    "time-out",
    "reset",
    "close",
    "truncated",
    "cut-json",
    "html",
    "html-511",
    "html-302",
    "token-expired",
    "token-revoked",
    "kill",
    "slow",
    "ignored",
]
NAMES: tuple[str, ...] = get_args(Name)

PORTAL = (
    b"<!doctype html><html><head><title>Hotel WLAN</title></head><body><h1>Welcome! Room number?</h1></body></html>"
)


@dataclass
class Fault:
    """One rule; each matching request counts once, `first` skips the earlier ones, `times` is how often it strikes."""

    name: Name
    when: Literal["before", "after"] = "before"
    """Before the commit, so that nothing has happened, or after it, so that only the answer is lost or wrong."""
    kind: str = "*"
    """A pattern of request kinds, as counted: `events.patch`, `events.*`, `token.*`."""
    method: str = ""
    path: str = ""
    """A regular expression searched in path and query."""
    body: str = ""
    """A regular expression searched in the request's body."""
    first: int = 1
    times: int | None = 1
    """None: until the faults are cleared."""
    kill: Literal["", "instead", "then"] = ""
    """SIGKILL to `victim`: in place of the answer, or right after it."""
    retry_after: int = 1
    seconds: float = 60.0
    """How long a time-out hangs and a slow answer takes."""
    seen: int = 0
    struck: int = 0

    def matches(self, kind: str, method: str, target: str, body: bytes) -> bool:
        return (
            fnmatch.fnmatch(kind, self.kind)
            and self.method in ("", method)
            and re.search(self.path, target) is not None
            and (not self.body or re.search(self.body, body.decode("utf-8", "replace")) is not None)
        )


@dataclass
class Faults:
    """The script; rules are tried in order, and one request meets at most one of them."""

    rules: list[Fault] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> Fault:
        if fault.name not in NAMES:
            raise ValueError(f"no such fault: {fault.name}")
        if fault.name == "kill":
            fault.kill = "instead"
        with self.lock:
            self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """The server is well again."""
        with self.lock:
            self.rules.clear()

    def strike(self, kind: str, method: str, target: str, body: bytes) -> Fault | None:
        with self.lock:
            for fault in self.rules:
                if not fault.matches(kind, method, target, body):
                    continue
                fault.seen += 1
                if fault.seen >= fault.first and (fault.times is None or fault.struck < fault.times):
                    fault.struck += 1
                    return fault
        return None


def said(fault: Fault, base_url: str, kind: str = "") -> Answer | None:
    """The answer of a fault that answers at all."""
    name = fault.name
    if name == "token-revoked" and kind.startswith("token."):
        revoked = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
        return Answer(400, revoked)
    if name == "html-302":
        return Answer(302, b"", {"Location": f"{base_url}/portal"}, "text/html")
    if name in ("html", "html-511"):
        return Answer(200 if name == "html" else 511, PORTAL, {}, "text/html; charset=utf-8")
    refusals = {
        "500": lambda: answers.backend(500),
        "503": lambda: answers.backend(503),
        "429": lambda: answers.rate_limit(429, "rateLimitExceeded", fault.retry_after),
        "403-rate": answers.rate_limit,
        "403-user-rate": lambda: answers.rate_limit(403, "userRateLimitExceeded"),
        "403-quota": answers.quota,
        "412": answers.condition_not_met,
        "410-full-sync": answers.full_sync_required,
        "token-expired": answers.bad_credentials,
        "token-revoked": answers.bad_credentials,
    }
    return refusals[name]().answer() if name in refusals else None
