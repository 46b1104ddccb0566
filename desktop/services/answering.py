"""What an answer to a question does: each kind of question has its own place in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.mentoring.mentorship import Absence, Question
from desktop.services.clock import Clock
from resources.texts import text

if TYPE_CHECKING:
    from desktop.store.store import Store

_YES = "yes"


def keep(store: Store, clock: Clock, question: Question, value: str) -> None:
    """Keep the answer `value`, one of the question's choices, in one transaction.

    Who the user is belongs to the settings, and is kept there.
    """
    with store.transaction():
        match question.kind:
            case "same-person":
                one, other = question.about
                store.words.say_same(one, other, value == _YES)
            case "contact-after":
                for mentorship in question.about:
                    store.told.change(mentorship, lambda told: replace(told, contact_after=value == _YES))
            case "was-this-a-break":
                _break(store, clock, question, value)
            case _:
                store.words.answer(question.id, value, about=question.about, at=clock())


def _break(store: Store, clock: Clock, question: Question, value: str) -> None:
    """A break is a season of the user's own; either way the question is not asked again."""
    store.words.answer(question.id, value, about=question.about, at=clock())
    if value == _YES:
        import secrets  # 5 ms that no look needs

        first, last = (date.fromisoformat(day) for day in question.about)
        title = text("plan.break-title")
        store.words.add_absence(Absence(secrets.token_hex(4), first, last + timedelta(days=1), title, "me", "season"))
