"""Where something that waits for a person is done: the form itself, or the page that offers the ways."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from casework.acting.acts.act import ACTS
from casework.plan.run_controls import CONTROLS, RunControl
from casework.shared.items.follow_ups import QUESTION_ANSWER
from casework.shared.items.item_kinds import ITEM_KINDS, STAFF_HAND_IN, TaskAct
from core.i18n import Text, _, pgettext
from models.office import Role


@dataclass(frozen=True)
class TaskLink:
    """Where it is done, and the word for doing it."""

    address: str
    title: Text


READ_FIRST = ("leave_decision", "leave_police_station", "proposal_returned")
"""Decided on its own page, where what was asked or said stands."""
END = ("opinion", "revocation_proposal", "final_decision")
"""Done on the plan's page of its end, where the facts and what is missing stand beside the form."""
END_PAGE = "documents#opinion-title"
DO = pgettext("button", "办理")


def get_approval_link(number: str, step: str) -> TaskLink:
    """The page on which that proposal is read and answered."""
    return TaskLink(f"/plans/{quote(number)}/proposals/{step}", pgettext("button", "审批"))


def get_reading_address(number: str, kind: str, due_on: date, label: str) -> str:
    """Where it lies on the reading desk."""
    return f"/reading?{urlencode({'at': f'{number}/{kind}/{due_on.isoformat()}/{label}'})}"


def get_task_link(role: Role, number: str, kind: str, label: str, due_on: date) -> TaskLink:
    """The form by which somebody of that role does the item; where there are several ways or none, the item's own page."""
    plan = f"/plans/{quote(number)}"
    item = f"{plan}/items/{kind}/{due_on.isoformat()}"
    if role is Role.CASE_MANAGEMENT:
        return TaskLink(plan, pgettext("button", "查看"))
    if kind == "plan_halted" and role in CONTROLS[RunControl.RESUME].right.by:
        return TaskLink(f"/runs/{quote(number)}/{RunControl.RESUME}", DO)
    if kind == QUESTION_ANSWER:
        return TaskLink(get_reading_address(number, kind, due_on, label), pgettext("button", "回复"))
    if kind == "approval":
        return get_approval_link(number, label)
    if kind in END:
        return TaskLink(f"{plan}/{END_PAGE}", DO)
    if kind in STAFF_HAND_IN:
        return TaskLink(f"{item}?do=hand-in", _("填写"))
    ways = [by for by in ITEM_KINDS[kind].ways if any(role in act.by for act in ACTS[by.act].operations())]
    if len(ways) == 1 and kind not in READ_FIRST:
        return TaskLink(f"{plan}/do/{_form_of(ways[0], label)}", DO)
    return TaskLink(f"{item}?{urlencode({'label': label})}" if kind in READ_FIRST else item, DO)


def _form_of(by: TaskAct, label: str) -> str:
    known = ({by.field: label} if by.field and label else {}) | dict(by.values)
    return f"{by.act}?{urlencode(known)}" if known else by.act
