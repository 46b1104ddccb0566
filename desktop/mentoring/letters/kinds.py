"""The catalogue of letters: what each is for, what it may hold, and which one fits which ending (product 1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop.mentoring.mentorship import Side


class LetterKind(StrEnum):
    """A letter; the value names its template. The first four belong to plans, and scripts see their names."""

    NOTE = "note"
    THANK_YOU = "thank-you"
    SUMMARY = "summary"
    REQUEST_TO_ORGANIZER = "request-to-organizer"
    OPENING_AGREEMENT = "opening-agreement"
    ASK_TO_TALK = "ask-to-talk"
    GRADUATION = "graduation"
    GOALS_REACHED = "goals-reached"
    PEERS = "peers"
    CHANGE_OF_DIRECTION = "change-of-direction"
    LESSONS_FINISHED = "lessons-finished"
    ORGANISATION_CHANGED = "organisation-changed"
    PRIORITY = "priority"
    LEADER = "leader"
    LEADER_SHORT = "leader-short"
    ROLE_SHIFT = "role-shift"
    THANK_YOU_SHORT = "thank-you-short"
    THANK_YOU_LATE = "thank-you-late"
    MENTORS_THANKS = "mentors-thanks"
    GROUP_THANKS = "group-thanks"
    SUMMARY_SHAREABLE = "summary-shareable"
    INTRODUCTION = "introduction"
    RECOMMENDATION = "recommendation"
    OPPORTUNITY = "opportunity"
    BIG_PICTURE_TALK = "big-picture-talk"
    CHECK_IN = "check-in"
    OCCASIONAL_ADVICE = "occasional-advice"
    MENTOR_CLOSES = "mentor-closes"
    NEUTRAL_CLOSE = "neutral-close"
    RESET_TALK = "reset-talk"
    PAUSE = "pause"
    AGENDA = "agenda"
    TALK_AGENDA = "talk-agenda"
    PEER_CHARTER = "peer-charter"
    PROPOSAL = "proposal"
    LEAVING_GROUP = "leaving-group"
    SLOWER_RHYTHM = "slower-rhythm"
    COFFEE_CHAT = "coffee-chat"
    COFFEE_THANKS = "coffee-thanks"


class Use(StrEnum):
    """When in the course of a mentorship a letter is wanted."""

    BEGIN = "begin"
    ASK = "ask"
    TELL = "tell"
    THANK = "thank"
    SUM_UP = "sum-up"
    OFFER = "offer"
    MEET = "meet"
    AFTERWARDS = "afterwards"


class Stage(StrEnum):
    """The user's career stage: asked once, never guessed (product 0.3, decision 5)."""

    EARLY = "early"
    MID = "mid"
    LEADER = "leader"
    UNKNOWN = "unknown"


class Tone(StrEnum):
    """How the closing is told: as a graduation, as a change of direction, or plainly."""

    GRADUATION = "graduation"
    DIRECTION = "direction"
    PLAIN = "plain"


class Why(StrEnum):
    """The user's own reason for changing the meetings. Private, but for the words of the letter chosen by it."""

    GOALS_REACHED = "goals-reached"
    DIRECTION_CHANGED = "direction-changed"
    LESSONS_FINISHED = "lessons-finished"
    ORGANISATION_CHANGED = "organisation-changed"
    PRIORITY = "priority"
    ROLE_SHIFT = "role-shift"
    FEWER_AND_BIGGER = "fewer-and-bigger"
    ROUGH_PATCH = "rough-patch"
    BUSY_SEASON = "busy-season"


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter of the catalogue. `number` as in product 1.4; `places` are the values that its text may hold."""

    kind: LetterKind
    number: str
    use: Use
    places: frozenset[str]
    longest: int = 0
    """The most words that it should have; 0: as many as it takes (A98)."""


COMMON = "name me"
_CLOSING = f"{COMMON} final_day final_time talk rhythm goal result goals specific keep_for title"
_STORY = f"{COMMON} first_day met months goals results thanks passing_on"


def _entry(kind: LetterKind, number: str, use: Use, places: str = COMMON, longest: int = 0) -> Entry:
    return Entry(kind, number, use, frozenset(places.split()), longest)


_K = LetterKind
CATALOGUE: dict[LetterKind, Entry] = {
    entry.kind: entry
    for entry in (
        _entry(_K.OPENING_AGREEMENT, "T0", Use.BEGIN, f"{COMMON} pace review_day goals"),
        _entry(_K.ASK_TO_TALK, "T1", Use.ASK, f"{COMMON} next_day"),
        _entry(_K.NOTE, "T2", Use.TELL, _CLOSING),
        _entry(_K.GRADUATION, "T2", Use.TELL, _CLOSING),
        _entry(_K.GOALS_REACHED, "T2", Use.TELL, _CLOSING),
        _entry(_K.PEERS, "T2", Use.TELL, _CLOSING),
        _entry(_K.CHANGE_OF_DIRECTION, "T3", Use.TELL, f"{_CLOSING} direction"),
        _entry(_K.LESSONS_FINISHED, "T4", Use.TELL, f"{_CLOSING} lessons next_challenge"),
        _entry(_K.ORGANISATION_CHANGED, "T5", Use.TELL, f"{_CLOSING} team"),
        _entry(_K.PRIORITY, "T6", Use.TELL, f"{_CLOSING} month priority"),
        _entry(_K.LEADER, "T7", Use.TELL, _CLOSING),
        _entry(_K.LEADER_SHORT, "T7", Use.TELL, _CLOSING, longest=120),
        _entry(_K.ROLE_SHIFT, "T8", Use.TELL, f"{_CLOSING} former_work new_work"),
        _entry(_K.THANK_YOU, "T9", Use.THANK, f"{COMMON} thanks title"),
        _entry(_K.THANK_YOU_SHORT, "T9", Use.THANK, f"{COMMON} thanks", longest=80),
        _entry(_K.THANK_YOU_LATE, "T9", Use.THANK, f"{COMMON} thanks last_day"),
        _entry(_K.MENTORS_THANKS, "T9", Use.THANK, f"{COMMON} thanks"),
        _entry(_K.GROUP_THANKS, "T9", Use.THANK, f"{COMMON} thanks host"),
        _entry(_K.SUMMARY, "T10", Use.SUM_UP, f"{_STORY} wins open_points outcomes title"),
        _entry(_K.SUMMARY_SHAREABLE, "T10", Use.SUM_UP, f"{_STORY} outcomes"),
        _entry(_K.INTRODUCTION, "T11", Use.OFFER, f"{COMMON} person works_on asked_about"),
        _entry(_K.RECOMMENDATION, "T12", Use.OFFER, f"{COMMON} months thanks"),
        _entry(_K.OPPORTUNITY, "T13", Use.OFFER, f"{COMMON} found because"),
        _entry(_K.BIG_PICTURE_TALK, "T14", Use.MEET, ""),
        _entry(_K.REQUEST_TO_ORGANIZER, "T15", Use.ASK, f"{COMMON} final_day final_time title rungs"),
        _entry(_K.CHECK_IN, "T16", Use.AFTERWARDS, f"{COMMON} months_since changed_here question interest"),
        _entry(_K.OCCASIONAL_ADVICE, "T17", Use.AFTERWARDS, f"{COMMON} question"),
        _entry(_K.MENTOR_CLOSES, "T18", Use.TELL, f"{COMMON} growth final_day final_time next_contact talk rhythm"),
        _entry(_K.NEUTRAL_CLOSE, "T19", Use.TELL, f"{COMMON} final_day"),
        _entry(_K.RESET_TALK, "T20", Use.ASK, f"{COMMON} need"),
        _entry(_K.PAUSE, "T21", Use.ASK, f"{COMMON} pause_until"),
        _entry(_K.AGENDA, "W10", Use.MEET, f"{COMMON} final_day results thanks open_points talk rhythm minutes"),
        _entry(_K.TALK_AGENDA, "W13", Use.MEET, f"{COMMON} talk question interest news"),
        _entry(_K.PEER_CHARTER, "W4", Use.SUM_UP, f"{COMMON} brings_me brings_them talk rhythm keep_for"),
        _entry(_K.PROPOSAL, "W11", Use.TELL, f"{_CLOSING} minutes"),
        _entry(_K.LEAVING_GROUP, "W0", Use.TELL, f"{COMMON} specific final_day"),
        _entry(_K.SLOWER_RHYTHM, "M2", Use.TELL, f"{COMMON} specific rungs final_day talk rhythm"),
        _entry(_K.COFFEE_CHAT, "M9", Use.AFTERWARDS, f"{COMMON} next_challenge person"),
        _entry(_K.COFFEE_THANKS, "M9", Use.AFTERWARDS, f"{COMMON} specific"),
    )
}

_BY_WHY = {
    Why.GOALS_REACHED: _K.GOALS_REACHED,
    Why.DIRECTION_CHANGED: _K.CHANGE_OF_DIRECTION,
    Why.LESSONS_FINISHED: _K.LESSONS_FINISHED,
    Why.ORGANISATION_CHANGED: _K.ORGANISATION_CHANGED,
    Why.PRIORITY: _K.PRIORITY,
    Why.ROLE_SHIFT: _K.ROLE_SHIFT,
    Why.FEWER_AND_BIGGER: _K.LEADER,
    Why.ROUGH_PATCH: _K.RESET_TALK,
    Why.BUSY_SEASON: _K.PAUSE,
}
_REASONS = {
    Stage.EARLY: (Why.GOALS_REACHED, Why.DIRECTION_CHANGED),
    Stage.MID: (
        Why.PRIORITY,
        Why.LESSONS_FINISHED,
        Why.ORGANISATION_CHANGED,
        Why.GOALS_REACHED,
        Why.DIRECTION_CHANGED,
        Why.ROLE_SHIFT,
    ),
    Stage.LEADER: (
        Why.FEWER_AND_BIGGER,
        Why.ROLE_SHIFT,
        Why.GOALS_REACHED,
        Why.DIRECTION_CHANGED,
        Why.ORGANISATION_CHANGED,
        Why.PRIORITY,
    ),
    Stage.UNKNOWN: (
        Why.GOALS_REACHED,
        Why.DIRECTION_CHANGED,
        Why.LESSONS_FINISHED,
        Why.PRIORITY,
        Why.ROLE_SHIFT,
        Why.ORGANISATION_CHANGED,
        Why.FEWER_AND_BIGGER,
    ),
}
_TEMPORARY = (Why.ROUGH_PATCH, Why.BUSY_SEASON)
_BY_TONE = {
    Tone.GRADUATION: _K.GRADUATION,
    Tone.DIRECTION: _K.CHANGE_OF_DIRECTION,
    Tone.PLAIN: _K.GOALS_REACHED,
}


def reasons(stage: Stage = Stage.UNKNOWN) -> tuple[Why, ...]:
    """The reasons to offer, the likeliest first. Early on only the goals are a reason (A62); what passes by itself
    comes last and leads to another talk or a pause instead of a closing.
    """
    return (*_REASONS[stage], *_TEMPORARY)


def suitable(
    side: Side,
    stage: Stage = Stage.UNKNOWN,
    why: Why | None = None,
    tone: Tone = Tone.GRADUATION,
    *,
    safe: bool = False,
) -> tuple[LetterKind, ...]:
    """The letters that tell the other person, the best fitting one first; never empty.

    On the safe branch (`safe`) there is one neutral letter, with no thanks and no reason in it (R19). A mentor's letter
    speaks of the mentor's own time; peers hear of no graduation (product 5).
    """
    if safe:
        return (_K.NEUTRAL_CLOSE,)
    first = (_BY_WHY[why],) if why in _TEMPORARY else ()
    if side is Side.MENTOR:
        return (*first, _K.MENTOR_CLOSES)
    chosen = [_BY_TONE[tone]]
    if why is not None and why not in (*_TEMPORARY, Why.GOALS_REACHED):
        chosen.insert(0, _BY_WHY[why])
    if _K.LEADER in chosen or stage is Stage.LEADER:
        chosen += [_K.LEADER, _K.LEADER_SHORT]
    chosen += [_BY_WHY[one] for one in _REASONS[stage]]
    if side is Side.PEER:
        chosen = [_K.PEERS if kind in (_K.GRADUATION, _K.GOALS_REACHED) else kind for kind in chosen]
        chosen = [kind for kind in chosen if kind is not _K.LESSONS_FINISHED]
    return tuple(dict.fromkeys((*first, *chosen)))


def thanking(side: Side, *, short: bool = False, late: bool = False, group: bool = False) -> LetterKind:
    """The thank-you letter: `short` has room for one thing, `late` begins with the time that has passed."""
    if group:
        return _K.GROUP_THANKS
    if short:
        return _K.THANK_YOU_SHORT
    if late:
        return _K.THANK_YOU_LATE
    return _K.MENTORS_THANKS if side is Side.MENTOR else _K.THANK_YOU
