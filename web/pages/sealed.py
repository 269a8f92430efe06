"""Requests for sealed files (查询申请): recorded, answered by a named person, ended; and the file as a reader with a
grant sees it. No name of a minor stands on the list."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.plan.plan_field_labels import CHOICES
from casework.seal.acts import AnswerAccess, AskAccess, EndAccess, Unseal
from casework.seal.sealed_access import list_answered_accesses, list_pending_accesses, list_readable_files, read_sealed
from casework.service.receipts_view import list_clocks_left_running
from casework.shared.acts.act import ACTS
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.performing import perform_as
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_ACCESS, READ_SEALED
from casework.shared.text.labels import RELATIONS, stage_label
from core.errors import BadInput, NotFound, NotSignedIn, Refused, TooManyRequests
from core.i18n import Language, Text, _, verbatim
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField, get_form_fields
from web.acting.form_parsing import parse_form
from web.acting.labels import CHOICE_LABELS, choice_label, get_field_label
from web.dates import format_moment
from web.forms import Form, FormErrors, FormValues, explain
from web.labels.case import LABELS
from web.labels.codes import CODES
from web.labels.sealed import FIELDS, TOPICS
from web.languages import get_language
from web.reauth import has_said_who, reauthenticate
from web.rendering import render_page
from web.views.act_forms import FieldWithChoices

router = APIRouter(prefix="/sealed-access")

Reader = Annotated[Actor, requires_right(READ_ACCESS, READ_SEALED)]
_ANSWER = ("granted", "reader", "until_on", "reason")
_UNSEAL = ("ground", "total_months", "judged_on", "proposed_by", "reason")


@router.get("")
def show_requests(request: Request, actor: Reader) -> HTMLResponse:
    """What waits, what was answered, and what is open to whoever looks."""
    return _page(request, actor, {}, {})


@router.post("/ask")
def record_request(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(AskAccess.operation)]
) -> Response:
    """A written application is on record; its answer has its day."""
    number = typed.get("plan", "").upper()
    asked = [one for one in get_form_fields("ask_access") if one.control != "made_up"]
    values, errors = parse_form(asked, typed)
    if not number:
        errors["plan"] = _("请填写方案编号。")
    if errors:
        return _page(request, actor, typed, errors, 422)
    return _do(request, actor, number, "ask_access", values | {"access": _code(typed)}, typed)


@router.post("/answer")
def answer_request(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(AnswerAccess.operation)]
) -> Response:
    """The chief procurator grants it to one reader until a day, or refuses it, with a reason."""
    asked = [one for one in get_form_fields("answer_access") if one.name in _ANSWER]
    values, errors = parse_form(asked, typed)
    if actor.unconfirmed and not errors:
        try:
            actor = reauthenticate(request, typed)
        except (NotSignedIn, TooManyRequests) as refused:
            errors["_password"] = refused.reason if has_said_who(typed) else _("请再输入一次密码。")
    if errors:
        place = f"{typed.get('plan')}-{typed.get('access')}"
        return _page(request, actor, typed, {f"{name}-{place}": words for name, words in errors.items()}, 422)
    return _do(
        request, actor, typed.get("plan", ""), "answer_access", values | {"access": typed.get("access", "")}, typed
    )


@router.post("/end")
def end_access(request: Request, typed: Form, actor: Annotated[Actor, requires_right(EndAccess.operation)]) -> Response:
    """A grant ends before its day."""
    return _do(request, actor, typed.get("plan", ""), "end_access", {"access": typed.get("access", "")}, typed)


@router.post("/unseal")
def unseal_file(request: Request, typed: Form, actor: Annotated[Actor, requires_right(Unseal.operation)]) -> Response:
    """The seal of a judged case is lifted on a prosecutor's proposal; what still runs is named. The chief procurator's
    password is asked again."""
    number = typed.get("unseal_plan", "").upper()
    values, errors = parse_form(_unsealing(), typed)
    if not number:
        errors["unseal_plan"] = _("请填写方案编号。")
    if actor.unconfirmed and not errors:
        try:
            actor = reauthenticate(request, typed)
        except (NotSignedIn, TooManyRequests) as refused:
            errors["_password"] = refused.reason if has_said_who(typed) else _("请再输入一次密码。")
    if errors:
        return _page(request, actor, typed, errors, 422)
    return _do(request, actor, number, "unseal", values, typed, f"/sealed-access?opened={quote(number)}")


@router.get("/{number}")
def show_sealed_file(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_SEALED)]
) -> HTMLResponse:
    """The sealed file, for whom it was opened. Each look is a line in the journal."""
    found = read_sealed(get_app_state(request).context, actor, number)
    return render_page(
        request, "sealed_file.html", found=found, stage=stage_label(found.status),
        written=partial(_written, language=get_language(request)),
        decision_words=lambda kind: LABELS["case.decision"].get(kind, verbatim(kind)),
    )  # fmt: skip


def _do(
    request: Request, actor: Actor, number: str, did: str, values: dict[str, Any], typed: FormValues,
    then: str = "/sealed-access?just=1",
) -> Response:  # fmt: skip
    context = get_app_state(request).context
    try:
        perform_as(context, actor, number, ACTS[did], **values)
    except (BadInput, Refused, NotFound) as refused:
        return _page(request, actor, typed, {"": explain(refused)}, refused.status)
    return RedirectResponse(then, status_code=303)


def _code(typed: FormValues) -> str:
    """The code under which the request is known; one sent twice is refused as known already."""
    return typed.get("access", "")


def _page(request: Request, actor: Actor, typed: FormValues, errors: FormErrors, status: int = 200) -> HTMLResponse:
    context = get_app_state(request).context
    lists = actor.role in READ_ACCESS.by
    asked = [FieldWithChoices(one, _choices(one)) for one in get_form_fields("ask_access") if one.control != "made_up"]
    unsealing = [FieldWithChoices(one, _choices(one)) for one in _unsealing()]
    opened = request.query_params.get("opened", "")[:20]
    return render_page(
        request, "sealed_access.html", status=status, typed=typed, errors=errors,
        waiting=list_pending_accesses(context, actor) if lists else [],
        settled=list_answered_accesses(context, actor) if lists else [],
        open_to_me=list_readable_files(context, actor) if actor.role in READ_SEALED.by else [],
        asked=asked, names={one.field.name: get_field_label(one.field) for one in asked},
        requester=lambda code: CHOICE_LABELS.get(f"requester.{code}", verbatim(code)),
        asks=actor.role in AskAccess.operation.by, answers=actor.role in AnswerAccess.operation.by,
        ends=actor.role in EndAccess.operation.by, code=_new_code(), today=context.clock.today(),
        unseals=actor.role in Unseal.operation.by, unsealing=unsealing, opened=opened,
        unsealing_names={one.field.name: get_field_label(one.field) for one in unsealing},
        running=list_clocks_left_running(context, actor, opened) if opened else [],
        again=actor.unconfirmed, just=request.query_params.get("just") == "1",
    )  # fmt: skip


def _unsealing() -> list[FormField]:
    """The fields of the act as the chief fills them in: somebody else proposed it, and is named."""
    return [replace(one, needed=True) for one in get_form_fields("unseal") if one.name in _UNSEAL]


def _new_code() -> str:
    return f"q-{secrets.token_hex(4)}"


def _choices(one: FormField) -> list[tuple[str, Text]] | None:
    return [(code, choice_label(one, code)) for code in one.codes] if one.codes else None


def _written(row: Mapping[str, Any], language: Language) -> list[tuple[Text, str | Text | list[Text]]]:
    """What a sealed row tells of the person and the case as pairs to be read; what is empty is left out."""
    return [
        (words, _value_text(name, row[name], language))
        for name, words in FIELDS.items()
        if row.get(name) not in (None, "", [], {})
    ]


def _value_text(name: str, value: Any, language: Language) -> str | Text | list[Text]:
    if isinstance(value, datetime):
        return verbatim(format_moment(language, value))
    if isinstance(value, list):
        return [_code_words(name, str(each)) or verbatim(str(each)) for each in value]
    return _code_words(name, str(value)) or str(value)


def _code_words(name: str, code: str) -> Text | None:
    """What a code says that stands in that field; None for what is no code."""
    if name == "item" and code in ITEM_KINDS:
        return ITEM_KINDS[code].words
    if name == "topic" and code in TOPICS:
        return TOPICS[code]
    key = f"{name}.{code}"
    return CHOICES.get(key) or CHOICE_LABELS.get(key) or CODES.get(code) or RELATIONS.get(code)
