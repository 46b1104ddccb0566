"""Why now: a reason for the words that follow, and notes that stay here (W1)."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.mentoring.letters.kinds import Stage, Why, reasons
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import Way
from desktop.ui import style
from desktop.ui.style import LinkButton, Space, named
from desktop.ui.wizard.choice import Answer, Choice
from desktop.ui.wizard.closing_fields import Field
from desktop.ui.wizard.hard_card import HardCard
from desktop.ui.wizard.parts import Page, announce, indent
from desktop.ui.wizard.session import Session
from desktop.ui.wizard.time_words import hours_line
from resources.texts import text

PLACES: dict[Why, tuple[str, ...]] = {
    Why.DIRECTION_CHANGED: ("direction",),
    Why.LESSONS_FINISHED: ("lessons", "next_challenge"),
    Why.ORGANISATION_CHANGED: ("team",),
    Why.PRIORITY: ("priority", "month"),
    Why.ROLE_SHIFT: ("former_work", "new_work"),
}
"""What a reason's letter asks for besides; goals come on the next page, needs and pauses on their own."""
FEW = 8
"""So many words say a direction (A63)."""


class WhyPage(Page):
    """A reason is offered, never asked for; what is private is kept where no letter finds it (R4)."""

    def __init__(self, session: Session) -> None:
        super().__init__("why")
        self._session = session
        self._time = named(style.body(), "whyTime")
        self.reason: Choice | None = None
        self._reasons = QVBoxLayout()
        self._offered: tuple[tuple[Why, ...], bool] = ((), False)
        """The reasons that are shown, and whether they are in a mentor's words."""
        self._places: dict[str, Field] = {}
        self._asked = named(QWidget(), "whyPlaces")
        self._example = named(style.caption(text("wizard.why.example-says")), "whyExampleSays")
        self._opener = named(LinkButton(text("wizard.why.example"), opens=True), "whyExample")
        self.hard = HardCard()
        self.private = Field("whyPrivate", text("wizard.why.private"), lines=3, says=text("wizard.why.private-says"))
        self._build()
        self.hard.changed.connect(lambda codes: session.write(hard=codes))
        self.private.changed.connect(lambda words: session.write(private=words))

    def _build(self) -> None:
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(indent(), 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self._example.setContentsMargins(indent(), 0, 0, 0)
        self._example.hide()
        self._opener.toggled.connect(self._example.setVisible)
        self._opener.toggled.connect(lambda on: announce(self, self._example.text()) if on else None)
        self.body.addWidget(self._time)
        self.body.addLayout(self._reasons)
        for part in (self._asked, self._opener, self._example, self.hard, self.private):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def initializePage(self) -> None:
        """Reasons in the order that fits; what was told before."""
        session = self._session
        keeps = session.chosen.way is Way.KEEP
        self._offer(reasons(session.stage))
        for part in (self._opener, self.hard, *([self.reason] if self.reason is not None else [])):
            part.setVisible(not keeps)
        hours = hours_line(session.begun.found) if session.begun is not None and session.stage is Stage.MID else ""
        self._time.setText(hours)
        self._time.setVisible(bool(hours) and not keeps)
        if session.side is Side.PEER:  # what it tells is of a mentor
            self._opener.setChecked(False)
            self._opener.hide()
        self.hard.show_hard(session.sheet.hard, session.side)
        self.private.fill(session.sheet.private)
        if self.reason is not None:
            self.reason.pick(session.sheet.why or "")
        self._ask(session.sheet.why if not keeps else None)

    def enter(self) -> None:
        """The keyboard starts at the reason."""
        if self.reason is not None and self.reason.isVisibleTo(self):
            self.reason.focus()
        else:
            self.private.edit.setFocus()

    def _offer(self, offered: tuple[Why, ...]) -> None:
        mentor = self._session.side is Side.MENTOR
        if (offered, mentor) == self._offered:
            return
        if self.reason is not None:
            self.reason.hide()
            self.reason.deleteLater()
        self._offered = (offered, mentor)
        answers: list[Answer[object]] = [Answer(why, _name(why), _words(why, mentor=mentor)) for why in offered]
        answers.append(Answer("", "None", text("wizard.why.none")))
        self.reason = Choice("whyReason", text("wizard.why.reason"), answers)
        self.reason.picked.connect(self._took)
        self._reasons.addWidget(self.reason)

    def _took(self, why: object) -> None:
        reason = why if isinstance(why, Why) else None
        self._session.write(why=reason)
        self._ask(reason)

    def _ask(self, why: Why | None) -> None:
        """The fields of the reason that is chosen; words of others stay, unseen."""
        wanted = PLACES.get(why, ()) if why is not None else ()
        for place in wanted:
            if place not in self._places:
                self._add(place)
        for place, field in self._places.items():
            field.setVisible(place in wanted)
            field.fill(self._session.sheet.place_of(place))
        self._asked.setVisible(bool(wanted))

    def _add(self, place: str) -> None:
        says = text("wizard.why.direction-says", n=FEW) if place == "direction" else ""
        name = f"why{place.title().replace('_', '')}"
        asked = self._session.letters.place_name(place)
        field = Field(name, asked[:1].upper() + asked[1:], lines=2 if place == "lessons" else 1, says=says)
        field.changed.connect(lambda words, place=place: self._typed(place, words))
        self._places[place] = field
        layout = self._asked.layout()
        if layout is not None:
            layout.addWidget(field)

    def _typed(self, place: str, words: str) -> None:
        self._session.write(places=self._session.sheet.with_place(place, words).places)


def _name(why: Why) -> str:
    return "".join(part.title() for part in why.value.split("-"))


def _words(why: Why, *, mentor: bool) -> str:
    """A mentor speaks of the mentor's own time."""
    return text(f"wizard.why.mentor.{why}" if mentor else f"wizard.why.{why}")
