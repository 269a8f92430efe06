"""Many plans in one reviewed action: a day that everybody moves, and today's edition of the rulebook; seen first."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.rights import Actor
from casework.plan import acts_changes as changes
from casework.plan.acts_changes import MoveItem
from casework.plan.bulk import (
    AdoptEditionAll,
    BulkPreview,
    MoveDaysAll,
    list_allowed_actions,
    perform_bulk_action,
    preview_bulk_action,
)
from casework.shared.items.item_kinds import ITEM_KINDS, MOVABLE
from core.errors import SunwardError
from core.i18n import Text, _
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import parse_form
from web.forms import Form, FormErrors, FormValues, explain
from web.rendering import render_page

router = APIRouter(prefix="/many")

Doer = Annotated[Actor, requires_right(MoveItem.operation, changes.AdoptEdition.operation)]

WHAT = {"move_days": MoveItem.operation, "adopt_edition": changes.AdoptEdition.operation}
_REASON = FormField("many", "reason", "long", True, None, longest=2000)
_FIELDS = {
    "move_days": [
        FormField("many", "item", "choice", True, None),
        FormField("many", "due_on", "day", True, None),
        FormField("many", "to_on", "day", True, None),
        _REASON,
    ],
    "adopt_edition": [_REASON],
}


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
    if errors or typed.get("_go") == "edit":
        return _page(request, actor, typed, errors, 422 if errors else 200)
    action = AdoptEditionAll(values["reason"]) if what == "adopt_edition" else _moved(values)
    try:
        if typed.get("_go") != "do":
            return _page(request, actor, typed, {}, seen=preview_bulk_action(app_state.context, actor, action))
        done = perform_bulk_action(app_state.context, actor, action, typed.get("_digest", ""))
    except SunwardError as refused:
        return _page(request, actor, typed, {"": explain(refused)}, refused.status)
    app_state.check_now()
    return RedirectResponse(f"/many?count={len(done.done)}", status_code=303)


def _moved(values: dict[str, Any]) -> MoveDaysAll:
    return MoveDaysAll(values["item"], values["due_on"], values["to_on"], values["reason"])


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
    theirs = list_allowed_actions(get_app_state(request).context, actor)
    may = [what for what, act in WHAT.items() if act in theirs]
    items: list[tuple[str, Text]] = [(kind, ITEM_KINDS[kind].words) for kind in MOVABLE]
    return render_page(
        request, "many.html", status=status, typed=typed, errors=errors, seen=seen, may=may, items=items, count=count
    )
