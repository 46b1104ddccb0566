"""What Google says when it says no: the error bodies with the reasons that a client has to tell apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]


@dataclass
class Answer:
    """One HTTP answer; `content` is JSON unless `content_type` says otherwise."""

    status: int = 200
    content: Body | bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=UTF-8"


class Refusal(Exception):
    """An error answer of the Calendar API, raised before anything was committed."""

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        *,
        domain: str = "global",
        location: str = "",
        extra: Body | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {reason}: {message}")
        self.status = status
        self.reason = reason
        self.message = message
        self.domain = domain
        self.location = location
        self.extra = extra or {}
        self.headers = headers or {}

    def answer(self) -> Answer:
        detail = {"domain": self.domain, "reason": self.reason, "message": self.message}
        if self.location:
            kind = "header" if self.location in ("If-Match", "Authorization") else "parameter"
            detail |= {"locationType": kind, "location": self.location}
        error = {"errors": [detail], "code": self.status, "message": self.message} | self.extra
        return Answer(self.status, {"error": error}, dict(self.headers))


def not_found() -> Refusal:
    return Refusal(404, "notFound", "Not Found")


def gone(message: str = "Resource has been deleted") -> Refusal:
    """A second deletion: 410 as well, but nothing to start over for."""
    return Refusal(410, "deleted", message)


def full_sync_required() -> Refusal:
    message = "Sync token is no longer valid, a full sync is required."
    return Refusal(410, "fullSyncRequired", message, location="syncToken")


def updated_min_too_long_ago() -> Refusal:
    message = "The requested minimum modification time lies too far in the past."
    return Refusal(410, "updatedMinTooLongAgo", message, location="updatedMin")


def restricted_sync(name: str) -> Refusal:
    message = "Sync token cannot be used with other request restrictions."
    return Refusal(400, "syncTokenWithRequestRestrictions", message, location=name)


def invalid(message: str, location: str = "") -> Refusal:
    return Refusal(400, "invalid", message, location=location)


def required(message: str) -> Refusal:
    return Refusal(400, "required", message)


def duplicate() -> Refusal:
    return Refusal(409, "duplicate", "The requested identifier already exists.")


def condition_not_met() -> Refusal:
    return Refusal(412, "conditionNotMet", "Precondition Failed", location="If-Match")


def not_the_organizer() -> Refusal:
    message = "Shared properties can only be changed by the organizer of the event."
    return Refusal(403, "forbiddenForNonOrganizer", message, domain="calendar")


def not_the_creator() -> Refusal:
    message = "The source property can only be changed by the creator of the event."
    return Refusal(403, "forbiddenForNonCreator", message, domain="calendar")


def writer_needed() -> Refusal:
    message = "You need to have writer access to this calendar."
    return Refusal(403, "requiredAccessLevel", message, domain="calendar")


def type_restriction(kind: str) -> Refusal:
    message = f"Attempt made to modify '{kind}' event with an operation or field that its type does not allow."
    return Refusal(400, "eventTypeRestriction", message, domain="calendar")


def bad_credentials() -> Refusal:
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential."
    )
    return Refusal(
        401,
        "authError",
        message,
        location="Authorization",
        extra={"status": "UNAUTHENTICATED"},
        headers={"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'},
    )


def scope_missing(method: str) -> Refusal:
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": "calendar-json.googleapis.com", "method": f"calendar.v3.{method}"},
    }
    return Refusal(
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        extra={"status": "PERMISSION_DENIED", "details": [info]},
        headers={"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="insufficient_scope"'},
    )


def rate_limit(status: int = 403, reason: str = "rateLimitExceeded", retry_after: int | None = None) -> Refusal:
    message = "User Rate Limit Exceeded" if reason.startswith("user") else "Rate Limit Exceeded"
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Refusal(status, reason, message, domain="usageLimits", headers=headers)


def quota() -> Refusal:
    return Refusal(403, "quotaExceeded", "Calendar usage limits exceeded.", domain="usageLimits")


def backend(status: int) -> Refusal:
    reason, message = ("backendError", "Service Unavailable") if status == 503 else ("internalError", "Internal Error")
    return Refusal(status, reason, message)
