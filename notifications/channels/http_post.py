"""One POST to a provider, and what is known when its answer does not come.

Up to the moment at which the request is on its way, a failure leaves the message surely unsent. From then on the
provider may have taken it, and only its own answer can tell.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import httpx2

from core.clock import Clock, WallClock
from core.errors import StateConflict
from core.i18n import _
from notifications.channels.channel import SendOutcome, SendResult, name_fault

TIMEOUT_SECONDS = 10.0
MAX_ANSWER_BYTES = 64 * 1024
"""No provider's answer is longer; what is, is not one."""
MAX_PAUSE = timedelta(hours=4)
"""No provider makes a message wait for longer than its tries would take."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_NOT_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError, UnicodeError)
_MAYBE_TAKEN = (500, 502, 504)
"""Said by servers that do not know themselves what became of the request."""
_LATER = (408, 425, 429, 503)
_TO_ALL = (401, 403, 407, 429)
"""Said to the account and not to one message: all of them wait."""
_OUR_FAULT = (401, 403, 404, 405, 407)
"""The installation is set up wrongly: nothing is wrong with the message, and it waits until a person has seen to it."""


@dataclass(frozen=True)
class ProviderResponse:
    """A provider's answer: the status, and what was read in its body."""

    status: int
    body: Mapping[str, Any]


AnswerReader: TypeAlias = Callable[[str], Mapping[str, Any] | None]
"""What an answer's body says, by name; None where it cannot be read as was agreed."""


def read_json_object(text: str) -> Mapping[str, Any] | None:
    """The JSON object that the text is, or None."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


class JsonPoster:
    """POSTs JSON to one address. Redirects are not followed, and no proxy of the environment is asked. An address without
    TLS is refused, unless it is on loopback or `plain` allows it."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float = TIMEOUT_SECONDS,
        plain: bool = False,
        read: AnswerReader = read_json_object,
    ) -> None:
        address = urlsplit(url)
        if address.scheme != "https" and not (address.scheme == "http" and (plain or address.hostname in LOOPBACK)):
            raise StateConflict(
                _(
                    "短信网关、机器人的地址要以 https:// 开头；内网的短信网关用 http:// 的，请设 SUNWARD_TEXT_PROVIDER=intranet。"
                )
            )
        self._url = url
        self._parse = read
        self._timeout = timeout
        self._time_limit = timedelta(seconds=2 * timeout)
        self._clock: Clock = WallClock()
        self._client: httpx2.Client | None = None
        self._turn = threading.Lock()

    def __call__(
        self, content: bytes, *, headers: Mapping[str, str] | None = None, query: Mapping[str, str] | None = None
    ) -> ProviderResponse | SendResult:
        """The answer; or, when there is none or it says nothing, what that means: TRY_AGAIN, REFUSED or UNKNOWN."""
        with self._turn:
            client = self._client = self._client or httpx2.Client(
                timeout=self._timeout, trust_env=False, follow_redirects=False
            )
        url = httpx2.URL(self._url)
        if query:
            url = url.copy_merge_params(dict(query))
        sent = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        try:
            with client.stream("POST", url, content=content, headers=sent) as response:
                status, body = response.status_code, self._read(response)
                pause = parse_retry_after(response.headers.get("retry-after"), self._clock)
        except _NOT_SENT as failure:
            reason = f"http_{name_fault(failure)}"
            return SendResult(SendOutcome.TRY_AGAIN, reason=reason, pauses_account=True, said=str(failure))
        except httpx2.HTTPError as failure:
            return SendResult(SendOutcome.UNKNOWN, reason=f"http_{type(failure).__name__}")
        if 200 <= status < 300:
            return (
                SendResult(SendOutcome.UNKNOWN, reason="http_no_answer")
                if body is None
                else ProviderResponse(status, body)
            )
        answer = _meaning(status)
        if answer.outcome != SendOutcome.TRY_AGAIN:
            return answer
        pauses = status in _TO_ALL or (status == 503 and pause is not None)
        return replace(answer, not_before=pause, pauses_account=pauses, said=f"HTTP {status}")

    def close(self) -> None:
        """No connection is held open."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _read(self, response: httpx2.Response) -> Mapping[str, Any] | None:
        """What was answered, or None; an answer that drips or does not end is none."""
        began, raw = self._clock.now(), b""
        for part in response.iter_bytes():
            raw += part
            if len(raw) > MAX_ANSWER_BYTES or self._clock.now() - began > self._time_limit:
                return None
        try:
            return self._parse(raw.decode("utf-8-sig"))
        except UnicodeDecodeError:  # as older gateways write Chinese
            return self._parse(raw.decode("gb18030", errors="replace"))


def parse_retry_after(header: str | None, clock: Clock) -> timedelta | None:
    """How long a provider asks us to wait by `Retry-After`, in seconds or until a moment; at most some hours, whatever it
    says. None if it asks for nothing that can be read."""
    if not header:
        return None
    if header.strip().isdecimal():
        pause = timedelta(seconds=min(int(header.strip()[:9]), MAX_PAUSE.total_seconds()))
    else:
        try:
            until = parsedate_to_datetime(header)
            pause = until - clock.now() if until.tzinfo else timedelta(0)
        except (ValueError, OverflowError):  # no such day, or a zone that is days away
            return None
    return min(max(pause, timedelta(0)), MAX_PAUSE)


def _meaning(status: int) -> SendResult:
    reason = f"http_{status}"
    if status in _MAYBE_TAKEN:
        return SendResult(SendOutcome.UNKNOWN, reason=reason)
    if status in _LATER or status in _OUR_FAULT or status < 400 or status >= 500:
        return SendResult(SendOutcome.TRY_AGAIN, reason=reason)
    return SendResult(SendOutcome.REFUSED, reason=reason)


def clean_code(value: object) -> str:
    """A provider's code as a reason may carry it: letters, digits and dots, at most forty."""
    kept = "".join(
        character for character in str(value) if character.isascii() and (character.isalnum() or character in "._-")
    )
    return kept[:40] or "without_code"
