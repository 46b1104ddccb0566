"""The last page before anything changes: everything that would happen, seen from both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QProgressBar, QVBoxLayout, QWidget, QWizard

from desktop.mentoring.letters import presentable
from desktop.mentoring.mentorship import Role
from desktop.mentoring.plan import Plan, PlanState
from desktop.mentoring.sheet import Way
from desktop.mentoring.transition import LEAVING, asks_first
from desktop.ui import style
from desktop.ui.style import Separator, Space, named, one_line
from desktop.ui.wizard.calendars_card import CalendarsCard
from desktop.ui.wizard.check_extras import NOTE, CheckExtras, fitting_note, told_letters
from desktop.ui.wizard.folder_field import FolderField
from desktop.ui.wizard.last_ticks import LastTicks
from desktop.ui.wizard.live_apply import LiveApply
from desktop.ui.wizard.parts import Page, announce
from desktop.ui.wizard.sections import DeedsSection, MessagesSection, StepsSection, WarningsSection, about_words
from desktop.ui.wizard.session import Prepared, Session, Stopped, Written
from desktop.ui.wizard.step_wording import REQUEST, TELLING, asks, headline, leaves, people_words
from desktop.ui.wizard.texts_card import TextCard
from desktop.ui.wizard.told_field import ToldField
from desktop.ui.wizard.versions_card import VersionsCard
from desktop.ui.wizard.wording import day_words
from integrations.calendars.moments import day_of
from integrations.errors import Trouble
from resources.texts import text

if TYPE_CHECKING:
    from desktop.services.records import Preview


class CheckPage(Page):
    """Shows the plan. Its button says what it does; only that button changes anything (product rule R3)."""

    def __init__(self, session: Session) -> None:
        super().__init__("check")
        self._session = session
        self._again = False
        self._ends_here = False
        self._asking = False
        """Whether the series is for somebody else to end."""
        self._has_foot = False
        self._last: Prepared | None = None
        """What was shown last, also after it turned out not to fit."""
        self._waiting = named(QProgressBar(), "checkWaiting", text("wizard.working-out"))
        self.live = LiveApply(session)
        self.versions = VersionsCard("checkVersions")
        self._shown = named(QWidget(), "checkPlan")
        self._headline = named(style.heading(), "checkHeadline")
        self._asks = named(style.body(), "checkAsk")
        self.as_guest = named(QCheckBox(text("wizard.check.as-guest")), "checkAsGuest")
        self.last = LastTicks(session)
        self._warnings = WarningsSection("checkWarnings")
        self.request = TextCard("checkRequest")
        self._steps = StepsSection("checkSteps", text("wizard.check.steps"))
        self.mine = CalendarsCard("mine")
        self.theirs = CalendarsCard("theirs")
        self._untouched = named(style.caption(), "checkUntouched")
        self._messages = MessagesSection("checkMessages", text("wizard.check.messages"))
        self._known = named(style.caption(), "checkKnown")
        self.note = TextCard("checkNote")
        self.deeds = DeedsSection("checkDeeds", text("wizard.check.deeds"))
        self.extras = CheckExtras(session)
        self._allows = named(style.caption(text("wizard.check.allows")), "checkAllows")
        self.told = ToldField()
        self.folder = FolderField("checkFolder")
        self.setCommitPage(True)
        self.setButtonText(QWizard.WizardButton.CommitButton, text("wizard.check.apply-file"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._waiting.setRange(0, 0)
        self._waiting.setTextVisible(False)
        self._waiting.setFixedHeight(6)
        plan = QVBoxLayout(self._shown)
        plan.setContentsMargins(0, 0, 0, 0)
        plan.setSpacing(Space.LARGE)
        plan.addLayout(style.column(self._headline, self._asks, self.as_guest, gap=Space.TINY))
        above = (
            self._warnings,
            self.request,
            self.deeds,
            self._steps,
            self.last,
            self.mine,
            self.theirs,
            self._untouched,
        )
        for part in (*above, self._messages, self._known, self.note):
            plan.addWidget(part)
        plan.addWidget(self.extras)
        self.body.addWidget(self.live)
        self.body.addWidget(self.versions)
        self.body.addWidget(self._shown)
        self.body.addStretch(1)
        self._shown.hide()
        self.column.addWidget(self._waiting)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(Space.TINY, 0, Space.MEDIUM, 0)
        foot.setSpacing(Space.MEDIUM)
        for widget in (Separator(), self.told, self.folder, self._allows):
            foot.addWidget(widget)
        self.column.addWidget(self._foot)

    def _connect(self) -> None:
        session = self._session
        session.preparing.done.connect(self._show)
        session.preparing.declined.connect(self._decline)
        session.preparing.busy.connect(self._busy)
        session.applying.busy.connect(self._busy)
        session.applying.done.connect(self._applied)
        session.applying.declined.connect(self._not_applied)
        session.loading.done.connect(self._reloaded)
        session.loading.declined.connect(self._decline)
        self.message.acted.connect(self.plan_again)
        self.told.changed.connect(self._told)
        self.folder.changed.connect(self.completeChanged)
        self.as_guest.toggled.connect(self._guest)
        self.last.chosen.connect(self._other_plan)
        self.live.busy.connect(self._live)
        self.live.allowed.connect(self._allowed)
        self.live.undone.connect(self._undone)
        session.allowing.declined.connect(self._not_applied)

    def initializePage(self) -> None:
        """Plan with what was chosen."""
        self._clear()
        self._session.prepare()

    def _clear(self) -> None:
        for part in (self.message, self.versions, self._shown, self._foot):
            part.hide()

    def cleanupPage(self) -> None:
        """Going back drops the plan; nothing was stored."""
        self._session.preparing.drop()
        self._session.prepared = None
        self._ends_here = False
        self.setFinalPage(False)
        self.setCommitPage(True)

    def nextId(self) -> int:
        """Where nothing is to be done, this is the end."""
        return -1 if self._ends_here else super().nextId()

    def isComplete(self) -> bool:
        """A plan is there, the folder is named, and the other person knows where that is needed."""
        prepared = self._session.prepared
        if prepared is None or self._session.preparing.running or self._session.applying.running or self.live.active:
            return False
        if self._ends_here:
            return True
        if prepared.plan.needs_telling and self.told.told is None:
            return False
        return not self._is_file(prepared.plan) or self.folder.path is not None

    def validatePage(self) -> bool:
        """The first press carries the plan out; the page is left when that is done."""
        prepared = self._session.prepared
        if prepared is None or self._session.applying.running or self.live.active:
            return False
        if self._ends_here:
            return True
        if self._session.written is not None:
            return True
        self.message.hide()
        if prepared.plan.source.live and self._asking:
            self._session.keep(prepared.plan)
        elif prepared.plan.source.live:
            self.live.begin(prepared, self.told.told)
        else:
            self._session.carry_out(prepared.plan, self.folder.path, self.told.told)
        return False

    def plan_again(self) -> None:
        """Look at the calendar anew, then plan anew."""
        prepared = self._last
        self._clear()
        self._session.prepared = None
        self.completeChanged.emit()
        self._again = True
        self._session.load(read=prepared.plan.source.account if prepared is not None else "")

    def _is_file(self, plan: Plan) -> bool:
        return plan.source.kind == "ics"

    def _live(self, busy: bool) -> None:
        """The plan makes room while something else needs the page."""
        self._shown.setVisible(not busy)
        self._foot.setVisible(not busy and self._has_foot)
        self.area.verticalScrollBar().setValue(0)
        self.completeChanged.emit()

    def _told(self) -> None:
        self._session.write(told=self.told.told)
        self.completeChanged.emit()

    def _guest(self, on: bool) -> None:
        """Guests may change these meetings, and the user wants to: another plan (R11)."""
        self._session.choose(as_guest=on)
        self._other_plan()

    def _other_plan(self) -> None:
        self._session.prepared = None
        self._session.prepare()

    def _allowed(self) -> None:
        """Changes are allowed; the click that makes one is still the user's (R3)."""
        prepared = self._session.prepared
        self._allows.hide()
        if prepared is not None:
            self._session.prepared = replace(prepared, asks_writing="")
        self._say("allowed")

    def _undone(self) -> None:
        self._say("stopped")

    def _say(self, key: str) -> None:
        self.message.say(text(f"wizard.hold.{key}.title"), text(f"wizard.hold.{key}.says"))
        announce(self, text(f"wizard.hold.{key}.title"))

    def _reloaded(self) -> None:
        if self._again:
            self._again = False
            self._session.prepare()

    def _busy(self, busy: bool) -> None:
        self._waiting.setVisible(busy)
        self._foot.setEnabled(not self._session.applying.running)
        self.completeChanged.emit()

    def _show(self, prepared: Prepared) -> None:
        self._last = prepared
        plan, preview, zone = prepared.plan, prepared.preview, self._session.zone
        asking = self._asking = asks(plan) and not (plan.source.live and self._session.ends_there)
        nothing = self._ends_here = not plan.steps and not asking
        self.setCommitPage(not nothing)
        self.setFinalPage(nothing)
        self._headline.setText(headline(plan, zone))
        self._asks.setText(text("wizard.check.leave" if leaves(plan) else "wizard.check.ask"))
        self._asks.setVisible(asking or leaves(plan))
        choices = self._session.choices
        self.as_guest.setVisible(choices is not None and choices.may_as_guest)
        self._warnings.show_plan(plan)
        self._show_request(plan, preview)
        later = asking and plan.source.live
        self._steps.heading.setText(text("wizard.check.steps-later" if later else "wizard.check.steps"))
        self._steps.show_plan(plan, zone)
        self._steps.setVisible(bool(plan.steps) or not leaves(plan))
        self.deeds.show_deeds(LEAVING_DEEDS if leaves(plan) else (), day=day_words(plan.final, zone))
        self.last.show_plan(plan)
        self._show_calendars(plan, preview)
        self._messages.setVisible(plan.role is not Role.ALONE)
        self._messages.show_messages(preview.messages, by_file=self._is_file(plan), possible=plan.possible_messages)
        self._known.setText(preview.note)
        self._known.setVisible(bool(preview.note and preview.messages))
        self._show_note(plan)
        asks_writing = bool(prepared.asks_writing) and not asking
        self._allows.setVisible(asks_writing)
        self.told.setVisible(plan.needs_telling)
        with QSignalBlocker(self.told):
            self.told.until(day_of(plan.created, zone))
            self.told.show_told(self._session.sheet.told)
        self.extras.show_plan(prepared)
        self.folder.setVisible(self._is_file(plan))
        self.folder.propose(day_of(plan.final, zone))
        key = "ask-now" if asks_first(plan) else "apply"
        key = "apply-file" if self._is_file(plan) else "save" if asking else key
        self.setButtonText(QWizard.WizardButton.CommitButton, text(f"wizard.check.{key}"))
        self._shown.show()
        needs = plan.needs_telling or self._is_file(plan) or asks_writing
        self._has_foot = not nothing and needs
        self._foot.setVisible(self._has_foot)
        self.completeChanged.emit()

    def _show_note(self, plan: Plan) -> None:
        """Words to tell them with, where the calendar is not to be the first to say it (R1)."""
        wanted = plan.needs_telling and self._session.chosen.way is not Way.WRONG and not told_letters(self._session)
        draft = next((each for each in plan.drafts if each.kind in TELLING), None) if wanted else None
        self.note.setVisible(draft is not None)
        if draft is not None:
            self.note.show_draft(draft if draft.kind != NOTE else fitting_note(self._session))

    def _show_request(self, plan: Plan, preview: Preview) -> None:
        """The words that stand for a change which is not the user's to make; their own, where they wrote some."""
        kinds = (LEAVING, *((REQUEST,) if self._asking else ()))
        draft = next((each for each in plan.drafts if each.kind in kinds), None)
        self.request.setVisible(draft is not None)
        if draft is None:
            return
        own = told_letters(self._session)[:1] if draft.kind == LEAVING else ()
        subject, body = (presentable(own[0].subject), presentable(own[0].body)) if own else (draft.subject, draft.body)
        letter = next((each for each in preview.letters if each.subject == draft.subject), None)
        about = about_words(letter) if letter is not None else text(f"wizard.draft.{draft.kind}.about")
        self.request.show_text(about, one_line(subject), body, copy=text(f"wizard.draft.{draft.kind}.copy"))

    def _show_calendars(self, plan: Plan, preview: Preview) -> None:
        zone = self._session.zone
        files = self._is_file(plan) and not self._ends_here
        mine_note = text("wizard.agenda.file-note") if files else ""
        if self._asking or leaves(plan):
            mine_note = text("wizard.agenda.leave-note" if leaves(plan) else "wizard.agenda.ask-note")
        on = self._session.goes_on
        self.mine.show_calendars(
            text("wizard.agenda.mine"), mine_note, preview.mine_before, preview.mine_after, zone, goes_on=on
        )
        whose = text("wizard.agenda.theirs", people=people_words(plan.people))
        note = "leave" if leaves(plan) else "ask" if self._asking else "file" if files else ""
        their_note = text(f"wizard.agenda.{note}-note-theirs") if note else ""
        self.theirs.show_calendars(whose, their_note, preview.theirs_before, preview.theirs_after, zone, goes_on=on)
        self.theirs.setVisible(bool(plan.people))
        untouched = ", ".join(one_line(each, 60) for each in preview.untouched)
        self._untouched.setText(text("wizard.check.untouched", titles=untouched))
        self._untouched.setVisible(bool(untouched))

    def _decline(self, why: Exception) -> None:
        self._again = False
        self._shown.hide()
        self._foot.hide()
        self.message.say_why(why, text("wizard.try-again") if isinstance(why, Trouble) else "")
        self.completeChanged.emit()

    def _applied(self, outcome: Written | Stopped) -> None:
        if isinstance(outcome, Stopped):
            self._stopped(outcome)
        elif outcome.record.state is PlanState.CONFLICT:
            self._session.written = None
            self._conflict(outcome)
        elif (wizard := self.wizard()) is not None and wizard.currentPage() is self:
            wizard.next()

    def _conflict(self, outcome: Written) -> None:
        """Both versions take the plan's place; it is to be made again (R14)."""
        self._shown.hide()
        self._foot.hide()
        self._session.prepared = None
        self._say_conflict()
        self.versions.show_versions(outcome.versions, self._session.zone)
        self.completeChanged.emit()

    def _stopped(self, outcome: Stopped) -> None:
        """Nothing is left half-done: say what was in the way, and have a plan ready for another press."""
        if outcome.why.code in CONFLICTS:
            self._say_conflict()
            return
        if outcome.written is not None and (wizard := self.wizard()) is not None:
            wizard.next()
            return
        self._not_applied(outcome.why)
        if outcome.left is not PlanState.DRAFT:
            self._session.prepare()

    def _not_applied(self, why: Exception) -> None:
        self.message.say_why(why)
        self.area.verticalScrollBar().setValue(0)
        self.completeChanged.emit()

    def _say_conflict(self) -> None:
        self.message.say(
            text("wizard.conflict.title"), text("wizard.conflict.says"), act=text("wizard.conflict.plan-again")
        )
        self.area.verticalScrollBar().setValue(0)


LEAVING_DEEDS = ("wizard.check.leave-say", "wizard.check.leave-decline", "wizard.check.leave-answer")
CONFLICTS = ("plan-changed-meanwhile", "plan-unknown", "plan-undone")
"""Codes of a `Trouble` that means: this plan does not fit any more, make another."""
