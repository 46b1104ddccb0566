"""`POST /batch/calendar/v3`: parts that are counted, refused and committed singly."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import Message
from email.parser import BytesParser
from urllib.parse import urlsplit

from tests.google.answers import Answer, invalid
from tests.google.query import Query
from tests.google.requests import Request

MOST = 1000


def answer(request: Request, one: Callable[[Request], Answer]) -> Answer:
    """Every part through `one`; the whole is 200 whatever became of them."""
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + request.body)
    parts = message.get_payload() if message.is_multipart() else []
    if not isinstance(parts, list) or not parts or len(parts) > MOST:
        return invalid("The batch request could not be read, or has too many parts.").answer()
    boundary = "batch_graduand_test"
    chunks: list[bytes] = []
    for part in parts:
        assert isinstance(part, Message)
        inner = _inner(part, request)
        given = one(inner)
        chunks.append(_chunk(boundary, part.get("Content-ID", ""), given))
    body = b"".join(chunks) + f"--{boundary}--\r\n".encode()
    return Answer(200, body, {}, f"multipart/mixed; boundary={boundary}")


def _inner(part: Message, outer: Request) -> Request:
    text = part.get_payload(decode=True)
    assert isinstance(text, bytes)
    head, _, body = text.replace(b"\r\n", b"\n").partition(b"\n\n")
    line, *lines = head.decode().split("\n")
    method, uri, _ = line.split(" ", 2)
    headers = {name.strip().lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
    if "authorization" in outer.headers:
        headers.setdefault("authorization", outer.headers["authorization"])
    parts = urlsplit(uri)
    return Request(method, parts.path, Query.read(parts.query), headers, body.rstrip(b"\n"))


def _chunk(boundary: str, content_id: str, given: Answer) -> bytes:
    content = given.content if isinstance(given.content, bytes) else json.dumps(given.content).encode()
    if given.content is None:
        content = b""
    number = content_id.strip("<>")
    head = (
        f"--{boundary}\r\nContent-Type: application/http\r\nContent-ID: <response-{number}>\r\n\r\n"
        f"HTTP/1.1 {given.status} Status\r\nContent-Type: {given.content_type}\r\nContent-Length: {len(content)}\r\n"
    )
    head += "".join(f"{name}: {value}\r\n" for name, value in given.headers.items())
    return head.encode() + b"\r\n" + content + b"\r\n"
