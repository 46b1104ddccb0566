"""The parameters of a request; a flag is `true` or `false` in words."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from tests.google.answers import invalid


@dataclass(frozen=True)
class Query:
    """Name and value pairs in order; names may repeat."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, text: str) -> Query:
        return cls(tuple(parse_qsl(text, keep_blank_values=True)))

    def text(self, name: str) -> str:
        return next((value for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.pairs)

    def flag(self, name: str) -> bool:
        text = self.text(name)
        if text not in ("", "true", "false"):
            raise invalid(f"Invalid boolean value: '{text}'.", name)
        return text == "true"

    def number(self, name: str, default: int) -> int:
        text = self.text(name)
        if not text:
            return default
        if not text.isdigit() or int(text) < 1:
            raise invalid(f"Invalid integer value: '{text}'.", name)
        return int(text)
