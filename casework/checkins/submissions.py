"""Handing in: notes, reports, sheets, contacts, talks. A late one is accepted and kept as late; a second one is kept
beside the first. Who hands in for somebody by phone says so."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import col, exists, select

from casework.acting.context import Context
from casework.acting.hooks import Moment, run_hooks
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.verbs import verb
from casework.checkins.acts import RecordProgress, Review, Submit
from casework.checkins.attachments import Location, NewAttachments, read_attachments, store_attachments
from casework.checkins.attention import update_attention
from casework.checkins.dated_sessions import find_condition, get_condition_ref, store_session
from casework.checkins.instalments import finish_paid_checks
from casework.checkins.outages import get_window_end
from casework.shared.device_consent import ensure_device_consent, has_content, mark_content
from casework.shared.device_ways import DataWay
from casework.shared.duplicates import is_already_recorded
from casework.shared.items.follow_ups import UNDELIVERED, owe_reply
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_TEAM, REVIEWS, SHEETS, STAFF_HAND_IN, Pattern
from casework.shared.items.items import close_item, find_item, finish_items
from casework.shared.notify.notify import notify
from casework.shared.text.labels import ROLES
from casework.shared.text.text_checks import MAX_TEXT
from core.errors import AlreadySubmitted, BadInput, NotAllowed, StateConflict
from core.i18n import _
from law.duties import CONDITIONS
from models.base import new_id
from models.item import OPEN_IN_SQL, STILL_OPEN, Item, ItemStatus, Submission
from models.journal import Harmless
from models.office import Role
from notifications.matrix import Event, Recipient
from notifications.outbox import withdraw_messages

TAKEN_BACK = {"taken_back": True}
MEETS_AHEAD = timedelta(days=7)
"""A meeting that is on record longer before its day is seen by the other of prosecutor and social worker too."""
"""What a document says that was taken back and answers nothing."""


@dataclass(frozen=True)
class SubmissionResult:
    """What became of a submission: kept for certain once this is returned."""

    submission_id: uuid.UUID
    item_id: uuid.UUID
    kind: str
    due_on: date
    status: str
    late: bool
    addition: bool
    early: bool
    """The time that the thing is about has not begun: this is kept, settles nothing, and the thing is still owed."""
    received_at: datetime
    way: str


@verb(Submit, opens_plan=True)
def submit(context: Context, actor: Actor, number: str, act: Submit) -> SubmissionResult:
    """The submission is in the record, and its item is on time or late by the server's clock. What was found unable or
    excused stays so when it comes late after all.

    Without `due_on` it answers the open item of that kind due next; sent twice, it stays with the one that it answered
    first, and is nobody's note of next week. A first submission settles the item, however late; any later one is kept
    as an addition and changes nothing. So is a contact that was only attempted, and what comes before the time it would
    tell of has begun, which is the day after the one before it was due: nobody can write today of next month. What is
    attached lies with it until its day, if the plan says that it may be. The family's own things may be handed in by the family,
    or for them by a worker told by phone or from paper; what the team owes, only by who owes it.
    """
    place = act.place
    at = Location(place.latitude, place.longitude, place.words) if place else None
    attached = read_attachments(act.photo_base64, act.voice_base64, act.sheet_base64, at)
    with context.open_for_update(number, actor, act.operation) as open_plan:
        return _submit(open_plan, act, attached)


def _submit(open_plan: OpenPlan, act: Submit, attached: NewAttachments) -> SubmissionResult:
    content = get_act_content(act)
    how = _input_method(act, open_plan.actor)
    if act.item in ITEM_KINDS and ITEM_KINDS[act.item].pattern is not Pattern.FAMILY and act.item not in STAFF_HAND_IN:
        raise StateConflict(_("这一项不以提交的方式完成，请直接办理该事项。"))
    if act.item in SHEETS:
        ensure_device_consent(open_plan, DataWay.SHEET)
    item = find_item(open_plan, act.item, act.due_on) if act.due_on else _next_open_item(open_plan, act.item)
    ensure_may_submit(open_plan, item)
    if act.unless_received and item.received_at is not None:
        raise AlreadySubmitted(_("这一项已经有人记录，请看过后决定是否作为补充提交。"))
    answers = _load_answers(open_plan, item)
    if answers.undelivered:
        theirs = tuple(person.relation for person in open_plan.people(item.owner))
        finish_items(open_plan, UNDELIVERED, label=theirs, because="heard_of")
    submission = record_submission(open_plan, item, content, how, attached, answers=answers)
    if act.item in SHEETS:
        if not submission.early:
            run_hooks(Moment.SHEET_WAS_RECORDED, open_plan, item, content, submission.way)
    elif act.item in REVIEWS and not submission.addition:
        run_hooks(Moment.REVIEW_WAS_RECORDED, open_plan, item, {"text": act.text})
    update_attention(open_plan)
    return submission


def _next_open_item(open_plan: OpenPlan, kind: str) -> Item:
    """The open item of that kind due next, or the one of now where the next one's time has not begun."""
    item = find_item(open_plan, kind)
    return _of_now(open_plan, item) or item


def _of_now(open_plan: OpenPlan, item: Item) -> Item | None:
    """The one of the same sort whose day is not over and comes before it; None once the item's own time has begun."""
    query = select(Item).where(*_before_it(open_plan, item))
    return open_plan.session.exec(query.order_by(col(Item.due_on))).first()


def _before_it(open_plan: OpenPlan, item: Item) -> Sequence[Any]:
    return (
        Item.plan_id == open_plan.plan.id,
        Item.kind == item.kind,
        Item.label == item.label,
        Item.owner == item.owner,
        Item.due_on >= open_plan.today,
        Item.due_on < item.due_on,
        col(Item.status).not_in((ItemStatus.CANCELLED, ItemStatus.BEFORE_THIS_SYSTEM)),
    )


def is_too_early(open_plan: OpenPlan, item: Item) -> bool:
    """Whether the time that such a thing is about has not begun: the day of the one before it is not over."""
    return _is_of_a_time(item) and _of_now(open_plan, item) is not None


def _is_of_a_time(item: Item) -> bool:
    return ITEM_KINDS[item.kind].pattern is Pattern.FAMILY or ITEM_KINDS[item.kind].meeting


class _ItemAnswers(NamedTuple):
    """What a submission has to know of its item, in one query."""

    settled: bool
    """A submission that counts was recorded for it already."""
    preceded: bool
    """An item of the same kind comes before it, whose day is not over."""
    undelivered: bool
    """A task is open to find out whether somebody can be reached."""


def _load_answers(open_plan: OpenPlan, item: Item) -> _ItemAnswers:
    query: Any = select(
        exists().where(col(Submission.item_id) == item.id, col(Submission.addition).is_(False)),
        exists().where(*_before_it(open_plan, item)),
        exists().where(
            col(Item.plan_id) == open_plan.plan.id,
            col(Item.kind) == UNDELIVERED,
            col(Item.status).in_(OPEN_IN_SQL),
        ),
    )
    return _ItemAnswers(*open_plan.session.exec(query).one())


def record_submission(
    open_plan: OpenPlan,
    item: Item,
    content: dict[str, Any],
    input_method: str | None,
    attached: NewAttachments | None = None,
    codes: Mapping[str, Harmless | list[str]] | None = None,
    *,
    answers: _ItemAnswers | None = None,
) -> SubmissionResult:
    """The submission is recorded. A sheet of minutes is refused without a consent that stands. The `codes`, which say
    nothing about a person, are in its journal line as well."""
    if item.kind in SHEETS:
        ensure_device_consent(open_plan, DataWay.SHEET, *((DataWay.PHOTO,) if attached and attached.kinds() else ()))
        [content] = run_hooks(Moment.SHEET_IS_READ, open_plan, item, content)
    if sum(len(value) for value in content.values() if isinstance(value, str)) > MAX_TEXT:
        raise BadInput(_("文字太长。"))
    settles = content.get("went", "completed") == "completed"
    answers = answers or _load_answers(open_plan, item)
    first = settles and not answers.settled
    early = first and answers.preceded and _is_of_a_time(item)
    first = first and not early
    family = ITEM_KINDS[item.kind].pattern is Pattern.FAMILY
    late = open_plan.now > item.due_at if family else open_plan.today > item.due_on
    # Nobody is late because we were away.
    late = late and (not family or open_plan.now > get_window_end(open_plan, item))
    row_id = new_id(open_plan.now)
    way = input_method or open_plan.actor.input_method
    submission = Submission(
        id=row_id,
        plan_id=open_plan.plan.id,
        item_id=item.id,
        received_at=open_plan.now,
        by_role=open_plan.actor.role.value,
        by_id=open_plan.actor.id,
        way=way,
        late=late,
        addition=not first,
        document=open_plan.seal("submission.document", row_id, content | ({"early": True} if early else {})),
    )
    open_plan.session.add(submission)
    open_plan.submission = submission
    if first:
        item.received_at = open_plan.now
        if not late:
            close_item(open_plan, item, ItemStatus.ON_TIME)
        elif item.status not in (ItemStatus.UNABLE, ItemStatus.EXCUSED, ItemStatus.NOT_OWED_YET):
            close_item(open_plan, item, ItemStatus.LATE)
    note: dict[str, Harmless | list[str]] = {
        "way": submission.way, "late": late, "addition": not first, "item_status": item.status
    }  # fmt: skip
    if early:
        note["early"] = True
    if attached is not None and (sorts := store_attachments(open_plan, attached, submission_id=row_id)):
        note["attached"] = sorts
    open_plan.record(item=item, note=note | dict(codes or {}))
    if family:
        owe_reply(open_plan, item, str(content.get("text") or ""))
    if first and submission.way in ("phone", "paper"):
        # Who filled in a page has seen that it arrived; who told it by phone or handed in a sheet has not.
        notify(open_plan, Event.SUBMISSION_RECEIVED, f"received/{item.id}", item=item, day=_next_due(open_plan, item),
             only=[Recipient(item.owner)])  # fmt: skip
    if first and ITEM_KINDS[item.kind].meeting and item.due_on - open_plan.today > MEETS_AHEAD:
        notify(open_plan, Event.PLAN_CHANGED, f"ahead/{item.id}", only=(Recipient.PROSECUTOR, Recipient.SOCIAL_WORKER),
               but=open_plan.actor.id)  # fmt: skip
    return SubmissionResult(
        row_id, item.id, item.kind, item.due_on, item.status, late, not first, early, open_plan.now, submission.way
    )


def take_back_submission(open_plan: OpenPlan, item: Item, received_at: datetime, numbers: dict[str, Any]) -> bool:
    """The submission of that moment with these numbers stays on the file, is marked as taken back, and answers
    nothing; a receipt that was not sent yet is withdrawn. If it had answered the item, the next one handed in answers
    it now. Returns whether the item is without an answer."""
    rows = open_plan.session.exec(
        select(Submission)
        .where(Submission.item_id == item.id)
        .order_by(col(Submission.received_at), col(Submission.id))
    ).all()
    remaining = [row for row in rows if not has_content(open_plan, row, TAKEN_BACK)]
    meant = [row for row in remaining if row.received_at == received_at and has_content(open_plan, row, numbers)]
    if not meant:
        return False
    row, answered = meant[-1], not meant[-1].addition
    row.addition = True
    mark_content(open_plan, row, TAKEN_BACK)
    if not answered:
        return False
    withdraw_messages(
        open_plan.session, open_plan.now, reason="fact_corrected", item_id=item.id, events=(Event.SUBMISSION_RECEIVED,)
    )
    following = [each for each in remaining if each is not row and not has_content(open_plan, each, {"early": True})]
    item.received_at = following[0].received_at if following else None
    if following:
        following[0].addition = False
        if item.status in (ItemStatus.ON_TIME, ItemStatus.LATE):
            close_item(open_plan, item, ItemStatus.LATE if following[0].late else ItemStatus.ON_TIME)
    return not following


@verb(RecordProgress)
def record_progress(open_plan: OpenPlan, act: RecordProgress) -> None:
    """The amount of the condition that was done on that day, today if left out, is recorded: times, hours or yuan. An
    amount that somebody else recorded for that day is confirmed by it and counts once, unless it is `another`
    (`store_session`). People outside the office confirm on their own page (`record_confirmation`)."""
    if open_plan.actor.role is Role.INFORMED:
        raise NotAllowed(_("请在自己的页面上确认。"), article=None)
    row = find_condition(open_plan, act.condition)
    store_session(
        open_plan,
        row,
        amount=act.amount,
        on=act.done_on,
        another=act.another,
        words=act.note,
        about=get_condition_ref(row),
        article=CONDITIONS,
    )
    finish_paid_checks(open_plan, row)


@verb(Review)
def review(open_plan: OpenPlan, act: Review) -> int:
    """Whatever came for the item was looked at by this person, who may say something to it. Nothing else follows.
    Returns how many were new to review; where none was, nothing is changed."""
    return _reviewed(open_plan, find_item(open_plan, act.item, act.due_on), act.comment)


def _find_unread(open_plan: OpenPlan, item: Item) -> Sequence[Submission]:
    """What came for the item and nobody has read."""
    query = select(Submission).where(Submission.item_id == item.id, col(Submission.reviewed_at).is_(None))
    return open_plan.session.exec(query).all()


def _reviewed(open_plan: OpenPlan, item: Item, comment: str | None = None) -> int:
    waiting = _find_unread(open_plan, item)
    for row in waiting:
        row.reviewed_at, row.reviewed_by = open_plan.now, open_plan.actor.id
    if waiting:
        open_plan.record(item=item, note={"reviewed": len(waiting)}, detail={"comment": comment} if comment else None)
    elif comment and not is_already_recorded(
        open_plan, {"kind": item.kind, "due_on": item.due_on}, {"comment": comment}
    ):
        open_plan.record(item=item, note={"reviewed": 0}, detail={"comment": comment})
    return len(waiting)


def ensure_may_submit(open_plan: OpenPlan, item: Item) -> None:
    """NotAllowed for another person's item; Refused for one that is closed, or not owed yet."""
    role = open_plan.actor.role
    theirs = item.owner == role or (item.owner in (Role.MINOR, Role.GUARDIAN) and role is not Role.GUARDIAN)
    theirs = theirs or (item.owner == Role.GUARDIAN and role is Role.GUARDIAN)
    # The assistant does the typing for the prosecutor; nobody does the worker's visits for them but a stand-in.
    theirs = theirs or (role in (Role.ASSISTANT, Role.PROSECUTOR) and item.kind in OF_THE_TEAM)
    if item.owner == Role.GUARDIAN and role is Role.MINOR:
        theirs = False
    if not theirs:
        owner = ROLES[item.owner]
        raise NotAllowed(_("这一项由{whose}提交。", whose=owner), article=item.article)
    if item.status == ItemStatus.CANCELLED and item.status not in STILL_OPEN:
        raise StateConflict(_("这一项已取消，无需提交。"))
    if item.status == ItemStatus.BEFORE_THIS_SYSTEM:
        raise StateConflict(_("这一项属于启用本系统之前的事项，无需提交。"))
    if item.due_on > open_plan.today + timedelta(days=31):
        raise StateConflict(_("这一项还没到时候。"))


def _next_due(open_plan: OpenPlan, item: Item) -> date:
    coming = [other for other in open_plan.items(item.kind) if other.owner == item.owner and other.due_on > item.due_on]
    return coming[0].due_on if coming else item.due_on


def _input_method(act: Submit, by: Actor) -> str | None:
    if act.told_by_phone:
        return "phone"
    if act.on_paper:
        return "paper"
    if by.kind == "token":
        return "integration"
    return None if by.kind == "family" else "person"


def get_act_content(act: Submit) -> dict[str, object]:
    """What is kept of the act's content: all that it says."""
    content: dict[str, object] = {
        "text": act.text,
        "how": act.how,
        "went": act.went,
        "told_by": act.told_by,
        "minutes": act.minutes,
        "night_minutes": act.night_minutes,
        "shared": act.shared,
        "held_on": act.held_on.isoformat() if act.held_on else None,
        "noted_at": act.noted_at.isoformat(timespec="minutes") if act.noted_at else None,
    }
    return {key: value for key, value in content.items() if value is not None}
