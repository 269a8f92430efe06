"""One item with all that came for it: what was handed in, what was explained, what was answered, and what may be done."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor, is_allowed
from casework.acting.rights.read_operations import READ_ATTACHMENT
from casework.checkins.acts import AnswerExplanation, Explain, Submit
from casework.checkins.attachments import (
    AttachmentView,
    filter_allowed,
    filter_allowed_for_explanation,
    get_allowed_attachments,
    get_attachments,
    get_location_precision,
)
from casework.checkins.submission_content import filter_content
from casework.plan.views.status import ItemView, to_item_view
from casework.shared.device_consent import get_visible_content
from casework.shared.items.item_kinds import ITEM_KINDS, STAFF_HAND_IN, Pattern
from casework.shared.items.items import find_item
from models.item import STILL_OPEN, Explanation, Item, ItemStatus, Submission
from models.office import Role, Staff

WRITE_DOWN, ANSWER = Submit.operation, AnswerExplanation.operation
"""By which operations the forms beside an item are done."""
_STILL_TAKEN = (ItemStatus.MISSED, ItemStatus.UNKNOWN, ItemStatus.UNABLE)
"""Settled by the clock or by a person, and handed in all the same: it is always taken."""


@dataclass(frozen=True)
class SubmissionView:
    """What was handed in, when, by whom, in which way."""

    at: datetime
    by_role: str
    way: str
    late: bool
    addition: bool
    content: dict[str, Any]
    attached: list[AttachmentView] = field(default_factory=list)


@dataclass(frozen=True)
class ExplanationView:
    """What was said for it, and the answer of a named person."""

    at: datetime
    by_role: str
    text: str
    by_phone: bool
    answer: str | None
    answered_at: datetime | None
    answered_by: str | None
    reason: str | None
    attached: list[AttachmentView] = field(default_factory=list)
    way: str | None = None
    """`new_card` or `staff_device` where it may not have been they who opened their page."""


@dataclass(frozen=True)
class ItemDetail:
    """The item, and what came for it."""

    number: str
    item: ItemView
    open: bool
    received_at: datetime | None
    asked_at: datetime | None
    handed_in: list[SubmissionView]
    explained: list[ExplanationView]
    next_due_on: date | None
    """When the next one of its kind is due."""
    may_attach: list[str] = field(default_factory=list)
    """What the plan says may be attached to it."""
    explanation_may_attach: list[str] = field(default_factory=list)
    """And to an explanation for it."""
    may_open_attachments: bool = False
    """Whether this person is one of the handlers, who may open an attachment."""
    place_unit: int = 0
    """To squares of how many metres a place is rounded."""
    may: list[str] = field(default_factory=list)
    """Which of `submit`, `explain` and `answer_explanation` this person may do with it now."""


def get_item_detail(open_plan: OpenPlan, kind: str, due_on: date, label: str = "") -> ItemDetail:
    """The item of that kind due that day, of that label if one is given, with what came for it."""
    item = find_item(open_plan, kind, due_on, label)
    following = [
        other for other in open_plan.items(item.kind) if other.due_on > item.due_on and other.owner == item.owner
    ]
    return ItemDetail(
        number=open_plan.plan.number,
        item=to_item_view(item),
        open=item.status in STILL_OPEN,
        received_at=item.received_at,
        asked_at=item.asked_at,
        handed_in=get_submissions(open_plan, item.id),
        explained=_explained(open_plan, item.id),
        next_due_on=following[0].due_on if following else None,
        may_attach=filter_allowed(item.kind, get_allowed_attachments(open_plan.plan)),
        explanation_may_attach=filter_allowed_for_explanation(open_plan.plan),
        may_open_attachments=is_allowed(
            open_plan.session, open_plan.actor, READ_ATTACHMENT, open_plan.plan, open_plan.now
        ),
        place_unit=get_location_precision(open_plan.context, open_plan.plan.office_id),
        may=_may(open_plan, item),
    )


def get_submissions(open_plan: OpenPlan, item_id: uuid.UUID) -> list[SubmissionView]:
    """Everything handed in for the item, the first first."""
    query = select(Submission).where(Submission.item_id == item_id).order_by(col(Submission.received_at))
    return [
        SubmissionView(
            row.received_at, row.by_role, row.way, row.late, row.addition,
            filter_content(get_visible_content(open_plan, row)), get_attachments(open_plan, row.id),
        )
        for row in open_plan.session.exec(query)
    ]  # fmt: skip


def _explained(open_plan: OpenPlan, item_id: uuid.UUID) -> list[ExplanationView]:
    views = []
    for row in open_plan.rows(Explanation):
        if row.item_id != item_id:
            continue
        document = open_plan.open("explanation.document", row.id, row.document)
        answer = open_plan.open("explanation.answer", row.id, row.answer_document) if row.answer_document else {}
        who = open_plan.session.get(Staff, row.answered_by) if row.answered_by else None
        views.append(
            ExplanationView(
                row.given_at,
                row.by_role,
                str(document["text"] or ""),
                bool(document["by_phone"]),
                row.answer,
                row.answered_at,
                who.display_name if who else None,
                answer.get("reason"),
                get_attachments(open_plan, row.id),
                document.get("way"),
            )  # fmt: skip
        )
    return views


def _may(open_plan: OpenPlan, item: Item) -> list[str]:
    """What the person has a right to and the item is ready for. The verbs ask again."""
    kind = ITEM_KINDS[item.kind]
    family = kind.pattern is Pattern.FAMILY and item.owner in (Role.MINOR, Role.GUARDIAN)
    wanted = set()
    if item.status in (*STILL_OPEN, *_STILL_TAKEN) if family else may_write_down(open_plan, item):
        wanted.add(Submit.operation)
    if family and item.status in (ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN):
        wanted |= {Explain.operation, AnswerExplanation.operation}
    if item.status in STILL_OPEN and _explained_without_answer(open_plan, item):
        wanted.add(AnswerExplanation.operation)
    return sorted(
        act.code for act in wanted if is_allowed(open_plan.session, open_plan.actor, act, open_plan.plan, open_plan.now)
    )


def may_write_down(open_plan: OpenPlan, item: Item) -> bool:
    """Whether the actor may write that item down now: the right, and whose it is."""
    if item.status not in STILL_OPEN or not _can_write_down(open_plan.actor, item):
        return False
    return is_allowed(open_plan.session, open_plan.actor, Submit.operation, open_plan.plan, open_plan.now)


def _can_write_down(actor: Actor, item: Item) -> bool:
    """What the team does itself; the assistant and the prosecutor may note each other's and the worker's too."""
    types = actor.role in (Role.ASSISTANT, Role.PROSECUTOR) and item.owner != Role.DEPARTMENT_HEAD
    return item.kind in STAFF_HAND_IN and (item.owner == actor.role or types)


def _explained_without_answer(open_plan: OpenPlan, item: Item) -> bool:
    return any(row.item_id == item.id and row.answered_at is None for row in open_plan.rows(Explanation))
