"""What waits on one plan for whoever looks, in the order of its days, and where each is done. The first is the main
action above every page of the plan.

The same things as on their desk: what is due today or before, and what they have to decide. Nothing is weighed: the order
is that of the days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from casework.acting.open_plan import OpenPlan
from casework.acting.rights.read_operations import READ_APPROVALS
from casework.outcome.acts_approval import Countersign
from casework.plan.views.caseload import DUE_WITHIN
from casework.plan.views.item_detail import ANSWER, WRITE_DOWN, may_write_down
from casework.shared.items.item_kinds import ITEM_KINDS, STAFF_HAND_IN, Pattern, get_owners
from casework.shared.items.items import get_row_labels
from core.i18n import Text, pgettext
from models.item import Item
from models.proposal import Proposal
from web.views.action_links import get_action_links
from web.views.my_day import ANSWERING, ANSWERS, TO_DECIDE, list_owed_as
from web.views.task_links import END, END_PAGE, READ_FIRST

_OF_THE_FAMILY = tuple(code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.FAMILY)


@dataclass(frozen=True)
class NextTask:
    """One thing that waits for whoever looks: what it is called, where it is done, and by when."""

    words: Text
    address: str
    about: Text | None = None
    """Which item it does, where the words do not say it."""
    due_on: date | None = None
    act: str | None = None
    """The act that does it, where it is one with a form."""


@dataclass(frozen=True)
class NextTasks:
    """What waits, the first first, and how many there are; and what comes next of their own, if nothing waits."""

    first: NextTask | None
    count: int
    coming: Item | None
    today: date

    @property
    def coming_words(self) -> Text | None:
        """What the next item of their own is called."""
        return ITEM_KINDS[self.coming.kind].words if self.coming else None


def load_next_tasks(open_plan: OpenPlan) -> NextTasks:
    """What waits for the actor on this plan now; only the first is looked up whole."""
    waiting, later = _own_items(open_plan)
    others = _without_item(open_plan)
    first = _to_task(open_plan, waiting[0]) if waiting else others[0] if others else None
    return NextTasks(first, len(waiting) + len(others), later[0] if later else None, open_plan.today)


def list_next_tasks(open_plan: OpenPlan) -> list[NextTask]:
    """All that waits for the actor on this plan now."""
    waiting, _later = _own_items(open_plan)
    return [_to_task(open_plan, item) for item in waiting] + _without_item(open_plan)


def list_hand_ins(open_plan: OpenPlan) -> list[NextTask]:
    """Of each kind that the actor may write down, such as a visit, the first that is open."""
    first: dict[str, NextTask] = {}
    for item in open_plan.items(*STAFF_HAND_IN):
        if item.kind not in first and may_write_down(open_plan, item):
            first[item.kind] = NextTask(*_hand_in(open_plan, item), due_on=item.due_on, act=WRITE_DOWN.code)
    return list(first.values())


def _hand_in(open_plan: OpenPlan, item: Item) -> tuple[Text, str]:
    words = pgettext("button", "填写：{item}", item=ITEM_KINDS[item.kind].words)
    return words, _address(open_plan, f"items/{item.kind}/{item.due_on.isoformat()}?do=hand-in")


def _own_items(open_plan: OpenPlan) -> tuple[list[Item], list[Item]]:
    """What is theirs and open: what waits now, and what comes later."""
    if open_plan.plan.closed_at is not None or open_plan.plan.sealed_at is not None:
        return [], []
    owners = {*list_owed_as(open_plan.actor.role)}
    own = [item for item in open_plan.items() if owners & {*get_owners(item.kind, item.owner)}]
    own.sort(key=lambda item: (item.due_on, ITEM_KINDS[item.kind].urgency, item.id))
    asked_for = open_plan.actor.role in ANSWERING and bool(_proposals(open_plan))
    waiting: list[Item] = []
    later: list[Item] = []
    for item in own:
        until = open_plan.today + (DUE_WITHIN if item.kind in TO_DECIDE else timedelta())
        waits = item.due_on <= until or (asked_for and item.kind in ANSWERS)
        (waiting if waits else later).append(item)
    return waiting, later


def _proposals(open_plan: OpenPlan) -> list[Proposal]:
    return [row for row in open_plan.rows(Proposal) if row.status == "open"]


def _to_task(open_plan: OpenPlan, item: Item) -> NextTask:
    kind, here = ITEM_KINDS[item.kind], _address(open_plan, f"items/{item.kind}/{item.due_on.isoformat()}")
    if may_write_down(open_plan, item):
        return NextTask(*_hand_in(open_plan, item), due_on=item.due_on, act=WRITE_DOWN.code)
    if explained := find_explained(open_plan, item):
        there = _address(open_plan, f"items/{explained.kind}/{explained.due_on.isoformat()}?do=answer")
        title = ANSWER.title or kind.words
        return NextTask(title, there, ITEM_KINDS[explained.kind].words, item.due_on)
    if item.kind == "approval" and open_plan.actor.role in READ_APPROVALS.by:
        there = _address(open_plan, f"proposals/{item.label}")
        return NextTask(pgettext("button", "处理：{item}", item=kind.words), there, due_on=item.due_on)
    if item.kind == "plan_halted":
        return NextTask(kind.words, _address(open_plan, "run"), due_on=item.due_on)
    for link in get_action_links(open_plan, item) if item.kind not in READ_FIRST else ():
        if link.act != "dismiss_items":
            there = _address(open_plan, END_PAGE) if item.kind in END else link.address
            return NextTask(link.title, there, kind.words, item.due_on, link.act)
    if item.kind in READ_FIRST:
        here = f"{here}?{urlencode({'label': item.label})}"
    return NextTask(pgettext("button", "处理：{item}", item=kind.words), here, due_on=item.due_on)


def find_explained(open_plan: OpenPlan, answer: Item, kinds: tuple[str, ...] = ("explanation_answer",)) -> Item | None:
    """What was explained, or handed in, and waits for that answer; None where the item is of another kind."""
    if answer.kind not in kinds:
        return None
    found = open_plan.items(*_OF_THE_FAMILY, only_open=False)
    return next((item for item in found if answer.label in get_row_labels(item.id)), None)


def _without_item(open_plan: OpenPlan) -> list[NextTask]:
    """What waits and is nobody's item: a proposal to be countersigned."""
    tasks = []
    role = open_plan.actor.role
    if role in Countersign.operation.by:
        title = Countersign.operation.title
        assert title is not None
        tasks += [
            NextTask(title, _address(open_plan, f"proposals/{row.step}"), act=Countersign.operation.code)
            for row in _proposals(open_plan)
            if not row.countersigned_by
        ]
    return tasks


def _address(open_plan: OpenPlan, rest: str) -> str:
    return f"/plans/{quote(open_plan.plan.number)}/{rest}"
