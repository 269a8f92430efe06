"""What is wrong with messages, told on the pages of those who rely on them: read from the record and the background services'
heartbeats, and from no queue."""

from fastapi import Request

from casework.acting.rights import Actor
from casework.acting.rights.read_operations import SEARCH_MESSAGES
from core.i18n import Text
from serving.app_state import get_app_state

_OF_MESSAGES = ("tick", "outbox_round", "leaving")
_OF_THE_RECORD = "outbox_held"


def get_message_alarms(request: Request, actor: Actor) -> list[Text]:
    """Each thing that is not as it should be, in words. That the record was restored is told every post: what was done after
    the backup is not in it, whoever did it. The rest is told only those who have messages to look after."""
    app_state = get_app_state(request)
    wrong = [part for part in app_state.more_checks() if not part.ok]
    restored = [part.words for part in wrong if part.name == _OF_THE_RECORD]
    if actor.role not in SEARCH_MESSAGES.by:
        return restored
    parts = [part.words for part in wrong if part.name in _OF_MESSAGES]
    return restored + parts + [one.words for one in app_state.alarms.seen_by(app_state.context, actor)]
