"""The record's codes in words, as an officer would say them. A code without words here is a mistake tests find.

Words of items stand in `casework.shared.items.item_kinds`; those of the journal's acts in `casework.shared.text.journal_text`; those of rules in
the rulebook.
"""

from core.words import Words
from law.transitions import Outcome, PlanStatus
from models.item import ItemStatus
from models.message import MessageState
from models.office import Role

STAGES: dict[str, Words] = {
    PlanStatus.UNDER_SUPERVISION: Words("考验期内", "under supervision"),
    PlanStatus.AWAITING_DECISION: Words("考验期已结束，待作决定", "the period is over; awaiting the decision"),
    PlanStatus.REVOKED: Words("已撤销，待提起公诉", "revoked; to be prosecuted"),
    PlanStatus.NON_PROSECUTED: Words("已决定不起诉", "not prosecuted"),
    PlanStatus.SEALED: Words("记录已封存", "sealed"),
    PlanStatus.UNSEALED: Words("已解除封存", "the seal is lifted"),
    PlanStatus.ENDED_OTHERWISE: Words("已另行终结", "ended in another way"),
    PlanStatus.CLOSED: Words("已收尾", "closed"),
}

_PROSECUTED = Words("已提起公诉", "prosecuted")

ITEM_STATUSES: dict[str, Words] = {
    ItemStatus.OPEN: Words("待完成", "open"),
    ItemStatus.NOT_RECEIVED: Words("还没收到，已询问", "not received yet; asked what happened"),
    ItemStatus.ON_TIME: Words("按时", "on time"),
    ItemStatus.LATE: Words("补交", "submitted late"),
    ItemStatus.MISSED: Words("未完成（已听取说明，或者已给予说明的机会）", "not done, after a chance to be heard"),
    ItemStatus.UNKNOWN: Words("情况不明，不计", "unknown; does not count"),
    ItemStatus.UNABLE: Words("无法履行，不计", "unable; does not count"),
    ItemStatus.EXCUSED: Words("已说明，免除", "explained and excused"),
    ItemStatus.NOT_OWED_YET: Words("告知之前，不计", "before notice was given; does not count"),
    ItemStatus.BEFORE_THIS_SYSTEM: Words("启用本系统之前", "before this system"),
    ItemStatus.CANCELLED: Words("已取消", "cancelled"),
    ItemStatus.DONE: Words("已办", "done"),
}

ROLES: dict[str, Words] = {
    Role.PROSECUTOR: Words("承办检察官", "prosecutor"),
    Role.ASSISTANT: Words("检察官助理", "assistant"),
    Role.DEPARTMENT_HEAD: Words("部门负责人", "department head"),
    Role.CASE_MANAGEMENT: Words("案管", "case management"),
    Role.CHIEF_PROSECUTOR: Words("检察长", "chief procurator"),
    Role.DEPUTY: Words("获授权的副检察长", "authorised deputy"),
    Role.SOCIAL_WORKER: Words("社工", "social worker"),
    Role.CLERK: Words("书记员", "clerk"),
    Role.ADMINISTRATOR: Words("系统管理员", "administrator"),
    Role.AUDITOR: Words("督查员", "auditor"),
    Role.JURIST: Words("法律人员", "jurist"),
    Role.MINOR: Words("本人", "the minor"),
    Role.GUARDIAN: Words("监护人", "guardian"),
    Role.INFORMED: Words("知情人", "somebody who already knows"),
    Role.DEVICE: Words("家用设备", "a family device"),
    Role.SYSTEM: Words("系统", "the system"),
    "school": Words("学校（知情人）", "somebody at school who already knows"),
    "mentor": Words("结对帮扶人（知情人）", "a mentor who already knows"),
    "victim": Words("被害人一方", "the victim's side"),
    "staff_group": Words("工作群", "the staff's group"),
    "office_system": Words("本院信息系统", "the office's own system"),
}

INFORMED_ROLES: dict[str, Words] = {
    "form_teacher": Words("班主任", "Form teacher"),
    "head_teacher": Words("年级或校负责人", "Head teacher"),
    "employer": Words("雇主", "Employer"),
    "mentor": Words("结对帮扶人", "Mentor"),
    "grid_worker": Words("网格员", "Grid worker"),
    "village_committee": Words("村（居）委会", "Village committee"),
    "other": Words("其他人", "Somebody else"),
}
"""Who outside the family may be recorded as already knowing."""

STEPS: dict[str, Words] = {
    "call": Words("提醒", "remind"),
    "last_day": Words("最后一天提醒", "remind on the last day"),
    "not_received": Words("未收到则询问情况", "if not received, ask what happened"),
    "settle": Words("说明期满，记下结果", "record the status after the time to explain"),
    "near": Words("提前提醒", "remind beforehand"),
    "passed": Words("逾期未办则告知部门负责人", "if overdue, notify the department head"),
    "act": Words("系统办理", "done by the system"),
    "again": Words("再次提醒", "reminded again"),
}

MESSAGE_STATES: dict[str, Words] = {
    MessageState.CREATED: Words("等待发送", "waiting"),
    MessageState.CLAIMED: Words("正在发送", "being sent"),
    MessageState.SENT: Words("已发出", "sent"),
    MessageState.DELIVERED: Words("已送达", "delivered"),
    MessageState.REFUSED: Words("未能发出", "could not be sent"),
    MessageState.BOUNCED: Words("被退回", "sent back"),
    MessageState.EXPIRED: Words("已过时，未发", "out of date; not sent"),
    MessageState.WITHDRAWN: Words("已撤回", "withdrawn"),
    MessageState.NOT_SENT: Words("按规则未发送", "not sent, under a rule"),
    MessageState.UNKNOWN: Words("送达情况不明，请人工核实", "unknown; a person should look"),
}

REASONS: dict[str, Words] = {
    "sealed": Words("案卷已封存", "the file is sealed"),
    "ended": Words("考察已结束", "the supervision is over"),
    "not_a_contact": Words("现在不是联系人", "is no contact at present"),
    "not_recorded_as_knowing": Words("没有登记为知情人", "not recorded as somebody who already knows"),
    "not_told_yet": Words("尚未当面宣布", "not announced in person yet"),
    "opted_out": Words("本人表示不再接收这类消息", "opted out of these messages"),
    "wants_no_texts": Words("本人不要短信，由人打电话", "wants no texts; a person calls"),
    "paused": Words("自动办理已停，等人查看", "halted until reviewed"),
    "no_longer_carries": Words("已移交他人办理", "no longer responsible for the plan"),
    "number_shared": Words(
        "号码与另一案件相同，由人联系", "the number stands in another case too; a person makes contact"
    ),
    "age_in_doubt": Words("年龄存疑，停发", "age in doubt; nothing is sent"),
    "overturned": Words("决定已被纠正，停发", "the decision was corrected; nothing is sent"),
    "both_object": Words("双方均有异议，停发", "both object; nothing is sent"),
    "age_not_covered": Words("核定的年龄不适用，停发", "the settled age is not covered; nothing is sent"),
    "minor_died": Words("本人已去世，停发", "the minor has died; nothing is sent"),
    "messages_paused": Words("暂缓提醒期间", "text messages are paused"),
    "unable": Words("正在无法履行期间", "is unable at present"),
    "excused": Words("已免除", "excused"),
    "cancelled": Words("已取消", "cancelled"),
    "done_meanwhile": Words("已经完成", "done meanwhile"),
    "said_already": Words("短时间内已发送相同内容", "the same text was sent shortly before"),
    "said_together": Words("与同一时刻的另一件事合成一条短信", "combined in one text with others due at the same time"),
    "in_digest": Words("已计入今日汇总", "included in the morning digest"),
    "waits_for_digest": Words("等今日汇总", "waits for the morning digest"),
    "enough_for_today": Words("已达今日条数上限，明天再发", "daily limit reached"),
    "template_not_registered": Words("模板没有在服务商登记", "the text is not registered with the provider"),
    "counts_only": Words("工作群只报送件数", "a group receives counts only"),
    "restored": Words("恢复备份之前可能已发出", "may have been sent before the backup was restored"),
    "reached": Words("电话联系到本人", "spoken to on the phone"),
    "not_reached": Words("电话没有接通", "not reached on the phone"),
    "call_back": Words("会回电话", "will call back"),
    "wrong_number": Words("号码不对，待更换", "a wrong number; it must be renewed"),
    "passed_on": Words("已由人转达", "passed on by a person"),
    "seen": Words("已由人转达，对方看过", "passed on by a person, and seen"),
    "handed_over": Words("已当面交给", "delivered in person"),
    "channel_rests": Words("服务商要求暂停，稍后一起再发", "the provider has asked for a pause; it will be sent later"),
    "quiet_hours": Words("不在可发送的时间，稍后发出", "outside the hours; it will be sent later"),
    "words_untrue": Words("内容已过时", "its content would no longer be true"),
    "no_window": Words("有效期内没有可发送的时间", "no hour is left in which it may arrive"),
    "address_bounced": Words(
        "连续三次被退回，待更换或核实号码", "three in a row came back; the address must be renewed"
    ),
    "no_address": Words("没有可用的号码或地址", "no number or address to reach"),
    "no_channel": Words("没有可用的渠道", "no channel to send it over"),
    "words_refused": Words("内容不合要求", "its content may not be shown"),
    "of_age": Words("本人已成年，不再发给监护人", "of age; guardians are no longer notified"),
    "not_now": Words("现在不发", "not at present"),
}
FORMER_REASONS = {"hushed": "messages_paused"}
"""Reasons that had another code before, as messages of that time still have it."""

RUN_SOURCES: dict[str, Words] = {
    "run": Words("方案自己的流程运行", "the plan's own flow run"),
    "prefect": Words("方案自己的流程运行", "the plan's own flow run"),
    "tick": Words("定时检查", "periodic check"),
    "rehearsal": Words("预演", "rehearsal"),
}


def role_label(role: str) -> Words:
    """What such a person is called."""
    return ROLES.get(role, Words(role, role))


def stage_label(status: str, outcome: str | None = None) -> Words:
    """The status of a plan, as a person would say it. After a revocation `outcome` tells whether it was prosecuted."""
    if status == PlanStatus.REVOKED and outcome == Outcome.PROSECUTION:
        return _PROSECUTED
    return STAGES[status]


def item_status_label(status: str) -> Words:
    """How an item stands."""
    return ITEM_STATUSES[status]


def step_label(step: str) -> Words:
    """What comes next for an item by itself."""
    return STEPS[step.partition("_")[0] if step.startswith(("near", "call")) else step]


def days_label(days: int) -> Words:
    """How far away a day is, with its unit."""
    if days == 0:
        return Words("就是今天", "today")
    if days > 0:
        return Words(f"还剩{days}天", f"{days} day{'' if days == 1 else 's'} left")
    return Words(f"已过{-days}天", f"{-days} day{'' if days == -1 else 's'} ago")
