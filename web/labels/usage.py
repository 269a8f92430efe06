"""Digital use, cards and accounts: to the team in figures and questions, to the family in plain sentences."""

from casework.shared.text.labels import PAGE_MARKS
from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "usage.way": {
        "page": _("本人在页面上"),
        **PAGE_MARKS,
        "person": _("当面"),
        "phone": pgettext("came", "电话"),
        "paper": _("书面"),
    },
    "usage.whose": {
        "own": pgettext("within a sentence", "本人自己的"),
        "shared": _("合用"),
        "unknown": _("归属不清"),
    },
    "usage": {
        "limit": _("约定{minutes}"),
        "school_day": pgettext("usage", "上学日"),
        "free_day": pgettext("usage", "休息日"),
        "unknown": _("无记录"),
        "aside": _("有异议，不计"),
        "back": _("返回用网情况"),
    },
    "usage.tone": {
        "good": pgettext("tone", "值得肯定"),
        "asks": _("请问一问"),
        "tells": pgettext("tone", "情况"),
        "context": _("背景"),
    },
    "usage.answer": {
        "accepted": pgettext("answer", "采纳"),
        "partly": pgettext("choice", "部分采纳"),
        "kept": pgettext("choice", "说明理由，保持不变"),
    },
    "own_usage.read_first": {
        "minor": _("先看清楚，再决定。看不明白的，可以问社工，问几次都行。"),
        "guardian": _("请先看清楚，再决定。看不明白的，可以问社工，问几次都行。"),
    },
    "own_usage.answer": {
        "minor": _("你的意思"),
        "guardian": _("您的意思"),
        "given": _("改方式或者日期"),
    },
    "own_usage.to_agreement": {
        "asked": _("看看约定，再回答"),
        "answered": _("看约定，更改或者停下"),
    },
    "own_usage.consent_asked": {
        "minor": _("想听听你的意思；没有回答不会当作同意。"),
        "guardian": _("想听听您的意思；没有回答不会当作同意。"),
    },
    "own_usage.consent_given": {
        "minor": _("你同意了。"),
        "guardian": _("您同意了。"),
    },
    "own_usage.consent_refused": {
        "minor": _("你没有同意，或者已经撤回。"),
        "guardian": _("您没有同意，或者已经撤回。"),
    },
    "own_usage.title": {
        "minor": _("我的手机时间"),
        "guardian": _("用网情况"),
    },
    "own_usage.see": {
        "minor": _("我的手机时间：开始、现在、目标"),
        "guardian": _("看看用网情况，说说想法"),
    },
    "own_usage.say": {
        "minor": _("你怎么看"),
        "guardian": _("您怎么看"),
    },
    "own_usage.picture": {
        "good": _("做到了的一周"),
        "known": _("有记录的一周"),
        "range": _("只知道在这之间的一周"),
        "unknown": _("记录不够的一周"),
    },
    "own_usage.picture_month": {
        "good": _("做到了的一个月"),
        "known": _("有记录的一个月"),
        "range": _("只知道在这之间的一个月"),
        "unknown": _("记录不够的一个月"),
    },
    "own_usage": {
        "night": _("其中夜里（22点到6点）"),
        "pickups": pgettext("own usage", "每天拿起或解锁几次"),
    },
}
