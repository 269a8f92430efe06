"""What is kept, who may look into it, and what was done: receipts still out and what runs after a seal, requests to read a case or a sealed file, records whose period is
over, the yearly audit, the journal. Each section is for whoever has its right; its forms
answer here. No name of a minor stands on the page."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from casework.acting.acts.act import ACTS
from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.rights import Actor, RightScope
from casework.acting.rights.read_operations import (
    READ_ACCESS,
    READ_CASE_ACCESS,
    READ_COMPLIANCE,
    READ_RETENTION,
    READ_SEALED,
    READ_SERVICE,
    VERIFY_JOURNAL,
)
from casework.plan.views.journal_pages import ChainCheckView, check_chain, load_head_departures, load_journal_page
from casework.remedies.acts import FileRemedy
from casework.seal.acts import (
    ASK_TO_READ,
    DELETE_BY_POLICY,
    HOLD_DELETION,
    RECORD_AFTER_SEAL,
    AnswerAccess,
    AskAccess,
    EndAccess,
    RevokeNonProsecution,
    Unseal,
)
from casework.seal.case_access import ask_to_read, list_case_access
from casework.seal.late_facts import list_late_facts, record_after_seal
from casework.seal.policy_deletion import delete_by_policy, hold_deletion, load_retention
from casework.seal.sealed_access import list_answered_accesses, list_pending_accesses, list_readable_files, read_sealed
from casework.service.acts import AskToSign, RecordService
from casework.service.receipts_view import list_clocks_left_running, list_pending_receipts, list_running_clocks
from casework.settings.compliance_audit import as_json, load_compliance_audit
from casework.shared.files.base import Day
from casework.shared.text.labels import STAGES
from core.clock import local_date, local_time
from core.errors import (
    BadInput,
    DeletedByPolicy,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refused,
    TooManyRequests,
)
from core.i18n import Text, _, verbatim
from core.typed_days import parse_day
from law.rules_page import CONFIDENCES, get_unit
from models.exported_head import MAX_HEAD_SIZE, MAX_HEADS, HeadText, get_public_key
from serving.app_state import get_app_state
from serving.auth import ensure_same_site, requires_right
from serving.downloads import file_response
from web.acting.form_fields import FormField, get_form_fields
from web.acting.form_parsing import parse_form
from web.acting.labels import CHOICE_LABELS, choice_label, get_field_label
from web.forms import Form, FormErrors, FormValues, explain
from web.labels.case import LABELS
from web.languages import get_language
from web.navigation import RECORDS
from web.reauth import has_said_who, reauthenticate
from web.rendering import render_page
from web.views.act_forms import FieldWithChoices
from web.views.sealed_rows import describe_row

router = APIRouter(prefix="/records")

Reader = Annotated[Actor, requires_right(*RECORDS)]
_ANSWER = ("granted", "reader", "until_on", "reason")
_DAY: TypeAdapter[date] = TypeAdapter(Day)
YEARS_SHOWN = 5
_NO_NUMBER = _("请填写方案编号。")


@router.get("")
def show_records(request: Request, actor: Reader) -> HTMLResponse:
    """Every section that the reader may see. The journal may be asked for one day, for what was refused or for what
    was done after a warning; the audit is made for the year that the address names."""
    return render_records(request, actor)


@router.get("/audit.json")
def take_audit(
    request: Request,
    actor: Annotated[Actor, requires_right(READ_COMPLIANCE)],
    year: Annotated[int, Query(ge=2000, le=2200)],
) -> Response:
    """The audit of that year as a file."""
    audit = load_compliance_audit(get_app_state(request).context, actor, year)
    return file_response(as_json(audit), "application/json", f"compliance-{year}.json")


@router.post("/look")
def ask_for_look(request: Request, typed: Form, actor: Annotated[Actor, requires_right(ASK_TO_READ)]) -> Response:
    """The request to read a colleague's case waits for its answer. A case that is not there, or that nobody here may know
    of, is not found."""
    number, until_on = typed.get("plan", "").strip().upper(), parse_day(typed.get("until_on", ""))
    errors: FormErrors = {} if number else {"plan": _NO_NUMBER}
    if until_on is None:
        errors["until_on"] = _("请写明查阅到哪天。")
    if until_on is None or errors:
        return render_records(request, actor, "look", typed, errors, 422)

    def ask() -> None:
        try:
            ask_to_read(
                get_app_state(request).context, actor, number, reason=typed.get("reason", ""), until_on=until_on
            )
        except (NotAllowed, NotFound):
            raise NotFound(_("没有这个编号的方案。")) from None

    return _record(request, actor, "look", typed, ask)


@router.post("/late-fact")
def record_late_fact(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(RECORD_AFTER_SEAL)]
) -> Response:
    """What became known after the seal is on record, by the number alone. A number of no sealed case that the actor carried
    is not found."""
    number, on, fact = typed.get("plan", "").strip().upper(), parse_day(typed.get("on", "")), typed.get("fact", "")
    words, errors = typed.get("words", ""), FormErrors()
    if not number:
        errors["plan"] = _NO_NUMBER
    if not fact:
        errors["fact"] = _("请选择是哪类情况。")
    if on is None:
        errors["on"] = _("请写明是哪天的事。")
    if not words.strip():
        errors["words"] = _("请写明是什么情况。")
    if on is None or errors:
        return render_records(request, actor, "late", typed, errors, 422)

    def record() -> None:
        try:
            record_after_seal(get_app_state(request).context, actor, number, fact=fact, on=on, words=words)
        except (NotAllowed, NotFound, DeletedByPolicy):
            raise NotFound(_("没有这个编号的方案。")) from None

    return _record(request, actor, "late", typed, record)


@router.post("/ask")
def record_request(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(AskAccess.operation)]
) -> Response:
    """A written application for a sealed file is on record under the code that its form carries: sent twice, it is refused
    as known already. Its answer has its day."""
    number = typed.get("plan", "").upper()
    values, errors = parse_form(_asked(), typed)
    if not number:
        errors["plan"] = _NO_NUMBER
    if errors:
        return render_records(request, actor, "ask", typed, errors, 422)
    return _act(request, actor, "ask", typed, number, "ask_access", access=typed.get("access", ""), **values)


@router.post("/answer")
def answer_request(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(AnswerAccess.operation)]
) -> Response:
    """A reader is let in until a day, or is not, with a reason: into a sealed file, or into a colleague's case."""
    number, access = typed.get("plan", ""), typed.get("access", "")
    values, errors = parse_form([one for one in get_form_fields("answer_access") if one.name in _ANSWER], typed)
    actor = _said_who(request, actor, typed, errors)
    if errors:
        return render_records(request, actor, f"{number}-{access}", typed, errors, 422)
    return _act(request, actor, f"{number}-{access}", typed, number, "answer_access", access=access, **values)


@router.post("/end")
def end_access(request: Request, typed: Form, actor: Annotated[Actor, requires_right(EndAccess.operation)]) -> Response:
    """A grant ends before its day."""
    return _act(request, actor, "end", typed, typed.get("plan", ""), "end_access", access=typed.get("access", ""))


@router.post("/unseal")
def unseal_file(request: Request, typed: Form, actor: Annotated[Actor, requires_right(Unseal.operation)]) -> Response:
    """The seal of a judged case is lifted on a prosecutor's proposal; what still runs is named."""
    return _open_file(request, typed, actor, "unseal")


@router.post("/set-aside")
def set_aside(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(RevokeNonProsecution.operation)]
) -> Response:
    """A non-prosecution that is sealed already is set aside, and the file is open again."""
    return _open_file(request, typed, actor, "revoke_non_prosecution")


def _open_file(request: Request, typed: Form, actor: Actor, act: str) -> Response:
    """A sealed file is opened to its handlers, by its number alone. The chief procurator's password is asked again."""
    number = typed.get("plan", "").upper()
    values, errors = parse_form(_OPENING[act](), typed)
    if not number:
        errors["plan"] = _NO_NUMBER
    actor = _said_who(request, actor, typed, errors)
    if errors:
        return render_records(request, actor, act, typed, errors, 422)
    return _act(request, actor, act, typed, number, act, f"/records?opened={quote(number)}", **values)


@router.post("/read")
def show_sealed_file(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(READ_SEALED)]
) -> HTMLResponse:
    """The sealed file, for whom it was opened. Each look is a line in the journal."""
    found = read_sealed(get_app_state(request).context, actor, typed.get("plan", ""))
    return render_page(
        request, "sealed_file.html", found=found, stage=STAGES[found.status],
        written=partial(describe_row, language=get_language(request)),
        decision_words=lambda kind: (LABELS["case.decision"] | LABELS["case.how"]).get(kind, verbatim(kind)),
    )  # fmt: skip


@router.post("/delete")
def delete_record(request: Request, typed: Form, actor: Annotated[Actor, requires_right(DELETE_BY_POLICY)]) -> Response:
    """The record is deleted: its number was typed once more, so that nobody deletes another one by mistake."""
    number, errors = typed.get("plan", ""), FormErrors()
    if typed.get("again", "").strip().upper() != number:
        errors["again"] = _("请把方案编号再写一遍，删除后不能恢复。")
    actor, place = _said_who(request, actor, typed, errors), f"delete-{number}"
    if errors:
        return render_records(request, actor, place, typed, errors, 422)
    context = get_app_state(request).context
    return _record(request, actor, place, typed, lambda: delete_by_policy(context, actor, number))


@router.post("/hold")
def hold_record(request: Request, typed: Form, actor: Annotated[Actor, requires_right(HOLD_DELETION)]) -> Response:
    """The record is kept until another day, with a reason."""
    number, reason, errors = typed.get("plan", ""), typed.get("reason", ""), FormErrors()
    until_on = parse_day(typed.get("until_on", ""))
    if until_on is None:
        errors["until_on"] = _("请写明继续保管到哪天。")
    if not reason:
        errors["reason"] = _("请写明继续保管的理由。")
    actor, place = _said_who(request, actor, typed, errors), f"hold-{number}"
    if until_on is None or errors:
        return render_records(request, actor, place, typed, errors, 422)
    context = get_app_state(request).context
    return _record(
        request, actor, place, typed, lambda: hold_deletion(context, actor, number, until_on=until_on, reason=reason)
    )


async def read_heads(request: Request) -> list[HeadText]:
    """The heads that were chosen or pasted, each as far as one may be long."""
    ensure_same_site(request)
    async with request.form(max_files=MAX_HEADS, max_fields=5) as form:
        sent = [
            HeadText(one.filename or "", (await one.read(MAX_HEAD_SIZE + 1)).decode("utf-8", errors="replace"))
            for one in form.getlist("files")
            if isinstance(one, UploadFile) and one.filename
        ]
        pasted = str(form.get("text") or "").strip()
    return [*sent, HeadText("", pasted)] if pasted else sent


@router.post("/journal")
def check_journal(
    request: Request,
    actor: Annotated[Actor, requires_right(VERIFY_JOURNAL)],
    heads: Annotated[list[HeadText], Depends(read_heads)],
) -> HTMLResponse:
    """The chain is read from end to end and compared with heads that were kept; what was found stands on top."""
    return render_records(request, actor, chain=check_chain(get_app_state(request).context, actor, heads))


def _said_who(request: Request, actor: Actor, typed: FormValues, errors: FormErrors) -> Actor:
    if not actor.unconfirmed or errors:
        return actor
    try:
        return reauthenticate(request, typed)
    except (NotSignedIn, TooManyRequests) as refused:
        errors["_password"] = refused.reason if has_said_who(typed) else _("请再输入一次密码。")
        return actor


def _act(
    request: Request, actor: Actor, place: str, typed: FormValues, number: str, did: str, then: str = "/records?just=1",
    **values: Any,
) -> Response:  # fmt: skip
    context = get_app_state(request).context
    return _record(request, actor, place, typed, lambda: perform_as(context, actor, number, ACTS[did], **values), then)


def _record(
    request: Request, actor: Actor, place: str, typed: FormValues, do: Callable[[], object],
    then: str = "/records?just=1",
) -> Response:  # fmt: skip
    try:
        do()
    except (BadInput, Refused, NotFound, DeletedByPolicy) as refused:
        return render_records(request, actor, place, typed, {"": explain(refused)}, refused.status)
    return RedirectResponse(then, status_code=303)


def render_records(
    request: Request,
    actor: Actor,
    place: str = "",
    typed: FormValues | None = None,
    errors: FormErrors | None = None,
    status: int = 200,
    chain: ChainCheckView | None = None,
) -> HTMLResponse:
    """The page; with the form at that place as it was sent and what is wrong with it."""
    own_names = place in ("", "ask", "service")  # these forms' fields have their own names as ids
    wrong = errors or {}
    errors = {f"{name}-{place}" if name and not own_names else name: words for name, words in wrong.items()}
    context = get_app_state(request).context
    page: dict[str, Any] = {"place": place, "typed": typed or {}, "errors": errors, "wrong": wrong, "chain": chain}
    page |= {"today": context.clock.today(), "again": actor.unconfirmed, "asked_for": request.query_params}
    page["answers"] = actor.role in AnswerAccess.operation.by
    if actor.role in RECORD_AFTER_SEAL.by:
        page |= {"late_facts": list_late_facts(context, actor), "reporting": request.app.state.reporting}
    if actor.role in READ_SERVICE.by:
        page |= _load_service(context, actor)
    if actor.role in READ_SEALED.by:
        page["open_to_me"] = list_readable_files(context, actor)
    if actor.role in READ_ACCESS.by:
        page |= _load_requests(request, actor)
    if actor.role in READ_CASE_ACCESS.by:
        page |= _load_looks(context, actor)
    if actor.role in READ_RETENTION.by:
        page |= _load_retention(context, actor)
    if actor.role in READ_COMPLIANCE.by:
        page |= _load_audit(request, actor)
    if actor.role in VERIFY_JOURNAL.by:
        page |= _load_journal(request, actor)
    return render_page(request, "records.html", status=status, **page)


def _load_service(context: Context, actor: Actor) -> dict[str, Any]:
    return {
        "receipts": list_pending_receipts(context, actor),
        "closing": list_running_clocks(context, actor),
        "token": lambda: secrets.token_urlsafe(18),
        "may_file": FileRemedy.operation.by.get(actor.role) is RightScope.OFFICE,
        "may_ask_to_sign": actor.role in AskToSign.operation.by,
        "may_record": actor.role in RecordService.operation.by,
    }


def _load_requests(request: Request, actor: Actor) -> dict[str, Any]:
    context = get_app_state(request).context
    opened = request.query_params.get("opened", "")[:20]
    asked = _with_choices(_asked())
    opening = {act: _with_choices(fields()) for act, fields in _OPENING.items()}
    return {
        "sealed_waiting": list_pending_accesses(context, actor),
        "sealed_settled": list_answered_accesses(context, actor),
        "asks": actor.role in AskAccess.operation.by,
        "unseals": actor.role in Unseal.operation.by,
        "titles": {act: ACTS[act].operation.title for act in _OPENING},
        "asked": asked,
        "opening": opening,
        "names": {
            act: {one.field.name: get_field_label(one.field) for one in fields}
            for act, fields in (opening | {"ask": asked}).items()
        },
        "requester": lambda code: CHOICE_LABELS.get(f"requester.{code}", verbatim(code)),
        "code": f"q-{secrets.token_hex(4)}",
        "opened": opened,
        "running": list_clocks_left_running(context, actor, opened) if opened else [],
    }


def _load_looks(context: Context, actor: Actor) -> dict[str, Any]:
    listed = list_case_access(context, actor)
    return {
        "looks_waiting": [one for one in listed if one.granted is None and one.ended_at is None],
        "looks_settled": [one for one in listed if one.granted is not None or one.ended_at is not None],
        "looks_asked": actor.role in ASK_TO_READ.by,
    }


def _load_retention(context: Context, actor: Actor) -> dict[str, Any]:
    report = load_retention(context, actor)
    outcomes = {line.outcome: line.words for line in report.schedule}
    return {"retention": report, "outcomes": outcomes, "unit": get_unit, "confidences": CONFIDENCES}


def _load_audit(request: Request, actor: Actor) -> dict[str, Any]:
    context = get_app_state(request).context
    this_year, year = context.clock.today().year, request.query_params.get("year", "")
    wanted = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None
    return {
        "years": range(this_year, this_year - YEARS_SHOWN, -1),
        "audit": load_compliance_audit(context, actor, wanted) if wanted else None,
    }


def _load_journal(request: Request, actor: Actor) -> dict[str, Any]:
    context, asked = get_app_state(request).context, request.query_params
    day, denied, accepted = _day(asked.get("on", "")), bool(asked.get("denied")), bool(asked.get("accepted"))
    cursor = asked.get("cursor", "")[:200] or None
    found = load_journal_page(context, actor, on=day, only_denied=denied, only_accepted=accepted, cursor=cursor)
    on = day.isoformat() if day else ""
    wanted = {
        "on": on,
        "denied": "1" if denied else "",
        "accepted": "1" if accepted else "",
        "cursor": found.next or "",
    }
    return {
        "journal": found,
        "older": urlencode({key: value for key, value in wanted.items() if value}) if found.next else None,
        "on": on,
        "denied": denied,
        "accepted": accepted,
        "departures": load_head_departures(context, actor),
        "public_key": get_public_key(context.vault),
        "day_of": local_date,
        "time_of": lambda at: f"{local_time(at):%H:%M}",
    }


def _asked() -> list[FormField]:
    return [one for one in get_form_fields("ask_access") if one.control != "made_up"]


def _all_needed(act: str) -> list[FormField]:
    """The fields of the act as the chief fills them in: somebody else proposed it, and is named."""
    return [replace(one, needed=True) for one in get_form_fields(act)]


_OPENING = {act: partial(_all_needed, act) for act in ("unseal", "revoke_non_prosecution")}
"""What opens a sealed file, each with the fields of its form."""


def _with_choices(fields: list[FormField]) -> list[FieldWithChoices]:
    return [FieldWithChoices(one, _choices(one)) for one in fields]


def _choices(one: FormField) -> list[tuple[str, Text]] | None:
    return [(code, choice_label(one, code)) for code in one.codes] if one.codes else None


def _day(text: str) -> date | None:
    """The day that was asked for; None for no day, and for one of which nothing can be on record."""
    try:
        return _DAY.validate_python(text) if text else None
    except ValidationError:
        return None
