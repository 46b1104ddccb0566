"""`kit FILE`: a programme's closing kit, shown, and laid ready for the mentorships that it is for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.cli import contract
from desktop.cli.answer import Answer
from desktop.cli.naming import mentorship
from desktop.cli.printed import clean
from desktop.composition import Graduand
from resources.texts import day, text

if TYPE_CHECKING:
    from desktop.mentoring.closing_kit import Kit


def kit(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """`kit`: prepares drafts here; `--look` only shows what is in the file."""
    found = graduand.kits.read(asked.file)
    lines, answer = _lines(found), _json(found)
    if asked.look:
        return Answer(tuple(lines), answer | {"prepared": [], "kept": []})
    named = [mentorship(graduand, one).mentorship.id for one in asked.series]
    done = graduand.kits.prepare(found, named or None)
    titles = {one.mentorship.id: one.mentorship.current.title for one in graduand.reviewing.review().mentorships}
    for one in done.prepared:
        key = "kept" if one in done.kept else "prepared"
        lines.append(text(f"kit.{key}", title=clean(titles[one])))
    return Answer(tuple(lines), answer | {"prepared": list(done.prepared), "kept": list(done.kept)})


def _lines(found: Kit) -> list[str]:
    lines = [text("kit.head", programme=clean(found.programme), end=day(found.end, weekday=True, year=True))]
    lines.append(text(f"kit.contact.{found.contact}"))
    if found.coordinator:
        lines.append(text("kit.coordinator", who=clean(found.coordinator)))
    if found.agenda:
        lines += [text("kit.agenda"), *("  " + text("kit.agenda-line", line=clean(one)) for one in found.agenda)]
    if found.texts:
        kinds = ", ".join(dict.fromkeys(text(f"letters.kind.{one.kind}") for one in found.texts))
        lines.append(text("kit.texts", kinds=kinds))
    return lines


def _json(found: Kit) -> contract.Json:
    return {
        "version": contract.VERSION,
        "programme": found.programme,
        "end": found.end.isoformat(),
        "contact": found.contact.value,
        "coordinator": found.coordinator,
        "agenda": list(found.agenda),
        "texts": [{"kind": one.kind.value, "language": one.language, "subject": one.subject} for one in found.texts],
    }
