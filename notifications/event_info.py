"""Beside the matrix: when an event is said, why nobody else hears of it, why some registered texts are in no row."""

from dataclasses import dataclass

from core.words import Words
from notifications.events import Event

_OWN = Words("这是本人的事，监护人和他人不因此被催促", "it is the minor's own; nobody else is pressed because of it")
_INSIDE = Words("属内部办理事项，不发给家庭", "work inside the office; families are not written to about it")
_BY_A_PERSON = Words("要紧的事由人当面说，不用短信", "serious matters are communicated in person, never by text")
_ASKED = Words("只给提出或提交的人，不扩散", "only to who asked or handed in, nobody further")
_INVITED = Words("只给被邀请填写的人", "only to who is invited")

_AT_ONCE = Words("发生后立即", "at once")
_STEPS_BEFORE = Words("到期前，按提醒步骤", "before it falls due, by the steps of the policy")
_BY_CHOICE = Words("由工作人员选择", "by a person's choice")


@dataclass(frozen=True)
class EventInfo:
    """When an event is said to those in its rows, and why nobody else hears of it."""

    timing: Words
    nobody_else: Words


EVENT_INFO: dict[Event, EventInfo] = {
    Event.CHECK_IN_DUE: EventInfo(_STEPS_BEFORE, _OWN),
    Event.CHECK_IN_LAST_DAY: EventInfo(Words("到期当日上午", "in the morning of the last day"), _OWN),
    Event.CHECK_IN_NOT_RECEIVED: EventInfo(
        Words(
            "到期次日给本人一次；说明期过后给社工；接连没有收到再给承办人一次",
            "once to the minor the day after; then to the worker; several in a row once to the prosecutor",
        ),
        Words(
            "未收到不等于违反；止于承办人，检察长不因此被告知",
            "not received is no verdict; it ends with the prosecutor",
        ),
    ),
    Event.EXPLANATION_ASKED: EventInfo(_AT_ONCE, Words("先听本人说，再谈其他", "the minor is heard first")),
    Event.SUBMISSION_RECEIVED: EventInfo(Words("收到后立即，给提交的人", "at once, to who handed it in"), _ASKED),
    Event.EXPLANATION_ANSWERED: EventInfo(Words("答复后立即，给说明的人", "at once, to who explained"), _ASKED),
    Event.USAGE_SHEET_DUE: EventInfo(
        Words("到期前给监护人；本人成年后给本人", "before, to the guardian; once of age, to the person"),
        Words("由家里人填，学校不参与", "the family fills it in; the school has no part in it"),
    ),
    Event.THOUGHT_REPORT_DUE: EventInfo(_STEPS_BEFORE, _OWN),
    Event.MILESTONE_FORM_DUE: EventInfo(
        Words(
            "由工作人员选择；学校、帮扶人仅限已登记的知情人", "by a person's choice; school and mentor only as recorded"
        ),
        _INVITED,
    ),
    Event.APPOINTMENT_OR_VISIT: EventInfo(
        Words("约定时及前一日", "when it is set, and the day before"),
        Words("工作人员在待办中看到", "staff see it among their items"),
    ),
    Event.TO_BE_TOLD_IN_PERSON: EventInfo(
        Words("由承办人选择", "when the prosecutor chooses"),
        Words("内容由人当面说，短信只约时间", "it is communicated in person; the text only asks for a time"),
    ),
    Event.LEAVE_ANSWERED: EventInfo(
        Words("所需同意全部到齐或退回之后", "once every approval it needs is in, or it is refused"), _ASKED
    ),
    Event.RETURN_CHECK: EventInfo(Words("约定返回当日", "on the day of return"), _OWN),
    Event.COMING_OF_AGE: EventInfo(
        Words("满18周岁当日", "on the 18th birthday"),
        Words("成年后由本人确认，监护人不再代理", "from now on the person decides, not the guardian"),
    ),
    Event.CONTACT_CHANGED: EventInfo(
        Words("新联系人接收之后", "once the new contact has accepted"),
        Words("接收人另有移交通知", "the new contact is notified by the hand-over"),
    ),
    Event.CALL_BACK_ASKED: EventInfo(_BY_CHOICE, _ASKED),
    Event.PRAISE_GIVEN: EventInfo(_BY_CHOICE, Words("由本人决定告诉谁", "whom to notify is the minor's choice")),
    Event.AFTER_CARE_OFFERED: EventInfo(
        Words("本人同意后，由工作人员选择", "with consent, by a person's choice"),
        Words("封存之后只与本人联系", "after sealing only the person is spoken to"),
    ),
    Event.PAPER_TO_SIGN: EventInfo(
        Words("送达时由书记员选择", "while a document is still to be signed for, by the clerk's choice"),
        Words(
            "只说有材料要签收；不告诉家庭，也不向被害方透露本人情况",
            "it says only that there is a document: nothing about the minor to that side, nothing "
            "about it to the family",
        ),
    ),
    Event.STATUTORY_DATE_NEAR: EventInfo(_STEPS_BEFORE, _INSIDE),
    Event.STATUTORY_DATE_PASSED: EventInfo(
        Words(
            "次日给承办人，再给部门负责人；检察长只收本院自身的期限；案管收每一项法定期限",
            "next day, then one step up; the chief only for the office's own; case management for every date of the law",
        ),
        _INSIDE,
    ),
    Event.SERVICE_NEAR: EventInfo(_STEPS_BEFORE, Words("送达由书记员办理", "service is the clerk's work")),
    Event.DECISION_ASKED: EventInfo(
        Words("报请后立即，给有权决定的人", "at once, to whoever may decide it"), _BY_A_PERSON
    ),
    Event.INCIDENT_REPORTED: EventInfo(
        _AT_ONCE, Words("核实之前不告诉家庭、学校、上级", "nothing is established yet, so nobody else is notified")
    ),
    Event.REPORT_RECORDED: EventInfo(
        Words("已向有关机关报告之后", "after the report itself was made"),
        Words("可能的侵害人不得察觉", "whoever may be the danger must not notice"),
    ),
    Event.THREE_MISSES: EventInfo(
        Words("提请关注，不是结论", "asks for attention, establishes nothing"),
        Words("沉默不是违反；止于承办人", "silence is not a breach; it ends with the prosecutor"),
    ),
    Event.AGE_IN_DOUBT: EventInfo(Words("当日", "the same day"), _BY_A_PERSON),
    Event.ANNOUNCEMENT_MISSING: EventInfo(
        Words("决定后五个工作日仍未宣布", "when 5 working days have passed since the decision"), _INSIDE
    ),
    Event.COMING_OF_AGE_NEAR: EventInfo(Words("前60日、30日", "60 and 30 days before"), _INSIDE),
    Event.PERIOD_NEAR_END: EventInfo(_STEPS_BEFORE, _INSIDE),
    Event.PERIOD_ENDED: EventInfo(
        Words("期满次日，写明决定的最后一日", "the day after, naming the last day for the decision"), _BY_A_PERSON
    ),
    Event.STAFF_ITEM_DUE: EventInfo(Words("到期前，给负责的人", "before it falls due, to its owner"), _INSIDE),
    Event.SUPPORT_LEVEL_LAPSES: EventInfo(
        Words("到期前七天和到期当日", "seven days before it lapses, and on the day"),
        Words("只告诉承办检察官和社工", "only to the prosecutor and the worker"),
    ),
    Event.STILL_WAITING: EventInfo(
        Words(
            "逾期后第三个工作日起，此后每周一次给负责的人；每满十个工作日再告知上一层，直至检察长",
            "from the third working day after its day passed, then weekly, to its owner; after every ten working days"
            " one step further up, as far as the chief",
        ),
        _INSIDE,
    ),
    Event.REMEDY_RECEIVED: EventInfo(_AT_ONCE, _BY_A_PERSON),
    Event.PLAN_CHANGED: EventInfo(_AT_ONCE, _BY_A_PERSON),
    Event.HANDOVER_ASKED: EventInfo(
        Words("提出后立即，给接收人", "at once, to who shall accept"),
        Words("家庭在接收之后才得到通知", "the family is notified once it is accepted"),
    ),
    Event.PLAN_HALTED: EventInfo(_AT_ONCE, _INSIDE),
    Event.ACCOUNT_ASKED: EventInfo(
        Words("有人为账号提出申请时、确认时", "when something is asked for an account, and when it is confirmed"),
        Words("只告诉账号本人", "only whoever the account belongs to"),
    ),
    Event.PAGE_RESTS: EventInfo(
        Words("家庭页面三次输错号码之后", "after three wrong codes at a family's page"),
        Words(
            "不告诉打开页面的人，也不算看过", "whoever opened the page is not notified, and it does not count as seen"
        ),
    ),
    Event.REPLY_RECEIVED: EventInfo(
        Words("有人回复短信之后", "after somebody has replied to a text"),
        Words(
            "只记有回复、是否不要短信；内容不留存，由人去问",
            "that they did and whether they want no more; a person asks what it was",
        ),
    ),
    Event.MORNING_DIGEST: EventInfo(
        Words("每个工作日早上，只报件数", "in the morning of each working day, counts only"),
        Words(
            "家庭、负责人另有各自的消息，不收汇总", "families and heads have messages of their own and get no digest"
        ),
    ),
    Event.MESSAGE_NEEDS_A_PERSON: EventInfo(
        _AT_ONCE, Words("由人去联系，不再自动重发", "a person makes contact; nothing is sent again by itself")
    ),
}

TEXTS_WITHOUT_RULE: dict[str, Words] = {
    "S19": Words("登录验证码由登录功能直接发送", "the sign-in code is sent by signing in, not by an event of a plan"),
    "S25": Words(
        "同一时刻有几件事要提醒同一个人时，代替各自的短信",
        "sent in place of several messages due to one person at the same time",
    ),
}
