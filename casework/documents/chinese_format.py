"""How the papers of a case write days, people and codes: always in Chinese, in the terms that their forms use."""

import re
from datetime import date, datetime

from casework.shared.text.labels import role_label
from core.clock import local_time
from core.dates import format_day_without_weekday

SEX = {"M": "男", "F": "女"}
COUNSEL = {"retained": "已委托辩护人", "legal_aid": "法律援助律师", "none": "无"}
MEASURE = {"bail": "取保候审", "residential_surveillance": "监视居住"}
BY_ORGAN = {"police": "公安机关", "procuratorate": "人民检察院", "court": "人民法院"}
RELATION = {
    "mother": "母亲", "father": "父亲", "grandmother": "祖母或外祖母", "grandfather": "祖父或外祖父", "aunt": "姑姨",
    "uncle": "叔舅", "brother": "兄弟", "sister": "姐妹", "other": "其他亲属",
}  # fmt: skip
HEARD = {
    "police": "公安机关", "victim": "被害人", "minor": "未成年犯罪嫌疑人", "legal_representative": "法定代理人",
    "defender": "辩护人",
}  # fmt: skip
ADDRESSEE = {
    "police": "公安机关", "victim": "被害人", "minor": "本人", "legal_representative": "法定代理人", "defender": "辩护人",
    "school": "学校", "employer": "单位",
}  # fmt: skip
SERVED = {
    "conditional_non_prosecution": "附条件不起诉决定书", "non_prosecution": "不起诉决定书",
    "revocation": "撤销附条件不起诉决定书", "set_aside": "撤销不起诉决定书", "end_otherwise": "终结案件的决定书", "extension": "延长考验期决定书",
    "shortening": "缩短考验期决定书",
    "period_change": "变更考验期决定",
    "reconsideration": "复议决定书",
}  # fmt: skip
PROPERTY = {"returned": "返还", "unfrozen": "解除冻结", "handed_over": "移送有关机关", "confiscated": "没收"}
PERIOD_CHANGE = {"extension": "延长", "shortening": "缩短"}
SERVED_PAPER = {
    "conditional_non_prosecution": "conditional_decision", "non_prosecution": "non_prosecution",
    "revocation": "revocation", "set_aside": "set_aside", "extension": "period_change", "shortening": "period_change",
}  # fmt: skip
GROUND = {
    "new_crime": "实施新的犯罪（《人民检察院刑事诉讼规则》第四百七十九条第一项）",
    "missed_crime": "发现决定附条件不起诉以前还有其他犯罪需要追诉（《人民检察院刑事诉讼规则》第四百七十九条第二项）",
    "public_security":
        "违反治安管理规定，造成严重后果，或者多次违反治安管理规定（《人民检察院刑事诉讼规则》第四百七十九条第三项）",
    "supervision_rules":
        "违反有关附条件不起诉的监督管理规定，造成严重后果，或者多次违反（《人民检察院刑事诉讼规则》第四百七十九条第四项）",
}  # fmt: skip
GROUND_BY_BASIS = {
    ("public_security", "serious"): "违反治安管理规定，造成严重后果（《人民检察院刑事诉讼规则》第四百七十九条第三项）",
    ("public_security", "several"): "多次违反治安管理规定（《人民检察院刑事诉讼规则》第四百七十九条第三项）",
    ("supervision_rules", "serious"):
        "违反有关附条件不起诉的监督管理规定，造成严重后果（《人民检察院刑事诉讼规则》第四百七十九条第四项）",
    ("supervision_rules", "several"):
        "多次违反有关附条件不起诉的监督管理规定（《人民检察院刑事诉讼规则》第四百七十九条第四项）",
}  # fmt: skip
"""The ground as it was found, where the finding says on which of the two it rests."""
FINDING = {"dismissed": "不成立", "lesser": "成立，不构成撤销情形", "ground": "构成撤销情形"}
RESPONSE = {
    "talk": "谈话",
    "reminder": "提醒",
    "admonition": "训诫",
    "warning": "警告",
    "plan_change": "调整方案",
    "none": "无",
}
RESULT = {"continue": "按方案继续", "strengthen": "加强帮扶", "relax": "放宽", "change": "调整方案"}
VICTIM = {
    "heard": "已听取", "tried_and_failed": "经联系未能听取", "not_wished": "经询问，表示不愿发表意见", "not_in_this_case": "本案没有被害人",
    "no_longer_a_party": "不再是当事人",
}  # fmt: skip
PROPOSAL = {"non_prosecution": "建议对其作出不起诉决定", "prosecution": "建议撤销附条件不起诉决定，提起公诉"}
UNIT = {"times": "次", "hours": "小时", "yuan": "元", "items": "项"}
STILL_TO_COME = "未作出"
_FIGURES = "零一二三四五六七八九"
_ARTICLE_NUMBER = re.compile(r"第([1-9]\d{0,2})(条|款|项)")


def format_day(on: date | str | None) -> str:
    """2026年6月3日."""
    if on is None:
        return "未记载"
    known = date.fromisoformat(on) if isinstance(on, str) else on
    return format_day_without_weekday("zh-CN", known)


def format_moment(at: datetime) -> str:
    """2026年6月3日 10:20."""
    local = local_time(at)
    return f"{format_day(local.date())} {local:%H:%M}"


def format_months(count: int) -> str:
    """六个月."""
    return f"{format_chinese_number(count)}个月"


def format_office(name: str) -> str:
    """甲区人民检察院."""
    return f"{name}人民检察院"


def format_chinese_number(count: int) -> str:
    """二百八十二, for numbers from 1 to 999."""
    hundreds, tens, ones = count // 100, count // 10 % 10, count % 10
    said = f"{_FIGURES[hundreds]}百" if hundreds else ""
    if tens:
        said += f"{_FIGURES[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        said += "零"
    return said + (_FIGURES[ones] if ones else "")


def format_articles(text: str) -> str:
    """The text with the numbers of articles, paragraphs and items as papers write them: 第二百八十二条第一款."""
    return _ARTICLE_NUMBER.sub(lambda found: f"第{format_chinese_number(int(found[1]))}{found[2]}", text)


def format_offence_article(offence_article: str) -> str:
    """第二百八十七条之二."""
    number, _, after = offence_article.partition("-")
    return f"第{format_chinese_number(int(number))}条" + (f"之{_FIGURES[int(after)]}" if after else "")


def format_role(code: str) -> str:
    """The name of a post, or of a person who confirms a condition."""
    return {"police": "公安机关", "mentor": "帮扶人、网格员或者用人单位", "other": "其他人"}.get(code) or role_label(
        code
    ).zh
