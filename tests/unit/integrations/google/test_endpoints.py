from __future__ import annotations

import pytest

from integrations.calendars.google.endpoints import API_VARIABLE, OAUTH_VARIABLE, Endpoints, endpoints_from
from integrations.errors import Trouble


def test_google_itself_where_nothing_is_set() -> None:
    found = endpoints_from({})
    assert found == Endpoints()
    assert (found.api, found.named) == ("https://www.googleapis.com", "")
    assert {found.authorize, found.token, found.revoke} == {
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com/revoke",
    }


def test_an_empty_variable_and_googles_own_address_are_google() -> None:
    assert endpoints_from({API_VARIABLE: " ", OAUTH_VARIABLE: ""}) == Endpoints()
    assert endpoints_from({API_VARIABLE: "https://www.googleapis.com/"}) == Endpoints()


def test_both_can_be_put_elsewhere_and_that_is_shown() -> None:
    found = endpoints_from({API_VARIABLE: "http://127.0.0.1:8080/", OAUTH_VARIABLE: "http://127.0.0.1:8080"})
    assert found.api == "http://127.0.0.1:8080"
    assert found.authorize == "http://127.0.0.1:8080/o/oauth2/v2/auth"
    assert (found.token, found.revoke) == ("http://127.0.0.1:8080/token", "http://127.0.0.1:8080/revoke")
    assert found.named == "http://127.0.0.1:8080"


def test_each_alone_is_shown_too() -> None:
    assert endpoints_from({API_VARIABLE: "https://gateway.example.org/google/"}).named == (
        "https://gateway.example.org/google"
    )
    both = endpoints_from({API_VARIABLE: "https://a.example.org", OAUTH_VARIABLE: "https://b.example.org"})
    assert both.named == "https://a.example.org + https://b.example.org"


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "http://127.0.0.1:1", "http://127.8.9.10", "http://[::1]:9", "http://localhost:80/x"],
)
def test_https_anywhere_and_http_on_this_machine(address: str) -> None:
    assert endpoints_from({API_VARIABLE: address}).named.startswith(address.removesuffix("/x"))


@pytest.mark.parametrize("variable", [API_VARIABLE, OAUTH_VARIABLE])
@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "http://192.168.0.1",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://0.0.0.0",
        "http://2130706433",
        "http://127.1",
        "http://me@127.0.0.1",
        "https://user:password@example.org",
        "https://example.org/?a=b",
        "https://example.org/#a",
        "https://exa mple.org",
        "https://example.org\r\nX: y",
        "https://a..b",
        "https://example.org:port",
        "https://",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "127.0.0.1:8080",
        "//127.0.0.1",
    ],
)
def test_nothing_else_is_ever_asked(variable: str, address: str) -> None:
    with pytest.raises(Trouble) as caught:
        endpoints_from({variable: address})
    assert caught.value.code == "google-endpoint"
    assert variable in str(caught.value)
