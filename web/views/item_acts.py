"""By which act an item is done, where that is not a form of its own: the item's page leads there, filled in as far as
the item itself says."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from casework.acts.act import ACTS
from casework.acts.duties import DismissItems
from casework.desk import File
from casework.dismissing import code_of, is_theirs, may_be_dismissed
from casework.kinds import KINDS
from casework.views.offers import allowed, has_its_place
from models.item import STILL_OPEN, Item
from sunward.words import Words
from web.acting.words import title_of


@dataclass(frozen=True)
class Way:
    """One way to do it: where, and what it is called."""

    address: str
    title: Words


def ways_to_do(file: File, item: Item) -> list[Way]:
    """The ways that this person has now; none for an item that is settled."""
    if item.status not in STILL_OPEN:
        return []
    ways = []
    for by in KINDS[item.kind].done_by:
        act = ACTS[by.act]
        if allowed(file, act.operations()) and has_its_place(file, act):
            given = dict(by.said)
            if by.field and item.label:
                given = {by.field: item.label} | given
            query = f"?{urlencode(given)}" if given else ""
            ways.append(Way(f"/plans/{quote(file.plan.number)}/do/{by.act}{query}", title_of(by.act)))
    if may_be_dismissed(item) and is_theirs(file.actor, item) and allowed(file, DismissItems.operations()):
        ways.append(Way(dismissal_of(file, item), title_of("dismiss_items")))
    return ways


def dismissal_of(file: File, item: Item) -> str:
    """The form in which the item is set aside, with it chosen."""
    return f"/plans/{quote(file.plan.number)}/do/dismiss_items?{urlencode({f'items.{code_of(item)}': 'yes'})}"
