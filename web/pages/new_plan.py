"""A new plan: its form on one page, its calendar before it is signed, and its opening. Nothing is stored before a person
opens the plan or keeps a draft."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import groupby
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import get_read_operation
from casework.plan.acts_opening import OPEN_PLAN, REMOVE_PLAN_TEMPLATE
from casework.plan.decision_paper.paper_text import check_text, extract_text
from casework.plan.decision_paper.reading import Reading, read_decision
from casework.plan.drafts import (
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
from casework.plan.opening import make_random_number, open_new_plan
from casework.plan.plan_check import check_plan
from casework.plan.plan_examination import examine_plan, find_doubts
from casework.plan.plan_form import (
    PlanField,
    PlanGroup,
    build_plan_content,
    find_field,
    get_office_name,
    get_plan_form,
    list_fields,
    list_plan_fields,
    number_rows,
    split_plan_content,
    with_team,
)
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
from models.office import Staff
from models.plan_draft import DraftKind
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, UploadForm, read_form_with_files
from web.rendering import render_page

router = APIRouter(prefix="/new-plan")

Opener = Annotated[Actor, requires_right(OPEN_PLAN)]
Upload = Annotated[UploadForm, Depends(read_form_with_files)]
_HIDDEN = ("_number", "_draft", "_rest", "_paper")
"""What goes along with the fields from page to page."""


@dataclass(frozen=True)
class FilledForm:
    """The form as it is filled in, under the number that the plan will have unless a file names another."""

    content: DraftContent
    number: str
    draft: str = ""
    prepared_by: Staff | None = None
    paper: str = ""
    """The text of the decision that was handed in. It goes from page to page and is never stored."""

    @property
    def hidden(self) -> dict[str, str]:
        """What goes along with the fields."""
        rest = json.dumps(self.content.rest, ensure_ascii=False) if self.content.rest else ""
        return dict(zip(_HIDDEN, (self.number, self.draft, rest, self.paper), strict=True))


@router.get("")
def show_start(request: Request, actor: Opener) -> HTMLResponse:
    """One's drafts, and the ways to begin: with an empty form, a template of the office, or a file."""
    return _start(request, actor, {})


@router.post("")
def begin(request: Request, sent: Upload, actor: Opener) -> Response:
    """The form, empty or with what a decision, a template or a plan file tells."""
    context = get_app_state(request).context
    field = "file" if "by_file" in sent.typed or "file" in sent.files else "decision"
    try:
        filled = _read_start(context, actor, sent)
    except BadInput as wrong:
        return _start(request, actor, {field: wrong.reason}, 422, pasted=sent.typed.get("paper", ""))
    return _form(request, actor, filled)


@router.post("/form")
def answer(request: Request, typed: Form, actor: Opener) -> Response:
    """The form is looked over, kept as a draft, handed on, or its plan is opened as it was seen."""
    context = get_app_state(request).context
    filled = _read_form(context, actor, typed)
    go = typed.get("_go")
    if go == "edit":
        return _form(request, actor, filled)
    if go == "keep":
        _keep(context, actor, filled)
        return _see("/new-plan")
    if suggested := suggest_period(filled.content.typed):
        content = replace(filled.content, typed={**filled.content.typed, **suggested})
        return _form(request, actor, replace(filled, content=content), suggested=True)
    if go == "template":
        try:
            keep_plan_template(context, actor, typed.get("_template", ""), filled.content)
        except BadInput as wrong:
            return _form(request, actor, filled, status=422, errors={"_template": wrong.reason})
        return _form(request, actor, filled, kept=True)
    mistakes = _mistakes(context, actor, filled)
    if mistakes:
        return _form(request, actor, filled, mistakes, 422)
    try:
        if go == "hand":
            hand_on_draft(context, actor, _keep(context, actor, filled), typed.get("_to", ""))
            return _see("/new-plan")
        if go == "open":
            return _open(request, actor, filled, typed.get("_seen", ""))
    except (BadInput, StateConflict) as refused:
        return _check(request, actor, filled, {"_to" if go == "hand" else "": refused.reason}, 422)
    return _check(request, actor, filled)


@router.get("/{draft}")
def show_draft(request: Request, draft: str, actor: Opener) -> HTMLResponse:
    """The form as it was kept, with what is wrong in what was filled in."""
    found = load_draft(get_app_state(request).context, actor, _id(draft))
    return _form(request, actor, FilledForm(found.content, found.number, draft, found.prepared_by))


@router.post("/{draft}/discard")
def discard(request: Request, typed: Form, draft: str, actor: Opener) -> Response:
    """The draft is gone."""
    discard_own_draft(get_app_state(request).context, actor, DraftKind.PLAN, _id(draft))
    return _see("/new-plan")


@router.post("/templates/{template}/remove")
def remove_template(
    request: Request, typed: Form, template: str, actor: Annotated[Actor, requires_right(REMOVE_PLAN_TEMPLATE)]
) -> Response:
    """The office has the template no more."""
    remove_plan_template(get_app_state(request).context, actor, _id(template))
    return _see("/new-plan")


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303)


def _id(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError:
        raise NotFound(_("没有这份草稿：可能已经建立方案，或者已经删除。")) from None


def _read_start(context: Context, actor: Actor, sent: UploadForm) -> FilledForm:
    """What the form begins with. BadInput where what was sent is no decision, or no plan file."""
    content, paper, pasted = DraftContent(), "", sent.typed.get("paper", "")
    if file := sent.files.get("file"):
        content = DraftContent(*split_plan_content(read_plan_content(file), list_plan_fields(context, actor)))
    elif "by_file" in sent.typed:
        raise BadInput(_("请选一个文件。"))
    elif template := sent.typed.get("template"):
        content = load_plan_template(context, actor, _id(template))
    if decision := sent.files.get("decision"):
        paper = extract_text(decision)
    elif pasted:
        paper = check_text(pasted)
    if paper:
        content = _with_decision(content, read_decision(paper, get_office_name(context, actor)))
    content = replace(content, typed={**suggest_team(context, actor), **content.typed})
    return FilledForm(content, make_random_number(), paper=paper)


def _with_decision(content: DraftContent, reading: Reading) -> DraftContent:
    """What the decision says, with a template's calendar. Where the decision has conditions, they are the conditions."""
    if "condition[1].text" in reading.typed:
        typed = {place: text for place, text in content.typed.items() if not place.startswith("condition[")}
    else:
        typed = content.typed
    return DraftContent(typed | reading.typed, content.rest | reading.rest)


def _read_form(context: Context, actor: Actor, typed: dict[str, str]) -> FilledForm:
    """The form as it was sent. NotFound for a draft that is not the actor's."""
    context.ensure_allowed(actor, OPEN_PLAN)
    number, draft, rest, paper = (typed.get(name, "") for name in _HIDDEN)
    fields = {place: text for place, text in typed.items() if not place.startswith("_")}
    content = DraftContent(number_rows(fields), read_plan_content(rest.encode()) if rest else {})
    kept = load_draft(context, actor, _id(draft)) if draft and not _is_there(context, actor, number) else None
    prepared_by = kept.prepared_by if kept and kept.content == content else None
    return FilledForm(content, number or make_random_number(), draft, prepared_by, paper)


def _keep(context: Context, actor: Actor, filled: FilledForm) -> uuid.UUID:
    """The draft in which the form is kept."""
    if not filled.draft:
        return begin_draft(context, actor, filled.content)
    save_draft(context, actor, _id(filled.draft), filled.content)
    return _id(filled.draft)


def _open(request: Request, actor: Actor, filled: FilledForm, seen: str) -> Response:
    """The plan is opened as it was seen, and its draft is gone. Sent twice it is opened once."""
    context = get_app_state(request).context
    plan = _read(context, actor, filled)
    if seen != _digest(plan):
        return _check(request, actor, filled, {"": _("内容在预览之后又改过，请再看一遍。")}, 409)
    number = plan.number or filled.number
    if not _is_there(context, actor, number):
        prepared_by = filled.prepared_by.id if filled.prepared_by else None
        number = open_new_plan(context, actor, plan, prepared_by=prepared_by)
        if filled.draft:
            discard_own_draft(context, actor, DraftKind.PLAN, _id(filled.draft))
        get_app_state(request).check_now()
    return _see(f"/plans/{quote(number)}")


def _is_there(context: Context, actor: Actor, number: str) -> bool:
    """Whether a plan of that number stands that this person may see."""
    try:
        with context.open_for_reading(number, actor, get_read_operation(actor.role)):
            return True
    except SunwardError:
        return False


def _read(context: Context, actor: Actor, filled: FilledForm) -> PlanFile:
    """The plan that the form tells. BadInput with every mistake of its form and of the law."""
    typed, rest = filled.content.typed, filled.content.rest
    content = build_plan_content(typed, list_fields(get_plan_form(typed)), get_office_name(context, actor), rest)
    content.setdefault("number", filled.number)
    return parse_and_validate(lambda: parse_plan_form(content), context.law, context.clock.today())


def _mistakes(context: Context, actor: Actor, filled: FilledForm) -> list[Mistake]:
    """Everything that opening would refuse; nothing of a plan that stands already under its number."""
    try:
        plan = _read(context, actor, filled)
    except BadInput as wrong:
        return list(wrong.mistakes) or [Mistake("", wrong.reason)]
    if _is_there(context, actor, filled.number):
        return []
    found = check_plan(context, actor, plan).mistakes
    return [Mistake(each.place, each.wrong, rule=each.rule, article=each.article) for each in found]


def _digest(plan: PlanFile) -> str:
    return sha256(plan.model_dump_json().encode()).hexdigest()


def _place_errors(fields: list[PlanField], mistakes: Iterable[Mistake]) -> tuple[FormErrors, list[Mistake]]:
    """What is wrong, by its field; where there are several, one after another; and what no field says."""
    wrong: dict[str, dict[Text, None]] = {}
    elsewhere = []
    for mistake in mistakes:
        field = find_field(fields, mistake.place)
        if field is None:
            elsewhere.append(mistake)
        else:
            wrong.setdefault(field.place, {})[mistake.wrong] = (
                None  # said once, however many days of a list it is said of
            )
    errors: FormErrors = {
        field.place: _("{field}：{wrong}", field=field.heading, wrong=listed(wrong[field.place], Bilingual("", " ")))
        for field in fields
        if field.place in wrong
    }
    return errors, elsewhere


def _start(request: Request, actor: Actor, errors: FormErrors, status: int = 200, *, pasted: str = "") -> HTMLResponse:
    context = get_app_state(request).context
    return render_page(
        request, "new_plan.html", status=status, errors=errors, drafts=list_drafts(context, actor),
        templates=list_plan_templates(context, actor), pasted=pasted,
    )  # fmt: skip


def _form(
    request: Request,
    actor: Actor,
    filled: FilledForm,
    mistakes: list[Mistake] | None = None,
    status: int = 200,
    *,
    suggested: bool = False,
    kept: bool = False,
    errors: FormErrors | None = None,
) -> HTMLResponse:
    """The form with what is wrong at each field. Before anybody looked it over, what is still empty is not wrong. Where a
    decision was read, the fields that are wrong, empty or doubtful stand first."""
    context, typed = get_app_state(request).context, filled.content.typed
    groups = with_team(context, actor, get_plan_form(typed))
    found = _mistakes(context, actor, filled) if mistakes is None else mistakes
    wrong, elsewhere = _place_errors(list_fields(groups), found)
    read = _read_paper(context, actor, filled, groups, wrong) if filled.paper else None
    if mistakes is None:
        wrong = {place: words for place, words in wrong.items() if _is_filled(place, typed)}
    errors = wrong | (errors or {})
    opened = {group.place for group in groups if group.row < 2 or any(
        _is_filled(one.place, typed) or one.place in errors for one in group.fields)}  # fmt: skip
    return render_page(
        request, "new_plan_form.html", status=status, filled=filled, groups=groups, typed=typed, errors=errors,
        elsewhere=elsewhere if mistakes is not None or filled.content.rest else [], suggested=suggested, kept=kept,
        read=read, opened=set() if read else opened,
    )  # fmt: skip


@dataclass(frozen=True)
class _PaperRead:
    """What the form shows of the decision that was read."""

    reading: Reading
    sources: dict[str, str]
    """The paper's words for each field that has what they say, or answers them."""
    doubts: dict[str, list[Text]]
    """Those about what still stands as it was read."""
    look_at: list[PlanField]
    missing: int
    """How many of these fields are empty."""


def _read_paper(
    context: Context, actor: Actor, filled: FilledForm, groups: list[PlanGroup], wrong: FormErrors
) -> _PaperRead:
    reading, typed = read_decision(filled.paper, get_office_name(context, actor)), filled.content.typed
    as_read = {
        place
        for place in reading.sources | reading.doubts
        if place not in reading.typed or typed.get(place) == reading.typed[place]
    }
    doubts = {place: reasons for place, reasons in reading.doubts.items() if place in as_read}
    sources: dict[str, str] = {}
    for field in list_fields(groups):
        places = [field.place, *(f"{field.place}.{code}" for code, _words in field.choices)]
        if quoted := [reading.sources[place] for place in places if place in as_read & reading.sources.keys()]:
            sources[field.place] = "；".join(dict.fromkeys(quoted))
    look_at = [field for field in list_fields(groups) if field.place in wrong or field.place in doubts]
    missing = sum(not _is_filled(field.place, typed) for field in look_at)
    return _PaperRead(reading, sources, doubts, look_at, missing)


def _is_filled(place: str, typed: dict[str, str]) -> bool:
    return any(text and (name == place or name.startswith(f"{place}.")) for name, text in typed.items())


def _check(
    request: Request, actor: Actor, filled: FilledForm, errors: FormErrors | None = None, status: int = 200
) -> HTMLResponse:
    """The whole calendar of the plan, with the button that opens it."""
    context = get_app_state(request).context
    plan = _read(context, actor, filled)
    preview = preview_plan(context, actor, plan)
    by_month = groupby(preview.items, key=lambda item: (item.due_on.year, item.due_on.month))
    handed_on = plan.taken_over_on is not None and filled.prepared_by is None
    return render_page(
        request, "new_plan_check.html", status=status, filled=filled, errors=errors or {}, preview=preview,
        months=[list(items) for _, items in by_month], seen=_digest(plan), taken_over_on=plan.taken_over_on,
        colleagues=list_colleagues(context, actor) if handed_on else None, doubts=find_doubts(plan, context.law),
        warned=filter_warnings(
            examine_plan(plan, context.get_law(actor.office_id), context.clock.today(), context.days).findings
        ),
    )  # fmt: skip
