"""What waits for a person beside today's calls: messages that the machine has given up, replies to texts, and pages that
somebody tried to open with wrong codes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, func, select

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.acting.rights.read_operations import READ_MESSAGES
from casework.messages.acts import SEND_BY_HAND
from casework.messages.console import GIVEN_UP, visible_messages
from casework.shared.items.follow_ups import UNDELIVERED
from models.item import STILL_OPEN, Item
from models.journal import JournalLine
from models.message import Message
from models.plan import Plan
from notifications.events import BY_MACHINE

LATELY = timedelta(days=7)


@dataclass(frozen=True)
class FailedCodeAttempts:
    """Three wrong codes at a family's page: opened by somebody, probably another, and nothing was seen."""

    plan: str
    relation: str
    at: datetime


@dataclass(frozen=True)
class ReceivedReply:
    """Somebody answered a text: stop, start, or something else that a person should ask about."""

    plan: str
    relation: str
    reply: str
    at: datetime


@dataclass(frozen=True)
class UndeliveredText:
    """A text about anything did not reach somebody of a family, and nobody has made contact since."""

    plan: str
    role: str
    due_on: date
    """Until when somebody of the office makes contact."""


@dataclass(frozen=True)
class ManualQueue:
    """What still waits, and what happened in the last seven days."""

    given_up: int
    """Messages refused, come back or unknown, of the last seven days."""
    undelivered: list[UndeliveredText]
    """As long as nobody has made contact, however long ago it was."""
    wrong_codes: list[FailedCodeAttempts]
    replies: list[ReceivedReply]


def load_manual_queue(context: Context, actor: Actor) -> ManualQueue:
    """What of the plans within the actor's reach waits for somebody to look."""
    with context.query_plans(actor, READ_MESSAGES) as session:
        since = context.clock.now() - LATELY
        given_up = session.exec(
            select(func.count())
            .select_from(Message)
            .outerjoin(Plan, col(Plan.id) == col(Message.plan_id))
            .where(
                visible_messages(actor),
                col(Message.state).in_(GIVEN_UP),
                col(Message.channel).in_(BY_MACHINE),
                col(Message.due_at) >= since,
            )
        ).one()
        lines = session.exec(
            select(Plan.number, JournalLine)
            .join(Plan, col(Plan.id) == col(JournalLine.plan_id))
            .where(
                visible_plans(actor, READ_MESSAGES),
                col(Plan.sealed_at).is_(None),
                col(JournalLine.act).in_(("page_rests", "reply_received")),
                col(JournalLine.at) >= since,
            )
            .order_by(col(JournalLine.at).desc())
        ).all()
        waiting = session.exec(
            select(Plan.number, Item)
            .join(Plan, col(Plan.id) == col(Item.plan_id))
            .where(
                visible_plans(actor, SEND_BY_HAND),
                col(Plan.sealed_at).is_(None),
                col(Item.kind) == UNDELIVERED,
                col(Item.status).in_(STILL_OPEN),
            )
            .order_by(col(Item.due_on), col(Item.id))
        ).all()
    return ManualQueue(
        given_up,
        [UndeliveredText(number, item.label, item.due_on) for number, item in waiting],
        [
            FailedCodeAttempts(number, _get_relation(line), line.at)
            for number, line in lines
            if line.act == "page_rests"
        ],
        [
            ReceivedReply(number, _get_relation(line), str(line.note["reply"]), line.at)
            for number, line in lines
            if "reply" in line.note
        ],
    )


def _get_relation(line: JournalLine) -> str:
    return str(line.note.get("relation", ""))
