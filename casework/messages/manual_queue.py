"""What waits for a person beside today's calls: messages that the machine has given up, replies to texts, and pages that
somebody tried to open with wrong codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, func, select

from casework.messages.console import GIVEN_UP, visible_messages
from casework.shared.context import Context
from casework.shared.rights import Actor, visible_plans
from casework.shared.rights.read_operations import READ_MESSAGES
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
class ManualQueue:
    """The last seven days."""

    given_up: int
    """Messages refused, come back or unknown."""
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
    return ManualQueue(
        given_up,
        [FailedCodeAttempts(number, _who(line), line.at) for number, line in lines if line.act == "page_rests"],
        [
            ReceivedReply(number, _who(line), str(line.note["reply"]), line.at)
            for number, line in lines
            if "reply" in line.note
        ],
    )


def _who(line: JournalLine) -> str:
    return str(line.note.get("relation", ""))
