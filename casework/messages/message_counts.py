"""How many messages there were: by day, channel and state, within somebody's reach, and what was expected of each day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import SEARCH_MESSAGES
from casework.messages.console import visible_messages
from casework.shared.text.labels import message_state_label
from core.clock import local_date, start_of_day
from core.errors import BadInput, Mistake
from core.i18n import Text, _
from models.message import Message
from models.plan import Plan

MAX_DAYS = 92
LAST_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class MessageCount:
    """How many messages due on that day over that channel are in that state today."""

    day: date
    channel: str
    state: str
    state_words: Text
    messages: int


@dataclass(frozen=True)
class MessageCounts:
    """The days requested, the first and the last included, and every count that is not zero."""

    from_on: date
    to_on: date
    counts: list[MessageCount]


def load_message_counts(
    context: Context, actor: Actor, *, from_on: date | None = None, to_on: date | None = None
) -> MessageCounts:
    """The counts of the days asked for; of the last seven, where no days are named. BadInput for more than a quarter of
    a year."""
    last = to_on or context.clock.today()
    first = from_on or last - LAST_WEEK
    if not first <= last < first + timedelta(days=MAX_DAYS):
        wrong = _("起止要有先后，最多{max_days}天。", max_days=MAX_DAYS)
        raise BadInput(_("起止日期有误。"), mistakes=[Mistake("to_on", wrong)])
    with context.query_plans(actor, SEARCH_MESSAGES) as session:
        rows = session.exec(
            select(Message.due_at, Message.channel, Message.state)
            .outerjoin(Plan, col(Plan.id) == col(Message.plan_id))
            .where(
                visible_messages(actor),
                col(Message.due_at) >= start_of_day(first),
                col(Message.due_at) < start_of_day(last + timedelta(days=1)),
            )
        )
        counted = Counter((local_date(due_at), channel, state) for due_at, channel, state in rows)
    return MessageCounts(
        first,
        last,
        [MessageCount(*key, message_state_label(key[2]), count) for key, count in sorted(counted.items())],
    )
