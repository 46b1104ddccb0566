"""Drafts of letters, for the user to change and send. Nothing is ever sent by the app (R2)."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.mentoring.plan import Draft


def draft(kind: str, template: str, values: Mapping[str, str]) -> Draft:
    """Fill a template; its first line is the subject.

    Values come from calendars and are never read as templates; line breaks in them become blanks, so that a title
    cannot add a header or a paragraph.
    """
    from jinja2 import StrictUndefined  # noqa: PLC0415 - 60 ms, and most runs draft nothing
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415

    # Plain text: there is no markup that a value could open.
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    safe = {name: " ".join(value.split()) for name, value in values.items()}
    subject, _, body = environment.from_string(template).render(safe).partition("\n")
    return Draft(kind, subject.strip(), body.strip())
