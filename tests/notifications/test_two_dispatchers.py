"""Two dispatchers at once, each with its own connections: everything leaves once."""

from collections import Counter

import pytest

from models.database import Database
from models.message import MessageState
from notifications.channels.channel import Channel
from notifications.channels.inbox import InboxChannel
from notifications.dispatcher import deliver_pending
from notifications.matrix import Event
from tests.at_once import at_once
from tests.notifications.doubles import AddressBook, ScriptedChannel, SimulatedOffice, nothing_against

MESSAGES = 16


@pytest.mark.parametrize("is_local", [True, False], ids=["inside the transaction", "after it"])
def test_each_message_leaves_once(database: Database, is_local: bool) -> None:
    office = SimulatedOffice(database)
    for number in range(MESSAGES):
        office.post(str(number), event=Event.CONTACT_CHANGED, alone=True)
    channel = ScriptedChannel(is_local=is_local)

    def dispatch() -> int:
        own = Database(database.url)
        channels: dict[str, Channel] = {"text": channel, "inbox": InboxChannel()}
        sent = 0
        try:
            while (
                came_to := deliver_pending(own, office.clock, channels, AddressBook(), nothing_against, limit=3)
            ).sent + came_to.delivered:
                sent += came_to.sent
        finally:
            own.dispose()
        return sent

    sent = at_once(dispatch, dispatch)
    office.deliver()
    assert sum(sent) <= MESSAGES
    assert Counter(message.dedupe_key for message in channel.handed).most_common(1)[0][1] == 1
    assert len(channel.handed) == MESSAGES
    assert {message.state for message in office.messages("text")} == {MessageState.SENT}
    assert {message.state for message in office.messages("inbox")} == {MessageState.DELIVERED}
