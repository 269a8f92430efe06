"""The office's server: what it tells a collector, and what is sent to it. Nothing else on the network is spoken to."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

_SECONDS = 30
_ENDED = 401


class Unreachable(Exception):
    """Nobody answers: it is tried again later."""


class Refused(Exception):
    """The server refuses, in its own words. `ended`: the token is no longer valid, and nothing will be taken any more."""

    def __init__(self, words: str, ended: bool) -> None:
        super().__init__(words)
        self.words, self.ended = words, ended


@dataclass(frozen=True)
class Office:
    """A server and the token with which this computer may send, and do nothing else."""

    address: str
    token: str
    language: str = "zh-CN"
    """In which a refusal is worded."""

    @staticmethod
    def may_be(address: str) -> bool:
        """Whether it is a server's address to which a token may be sent: over https, or on this very computer."""
        parts = urlsplit(address)
        return bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost"))
        )

    def terms(self) -> dict[str, Any]:
        """The first and last day, the number of the last sending, and the list of kinds. Raises Refused, Unreachable."""
        told: dict[str, Any] = self._call("GET", "")
        return told

    def send(self, body: bytes) -> dict[str, Any]:
        """Those very bytes are with the server, signed under the token. Raises Refused, Unreachable."""
        signature = "sha256=" + hmac.new(self.token.encode(), body, hashlib.sha256).hexdigest()
        told: dict[str, Any] = self._call("POST", "/days", body, {"X-Sunward-Signature": signature})
        return told

    def end_token(self) -> None:
        """The token is void from now on. Raises Refused, Unreachable."""
        self._call("DELETE", "/token")

    def _call(self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None) -> Any:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept-Language": self.language,
            **(more or {}),
        }
        asked = urllib.request.Request(
            f"{self.address.rstrip('/')}/api/v1/device{path}", data=body, method=method, headers=headers
        )
        try:
            with self._opener().open(asked, timeout=_SECONDS) as answer:
                said = answer.read()
                return json.loads(said) if said else {}
        except urllib.error.HTTPError as refusal:
            raise Refused(_words(refusal), refusal.code == _ENDED) from refusal
        except (OSError, ValueError) as wrong:
            raise Unreachable(str(wrong)) from wrong

    def _opener(self) -> urllib.request.OpenerDirector:
        """Through a proxy of this computer, if it has one, goes only what is encrypted up to the office."""
        if urlsplit(self.address).scheme == "https":
            return urllib.request.build_opener(_NoRedirect)
        return urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token goes to the server it was given for, and to no other that it may name."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _words(refusal: urllib.error.HTTPError) -> str:
    try:
        problem = json.loads(refusal.read())
        return str(problem.get("detail") or problem.get("title") or refusal.code)
    except (OSError, ValueError, AttributeError):
        return str(refusal.code)
