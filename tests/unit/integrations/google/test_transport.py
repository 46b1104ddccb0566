"""What is sent, where it is sent, and what is not believed: over real sockets, with servers of a few lines."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integrations.calendars.google.transport import Answer, Transport, Unreachable
from integrations.calendars.google.troubles import Passing, content_of

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Server:
    """Says one prepared thing to each connection in turn, and keeps what it was told."""

    def __init__(self, *answers: bytes, context: ssl.SSLContext | None = None) -> None:
        self.heard: list[bytes] = []
        self._answers = list(answers)
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with connection:
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            connection.settimeout(5)
            said = connection.recv(65536)
            self.heard.append(said)
            if self._answers:
                connection.sendall(self._answers.pop(0))
            connection.close()


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> Iterator[Transport]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    made = Transport(timeout=2)
    yield made
    made.close()


def ask(transport: Transport, url: str) -> Answer:
    return transport.send("GET", url, {"Authorization": "Bearer secret"})


def unreachable(deed: Callable[[], object]) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        deed()
    return caught.value


def test_what_is_packed_is_unpacked(transport: Transport) -> None:
    content = gzip.compress(b'{"a": 1}' * 1000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    with Server(head + content) as server:
        answer = ask(transport, f"http://127.0.0.1:{server.port}/x?y=z")
    assert answer.content == b'{"a": 1}' * 1000
    assert server.heard[0].startswith(b"GET /x?y=z HTTP/1.1\r\n")
    assert b"accept-encoding: gzip" in server.heard[0].lower()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    ],
)
def test_an_answer_that_is_not_whole_is_none(transport: Transport, said: bytes) -> None:
    with Server(said) as server:
        error = unreachable(lambda: ask(transport, f"http://127.0.0.1:{server.port}/"))
    assert error.sent


@pytest.mark.parametrize("packed", [b"{}", b"", gzip.compress(b'{"items": []}' * 999, mtime=0)[:20]])
def test_an_answer_that_cannot_be_unpacked_is_never_an_empty_one(transport: Transport, packed: bytes) -> None:
    """An empty calendar would be emptied here as well."""
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
    server = Server(f"{head}Content-Length: {len(packed)}\r\n\r\n".encode() + packed)
    with server, pytest.raises((Passing, Unreachable)):
        content_of(ask(transport, f"http://127.0.0.1:{server.port}/"))


def test_a_redirect_is_an_answer_and_not_followed(transport: Transport) -> None:
    with Server(OK) as elsewhere:
        location = f"http://127.0.0.1:{elsewhere.port}/"
        said = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
        with Server(said) as server:
            assert ask(transport, f"http://127.0.0.1:{server.port}/").status == 302
        assert elsewhere.heard == []


def test_nobody_there_means_that_nothing_was_sent(transport: Transport) -> None:
    with Server() as server:
        port = server.port
    error = unreachable(lambda: ask(transport, f"http://127.0.0.1:{port}/"))
    assert (error.sent, error.insecure) == (False, False)


def certificate(place: Path) -> ssl.SSLContext:
    """Somebody who says to be localhost, and whom nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    (place / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    (place / "cert.pem").write_bytes(made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place / "cert.pem", place / "key.pem")
    return context


def test_whoever_cannot_prove_who_they_are_is_told_nothing(transport: Transport, tmp_path: Path) -> None:
    with Server(OK, context=certificate(tmp_path)) as server:
        error = unreachable(lambda: ask(transport, f"https://localhost:{server.port}/"))
    assert (error.sent, error.insecure) == (False, True)
    assert server.heard == []


def test_a_certificate_that_the_user_trusts_is_trusted(
    transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with Server(OK, context=context) as server:
        assert ask(transport, f"https://localhost:{server.port}/").content == b"{}"


def test_a_proxy_is_asked_to_connect_and_gets_its_password_alone(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
        error = unreachable(lambda: ask(transport, "https://www.example.org/calendar"))
    assert (error.sent, error.insecure) == (False, False)
    assert proxy.heard[0].startswith(b"CONNECT www.example.org:443 ")
    assert b"Proxy-Authorization: Basic bWU6cEBzcw==" in proxy.heard[0]
    assert b"secret" not in proxy.heard[0]


@pytest.mark.parametrize("written", ["www.example.invalid", "example.invalid", ".example.invalid", "*"])
def test_no_proxy_is_honoured(transport: Transport, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    asked: list[str] = []

    def nowhere(host: str, *_: object, **__: object) -> None:
        asked.append(host)
        raise socket.gaierror("no such host")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:9")
    monkeypatch.setenv("NO_PROXY", written)
    made = Transport(timeout=2)
    assert not unreachable(lambda: ask(made, "https://www.example.invalid/")).sent
    assert asked == ["www.example.invalid"]


def test_this_machine_is_never_asked_through_a_proxy(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(OK) as proxy, Server(OK) as server:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert ask(transport, f"http://127.0.0.1:{server.port}/").status == 200
        assert proxy.heard == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "127.0.0.1:9", "http://[", "http://127.0.0.1:port"])
def test_a_proxy_that_cannot_be_used_is_no_connection(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert not unreachable(lambda: ask(transport, "https://www.example.org/")).sent


def test_a_closed_transport_can_be_used_again(transport: Transport) -> None:
    with Server(OK, OK) as server:
        url = f"http://127.0.0.1:{server.port}/"
        ask(transport, url)
        transport.close()
        assert ask(transport, url).status == 200
