"""Google's own client library, pointed at a server of ours: for the server's tests, and as an example."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import googleapiclient
import httplib2
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document

DOCUMENT = Path(googleapiclient.__file__).parent / "discovery_cache/documents/calendar.v3.json"


def document(base_url: str) -> dict[str, Any]:
    """The packaged document with another root: calls and batches alike go there."""
    found: dict[str, Any] = json.loads(DOCUMENT.read_text("utf-8"))
    return found | {"rootUrl": f"{base_url}/"}


def calendar_api(base_url: str, token: str, *, timeout: float = 10) -> Any:
    """The service, with one access token and no way to renew it."""
    http = AuthorizedHttp(Credentials(token=token), http=httplib2.Http(timeout=timeout, proxy_info=None))
    return build_from_document(document(base_url), http=http)


def renewing_api(base_url: str, token: str, refresh: str, client: tuple[str, str], *, timeout: float = 10) -> Any:
    """The service with a refresh token as well."""
    credentials = Credentials(
        token=token, refresh_token=refresh, token_uri=f"{base_url}/token", client_id=client[0], client_secret=client[1]
    )
    http = AuthorizedHttp(credentials, http=httplib2.Http(timeout=timeout, proxy_info=None))
    return build_from_document(document(base_url), http=http)
