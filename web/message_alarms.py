"""What is wrong with messages, told on the pages of those who rely on them: read from the record and the background services'
heartbeats, and from no queue."""

from fastapi import Request

from casework.shared.rights import Actor
from casework.shared.rights.read_operations import SEARCH_MESSAGES
from core.i18n import Text
from serving.app_state import get_app_state

_OF_MESSAGES = ("tick", "outbox_round", "outbox_held")


def get_message_alarms(request: Request, actor: Actor) -> list[Text]:
    """Each thing that is not as it should be, in words; nothing for a post that has no messages to look after."""
    if actor.role not in SEARCH_MESSAGES.by:
        return []
    app_state = get_app_state(request)
    parts = [part.words for part in app_state.more_checks() if part.name in _OF_MESSAGES and not part.ok]
    return parts + [one.words for one in app_state.alarms.seen_by(app_state.context, actor)]
