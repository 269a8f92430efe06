"""Facts of the review that come to the file by themselves: a hearing, a limit that began anew, bail and custody.

Each is recorded as it was, also after the decision; what it moves is moved in the same act and stands in the journal.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.unavailability import is_in_custody, record_unable_in_custody
from casework.measures.acts import (
    BAIL_CHANGED,
    HELD,
    RELEASED,
    REVIEW_RESTARTED,
    HoldHearing,
    RecordMeasure,
    RestartReview,
)
from casework.measures.final_dates import get_final_deadline, update_final_dates
from casework.shared.facts.taking_effect import take_effect
from casework.shared.files.clocks_at_entry import ends_of_measures
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.text.text_checks import text_or_none
from core.errors import BadInput, NotFound
from core.i18n import _, pgettext
from law.articles import cite
from law.clocks import (
    findings_on_days_left,
    review_days_left,
    review_limit_end,
)
from law.decision import Measure
from law.examination import finding_on_hearing, review_limit_begins_on
from law.finding import Finding, filter_warnings
from law.transitions import PlanStatus

_BAIL = cite("DE-06")
_CUSTODY = cite("DE-05")
_MEASURE_ENDS = cite("measure_ends")
_REVIEW_BEGINS_ANEW = cite("review_begins_anew")

_SUPERVISED = (PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION)
"""While nothing has been decided about the end; after a revocation custody is the court's matter."""


@verb(HoldHearing)
def hold_hearing(open_plan: OpenPlan, act: HoldHearing) -> Finding:
    """The hearing (听证) is on the file as it was held, with its finding: told a day late is a fact, not a refusal."""
    on = act.held_on or act.on
    if act.notified_on is not None and act.notified_on > on:
        raise BadInput(_("听证或者通知的日期不对。"))
    finding = finding_on_hearing(on, act.notified_on, act.public, open_plan.rulebook)
    open_plan.record(
        article=finding.article,
        note={"on": on, "notified_on": act.notified_on, "public": act.public, "holds": finding.holds, "rule": finding.rule},
        detail={"text": text_or_none(act.text), "finding": finding.as_dict()},
        warned=filter_warnings([finding]),
    )  # fmt: skip
    return finding


@verb(RestartReview)
def restart_review(open_plan: OpenPlan, act: RestartReview) -> list[Finding]:
    """It turned out that the review limit began anew before the decision: after supplementary investigation or with a
    change of jurisdiction (CPL arts 172(2), 175; HR-10). The limit, the days left and every open date at the end follow.

    Returns what the law says of the days that are left. BadInput for a day that lies not between receipt and decision.
    """
    case = get_case(open_plan)
    review = case["review"]
    received_on = date.fromisoformat(review["received_on"])
    if not received_on <= act.began_on <= open_plan.plan.decided_on:
        raise BadInput(pgettext("refusal", "不在受理日与决定日之间。"))
    field = {"supplementary_investigation": "returned_on", "change_of_jurisdiction": "jurisdiction_changed_on"}[
        act.because
    ]
    if act.began_on.isoformat() in review.setdefault(field, []):
        return findings_on_days_left(open_plan.plan.review_days_left, open_plan.plan.decided_on, open_plan.rulebook)
    review[field].append(act.began_on.isoformat())
    begun = review_limit_begins_on(received_on, _days(review, "returned_on"), _days(review, "jurisdiction_changed_on"))
    old_limit, old_left = open_plan.plan.limit_ends_on, open_plan.plan.review_days_left
    limit = review_limit_end(begun, review["extended"], open_plan.rulebook)
    review["limit_ends_on"] = limit.isoformat()
    open_plan.plan.case_document = open_plan.seal("plan.case", open_plan.plan.id, case)
    open_plan.plan.limit_ends_on, open_plan.plan.review_days_left = (
        limit,
        review_days_left(limit, open_plan.plan.decided_on, open_plan.context.days),
    )
    deadline = get_final_deadline(open_plan)
    moved = update_final_dates(open_plan, deadline) if deadline else []
    take_effect(open_plan, REVIEW_RESTARTED, f"{act.because}/{act.began_on}")
    findings = findings_on_days_left(open_plan.plan.review_days_left, open_plan.plan.decided_on, open_plan.rulebook)
    open_plan.record(
        article=_REVIEW_BEGINS_ANEW,
        note={"because": act.because, "began_on": act.began_on, "old_limit": old_limit, "limit_ends_on": limit,
              "old_days_left": old_left, "review_days_left": open_plan.plan.review_days_left,
              "final_decision_by": open_plan.plan.final_decision_by, "moved": [what for what, _, _ in moved]},
        warned=filter_warnings(findings),
    )  # fmt: skip
    return findings


@verb(RecordMeasure)
def record_measure(open_plan: OpenPlan, act: RecordMeasure) -> None:
    """Bail, residential surveillance or custody is on the file by the organ that ordered it, or as lifted.

    Each organ's own decision starts its own clock (Rules art 103). The prosecutor is notified at once of a minor
    locked up while supervised (DE-05), and a release ends that alarm. While bail runs, leave needs the police station
    as well. One that was over before it was recorded is recorded with both days. NotFound where a measure of that
    organ runs that this one may have been meant to lift, from another day.
    """
    if act.lifted_on is not None and act.lifted_on < act.from_on:
        raise BadInput(_("起止日期不对。"))
    case, before = get_case(open_plan), get_case(open_plan)
    if act.measure == "custody":
        is_new = record_unable_in_custody(open_plan, act.from_on, act.lifted_on)
        case["in_custody"] = act.lifted_on is None or is_in_custody(open_plan)
        if act.lifted_on is None or not case["in_custody"]:
            update_custody_alarm(open_plan, case["in_custody"])
        if not case["in_custody"] and before.get("in_custody"):
            take_effect(open_plan, RELEASED, f"{act.from_on}/{act.lifted_on}")
    else:
        is_new = False
        _add_measure(case["bail"], act.measure, act.decided_by, act.from_on, act.lifted_on)
    if case == before and not is_new:
        return
    replace_measures(open_plan, case)
    if act.measure != "custody":
        take_effect(open_plan, BAIL_CHANGED, f"{act.measure}/{act.decided_by}/{act.from_on}/{act.lifted_on}")
    open_plan.record(
        article=_BAIL,
        note={"measure": act.measure, "decided_by": act.decided_by, "from_on": act.from_on, "lifted_on": act.lifted_on},
    )


def update_custody_alarm(open_plan: OpenPlan, held: bool) -> None:
    """The prosecutor is notified at once while the minor is held under supervision; with the release that alarm is
    over."""
    if not held:
        finish_items(open_plan, "custody", because="released")
    elif open_plan.plan.status in _SUPERVISED and not open_plan.items("custody"):
        notify_of_custody(open_plan, open_plan.today)


def replace_measures(open_plan: OpenPlan, case: dict[str, Any]) -> None:
    """Those are the measures of the case; the ends of those that still hold are dates of their own."""
    open_plan.plan.case_document = open_plan.seal("plan.case", open_plan.plan.id, case)
    open_plan.plan.on_bail = any(each["lifted_on"] is None and _is_measure(each, "bail") for each in case["bail"])
    cancel_items(open_plan, "measure_changed", kinds=("bail_end",))
    create_measure_ends(open_plan, case["bail"])


def _add_measure(
    known: list[dict[str, Any]], measure: str, decided_by: str, from_on: date, lifted_on: date | None
) -> None:
    same = [each for each in known
            if each["decided_by"] == decided_by and each["from_on"] == from_on.isoformat() and _is_measure(each, measure)]  # fmt: skip
    runs = [
        each
        for each in known
        if each["decided_by"] == decided_by and _is_measure(each, measure) and not each["lifted_on"]
    ]
    if lifted_on is not None and not same and any(date.fromisoformat(each["from_on"]) <= lifted_on for each in runs):
        raise NotFound(_("没有这样一项强制措施的记录。"))
    row: dict[str, Any] = (
        same[0] if same else {"decided_by": decided_by, "measure": measure, "from_on": from_on.isoformat()}
    )
    row["lifted_on"] = lifted_on.isoformat() if lifted_on else None
    if not same:
        known.append(row)


def _is_measure(measure: dict[str, Any], name: str) -> bool:
    return str(measure.get("measure", "bail")) == name


def get_case(open_plan: OpenPlan) -> dict[str, Any]:
    """The case as the plan's file tells it."""
    return open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)


def _days(review: dict[str, Any], field: str) -> list[date]:
    return [date.fromisoformat(day) for day in review.get(field, [])]


def notify_of_custody(open_plan: OpenPlan, since: date) -> None:
    """Somebody under supervision is locked up: the prosecutor is told at once, and one step up the next morning
    (DE-05)."""
    take_effect(open_plan, HELD, str(since), label="", due={"custody": since}, article=_CUSTODY)


def create_measure_ends(open_plan: OpenPlan, measures: Iterable[dict[str, Any]]) -> None:
    """Bail or residential surveillance that nobody lifted and that ends before the case does: its end is a date of its own,
    counted from the decision of the organ that ordered it, and afresh where another organ decides anew (DE-06)."""
    known = [
        Measure(
            each["decided_by"], each.get("measure") == "residential_surveillance", date.fromisoformat(each["from_on"])
        )
        for each in measures
        if each["lifted_on"] is None
    ]
    for measure, ends in ends_of_measures(known, open_plan.rulebook):
        if ends < open_plan.plan.final_decision_by:
            add_item(open_plan, "bail_end", ends, label=measure.decided_by, article=_MEASURE_ENDS)
