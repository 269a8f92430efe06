"""Changes of a running plan: its period and its conditions. The past is never touched."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.checkins.dated_sessions import find_condition
from casework.measures.review_events import create_measure_ends
from casework.outcome.decisions import record_decision
from casework.outcome.final_decision_checks import look_at_changing, warnings_on_new_end
from casework.outcome.proposals import answer_proposal
from casework.plan.acts_changes import ChangeCondition, ChangePeriod
from casework.plan.calendar import generate_items, list_milestones
from casework.plan.opening import create_coming_of_age, create_condition, create_period_end
from casework.service.announcement_and_service import require_service
from casework.shared.duplicates import ensure_not_decided_differently
from casework.shared.files.plan_file import CadencePart, MilestonePart
from casework.shared.items.item_kinds import OF_THE_CALENDAR
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import text_or_none
from core.errors import Refused
from core.i18n import _, pgettext
from law.articles import cite
from law.clocks import final_decision_deadline
from law.conditions import ConditionText, findings_on_condition
from law.finding import filter_warnings, refuse_by_law
from law.transitions import PlanStatus
from notifications.matrix import Event

_CHANGE_OF_PERIOD = cite("PB-03")
_CONDITION = cite("OB-02")
_END_OF_PERIOD = cite("end_of_period")
_OBJECTION_ANSWERED = cite("HR-04")
_PERIOD_IS_OVER = cite("PB-07")


@dataclass(frozen=True)
class PeriodChange:
    """What a change of the period does to the calendar."""

    old_end: date
    new_end: date
    added: int
    cancelled: int


@verb(ChangePeriod)
def change_period(open_plan: OpenPlan, act: ChangePeriod) -> PeriodChange:
    """The period ends on another day (2013 Provisions art 40): its decision is on record, the calendar is longer or
    shorter, the end's own dates move with it, service is owed anew, and the person is to be told face to face.

    Refused outside six to twelve months, into the past, or after the period has ended. To the end it has already,
    nothing is changed.
    """
    ensure_running(open_plan)
    row = open_plan.plan
    if act.new_end_on == row.period_to:
        changed = open_plan.last_decision("extension", "shortening")
        if changed is not None and ensure_not_decided_differently(
            open_plan, changed.kind, {"new_end": act.new_end_on.isoformat()}, act.reason
        ):
            return PeriodChange(act.new_end_on, act.new_end_on, 0, 0)
    warnings_on_new_end(open_plan, act.new_end_on)
    kind = "extension" if act.new_end_on > row.period_to else "shortening"
    old = row.period_to
    proposer, accepted = answer_proposal(open_plan, "change_period", {"new_end_on": act.new_end_on.isoformat()})
    ends = {"old_end": old.isoformat(), "new_end": act.new_end_on.isoformat()}
    decision = record_decision(open_plan, kind, ends, act.reason, proposer, (act.national_number, act.national_on))
    cancelled = cancel_items(open_plan, "period_changed", kinds=("pre_expiry", "period_end"))
    cancelled = cancel_items(open_plan, "period_changed", kinds=OF_THE_CALENDAR, after=act.new_end_on)
    row.period_to = row.working_end = act.new_end_on
    row.final_decision_by = final_decision_deadline(
        act.new_end_on, row.review_days_left, open_plan.context.days, open_plan.rulebook
    ).rolled_to
    added = 0
    if act.new_end_on > old:
        cadence, milestones = get_cadence(open_plan)
        added = generate_items(
            open_plan, cadence, list_milestones(milestones, row.period_from, old), old, act.new_end_on
        )
    add_item(open_plan, "pre_expiry", act.new_end_on, article=_END_OF_PERIOD)
    create_period_end(open_plan)
    _create_dates_inside(open_plan)
    finish_items(open_plan, "condition_adoption", label=("",))
    require_service(open_plan, kind, _parties_of_a_change(open_plan), open_plan.today)
    open_plan.record(
        article=_CHANGE_OF_PERIOD,
        note={"change": kind, "old_end": old, "new_end": act.new_end_on, "added": added, "cancelled": len(cancelled),
              "final_decision_by": row.final_decision_by},
        detail={"reason": act.reason},
        warned=accepted,
    )  # fmt: skip
    if open_plan.plan.stopped_because is None:  # while all rests, a person says what becomes of it
        notify(
            open_plan,
            Event.PAGE_UPDATED if act.new_end_on < old else Event.TO_BE_TOLD_IN_PERSON,
            f"told/{decision.id}",
            day=open_plan.context.days.after(open_plan.today, 3),
        )
    return PeriodChange(old, act.new_end_on, added, len(cancelled))


@verb(ChangeCondition)
def change_condition(open_plan: OpenPlan, act: ChangeCondition) -> None:
    """The old condition is ended and the new one stands in its place, owed from the day it is told.

    What is done of the old one goes with it. Refused unless the minor (and representative) were heard, and where its
    words name an unlawful means; that it cannot be measured is a warning, which the journal keeps.
    """
    ensure_running(open_plan)
    if not act.heard:
        raise Refused(_("变更条件前应当听取本人意见。"),
                      article=_OBJECTION_ANSWERED)  # fmt: skip
    accepted = look_at_changing(open_plan)
    old = find_condition(open_plan, act.condition)
    words = open_plan.open("condition.document", old.id, old.document)
    part: dict[str, Any] = {
        "kind": old.kind,
        "text": act.text,
        "measure": text_or_none(act.measure) or words["measure"],
        "evidence": words["evidence"],
        "confirmed_by": old.confirmed_by,
        "owner": old.owner,
        "amount": act.amount if act.amount is not None else old.amount,
        "unit": old.unit,
        "by_on": act.by_on.isoformat() if act.by_on else None,
    }
    worded = findings_on_condition(
        ConditionText(
            old.kind,
            act.text,
            part["measure"] or "",
            part["evidence"] or "",
            old.confirmed_by,
            old.owner,
            part["amount"],
        ),
        open_plan.rulebook,
    )
    refuse_by_law(*worded)
    new = create_condition(open_plan, old.place, part)
    new.told_on = open_plan.today
    open_plan.session.flush()
    old.ended_on, old.replaced_by_id = open_plan.today, new.id
    finish_items(open_plan, "condition_adoption", label=("", str(old.place)))
    decision = record_decision(open_plan, "condition_change", {"condition": old.kind}, act.reason)
    accepted += filter_warnings(worded)
    open_plan.record(
        article=_CONDITION,
        note={"condition": old.kind},
        detail={"reason": act.reason},
        warned=accepted,
    )
    if open_plan.plan.stopped_because is None:
        notify(
            open_plan,
            Event.TO_BE_TOLD_IN_PERSON,
            f"told/{decision.id}",
            day=open_plan.context.days.after(open_plan.today, 3),
        )


def _create_dates_inside(open_plan: OpenPlan) -> None:
    """A birthday or an end of bail that lay behind the old end and lies before the new one has its dates now."""
    known = {item.kind for item in open_plan.items("coming_of_age", "bail_end", only_open=False)}
    if "coming_of_age" not in known:
        create_coming_of_age(open_plan)
    if "bail_end" not in known:
        case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
        create_measure_ends(open_plan, case["bail"])


def get_cadence(open_plan: OpenPlan) -> tuple[CadencePart, list[MilestonePart]]:
    """The plan's cadence and own milestones as they were opened with."""
    case = open_plan.open("plan.case", open_plan.plan.id, open_plan.plan.case_document)
    return (
        CadencePart.model_validate(case["cadence"]),
        [MilestonePart.model_validate(milestone) for milestone in case["milestone"]],
    )


def _parties_of_a_change(open_plan: OpenPlan) -> list[str]:
    """The person, and the representative only of somebody not yet of age."""
    adult = open_plan.of_age_on <= open_plan.today
    return ["police", "minor"] if adult else ["police", "minor", "legal_representative"]


def ensure_running(open_plan: OpenPlan) -> None:
    """Refused once the period is over."""
    if open_plan.plan.status != PlanStatus.UNDER_SUPERVISION:
        raise Refused(
            pgettext("refusal", "考验期已经结束，不能再变更。"),
            article=_PERIOD_IS_OVER,
        )
