"""A year's holiday notice as a form asks for it and as it was typed."""

from datetime import date
from typing import Any

from pydantic import ValidationError

from casework.settings.holiday_file import HolidayNotice
from casework.shared.files.parsing import to_bad_input
from core.errors import BadInput
from core.i18n import SEMICOLON, Text, _, listed
from web.acting.form_fields import FormField
from web.acting.form_parsing import NEEDED, parse_form
from web.forms import FormErrors, FormValues

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


def read_notice(typed: FormValues) -> tuple[HolidayNotice | None, FormErrors]:
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
        return None, {"": explain_notice(to_bad_input(wrong))}


def explain_notice(wrong: BadInput) -> Text:
    """Every mistake of the notice, each with its day."""
    if not wrong.mistakes:
        return wrong.reason
    return listed((_("{place}：{wrong}", place=each.place, wrong=each.wrong) for each in wrong.mistakes), SEMICOLON)
