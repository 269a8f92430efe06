"""What still waits for somebody when a case comes to its end: before the opinion, before the decision, before the seal.

Nothing of it ends in silence. It is answered, or a named person sets it aside with a reason (`dismissing.py`).
"""

from collections.abc import Iterable, Sequence

from casework.acting.open_plan import OpenPlan
from casework.shared.closing_list import OWED_BY_OTHERS
from casework.shared.items.item_kinds import ITEM_KINDS, AtTheEnd
from core.errors import Refused
from core.i18n import Text, _, listed
from law.expiry import finding_on_left_over
from law.finding import Finding
from models.item import Item


def list_unfinished(open_plan: OpenPlan) -> list[Item]:
    """What is in the way of the opinion and of the non-prosecution: what waits for somebody's word, and whatever else
    the office owes whose day has passed. The oldest first."""
    return [
        item
        for item in open_plan.items()
        if _blocks_the_end(item)
        and (ITEM_KINDS[item.kind].at_the_end is AtTheEnd.WAITED_FOR or item.due_on < open_plan.today)
    ]


def list_unfinished_at_seal(open_plan: OpenPlan) -> list[Item]:
    """What is in the way of the seal: nothing can be answered afterwards but what runs on the closing list."""
    return [item for item in open_plan.items() if _blocks_the_end(item) and item.kind not in OWED_BY_OTHERS]


def finding_on_unfinished(open_plan: OpenPlan) -> Finding:
    """Whether anything is left before the opinion or the decision, and what (FI-15)."""
    left = list_unfinished(open_plan)
    return finding_on_left_over(len(left), name_items(left), open_plan.rulebook)


def ensure_nothing_unfinished(open_plan: OpenPlan) -> Finding:
    """Refused while something is left: all of it can be set aside by one act. On the last day of the law for the
    decision, and after it, the deadline goes before: the finding warns and names what is left."""
    finding = finding_on_unfinished(open_plan)
    if not finding.holds and open_plan.today < open_plan.plan.final_decision_by:
        raise Refused(
            _("{because}请先办理，或者由该项的负责人、承办检察官写明理由后一并注销。", because=finding.because),
            article=finding.article,
        )
    return finding


def name_items(items: Iterable[Item]) -> Text:
    """The items in a row, each kind once with how many there are."""
    counts: dict[str, int] = {}
    for item in items:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    return listed(
        _("{kind}{count}项", kind=ITEM_KINDS[kind].words, count=n) if n > 1 else ITEM_KINDS[kind].words
        for kind, n in counts.items()
    )


def get_item_codes(items: Sequence[Item]) -> list[str]:
    """The items by kind and day, as a journal line carries them."""
    return [f"{item.kind}.{item.due_on.isoformat()}" for item in items]


def _blocks_the_end(item: Item) -> bool:
    return ITEM_KINDS[item.kind].at_the_end in (AtTheEnd.ONCE_DUE, AtTheEnd.WAITED_FOR)
