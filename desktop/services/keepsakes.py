"""The keepsake as words and as a page of HTML, made here and kept where the user wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.mentoring.keepsake import Keepsake
from desktop.mentoring.letters.clauses import clause
from desktop.mentoring.letters.kinds import Tone
from desktop.mentoring.letters.values import Thanks
from desktop.mentoring.mentorship import Side
from resources.keepsake import part
from resources.texts import day, text

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


def title(keepsake: Keepsake) -> str:
    """Peers hear of no graduation, and of no teacher (product 5)."""
    if keepsake.side is Side.PEER:
        return text("keepsake.title-peers")
    return text("keepsake.title-graduation" if keepsake.tone is Tone.GRADUATION else "keepsake.title")


def facts(keepsake: Keepsake) -> tuple[str, ...]:
    """Since when, for how long, how often: each in a few words, and only what is known."""
    found = [
        text("keepsake.since", day=day(keepsake.first, year=True)) if keepsake.first is not None else "",
        text("keepsake.months", n=keepsake.months) if keepsake.months else "",
        text("keepsake.met", n=keepsake.met) if keepsake.met else "",
    ]
    return tuple(filter(None, found))


def card(keepsake: Keepsake) -> str:
    """What is on the page, as HTML without a frame. Everything that a person typed is escaped."""
    dedication = text("keepsake.dedication", name=keepsake.name) if keepsake.name else ""
    signed = day(keepsake.day, year=True)
    return (
        _environment()
        .from_string(part("card.html"))
        .render(
            over=text("keepsake.over"),
            title=title(keepsake),
            dedication=dedication,
            facts=facts(keepsake),
            goals_title=text("keepsake.goals"),
            goals=keepsake.goals,
            thanks_title=text("keepsake.thanks"),
            thanks=tuple(map(_thanks, keepsake.thanks)),
            line=keepsake.line,
            signed=text("keepsake.signed", name=keepsake.me, day=signed) if keepsake.me else signed,
        )
        .strip()
    )


def page(keepsake: Keepsake) -> bytes:
    """A page of HTML that needs nothing from elsewhere and runs nothing; UTF-8."""
    from markupsafe import Markup  # comes with Jinja2, which most runs do not need

    inner = {"card": Markup(card(keepsake)), "style": Markup(part("page.css").strip())}  # both are made here
    return _environment().from_string(part("page.html")).render(title=title(keepsake), **inner).encode()


def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=True, trim_blocks=True)


def _thanks(one: Thanks) -> str:
    said, did = _begins(one.said), _begins(clause(one.did, text("keepsake.own")))
    if did and one.changed:
        return text("keepsake.thanks-one", said=said, did=did, changed=one.changed)
    if did:
        return text("keepsake.thanks-two", said=said, did=did)
    return text("keepsake.thanks-said", said=said)


def _begins(words: str) -> str:
    """As a sentence begins."""
    return words[:1].upper() + words[1:]
