"""Start at login, each system's way. The files are read by the tools of their systems where those are at hand."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from integrations import session_bus
from integrations.autostart import PORTAL, Entry, LaunchAgent, Portal, RunKey, autostart
from integrations.errors import Trouble
from integrations.session_bus import ABSENT, Bus, Place, Reply, Signal

ODD = '/opt/my apps/100% $HOME `x` "q" \\b/graduand'


class Registered:
    """A registry in memory."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def read(self, name: str) -> str | None:
        return self.values.get(name)

    def write(self, name: str, value: str) -> None:
        self.values[name] = value

    def remove(self, name: str) -> None:
        self.values.pop(name, None)


def test_the_entry_is_off_until_asked_and_off_again(tmp_path: Path) -> None:
    one = Entry(("graduand", "--background"), tmp_path / "autostart", "Graduand")
    assert not one.enabled
    one.enabled = False
    assert list(tmp_path.iterdir()) == []
    one.enabled = True
    assert one.enabled
    assert [path.name for path in (tmp_path / "autostart").iterdir()] == ["graduand.desktop"]
    one.enabled = False
    assert not one.enabled


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_switched_off_is_off(tmp_path: Path, line: str) -> None:
    one = Entry(("graduand",), tmp_path, "Graduand")
    one.enabled = True
    file = tmp_path / "graduand.desktop"
    file.write_text(file.read_text(encoding="utf-8").replace("X-GNOME-Autostart-enabled=true\n", "") + line + "\n")
    assert not one.enabled
    one.enabled = True
    assert one.enabled


def test_one_for_everybody_can_be_switched_off_by_the_user(tmp_path: Path) -> None:
    everybody = tmp_path / "etc"
    Entry(("graduand",), everybody, "Graduand").enabled = True
    one = Entry(("graduand",), tmp_path / "own", "Graduand", [tmp_path / "none", everybody])
    assert one.enabled
    one.enabled = False
    assert not one.enabled
    one.enabled = True
    assert one.enabled
    assert (everybody / "graduand.desktop").exists()


@pytest.mark.desktop
def test_the_tool_of_the_desktop_reads_the_entry(tmp_path: Path) -> None:
    assert shutil.which("desktop-file-validate"), "install desktop-file-utils"
    one = Entry((ODD, "-m", "desktop", "--background"), tmp_path, "Graduand")
    one.enabled = True
    file = tmp_path / "graduand.desktop"
    ran = subprocess.run(["desktop-file-validate", str(file)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")
    (line,) = [one for one in file.read_text(encoding="utf-8").splitlines() if one.startswith("Exec=")]
    string = line.removeprefix("Exec=").replace("\\\\", "\\")
    words = subprocess.run(  # a shell understands quoted words as the specification does
        ["sh", "-c", f"printf '%s\\n' {string}"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [word.replace("%%", "%") for word in words] == [ODD, "-m", "desktop", "--background"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("in the way", encoding="utf-8")
    one = Entry(("graduand",), tmp_path / "autostart", "Graduand")
    with pytest.raises(Trouble, match="autostart") as trouble:
        one.enabled = True
    assert trouble.value.code == "autostart-unwritable"
    assert trouble.value.title
    assert not one.enabled


def test_the_launch_agent_is_a_property_list(tmp_path: Path) -> None:
    one = LaunchAgent(("/Applications/My Graduand", "--background"), tmp_path / "LaunchAgents")
    assert not one.enabled
    one.enabled = True
    assert one.enabled
    (file,) = (tmp_path / "LaunchAgents").iterdir()
    said = plistlib.loads(file.read_bytes())
    assert said["Label"] == file.stem
    assert said["ProgramArguments"] == ["/Applications/My Graduand", "--background"]
    file.write_bytes(plistlib.dumps({**said, "Disabled": True}))
    assert not one.enabled
    file.write_bytes(b"rot")
    assert not one.enabled
    one.enabled = False
    one.enabled = False
    assert not file.exists()


def test_the_run_key_quotes_its_words() -> None:
    registry = Registered()
    one = RunKey((r"C:\Program Files\Graduand\graduand.exe", "--background"), registry)
    assert not one.enabled
    one.enabled = True
    assert registry.values == {"graduand": r'"C:\Program Files\Graduand\graduand.exe" --background'}
    assert one.enabled
    one.enabled = False
    one.enabled = False
    assert registry.values == {}


# --- the portal ---------------------------------------------------------------------------------------

HANDLE = "/org/freedesktop/portal/desktop/request/1_1/graduand"


class Portals(Bus):
    """A bus whose portal answers as it is told to."""

    def __init__(self, reply: Reply, response: tuple[Any, ...] | None) -> None:
        super().__init__(lambda: "")
        self.reply = reply
        self.response = response
        self.asked: list[tuple[str, str, tuple[Any, ...]]] = []
        self.hears: Any = None

    def listen(self, interface: str, member: str, heard: Any, *, sender: str = "", path: str = "") -> Any:  # noqa: ARG002 - the bus's
        assert (interface, member, sender) == ("org.freedesktop.portal.Request", "Response", PORTAL.name)
        self.hears = heard

        def stop() -> None:
            self.hears = None

        return stop

    def ask(
        self,
        to: Place,
        method: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        *,
        seconds: float = 2.0,  # noqa: ARG002 - the bus's
    ) -> Reply:
        assert to == PORTAL
        self.asked.append((method, signature, body))
        self.hears(Signal(":1.9", "/another/request", "", "Response", (0, {"autostart": ("b", True)})))
        if self.response is not None:
            self.hears(Signal(":1.9", HANDLE, "", "Response", self.response))
        return self.reply


def portal(folder: Path, response: tuple[Any, ...] | None, error: str = "") -> tuple[Portal, Portals]:
    bus = Portals(Reply((HANDLE,), error), response)
    return Portal(bus, ("graduand", "--background"), "To be there when it matters", folder, decision=0.05), bus


def test_the_portal_is_asked_and_its_word_kept(tmp_path: Path) -> None:
    one, bus = portal(tmp_path, (0, {"background": ("b", True), "autostart": ("b", True)}))
    assert not one.enabled
    one.enabled = True
    ((method, signature, (window, options)),) = bus.asked
    assert (method, signature, window) == ("RequestBackground", "sa{sv}", "")
    assert options["autostart"] == ("b", True)
    assert options["commandline"] == ("as", ["graduand", "--background"])
    assert one.enabled
    assert bus.hears is None
    bus.response = (0, {"autostart": ("b", False)})
    one.enabled = False
    assert bus.asked[-1][2][1]["autostart"] == ("b", False)
    assert not one.enabled


@pytest.mark.parametrize("response", [(1, {}), (0, {"autostart": ("b", False)}), (2,), None])
def test_a_portal_that_says_no_or_nothing(tmp_path: Path, response: tuple[Any, ...] | None) -> None:
    one, _ = portal(tmp_path, response)
    with pytest.raises(Trouble) as trouble:
        one.enabled = True
    assert trouble.value.code == "autostart-refused"
    assert not one.enabled


def test_no_portal_changes_nothing(tmp_path: Path) -> None:
    one, _ = portal(tmp_path, None, ABSENT)
    (tmp_path / "starts-at-login").touch()
    with pytest.raises(Trouble) as trouble:
        one.enabled = False
    assert trouble.value.code == "autostart-no-portal"
    assert one.enabled


@pytest.mark.parametrize(
    ("platform", "environment", "kind"),
    [
        ("linux", {"HOME": "/home/a"}, Entry),
        ("freebsd14", {"HOME": "/home/a", "XDG_CONFIG_HOME": "/cfg"}, Entry),
        ("linux", {"HOME": "/home/a", "FLATPAK_ID": "graduand"}, Portal),
        ("darwin", {"HOME": "/Users/a"}, LaunchAgent),
    ],
)
def test_each_system_has_its_way(platform: str, environment: dict[str, str], kind: type) -> None:
    bus = session_bus.session()
    found = autostart(
        ("graduand",), bus, title="Graduand", reason="why", platform=platform, environment=MappingProxyType(environment)
    )
    assert type(found) is kind
    bus.close()
