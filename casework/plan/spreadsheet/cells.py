"""What stands in a cell, as it would have been typed into the form, and back. Nothing is guessed: what could mean two
things, or none, is refused with what it may be."""

import re
import unicodedata

from casework.plan.plan_form import PlanField
from casework.plan.typed_values import read_day, read_days, read_number
from core.errors import BadInput
from core.i18n import _, languages, listed
from law.rulebook import Rulebook

_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1", "已"})
_NO = frozenset({"否", "无", "没有", "×", "n", "no", "false", "0", "未"})
_BETWEEN = re.compile(r"[,，、;；\n]+")
_CALLED = {
    "sex": {"男性": "M", "女性": "F"},
    "relation": {
        "父": "father", "爸爸": "father", "母": "mother", "妈妈": "mother", "祖父": "grandfather",
        "爷爷": "grandfather", "外祖父": "grandfather", "外公": "grandfather", "祖母": "grandmother",
        "奶奶": "grandmother", "外祖母": "grandmother", "外婆": "grandmother", "姥姥": "grandmother",
        "姥爷": "grandfather", "哥哥": "brother", "姐姐": "sister", "姑姑": "aunt", "姨妈": "aunt", "叔叔": "uncle",
        "舅舅": "uncle",
    },
}  # fmt: skip
"""What people write for a choice, beside its own words; by the last part of the field's place."""
MAX_SHOWN = 12
_CUT_OFF = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
"""A long number as a spreadsheet program writes it that takes it for a quantity: 9.90101E+17."""
_DAY_AS_NUMBER = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
"""A day as a spreadsheet program stores it: 46000 is a day of 2025, in most of them. 1954 to 2091."""


def read_cell(field: PlanField, cell: str, rulebook: Rulebook) -> dict[str, str]:
    """What the cell says, typed into the fields of the form. BadInput with what it may say where it says nothing that the
    field knows. A day or number that is none comes back as it is: the plan's own check names it."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if not text:
        return {}
    if _CUT_OFF.fullmatch(text):
        raise BadInput(_("号码在表格里存成了数字，后面几位已经丢失。请把这一列的格式改成“文本”，重新填写号码。"))
    match field.control:
        case "yes":
            return _yes_or_no(field, text)
        case "choice":
            return {field.place: _choice(field, text)}
        case "many":
            return {f"{field.place}.{_choice(field, part)}": "yes" for part in _BETWEEN.split(text) if part}
        case "day" | "days" if _DAY_AS_NUMBER.fullmatch(text):
            raise BadInput(_("这是表格软件内部的日期数字。请把这一列的格式改成“日期”，保存后重新读入。"))
        case "day":
            return {field.place: read_day(text)}
        case "days":
            return {field.place: "，".join(read_days(text))}
        case "number":
            return {field.place: read_number(text)}
        case "short" if field.place == "case.offence_article":
            return {field.place: rulebook.find_offence_article(text) or text}
        case _:
            return {field.place: cell.strip()}


def write_cell(field: PlanField, typed: dict[str, str], language: str) -> str:
    """What was typed into the field, as a cell says it: read again, it is the same."""
    choices = dict(field.choices)
    text = typed.get(field.place, "")
    match field.control:
        case "yes":
            return _("是").in_(language) if text else ""
        case "choice":
            return choices[text].in_(language) if text in choices else text
        case "many":
            return "、".join(words.in_(language) for code, words in field.choices if typed.get(f"{field.place}.{code}"))
        case _:
            return text


def _yes_or_no(field: PlanField, text: str) -> dict[str, str]:
    said = text.casefold()
    if said in _YES:
        return {field.place: "yes"}
    if said in _NO:
        return {}
    raise BadInput(_("应为“是”或者“否”。"))


def _choice(field: PlanField, text: str) -> str:
    wanted = _plain(text)
    called = _CALLED.get(field.place.rpartition(".")[2], {})
    if wanted in called and called[wanted] in dict(field.choices):
        return called[wanted]
    found = {
        code
        for code, words in field.choices
        if wanted in {code.casefold(), *(_plain(words.in_(language)) for language in languages())}
    }
    if len(found) == 1:
        return found.pop()
    if found:
        raise BadInput(_("不止一人叫这个名字，请写登录名。"))
    if not field.choices:
        raise BadInput(_("本院没有担任这一职务的在岗人员。"))
    raise BadInput(
        _("没有这一选项，可以写：{choices}。", choices=listed([words for _code, words in field.choices][:MAX_SHOWN]))
    )


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
