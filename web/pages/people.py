"""The people of an office on one page: what waits to be accepted or confirmed, who carries what and hands it over, who begins
and who leaves, and the tokens of the office's own systems. Each section is for those who have its right."""

import uuid
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.performing import perform_as
from casework.acting.rights import Actor, TokenScope
from casework.acting.rights.read_operations import READ_CASELOAD, READ_STAFF
from casework.plan.acts_changes import MoveItem
from casework.plan.bulk import HandOverAll, perform_bulk_action, preview_bulk_action
from casework.plan.views.team import StaffWorkload, list_successors, load_team
from casework.settings.confirming import confirm_request
from casework.shared.text.labels import ROLES
from casework.staff.accounts import list_pending_requests, request_code, stop_request
from casework.staff.acts_accounts import CONFIRM_ACCOUNT, KEEP_STAFF
from casework.staff.acts_team import AcceptHandOver, HandOver
from casework.staff.acts_tokens import CONFIRM_TOKEN, END_TOKEN, KEEP_TOKENS, READ_TOKENS
from casework.staff.api_tokens import confirm_token, end_token, list_tokens, request_token
from casework.staff.staff_accounts import enter_service, leave_service, list_staff, open_office
from core.errors import NotFound, SunwardError
from core.i18n import _
from models.office import STAFF_ROLES, Role
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import parse_form
from web.forms import Form, FormErrors, FormValues, explain
from web.navigation import PEOPLE
from web.pages.account import read_request_id, run_request
from web.reauth import confirm_for
from web.rendering import render_page

router = APIRouter(prefix="/people")

Reader = Annotated[Actor, requires_right(*PEOPLE)]
Keeper = Annotated[Actor, requires_right(KEEP_STAFF)]
Confirmer = Annotated[Actor, requires_right(CONFIRM_ACCOUNT)]

_NEEDED = {
    "login": _("请给这个人定一个登录名。"),
    "display_name": _("请填写姓名。"),
    "office": _("请选检察院。"),
    "reason": _("请写明理由。"),
}
"""What nobody begins without; who has left several of them empty is told of all at once."""


@router.get("")
def show_people(request: Request, actor: Reader, hand_over: str = "") -> HTMLResponse:
    """Every section that the reader may see; with the form to hand over everything of the person whom the address names."""
    return _page(request, actor, giver=_carrier(request, actor, hand_over) if hand_over else None)


@router.post("/accept")
def accept_hand_over(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(AcceptHandOver.operation)]
) -> Response:
    """The plan is theirs from now on, open items and all."""
    try:
        perform_as(get_app_state(request).context, actor, typed.get("plan", ""), AcceptHandOver, role=actor.role)
    except SunwardError as refused:
        return _page(request, actor, errors={"": explain(refused)}, status=refused.status)
    get_app_state(request).check_now()
    return RedirectResponse("/people?just=accepted", status_code=303)


@router.post("/hand-over")
def hand_over_all(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(READ_CASELOAD, HandOver.operation)]
) -> Response:
    """What would be handed over, plan by plan; or done, if it is still as it was seen."""
    context, login = get_app_state(request).context, typed.get("login", "")
    one = _carrier(request, actor, login)
    if typed.get("to") not in [name for name, _ in list_successors(context, actor, login)]:
        return _page(request, actor, "hand_over", typed, {"to": _("请选由谁接。")}, 422, giver=one)
    action = HandOverAll(Role(one.role), login, typed["to"], typed.get("stand_in") or None)
    try:
        if typed.get("_go") != "do":
            seen = preview_bulk_action(context, actor, action)
            return _page(request, actor, "hand_over", typed, giver=one, seen=seen)
        done = perform_bulk_action(context, actor, action, typed.get("digest", ""))
    except SunwardError as refused:
        return _page(request, actor, "hand_over", typed, {"": explain(refused)}, refused.status, giver=one)
    get_app_state(request).check_now()
    return RedirectResponse(f"/people?just=handed&count={len(done.done)}", status_code=303)


@router.post("/requests/confirm")
def confirm_requests(request: Request, typed: Form, actor: Confirmer) -> HTMLResponse:
    """What was asked holds, of a list of new people each that was chosen; the second part of a code is shown once."""
    return _answered(request, typed, actor, confirm_request)


@router.post("/requests/stop")
def stop_open_request(request: Request, typed: Form, actor: Confirmer) -> HTMLResponse:
    """What was asked comes to nothing."""
    return _answered(request, typed, actor, stop_request)


@router.post("/offices")
def add_office(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """There is one more office."""
    return _asked(request, actor, "offices", typed, lambda keeper: open_office(
        get_app_state(request).context, keeper, name=typed.get("office_name", ""), city=bool(typed.get("city"))))  # fmt: skip


@router.post("/enter")
def add_staff(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """It was asked that somebody begins, or that something else holds for them; a second person confirms it."""
    context = get_app_state(request).context
    days, errors = parse_form(
        [FormField("enter", name, "day", False, None) for name in ("authority_from", "authority_to")], typed
    )
    errors |= {name: words for name, words in _NEEDED.items() if not typed.get(name)}
    if typed.get("role") not in [role.value for role in STAFF_ROLES]:
        errors["role"] = _("请选岗位。")
    if errors:
        return _page(request, actor, "enter", typed, errors, 422)

    def do(keeper: Actor) -> str:
        return enter_service(
            context, keeper, login=typed.get("login", ""), display_name=typed.get("display_name", ""),
            role=Role(typed["role"]), office=typed.get("office", ""), reason=typed.get("reason", ""),
            authority_from=days.get("authority_from"), authority_to=days.get("authority_to"),
            phone=typed.get("phone") or None, email=typed.get("email") or None,
        )  # fmt: skip

    return _asked(request, actor, "enter", typed, do)


@router.post("/password")
def renew_password(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """A one-time code was asked for somebody who lost their password: its first part is shown once."""
    return _asked(request, actor, "password", typed, lambda keeper: request_code(
        get_app_state(request).context, keeper, login=typed.get("renews", ""), reason=typed.get("reason", "")))  # fmt: skip


@router.post("/leave")
def end_employment(request: Request, typed: Form, actor: Keeper) -> HTMLResponse:
    """Somebody leaves, if nothing is open with them; who confirms for others, once a second person has confirmed it."""
    return _asked(request, actor, "leave", typed, lambda keeper: leave_service(
        get_app_state(request).context, keeper, login=typed.get("leaves", ""), reason=typed.get("reason", "")))  # fmt: skip


@router.post("/tokens")
def create_token(request: Request, typed: Form, actor: Annotated[Actor, requires_right(KEEP_TOKENS)]) -> HTMLResponse:
    """The token is shown once; it opens nothing until a second person has confirmed it."""
    days, errors = parse_form([FormField("token", "ends_on", "day", True, None)], typed)
    if errors:
        return _page(request, actor, "token", typed, errors, 422)
    return _token_done(request, actor, typed, lambda asker: request_token(
        get_app_state(request).context, asker, name=typed.get("name", ""), ends_on=days["ends_on"],
        scopes=[each for each in TokenScope if typed.get(f"scope.{each}")], reason=typed.get("reason", ""),
        sends_nothing="sends_nothing" in typed,
    ).token)  # fmt: skip


@router.post("/tokens/confirm")
def confirm_requested_token(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(CONFIRM_TOKEN)]
) -> HTMLResponse:
    """The token may be used from now on."""
    context = get_app_state(request).context
    return _token_done(request, actor, typed, lambda second: confirm_token(context, second, _token_id(typed)))


@router.post("/tokens/end")
def end_present_token(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(END_TOKEN)]
) -> HTMLResponse:
    """The token opens nothing from now on; whoever is in a hurry is asked for no password."""
    __, errors, status = run_request(lambda: end_token(get_app_state(request).context, actor, _token_id(typed)))
    return _page(request, actor, errors=errors, status=status, done=not errors)


def _token_id(typed: FormValues) -> uuid.UUID:
    try:
        return uuid.UUID(typed.get("token", ""))
    except ValueError:
        raise NotFound(_("没有这个令牌。")) from None


def _token_done(request: Request, actor: Actor, typed: FormValues, do: Callable[[Actor], str | None]) -> HTMLResponse:
    token, errors, status = run_request(lambda: do(confirm_for(request, typed, "tokens")))
    if errors:
        return _page(request, actor, "token", typed, errors, status)
    return _page(request, actor, token=token, done=True)


def _asked(
    request: Request, actor: Actor, place: str, typed: FormValues, do: Callable[[Actor], str | None]
) -> HTMLResponse:
    """What waits for a second person answers with a part of a code, or an empty one."""
    part, errors, status = run_request(lambda: do(confirm_for(request, typed, "accounts")))
    if errors:
        return _page(request, actor, place, typed, errors, status)
    return _page(request, actor, part=part, done=True, waits=part is not None)


def _answered(request: Request, typed: FormValues, actor: Actor, do: Callable[..., str | None]) -> HTMLResponse:
    context = get_app_state(request).context
    names = {one.id: one.display_name for one in list_pending_requests(context, actor)}
    chosen = [name.removeprefix("request.") for name in typed if name.startswith("request.")]
    parts: list[tuple[str, str]] = []

    def answer() -> None:
        who = confirm_for(request, typed, "accounts")
        for one in [read_request_id({"request": each}) for each in chosen] or [read_request_id(typed)]:
            if part := do(context, who, one, reason=typed.get("reason", "")):
                parts.append((names.get(one, ""), part))

    __, errors, status = run_request(answer)
    return _page(request, actor, "requests", errors=errors, status=status, parts=parts, done=not errors)


def _carrier(request: Request, actor: Actor, login: str) -> StaffWorkload:
    """That person, if the actor may hand over what is theirs; NotFound otherwise, as if there were nobody."""
    if actor.role in READ_CASELOAD.by and actor.role in HandOver.operation.by:
        for one in load_team(get_app_state(request).context, actor).carriers:
            if one.login == login:
                return one
    raise NotFound(_("没有这个人员。"))


def _page(
    request: Request,
    actor: Actor,
    place: str = "",
    typed: FormValues | None = None,
    errors: FormErrors | None = None,
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    """The page; with the form `place` as it was sent and what is wrong with it, or what came of it."""
    context, count = get_app_state(request).context, request.query_params.get("count", "")
    if place == "token":  # its form's fields have ids of their own on this page
        errors = {
            f"token-{name}" if name not in ("", "own_password") else name: words
            for name, words in (errors or {}).items()
        }
    page: dict[str, Any] = {
        "place": place, "typed": typed or {}, "errors": errors or {}, "just": request.query_params.get("just"),
        "count": count if count.isdecimal() and len(count) < 5 else "0",
        "done": False, "part": None, "waits": False, "parts": [], "token": None, "giver": None, "seen": None,
    }  # fmt: skip
    page |= more
    if page["giver"]:
        page["successors"] = list_successors(context, actor, page["giver"].login)
    if actor.role in READ_CASELOAD.by:
        page |= {
            "team": load_team(context, actor),
            "may_move": actor.role in MoveItem.operation.by,
            "may_hand_over": actor.role in HandOver.operation.by,
        }
    if actor.role in CONFIRM_ACCOUNT.by:
        page["asked"] = list_pending_requests(context, actor)
    if actor.role in READ_STAFF.by:
        page |= {
            "organisation": list_staff(context, actor),
            "keeps": actor.role in KEEP_STAFF.by,
            "roles": {role.value: ROLES[role] for role in STAFF_ROLES},
        }
    if actor.role in READ_TOKENS.by:
        tokens = list_tokens(context, actor)
        page |= {"tokens": tokens, "scopes": list(TokenScope), "asks": actor.role in KEEP_TOKENS.by}
    return render_page(request, "people.html", status=status, **page)
