"""The letters' templates: plain text, the first line is the subject. Square brackets are the writer's to fill."""

from __future__ import annotations

from importlib.resources import files

KINDS = ("note", "thank-you", "summary", "request-to-organizer")


def template(kind: str) -> str:
    """The template of one kind of letter. Raises FileNotFoundError for an unknown kind."""
    return files("resources.letters").joinpath("en", f"{kind}.txt").read_text(encoding="utf-8")
