"""The office's calendar: which years are announced, and a year's holiday notice entered, its effect seen first."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from api.doorkeeping import asks
from api.reception import reception_of
from casework.acts.settings import ANNOUNCE_YEAR
from casework.dates.holiday_file import HolidayNotice
from casework.dates.holidays import YearPreview, announce_year, calendar, preview_year
from casework.files.reading import bad_input
from casework.kinds import KINDS
from casework.rights import Actor
from casework.rights.reading import READ_CALENDAR
from sunward.errors import BadInput, Refused
from sunward.words import Words
from web.acting.fields import Field
from web.acting.typed import NEEDED, told
from web.asking import Errors, Form, Typed
from web.rendering import page

router = APIRouter(prefix="/holidays")

Reader = Annotated[Actor, asks(READ_CALENDAR)]
Jurist = Annotated[Actor, asks(ANNOUNCE_YEAR)]

NAMES = (
    Words("元旦", "New Year's Day"),
    Words("春节", "Spring Festival"),
    Words("清明节", "Qingming Festival"),
    Words("劳动节", "Labour Day"),
    Words("端午节", "Dragon Boat Festival"),
    Words("中秋节", "Mid-Autumn Festival"),
    Words("国庆节", "National Day"),
)
MOST_WORKED = 12

_FIELDS = [
    Field("holidays", "year", "number", True, None),
    Field("holidays", "notice", "short", True, None, longest=100),
    Field("holidays", "source", "short", True, None, longest=300),
    *(Field("holidays", f"{end}_{place}", "day", False, None) for place in range(len(NAMES)) for end in ("from", "to")),
    *(Field("holidays", f"worked_{place}", "day", False, None) for place in range(MOST_WORKED)),
]


@router.get("")
def look(request: Request, actor: Reader, just: int = 0) -> HTMLResponse:
    """The years around today; and for whoever enters them, the form for the next one."""
    return _shown(request, actor, {}, {}, just=just)


@router.post("")
def send(request: Request, typed: Form, actor: Jurist) -> Response:
    """Which open dates the notice would move; or the year announced; or the form again with what was typed."""
    reception = reception_of(request)
    notice, errors = _notice(typed)
    if notice is None or typed.get("_go") == "edit":
        return _shown(request, actor, typed, errors, 422 if errors else 200)
    try:
        if typed.get("_go") == "do":
            announce_year(reception.desk, actor, notice, confirm=typed.get("_confirm", ""))
            reception.nudge()
            return RedirectResponse(f"/holidays?just={notice.year}", status_code=303)
        return _shown(request, actor, typed, {}, preview=preview_year(reception.desk, actor, notice))
    except BadInput as wrong:
        return _shown(request, actor, typed, {"": _all(wrong)}, wrong.status)
    except Refused as refused:
        return _shown(request, actor, typed, {"": refused.reason}, refused.status)


def _shown(
    request: Request,
    actor: Actor,
    typed: Typed,
    errors: Errors,
    status: int = 200,
    *,
    preview: YearPreview | None = None,
    just: int = 0,
) -> HTMLResponse:
    found = calendar(reception_of(request).desk, actor)
    return page(
        request, "holidays.html", status=status, found=found, typed=typed, errors=errors, preview=preview, just=just,
        may=actor.role in ANNOUNCE_YEAR.by, names=NAMES, most_worked=MOST_WORKED,
        next_year=next((year.year for year in found.years if not year.known), found.years[-1].year),
        kind=lambda code: KINDS[code].words if code in KINDS else Words(code, code),
    )  # fmt: skip


def _notice(typed: Typed) -> tuple[HolidayNotice | None, Errors]:
    """The notice as it was typed; None with what is wrong at which field."""
    said, errors = told(_FIELDS, typed)
    free: list[dict[str, Any]] = []
    for place, name in enumerate(NAMES):
        first: date | None = said.get(f"from_{place}")
        last: date | None = said.get(f"to_{place}")
        if last is not None and first is None:
            errors[f"from_{place}"] = NEEDED
        elif first is not None:
            free.append({"name_zh": name.zh, "name_en": name.en, "from_on": first, "to_on": last or first})
    if not free and not errors:
        errors["from_0"] = NEEDED
    if errors:
        return None, errors
    worked = [said[f"worked_{place}"] for place in range(MOST_WORKED) if f"worked_{place}" in said]
    sent = {"format": "sunward-holidays/1", "year": said["year"], "notice": said["notice"], "source": said["source"],
            "free": free, "worked": worked}  # fmt: skip
    try:
        return HolidayNotice.model_validate(sent), {}
    except ValidationError as wrong:
        return None, {"": _all(bad_input(wrong))}


def _all(wrong: BadInput) -> Words:
    """Every mistake of the notice, each with its day."""
    if not wrong.mistakes:
        return wrong.reason
    return Words(
        "；".join(f"{each.place}：{each.wrong.zh}" for each in wrong.mistakes),
        "; ".join(f"{each.place}: {each.wrong.en}" for each in wrong.mistakes),
    )
