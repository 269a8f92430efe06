"""The pages of a plan, its tabs: each under the same head, open to whoever has its right.

A page answers at `/plans/{number}/{name}`, and shows a template that extends `case.html` by `render_case_page`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse

from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Operation
from casework.acting.rights.read_operations import (
    LENT,
    READ_DATES,
    READ_EVALUATION,
    READ_PLAN,
)
from casework.plan.views.case_head import load_case_head
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


CASE_PAGES: dict[str, CasePage] = {
    page.name: page
    for page in (
        CasePage("", pgettext("menu", "概况"), READ_DATES),
        CasePage("do", pgettext("menu", "办理"), READ_PLAN),
        CasePage("check-ins", pgettext("menu", "履行"), READ_PLAN),
        CasePage("evaluation", _("评估"), READ_EVALUATION),
        CasePage("documents", pgettext("menu", "决定与文书"), READ_PLAN),
        CasePage("history", pgettext("menu", "历程"), READ_PLAN),
    )
}
"""Every page of a plan by its name, in the order of the tabs."""


def get_tabs(role: Role, *, lent: bool = False, held: Collection[Operation] | None = None) -> list[CasePage]:
    """The pages of a plan that the role may open. Whoever was granted a look into a colleague's case (`lent`) has those that
    are lent. On a plan in whose supervision an office only assists, fewer rights are `held`."""
    return [
        page
        for page in CASE_PAGES.values()
        if role in page.right.by and (page.right in LENT or not lent) and (held is None or page.right in held)
    ]


def get_tab_context(open_plan: OpenPlan, tab: str, *, acting: bool = False) -> dict[str, Any]:
    """What `case.html` shows around a page: the head of the plan with what waits for whoever looks, the tabs, and which
    page it is (`tab`, its name). While somebody fills in a form (`acting`), nothing else is offered."""
    head = load_case_head(open_plan)
    grant = open_plan.grant
    held = None if grant else filter_offered(open_plan, {page.right for page in CASE_PAGES.values()})
    tabs = get_tabs(open_plan.actor.role, lent=grant is not None, held=held)
    return {
        "lent_until": grant.until_on if grant else None,
        "head": head,
        "tasks": load_next_tasks(open_plan) if head.full and not acting and grant is None else None,
        "tabs": tabs,
        "case_page": CASE_PAGES[tab],
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
