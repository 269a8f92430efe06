"""Reading a plan or acts file: all its mistakes at once, each with its place, or the file itself."""

import json
import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from casework.shared.files.acts_file import ActsFile
from casework.shared.files.partial_parsing import get_nearest_day, parse_partially
from casework.shared.files.plan_file import PlanFile
from casework.shared.files.staff_file import StaffFile
from core.errors import BadInput, Mistake, Unreadable
from core.untrusted_toml import LARGEST, MOST_PARTS, check_toml_size, read_toml
from core.words import Words

MAX_FILE_SIZE = LARGEST
OF_AN_INSTALLATION = 200_000
"""So many parts a file of everybody, or of years of acts, may have: it is read on the machine itself, and by nobody else."""
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_BARE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![\dT])")
_MOST_IMPOSSIBLE_DAYS = 50
_MOST_CHOICES = 20
"""So many a person still reads; the acts there are stand on a page of their own."""
Model = TypeVar("Model", bound=BaseModel)


_WORDS: dict[str, tuple[str, str]] = {
    "json_invalid": ("不是有效的 JSON。", "is not valid JSON."),
    "model_attributes_type": ("应为一个 JSON 对象。", "must be one JSON object."),
    "missing": ("缺少这一项。", "is missing."),
    "extra_forbidden": ("没有这一项；请检查拼写。", "is not a known field; check its spelling."),
    "date_from_datetime_parsing": ("不是有效的日期。", "is not a date that exists."),
    "date_parsing": ("不是有效的日期。", "is not a date that exists."),
    "date_type": ("应为日期，如 2026-01-12。", "must be a date such as 2026-01-12."),
    "int_type": ("应为整数。", "must be a whole number."),
    "int_parsing": ("应为整数。", "must be a whole number."),
    "bool_type": ("应为 true 或 false。", "must be true or false."),
    "string_type": ("应为文字。", "must be text."),
    "string_too_short": ("不能为空。", "must not be empty."),
    "string_too_long": ("太长。", "is too long."),
    "string_pattern_mismatch": ("格式不对。", "is not in the right format."),
    "list_type": ("应为列表。", "must be a list."),
    "too_short": ("至少要有一项。", "needs at least one entry."),
    "day_too_early": ("太早。", "is too early."),
    "day_too_late": ("太晚。", "is too late."),
    "greater_than_equal": ("太小。", "is too small."),
    "less_than_equal": ("太大。", "is too large."),
    "union_tag_invalid": ("没有这种办理事项。", "is not a known act."),
    "union_tag_not_found": ("缺少 did：未写明办理事项。", "lacks `did`: what was done."),
    "time_parsing": ("不是有效的时刻，如 20:00。", "is not a time of day such as 20:00."),
}


def read_plan_file(text: str | bytes) -> PlanFile:
    """The plan that the TOML text describes. BadInput with every mistake if it is not one."""
    return _read(PlanFile, _toml(text))


def read_plan_json(text: str | bytes) -> PlanFile:
    """As `read_plan_file`, for the same plan written as JSON."""
    return _read(PlanFile, _json(text))


def parse_plan_form(content: dict[str, Any]) -> PlanFile:
    """As `read_plan_file`, for a plan told field by field, as a form has it."""
    return _read(PlanFile, content)


def read_acts_file(text: str | bytes) -> ActsFile:
    """The acts that the TOML text tells. BadInput with every mistake if it cannot be read so."""
    return _read(ActsFile, _toml(text))


def read_plan_path(path: Path) -> PlanFile:
    """As `read_plan_file`, from disk; too large a file is refused unread."""
    return read_plan_file(_bytes_of(path))


def read_acts_path(path: Path) -> ActsFile:
    """As `read_acts_file`, from disk; too large a file is refused unread."""
    return _read(ActsFile, _toml(_bytes_of(path), OF_AN_INSTALLATION))


def read_staff_path(path: Path) -> StaffFile:
    """As `read_acts_path`, for the offices and people of an installation."""
    return _read(StaffFile, _toml(_bytes_of(path), OF_AN_INSTALLATION))


def get_schema(model: type[BaseModel]) -> str:
    """The JSON Schema of a file format, as text."""
    return json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2)


def _bytes_of(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_SIZE:
        raise BadInput(Words("文件太大，超过2 MB。", "The file is larger than 2 MB."))
    return path.read_bytes()


def _toml(text: str | bytes, most_parts: int = MOST_PARTS) -> dict[str, Any]:
    if len(text) > MAX_FILE_SIZE:
        raise BadInput(Words("文件太大，超过2 MB。", "The file is larger than 2 MB."))
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        check_toml_size(plain, most_parts=most_parts)
        return _parsed(plain)
    except UnicodeDecodeError:
        raise BadInput(Words("文件不是 UTF-8 编码。", "The file is not written in UTF-8.")) from None
    except tomllib.TOMLDecodeError as mistake:
        place = str(mistake).rpartition("(at ")[2].rstrip(")") if "(at " in str(mistake) else "file"
        raise BadInput(
            Words("文件不是有效的 TOML。", "The file is not valid TOML."),
            mistakes=[Mistake(place, Words("此处写法不对。", "is not written as TOML should be."))],
        ) from None


def _parsed(text: str) -> dict[str, Any]:
    """What the TOML says. A day that no calendar has is text in it: that is a mistake with a place like any other, and
    the rest of the file is read."""
    text = text.replace("\r\n", "\n")
    for _ in range(_MOST_IMPOSSIBLE_DAYS):
        try:
            return read_toml(text, most_parts=len(text))
        except tomllib.TOMLDecodeError as mistake:
            at = _where(text, str(mistake))
            # A thirteenth month is read as a number first, and complained of behind its year.
            written = _BARE_DAY.match(text, at) or _BARE_DAY.match(text, max(at - 4, 0))
            if written is None or get_nearest_day(written[0]) is None:
                raise
            text = f'{text[: written.start()]}"{written[0]}"{text[written.end() :]}'
    return read_toml(text, most_parts=len(text))


def _where(text: str, told: str) -> int:
    """The place in the text that TOML's mistake names by line and column; its end where it names none."""
    named = re.search(r"line (\d+), column (\d+)", told)
    if named is None:
        return len(text)
    before = text.split("\n")[: int(named[1]) - 1]
    return sum(len(line) + 1 for line in before) + int(named[2]) - 1


def _json(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_FILE_SIZE:
        raise BadInput(Words("文件太大，超过2 MB。", "The file is larger than 2 MB."))
    colons = text.count(b":") if isinstance(text, bytes) else text.count(":")
    if colons > MOST_PARTS:
        raise BadInput(Words("内容太多。", "There is too much in it."))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput(Words("内容不是有效的 JSON。", "This is not valid JSON.")) from None
    if not isinstance(content, dict):
        raise BadInput(Words("内容应为一个 JSON 对象。", "This should be one JSON object."))
    return content


def _read(model: type[Model], content: dict[str, Any]) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as found:
        raise Unreadable(to_bad_input(found), parse_partially(model, content, found)) from None


def to_bad_input(found: ValidationError) -> BadInput:
    """Every mistake that validation found, in words. What was handed in is not repeated."""
    mistakes = list_mistakes(found.errors(include_url=False, include_context=True, include_input=False))
    return BadInput(
        Words(f"有{len(mistakes)}处需要改正。", f"{len(mistakes)} thing(s) must be corrected."), mistakes=mistakes
    )


def list_mistakes(errors: Iterable[Any]) -> list[Mistake]:
    """The mistakes that validation names, in words and in their order."""
    return [_mistake(error) for error in errors]


def _mistake(error: Any) -> Mistake:
    place = _place(error["loc"])
    kind = error["type"]
    if kind == "value_error" and "zh:" in error["msg"]:
        zh, _, en = error["msg"].partition("zh:")[2].partition(" en:")
        return Mistake(place, Words(f"{zh}。", f"{en}."))
    context = error.get("ctx") or {}
    if kind in ("literal_error", "enum"):
        return Mistake(place, _one_of(str(context.get("expected", ""))))
    if kind == "union_tag_invalid" and str(context.get("expected_tags", "")).count(",") < _MOST_CHOICES:
        field = str(context.get("discriminator", "")).strip("'")
        return Mistake(
            field if place in ("body", "file") else f"{place}.{field}", _one_of(str(context["expected_tags"]))
        )
    if isinstance(context.get("ge", context.get("le")), date):
        kind = "day_too_early" if "ge" in context else "day_too_late"
    zh, en = _WORDS.get(kind, ("填写不对。", "is not valid."))
    bound = context.get("ge", context.get("le", context.get("max_length")))
    more = f"（{bound}）" if bound is not None else ""
    return Mistake(place, Words(zh.replace("。", f"{more}。", 1), en if bound is None else f"{en[:-1]} ({bound})."))


def _one_of(expected: str) -> Words:
    """What may stand there, as validation lists it. A long list of codes helps nobody: then the schema has it."""
    if expected.count(",") >= _MOST_CHOICES:
        return Words(
            f"不是可用的代码（可用的有{expected.count(',') + 1}个，见接口说明或者 ./run schema）。",
            f"is not one of the {expected.count(',') + 1} codes (see the API description or ./run schema).",
        )
    return Words(f"应为其中之一：{expected.replace(' or ', '、')}。", f"must be one of {expected}.")


def _place(location: tuple[int | str, ...]) -> str:
    """A place as a person counts: the second guardian is guardian[2]."""
    written = ""
    for part in location:
        if isinstance(part, int):
            written += f"[{part + 1}]"
        else:
            # A field nobody knows is named only if it looks like a field: it might be a person's name.
            name = part if _FIELD.fullmatch(part) else "…"
            written += f".{name}" if written else name
    return written or "file"
