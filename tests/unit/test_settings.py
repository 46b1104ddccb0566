from __future__ import annotations

import signal
import subprocess
import sys
import threading
import tomllib
from dataclasses import fields
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from desktop.composition import build
from desktop.mentoring.manners import Manners
from desktop.services.options import Chosen, options
from desktop.services.settings_file import SettingsFile
from desktop.store import Store
from integrations.errors import Trouble
from resources.texts import text
from tests.store.values import keep_former

EVERYTHING: dict[str, Any] = {
    "addresses": frozenset({"me@example.org", "other@example.org"}),
    "zone": "Europe/Oslo",
    "region": "DE-BE",
    "second_region": "NO",
    "words": ("buddy*", "tutoring hour"),
    "color": "teal",
    "begins": time(8, 30),
    "ends": time(16),
    "days": frozenset({1, 3}),
    "notify_at": "look",
    "discreet": True,
    "quiet_until": date(2026, 12, 24),
    "after_meeting": True,
    "each_quarter": True,
    "appearance": "dark",
    "stage": "mid",
}


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path)


def test_every_option_is_declared_once_and_comes_back(file: SettingsFile, tmp_path: Path) -> None:
    assert set(EVERYTHING) == {one.name for one in fields(Chosen)} == set(options())
    assert len({one.key for one in options().values()}) == len(options())
    assert file.chosen() == Chosen() and not file.exists()
    chosen = file.change(EVERYTHING)
    assert chosen == Chosen(**EVERYTHING)
    assert SettingsFile(tmp_path).chosen() == chosen
    assert file.notices() == ()
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.read_text().startswith(f"# {text('settings.file')}\nversion = 1\n")


def test_the_usual_is_within_its_range_and_has_words() -> None:
    for one in options().values():
        assert one.kind.read(one.kind.write(one.usual)) == one.usual
        assert text(f"settings.{one.key}.title")


def test_each_is_taken_back_to_the_usual(file: SettingsFile) -> None:
    file.change(EVERYTHING)
    assert file.change({name: one.usual for name, one in options().items()}) == Chosen()


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("addresses", "me@example.org"),
        ("addresses", ["two words"]),
        ("zone", "Mars/Olympus"),
        ("zone", "../../etc/passwd"),
        ("region", "Berlin"),
        ("second_region", 7),
        ("words", ["x"]),
        ("words", ["ab"]),
        ("words", [f"word{n}" for n in range(60)]),
        ("color", "#12"),
        ("begins", "soon"),
        ("begins", 9),
        ("days", [0]),
        ("days", [8]),
        ("days", [True]),
        ("notify_at", "now"),
        ("discreet", 1),
        ("quiet_until", "never"),
        ("after_meeting", "yes"),
        ("appearance", "pink"),
        ("stage", "expert"),
    ],
)
def test_out_of_range_is_refused_and_in_the_file_named(file: SettingsFile, name: str, bad: object) -> None:
    with pytest.raises(ValueError):
        options()[name].kind.read(bad)
    option = options()[name]
    table, key = option.path
    written = {True: "true", False: "false"}.get(bad, repr(bad)) if isinstance(bad, bool) else repr(bad)
    content = f"[{table}]\n{key} = {written.replace('True', 'true')} # mine\n"
    file.path.write_text(content)
    assert file.chosen() == Chosen()
    (notice,) = file.notices()
    assert (notice.code, notice.subject) == ("settings-value", option.key)
    file.change({"discreet" if name != "discreet" else "after_meeting": True})
    assert content.splitlines()[1] in file.path.read_text(), "what does not fit stays as it was written"


def test_what_nobody_here_knows_stays_with_its_comments(file: SettingsFile) -> None:
    file.path.write_bytes(
        b"# by hand\r\nfuture = 'x' # why\r\n\r\n[holidays] # mine\r\n"
        b"region = 'no'\r\nschool = [1, 2]\r\n\r\n[new]\r\na = nan\r\n"
    )
    assert file.chosen().region == "NO"
    file.change({"region": "SE", "discreet": True})
    said = file.path.read_bytes().decode()
    for line in ("# by hand", "future = 'x' # why", "[holidays] # mine", "school = [1, 2]", "a = nan"):
        assert line in said
    assert tomllib.loads(said)["holidays"] == {"region": "SE", "school": [1, 2]}
    assert file.chosen() == Chosen(region="SE", discreet=True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"what = = 3", "settings-broken"),
        (b"\xff\xfe\x00", "settings-broken"),
        (b"a = " + b"[" * 5000, "settings-broken"),
        (b"version = 'two'", "settings-broken"),
        (b"you = 3", "settings-broken"),
        (b"version = 2\n[holidays]\nregion = { code = 'NO' }", "settings-newer"),
    ],
)
def test_what_cannot_be_used_is_left_named_and_kept_aside_at_the_first_change(
    file: SettingsFile, content: bytes, code: str
) -> None:
    file.path.write_bytes(content)
    assert file.chosen() == Chosen()
    (notice,) = file.notices()
    assert (notice.code, notice.subject) == (code, str(file.path))
    assert file.path.read_bytes() == content and file.kept_aside() == ()
    assert file.change({"region": "NO"}) == Chosen(region="NO")
    assert [path.read_bytes() for path in file.kept_aside()] == [content]
    assert file.notices() == ()
    file.path.write_bytes(b"again = = broken")
    file.change({"region": "SE"})
    assert [path.read_bytes() for path in file.kept_aside()] == [content, b"again = = broken"]


def test_what_may_not_be_read_is_never_written_over(file: SettingsFile) -> None:
    file.path.mkdir()
    assert file.chosen() == Chosen()
    assert [notice.code for notice in file.notices()] == ["settings-unreadable"]
    with pytest.raises(Trouble, match="cannot be opened"):
        file.change({"region": "NO"})
    assert file.path.is_dir()


def test_an_editor_is_followed(file: SettingsFile) -> None:
    assert file.chosen().region == ""
    file.path.write_text('[holidays]\nregion = "NO"\n')
    assert file.chosen().region == "NO"
    file.path.write_text('[holidays]\nregion = "GB-SCT"\n')
    assert file.chosen().region == "GB-SCT"
    file.path.unlink()
    assert file.chosen() == Chosen()


def test_threads_lose_nothing_of_each_other(tmp_path: Path) -> None:
    values = list(EVERYTHING.items())
    threads = [threading.Thread(target=SettingsFile(tmp_path).change, args=({k: v},)) for k, v in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert SettingsFile(tmp_path).chosen() == Chosen(**EVERYTHING)


KILLED = """
import os, signal, sys
from pathlib import Path
from desktop.services.settings_file import SettingsFile
from integrations import files
count = int(sys.argv[2])
def until(real):
    def call(*values, **named):
        global count
        count -= 1
        if count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*values, **named)
    return call
os.fsync, os.open, os.close = until(os.fsync), until(os.open), until(os.close)
Path.replace = until(Path.replace)
SettingsFile(Path(sys.argv[1])).change({"region": "SE", "discreet": True})
"""


def test_a_kill_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    seen = set()
    for count in range(1, 40):
        folder = tmp_path / str(count)
        SettingsFile(folder).change({"region": "NO", "color": "teal"})
        ran = subprocess.run([sys.executable, "-c", KILLED, folder, str(count)], cwd=root, check=False, timeout=60)
        found = SettingsFile(folder)
        assert found.notices() == ()
        assert found.chosen() in (Chosen(region="NO", color="teal"), Chosen(region="SE", color="teal", discreet=True))
        seen.add(found.chosen().region)
        found.change({"region": "DK"})
        assert not list(folder.glob(".*.part"))
        if ran.returncode != -signal.SIGKILL:
            assert ran.returncode == 0
            break
    else:
        pytest.fail("it was killed every time")
    assert count > 3 and seen == {"NO", "SE"}


# --- who uses them --------------------------------------------------------------------------------


def test_they_become_manners() -> None:
    assert Chosen().manners() == Manners()
    assert Chosen(**EVERYTHING).manners() == Manners(
        time(8, 30), time(16), frozenset({1, 3}), sooner=True, quiet_until=date(2026, 12, 24), after_meeting=True
    )


def test_what_a_call_asks_for_outweighs_them(tmp_path: Path) -> None:
    asked = build(tmp_path, region="FR", me=["Asked@example.org"])
    asked.settings.change(EVERYTHING)
    found = asked.reviewing.settings()
    assert (str(found.zone), found.region, found.other_region) == ("Europe/Oslo", "FR", "NO")
    assert found.me == {"asked@example.org"}
    assert build(tmp_path).reviewing.settings().me == EVERYTHING["addresses"]


EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260101T000000Z
DTSTART:20260105T090000Z
DTEND:20260105T100000Z
RRULE:FREQ=WEEKLY
SUMMARY:{title}
ATTENDEE:mailto:a@example.org
ORGANIZER:mailto:me@example.org
END:VEVENT
END:VCALENDAR
"""


def test_a_word_of_ones_own_marks_mentoring(tmp_path: Path) -> None:
    program = build(tmp_path / "store", me=["me@example.org"])
    calendars = []
    for uid, title in (("1", "Patenstunde mit A"), ("2", "Stammtisch"), ("3", "Über-Runde")):
        calendars.append(tmp_path / f"{uid}.ics")
        calendars[-1].write_text(EVENT.format(uid=uid, title=title))
    program.importing.import_files(calendars)
    assert program.reviewing.review().mentorships == ()
    program.settings.change({"words": ("Paten*", "über-runde")})
    program.importing.import_files(calendars)
    found = {piece.uid for one in program.reviewing.review().mentorships for piece in one.mentorship.series}
    assert found == {"1", "3"}
    program.close()


# --- from an older store --------------------------------------------------------------------------


def test_what_an_older_store_held_moves_over_once(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        keep_former(store, me=["me@example.org"], region="DE-BE", zone="Europe/Oslo", color="teal", work_begins="08:00")
        keep_former(store, work_days=[1, 9], notify_at="look", quiet_until="2026-12-24", after_meeting=True, odd=1)
    program = build(tmp_path)
    expected = Chosen(
        addresses=frozenset({"me@example.org"}),
        region="DE-BE",
        zone="Europe/Oslo",
        color="teal",
        begins=time(8),
        notify_at="look",
        quiet_until=date(2026, 12, 24),
        after_meeting=True,
    )
    assert program.settings.chosen() == expected
    assert program.store.former_settings.all() == {}
    program.close()


def test_a_move_that_was_broken_off_is_done_again_and_the_file_goes_before(tmp_path: Path) -> None:
    SettingsFile(tmp_path).change({"region": "NO"})
    with Store.open(tmp_path) as store:
        keep_former(store, region="DE-BE", color="teal")
    program = build(tmp_path)
    assert program.store.former_settings.all() == {}
    assert program.settings.chosen() == Chosen(region="NO", color="teal")
    program.close()


def test_nothing_moves_into_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("broken = =")
    with Store.open(tmp_path) as store:
        keep_former(store, region="DE-BE")
    program = build(tmp_path)
    assert program.store.former_settings.all() == {"region": "DE-BE"}
    program.close()
    (tmp_path / "settings.toml").unlink()
    program = build(tmp_path)
    assert program.settings.chosen().region == "DE-BE"
    program.close()


# --- what the command line says -------------------------------------------------------------------


def test_a_call_names_a_file_that_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from desktop.cli.main import run

    (tmp_path / "settings.toml").write_text("broken = =")
    assert run(["review", "--data-dir", str(tmp_path)]) == 0
    assert str(tmp_path / "settings.toml") in capsys.readouterr().err
    assert run(["doctor", "--data-dir", str(tmp_path)]) in (0, 1, 3)
    assert text("errors.settings-broken.title") in capsys.readouterr().out
