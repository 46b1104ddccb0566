"""The two guides: kind words, no markup, nothing that leads elsewhere, and all of it read from the file."""

from __future__ import annotations

import re

import pytest

from resources.guides import NAMES, guide
from tests.house import scan
from tests.house.test_wording import EVERYWHERE, IN_LETTERS, IN_THE_PROGRAM, found

FOLDER = scan.ROOT / "resources" / "guides" / "en"
_EXCUSES = {reason: IN_LETTERS[reason] for reason in ("a weak excuse (L1)", "blame (L2)", "an empty offer (L5)")}


def _words(name: str) -> str:
    one = guide(name)
    return "\n".join([one.title, *(line for part in one.parts for line in (part.heading, *part.paragraphs))])


def test_every_guide_is_offered() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_guide_blames_measures_decides_or_urges(name: str) -> None:
    scan.nothing_of(found(_words(name), EVERYWHERE | IN_THE_PROGRAM | _EXCUSES))


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_short_and_in_parts(name: str) -> None:
    one = guide(name)
    assert one.title
    assert 4 <= len(one.parts) <= 8
    assert one.parts[0].heading == "", "it begins with a word of its own"
    assert all(part.heading for part in one.parts[1:])
    assert all(part.paragraphs for part in one.parts)
    assert 250 < len(_words(name).split()) < 700


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_file_is_shown_and_none_leads_elsewhere(name: str) -> None:
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").replace("## ", "").split()
    assert _words(name).split() == kept
    assert not re.search(r"https?:|www\.|@|[<>*_#\[\]]", _words(name))


def test_a_language_without_a_guide_reads_the_english_one() -> None:
    assert guide("mending", "xx") == guide("mending")
    with pytest.raises(FileNotFoundError):
        guide("nothing")
