"""Decisions and papers of a plan: the end in sight, what was proposed and decided; drafts, versions, downloads, the pack."""

import uuid
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from casework.acting.acts.act import ACTS
from casework.acting.held_rights import filter_allowed
from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import (
    READ_EVALUATION,
    READ_PAPER,
    READ_PLAN,
    READ_TYPING_SHEET,
)
from casework.checkins.acts import DismissItems
from casework.documents.acts import ATTACH_FORMER_RECORD, MakeDecisionPack, MakePaper
from casework.documents.case_volume import PaperDownload, download_paper, load_volume, paper_label
from casework.documents.create import PaperDraft, draft_paper
from casework.documents.former_record import attach_former_record
from casework.documents.opinion_facts import load_opinion_facts
from casework.documents.quality_check import QUALITY_SHEETS, load_quality_check
from casework.family.acts_page import GIVE_PAGE
from casework.outcome.acts_statements import RecordStatement
from casework.plan.dismissal import get_item_code, is_dismissible, is_owner
from casework.plan.views.decisions import get_decisions
from casework.plan.views.expiry import get_expiry_review
from core.errors import BadInput, NotFound
from core.i18n import _
from documents.papers import PAPERS
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues, FormWithFiles
from web.tabs import render_case_page
from web.views.end_forms import get_end_forms
from web.views.offered import filter_offered

router = APIRouter(prefix="/plans/{number}/documents")

Reader = Annotated[Actor, requires_right(READ_PAPER)]
Maker = Annotated[Actor, requires_right(MakePaper.operation)]
Packer = Annotated[Actor, requires_right(MakeDecisionPack.operation)]
Code = Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9_.-]*$")]


@router.get("")
def show_volume(
    request: Request, number: str, actor: Annotated[Actor, requires_right(READ_PLAN)], made: str = ""
) -> HTMLResponse:
    """What the decision at the end needs and what of it is missing today; what was asked for and decided, by whom and why;
    and for those who read papers, those that there are and what asks for another."""
    return _volume(request, actor, number, made, {})


def _volume(
    request: Request, actor: Actor, number: str, made: str, errors: FormErrors, status: int = 200
) -> HTMLResponse:
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        offered = (
            MakePaper.operation, MakeDecisionPack.operation, ATTACH_FORMER_RECORD, GIVE_PAGE, READ_TYPING_SHEET,
            RecordStatement.operation,
        )  # fmt: skip
        mine = {right.code for right in filter_offered(open_plan, offered)}
        found = get_decisions(open_plan)
        review = get_expiry_review(open_plan, found.proposals)
        can = {need.act for need in review.needs if need.act and filter_offered(open_plan, ACTS[need.act].operations())}
        sets_aside = bool(filter_offered(open_plan, DismissItems.operations()))
        own = open_plan.items() if sets_aside else []
        return render_case_page(
            request,
            open_plan,
            "documents.html",
            tab="documents",
            status=status,
            errors=errors,
            review=review,
            can=can,
            found=found,
            facts=load_opinion_facts(open_plan) if filter_allowed(open_plan, [READ_EVALUATION]) else None,
            **get_end_forms(open_plan),
            set_aside={get_item_code(each) for each in own if is_dismissible(each) and is_owner(actor, each)},
            volume=load_volume(open_plan) if filter_allowed(open_plan, [READ_PAPER]) else None,
            for_victims=[paper.code for paper in PAPERS if paper.field("identity_number")],
            made=made[:64],
            may=mine,
        )


@router.get("/make")
def show_paper_form(request: Request, number: str, actor: Maker, paper: Code = "", about: Code = "") -> HTMLResponse:
    """The paper's form, begun with what the record suggests, and what it would say."""
    draft = draft_paper(get_app_state(request).context, actor, number, paper=paper, about=about)
    return _form(request, actor, number, draft, {}, {})


@router.post("/make")
def make_paper(
    request: Request, number: str, typed: Form, actor: Maker, paper: Code = "", about: Code = ""
) -> Response:
    """The draft again with what was typed, or the paper made; what is wrong with which field is told beside it."""
    context = get_app_state(request).context
    fields = {name.removeprefix("f."): text for name, text in typed.items() if name.startswith("f.") and text}
    try:
        if typed.get("_go") == "make":
            made = perform_as(context, actor, number, MakePaper, paper=paper, about=about, fields=fields)
            return RedirectResponse(f"/plans/{quote(number)}/documents?made={made.sha256}", status_code=303)
        draft = draft_paper(context, actor, number, paper=paper, about=about, fields=fields)
    except BadInput as bad:
        errors: FormErrors = {mistake.place.replace("fields.", "f."): mistake.wrong for mistake in bad.mistakes}
        draft = draft_paper(context, actor, number, paper=paper, about=about)
        known = {f"f.{field.name}" for field in draft.fields}
        beside = {place: wrong for place, wrong in errors.items() if place in known}
        return _form(request, actor, number, draft, typed, beside or {"": bad.reason}, status=422)
    return _form(request, actor, number, draft, typed, {})


@router.post("/pack")
def make_decision_pack(request: Request, number: str, typed: Form, actor: Packer) -> Response:
    """The decision pack is made, or the one that is still as it was."""
    made = perform_as(get_app_state(request).context, actor, number, MakeDecisionPack)
    return RedirectResponse(f"/plans/{quote(number)}/documents?made={made.sha256}", status_code=303)


@router.post("/former-record")
def submit_former_record(
    request: Request, number: str, sent: FormWithFiles, actor: Annotated[Actor, requires_right(ATTACH_FORMER_RECORD)]
) -> Response:
    """The record of the office that had the case before is kept among the papers."""
    try:
        kept = attach_former_record(get_app_state(request).context, actor, number, sent.file or b"")
    except BadInput as wrong:
        return _volume(request, actor, number, "", {"file": wrong.reason}, 422)
    return RedirectResponse(f"/plans/{quote(number)}/documents?made={kept.sha256}", status_code=303)


@router.get("/{document}/{version}/{form}")
def download_version(
    request: Request, number: str, document: uuid.UUID, version: int, form: str, actor: Reader, for_victim: bool = False
) -> Response:
    """The version as it was made, the copy of it for a victim, or its reading copy as a PDF."""
    if form not in ("word", "pdf"):
        raise NotFound(_("没有这一页。"))
    context, as_pdf = get_app_state(request).context, form == "pdf"
    return _file(
        download_paper(context, actor, number, document, version, as_pdf=as_pdf, for_victim=for_victim and not as_pdf)
    )


def _file(out: PaperDownload) -> Response:
    """A download that no browser keeps; its name is the plan's number and no more."""
    headers = {"Content-Disposition": f'attachment; filename="{out.name}"', "Cache-Control": "no-store"}
    return Response(out.content, media_type=out.media_type, headers=headers)


def _form(
    request: Request,
    actor: Actor,
    number: str,
    draft: PaperDraft,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
) -> HTMLResponse:
    with get_app_state(request).context.open_for_reading(number, actor, READ_PLAN) as open_plan:
        sheet = QUALITY_SHEETS.get(draft.paper)
        checked = [line for line in load_quality_check(open_plan, sheet) if line.is_open] if sheet else None
        return render_case_page(
            request, open_plan, "document_form.html", tab="documents", status=status, acting=True, draft=draft, typed=typed,
            errors=errors, preview=Markup(draft.page) if draft.page else None, title=paper_label(draft.paper), checked=checked,
        )  # fmt: skip
