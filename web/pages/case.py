"""The tabs of a plan that show and change nothing: the record, the plan itself, check-ins, incidents, decisions, the end
in sight, messages, what the system did, who has looked."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.duties import Review
from casework.acts.messages import RecordPaper
from casework.articles import article_in
from casework.journal_words import OF_THE_FLOW, done_words
from casework.messages.listing import messages_of
from casework.rights import Actor
from casework.rights.reading import READ_MESSAGES, READ_PLAN
from casework.submitting import review_each
from casework.views.partners_shown import partners_of
from casework.views.status import plan_status
from casework.views.timeline import timeline
from models.office import Role
from sunward.errors import NotFound
from sunward.words import Language, Words
from web.asking import Form
from web.languages import language_of
from web.remarks import remarks_on
from web.tabs import case_page
from web.views.check_ins import SHOWN as CHECK_INS_SHOWN
from web.views.check_ins import check_ins
from web.views.decision_list import changes, decisions
from web.views.expiry import NEAR, expiry
from web.views.incident_list import incident_list
from web.views.months_ahead import months_ahead
from web.views.readers import readers

router = APIRouter(prefix="/plans/{number}")

LINES_SHOWN = 50
MESSAGES_SHOWN = 60
WAKES_SHOWN = 20

Cursor = Annotated[str, Query(max_length=200)]
Reader = Annotated[Actor, asks(READ_PLAN)]


@router.get("/record")
def record(request: Request, number: str, actor: Reader, cursor: Cursor = "") -> HTMLResponse:
    """What happened, newest first."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        told = timeline(file, cursor=cursor or None, limit=LINES_SHOWN)
        older = f"/plans/{quote(number)}/record?cursor={quote(told.next)}" if told.next else None
        lines = [(line, remarks_on(line)) for line in told.lines]
        return case_page(request, file, "case_record.html", tab="record", lines=lines, older=older,
                         article=_article(request))  # fmt: skip


@router.get("/plan")
def supervision_plan(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """The plan itself: conditions, suggestions and aid with their answers, what comes month by month, and its editions
    side by side."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return case_page(
            request, file, "case_plan.html", tab="plan", plan=plan_status(file), months=months_ahead(file),
            changes=changes(file), partners=partners_of(file),
        )  # fmt: skip


@router.get("/check-ins")
def came_in(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """What the family handed in, what to look at and why, and what waits for a person."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return case_page(request, file, "case_check_ins.html", tab="check-ins", found=check_ins(file),
                         token=lambda: secrets.token_urlsafe(18))  # fmt: skip


@router.post("/check-ins")
def all_reviewed(
    request: Request, number: str, typed: Form, actor: Annotated[Actor, asks(Review.operation)]
) -> RedirectResponse:
    """All that the page showed and nobody had looked at was looked at; what came meanwhile for other items was not."""
    reception = reception_of(request)
    shown = (each.partition("/") for each in typed.get("items", "").split()[:CHECK_INS_SHOWN])
    review_each(reception.desk, actor, number, [(kind, _day(day)) for kind, _, day in shown])
    reception.nudge()
    return RedirectResponse(f"/plans/{quote(number)}/check-ins", status_code=303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(Words("没有这一项。", "Item not found.")) from None


@router.get("/incidents")
def incidents(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """What was reported, what the minor said, what was found."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return case_page(request, file, "case_incidents.html", tab="incidents", incidents=incident_list(file),
                         article=_article(request))  # fmt: skip


@router.get("/decisions")
def decided(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """What was asked for and decided, by whom and why; remedies and service."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return case_page(request, file, "case_decisions.html", tab="decisions", found=decisions(file),
                         article=_article(request))  # fmt: skip


@router.get("/expiry")
def end_in_sight(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """What the decision at the end needs, and what of it is missing today."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return case_page(request, file, "case_expiry.html", tab="expiry", found=expiry(file), near=NEAR,
                         article=_article(request))  # fmt: skip


@router.get("/messages")
def messages(
    request: Request,
    number: str,
    actor: Annotated[Actor, asks(READ_MESSAGES)],
    cursor: Cursor = "",
    sent: bool = False,
) -> HTMLResponse:
    """To whom what was said, when, over which channel, and what became of it."""
    with reception_of(request).desk.look(number, actor, READ_MESSAGES) as file:
        told = messages_of(file, cursor=cursor or None, limit=MESSAGES_SHOWN)
        older = f"/plans/{quote(number)}/messages?cursor={quote(told.next)}" if told.next else None
        return case_page(request, file, "case_messages.html", tab="messages", messages=told.messages, older=older,
                         sent=sent, may_record=actor.role in RecordPaper.operation.by)  # fmt: skip


@router.get("/run")
def run(request: Request, number: str, actor: Reader, cursor: Cursor = "") -> HTMLResponse:
    """What the system did, what it will do next, and when, with its log; for operators where Prefect shows it."""
    reception = reception_of(request)
    with reception.desk.look(number, actor, READ_PLAN) as file:
        status = plan_status(file)
        told = timeline(file, by=Role.SYSTEM, cursor=cursor or None, limit=LINES_SHOWN)
        return case_page(
            request, file, "case_run.html", tab="run", plan=status, shown_wakes=WAKES_SHOWN,
            lines=[(line, remarks_on(line)) for line in told.lines], article=_article(request),
            older=f"/plans/{quote(number)}/run?cursor={quote(told.next)}" if told.next else None,
            run_page=reception.run_page(status.flow_run.id) if status.flow_run else None,
            verb_words=verb_words(language_of(request)),
        )  # fmt: skip


@router.get("/looked")
def looked(request: Request, number: str, actor: Reader) -> HTMLResponse:
    """Who has looked at the plan."""
    with reception_of(request).desk.look(number, actor, READ_PLAN) as file:
        return case_page(request, file, "case_looked.html", tab="looked", readers=readers(file))


def verb_words(language: Language) -> Callable[[str], str]:
    """A verb that the system did, in words; one of a former release, without words, is shown as it was called."""

    def in_words(verb: str) -> str:
        words = OF_THE_FLOW.get(verb) or done_words(verb)
        return words.in_(language) if words else verb

    return in_words


def _article(request: Request) -> Callable[[str], str]:
    return lambda article: article_in(language_of(request), article)
