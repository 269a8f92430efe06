"""Many plans in one reviewed action: a day that everybody moves, and today's edition of the rulebook; seen first."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.checkins.acts import RecordGroupSession
from casework.plan import acts_changes as changes
from casework.plan.acts_changes import MoveItem
from casework.plan.bulk import (
    MAX_PLANS,
    AdoptEditionAll,
    BulkAction,
    BulkPreview,
    GroupSessionAll,
    MoveDaysAll,
    list_allowed_actions,
    perform_bulk_action,
    preview_bulk_action,
)
from casework.plan.views.caseload import CaseloadOrder, CaseRow, load_caseload
from casework.shared.files.plan_file import CONDITION_KINDS
from casework.shared.items.item_kinds import ITEM_KINDS, MOVABLE
from core.errors import SunwardError
from core.i18n import Text, _
from law.transitions import PlanStatus
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import parse_form
from web.forms import Form, FormErrors, FormValues, explain
from web.rendering import render_page

router = APIRouter(prefix="/many")

Doer = Annotated[
    Actor, requires_right(MoveItem.operation, changes.AdoptEdition.operation, RecordGroupSession.operation)
]

WHAT = {
    "move_days": MoveItem.operation,
    "adopt_edition": changes.AdoptEdition.operation,
    "group": RecordGroupSession.operation,
}
_REASON = FormField("many", "reason", "long", True, None, longest=2000)
_FIELDS = {
    "move_days": [
        FormField("many", "item", "choice", True, None),
        FormField("many", "due_on", "day", True, None),
        FormField("many", "to_on", "day", True, None),
        _REASON,
    ],
    "adopt_edition": [_REASON],
    "group": [
        FormField("many", "topic", "short", True, None, longest=200),
        FormField("many", "held_on", "day", True, None),
        FormField("many", "hours", "number", False, None),
        FormField("many", "condition", "short", False, None, longest=2),
        FormField("many", "text", "long", False, None, longest=2000),
    ],
}
GROUP_CONDITIONS = ("A1", "A2", "A5")
"""The kinds of additional conditions that a session for several can be: counselling, work for the community, education."""


@router.get("")
def show_bulk_form(request: Request, actor: Doer) -> HTMLResponse:
    """What may be done to all one's plans at once."""
    count = request.query_params.get("count", "")
    return _page(request, actor, {}, {}, count=count if count.isdecimal() and len(count) < 5 else "")


@router.post("")
def submit_bulk(request: Request, typed: Form, actor: Doer) -> Response:
    """What it would do plan by plan; or done, if every plan is still as it was seen."""
    app_state = get_app_state(request)
    what = typed.get("what", "")
    if what not in WHAT or actor.role not in WHAT[what].by:
        return _page(request, actor, typed, {"what": _("请选一项。")}, 422)
    values, errors = parse_form(_FIELDS[what], typed)
    if what == "move_days" and values.get("item") not in (None, *MOVABLE):
        errors["item"] = _("请选一项。")
    if what == "group":
        errors |= _check_group(typed)
    if errors or typed.get("_go") == "edit":
        return _page(request, actor, typed, errors, 422 if errors else 200)
    action = _action(what, values, typed)
    try:
        if typed.get("_go") != "do":
            return _page(request, actor, typed, {}, seen=preview_bulk_action(app_state.context, actor, action))
        done = perform_bulk_action(app_state.context, actor, action, typed.get("_digest", ""))
    except SunwardError as refused:
        return _page(request, actor, typed, {"": explain(refused)}, refused.status)
    app_state.check_now()
    return RedirectResponse(f"/many?count={len(done.done)}", status_code=303)


def _action(what: str, values: dict[str, Any], typed: FormValues) -> BulkAction:
    match what:
        case "adopt_edition":
            return AdoptEditionAll(values["reason"])
        case "move_days":
            return MoveDaysAll(values["item"], values["due_on"], values["to_on"], values["reason"])
        case _:
            return GroupSessionAll(
                values["topic"],
                values["held_on"],
                values.get("hours"),
                values.get("condition") or "",
                values.get("text"),
                _chosen(typed, "came"),
                _chosen(typed, "absent"),
            )


def _chosen(typed: FormValues, answer: str) -> tuple[str, ...]:
    """The plans whose row was answered so."""
    return tuple(
        name.removeprefix("with.") for name, value in typed.items() if name.startswith("with.") and value == answer
    )


def _list_minors(context: Context, actor: Actor) -> list[CaseRow]:
    """Those under supervision of whom the actor has the case, in the order of the numbers."""
    page = load_caseload(
        context, actor, status=PlanStatus.UNDER_SUPERVISION, order=CaseloadOrder.NUMBER, limit=MAX_PLANS
    )
    return page.plans


def _check_group(typed: FormValues) -> FormErrors:
    errors: FormErrors = {}
    if not _chosen(typed, "came") + _chosen(typed, "absent"):
        errors["with"] = _("请选出应当参加的孩子。")
    if typed.get("agreed") != "yes":
        errors["agreed"] = _("见面本身就会让人知道谁在这里：请先问过每个人，都同意再登记。")
    if typed.get("condition", "") not in ("", *GROUP_CONDITIONS):
        errors["condition"] = _("请选一项。")
    return errors


def _page(
    request: Request,
    actor: Actor,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    *,
    seen: BulkPreview | None = None,
    count: str = "",
) -> HTMLResponse:
    context = get_app_state(request).context
    theirs = list_allowed_actions(context, actor)
    may = [what for what, act in WHAT.items() if act in theirs]
    items: list[tuple[str, Text]] = [(kind, ITEM_KINDS[kind].words) for kind in MOVABLE]
    return render_page(
        request, "many.html", status=status, typed=typed, errors=errors, seen=seen, may=may, items=items, count=count,
        minors=_list_minors(context, actor) if "group" in may and seen is None else [],
        conditions={kind: CONDITION_KINDS[kind] for kind in GROUP_CONDITIONS},
    )  # fmt: skip
