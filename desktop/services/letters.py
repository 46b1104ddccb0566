"""Letters: the built-in texts and the user's own ones, filled, looked at, and made into files.

A user's own text lies in `letters/<language>/<kind>.txt` in the store's folder, for the user's eyes only. One that
cannot be used is named and left as it is, and the built-in text stands in for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.mentoring.letters import (
    CATALOGUE,
    Entry,
    Fault,
    FaultKind,
    LetterKind,
    Stage,
    Values,
    consent_is_missing,
    draft,
    faults,
    places,
)
from desktop.mentoring.linters import Checks, Finding, checks_for, lint
from desktop.mentoring.mentorship import Side
from desktop.mentoring.plan import Draft
from desktop.services.letter_output import as_eml, as_text
from integrations.errors import Trouble
from integrations.files import trouble, write_atomically
from resources.letters import template as built_in
from resources.texts import clock as hour_words
from resources.texts import day as day_words
from resources.texts import text

FOLDER = "letters"
_LARGEST = 256 * 1024
"""Bytes of a file that is read at all."""


@dataclass(frozen=True, slots=True)
class Template:
    """The text of one kind of letter. `own`: the user's; `trouble`: why the user's own is not used."""

    kind: LetterKind
    text: str
    own: bool = False
    trouble: Trouble | None = None

    @property
    def notice(self) -> str:
        """What to say where the user's own text is not used, "" where nothing is."""
        return f"{self.trouble.message} {text('letters.own.fallback')}" if self.trouble is not None else ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it can be shown: the draft, and where it comes from."""

    draft: Draft
    template: Template
    ready_to_copy: bool = True
    """Not so for an introduction as long as the other side has not agreed to it (A18)."""


class Letters:
    """All letters in one language, over the user's folder. Safe to call from any thread."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        if not (language.isascii() and language.replace("-", "").isalnum()):
            raise ValueError("language")
        self._folder = folder / FOLDER / language
        self._language = language

    def entry(self, kind: LetterKind) -> Entry:
        """What the catalogue says of it: its use, its places, its length."""
        return CATALOGUE[kind]

    def name(self, kind: LetterKind) -> str:
        """What people call it."""
        return text(f"letters.kind.{kind}")

    def phrases(self, side: Side, stage: Stage) -> tuple[str, ...]:
        """Sentences to put into a letter as they are, for a writer who looks for words (A50, A82, B23)."""
        keys = ["targets"]
        if side is Side.MENTOR:
            keys += ["appreciate-mentor"]
        elif side is not Side.PEER:
            keys += ["appreciate", *(["influence"] if stage is Stage.LEADER else [])]
        return tuple(text(f"letters.phrase.{key}") for key in keys)

    def thanks_prompt(self, part: str) -> str:
        """The words before the field of a thank-you's part (`said`, `did`, `changed`), as the letter has them."""
        return text(f"letters.thanks.prompt.{part}")

    def place_name(self, place: str) -> str:
        """What stands at a place, for people who change a text."""
        return text(f"letters.place.{place}")

    def template(self, kind: LetterKind) -> Template:
        """The user's own text where there is one that can be used, else the built-in one with the reason."""
        try:
            own = self._own(kind)
            if own is not None:
                self._refuse(kind, own)
                return Template(kind, own, own=True)
        except Trouble as why:
            return Template(kind, built_in(kind, self._language), trouble=why)
        return Template(kind, built_in(kind, self._language))

    def own_text(self, kind: LetterKind) -> str | None:
        """The user's own text as it is, to be mended; None where there is none. Raises Trouble where unreadable."""
        return self._own(kind)

    def save(self, kind: LetterKind, own: str) -> None:
        """Keep the user's own text. Raises Trouble `letter-…`, which names the first fault, and then keeps nothing."""
        written = own.replace("\r\n", "\n").replace("\r", "\n")
        self._refuse(kind, written)
        try:
            content = written.encode()
        except UnicodeEncodeError as error:
            raise Trouble("letter-unreadable", self.name(kind)) from error
        path = self._path(kind)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise trouble(error, path.parent) from error
        write_atomically(path, content, private=True)

    def reset(self, kind: LetterKind) -> None:
        """Back to the built-in text: the user's own is taken away. Raises Trouble where the folder forbids it."""
        path = self._path(kind)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise trouble(error, path) from error

    def letter(self, kind: LetterKind, values: Values) -> Letter:
        """The letter, filled with what there is; what is missing stays a blank in square brackets."""
        chosen = self.template(kind)
        filled = draft(kind, chosen.text, places(kind, values, day=_day, hour=hour_words))
        return Letter(filled, chosen, ready_to_copy=not consent_is_missing(kind, values))

    def checks(self, kind: LetterKind, *, final: date | None = None, safe: bool = False) -> Checks:
        """The rules that the editor looks for in this letter; `final` is the day of the last meeting."""
        words = _day(final) if final is not None else ""
        return checks_for(kind, final=final, final_words=words, language=self._language, safe=safe)

    def findings(self, letter: str, checks: Checks) -> tuple[Finding, ...]:
        """What could be said better, for every keystroke."""
        return lint(letter, checks)

    def better(self, finding: Finding) -> str:
        """The sentence that a finding offers; "" where there is none."""
        return text(finding.better, **dict(finding.values)) if finding.better else ""

    def why(self, finding: Finding) -> str:
        """Why the place is worth a second look."""
        return text(finding.says, **({} if finding.better else dict(finding.values)))

    def write(self, letter: Draft, path: Path, to: tuple[str, ...] = ()) -> None:
        """Save a letter where the user chose, as a mail where the name ends in `.eml`, else as text. Raises Trouble."""
        mail = path.suffix.lower() == ".eml"
        write_atomically(path, as_eml(letter, to) if mail else as_text(letter), private=True)

    def _path(self, kind: LetterKind) -> Path:
        return self._folder / f"{kind.value}.txt"

    def _own(self, kind: LetterKind) -> str | None:
        path = self._path(kind)
        try:
            with path.open("rb") as file:
                content = file.read(_LARGEST + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise Trouble("letter-unreadable", self.name(kind)) from error
        if len(content) > _LARGEST:
            raise Trouble("letter-too-long", self.name(kind))
        try:
            return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            raise Trouble("letter-unreadable", self.name(kind)) from error

    def _refuse(self, kind: LetterKind, own: str) -> None:
        found = faults(kind, own)
        if found:
            raise self._trouble(kind, found[0])

    def _trouble(self, kind: LetterKind, fault: Fault) -> Trouble:
        name = self.name(kind)
        if fault.kind is FaultKind.SYNTAX:
            return Trouble("letter-syntax", name, line=fault.line)
        if fault.kind is FaultKind.PLACE:
            known = ", ".join(sorted(CATALOGUE[kind].places))
            return Trouble("letter-place", name, line=fault.line, what=fault.what, known=known or "–")
        if fault.kind is FaultKind.LIST:
            return Trouble("letter-list", name, line=fault.line, what=fault.what)
        if fault.kind is FaultKind.NOT_ALLOWED:
            return Trouble("letter-not-allowed", name, line=fault.line, what=fault.what)
        if fault.kind is FaultKind.EMPTY:
            return Trouble("letter-empty", name)
        return Trouble("letter-too-long", name)


def _day(on: date) -> str:
    return day_words(on, weekday=True, year=True)
