"""Every write × every kind of bad luck × before or after the commit × kill -9 or not, over real sockets.

The server runs in a process of its own, the program in another that is forked for one call. The trouble comes once, or
lasts until the server is well again. Then the program is started again, and what was broken off is finished or taken
back: the plan is whole or untouched, and nobody was told a thing twice.
"""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.mentoring.plan import Answers, PlanState
from tests.google.process import Remote
from tests.journeys.conftest import DATA
from tests.journeys.google_life import (
    BROKEN,
    LONG,
    ME,
    MENTOR,
    NAMED,
    NOW,
    SHORT,
    Signed,
    Zygote,
    connect,
    forked,
    instances,
    program,
    signed,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

SERIES, UID = "j09", "j09@google.com"
OVERRIDE, LAST = "j09_20260506T130000Z", "j09_20260429T130000Z"
FINAL = "2026-04-29"
MOVED = ("2026-05-07T11:00:00-04:00", "Mentoring (moved)")

FAULTS = {
    "500": "500",
    "503": "503",
    "429": "429",
    "403 rate": "403-rate",
    "403 quota": "403-quota",
    "412": "412",
    "time-out": "time-out",
    "reset": "reset",
    "truncated": "truncated",
    "HTML": "html",
    "token expired": "token-expired",
    "token revoked": "token-revoked",
}


@dataclass(frozen=True)
class Write:
    """One of the program's writes: in which template it happens, on the way to what, and how its request is known."""

    template: str
    undo: bool
    kind: str
    body: str = ""


WRITES = {
    "create": Write("fresh", False, "events.insert"),
    "end": Write("fresh", False, "events.patch", "UNTIL=20260429"),
    "remove leftover": Write("kept", False, "events.delete"),
    "mark final": Write("fresh", False, "events.patch", "Last meeting"),
    "undo: rename": Write("applied", True, "events.patch", r'^\{"summary": "Mentoring"\}$'),
    "undo: restore": Write("applied", True, "events.patch", "recurrence"),
    "undo: put back": Write("applied", True, "events.patch", r"Mentoring \(moved\)"),
    "undo: delete": Write("applied", True, "events.delete"),
}
TEMPLATES = {"fresh": "reset", "kept": "kept", "applied": "reset"}
"""What becomes of exceptions beyond a new end, which is not settled (google.md, 3)."""


@dataclass
class Template:
    """A calendar and a store, made ready once."""

    zygote: Zygote
    folder: Path
    by: Signed
    plan: str
    talk: str
    before: list[tuple[str, str, str, str]]


@dataclass
class Tally:
    """How the cases of one write ended."""

    cases: int = 0
    struck: int = 0
    killed: int = 0
    offered: int = 0
    ends: Counter[str] = field(default_factory=Counter)


TALLIES: dict[str, Tally] = {name: Tally() for name in WRITES}


def _series_of_a_year(folder: Path) -> Path:
    """The series of J9 with an end of its own, since hundreds of meetings to come would only take time."""
    found = (DATA / "journeys" / "j09_undo.ics").read_text()
    place = folder / "series.ics"
    place.write_text(found.replace("FREQ=WEEKLY;BYDAY=WE", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20261230T140000Z"))
    return place


def _made(name: str, mode: str, folder: Path) -> Template:
    scenario: dict[str, Any] = {
        "account": ME,
        "zone": "America/Toronto",
        "now": NOW.isoformat(),
        "modes": {"beyond_end": mode},
        "do": [["load_ics", {"path": str(_series_of_a_year(folder))}]],
    }
    zygote = Zygote(scenario)
    remote = zygote.remote
    by = signed(remote, folder)
    connect(folder, by, UID)
    before = instances(by.base_url, remote.call("sign_in")[0], SERIES)
    with program(folder, by) as graduand:
        (found,) = graduand.reviewing.review().mentorships
        wanted = Answers(final=date.fromisoformat(FINAL), mark_final=True, told=date(2026, 4, 13))
        plan = graduand.transitions.propose(found.mentorship.id, wanted)
        graduand.transitions.save(plan)
        if name == "applied":
            graduand.transitions.apply(plan.id)
    assert remote.call("crashes") == []
    remote.call("clear_mails")
    zygote.freeze()
    return Template(zygote, folder, by, plan.id, plan.steps[0].uid.removesuffix("@google.com"), before)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Template]]:
    found = {name: _made(name, mode, tmp_path_factory.mktemp(name)) for name, mode in TEMPLATES.items()}
    gc.collect()
    gc.freeze()  # what the collector does not touch, the forks share
    yield found
    gc.unfreeze()
    for one in found.values():
        one.zygote.close()


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """Folders that need no disk, where the system has such: a kill leaves what was written there as well."""
    shared = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(dir=shared if shared.is_dir() else tmp_path))
    yield lambda: Path(tempfile.mkdtemp(dir=place))
    shutil.rmtree(place)


@pytest.fixture(scope="module", autouse=True)
def printed(request: pytest.FixtureRequest) -> Iterator[None]:
    """The summary, once all cases are over."""
    yield
    lines = ["", f"{'write':16} cases struck killed offered   ended as"]
    for name, tally in TALLIES.items():
        ends = ", ".join(f"{how} {n}" for how, n in sorted(tally.ends.items()))
        lines.append(f"{name:16} {tally.cases:5} {tally.struck:6} {tally.killed:6} {tally.offered:7}   {ends}")
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        sys.stdout.write("\n".join(lines) + "\n")


@dataclass(frozen=True)
class Case:
    """One run: a copy of the store, a fork of the server."""

    template: Template
    write: Write
    folder: Path
    remote: Remote
    by: Signed

    def act(self) -> None:
        with program(self.folder, self.by) as graduand:
            act = graduand.transitions.undo if self.write.undo else graduand.transitions.apply
            act(self.template.plan)

    def start_again(self, *, finish: bool) -> bool:
        """What a start does; whether there was anything to offer."""
        by = signed(self.remote, self.folder)  # a person has signed in again where that was needed
        with program(self.folder, by) as graduand:
            offered = [record.plan.id for record in graduand.transitions.interrupted()]
            assert offered in ([], [self.template.plan])
            if offered:
                act = graduand.transitions.finish if finish else graduand.transitions.take_back
                act(self.template.plan)
                assert graduand.transitions.interrupted() == ()
            return bool(offered)

    def state(self) -> PlanState:
        with program(self.folder, self.by) as graduand:
            return graduand.transitions.record(self.template.plan).state

    def talks(self) -> list[dict[str, Any]]:
        return [
            one
            for one in self.remote.call("events")
            if one["status"] != "cancelled" and "recurringEventId" not in one and one["id"] != SERIES
        ]

    def series(self) -> list[tuple[str, str, str, str]]:
        return instances(self.by.base_url, self.remote.call("sign_in")[0], SERIES)

    def mails(self) -> Counter[tuple[str, str]]:
        found = self.remote.call("mails")
        assert {mail["to"] for mail in found} <= {MENTOR}
        return Counter((mail["event_id"], mail["kind"]) for mail in found)

    def check(self, state: PlanState) -> str:
        """The calendar is what the state says, and every message was sent once. Gives how it ended, for the table."""
        kept = self.template.folder.name.startswith("kept")
        talk, mails, series = self.template.talk, self.mails(), self.series()
        if state is PlanState.APPLIED:
            assert [one["id"] for one in self.talks()] == [talk]
            assert [one[:3] for one in series] == [one[:3] for one in self.template.before if one[1][:10] <= FINAL]
            assert series[-1][3] == "Last meeting: Mentoring"
        else:
            assert state in (PlanState.UNDONE, PlanState.DRAFT)
            assert self.talks() == []
            assert series == self.template.before, "no lost override, no lost title"
            assert MOVED in [(one[1], one[3]) for one in series]
        promised = {(talk, "invitation"): 1, (SERIES, "update"): 1, (LAST, "update"): 1}
        promised |= {(OVERRIDE, "cancellation"): 1} if kept else {}
        corrections = {
            (talk, "cancellation"): 1,
            (SERIES, "update"): 1,
            (LAST, "update"): 1,
            (OVERRIDE, "invitation" if kept else "update"): 1,
        }
        first, second = (corrections, promised) if self.write.undo else (promised, corrections)
        went = state is (PlanState.UNDONE if self.write.undo else PlanState.APPLIED)
        if went:
            assert mails == Counter(first), "each promised message once"
            return "whole"
        both = Counter(first) + Counter(second)
        assert all(mails[what] <= n for what, n in both.items()), mails
        assert not mails - both, mails
        assert mails[talk, "invitation"] == mails[talk, "cancellation"]
        assert mails[SERIES, "update"] in (0, 2)
        assert mails[LAST, "update"] in (0, 2)
        return "untouched" if not mails else "taken back"


def _run(
    template: Template, name: str, fault: str, *, when: str, kill: bool, times: int | None, finish: bool, folder: Path
) -> bool:
    """One case from its beginning to its end; whether the next start had something to offer."""
    write, tally = WRITES[name], TALLIES[name]
    shutil.copytree(template.folder / "store", folder / "store")
    with template.zygote.spawn() as remote:
        patience = SHORT if fault == "time-out" else LONG
        by = Signed(remote.base_url, template.by.refresh, template.by.client, patience)
        case = Case(template, write, folder, remote, by)
        remote.call(
            "fault", name=fault, when=when, kind=write.kind, body=write.body, times=times, kill="then" if kill else ""
        )
        ended = forked(case.act, folder, lambda pid: remote.call("victim", pid=pid))
        assert ended != BROKEN, (folder / "bug.txt").read_text()
        struck = sum(one["struck"] for one in remote.call("faults"))
        remote.call("clear_faults")
        offered = case.start_again(finish=finish)
        how = case.check(case.state())
        assert remote.call("crashes") == []
        assert remote.call("remarks") == []
        assert remote.call("unsent") == [], "nobody was left out of a change that concerned them"
    tally.cases += 1
    tally.struck += bool(struck)
    tally.killed += ended < 0
    tally.offered += offered
    tally.ends[how] += 1
    assert struck, "the trouble never came"
    # A fault that ends the call at once may be quicker than the kill that follows it.
    assert not kill or ended in (-9, NAMED), "the kill never came"
    return offered


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", WRITES)
def test_matrix(templates: dict[str, Template], name: str, fault: str, memory: Callable[[], Path]) -> None:
    template = templates[WRITES[name].template]
    for when in ("before", "after"):
        for kill in (False, True):
            # Who is killed meets it once; and what was committed is not sent again, so there it is met once as well.
            for times in (1, None) if when == "before" and not kill else (1,):
                how = {"when": when, "kill": kill, "times": times}
                if _run(template, name, FAULTS[fault], **how, finish=True, folder=memory()):
                    _run(template, name, FAULTS[fault], **how, finish=False, folder=memory())
