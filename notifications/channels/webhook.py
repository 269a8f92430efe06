"""Signed webhooks to an office's own systems, as Standard Webhooks has it: the event that the feed shows, as JSON.

A receiver answers 2xx within ten seconds; anything else is tried again like every message, no sooner than its
`Retry-After` allows. `webhook-id` is the event's own, the same for
every try, so that a receiver knows again what it has; therefore a lost answer is only another try.
"""

import json
import threading
import uuid
from datetime import date, timedelta

import httpx2
from pydantic import TypeAdapter
from standardwebhooks import Webhook

from core.clock import Clock, WallClock
from core.settings import WebhookReach
from models.message import Message
from notifications.addresses import Address
from notifications.channels.channel import Channel, SendOutcome, SendResult
from notifications.channels.http_post import TIMEOUT_SECONDS, parse_retry_after
from notifications.channels.ssrf_guard import AddressOutOfReach, ResolvedAddress, Unreachable, resolve_address
from notifications.cloud_events import MEDIA_TYPE, TEST_PLAN, CloudEvent, to_event
from notifications.render import Rendered

_EVENT: TypeAdapter[CloudEvent] = TypeAdapter(CloudEvent)


class WebhookChannel(Channel):
    """Redirects are not followed, no proxy is asked, and the answer's body is not read."""

    def __init__(self, clock: Clock, *, reach: WebhookReach = "public", timeout: float = TIMEOUT_SECONDS) -> None:
        self._clock = clock
        self._reach = reach
        self._timeout = timeout
        self._client: httpx2.Client | None = None
        self._turn = threading.Lock()

    def hand_over(self, message: Message, address: Address, rendered: Rendered) -> SendResult:
        url = httpx2.URL(address.url or "")
        try:
            place = resolve_address(str(url), reach=self._reach)
        except AddressOutOfReach:
            return SendResult(SendOutcome.REFUSED, reason="webhook_inside")
        except Unreachable:
            return SendResult(SendOutcome.TRY_AGAIN, reason="webhook_not_found", pauses_account=True)
        event = get_event(message)
        body = json.dumps(_EVENT.dump_python(event, mode="json"))
        try:
            status, pause = self._post(url, place, body, self._signed(str(event.id), address.secret or "", body))
        except httpx2.HTTPError as failure:
            return SendResult(SendOutcome.TRY_AGAIN, reason=f"webhook_{type(failure).__name__}")
        if 200 <= status < 300:
            return SendResult(SendOutcome.DELIVERED)
        if status == 410:
            return SendResult(SendOutcome.BOUNCED, reason=f"webhook_{status}")
        too_many = status == 429 or pause is not None
        return SendResult(SendOutcome.TRY_AGAIN, reason=f"webhook_{status}", not_before=pause, pauses_account=too_many)

    def account(self, message: Message) -> str:
        """Each system counts for itself."""
        return f"webhook/{message.recipient_id}"

    def find(self, message: Message) -> SendResult | None:
        """Told twice under one `webhook-id` it is told once."""
        return None

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _signed(self, event_id: str, secret: str, body: str) -> dict[str, str]:
        now = WallClock().now()  # a receiver compares it with its own, also where the demonstration's clock was moved
        return {
            "Content-Type": MEDIA_TYPE,
            "webhook-id": event_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(secret).sign(event_id, now, body),
        }

    def _post(
        self, url: httpx2.URL, place: ResolvedAddress, body: str, headers: dict[str, str]
    ) -> tuple[int, timedelta | None]:
        """The status, and the pause that is asked for."""
        with self._turn:
            client = self._client = self._client or httpx2.Client(
                timeout=self._timeout, trust_env=False, follow_redirects=False
            )
        # Connected to the address that was looked at, under the name that was given.
        there = url.copy_with(host=place.ip, port=place.port)
        named = headers | {"Host": url.netloc.decode("ascii")}
        with client.stream(
            "POST", there, content=body.encode(), headers=named, extensions={"sni_hostname": place.host}
        ) as response:
            return response.status_code, parse_retry_after(response.headers.get("retry-after"), self._clock)


def get_event(message: Message) -> CloudEvent:
    """The event that the message tells of: it was posted in the moment in which the event came into the feed."""
    said = message.variables
    day, event_id = date.fromisoformat(str(said["day"])), uuid.UUID(str(said["event_id"]))
    kind = None if said.get("kind") is None else str(said["kind"])
    return to_event(event_id, str(said["type"]), message.created_at, message.plan_number or TEST_PLAN, day, kind)
