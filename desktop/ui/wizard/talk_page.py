"""What should this become? A talk now and then, step by step or at once, or nothing that is booked (W4)."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from desktop.mentoring.mentorship import Role, Side
from desktop.mentoring.plan import Rhythm, TalkBy, TalkWhen
from desktop.ui import style
from desktop.ui.style import LinkButton, Space, named
from desktop.ui.wizard.charter_card import CharterCard
from desktop.ui.wizard.choice import Answer, Choice
from desktop.ui.wizard.closing_fields import Field
from desktop.ui.wizard.ladder_tick import LadderTick
from desktop.ui.wizard.parts import Page, indent
from desktop.ui.wizard.session import Session, Sketch
from desktop.ui.wizard.talk_dates import DatesCard
from desktop.ui.wizard.talk_wording import talk_day_words
from resources.texts import has_text, text

PAUSE_MS = 150
"""So long after the last change the dates are worked out anew."""
REQUEST = "on-request"
"""No standing date: the user asks when it matters (A8, A88). For the calendar it is as none at all."""
MONTHS = {Rhythm.YEARLY: 12, Rhythm.EVERY_9_MONTHS: 9, Rhythm.EVERY_6_MONTHS: 6}


class TalkPage(Page):
    """What comes after the last meeting. Dates are worked out by the planner, never here."""

    def __init__(self, session: Session) -> None:
        super().__init__("talk")
        self._session = session
        self._because = named(style.body(), "talkBecause")
        self.ladder = LadderTick()
        self.keep_for = Field("talkKeepFor", text("wizard.talk.keep-for"), says=text("wizard.talk.keep-for-says"))
        self.more = named(LinkButton(text("wizard.talk.more"), opens=True), "talkMore")
        self.charter = CharterCard(session)
        self.rhythm = Choice("talkRhythm", text("wizard.talk.rhythm"), _rhythms())
        self.by = Choice("talkBy", text("wizard.talk.day"), _days())
        self.times = Choice("talkTimes", text("wizard.talk.count"), _counts(), across=True)
        self.send = Choice("talkSend", text("wizard.talk.send"), _sends())
        self.months = named(QSpinBox(), "talkMonths")
        self.name = named(QLineEdit(), "talkTitle")
        self.dates = DatesCard()
        self._details = named(QWidget(), "talkDetails")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._filling = False
        self._sketched = False
        self._build()
        self._connect()

    def _build(self) -> None:
        self.months.setRange(6, 12)
        self.months.setSuffix(text("wizard.talk.first-suffix"))
        self.months.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.name.setMaxLength(120)
        self.name.setPlaceholderText(text("wizard.talk.name-default"))
        form = QFormLayout()
        form.setHorizontalSpacing(Space.MEDIUM)
        form.setVerticalSpacing(Space.SMALL)
        form.addRow(_label(text("wizard.talk.first"), self.months), self.months)
        form.addRow(_label(text("wizard.talk.name"), self.name), self.name)
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(Space.LARGE)
        for part in (self.by, self.times, self.send):
            details.addWidget(part)
        details.insertLayout(1, form)
        details.setContentsMargins(indent(), 0, 0, 0)
        self._details.hide()
        left = style.column(self.ladder, self.rhythm, style.row(self.more, push=True), self._details, gap=Space.LARGE)
        left.addStretch(1)
        right = style.column(self.dates)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(Space.WIDE)
        both.addLayout(left, 3)
        both.addLayout(right, 2)
        self.body.addWidget(self._because)
        self.body.addLayout(both)
        self.body.addWidget(self.keep_for)
        self.body.addWidget(self.charter)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self._pause.timeout.connect(self._session.sketch)
        self._session.sketching.done.connect(self._show)
        self._session.sketching.declined.connect(self._decline)
        self.rhythm.picked.connect(self._took_rhythm)
        self.more.toggled.connect(self._details.setVisible)
        self.ladder.tick.toggled.connect(self._took_ladder)
        self.keep_for.changed.connect(self._keep_for)
        self.by.picked.connect(lambda by: self._took(by=by))
        self.times.picked.connect(lambda times: self._took(times=times))
        self.send.picked.connect(lambda when: self._took(when=when))
        self.months.valueChanged.connect(lambda months: self._took(months=months))
        self.name.textChanged.connect(lambda words: self._took(title=words))
        self.message.acted.connect(self._session.sketch)

    def initializePage(self) -> None:
        """Fill the fields from what was chosen, or from the app's proposal, and work the dates out."""
        session, chosen = self._session, self._session.chosen
        choices = session.choices
        self._filling = True
        rhythm = chosen.rhythm_for(session.usual)
        self.rhythm.pick(REQUEST if session.sheet.on_request else rhythm)
        known = (session.values.more or {}).get("keep_for", "")
        self.keep_for.fill(known if isinstance(known, str) else "")
        self.keep_for.setVisible(session.side is not Side.MENTOR)
        self.charter.show_told()
        if choices is None:
            self._show_over()
            return
        self.ladder.show_rungs(chosen, session.begun)
        self.by.pick(chosen.by)
        self.times.pick(chosen.times)
        self.send.pick(chosen.when)
        self.send.setVisible(choices.role is Role.ORGANIZER)
        self.months.setValue(chosen.months or MONTHS.get(rhythm, 12))
        self.name.setText(chosen.title)
        self._filling = False
        self._explain()
        self.message.hide()
        self._sketched = False
        self.dates.wait()
        session.sketch()

    def enter(self) -> None:
        """The keyboard starts at the rhythm."""
        self.rhythm.focus()

    def cleanupPage(self) -> None:
        """Going back keeps every field."""

    def isComplete(self) -> bool:
        """The planner agreed with what is chosen."""
        return self._sketched

    def _show_over(self) -> None:
        """Nothing lies ahead: what is left to agree on is when to be in touch again."""
        self._filling = False
        for part in (self.ladder, self.more, self._details, self.dates, self._because):
            part.hide()
        self._sketched = True
        self.completeChanged.emit()

    def validatePage(self) -> bool:
        """Where nothing lies ahead, a rhythm is a day on which to be in touch again."""
        rhythm = self.rhythm.value
        if self._session.over and isinstance(rhythm, Rhythm) and rhythm is not Rhythm.NONE:
            self._session.touch_again(MONTHS[rhythm])
        return True

    def _keep_for(self, words: str) -> None:
        self._session.write(places=self._session.sheet.with_place("keep_for", words).places)

    def _took_rhythm(self, picked: object) -> None:
        rhythm = picked if isinstance(picked, Rhythm) else Rhythm.NONE
        talks = rhythm is not Rhythm.NONE and not self._session.over
        self.more.setVisible(talks)
        self._details.setVisible(talks and self.more.isChecked())
        if self._filling:
            return
        self._session.write(on_request=picked == REQUEST)
        self._filling = True
        self.months.setValue(MONTHS.get(rhythm, 12))
        self._filling = False
        self._took(rhythm=rhythm, months=None)

    def _took_ladder(self, ladder: bool) -> None:
        """What is proposed for afterwards goes with it, as long as nobody chose a rhythm."""
        self._took(ladder=ladder)
        session = self._session
        if not self._filling and session.chosen.rhythm is None and not session.sheet.on_request:
            self._filling = True
            rhythm = session.chosen.rhythm_for(session.usual)
            self.rhythm.pick(rhythm)
            self.months.setValue(session.chosen.months or MONTHS.get(rhythm, 12))
            self._filling = False

    def _took(self, **changes: object) -> None:
        if self._filling:
            return
        self._session.choose(**changes)
        if self._session.over:
            return
        self._sketched = False
        self.completeChanged.emit()
        self._pause.start()

    def _explain(self) -> None:
        choices = self._session.choices
        key = f"wizard.because.{choices.rhythm_reason}" if choices is not None else ""
        said = text(key) if has_text(key) else ""
        self._because.setText(said)
        self._because.setVisible(bool(said))

    def _show(self, sketch: Sketch) -> None:
        self.message.hide()
        for by, talk in ((TalkBy.WEEKDAY, sketch.weekday), (TalkBy.DATE, sketch.date)):
            self.by.options[by].explain("" if talk is None else talk_day_words(talk))
        self.dates.show_talk(sketch.talk, self._session.chosen.times, self._session.zone)
        self._sketched = True
        self.completeChanged.emit()

    def _decline(self, why: Exception) -> None:
        self.dates.show_talk(None, 1, self._session.zone)
        self.message.say_why(why, text("wizard.try-again"))
        self._sketched = False
        self.completeChanged.emit()


def _label(words: str, field: QWidget) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setBuddy(field)
    field.setAccessibleName(words.replace("&", ""))
    return label


def _rhythms() -> list[Answer[object]]:
    names = {Rhythm.YEARLY: "Yearly", Rhythm.EVERY_9_MONTHS: "Nine", Rhythm.EVERY_6_MONTHS: "Six"}
    talks: list[Answer[object]] = [Answer(each, name, text(f"wizard.talk.{each}")) for each, name in names.items()]
    return [
        *talks,
        Answer(REQUEST, "Request", text("wizard.talk.on-request"), text("wizard.talk.on-request-says")),
        Answer(Rhythm.NONE, "None", text("wizard.talk.none"), text("wizard.talk.none-says")),
    ]


def _days() -> list[Answer[TalkBy]]:
    return [Answer(each, each.title(), text(f"wizard.talk.{each}")) for each in TalkBy]


def _counts() -> list[Answer[int]]:
    names = {3: "three", 1: "once", 0: "endless"}
    return [Answer(times, name.title(), text(f"wizard.talk.{name}")) for times, name in names.items()]


def _sends() -> list[Answer[TalkWhen]]:
    return [
        Answer(TalkWhen.NOW, "Now", text("wizard.talk.send-now")),
        Answer(TalkWhen.AFTER_FINAL, "After", text("wizard.talk.send-after"), text("wizard.talk.send-after-says")),
    ]
