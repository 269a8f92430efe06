"""One plan."""

from casework.partners.acts import AskAid
from casework.shared.acts.captions import get_caption
from core.words import Words

LABELS: dict[str, dict[str, Words]] = {
    "plan.incident_kind": {
        "new_crime": Words("新的犯罪嫌疑", "suspicion of a new crime"),
        "missed_crime": Words("遗漏的犯罪嫌疑", "suspicion of an earlier crime"),
        "public_security": Words("治安管理方面", "public-security matter"),
        "supervision_rules": Words("监督考察规定方面", "rules of supervision"),
    },
    "plan.incident_status": {
        "reported": Words("待核实", "awaiting review"),
        "heard": Words("已听取本人说明", "the minor was heard"),
        "under_review": Words("已交承办检察官", "with the prosecutor"),
    },
    "plan.unit": {
        "times": Words("次", "times"),
        "hours": Words("小时", "hours"),
        "items": Words("项", "items"),
        "yuan": Words("元", "yuan"),
    },
    "plan.confirmer": {
        "police": Words("公安机关", "the police"),
        "mentor": Words("帮扶人、网格员或者用人单位", "a mentor, grid worker or employer"),
        "other": Words("其他人", "somebody else"),
    },
    "plan.channel": {
        "text": Words("短信", "text"),
        "email": Words("电子邮件", "e-mail"),
        "group": Words("工作群", "group"),
        "call": Words("电话", "call"),
        "paper": Words("纸面", "paper"),
        "passed_on": Words("人工转达", "delivered in person"),
        "webhook": Words("对接系统通知", "webhook"),
        "inbox": Words("站内消息", "inbox"),
    },
    "plan.device": {
        "shared": Words("合用手机，别人也可能看到", "a shared phone: others may have seen it"),
        "unknown": Words("不清楚是谁的手机", "phone owner unknown"),
    },
    "partners.aid": {str(kind): words for kind, words in get_caption(AskAid.model_fields["kind"]).choices.items()},
}
