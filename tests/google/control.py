"""What a test may ask of a server in another process: `POST /control/NAME` with the arguments as a JSON object."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.google import filling
from tests.google.answers import Answer
from tests.google.consent import Consent
from tests.google.requests import Request

if TYPE_CHECKING:
    from tests.google.server import GoogleServer


def answer(google: GoogleServer, request: Request) -> Answer:
    """400 with the reason for what could not be done."""
    name = request.path.removeprefix("/control/")
    try:
        if name not in CONTROLS:
            raise KeyError(name)
        return Answer(200, {"result": CONTROLS[name](google, **json.loads(request.body or b"{}"))})
    except Exception as error:  # noqa: BLE001 - whatever it was, the test wants to read it
        return Answer(400, {"error": f"{type(error).__name__}: {error}"})


def _modes(google: GoogleServer, **modes: Any) -> dict[str, Any]:
    for name, value in modes.items():
        if not hasattr(google.modes, name):
            raise KeyError(name)
        setattr(google.modes, name, value)
    return asdict(google.modes)


def _consents(google: GoogleServer, steps: list[dict[str, Any]]) -> None:
    google.next_consent(*(Consent(**_tuples(step)) for step in steps))


def _tuples(step: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in step.items()}


def _set_now(google: GoogleServer, now: str) -> None:
    google.world.set_now(datetime.fromisoformat(now))


def _crowd(google: GoogleServer, calendar_id: str = "", first: str = "", **how: Any) -> None:
    begins: dict[str, Any] = {"first": date.fromisoformat(first)} if first else {}
    filling.crowd(google.world, google.calendar(calendar_id), **begins, **how)


def _clear_mails(google: GoogleServer) -> None:
    google.world.outbox.clear()


CONTROLS: dict[str, Callable[..., Any]] = {
    "modes": _modes,
    "events": lambda google, calendar_id="": google.events(calendar_id),
    "edit": lambda google, event_id, calendar_id="", **changes: google.edit(event_id, calendar_id, **changes),
    "warm": lambda google, calendar_id="": google.warm(calendar_id),
    "consents": _consents,
    "set_now": _set_now,
    "advance": lambda google, **by: google.advance(**by),
    "fault": lambda google, name, **how: asdict(google.fault(name, **how)),
    "clear_faults": lambda google: google.faults.clear(),
    "faults": lambda google: [asdict(fault) for fault in google.faults.rules],
    "victim": lambda google, pid: google.set_victim(pid),
    "mails": lambda google: [asdict(mail) for mail in google.mails],
    "unsent": lambda google: [asdict(silence) for silence in google.world.outbox.unsent],
    "clear_mails": _clear_mails,
    "counts": lambda google: dict(google.counts),
    "requests": lambda google: [asdict(one) | {"body": one.body.decode("utf-8", "replace")} for one in google.requests],
    "forget_requests": lambda google: google.forget_requests(),
    "own_seconds": lambda google: google.own_seconds,
    "remarks": lambda google: list(google.world.remarks),
    "crashes": lambda google: list(google.crashes),
    "secrets": lambda google: list(google.oauth.secrets()),
    "sign_in": lambda google, account="", scopes=(): google.sign_in(account, *([tuple(scopes)] if scopes else [])),
    "client_file": lambda google, path: str(google.client_file(Path(path))),
    "revoke": lambda google, account=None: google.oauth.revoke_account(account),
    "expire_access": lambda google: google.oauth.expire_access(),
    "lose_sync_tokens": lambda google, calendar_id="": google.lose_sync_tokens(calendar_id),
    "forget_pages": lambda google: google.api.lists.forget_pages(),
    "add_calendar": lambda google, calendar_id, **how: google.add_calendar(calendar_id, **how).id,
    "add_account": lambda google, email, **how: google.add_account(email, **how).id,
    "load_ics": lambda google, path, **how: google.load_ics(path, **how),
    "put": lambda google, body, calendar_id="": google.put(body, calendar_id),
    "split_series": lambda google, event_id, at, **how: google.split_series(
        event_id, datetime.fromisoformat(at), **how
    ),
    "crowd": _crowd,
}
"""By name, what each takes is what the methods of `GoogleServer` take."""
