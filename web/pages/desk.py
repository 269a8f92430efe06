"""The desk: the day of the person signed in, and the plans within their reach. It keeps itself up to date."""

import uuid
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import EXPORT_CASELOAD, READ_CASELOAD, READ_MESSAGES, SEARCH_MESSAGES
from casework.messages.acts import RecordCall
from casework.messages.calls import CallOutcome
from casework.messages.contact_list import load_contact_list
from casework.outcome.acts_ending import KEEP_AFTER_CARE
from casework.outcome.after_care import end_card, list_own_cards
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.views.caseload import (
    CASELOAD_COLUMNS,
    CaseloadFilter,
    CaseloadOrder,
    list_filters,
    load_caseload,
)
from casework.plan.views.run_states import RUN_STATES
from casework.settings.office_dates import list_office_notices
from casework.settings.preferences import get_preference, set_preference
from casework.shared.text.labels import STAGES, days_label
from casework.staff.authentication import SignedIn
from law.transitions import PlanStatus
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import SIGNED_IN_ACCESS, requires_right
from web.acting.labels import CHOICE_LABELS
from web.forms import Form, FormErrors
from web.message_alarms import get_message_alarms
from web.rendering import render_live_page, render_page
from web.views.my_day import SHOWN, get_my_day
from web.write_once import send_act

router = APIRouter()

STAGES_SHOWN = (
    PlanStatus.UNDER_SUPERVISION, PlanStatus.AWAITING_DECISION, PlanStatus.NON_PROSECUTED, PlanStatus.REVOKED,
    PlanStatus.ENDED_OTHERWISE,
)  # fmt: skip


@dataclass(frozen=True)
class DeskFilters:
    """Which plans are asked for, and from which place in the list on."""

    show: str = ""
    stage: str = ""
    order: CaseloadOrder = CaseloadOrder.PERIOD
    descending: bool = False
    cursor: str = ""

    def address(self, **instead: str) -> str:
        """What is asked for as the end of an address, with something else in place of some of it. A list that is sorted
        or narrowed otherwise is shown from its beginning."""
        asked = {
            "show": self.show,
            "stage": self.stage,
            "order": self.order.value,
            "down": "1" if self.descending else "",
        }
        return urlencode({name: value for name, value in (asked | instead).items() if value or name == "show"})

    def sorted_by(self, order: CaseloadOrder) -> str:
        """The list sorted by that column; the other way round where it is already."""
        turned = not self.descending if order is self.order else CASELOAD_COLUMNS[order].highest_first
        return "/?" + self.address(order=order.value, down="1" if turned else "")


@router.get("/")
def show_desk(
    request: Request,
    signed_in: Annotated[SignedIn, SIGNED_IN_ACCESS],
    show: str | None = None,
    stage: str | None = None,
    order: str | None = None,
    down: str = "",
    cursor: Annotated[str, Query(max_length=200)] = "",
    seen: str | None = None,
) -> Response:
    """My day and my cases, filtered as asked for or as last time; for a post that does not look at cases, where to go
    instead."""
    there = get_app_state(request).context
    if signed_in.actor.role not in READ_CASELOAD.by:
        return render_page(
            request, "no_caseload.html", alarms=get_message_alarms(request, signed_in.actor), today=there.clock.today(),
            notices=list_office_notices(there, signed_in.actor),
            link_to_messages=signed_in.actor.role in SEARCH_MESSAGES.by,
        )  # fmt: skip
    role = signed_in.actor.role
    asked = None if show is None and stage is None and order is None else _known(role, show, stage, order, down, cursor)
    filters = asked if asked and seen else _remembered(there, signed_in.actor, asked, cursor)
    return render_desk(request, signed_in.actor, filters)


def render_desk(
    request: Request, actor: Actor, filters: DeskFilters | None = None, call_errors: FormErrors | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    """The day, with the calls of today for those who record calls, and what is wrong with what was written of one."""
    context, page = get_app_state(request).context, request.query_params
    filters = filters or _remembered(context, actor, None, "")
    calls: dict[str, Any] = {"calls": None}
    if actor.role in RecordCall.operation.by and "seen" not in page:
        calls = {
            "calls": load_contact_list(context, actor), "now": context.clock.now(), "errors": call_errors or {},
            "noted": "noted" in page,
            "outcomes": {one.value: CHOICE_LABELS[f"record_call.outcome.{one}"] for one in CallOutcome},
        }  # fmt: skip
    return render_live_page(
        request,
        "desk.html",
        "parts/desk_live.html",
        address=f"/?{filters.address(cursor=filters.cursor)}",
        content=_content_of(request, actor, filters),
        status=status,
        may_open=actor.role in OPEN_PLAN.by,
        may_export=actor.role in EXPORT_CASELOAD.by,
        today=context.clock.today(),
        cards=list_own_cards(context, actor) if actor.role in KEEP_AFTER_CARE.by else [],
        **calls,
    )


@router.post("/cards/{card}/end")
def end_own_card(
    request: Request, card: uuid.UUID, typed: Form, actor: Annotated[Actor, requires_right(KEEP_AFTER_CARE)]
) -> Response:
    """The person wants no more after-care: nobody can read the card any more."""
    end_card(get_app_state(request).context, actor, card)
    return RedirectResponse("/", status_code=303)


@router.post("/calls")
def record_call_outcome(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(RecordCall.operation, READ_MESSAGES)]
) -> Response:
    """What came of one call, or that the words were passed on; the day is shown again, with the mistake if there is one."""

    def again(errors: FormErrors, status: int) -> Response:
        return render_desk(request, actor, call_errors={"": next(iter(errors.values()))}, status=status)

    names, when = ("outcome", "person", "item", "due_on"), typed.get("called_at") or None
    return send_act(
        request, actor, typed.get("plan", ""), typed, RecordCall, again, "/?noted=1", *names, called_at=when
    )


def _remembered(context: Context, actor: Actor, asked: DeskFilters | None, cursor: str) -> DeskFilters:
    """What is asked for, and kept for the next time; where nothing is, what was asked for last."""
    if asked is None:
        kept = {name: str(value) for name, value in get_preference(context, actor, "caseload").items()}
        wanted = (kept.get("show"), kept.get("stage"), kept.get("order"), kept.get("down", ""))
        return _known(actor.role, *wanted, cursor)
    kept_now = {"show": asked.show, "stage": asked.stage, "order": asked.order, "down": "1" if asked.descending else ""}
    set_preference(context, actor, "caseload", kept_now)
    return asked


def _known(role: Role, show: str | None, stage: str | None, order: str | None, down: str, cursor: str) -> DeskFilters:
    """What is asked for, as far as there is such a thing."""
    return DeskFilters(
        show if show in list_filters(role) else "",
        stage if stage in [known.value for known in STAGES_SHOWN] else "",
        next((known for known in CaseloadOrder if known.value == order), CaseloadOrder.PERIOD),
        down == "1",
        cursor,
    )


def _content_of(request: Request, actor: Actor, filters: DeskFilters) -> dict[str, Any]:
    context = get_app_state(request).context
    found = load_caseload(
        context,
        actor,
        only=[CaseloadFilter(filters.show)] if filters.show else [],
        status=PlanStatus(filters.stage) if filters.stage else None,
        order=filters.order,
        descending=filters.descending,
        cursor=filters.cursor or None,
    )
    dates_only = actor.role is Role.CASE_MANAGEMENT
    return {
        "filters": filters,
        "stages": {stage.value: STAGES[stage] for stage in STAGES_SHOWN},
        "columns": {
            order: column.words
            for order, column in CASELOAD_COLUMNS.items()
            if not (dates_only and order is CaseloadOrder.BANNERS)
        },
        "day": get_my_day(context, actor),
        "plans": found.plans,
        "shown": SHOWN,
        "states": RUN_STATES,
        "dates_only": dates_only,
        "left": days_label,
        "more": f"/?{filters.address(cursor=found.next)}" if found.next else None,
        "notices": list_office_notices(context, actor),
        "alarms": get_message_alarms(request, actor),
        "link_to_messages": actor.role in SEARCH_MESSAGES.by,
    }
