"""Letters as a use case: the user's own texts, what the editor asks for, and the ways out of the program."""

from __future__ import annotations

import stat
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from desktop.mentoring.letters import CATALOGUE, LetterKind, Offer, Stage, Values
from desktop.mentoring.linters import Code
from desktop.mentoring.mentorship import Side
from desktop.mentoring.plan import Draft
from desktop.services.letter_output import LONGEST_LINK, MAIL_FILE, TEXT_FILE, as_eml, as_mailto, as_text, usable
from desktop.services.letters import Letters
from integrations.errors import Trouble
from resources.letters import template
from tests.unit.mentoring.letter_values import STORY

K = LetterKind
OWN = 'Our meetings\nDear {{ name or "[name]" }}, let {{ final_day }} be our last regular meeting.\n'
DRAFT = Draft(
    "note", "Our meetings – ünd more", "Hello Anna,\n\nthank you & more: 100 % “yes”.\n.\nFrom here on.\n\nBen"
)


@pytest.fixture
def letters(tmp_path: Path) -> Letters:
    return Letters(tmp_path / "graduand")


def own_file(tmp_path: Path, kind: LetterKind) -> Path:
    path = tmp_path / "graduand" / "letters" / "en" / f"{kind}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


# --- own texts ------------------------------------------------------------------------------------


def test_a_look_at_letters_makes_no_folder(letters: Letters, tmp_path: Path) -> None:
    assert letters.template(K.NOTE).text == template("note")
    assert letters.template(K.NOTE).trouble is None
    assert letters.own_text(K.NOTE) is None
    letters.reset(K.NOTE)
    assert not (tmp_path / "graduand").exists()


def test_an_own_text_is_kept_for_its_owner_alone_and_used(letters: Letters, tmp_path: Path) -> None:
    letters.save(K.GRADUATION, OWN)
    path = own_file(tmp_path, K.GRADUATION)
    assert path.read_text(encoding="utf-8") == OWN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    letter = letters.letter(K.GRADUATION, STORY)
    assert letter.template.own
    assert letter.draft.body == "Dear Anna Berg, let Tuesday 9 December 2025 be our last regular meeting."
    assert letters.letter(K.PEERS, STORY).template.own is False


def test_reset_brings_the_built_in_text_back(letters: Letters, tmp_path: Path) -> None:
    letters.save(K.NOTE, OWN)
    letters.reset(K.NOTE)
    assert letters.template(K.NOTE).own is False
    assert letters.template(K.NOTE).text == template("note")
    assert not own_file(tmp_path, K.NOTE).exists()


@pytest.mark.parametrize(
    ("own", "code", "said"),
    [
        ("S\n{{ mood }}", "letter-place", "mood"),
        ("S\n{{ name", "letter-syntax", "line 2"),
        ("S\n{{ name.upper() }}", "letter-not-allowed", "call"),
        ("S\n{{ goals }}", "letter-list", "goals"),
        ("S", "letter-empty", "Closing as a graduation"),
        ("S\n" + "x" * 20_001, "letter-too-long", "20,000"),
        ("S\n\ud800", "letter-unreadable", "Closing as a graduation"),
    ],
)
def test_a_text_that_cannot_be_used_is_not_kept(
    letters: Letters, tmp_path: Path, own: str, code: str, said: str
) -> None:
    letters.save(K.GRADUATION, OWN)
    with pytest.raises(Trouble) as caught:
        letters.save(K.GRADUATION, own)
    assert caught.value.code == code
    assert caught.value.title
    assert said in str(caught.value)
    assert own_file(tmp_path, K.GRADUATION).read_text(encoding="utf-8") == OWN


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"S\n{{ pulse }}", "letter-place"),
        (b"S\n\xff\xfe", "letter-unreadable"),
        (b"S\n" + b"x" * 300_000, "letter-too-long"),
        (b"", "letter-empty"),
    ],
)
def test_a_broken_file_is_named_and_left_as_it_is(letters: Letters, tmp_path: Path, content: bytes, code: str) -> None:
    path = own_file(tmp_path, K.PRIORITY)
    path.write_bytes(content)
    found = letters.template(K.PRIORITY)
    assert (found.own, found.text) == (False, template("priority"))
    assert found.trouble is not None
    assert found.trouble.code == code
    assert found.notice.endswith("yours was left as it is.")
    assert "the audit" in letters.letter(K.PRIORITY, STORY).draft.body
    assert path.read_bytes() == content


def test_a_folder_in_the_place_of_a_text_is_named(letters: Letters, tmp_path: Path) -> None:
    own_file(tmp_path, K.NOTE).mkdir()
    found = letters.template(K.NOTE).trouble
    assert found is not None
    assert found.code == "letter-unreadable"
    with pytest.raises(Trouble):
        letters.save(K.NOTE, OWN)
    with pytest.raises(Trouble):
        letters.reset(K.NOTE)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Trouble):
        Letters(tmp_path / "file").save(K.NOTE, OWN)
    assert Letters(tmp_path / "file").template(K.NOTE).trouble is None


def test_text_from_windows_is_read(letters: Letters, tmp_path: Path) -> None:
    own_file(tmp_path, K.NOTE).write_bytes(b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert letters.template(K.NOTE).text == OWN


@pytest.mark.parametrize("language", ["..", "en/..", "", "a b"])
def test_a_language_is_no_path(tmp_path: Path, language: str) -> None:
    with pytest.raises(ValueError, match="language"):
        Letters(tmp_path, language)


def test_a_language_without_texts_speaks_english(tmp_path: Path) -> None:
    assert Letters(tmp_path, "sv").template(K.NOTE).text == template("note")


# --- for the editor -------------------------------------------------------------------------------


def test_every_letter_and_place_has_a_name(letters: Letters) -> None:
    for kind in LetterKind:
        assert letters.name(kind)
        assert letters.entry(kind) is CATALOGUE[kind]
        assert all(letters.place_name(place) for place in CATALOGUE[kind].places)
    assert len({letters.name(kind) for kind in LetterKind} - {letters.name(K.CHECK_IN)}) == len(LetterKind) - 1


def test_a_finding_has_its_reason_and_its_sentence(letters: Letters) -> None:
    checks = letters.checks(K.GRADUATION, final=date(2025, 12, 9))
    findings = letters.findings("Thank you. I am so busy.", checks)
    said = {finding.code: (letters.why(finding), letters.better(finding)) for finding in findings}
    assert said[Code.NO_STOP][1] == "I would like Tuesday 9 December 2025 to be our last regular meeting."
    assert all(why and better for why, better in said.values())
    long = letters.findings("word " * 200, letters.checks(K.LEADER_SHORT))
    assert [letters.why(one) for one in long if one.code is Code.LONG] == [
        "The short form has at most 120 words; what comes after is often not read."
    ]
    assert letters.findings("You never call.", letters.checks(K.NEUTRAL_CLOSE, safe=True))[0].code is Code.NO_DATE


def test_phrases_and_prompts(letters: Letters) -> None:
    assert any("targets we set" in phrase for phrase in letters.phrases(Side.MENTEE, Stage.MID))
    assert len(letters.phrases(Side.PEER, Stage.LEADER)) == 1
    assert len(letters.phrases(Side.MENTEE, Stage.LEADER)) == 3
    assert not any(
        "taught me" in phrase or "coming to you" in phrase for phrase in letters.phrases(Side.MENTOR, Stage.LEADER)
    )
    assert [letters.thanks_prompt(part)[:5] for part in ("said", "did", "changed")] == ["You s", "I …", "Since"]


def test_an_introduction_is_not_ready_before_both_agree(letters: Letters) -> None:
    assert not letters.letter(K.INTRODUCTION, Values(offer=Offer("Dana"))).ready_to_copy
    assert letters.letter(K.INTRODUCTION, STORY).ready_to_copy


# --- out of the program ---------------------------------------------------------------------------


def test_as_text() -> None:
    assert as_text(DRAFT).decode() == f"{DRAFT.subject}\n\n{DRAFT.body}\n"


def test_as_mail_that_opens_as_a_draft() -> None:
    content = as_eml(DRAFT, ["anna@example.org", "anna@example.org", "not an address"])
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78
    mail = message_from_bytes(content, policy=policy.default)
    assert (mail["X-Unsent"], mail["To"], mail["Subject"]) == ("1", "anna@example.org", DRAFT.subject)
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert mail.get_content().replace("\r\n", "\n") == f"{DRAFT.body}\n"
    assert {"From", "Date", "Message-ID", "Bcc"}.isdisjoint(mail.keys())
    assert "To" not in message_from_bytes(as_eml(DRAFT), policy=policy.default)
    assert as_eml(DRAFT) == as_eml(DRAFT), "the same letter, the same bytes"


def test_as_link() -> None:
    link = as_mailto(DRAFT, ["anna+work@example.org", "ben@example.org"])
    assert link.whole
    assert link.advice == ""
    assert link.url.startswith("mailto:anna%2Bwork@example.org,ben@example.org?subject=Our%20meetings%20")
    assert "+" not in link.url
    assert parse_qs(urlsplit(link.url).query) == {
        "subject": [DRAFT.subject],
        "body": [DRAFT.body.replace("\n", "\r\n")],
    }


def test_a_long_letter_leaves_its_body_to_be_pasted() -> None:
    empty = len(as_mailto(Draft("note", "S", "")).url)
    fits, too_long = (Draft("note", "S", "x" * (LONGEST_LINK - empty + more)) for more in (0, 1))
    assert len(as_mailto(fits).url) == LONGEST_LINK
    assert as_mailto(fits).whole
    link = as_mailto(too_long)
    assert (link.url, link.whole, link.advice) == ("mailto:?subject=S", False, "letters.mail.paste")


def test_a_subject_that_is_too_long_for_a_link() -> None:
    assert as_mailto(Draft("note", "👩" * 300, "x"), ["ann@example.org"]).url == "mailto:ann@example.org"
    many = [f"ann{number}@example.org" for number in range(300)]
    assert as_mailto(Draft("note", "S", "x"), many).url == "mailto:"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "@example.org",
        "a@b@example.org",
        "ann@example.org\nBcc: x@example.org",
        "Ann <ann@example.org>",
        "ann@example.org, x@example.org",
        "ann@example.org?bcc=x@example.org",
        "ann@exam ple.org",
        "ann@-example.org",
        "ann@example..org",
        ".ann@example.org",
        "änn@example.org",
        "a" * 65 + "@example.org",
        "ann@" + "ä" * 300,
        "ann@[127.0.0.1]",
        "mailto:ann@example.org",
    ],
)
def test_what_is_no_single_address_is_left_out(address: str) -> None:
    assert usable([address]) == ()
    assert "To" not in message_from_bytes(as_eml(DRAFT, [address]), policy=policy.default)


def test_addresses_that_can_be_used() -> None:
    assert usable([" ann@example.org ", "o'neil+x@mail.example.org", "ann@bücher.example", "ann@example.org"]) == (
        "ann@example.org",
        "o'neil+x@mail.example.org",
        "ann@xn--bcher-kva.example",
    )


def test_a_letter_is_written_whole_and_for_its_owner(letters: Letters, tmp_path: Path) -> None:
    letters.write(DRAFT, tmp_path / TEXT_FILE, ("anna@example.org",))
    letters.write(DRAFT, tmp_path / MAIL_FILE, ("anna@example.org",))
    assert (tmp_path / TEXT_FILE).read_bytes() == as_text(DRAFT)
    assert (tmp_path / MAIL_FILE).read_bytes() == as_eml(DRAFT, ["anna@example.org"])
    assert stat.S_IMODE((tmp_path / MAIL_FILE).stat().st_mode) == 0o600
    with pytest.raises(Trouble):
        letters.write(DRAFT, tmp_path / "nowhere" / TEXT_FILE)
