"""What can be asked of Google's calendars, by the names of its reference (developers.google.com/calendar/api/v3).

The requests are put together by Google's own library, from the description of the API that comes with it: nothing is
looked up over the network, and every address begins where `endpoints` says.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from integrations.calendars.google.endpoints import Endpoints
from integrations.calendars.google.transport import Answer, Transport
from integrations.calendars.google.troubles import content_of

if TYPE_CHECKING:
    from googleapiclient.http import HttpRequest

Parameter = str | int | bool | Iterable[str] | None


@dataclass(frozen=True, slots=True)
class Request:
    """One request by its name, such as `events.patch`. `etag` becomes If-Match."""

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    etag: str = ""


def request(name: str, *, etag: str = "", body: Mapping[str, Any] | None = None, **parameters: Parameter) -> Request:
    """The request `name`, as in `request("events.get", calendarId="primary", eventId="x")`; None leaves a part out."""
    given = {
        key: value if isinstance(value, str | int) else list(value)
        for key, value in parameters.items()
        if value is not None
    }
    return Request(name, given, body, etag)


class Calls:
    """Google's library, built for one set of addresses."""

    def __init__(self, endpoints: Endpoints, transport: Transport) -> None:
        # 0.4 s and 30 MB: only where an account is asked something.
        from googleapiclient.discovery import build_from_document
        from googleapiclient.discovery_cache import get_static_doc

        # It logs addresses, which hold ids of calendars, and those are addresses of people.
        logging.getLogger("googleapiclient").setLevel(logging.CRITICAL)
        document = json.loads(get_static_doc("calendar", "v3"))
        # The batch address and all others follow from this one; `api_endpoint` would leave batches with Google.
        document["rootUrl"] = f"{endpoints.api}/"
        document.pop("mtlsRootUrl", None)
        self._service = build_from_document(document, http=transport, model=_model())
        self._groups: dict[str, Any] = {}
        self._transport = transport

    def execute(self, request: Request, token: str) -> dict[str, Any]:
        """The content of the answer to a request that is sent once. Raises as `content_of` does, and Unreachable.

        Raises TypeError for a parameter that the call does not have, or that is missing.
        """
        from googleapiclient.errors import HttpError

        made = self._made(request)
        made.headers["authorization"] = f"Bearer {token}"
        try:
            content: dict[str, Any] = made.execute(http=self._transport, num_retries=0)
        except HttpError as error:
            return content_of(Answer(error.resp.status, error.resp, error.content))
        return content or {}

    def _made(self, request: Request) -> HttpRequest:
        group, _, method = request.name.partition(".")
        more = {} if request.body is None else {"body": request.body}
        made = getattr(self._group(group), method)(**request.parameters, **more)
        if request.etag:
            made.headers["If-Match"] = request.etag
        return made

    def _group(self, name: str) -> Any:
        """One of the API's collections. The library makes its methods anew for each, which takes 5 ms."""
        if name not in self._groups:
            self._groups[name] = getattr(self._service, name)()
        return self._groups[name]


def _model() -> Any:
    """Reads good answers as `content_of` does: a page of somebody else's is no answer of Google's."""
    from googleapiclient.model import JsonModel

    class Model(JsonModel):  # type: ignore[misc] # the library has no types
        def response(self, resp: Any, content: bytes) -> dict[str, Any]:
            return content_of(Answer(resp.status, resp, content))

    return Model()
