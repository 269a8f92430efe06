"""Two dispatchers at once, each with its own connections: everything leaves once."""

import threading
from collections import Counter

import pytest

from models.database import Database
from models.message import MessageState
from notifications.catalogue import Event
from notifications.channels.channel import Channel
from notifications.channels.inbox import InboxChannel
from notifications.dispatcher import deliver_pending
from tests.notifications.doubles import AddressBook, Answering, Office, nothing_against

MESSAGES = 40


@pytest.mark.parametrize("instant", [True, False], ids=["inside the claim", "after the claim"])
def test_each_message_leaves_once(database: Database, instant: bool) -> None:
    office = Office(database)
    for number in range(MESSAGES):
        office.post(str(number), event=Event.CONTACT_CHANGED, alone=True)
    carrier = Answering(instant=instant)
    gate = threading.Barrier(2)
    sent: list[int] = []
    failures: list[BaseException] = []

    def dispatch(who: str) -> None:
        own = Database(database.url)
        try:
            gate.wait()
            channels: dict[str, Channel] = {"text": carrier, "inbox": InboxChannel()}
            while (
                came_to := deliver_pending(
                    own, office.clock, channels, AddressBook(), nothing_against, limit=7, who=who
                )
            ).sent + came_to.delivered:
                sent.append(came_to.sent)
        except BaseException as failure:
            failures.append(failure)
        finally:
            own.dispose()

    both = [threading.Thread(target=dispatch, args=(who,)) for who in ("one", "two")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert failures == []
    office.deliver()
    assert sum(sent) <= MESSAGES
    assert Counter(message.dedupe_key for message in carrier.handed).most_common(1)[0][1] == 1
    assert len(carrier.handed) == MESSAGES
    assert {message.state for message in office.messages("text")} == {MessageState.SENT}
    assert {message.state for message in office.messages("inbox")} == {MessageState.DELIVERED}
