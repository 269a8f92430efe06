"""Supervision elsewhere (2013 Provisions art 44): asked, accepted, reported, ended. Two offices and two clocks.

The deciding office goes on deciding and its own clocks run on; the assisting office owes it a report at its interval.
Until the other office accepts, and again once it has ended, every duty is the deciding office's: no day without an owner.
"""

from sqlmodel import col, select

from casework.shared.context import OpenPlan
from casework.shared.duplicates import is_already_recorded
from casework.shared.facts.taking_effect import take_effect
from casework.shared.items.items import add_item, cancel_items, finish_items
from casework.shared.notify.notify import get_office_recipients, notify
from casework.staff.acts_team import (
    ASSISTANCE_ENDED,
    ASSISTED,
    AcceptAssistance,
    AskAssistance,
    AssistElsewhere,
    EndAssistance,
    RecordAssistedReport,
)
from casework.staff.staffing import filter_by_office, find_staff, join_team, remove_members
from core.errors import BadInput, NotFound, Refused, StateConflict
from core.i18n import _
from law.articles import cite
from law.supervision import assisted_report_due, finding_on_assistance
from law.transitions import PlanStatus
from models.assistance import Assistance
from models.base import new_id
from models.office import Office, Role
from notifications.matrix import Event

ARTICLE = cite("SU-05")


def ask_assistance(file: OpenPlan, act: AskAssistance) -> None:
    """The office of another place is asked to assist, and its prosecutors are told. Nothing has changed hands yet."""
    _refuse_unless_running(file)
    there = _office(file, act.office)
    running = get_assistance(file)
    if running is not None and running.office_id == there.id:
        return
    if running is not None:
        raise StateConflict(_("已有检察院协助，请先结束。"))
    _put(file, there)
    due = file.context.days.after(file.today, file.number("handover_acceptance_working_days"))
    item = add_item(file, "assistance_answer", Role.PROSECUTOR, due, article=ARTICLE)
    finding = finding_on_assistance(False, False, file.rulebook)
    file.record(article=finding.article, item=item, note={"rule": finding.rule})
    notify(file, Event.HANDOVER_ASKED, f"assist/{item.id}",
         staff=get_office_recipients(file, there.id, Role.PROSECUTOR))  # fmt: skip
    file.wake()


def accept_assistance(file: OpenPlan, act: AcceptAssistance) -> None:
    """The asked office assists from now on, with its worker in the team; its first report has its day."""
    row = get_assistance(file)
    if row is None:
        raise NotFound(_("没有请求协助的记录。"))
    if row.accepted_on is not None:
        _refuse_another_worker(file, act.social_worker)
        return
    start_assistance(file, row, act.social_worker)
    file.wake()


def assist_elsewhere(file: OpenPlan, act: AssistElsewhere) -> None:
    """The office of another place has accepted by letter, and assists; the decision stays with the deciding office."""
    there = _office(file, act.office)
    row = get_assistance(file)
    if row is not None and row.office_id != there.id:
        raise StateConflict(_("已有检察院协助，请先结束。"))
    if row is not None and row.accepted_on is not None:
        _refuse_another_worker(file, act.social_worker)
        return
    start_assistance(file, row or _put(file, there), act.social_worker)
    file.wake()


def record_assisted_report(file: OpenPlan, act: RecordAssistedReport) -> None:
    """The assisting office's report is on the file, encrypted, and whose it is; the next one has its day.

    The report is the assisting office's own. Refused for the deciding office's people, but that its prosecutor or
    assistant may put on file what came `by_letter`, which the record says."""
    row = get_assistance(file)
    if row is None or row.accepted_on is None:
        raise Refused(_("没有检察院在协助。"), article=ARTICLE)
    theirs = file.actor.office_id == row.office_id
    if not theirs and (file.actor.role is Role.SOCIAL_WORKER or not act.by_letter):
        raise Refused(
            _("协助情况由协助的检察院自己报告；以书面来函报告的，由本院检察官或者检察官助理注明来函后登记。"),
            article=ARTICLE,
        )  # fmt: skip
    row.last_report_on = file.today
    file.session.add(row)
    finish_items(file, "assisted_report", because="received")
    _put_report(file, row)
    file.record(article=ARTICLE, note={"by_letter": not theirs}, detail={"text": act.text})
    file.wake()


def end_assistance(file: OpenPlan, act: EndAssistance) -> None:
    """The other office assists no more: its people are out of the team, its clock stands still, all is ours again.

    Refused while somebody of theirs is the only one in a role that ours had: name a successor first.
    """
    row = get_assistance(file)
    if row is None:
        if is_already_recorded(file, {}, {"reason": act.reason}):
            return
        raise Refused(_("没有检察院在协助。"), article=ARTICLE)
    for role in (Role.SOCIAL_WORKER, Role.ASSISTANT, Role.CLERK, Role.PROSECUTOR):
        carrying = file.team(role)
        theirs = filter_by_office(file, carrying, row.office_id)
        if theirs and len(theirs) == len(carrying) and file.list_open_items(role):
            raise StateConflict(_("请先指定本院的接手人。"))
    stop_assisting(file, "ended")
    take_effect(file, ASSISTANCE_ENDED, str(row.id))
    file.record(article=ARTICLE, detail={"reason": act.reason})
    file.wake()


def _refuse_another_worker(file: OpenPlan, login: str | None) -> None:
    """Refused where the office assists already and another worker is named for it now."""
    if login is None:
        return
    named = find_staff(file.session, login, (Role.SOCIAL_WORKER,), (file.plan.assisting_office_id,))
    if named.id in {one.staff_id for one in file.team(Role.SOCIAL_WORKER)}:
        return
    raise Refused(
        _("该院已在协助；更换社工请办理移交。"),
        article=ARTICLE,
    )


def stop_assisting(file: OpenPlan, because: str) -> None:
    """Nobody assists any more; used at every end of the supervision too."""
    row = get_assistance(file)
    if row is None:
        return
    row.ended_on = file.today
    file.session.add(row)
    cancel_items(file, because, kinds=("assisted_report", "assistance_answer"))
    for role in (Role.SOCIAL_WORKER, Role.ASSISTANT, Role.CLERK, Role.PROSECUTOR):
        for named in (False, True):
            remove_members(file, filter_by_office(file, file.team(role, named=named), row.office_id))
    file.plan.assisting_office_id = file.plan.asked_office_id = None
    file.session.add(file.plan)


def get_assistance(file: OpenPlan) -> Assistance | None:
    """The office that was asked or assists, if any."""
    return file.session.exec(
        select(Assistance).where(Assistance.plan_id == file.plan.id, col(Assistance.ended_on).is_(None))
    ).first()


def start_assistance(file: OpenPlan, row: Assistance, social_worker: str | None) -> None:
    """The other office has accepted."""
    _refuse_unless_running(file)
    row.accepted_on = file.today
    file.session.add(row)
    file.plan.assisting_office_id, file.plan.asked_office_id = row.office_id, None
    if social_worker is not None:
        worker = find_staff(file.session, social_worker, (Role.SOCIAL_WORKER,), (row.office_id,), "social_worker")
        if worker.id not in {member.staff_id for member in file.team(Role.SOCIAL_WORKER)}:
            join_team(file, worker, Role.SOCIAL_WORKER)
    finish_items(file, "assistance_answer", because="accepted")
    _put_report(file, row)
    take_effect(file, ASSISTED, str(row.id), asks=False)
    finding = finding_on_assistance(True, False, file.rulebook)
    file.record(article=finding.article, note={"rule": finding.rule})


def _refuse_unless_running(file: OpenPlan) -> None:
    if file.plan.status != PlanStatus.UNDER_SUPERVISION:
        raise Refused(_("考察已经结束。"), article=ARTICLE)


def _put_report(file: OpenPlan, row: Assistance) -> None:
    due = assisted_report_due(row.last_report_on or row.accepted_on or file.today, file.rulebook)
    last = file.context.days.before(file.plan.period_to)
    if file.today < last:
        add_item(
            file, "assisted_report", Role.PROSECUTOR, min(file.context.days.roll_forward(due), last), article=ARTICLE
        )


def _put(file: OpenPlan, there: Office) -> Assistance:
    if there.id == file.plan.office_id:
        raise BadInput(_("本院不能协助本院。"))
    row = Assistance(id=new_id(file.now), plan_id=file.plan.id, office_id=there.id, asked_on=file.today)
    file.session.add(row)
    file.plan.asked_office_id = there.id
    file.session.flush()
    return row


def _office(file: OpenPlan, name: str) -> Office:
    there = file.session.exec(select(Office).where(Office.name == name)).first()
    if there is None:
        raise BadInput(_("没有这个检察院。"))
    return there
