"""Signing in with the company's account: OpenID Connect, authorization code with PKCE.

Nothing that the provider says is believed before its ID token is proved: signed with one of the
provider's keys, made by this issuer, for this client, for this attempt, and still valid.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.httpx_client import OAuth2Client, OAuthError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.language_model.client import trusted
from bot.settings import Settings
from knowledge.database import now
from knowledge.errors import InvalidInput, NotAllowed, ZerojiError

#: Of ID tokens. Neither "none" nor HMAC, whose key is no secret of the provider's alone.
ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "Ed25519", "EdDSA"),
)
#: Seconds that clocks may differ by.
_LEEWAY = 60
#: Seconds for each answer of the provider.
_PATIENCE = 5.0
#: As many characters as the database keeps of a subject.
_LONGEST = 400

_log = logging.getLogger(__name__)


class ProviderUnavailable(ZerojiError):
    """The identity provider does not answer, or not as it should."""

    def __init__(self) -> None:
        super().__init__(
            "The company's sign-in cannot be reached now. Try again in a while.",
            "会社のアカウントの認証サーバーに今はつながりません。"
            "しばらくしてから、もう一度お試しください。",
        )


class SignInRefused(NotAllowed):
    """What came back proves nobody's identity, or the provider refused."""

    def __init__(self) -> None:
        super().__init__(
            "It could not be proved who you are. Begin again at the sign-in page.",
            "サインインを確認できませんでした。サインインの画面から、もう一度やり直してください。",
        )


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try to sign in; what only the browser that began it may know."""

    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    begun_at: datetime


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Somebody that the provider knows."""

    #: Issuer and subject, which no two people ever share.
    subject: str
    #: Empty when the provider does not vouch for it.
    verified_email: str


class Provider:
    """An OpenID provider that Zeroji is registered at. Raises InvalidInput."""

    def __init__(self, settings: Settings, patience: float = _PATIENCE) -> None:
        self._issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._settings = settings
        self._patience = patience
        if not self._client_id:
            raise InvalidInput("ZEROJI_OIDC_ISSUER needs ZEROJI_OIDC_CLIENT_ID as well.")
        if not _is_safe(self._issuer):
            raise InvalidInput("ZEROJI_OIDC_ISSUER must be an https:// address.")

    def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """Where to send the browser, and what to remember. Raises ProviderUnavailable."""
        attempt = Attempt(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            redirect_uri=redirect_uri,
            begun_at=now(),
        )
        with self._client({}, redirect_uri) as client:
            url, _ = client.create_authorization_url(
                self._metadata()["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
            )
        return str(url), attempt

    def finish(self, attempt: Attempt, answer: Mapping[str, str]) -> Identity:
        """Who signed in. ``answer`` is what the provider sent the browser back with.

        Raises SignInRefused and ProviderUnavailable.
        """
        if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
            raise _refused("the state is another")
        if "code" not in answer:
            raise _refused(f"the provider says {answer.get('error', '')[:100]!r}")
        metadata = self._metadata()
        says_issuer = metadata.get("authorization_response_iss_parameter_supported") is True
        if answer.get("iss", "" if says_issuer else self._issuer) != self._issuer:
            raise _refused("the answer is another issuer's")
        with self._client(metadata, attempt.redirect_uri) as client:
            token = _token(client, metadata, attempt, answer["code"])
            claims = self._claims(token, attempt, _fetched(client, metadata["jwks_uri"]))
            told = self._told(client, metadata, claims)
        subject = f"{self._issuer} {claims['sub']}"
        if len(subject) > _LONGEST:
            raise _refused("the subject is too long")
        is_verified = told.get("email_verified") in (True, "true")
        email = told.get("email") if is_verified else None
        return Identity(subject=subject, verified_email=email if isinstance(email, str) else "")

    def _claims(
        self, token: Mapping[str, Any], attempt: Attempt, keys: dict[str, Any]
    ) -> dict[str, Any]:
        """What the ID token says, once it is proved. Raises SignInRefused."""
        wanted = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._client_id},
            nonce={"essential": True, "value": attempt.nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            key_set = KeySet.import_key_set({"keys": list(keys["keys"])})
            claims = jwt.decode(str(token["id_token"]), key_set, list(ALGORITHMS)).claims
            wanted.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise _refused(f"the ID token does not hold ({type(error).__name__})") from error
        others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if others else self._client_id) != self._client_id:
            raise _refused("the ID token is for another client")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise _refused("the subject is no text")
        return claims

    def _told(
        self, client: OAuth2Client, metadata: Mapping[str, Any], claims: dict[str, Any]
    ) -> Mapping[str, Any]:
        """Claims about the e-mail address: some providers tell it only when asked for it."""
        endpoint = metadata.get("userinfo_endpoint")
        if "email" in claims or endpoint is None:
            return claims
        told = _fetched(client, endpoint, withhold_token=False)
        return told if told.get("sub") == claims["sub"] else claims

    def _metadata(self) -> dict[str, Any]:
        """What the provider tells about itself. Raises ProviderUnavailable."""
        address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        with self._client({}, "") as client:
            found = _fetched(client, address)
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        endpoints = [str(found.get(name, "")) for name in needed]
        endpoints += [str(found[name]) for name in ("userinfo_endpoint",) if name in found]
        if found.get("issuer") != self._issuer or not all(map(_is_safe, endpoints)):
            _log.warning("The identity provider's configuration is not that of the issuer.")
            raise ProviderUnavailable
        return found

    def _client(self, metadata: Mapping[str, Any], redirect_uri: str) -> OAuth2Client:
        methods = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = "client_secret_basic" in methods
        method = "client_secret_basic" if basic else "client_secret_post"
        return OAuth2Client(
            client_id=self._client_id,
            client_secret=self._secret,
            token_endpoint_auth_method=method if self._secret else "none",
            scope="openid email",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=self._patience,
            verify=trusted(self._settings.url_ca_file),
        )


def configured(settings: Settings) -> Provider | None:
    """The provider of the settings, None without one. Raises InvalidInput."""
    return Provider(settings) if settings.oidc_issuer else None


def _token(
    client: OAuth2Client, metadata: Mapping[str, Any], attempt: Attempt, code: str
) -> Mapping[str, Any]:
    try:
        token: Mapping[str, Any] = client.fetch_token(
            metadata["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=attempt.verifier,
        )
    except OAuthError as error:
        raise _refused(f"the provider refused the code ({error.error})") from error
    except (httpx2.HTTPError, ValueError) as error:
        raise _unavailable(error) from error
    return token


def _fetched(client: OAuth2Client, address: str, withhold_token: bool = True) -> dict[str, Any]:
    """A JSON object of the provider. Raises ProviderUnavailable."""
    try:
        response = client.request("GET", address, withhold_token=withhold_token)
        response.raise_for_status()
        found = response.json()
    except (httpx2.HTTPError, OAuthError, ValueError) as error:
        raise _unavailable(error) from error
    if not isinstance(found, dict):
        raise ProviderUnavailable
    return found


def _unavailable(error: Exception) -> ProviderUnavailable:
    _log.warning("The identity provider does not answer: %s", type(error).__name__)
    return ProviderUnavailable()


def _refused(why: str) -> SignInRefused:
    """The reason is for the log: it would help only who tries to get in."""
    _log.warning("Signing in was refused: %s", why)
    return SignInRefused()


def _is_safe(address: str) -> bool:
    """Over https, or on this very machine."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and _is_loopback(parts.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
