"""The pytest fixtures: `from tests.google.fixture import google, google_api` in a conftest or a test module."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from tests.google.client import calendar_api
from tests.google.server import GoogleServer


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    """A fresh server in this process; it must not have crashed on any request by the end of the test."""
    with GoogleServer() as server:
        yield server
    assert not server.crashes, server.crashes[0]


@pytest.fixture
def google_api(google: GoogleServer) -> Iterator[Any]:
    """Google's client library, signed in as the server's account with the scope to write."""
    log = logging.getLogger("googleapiclient.http")  # it warns of every 403, which these tests ask for
    usual = log.level
    log.setLevel(logging.ERROR)
    api = calendar_api(google.base_url, google.sign_in()[0])
    yield api
    api.close()
    log.setLevel(usual)
