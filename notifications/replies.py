"""What somebody answers to a text: whether they want no more of them, want them again, or wrote something else.

The words themselves are looked at once and kept nowhere; a person who wants to know them calls.

    POST /api/v1/replies
    webhook-id, webhook-timestamp, webhook-signature    as for receipts, under the same secret

    {"replies": [{"from": "...", "text": "...", "id": "..."}]}

Neither Aliyun nor Tencent signs the replies that it pushes. A gateway of the office's own that stands between may pass on
what they push, as it is, under its signature: their names for the same things are known. Tencent is asked as well.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from core.errors import BadInput
from core.i18n import _
from notifications.phone_numbers import normalize_phone_number, phone_comparison_key
from notifications.signatures import MAX_ENTRIES, verify_signature

STOP = frozenset({
    "T", "TD", "N", "R", "0000", "退订", "退订回T", "回T退订", "取消", "停止", "拒收", "不要", "不要再发", "不要再发了", "别发了", "别再发了",
    "回TD", "回复TD", "回复T", "取消订阅", "退訂", "取消訂閱", "停止發送", "停止发送",
    "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT",
})  # fmt: skip
START = frozenset({"START", "UNSTOP", "恢复", "恢复短信", "继续", "继续发", "重新接收"})


class ReplyMeaning(StrEnum):
    """What a reply comes to."""

    STOP = "stop"
    START = "start"
    OTHER = "other"


@dataclass(frozen=True)
class InboundReply:
    """One reply. The number is known for the length of one call."""

    phone: str = field(repr=False)
    meaning: ReplyMeaning
    fingerprint: str = field(repr=False)
    """The same each time the provider sends this reply."""


def parse_reply_meaning(text: str) -> ReplyMeaning:
    """Only the bare word counts: "stop sending me to that place" is something for a person."""
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).upper()
    return ReplyMeaning.STOP if bare in STOP else ReplyMeaning.START if bare in START else ReplyMeaning.OTHER


class _One(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    phone: str = Field(validation_alias=AliasChoices("from", "phone_number", "mobile", "PhoneNumber"), max_length=30)
    text: str = Field("", validation_alias=AliasChoices("text", "content", "ReplyContent"), max_length=2000)
    id: str | None = Field(None, validation_alias=AliasChoices("id", "sequence_id"), max_length=100)
    at: str | None = Field(None, validation_alias=AliasChoices("at", "send_time", "time", "ReplyTime"), max_length=40)


_MANY: TypeAdapter[list[_One]] = TypeAdapter(list[_One])


def read_replies(secret: str, headers: Mapping[str, str], body: bytes) -> list[InboundReply]:
    """The replies of a body whose signature holds. InvalidSignature before anything of it is read; BadInput for nonsense."""
    verify_signature(secret, headers, body)
    try:
        data: Any = json.loads(body)
        if isinstance(data, dict):
            data = data.get("replies", [data])
        read = _MANY.validate_python(data)
        if len(read) > MAX_ENTRIES:
            raise ValueError
    except (ValidationError, ValueError, TypeError):
        raise BadInput(_("回复的格式不对。")) from None
    # Of a gateway that names neither, the same request sent again is known by its own id.
    sent = headers.get("webhook-id")
    return [parse_reply(one.phone, one.text, one.id or one.at or f"{sent} {place}") for place, one in enumerate(read)]


def parse_reply(phone: str, text: str, provider_id: str | None) -> InboundReply:
    """What the reply comes to; its words go no further."""
    number = phone_comparison_key(normalize_phone_number(phone))
    return InboundReply(number, parse_reply_meaning(text), f"{number} {provider_id or text}")
