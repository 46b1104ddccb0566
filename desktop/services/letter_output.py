"""A letter on its way out of the program, by the user's own hand: as text, as a draft for a mail program, as a link.

Pure functions from a draft to bytes or text. Nothing here sends anything, and no address is made up: one that the
calendar holds is written only where a mail program can read it as exactly one address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.mentoring.letters import presentable
from desktop.mentoring.plan import Draft

LONGEST_LINK = 2_000
"""Characters of a mailto link, all counted: mail programs and desktops cut or refuse longer ones."""
TEXT_FILE = "letter.txt"
MAIL_FILE = "letter.eml"
"""Names that say nothing: files are seen by others, and a letter's kind is private (R4)."""
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[^\s@<>,;:\"()\[\]\\%?&#]{1,253}")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class MailLink:
    """A mailto link. `whole`: the body is in it; else it is to be pasted, and `advice` names the text that says so."""

    url: str
    whole: bool

    @property
    def advice(self) -> str:
        """A text's key, "" where there is nothing left to do."""
        return "" if self.whole else "letters.mail.paste"


def as_text(draft: Draft) -> bytes:
    """Subject, an empty line, the body; UTF-8."""
    return f"{_subject(draft)}\n\n{presentable(draft.body).rstrip()}\n".encode()


def as_eml(draft: Draft, to: Iterable[str] = ()) -> bytes:
    """A message that mail programs open as a draft (X-Unsent), with CRLF as RFC 5322 has it.

    It has no From, Date or Message-ID: the mail program writes them when the user sends it.
    """
    from email.message import EmailMessage  # most runs write no mail
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    addresses = usable(to)
    if addresses:
        message["To"] = ", ".join(addresses)
    message["Subject"] = _subject(draft)
    message.set_content(presentable(draft.body).rstrip() + "\n", charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def as_mailto(draft: Draft, to: Iterable[str] = ()) -> MailLink:
    """A link as RFC 6068 has it, with the body where all of it fits into 2,000 characters.

    Where not even the subject fits, the link carries the addresses alone.
    """
    from urllib.parse import quote

    start = "mailto:" + ",".join(quote(address, safe="@") for address in usable(to))
    subject = f"{start}?subject={quote(_subject(draft), safe='')}"
    lines = presentable(draft.body).rstrip().replace("\n", "\r\n")
    whole = f"{subject}&body={quote(lines, safe='')}"
    if len(whole) <= LONGEST_LINK:
        return MailLink(whole, whole=True)
    if len(subject) <= LONGEST_LINK:
        return MailLink(subject, whole=False)
    return MailLink(start if len(start) <= LONGEST_LINK else "mailto:", whole=False)


def usable(addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses that are exactly one address each; a host in letters of its own becomes its name in the DNS.

    What is left out is left to the writer, for an address in a calendar is text that a stranger may have written.
    """
    found = (_usable(address.strip()) for address in addresses)
    return tuple(dict.fromkeys(address for address in found if address))


def _usable(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        return ""
    local, _, host = address.rpartition("@")
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    labels = name.split(".")
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    return "" if dots or not all(_LABEL.fullmatch(label) for label in labels) else f"{local}@{name}"


def _subject(draft: Draft) -> str:
    return " ".join(presentable(draft.subject).split())
