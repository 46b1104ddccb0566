from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from desktop.mentoring.keepsake import keepsake
from desktop.mentoring.letters.kinds import Tone
from desktop.mentoring.letters.values import Dates, Goal, Outcome, Thanks, Values
from desktop.mentoring.mentorship import Side
from desktop.services.keepsakes import card, facts, page, title

DAY = date(2025, 12, 9)
VALUES = Values(
    name="Ann",
    me="Ben",
    dates=Dates(first=datetime(2025, 3, 4, 16, tzinfo=UTC)),
    met=21,
    months=9,
    goals=(Goal("Speak in public", reached=True), Goal("Write a book")),
    thanks=(Thanks("Ask earlier.", "asked", "I lead the team"), Thanks("Sleep on it", "waited"), Thanks("Breathe")),
    outcomes=(Outcome("Sales", "12 %"),),
)
MADE = keepsake(VALUES, side=Side.MENTEE, tone=Tone.GRADUATION, day=DAY, line="See you next year.")
ALLOWED = {"p", "h1", "h2", "html", "head", "meta", "title", "style", "body", "main"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        assert not {name for name, _ in attrs if name.startswith("on") or name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Tags:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser


def test_what_there_was_and_nothing_else() -> None:
    words = " ".join(" ".join(read(card(MADE)).words).split())
    assert words == (
        "What became of our meetings A graduation for Ann since 4 March 2025 · 9 months · 21 meetings "
        "What we reached Speak in public Thank you for "
        "Ask earlier. I asked, and since then I lead the team. Sleep on it. I waited. Breathe. "
        "See you next year. Ben, 9 December 2025"
    )


def test_peers_hear_of_no_graduation() -> None:
    assert title(replace(MADE, side=Side.PEER)) == "Our time together"
    assert "mentor" in title(replace(MADE, tone=Tone.PLAIN))


def test_what_is_not_known_leaves_no_gap() -> None:
    empty = keepsake(Values(), side=Side.UNKNOWN, tone=Tone.PLAIN, day=DAY)
    assert facts(empty) == ()
    words = card(empty)
    assert "What we reached" not in words
    assert "for " not in words.replace("for=", "")
    assert words.count("<p") == 3


def test_one_month_and_one_meeting_are_said_as_such() -> None:
    assert facts(replace(MADE, months=1, met=1))[1:] == ("one month", "one meeting")


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    html = page(MADE).decode()
    assert read(html).found == ALLOWED
    assert not re.search(r"https?:|url\(|@import|<script", html)
    assert "default-src 'none'" in html


HOSTILE = st.text(max_size=400) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "</style><b>",
        "{{ 7*7 }}",
        "{% raw %}",
        "a" * 10_000,
        "\u202eabc",
        "&lt;",
        "x\r\n\r\ny",
    ]
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_that_was_typed_is_markup_a_template_or_too_long(name: str, goal: str, said: str) -> None:
    values = replace(VALUES, name=name, goals=(Goal(goal, reached=True),), thanks=(Thanks(said, said, said),) * 9)
    made = keepsake(values, side=Side.MENTEE, tone=Tone.PLAIN, day=DAY, line=goal)
    html = page(made).decode()
    parser = read(html)
    assert parser.found <= ALLOWED
    assert "\u202e" not in html
    assert '<p class="goal">49' not in html
    assert len(html) < 12_000
    assert html.count('class="thanks"') <= 3


def test_who_begins_with_oneself_is_not_named_twice() -> None:
    made = replace(
        MADE, thanks=(Thanks("Ask earlier", "I asked", "it helped"), Thanks("Wait", "I waited"), Thanks("Go", "Ink"))
    )
    words = " ".join(read(card(made)).words)
    assert "Ask earlier. I asked, and since then it helped." in words
    assert "Wait. I waited." in words
    assert "Go. I ink." in words
