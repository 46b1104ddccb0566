"""What every source has to hold to, in the order of the table."""

from __future__ import annotations

from tests.contract import reading_checks, writing_checks

CHECKS = (*reading_checks.CHECKS, *writing_checks.CHECKS)
