"""Which mentorship a call means."""

from __future__ import annotations

from desktop.composition import Graduand
from desktop.mentoring.mentorship import MentorshipReview


def mentorship(graduand: Graduand, series: str) -> MentorshipReview:
    """The mentorship of an id, or of a UID that only one has. Raises Refusal `unknown-series`."""
    found = graduand.reviewing.review()
    by_id = [one for one in found.mentorships if one.mentorship.id == series]
    by_uid = [one for one in found.mentorships if series in {s.uid for s in one.mentorship.series}]
    if len(by_id or by_uid) != 1:
        from desktop.mentoring.plan import Refusal  # a look needs no plans

        raise Refusal("unknown-series", (("series", series),))
    return (by_id or by_uid)[0]
