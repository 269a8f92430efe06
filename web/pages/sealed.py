"""Requests for sealed files (查询申请): recorded, answered by a named person, ended; and the file as a reader with a
grant sees it. No name of a minor stands on the list."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.act import ACTS
from casework.acts.after_the_end import AnswerAccess, AskAccess, EndAccess, Unseal
from casework.articles import article_in
from casework.desk import Desk
from casework.performing import do
from casework.rights import Actor
from casework.rights.reading import READ_ACCESS, READ_SEALED
from casework.sealed_files import opened_to, read_sealed, settled_accesses, waiting_accesses
from casework.views.service_list import left_running
from casework.wording import stage_words
from sunward.errors import BadInput, NotFound, NotSignedIn, Refused, SunwardError
from sunward.words import Words
from web.acting.fields import Field, fields_of
from web.acting.typed import told
from web.acting.words import CHOICES, choice_words, name_of
from web.asking import Errors, Form, Typed
from web.confirming import confirmed
from web.labels.case import LABELS
from web.labels.codes import CODES, RELATIONS
from web.labels.sealed import FIELDS
from web.languages import language_of
from web.rendering import page
from web.views.acting import Asked

router = APIRouter(prefix="/sealed-access")

Reader = Annotated[Actor, asks(READ_ACCESS, READ_SEALED)]
_ANSWER = ("granted", "reader", "until_on", "reason")
_UNSEAL = ("ground", "total_months", "judged_on", "proposed_by", "reason")


@router.get("")
def look(request: Request, actor: Reader) -> HTMLResponse:
    """What waits, what was answered, and what is open to whoever looks."""
    return _shown(request, actor, {}, {})


@router.post("/ask")
def ask(request: Request, typed: Form, actor: Annotated[Actor, asks(AskAccess.operation)]) -> Response:
    """A written application is on record; its answer has its day."""
    number = typed.get("plan", "").upper()
    asked = [one for one in fields_of("ask_access") if one.control != "made_up"]
    said, errors = told(asked, typed)
    if not number:
        errors["plan"] = Words("请填写方案编号。", "Please write the number of the plan.")
    if errors:
        return _shown(request, actor, typed, errors, 422)
    return _do(request, actor, number, "ask_access", said | {"access": _code(typed)}, typed)


@router.post("/answer")
def answer(request: Request, typed: Form, actor: Annotated[Actor, asks(AnswerAccess.operation)]) -> Response:
    """The chief procurator grants it to one reader until a day, or refuses it, with a reason."""
    asked = [one for one in fields_of("answer_access") if one.name in _ANSWER]
    said, errors = told(asked, typed)
    if actor.unconfirmed and not errors:
        try:
            actor = confirmed(request, typed.get("_password", ""))
        except NotSignedIn as refused:
            errors["_password"] = (
                refused.reason
                if typed.get("_password")
                else Words("请再输入一次密码。", "Please enter your password again.")
            )
    if errors:
        place = f"{typed.get('plan')}-{typed.get('access')}"
        return _shown(request, actor, typed, {f"{name}-{place}": words for name, words in errors.items()}, 422)
    return _do(
        request, actor, typed.get("plan", ""), "answer_access", said | {"access": typed.get("access", "")}, typed
    )


@router.post("/end")
def end(request: Request, typed: Form, actor: Annotated[Actor, asks(EndAccess.operation)]) -> Response:
    """A grant ends before its day."""
    return _do(request, actor, typed.get("plan", ""), "end_access", {"access": typed.get("access", "")}, typed)


@router.post("/unseal")
def unseal(request: Request, typed: Form, actor: Annotated[Actor, asks(Unseal.operation)]) -> Response:
    """The seal of a judged case is lifted on a prosecutor's proposal; what still runs is named. The chief procurator's
    password is asked again."""
    number = typed.get("unseal_plan", "").upper()
    said, errors = told(_unsealing(), typed)
    if not number:
        errors["unseal_plan"] = Words("请填写方案编号。", "Please write the number of the plan.")
    if actor.unconfirmed and not errors:
        try:
            actor = confirmed(request, typed.get("_password", ""))
        except NotSignedIn as refused:
            errors["_password"] = (
                refused.reason
                if typed.get("_password")
                else Words("请再输入一次密码。", "Please enter your password again.")
            )
    if errors:
        return _shown(request, actor, typed, errors, 422)
    return _do(request, actor, number, "unseal", said, typed, f"/sealed-access?opened={quote(number)}")


@router.get("/{number}")
def file(request: Request, number: str, actor: Annotated[Actor, asks(READ_SEALED)]) -> HTMLResponse:
    """The sealed file, for whom it was opened. Each look is a line in the journal."""
    found = read_sealed(reception_of(request).desk, actor, number)
    return page(
        request, "sealed_file.html", found=found, stage=stage_words(found.status), written=_written,
        decision_words=lambda kind: LABELS["case.decision"].get(kind, Words(kind, kind)),
        article=lambda article: article_in(language_of(request), article),
    )  # fmt: skip


def _do(
    request: Request, actor: Actor, number: str, did: str, said: dict[str, Any], typed: Typed,
    then: str = "/sealed-access?just=1",
) -> Response:  # fmt: skip
    desk = reception_of(request).desk
    try:
        do(desk, actor, number, ACTS[did], **said)
    except (BadInput, Refused, NotFound) as refused:
        return _shown(request, actor, typed, {"": _said(refused)}, refused.status)
    return RedirectResponse(then, status_code=303)


def _said(refused: SunwardError) -> Words:
    mistakes = refused.mistakes if isinstance(refused, BadInput) else ()
    return mistakes[0].wrong if mistakes else refused.reason


def _code(typed: Typed) -> str:
    """The code under which the request is known; one sent twice is refused as known already."""
    return typed.get("access", "")


def _shown(request: Request, actor: Actor, typed: Typed, errors: Errors, status: int = 200) -> HTMLResponse:
    desk = reception_of(request).desk
    lists = actor.role in READ_ACCESS.by
    asked = [Asked(one, _choices(one)) for one in fields_of("ask_access") if one.control != "made_up"]
    unsealing = [Asked(one, _choices(one)) for one in _unsealing()]
    opened = request.query_params.get("opened", "")[:20]
    return page(
        request, "sealed_access.html", status=status, typed=typed, errors=errors,
        waiting=waiting_accesses(desk, actor) if lists else [],
        settled=settled_accesses(desk, actor) if lists else [],
        open_to_me=opened_to(desk, actor) if actor.role in READ_SEALED.by else [],
        asked=asked, names={one.field.name: name_of(one.field) for one in asked},
        requester=lambda code: CHOICES.get(f"requester.{code}", Words(code, code)),
        asks=actor.role in AskAccess.operation.by, answers=actor.role in AnswerAccess.operation.by,
        ends=actor.role in EndAccess.operation.by, code=_new_code(desk), today=desk.clock.today(),
        unseals=actor.role in Unseal.operation.by, unsealing=unsealing, opened=opened,
        unsealing_names={one.field.name: name_of(one.field) for one in unsealing},
        running=left_running(desk, actor, opened) if opened else [],
        again=actor.unconfirmed, just=request.query_params.get("just") == "1",
    )  # fmt: skip


def _unsealing() -> list[Field]:
    """The fields of the act as the chief fills them in: somebody else proposed it, and is named."""
    return [replace(one, needed=True) for one in fields_of("unseal") if one.name in _UNSEAL]


def _new_code(desk: Desk) -> str:
    return f"q-{desk.clock.now():%y%m%d%H%M%S}"


def _choices(one: Field) -> list[tuple[str, Words]] | None:
    return [(code, choice_words(one, code)) for code in one.codes] if one.codes else None


def _written(row: Mapping[str, Any]) -> list[tuple[Words, str | Words | list[Words]]]:
    """What a sealed row tells of the person and the case as pairs to be read; what is empty is left out."""
    return [(words, _told(row[name])) for name, words in FIELDS.items() if row.get(name) not in (None, "", [], {})]


def _told(value: Any) -> str | Words | list[Words]:
    if isinstance(value, list):
        return [CODES.get(str(each), Words(str(each), str(each))) for each in value]
    return CODES.get(str(value)) or RELATIONS.get(str(value)) or str(value)
