"""The clerk's page: receipts still out, and what still runs after a seal. A complaint that comes after it is recorded
here, by the number on its receipt, while the file stays closed."""

import secrets
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.announcement import AskToSign, RecordService
from casework.acts.remedies import FileRemedy
from casework.announcing import SEALING
from casework.performing import do
from casework.rights import Actor, Scope
from casework.rights.reading import READ_ACCESS, READ_SERVICE
from casework.views.service_list import closing_lists, receipts_out
from sunward.errors import BadInput, NotFound, Refused
from web.acting.fields import Field
from web.acting.typed import told
from web.asking import Errors, Form
from web.rendering import page

router = APIRouter(prefix="/service")


@router.get("")
def look(request: Request, actor: Annotated[Actor, asks(READ_SERVICE)]) -> HTMLResponse:
    """Both lists; a receipt is recorded from here, by the act's own check of answers."""
    return _shown(request, actor, {})


@router.post("/complaint")
def complain(request: Request, typed: Form, actor: Annotated[Actor, asks(FileRemedy.operation)]) -> Response:
    """A victim's complaint that came after the seal is on record, in time by its postmark or not."""
    days, errors = told([Field("complaint", name, "day", name == "received", None) for name in _DAYS], typed)
    if errors:
        return _shown(request, actor, {"": next(iter(errors.values()))}, 422)
    received: date = days["received"]
    try:
        complaint = {"remedy": "victim_complaint", "decision_received_on": received, "posted_on": days.get("posted_on"),
                     "receipt_number": typed.get("receipt") or None}  # fmt: skip
        do(reception_of(request).desk, actor, typed.get("plan", ""), FileRemedy, **complaint)
    except (BadInput, Refused, NotFound) as refused:
        return _shown(request, actor, {"": refused.reason}, refused.status)
    return RedirectResponse("/service?just=1", status_code=303)


@router.post("/sealed")
def sealed(request: Request, typed: Form, actor: Annotated[Actor, asks(RecordService.operation)]) -> Response:
    """The police's receipt that they have sealed as well is on record; their clock on the closing list has ended."""
    days, errors = told([Field("record_service", "received_on", "day", True, None)], typed)
    if errors:
        return _shown(request, actor, {"": next(iter(errors.values()))}, 422)
    received: date = days["received_on"]
    try:
        receipt = {"to": "police", "received_on": received, "decision": SEALING}
        do(reception_of(request).desk, actor, typed.get("plan", ""), RecordService, **receipt)
    except (BadInput, Refused, NotFound) as refused:
        return _shown(request, actor, {"": refused.reason}, refused.status)
    return RedirectResponse("/service?just=sealed", status_code=303)


_DAYS = ("received", "posted_on")


def _shown(request: Request, actor: Actor, errors: Errors, status: int = 200) -> HTMLResponse:
    desk = reception_of(request).desk
    return page(
        request,
        "service.html",
        status=status,
        receipts=receipts_out(desk, actor),
        closing=closing_lists(desk, actor),
        today=desk.clock.today(),
        token=lambda: secrets.token_urlsafe(18),
        may_file=FileRemedy.operation.by.get(actor.role) is Scope.OFFICE,
        may_ask_to_sign=actor.role in AskToSign.operation.by,
        may_read_access=actor.role in READ_ACCESS.by,
        errors=errors,
        may_record=RecordService.operation.by.get(actor.role) is not None,
        just=request.query_params.get("just") == "1",
        just_sealed=request.query_params.get("just") == "sealed",
    )
