"""Reminders: of one thing on one plan, of all that is late in an office, and what became of one."""

from typing import Annotated, ClassVar, Self
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import ConfigDict, Field, model_validator

from api.paging import Cursor, Limit
from api.routing import ApiRoute
from casework.acting.rights import Actor
from casework.messages.acts import SEND_BY_HAND
from casework.messages.manual_send import (
    FreeText,
    LateReminders,
    Reminder,
    ReminderFate,
    ReminderPage,
    ReminderRequest,
    list_sent_reminders,
    load_reminder_fate,
    send_late_reminders,
    send_reminder,
)
from casework.shared.files.base import Day, TimeOfDay, field_error
from casework.shared.files.plan_file import FileModel
from casework.shared.paging import MAX_PAGE_SIZE
from core.i18n import _
from models.message import MessageState
from notifications.events import Recipient
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, tags=["reminders"])

REFERENCE = r"^[A-Za-z0-9._:/-]{0,40}$"
Sender = Annotated[Actor, requires_right(SEND_BY_HAND)]


Reference = Annotated[str, Field(pattern=REFERENCE)]


class NewReminder(FileModel):
    """Of what, and to whom: an open item (`kind`, and `due_on` where several are open), or one of the texts (`text`). What
    can be sent now stands in `reminders` of the plan."""

    model_config: ClassVar = ConfigDict(json_schema_extra={"examples": [{"text": "call_back_asked", "to": "minor"}]})

    kind: str | None = Field(None, max_length=40)
    due_on: Day | None = None
    text: FreeText | None = None
    to: Recipient | None = None
    """May be left out where only one person can be meant."""
    person: str | None = Field(None, max_length=40)
    """Of two guardians the one, by relation."""
    day: Day | None = None
    """The day that the text names, where it names one."""
    at: TimeOfDay | None = None
    """The hour, where it names one."""
    all_well: bool = False
    """Whether everybody in the family is well, where the text can say so."""
    dry_run: bool = False
    """The same answer or refusal, and nothing is sent."""
    reference: Reference = ""
    """What you call it, by which `GET /reminders` finds it; nothing that names somebody."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.kind is None) == (self.text is None):
            raise field_error(_("请写明提醒哪一项（kind、due_on），或者发送哪一条（text），二者写一个。"))
        return self


class LateReminderRequest(FileModel):
    """A page of plans, and whether anything is sent."""

    model_config: ClassVar = ConfigDict(json_schema_extra={"examples": [{"dry_run": True}]})

    cursor: str | None = Field(None, max_length=200)
    """`next` of the previous page."""
    limit: int = Field(50, ge=1, le=MAX_PAGE_SIZE)
    """How many plans."""
    dry_run: bool = False
    reference: Reference = ""
    """What you call these reminders."""


@router.post(
    "/plans/{number}/reminders",
    status_code=201,
    operation_id="send_reminder",
    responses={200: {"model": Reminder, "description": "What would be sent (`dry_run`)."}},
)
def create_reminder(request: Request, response: Response, number: str, sent: NewReminder, actor: Sender) -> Reminder:
    """Send a reminder.

    Of an open item, or by one of the registered texts. Returns its id and when it leaves: at once, or as soon as quiet hours
    are over. Refused with the reason where it would not leave, and within half an hour of the same to the same person.
    """
    wanted = ReminderRequest(sent.kind, sent.due_on, sent.text, sent.to, sent.person, sent.day, sent.at, sent.all_well,
                             sent.reference)  # fmt: skip
    if sent.dry_run:
        response.status_code = 200
    return send_reminder(get_app_state(request).context, actor, number, wanted, dry_run=sent.dry_run)


@router.post("/reminders", operation_id="send_reminders_to_all_late")
def create_late_reminders(request: Request, sent: LateReminderRequest, actor: Sender) -> LateReminders:
    """Remind all who are late.

    Everybody who is late with an item, on all plans of one's own office: once a day for each item, automatic reminders
    included, outside quiet hours and within the limits of a day. Returns an id or a reason for each.
    """
    context = get_app_state(request).context
    return send_late_reminders(
        context, actor, cursor=sent.cursor, limit=sent.limit, reference=sent.reference, dry_run=sent.dry_run
    )


@router.get("/reminders")
def list_reminders(
    request: Request,
    actor: Sender,
    reference: Annotated[str | None, Query(pattern=REFERENCE)] = None,
    state: MessageState | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> ReminderPage:
    """List reminders that were sent.

    By a person or a token, on the plans on which one may remind; the newest first, with what became of each. In one state,
    under one reference.
    """
    context = get_app_state(request).context
    return list_sent_reminders(context, actor, reference=reference, state=state, cursor=cursor, limit=limit)


@router.get("/reminders/{reminder}")
def read_reminder(request: Request, reminder: UUID, actor: Sender) -> ReminderFate:
    """Get what became of a reminder.

    Returns its state with every step, to the provider's receipt. No name, number or address.
    """
    return load_reminder_fate(get_app_state(request).context, actor, reminder)
