"""An office's own system hears of that office's dates, from the day it is registered to the day it is ended."""

from typing import Any

import pytest
from standardwebhooks import Webhook

from app.bootstrap import Dispatcher, create_memory_channels
from casework.acting.rights import Actor
from casework.messages.addresses import CaseAddresses
from casework.messages.event_feed import load_events
from casework.settings.webhooks import end_webhook, load_webhooks, register_webhook, try_webhook
from casework.staff.staffing import ensure_office, ensure_staff
from core.clock import WallClock
from core.errors import NotAllowed, NotFound, Refused
from models.message import Message
from models.office import Office, Role
from notifications.channels.webhook import WebhookChannel, get_event
from notifications.events import Event
from tests.builders import SimulatedPlan, an_announced_plan
from tests.notifications.gateway_server import GatewayServer, ScriptedAnswer

URL = "http://127.0.0.1:9/hooks"


@pytest.fixture(scope="module")
def life() -> SimulatedPlan:
    return an_announced_plan(delivers=True)


def _administrator(life: SimulatedPlan, name: str = "") -> Actor:
    with life.context.database.transaction() as session:
        now = life.context.clock.now()
        own = session.get_one(Office, life.context.find(session, life.number).office_id)
        office = ensure_office(session, now, name) if name else own
        return Actor.of_staff(ensure_staff(session, now, f"admin@{office.name}", Role.ADMINISTRATOR, office))


def _messages(life: SimulatedPlan) -> list[Message]:
    return [message for message in life.messages() if message.channel == "webhook"]


def test_a_webhook_from_its_registration_to_its_end(life: SimulatedPlan) -> None:
    """Registered once, told of its own office's dates, with a secret said once, and told nothing after its end."""
    admin, elsewhere = _administrator(life), _administrator(life, "壬县")
    with pytest.raises(NotAllowed):
        register_webhook(life.context, life.actor("prosecutor"), URL, reach="inside")
    given = register_webhook(
        life.context, admin, URL, [Event.STATUTORY_DATE_NEAR, Event.PERIOD_NEAR_END], reach="inside"
    )
    register_webhook(life.context, elsewhere, URL, reach="inside")
    with pytest.raises(Refused):
        register_webhook(life.context, admin, URL, reach="inside")
    (listed,) = load_webhooks(life.context, admin)
    assert (listed.id, listed.secret) == (given.id, None)
    assert str(given.secret).startswith("whsec_")

    life.skips_to("2026-07-31 10:00").on("2026-08-05 10:00")
    messages = _messages(life)
    assert {message.event for message in messages} == {"period_near_end"}
    assert {message.recipient_id for message in messages} == {given.id}
    feed = load_events(life.context, life.actor("prosecutor")).events
    assert [get_event(message) for message in messages] == [
        one for one in feed if one.type == "sunward.period_near_end"
    ]
    with life.context.database.reading() as session:
        address: Any = CaseAddresses(life.context).address(session, messages[0])
    assert (address.url, address.secret) == (URL, given.secret)
    assert given.secret not in repr(address)

    with pytest.raises(NotFound):
        end_webhook(life.context, elsewhere, given.id)
    for _ in range(2):
        end_webhook(life.context, admin, given.id)
    assert load_webhooks(life.context, admin) == []
    with life.context.database.reading() as session:
        assert CaseAddresses(life.context).address(session, messages[0]) is None
    life.skips_to("2026-09-20 10:00")
    assert len(_messages(life)) == len(messages)


def test_a_webhook_is_tried_and_says_what_it_answered() -> None:
    """The event is of no plan, and signed as any other; what did not get through is seen in the list, with the answer."""
    life = an_announced_plan(delivers=True)
    admin = _administrator(life)
    with GatewayServer(
        answers=[ScriptedAnswer(204), ScriptedAnswer(500)], usual=ScriptedAnswer(204)
    ).open() as receiver:
        given = register_webhook(life.context, admin, receiver.url, ["submit"], reach="inside")
        channels = create_memory_channels() | {"webhook": WebhookChannel(WallClock(), reach="inside")}
        for _twice in range(2):
            assert try_webhook(life.context, admin, given.id).state == "created"
            Dispatcher(channels).deliver(life.context)
        first, second = receiver.asked
    verified: dict[str, Any] = Webhook(str(given.secret)).verify(first.raw, first.headers)
    assert (verified["type"], verified["subject"]) == ("sunward.webhook_tested", "SW-TEST-TEST")
    (listed,) = load_webhooks(life.context, admin)
    assert [(str(one.id), one.state, one.plan, one.tries) for one in listed.deliveries] == [
        (second.headers["webhook-id"], "claimed", None, 1), (first.headers["webhook-id"], "delivered", None, 1)
    ]  # fmt: skip
    assert listed.deliveries[0].reason is not None
    assert "500" in listed.deliveries[0].reason.zh
    with pytest.raises(NotFound):
        try_webhook(life.context, _administrator(life, "壬县"), given.id)
