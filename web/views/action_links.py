"""By which act an item is done, where that is not a form of its own: the item's page leads there, filled in as far as
the item itself says."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from casework.acting.acts.act import ACTS
from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.checkins.acts import DismissItems
from casework.plan.available_acts import is_applicable
from casework.plan.dismissal import get_item_code, is_dismissible, is_owner
from casework.shared.items.follow_ups import QUESTION_ANSWER
from casework.shared.items.item_kinds import ITEM_KINDS
from core.i18n import Text
from models.decision import Incident
from models.item import STILL_OPEN, Item
from web.acting.labels import get_act_title
from web.views.task_links import get_reading_address


@dataclass(frozen=True)
class ActionLink:
    """One way to do it: by which act, where, and what it is called."""

    act: str
    address: str
    title: Text


def get_action_links(open_plan: OpenPlan, item: Item) -> list[ActionLink]:
    """The ways that this person has now; none for an item that is settled."""
    if item.status not in STILL_OPEN:
        return []
    links = []
    kind = ITEM_KINDS[item.kind]
    for by in kind.ends_with + kind.offers if _is_heard(open_plan, item) else kind.ways:
        act = ACTS[by.act]
        if filter_allowed(open_plan, act.operations()) and is_applicable(open_plan, act):
            given = dict(by.values)
            if by.field and item.label:
                given = {by.field: item.label} | given
            query = f"?{urlencode(given)}" if given else ""
            here = f"/plans/{quote(open_plan.plan.number)}/do/{by.act}{query}"
            if item.kind == QUESTION_ANSWER:
                here = get_reading_address(open_plan.plan.number, item.kind, item.due_on, item.label)
            links.append(ActionLink(by.act, here, get_act_title(by.act)))
    if (
        is_dismissible(item)
        and is_owner(open_plan.actor, item)
        and filter_allowed(open_plan, DismissItems.operations())
    ):
        here = get_dismissal_address(open_plan, item)
        links.append(ActionLink("dismiss_items", here, get_act_title("dismiss_items")))
    return links


def _is_heard(open_plan: OpenPlan, item: Item) -> bool:
    """Whether it is the review of an incident to which the minor was heard, so that what is left is to close it."""
    if item.kind != "incident_review":
        return False
    return any(row.label == item.label and row.status == "heard" for row in open_plan.rows(Incident))


def get_dismissal_address(open_plan: OpenPlan, item: Item) -> str:
    """The form in which the item is set aside, with it chosen."""
    return (
        f"/plans/{quote(open_plan.plan.number)}/do/dismiss_items?{urlencode({f'items.{get_item_code(item)}': 'yes'})}"
    )
