"""The clerk's page: receipts still out, and what still runs after a seal. A complaint that comes after it is recorded
here, by the number on its receipt, while the file stays closed."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from casework.remedies.acts import FileRemedy
from casework.service.acts import AskToSign, RecordService
from casework.service.announcement_and_service import SEALING
from casework.service.receipts_view import list_pending_receipts, list_running_clocks
from casework.shared.acts.act import Act
from casework.shared.rights import Actor, RightScope
from casework.shared.rights.read_operations import READ_ACCESS, READ_SERVICE
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import Form, FormErrors, FormValues
from web.rendering import render_page
from web.write_once import send_act

router = APIRouter(prefix="/service")


@router.get("")
def show_service(request: Request, actor: Annotated[Actor, requires_right(READ_SERVICE)]) -> HTMLResponse:
    """Both lists; a receipt is recorded from here, by the act's own check of answers."""
    return _page(request, actor, {})


@router.post("/complaint")
def record_complaint(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(FileRemedy.operation)]
) -> Response:
    """A victim's complaint that came after the seal is on record, in time by its postmark or not."""
    return _send(
        request, actor, typed, FileRemedy, "/service?just=1", "decision_received_on", "posted_on", "receipt_number",
        remedy="victim_complaint",
    )  # fmt: skip


@router.post("/sealed")
def show_after_seal(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(RecordService.operation)]
) -> Response:
    """The police's receipt that they have sealed as well is on record; their clock on the closing list has ended."""
    landing = "/service?just=sealed"
    return _send(request, actor, typed, RecordService, landing, "received_on", to="police", decision=SEALING)


def _send(
    request: Request, actor: Actor, typed: FormValues, act: type[Act], landing: str, *names: str, **fixed: str
) -> Response:
    def again(errors: FormErrors, status: int) -> Response:
        return _page(request, actor, {"": next(iter(errors.values()))}, status, typed)

    return send_act(request, actor, typed.get("plan", ""), typed, act, again, landing, *names, **fixed)


def _page(
    request: Request, actor: Actor, errors: FormErrors, status: int = 200, typed: FormValues | None = None
) -> HTMLResponse:
    context = get_app_state(request).context
    return render_page(
        request,
        "service.html",
        status=status,
        receipts=list_pending_receipts(context, actor),
        closing=list_running_clocks(context, actor),
        today=context.clock.today(),
        token=lambda: secrets.token_urlsafe(18),
        may_file=FileRemedy.operation.by.get(actor.role) is RightScope.OFFICE,
        may_ask_to_sign=actor.role in AskToSign.operation.by,
        may_read_access=actor.role in READ_ACCESS.by,
        errors=errors,
        typed=typed or {},
        may_record=RecordService.operation.by.get(actor.role) is not None,
        just=request.query_params.get("just") == "1",
        just_sealed=request.query_params.get("just") == "sealed",
    )
