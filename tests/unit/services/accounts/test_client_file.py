"""The client that a sign-in needs: where it comes from, and which files are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from integrations.errors import Trouble
from tests.google.server import GoogleServer
from tests.unit.services.accounts.conftest import ME, Life, code_of


def test_a_file_with_a_client_is_taken_in(google: GoogleServer, life: Life, tmp_path: Path) -> None:
    accounts = life.again(GRADUAND_GOOGLE_CLIENT_FILE="")
    assert accounts.client_ready() is False
    assert code_of(accounts.add_google) == "google-client-missing"
    dropped = google.client_file(tmp_path / "dropped.json")
    accounts.use_client_file(dropped)
    dropped.unlink()
    assert accounts.client_ready() is True
    assert life.again(GRADUAND_GOOGLE_CLIENT_FILE="").client_ready() is True
    assert list(life.kept()) == ["client"]
    assert google.oauth.client_secret in life.kept()["client"]
    assert accounts.add_google().address == ME


def test_its_addresses_are_never_asked(google: GoogleServer, life: Life) -> None:
    with GoogleServer() as thief:
        written = json.loads(Path(life.environment["GRADUAND_GOOGLE_CLIENT_FILE"]).read_text())
        for name in ("auth_uri", "token_uri"):
            written["installed"][name] = f"{thief.base_url}/token"
        Path(life.environment["GRADUAND_GOOGLE_CLIENT_FILE"]).write_text(json.dumps(written))
        state = life.connect()
        assert life.accounts.source(state.id).calendars()
        assert thief.requests == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"web": {"client_id": "a", "client_secret": "b"}}', "google-client-web"),
        ('{"type": "service_account", "private_key": "x", "client_id": "a"}', "google-client-service"),
        ('{"type": "authorized_user", "client_id": "a", "client_secret": "b"}', "google-client-service"),
        ("{", "google-client-file"),
        ("[]", "google-client-file"),
        ("", "google-client-file"),
        ("BEGIN:VCALENDAR", "google-client-file"),
        ('{"installed": {"client_id": "a"}}', "google-client-file"),
        ('{"installed": {"client_id": "a b", "client_secret": "c"}}', "google-client-file"),
        ('{"installed": {"client_id": "a\\r\\nX: y", "client_secret": "c"}}', "google-client-file"),
        ('{"installed": {"client_id": 1, "client_secret": "c"}}', "google-client-file"),
        ('{"installed": "x"}', "google-client-file"),
        ('{"installed": {"client_id": "a", "client_secret": "c"}}' + " " * 70_000, "google-client-file"),
        ("[" * 60_000, "google-client-file"),
        (b"\xff\xfe\x00", "google-client-file"),
    ],
)
def test_every_other_kind_of_file_is_explained(life: Life, tmp_path: Path, content: str | bytes, code: str) -> None:
    file = tmp_path / "dropped.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Trouble) as caught:
        life.accounts.use_client_file(file)
    assert caught.value.code == code
    assert "dropped.json" in caught.value.message
    assert str(tmp_path) not in str(caught.value)
    assert life.kept() == {}


def test_a_file_that_cannot_be_opened_is_explained(life: Life, tmp_path: Path) -> None:
    assert code_of(lambda: life.accounts.use_client_file(tmp_path / "none.json")) == "google-client-unreadable"
    assert code_of(lambda: life.accounts.use_client_file(tmp_path)) == "google-client-unreadable"


def test_a_client_can_come_with_the_program(
    google: GoogleServer, life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = google.client_file(tmp_path / "google_client.json")
    monkeypatch.setattr("integrations.calendars.google.client_file.files", lambda _: packaged.parent)
    accounts = life.again(GRADUAND_GOOGLE_CLIENT_FILE="")
    assert accounts.client_ready() is True
    assert accounts.add_google().address == ME


def test_an_endpoint_that_may_not_be_used_is_refused(life: Life) -> None:
    accounts = life.again(GRADUAND_GOOGLE_API_BASE_URL="http://example.org")
    assert code_of(lambda: accounts.endpoint) == "google-endpoint"
