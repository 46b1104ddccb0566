from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.mentoring.keepsake import Keepsake, keepsake
from desktop.mentoring.letters.kinds import Tone
from desktop.mentoring.letters.values import Dates, Goal, Thanks, Values
from desktop.mentoring.mentorship import Side
from desktop.ui.keepsake import pdf, picture, png

SHORT = Values(
    name="Zebedee",
    me="Ben",
    dates=Dates(first=datetime(2025, 3, 4, 16, tzinfo=UTC)),
    met=21,
    months=9,
    goals=(Goal("Speak in public", reached=True),),
    thanks=(Thanks("Ask earlier", "asked", "I lead the team"),),
)
LONG = replace(
    SHORT,
    goals=(Goal("goal " * 200, reached=True),) * 9,
    thanks=(Thanks("W" * 900, "word " * 200, "<b>x</b>" * 99),) * 3,
)


def made(values: Values) -> Keepsake:
    return keepsake(values, side=Side.MENTEE, tone=Tone.GRADUATION, day=date(2025, 12, 9), line="See you.")


def inked(image: QImage) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is drawn darker than the frame, as hundredths of the page."""
    small = image.scaled(200, 283)
    dark = [
        (x, y) for x in range(small.width()) for y in range(small.height()) if small.pixelColor(x, y).lightness() < 170
    ]
    xs, ys = [x for x, _ in dark], [y for _, y in dark]
    return min(xs) // 2, min(ys) * 100 // 283, max(xs) // 2, max(ys) * 100 // 283


@pytest.mark.parametrize("values", [SHORT, LONG, Values()], ids=["short", "long", "empty"])
def test_everything_is_on_the_page_with_room_around_it(qapp: QApplication, values: Values) -> None:
    left, top, right, bottom = inked(picture(made(values)))
    assert left >= 11
    assert top >= 8
    assert right <= 88
    assert bottom <= 92


def test_the_pdf_is_one_page_and_names_no_person(qapp: QApplication) -> None:
    for values in (SHORT, LONG):
        written = pdf(made(values))
        assert written.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type\s*/Page\b", written)) == 1
        assert b"Zebedee" not in written
        assert "Zebedee".encode("utf-16-be") not in written


def test_the_png_is_sharp_enough_to_print(qapp: QApplication) -> None:
    image = QImage.fromData(png(made(SHORT)))
    assert (image.width(), image.height()) == (1240, 1754)
