"""The page that the browser shows at the end of a sign-in: its own words, both themes, nothing from elsewhere."""

from __future__ import annotations

import html

from integrations.errors import Trouble
from resources.texts import text

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>{title}</title>
<style>
:root {{ color-scheme: light dark; --back: #f6f5f2; --card: #fff; --ink: #23302f; --soft: #4d5b59; --line: #dcdad4; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --back: #171c1b; --card: #212827; --ink: #e8ecea; --soft: #b4bfbc; --line: #36403e; }}
}}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, sans-serif; }}
main {{ box-sizing: border-box; max-width: 34rem; margin: 1.5rem; padding: 2rem 2.25rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 12px; overflow-wrap: anywhere; }}
h1 {{ margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; }}
p {{ margin: .5rem 0 0; }} p + p {{ color: var(--soft); }} small {{ color: var(--soft); }}
</style></head>
<body><main><small>{program}</small><h1>{title}</h1>{paragraphs}</main></body></html>
"""


def page(title: str, *paragraphs: str) -> bytes:
    """A whole page of HTML. What is given is text, never markup."""
    return _PAGE.format(
        title=html.escape(title),
        program=html.escape(text("common.app")),
        paragraphs="".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs),
    ).encode()


def good_page() -> bytes:
    """The sign-in came to its end."""
    return page(text("accounts.page.connected"), text("accounts.page.go-back"))


def trouble_page(trouble: Trouble) -> bytes:
    """It did not, and this is why."""
    return page(trouble.title, trouble.message, text("accounts.page.go-on"))


def stopped_page() -> bytes:
    """It was stopped in the program."""
    return page(text("accounts.page.stopped"), text("accounts.page.close"))
