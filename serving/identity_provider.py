"""An identity provider of the office's own choice, at which staff prove who they are in place of their password (OpenID
Connect: authorization code with PKCE, state and nonce).

It says who somebody is and nothing else: no account, no role and no second factor comes from it. All that it sends is
checked; what does not fit is refused in words.
"""

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx2

from core.clock import Clock
from core.errors import KeyStoreError, NotSignedIn
from core.i18n import Text, _
from core.settings import LOOPBACK, Settings

log = logging.getLogger(__name__)

TIMEOUT = 5.0
"""Seconds: a provider that does not answer, or not to its end, leaves the password."""
MAX_ANSWER_BYTES = 512 * 1024
MAX_SUBJECT_LENGTH = 255
CLOCKS_APART = 60
"""By so many seconds the provider's clock may be wrong."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""By which a token may be signed: never `none`, and never with a secret that this installation holds too."""

OUT_OF_REACH = _("统一身份登录现在联系不上，请用登录名和密码登录。")
REFUSED = _("没有登录成功：统一身份没有确认，或者已经取消。请再试，或者用登录名和密码登录。")
NOT_GENUINE = _("没有登录成功：统一身份返回的内容核对不上。请从本系统的登录页重新开始；再出现，请告诉系统管理员。")
NOT_ACCEPTED = _("没有登录成功：统一身份不接受本系统，请告诉系统管理员。现在请用登录名和密码登录。")


@dataclass(frozen=True)
class Return:
    """What the browser brings back from the provider, as it stands in the address."""

    state: str = ""
    code: str = ""
    issuer: str | None = None
    error: str = ""


@dataclass(frozen=True)
class IdentityProvider:
    """The provider of the settings. A sign-in can be finished only with the ticket that was issued when it began."""

    issuer: str
    client_id: str
    secret: str | None
    name: str
    clock: Clock
    client: httpx2.Client
    patience: float = TIMEOUT

    def make_url(self, ticket: str, redirect_uri: str) -> str:
        """Where the browser goes to sign in. NotSignedIn where the provider cannot be reached."""
        endpoint = self._endpoint(self._discover(), "authorization_endpoint")
        verifier = _derive(ticket, "verifier")
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "state": make_state(ticket),
            "nonce": _derive(ticket, "nonce"),
            "code_challenge": _base64url(hashlib.sha256(verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    def identify(self, ticket: str, back: Return, redirect_uri: str) -> str:
        """Who has signed in, by the provider's own number for them. NotSignedIn for whatever is not the genuine answer to
        what was begun with this ticket."""
        if not hmac.compare_digest(back.state.encode(), make_state(ticket).encode()):
            raise NotSignedIn(NOT_GENUINE)
        found = self._discover()
        said = bool(found.get("authorization_response_iss_parameter_supported"))
        if back.issuer != self.issuer and (said or back.issuer is not None):
            raise _not_genuine("the browser brought the answer of another one")  # RFC 9207
        if back.error or not back.code:
            raise NotSignedIn(REFUSED)
        answer = self._redeem(found, back.code, _derive(ticket, "verifier"), redirect_uri)
        return self._verify(found, answer.get("id_token"), _derive(ticket, "nonce"))

    def make_leaving_url(self) -> str | None:
        """Where one signs out at the provider too; None where it has no such place."""
        found = self._discover()
        if not found.get("end_session_endpoint"):
            return None
        return f"{self._endpoint(found, 'end_session_endpoint')}?{urlencode({'client_id': self.client_id})}"

    def _discover(self) -> Mapping[str, Any]:
        found = self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            called = f"{found.get('issuer')!r:.200}"
            raise _not_genuine(f"it calls itself {called}, and SUNWARD_OIDC_ISSUER is {self.issuer!r}")
        return found

    def _redeem(self, found: Mapping[str, Any], code: str, verifier: str, redirect_uri: str) -> Mapping[str, Any]:
        sent = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier
        }  # fmt: skip
        headers = {}
        ways = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if self.secret is not None and "client_secret_basic" in ways:
            pair = f"{quote(self.client_id, safe='')}:{quote(self.secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            sent["client_id"] = self.client_id
            if self.secret is not None:
                sent["client_secret"] = self.secret
        return self._ask("POST", self._endpoint(found, "token_endpoint"), sent, headers, refusal=REFUSED)

    def _verify(self, found: Mapping[str, Any], id_token: object, nonce: str) -> str:
        from joserfc import jwk, jwt
        from joserfc.errors import JoseError

        keys = self._ask("GET", self._endpoint(found, "jwks_uri")).get("keys")
        if not isinstance(id_token, str) or not isinstance(keys, list):
            raise _not_genuine("no token, or no keys")
        public = [
            key
            for key in keys
            if isinstance(key, dict) and key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
        ]
        try:
            token = jwt.decode(id_token, jwk.KeySet.import_key_set({"keys": public}), algorithms=ALGORITHMS)
            jwt.JWTClaimsRegistry(
                now=int(self.clock.now().timestamp()),
                leeway=CLOCKS_APART,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.client_id},
                nonce={"essential": True, "value": nonce},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
            ).validate(token.claims)
        except JoseError as error:
            raise _not_genuine(f"its token: {error.error} {getattr(error, 'claim', '')}".rstrip()) from None
        except (ValueError, TypeError, KeyError):
            raise _not_genuine("its token cannot be read") from None
        several = isinstance(token.claims["aud"], list) and len(token.claims["aud"]) > 1
        party, subject = token.claims.get("azp"), token.claims["sub"]
        if (several or party is not None) and party != self.client_id:
            raise _not_genuine("its token: invalid_claim azp")
        if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT_LENGTH:
            raise _not_genuine("its token: invalid_claim sub")
        return subject

    def _endpoint(self, found: Mapping[str, Any], name: str) -> str:
        """An address that the provider names: https too, or on loopback where the provider itself is."""
        address = found.get(name)
        parts = urlsplit(address if isinstance(address, str) else "")
        near = parts.hostname in LOOPBACK and urlsplit(self.issuer).hostname in LOOPBACK
        if not isinstance(address, str) or not (parts.scheme == "https" or (parts.scheme == "http" and near)):
            raise _not_genuine(f"it names no fit {name}")
        return address

    def _ask(
        self,
        method: str,
        address: str,
        sent: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        refusal: Text = OUT_OF_REACH,
    ) -> Mapping[str, Any]:
        """The JSON object that is answered. Redirects are not followed, and no more is read than such an answer needs."""
        body, until = b"", time.monotonic() + self.patience
        try:
            with self.client.stream(method, address, data=sent, headers=headers) as response:
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > MAX_ANSWER_BYTES:
                        raise _not_genuine(f"{address!r} answers without an end")
                    if time.monotonic() > until:
                        raise httpx2.ReadTimeout("it answers by drops")
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            log.warning("Identity provider: %r does not answer (%s)", address, type(error).__name__)
            raise NotSignedIn(OUT_OF_REACH) from None
        if response.status_code != 200:
            log.warning("Identity provider: %r answered %s", address, response.status_code)
            words = NOT_ACCEPTED if response.status_code == 401 else refusal
            raise NotSignedIn(words if response.status_code < 500 else OUT_OF_REACH)
        try:
            answer = json.loads(body)
        except ValueError:
            raise _not_genuine(f"{address!r} answered no JSON") from None
        if not isinstance(answer, dict):
            raise _not_genuine(f"{address!r} answered no object")
        return answer


def load_provider(
    settings: Settings, clock: Clock, make_client: Callable[..., httpx2.Client] = httpx2.Client
) -> IdentityProvider | None:
    """The provider of the settings; None where there is none. KeyStoreError where it was set up by half, or its extra is
    not installed."""
    if settings.oidc_issuer is None:
        return None
    if find_spec("joserfc") is None:
        raise KeyStoreError(_("统一身份登录需要附加组件：pip install 'sunward[oidc]'。"))
    if not settings.oidc_client_id:
        raise KeyStoreError(_("统一身份登录没有设好：缺SUNWARD_OIDC_CLIENT_ID。"))
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else None
    name = urlsplit(settings.oidc_issuer).hostname or ""
    client = make_client(timeout=TIMEOUT, trust_env=False, follow_redirects=False)
    return IdentityProvider(settings.oidc_issuer, settings.oidc_client_id, secret or None, name, clock, client)


def _not_genuine(why: str) -> NotSignedIn:
    """The refusal; its reason is in the log, without a name."""
    log.warning("Identity provider: %s", why)
    return NotSignedIn(NOT_GENUINE)


def make_state(ticket: str) -> str:
    """By which an answer of the provider belongs to what was begun. It is in the open, and the ticket does not follow
    from it."""
    return _derive(ticket, "state")


def _derive(ticket: str, what: str) -> str:
    return _base64url(hmac.new(ticket.encode(), what.encode(), hashlib.sha256).digest())


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
