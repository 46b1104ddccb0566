"""An account with a Google of our own, for people in front of a private desktop.

The browser is curl, by way of BROWSER: it follows the redirects of the consent page to the program's own address.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resources.texts import text
from tests.desktop.person import Person
from tests.desktop.session import ROOT, Desktop, programs_missing
from tests.google.process import GoogleProcess, Remote
from tests.helpers.keyring_in_file import BACKEND, VARIABLE

ME = "mentee@example.org"
NOW = "2026-04-14T10:00:00-04:00"
ZONE = "America/Toronto"
_J9 = ROOT / "tests" / "data" / "journeys" / "j09_undo.ics"


@contextmanager
def google_with_j9(fixture: Path = _J9, account: str = ME) -> Iterator[Remote]:
    """A server where the one calendar of `account` holds J9. At its end it has nothing to remark."""
    scenario = {"account": account, "zone": ZONE, "now": NOW, "do": [["load_ics", {"path": str(fixture)}]]}
    with GoogleProcess(scenario) as remote:
        yield remote
        assert remote.call("crashes") == []
        assert remote.call("remarks") == [], "nothing that a careful client would not do"


def point_at(desktop: Desktop, google: Remote) -> None:
    """Programs that are started from now on know this Google, a browser and a keyring."""
    assert not programs_missing(["curl"])
    client = desktop.place / "client.json"
    google.call("client_file", path=str(client))
    desktop.environment |= {
        "GRADUAND_GOOGLE_API_BASE_URL": google.base_url,
        "GRADUAND_GOOGLE_OAUTH_BASE_URL": google.base_url,
        "GRADUAND_GOOGLE_CLIENT_FILE": str(client),
        "PYTHON_KEYRING_BACKEND": BACKEND,
        VARIABLE: str(desktop.place / "keyring.json"),
        "BROWSER": "curl -sL -o /dev/null %s &",
        "NO_PROXY": "127.0.0.1,localhost",
    }


def connect(person: Person, account: str = ME) -> None:
    """From the welcome to the calendars that were read."""
    person.press("accounts_ui.connect")
    person.press("accounts_ui.start.open")
    person.finds("check box", text("accounts_ui.calendars.accessible", name=f"{account} (main calendar)"))
    person.press("accounts_ui.done.read")
    person.press("accounts_ui.done.finished")


def writes(google: Remote) -> int:
    """How often something was written there."""
    counts: dict[str, int] = google.call("counts")
    return sum(n for kind, n in counts.items() if kind in ("events.insert", "events.patch", "events.delete"))


def assert_no_secret(place: Path, google: Remote) -> None:
    """No token, code or secret anywhere but in the keyring."""
    secrets = [secret.encode() for secret in google.call("secrets")]
    assert secrets
    files = [path for path in place.rglob("*") if path.is_file() and path.name not in ("keyring.json", "client.json")]
    found = [path.name for path in files for secret in secrets if secret in path.read_bytes()]
    assert found == []
