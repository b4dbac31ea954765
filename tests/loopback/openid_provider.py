"""An OpenID provider on this machine, which also lies when it is told to."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "zeroji-client", "client-secret"
Claims = dict[str, Any]


class OpenIdProvider:
    """Whoever comes signs in as :attr:`person`."""

    def __init__(self) -> None:
        self.key = _key()
        self.issuer = ""
        self.person: Claims = {
            "sub": "4711",
            "email": "sato@example.com",
            "email_verified": True,
        }
        #: Told by its userinfo endpoint only.
        self.only_asked: Claims = {}
        #: What the ID token says otherwise than it should.
        self.lies: Claims = {}
        #: Makes the ID token of claims; signed with the key by default.
        self.signs: Callable[[Claims], str] = self.signed
        #: Changes of what it tells about itself.
        self.tells: Claims = {}
        #: Seconds until it answers.
        self.delay = 0.0
        #: What it answers whatever is asked, when it is not well.
        self.status = 200
        #: Codes that it gave out: what they were asked for with.
        self.codes: dict[str, dict[str, str]] = {}
        self.requests: list[str] = []

    def signed(self, claims: Claims) -> str:
        return jwt.encode({"alg": "RS256", "kid": "first"}, claims, self.key)

    def signed_by(self, key: RSAKey) -> Callable[[Claims], str]:
        return lambda claims: jwt.encode({"alg": "RS256", "kid": "first"}, claims, key)

    def signed_with_public_key(self, claims: Claims) -> str:
        """By HMAC, with what everybody knows as its secret."""
        signed = _joined({"alg": "HS256", "kid": "first"}, claims)
        mac = hmac.digest(self.key.as_pem(private=False), signed.encode(), "sha256")
        return f"{signed}.{_base64url(mac)}"

    def unsigned(self, claims: Claims) -> str:
        return _joined({"alg": "none"}, claims) + "."

    def authorize(self, url: str) -> str:
        """What the browser does at the provider: sign in, and come back to this address."""
        asked = dict(parse_qsl(urlsplit(url).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
            } | self.tells
        if path == "/keys":
            return 200, {"keys": [self.key.as_dict(private=False)]}
        if path == "/userinfo":
            is_known = authorization == "Bearer access"
            return (200, self.person | self.only_asked) if is_known else (401, {})
        return self._token(form, authorization) if path == "/token" else (404, {})

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, Claims]:
        asked = self.codes.pop(form.get("code", ""), None)  # a code works once
        challenge = sha256(form.get("code_verifier", "").encode()).digest()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization != f"Basic {basic}":
            return 400, {"error": "invalid_grant"}
        expected = (_base64url(challenge), "S256")
        if (asked["code_challenge"], asked["code_challenge_method"]) != expected:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300}
        claims = said | {"nonce": asked["nonce"]} | self.person | self.lies
        token = self.signs({name: value for name, value in claims.items() if value is not None})
        return 200, {"access_token": "access", "token_type": "Bearer", "id_token": token}


@cache
def _key() -> RSAKey:
    """Made once: it takes long."""
    return RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}, private=True)


def _joined(*parts: Claims) -> str:
    return ".".join(_base64url(json.dumps(part).encode()) for part in parts)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    provider = OpenIdProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            time.sleep(provider.delay)
            provider.requests.append(self.path)
            header = self.headers.get("Authorization", "")
            status, said = provider.answer(urlsplit(self.path).path, form, header)
            if provider.status != 200:
                status, said = provider.status, {"error": "server_error"}
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # nobody waited for it
                self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Nothing: tests look at what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
