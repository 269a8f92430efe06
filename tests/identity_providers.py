"""An identity provider, as a test holds one: it keeps to OpenID Connect with real keys and signatures, unless told to lie."""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey

from core.clock import Clock
from core.settings import GivenSettings
from serving.identity_provider import IdentityProvider, load_provider
from serving.rate_limit import RateLimit
from tests.web.visitors import Pages

ISSUER = "https://id.example"


@dataclass
class ActingProvider:
    """Answers as a provider does. Each code is redeemed once, by whoever holds what it was asked with."""

    clock: Clock
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    says: dict[str, Any] = field(default_factory=dict)
    """Claims in place of the true ones."""
    sign: Callable[[dict[str, Any]], str] | None = None
    """How the token is made, where not as it should be."""
    issuer: str = ISSUER
    secret: str = "s3cret"
    down: bool = False
    drips: bool = False
    """It begins to answer, and does not come to an end."""

    def approve(self, address: str, subject: str = "zhang-3") -> dict[str, str]:
        """Somebody signed in at that address; what their browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked | {"sub": subject}
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.down:
            raise httpx2.ConnectError("nobody there")
        if self.drips:
            return httpx2.Response(200, content=self._drip())
        match request.url.path:
            case "/.well-known/openid-configuration":
                paths = {"authorization_endpoint": "go", "token_endpoint": "token", "jwks_uri": "keys"}
                found = {name: f"{ISSUER}/{path}" for name, path in paths.items()}
                return httpx2.Response(200, json=found | {"issuer": self.issuer})
            case "/keys":
                return httpx2.Response(200, json={"keys": [self.key.as_dict(private=False)]})
            case _:
                return self._redeem(parse_qs(request.content.decode()), request.headers["authorization"])

    def _redeem(self, sent: dict[str, list[str]], proof: str) -> httpx2.Response:
        if proof != _basic(f"sunward:{self.secret}"):
            return httpx2.Response(401, json={"error": "invalid_client"})
        asked = self.codes.pop(sent["code"][0], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"][0].encode()).digest()).rstrip(b"=")
        if asked is None or asked["code_challenge"] != challenge.decode():
            return httpx2.Response(400, json={"error": "invalid_grant"})
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": "sunward",
            "sub": asked["sub"],
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        token = (self.sign or self.sign_truly)(claims | self.says)
        return httpx2.Response(200, json={"id_token": token, "access_token": "x", "token_type": "Bearer"})

    def _drip(self) -> Iterator[bytes]:
        for _ in range(600):
            time.sleep(0.02)
            yield b" "

    def sign_truly(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "ES256", "kid": "1"}, claims, self.key)

    def sign_not_at_all(self, claims: dict[str, Any], algorithm: str = "none") -> str:
        parts = ({"alg": algorithm, "kid": "1"}, claims)
        return (
            ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."
        )


def _basic(pair: str) -> str:
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def at_provider(pages: Pages) -> ActingProvider:
    """These pages take sign-ins from a provider."""
    acting = ActingProvider(pages.offices.context.clock)
    settings = GivenSettings(oidc_issuer=ISSUER, oidc_client_id="sunward", oidc_client_secret=acting.secret)  # type: ignore[arg-type]

    def make_client(**more: Any) -> httpx2.Client:
        return httpx2.Client(transport=httpx2.MockTransport(acting.answer), **more)

    provider: IdentityProvider | None = load_provider(settings, acting.clock, make_client)
    pages.app.state.app_state = replace(pages.app.state.app_state, provider=provider, tries=RateLimit(1000))
    return acting
