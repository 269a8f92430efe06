"""How somebody is doing: the tab of the team, the person's own page.
To the minor 你, to a guardian 您."""

from typing import get_args

from casework.acting.acts.captions import get_choices
from casework.evaluation.acts import RateNeeds, Result
from casework.outcome.acts_statements import RecordStatement
from casework.shared.text.labels import PAGE_MARKS
from core.i18n import Text, _, pgettext
from web.labels.codes import pick_codes

LABELS: dict[str, dict[str, Text]] = {
    "evaluation.topic": {
        "home": _("家里"),
        "school_or_work": _("学习或工作"),
        "agreements": _("约定的事"),
        "phone_use": _("用手机"),
        "mood": _("心情"),
    },
    "evaluation.says": {
        "well": pgettext("choice", "挺好"),
        "mixed": pgettext("choice", "有好有不好"),
        "hard": pgettext("choice", "不容易"),
        "cannot_say": pgettext("choice", "说不上来"),
        "nothing": pgettext("choice", "没有说"),
    },
    "evaluation.together": {
        "agree": _("一致"),
        "differ": _("有出入"),
        "contradict": _("说法不一，请问问为什么"),
        "one_voice": _("只有一个人说"),
        "nobody": _("没有人说得上来"),
    },
    "evaluation.result": pick_codes(*get_args(Result)),
    "evaluation.time": get_choices(RateNeeds, "time"),
    "evaluation.need": {
        "0": pgettext("need", "不需要"),
        "1": _("一些"),
        "2": _("较多"),
    },
    "evaluation.change": {
        "less": _("需要的少了"),
        "same": _("差不多"),
        "more": _("需要的多了"),
        "unclear": _("说不准"),
        "not_seen": _("还没有再看"),
    },
    "evaluation.moved": {
        "lower": _("比第一次低，超出误差。"),
        "higher": _("比第一次高，超出误差。"),
        "within_error": _("和第一次的差别没有超出误差（{needed}分）。"),
        "not_comparable": _("不能和第一次比。"),
    },
    "statement.of": get_choices(RecordStatement, "of"),
    "statement.title": {
        "minor": _("最后怎么处理，你怎么想"),
        "guardian": _("最后怎么处理，您怎么想"),
    },
    "statement.say": {
        "minor": _("用自己的话写：这段时间变了什么，希望怎么处理"),
        "guardian": _("用您自己的话写：孩子这段时间变了什么，希望怎么处理"),
    },
    "statement.hint": {
        "minor": _("会照你的原话写进考察意见书，作决定的检察长会看到。不写也可以，也可以当面或者打电话说。"),
        "guardian": _("会照您的原话写进考察意见书，作决定的检察长会看到。不写也可以，也可以当面或者打电话说。"),
    },
    "statement.way": {
        "page": _("自己在网页上写的"),
        **PAGE_MARKS,
        "in_person": _("当面说的"),
        "phone": pgettext("statement", "电话里说的"),
        "paper": pgettext("statement", "纸质交来"),
    },
    "evaluation.confidence": {
        "V": _("见过原文或者摘要"),
        "V2": _("转引，未见原文"),
        "K": _("凭记忆，没有核实"),
        "P": _("本院自定"),
    },
    "evaluation.evidence": {
        "page": _("页面提交"),
        **PAGE_MARKS,
        "phone": pgettext("within a sentence", "电话代填"),
        "paper": _("纸质"),
        "person": _("当面"),
        "integration": _("由外部系统转交"),
        "explained": _("说明"),
        "answered": pgettext("choice", "答复"),
    },
    "progress.title": {
        "minor": _("我的进步"),
        "guardian": _("我这边的情况"),
    },
    "progress.see": {
        "minor": _("看看我的进步"),
        "guardian": _("看看孩子和家里的情况"),
    },
    "progress.say": {
        "minor": _("我想说几句，或者哪里不对"),
        "guardian": _("您想说几句，或者哪里不对"),
    },
    "progress.view": {
        "minor": _("这段时间过得怎么样？怎么想就怎么填，没有对错。"),
        "school": _("这段时间这位同学在学校怎么样？您看到什么就填什么，不必打听，也不要告诉别人。"),
        "mentor": _("这段时间他（她）在您那里怎么样？您看到什么就填什么，不必打听，也不要告诉别人。"),
        "guardian": _("这段时间孩子怎么样？您怎么看就怎么填。"),
    },
    "progress.confirm": {
        "hours": _("几小时"),
        "times": _("几次"),
        "number": _("请填一个整数。"),
        "day": _("请选一天。"),
        "again": _("填错了请告诉给您卡片的人。"),
    },
    "progress.unit": {
        "hours": _("小时"),
        "times": _("次"),
    },
}
