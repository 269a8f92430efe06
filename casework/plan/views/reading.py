"""The reading desk (阅读台): what came in on the actor's plans and nobody has looked at, and what somebody of a family
said and waits for an answer to; with the notices that concern the actor."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import null
from sqlalchemy import select as sa_select
from sqlmodel import Session, and_, col, func

from casework.acting.context import Context
from casework.acting.rights import Actor, visible_plans
from casework.checkins.acts import Review
from casework.messages.inbox import list_notices
from casework.shared.items.follow_ups import QUESTION_ANSWER, get_look_by
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.items.items import get_row_label, is_task_of
from casework.shared.minor_names import load_minor_names
from core.i18n import Text
from models.item import OPEN_IN_SQL, Item, Submission
from models.plan import Plan

REPLIES = (
    "leave_decision", "objection_answer", "data_request_answer", "talk_asked", "explanation_answer", "question_answer",
    "usage_answer",
)  # fmt: skip
"""What somebody of the family said and waits for an answer to."""


@dataclass(frozen=True)
class ToRead:
    """One thing on the desk: what came for an item; or the item by which somebody's wish is owed an answer."""

    number: str
    kind: str
    due_on: date
    label: str
    name: str | None
    """Whose plan it is."""
    at: datetime | None
    """When it came; None for what is owed an answer, until its day."""
    look_by: date
    """By which day it is owed a look or an answer."""

    @property
    def key(self) -> str:
        """By which an address names it."""
        return f"{self.number}/{self.kind}/{self.due_on.isoformat()}/{quote(self.label)}"

    @property
    def words(self) -> Text:
        """What it is called."""
        return ITEM_KINDS[self.kind].words


def list_to_read(context: Context, actor: Actor) -> list[ToRead]:
    """What waits for the actor: what is owed an answer first, by its day, then what came first. Whatever one wrote oneself
    is not among it."""
    with context.database.reading() as session:
        rows = _list_rows(session, actor)
        names = load_minor_names(context, session, [row[0] for row in rows]) if rows else {}
    return [
        ToRead(number, kind, due_on, label, names.get(plan_id), at, get_look_by(context, at) if at else due_on)
        for plan_id, number, kind, due_on, label, _id, at in rows
    ]


def count_to_read(context: Context, actor: Actor) -> int:
    """How many things lie on the actor's reading desk, notices among them."""
    with context.database.reading() as session:
        return len(_list_rows(session, actor)) + len(list_notices(context, actor))


def _list_rows(session: Session, actor: Actor) -> list[Any]:
    if actor.role not in Review.operation.by:
        return []
    item: tuple[Any, ...] = (
        col(Plan.id),
        col(Plan.number),
        col(Item.kind),
        col(Item.due_on),
        col(Item.label),
        col(Item.id).label("item_id"),
    )
    of_a_plan = and_(col(Item.plan_id) == col(Plan.id), visible_plans(actor, Review.operation))
    running = col(Plan.sealed_at).is_(None), col(Plan.closed_at).is_(None)
    owed_query = sa_select(*item, null()).select_from(Plan).join(Item, of_a_plan).where(
        *running, col(Item.kind).in_(REPLIES), col(Item.status).in_(OPEN_IN_SQL), is_task_of(actor.role.value)
    )  # fmt: skip
    first = func.min(Submission.received_at)
    came_query = (
        sa_select(*item, first)
        .select_from(Plan)
        .join(Item, of_a_plan)
        .join(Submission, col(Submission.item_id) == col(Item.id))
        .where(*running, col(Submission.reviewed_at).is_(None), col(Submission.by_id).is_distinct_from(actor.id))
        .group_by(col(Plan.id), col(Item.id))
    )
    owed = session.execute(owed_query.order_by(col(Item.due_on), col(Item.id))).all()
    asked_in = {row.label for row in owed if row.kind == QUESTION_ANSWER}
    came = session.execute(came_query.order_by(first, col(Item.id))).all()
    return [*owed, *(row for row in came if get_row_label(row.item_id) not in asked_in)]
