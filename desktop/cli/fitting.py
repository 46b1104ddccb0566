"""What was asked for and could not count: an option is carried out or refused, never passed over without a word."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from resources.texts import text

_TALK = {
    "big_picture_by": "--big-picture-by",
    "big_picture_in": "--big-picture-in",
    "big_picture_on": "--big-picture-on",
    "big_picture_at": "--big-picture-at",
    "big_picture_times": "--big-picture-times",
    "big_picture_when": "--big-picture-when",
    "talk_title": "--talk-title",
}
_OF_CALDAV = {"url": "--url", "user": "--user", "password_stdin": "--password-stdin"}
_OF_THE_WINDOW = {"background": "--background", "choose_files": "--import", "quit": "--quit", "demo": "--demo"}


def misfit(asked: argparse.Namespace) -> str:
    """What of a call that was understood would have no effect, and what to do; "" where everything counts."""
    return next(_misfits(asked), "")


def named(asked: argparse.Namespace) -> str:
    """The call as it is typed, for the head of a refusal."""
    words = ("graduand", getattr(asked, "command", None), getattr(asked, "what", None))
    return " ".join(word for word in words if word and word != "open")


def _misfits(asked: argparse.Namespace) -> Iterator[str]:
    calls = asked.command not in (None, "open")
    if calls:
        yield from (_says("of-the-window", option, call=asked.command) for option in _given(asked, _OF_THE_WINDOW))
    else:
        yield from _of_a_start(asked)
    match asked.command:
        case "review" if asked.tag and not asked.files:
            yield _says("tag-without-files", "--tag")
        case "plan":
            yield from _of_a_plan(asked)
        case "kit" if asked.look and asked.series:
            yield _says("kit-only-looks", "--for")
        case "accounts" if asked.what == "add":
            yield from _of_an_account(asked)
    both = set(getattr(asked, "tag", ())) & set(getattr(asked, "untag", ()))
    yield from (_says("tag-and-untag", "--tag", uid=uid) for uid in sorted(both))


def _of_a_start(asked: argparse.Namespace) -> Iterator[str]:
    others = {name: option for name, option in _OF_THE_WINDOW.items() if name != "quit"}
    if asked.quit:
        yield from (_says("quits", option) for option in _given(asked, others))
        yield from (_says("quits", file) for file in getattr(asked, "files", ()))
    if asked.demo and getattr(asked, "data_dir", None) is not None:
        yield _says("demo-folder", "--data-dir")


def _of_a_plan(asked: argparse.Namespace) -> Iterator[str]:
    if asked.tag and not asked.source:
        yield _says("tag-without-from", "--tag")
    for_talk = list(_given(asked, _TALK))
    if asked.title and not asked.mark_final:
        for_talk.append("--title")
    if asked.big_picture == "none":
        yield from (_says("no-talk", option) for option in for_talk)
    elif asked.talk_title and "--title" in for_talk:
        yield _says("two-titles", "--title")


def _of_an_account(asked: argparse.Namespace) -> Iterator[str]:
    if asked.kind == "google":
        yield from (_says("google-signs-in", option) for option in _given(asked, _OF_CALDAV))
    elif asked.client is not None:
        yield _says("client-of-google", "--client")


def _given(asked: argparse.Namespace, options: dict[str, str]) -> Iterator[str]:
    """Those that were named, as they are typed."""
    for name, option in options.items():
        value = getattr(asked, name, None)
        if value is not None and value is not False and value != "":
            yield option


def _says(key: str, option: str, **values: object) -> str:
    return text(f"cli.idle.{key}", option=option, **values)
