"""The office's calendar: which years are announced, and a year's holiday notice entered, its effect seen first."""

import uuid
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from casework.settings.acts import ANNOUNCE_YEAR
from casework.settings.holiday_file import HolidayNotice
from casework.settings.holidays import (
    YearPreview,
    announce_year,
    load_calendar,
    load_requested_year,
    preview_year,
    request_year,
)
from casework.shared.files.parsing import to_bad_input
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CALENDAR
from casework.shared.rights.scope import SIGNERS
from core.errors import BadInput, NotSignedIn, ReauthenticationRequired, Refused, TooManyRequests
from core.i18n import SEMICOLON, Text, _, listed, verbatim
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import NEEDED, parse_form
from web.forms import Form, FormErrors, FormValues
from web.pages.account import read_request_id
from web.reauth import confirm_for
from web.rendering import render_page

router = APIRouter(prefix="/holidays")

Reader = Annotated[Actor, requires_right(READ_CALENDAR)]
Announcer = Annotated[Actor, requires_right(ANNOUNCE_YEAR)]

NAMES = (
    _("元旦"),
    _("春节"),
    _("清明节"),
    _("劳动节"),
    _("端午节"),
    _("中秋节"),
    _("国庆节"),
)
MAX_WORKED_DAYS = 12

_FIELDS = [
    FormField("holidays", "year", "number", True, None),
    FormField("holidays", "notice", "short", True, None, longest=100),
    FormField("holidays", "source", "short", True, None, longest=300),
    *(
        FormField("holidays", f"{end}_{place}", "day", False, None)
        for place in range(len(NAMES))
        for end in ("from", "to")
    ),
    *(FormField("holidays", f"worked_{place}", "day", False, None) for place in range(MAX_WORKED_DAYS)),
]


@router.get("")
def show_holidays(
    request: Request,
    actor: Reader,
    just: int = 0,
    asked: bool = False,
    waiting: Annotated[uuid.UUID | None, Query(alias="request")] = None,
) -> HTMLResponse:
    """The years around today; for whoever enters them the form for the next one, and for a signer what one that waits would
    move."""
    context, preview = get_app_state(request).context, None
    if waiting is not None:
        preview = preview_year(context, actor, load_requested_year(context, actor, waiting))
    return _page(request, actor, {"request": str(waiting)}, {}, preview=preview, just=just, asked=asked)


@router.post("")
def submit_notice(request: Request, typed: Form, actor: Announcer) -> Response:
    """Which open dates the notice would move; or the year asked for, or announced by a signer; or the form again with what
    was typed."""
    app_state, waiting = get_app_state(request), read_request_id(typed) if "request" in typed else None
    notice, errors = (load_requested_year(app_state.context, actor, waiting), {}) if waiting else _notice(typed)
    if notice is None or typed.get("_go") == "edit":
        return _page(request, actor, typed, errors, 422 if errors else 200)
    try:
        if typed.get("_go") == "do":
            who, seen = confirm_for(request, typed, "accounts" if waiting else "settings"), typed.get("_confirm", "")
            if waiting:
                announce_year(app_state.context, who, waiting, confirm=seen, reason=typed.get("reason", ""))
                app_state.check_now()
            else:
                request_year(app_state.context, who, notice, confirm=seen)
            return RedirectResponse(f"/holidays?just={notice.year}{'' if waiting else '&asked=1'}", status_code=303)
        return _page(request, actor, typed, {}, preview=preview_year(app_state.context, actor, notice))
    except BadInput as wrong:
        return _page(request, actor, typed, {"": _all(wrong)}, wrong.status)
    except (NotSignedIn, TooManyRequests, ReauthenticationRequired) as wrong:
        return _page(request, actor, typed, {"": wrong.reason}, 422)
    except Refused as refused:
        return _page(request, actor, typed, {"": refused.reason}, refused.status)


def _page(
    request: Request,
    actor: Actor,
    typed: FormValues,
    errors: FormErrors,
    status: int = 200,
    *,
    preview: YearPreview | None = None,
    just: int = 0,
    asked: bool = False,
) -> HTMLResponse:
    found = load_calendar(get_app_state(request).context, actor)
    return render_page(
        request, "holidays.html", status=status, found=found, typed=typed, errors=errors, preview=preview, just=just, asked=asked, signs=actor.role in SIGNERS,
        may=actor.role in ANNOUNCE_YEAR.by, names=NAMES, most_worked=MAX_WORKED_DAYS,
        next_year=next((year.year for year in found.years if not year.known), found.years[-1].year),
        kind=lambda code: ITEM_KINDS[code].words if code in ITEM_KINDS else verbatim(code),
    )  # fmt: skip


def _notice(typed: FormValues) -> tuple[HolidayNotice | None, FormErrors]:
    """The notice as it was typed; None with what is wrong at which field."""
    values, errors = parse_form(_FIELDS, typed)
    free: list[dict[str, Any]] = []
    for place, name in enumerate(NAMES):
        first: date | None = values.get(f"from_{place}")
        last: date | None = values.get(f"to_{place}")
        if last is not None and first is None:
            errors[f"from_{place}"] = NEEDED
        elif first is not None:
            free.append({"name_zh": name.zh, "name_en": name.en, "from_on": first, "to_on": last or first})
    if not free and not errors:
        errors["from_0"] = NEEDED
    if errors:
        return None, errors
    worked = [values[f"worked_{place}"] for place in range(MAX_WORKED_DAYS) if f"worked_{place}" in values]
    sent = {"year": values["year"], "notice": values["notice"], "source": values["source"],
            "free": free, "worked": worked}  # fmt: skip
    try:
        return HolidayNotice.model_validate(sent), {}
    except ValidationError as wrong:
        return None, {"": _all(to_bad_input(wrong))}


def _all(wrong: BadInput) -> Text:
    """Every mistake of the notice, each with its day."""
    if not wrong.mistakes:
        return wrong.reason
    return listed((_("{place}：{wrong}", place=each.place, wrong=each.wrong) for each in wrong.mistakes), SEMICOLON)
