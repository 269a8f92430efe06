"""Reading a plan or acts file: all its mistakes at once, each with its place, or the file itself."""

import json
import re
import tomllib
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from casework.shared.files.acts_file import ActsFile
from casework.shared.files.base import FIELD_ERROR
from casework.shared.files.partial_parsing import get_nearest_day, parse_partially
from casework.shared.files.plan_file import PlanFile
from casework.shared.files.staff_file import StaffFile
from core.errors import BadInput, Mistake, Unreadable
from core.i18n import CatalogText, Text, _, listed, ngettext, verbatim
from core.untrusted import MAX_BYTES, MAX_PARTS, check_json_size, check_toml_size, read_toml

MAX_FILE_SIZE = MAX_BYTES
OF_AN_INSTALLATION = 200_000
"""The most parts of a file of all staff, or of years of acts, which is read by a command on the machine itself."""
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_BARE_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?![\dT])")
_MAX_IMPOSSIBLE_DAYS = 50
_MAX_UNKNOWN = 20
_MAX_CHOICES = 20
"""The most choices that a message lists; all acts are on a page of their own."""
Model = TypeVar("Model", bound=BaseModel)


_WORDS: dict[str, Text] = {
    "json_invalid": _("不是有效的 JSON。"),
    "model_attributes_type": _("应为一个 JSON 对象。"),
    "missing": _("缺少这一项。"),
    "extra_forbidden": _("没有这一项；请检查拼写。"),
    "date_from_datetime_parsing": _("不是有效的日期。"),
    "date_parsing": _("不是有效的日期。"),
    "date_type": _("应为日期，如 2026-01-12。"),
    "int_type": _("应为整数。"),
    "int_parsing": _("应为整数。"),
    "bool_type": _("应为 true 或 false。"),
    "string_type": _("应为文字。"),
    "string_too_short": _("不能为空。"),
    "string_too_long": _("太长。"),
    "string_pattern_mismatch": _("格式不对。"),
    "list_type": _("应为列表。"),
    "too_short": _("至少要有一项。"),
    "greater_than_equal": _("太小。"),
    "less_than_equal": _("太大。"),
    "union_tag_invalid": _("没有这种办理事项；有哪些，见 GET /api/v1/acts 或者 ./run law --acts。"),
    "union_tag_not_found": _("缺少 did：未写明办理事项；有哪些，见 GET /api/v1/acts 或者 ./run law --acts。"),
    "time_parsing": _("不是有效的时刻，如 20:00。"),
}
_BOUNDED: dict[str, CatalogText] = {
    "string_too_long": _("太长，最多{bound}字。"),
    "too_short": _("至少要有一项（{bound}）。"),
    "too_long": _("最多{bound}项。"),
    "greater_than_equal": _("不能小于{bound}。"),
    "less_than_equal": _("不能大于{bound}。"),
}
"""The same where the bound is known."""


def read_plan_file(text: str | bytes) -> PlanFile:
    """The plan that the TOML text describes. BadInput with every mistake if it is not one."""
    return _read(PlanFile, _toml(text))


def read_plan_json(text: str | bytes) -> PlanFile:
    """As `read_plan_file`, for the same plan written as JSON."""
    return _read(PlanFile, _json(text))


def parse_plan_form(content: dict[str, Any]) -> PlanFile:
    """As `read_plan_file`, for a plan told field by field, as a form has it."""
    return _read(PlanFile, content)


def read_plan_content(text: bytes) -> dict[str, Any]:
    """What a plan file tells, TOML or JSON, before anything of it is judged; days and times as they are written. BadInput
    where it is neither."""
    content = _json(text) if text.lstrip().startswith(b"{") else _toml(text)
    plain: dict[str, Any] = json.loads(json.dumps(content, default=str))
    return plain


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
        raise BadInput(_("文件太大，超过2 MB。"))
    return path.read_bytes()


def _toml(text: str | bytes, max_parts: int = MAX_PARTS) -> dict[str, Any]:
    if len(text) > MAX_FILE_SIZE:
        raise BadInput(_("文件太大，超过2 MB。"))
    try:
        plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        check_toml_size(plain, max_parts=max_parts)
        return _parsed(plain)
    except UnicodeDecodeError:
        raise BadInput(_("文件不是 UTF-8 编码：请在编辑器里另存为 UTF-8，再办一次。")) from None
    except tomllib.TOMLDecodeError as mistake:
        place = str(mistake).rpartition("(at ")[2].rstrip(")") if "(at " in str(mistake) else "file"
        raise BadInput(
            _("文件不是有效的 TOML。"),
            mistakes=[Mistake(place, _("此处写法不对。"))],
        ) from None


def _parsed(text: str) -> dict[str, Any]:
    """What the TOML says. A day that no calendar has is text in it: that is a mistake with a place like any other, and
    the rest of the file is read."""
    text = text.replace("\r\n", "\n")
    for __ in range(_MAX_IMPOSSIBLE_DAYS):
        try:
            return read_toml(text, max_parts=len(text))
        except tomllib.TOMLDecodeError as mistake:
            at = _where(text, str(mistake))
            # A thirteenth month is read as a number first, and complained of behind its year.
            written = _BARE_DAY.match(text, at) or _BARE_DAY.match(text, max(at - 4, 0))
            if written is None or get_nearest_day(written[0]) is None:
                raise
            text = f'{text[: written.start()]}"{written[0]}"{text[written.end() :]}'
    return read_toml(text, max_parts=len(text))


def _where(text: str, loc: str) -> int:
    """The place in the text that TOML's mistake names by line and column; its end where it names none."""
    named = re.search(r"line (\d+), column (\d+)", loc)
    if named is None:
        return len(text)
    before = text.split("\n")[: int(named[1]) - 1]
    return sum(len(line) + 1 for line in before) + int(named[2]) - 1


def _json(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_FILE_SIZE:
        raise BadInput(_("文件太大，超过2 MB。"))
    check_json_size(text, max_parts=MAX_PARTS)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput(_("内容不是有效的 JSON。")) from None
    if not isinstance(content, dict):
        raise BadInput(_("内容应为一个 JSON 对象。"))
    return content


def _read(model: type[Model], content: dict[str, Any]) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as found:
        raise Unreadable(to_bad_input(found), parse_partially(model, content, found)) from None


def to_bad_input(found: ValidationError) -> BadInput:
    """Every mistake that validation found, in words, without the input."""
    mistakes = list_mistakes(found.errors(include_url=False, include_context=True, include_input=False))
    return BadInput(ngettext("有{count}处需要改正。", len(mistakes), count=len(mistakes)), mistakes=mistakes)


def list_mistakes(errors: Iterable[Any]) -> list[Mistake]:
    """The mistakes that validation names, in words and in their order; of fields that nobody knows, the first twenty."""
    unknown = count(1)
    return [_mistake(error) for error in errors if error["type"] != "extra_forbidden" or next(unknown) <= _MAX_UNKNOWN]


def _mistake(error: Any) -> Mistake:
    place = _place(error["loc"])
    kind = error["type"]
    context = error.get("ctx") or {}
    if kind == FIELD_ERROR:
        return Mistake(place, context["wrong"])
    if kind in ("literal_error", "enum"):
        return Mistake(place, _one_of(str(context.get("expected", ""))))
    if kind == "union_tag_invalid" and str(context.get("expected_tags", "")).count(",") < _MAX_CHOICES:
        field = str(context.get("discriminator", "")).strip("'")
        return Mistake(
            field if place in ("body", "file") else f"{place}.{field}", _one_of(str(context["expected_tags"]))
        )
    bound = context.get("ge", context.get("le", context.get("max_length")))
    if bound is not None and kind == "too_long" and place.endswith("base64"):
        return Mistake(place, _too_large(bound))
    if bound is not None and kind in _BOUNDED:
        return Mistake(place, _BOUNDED[kind].filled({"bound": bound}))
    return Mistake(place, _WORDS.get(kind, _("填写不对。")))


def _too_large(characters: int) -> Text:
    """A file is measured in megabytes. Its base64 may have half as much again as the file itself."""
    size = max(1, characters * 2 // 3 // (1024 * 1024))
    return _("文件太大，最多{size} MB。照片先截个屏，再选截下来的图，就小了。", size=size)


def _one_of(expected: str) -> Text:
    """What may stand there, as validation lists it. A long list of codes helps nobody: then the schema has it."""
    if expected.count(",") >= _MAX_CHOICES:
        return _("不是可用的代码（可用的有{count}个，见接口说明或者 ./run schema）。", count=expected.count(",") + 1)
    return _("应为其中之一：{codes}。", codes=listed(map(verbatim, re.split(", | or ", expected))))


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
