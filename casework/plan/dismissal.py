"""Sets aside an open item of the office, by a named person with a reason: nobody owes it afterwards."""

import uuid
from collections.abc import Sequence

from sqlmodel import select

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.verbs import verb
from casework.checkins.acts import DismissItems
from casework.checkins.reminder_steps import WORK_OF_THE_OFFICE
from casework.checkins.repeated_reminders import get_waiting_since
from casework.outcome.after_decision import await_judgment
from casework.outcome.proposals import close_proposal
from casework.shared.duplicates import record_correction
from casework.shared.items.item_kinds import ITEM_KINDS, AtTheEnd, get_owners
from casework.shared.items.items import close_item, get_row_labels
from casework.shared.text.labels import role_label
from core.errors import BadInput, Mistake, Refused, StateConflict
from core.i18n import _, pgettext
from law.transitions import Outcome
from models.item import Explanation, Item, ItemStatus
from models.office import Role
from notifications.outbox import withdraw_messages

DISMISSED = "dismissed"


@verb(DismissItems)
def dismiss_items(open_plan: OpenPlan, act: DismissItems) -> list[Item]:
    """Each of those items is closed by this person for this reason, with a journal line of its own. It counts for
    nothing and against nobody: a thing of the family's that waited for an answer is unknown, and stays so.

    `items` name a kind (all of it that is open) or a kind with a label or a day, as `code_of` writes them. Set aside
    twice, it is set aside once. Refused for the dates of the procedure itself, and for what somebody else owes, unless
    the prosecutor does it; BadInput for what is not there.
    """
    chosen = _chosen(open_plan, act.items)
    for item in chosen:
        _refuse_if_not_theirs(open_plan, item)
    if not chosen:
        record_correction(open_plan, {}, {"reason": act.reason})
    for item in chosen:
        since = get_waiting_since(item)
        close_item(open_plan, item, ItemStatus.CANCELLED, DISMISSED)
        withdraw_messages(
            open_plan.session, open_plan.now, reason="overtaken", plan_id=open_plan.plan.id, item_id=item.id
        )
        _what_follows(open_plan, item, act.reason)
        open_plan.record(
            item=item, note={"since": since, "days": (open_plan.today - since).days}, detail={"reason": act.reason}
        )
    return chosen


def list_dismissible(open_plan: OpenPlan) -> list[Item]:
    """The open items that the actor may set aside, the oldest first."""
    return [item for item in open_plan.items() if is_dismissible(item) and is_owner(open_plan.actor, item)]


def is_dismissible(item: Item) -> bool:
    """Whether a person may set it aside: not what the family owes, nor a date of the procedure itself."""
    return ITEM_KINDS[item.kind].at_the_end is not AtTheEnd.OWN_ACT


def is_owner(actor: Actor, item: Item) -> bool:
    """Whether the actor owes it, a deputy in the chief's place; the prosecutor answers for all of a plan."""
    owners = get_owners(item.kind, item.owner)
    deputy = (Role.DEPUTY.value,) if Role.CHIEF_PROSECUTOR in owners else ()
    return actor.role is Role.PROSECUTOR or actor.role.value in (*owners, *deputy)


def get_item_code(item: Item) -> str:
    """How the item is named in an act: its kind, with its label where it has one, else with its day."""
    return f"{item.kind}/{item.label or item.due_on.isoformat()}"


def _chosen(open_plan: OpenPlan, codes: Sequence[str]) -> list[Item]:
    chosen: dict[uuid.UUID, Item] = {}
    wrong = []
    for place, code in enumerate(codes):
        kind, __, which = code.partition("/")
        named = [
            item
            for item in open_plan.items(kind, only_open=False)
            if not which or which in (item.label, item.due_on.isoformat())
        ]
        there = [item for item in named if item.settled_at is None]
        if not there and not any(item.settled_because == DISMISSED for item in named):
            wrong.append(Mistake(f"items.{place}", pgettext("refusal", "没有这一项，或已经办结。")))
        chosen |= {item.id: item for item in there}
    if wrong:
        raise BadInput(_("有的事项不存在或已办结。"), mistakes=wrong)
    return sorted(chosen.values(), key=lambda item: (item.due_on, item.id))


def _refuse_if_not_theirs(open_plan: OpenPlan, item: Item) -> None:
    words = ITEM_KINDS[item.kind].words
    if not is_dismissible(item):
        raise Refused(
            _("“{words}”不能注销，应当办理。", words=words),
            article=item.article or WORK_OF_THE_OFFICE,
        )
    if not is_owner(open_plan.actor, item):
        owner = role_label(item.owner)
        raise StateConflict(_("“{words}”由{owner}负责，应由负责人或者承办检察官注销。", words=words, owner=owner))


def _what_follows(open_plan: OpenPlan, item: Item, reason: str) -> None:
    """Nothing that waited for the answer is left hanging; of a case at court somebody asks again in time."""
    if item.kind == "approval":
        close_proposal(open_plan, item.label, reason)
    if item.kind == "judgment" and open_plan.plan.outcome == Outcome.PROSECUTION:
        await_judgment(open_plan)
    if item.kind == "explanation_answer":
        given = select(Item).join(Explanation).where(Explanation.plan_id == open_plan.plan.id).distinct()
        for explained in open_plan.session.exec(given):
            if item.label in get_row_labels(explained.id) and explained.status == ItemStatus.NOT_RECEIVED:
                close_item(open_plan, explained, ItemStatus.UNKNOWN, DISMISSED)
