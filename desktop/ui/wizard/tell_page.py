"""How the other person hears of it, and in which words: before anything changes in a calendar (R1)."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QDate, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.mentoring.letters import LetterKind, Tone
from desktop.mentoring.mentorship import Side
from desktop.mentoring.sheet import TellBy, Way
from desktop.ui import style
from desktop.ui.style import Separator, named
from desktop.ui.wizard.choice import Answer, Choice
from desktop.ui.wizard.closing_fields import Phrases
from desktop.ui.wizard.closing_page import LetterPage, Pair, Told
from desktop.ui.wizard.sent_tick import SentTick
from desktop.ui.wizard.tell_kinds import has_tone, telling
from desktop.ui.wizard.told_field import ToldField
from integrations.calendars.moments import day_of
from resources.texts import day, text


class TellPage(LetterPage):
    """W6. The words come first, then "told on …"; where nobody else is on the event, that is not asked."""

    def __init__(self, session: Told) -> None:
        super().__init__(session, "tell")
        self._showing = False
        self.by = Choice(
            "tellBy",
            text("closing.tell.by"),
            [
                Answer(way, way.value.title(), text(f"closing.tell.{way}.title"), text(f"closing.tell.{way}.says"))
                for way in TellBy
            ],
        )
        self.tone = Choice(
            "tellTone",
            text("closing.tell.tone"),
            [Answer(tone, tone.value.title(), text(f"closing.tone.{tone}")) for tone in Tone],
            across=True,
        )
        self.short = named(QCheckBox(text("closing.tell.short")), "tellShort")
        self.phrases = Phrases("tellPhrases", text("closing.tell.phrases"), self.editor.put_in)
        self.told = ToldField()
        named(self.told.tick, "tellTold")
        named(self.told.day, "tellToldDay")
        self.sent = SentTick("tellSent", session, lambda: self.editor.draft, lambda: session.sheet.told)
        self._unasked = named(style.caption(text("closing.tell.unasked")), "tellUnasked")
        self._build()
        self._connect()

    def _build(self) -> None:
        parts: list[QWidget] = [self.by, self.tone, self.short, Separator(), self.editor, self.phrases, Separator()]
        for part in (*parts, self.told, self._unasked, self.sent):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self.by.picked.connect(self._tell_by)
        self.tone.picked.connect(self._tone)
        self.short.toggled.connect(self._short)
        self.editor.picked.connect(self._picked)
        self.told.changed.connect(self._told)

    def kinds(self) -> tuple[LetterKind, ...]:
        """By side, stage, reason and tone."""
        session = self.session
        leaves = session.choices is not None and session.choices.leaves
        group = Pair.of(session).group
        return telling(session.sheet, session.chosen.way, session.side, session.stage, group=group, leaves=leaves)

    def picked(self) -> str:
        """As the user chose."""
        return self.session.sheet.letter

    def show_told(self) -> None:
        """As it was left; the first time, by letter."""
        session, sheet = self.session, self.session.sheet
        self._showing = True
        self.by.pick(sheet.tell_by or TellBy.LETTER)
        peer = session.side is Side.PEER
        self.tone.options[Tone.GRADUATION].setVisible(not peer)
        self.tone.pick(Tone.PLAIN if peer and sheet.tone is Tone.GRADUATION else sheet.tone)
        with QSignalBlocker(self.short):
            self.short.setChecked(sheet.letter == LetterKind.LEADER_SHORT)
        self._show_day()
        self._showing = False
        self._arrange()

    def show_letter(self) -> None:
        """The letter as things stand, and when they read it."""
        super().show_letter()
        self.editor.arrival = self._arrival()
        self.sent.show_kept()

    def enter(self) -> None:
        """The keyboard starts at how."""
        self.by.focus()

    def _arrange(self) -> None:
        session = self.session
        way, group = session.chosen.way, Pair.of(session).group
        safe = way is Way.WRONG
        toned = has_tone(way, session.side, group=group)
        self.by.setVisible(not safe)
        self.tone.setVisible(toned)
        self.short.setVisible(toned)
        phrases = () if safe or group else session.letters.phrases(session.side, session.stage)
        self.phrases.show_phrases(phrases, text("closing.put-in"))
        asked = session.choices is not None and session.choices.needs_telling
        self.told.setVisible(asked)
        self._unasked.setVisible(not asked and session.choices is not None)
        self._allow_sent()

    def _show_day(self) -> None:
        begun, told = self.session.begun, self.session.sheet.told
        if begun is not None:
            self.told.until(day_of(begun.now, begun.zone))
        with QSignalBlocker(self.told.tick), QSignalBlocker(self.told.day):
            self.told.tick.setChecked(told is not None)
            self.told.day.setEnabled(told is not None)
            if told is not None:
                self.told.day.setDate(QDate(told.year, told.month, told.day))

    def _allow_sent(self) -> None:
        """A copy as it was sent goes with the day on which it was, where that day is asked for."""
        asked = not self.told.isHidden()
        self.sent.allow(not asked or self.told.told is not None, text("closing.sent.first-told"))

    def _tell_by(self, way: TellBy) -> None:
        if self._showing:
            return
        # What fits best may be another letter now.
        self.session.write(tell_by=way, letter="")
        self._again()

    def _tone(self, tone: Tone) -> None:
        if not self._showing:
            self.session.write(tone=tone, letter="")
            self._again()

    def _short(self, short: bool) -> None:
        self.session.write(letter=LetterKind.LEADER_SHORT.value if short else "")
        self._again()

    def _again(self) -> None:
        with QSignalBlocker(self.short):
            self.short.setChecked(self.session.sheet.letter == LetterKind.LEADER_SHORT)
        self.show_letter()

    def _picked(self, kind: str) -> None:
        self.session.write(letter=kind)
        with QSignalBlocker(self.short):
            self.short.setChecked(kind == LetterKind.LEADER_SHORT)
        self.sent.show_kept()

    def _told(self) -> None:
        self.session.write(told=self.told.told)
        self._allow_sent()

    def _arrival(self) -> str:
        values = self.session.values
        who = values.name or text("closing.them")
        if self.session.sheet.tell_by is TellBy.TALK and values.dates.next is not None:
            moment = values.dates.next
            on: date = moment.date() if isinstance(moment, datetime) else moment
            return text("closing.tell.talk.arrives", name=who, day=day(on, weekday=True))
        return text("closing.tell.arrives", name=who)
