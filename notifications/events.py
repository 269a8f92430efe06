"""What may be worth a message, what it is called and when it is sent, and to whom."""

from dataclasses import dataclass
from enum import StrEnum

from core.i18n import Text, _, pgettext


class Event(StrEnum):
    """What happened, or is about to."""

    CHECK_IN_DUE = "check_in_due"
    CHECK_IN_LAST_DAY = "check_in_last_day"
    CHECK_IN_NOT_RECEIVED = "check_in_not_received"
    EXPLANATION_ASKED = "explanation_asked"
    SUBMISSION_RECEIVED = "submission_received"
    EXPLANATION_ANSWERED = "explanation_answered"
    USAGE_SHEET_DUE = "usage_sheet_due"
    THOUGHT_REPORT_DUE = "thought_report_due"
    MILESTONE_FORM_DUE = "milestone_form_due"
    APPOINTMENT_OR_VISIT = "appointment_or_visit"
    TO_BE_TOLD_IN_PERSON = "to_be_told_in_person"
    LEAVE_ANSWERED = "leave_answered"
    RETURN_CHECK = "return_check"
    RETURN_NOT_REPORTED = "return_not_reported"
    PAGE_UPDATED = "page_updated"
    PAGE_GIVEN = "page_given"
    COMING_OF_AGE = "coming_of_age"
    CONTACT_CHANGED = "contact_changed"
    CALL_BACK_ASKED = "call_back_asked"
    CALL_WITHIN_A_DAY = "call_within_a_day"
    PRAISE_GIVEN = "praise_given"
    AFTER_CARE_OFFERED = "after_care_offered"
    PAPER_TO_SIGN = "paper_to_sign"
    STATUTORY_DATE_NEAR = "statutory_date_near"
    STATUTORY_DATE_PASSED = "statutory_date_passed"
    SERVICE_NEAR = "service_near"
    DECISION_ASKED = "decision_asked"
    INCIDENT_REPORTED = "incident_reported"
    REPORT_RECORDED = "report_recorded"
    THREE_MISSES = "three_misses"
    AGE_IN_DOUBT = "age_in_doubt"
    ANNOUNCEMENT_MISSING = "announcement_missing"
    COMING_OF_AGE_NEAR = "coming_of_age_near"
    PERIOD_NEAR_END = "period_near_end"
    PERIOD_ENDED = "period_ended"
    STAFF_ITEM_DUE = "staff_item_due"
    STILL_WAITING = "still_waiting"
    SUPPORT_LEVEL_LAPSES = "support_level_lapses"
    REMEDY_RECEIVED = "remedy_received"
    PLAN_CHANGED = "plan_changed"
    HANDOVER_ASKED = "handover_asked"
    PLAN_HALTED = "plan_halted"
    REPLY_RECEIVED = "reply_received"
    PAGE_RESTS = "page_rests"
    MESSAGE_NEEDS_A_PERSON = "message_needs_a_person"
    ACCOUNT_ASKED = "account_asked"
    SIGN_IN_ALERT = "sign_in_alert"
    OFFICE_CHANGED = "office_changed"
    MORNING_DIGEST = "morning_digest"
    ACT_DONE = "act_done"
    WEBHOOK_TESTED = "webhook_tested"
    JOURNAL_HEAD = "journal_head"


class Recipient(StrEnum):
    """In what capacity somebody receives messages. Employer, village and grid worker receive none."""

    MINOR = "minor"
    GUARDIAN = "guardian"
    SOCIAL_WORKER = "social_worker"
    ASSISTANT = "assistant"
    PROSECUTOR = "prosecutor"
    DEPARTMENT_HEAD = "department_head"
    DEPUTY = "deputy"
    CHIEF_PROSECUTOR = "chief_prosecutor"
    CLERK = "clerk"
    CASE_MANAGEMENT = "case_management"
    ADMINISTRATOR = "administrator"
    """Of a plan hears only that it is halted, by its number."""
    SCHOOL = "school"
    MENTOR = "mentor"
    VICTIM = "victim"
    """The victim's side, about a paper that it signs for, by a person's choice; of the minor it hears nothing."""
    OFFICE_SYSTEM = "office_system"
    """A system of an office's own, by signed webhook: a plan's number, a code and a day, and nothing else."""
    ACCOUNT_HOLDER = "account_holder"
    """The owner of an account, in any post, when something is asked for it or happens at its sign-in."""
    HEAD_KEEPER = "head_keeper"
    """Somebody outside, whom an office has asked to keep the heads of its journal: hears of nothing else."""
    STAFF_GROUP = "staff_group"
    """A group chat of staff, through a robot: counts and nothing else."""


FAMILY = (Recipient.MINOR, Recipient.GUARDIAN)
INFORMED = (Recipient.SCHOOL, Recipient.MENTOR)
"""Written to only where a named prosecutor has recorded which person knows already."""
TO_PERSONS = (*FAMILY, *INFORMED)
"""Recipients who are people of the plan; the others are staff."""


class ChannelName(StrEnum):
    """A way to a person. What really carries it (a provider, a folder, a list in memory) is chosen by wiring."""

    TEXT = "text"
    EMAIL = "email"
    INBOX = "inbox"
    GROUP = "group"
    WEBHOOK = "webhook"
    CALL = "call"
    """By a person, on the phone; written down with what came of it."""
    PAPER = "paper"
    """Put into somebody's hand."""
    PASSED_ON = "passed_on"
    """The neutral words, passed on by a person in whatever way a family is used to."""


BY_MACHINE = (ChannelName.TEXT, ChannelName.EMAIL, ChannelName.GROUP, ChannelName.WEBHOOK)
"""What leaves by itself and can be counted upon to leave or to say why not."""

_OWN = _("这是本人的事，监护人和他人不因此被催促")
_INSIDE = _("属内部办理事项，不发给家庭")
_BY_A_PERSON = _("要紧的事由人当面说，不用短信")
_ASKED = _("只给提出或提交的人，不扩散")
_TO_SYSTEMS = _("只给本院信息系统，只有编号和代码")
_INVITED = _("只给被邀请填写的人")

_AT_ONCE = _("发生后立即")
_STEPS_BEFORE = _("到期前，按提醒步骤")
_BY_CHOICE = _("由工作人员选择")


@dataclass(frozen=True)
class EventInfo:
    """What an event is called, when it is said to those in its rows, and why nobody else hears of it."""

    name: Text
    timing: Text
    nobody_else: Text


EVENT_INFO: dict[Event, EventInfo] = {
    Event.CHECK_IN_DUE: EventInfo(_("小结快到期"), _STEPS_BEFORE, _OWN),
    Event.CHECK_IN_LAST_DAY: EventInfo(_("小结最后一天"), _("到期当日上午"), _OWN),
    Event.CHECK_IN_NOT_RECEIVED: EventInfo(
        _("小结还没收到"),
        _("到期次日给本人一次；说明期过后给社工；接连没有收到再给承办人一次"),
        _("未收到不等于违反；止于承办人，检察长不因此被告知"),
    ),
    Event.EXPLANATION_ASKED: EventInfo(_("请作说明"), _AT_ONCE, _("先听本人说，再谈其他")),
    Event.SUBMISSION_RECEIVED: EventInfo(_("已收到"), _("收到后立即，给提交的人"), _ASKED),
    Event.EXPLANATION_ANSWERED: EventInfo(_("说明有回复"), _("答复后立即，给说明的人"), _ASKED),
    Event.USAGE_SHEET_DUE: EventInfo(
        _("手机使用小表快到期"),
        _("到期前给监护人；本人成年后给本人"),
        _("由家里人填，学校不参与"),
    ),
    Event.THOUGHT_REPORT_DUE: EventInfo(_("本月小结快到期"), _STEPS_BEFORE, _OWN),
    Event.MILESTONE_FORM_DUE: EventInfo(
        _("请填小问卷"),
        _("由工作人员选择；学校、帮扶人仅限已登记的知情人"),
        _INVITED,
    ),
    Event.APPOINTMENT_OR_VISIT: EventInfo(
        pgettext("within a sentence", "见面"),
        _("约定时及前一日"),
        _("工作人员在待办中看到"),
    ),
    Event.TO_BE_TOLD_IN_PERSON: EventInfo(
        _("约时间当面说"),
        _("由承办人选择"),
        _("内容由人当面说，短信只约时间"),
    ),
    Event.LEAVE_ANSWERED: EventInfo(_("外出申请有回复"), _("所需同意全部到齐或退回之后"), _ASKED),
    Event.RETURN_CHECK: EventInfo(_("是否平安返回"), _("约定返回当日"), _OWN),
    Event.RETURN_NOT_REPORTED: EventInfo(_("返回还没报平安"), _("约定返回次日，给本人一次"), _OWN),
    Event.PAGE_UPDATED: EventInfo(_("页面有小的更新"), _AT_ONCE, _("平常的调整，不惊动别人")),
    Event.PAGE_GIVEN: EventInfo(_("页面新开给了别人"), _AT_ONCE, _("只告诉其他监护人；不告诉被指有危险的人")),
    Event.COMING_OF_AGE: EventInfo(
        pgettext("within a sentence", "满18周岁"),
        _("满18周岁当日"),
        _("成年后由本人确认，监护人不再代理"),
    ),
    Event.CONTACT_CHANGED: EventInfo(
        _("联系人换了"),
        _("新联系人接收之后"),
        _("接收人另有移交通知"),
    ),
    Event.CALL_BACK_ASKED: EventInfo(_("请回电话"), _BY_CHOICE, _ASKED),
    Event.CALL_WITHIN_A_DAY: EventInfo(_("请一天内回电"), _("打过两次都没有打通的，由工作人员选择"), _ASKED),
    Event.PRAISE_GIVEN: EventInfo(pgettext("within a sentence", "表扬"), _BY_CHOICE, _("由本人决定告诉谁")),
    Event.AFTER_CARE_OFFERED: EventInfo(
        pgettext("within a sentence", "自愿回访"),
        _("本人同意后，由工作人员选择"),
        _("封存之后只与本人联系"),
    ),
    Event.PAPER_TO_SIGN: EventInfo(
        _("请被害方签收"),
        _("送达时由书记员选择"),
        _("只说有材料要签收；不告诉家庭，也不向被害方透露本人情况"),
    ),
    Event.STATUTORY_DATE_NEAR: EventInfo(_("期限快到"), _STEPS_BEFORE, _INSIDE),
    Event.STATUTORY_DATE_PASSED: EventInfo(
        _("期限已过"),
        _("次日给承办人，再给部门负责人；检察长只收本院自身的期限；案管收每一项法定期限"),
        _INSIDE,
    ),
    Event.SERVICE_NEAR: EventInfo(_("送达期限快到"), _STEPS_BEFORE, _("送达由书记员办理")),
    Event.DECISION_ASKED: EventInfo(_("报请决定"), _("报请后立即，给有权决定的人"), _BY_A_PERSON),
    Event.INCIDENT_REPORTED: EventInfo(_("有情况报告"), _AT_ONCE, _("核实之前不告诉家庭、学校、上级")),
    Event.REPORT_RECORDED: EventInfo(
        _("已作强制报告"),
        _("已向有关机关报告之后"),
        _("可能的侵害人不得察觉"),
    ),
    Event.THREE_MISSES: EventInfo(
        _("提请关注"),
        _("提请关注，不是结论"),
        _("沉默不是违反；止于承办人"),
    ),
    Event.AGE_IN_DOUBT: EventInfo(pgettext("within a sentence", "年龄存疑"), _("当日"), _BY_A_PERSON),
    Event.ANNOUNCEMENT_MISSING: EventInfo(_("还没宣布"), _("决定后五个工作日仍未宣布"), _INSIDE),
    Event.COMING_OF_AGE_NEAR: EventInfo(_("年满18周岁"), _("前60日、30日"), _INSIDE),
    Event.PERIOD_NEAR_END: EventInfo(_("考验期快满"), _STEPS_BEFORE, _INSIDE),
    Event.PERIOD_ENDED: EventInfo(_("考验期已满"), _("期满次日，写明决定的最后一日"), _BY_A_PERSON),
    Event.STAFF_ITEM_DUE: EventInfo(_("工作事项到期"), _("到期前，给负责的人"), _INSIDE),
    Event.SUPPORT_LEVEL_LAPSES: EventInfo(
        _("帮扶力度到期"),
        _("到期前七天和到期当日"),
        _("只告诉承办检察官和社工"),
    ),
    Event.STILL_WAITING: EventInfo(
        _("逾期未办，再次提醒"),
        _("逾期后第三个工作日起，此后每周一次给负责的人；每满十个工作日再告知上一层，直至检察长"),
        _INSIDE,
    ),
    Event.REMEDY_RECEIVED: EventInfo(_("收到申诉，或者复议、复核的请求"), _AT_ONCE, _BY_A_PERSON),
    Event.PLAN_CHANGED: EventInfo(_("本案情况有变"), _AT_ONCE, _BY_A_PERSON),
    Event.HANDOVER_ASKED: EventInfo(
        _("请接收移交"),
        _("提出后立即，给接收人"),
        _("家庭在接收之后才得到通知"),
    ),
    Event.PLAN_HALTED: EventInfo(_("自动办理已停"), _AT_ONCE, _INSIDE),
    Event.ACCOUNT_ASKED: EventInfo(
        _("有人为您的账号提出申请"),
        _("有人为账号提出申请时、确认时"),
        _("只告诉账号本人"),
    ),
    Event.SIGN_IN_ALERT: EventInfo(
        _("您的账号登录请留意"),
        _("多次输错密码之后；登录的验证方式增加或者去掉时"),
        _("只告诉账号本人"),
    ),
    Event.OFFICE_CHANGED: EventInfo(
        _("设置有变动，或者下级院有人被立即准许重设密码"),
        _("设定数值、启用提醒策略之后；下级院的代码没有等满一天时"),
        _("只告诉检察长"),
    ),
    Event.PAGE_RESTS: EventInfo(
        _("页面多次输错号码"),
        _("家庭页面一天里三十次输错号码之后"),
        _("不告诉打开页面的人，也不算看过"),
    ),
    Event.REPLY_RECEIVED: EventInfo(
        _("收到短信回复"),
        _("有人回复短信之后"),
        _("只记有回复、是否不要短信；内容不留存，由人去问"),
    ),
    Event.MORNING_DIGEST: EventInfo(
        _("早间汇总"),
        _("每个工作日早上，只报件数"),
        _("家庭、负责人另有各自的消息，不收汇总"),
    ),
    Event.ACT_DONE: EventInfo(_("有人办了一件事"), _AT_ONCE, _TO_SYSTEMS),
    Event.WEBHOOK_TESTED: EventInfo(_("对接测试"), _("管理员试发时"), _TO_SYSTEMS),
    Event.JOURNAL_HEAD: EventInfo(
        _("日志链头"),
        _("每天一次"),
        _("只给机构指定的保管人，用来事后核对；不含任何案件内容"),
    ),
    Event.MESSAGE_NEEDS_A_PERSON: EventInfo(_("消息需人处理"), _AT_ONCE, _("由人去联系，不再自动重发")),
}
