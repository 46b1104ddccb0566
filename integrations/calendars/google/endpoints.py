"""Where Google is: its own addresses, or others that the environment names (tests, self-hosted gateways)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from integrations.errors import Trouble

API_VARIABLE = "GRADUAND_GOOGLE_API_BASE_URL"
OAUTH_VARIABLE = "GRADUAND_GOOGLE_OAUTH_BASE_URL"

_API = "https://www.googleapis.com"
_AUTHORIZE = "https://accounts.google.com/o/oauth2/v2/auth"
_TOKEN = "https://oauth2.googleapis.com/token"
_REVOKE = "https://oauth2.googleapis.com/revoke"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Every address that is asked anything; none is ever taken from a token or a client's file.

    `named` is "" for Google itself, else what the user set, for the screen and to keep secrets apart.
    """

    api: str = _API
    authorize: str = _AUTHORIZE
    token: str = _TOKEN
    revoke: str = _REVOKE
    named: str = ""


def endpoints_from(environment: Mapping[str, str] = os.environ) -> Endpoints:
    """Google's own, but for what GRADUAND_GOOGLE_API_BASE_URL and GRADUAND_GOOGLE_OAUTH_BASE_URL name.

    Raises `Trouble("google-endpoint")` for an address that is neither https nor http on this machine.
    """
    api = _base(environment, API_VARIABLE)
    oauth = _base(environment, OAUTH_VARIABLE)
    plain = Endpoints()
    named = " + ".join(dict.fromkeys(base for base in (api, oauth) if base and base != _API))
    return Endpoints(
        api or plain.api,
        f"{oauth}/o/oauth2/v2/auth" if oauth else plain.authorize,
        f"{oauth}/token" if oauth else plain.token,
        f"{oauth}/revoke" if oauth else plain.revoke,
        named,
    )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its name alone: nothing is looked up."""
    if host == "localhost":
        return True
    from ipaddress import ip_address  # only where the address is not Google's

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _base(environment: Mapping[str, str], variable: str) -> str:
    """The address that a variable names, in one spelling; "" where it names none."""
    written = environment.get(variable, "").strip()
    if not written:
        return ""
    try:
        parts = urlsplit(written)
        base = f"{parts.scheme}://{_place(parts)}{parts.path.rstrip('/')}"
    except ValueError as error:
        raise Trouble("google-endpoint", written, variable=variable) from error
    return base


def _place(parts: SplitResult) -> str:
    """Host and port. Raises ValueError for an address that secrets must not be sent to."""
    host = parts.hostname or ""
    if parts.scheme not in ("https", "http") or not host or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("not an address of a server")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("neither https nor this machine")
    if any(character.isspace() or not character.isprintable() for character in parts.geturl()):
        raise ValueError("not printable")
    host.encode("idna")  # raises UnicodeError, which is a ValueError
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{parts.port}" if parts.port is not None else shown
