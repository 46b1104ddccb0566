"""The last talk: how long, where, and an agenda to bring along (A4). A direct, grateful talk takes fifteen minutes."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.mentoring.letters import LetterKind
from desktop.ui import style
from desktop.ui.style import LinkButton, Separator, named
from desktop.ui.wizard.choice import Answer, Choice
from desktop.ui.wizard.closing_fields import Field
from desktop.ui.wizard.closing_page import LetterPage, Told
from desktop.ui.wizard.summary_page import CONSENT, OPEN_POINTS
from resources.texts import day, text

_LENGTHS = (15, 30, 45)


class LastTalkPage(LetterPage):
    """W10. Four points: what was achieved, thanks, what stays open, how the two stay in touch."""

    def __init__(self, session: Told) -> None:
        super().__init__(session, "last-talk")
        self._showing = False
        self._when = named(style.strong(), "lastTalkWhen")
        self.minutes = Choice(
            "lastTalkMinutes",
            text("closing.last-talk.minutes"),
            [Answer(n, str(n), text("closing.last-talk.length", n=n)) for n in _LENGTHS],
            across=True,
        )
        self.in_person = named(QCheckBox(text("closing.last-talk.in-person")), "lastTalkInPerson")
        self.where = Field("lastTalkPlace", text("closing.last-talk.place"), says=text("closing.last-talk.place-says"))
        self.put_place = named(LinkButton(text("closing.last-talk.put-place")), "lastTalkPutPlace")
        self.open_points = Field(
            "lastTalkOpen", text("closing.summary.open"), lines=2, says=text("closing.summary.line-each")
        )
        self.ask = named(style.body(text("closing.last-talk.ask-consent")), "lastTalkAskConsent")
        self._build()
        self._connect()

    def _build(self) -> None:
        above: list[QWidget] = [self._when, self.minutes, self.in_person, self.where]
        below: list[QWidget] = [self.open_points, self.ask, Separator(), self.editor]
        for part in above:
            self.body.addWidget(part)
        self.body.addLayout(style.row(self.put_place, push=True))
        for part in below:
            self.body.addWidget(part)
        self.body.addWidget(named(style.caption(text("closing.last-talk.bring")), "lastTalkBring"))
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.minutes.picked.connect(self._minutes)
        self.in_person.toggled.connect(self._in_person)
        self.where.changed.connect(self._place)
        self.put_place.clicked.connect(self._put_place)
        self.open_points.changed.connect(lambda words: self.place(OPEN_POINTS, words))

    def kinds(self) -> tuple[LetterKind, ...]:
        """The agenda."""
        return (LetterKind.AGENDA,)

    def show_told(self) -> None:
        """As it was left."""
        session, sheet = self.session, self.session.sheet
        self._showing = True
        self.minutes.pick(sheet.minutes if sheet.minutes in _LENGTHS else _LENGTHS[0])
        self._showing = False
        with QSignalBlocker(self.in_person):
            self.in_person.setChecked(sheet.in_person)
        self.where.fill(sheet.place)
        self.open_points.fill(sheet.place_of(OPEN_POINTS))
        final = session.chosen.final
        self._when.setText(text("closing.last-talk.when", day=day(final, weekday=True, year=True)) if final else "")
        self._when.setVisible(final is not None)
        self.ask.setVisible(sheet.shareable and not sheet.place_of(CONSENT))
        self._arrange()

    def show_letter(self) -> None:
        """The agenda as things stand."""
        super().show_letter()
        self.editor.arrival = text("closing.last-talk.arrives", name=self.session.values.name or text("closing.them"))

    def enter(self) -> None:
        """The keyboard starts at how long."""
        self.minutes.focus()

    def _arrange(self) -> None:
        self.where.setVisible(self.in_person.isChecked())
        self.put_place.setVisible(self.in_person.isChecked() and bool(self.where.words.strip()))

    def _minutes(self, minutes: int) -> None:
        if not self._showing:
            self.session.write(minutes=minutes)
            self.show_letter()

    def _in_person(self, in_person: bool) -> None:
        self.session.write(in_person=in_person)
        self._arrange()

    def _place(self, place: str) -> None:
        self.session.write(place=place)
        self._arrange()

    def _put_place(self) -> None:
        """Into the agenda, where the user sees it: nothing goes anywhere else (R4)."""
        self.editor.put_in(text("closing.last-talk.place-line", place=self.where.words.strip()), last=True)
