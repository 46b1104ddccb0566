"""`export --story`: dates kept, goals, thanks and lessons of one pair, as Markdown or JSON, and nothing else (R24)."""

from __future__ import annotations

import argparse
import json
import sys

from desktop.cli import contract
from desktop.cli.answer import Answer
from desktop.cli.naming import mentorship
from desktop.composition import Graduand
from resources.texts import text


def export(graduand: Graduand, asked: argparse.Namespace) -> Answer:
    """Markdown; JSON with `--json`, and in a file whose name ends in `.json`.

    Raises Refusal `unknown-series`, also for a pair that is kept hidden (R19).
    """
    from desktop.services import retelling  # a look tells no story

    found = mentorship(graduand, asked.story)
    told = retelling.retelling(found, graduand.stories.story(found.mentorship.id), graduand.zone)
    answer = {"version": contract.VERSION, "story": retelling.as_json(told)}
    if asked.out is not None:
        from integrations.files import write_atomically

        path = asked.out.expanduser()
        wanted = path.suffix.lower() == ".json"
        content = json.dumps(answer, ensure_ascii=False, indent=2) + "\n" if wanted else retelling.as_markdown(told)
        write_atomically(path, content.encode(), private=True)
        return Answer((text("cli.exported", file=asked.out),), {"version": contract.VERSION, "file": str(asked.out)})
    if getattr(asked, "json", False):
        return Answer(json=answer)
    sys.stdout.buffer.write(retelling.as_markdown(told).encode())
    sys.stdout.flush()
    return Answer()
