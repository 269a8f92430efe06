"""What is wrong with messages, told on the pages of those who rely on them: read from the record and the household's
heartbeats, and from no queue."""

from fastapi import Request

from api.reception import reception_of
from casework.rights import Actor
from casework.rights.reading import SEARCH_MESSAGES
from sunward.words import Words

_OF_MESSAGES = ("tick", "outbox_round", "outbox_held")


def alarms(request: Request, actor: Actor) -> list[Words]:
    """Each thing that is not as it should be, in words; nothing for a post that has no messages to look after."""
    if actor.role not in SEARCH_MESSAGES.by:
        return []
    reception = reception_of(request)
    parts = [part.words for part in reception.more_parts() if part.name in _OF_MESSAGES and not part.ok]
    return parts + [one.words for one in reception.alarms.seen_by(reception.desk, actor)]
