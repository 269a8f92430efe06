"""Two assumptions about a plan side by side: what the rules would ask for from now on. Nothing of it is kept."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from casework.acting.rights import Actor
from casework.plan.what_if import (
    ASSUMED,
    READ_WHAT_IF,
    Assumed,
    AssumedCourse,
    WhatIf,
    parse_assumption,
    read_what_if,
)
from casework.shared.text.labels import stage_label
from core.errors import BadInput, StateConflict
from core.i18n import Text, _
from serving.app_state import get_app_state
from serving.auth import requires_right
from web.forms import FormErrors
from web.tabs import render_case_page

router = APIRouter(prefix="/plans/{number}")

Reader = Annotated[Actor, requires_right(READ_WHAT_IF)]
Code = Annotated[str, Query(max_length=20)]
Days = Annotated[str, Query(max_length=5)]


@dataclass(frozen=True)
class ComparedRow:
    """A line of the comparison: what it is, and what each assumption has of it; empty where it has nothing."""

    on: date | None
    words: Text
    who: str
    each: list[str]

    @property
    def differs(self) -> bool:
        """Whether the assumptions differ in it."""
        return len(set(self.each)) > 1


@router.get("/what-if")
def show_what_if(
    request: Request, number: str, actor: Reader, a: Code = "", b: Code = "", days_a: Days = "", days_b: Days = ""
) -> HTMLResponse:
    """The form with two assumptions; and once they are chosen, what would follow from each."""
    app_state = get_app_state(request)
    asked = {place: _code(code, days) for place, code, days in (("a", a, days_a), ("b", b, days_b)) if code}
    errors = _errors(asked)
    found: WhatIf | None = None
    if asked and not errors:
        if app_state.what_if is None:
            raise StateConflict(_("本机没有启用试运行，不能推算。"))
        assumptions = [parse_assumption(code) for code in asked.values()]
        found = read_what_if(app_state.context, actor, number, assumptions, app_state.what_if)
    with app_state.context.open_for_reading(number, actor, READ_WHAT_IF) as open_plan:
        return render_case_page(
            request, open_plan, "what_if.html", status=422 if errors else 200, tab="history", errors=errors, assumed=ASSUMED, a=a or Assumed.ON_TIME,
            b=b or Assumed.NOTHING, days_a=days_a, days_b=days_b, found=found,
            address=f"/plans/{quote(number)}/what-if", stage=stage_label,
            **(_compared(found.courses) if found else {}),
        )  # fmt: skip


def _code(code: str, days: str) -> str:
    """The code of an assumption as it is parsed; a number of days stands behind it with its sign."""
    if code != Assumed.PERIOD:
        return code
    return f"{code}{days}" if days.startswith("-") else f"{code}+{days.removeprefix('+')}"


def _errors(asked: dict[str, str]) -> FormErrors:
    """Where the period is changed and no days are said by how many, what to type."""
    errors: FormErrors = {}
    for place, code in asked.items():
        try:
            parse_assumption(code)
        except BadInput:
            if not code.startswith(Assumed.PERIOD):
                raise
            errors[f"days_{place}"] = _("请填考验期加减的天数，如30或者-14。")
    return errors


def _compared(courses: list[AssumedCourse]) -> dict[str, Any]:
    """Dates and messages of the courses, line by line."""
    dates: dict[tuple[date, str, str], ComparedRow] = {}
    messages: dict[tuple[str, str], ComparedRow] = {}
    for place, course in enumerate(courses):
        for one in course.dates:
            row = dates.setdefault(
                (one.on, one.kind, one.owner), ComparedRow(one.on, one.words, one.owner, [""] * len(courses))
            )
            row.each[place] = one.status
        counted = Counter((one.to, one.event) for one in course.messages)
        for (to, event), count in counted.items():
            line = messages.setdefault((to, event.zh), ComparedRow(None, event, to, [""] * len(courses)))
            line.each[place] = str(count)
    return {"dates": [dates[key] for key in sorted(dates)], "messages": [messages[key] for key in sorted(messages)]}
