"""A new plan, step by step: each step is saved as a draft of one's own, the last one says everything that opening would
refuse and shows the whole calendar (日程预览), and only then the plan is opened. A file does the same."""

import re
import uuid
from dataclasses import replace
from hashlib import sha256
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import get_read_operation
from casework.plan.acts_opening import KEEP_PLAN_TEMPLATE, OPEN_PLAN, REMOVE_PLAN_TEMPLATE
from casework.plan.drafts import (
    Draft,
    DraftContent,
    begin_draft,
    hand_on_draft,
    list_colleagues,
    list_drafts,
    load_draft,
    save_draft,
    suggest_period,
    suggest_team,
)
from casework.plan.opening import open_new_plan
from casework.plan.plan_check import check_plan
from casework.plan.plan_content import build_plan_content, split_plan_content
from casework.plan.plan_examination import examine_plan, find_doubts
from casework.plan.plan_field_labels import FILE_ONLY
from casework.plan.plan_fields import PlanField, get_office_name
from casework.plan.plan_preview import preview_plan
from casework.plan.plan_templates import (
    keep_plan_template,
    list_plan_templates,
    load_plan_template,
    remove_plan_template,
)
from casework.plan.plan_validation import parse_and_validate
from casework.plan.unfinished import discard_own_draft
from casework.shared.files.parsing import parse_plan_form, read_plan_content
from casework.shared.files.plan_file import PlanFile
from core.errors import BadInput, Mistake, NotFound, StateConflict, SunwardError
from core.i18n import Bilingual, Text, _, listed
from law.finding import filter_warnings
from models.plan_draft import DraftKind
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues, UploadForm, read_form_with_files
from web.rendering import render_page
from web.views.plan_form import PlanStep, get_form_steps

router = APIRouter(prefix="/new-plan")

CHECK = "check"
_ENTRY = re.compile(r"\[\d+\]$")
"""An entry of a list that is typed into one field: what is wrong with it is wrong there."""

Opener = Annotated[Actor, requires_right(OPEN_PLAN)]
Upload = Annotated[UploadForm, Depends(read_form_with_files)]


@router.get("")
def show_start(request: Request, actor: Opener) -> HTMLResponse:
    """One's drafts, and the ways to begin: with an empty form, a template of the office, or a file."""
    return _start(request, actor, {})


@router.post("")
def begin(request: Request, typed: Form, actor: Opener) -> Response:
    """A draft is begun, empty or from a template."""
    context = get_app_state(request).context
    template = typed.get("template")
    content = load_plan_template(context, actor, _id(template)) if template else DraftContent()
    content = replace(content, typed={**suggest_team(context, actor), **content.typed})
    draft = begin_draft(context, actor, content)
    return _see(f"/new-plan/{draft}/{get_form_steps(context, actor)[0].name}")


@router.post("/file")
def begin_with_file(request: Request, sent: Upload, actor: Opener) -> Response:
    """A draft with what the file tells; its check comes first. The draft stays, whatever is wrong with the plan."""
    context = get_app_state(request).context
    try:
        content = _read_upload(context, actor, sent)
    except BadInput as wrong:
        return _start(request, actor, {"file": wrong.reason}, 422)
    return _see(f"/new-plan/{begin_draft(context, actor, content)}/{CHECK}")


@router.post("/templates/{template}/remove")
def remove_template(
    request: Request, typed: Form, template: str, actor: Annotated[Actor, requires_right(REMOVE_PLAN_TEMPLATE)]
) -> Response:
    """The office has the template no more."""
    remove_plan_template(get_app_state(request).context, actor, _id(template))
    return _see("/new-plan")


@router.post("/{draft}/file")
def replace_with_file(request: Request, sent: Upload, draft: str, actor: Opener) -> Response:
    """The draft tells what the corrected file tells."""
    context = get_app_state(request).context
    found = load_draft(context, actor, _id(draft))
    try:
        save_draft(context, actor, found.id, _read_upload(context, actor, sent))
    except BadInput as wrong:
        return _check(request, actor, found, {"file": wrong.reason}, 422)
    return _see(f"/new-plan/{draft}/{CHECK}")


@router.post("/{draft}/template")
def keep_template(
    request: Request, typed: Form, draft: str, actor: Annotated[Actor, requires_right(KEEP_PLAN_TEMPLATE)]
) -> Response:
    """The office has the draft's conditions, schedule and attachments as a template."""
    context = get_app_state(request).context
    found = load_draft(context, actor, _id(draft))
    try:
        keep_plan_template(context, actor, typed.get("template", ""), found.content)
    except BadInput as wrong:
        return _check(request, actor, found, {"template": wrong.reason}, 422)
    return _see(f"/new-plan/{draft}/{CHECK}?kept=yes")


@router.post("/{draft}/discard")
def discard(request: Request, typed: Form, draft: str, actor: Opener) -> Response:
    """The draft is gone."""
    discard_own_draft(get_app_state(request).context, actor, DraftKind.PLAN, _id(draft))
    return _see("/new-plan")


@router.post("/{draft}/hand-on")
def hand_on(request: Request, typed: Form, draft: str, actor: Opener) -> Response:
    """The draft is a colleague's, who looks it over and opens it."""
    context = get_app_state(request).context
    found = load_draft(context, actor, _id(draft))
    try:
        hand_on_draft(context, actor, found.id, typed.get("to", ""))
    except (BadInput, StateConflict) as refused:
        return _check(request, actor, found, {"to": refused.reason}, 422)
    return _see("/new-plan")


@router.post("/{draft}/open")
def create_plan(request: Request, typed: Form, draft: str, actor: Opener) -> Response:
    """The plan is opened as it was seen, and its draft is gone. Sent twice it is opened once: its number was drawn when the
    draft was begun."""
    context = get_app_state(request).context
    try:
        found = load_draft(context, actor, _id(draft))
    except NotFound:
        if _is_there(context, actor, number := typed.get("number", "")):
            return _see(f"/plans/{quote(number)}")
        raise
    try:
        plan = _read(context, actor, found)
        if typed.get("seen") != _digest(plan):
            return _check(request, actor, found, {"": _("草稿在预览之后又改过，请再看一遍。")}, 409)
        prepared_by = found.prepared_by.id if found.prepared_by else None
        number = open_new_plan(context, actor, plan, prepared_by=prepared_by)
    except SunwardError:
        return _check(request, actor, found, {}, 422)
    discard_own_draft(context, actor, DraftKind.PLAN, found.id)
    get_app_state(request).check_now()
    return _see(f"/plans/{quote(number)}")


@router.get("/{draft}/{step}")
def show_step(
    request: Request, draft: str, step: str, actor: Opener, kept: Annotated[str, Query(max_length=3)] = ""
) -> HTMLResponse:
    """One step with what was filled in so far. What the check found wrong stands at its field, once it was checked. The
    last is that check: everything that opening would refuse, each with the way to its field; or the whole calendar."""
    context = get_app_state(request).context
    found = load_draft(context, actor, _id(draft))
    if step == CHECK:
        return _check(request, actor, found, kept=bool(kept))
    steps = get_form_steps(context, actor)
    return _step(request, found, steps, _find(steps, step), found.content.typed, {})


@router.post("/{draft}/{step}")
def save_step(request: Request, typed: Form, draft: str, step: str, actor: Opener) -> Response:
    """The step is saved, whatever is in it, and the way goes on: to the step before, to the start, or to the next one
    where nothing in this one is wrong."""
    context = get_app_state(request).context
    found, steps = load_draft(context, actor, _id(draft)), get_form_steps(context, actor)
    here = _find(steps, step)
    filled = {place: text for place, text in typed.items() if not place.startswith("_") and text}
    others = {place: text for place, text in found.content.typed.items() if not _is_of(place, here.fields)}
    found = replace(found, content=replace(found.content, typed={**others, **filled}))
    save_draft(context, actor, found.id, found.content)
    position = steps.index(here)
    if typed.get("_go") == "next" and (suggested := suggest_period(here.fields, found.content.typed)):
        return _step(request, found, steps, here, {**typed, **suggested}, {}, suggested=True)
    match typed.get("_go"):
        case "later":
            return _see("/new-plan")
        case "back" if position:
            return _see(f"/new-plan/{draft}/{steps[position - 1].name}")
    errors = _errors_of(here, _mistakes(context, actor, found))
    if errors:
        return _step(request, found, steps, here, typed, errors, 422)
    following = steps[position + 1].name if position + 1 < len(steps) else CHECK
    return _see(f"/new-plan/{draft}/{following}")


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)


def _id(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError:
        raise NotFound(_("没有这份草稿：可能已经建立方案，或者已经删除。")) from None


def _find(steps: list[PlanStep], name: str) -> PlanStep:
    found = next((step for step in steps if step.name == name), None)
    if found is None:
        raise NotFound(_("没有这一步。"))
    return found


def _is_there(context: Context, actor: Actor, number: str) -> bool:
    """Whether a plan of that number stands that this person may see."""
    try:
        with context.open_for_reading(number, actor, get_read_operation(actor.role)):
            return True
    except SunwardError:
        return False


def _read_upload(context: Context, actor: Actor, sent: UploadForm) -> DraftContent:
    """What a sent file tells. BadInput where there is none, or it is no file of that kind."""
    if not sent.file:
        raise BadInput(_("请选一个文件。"))
    fields = [field for step in get_form_steps(context, actor) for field in step.fields]
    return DraftContent(*split_plan_content(read_plan_content(sent.file), fields))


def _read(context: Context, actor: Actor, draft: Draft) -> PlanFile:
    """The plan that the draft tells. BadInput with every mistake of its form and of the law."""
    fields = [field for step in get_form_steps(context, actor) for field in step.fields]
    content = build_plan_content(draft.content.typed, fields, get_office_name(context, actor), draft.content.rest)
    content.setdefault("number", draft.number)
    return parse_and_validate(lambda: parse_plan_form(content), context.law, context.clock.today())


def _mistakes(context: Context, actor: Actor, draft: Draft) -> list[Mistake]:
    """Everything that opening would refuse."""
    try:
        plan = _read(context, actor, draft)
    except BadInput as wrong:
        return list(wrong.mistakes) or [Mistake("", wrong.reason)]
    found = check_plan(context, actor, plan).mistakes
    return [Mistake(each.place, each.wrong, rule=each.rule, article=each.article) for each in found]


def _digest(plan: PlanFile) -> str:
    return sha256(plan.model_dump_json().encode()).hexdigest()


def _is_of(place: str, fields: list[PlanField]) -> bool:
    """Whether what is typed there, or wrong there, is typed into one of these fields."""
    return any(
        place == field.place or _ENTRY.sub("", place) == field.place or (field.control == "many" and place.startswith(f"{field.place}."))
        for field in fields
    )  # fmt: skip


def _errors_of(step: PlanStep, mistakes: list[Mistake]) -> FormErrors:
    """What is wrong in a step, by its field; where there are several, one after another."""
    wrong: dict[str, dict[Text, None]] = {field.place: {} for field in step.fields}
    for mistake in mistakes:
        field = next((field for field in step.fields if _is_of(mistake.place, [field])), None)
        if field is not None:
            wrong[field.place][mistake.wrong] = None  # said once, however many days of a list it is said of
    return {
        field.place: _("{field}：{wrong}", field=field.words, wrong=listed(wrong[field.place], Bilingual("", " ")))
        for field in step.fields
        if wrong[field.place]
    }


def _start(request: Request, actor: Actor, errors: FormErrors, status: int = 200) -> HTMLResponse:
    context = get_app_state(request).context
    drafts, steps = list_drafts(context, actor), get_form_steps(context, actor)
    return render_page(
        request, "new_plan.html", status=status, errors=errors, drafts=drafts, first=steps[0].name, check=CHECK,
        templates=list_plan_templates(context, actor),
    )  # fmt: skip


def _step(
    request: Request,
    draft: Draft,
    steps: list[PlanStep],
    step: PlanStep,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    *,
    suggested: bool = False,
) -> HTMLResponse:
    return render_page(
        request, "new_plan_step.html", status=status, draft=draft, steps=steps, step=step, check=CHECK, typed=typed,
        errors=errors, suggested=suggested,
    )  # fmt: skip


def _check(
    request: Request,
    actor: Actor,
    draft: Draft,
    errors: FormErrors | None = None,
    status: int = 200,
    kept: bool = False,
) -> HTMLResponse:
    context, steps = get_app_state(request).context, get_form_steps(get_app_state(request).context, actor)
    mistakes = _mistakes(context, actor, draft)
    by_step = [(step, _errors_of(step, mistakes)) for step in steps]
    fields = [field for step in steps for field in step.fields]
    shown: dict[str, Any] = {
        "draft": draft,
        "steps": steps,
        "check": CHECK,
        "errors": errors or {},
        "kept": kept,
        "by_step": [(step, wrong) for step, wrong in by_step if wrong],
        "elsewhere": [mistake for mistake in mistakes if not _is_of(mistake.place, fields)],
        "file_only": FILE_ONLY,
    }
    if mistakes:
        return render_page(request, "new_plan_check.html", status=status, preview=None, **shown)
    plan = _read(context, actor, draft)
    preview = preview_plan(context, actor, plan)
    by_month = groupby(preview.items, key=lambda item: (item.due_on.year, item.due_on.month))
    return render_page(
        request, "new_plan_check.html", status=status, preview=preview, months=[list(items) for _, items in by_month],
        number=plan.number, seen=_digest(plan), taken_over_on=plan.taken_over_on,
        colleagues=list_colleagues(context, actor) if plan.taken_over_on and not draft.prepared_by else [],
        doubts=find_doubts(plan, context.law),
        warned=filter_warnings(
            examine_plan(plan, context.get_law(actor.office_id), context.clock.today(), context.days).findings
        ), **shown,
    )  # fmt: skip
