"""The columns of a caseload in a spreadsheet: the fields of a new plan, each under a heading of its own, and by which
other headings offices know them."""

import re
import unicodedata
from collections.abc import Sequence

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.plan_form import PlanField, list_plan_fields
from core.i18n import _, languages

NUMBER = PlanField("number", _("方案编号"), _("方案编号"), "short")
ANNOUNCED = PlanField("announcement.on", _("当面宣布日期"), _("当面宣布日期"), "day")

_ALSO: dict[str, tuple[str, ...]] = {
    "number": ("编号", "方案号"),
    "minor.name": ("姓名", "未成年人", "未成年人姓名", "涉罪未成年人", "被附条件不起诉人"),
    "minor.born_on": ("出生日期", "出生年月日", "生日"),
    "minor.identity_number": ("身份证", "身份证号", "身份证号码", "公民身份号码"),
    "minor.phone": ("联系电话", "联系方式", "手机", "手机号", "手机号码", "本人电话"),
    "minor.address": ("住址", "家庭住址", "现住址", "住所"),
    "guardian[1].name": ("监护人", "监护人姓名", "法定代理人", "法定代理人姓名", "家长", "家长姓名"),
    "guardian[1].relation": ("与本人关系", "监护人关系", "与未成年人关系"),
    "guardian[1].phone": ("监护人电话", "监护人联系电话", "法定代理人电话", "家长电话"),
    "case.offence_article": ("罪名", "涉嫌罪名", "案由", "罪名条文", "刑法条文"),
    "case.act_dates": ("行为日期", "作案时间", "作案日期", "犯罪时间", "案发时间"),
    "case.facts_line": ("案情", "简要案情", "基本案情", "案件事实"),
    "case.predicted_sentence_months": ("可能判处刑期", "预判刑期", "可能判处的刑期"),
    "review.received_on": ("受理日期", "受案日期", "收案日期", "审查起诉受理日期", "移送审查起诉日期"),
    "decision.on": ("决定日期", "作出决定日期", "附条件不起诉决定日期", "附条件不起诉日期"),
    "decision.months": ("考验期", "考验期限", "考验期月数"),
    "decision.period_written_from": ("考验期起", "考验期起始", "考验期开始", "考验期起始日期", "考验期开始日期"),
    "decision.period_written_to": ("考验期止", "考验期届满", "考验期结束", "考验期届满日期", "考验期结束日期"),
    "decision.decided_by": ("决定人", "批准人"),
    "announcement.on": ("宣布日期", "宣告日期"),
    "team.prosecutor": ("承办人", "检察官", "主办检察官"),
    "team.social_worker": ("社工", "帮教社工", "司法社工"),
}
"""What offices head such a column with, beside our own heading: the words of their registers."""
BY_REGISTER = frozenset(_ALSO)
"""The places of what offices keep in their registers."""


def list_sheet_fields(context: Context, actor: Actor) -> list[PlanField]:
    """Every field that a column can be, in the order of the columns; the people are those of the actor's office."""
    return [NUMBER, ANNOUNCED, *list_plan_fields(context, actor)]


def match_columns(headings: Sequence[str], fields: Sequence[PlanField]) -> list[str | None]:
    """Of each heading the place of the field it names, our own words in any language or those of an office's register;
    None where it names none. Of two columns for one field the first is it."""
    known: dict[str, str] = {}
    for field in fields:
        ours = [field.heading.in_(language) for language in languages()]
        for name in (*ours, field.place, *_ALSO.get(field.place, ())):
            known.setdefault(_plain(name), field.place)
    found: list[str | None] = []
    for heading in headings:
        place = known.get(_plain(heading))
        found.append(None if place in found else place)
    return found


def get_letters(column: int) -> str:
    """How a spreadsheet calls its column, the first one being 0: A, B … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _plain(heading: str) -> str:
    """A heading without what is in brackets behind it, spaces, signs and case."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"\(.*?\)", "", text)
    return re.sub(r"[\s:*_/\-、,，.。]+", "", text)
