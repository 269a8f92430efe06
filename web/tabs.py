"""The tabs of a plan and their pages: each a page of its own under the same head, open to whoever has its right.

A page adds its line to the tab it belongs to, answers at `/plans/{number}/{name}`, and shows a template that extends
`case.html` by `render_case_page`. A tab leads to the first of its pages that the role may open; a tab without one is not
shown.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse

from casework.plan.views.case_head import load_case_head
from casework.shared.open_plan import OpenPlan
from casework.shared.rights import Operation
from casework.shared.rights.read_operations import (
    LENT,
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
from web.views.next_tasks import load_next_tasks
from web.views.offered import filter_offered


@dataclass(frozen=True)
class CasePage:
    """One page of a plan. `name` is the last part of its address; the plan's first page has none."""

    name: str
    words: Text
    right: Operation

    def address(self, number: str) -> str:
        """Where it answers for that plan."""
        return f"/plans/{quote(number)}/{self.name}".rstrip("/")


@dataclass(frozen=True)
class Tab:
    """Some pages that belong together, under one word."""

    words: Text
    pages: tuple[CasePage, ...]


TABS: tuple[Tab, ...] = (
    Tab(pgettext("menu", "概况"), (
        CasePage("", pgettext("menu", "现在"), READ_DATES),
        CasePage("do", pgettext("menu", "办理"), READ_PLAN),
    )),
    Tab(pgettext("menu", "方案"), (
        CasePage("plan", pgettext("menu", "条件与日程"), READ_PLAN),
    )),
    Tab(pgettext("menu", "履行"), (
        CasePage("check-ins", pgettext("menu", "提交与情况"), READ_PLAN),
        CasePage("usage", _("用网与账户"), READ_USAGE),
    )),
    Tab(pgettext("menu", "评估"), (
        CasePage("evaluation", _("评估"), READ_EVALUATION),
    )),
    Tab(pgettext("menu", "决定与文书"), (
        CasePage("decisions", pgettext("menu", "期满审查与决定"), READ_PLAN),
        CasePage("documents", pgettext("menu", "文书"), READ_PAPER),
    )),
    Tab(pgettext("menu", "消息"), (
        CasePage("messages", pgettext("menu", "提醒"), READ_MESSAGES),
    )),
    Tab(pgettext("menu", "历程"), (
        CasePage("history", pgettext("menu", "历史"), READ_PLAN),
        CasePage("run", pgettext("menu", "系统与查阅"), READ_PLAN),
    )),
)  # fmt: skip
CASE_PAGES: dict[str, CasePage] = {page.name: page for tab in TABS for page in tab.pages}
"""Every page of a plan by its name."""


@dataclass(frozen=True)
class ShownTab:
    """A tab as a role sees it: where it leads, whether it is the open one, and its pages that the role may open."""

    words: Text
    address: str
    is_open: bool
    pages: list[CasePage]


def get_tabs(
    role: Role, number: str, tab: str, *, lent: bool = False, held: Collection[Operation] | None = None
) -> list[ShownTab]:
    """The tabs of which the role may open a page; the one with the page of that name is open. Whoever was granted a look
    into a colleague's case (`lent`) has the pages that are lent. On a plan in whose supervision an office only assists,
    fewer rights are `held`."""
    shown = []
    for one in TABS:
        pages = [
            each
            for each in one.pages
            if role in each.right.by and (each.right in LENT or not lent) and (held is None or each.right in held)
        ]
        if pages:
            shown.append(ShownTab(one.words, pages[0].address(number), tab in {each.name for each in pages}, pages))
    return shown


def get_tab_context(open_plan: OpenPlan, tab: str, *, acting: bool = False) -> dict[str, Any]:
    """What `case.html` shows around a page: the head of the plan with what waits for whoever looks, the tabs, and which
    page it is (`tab`, its name). While somebody fills in a form (`acting`), nothing else is offered."""
    head = load_case_head(open_plan)
    grant = open_plan.grant
    held = None if grant else filter_offered(open_plan, {page.right for page in CASE_PAGES.values()})
    tabs = get_tabs(open_plan.actor.role, head.number, tab, lent=grant is not None, held=held)
    return {
        "lent_until": grant.until_on if grant else None,
        "head": head,
        "tasks": load_next_tasks(open_plan) if head.full and not acting and grant is None else None,
        "tabs": tabs,
        "case_page": CASE_PAGES[tab],
        "may_open": {page.name: page for one in tabs for page in one.pages},
        "case_address": CASE_PAGES[""].address(head.number),
    }


def render_case_page(
    request: Request,
    open_plan: OpenPlan,
    template: str,
    *,
    tab: str,
    status: int = 200,
    acting: bool = False,
    **context: Any,
) -> HTMLResponse:
    """A page of the plan that lies open, inside its frame. It was opened once, by the right of this page."""
    return render_page(request, template, status=status, **get_tab_context(open_plan, tab, acting=acting), **context)
