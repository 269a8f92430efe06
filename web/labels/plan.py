"""One plan."""

from casework.acting.acts.captions import get_choices
from casework.family.acts_page import RecordPlanAnswer
from casework.outcome.acts_statements import RecordHelperAnswer
from casework.partners.acts import AskAid, EndPlacement, Place, RecordPlacementReport, RecordReferralAnswer, Refer
from core.i18n import Text, _, pgettext

LABELS: dict[str, dict[str, Text]] = {
    "ledger.dot": {
        "open": pgettext("menu", "待完成"),
        "on_time": _("按时"),
        "late": pgettext("column", "补交"),
        "not_received": _("还没收到"),
        "missed": _("未完成"),
        "excused": _("免除或不计"),
    },
    "plan.incident_kind": {
        "new_crime": pgettext("within a sentence", "新的犯罪嫌疑"),
        "missed_crime": pgettext("within a sentence", "遗漏的犯罪嫌疑"),
        "public_security": pgettext("within a sentence", "治安管理方面"),
        "supervision_rules": pgettext("within a sentence", "监督考察规定方面"),
    },
    "plan.incident_status": {
        "reported": _("待核实"),
        "heard": _("已听取本人说明"),
        "under_review": _("已交承办检察官"),
    },
    "plan.unit": {
        "times": _("次"),
        "hours": _("小时"),
        "items": _("项"),
        "yuan": _("元"),
    },
    "plan.confirmer": {
        "police": _("公安机关"),
        "mentor": pgettext("choice", "帮扶人、网格员或者用人单位"),
        "other": _("其他人"),
    },
    "plan.channel": {
        "text": pgettext("within a sentence", "短信"),
        "email": _("电子邮件"),
        "group": pgettext("within a sentence", "工作群"),
        "call": pgettext("how", "电话"),
        "paper": pgettext("within a sentence", "纸面"),
        "passed_on": _("人工转达"),
        "webhook": _("对接系统通知"),
        "inbox": _("站内消息"),
    },
    "plan.placement": get_choices(Place, "kind"),
    "plan.placement_end": get_choices(EndPlacement, "because"),
    "plan.placement_way": get_choices(RecordPlacementReport, "way"),
    "plan.occasion": get_choices(RecordPlanAnswer, "occasion"),
    "plan.answer": get_choices(RecordPlanAnswer, "answer"),
    "plan.helper": get_choices(RecordHelperAnswer, "answer"),
    "plan.asked_by": get_choices(RecordHelperAnswer, "asked_by"),
    "plan.device": {
        "shared": _("合用手机，别人也可能看到"),
        "unknown": _("不清楚是谁的手机"),
    },
    "partners.kind": {
        **get_choices(AskAid, "kind"),
        **get_choices(Refer, "kind"),
        "minors_protection": pgettext("title", "检察建议"),
        "general": pgettext("title", "检察建议"),
        "punishment": _("检察意见"),
        "certificate": pgettext("title", "无犯罪记录证明"),
    },
    "partners.outcome": {
        **get_choices(RecordReferralAnswer, "outcome"),
        "replied": _("书面答复"),
        "granted": _("准予"),
        "refused": _("未准予"),
        "issued": _("已出具"),
    },
}
