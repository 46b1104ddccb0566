"""What makes an event mentoring, what may be suggested, what is leave: in ten languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop.mentoring.mentorship import TaggedBy
from desktop.mentoring.tagging import Looking, is_day_off, suggestion, tagged_by
from integrations.calendars.model import Form, Person, Series, TagHints
from resources.texts import has_text
from resources.words import words


def by_title(title: str) -> tuple[TaggedBy, ...]:
    return tagged_by(TagHints(titles=(title,)), title)


@pytest.mark.parametrize(
    "title",
    [
        "Mentor catch-up", "MENTORING", "1:1 (mentoring)", "Mentee: Ben", "Mentorship programme", "Mentorengespräch",
        "Mentorat avec Zoé", "Séance de mentorat", "Mentoría con Ana", "Sesión de mentoria", "Incontro con il mentore",
        "Mentoria de carreira", "Mentorgesprek", "Mentoraat", "Spotkanie z mentorem", "Mentorka", "Mentorskap",
        "Mentorsamtal", "メンタリング 月次", "田中さん（メンター）", "Mentoring: Anna / Ben", "pre-mentoring chat",
    ],
)  # fmt: skip
def test_a_title_word_marks(title: str) -> None:
    assert by_title(title) == (TaggedBy.KEYWORD,)


@pytest.mark.parametrize(
    "title",
    ["Documentation sprint", "documentoring", "Monumental tour", "Torment: the play", "Sentry mentions digest", "",
     "Mentor Graphics review", "Career chat", "Commentor", "メンタルヘルス研修", "メンバー会議", "#documentoring"],
)  # fmt: skip
def test_what_only_resembles_the_word_does_not(title: str) -> None:
    assert by_title(title) == ()


def test_each_kind_of_mark_says_its_name() -> None:
    assert by_title("Career chat #mentoring") == (TaggedBy.HASHTAG,)
    assert by_title("Mentor catch-up #mentor") == (TaggedBy.HASHTAG, TaggedBy.KEYWORD)
    assert tagged_by(TagHints(categories=("Work", "MENTORING")), "Anna") == (TaggedBy.CATEGORY,)
    assert tagged_by(TagHints(descriptions=("x\nPart of the mentoring programme.",)), "Anna") == (TaggedBy.DESCRIPTION,)
    assert tagged_by(TagHints(descriptions=("agenda\n#mentoring",)), "Anna") == (TaggedBy.HASHTAG,)
    assert tagged_by(TagHints(), "Anna", "Mentoring") == (TaggedBy.CALENDAR,)
    assert tagged_by(TagHints(), "Anna", "mentee@example.org") == (), "an account's main calendar is called so"
    assert tagged_by(TagHints(labels=("Mentoring",)), "Anna") == (TaggedBy.LABEL,)
    assert tagged_by(TagHints(properties=("mentoring",)), "Anna") == (TaggedBy.PROPERTY,)
    assert tagged_by(TagHints(color="turquoise"), "Anna", color="Turquoise") == (TaggedBy.COLOR,)
    assert tagged_by(TagHints(color="turquoise"), "Anna") == ()
    assert tagged_by(TagHints(), "Anna", mark=True) == (TaggedBy.MANUAL,)


def test_the_users_no_outweighs_every_mark() -> None:
    assert tagged_by(TagHints(categories=("Mentoring",)), "Mentoring", "Mentoring", mark=False) == ()


def test_a_property_counts_by_its_value_alone() -> None:
    assert tagged_by(TagHints(properties=("about mentoring and more",)), "Anna") == ()
    assert tagged_by(TagHints(properties=("work, mentoring",)), "Anna") == (TaggedBy.PROPERTY,)


def test_a_mentor_in_passing_does_not_mark_a_long_text() -> None:
    assert tagged_by(TagHints(descriptions=("Bring the budget. The mentor pool is on page 4.",)), "Budget") == ()


ME, OTHER = Person("me@example.com"), Person("anna@example.com")


def series(title: str, *people: Person) -> Series:
    start = datetime(2026, 3, 2, 10, tzinfo=UTC)
    return Series("u", title, Form.UTC, UTC, "UTC", start, timedelta(hours=1), ("FREQ=WEEKLY",), people=people)


@pytest.mark.parametrize(
    ("title", "why"),
    [("Catch-up with Anna", "catch-up"), ("Coffee", "coffee"), ("Career chat", "career"), ("Anna 1:1", "one-to-one"),
     ("Kaffee mit Anna", "coffee"), ("Café con Ana", "coffee"), ("1on1", "one-to-one"), ("fika", "coffee"),
     ("Rozmowa rozwojowa", "career"), ("キャリア面談", "one-to-one")],
)  # fmt: skip
def test_a_talk_of_two_may_be_suggested(title: str, why: str) -> None:
    assert suggestion(series(title, ME, OTHER), {"me@example.com"}) == why
    assert suggestion(series(title, ME, OTHER)) == why
    assert has_text(f"reading.suggested.{why}")


def test_what_is_never_suggested() -> None:
    room = Person("room@example.com", individual=False)
    third = Person("zoe@example.com")
    mine = {"me@example.com"}
    assert suggestion(series("Coffee"), mine) is None
    assert suggestion(series("Coffee", ME), mine) is None
    assert suggestion(series("Coffee", ME, room), mine) is None
    assert suggestion(series("Coffee", ME, OTHER, third), mine) is None
    assert suggestion(series("Career webinar", ME, OTHER), mine) is None
    assert suggestion(series("Sprachkurs 1:1", ME, OTHER), mine) is None
    assert suggestion(series("Project X", ME, OTHER), mine) is None


@pytest.mark.parametrize(
    "title",
    ["Annual leave", "PTO", "Anna on vacation", "Urlaub", "Elternzeit", "Congés d'été", "congé", "RTT", "Vacaciones",
     "Ferie", "Férias", "Verlof", "Urlop", "Semester", "夏季休暇", "有給休暇", "Out of office", "Day off"],
)  # fmt: skip
def test_words_for_leave(title: str) -> None:
    assert is_day_off(title)


@pytest.mark.parametrize(
    "title", ["Leaving party", "Release notes", "Freitag", "Feriengasse 3", "Cleave", "Verlofgang", ""]
)
def test_words_that_are_no_leave(title: str) -> None:
    assert not is_day_off(title)


@pytest.mark.parametrize("name", ["mentoring.title", "mentoring.description", "likely.coffee", "absence.leave"])
def test_every_list_has_words(name: str) -> None:
    assert len(words(name)) >= 5
    assert all(word == word.casefold().strip() for word in words(name))


def test_the_stems_are_in_every_word_that_marks() -> None:
    stems = words("mentoring.stems")
    for word in words("mentoring.title") + words("mentoring.description"):
        assert any(stem in word for stem in stems), word


def test_what_a_reader_is_told() -> None:
    looking = Looking(marks={"yes": True, "no": False}, known=frozenset({"old", "no"}), color="teal")
    assert looking.uids == {"yes", "old"}
    assert "color:teal" in looking.words
    assert looking.marked("yes", TagHints(), "")
    assert not looking.marked("no", TagHints(titles=("Mentoring",)), "")
    assert looking.likely("Coffee", 2)
    assert not looking.likely("Coffee", 0) and not looking.likely("Coffee", 9)
