"""The record's codes in words, as an officer would say them. A code without words here is a mistake tests find.

Words of items stand in `casework.shared.items.item_kinds`; those of the journal's acts in `casework.shared.text.journal_text`; those of rules in
the rulebook.
"""

from core.i18n import Text, _, ngettext, npgettext, pgettext, verbatim
from law.ends import find_end
from law.transitions import Outcome, PlanStatus
from models.item import ItemStatus
from models.message import MessageState
from models.office import Role

STAGES: dict[str, Text] = {
    PlanStatus.UNDER_SUPERVISION: _("考验期内"),
    PlanStatus.AWAITING_DECISION: _("考验期已结束，待作决定"),
    PlanStatus.REVOKED: _("已撤销，待提起公诉"),
    PlanStatus.NON_PROSECUTED: _("已决定不起诉"),
    PlanStatus.SEALED: _("记录已封存"),
    PlanStatus.UNSEALED: _("已解除封存"),
    PlanStatus.ENDED_OTHERWISE: _("法定不起诉、宣告无罪、移送等"),
    PlanStatus.CLOSED: _("已收尾"),
}

_PROSECUTED = _("已提起公诉")

ITEM_STATUSES: dict[str, Text] = {
    ItemStatus.OPEN: _("待完成"),
    ItemStatus.NOT_RECEIVED: _("还没收到，已询问"),
    ItemStatus.ON_TIME: pgettext("within a sentence", "按时"),
    ItemStatus.LATE: pgettext("within a sentence", "补交"),
    ItemStatus.MISSED: _("未完成（已听取说明，或者已给予说明的机会）"),
    ItemStatus.UNKNOWN: _("情况不明，不计"),
    ItemStatus.UNABLE: _("无法履行，不计"),
    ItemStatus.EXCUSED: _("已说明，免除"),
    ItemStatus.NOT_OWED_YET: _("告知之前，不计"),
    ItemStatus.BEFORE_THIS_SYSTEM: _("启用本系统之前"),
    ItemStatus.CANCELLED: _("已取消"),
    ItemStatus.DONE: _("已办"),
}

ROLES: dict[str, Text] = {
    Role.PROSECUTOR: _("承办检察官"),
    Role.ASSISTANT: _("检察官助理"),
    Role.DEPARTMENT_HEAD: _("部门负责人"),
    Role.CASE_MANAGEMENT: _("案管"),
    Role.CHIEF_PROSECUTOR: _("检察长"),
    Role.DEPUTY: _("获授权的副检察长"),
    Role.SOCIAL_WORKER: pgettext("roles", "社工"),
    Role.CLERK: _("书记员"),
    Role.ADMINISTRATOR: _("系统管理员"),
    Role.AUDITOR: _("督查员"),
    Role.JURIST: _("法律人员"),
    Role.MINOR: _("本人"),
    Role.GUARDIAN: pgettext("role labels", "监护人"),
    Role.INFORMED: _("知情人"),
    Role.INTEGRATION: _("外部系统"),
    Role.SYSTEM: _("系统"),
    "school": _("学校（知情人）"),
    "mentor": _("结对帮扶人（知情人）"),
    "victim": _("被害人一方"),
    "staff_group": _("工作群"),
    "office_system": _("本院信息系统"),
    "head_keeper": _("链头保管人"),
    "account_holder": _("账号本人"),
}

RELATIONS: dict[str, Text] = {
    "minor": _("本人"),
    "mother": _("母亲"),
    "father": _("父亲"),
    "grandmother": _("祖母或外祖母"),
    "grandfather": _("祖父或外祖父"),
    "aunt": _("姑姨"),
    "uncle": _("叔舅"),
    "brother": _("兄弟"),
    "sister": _("姐妹"),
    "appropriate_adult": pgettext("within a sentence", "合适成年人"),
    "interpreter": _("翻译或者通晓手语的人"),
    "form_teacher": pgettext("within a sentence", "班主任"),
    "head_teacher": _("学校负责人"),
    "other": _("其他人"),
}

PAGE_MARKS: dict[str, Text] = {
    "new_card": _("页面（新发卡片后一天之内）"),
    "staff_device": _("页面（工作人员登录过的浏览器）"),
}
"""What stands beside what came by a family's page and may not be theirs."""
INFORMED_ROLES: dict[str, Text] = {
    "form_teacher": _("班主任"),
    "head_teacher": _("年级或校负责人"),
    "employer": _("雇主"),
    "mentor": _("结对帮扶人"),
    "grid_worker": _("网格员"),
    "village_committee": _("村（居）委会"),
    "other": pgettext("within a sentence", "其他人"),
}
"""Who outside the family may be recorded as already knowing."""

STEPS: dict[str, Text] = {
    "call": pgettext("within a sentence", "提醒"),
    "last_day": pgettext("within a sentence", "最后一天提醒"),
    "not_received": _("未收到则询问情况"),
    "settle": _("说明期满，记下结果"),
    "near": _("提前提醒"),
    "passed": _("逾期未办则告知部门负责人"),
    "act": _("系统办理"),
    "again": _("再次提醒"),
}

MESSAGE_STATES: dict[str, Text] = {
    MessageState.CREATED: _("等待发送"),
    MessageState.CLAIMED: _("正在发送"),
    MessageState.SENT: _("已发出"),
    MessageState.DELIVERED: pgettext("within a sentence", "已送达"),
    MessageState.REFUSED: _("未能发出"),
    MessageState.BOUNCED: _("被退回"),
    MessageState.EXPIRED: _("已过时，未发"),
    MessageState.WITHDRAWN: _("已撤回"),
    MessageState.NOT_SENT: _("按规则未发送"),
    MessageState.UNKNOWN: _("送达情况不明，请人工核实"),
}

REASONS: dict[str, Text] = {
    "sealed": _("案卷已封存"),
    "sends_nothing": _("试用的令牌，不发送"),
    "ended": _("考察已结束"),
    "not_a_contact": _("现在不是联系人"),
    "not_recorded_as_knowing": _("没有登记为知情人"),
    "not_told_yet": pgettext("within a sentence", "尚未当面宣布"),
    "opted_out": _("本人表示不再接收这类消息"),
    "wants_no_texts": _("本人不要短信，由人打电话"),
    "paused": _("自动办理已停，等人查看"),
    "no_longer_carries": _("已移交他人办理"),
    "number_shared": _("号码与另一案件相同，由人联系"),
    "age_in_doubt": _("年龄存疑，停发"),
    "overturned": _("决定已被纠正，停发"),
    "both_object": _("双方均有异议，停发"),
    "age_not_covered": _("核定的年龄不适用，停发"),
    "minor_died": _("本人已去世，停发"),
    "messages_paused": _("暂缓提醒期间"),
    "unable": _("正在无法履行期间"),
    "excused": _("已免除"),
    "cancelled": _("已取消"),
    "done_meanwhile": _("已经完成"),
    "said_already": _("短时间内已发送相同内容"),
    "said_together": _("与同一时刻的另一件事合成一条短信"),
    "in_digest": _("已计入今日汇总"),
    "waits_for_digest": _("等今日汇总"),
    "enough_for_today": _("已达今日条数上限，明天再发"),
    "template_not_registered": _("模板没有在服务商登记"),
    "counts_only": _("工作群只报送件数"),
    "restored": _("恢复备份之前可能已发出"),
    "reached": _("电话联系到本人"),
    "not_reached": _("电话没有接通"),
    "call_back": pgettext("within a sentence", "会回电话"),
    "wrong_number": _("号码不对，待更换"),
    "passed_on": _("已由人转达"),
    "seen": _("已由人转达，对方看过"),
    "handed_over": _("已当面交给"),
    "channel_rests": _("服务商要求暂停，稍后一起再发"),
    "quiet_hours": _("不在可发送的时间，稍后发出"),
    "words_untrue": _("内容已过时"),
    "no_window": _("有效期内没有可发送的时间"),
    "address_bounced": _("连续三天被退回，待更换或核实"),
    "no_address": _("没有可用的号码或地址"),
    "no_channel": _("没有可用的渠道"),
    "words_refused": _("内容不合要求"),
    "of_age": _("本人已成年，不再发给监护人"),
    "not_now": _("现在不发"),
}

RUN_SOURCES: dict[str, Text] = {
    "run": _("方案自己的流程运行"),
    "prefect": _("方案自己的流程运行"),
    "tick": _("定时检查"),
    "rehearsal": _("预演"),
    "past": _("演示中过去的办理"),
}


def role_label(role: str) -> Text:
    """What such a person is called."""
    return ROLES.get(role, verbatim(role))


def stage_label(status: str, outcome: str | None = None, ended_because: str | None = None) -> Text:
    """The status of a plan, as a person would say it. `outcome` tells whether it was prosecuted, after a revocation or an
    objection, or the charges withdrawn, and a case that ended otherwise stands where the row of its end says."""
    if outcome == Outcome.PROSECUTION and status in (PlanStatus.REVOKED, PlanStatus.ENDED_OTHERWISE):
        return _PROSECUTED
    if status == PlanStatus.REVOKED and outcome is not None:
        return find_end(outcome).status
    if status == PlanStatus.ENDED_OTHERWISE and ended_because is not None:
        return find_end(ended_because).status
    return STAGES[status]


def item_status_label(status: str) -> Text:
    """How an item stands."""
    return ITEM_STATUSES[status]


def message_state_label(state: str) -> Text:
    """How a message stands."""
    return MESSAGE_STATES[state]


def step_label(step: str) -> Text:
    """What comes next for an item by itself."""
    return STEPS.get(step.partition("_")[0] if step.startswith(("near", "call")) else step) or verbatim(step)


def days_label(days: int) -> Text:
    """How far away a day is, with its unit."""
    if days == 0:
        return _("就是今天")
    if days > 0:
        return ngettext("还剩{days}天", days, days=days)
    return npgettext("days label", "已过{days}天", -days, days=-days)
