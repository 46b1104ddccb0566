"""The closing wizard: from "what would help?" to a plan that was carried out, with the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.composition import Graduand
    from desktop.ui.wizard.wizard import ClosingWizard


def open_wizard(graduand: Graduand, mentorship_id: str, parent: QWidget | None, *, read: str = "") -> ClosingWizard:
    """Open the wizard over `parent` without blocking, and return it.

    `read` is an account whose calendars are read first. It deletes itself when closed. Its signal `changed` comes
    whenever a plan was carried out or taken back, `finished` when it closes. It writes nothing before its check
    page's button is pressed (product rule R3).
    """
    from desktop.ui.wizard.wizard import ClosingWizard  # the tray starts without it

    wizard = ClosingWizard(graduand, mentorship_id, parent, read=read)
    wizard.open()
    return wizard
