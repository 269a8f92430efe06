"""More of a family's saved page: asking for leave, and what is stored about me. Nothing before the code, as ever."""

from functools import partial
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import TypeAdapter

from casework.family.acts_page import AskAboutData
from casework.family.data_requests import WISHES, load_stored_data
from casework.family.own_copy import OwnCopy, load_own_copy
from casework.leave.acts import AskLeave
from casework.leave.family_leave_view import list_own_leaves
from casework.outcome.acts_ending import AnswerAfterCare
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.staff.authentication import SignedIn
from core.i18n import Text, pgettext
from law.months import same_day_after
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS
from serving.downloads import file_response
from web.family_session import FamilySessionDep
from web.forms import Form, FormErrors, FormValues
from web.labels.family import IDENTITY_LABELS, LABELS, SAID_LABELS
from web.rendering import render, render_page
from web.write_once import get_form_key, send_own_act

router = APIRouter(prefix="/p/{secret}", dependencies=[PUBLIC_ACCESS])

_COPY = TypeAdapter(OwnCopy)


@router.get("/leave")
def show_leave(request: Request, secret: str, signed_in: FamilySessionDep, just: str = "") -> Response:
    """What I asked for and how it stands; and a form to ask."""
    return _leave(request, secret, signed_in, {}, {}, just=just == "asked")


@router.post("/leave")
def request_leave(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """The request is with the prosecutor, or the form again with what was typed."""
    again, fields = partial(_leave, request, secret, signed_in, typed), ("from_on", "to_on", "destination", "reason")
    landing = f"/p/{secret}/leave?just=asked"
    return send_own_act(request, signed_in, typed, AskLeave, again, landing, *fields, "companions")


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
    again, landing = partial(_stored, request, secret, signed_in, typed), f"/p/{secret}/stored?just=asked"
    return send_own_act(request, signed_in, typed, AskAboutData, again, landing, "wish", "text")


@router.post("/talk")
def request_talk(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """Somebody talks with whoever asked, within two working days. It is no objection."""
    wish = "disagree" if typed.get("wish") == "disagree" else "talk"
    said = typed.get("text") or LABELS["family.wish"][wish].zh
    again, landing = partial(_stored, request, secret, signed_in, {}), f"/p/{secret}?just=talk"
    return send_own_act(request, signed_in, typed, AskAboutData, again, landing, wish=wish, text=said)


@router.post("/after-care")
def answer_call_later(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """Whether somebody may ring in three months is answered; who agrees is kept on a card for a month longer than that."""
    agreed = typed.get("consent") == "yes"
    until_on = same_day_after(get_app_state(request).context.clock.today(), 4) if agreed else None
    again = partial(_stored, request, secret, signed_in, {})
    landing = f"/p/{secret}?just=answered"
    return send_own_act(request, signed_in, typed, AnswerAfterCare, again, landing, consent=agreed, until_on=until_on)


def _leave(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    just: bool = False,
) -> HTMLResponse:
    context = get_app_state(request).context
    return render_page(
        request,
        "family_leave.html",
        status=status,
        leaves=list_own_leaves(context, signed_in.actor, signed_in.plan_number or ""),
        **_common(secret, signed_in, typed, errors, just),
    )


def _stored(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    just: bool = False,
) -> HTMLResponse:
    found = load_stored_data(get_app_state(request).context, signed_in.actor)
    return render_page(
        request,
        "family_stored.html",
        status=status,
        found=found,
        wishes=WISHES,
        **_common(secret, signed_in, typed, errors, just),
    )


def _common(secret: str, signed_in: SignedIn, typed: FormValues, errors: FormErrors, just: bool) -> dict[str, Any]:
    you = "minor" if signed_in.actor.role is Role.MINOR else "guardian"
    return {"here": f"/p/{secret}", "you": you, "typed": typed, "errors": errors, "just": just,
            "once": get_form_key(typed)}  # fmt: skip
