"""An HTTPS server on the loopback interface, with a certificate that was made for it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

#: The name that the certificate is for.
HOST = "wiki.example.co.jp"

Headers = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a path answers."""

    body: bytes | Iterator[bytes] = b""
    status: int = 200
    headers: Headers = field(default_factory=dict)


@dataclass(kw_only=True)
class HttpsServer:
    port: int
    ca_file: Path
    #: Path → page, or what makes a page of the request's headers.
    pages: dict[str, Page | Callable[[Headers], Page]] = field(default_factory=dict)
    #: Path and headers of each request.
    requests: list[tuple[str, Headers]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"https://{HOST}:{self.port}{path}"


@contextmanager
def https_server(folder: Path) -> Iterator[HttpsServer]:
    """Serve until the block ends; keys and certificates are written to the folder."""
    certificate, key = _certify(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    running = HttpsServer(port=0, ca_file=folder / "ca.pem")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            running.requests.append((self.path, headers))
            page = running.pages.get(self.path, Page(status=404))
            _answer(self, page(headers) if callable(page) else page)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    running.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up, or does not trust the certificate, is what some tests are for."""


def _answer(handler: BaseHTTPRequestHandler, page: Page) -> None:
    handler.send_response(page.status)
    for name, value in page.headers.items():
        handler.send_header(name, value)
    whole = isinstance(page.body, bytes)
    if whole and "Content-Length" not in page.headers:
        handler.send_header("Content-Length", str(len(page.body)))  # type: ignore[arg-type]
    handler.send_header("Connection", "close")
    handler.end_headers()
    for part in [page.body] if isinstance(page.body, bytes) else page.body:
        handler.wfile.write(part)
    handler.close_connection = True


def _certify(folder: Path) -> tuple[Path, Path]:
    """A certificate for HOST and its key, signed by an authority that stands in ca.pem."""
    authority, authority_key = _certificate("Test authority", None, None)
    certificate, key = _certificate(HOST, authority, authority_key)
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(authority.public_bytes(pem))
    (folder / "server.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "server.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "server.pem", folder / "server.key"


def _certificate(
    name: str,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey | None,
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        names = x509.SubjectAlternativeName([x509.DNSName(name)])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(issuer_key or key, hashes.SHA256()), key
