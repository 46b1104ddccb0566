"""Three thanks: what they said, what came of it, what changed since (A10); and the letter that is made of them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from desktop.mentoring.letters import LetterKind, Thanks, thanking
from desktop.mentoring.linters import are_ready, gaps
from desktop.mentoring.mentorship import Side
from desktop.services.copies import is_copied, thanks_of_others
from desktop.ui import style
from desktop.ui.style import Separator, named
from desktop.ui.wizard.closing_fields import Phrases
from desktop.ui.wizard.closing_page import LetterPage, Pair, Told
from desktop.ui.wizard.job import Job
from desktop.ui.wizard.sent_tick import SentTick
from desktop.ui.wizard.thanks_card import PARTS, ThanksCard
from integrations.calendars.moments import day_of
from resources.texts import day, text

_CARDS = 3
_STARTERS = 6
"""So many of the latest things taken away from meetings are offered."""


class ThanksPage(LetterPage):
    """W7. A hint says what would make each part theirs; only "ready" waits for three, or for a short note."""

    def __init__(self, session: Told) -> None:
        super().__init__(session, "thanks")
        self._at = (0, "said")
        """The field that the keyboard was in last."""
        self._others: tuple[tuple[Thanks, ...], ...] = ()
        self._met = named(style.caption(), "thanksMet")
        self.cards = [ThanksCard(number) for number in range(_CARDS)]
        self.starters = Phrases("thanksStarters", text("closing.thanks.starters"), self.take)
        self.short = named(QCheckBox(text("closing.thanks.short")), "thanksShort")
        self.state = named(style.strong(), "thanksState")
        self.copied = named(style.body(text("letters.finding.copied")), "thanksCopied")
        self.sent = SentTick("thanksSent", session, lambda: self.editor.draft, lambda: None)
        self._looking = Job(session.words, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        for part in (self._met, self.starters, *self.cards, self.copied, self.short, self.state, Separator()):
            self.body.addWidget(part)
        self.body.addWidget(style.heading(text("closing.thanks.letter")))
        self.body.addWidget(self.editor)
        self.body.addWidget(self.sent)
        self.body.addStretch(1)
        self.copied.hide()

    def _connect(self) -> None:
        for number, card in enumerate(self.cards):
            card.changed.connect(self._typed)
            card.entered.connect(lambda part, number=number: self._entered(number, part))
        self.short.toggled.connect(self._short)
        self.editor.picked.connect(lambda _: self.sent.show_kept())
        self._looking.done.connect(self._others_found)
        # Without the notes of others there is no hint about them; everything else is as it was.
        self._looking.declined.connect(self.message.say_why)

    def kinds(self) -> tuple[LetterKind, ...]:
        """The thank-you, and what could be said of them to others (T12)."""
        session = self.session
        group, late = Pair.of(session).group, session.choices is None
        first = thanking(session.side, short=session.sheet.short, late=late, group=group)
        return (first,) if group else (first, LetterKind.RECOMMENDATION)

    def picked(self) -> str:
        """The one that was looked at last."""
        return self.editor.kind or ""

    def show_told(self) -> None:
        """As it was left."""
        session, sheet = self.session, self.session.sheet
        prompts = {part: session.letters.thanks_prompt(part) for part in PARTS}
        if session.side is Side.MENTOR:
            prompts["did"] = text("closing.thanks.they-did")
        for card, thanks in zip(self.cards, sheet.thanks, strict=False):
            card.ask(prompts)
            card.fill(thanks)
        with QSignalBlocker(self.short):
            self.short.setChecked(sheet.short)
        self._show_met()
        self._show_starters()
        if session.side is Side.MENTOR:
            graduand, pair = session.graduand, Pair.of(session).id
            self._looking.run(lambda: thanks_of_others(graduand.store, graduand.stories, pair))
        self._judge()

    def show_letter(self) -> None:
        """The letter as things stand."""
        super().show_letter()
        self.editor.arrival = text("closing.thanks.arrives", name=self.session.values.name or text("closing.them"))
        self.sent.show_kept()

    def enter(self) -> None:
        """The keyboard starts at the first thing that is still open."""
        first = next((card for card in self.cards if not card.thanks.said.strip()), self.cards[0])
        first.fields["said"].edit.setFocus()

    def take(self, words: str) -> None:
        """Put something that was taken away from a meeting where the keyboard was, or where nothing stands yet."""
        number, part = self._at
        if self.cards[number].fields[part].words.strip():
            number = next((n for n, card in enumerate(self.cards) if not card.thanks.said.strip()), number)
            part = "said"
        edit = self.cards[number].fields[part].edit
        edit.setPlainText(words if not edit.toPlainText().strip() else f"{edit.toPlainText().rstrip()} {words}")
        edit.setFocus()

    @property
    def ready(self) -> bool:
        """Whether there are three that fit one person alone, or one for a short note."""
        return are_ready(self.session.sheet.thanks, short=self.session.sheet.short)

    def _entered(self, number: int, part: str) -> None:
        self._at = (number, part)

    def _typed(self) -> None:
        self.session.write(thanks=tuple(card.thanks for card in self.cards))
        self._judge()
        self.follow()

    def _short(self, short: bool) -> None:
        self.session.write(short=short)
        self._judge()
        self.show_letter()

    def _judge(self) -> None:
        sheet = self.session.sheet
        found = gaps(sheet.thanks)
        for number, card in enumerate(self.cards):
            card.help_on(gap for gap in found if gap.number == number)
        whole = _CARDS - len({gap.number for gap in found})
        ready = self.ready
        self.state.setText(text("closing.thanks.ready") if ready else text("closing.thanks.open", n=whole))
        self.sent.allow(ready, text("closing.thanks.not-ready"))
        written = [one for one in sheet.thanks if one != Thanks()]
        names = [self.session.values.name]
        self.copied.setVisible(bool(self._others) and is_copied(written, self._others, names))

    def _others_found(self, others: tuple[tuple[Thanks, ...], ...]) -> None:
        self._others = others
        self._judge()

    def _show_met(self) -> None:
        values = self.session.values
        first = values.dates.first
        if values.met and first is not None and self.session.begun is not None:
            since = day(day_of(first, self.session.begun.zone), year=True)
            self._met.setText(text("closing.thanks.met", n=values.met, day=since))
        self._met.setVisible(bool(self._met.text()))

    def _show_starters(self) -> None:
        begun = self.session.begun
        wins = begun.story.wins[-_STARTERS:] if begun is not None else ()
        self.starters.show_phrases(tuple(win.words for win in reversed(wins)), text("closing.thanks.take"))
