"""Supervision elsewhere (2013 Provisions art 44): asked, accepted, reported, ended. Two offices and two clocks.

The deciding office goes on deciding and its own clocks run on; the assisting office owes it a report at its interval.
Until the other office accepts, and again once it has ended, every duty is the deciding office's: no day without an owner.
"""

import uuid

from sqlmodel import select

from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.shared.duplicates import is_already_recorded
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.notify.notify import get_office_recipients, notify
from casework.staff.acts_team import (
    ASSISTANCE_DECLINED,
    ASSISTANCE_ENDED,
    ASSISTED,
    AcceptAssistance,
    AskAssistance,
    AssistElsewhere,
    DeclineAssistance,
    EndAssistance,
    RecordAssistedReport,
)
from casework.staff.staffing import filter_by_office, find_staff, join_team, remove_members
from core.errors import BadInput, NotFound, Refused, StateConflict
from core.i18n import _
from law.articles import cite
from law.supervision import assisted_report_due, finding_on_assistance
from law.transitions import PlanStatus
from models.office import Office, Role
from notifications.matrix import Event

ARTICLE = cite("SU-05")


@verb(AskAssistance)
def ask_assistance(open_plan: OpenPlan, act: AskAssistance) -> None:
    """The office of another place is asked to assist, and its prosecutors are told. Nothing has changed hands yet."""
    _refuse_unless_running(open_plan)
    there = _office(open_plan, act.office)
    if get_other_office(open_plan) == there.id:
        return
    _refuse_second(open_plan, there)
    open_plan.plan.asked_office_id = there.id
    due = open_plan.context.days.after(open_plan.today, open_plan.number("handover_acceptance_working_days"))
    item = add_item(open_plan, "assistance_answer", due, article=ARTICLE)
    finding = finding_on_assistance(False, False, open_plan.rulebook)
    open_plan.record(article=finding.article, item=item, note={"rule": finding.rule})
    notify(open_plan, Event.HANDOVER_ASKED, f"assist/{item.id}",
         staff=get_office_recipients(open_plan, there.id, Role.PROSECUTOR))  # fmt: skip


@verb(AcceptAssistance)
def accept_assistance(open_plan: OpenPlan, act: AcceptAssistance) -> None:
    """The asked office assists from now on, with its worker in the team; its first report has its day."""
    if open_plan.plan.assisting_office_id is not None:
        _refuse_another_worker(open_plan, act.social_worker)
        return
    if open_plan.plan.asked_office_id is None:
        raise NotFound(_("没有请求协助的记录。"))
    _start(open_plan, open_plan.plan.asked_office_id, act.social_worker)


@verb(DeclineAssistance)
def decline_assistance(open_plan: OpenPlan, act: DeclineAssistance) -> None:
    """The asked office does not assist, and the prosecutor is told: every duty stays here, and another may be asked. Refused
    once it has accepted: what it does then is ended."""
    there = open_plan.plan.asked_office_id
    if get_other_office(open_plan) is None and is_already_recorded(
        open_plan, {"by_letter": act.by_letter}, {"reason": act.reason}
    ):
        return
    if there is None:
        raise Refused(_("没有等待答复的协助请求。"), article=ARTICLE)
    finish_items(open_plan, "assistance_answer", because="declined")
    stop_assisting(open_plan, "declined")
    take_effect(open_plan, ASSISTANCE_DECLINED, f"{there}/{open_plan.now}")
    open_plan.record(act.asks.code, article=ARTICLE, note={"by_letter": act.by_letter}, detail={"reason": act.reason})


@verb(AssistElsewhere)
def assist_elsewhere(open_plan: OpenPlan, act: AssistElsewhere) -> None:
    """The office of another place has accepted by letter, and assists; the decision stays with the deciding office."""
    there = _office(open_plan, act.office)
    if open_plan.plan.assisting_office_id == there.id:
        _refuse_another_worker(open_plan, act.social_worker)
        return
    _refuse_second(open_plan, there)
    _start(open_plan, there.id, act.social_worker)


@verb(RecordAssistedReport)
def record_assisted_report(open_plan: OpenPlan, act: RecordAssistedReport) -> None:
    """The assisting office's report is on the file, encrypted, and whose it is; the next one has its day.

    The report is the assisting office's own. Refused for the deciding office's people, but that its prosecutor or
    assistant may put on file what came `by_letter`, which the record says."""
    if open_plan.plan.assisting_office_id is None:
        raise Refused(_("没有检察院在协助。"), article=ARTICLE)
    theirs = open_plan.actor.office_id == open_plan.plan.assisting_office_id
    if not theirs and (open_plan.actor.role is Role.SOCIAL_WORKER or not act.by_letter):
        raise Refused(
            _("协助情况由协助的检察院自己报告；以书面来函报告的，由本院检察官或者检察官助理注明来函后登记。"),
            article=ARTICLE,
        )  # fmt: skip
    finish_items(open_plan, "assisted_report", because="received")
    _create_report(open_plan)
    open_plan.record(article=ARTICLE, note={"by_letter": not theirs}, detail={"text": act.text})


@verb(EndAssistance)
def end_assistance(open_plan: OpenPlan, act: EndAssistance) -> None:
    """The assistance has ended: the other office's people are out of the team, its clock stands still, all is ours
    again.

    Refused while somebody of theirs is the only one in a role that ours had: name a successor first.
    """
    there = get_other_office(open_plan)
    if there is None:
        if is_already_recorded(open_plan, {}, {"reason": act.reason}):
            return
        raise Refused(_("没有检察院在协助。"), article=ARTICLE)
    for role in (Role.SOCIAL_WORKER, Role.ASSISTANT, Role.CLERK, Role.PROSECUTOR):
        carrying = open_plan.team(role)
        theirs = filter_by_office(open_plan, carrying, there)
        if theirs and len(theirs) == len(carrying) and open_plan.list_open_items(role):
            raise StateConflict(_("请先指定本院的接手人。"))
    stop_assisting(open_plan, "ended")
    take_effect(open_plan, ASSISTANCE_ENDED, f"{there}/{open_plan.now}")
    open_plan.record(article=ARTICLE, detail={"reason": act.reason})


def _refuse_another_worker(open_plan: OpenPlan, login: str | None) -> None:
    """Refused where the office assists already and another worker is named for it now."""
    if login is None:
        return
    named = find_staff(open_plan.session, login, (Role.SOCIAL_WORKER,), (open_plan.plan.assisting_office_id,))
    if named.id in {one.staff_id for one in open_plan.team(Role.SOCIAL_WORKER)}:
        return
    raise Refused(
        _("该院已在协助；更换社工请办理移交。"),
        article=ARTICLE,
    )


def stop_assisting(open_plan: OpenPlan, because: str) -> None:
    """No other office assists; used at every end of the supervision too."""
    there = get_other_office(open_plan)
    if there is None:
        return
    cancel_items(open_plan, because, kinds=("assisted_report", "assistance_answer"))
    for role in (Role.SOCIAL_WORKER, Role.ASSISTANT, Role.CLERK, Role.PROSECUTOR):
        for named in (False, True):
            remove_members(open_plan, filter_by_office(open_plan, open_plan.team(role, named=named), there))
    open_plan.plan.assisting_office_id = open_plan.plan.asked_office_id = None


def get_other_office(open_plan: OpenPlan) -> uuid.UUID | None:
    """The office that assists, or was asked to, if any."""
    return open_plan.plan.assisting_office_id or open_plan.plan.asked_office_id


def _start(open_plan: OpenPlan, there: uuid.UUID, social_worker: str | None) -> None:
    """The other office has accepted."""
    _refuse_unless_running(open_plan)
    open_plan.plan.assisting_office_id, open_plan.plan.asked_office_id = there, None
    if social_worker is not None:
        worker = find_staff(open_plan.session, social_worker, (Role.SOCIAL_WORKER,), (there,), "social_worker")
        if worker.id not in {member.staff_id for member in open_plan.team(Role.SOCIAL_WORKER)}:
            join_team(open_plan, worker, Role.SOCIAL_WORKER)
    finish_items(open_plan, "assistance_answer", because="accepted")
    _create_report(open_plan)
    take_effect(open_plan, ASSISTED, f"{there}/{open_plan.now}", asks=False)
    finding = finding_on_assistance(True, False, open_plan.rulebook)
    open_plan.record(article=finding.article, note={"rule": finding.rule})


def _refuse_unless_running(open_plan: OpenPlan) -> None:
    if open_plan.plan.status != PlanStatus.UNDER_SUPERVISION:
        raise Refused(_("考察已经结束。"), article=ARTICLE)


def _create_report(open_plan: OpenPlan) -> None:
    due = assisted_report_due(open_plan.today, open_plan.rulebook)
    last = open_plan.context.days.before(open_plan.plan.period_to)
    if open_plan.today < last:
        add_item(
            open_plan,
            "assisted_report",
            min(open_plan.context.days.roll_forward(due), last),
            article=ARTICLE,
        )


def _refuse_second(open_plan: OpenPlan, there: Office) -> None:
    if get_other_office(open_plan) not in (None, there.id):
        raise StateConflict(_("已有检察院协助，请先结束。"))
    if there.id == open_plan.plan.office_id:
        raise BadInput(_("本院不能协助本院。"))


def _office(open_plan: OpenPlan, name: str) -> Office:
    there = open_plan.session.exec(select(Office).where(Office.name == name)).first()
    if there is None:
        raise BadInput(_("系统里没有这个检察院；请管理员先登记，或者改用函件联系。"))
    return there
