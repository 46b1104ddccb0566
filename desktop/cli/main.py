"""From words to a use case and back: parse, call, print, exit code.

0 done · 1 it could not be done · 2 bad usage · 3 done in part, what was left out is named · 4 the calendar changed
meanwhile, plan again · 5 sign-in needed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from desktop.cli import arguments, fitting
from desktop.composition import Graduand, build, calm_collector, check_environment
from integrations.errors import Cancelled, Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.cli.answer import Answer
    from desktop.mentoring.plan import Refusal
    from desktop.services.clock import Clock

DONE, NOT_DONE, BAD_USAGE, IN_PART, CHANGED_MEANWHILE, SIGN_IN_NEEDED = 0, 1, 2, 3, 4, 5
_VERBOSE = 2
_SCHEME = "graduand:"
_MISUSES = frozenset({"option-out-live", "option-out-again", "option-at-all-day"})
"""Options that turn out to have no effect only once the series or the plan is known."""


def run(words: Sequence[str]) -> int:
    """Carry out a call, or start the app. Prints; gives the exit code."""
    try:
        asked = arguments.parser().parse_args(_with_files(list(words)))
    except SystemExit as error:  # argparse has said what is wrong, or shown the help
        return error.code if isinstance(error.code, int) else BAD_USAGE
    if idle := fitting.misfit(asked):
        _complain(idle, fitting.named(asked))
        return BAD_USAGE
    if asked.command in (None, "open"):
        try:
            return _app(asked)
        except Trouble as trouble:
            _complain(str(trouble))
            return NOT_DONE
    return _call(asked)


def _with_files(words: list[str]) -> list[str]:
    """A first word that is no call but a file is opened in the app: so calendar files reach it by a double click.

    So is an address of the program's own, whatever it says behind the scheme: it comes from anywhere, and raises the
    window.
    """
    names = [word for word in words if not word.startswith("-")]
    if not names or names[0] in arguments.COMMANDS or not (_is_file(names[0]) or _is_ours(names[0])):
        return words
    position = words.index(names[0])
    return [*words[:position], "open", *words[position:]]


def _is_file(word: str) -> bool:
    return word.lower().endswith((".ics", ".zip", ".ical", ".icalendar")) or word.startswith("file://")


def _is_ours(word: str) -> bool:
    return word.lower().startswith(_SCHEME)


def _fixed_clock(asked: argparse.Namespace) -> Clock | None:
    """A clock that stands at the moment that the call names; None where it names none."""
    now: datetime | None = getattr(asked, "now", None)
    if now is None and os.environ.get("GRADUAND_NOW"):
        now = _now(os.environ["GRADUAND_NOW"])
    if now is None:
        return None
    if now.tzinfo is None:
        from desktop.services.preferences import system_zone  # only for a moment without an offset

        now = now.replace(tzinfo=getattr(asked, "zone", None) or system_zone())
    fixed = now if now.tzinfo is not None else now.replace(tzinfo=UTC)
    return lambda: fixed


def _graduand(asked: argparse.Namespace) -> Graduand:
    check_environment()
    return build(
        getattr(asked, "data_dir", None),
        clock=_fixed_clock(asked),
        zone=getattr(asked, "zone", None),
        region=getattr(asked, "region", ""),
        me=getattr(asked, "me", ()),
    )


def _path(name: str) -> Path:
    """A file as a desktop names it: a path or a file URL."""
    return Path(unquote(name.removeprefix("file://"))) if name.startswith("file://") else Path(name)


def _now(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise Trouble("bad-now", value) from error


def _app(asked: argparse.Namespace) -> int:
    from desktop.ui.start import Wishes, start  # Qt only for the app

    check_environment()
    return start(
        Wishes(
            files=tuple(_path(name) for name in getattr(asked, "files", ()) if not _is_ours(name)),
            background=asked.background,
            choose=asked.choose_files,
            quit=asked.quit,
            demo=asked.demo,
            data_dir=getattr(asked, "data_dir", None),
            clock=_fixed_clock(asked),
            zone=getattr(asked, "zone", None),
            region=getattr(asked, "region", ""),
            me=tuple(getattr(asked, "me", ())),
            verbosity=getattr(asked, "verbose", 0) or 0,
        )
    )


def _call(asked: argparse.Namespace) -> int:
    try:
        return _answered(asked)
    except BrokenPipeError:  # whoever reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _answered(asked: argparse.Namespace) -> int:
    """Carry a call out and print what it says; what keeps it from being carried out is said as well."""
    verbose = getattr(asked, "verbose", 0) or 0
    as_json = getattr(asked, "json", False)
    try:
        answer = _asked(asked, verbose)
    except BrokenPipeError:
        raise
    except Trouble as trouble:
        if verbose >= _VERBOSE:
            import traceback  # only where it is asked for

            traceback.print_exc()
        return _refused(trouble.code, str(trouble), as_json, code=_code(trouble))
    except (Cancelled, KeyboardInterrupt) as stopped:
        if isinstance(stopped, KeyboardInterrupt) and sys.stderr.isatty():
            sys.stderr.write("\n")  # below what the terminal shows of the keys
        return _refused("stopped", text("cli.stopped"), as_json)
    except Exception as error:
        from desktop.mentoring.plan import Refusal  # a look needs no plans

        if isinstance(error, Refusal):
            return _nothing_planned(error, as_json)
        # A bug of ours: one honest line, and the whole story for a report where it is asked for.
        if verbose >= _VERBOSE:
            raise
        return _refused("bug", text("cli.bug", kind=type(error).__name__), as_json)
    return _print(answer, as_json)


def _asked(asked: argparse.Namespace, verbose: int) -> Answer:
    calm_collector()  # imports, too, make thousands of things that stay
    # What a call needs and the app does not: the tray is up before any of it would be read.
    from desktop.cli import commands

    graduand = _graduand(asked)
    try:
        _log(graduand, verbose)
        answer = commands.CALLS[asked.command](graduand, asked)
        for notice in graduand.notices():
            _complain(str(notice))
    finally:
        graduand.close()
    return answer


def _code(trouble: Trouble) -> int:
    if trouble.code in _MISUSES:
        return BAD_USAGE
    if trouble.code == "plan-changed-meanwhile":
        return CHANGED_MEANWHILE
    from desktop.services.accounts import needs_sign_in

    return SIGN_IN_NEEDED if needs_sign_in(trouble) else NOT_DONE


def _log(graduand: Graduand, verbose: int) -> None:
    if verbose or os.environ.get("GRADUAND_LOG"):
        from integrations import log  # 15 ms that a quiet call does not need

        log.start(graduand.folder, verbosity=verbose)


def _print(answer: Answer, as_json: bool) -> int:
    if as_json and answer.json is not None:
        sys.stdout.write(json.dumps(answer.json, ensure_ascii=False) + "\n")
    elif answer.lines:
        sys.stdout.write("\n".join(answer.lines) + "\n")
    sys.stdout.flush()  # so that what is left to say comes behind it
    for problem in answer.problems:
        _complain(problem)
    return answer.code


def _nothing_planned(refusal: Refusal, as_json: bool) -> int:
    from desktop.cli.contract import draft_json
    from desktop.services.phrases import refusal_says

    drafts = {"drafts": [draft_json(draft) for draft in refusal.drafts]} if refusal.drafts else {}
    code = _refused(refusal.code, refusal_says(refusal), as_json, more=drafts)
    for draft in () if as_json else refusal.drafts:
        sys.stdout.write(f"{draft.subject}\n\n{draft.body}\n")
    return code


def _refused(
    why: str, says: str, as_json: bool, *, code: int = NOT_DONE, more: Mapping[str, object] | None = None
) -> int:
    """Say that nothing was done, and why: a line for people, and a value as well where a program asked."""
    if as_json:
        answer = {"version": 1, "refused": why, "says": says, **(more or {})}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    _complain(says)
    return code


def _complain(line: str, call: str = "graduand") -> None:
    sys.stderr.write(f"{call}: {' '.join(line.split())}\n")
