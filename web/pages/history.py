"""One plan's history: everything that happened, with what led to what; one day of it by its dates."""

from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from casework.acting.held_rights import filter_allowed
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_MESSAGES, READ_PLAN
from casework.messages.acts import RecordPaperNotice
from casework.plan.run_controls import CONTROLS, RunControl, list_controls
from casework.plan.views.flow_run import load_halt
from casework.plan.views.history import HistoryFilters, HistoryPage, load_history
from casework.plan.views.history_entry import HISTORY_KINDS, MAX_LINKS, HistoryKind
from casework.plan.views.status import load_plan_status
from casework.seal.case_access import list_lookers
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.journal_text import run_label
from casework.shared.text.labels import RELATIONS, role_label
from core.i18n import Language, Text, _
from core.typed_days import parse_day
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.languages import get_language
from web.tabs import render_case_page
from web.timeline_details import get_details
from web.views.access_log import get_access_log
from web.views.offered import filter_offered

router = APIRouter(prefix="/plans/{number}")

WAKES_SHOWN = 10

Reader = Annotated[Actor, requires_right(READ_PLAN)]
Mark = Annotated[str, Query(max_length=200)]


def get_filters(
    kind: str = "",
    by: Annotated[str, Query(max_length=60)] = "",
    to: Annotated[str, Query(max_length=60)] = "",
    from_on: str = "",
    to_on: str = "",
) -> HistoryFilters:
    """What the address asks for, as far as there is such a thing."""
    wanted = HistoryKind(kind) if kind in set(HistoryKind) else None
    return HistoryFilters(wanted, by or None, to or None, parse_day(from_on), parse_day(to_on))


@router.get("/history")
def show_history(
    request: Request,
    number: str,
    actor: Reader,
    filters: Annotated[HistoryFilters, Depends(get_filters)],
    cursor: Mark = "",
    entry: Mark = "",
    sent: bool = False,
    just: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Everything that happened, newest first, each thing with what led to it and to what it led; what the system does next,
    and who has looked at the plan."""
    app_state = get_app_state(request)
    with app_state.context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        status = load_plan_status(open_plan)
        history = load_history(open_plan, filters, cursor=cursor or None, entry=entry or None)
        asked = {each.name: value for each in fields(filters) if (value := getattr(filters, each.name)) is not None}
        address = f"/plans/{quote(number)}/history"
        return render_case_page(
            request, open_plan, "history.html", tab="history", history=history, filters=filters, address=address,
            kinds=HISTORY_KINDS, doers=_people(history.doers), notified=_people(history.notified), entry=entry,
            filtered=bool(asked), most_links=MAX_LINKS,
            page=lambda mark: f"{address}?{urlencode(asked | {'cursor': mark})}",
            unfolded={each.id for row in history.rows if len(row.entries) == 1 for each in row.entries},
            remarks=_remarks(history), person=_person, sent=sent, may_send=bool(filter_allowed(open_plan, [READ_MESSAGES])),
            may_record=bool(filter_offered(open_plan, RecordPaperNotice.operations())), plan=status, shown_wakes=WAKES_SHOWN,
            run_page=app_state.run_page(status.flow_run.id) if status.flow_run else None,
            controls=_controls(open_plan), control_titles=CONTROLS, readers=get_access_log(open_plan),
            lookers=list_lookers(open_plan), halt=load_halt(open_plan), item_words=ITEM_KINDS,
            just=just if just in tuple(RunControl) else "", verb_words=operation_labels(get_language(request)),
        )  # fmt: skip


def _controls(open_plan: OpenPlan) -> list[RunControl]:
    """What the person who looks can do about the run of this very plan."""
    possible = list_controls(open_plan.actor, open_plan.plan.quarantined_at is not None)
    held = filter_allowed(open_plan, [CONTROLS[control].right for control in possible]) if possible else set()
    return [control for control in possible if CONTROLS[control].right in held]


def operation_labels(language: Language) -> Callable[[str], str]:
    """A verb that the system did, in words; one of a former release, without words, is shown as it was called."""

    def in_words(verb: str) -> str:
        return run_label(verb).in_(language)

    return in_words


def _person(role: str, relation: str | None = None) -> Text:
    """Somebody as people call them: a role, and of the family's adults which one."""
    if not relation or relation == role:
        return role_label(role)
    return _("{role}（{relation}）", role=role_label(role), relation=RELATIONS.get(relation, RELATIONS["other"]))


def _people(codes: list[str]) -> dict[str, Text]:
    return {code: _person(*code.split(".", 1)) for code in codes}


def _remarks(history: HistoryPage) -> dict[str, Any]:
    return {entry: get_details(line) for entry, line in history.written.items()}
