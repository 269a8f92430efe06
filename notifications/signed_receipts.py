"""Receipts that a gateway sends to us, signed as Standard Webhooks has it. Nothing is believed before its signature.

    POST /api/v1/receipts
    webhook-id, webhook-timestamp, webhook-signature    over the body as it was sent, under the secret agreed upon

    {"receipts": [{"reference": "...", "state": "delivered", "id": "...", "code": "..."}]}

`reference` is what the gateway was told with the message, `id` what it answered. `state` is `delivered`, `failed`, or
`sent` for a message that it has taken and whose answer was lost; any other is passed over and counted. Neither Aliyun nor Tencent signs what it pushes;
they are asked instead (`Channel.get_status`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import BadInput
from core.i18n import _
from notifications.channels.channel import DeliveryReceipt, SendOutcome
from notifications.channels.http_post import clean_code
from notifications.signatures import MAX_ENTRIES, verify_signature


class _One(BaseModel):
    model_config = ConfigDict(extra="ignore")

    reference: str = Field(min_length=1, max_length=40)
    state: str = Field(max_length=40)
    id: str | int | None = None
    code: str | int | None = None


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")

    receipts: list[Any] = Field(max_length=MAX_ENTRIES)


_OUTCOMES = {"delivered": SendOutcome.DELIVERED, "failed": SendOutcome.BOUNCED, "sent": SendOutcome.SENT}


@dataclass(frozen=True)
class SignedReceipts:
    """The receipts of one body, and how many of its entries say nothing that we know."""

    receipts: list[DeliveryReceipt]
    unread: int


def read_signed_receipts(secret: str, headers: Mapping[str, str], body: bytes) -> SignedReceipts:
    """The receipts of a body whose signature holds. InvalidSignature before anything of it is read; BadInput for nonsense.

    One entry in a state that we do not know ("queued", "pending") takes none of the others with it.
    """
    verify_signature(secret, headers, body)
    try:
        entries = _Body.model_validate_json(body).receipts
    except ValidationError:
        raise BadInput(_("回执的格式不对。")) from None
    read = [receipt for entry in entries if (receipt := _receipt(entry)) is not None]
    return SignedReceipts(read, len(entries) - len(read))


def _receipt(entry: Any) -> DeliveryReceipt | None:
    try:
        one = _One.model_validate(entry)
    except ValidationError:
        return None
    outcome = _OUTCOMES.get(one.state.strip().lower())
    if outcome is None:
        return None
    code = None if one.code is None else f"gateway_{clean_code(one.code)}"
    return DeliveryReceipt(one.reference, outcome, None if one.id is None else str(one.id)[:200], code)
