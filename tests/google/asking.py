"""Words that the server's own tests share."""

from __future__ import annotations

import json
from typing import Any

import pytest
from googleapiclient.errors import HttpError

ME = "mentee@example.org"
MENTOR = "mentor@example.org"


def weekly(**more: Any) -> dict[str, Any]:
    """A weekly meeting with the mentor, Mondays 10:00 in Berlin from 5 January 2026."""
    return {
        "summary": "Mentoring",
        "start": {"dateTime": "2026-01-05T10:00:00+01:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-01-05T11:00:00+01:00", "timeZone": "Europe/Berlin"},
        "recurrence": ["RRULE:FREQ=WEEKLY"],
        "attendees": [{"email": ME, "responseStatus": "accepted"}, {"email": MENTOR}],
    } | more


def single(**more: Any) -> dict[str, Any]:
    body = weekly(**more)
    return {key: value for key, value in body.items() if key != "recurrence" or "recurrence" in more}


def every_page(method: Any, **parameters: Any) -> tuple[list[list[dict[str, Any]]], dict[str, Any]]:
    """All pages of a listing, and the last answer."""
    pages, token = [], None
    while True:
        answer = method(**parameters, **({"pageToken": token} if token else {})).execute()
        pages.append(answer.get("items", []))
        token = answer.get("nextPageToken")
        if not token:
            return pages, answer
        assert "nextSyncToken" not in answer


def refused(request: Any) -> tuple[int, str, str]:
    """Status, reason and message of a call that must not work."""
    with pytest.raises(HttpError) as caught:
        request.execute()
    error = json.loads(caught.value.content)["error"]
    return caught.value.resp.status, error["errors"][0]["reason"], error["message"]


def matching(request: Any, etag: str) -> Any:
    """The same call under If-Match."""
    request.headers["If-Match"] = etag
    return request
