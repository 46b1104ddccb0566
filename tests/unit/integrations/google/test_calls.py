"""The table of calls against the description of the API that comes with Google's own library."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from integrations.calendars.google.calls import CALLS, request


def described() -> dict[str, Any]:
    place = files("googleapiclient.discovery_cache").joinpath("documents", "calendar.v3.json")
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", CALLS)
def test_every_call_is_as_google_describes_it(name: str) -> None:
    document = described()
    group, method = name.split(".")
    says = document["resources"][group]["methods"][method]
    call = CALLS[name]
    assert (call.verb, call.path) == (says["httpMethod"], says["path"])
    query = {key for key, value in says.get("parameters", {}).items() if value["location"] == "query"}
    assert call.parameters <= query | document["parameters"].keys()
    in_path = {key for key, value in says.get("parameters", {}).items() if value["location"] == "path"}
    assert all(f"{{{key}}}" in call.path for key in in_path)


def test_parts_of_the_path_and_the_query_are_written_so_that_nothing_escapes() -> None:
    made = request("events.get", calendarId="me+x@example.org/ü?#", eventId="../a b", timeZone="Europe/Berlin")
    assert made.path == ("calendars/me%2Bx%40example.org%2F%C3%BC%3F%23/events/..%2Fa%20b?timeZone=Europe%2FBerlin")
    assert (made.verb, made.headers, made.body) == ("GET", {}, None)


def test_what_is_none_is_left_out_and_yes_and_no_are_words() -> None:
    made = request(
        "events.list", calendarId="primary", pageToken=None, showDeleted=True, maxResults=250, eventTypes=("a", "b")
    )
    assert made.path == "calendars/primary/events?showDeleted=true&maxResults=250&eventTypes=a&eventTypes=b"


def test_a_write_names_the_state_that_it_expects() -> None:
    made = request("events.patch", calendarId="primary", eventId="x", sendUpdates="all", etag='"1"', body={"a": "ü"})
    assert made.headers == {"If-Match": '"1"', "Content-Type": "application/json; charset=UTF-8"}
    assert made.body == '{"a": "ü"}'.encode()
    assert made.verb == "PATCH"


def test_a_mistake_in_a_call_shows_at_once() -> None:
    with pytest.raises(TypeError, match=r"events\.get has no syncToken"):
        request("events.get", calendarId="primary", eventId="x", syncToken="y")
    with pytest.raises(TypeError, match=r"events\.get needs 'eventId'"):
        request("events.get", calendarId="primary")
