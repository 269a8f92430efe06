"""Changes of a running plan: its period and its conditions. The past is never touched."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from casework.checkins.submissions import find_condition
from casework.measures.review_events import create_measure_ends
from casework.outcome.decisions import record_decision
from casework.outcome.proposals import answer_proposal
from casework.plan.acts_changes import ChangeCondition, ChangePeriod
from casework.plan.calendar import generate_items, list_milestones
from casework.plan.opening import create_coming_of_age, create_condition, create_period_end
from casework.service.announcement_and_service import require_service
from casework.shared.context import OpenPlan
from casework.shared.duplicates import ensure_not_decided_differently
from casework.shared.files.plan_file import CadencePart, MilestonePart
from casework.shared.items.item_kinds import OF_THE_CALENDAR
from casework.shared.items.items import add_item, cancel_items
from casework.shared.notify.notify import notify
from casework.shared.text.text_checks import check_not_blank, text_or_none
from core.errors import Refused
from core.i18n import _, pgettext
from law.articles import cite
from law.clocks import final_decision_deadline
from law.conditions import ConditionText, findings_on_condition
from law.finding import filter_refusals, filter_warnings
from law.period import findings_on_new_end
from law.transitions import PlanStatus
from models.decision import Decision
from models.office import Role
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


def change_period(file: OpenPlan, act: ChangePeriod) -> PeriodChange:
    """The period ends on another day (2013 Provisions art 40): its decision is on record, the calendar is longer or
    shorter, the end's own dates move with it, service is owed anew, and the person is to be told face to face.

    Refused outside six to twelve months, into the past, or after the period has ended. To the end it has already,
    nothing is changed.
    """
    proposed_by = file.proposer
    ensure_running(file)
    row = file.plan
    if act.new_end_on == row.period_to:
        changed = file.session.exec(
            select(Decision.kind)
            .where(Decision.plan_id == row.id, col(Decision.kind).in_(("extension", "shortening")))
            .order_by(col(Decision.recorded_at).desc())
        ).first()
        if changed is None or not ensure_not_decided_differently(
            file, changed, {"new_end": act.new_end_on.isoformat()}, act.reason
        ):
            raise Refused(
                _("考验期的最后一日本来就是这一天。"),
                article=_CHANGE_OF_PERIOD,
            )
        return PeriodChange(act.new_end_on, act.new_end_on, 0, 0)
    findings = findings_on_new_end(row.period_from, row.period_to, act.new_end_on, file.today, file.rulebook)
    for finding in filter_refusals(findings):
        raise Refused(finding.because, article=finding.article)
    accepted = filter_warnings(findings)
    kind = "extension" if act.new_end_on > row.period_to else "shortening"
    old = row.period_to
    proposer = answer_proposal(file, "period_change", {"new_end_on": act.new_end_on.isoformat()}, proposed_by)
    ends = {"old_end": old.isoformat(), "new_end": act.new_end_on.isoformat()}
    decision = record_decision(file, kind, ends, act.reason, proposer, carried_out=True)
    cancelled = cancel_items(file, "period_changed", kinds=("pre_expiry", "period_end"))
    cancelled = cancel_items(file, "period_changed", kinds=OF_THE_CALENDAR, after=act.new_end_on)
    row.period_to = row.working_end = act.new_end_on
    row.final_decision_by = final_decision_deadline(
        act.new_end_on, row.review_days_left, file.context.days, file.rulebook
    ).rolled_to
    added = 0
    if act.new_end_on > old:
        cadence, milestones = get_cadence(file)
        added = generate_items(file, cadence, list_milestones(milestones, row.period_from, old), old, act.new_end_on)
    add_item(file, "pre_expiry", Role.PROSECUTOR, act.new_end_on, article=_END_OF_PERIOD)
    create_period_end(file)
    _put_what_now_lies_inside(file)
    require_service(file, kind, _parties_of_a_change(file), file.today)
    file.record(
        article=_CHANGE_OF_PERIOD,
        note={"change": kind, "old_end": old, "new_end": act.new_end_on, "added": added, "cancelled": len(cancelled),
              "final_decision_by": row.final_decision_by},
        detail={"reason": act.reason},
        warned=accepted,
    )  # fmt: skip
    notify(file, Event.TO_BE_TOLD_IN_PERSON, f"told/{decision.id}", day=file.context.days.after(file.today, 3))
    file.wake()
    return PeriodChange(old, act.new_end_on, added, len(cancelled))


def change_condition(file: OpenPlan, act: ChangeCondition) -> None:
    """The old condition is ended and the new one stands in its place, owed from the day it is told.

    What is done of the old one goes with it. Refused unless the minor (and representative) were heard, and where its
    words name an unlawful means; that it cannot be measured is a warning, which the journal keeps.
    """
    check_not_blank(text=act.text, reason=act.reason)
    ensure_running(file)
    if not act.heard:
        raise Refused(_("变更条件前应当听取本人意见。"),
                      article=_OBJECTION_ANSWERED)  # fmt: skip
    old = find_condition(file, act.condition)
    words = file.open("condition.document", old.id, old.document)
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
        file.rulebook,
    )
    for finding in filter_refusals(worded):
        raise Refused(finding.because, article=finding.article)
    new = create_condition(file, old.place, part)
    new.told_on = file.today
    file.session.add(new)
    file.session.flush()
    old.ended_on, old.replaced_by_id = file.today, new.id
    file.session.add(old)
    decision = record_decision(file, "condition_change", {"condition": old.kind}, act.reason, carried_out=True)
    accepted = filter_warnings(worded)
    file.record(
        article=_CONDITION,
        note={"condition": old.kind},
        detail={"reason": act.reason},
        warned=accepted,
    )
    notify(file, Event.TO_BE_TOLD_IN_PERSON, f"told/{decision.id}", day=file.context.days.after(file.today, 3))
    file.wake()


def _put_what_now_lies_inside(file: OpenPlan) -> None:
    """A birthday or an end of bail that lay behind the old end and lies before the new one has its dates now."""
    known = {item.kind for item in file.items("coming_of_age", "bail_end", only_open=False)}
    if "coming_of_age" not in known:
        create_coming_of_age(file)
    if "bail_end" not in known:
        case = file.open("plan.case", file.plan.id, file.plan.case_document)
        create_measure_ends(file, case["bail"])


def get_cadence(file: OpenPlan) -> tuple[CadencePart, list[MilestonePart]]:
    """The plan's cadence and own milestones as they were opened with."""
    case = file.open("plan.case", file.plan.id, file.plan.case_document)
    return (
        CadencePart.model_validate(case["cadence"]),
        [MilestonePart.model_validate(milestone) for milestone in case["milestone"]],
    )


def _parties_of_a_change(file: OpenPlan) -> list[str]:
    """The person, and the representative only of somebody not yet of age."""
    adult = file.plan.of_age_on <= file.today
    return ["police", "minor"] if adult else ["police", "minor", "legal_representative"]


def ensure_running(file: OpenPlan) -> None:
    """Refused once the period is over."""
    if file.plan.status != PlanStatus.UNDER_SUPERVISION:
        raise Refused(
            pgettext("refusal", "考验期已经结束，不能再变更。"),
            article=_PERIOD_IS_OVER,
        )
