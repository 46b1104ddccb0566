"""The server and Google's library for every test of this folder."""

from tests.google.fixture import google, google_api

__all__ = ["google", "google_api"]
