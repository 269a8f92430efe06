"""What was typed into an act's form, as the act's model takes it. Days and numbers are read as people write them."""

import re
from typing import Any

from core.i18n import Text, _, pgettext
from core.typed_days import normalize_figures, parse_day
from web.acting.form_fields import FormField
from web.dates import NOT_A_DAY
from web.forms import FormErrors, FormValues

_BETWEEN = re.compile(r"[\s,，、;；]+")
NOT_A_NUMBER = pgettext("refusal", "请填一个整数。")
TOO_LONG = _("太长，最多{most}字。")
NEEDED = pgettext("refusal", "请填写这一项。")
CHOOSE = _("请选一项。")
_MISSING = {"choice": CHOOSE, "yes_no": CHOOSE, "long": _("请写几句。")}


def parse_form(fields: list[FormField], typed: FormValues) -> tuple[dict[str, Any], FormErrors]:
    """What the fields say, without those left empty; and what is wrong with which."""
    values: dict[str, Any] = {}
    errors: FormErrors = {}
    for field in fields:
        value, wrong = _read(field, typed)
        if wrong is not None:
            errors[field.name] = wrong
        elif value is not None:
            values[field.name] = value
        elif field.needed:
            errors[field.name] = _MISSING.get(field.control, NEEDED)
    return values, errors


def format_value(field: FormField, value: Any) -> FormValues:
    """The value as the form would have it typed."""
    match field.control, value:
        case "many", list():
            return {f"{field.name}.{each}": "yes" for each in value}
        case "yes", bool():
            return {field.name: "yes"} if value else {}
        case "yes_no", bool():
            return {field.name: "true" if value else "false"}
        case "several", list():
            return {field.name: "; ".join(map(str, value))}
        case "numbers", list():
            return {field.name: " ".join(map(str, value))}
        case _, None:
            return {}
        case _:
            return {field.name: str(value)}


def _read(field: FormField, typed: FormValues) -> tuple[Any, Text | None]:
    text = typed.get(field.name, "")
    match field.control:
        case "many":
            begin = f"{field.name}."
            chosen = [name.removeprefix(begin) for name in typed if name.startswith(begin) and typed[name]]
            if not chosen and field.default is None:
                return None, None  # nobody looked: that is not the same as nothing there
            return sorted(chosen, key=lambda each: list(typed).index(begin + each)), None
        case "yes":
            return bool(text), None
        case "yes_no":
            return {"true": True, "false": False}.get(text), None
        case "day":
            day = parse_day(text) if text else None
            return day, None if day or not text else NOT_A_DAY
        case "number":
            return (None, None) if not text else _number(text)
        case "several":
            return [part.strip() for part in re.split(r"[;；\n]", text) if part.strip()] or None, None
        case "numbers":
            return (None, None) if not text else _numbers(text)
        case _:
            if field.longest is not None and len(text) > field.longest:
                return None, TOO_LONG.filled({"most": field.longest})
            return text or None, None


def _number(text: str) -> tuple[int | None, Text | None]:
    plain = normalize_figures(text)
    return (int(plain), None) if re.fullmatch(r"-?[0-9]{1,9}", plain) else (None, NOT_A_NUMBER)


def _numbers(text: str) -> tuple[list[int] | None, Text | None]:
    parts = [part for part in _BETWEEN.split(normalize_figures(text)) if part]
    if not all(re.fullmatch(r"[0-9]{1,6}", part) for part in parts):
        return None, NOT_A_NUMBER
    return [int(part) for part in parts], None
