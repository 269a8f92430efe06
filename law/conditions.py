"""The four duties of the law and the six kinds of additional condition, and how a condition is worded.

A condition is looked at before it is signed: can it be measured, and is it lawful? Only unlawful means are refused
(Minors Protection Law art 68(2)); whatever else is unclear is a warning to the person who signs.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.i18n import SEMICOLON, _, listed
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


class StatutoryDuty(StrEnum):
    """CPL art 283(3): on every plan, always."""

    OBEY = "S1"
    REPORT = "S2"
    ASK_LEAVE = "S3"
    ACCEPT_EDUCATION = "S4"


class ConditionKind(StrEnum):
    """Rules art 476."""

    TREATMENT = "A1"
    PUBLIC_LABOUR = "A2"
    KEEP_AWAY = "A3"
    MAKE_GOOD = "A4"
    EDUCATION = "A5"
    OTHER_PROHIBITION = "A6"


DUTY_WORDS = {
    StatutoryDuty.OBEY: _("遵守法律法规，服从监督"),
    StatutoryDuty.REPORT: _("按照考察机关的规定报告活动情况"),
    StatutoryDuty.ASK_LEAVE: _("离开所居住的市、县或者迁居，经考察机关批准"),
    StatutoryDuty.ACCEPT_EDUCATION: _("按照考察机关的要求接受矫治和教育"),
}

KIND_WORDS = {
    ConditionKind.TREATMENT: _("戒瘾治疗、心理辅导等"),
    ConditionKind.PUBLIC_LABOUR: _("社区公益劳动"),
    ConditionKind.KEEP_AWAY: _("不得进入特定场所、接触特定的人、从事特定活动"),
    ConditionKind.MAKE_GOOD: _("赔偿损失、赔礼道歉等"),
    ConditionKind.EDUCATION: _("接受相关教育"),
    ConditionKind.OTHER_PROHIBITION: _("其他保护被害人、预防再犯的禁止性规定"),
}

COUNTED = (ConditionKind.TREATMENT, ConditionKind.PUBLIC_LABOUR, ConditionKind.EDUCATION)
"""Kinds that say how many times or hours; a prohibition has no number."""

VAGUE = (
    "尽量",
    "适当",
    "努力",
    "争取",
    "良好表现",
    "表现良好",
    "好好表现",
    "认真改造",
    "等等",
    "视情况",
    "as far as possible",
    "good behaviour",
    "behave well",
    "and so on",
)
"""Wordings that nobody can confirm."""

UNLAWFUL_MEANS = (
    "体罚", "殴打", "打骂", "电击", "禁食", "不给饭", "关禁闭", "捆绑", "罚跪", "罚站", "剃光头", "示众", "公开检讨",
    "当众检讨", "游街", "虐待", "羞辱", "封闭式特训", "beating", "electric shock", "withhold food", "lock up", "in public shame",
    "humiliat",
)  # fmt: skip
"""Means that harm body or mind, whatever they are for. A word list catches what is written openly; the person who
signs answers for the rest."""

FORBIDDING = ("不得", "不准", "不再", "禁止", "严禁", "避免", "no ", "not ", "never ", "without ")
"""Said just before a means, it forbids the means."""
_NEAR = 8

TRACKING = ("定位手环", "电子手环", "实时定位", "全天定位", "持续定位", "ankle", "live location", "tracking device")
TOTAL_BAN = (
    "禁止使用手机",
    "不得使用手机",
    "禁止上网",
    "不得上网",
    "没收手机",
    "no phone at all",
    "no internet at all",
)


@dataclass(frozen=True)
class ConditionText:
    """A condition as it is to be signed: what, how often, by what evidence, who confirms, whose it is.

    `amount` is the number of times, hours or yuan, where there is one. `residential` marks a programme away from home.
    """

    kind: str
    text: str
    measure: str = ""
    evidence: str = ""
    confirmed_by: str = ""
    owner: str = ""
    amount: int | None = None
    residential: bool = False


@applies("OB-01")
def finding_on_duties(duties: Collection[str], rulebook: Rulebook) -> Finding:
    """Whether the four duties of the law stand on the plan (OB-01)."""
    missing = [DUTY_WORDS[duty] for duty in StatutoryDuty if duty.value not in duties]
    because = _("缺少法定义务：{duties}。", duties=listed(missing, SEMICOLON)) if missing else _("四项法定义务齐全。")
    return rulebook.finding("OB-01", not missing, because)


@applies("OB-02", "OB-03", "OB-04", "OB-08")
def findings_on_condition(condition: ConditionText, rulebook: Rulebook) -> list[Finding]:
    """Everything there is to say about one condition before it is signed: its kind, its measure, its means."""
    return [
        _has_a_kind(condition, rulebook),
        _can_be_measured(condition, rulebook),
        _harms_nobody(condition, rulebook),
        _tracks_nobody(condition, rulebook),
    ]


def _has_a_kind(condition: ConditionText, rulebook: Rulebook) -> Finding:
    known = {kind.value for kind in ConditionKind}
    because = (
        _("{kind}。", kind=KIND_WORDS[ConditionKind(condition.kind)])
        if condition.kind in known
        else _("不属于六类附带条件之一。")
    )
    return rulebook.finding("OB-02", condition.kind in known, because)


def _can_be_measured(condition: ConditionText, rulebook: Rulebook) -> Finding:
    """OB-03: five answers, a number where the kind has one, and no word that nobody can confirm."""
    answers = {
        _("做什么"): condition.text,
        _("多少"): condition.measure,
        _("凭什么"): condition.evidence,
        _("谁确认"): condition.confirmed_by,
        _("谁负责"): condition.owner,
    }
    missing = [name for name, answer in answers.items() if not answer.strip()]
    uncounted = condition.kind in {kind.value for kind in COUNTED} and condition.amount is None
    vague = _found(VAGUE, condition.text, condition.measure)
    if missing:
        because = _("没有写明：{names}。", names=listed(missing))
    elif uncounted:
        because = _("没有写明次数或者时数。")
    elif vague:
        because = _("“{found}”无法确认是否做到。", found=vague[0])
    elif condition.confirmed_by == condition.owner:
        because = _("由负责的人自己确认。")
    else:
        return rulebook.finding("OB-03", True, _("可以衡量。"))
    return rulebook.finding("OB-03", False, because)


def _harms_nobody(condition: ConditionText, rulebook: Rulebook) -> Finding:
    """OB-04: refused where the words name a means that harms body or mind."""
    text = f"{condition.text} {condition.measure}".lower()
    found = [means for means in UNLAWFUL_MEANS if _is_meant(means, text)]
    because = _("“{found}”侵害身心健康，不得采用。", found=found[0]) if found else _("没有发现侵害身心健康的方式。")
    return rulebook.finding("OB-04", not found, because)


def _tracks_nobody(condition: ConditionText, rulebook: Rulebook) -> Finding:
    """OB-08: no statute authorises tracking here, and a total ban or a residential programme wants a second look."""
    if _found(TRACKING, condition.text, condition.measure):
        because = _("附条件不起诉没有持续定位的授权。")
    elif _found(TOTAL_BAN, condition.text, condition.measure):
        because = _("全面禁止使用手机或者上网，请再斟酌。")
    elif condition.residential:
        because = _("离家住宿的项目，须具名人员审核机构。")
    else:
        return rulebook.finding("OB-08", True, _("不涉及定位或者全面禁止。"))
    return rulebook.finding("OB-08", False, because)


def _is_meant(means: str, text: str) -> bool:
    """Whether the text wants that means somewhere. "Nobody beats the child" (不得打骂) forbids it and wants it not."""
    before = (text[: found.start()][-_NEAR:] for found in re.finditer(re.escape(means), text))
    return any(not any(word in near for word in FORBIDDING) for near in before)


def _found(words: Sequence[str], *texts: str) -> list[str]:
    text = " ".join(texts).lower()
    return [word for word in words if word in text]
