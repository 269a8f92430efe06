"""The office's calendar: which years are announced, and a year's holiday notice entered, its effect seen first."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from casework.settings.acts import ANNOUNCE_YEAR
from casework.settings.holiday_file import HolidayNotice
from casework.settings.holidays import YearPreview, announce_year, load_calendar, preview_year
from casework.shared.files.parsing import to_bad_input
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_CALENDAR
from core.errors import BadInput, Refused
from core.i18n import SEMICOLON, Text, _, listed, verbatim
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.acting.form_fields import FormField
from web.acting.form_parsing import NEEDED, parse_form
from web.forms import Form, FormErrors, FormValues
from web.rendering import render_page

router = APIRouter(prefix="/holidays")

Reader = Annotated[Actor, requires_right(READ_CALENDAR)]
Jurist = Annotated[Actor, requires_right(ANNOUNCE_YEAR)]

NAMES = (
    _("元旦"),
    _("春节"),
    _("清明节"),
    _("劳动节"),
    _("端午节"),
    _("中秋节"),
    _("国庆节"),
)
MOST_WORKED = 12

_FIELDS = [
    FormField("holidays", "year", "number", True, None),
    FormField("holidays", "notice", "short", True, None, longest=100),
    FormField("holidays", "source", "short", True, None, longest=300),
    *(
        FormField("holidays", f"{end}_{place}", "day", False, None)
        for place in range(len(NAMES))
        for end in ("from", "to")
    ),
    *(FormField("holidays", f"worked_{place}", "day", False, None) for place in range(MOST_WORKED)),
]


@router.get("")
def show_holidays(request: Request, actor: Reader, just: int = 0) -> HTMLResponse:
    """The years around today; and for whoever enters them, the form for the next one."""
    return _page(request, actor, {}, {}, just=just)


@router.post("")
def submit_notice(request: Request, typed: Form, actor: Jurist) -> Response:
    """Which open dates the notice would move; or the year announced; or the form again with what was typed."""
    app_state = get_app_state(request)
    notice, errors = _notice(typed)
    if notice is None or typed.get("_go") == "edit":
        return _page(request, actor, typed, errors, 422 if errors else 200)
    try:
        if typed.get("_go") == "do":
            announce_year(app_state.context, actor, notice, confirm=typed.get("_confirm", ""))
            app_state.check_now()
            return RedirectResponse(f"/holidays?just={notice.year}", status_code=303)
        return _page(request, actor, typed, {}, preview=preview_year(app_state.context, actor, notice))
    except BadInput as wrong:
        return _page(request, actor, typed, {"": _all(wrong)}, wrong.status)
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
) -> HTMLResponse:
    found = load_calendar(get_app_state(request).context, actor)
    return render_page(
        request, "holidays.html", status=status, found=found, typed=typed, errors=errors, preview=preview, just=just,
        may=actor.role in ANNOUNCE_YEAR.by, names=NAMES, most_worked=MOST_WORKED,
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
    worked = [values[f"worked_{place}"] for place in range(MOST_WORKED) if f"worked_{place}" in values]
    sent = {"format": "sunward-holidays/1", "year": values["year"], "notice": values["notice"], "source": values["source"],
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
