"""What comes after a seal: a complaint is recorded by the number on its receipt, while the file stays closed, and the police's
receipt."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from casework.remedies.acts import FileRemedy
from casework.service.acts import RecordService
from casework.service.announcement_and_service import SEALING
from casework.shared.performing import perform_as
from casework.shared.rights import Actor
from core.errors import BadInput, NotFound, Refused
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import parse_form
from web.forms import Form, explain
from web.pages.records import render_records

router = APIRouter(prefix="/records/service")


@router.post("/complaint")
def record_complaint(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(FileRemedy.operation)]
) -> Response:
    """A victim's complaint that came after the seal is on record, in time by its postmark or not."""
    days, errors = parse_form([FormField("complaint", name, "day", name == "received", None) for name in _DAYS], typed)
    if errors:
        return render_records(request, actor, "service", typed, {"": next(iter(errors.values()))}, 422)
    received: date = days["received"]
    try:
        complaint = {"remedy": "victim_complaint", "decision_received_on": received, "posted_on": days.get("posted_on"),
                     "receipt_number": typed.get("receipt") or None}  # fmt: skip
        perform_as(get_app_state(request).context, actor, typed.get("plan", ""), FileRemedy, **complaint)
    except (BadInput, Refused, NotFound) as refused:
        return render_records(request, actor, "service", typed, {"": explain(refused)}, refused.status)
    return RedirectResponse("/records?just=complaint", status_code=303)


@router.post("/sealed")
def show_after_seal(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(RecordService.operation)]
) -> Response:
    """The police's receipt that they have sealed as well is on record; their clock on the closing list has ended."""
    days, errors = parse_form([FormField("record_service", "received_on", "day", True, None)], typed)
    if errors:
        return render_records(request, actor, "service", typed, {"": next(iter(errors.values()))}, 422)
    received: date = days["received_on"]
    try:
        receipt = {"to": "police", "received_on": received, "decision": SEALING}
        perform_as(get_app_state(request).context, actor, typed.get("plan", ""), RecordService, **receipt)
    except (BadInput, Refused, NotFound) as refused:
        return render_records(request, actor, "service", typed, {"": explain(refused)}, refused.status)
    return RedirectResponse("/records?just=sealed", status_code=303)


_DAYS = ("received", "posted_on")
