"""The consent screen: scripted for tests without a browser, or a form for somebody to click through."""

from __future__ import annotations

import html
import time
import urllib.error
import urllib.request
from collections import deque
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlencode, urlsplit

from tests.google.answers import Answer
from tests.google.oauth import PREFIX, OAuth, is_loopback, long_names
from tests.google.query import Query

_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Consent:
    """What the user does at one consent screen."""

    act: Literal["grant", "deny", "never", "form", "server-error"] = "grant"
    """`never`: the page stays open and nothing is sent back. `form`: a page with the choices, as for a person."""
    account: str = ""
    """Who signs in; the login hint, else the server's first account."""
    leave_out: tuple[str, ...] = ()
    """Scopes unticked, with or without the common prefix."""
    state: Literal["as-sent", "wrong", "missing"] = "as-sent"
    strays: tuple[str, ...] = ()
    """Requests that reach the waiting program before the answer does: `/favicon.ico`, a scanner's `/`."""
    wait: float = 0.0
    """Seconds that the user thinks."""


@dataclass
class Screen:
    """The consent screens to come; when the script has ended, everybody grants everything."""

    oauth: OAuth
    script: deque[Consent] = field(default_factory=deque)
    usual: Consent = field(default_factory=Consent)
    asked: list[Query] = field(default_factory=list)
    """The queries of all authorization requests."""

    def show(self, query: Query) -> Answer:
        """`GET /o/oauth2/v2/auth`."""
        self.asked.append(query)
        if wrong := self._wrong(query):
            return wrong
        if not query.text("code_challenge"):
            self.oauth.world.remarks.append("authorization without PKCE")
        step = self.script.popleft() if self.script else self.usual
        time.sleep(step.wait)
        for path in step.strays:
            _stray(query.text("redirect_uri"), path)
        if step.act == "never":
            return _page("Sign in", "<p>Nobody is here.</p>")
        if step.act == "form":
            return self._form(query)
        return self._redirect(query, step)

    def decide(self, form: Query) -> Answer:
        """The form was sent off."""
        query = Query.read(form.text("request"))
        act: Literal["grant", "deny"] = "grant" if form.text("answer") == "grant" else "deny"
        left = long_names(query.text("scope")) - set(form.all("scope"))
        return self._redirect(query, Consent(act, form.text("account"), tuple(left)))

    def _wrong(self, query: Query) -> Answer | None:
        if query.text("client_id") != self.oauth.client_id:
            return _page("Error 401: invalid_client", "<p>The OAuth client was not found.</p>", 401)
        if not is_loopback(query.text("redirect_uri")):
            return _page("Error 400: redirect_uri_mismatch", "<p>Access blocked.</p>", 400)
        if query.text("response_type") != "code" or not query.text("scope"):
            return _page("Error 400: invalid_request", "<p>Access blocked.</p>", 400)
        if query.text("code_challenge") and query.text("code_challenge_method") != "S256":
            return _page("Error 400: invalid_request", "<p>Only S256 is modelled.</p>", 400)
        return None

    def _redirect(self, query: Query, step: Consent) -> Answer:
        state = {"as-sent": query.text("state"), "wrong": "someone-elses-state", "missing": ""}[step.state]
        result = {"state": state} if state else {}
        if step.act == "deny":
            result |= {"error": "access_denied"}
        elif step.act == "server-error":
            result |= {"error": "server_error"}
        else:
            result |= self._granted(query, step)
        separator = "&" if "?" in query.text("redirect_uri") else "?"
        return Answer(302, b"", {"Location": query.text("redirect_uri") + separator + urlencode(result)}, _HTML)

    def _granted(self, query: Query, step: Consent) -> dict[str, str]:
        account = step.account or query.text("login_hint") or next(iter(self.oauth.world.accounts), "")
        out = {name if "/" in name else PREFIX + name for name in step.leave_out}
        scopes = long_names(query.text("scope")) - out
        if query.text("include_granted_scopes") == "true":
            scopes |= self.oauth.granted(account)
        code = self.oauth.issue_code(account, scopes, query.text("redirect_uri"), query.text("code_challenge"))
        return {"code": code, "scope": " ".join(sorted(scopes))}

    def _form(self, query: Query) -> Answer:
        accounts = "".join(f"<option>{html.escape(email)}</option>" for email in self.oauth.world.accounts)
        boxes = "".join(
            f'<p><label><input type="checkbox" name="scope" value="{html.escape(name)}" checked> {html.escape(name)}'
            "</label></p>"
            for name in sorted(long_names(query.text("scope")))
        )
        request = html.escape(urlencode(query.pairs))
        return _page(
            "A test server wants to know",
            '<form method="post" action="/o/oauth2/v2/auth/decision">'
            f'<input type="hidden" name="request" value="{request}">'
            f'<p><select name="account">{accounts}</select></p>{boxes}'
            '<button name="answer" value="grant">Continue</button>'
            '<button name="answer" value="deny">Cancel</button></form>',
        )


def _page(title: str, body: str, status: int = 200) -> Answer:
    text = f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return Answer(status, text.encode(), {}, _HTML)


def _stray(redirect: str, path: str) -> None:
    """Something else on the machine knocks at the port; whatever it is told is of no interest."""
    parts = urlsplit(redirect)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(f"http://{parts.netloc}{path}", timeout=5).close()
    except (urllib.error.URLError, OSError):
        return
