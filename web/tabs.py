"""The tabs of a plan: each a page of its own under the same head, open to whoever has its right.

A page adds its line to TABS, answers at `/plans/{number}/{name}`, and shows a template that extends `case.html` by
`render_case_page`.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse

from casework.plan.views.case_head import load_case_head
from casework.shared.context import OpenPlan
from casework.shared.rights import Operation
from casework.shared.rights.read_operations import (
    READ_DATES,
    READ_EVALUATION,
    READ_MESSAGES,
    READ_PAPER,
    READ_PLAN,
    READ_USAGE,
)
from core.i18n import Text, _, pgettext
from models.office import Role
from web.rendering import render_page


@dataclass(frozen=True)
class Tab:
    """One of them. `name` is the last part of its address; the plan's first page has none."""

    name: str
    words: Text
    right: Operation


TABS: tuple[Tab, ...] = (
    Tab("", pgettext("menu", "现在"), READ_DATES),
    Tab("do", pgettext("menu", "办理"), READ_PLAN),
    Tab("history", pgettext("menu", "历史"), READ_PLAN),
    Tab("plan", _("方案"), READ_PLAN),
    Tab("calendar", _("履行日历"), READ_PLAN),
    Tab("check-ins", _("提交与查看"), READ_PLAN),
    Tab("usage", _("用网与账户"), READ_USAGE),
    Tab("evaluation", _("评估"), READ_EVALUATION),
    Tab("incidents", _("情况与处理"), READ_PLAN),
    Tab("decisions", _("决定与审批"), READ_PLAN),
    Tab("expiry", _("期满审查"), READ_PLAN),
    Tab("documents", pgettext("menu", "文书"), READ_PAPER),
    Tab("messages", pgettext("menu", "提醒"), READ_MESSAGES),
    Tab("run", pgettext("menu", "系统"), READ_PLAN),
    Tab("looked", _("谁看过"), READ_PLAN),
)


def get_tabs(role: Role, number: str) -> list[tuple[Tab, str]]:
    """The tabs that the role may open, each with its address."""
    here = f"/plans/{quote(number)}"
    return [(tab, f"{here}/{tab.name}" if tab.name else here) for tab in TABS if role in tab.right.by]


def get_tab_context(open_plan: OpenPlan, tab: str) -> dict[str, Any]:
    """What `case.html` shows around a tab: the head of the plan, the tabs, and which of them it is."""
    head = load_case_head(open_plan)
    here = f"/plans/{quote(head.number)}"
    return {"head": head, "tabs": get_tabs(open_plan.actor.role, head.number), "tab": tab, "case_address": here}


def render_case_page(
    request: Request, open_plan: OpenPlan, template: str, *, tab: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page of the plan that lies open, inside its frame. It was opened once, by the right of this tab."""
    return render_page(request, template, status=status, **get_tab_context(open_plan, tab), **context)
