"""A new plan: told in a form or a file, seen as a whole calendar (日程预览), and only then opened."""

import re
from itertools import groupby
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.opening import ensure_may_open, make_random_number, open_new_plan
from casework.plan.plan_examination import examine_plan
from casework.plan.plan_preview import preview_plan
from casework.plan.plan_validation import parse_and_validate
from casework.shared.context import Context
from casework.shared.files.parsing import parse_plan_form, read_plan_file, read_plan_json
from casework.shared.files.plan_file import PlanFile
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import get_read_operation
from core.errors import BadInput, Mistake, Refused, SunwardError
from core.i18n import Text, _
from law.finding import filter_warnings
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues, UploadForm, read_form_with_files
from web.rendering import render_page
from web.views.plan_form import build_plan_content, get_form_groups, get_office_name

router = APIRouter(prefix="/new-plan")

_ENTRY = re.compile(r"\[\d+\]$")
"""An entry of a list that is typed into one field: what is wrong with it is wrong there."""

Opener = Annotated[Actor, requires_right(OPEN_PLAN)]


@router.get("")
def show_plan_form(request: Request, actor: Opener) -> HTMLResponse:
    """The empty form, and the place for a file."""
    ensure_may_open(get_app_state(request).context, actor)
    return _form(request, actor, {}, {})


@router.post("")
def preview_plan_form(request: Request, typed: Form, actor: Opener) -> HTMLResponse:
    """The calendar of what was typed, or the form again with every mistake at its field."""
    context = get_app_state(request).context
    ensure_may_open(context, actor)
    if typed.get("_go") == "edit":
        return _form(request, actor, typed, {})
    try:
        plan_content = build_plan_content(typed, get_form_groups(context, actor), get_office_name(context, actor))
        plan = parse_and_validate(lambda: parse_plan_form(plan_content), context.law, context.clock.today())
    except BadInput as wrong:
        return _form(request, actor, typed, _mistakes(wrong), 422)
    return _seen(request, actor, plan, typed)


@router.post("/file")
def preview_plan_upload(
    request: Request, sent: Annotated[UploadForm, Depends(read_form_with_files)], actor: Opener
) -> HTMLResponse:
    """The calendar of what the file tells."""
    ensure_may_open(get_app_state(request).context, actor)
    if not sent.file:
        return _form(request, actor, {}, {"file": _("请选一个文件。")}, 422)
    try:
        read = read_plan_json if sent.file.lstrip().startswith(b"{") else read_plan_file
        context, content = get_app_state(request).context, sent.file
        plan = parse_and_validate(lambda: read(content), context.law, context.clock.today())
    except BadInput as wrong:
        return _form(request, actor, {}, {}, 422, wrong)
    return _seen(request, actor, plan, {})


@router.post("/open")
def create_plan(request: Request, typed: Form, actor: Opener) -> Response:
    """The plan that was seen is opened. Sent twice it is opened once: its number was drawn when it was seen."""
    context = get_app_state(request).context
    ensure_may_open(context, actor)
    try:
        plan = read_plan_json(typed.get("plan", ""))
        if plan.number is not None and _is_there(context, actor, plan.number):
            return RedirectResponse(f"/plans/{quote(plan.number)}", status_code=303)
        number = open_new_plan(context, actor, plan)
    except BadInput as wrong:
        return _form(request, actor, typed, _mistakes(wrong), 422, wrong)
    except Refused as refused:
        return _form(request, actor, typed, {"": refused.reason}, refused.status)
    get_app_state(request).check_now()
    return RedirectResponse(f"/plans/{quote(number)}", status_code=303)


def _is_there(context: Context, actor: Actor, number: str) -> bool:
    """Whether a plan of that number stands that this person may see."""
    try:
        with context.open_for_reading(number, actor, get_read_operation(actor.role)):
            return True
    except SunwardError:
        return False


def _seen(request: Request, actor: Actor, plan: PlanFile, typed: FormValues) -> HTMLResponse:
    """The whole calendar, with what the rules warn of; or every mistake that the law finds."""
    context = get_app_state(request).context
    plan = plan.model_copy(update={"number": plan.number or make_random_number()})
    try:
        preview = preview_plan(context, actor, plan)
    except BadInput as wrong:
        return _form(request, actor, typed, _mistakes(wrong) if typed else {}, 422, wrong)
    by_month = groupby(preview.items, key=lambda item: (item.due_on.year, item.due_on.month))
    return render_page(
        request, "opening_preview.html", preview=preview, months=[list(items) for _, items in by_month], typed=typed,
        plan=plan.model_dump_json(exclude_none=True),
        warned=filter_warnings(examine_plan(plan, context.law, context.clock.today(), context.days).findings),
    )  # fmt: skip


def _at(field: Text | None, wrong: str | Text) -> str | Text:
    """The mistake with the name of its field, so that the list above the form can be read by itself."""
    if field is None or isinstance(wrong, str):
        return wrong
    return _("{field}：{wrong}", field=field, wrong=wrong)


def _mistakes(wrong: BadInput) -> FormErrors:
    """Every mistake by its place; where there are several, one after another."""
    by_field: dict[str, Text] = {}
    for mistake in wrong.mistakes:
        before = by_field.get(mistake.place)
        wrong_too = mistake.wrong
        by_field[mistake.place] = _("{before}{wrong}", before=before, wrong=wrong_too) if before else wrong_too
    return dict(by_field)


def _form(
    request: Request,
    actor: Actor,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    wrong: BadInput | None = None,
) -> HTMLResponse:
    """The form with what was typed. A mistake that is at no field of it stands above, with its place."""
    form = get_form_groups(get_app_state(request).context, actor)
    called = {field.place: field.words for group in form for field in group.fields}
    known = {*called, "", "file"}
    errors = {place if place in known else _ENTRY.sub("", place): words for place, words in errors.items()}
    elsewhere = [mistake for mistake in wrong.mistakes if mistake.place not in errors] if wrong else []
    return render_page(
        request, "opening.html", status=status, form=form, typed=typed,
        errors={place: _at(called.get(place), words) for place, words in errors.items() if place in known},
        elsewhere=[*elsewhere, *(Mistake(place, words) for place, words in errors.items()
                                 if place not in known and isinstance(words, Text))],
    )  # fmt: skip
