"""The kinds of item: one row each, with its words, its messages, and its urgency.

Urgency orders what falls due at the same moment: what a person decided comes first, then what was reported, then
dates of the law, then what people owe.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.i18n import Text, _, pgettext
from law.duties import CONDITIONS, EDUCATION, REPORTING, SUPERVISING
from models.office import Role
from notifications.matrix import Event


class Pattern(StrEnum):
    """How an item is followed."""

    FAMILY = "family"  # called for, last day, not received and asked, settled
    STAFF = "staff"  # called for on its day, told one step up when it has passed
    STATUTORY = "statutory"  # announced some days before, on its day, and one step up when it has passed
    MACHINE = "machine"  # done by the flow at its moment


OF_THE_OFFICE = (Pattern.STAFF, Pattern.STATUTORY)
"""What staff owe: it is brought up again as long as it is open."""


class AtTheEnd(StrEnum):
    """What an open item means for the opinion, the non-prosecution and the seal."""

    OWN_ACT = "own_act"
    """A date of the procedure itself: it is met by its own act, stands in nobody's way and is set aside by nobody."""
    ONCE_DUE = "once_due"
    """In the way once its day has come, until it is done or a named person has set it aside with a reason."""
    AN_OFFER = "an_offer"
    """Open until the seal, and voluntary: it keeps no record unsealed, and a person who ends the case ends it."""
    WAITED_FOR = "waited_for"
    """Somebody waits for our word: in the way from the beginning, until it is answered or set aside."""


class Lasts(StrEnum):
    """How long an open item of the office's own stands by itself."""

    WHILE_SUPERVISED = "while_supervised"
    """A fact that stops the supervision cancels it: it is owed only because somebody is supervised."""
    UNTIL_THE_END = "until_the_end"
    """The end of the supervision cancels it."""
    BEYOND_THE_END = "beyond_the_end"
    """It runs on: an answer that somebody owes, a date of the law, or what carries out the end."""


@dataclass(frozen=True)
class TaskAct:
    """An act for such an item: its code, which of its fields names the item by its label, and which values it has when it
    is meant for this kind. Its form begins with them."""

    act: str
    field: str = ""
    values: tuple[tuple[str, str], ...] = ()


class Recurrence(StrEnum):
    """In which steps something recurs by a plan's own cadence."""

    WEEK = "week"
    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True)
class Rhythm:
    """How something is owed again and again, as the plan's own cadence says.

    What the family owes keeps its day, also on a day off; what the team owes moves to a working day.
    """

    every: Recurrence
    article: str
    owners: tuple[Role, ...]
    """Whose it is. Where several may be, the plan says which; where it does not, it is the first one's."""
    unless_said: int | None = None
    """Every how many days or months it is owed where the plan file says nothing; None where it is not owed then."""
    asked: Text | None = None
    """How the form of a new plan asks for it; None where it does not ask."""


@dataclass(frozen=True)
class ItemKind:
    """One sort of item."""

    code: str
    words: Text
    pattern: Pattern
    urgency: int
    call: Event | None = None
    last_day: Event | None = None
    not_received: Event | None = None
    passed: Event | None = None
    at_the_end: AtTheEnd = AtTheEnd.OWN_ACT
    ends_with: tuple[TaskAct, ...] = ()
    """The acts that finish it. When one of them is recorded, `finish_named_items` finishes every open item of the kind that
    it names; without a `field` it means all of them."""
    offers: tuple[TaskAct, ...] = ()
    """Acts to which its page leads besides: a step on the way, or one that ends it only in the case that its verb knows."""
    owners: tuple[Role, ...] = ()
    """Whose task it is: of all of them. They have it on their desk, are reminded of it, and may do what ends it. Empty
    where the verb that opens it names the owner."""
    lasts: Lasts = Lasts.UNTIL_THE_END
    announced: tuple[int | str, ...] = ()
    """How many days before its day it is announced: numbers, or names of numbers in the rulebook."""
    rhythm: Rhythm | None = None
    """How it recurs; None for what is asked for by a date of the law or by what people did."""
    family_words: Text | None = None
    """What the family's own page calls it, where that is not its name in the file."""
    on_its_day: bool = False
    """It is called for on its day, and not before."""
    named: bool = False
    """Acts name it by its code, as they name all that recurs."""
    meeting: bool = False
    """Somebody meets or calls somebody: each is for a time of its own, as a family's note is."""
    staff_hand_it_in: bool = False
    """Staff hand it in, as they hand in what the team owes again and again."""
    of_devices: bool = False
    """A sheet of minutes on devices: nothing without a consent to their data, and filled in day by day."""
    looks_over_sheets: bool = False
    """It checks sheets of minutes, and so needs the consent to data of devices."""
    on_the_line: bool = False
    """It stands on the line of the period, week by week."""
    fixed_day: bool = False
    """A date of the law that no holiday moves."""
    tells_age: bool = False
    """Its day is that of a birthday, or follows it: nothing of it is kept in the open that the seal could not erase."""

    @property
    def ways(self) -> tuple[TaskAct, ...]:
        """Every act to which its page leads."""
        return self.offers + self.ends_with

    @property
    def own_words(self) -> Text:
        """The name of the item for the person who owes it."""
        return self.family_words or self.words


def _family(
    code: str,
    words: Text,
    call: Event,
    last_day: Event | None,
    not_received: Event | None,
    **more: Any,
) -> ItemKind:
    return ItemKind(code, words, Pattern.FAMILY, 50, call, last_day, not_received, Event.STAFF_ITEM_DUE, **more)


def _staff(
    code: str,
    words: Text,
    call: Event = Event.STAFF_ITEM_DUE,
    urgency: int = 60,
    at_the_end: AtTheEnd = AtTheEnd.ONCE_DUE,
    **more: Any,
) -> ItemKind:
    passed = Event.STATUTORY_DATE_PASSED
    return ItemKind(code, words, Pattern.STAFF, urgency, call, passed=passed, at_the_end=at_the_end, **more)


def _asked(code: str, words: Text, call: Event = Event.STAFF_ITEM_DUE, urgency: int = 60, **more: Any) -> ItemKind:
    return _staff(code, words, call, urgency, AtTheEnd.WAITED_FOR, **more)


def _statutory(
    code: str,
    words: Text,
    call: Event = Event.STATUTORY_DATE_NEAR,
    urgency: int = 30,
    passed: Event = Event.STATUTORY_DATE_PASSED,
    at_the_end: AtTheEnd = AtTheEnd.OWN_ACT,
    **more: Any,
) -> ItemKind:
    return ItemKind(code, words, Pattern.STATUTORY, urgency, call, passed=passed, at_the_end=at_the_end, **more)


def _from_others(
    code: str,
    words: Text,
    call: Event = Event.STATUTORY_DATE_NEAR,
    urgency: int = 28,
    **more: Any,
) -> ItemKind:
    """An answer that another body owes by a date of the law; the office looks after it."""
    return _statutory(code, words, call, urgency, at_the_end=AtTheEnd.ONCE_DUE, lasts=Lasts.BEYOND_THE_END, **more)


def _machine(code: str, words: Text, urgency: int, **more: Any) -> ItemKind:
    return ItemKind(code, words, Pattern.MACHINE, urgency, owners=(Role.SYSTEM,), **more)


_ALL = (
    # what people decided or reported: carried out or passed on at once
    _machine("carry_out", _("执行已作出的决定"), 0, lasts=Lasts.BEYOND_THE_END),
    _asked("age_in_doubt", _("年龄存疑"), Event.AGE_IN_DOUBT, 1, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("settle_age"),)),
    _asked("incident_review", pgettext("column", "待核实情况"), Event.INCIDENT_REPORTED, 5, owners=(Role.PROSECUTOR,),
           offers=(TaskAct("hear_minor", "incident"),), ends_with=(TaskAct("close_incident", "incident"),)),
    _asked("leave_decision", _("外出申请待批"), urgency=7, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("decide_leave", "leave", (("whose", "prosecutor"),)),)),
    _asked("leave_police_station", _("外出：派出所意见"), urgency=7,
           ends_with=(TaskAct("decide_leave", "leave", (("whose", "police_station"),)),)),
    _asked("objection_answer", _("异议待答复"), urgency=6, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("answer_objection", "against"),)),
    _asked("condition_adoption", _("异议已采纳：变更附带条件或者考验期"), urgency=7, owners=(Role.PROSECUTOR,),
           offers=(TaskAct("change_condition", "condition"), TaskAct("change_period"))),
    _asked("data_request_answer", _("个人信息请求待答复"), urgency=8, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("answer_data_request", "place"),), lasts=Lasts.BEYOND_THE_END),
    _asked("talk_asked", _("家里想谈谈，或者不同意：请和本人谈"), urgency=8, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("answer_talk", "place"),), lasts=Lasts.BEYOND_THE_END),
    _asked("explanation_answer", _("说明待回复"), urgency=8),
    _asked("approval", _("提请待批"), urgency=8, owners=(Role.CHIEF_PROSECUTOR,)),
    _asked("proposal_returned", _("提请被退回"), urgency=8, owners=(Role.PROSECUTOR,),
           offers=(TaskAct("propose", "step"),)),
    _asked("question_answer", _("交来的里面有事要问：请回复"), urgency=8,
           ends_with=(TaskAct("write_letter", "question"),)),
    _asked("usage_answer", _("用网异议待答复"), urgency=8,
           offers=(TaskAct("answer_dispute"),)),
    _asked("goal_proposal", _("用网目标提议待商定"), urgency=61,
           ends_with=(TaskAct("agree_on_goal", "goal"), TaskAct("end_goal", "goal"))),
    _staff("representative_missing", _("指定法定代理人"), urgency=6, owners=(Role.PROSECUTOR,),
           offers=(TaskAct("name_contact"),)),
    _asked("search", _("本人下落不明：寻找，找到后听取说明"), urgency=4, owners=(Role.PROSECUTOR,),
           offers=(TaskAct("record_found"),)),
    _staff("revocation_proposal", _("认定撤销情形后：提请撤销"), urgency=6, owners=(Role.PROSECUTOR,),
           at_the_end=AtTheEnd.OWN_ACT,
           offers=(TaskAct("close_incident", "incident"),), ends_with=(TaskAct("propose", values=(("step", "revoke"),)),)),
    _staff("device_consent", _("征求对收取用网数据的同意"), urgency=8,
           at_the_end=AtTheEnd.AN_OFFER,
           offers=(TaskAct("give_consents"),)),
    _statutory("access_answer", _("答复封存记录查询"), Event.DECISION_ASKED, 9, owners=(Role.CHIEF_PROSECUTOR,),
               ends_with=(TaskAct("answer_access", "access"),), lasts=Lasts.BEYOND_THE_END, announced=(1,)),
    _staff("look_answer", _("答复查阅在办案件的申请"), Event.DECISION_ASKED, 9, AtTheEnd.AN_OFFER, owners=(Role.CHIEF_PROSECUTOR,),
           ends_with=(TaskAct("answer_access", "access"),)),
    _asked("hand_over_acceptance", _("接收移交"), Event.HANDOVER_ASKED, 9,
           offers=(TaskAct("accept_hand_over"),)),
    _staff("stand_in", _("有人不在岗：请确定由谁接替"), Event.PLAN_CHANGED, urgency=9,
           ends_with=(TaskAct("hand_over", "role"),), lasts=Lasts.WHILE_SUPERVISED),
    _asked("assistance_answer", _("对方检察院是否协助"), urgency=9, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("accept_assistance"), TaskAct("assist_elsewhere"), TaskAct("decline_assistance"))),
    # the period and its end
    _machine("coming_of_age", _("满十八周岁"), 10, tells_age=True),
    _machine("period_end", pgettext("step", "考验期届满"), 11),
    _machine("sealing", pgettext("step", "记录封存"), 12, lasts=Lasts.BEYOND_THE_END),
    _machine("closing", _("收尾"), 14, lasts=Lasts.BEYOND_THE_END),
    _machine("usage_deletion", _("用网材料到期删除"), 15, lasts=Lasts.BEYOND_THE_END),
    _machine("attachment_deletion", pgettext("step", "附件到期删除"), 15, lasts=Lasts.BEYOND_THE_END),
    _machine("level_lapse", _("帮扶力度到期"), 16),
    _machine("hush_end", _("暂缓提醒结束"), 13),
    # dates of the law
    _statutory("custody", _("仍在押：释放或者变更措施"), urgency=19, owners=(Role.PROSECUTOR,), fixed_day=True),
    _statutory("service", _("决定送达"), Event.SERVICE_NEAR, 20, owners=(Role.CLERK,),
           offers=(TaskAct("record_service", "decision"),), lasts=Lasts.BEYOND_THE_END, announced=(1,)),
    _statutory("announcement", _("当面宣布"), urgency=21, passed=Event.ANNOUNCEMENT_MISSING, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("announce"),)),
    _statutory("final_decision", _("作出起诉或者不起诉的决定"), urgency=22, owners=(Role.CHIEF_PROSECUTOR,),
           ends_with=(TaskAct("decide_non_prosecution"),), announced=("final_decision_warning_days", 3, 1)),
    _statutory("opinion", _("考察意见书"), Event.PERIOD_ENDED, 23, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("write_opinion"),)),
    _statutory("prosecution", pgettext("step", "提起公诉"), urgency=24, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("prosecute"),), lasts=Lasts.BEYOND_THE_END, announced=(1,)),
    _staff("judgment", _("判决：向人民法院了解进展"), urgency=25, owners=(Role.PROSECUTOR,),
           offers=(TaskAct("record_judgment"),)),
    _statutory("outcome_announcement", pgettext("step", "宣布不起诉决定"), urgency=25, owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("announce_outcome"),), lasts=Lasts.BEYOND_THE_END),
    _from_others("remedy_answer", _("复议、复核、复查决定"), Event.REMEDY_RECEIVED, 26,
           offers=(TaskAct("decide_remedy"),), announced=(1,)),
    _statutory("bail_end", _("取保候审到期"), urgency=27, at_the_end=AtTheEnd.ONCE_DUE, announced=("bail_warning_days", 7),
           owners=(Role.PROSECUTOR,), fixed_day=True),
    _from_others("feedback", _("强制报告反馈"), owners=(Role.PROSECUTOR,),
           offers=(TaskAct("record_feedback"),), fixed_day=True),
    _statutory("decision_that_follows", pgettext("step", "须作出后续决定"), Event.DECISION_ASKED, 18,
           owners=(Role.CHIEF_PROSECUTOR,), offers=(TaskAct("propose"),), ends_with=(TaskAct("end_otherwise"), TaskAct("revoke_non_prosecution")),
           lasts=Lasts.BEYOND_THE_END, fixed_day=True),
    _statutory("after_correction", pgettext("step", "纠正或者异议后如何处理"), urgency=28, owners=(Role.PROSECUTOR,)),
    _from_others("suggestion_reply", _("检察建议的书面答复"), owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("record_suggestion_reply", "suggestion"),), announced=(1,)),
    _from_others("certificate", _("公安机关出具无犯罪记录证明"),
           ends_with=(TaskAct("record_certificate"),)),
    _statutory("pre_expiry", _("考验期届满前审查"), Event.PERIOD_NEAR_END, 29, announced=("expiry_steps_days",),
           owners=(Role.PROSECUTOR,), fixed_day=True, offers=(TaskAct("record_helper_answer"),)),
    _statutory("age_rebase", _("成年前的方案与同意核对"), Event.COMING_OF_AGE_NEAR, 31, owners=(Role.PROSECUTOR,),
               at_the_end=AtTheEnd.ONCE_DUE, tells_age=True, fixed_day=True, announced=("adult_steps_days",)),
    # what the family owes, and the review of its sheets; what recurs stands in the order of the plan file
    _family("weekly_note", _("每周小结"), Event.CHECK_IN_DUE, Event.CHECK_IN_LAST_DAY,
            Event.CHECK_IN_NOT_RECEIVED, on_the_line=True,
            rhythm=Rhythm(Recurrence.WEEK, REPORTING, (Role.MINOR,),
                          asked=_("每周小结，周几"))),
    _family("thought_report", _("思想汇报"), Event.THOUGHT_REPORT_DUE, None, Event.EXPLANATION_ASKED,
            family_words=_("这个月的小结"), on_the_line=True,
            rhythm=Rhythm(Recurrence.MONTHS, REPORTING, (Role.MINOR,), asked=_("每月思想汇报"))),
    _family("usage_sheet", _("一周手机使用小表"), Event.USAGE_SHEET_DUE, None, None,
            of_devices=True,
            rhythm=Rhythm(Recurrence.WEEK, REPORTING, (Role.GUARDIAN, Role.MINOR),
                          asked=_("一周手机使用小表，周几"))),
    _staff("usage_review", _("用网情况回顾"), looks_over_sheets=True,
           rhythm=Rhythm(Recurrence.MONTHS, EDUCATION, (Role.SOCIAL_WORKER,),
                         asked=_("每月用网情况回顾"))),
    _staff("unknown_decision", _("回证对应的决定没有登记：请核对"), urgency=26, owners=(Role.PROSECUTOR,),
           offers=(TaskAct("correct_fact"),)),
    _staff("usage_follow_up", _("用网回顾之后：办理并登记结果"),
           offers=(TaskAct("record_usage_follow_up"),)),
    _family("card_query", _("电话卡和账户自查"), Event.MILESTONE_FORM_DUE, None, None,
            offers=(TaskAct("record_card_query"),),
            rhythm=Rhythm(Recurrence.MONTHS, CONDITIONS, (Role.MINOR,),
                          asked=_("每月电话卡和账户自查"))),
    _family("return_check", _("返回报到"), Event.RETURN_CHECK, None, Event.RETURN_NOT_REPORTED, named=True,
           owners=(Role.MINOR,), on_its_day=True),
    _family("consents", _("本人确认"), Event.COMING_OF_AGE, None, None, named=True, tells_age=True, owners=(Role.MINOR,),
           offers=(TaskAct("give_consents"),)),
    _family("own_view", _("阶段小问卷"), Event.MILESTONE_FORM_DUE, None, None),
    _family("guardian_view", _("阶段小问卷（监护人）"), Event.MILESTONE_FORM_DUE, None, None),
    _family("condition", pgettext("family", "附带条件"), Event.APPOINTMENT_OR_VISIT, None, None,
           offers=(TaskAct("record_progress"),)),
    # what the team owes
    _staff("milestone", pgettext("step", "阶段评估"),
           offers=(TaskAct("propose_evaluation", "milestone"), TaskAct("evaluate", "milestone")),
           lasts=Lasts.WHILE_SUPERVISED),
    _staff("worker_view", _("社工阶段意见"),
           offers=(TaskAct("give_view"),), lasts=Lasts.WHILE_SUPERVISED),
    _staff("school_view", _("听取学校意见"),
           offers=(TaskAct("give_view"),), lasts=Lasts.WHILE_SUPERVISED),
    _staff("mentor_view", _("听取帮扶人、网格员或者用人单位意见"),
           offers=(TaskAct("give_view"),), lasts=Lasts.WHILE_SUPERVISED),
    _staff("restriction_notice", _("限制措施的书面告知"), owners=(Role.SOCIAL_WORKER,)),
    _asked("restriction_appeal", pgettext("column", "限制措施申诉的答复"),
           ends_with=(TaskAct("answer_appeal", "restriction"),)),
    _staff("restriction_end", _("限制措施到期核对"),
           offers=(TaskAct("record_relief", "restriction"),)),
    _staff("month_letter", _("每月给本人写几句"), at_the_end=AtTheEnd.AN_OFFER,
           ends_with=(TaskAct("write_letter", values=(("person", "minor"),)),), lasts=Lasts.WHILE_SUPERVISED),
    _staff("worker_contact", _("社工联系"), meeting=True,
           rhythm=Rhythm(Recurrence.DAYS, SUPERVISING, (Role.SOCIAL_WORKER,), unless_said=14)),
    _staff("prosecutor_talk", _("检察官谈话"), meeting=True,
           rhythm=Rhythm(Recurrence.MONTHS, SUPERVISING, (Role.PROSECUTOR,), unless_said=1)),
    _asked("attention", pgettext("column", "多次未作说明或经确认，请关注"), Event.THREE_MISSES, 40, owners=(Role.PROSECUTOR,),
           staff_hand_it_in=True, lasts=Lasts.WHILE_SUPERVISED),
    _staff("guardian_order", _("监护人指导令：时数"),
           offers=(TaskAct("record_order_hours", "order"), TaskAct("end_order", "order")),
           lasts=Lasts.WHILE_SUPERVISED),
    _staff("aid_answer", _("救助申请的答复"), owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("answer_aid", "aid"),), lasts=Lasts.BEYOND_THE_END),
    _staff("punishment_opinion", _("提出检察意见，连同不起诉决定书移送主管机关"), owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("send_suggestion", values=(("kind", "punishment"),)),), lasts=Lasts.BEYOND_THE_END),
    *(
        _staff(code, words, owners=(Role.PROSECUTOR,), ends_with=(TaskAct("note", values=(("topic", code),)),),
               lasts=Lasts.BEYOND_THE_END)
        for code, words in (
            ("compensation_told", _("告知可以申请国家赔偿")),
            ("return_to_police", _("案卷退回公安机关并说明理由，建议重新侦查")),
            ("measures_lifted", _("解除强制措施，退还保证金")),
        )
    ),
    _asked("referral_answer", pgettext("column", "转介的回复"),
           ends_with=(TaskAct("record_referral_answer", "referral"),)),
    _staff("instalment_check", pgettext("column", "赔偿到期：看看付了没有"), at_the_end=AtTheEnd.AN_OFFER,
           offers=(TaskAct("record_progress"), TaskAct("agree_instalments")), lasts=Lasts.WHILE_SUPERVISED),
    _staff("placement_report", pgettext("column", "问去处：情况怎样"),
           ends_with=(TaskAct("record_placement_report"), TaskAct("end_placement")), lasts=Lasts.WHILE_SUPERVISED),
    _staff("assisted_report", _("协助考察反馈"), owners=(Role.PROSECUTOR,),
           ends_with=(TaskAct("record_assisted_report"),), lasts=Lasts.WHILE_SUPERVISED),
    # what happened once and somebody has to look at
    _staff("undelivered", _("短信未能送达：请另行联系"), urgency=61,
           offers=(TaskAct("record_call", "person"),), lasts=Lasts.WHILE_SUPERVISED),
    _asked("text_reply", _("有人回复短信：请联系了解"), urgency=61,
           offers=(TaskAct("record_call", "person"),)),
    _staff("wrong_codes_tried", _("家庭页面多次输错号码：请了解情况"), urgency=62,
           offers=(TaskAct("record_call", "person"),), lasts=Lasts.WHILE_SUPERVISED),
    _staff("call_asked", _("和本人联系一次"), urgency=61,
           offers=(TaskAct("record_call", "person"),), lasts=Lasts.WHILE_SUPERVISED),
    _staff("plan_halted", _("自动办理已停：请查看后恢复"), urgency=3,
           at_the_end=AtTheEnd.OWN_ACT),
    _staff("helper_answer", _("接力帮教：问清以后谁陪着"), urgency=65, owners=(Role.SOCIAL_WORKER,),
           at_the_end=AtTheEnd.AN_OFFER, ends_with=(TaskAct("record_helper_answer"),)),
    _staff("after_care_offer", _("自愿回访：征求意愿"), urgency=65, owners=(Role.PROSECUTOR,),
           at_the_end=AtTheEnd.AN_OFFER,
           offers=(TaskAct("answer_after_care"),), lasts=Lasts.BEYOND_THE_END),
    _staff("goal_offer", _("用网目标：问问要不要自愿继续"), urgency=66,
           at_the_end=AtTheEnd.AN_OFFER,
           ends_with=(TaskAct("answer_goal_offer", "goal"),), lasts=Lasts.BEYOND_THE_END),
)  # fmt: skip


ITEM_KINDS: dict[str, ItemKind] = {kind.code: kind for kind in _ALL}

RHYTHMS: dict[str, Rhythm] = {kind.code: kind.rhythm for kind in _ALL if kind.rhythm}
"""What recurs by the plan's own cadence, in the order of the plan file."""
OF_THE_CALENDAR = (*RHYTHMS, "milestone")
"""What is laid out in advance; everything else is asked for by a date of the law or by what people did."""
NAMED = (*RHYTHMS, *(kind.code for kind in _ALL if kind.named))
"""What acts name by its code."""
OF_SUPERVISION = tuple(code for code, rhythm in RHYTHMS.items() if rhythm.article != CONDITIONS)
"""What the supervision itself asks for again and again; a query of cards belongs to a condition."""
OF_THE_TEAM = tuple(code for code in RHYTHMS if ITEM_KINDS[code].pattern is Pattern.STAFF)
"""What the team owes again and again."""
STOPS_WITH_SUPERVISION = (*OF_THE_TEAM, *(kind.code for kind in _ALL if kind.lasts is Lasts.WHILE_SUPERVISED))
BEYOND_THE_END = tuple(kind.code for kind in _ALL if kind.lasts is Lasts.BEYOND_THE_END)
OF_THE_WORKER = tuple(code for code in OF_THE_TEAM if RHYTHMS[code].owners == (Role.SOCIAL_WORKER,))
MEETINGS = tuple(kind.code for kind in _ALL if kind.meeting)
MOVABLE = (*MEETINGS, *(code for code in OF_THE_TEAM if code not in MEETINGS), "milestone")
"""What may be moved to another day, one by one: what the team itself owes."""
STAFF_HAND_IN = (*OF_THE_TEAM, *(kind.code for kind in _ALL if kind.staff_hand_it_in))
SHEETS = tuple(kind.code for kind in _ALL if kind.of_devices)
"""Sheets of minutes on devices."""
REVIEWS = tuple(kind.code for kind in _ALL if kind.looks_over_sheets)
"""Reviews of what the sheets say."""
ON_THE_LINE = tuple(kind.code for kind in _ALL if kind.on_the_line)
TELLING_AGE = tuple(kind.code for kind in _ALL if kind.tells_age)
"""What the record keeps of the eighteenth birthday as long as the plan lives; the seal erases it."""
UNNAMED_IN_THE_JOURNAL = (*TELLING_AGE, "pre_expiry")
"""What the journal names in its sealed part only. Every plan has the last: by itself such a line tells nothing."""


def get_owners(kind: str, owner: str) -> tuple[str, ...]:
    """Whose such an item is: its own owner's alone, or all of its kind's owners' where it bears one of them."""
    owners = tuple(each.value for each in ITEM_KINDS[kind].owners)
    return owners if owner in owners else (owner,)
