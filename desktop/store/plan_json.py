"""A plan as JSON and back, equal in every value. This is the store's own form."""

from __future__ import annotations

import json

from desktop.mentoring.plan import Plan
from desktop.store.value_json import built, plain

_FORMAT = 1


def plan_to_json(plan: Plan) -> str:
    """ASCII, one line."""
    return json.dumps({"format": _FORMAT, "plan": plain(plan)}, separators=(",", ":"))


def plan_from_json(written: str) -> Plan:
    """The plan that `plan_to_json` wrote. Raises ValueError or KeyError for anything else."""
    outer = json.loads(written)
    if outer["format"] != _FORMAT:
        raise ValueError("a plan in a form that this program does not know")
    plan = built(Plan, outer["plan"])
    assert isinstance(plan, Plan)
    return plan
