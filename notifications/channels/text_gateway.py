"""Texts over a plain HTTP gateway: a registered template by its number, its values, and a key for each message.

The gateway is asked by one POST of JSON:

    {"to": "...", "template": "...", "values": {"day": "12月23日（周三）"}, "signature": "...", "reference": "..."}

with the headers `Idempotency-Key` (the reference: the same for every try of one message, and telling nothing),
`Sunward-Time` (seconds since 1970) and `Sunward-Signature`, which is `sha256=` and the HMAC of time, a dot and the body
under the shared secret. A status of 2xx alone says nothing: the code in the body must be one that means "taken". Where
that code stands is agreed with the gateway: a field of JSON, or a pattern that the whole answer fits.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from core.clock import Clock
from core.errors import StateConflict
from core.i18n import _
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult, make_fingerprint, make_idempotency_key
from notifications.channels.http_post import (
    TIMEOUT_SECONDS,
    AnswerReader,
    JsonPoster,
    ProviderResponse,
    clean_code,
    read_json_object,
)
from notifications.render import Rendered

CODE_FIELDS = ("errcode", "code", "Code", "StatusCode", "status_code", "error_code")
TAKEN = frozenset({"0", "OK", "ok"})
REFERENCE_FIELDS = ("id", "message_id", "msgid", "BizId", "SerialNo")


@dataclass(frozen=True)
class GatewayConfig:
    """What was agreed with the gateway."""

    secret: str
    signature: str = ""
    """The registered name under which the texts go out, without brackets."""
    templates: Mapping[str, str] | None = None
    """The gateway's own number for each of ours; without it, ours are used."""
    answer: str | None = None
    """Where an answer says its code: a field of JSON, or a pattern with a group `code`; without it, the usual fields."""
    codes: Mapping[str, str] = field(default_factory=lambda: {"429": "too_many"})
    """What codes mean: `taken`, as 0 and OK do besides; `later`, it was not taken now and may be taken later; `too_many`, the account must pause,
    whatever the message; `no_such_number`, nobody can be reached at that number. Any other one refuses the message."""
    keys_kept: timedelta = timedelta(0)
    """So long the gateway knows a key again and takes the message only once; zero if it does not."""
    plain: bool = False
    """It stands in the office's own network and may be spoken to without TLS."""


class TextGateway(Channel):
    """A lost answer is asked for again under the same key where the gateway keeps keys, and is unknown where not."""

    def __init__(self, url: str, terms: GatewayConfig, clock: Clock, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._post = JsonPoster(url, timeout=timeout, plain=terms.plain, read=make_answer_reader(terms.answer))
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
        found = [reply.body[name] for name in CODE_FIELDS if isinstance(reply.body.get(name), str | int | float)]
        if not found:
            return SendResult(SendOutcome.UNKNOWN, reason="gateway_no_code")
        for code in (one if isinstance(one, str) else json.dumps(one) for one in found):
            reason = f"gateway_{clean_code(code)}"
            match self._terms.codes.get(code, "taken" if code in TAKEN else None):
                case "taken":
                    continue
                case "later":
                    return SendResult(SendOutcome.TRY_AGAIN, reason=reason)
                case "too_many":
                    return SendResult(SendOutcome.TRY_AGAIN, reason=reason, pauses_account=True)
                case "no_such_number":
                    return SendResult(SendOutcome.BOUNCED, reason=reason)
                case _:
                    return SendResult(SendOutcome.REFUSED, reason=reason)
        given = next((reply.body[name] for name in REFERENCE_FIELDS if reply.body.get(name)), None)
        return SendResult(SendOutcome.SENT, reference=None if given is None else str(given))


def make_answer_reader(answer: str | None) -> AnswerReader:
    """How an answer is read whose code stands there. StateConflict for a pattern that has no group `code`."""
    if answer is None:
        return read_json_object
    if "(" not in answer:
        return lambda text: _read_field(text, answer.split("."))
    try:
        pattern = re.compile(answer, re.DOTALL)
    except re.error:
        pattern = re.compile("")
    if "code" not in pattern.groupindex:
        raise StateConflict(
            _(
                "SUNWARD_TEXT_GATEWAY_ANSWER 应当是 JSON 字段的名字，或者有 code 一组的正则表达式，例如 (?P<code>\\d+),(?P<id>\\d+)。"
            )
        )

    def read(text: str) -> Mapping[str, Any] | None:
        found = pattern.fullmatch(text.strip())
        return found.groupdict() if found else None

    return read


def _read_field(text: str, path: list[str]) -> Mapping[str, Any] | None:
    """The code at that place, and what stands beside it. Nothing else in the answer is its code."""
    try:
        found, beside = json.loads(text), None
        for name in path:
            beside, found = found, found[int(name) if isinstance(found, list) else name]
    except (ValueError, RecursionError, LookupError, TypeError):
        return None
    others = beside if isinstance(beside, dict) else {}
    return {name: others[name] for name in REFERENCE_FIELDS if name in others} | {"code": found}
