"""More of a family's saved page: asking for leave, and what is stored about me. Nothing before the code, as ever."""

import secrets
from datetime import date
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter

from casework.family.acts import AskAboutData
from casework.family.data_requests import WISHES, load_stored_data
from casework.family.own_copy import OwnCopy, load_own_copy
from casework.leave.acts import AskLeave
from casework.leave.family_leave_view import list_own_leaves
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.performing import perform_as
from casework.staff.authentication import SignedIn
from core.errors import BadInput, Refused
from core.i18n import Text, _, pgettext
from core.typed_days import parse_day
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS
from serving.downloads import file_response
from web.dates import NOT_A_DAY
from web.family_session import FamilySessionDep
from web.forms import Form, FormErrors, FormValues, get_mistakes
from web.labels.family import IDENTITY_LABELS, LABELS, SAID_LABELS
from web.rendering import render, render_page
from web.write_once import get_form_key, write_once

router = APIRouter(prefix="/p/{secret}", dependencies=[PUBLIC_ACCESS])

MAX_TEXT = 4000
_COPY = TypeAdapter(OwnCopy)


@router.get("/leave")
def show_leave(request: Request, secret: str, signed_in: FamilySessionDep, just: str = "") -> Response:
    """What I asked for and how it stands; and a form to ask."""
    return _leave(request, secret, signed_in, {}, {}, just=just == "asked")


@router.post("/leave")
def request_leave(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """The request is with the prosecutor, or the form again with what was typed."""
    days, errors = _days(typed)
    for name in ("destination", "reason", "companions"):
        if not typed.get(name) and name != "companions":
            errors[name] = _("请写几句。")
        elif len(typed.get(name, "")) > MAX_TEXT:
            errors[name] = _("文字太长，请写短一些。")
    if errors:
        return _leave(request, secret, signed_in, typed, errors)
    actor, number = signed_in.actor, signed_in.plan_number or ""
    asked = {"leave": f"l-{secrets.token_hex(6)}", "from_on": days[0], "to_on": days[1],
             "destination": typed["destination"], "reason": typed["reason"], "companions": typed.get("companions") or None}  # fmt: skip
    try:
        write_once(
            request, signed_in.actor, typed,
            lambda context: perform_as(context, actor, number, AskLeave, **asked),
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        return _leave(request, secret, signed_in, typed, get_mistakes(refused, *asked), status=refused.status)
    return RedirectResponse(f"/p/{secret}/leave?just=asked", status_code=303)


@router.get("/stored")
def show_stored_data(request: Request, secret: str, signed_in: FamilySessionDep, just: str = "") -> Response:
    """What is stored about me, what I have agreed to, and what I have asked about it."""
    return _stored(request, secret, signed_in, {}, {}, just=just == "asked")


@router.get("/stored/copy")
def take_copy(
    request: Request, secret: str, signed_in: FamilySessionDep, file: Literal["html", "json"] = "html"
) -> Response:
    """What is stored about me and is mine, as a file to keep: to be read, or for another program."""
    found = load_own_copy(get_app_state(request).context, signed_in.actor)
    if file == "json":
        return file_response(_COPY.dump_json(found, indent=2), "application/json", "copy.json")
    text = render(
        request, "own_copy.html", found=found, identity=IDENTITY_LABELS, said=SAID_LABELS, item_words=_item_words
    )
    return file_response(text, "text/html; charset=utf-8", "copy.html")


def _item_words(kind: str) -> Text:
    return ITEM_KINDS[kind].own_words if kind in ITEM_KINDS else pgettext("choice", "其他")


@router.post("/stored")
def request_data(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """The request is on the file, or the form again with what was typed."""
    errors: FormErrors = {}
    if typed.get("wish") not in WISHES:
        errors["wish"] = _("请选一项。")
    if not typed.get("text"):
        errors["text"] = _("请写几句。")
    elif len(typed["text"]) > MAX_TEXT:
        errors["text"] = _("文字太长，请写短一些。")
    if errors:
        return _stored(request, secret, signed_in, typed, errors)
    actor, number = signed_in.actor, signed_in.plan_number or ""
    asked = {"wish": typed["wish"], "text": typed["text"]}
    try:
        write_once(
            request, signed_in.actor, typed,
            lambda context: perform_as(context, actor, number, AskAboutData, **asked),
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        return _stored(request, secret, signed_in, typed, get_mistakes(refused, *asked), status=refused.status)
    return RedirectResponse(f"/p/{secret}/stored?just=asked", status_code=303)


@router.post("/talk")
def request_talk(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """Somebody talks with whoever asked, within two working days. It is no objection."""
    wish = "disagree" if typed.get("wish") == "disagree" else "talk"
    said = typed.get("text", "")[:MAX_TEXT] or LABELS["family.wish"][wish].zh
    actor, number = signed_in.actor, signed_in.plan_number or ""
    try:
        write_once(
            request, actor, typed,
            lambda context: perform_as(context, actor, number, AskAboutData, wish=wish, text=said),
        )  # fmt: skip
    except (BadInput, Refused) as refused:
        return _stored(request, secret, signed_in, {}, {"": refused.reason}, status=refused.status)
    return RedirectResponse(f"/p/{secret}?just=talk", status_code=303)


def _days(typed: FormValues) -> tuple[tuple[date, date], FormErrors]:
    errors: FormErrors = {}
    days = []
    for name in ("from_on", "to_on"):
        if (day := parse_day(typed.get(name, ""))) is not None:
            days.append(day)
        else:
            errors[name] = NOT_A_DAY
    if not errors and days[1] < days[0]:
        errors["to_on"] = _("回来的日子比走的日子早。")
    return ((days[0], days[1]) if not errors else (date.min, date.min)), errors


def _leave(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    errors: FormErrors,
    *,
    status: int = 0,
    just: bool = False,
) -> HTMLResponse:
    context = get_app_state(request).context
    return render_page(
        request,
        "family_leave.html",
        status=status or (422 if errors else 200),
        leaves=list_own_leaves(context, signed_in.actor, signed_in.plan_number or ""),
        **_common(secret, signed_in, typed, errors, just),
    )


def _stored(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    errors: FormErrors,
    *,
    status: int = 0,
    just: bool = False,
) -> HTMLResponse:
    found = load_stored_data(get_app_state(request).context, signed_in.actor)
    return render_page(
        request,
        "family_stored.html",
        status=status or (422 if errors else 200),
        found=found,
        wishes=WISHES,
        **_common(secret, signed_in, typed, errors, just),
    )


def _common(secret: str, signed_in: SignedIn, typed: FormValues, errors: FormErrors, just: bool) -> dict[str, Any]:
    you = "minor" if signed_in.actor.role is Role.MINOR else "guardian"
    return {"here": f"/p/{secret}", "you": you, "typed": typed, "errors": errors, "just": just,
            "once": get_form_key(typed)}  # fmt: skip
