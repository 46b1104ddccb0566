"""What a Linux desktop is told about Graduand, read by the desktop's own tools."""

from __future__ import annotations

import configparser
import shlex
import struct
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from integrations.autostart import entry
from tests.desktop.session import ROOT, programs_missing

pytestmark = pytest.mark.desktop

LINUX = ROOT / "packaging" / "linux"
METAINFO = LINUX / "org.graduand.Graduand.metainfo.xml"


@pytest.fixture(autouse=True)
def tools() -> None:
    assert not programs_missing(("desktop-file-validate", "appstreamcli"))


def said_by(*words: str | Path) -> tuple[int, str]:
    ran = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def launcher() -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=True)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(LINUX / "graduand.desktop", encoding="utf-8")
    return read


@pytest.mark.parametrize("file", ["graduand.desktop", "autostart/graduand.desktop"])
def test_the_entries_are_valid(file: str) -> None:
    assert said_by("desktop-file-validate", LINUX / file) == (0, "")


def test_the_description_is_valid() -> None:
    code, words = said_by("appstreamcli", "validate", "--no-net", METAINFO)
    assert code == 0, words


def test_the_launcher_takes_files_and_addresses_and_has_its_actions() -> None:
    main = launcher()["Desktop Entry"]
    assert main["Exec"] == "graduand %U"
    assert main["MimeType"].split(";")[:-1] == ["text/calendar", "x-scheme-handler/graduand"]
    actions = main["Actions"].split(";")[:-1]
    assert actions == ["open", "import", "quit"]
    assert {f"Desktop Action {name}" for name in actions} == set(launcher().sections()) - {"Desktop Entry"}


def test_an_address_from_a_web_page_can_only_open() -> None:
    """A page may call graduand://… unasked, so whatever ends or reads something is an option of the program."""
    commands = {name: shlex.split(part["Exec"]) for name, part in launcher().items() if "Exec" in part}
    assert not [name for name, words in commands.items() if any("://" in word for word in words)]


def test_the_autostart_entry_is_the_one_that_the_program_writes() -> None:
    written = (LINUX / "autostart" / "graduand.desktop").read_text(encoding="utf-8")
    assert written == entry(("graduand", "--background"), "Graduand")


def test_the_description_fits_launcher_and_version() -> None:
    root = ElementTree.parse(METAINFO).getroot()
    assert root.findtext("id") == METAINFO.name.removesuffix(".metainfo.xml")
    assert root.findtext("launchable") == "graduand.desktop"
    assert root.findtext("summary") == launcher()["Desktop Entry"]["Comment"]
    release = root.find("releases/release")
    assert release is not None
    assert f'version = "{release.get("version")}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_what_is_installed_is_whole(tmp_path: Path) -> None:
    script = (sys.executable, LINUX / "install.py", "--prefix", "/usr", "--destdir", tmp_path)
    code, words = said_by(*script)
    assert code == 0, words
    code, words = said_by("appstreamcli", "validate-tree", "--no-net", tmp_path)
    assert code == 0, words
    icons = tmp_path / "usr" / "share" / "icons" / "hicolor"
    assert (icons / "scalable" / "apps" / "graduand.svg").exists()
    assert (icons / "symbolic" / "apps" / "graduand-symbolic.svg").exists()
    for picture in icons.glob("*x*/apps/graduand.png"):
        width, height = struct.unpack(">II", picture.read_bytes()[16:24])
        assert f"{width}x{height}" == picture.parts[-3]
    assert len(list(icons.glob("*x*/apps/graduand.png"))) >= 8
