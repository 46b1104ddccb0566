"""Errors of the user's world: what happened, to what, and what to do about it.

Bugs of ours are ordinary exceptions and are never caught as these.
"""

from __future__ import annotations

from resources.texts import text


class Trouble(Exception):
    """Something that the user can understand and act on.

    `code` names the texts `errors.<code>.title`, `.message` and `.advice`; `subject` is the file,
    address or thing concerned; `values` fill the places of the texts, which may also use `{subject}`.
    """

    def __init__(self, code: str, subject: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.subject = subject
        self.values = values

    def _part(self, part: str) -> str:
        return text(f"errors.{self.code}.{part}", subject=self.subject, **self.values)

    @property
    def title(self) -> str:
        """A few words, for the head of a dialog."""
        return self._part("title")

    @property
    def message(self) -> str:
        """What happened, to what."""
        return self._part("message")

    @property
    def advice(self) -> str:
        """What to do about it."""
        return self._part("advice")

    def __str__(self) -> str:
        """One line: message and advice."""
        return f"{self.message} {self.advice}"


class Cancelled(Exception):
    """The user stopped a long piece of work; nothing was changed."""
