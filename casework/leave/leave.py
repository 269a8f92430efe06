"""Leave to be away (CPL art 283(3)(3)). While on bail the police station must agree as well: wait for both."""

from datetime import time

from casework.acting.open_plan import OpenPlan
from casework.acting.rights.phase_checks import get_fit
from casework.acting.rights.phases import PhaseFit
from casework.acting.verbs import verb
from casework.checkins.attention import update_attention
from casework.leave.acts import MOVE_ASKED, AskLeave, DecideLeave
from casework.shared.duplicates import MINUTE, record_correction
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.items import add_item, cancel_items, close_item, finish_items
from casework.shared.notify.notify import notify
from core.clock import at_local, local_date, local_time
from core.errors import BadInput, Mistake, NotFound, Refused, StateConflict
from core.i18n import _
from law.articles import cite
from law.leave import (
    Boundary,
    LeaveAnswer,
    finding_on_absence,
    finding_on_days_asked,
    finding_on_granting,
    finding_on_leave_beyond,
    finding_on_regular_travel,
    leave_answer_to_family,
)
from law.transitions import PlanStatus
from models.base import new_id
from models.decision import Leave
from models.item import STILL_OPEN, ItemStatus
from models.journal import Harmless
from models.office import Role
from notifications.matrix import Event

ARTICLE = cite("OB-06")
_EVENING = time(20, 0)
_REFUSED, _STILL_AWAY = "leave_refused", "leave_goes_on"
"""Why nobody has to say that they are back."""


def can_be_asked_for(open_plan: OpenPlan) -> bool:
    """Whether the plan still stands so that somebody may want to be away."""
    return get_fit(AskLeave.operation, open_plan.plan, open_plan.today) is not PhaseFit.REFUSED


@verb(AskLeave)
def ask_leave(open_plan: OpenPlan, act: AskLeave) -> LeaveAnswer:
    """The request, or the emergency reported by phone, is on the file with the moment it came; nothing about it is a
    breach. The prosecutor owes an answer, and the police station too while on bail. The family is told to wait.

    `leaves` is how far it goes, county or city, held against the boundary written in the decision (OB-06); regular ways
    to school or work that ask for no standing permission are remarked on (OB-07), and an absence beyond it that has begun
    before today. The asking person is warned of days that are over, were asked for already, or overlap others.
    """
    if act.to_on < act.from_on:
        wrong = _("返回早于出发。")
        raise BadInput(wrong, mistakes=[Mistake("to_on", wrong)])
    if _leave(open_plan, act.leave) is not None:
        raise StateConflict(_("这个申请已经提交。"))
    row_id = new_id(open_plan.now)
    others = [(row.from_on, row.to_on) for row in list_leaves(open_plan) if _answer_to(row) is not LeaveAnswer.REFUSED]
    words = {"destination": act.destination, "reason": act.reason}
    if with_whom := act.companions:
        words["companions"] = with_whom
    if open_plan.actor.page_mark:
        words["way"] = open_plan.actor.page_mark
    open_plan.session.add(
        Leave(
            id=row_id,
            plan_id=open_plan.plan.id,
            label=act.leave,
            from_on=act.from_on,
            to_on=act.to_on,
            asked_at=open_plan.now,
            asked_by_role=open_plan.actor.role.value,
            emergency=act.emergency,
            standing=act.standing,
            needs_police_station=open_plan.plan.on_bail,
            document=open_plan.seal("leave.document", row_id, words),
        )
    )
    days = open_plan.number("leave_answer_working_days")
    due = open_plan.context.days.after(open_plan.today, 1 if act.emergency else days)
    answer_by = time(open_plan.number("urgent_leave_answer_hour"))
    for kind, owner in _answers_due(open_plan):
        item = add_item(open_plan, kind, due, owner=owner, due_time=answer_by, label=act.leave, article=ARTICLE)
        item.next_step, item.next_at = "call", open_plan.now
    if act.moves_home:
        take_effect(open_plan, MOVE_ASKED, str(row_id), asks=False)
    boundary = Boundary(open_plan.plan.leave_boundary)
    absence = finding_on_absence(boundary, True, act.leaves == "city", False, act.moves_home, open_plan.rulebook)
    remarked = [finding_on_regular_travel(act.for_school_or_work, act.standing, open_plan.rulebook)]
    days_asked = finding_on_days_asked(act.from_on, act.to_on, others, open_plan.today, open_plan.rulebook)
    if days_asked is not None:
        remarked.append(days_asked)
    elif act.from_on < open_plan.today:
        remarked.append(absence)  # gone already, without leave: to be looked into, and no breach
    open_plan.record(
        article=ARTICLE,
        note={
            "leave": act.leave,
            "from_on": act.from_on,
            "to_on": act.to_on,
            "emergency": act.emergency,
            "on_bail": open_plan.plan.on_bail,
            "needed": not absence.holds,
        },
        detail=words,
        warned=[finding for finding in remarked if finding.warns],
    )
    return leave_answer_to_family(open_plan.plan.on_bail, None, None)


@verb(DecideLeave)
def decide_leave(open_plan: OpenPlan, act: DecideLeave) -> LeaveAnswer:
    """The prosecutor's decision, or the police station's answer, is on the file. The family hears 'granted' only when
    everybody needed has agreed. A leave that the prosecutor answered is answered otherwise only with a reason: without one
    it is refused, with the answer on record."""
    leave = _pending_request(open_plan, act.leave)
    station = act.whose == "police_station"
    if act.approved == (leave.police_station_approved if station else leave.prosecutor_approved):
        about: dict[str, Harmless | list[str]] = {"leave": act.leave, "whose": act.whose, "approved": act.approved}
        if act.reason:
            record_correction(open_plan, about, {"reason": act.reason}, article=ARTICLE)
        return _answer_to(leave)
    if station:  # Police Procedure art 95
        leave.police_station_approved = act.approved
    else:
        if leave.prosecutor_decided_at is not None and not act.reason:
            _refuse_without_reason(leave)
        leave.prosecutor_approved, leave.prosecutor_decided_at = act.approved, open_plan.now
    finish_items(open_plan, "leave_police_station" if station else "leave_decision", label=act.leave)
    answer = _answer_to(leave)
    granting = finding_on_granting(leave.needs_police_station, leave.police_station_approved, open_plan.rulebook)
    if answer is LeaveAnswer.GRANTED and granting.refuses:
        raise Refused(granting.because, article=granting.article)
    beyond = finding_on_leave_beyond(leave.to_on, open_plan.plan.period_to, open_plan.rulebook)
    open_plan.record(
        article=ARTICLE,
        note={"leave": leave.label, "answer": answer.value, "whose": act.whose, "approved": act.approved},
        detail={"reason": act.reason} if act.reason else None,
        warned=[beyond] if beyond.warns and answer is LeaveAnswer.GRANTED else None,
    )
    if answer in (LeaveAnswer.GRANTED, LeaveAnswer.REFUSED):
        notify(open_plan, Event.LEAVE_ANSWERED, f"leave/{leave.id}/{answer}", day=local_date(leave.asked_at))
    if answer is LeaveAnswer.REFUSED:
        cancel_items(open_plan, _REFUSED, kinds=("return_check",), label=leave.label)
    if open_plan.plan.status == PlanStatus.UNDER_SUPERVISION:
        _set_return_checks(open_plan)
    return answer


def _set_return_checks(open_plan: OpenPlan) -> None:
    """The person on leave confirms on its last day that they are back: not where another granted leave still goes on
    then, however late it was granted, and not where the day was over before it was granted."""
    open_plan.session.flush()
    granted = [row for row in list_leaves(open_plan) if not row.standing and _answer_to(row) is LeaveAnswer.GRANTED]
    checks = open_plan.items("return_check", only_open=False)
    for leave in granted:
        if any(row.from_on <= leave.to_on and (row.to_on, row.id) > (leave.to_on, leave.id) for row in granted):
            for one in checks:
                if one.label == leave.label and one.status in (*STILL_OPEN, ItemStatus.MISSED, ItemStatus.UNKNOWN):
                    close_item(open_plan, one, ItemStatus.CANCELLED, _STILL_AWAY)
            update_attention(open_plan)
            continue
        known = [
            one for one in checks if one.label == leave.label and one.settled_because not in (_REFUSED, _STILL_AWAY)
        ]
        if not known and at_local(leave.to_on, _EVENING) > open_plan.now:
            add_item(
                open_plan,
                "return_check",
                leave.to_on,
                label=leave.label,
                article=ARTICLE,
                due_time=_EVENING,
            )


def _refuse_without_reason(leave: Leave) -> None:
    assert leave.prosecutor_decided_at is not None
    when = local_time(leave.prosecutor_decided_at).strftime(MINUTE)
    answer = _("批准") if leave.prosecutor_approved else _("不批准")
    raise Refused(
        _("承办检察官已于{when}答复{answer}；要改变答复，请写明理由。", when=when, answer=answer),
        article=ARTICLE,
    )  # fmt: skip


def _answer_to(leave: Leave) -> LeaveAnswer:
    return leave_answer_to_family(leave.needs_police_station, leave.prosecutor_approved, leave.police_station_approved)


def _answers_due(open_plan: OpenPlan) -> list[tuple[str, Role]]:
    answers_due = [("leave_decision", Role.PROSECUTOR)]
    if open_plan.plan.on_bail:
        answers_due.append(
            ("leave_police_station", Role.ASSISTANT if open_plan.team(Role.ASSISTANT) else Role.PROSECUTOR)
        )
    return answers_due


def _pending_request(open_plan: OpenPlan, label: str) -> Leave:
    leave = _leave(open_plan, label)
    if leave is None:
        raise NotFound(_("没有这个外出申请。"))
    return leave


def list_leaves(open_plan: OpenPlan) -> list[Leave]:
    """Every request, the latest first."""
    return open_plan.rows(Leave)[::-1]


def _leave(open_plan: OpenPlan, label: str) -> Leave | None:
    return next((row for row in open_plan.rows(Leave) if row.label == label), None)
