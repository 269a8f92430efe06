"""Robots in the group chats of staff: DingTalk, WeCom, Feishu. They say counts and nothing else.

A group is many eyes, so only the texts in COUNTS leave this way. All three answer 200 when they refuse; what counts is
the code in the body, and an answer without one is unknown.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.clock import Clock
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult, make_fingerprint
from notifications.channels.http_post import TIMEOUT_SECONDS, JsonPoster, ProviderResponse, clean_code
from notifications.render import Rendered

COUNTS = frozenset({"S22"})
"""The registered texts that hold nothing but counts."""


@dataclass(frozen=True)
class ChatProvider:
    """How one make of robot is spoken to and what it answers."""

    name: str
    codes: tuple[str, ...]
    """Where the answer's code stands; each that is there must be zero, and one must be there."""
    later: frozenset[str]
    """Codes for "too fast" and "busy"."""


CHAT_PROVIDERS = {
    "dingtalk": ChatProvider("dingtalk", ("errcode",), frozenset({"-1", "130101", "130102"})),
    "wecom": ChatProvider("wecom", ("errcode",), frozenset({"-1", "45009", "45033"})),
    "feishu": ChatProvider("feishu", ("code", "StatusCode"), frozenset({"11232", "9499"})),
}


class ChatWebhookChannel(Channel):
    """One robot in one group."""

    def __init__(
        self, make: str, url: str, clock: Clock, *, secret: str | None = None, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self._dialect = CHAT_PROVIDERS[make]
        self._post = JsonPoster(url, timeout=timeout)
        self._clock = clock
        self._secret = secret
        self.mark = f"{make}/{make_fingerprint(url)}"

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        if message.template not in COUNTS:
            return SendResult(SendOutcome.REFUSED, reason="counts_only")
        query, body = self._spoken(rendered.body)
        reply = self._post(json.dumps(body, ensure_ascii=False).encode(), query=query)
        return reply if isinstance(reply, SendResult) else self._read(reply)

    def close(self) -> None:
        self._post.close()

    def _spoken(self, text: str) -> tuple[Mapping[str, str], Mapping[str, Any]]:
        """What goes into the address, and what into the body."""
        now = self._clock.now().timestamp()
        if self._dialect.name == "feishu":
            body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
            if self._secret:
                time = str(int(now))
                body |= {"timestamp": time, "sign": _sign(f"{time}\n{self._secret}", "")}
            return {}, body
        body = {"msgtype": "text", "text": {"content": text}}
        if self._dialect.name == "dingtalk" and self._secret:
            time = str(int(now * 1000))
            return {"timestamp": time, "sign": _sign(self._secret, f"{time}\n{self._secret}")}, body
        return {}, body

    def _read(self, reply: ProviderResponse) -> SendResult:
        codes = [str(reply.body[name]) for name in self._dialect.codes if name in reply.body]
        if not codes:
            return SendResult(SendOutcome.UNKNOWN, reason=f"{self._dialect.name}_no_code")
        for code in codes:
            if code != "0":
                later = code in self._dialect.later
                outcome = SendOutcome.TRY_AGAIN if later else SendOutcome.REFUSED
                return SendResult(outcome, reason=f"{self._dialect.name}_{clean_code(code)}", pauses_account=later)
        return SendResult(SendOutcome.SENT)


def _sign(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()
