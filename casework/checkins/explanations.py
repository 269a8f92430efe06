"""The right to be heard before a miss counts: explanations and their answers."""

from typing import Any

from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.verbs import verb
from casework.checkins.acts import AnswerExplanation, Explain
from casework.checkins.attachments import NewAttachments, read_attachments, store_attachments
from casework.checkins.attention import update_attention
from casework.shared.items.items import add_item, close_item, find_item, finish_items, get_row_label, get_row_labels
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import check_not_blank
from core.errors import Refused
from core.i18n import _
from law.articles import cite
from models.base import new_id
from models.item import Explanation, Item, ItemStatus
from models.journal import Harmless
from models.office import Role
from notifications.matrix import Event

_END_OF_SUPERVISION = cite("end_of_supervision")
ANSWERS = {
    "excused": ItemStatus.EXCUSED,
    "unable": ItemStatus.UNABLE,
    "late": ItemStatus.LATE,
    "missed": ItemStatus.MISSED,
}
_MAY_BE_MISSED = (ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN, ItemStatus.EXCUSED)


@verb(Explain, opens_plan=True)
def explain(context: Context, actor: Actor, number: str, act: Explain) -> None:
    """The explanation is on the file, whenever it comes, and a named person owes an answer to it. With it is what was
    attached, if the plan says that it may be; a photographed sheet or a recording needs no words beside it."""
    attached = read_attachments(act.photo_base64, act.voice_base64, act.sheet_base64)
    with context.open_for_update(number, actor, act.operation) as open_plan:
        _explain(open_plan, act, attached)


def _explain(open_plan: OpenPlan, act: Explain, attached: NewAttachments) -> None:
    item = find_item(open_plan, act.item, act.due_on)
    words = act.text
    if words is None and not attached.kinds():
        check_not_blank(text="")
    row_id = new_id(open_plan.now)
    document = {"text": words, "by_phone": act.told_by_phone, "way": open_plan.actor.page_mark}
    open_plan.session.add(
        Explanation(
            id=row_id,
            plan_id=open_plan.plan.id,
            item_id=item.id,
            given_at=open_plan.now,
            by_role=open_plan.actor.role.value,
            document=open_plan.seal("explanation.document", row_id, document),
        )
    )
    if item.status == ItemStatus.NOT_RECEIVED:
        # Heard in time: what follows is a person's answer, no longer the clock's.
        item.next_step = item.next_at = None
    ask_for_answer(open_plan, item)
    note: dict[str, Harmless | list[str]] = {"by_phone": act.told_by_phone}
    if sorts := store_attachments(open_plan, attached, explanation_id=row_id):
        note["attached"] = sorts
    open_plan.record(item=item, note=note)


def ask_for_answer(open_plan: OpenPlan, item: Item) -> None:
    """A named person owes an answer to the explanation of the item within two working days."""
    due = open_plan.context.days.after(open_plan.today, 2)
    by = Role.ASSISTANT if open_plan.team(Role.ASSISTANT) else Role.PROSECUTOR
    add_item(open_plan, "explanation_answer", due, owner=by, label=get_row_label(item.id))


@verb(AnswerExplanation)
def answer_explanation(open_plan: OpenPlan, act: AnswerExplanation) -> None:
    """The item stands as the named person found after hearing: excused, unable, late, or missed.

    Refused where a miss would count without the person having been heard, or asked with time to explain; and for what
    has come in, is not due yet, or was never owed. What came on time stays so, whatever is said about it.
    """
    item = find_item(open_plan, act.item, act.due_on)
    if act.answer == "missed" and (item.status not in _MAY_BE_MISSED or item.received_at is not None):
        raise Refused(
            _("这一项已收到、未到期或不必提交，不能计为未完成。"), article=_END_OF_SUPERVISION)  # fmt: skip
    given = open_plan.session.exec(
        select(Explanation).where(Explanation.item_id == item.id).order_by(col(Explanation.given_at).desc())
    ).first()
    window_runs = item.status == ItemStatus.NOT_RECEIVED and item.next_step is not None
    if act.answer == "missed" and given is None and (item.asked_at is None or window_runs):
        raise Refused(
            _("还没有听取本人说明，不能计为未完成。"),
            article=_END_OF_SUPERVISION,
        )
    if given is not None:
        given.answered_at, given.answered_by, given.answer = open_plan.now, open_plan.actor.id, act.answer
        given.answer_document = open_plan.seal("explanation.answer", given.id, {"reason": act.reason})
    if item.status != ItemStatus.ON_TIME:
        close_item(open_plan, item, ANSWERS[act.answer], "answered")
    finish_items(open_plan, "explanation_answer", label=get_row_labels(item.id))
    open_plan.record(item=item, note={"answer": act.answer, "item_status": item.status}, detail={"reason": act.reason})
    update_attention(open_plan)
    notify(open_plan, Event.EXPLANATION_ANSWERED, f"answered/{item.id}/{act.answer}", item=item,
         persons=_list_affected_persons(open_plan, given))  # fmt: skip


def _list_affected_persons(open_plan: OpenPlan, given: Explanation | None) -> list[Any]:
    role = given.by_role if given and given.by_role in (Role.MINOR, Role.GUARDIAN) else Role.MINOR
    return [person.id for person in open_plan.people(role)]


def awaits_answer(open_plan: OpenPlan, item: Item) -> bool:
    """Whether the item was explained and nobody has answered yet: then a person settles it, and not the clock."""
    unanswered = select(Explanation.id).where(Explanation.item_id == item.id, col(Explanation.answered_at).is_(None))
    return open_plan.session.exec(unanswered).first() is not None
