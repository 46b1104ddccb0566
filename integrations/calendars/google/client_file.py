"""The OAuth client's JSON, as Google's console gives it to download: what is used of it, and what else it may be.

Only id and secret are taken. Its addresses are not: a token goes where `endpoints` says.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from integrations.calendars.google.tokens import OAuthClient
from integrations.errors import Trouble

_LARGEST = 64 * 1024
_PACKAGED = "google_client.json"


def read_client(path: Path) -> OAuthClient:
    """The client in a file.

    Raises `Trouble`: `google-client-unreadable`, `google-client-web` for one of a website, `google-client-service` for
    a service account, `google-client-file` for anything else.
    """
    try:
        with path.expanduser().open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise Trouble("google-client-unreadable", path.name) from error
    return _client(content, path.name)


def packaged_client() -> OAuthClient | None:
    """The client that this build carries; None where it carries none."""
    place = files("resources").joinpath(_PACKAGED)
    return _client(place.read_bytes(), _PACKAGED) if place.is_file() else None


def _client(content: bytes, name: str) -> OAuthClient:
    try:
        found = json.loads(content) if len(content) <= _LARGEST else None
    except (ValueError, RecursionError) as error:
        raise Trouble("google-client-file", name) from error
    if not isinstance(found, dict):
        raise Trouble("google-client-file", name)
    if "web" in found:
        raise Trouble("google-client-web", name)
    if "type" in found or "private_key" in found:
        raise Trouble("google-client-service", name)
    installed = found.get("installed")
    id_, secret = (_word(installed, key) for key in ("client_id", "client_secret"))
    if not id_ or not secret:
        raise Trouble("google-client-file", name)
    return OAuthClient(id_, secret)


def _word(values: object, key: str) -> str:
    """A value that can be one of Google's: short and printable; "" for anything else."""
    value = values.get(key) if isinstance(values, dict) else None
    fits = isinstance(value, str) and len(value) <= 500 and value.isascii() and value.isprintable() and " " not in value
    return str(value) if fits else ""
