"""One item: what came for it, and the short forms of those who work with it."""

from casework.acting.acts.captions import get_choices
from casework.checkins.acts import Submit
from casework.checkins.submission_content import KNOWN
from casework.shared.text.labels import PAGE_MARKS
from core.i18n import Text, _, pgettext
from web.labels.codes import pick_codes

LABELS: dict[str, dict[str, Text]] = {
    "item.just": {
        "handed_in": _("已收到，已记入案卷。"),
        "kept_early": _("已收到，已记入案卷；这一次的时间还没开始，到时仍需提交。"),
        "explained": _("说明已记入案卷，有人会答复。"),
        "answered": _("答复已记入案卷，并会告诉对方。"),
    },
    "item.way": {
        "page": _("页面"),
        **PAGE_MARKS,
        "phone": pgettext("within a sentence", "电话代填"),
        "paper": _("纸质"),
        "person": _("当面"),
        "integration": _("由外部系统转交"),
    },
    "item.result": pick_codes(*KNOWN["result"]),
    "item.how": {
        "visit": pgettext("choice", "见面"),
        "call": pgettext("how", "电话"),
        "video": _("视频"),
    },
    "item.went": get_choices(Submit, "went"),
    "item.told_by": {
        "minor": _("本人"),
        "guardian": _("监护人"),
    },
    "item.came": {
        "phone": pgettext("came", "电话"),
        "paper": _("纸质"),
    },
    "item.weekday": {
        "1": _("周一"),
        "2": _("周二"),
        "3": _("周三"),
        "4": _("周四"),
        "5": _("周五"),
        "6": _("周六"),
        "7": _("周日"),
    },
    "item.answer": {
        "excused": _("已说明，免除"),
        "unable": _("无法履行，不计"),
        "late": _("算补交"),
        "missed": _("未完成（已听取说明）"),
        "hint": _("答复会发给说明人。没有听取说明，也没有询问过，就不能计为未完成。"),
    },
}
