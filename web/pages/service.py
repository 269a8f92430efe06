"""What comes after a seal: a complaint is recorded by the number on its receipt, while the file stays closed, and the police's
receipt."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.acting.acts.act import Act
from casework.acting.rights import Actor
from casework.remedies.acts import FileRemedy
from casework.service.acts import RecordService
from casework.service.announcement_and_service import SEALING
from serving.auth import requires_right
from web.forms import Form, FormValues
from web.pages.records import render_records
from web.write_once import at_one_place, send_act

router = APIRouter(prefix="/records/service")


@router.post("/complaint")
def record_complaint(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(FileRemedy.operation)]
) -> Response:
    """A victim's complaint that came after the seal is on record, in time by its postmark or not."""
    fields = ("decision_received_on", "posted_on", "receipt_number")
    return _send(request, actor, typed, FileRemedy, "/records?just=complaint", *fields, remedy="victim_complaint")


@router.post("/sealed")
def show_after_seal(
    request: Request, typed: Form, actor: Annotated[Actor, requires_right(RecordService.operation)]
) -> Response:
    """The police's receipt that they have sealed as well is on record; their clock on the closing list has ended."""
    landing = "/records?just=sealed"
    return _send(request, actor, typed, RecordService, landing, "received_on", to="police", decision=SEALING)


def _send(
    request: Request, actor: Actor, typed: FormValues, act: type[Act], landing: str, *names: str, **fixed: str
) -> Response:
    again = at_one_place("", partial(render_records, request, actor, "service", typed))
    return send_act(request, actor, typed.get("plan", ""), typed, act, again, landing, *names, **fixed)
