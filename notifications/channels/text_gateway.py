"""Texts over a plain HTTP gateway: a registered template by its number, its values, and a key for each message.

The gateway is asked by one POST of JSON:

    {"to": "...", "template": "...", "values": {"day": "12月23日（周三）"}, "signature": "...", "reference": "..."}

with the headers `Idempotency-Key` (the reference: the same for every try of one message, and telling nothing),
`Sunward-Time` (seconds since 1970) and `Sunward-Signature`, which is `sha256=` and the HMAC of time, a dot and the body
under the shared secret. A status of 2xx alone says nothing: the code in the body must be one that means "taken".
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from core.clock import Clock
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult, make_fingerprint, make_idempotency_key
from notifications.channels.http_post import TIMEOUT_SECONDS, JsonPoster, ProviderResponse, clean_code
from notifications.render import Rendered

CODE_FIELDS = ("errcode", "code", "Code", "StatusCode", "status_code", "error_code")
REFERENCE_FIELDS = ("id", "message_id", "msgid", "BizId", "SerialNo")


@dataclass(frozen=True)
class GatewayConfig:
    """What was agreed with the gateway."""

    secret: str
    signature: str = "向阳"
    """The registered name under which the texts go out, without brackets."""
    templates: Mapping[str, str] | None = None
    """The gateway's own number for each of ours; without it, ours are used."""
    taken: frozenset[str] = frozenset({"0", "OK", "ok"})
    """The codes in an answer's body that mean that the message was taken."""
    codes: Mapping[str, str] = field(default_factory=lambda: {"429": "too_many"})
    """What other codes mean: `later`, it was not taken now and may be taken later; `too_many`, the account must pause,
    whatever the message; `no_such_number`, nobody can be reached at that number. Any other one refuses the message."""
    keys_kept: timedelta = timedelta(0)
    """So long the gateway knows a key again and takes the message only once; zero if it does not."""


class TextGateway(Channel):
    """A lost answer is asked for again under the same key where the gateway keeps keys, and is unknown where not."""

    def __init__(self, url: str, terms: GatewayConfig, clock: Clock, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._post = JsonPoster(url, timeout=timeout)
        self._terms, self.templates = terms, terms.templates
        self._clock = clock
        self.mark = f"gateway/{make_fingerprint(url)}"

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        template = self.template_number(rendered.template)
        if template is None:
            return SendResult(SendOutcome.REFUSED, reason="template_not_registered")
        content = json.dumps(
            {
                "to": address.phone,
                "template": template,
                "values": dict(rendered.values),
                "signature": self._terms.signature,
                "reference": make_idempotency_key(message),
            },
            ensure_ascii=False,
        ).encode()
        answer = self._ask(message, content)
        if answer.outcome == SendOutcome.UNKNOWN and self._terms.keys_kept:
            return self._ask(message, content)
        return answer

    def find(self, message: Message) -> SendResult | None:
        """Handing over again does no harm as long as the key is surely still known."""
        began = message.handing_over_since
        if began is not None and self._clock.now() - began < self._terms.keys_kept:
            return None
        return SendResult(SendOutcome.UNKNOWN, reason="hand_over_interrupted")

    def close(self) -> None:
        self._post.close()

    def _ask(self, message: Message, content: bytes) -> SendResult:
        time = str(int(self._clock.now().timestamp()))
        proof = hmac.new(self._terms.secret.encode(), f"{time}.".encode() + content, hashlib.sha256).hexdigest()
        headers = {
            "Idempotency-Key": make_idempotency_key(message),
            "Sunward-Time": time,
            "Sunward-Signature": f"sha256={proof}",
        }
        reply = self._post(content, headers=headers)
        return reply if isinstance(reply, SendResult) else self._read(reply)

    def _read(self, reply: ProviderResponse) -> SendResult:
        codes = [reply.body[name] for name in CODE_FIELDS if name in reply.body]
        if not codes:
            return SendResult(SendOutcome.UNKNOWN, reason="gateway_no_code")
        for code in codes:
            if str(code) in self._terms.taken:
                continue
            reason = f"gateway_{clean_code(code)}"
            match self._terms.codes.get(str(code)):
                case "later":
                    return SendResult(SendOutcome.TRY_AGAIN, reason=reason)
                case "too_many":
                    return SendResult(SendOutcome.TRY_AGAIN, reason=reason, rests=True)
                case "no_such_number":
                    return SendResult(SendOutcome.BOUNCED, reason=reason)
                case _:
                    return SendResult(SendOutcome.REFUSED, reason=reason)
        given = next((reply.body[name] for name in REFERENCE_FIELDS if reply.body.get(name)), None)
        return SendResult(SendOutcome.SENT, reference=None if given is None else str(given))
