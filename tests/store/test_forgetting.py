from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.mentoring.jottings import Jotting, JottingKind
from desktop.mentoring.mentorship import Absence, Correction, Pulse, SlotState
from desktop.mentoring.plan import PlanState
from desktop.mentoring.reminders import Shown
from desktop.store import Account, Change, Direction, FileChange, NotNow, Said, Store, Takeaway
from desktop.store.backups import back_up, backups_in
from desktop.store.jottings import KeptSheet
from integrations.calendars.model import Batch
from integrations.calendars.port import Access, Calendar, Changes, Held
from tests.store.values import LATER, NOW, TUESDAY, day_off, dump, keep_former, meeting, plan, series


def fill(store: Store, name: str) -> None:
    """Something in every table about one pair; all of it carries the pair's name."""
    uid, single, pair, address = f"{name}-uid", f"{name}-single", f"{name}-pair", f"{name}@example.org"
    store.calendars.put(Batch(series=(series(uid),), meetings=(meeting(single),)), at=NOW)
    store.words.mark(uid, True)
    store.words.correct(Correction(uid, TUESDAY, SlotState.KEPT))
    store.words.add_absence(Absence(f"{name}-away", date(2025, 8, 1), date(2025, 8, 9), "", pair))
    for about in (pair, uid, address):
        store.words.answer(f"{name}-{about}?", "yes", about=[about, "me@example.org"], at=NOW)
    store.words.say_same(address, "shared@example.org", True)
    store.words.saw_declined(uid, [address], at=NOW)
    store.accounts.add(Account("google-1", "google", "me@example.org", "", False, NOW))
    store.accounts.put_calendars("google-1", [Calendar("work", "Work", Access.OWNER)])
    held = (Held(f"{name}-id", "", uid, name), Held(f"{name}-id_1", f"{name}-id", "", name))
    store.accounts.put("google-1", "work", Changes(held, (), "cursor", whole=False), at=NOW)
    store.told.change(pair, lambda told: replace(told, pulses=(Pulse(NOW, name),)))
    store.told.set_not_now(pair, NotNow(None, NOW))
    store.told.saw_recounted(pair, 2, at=NOW)
    store.shown.put([Shown(f"quiet-patch:{pair}:0", pair, "quiet-patch", NOW)])
    store.lately.keep(Said(f"quiet-patch:{pair}:0", "quiet-patch", NOW, name, "", (), (pair,)))
    store.shown.saw_called_off([uid], at=NOW)
    store.shown.take_away(Takeaway(pair, NOW, LATER, name))
    store.jottings.put(Jotting(f"{name}-goal", pair, JottingKind.GOAL, name, NOW))
    store.jottings.put_sheet(KeptSheet(pair, name, NOW))
    store.plans.save(replace(plan(f"{name}-plan", pair, uid), series_text=name), at=NOW)
    store.plans.set_state(f"{name}-plan", PlanState.WAITING, at=NOW)
    files = [FileChange(Path(f"/{name}/series.ics"), None, "0", name.encode())]
    store.plans.intend(f"{name}-plan", 0, Direction.APPLY, "write", at=NOW, files=files)


def forget(store: Store, name: str) -> int:
    return store.forget([f"{name}-pair"], [f"{name}-uid", f"{name}-single"], [f"{name}@example.org"])


def about(folder: Path, name: str) -> list[str]:
    return [line for line in dump(folder) if name in line or name.encode().hex() in line.lower()]


def test_everything_about_a_pair_goes_and_nothing_else_does(store: Store, folder: Path) -> None:
    store.calendars.put(Batch(days_off=(day_off(),)), at=NOW)
    store.words.add_absence(Absence("mine", date(2025, 8, 1), date(2025, 8, 9), "", "me"))
    keep_former(store, me=["me@example.org"])
    fill(store, "berta")
    before = dump(folder)
    fill(store, "anna")
    tables = {line.split('"')[1] for line in about(folder, "anna")}
    every = {line.split()[2].strip('"') for line in before if line.startswith("CREATE TABLE")}
    assert tables == every - {"days_off", "preferences", "accounts", "account_calendars", "oauth_clients"}, (
        "a table is missing from this test"
    )
    assert forget(store, "anna") > 12
    assert about(folder, "anna") == []
    assert [line for line in dump(folder) if "sqlite_sequence" not in line] == [
        line for line in before if "sqlite_sequence" not in line
    ]
    assert forget(store, "anna") == 0


def test_what_was_said_of_several_goes_with_any_of_them(store: Store) -> None:
    """Its words say how many they are; the others' own words stay."""
    digest = Said("digest", "digest", NOW, "Mentoring", "Two of them", (), ("anna-pair", "berta-pair"))
    alone = Said("quiet-patch:berta-pair:0", "quiet-patch", LATER, "Mondays", "", (), ("berta-pair",))
    store.lately.keep(digest)
    store.lately.keep(alone)
    assert forget(store, "anna") == 1
    assert store.lately.all() == (alone,)


def test_not_a_trace_of_it_stays_in_the_folder(store: Store, folder: Path) -> None:
    fill(store, "anna")
    fill(store, "berta")
    back_up(folder / "graduand.db", folder / "backups", version=1, now=NOW)
    back_up(folder / "graduand.db", folder / "backups", version=1, now=LATER)
    forget(store, "anna")
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) >= 4
    for path in files:
        content = path.read_bytes()
        assert b"anna" not in content, path.name
    (backup,) = backups_in(folder / "backups")
    assert b"berta" in backup.read_bytes()


def test_no_back_up_is_made_where_there_was_none(store: Store, folder: Path) -> None:
    fill(store, "anna")
    forget(store, "anna")
    assert not (folder / "backups").exists()


def test_a_forgotten_pair_can_be_imported_anew(store: Store) -> None:
    fill(store, "anna")
    forget(store, "anna")
    (put,) = store.calendars.put(Batch(series=(series("anna-uid"),)), at=LATER)
    assert put.change is Change.NEW
    assert store.told.all() == {}


NAMES = st.sampled_from(["a", "b", "c"])
TEXTS = st.sampled_from(["first", "second"])


class Imports(RuleBasedStateMachine):
    """Imports, removals, forgetting, restarts and broken-off imports against plain dictionaries."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="graduand-"))
        self.store = Store.open(self.folder)
        self.texts: dict[str, str] = {}
        self.removed: set[str] = set()
        self.told: dict[str, bool] = {}

    @rule(texts=st.dictionaries(NAMES, TEXTS))
    def imported(self, texts: dict[str, str]) -> None:
        puts = self.store.calendars.put(Batch(series=tuple(series(*item) for item in texts.items())), at=NOW)
        for put in puts:
            assert put.change is self.expected(put.uid, texts[put.uid])
            assert put.before == self.texts.get(put.uid, "")
        self.texts |= texts
        self.removed -= texts.keys()

    def expected(self, uid: str, text: str) -> Change:
        if uid not in self.texts:
            return Change.NEW
        return Change.UNCHANGED if self.texts[uid] == text and uid not in self.removed else Change.CHANGED

    @rule(texts=st.dictionaries(NAMES, TEXTS))
    def broken_off(self, texts: dict[str, str]) -> None:
        try:
            with self.store.transaction():
                self.store.calendars.put(Batch(series=tuple(series(*item) for item in texts.items())), at=NOW)
                raise InterruptedError
        except InterruptedError:
            return

    @rule(name=NAMES)
    def taken_back(self, name: str) -> None:
        stood = name in self.texts and name not in self.removed
        assert self.store.calendars.remove([name], at=LATER) == ((name,) if stood else ())
        self.removed |= {name} & self.texts.keys()

    @rule(name=NAMES, talked=st.booleans())
    def told_something(self, name: str, talked: bool) -> None:
        self.store.told.change(f"{name}-pair", lambda told: replace(told, talked=talked))
        self.told[f"{name}-pair"] = talked

    @rule(name=NAMES)
    def forgotten(self, name: str) -> None:
        gone = self.store.forget([f"{name}-pair"], [name])
        assert gone == (name in self.texts) + (f"{name}-pair" in self.told)
        self.texts.pop(name, None)
        self.removed.discard(name)
        self.told.pop(f"{name}-pair", None)

    @rule()
    def restarted(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder)

    @invariant()
    def agrees(self) -> None:
        rows = self.store.calendars.rows()
        assert {row.uid: row.text for row in rows} == self.texts
        assert {row.uid for row in rows if row.removed_at} == self.removed
        assert {name: told.talked for name, told in self.store.told.all().items()} == self.told

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


def test_any_sequence_of_imports_and_forgetting() -> None:
    run_state_machine_as_test(Imports, settings=settings(max_examples=25, stateful_step_count=15))
