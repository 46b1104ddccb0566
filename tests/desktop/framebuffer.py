"""What stands on a private desktop's screen, read from the display's own memory (X Window Dump)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from tests.desktop.session import Desktop

_HEADER = 25
Pixel = tuple[int, int, int]


class Screen:
    """One look at the screen; 32 bits a pixel, as Xvfb keeps them."""

    def __init__(self, path: Path) -> None:
        dump = path.read_bytes()
        head = struct.unpack(f">{_HEADER}I", dump[: _HEADER * 4])
        self.width, self.height, self._line = head[4], head[5], head[12]
        self._little = head[7] == 0
        colours = head[19]
        self._pixels = dump[head[0] + colours * 12 :]

    def pixel(self, x: int, y: int) -> Pixel:
        """Red, green, blue."""
        at = y * self._line + x * 4
        part = self._pixels[at : at + 4]
        return (part[2], part[1], part[0]) if self._little else (part[1], part[2], part[3])

    def find(self, colour: Pixel, within: tuple[int, int, int, int], tolerance: int = 6) -> Iterator[tuple[int, int]]:
        """The places of a colour in left, top, right, bottom."""
        left, top, right, bottom = within
        for y in range(top, bottom):
            for x in range(left, right):
                if all(abs(one - two) <= tolerance for one, two in zip(self.pixel(x, y), colour, strict=True)):
                    yield x, y


def screen_of(desktop: Desktop) -> Screen:
    """A look at a desktop."""
    return Screen(desktop.place / "Xvfb_screen0")
