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
from core.words import Words
from models.office import Role
from web.rendering import render_page


@dataclass(frozen=True)
class Tab:
    """One of them. `name` is the last part of its address; the plan's first page has none."""

    name: str
    words: Words
    right: Operation


TABS: tuple[Tab, ...] = (
    Tab("", Words("现在", "Overview"), READ_DATES),
    Tab("do", Words("办理", "Actions"), READ_PLAN),
    Tab("record", Words("记录", "History"), READ_PLAN),
    Tab("plan", Words("方案", "Plan"), READ_PLAN),
    Tab("calendar", Words("履行日历", "Calendar"), READ_PLAN),
    Tab("check-ins", Words("提交与查看", "Check-ins"), READ_PLAN),
    Tab("usage", Words("用网与账户", "Usage"), READ_USAGE),
    Tab("evaluation", Words("评估", "Evaluation"), READ_EVALUATION),
    Tab("incidents", Words("情况与处理", "Incidents"), READ_PLAN),
    Tab("decisions", Words("决定与审批", "Decisions"), READ_PLAN),
    Tab("expiry", Words("期满审查", "End of period"), READ_PLAN),
    Tab("documents", Words("文书", "Documents"), READ_PAPER),
    Tab("messages", Words("提醒", "Messages"), READ_MESSAGES),
    Tab("run", Words("系统", "System"), READ_PLAN),
    Tab("looked", Words("谁看过", "Access log"), READ_PLAN),
)


def get_tabs(role: Role, number: str) -> list[tuple[Tab, str]]:
    """The tabs that the role may open, each with its address."""
    here = f"/plans/{quote(number)}"
    return [(tab, f"{here}/{tab.name}" if tab.name else here) for tab in TABS if role in tab.right.by]


def get_tab_context(file: OpenPlan, tab: str) -> dict[str, Any]:
    """What `case.html` shows around a tab: the head of the plan, the tabs, and which of them it is."""
    head = load_case_head(file)
    here = f"/plans/{quote(head.number)}"
    return {"head": head, "tabs": get_tabs(file.actor.role, head.number), "tab": tab, "case_address": here}


def render_case_page(
    request: Request, file: OpenPlan, template: str, *, tab: str, status: int = 200, **context: Any
) -> HTMLResponse:
    """A page of the plan that lies open, inside its frame. It was opened once, by the right of this tab."""
    return render_page(request, template, status=status, **get_tab_context(file, tab), **context)
