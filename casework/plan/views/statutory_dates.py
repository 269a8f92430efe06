"""The law's own dates on a plan (办理期限一览), done or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from casework.acting.open_plan import OpenPlan
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.shared.provisional_dates import is_provisional
from casework.shared.text.labels import days_label
from core.i18n import Text, _, verbatim
from law.articles import articles_by_citation, cite
from law.cited_articles import parse_citation
from law.clocks import Deadline, higher_review_request, reconsideration_request, victim_complaint_deadline
from law.rulebook import Rulebook
from law.transitions import PlanStatus
from law.working_days import WorkingDays
from models.decision import ServiceReceipt
from models.item import STILL_OPEN, ItemStatus

_FINAL_DECISION_LIMIT = cite("final_decision_limit")

_RECONSIDERATION = (reconsideration_request, _("公安机关可以要求复议"))
_COMPLAINT = (
    victim_complaint_deadline,
    _("被害人可以向上一级检察院申诉"),
)
_REVIEW = (
    higher_review_request,
    _("公安机关可以提请上一级检察院复核"),
)
_WINDOWS: dict[tuple[str, str], tuple[Callable[[date, WorkingDays, Rulebook], Deadline], Text]] = {
    ("conditional_non_prosecution", "police"): _RECONSIDERATION,
    ("non_prosecution", "police"): _RECONSIDERATION,
    ("conditional_non_prosecution", "victim"): _COMPLAINT,
    ("non_prosecution", "victim"): _COMPLAINT,
    ("reconsideration", "police"): _REVIEW,
}
"""What may be asked from the receipt of which paper by whom."""


@dataclass(frozen=True)
class StatutoryDateView:
    """A date of the law on this plan: until when, how many days, under which article, or by which practice of the office."""

    what: Text
    due_on: date
    days_left: int
    left: Text
    article: str | None
    practice: Text | None
    done: bool
    provisional: bool
    """Whether that year's holidays are not announced yet, so that the day may still move."""


def _view(
    open_plan: OpenPlan, what: Text, due_on: date, article: str | None, *, done: bool = False, provisional: bool
) -> StatutoryDateView:
    days = (due_on - open_plan.today).days
    if article is None or parse_citation(article):
        return StatutoryDateView(what, due_on, days, days_label(days), article, None, done, provisional)
    practice = articles_by_citation().get(article) or verbatim(article)
    return StatutoryDateView(what, due_on, days, days_label(days), None, practice, done, provisional)


def load_statutory_dates(open_plan: OpenPlan) -> list[StatutoryDateView]:
    """The law's own dates, done or not, in the order of their days."""
    by_law = [code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY]
    statuses = (ItemStatus.OPEN, ItemStatus.DONE, ItemStatus.NOT_RECEIVED)
    clocks = []
    for item in open_plan.items(*by_law, only_open=False):
        if item.status in statuses:
            done = item.status not in STILL_OPEN
            computed = not done and is_provisional(item.kind, item.due_on, open_plan.context.days)
            words = ITEM_KINDS[item.kind].words
            clocks.append(_view(open_plan, words, item.due_on, item.article, done=done, provisional=computed))
    clocks += _windows_of_others(open_plan)
    undecided = open_plan.plan.status in (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
    if undecided and not open_plan.items("final_decision", only_open=False):
        # While the period runs the last day for the final decision is known, and nobody owes it yet.
        words = ITEM_KINDS["final_decision"].words
        by = open_plan.plan.final_decision_by
        computed = is_provisional("final_decision", by, open_plan.context.days)
        clocks.append(_view(open_plan, words, by, _FINAL_DECISION_LIMIT, provisional=computed))
    return sorted(clocks, key=lambda clock: clock.due_on)


def _windows_of_others(open_plan: OpenPlan) -> list[StatutoryDateView]:
    """Until when the police may ask for reconsideration, and then for review, and each victim complain: from their own
    receipt of either decision or of the answer, while it runs. Nobody of ours owes it; who answers what comes later is another matter."""
    received = [(row.received_on, row) for row in open_plan.rows(ServiceReceipt) if row.received_on is not None]
    views = []
    for received_on, receipt in sorted(received, key=lambda pair: pair[0]):
        if (receipt.decision, receipt.addressee) not in _WINDOWS:
            continue
        counted, words = _WINDOWS[receipt.decision, receipt.addressee]
        window = counted(received_on, open_plan.context.days, open_plan.rulebook)
        if window.due_on < open_plan.today:
            continue
        what = _("{words}（{number}号）", words=words, number=receipt.number) if receipt.number else words
        views.append(_view(open_plan, what, window.due_on, window.article, provisional=window.provisional))
    return views
