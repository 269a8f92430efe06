"""How often duties were missed, and the attention of the prosecutor that several misses open."""

from collections import Counter

from sqlmodel import col, func, select

from casework.acting.open_plan import OpenPlan
from casework.shared.items.items import add_item, finish_items
from casework.shared.items.steps import CALL
from law.articles import cite
from law.breach import Ground, finding_on_several
from models.decision import Incident
from models.item import Item, ItemStatus
from models.office import Role

_INCIDENTS = cite("incidents")
_Statuses = tuple[ItemStatus, ...]


def count_missed(open_plan: OpenPlan) -> int:
    """How many of the minor's items stand as missed today."""
    missed = (
        select(func.count())
        .select_from(Item)
        .where(
            Item.plan_id == open_plan.plan.id,
            Item.owner == Role.MINOR.value,
            Item.status == ItemStatus.MISSED.value,
        )
    )
    return open_plan.session.exec(missed).one()


def count_consecutive_missed(open_plan: OpenPlan, item: Item) -> int:
    """How many of that kind and owner, up to this one, have not come one after another. What could not be owed, such as
    a week in hospital, neither counts nor breaks the row."""
    kept = (ItemStatus.ON_TIME, ItemStatus.LATE, ItemStatus.DONE)
    return _count_in_a_row(open_plan, item, (ItemStatus.MISSED, ItemStatus.UNKNOWN), kept)


def rests_on_last_day(open_plan: OpenPlan, item: Item) -> bool:
    """Whether no text comes on its last day: so many of that kind before it came on time one after another as the
    office's policy says. One that was late brings the text back."""
    enough = open_plan.policy.ladder.last_day_rests_after
    if not enough:
        return False
    late = (ItemStatus.LATE, ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN)
    return _count_in_a_row(open_plan, item, (ItemStatus.ON_TIME,), late) >= enough


def _count_in_a_row(open_plan: OpenPlan, item: Item, counted: _Statuses, broken_by: _Statuses) -> int:
    open_plan.session.flush()
    latest = (
        select(Item.status)
        .where(
            Item.plan_id == open_plan.plan.id,
            Item.kind == item.kind,
            Item.owner == item.owner,
            col(Item.due_on) <= item.due_on,
        )
        .order_by(col(Item.due_on).desc())
        .limit(60)
    )
    said = [status for status in open_plan.session.exec(latest) if status in counted or status in broken_by]
    return next((place for place, status in enumerate(said) if status in broken_by), len(said))


def count_breaches(open_plan: OpenPlan) -> dict[Ground, int]:
    """How many breaches of the supervision rules, and how many violations of public security, a named person confirmed
    after hearing; among the first the duties that count as missed, by a person or because the time to explain went by.
    What is only reported, overdue or unknown is none; and since an incident is often about the very duties that were
    missed, the two are not added."""
    confirmed = Counter(row.kind for row in open_plan.rows(Incident) if row.status in ("lesser", "ground"))
    return {
        Ground.SUPERVISION_RULES: max(count_missed(open_plan), confirmed[Ground.SUPERVISION_RULES]),
        Ground.PUBLIC_SECURITY: confirmed[Ground.PUBLIC_SECURITY],
    }


def open_attention(open_plan: OpenPlan) -> None:
    """Several of one kind that count open an attention for the prosecutor, and change nothing (VI-05)."""
    open_plan.session.flush()
    confirmed = count_breaches(open_plan)
    if (
        open_plan.plan.attention_open
        or not finding_on_several(max(confirmed.values()), open_plan.today, open_plan.rulebook).warns
    ):
        return
    open_plan.plan.attention_open = True
    item = add_item(open_plan, "attention", open_plan.context.days.after(open_plan.today, 2), article=_INCIDENTS)
    item.next_step, item.next_at = CALL, open_plan.now
    open_plan.record("open_attention", item=item, note={"missed": count_missed(open_plan), **{ground.value: count for ground, count in confirmed.items()}})  # fmt: skip


def update_attention(open_plan: OpenPlan) -> None:
    """Once what was missed has been explained, or was found otherwise, the attention it opened is over."""
    if not open_plan.plan.attention_open:
        return
    open_plan.session.flush()
    if finding_on_several(max(count_breaches(open_plan).values()), open_plan.today, open_plan.rulebook).holds:
        open_plan.plan.attention_open = False
        finish_items(open_plan, "attention", because="explained")
