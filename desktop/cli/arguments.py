"""The calls and their options: a contract that scripts and bug reports rely on. Add to it, never rename."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

from resources.texts import text

T = TypeVar("T")

COMMANDS = (
    "review", "import", "plan", "apply", "undo", "history", "export", "correct", "absence", "answer", "doctor",
    "reminders", "not-now", "accounts", "sync", "kit",
)  # fmt: skip


def _word(key: str) -> str:
    return text(f"cli.{key}")


def _checked(read: Callable[[str], T], key: str) -> Callable[[str], T]:
    """A reader for argparse whose refusal says what was expected."""

    def reader(value: str) -> T:
        try:
            return read(value)
        except (ValueError, OSError, KeyError) as error:
            raise argparse.ArgumentTypeError(text(f"cli.bad.{key}", value=value)) from error

    return reader


def _region(value: str) -> str:
    country, _, part = value.upper().partition("-")
    if len(country) != 2 or not country.isalpha() or (part and not part.isalnum()):
        raise ValueError(value)
    return value.upper()


def _months(value: str) -> int:
    months = int(value)
    if not 6 <= months <= 12:
        raise ValueError(value)
    return months


def _times(value: str) -> int:
    times = int(value)
    if not 0 <= times <= 99:
        raise ValueError(value)
    return times


def address(value: str) -> str:
    """An e-mail address in the form that events are compared by; `mailto:` may stand before it."""
    return value.strip().lower().removeprefix("mailto:")


_DAY = _checked(date.fromisoformat, "date")
_TIME = _checked(time.fromisoformat, "time")
_NOW = _checked(datetime.fromisoformat, "now")
_ZONE = _checked(ZoneInfo, "zone")
_REGION = _checked(_region, "region")
_MONTHS = _checked(_months, "months")
_TIMES = _checked(_times, "times")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; the whole usage is a `--help` away."""

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As argparse's own, in words that name the calls there are and no other."""
        if action.choices is None or value in action.choices:
            return
        if action.dest == "command":
            raise argparse.ArgumentError(None, text("cli.bad.call", value=value, calls=", ".join(COMMANDS)))
        choices = ", ".join(map(str, action.choices))
        raise argparse.ArgumentError(action, text("cli.bad.choice", value=value, choices=choices))

    def error(self, message: str) -> NoReturn:
        self.exit(2, " ".join(text("cli.bad.usage", call=self.prog, message=message).split()) + "\n")


class _Version(argparse.Action):
    """`--version`: looks the number up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # 50 ms that no other call needs

        parser.exit(message=f"graduand {version('graduand')}\n")


def _common() -> _Parser:
    """Options of every call; they may stand before or after the call's name."""
    parent = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    parent.add_argument("--me", action="append", type=address, metavar="ADDRESS", help=_word("help.me"))
    parent.add_argument("--json", action="store_true", help=_word("help.json"))
    parent.add_argument("--now", type=_NOW, metavar="ISO-8601", help=_word("help.now"))
    parent.add_argument("--data-dir", type=Path, metavar="DIR", help=_word("help.data-dir"))
    parent.add_argument("--zone", type=_ZONE, metavar="IANA", help=_word("help.zone"))
    parent.add_argument("--region", type=_REGION, metavar="CODE", help=_word("help.region"))
    parent.add_argument("-v", "--verbose", action="count", help=_word("help.verbose"))
    return parent


def parser() -> _Parser:
    """The whole command line."""
    common = _common()
    top = _Parser(
        prog="graduand", description=_word("about"), parents=[common], allow_abbrev=False, epilog=_word("files")
    )
    top.add_argument("--version", action=_Version, nargs=0, help=_word("help.version"))
    top.add_argument("--background", action="store_true", help=_word("help.background"))
    top.add_argument("--import", dest="choose_files", action="store_true", help=_word("help.choose"))
    top.add_argument("--quit", action="store_true", help=_word("help.quit"))
    top.add_argument("--demo", action="store_true", help=_word("help.demo"))
    calls = top.add_subparsers(dest="command", metavar="COMMAND", title=_word("calls"))

    def call(name: str) -> argparse.ArgumentParser:
        says = _word(f"call.{name}")
        return calls.add_parser(name, help=says, description=says, parents=[common], allow_abbrev=False)

    opens = calls.add_parser("open", parents=[common], allow_abbrev=False)
    opens.add_argument("files", nargs="+")

    review = call("review")
    review.add_argument("files", nargs="*", metavar="FILE.ics", help=_word("help.review-files"))
    review.add_argument("--tag", action="append", default=[], metavar="UID", help=_word("help.tag-once"))

    imports = call("import")
    imports.add_argument("files", nargs="+", metavar="FILE.ics", help=_word("help.import-files"))
    imports.add_argument("--tag", action="append", default=[], metavar="UID", help=_word("help.tag"))
    imports.add_argument("--untag", action="append", default=[], metavar="UID", help=_word("help.untag"))

    _plan(call("plan"))

    apply = call("apply")
    apply.add_argument("plan", metavar="PLAN", help=_word("help.plan"))
    apply.add_argument("--yes", action="store_true", help=_word("help.yes"))
    apply.add_argument("--told", type=_DAY, metavar="DATE", help=_word("help.told"))
    apply.add_argument("--out", type=Path, metavar="DIR", help=_word("help.out"))

    undo = call("undo")
    undo.add_argument("plan", nargs="?", metavar="PLAN", help=_word("help.undo-plan"))
    undo.add_argument("--yes", action="store_true", help=_word("help.yes"))

    call("history")

    _export(call("export"))

    correct = call("correct")
    correct.add_argument("series", metavar="SERIES", help=_word("help.series"))
    correct.add_argument("slot", metavar="SLOT", help=_word("help.slot"))
    correct.add_argument("state", choices=["kept", "not-kept", "excused", "auto"], help=_word("help.state"))

    _absence(call("absence"), common)

    answer = call("answer")
    answer.add_argument("question", metavar="QUESTION", help=_word("help.question"))
    answer.add_argument("value", metavar="VALUE", help=_word("help.value"))

    reminders = call("reminders")
    reminders.add_argument("--shown", metavar="ID", help=_word("help.shown"))

    not_now = call("not-now")
    not_now.add_argument("series", metavar="SERIES", help=_word("help.series"))
    how_long = not_now.add_mutually_exclusive_group(required=True)
    spans = ["week", "month", "3-months", "never", "none"]
    how_long.add_argument("--for", dest="span", choices=spans, help=_word("help.quiet-for"))
    how_long.add_argument("--until", type=_DAY, metavar="DATE", help=_word("help.quiet-until"))

    _accounts(call("accounts"), call("sync"), common)

    _kit(call("kit"))

    call("doctor")
    return top


def _export(export: argparse.ArgumentParser) -> None:
    export.add_argument("--out", type=Path, metavar="FILE", help=_word("help.export-out"))
    export.add_argument("--story", metavar="SERIES", help=text("story.export.help"))


def _plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument("series", metavar="SERIES", help=_word("help.series"))
    plan.add_argument("--from", dest="source", metavar="FILE.ics", help=_word("help.from"))
    plan.add_argument("--tag", action="append", default=[], metavar="UID", help=_word("help.tag-once"))
    plan.add_argument("--final", type=_DAY, metavar="DATE", help=_word("help.final"))
    plan.add_argument(
        "--big-picture",
        choices=["yearly", "every-6-months", "every-9-months", "none"],
        help=_word("help.big-picture"),
    )
    plan.add_argument("--big-picture-by", choices=["weekday", "date"], help=_word("help.by"))
    first = plan.add_mutually_exclusive_group()
    first.add_argument("--big-picture-in", type=_MONTHS, metavar="MONTHS", help=_word("help.in"))
    first.add_argument("--big-picture-on", type=_DAY, metavar="DATE", help=_word("help.on"))
    plan.add_argument("--big-picture-at", type=_TIME, metavar="HH:MM", help=_word("help.at"))
    plan.add_argument("--big-picture-times", type=_TIMES, metavar="N", help=_word("help.times"))
    plan.add_argument("--big-picture-when", choices=["now", "after-final"], help=_word("help.when"))
    plan.add_argument("--ladder", action="store_true", help=_word("help.ladder"))
    plan.add_argument("--mark-final", action="store_true", help=_word("help.mark-final"))
    plan.add_argument("--title", default="", metavar="TEXT", help=_word("help.title"))
    plan.add_argument("--talk-title", default="", metavar="TEXT", help=_word("help.talk-title"))
    plan.add_argument("--told", type=_DAY, metavar="DATE", help=_word("help.told"))
    plan.add_argument("--as-guest", action="store_true", help=_word("help.as-guest"))
    plan.add_argument("--as", dest="side", choices=["mentor", "mentee", "peer"], help=_word("help.as"))


def _kit(kit: argparse.ArgumentParser) -> None:
    kit.add_argument("file", type=Path, metavar="FILE", help=text("kit.help-file"))
    kit.add_argument("--for", dest="series", action="append", default=[], metavar="SERIES", help=text("kit.help-for"))
    kit.add_argument("--look", action="store_true", help=text("kit.help-look"))


def _absence(absence: argparse.ArgumentParser, common: _Parser) -> None:
    what = absence.add_subparsers(dest="what", metavar="add|remove")
    add = what.add_parser("add", help=_word("call.absence-add"), parents=[common], allow_abbrev=False)
    add.add_argument("--from", dest="start", type=_DAY, required=True, metavar="DATE", help=_word("help.absence-from"))
    add.add_argument("--to", dest="end", type=_DAY, required=True, metavar="DATE", help=_word("help.absence-to"))
    add.add_argument("--title", default="", metavar="T", help=_word("help.absence-title"))
    add.add_argument("--whose", default="me", metavar="me|SERIES", help=_word("help.whose"))
    remove = what.add_parser("remove", help=_word("call.absence-remove"), parents=[common], allow_abbrev=False)
    remove.add_argument("id", metavar="ID", help=_word("help.absence-id"))


def _accounts(accounts: argparse.ArgumentParser, sync: argparse.ArgumentParser, common: _Parser) -> None:
    sync.add_argument("--account", metavar="ID", help=text("sync.help.account"))
    sync.add_argument("--tag", action="append", default=[], metavar="UID", help=text("sync.help.tag"))
    sync.add_argument("--untag", action="append", default=[], metavar="UID", help=text("sync.help.untag"))
    sync.add_argument("--accept-empty", action="store_true", help=text("sync.help.accept-empty"))
    what = accounts.add_subparsers(dest="what", metavar="add|remove|reconnect|allow-changes|calendars")

    def deed(name: str) -> argparse.ArgumentParser:
        says = text(f"accounts.call.{name}")
        return what.add_parser(name, help=says, description=says, parents=[common], allow_abbrev=False)

    add = deed("add")
    add.add_argument("kind", choices=["google", "caldav"], help=text("accounts.help.kind"))
    add.add_argument("--client", type=Path, metavar="FILE", help=text("accounts.help.client"))
    add.add_argument("--url", metavar="U", help=text("accounts.help.url"))
    add.add_argument("--user", metavar="NAME", help=text("accounts.help.user"))
    add.add_argument("--password-stdin", action="store_true", help=text("accounts.help.password-stdin"))
    for name in ("remove", "reconnect", "allow-changes", "calendars"):
        parser = deed(name)
        parser.add_argument("id", metavar="ID", help=text("accounts.help.id"))
        if name == "calendars":
            parser.add_argument("--choose", action="append", metavar="CALENDAR", help=text("accounts.help.choose"))
