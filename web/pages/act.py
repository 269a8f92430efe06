"""Doing something with a plan: what can be done, the form of one act, its answers checked with all that it would come
to, and the receipt. The verb is the same as everywhere; a form sent twice is done once."""

import hashlib
import re
import secrets
import uuid
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter, ValidationError

from casework.acting.acts.act import ACTS, PreviewedAct
from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.performing import perform
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_CASELOAD, READ_PLAN
from casework.family.data_requests import TALKS, DataRequestView, list_requests
from casework.leave.family_leave_view import list_asked_leaves
from casework.measures.acts import HoldHearing
from casework.outcome.acts_ending import HearVictim
from casework.plan.change_preview import get_warnings, preview_act
from casework.plan.linked_plans import LinkedPlanView, load_linked_plans
from casework.shared.files.acts_file import AnyAct
from casework.shared.files.parsing import to_bad_input
from casework.shared.text.labels import role_label
from core.errors import (
    BadInput,
    IdempotencyKeyReused,
    NotFound,
    NotSignedIn,
    PreviewOutdated,
    Refused,
    SunwardError,
    TooManyRequests,
    VersionConflict,
)
from core.i18n import Bilingual, Text, _, verbatim
from law.reporting import ReportingNumber
from serving.act_schemas import RIGHTS_FOR_ACTS, get_request_model, parse_act
from serving.app_state import get_app_state
from serving.auth import requires_right
from serving.idempotency import (
    RequestAnswer,
    RequestKey,
    build_inside,
    do_once,
    load_stored_answer,
    require_preview,
    require_version,
)
from serving.responses import ActResult, build_act_result
from web.acting.field_choices import get_old_words
from web.acting.form_fields import FormField
from web.acting.form_parsing import format_value, parse_form
from web.acting.labels import OWN_PAGES, get_field_label
from web.dates import format_day
from web.forms import Form, FormErrors, FormValues, local_path
from web.labels.acts import DATES_MOVED
from web.languages import get_language
from web.reauth import has_said_who, reauthenticate
from web.tabs import render_case_page
from web.views.act_forms import ActForm, FieldWithChoices, build_act_form, filter_by_lead
from web.views.act_menu import load_act_menu
from web.views.my_day import MyItem, get_my_day
from web.views.signing import NOT_ON_A_PHONE, may_sign_here

router = APIRouter(prefix="/plans/{number}")

Reader = Annotated[Actor, requires_right(READ_PLAN)]
Doer = Annotated[Actor, requires_right(*RIGHTS_FOR_ACTS)]

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
_WORDS = ("short", "long", "several")
_RESULT = TypeAdapter(ActResult)
MAX_REASON = 2000
OF_THE_CASE = {HearVictim.operation.code, HoldHearing.operation.code}
"""What happens once for all plans of a case: its receipt leads to the same form of each, with the same days and codes."""


class _NotAccepted(Exception):
    """The law warns of something that the person has not seen yet."""


@router.get("/do")
def show_acts(
    request: Request,
    number: str,
    actor: Reader,
    done: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """Everything that this person can do with the plan now. After an act, with what was put on record on top, as it was
    answered then: looking at it again does nothing again."""
    context = get_app_state(request).context
    following = _following(context, actor) if done else None
    with context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        kept = load_stored_answer(context, actor, done, open_plan.plan.id) if _TOKEN.fullmatch(done) else None
        if done and kept is None:
            raise NotFound(_("没有这张回执。"))
        return render_case_page(
            request, open_plan, "acts.html", tab="do", menu=load_act_menu(open_plan),
            recorded=[Bilingual.kept(line["words"]) for line in kept["recorded"]] if kept else None,
            stage=Bilingual.kept(kept["stage"]) if kept else None,
            mark=hashlib.sha256(done.encode()).hexdigest()[:8].upper(), following=following,
            for_others=_list_others(request, open_plan) if kept else [],
        )  # fmt: skip


@router.get("/do/{act}")
def show_act_form(request: Request, number: str, act: str, actor: Doer) -> Response:
    """The act's form. What the address names beforehand are codes and days, never anything about a person."""
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        found = build_act_form(open_plan, act, request.query_params)
        old = get_old_words(open_plan, act, request.query_params.get("condition", ""))
    if act in OWN_PAGES:
        return RedirectResponse(f"/plans/{quote(number)}/{OWN_PAGES[act]}", status_code=303)
    given = {name: value for name, value in request.query_params.items() if _CODE.fullmatch(value)}
    return _form(request, actor, found, _begun(found, {**old, **given}), {}, secrets.token_urlsafe(18))


@router.post("/do/{act}")
def submit_act(request: Request, number: str, act: str, typed: Form, actor: Doer) -> Response:
    """One step on: the answers to be checked, the form again with what was typed, or the act done and its receipt."""
    context = get_app_state(request).context
    with context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        found = build_act_form(open_plan, act, typed)
        signs_here = may_sign_here(request, open_plan, act)
    token = typed.get("_token", "")
    if not _TOKEN.fullmatch(token):
        token = secrets.token_urlsafe(18)
    typed = _made_up(found) | typed
    step = typed.get("_go", "check")
    if step == "edit":
        return _form(request, actor, found, typed, {}, token)
    values, errors = parse_form([one.field for one in found.asked], typed)
    if errors:
        return _form(request, actor, found, typed, errors, token)
    try:
        sent = get_request_model(act).model_validate({"did": act, **values})
        ready = parse_act(sent, actor, context.clock.now())
    except ValidationError as wrong:
        return _form(request, actor, found, typed, _mistakes(found, to_bad_input(wrong)), token)
    except BadInput as wrong:
        return _form(request, actor, found, typed, _mistakes(found, wrong), token)
    if step == "do" and not signs_here:
        return _form(request, actor, found, typed, {"": NOT_ON_A_PHONE}, token)
    if step == "do":
        return _do(request, actor, found, typed, ready, token)
    return _check(request, actor, found, typed, ready, token, {})


def _list_others(request: Request, open_plan: OpenPlan) -> list[tuple[LinkedPlanView, str]]:
    """The other plans of the case with the form of the act that was done here, where it is one of the whole case."""
    given = dict(request.query_params)
    act = given.pop("also", "")
    codes = {name: value for name, value in given.items() if name != "done" and _CODE.fullmatch(value)}
    if act not in OF_THE_CASE:
        return []
    return [
        (linked, f"/plans/{quote(linked.number)}/do/{act}?{urlencode(codes)}")
        for linked in load_linked_plans(open_plan)
    ]


def _following(context: Context, actor: Actor) -> MyItem | None:
    """What waits for them now on any plan, the oldest first."""
    waiting = get_my_day(context, actor).to_do if actor.role in READ_CASELOAD.by else []
    return waiting[0] if waiting else None


def _do(request: Request, actor: Actor, found: ActForm, typed: FormValues, ready: AnyAct, token: str) -> Response:
    check_again = partial(_check, request, actor, found, typed, ready, token)
    if needs_reauthentication(actor, ready):
        done = load_stored_answer(get_app_state(request).context, actor, token, _plan_id(request, actor, found))
        if done is not None:
            return RedirectResponse(f"/plans/{quote(found.number)}/do?done={token}", status_code=303)
        if not has_said_who(typed):
            return check_again({"_password": _("请再输入一次密码。")})
        try:
            actor = reauthenticate(request, typed)
        except (NotSignedIn, TooManyRequests) as refused:
            return check_again({"_password": refused.reason})
    accepted = set(typed.get("_accepted", "").split())
    because = typed.get("_because", "")

    def build(open_plan: OpenPlan) -> ActResult:
        warned = get_warnings(open_plan)
        if {finding.rule for finding in warned} - accepted:
            raise _NotAccepted
        if warned and not (because or ready.operation.fact):
            raise _NotAccepted
        if warned and because:
            codes = [finding.rule for finding in warned]
            open_plan.record("accept_warnings", note={"accepted": codes, "of": ready.did}, detail={"reason": because})
        return build_act_result(open_plan)

    answers = repr(sorted((name, value) for name, value in typed.items() if not name.startswith("_")))
    digest = hashlib.sha256(f"{request.url.path}\n{answers}".encode()).hexdigest()
    seen = typed.get("_version", "")
    version = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else None
    # What was checked names what was seen. Where nothing was checked, as on the page of a proposal, the version is all.
    checked = typed.get("_seen")

    def work(context: Context) -> RequestAnswer:
        context = require_preview(require_version(context, version), checked, ready)
        result = build_inside(context, lambda inside: perform(inside, found.number, ready, actor), build)
        return RequestAnswer(201, _RESULT.dump_json(result).decode())

    try:
        do_once(get_app_state(request), actor, RequestKey(token, digest), work)
    except _NotAccepted:
        return check_again({"_because": _("请写明仍要办理的理由。")})
    except PreviewOutdated:
        return check_again({"": _("要办的与您核对过的不一致，还没有办理。请看下面的内容，再确认一次。")})
    except VersionConflict:
        return check_again({"": _("您核对之后案卷有变动，还没有办理。请看下面现在的情况，再确认一次。")})
    except IdempotencyKeyReused as refused:
        done_before: FormErrors = {
            "": _("您在这一页上已经办过一次，已经记入案卷；现在改过的内容还没有办理。确要再办一次的，请核对后确认。")
        }
        return _form(request, actor, found, typed, done_before, secrets.token_urlsafe(18), refused)
    except (BadInput, Refused) as refused:
        return _form(request, actor, found, typed, _mistakes(found, refused), token, refused)
    # Whoever decided from the reading desk goes on there; the receipt is for everybody else.
    codes = {one.field.name: typed.get(one.field.name, "") for one in found.asked if one.field.control not in _WORDS}
    also = f"&{urlencode({'also': found.act, **codes})}" if found.act in OF_THE_CASE else ""
    landing = local_path(typed.get("next") or f"/plans/{quote(found.number)}/do?done={token}{also}")
    return RedirectResponse(landing, status_code=303)


def _plan_id(request: Request, actor: Actor, found: ActForm) -> uuid.UUID:
    with get_app_state(request).context.open_for_reading(found.number, actor, READ_PLAN) as open_plan:
        return open_plan.plan.id


def needs_reauthentication(actor: Actor, ready: AnyAct) -> bool:
    """Whether the person is to say again who they are before this act."""
    return actor.unconfirmed and ready.asks.signs


def _check(
    request: Request, actor: Actor, found: ActForm, typed: FormValues, ready: AnyAct, token: str, errors: FormErrors
) -> HTMLResponse:
    """The answers, and all that the act would come to; or the form again, where it may not be done."""
    context = get_app_state(request).context
    if len(typed.get("_because", "")) > MAX_REASON:
        errors = {"_because": _("太长，最多2000字。")}
    try:
        change = preview_act(context, actor, found.number, ready)
    except (BadInput, Refused, NotFound) as refused:
        return _form(request, actor, found, typed, _mistakes(found, refused), token, refused)
    kept = {name: value for name, value in typed.items() if not name.startswith("_")}
    return _page(
        request, actor, found, "act_check.html", 422 if errors else 200,
        answers=[(get_field_label(one.field), _value_text(request, one, typed)) for one in found.asked if _is_given(one, typed)],
        change=change, previewed=isinstance(ready, PreviewedAct), owner_words=role_label, date_words=DATES_MOVED, corrected_words={one.field.name: get_field_label(one.field) for one in found.asked}, kept=kept, token=token, errors=errors, because=typed.get("_because", ""),
        asks_again=needs_reauthentication(actor, ready), fact=ready.operation.fact, accepted=" ".join(finding.rule for finding in change.warnings),
    )  # fmt: skip


def _form(
    request: Request,
    actor: Actor,
    found: ActForm,
    typed: FormValues,
    errors: FormErrors,
    token: str,
    refused: SunwardError | None = None,
) -> HTMLResponse:
    status = refused.status if refused else 422 if errors else 200
    found = filter_by_lead(found, typed, errors)
    return _page(
        request, actor, found, "act_form.html", status, typed=typed, errors=errors, token=token,
        cited=refused.article if refused else None,
        names={one.field.name: get_field_label(one.field) for one in found.asked if one.field.control != "made_up"},
    )  # fmt: skip


def _page(request: Request, actor: Actor, found: ActForm, template: str, status: int, **context: Any) -> HTMLResponse:
    here = f"/plans/{quote(found.number)}/do/{found.act}"
    with get_app_state(request).context.open_for_reading(found.number, actor, READ_PLAN) as open_plan:
        return render_case_page(
            request, open_plan, template, tab="do", status=status, acting=True, found=found, here=here,
            hint=ACTS[found.act].operation.hint, reporting=_numbers(request, found.act),
            requests=_open_requests(open_plan, found.act) if found.act in ("answer_data_request", "answer_talk") else [],
            leaves=list_asked_leaves(open_plan, context.get("typed", {}).get("leave", "")) if found.act == "decide_leave" else [], **{"owner_words": role_label, **context},
        )  # fmt: skip


def _open_requests(open_plan: OpenPlan, act: str) -> list[DataRequestView]:
    """What was asked and waits, for the person who answers it here."""
    talks = act == "answer_talk"
    return [one for one in list_requests(open_plan) if one.outcome is None and (one.wish in TALKS) == talks]


def _numbers(request: Request, act: str) -> list[ReportingNumber]:
    """Whom to call before writing it down: a report is a call, and no form of ours."""
    numbers: list[ReportingNumber] = request.app.state.reporting if act == "report_danger" else []
    return numbers


def _made_up(found: ActForm) -> FormValues:
    """The codes under which later acts mean the same thing."""
    made_up = [one.field for one in found.asked if one.field.control == "made_up"]
    return {field.name: f"{field.begins_with}-{secrets.token_hex(4)}" for field in made_up}


def _begun(found: ActForm, given: FormValues) -> FormValues:
    """What the form begins with: its defaults, what was asked for, what the address names."""
    typed = _made_up(found)
    for one in found.asked:
        if one.field.control == "many" and one.choices and not one.field.codes:
            typed |= format_value(one.field, [code for code, _ in one.choices if code in (one.field.default or [])])
        elif one.field.control not in ("yes", "many"):  # that somebody was heard or told is ticked by whoever knows it
            typed |= format_value(one.field, one.field.default)
    known = {one.field.name for one in found.asked}
    begun = found.begins_with | given
    return typed | {name: value for name, value in begun.items() if name.partition(".")[0] in known}


def _mistakes(found: ActForm, wrong: SunwardError) -> FormErrors:
    """Each mistake at its field; what belongs to none stands above the form."""
    known = {one.field.name for one in found.asked}
    errors: FormErrors = {}
    for mistake in wrong.mistakes if isinstance(wrong, BadInput) else ():
        place = mistake.place.partition(".")[0].partition("[")[0]
        errors[place if place in known else ""] = mistake.wrong
    return errors or {"": wrong.reason}


def _is_given(one: FieldWithChoices, typed: FormValues) -> bool:
    if one.field.control == "made_up":
        return False
    return bool(typed.get(one.field.name)) or any(name.startswith(f"{one.field.name}.") for name in typed)


def _value_text(request: Request, one: FieldWithChoices, typed: FormValues) -> str | Text | list[Text]:
    field, choices = one.field, dict(one.choices or [])
    if field.control == "many":
        return [choices.get(code, verbatim(code)) for code in _chosen(field, typed)]
    if field.control == "yes":
        return _("是")
    text = typed[field.name]
    if text in choices:
        return choices[text]
    if field.control == "day":
        values, _errors = parse_form([field], typed)
        return format_day(get_language(request), values[field.name])
    return text


def _chosen(field: FormField, typed: FormValues) -> list[str]:
    begin = f"{field.name}."
    return [name.removeprefix(begin) for name in typed if name.startswith(begin)]
