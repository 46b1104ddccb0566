"""Requests as Google's own library puts them together from the description that it carries."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from integrations.calendars.google.calls import Calls, Request, request
from integrations.calendars.google.endpoints import Endpoints
from integrations.calendars.google.transport import Transport


@pytest.fixture
def calls() -> Iterator[Calls]:
    transport = Transport()
    yield Calls(Endpoints(api="http://127.0.0.1:9"), transport)
    transport.close()


def made(calls: Calls, asked: Request) -> Any:
    return calls._made(asked)


def test_every_address_begins_where_it_should(calls: Calls) -> None:
    asked = request("events.get", calendarId="me+x@example.org/ü?#", eventId="../a b", timeZone="Europe/Berlin")
    assert made(calls, asked).uri == (
        "http://127.0.0.1:9/calendar/v3/calendars/me%2Bx%40example.org%2F%C3%BC%3F%23/events/..%2Fa%20b"
        "?timeZone=Europe%2FBerlin&alt=json"
    )
    assert calls._service._baseUrl == "http://127.0.0.1:9/calendar/v3/"
    assert calls._service.new_batch_http_request()._batch_uri.startswith("http://127.0.0.1:9/")


def test_what_is_none_is_left_out_and_yes_and_no_are_words(calls: Calls) -> None:
    asked = request(
        "events.list",
        calendarId="primary",
        pageToken=None,
        showDeleted=True,
        maxResults=250,
        eventTypes=("default", "outOfOffice"),
    )
    uri = made(calls, asked).uri
    assert "pageToken" not in uri
    assert "showDeleted=true" in uri
    assert "eventTypes=default&eventTypes=outOfOffice" in uri


def test_a_write_names_the_state_that_it_expects(calls: Calls) -> None:
    asked = request("events.patch", calendarId="primary", eventId="x", sendUpdates="all", etag='"1"', body={"a": "ü"})
    sent = made(calls, asked)
    assert sent.headers["If-Match"] == '"1"'
    assert (sent.method, sent.body) == ("PATCH", '{"a": "\\u00fc"}')


def test_a_mistake_in_a_call_shows_at_once(calls: Calls) -> None:
    with pytest.raises(TypeError, match="syncToken"):
        made(calls, request("events.get", calendarId="primary", eventId="x", syncToken="y"))
    with pytest.raises(TypeError, match="eventId"):
        made(calls, request("events.get", calendarId="primary"))


def test_the_library_logs_no_address(calls: Calls, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    made(calls, request("events.get", calendarId="somebody@example.org", eventId="x"))
    assert "somebody" not in caplog.text
