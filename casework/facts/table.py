"""The table: every fact after which a plan is no longer what it was, what it stops and starts, who is asked for which
decision by when, and who is told.

People read it as docs/facts.md and on the page of the law's steps; `taking_effect` reads it for the verbs. An act is
named by its tag, as a file of acts writes it: the acts themselves import the verbs, and the verbs this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.office import Role
from notifications.events import FAMILY, Event, Recipient
from sunward.words import Words


class PlanFact(StrEnum):
    """A fact that changes what stands. Journal lines carry these codes."""

    # how the plan comes here
    ENTERED_LATE = "entered_late"
    FACT_CORRECTED = "fact_corrected"
    # remedies and objections
    REMEDY_TO_ANSWER_HERE = "remedy_to_answer_here"
    REMEDY_ANSWERED_ABOVE = "remedy_answered_above"
    CORRECTED_BY_RECONSIDERATION = "corrected_by_reconsideration"
    CORRECTED_BY_REVIEW = "corrected_by_review"
    CORRECTED_ON_COMPLAINT = "corrected_on_complaint"
    CORRECTED_ON_LATE_COMPLAINT = "corrected_on_late_complaint"
    CORRECTED_AFTER_THE_END = "corrected_after_the_end"
    OBJECTION_MADE = "objection_made"
    OBJECTION_BY_BOTH = "objection_by_both"
    OBJECTION_WITHDRAWN = "objection_withdrawn"
    # the person
    AGE_DOUBTED = "age_doubted"
    AGE_SETTLED = "age_settled"
    AGE_NOT_COVERED = "age_not_covered"
    CAME_OF_AGE = "came_of_age"
    HELD = "held"
    RELEASED = "released"
    BAIL_CHANGED = "bail_changed"
    UNABLE = "unable"
    HUSHED = "hushed"
    MINOR_DIED = "minor_died"
    MOVE_ASKED = "move_asked"
    CONSENT_MISSING = "consent_missing"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    # the people around
    GUARDIAN_GONE = "guardian_gone"
    LAST_GUARDIAN_GONE = "last_guardian_gone"
    CONTACT_NAMED = "contact_named"
    DANGER_REPORTED = "danger_reported"
    CONTACT_RESTORED = "contact_restored"
    VICTIM_ADDED = "victim_added"
    HANDED_OVER = "handed_over"
    HAND_OVER_ACCEPTED = "hand_over_accepted"
    ASSISTANCE_ASKED = "assistance_asked"
    ASSISTED = "assisted"
    ASSISTANCE_ENDED = "assistance_ended"
    # what is owed
    PERIOD_CHANGED = "period_changed"
    CONDITION_CHANGED = "condition_changed"
    CADENCE_CHANGED = "cadence_changed"
    REVIEW_RESTARTED = "review_restarted"
    ANNOUNCED = "announced"
    # breach
    INCIDENT_REPORTED = "incident_reported"
    GROUND_FOUND = "ground_found"
    # the end, and after it
    PERIOD_ENDED = "period_ended"
    OPINION_WRITTEN = "opinion_written"
    NOT_PROSECUTED = "not_prosecuted"
    REVOKED = "revoked"
    PROSECUTED = "prosecuted"
    JUDGED = "judged"
    OUTCOME_ANNOUNCED = "outcome_announced"
    ENDED = "ended"
    ENDED_BY_CORRECTION = "ended_by_correction"
    MOVED_ELSEWHERE = "moved_elsewhere"
    CORRECTION_FOLLOWED = "correction_followed"
    SET_ASIDE = "set_aside"
    UNSEALED = "unsealed"


class Stops(StrEnum):
    """What stops within the minute."""

    NOTHING = "nothing"
    FAMILY = "family"
    SUPERVISION = "supervision"
    EVERYTHING = "everything"
    GUARDIANS = "guardians"
    WHILE_UNABLE = "while_unable"
    TEXTS = "texts"
    ONE_PERSON = "one_person"
    DEVICE_DATA = "device_data"
    UNTIL_ANNOUNCED = "until_announced"


STOPS: Mapping[Stops, Words] = {
    Stops.NOTHING: Words("无", "nothing"),
    Stops.FAMILY: Words("本人和监护人的全部事项、有关提醒和未完成记录",
                        "all that minor and guardian owe, its reminders, and its misses"),
    Stops.SUPERVISION: Words("本人、监护人和工作人员的全部考察事项、有关提醒和未完成记录",
                             "all that minor, guardian and team owe of the supervision, its reminders, and its misses"),
    Stops.EVERYTHING: Words("全部考察事项和提醒；送达、答复、移送等法定期限照常",
                            "everything of the supervision and every reminder; service, answers and other dates of the law run on"),
    Stops.GUARDIANS: Words("监护人的全部事项和提醒", "all that guardians owe, and their reminders"),
    Stops.WHILE_UNABLE: Words("这些日子里本人的事项和提醒，均不计", "what falls into these days, and its reminders: none of it counts"),
    Stops.TEXTS: Words("发给家庭的全部短信，由人打电话", "every text to the family; a person calls"),
    Stops.ONE_PERSON: Words("发给此人的全部消息", "every message to that person"),
    Stops.DEVICE_DATA: Words("手机使用小表和设备数据", "screen-time sheets, and data of devices"),
    Stops.UNTIL_ANNOUNCED: Words("宣布之前到期的事项，均不计", "what fell due before the announcement: none of it counts"),
}  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """Who is asked for what: an open item of that kind. `within` is a number of working days, or the name of such a
    number in the rulebook; without it the item has a clock of its own, counted by the law from the fact."""

    kind: str
    owner: Role
    within: int | str | None = None
    at_once: bool = False
    """Whether its owner is told of it within the minute, and not only in the morning of its day."""


@dataclass(frozen=True)
class Tell:
    """Who is told, by which event."""

    event: Event
    to: tuple[Recipient, ...]


@dataclass(frozen=True)
class Row:
    """One fact and what follows from it."""

    fact: PlanFact
    happens: Words
    """The fact, with the condition under which it counts."""
    acts: tuple[str, ...]
    """The tags of the acts that record it; of what the calendar does by itself, the code of its line in the journal."""
    article: str
    stops: Stops = Stops.NOTHING
    reason: str = ""
    """Under which code what stops is cancelled; of a stop that lasts, until a decision or another fact lifts it."""
    lifts: str = ""
    """The code of the stop that this fact ends: what is still to come is owed again."""
    starts: Words | None = None
    asks: tuple[Ask, ...] = ()
    tells: tuple[Tell, ...] = ()
    banner: Words | None = None
    family_reads: Words | None = None
    """What the family's own page says while it stands still: what there is to do meanwhile. Never a conclusion of law."""


DECISION_THAT_FOLLOWS = "decision_that_follows"
"""The kind of item by which a decision about the whole case is asked for."""

_R = Recipient
_HANDLERS = (_R.ASSISTANT, _R.PROSECUTOR)
_TEAM = (_R.SOCIAL_WORKER, *_HANDLERS)
_STAFF = (*_TEAM, _R.DEPARTMENT_HEAD)


def _staff(*to: Recipient) -> Tell:
    return Tell(Event.PLAN_CHANGED, to)


_IN_PERSON = Tell(Event.TO_BE_TOLD_IN_PERSON, FAMILY)
_BY_THE_CHIEF = Ask(DECISION_THAT_FOLLOWS, Role.CHIEF_PROSECUTOR, "correction_follow_up_working_days", at_once=True)
_ALL_RESTS = Words(
    "约定的事现在都先停下。这段时间没有要做、要交的，也没有一件会记为没有完成。接下来怎样，会有人当面来说；想问什么，请拨卡片上的电话。",
    "Everything that was agreed rests for now. There is nothing to do or to send meanwhile, and nothing of it will count as "
    "not done. Somebody will come and say what follows; to ask anything, call the number on your card.",
)
_RESTS_UNTIL_CHECKED = Words(
    "有一项登记的信息正在核对，核对清楚之前，约定的事都先停下。这段时间没有要做、要交的，也没有一件会记为没有完成。想问什么，请拨卡片上的电话。",
    "Something that is on record about you is being checked. Until that is done everything that was agreed rests: there is "
    "nothing to do or to send, and nothing will count as not done. To ask anything, call the number on your card.",
)
_NOT_THESE_DAYS = Words(
    "这些日子约定的事不用做，也没有一件会记为没有完成。什么时候接着做，会有人说；有事请拨卡片上的电话。",
    "For these days nothing that was agreed has to be done, and nothing will count as not done. Somebody will say when it "
    "goes on; if there is anything, call the number on your card.",
)
_AFTER_A_DEATH = Words(
    "约定的事都已停止，没有需要做的。会有人当面和您联系；有事随时拨卡片上的电话。",
    "Everything that was agreed has ended; nothing has to be done. Somebody will come to see you. Call the number on your "
    "card at any time.",
)
_ALL_IS_OVER = Words(
    "现在没有要做、要交的事。想问什么，请拨卡片上的电话。",
    "There is nothing to do or to send now. To ask anything, call the number on your card.",
)
_SERVICE = Ask("service", Role.CLERK)
_CORRECTED = Words("决定已被纠正：考察已停止，请作出后续决定",
                   "the decision was corrected: supervision has stopped, and a decision must follow")  # fmt: skip


def _corrected(fact: PlanFact, act: str, zh: str, en: str, article: str) -> Row:
    return Row(
        fact, Words(zh, en), (act,), article, Stops.SUPERVISION, "overturned",
        starts=Words("须作出后续决定：另行终结，或者依法起诉；考验期和决定期限照常计算",
                     "a decision must follow; the period and the last day for the decision run on"),
        asks=(_BY_THE_CHIEF,), tells=(_staff(*_STAFF), _IN_PERSON), banner=_CORRECTED, family_reads=_ALL_RESTS,
    )  # fmt: skip


ROWS: tuple[Row, ...] = (
    Row(
        PlanFact.ENTERED_LATE,
        Words("方案在某项法定期限届满之后才建立", "a plan is entered after the day of a clock of the law"),
        ("open_plan",), "人民检察院刑事诉讼规则第471条，以及各项期限的条文 (Rules art 471, and the article of each clock)",
        starts=Words("该期限照常存在，建立时即为逾期，并在审查、预览和建立时提示",
                     "that clock is there, overdue from the first minute; check, preview and opening warn of it"),
        asks=(_SERVICE, Ask("announcement", Role.PROSECUTOR)),
        tells=(Tell(Event.STATUTORY_DATE_PASSED, (_R.PROSECUTOR,)), Tell(Event.ANNOUNCEMENT_MISSING, (_R.PROSECUTOR,))),
    ),
    Row(
        PlanFact.FACT_CORRECTED,
        Words("登记有误的事实被更正，或者整条撤回", "a fact that was recorded wrongly is corrected, or taken back"),
        ("correct_fact",), "本院做法 (the office's own practice)",
        starts=Words("由它推算的期限、事项和消息重新计算；恢复的事项先询问，不直接计为未完成；已作的决定由人审查",
                     "what was computed from it is computed anew; what is owed again is asked after first and never missed at "
                     "once; what was decided since is for people to look at"),
        tells=(_staff(*_TEAM),),
    ),
    # remedies and objections
    Row(
        PlanFact.REMEDY_TO_ANSWER_HERE,
        Words("公安机关要求复议，或者被害人逾期申诉", "the police ask for reconsideration, or a victim complains late"),
        ("file_remedy",), "人民检察院刑事诉讼规则第379条、第382条 (Rules arts 379, 382)",
        starts=Words("本院的答复期限；考验期照常，标明有争议", "this office's answer has its date; the period runs on under a banner"),
        asks=(Ask("remedy_answer", Role.CHIEF_PROSECUTOR),),
        tells=(Tell(Event.REMEDY_RECEIVED, (*_HANDLERS, _R.DEPARTMENT_HEAD)),),
    ),
    Row(
        PlanFact.REMEDY_ANSWERED_ABOVE,
        Words("公安机关提请复核，或者被害人期限内申诉", "the police ask for review, or a victim complains in time"),
        ("file_remedy",), "人民检察院刑事诉讼规则第380条、第381条 (Rules arts 380, 381)",
        starts=Words("上一级检察院的答复期限，由承办人跟踪", "the higher office's answer has its date, which the prosecutor watches"),
        asks=(Ask("remedy_answer", Role.PROSECUTOR),),
        tells=(Tell(Event.REMEDY_RECEIVED, (*_HANDLERS, _R.DEPARTMENT_HEAD)),),
    ),
    _corrected(
        PlanFact.CORRECTED_BY_RECONSIDERATION, "decide_remedy",
        "公安机关要求复议，本院复议决定改变原决定（结论为“纠正”）",
        "the police asked for reconsideration, and this office's answer is “corrected”",
        "人民检察院刑事诉讼规则第379条 (Rules art 379)",
    ),
    _corrected(
        PlanFact.CORRECTED_BY_REVIEW, "record_remedy_answer",
        "公安机关提请复核，上一级检察院复核决定撤销或者变更原决定（结论为“纠正”）",
        "the police asked for review, and the next-higher office's answer is “corrected”",
        "人民检察院刑事诉讼规则第380条 (Rules art 380)",
    ),
    _corrected(
        PlanFact.CORRECTED_ON_COMPLAINT, "record_remedy_answer",
        "被害人期限内申诉，上一级检察院复查决定撤销原决定（结论为“纠正”）",
        "a victim complained in time, and the next-higher office's answer is “corrected”",
        "人民检察院刑事诉讼规则第382条、第383条 (Rules arts 382, 383)",
    ),
    _corrected(
        PlanFact.CORRECTED_ON_LATE_COMPLAINT, "decide_remedy",
        "被害人逾期申诉，本院复查决定撤销原决定（结论为“纠正”）",
        "a victim complained late, and this office's own answer is “corrected”",
        "人民检察院刑事诉讼规则第382条、第383条 (Rules arts 382, 383)",
    ),
    Row(
        PlanFact.CORRECTED_AFTER_THE_END,
        Words("已作出不起诉决定之后，复议、复核或者申诉的结论为“纠正”",
              "a remedy is answered “corrected” after non-prosecution was decided"),
        ("decide_remedy", "record_remedy_answer"),
        "人民检察院刑事诉讼规则第380条、第383条、第388条 (Rules arts 380, 383, 388)", reason="overturned",
        starts=Words("须决定是否撤销不起诉", "whether the non-prosecution is set aside must be decided"),
        asks=(_BY_THE_CHIEF,), tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.OBJECTION_MADE,
        Words("本人或者法定代理人一方对决定有异议，或者对附带条件、考验期有异议",
              "one of minor and representative objects to the decision, or anybody to its conditions"),
        ("object",), "人民检察院刑事诉讼规则第470条第2款 (Rules art 470(2))",
        starts=Words("须答复；不采纳的说明理由", "an answer is owed, with reasons where it is not adopted"),
        asks=(Ask("objection_answer", Role.PROSECUTOR, 2, at_once=True),),
    ),
    Row(
        PlanFact.OBJECTION_BY_BOTH,
        Words("本人和法定代理人均在期限内对附条件不起诉决定有异议，且未撤回",
              "minor and representative both object to the decision in time, and neither has withdrawn"),
        ("object",), "刑事诉讼法第282条第3款、人民检察院刑事诉讼规则第470条第1款 (CPL art 282(3); Rules art 470(1))",
        Stops.SUPERVISION, "both_object",
        starts=Words("应当作出起诉的决定；决定之前可以撤回异议", "prosecution is due; until it is decided they may withdraw"),
        asks=(Ask("objection_answer", Role.PROSECUTOR, 2, at_once=True), _BY_THE_CHIEF),
        tells=(_staff(*_STAFF), _IN_PERSON),
        family_reads=_ALL_RESTS,
        banner=Words("双方均有异议：考察已停止，应当作出起诉的决定", "both object: supervision has stopped, and prosecution is due"),
    ),
    Row(
        PlanFact.OBJECTION_WITHDRAWN,
        Words("异议撤回后，不再是双方均有异议", "an objection is withdrawn, so that both object no longer"),
        ("withdraw_objection",), "人民检察院刑事诉讼规则第470条第3款 (Rules art 470(3))", lifts="both_object",
        starts=Words("考察继续", "the supervision goes on"), tells=(_staff(*_TEAM),),
    ),
    # the person
    Row(
        PlanFact.AGE_DOUBTED,
        Words("有材料或者有人提出另一个出生日期", "a paper or a person says another birth date"),
        ("doubt_age",), "刑事诉讼法第16条、刑法第17条 (CPL art 16; Criminal Law art 17)", Stops.FAMILY, "age_in_doubt",
        starts=Words("当日告知承办人核实", "the prosecutor is told the same day, and settles it"),
        asks=(Ask("age_in_doubt", Role.PROSECUTOR, 2, at_once=True),),
        family_reads=_RESTS_UNTIL_CHECKED,
        banner=Words("年龄存疑：停止计数和提醒", "age in doubt: nothing counts"),
    ),
    Row(
        PlanFact.AGE_SETTLED,
        Words("年龄核定，行为时在未成年人附条件不起诉的年龄范围内", "the age is settled, and lies within what the law covers"),
        ("settle_age",), "刑法第17条、民法典第17条 (Criminal Law art 17; Civil Code art 17)", lifts="age_in_doubt",
        starts=Words("考察继续；成年日随之变动", "the supervision goes on; the day of majority follows"), tells=(_staff(*_TEAM),),
    ),
    Row(
        PlanFact.AGE_NOT_COVERED,
        Words("年龄核定，行为时未达刑事责任年龄，或者不属于未成年人",
              "the age is settled: not liable at the act, or no minor then"),
        ("settle_age",), "刑事诉讼法第16条、刑法第17条、人民检察院刑事诉讼规则第489条 (CPL art 16; Criminal Law art 17; Rules art 489)",
        Stops.SUPERVISION, "age_not_covered",
        starts=Words("须作出后续决定", "a decision must follow"),
        asks=(_BY_THE_CHIEF,), tells=(_staff(*_STAFF), _IN_PERSON),
        family_reads=_ALL_RESTS,
        banner=Words("核定的年龄不适用附条件不起诉：考察已停止，请作出后续决定",
                     "the settled age is not covered: supervision has stopped, and a decision must follow"),
    ),
    Row(
        PlanFact.CAME_OF_AGE, Words("年满十八周岁之日", "the eighteenth birthday"), ("come_of_age",),
        "民法典第17条、第18条、第23条 (Civil Code arts 17, 18, 23)", Stops.GUARDIANS, "of_age",
        starts=Words("同意、联系和通知均由本人", "consents, contacts and notices are the person's own"),
        asks=(Ask("consents", Role.MINOR),),
    ),
    Row(
        PlanFact.HELD, Words("被拘留、逮捕，尚未释放", "somebody under supervision is locked up"), ("record_measure",),
        "人民检察院办理未成年人刑事案件的规定第34条 (2013 Provisions art 34)", Stops.WHILE_UNABLE, "unable",
        starts=Words("立即释放或者变更强制措施", "release, or another measure, at once"),
        asks=(Ask("custody", Role.PROSECUTOR, at_once=True),), family_reads=_NOT_THESE_DAYS,
    ),
    Row(
        PlanFact.RELEASED, Words("已释放", "the release is recorded"), ("record_measure",),
        "人民检察院办理未成年人刑事案件的规定第34条 (2013 Provisions art 34)",
        starts=Words("释放之后的事项照常", "what falls due from then on is owed as usual"), tells=(_staff(*_TEAM),),
    ),
    Row(
        PlanFact.BAIL_CHANGED, Words("决定或者解除取保候审、监视居住", "bail or residential surveillance is ordered or lifted"),
        ("record_measure",), "刑事诉讼法第71条、第79条、人民检察院刑事诉讼规则第103条 (CPL arts 71, 79; Rules art 103)",
        starts=Words("强制措施的届满日；取保期间外出还须派出所同意",
                     "its own last day; while on bail, leave needs the police station as well"),
        tells=(_staff(*_TEAM),),
    ),
    Row(
        PlanFact.UNABLE, Words("生病、住院、被拘留等无法履行", "ill, in hospital, detained, or unable for another reason"),
        ("record_unable",), "刑事诉讼法第283条第3款，推论 (inferred from CPL art 283(3))", Stops.WHILE_UNABLE, "unable",
        family_reads=_NOT_THESE_DAYS,
    ),
    Row(
        PlanFact.HUSHED, Words("因考试、危机等暂缓提醒", "texts are held back for exams, a crisis or the like"), ("hush",),
        "本院做法 (the office's own practice)", Stops.TEXTS,
    ),
    Row(
        PlanFact.MINOR_DIED, Words("本人死亡", "the minor has died"), ("end_contact",), "刑事诉讼法第16条 (CPL art 16)",
        Stops.SUPERVISION, "minor_died",
        starts=Words("须作出终结的决定；家庭由人当面联系，不发短信", "the case is to be ended; a person goes to the family, no text does"),
        asks=(_BY_THE_CHIEF,), tells=(_staff(*_STAFF),),
        family_reads=_AFTER_A_DEATH,
        banner=Words("本人已去世：考察已停止，请作出终结的决定", "the minor has died: supervision has stopped; the case is to be ended"),
    ),
    Row(
        PlanFact.MOVE_ASKED, Words("申请迁居", "leave is asked for to move home"), ("ask_leave",),
        "刑事诉讼法第283条第3款第3项、第71条 (CPL arts 283(3)(3), 71)",
        starts=Words("由承办人批准；考虑异地协助", "the prosecutor decides; another office may assist"),
        asks=(Ask("leave_decision", Role.PROSECUTOR, "leave_answer_working_days", at_once=True),),
        tells=(_staff(*_TEAM),),
    ),
    Row(
        PlanFact.CONSENT_MISSING,
        Words("设备数据需要其同意的人还没有表态（未满14周岁：监护人，并问过本人；14至17周岁：本人和监护人；满18周岁：本人）",
              "somebody whose consent to device data is needed has not answered (under 14: a guardian's, with the child asked; "
              "14 to 17: the minor's own and a guardian's; from 18: the person's own)"),
        ("open_plan", "name_device"), "个人信息保护法第29条、第31条 (PIPL arts 29, 31)",
        starts=Words("问过之前什么都不收取", "nothing is collected until it is asked"),
        asks=(Ask("device_consent", Role.SOCIAL_WORKER, 2),),
    ),
    Row(
        PlanFact.CONSENT_GIVEN,
        Words("需要其同意的人都已同意收取设备数据", "everybody whose consent is needed has agreed to device data"),
        ("give_consents",), "个人信息保护法第14条、第31条 (PIPL arts 14, 31)",
        starts=Words("按同意的范围收取", "what was consented to is collected, and no more"),
        tells=(_staff(_R.SOCIAL_WORKER, _R.PROSECUTOR),),
    ),
    Row(
        PlanFact.CONSENT_WITHDRAWN,
        Words("有人不同意或者撤回同意（各人只能为自己撤回；本人的不同意在任何年龄都算数）",
              "somebody refuses or withdraws (each for themselves; the minor's No counts at any age)"),
        ("withdraw_consent", "give_consents"), "个人信息保护法第15条、第47条 (PIPL arts 15, 47)", Stops.DEVICE_DATA, "consent_withdrawn",
        starts=Words("已收取的立即隐藏，到期删除；不因此受任何不利影响", "what was collected is hidden at once and deleted on its day; nobody loses anything by it"),
        tells=(_staff(_R.SOCIAL_WORKER, _R.PROSECUTOR),),
    ),
    # the people around
    Row(
        PlanFact.GUARDIAN_GONE, Words("一位监护人去世或者不再担任，另有监护人", "a guardian died or is none any more; another is left"),
        ("end_contact",), "刑事诉讼法第281条、人民检察院刑事诉讼规则第489条第2款 (CPL art 281; Rules art 489(2))",
        Stops.ONE_PERSON, "not_a_contact", tells=(_staff(*_TEAM),),
    ),
    Row(
        PlanFact.LAST_GUARDIAN_GONE,
        Words("监护人去世或者不再担任，没有其他法定代理人，本人未成年",
              "a guardian died or is none any more, and a minor is left without a representative"),
        ("end_contact",), "刑事诉讼法第281条 (CPL art 281)", Stops.GUARDIANS, "no_guardian",
        starts=Words("须登记新的法定代理人，此前由合适成年人到场", "a representative is to be named; until then an appropriate adult is present"),
        asks=(Ask("representative_missing", Role.PROSECUTOR, 3, at_once=True),), tells=(_staff(*_TEAM),),
    ),
    Row(
        PlanFact.CONTACT_NAMED, Words("登记了新的监护人或者联系人", "a guardian or contact is named"), ("name_contact",),
        "民法典第27条 (Civil Code art 27)", lifts="no_guardian",
        starts=Words("此前无人承担的监护人事项从次日起恢复", "what guardians owed, and nobody was left to owe, is owed again"),
        tells=(_staff(_R.PROSECUTOR),),
    ),
    Row(
        PlanFact.DANGER_REPORTED, Words("发现侵害未成年人，已向有关机关报告", "harm to the child was reported to the authorities"),
        ("report_danger",), "未成年人保护法第11条第2款 (MPL art 11(2))", Stops.ONE_PERSON, "not_now",
        starts=Words("反馈期限；被指认的人不再收到消息、不能查看、不会得知", "the feedback has its date; whoever is named as the danger gets and sees nothing"),
        asks=(Ask("feedback", Role.PROSECUTOR),), tells=(Tell(Event.REPORT_RECORDED, (_R.PROSECUTOR,)),),
    ),
    Row(
        PlanFact.CONTACT_RESTORED, Words("查明不是，恢复联系人", "it was not so: the contact is restored"), ("restore_contact",),
        "未成年人保护法第11条第2款 (MPL art 11(2))",
        starts=Words("从此恢复联系，其间已停止的不恢复", "a contact again from now on; what ended meanwhile stays ended"),
        tells=(_staff(_R.SOCIAL_WORKER, _R.PROSECUTOR),),
    ),
    Row(
        PlanFact.VICTIM_ADDED, Words("查明还有被害人，增加为受送达人", "another victim is known, and is to be served"),
        ("add_addressee",), "人民检察院刑事诉讼规则第471条第1款、第472条 (Rules arts 471(1), 472)",
        starts=Words("送达；自其本人收到之日起七日内可以申诉", "service; seven days to complain, from that victim's own receipt"),
        asks=(Ask("service", Role.CLERK, 1),), tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.HANDED_OVER, Words("承办人、社工等移交", "a member of the team hands over"), ("hand_over",),
        "刑事诉讼法第283条第1款 (CPL art 283(1))",
        starts=Words("接收之前由临时代理人负责", "until it is accepted a stand-in is responsible"),
        asks=(Ask("hand_over_acceptance", Role.SOCIAL_WORKER, "handover_acceptance_working_days"),),
        tells=(Tell(Event.HANDOVER_ASKED, (_R.SOCIAL_WORKER,)),),
    ),
    Row(
        PlanFact.HAND_OVER_ACCEPTED, Words("接收移交", "the hand-over is accepted"), ("accept_hand_over",),
        "刑事诉讼法第283条第1款 (CPL art 283(1))",
        starts=Words("全部未办事项归接收人", "every open item is the successor's"), tells=(Tell(Event.CONTACT_CHANGED, FAMILY),),
    ),
    Row(
        PlanFact.ASSISTANCE_ASKED, Words("请求异地检察院协助", "another office is asked to assist"), ("ask_assistance",),
        "人民检察院刑事诉讼规则第474条 (Rules art 474)",
        asks=(Ask("assistance_answer", Role.PROSECUTOR, "handover_acceptance_working_days"),),
        tells=(Tell(Event.HANDOVER_ASKED, (_R.PROSECUTOR,)),),
    ),
    Row(
        PlanFact.ASSISTED, Words("异地检察院协助考察", "another office assists"), ("accept_assistance", "assist_elsewhere"),
        "人民检察院刑事诉讼规则第474条 (Rules art 474)",
        starts=Words("对方按期反馈；决定仍由本院", "it reports by its day; the decision stays here"),
        asks=(Ask("assisted_report", Role.PROSECUTOR),), tells=(_staff(_R.SOCIAL_WORKER, _R.PROSECUTOR),),
    ),
    Row(
        PlanFact.ASSISTANCE_ENDED, Words("协助结束", "the assistance ends"), ("end_assistance",),
        "人民检察院刑事诉讼规则第474条 (Rules art 474)",
        starts=Words("全部事项回到本院", "everything is this office's again"), tells=(_staff(_R.SOCIAL_WORKER, _R.PROSECUTOR),),
    ),
    # what is owed
    Row(
        PlanFact.PERIOD_CHANGED, Words("延长或者缩短考验期", "the period is extended or shortened"), ("change_period",),
        "人民检察院办理未成年人刑事案件的规定第40条 (2013 Provisions art 40)",
        starts=Words("新的届满日、日程和决定期限", "a new last day, calendar and day for the decision"),
        asks=(_SERVICE,), tells=(_IN_PERSON,),
    ),
    Row(
        PlanFact.CONDITION_CHANGED, Words("变更附带条件", "an additional condition is changed"), ("change_condition",),
        "人民检察院刑事诉讼规则第476条 (Rules art 476)", starts=Words("自告知之日起按新条件", "the new one is owed from the day it is told"),
        tells=(_IN_PERSON,),
    ),
    Row(
        PlanFact.CADENCE_CHANGED, Words("变更日程", "something is owed more often, less often, or no longer"), ("change_cadence",),
        "刑事诉讼法第283条第1款 (CPL art 283(1))", starts=Words("自指定之日起按新日程", "the calendar is laid out anew from that day"),
        tells=(_IN_PERSON,),
    ),
    Row(
        PlanFact.REVIEW_RESTARTED, Words("查明审查起诉期限曾重新计算（补充侦查退回、改变管辖）",
                                         "it turns out that the review limit began anew (supplementary investigation, jurisdiction)"),
        ("restart_review",), "刑事诉讼法第172条第2款、第175条 (CPL arts 172(2), 175)",
        starts=Words("剩余期限和作出起诉或者不起诉决定的最后一日随之变动", "the days left and the last day for the decision move"),
        tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.ANNOUNCED, Words("当面宣布附条件不起诉决定", "the decision is announced in person"), ("announce",),
        "人民检察院刑事诉讼规则第471条第2款 (Rules art 471(2))", Stops.UNTIL_ANNOUNCED, "not_announced",
        starts=Words("此后到期的事项才开始计算", "what falls due from then on can be missed"),
    ),
    # breach
    Row(
        PlanFact.INCIDENT_REPORTED, Words("报告再犯、漏罪、治安违法或者违反监督管理规定的情况",
                                          "a new or missed crime, a public-security or a supervision matter is reported"),
        ("report_incident",), "人民检察院刑事诉讼规则第479条 (Rules art 479)",
        starts=Words("由承办人核实，听取本人说明；考察照常", "the prosecutor looks into it and hears the minor; the supervision goes on"),
        asks=(Ask("incident_review", Role.PROSECUTOR, 2, at_once=True),),
    ),
    Row(
        PlanFact.GROUND_FOUND, Words("听取说明后，认定有撤销情形", "after hearing, a ground of revocation is found"), ("close_incident",),
        "刑事诉讼法第284条第1款、人民检察院刑事诉讼规则第479条 (CPL art 284(1); Rules art 479)",
        starts=Words("由承办人提请撤销；决定之前考察照常", "the prosecutor proposes revocation; until it is decided the supervision goes on"),
        asks=(Ask("revocation_proposal", Role.PROSECUTOR, 3),),
        tells=(_staff(_R.DEPARTMENT_HEAD), Tell(Event.TO_BE_TOLD_IN_PERSON, (_R.MINOR,))),
    ),
    # the end, and after it
    Row(
        PlanFact.PERIOD_ENDED, Words("考验期最后一日已过", "the last day of the period is over"), ("end_period",),
        "刑事诉讼法第284条第2款、人民检察院刑事诉讼规则第477条 (CPL art 284(2); Rules art 477)",
        starts=Words("考察意见书，然后是起诉或者不起诉的决定", "the opinion, then the decision"),
        asks=(Ask("opinion", Role.PROSECUTOR), Ask("final_decision", Role.CHIEF_PROSECUTOR)),
        tells=(Tell(Event.PERIOD_ENDED, _HANDLERS),),
    ),
    Row(
        PlanFact.OPINION_WRITTEN, Words("出具考察意见书", "the supervision opinion is signed"), ("write_opinion",),
        "人民检察院刑事诉讼规则第477条第1款 (Rules art 477(1))", starts=Words("由检察长决定", "the chief decides"),
        tells=(Tell(Event.DECISION_ASKED, (_R.CHIEF_PROSECUTOR, _R.DEPUTY)),),
    ),
    Row(
        PlanFact.NOT_PROSECUTED, Words("决定不起诉", "non-prosecution is decided"), ("decide_non_prosecution",),
        "刑事诉讼法第284条第2款、人民检察院刑事诉讼规则第477条、第480条 (CPL art 284(2); Rules arts 477, 480)",
        Stops.EVERYTHING, "non_prosecution", family_reads=_ALL_IS_OVER,
        asks=(_SERVICE, Ask("outcome_announcement", Role.PROSECUTOR, 3)), tells=(_IN_PERSON,),
    ),
    Row(
        PlanFact.REVOKED, Words("撤销附条件不起诉决定", "the conditional non-prosecution is revoked"), ("revoke",),
        "刑事诉讼法第284条第1款、人民检察院刑事诉讼规则第479条 (CPL art 284(1); Rules art 479)", Stops.EVERYTHING, "revocation", family_reads=_ALL_IS_OVER,
        asks=(_SERVICE, Ask("prosecution", Role.PROSECUTOR)), tells=(_IN_PERSON,),
    ),
    Row(
        PlanFact.PROSECUTED, Words("提起公诉", "the indictment is filed"), ("prosecute",), "刑事诉讼法第284条第1款 (CPL art 284(1))",
        starts=Words("等待判决；封存以判决为准", "the judgment is awaited, and the seal waits for it"), tells=(_staff(_R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.JUDGED, Words("判决生效", "the judgment is in force"), ("record_judgment",), "人民检察院刑事诉讼规则第482条 (Rules art 482)",
        starts=Words("判处五年有期徒刑以下刑罚的次日封存，超过五年的结案", "sealed on the next day at five years or less, closed otherwise"),
        tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.OUTCOME_ANNOUNCED, Words("当面宣布不起诉决定", "the outcome is announced in person"), ("announce_outcome",),
        "人民检察院刑事诉讼规则第376条、第486条 (Rules arts 376, 486)",
        starts=Words("次日封存；征求是否需要自愿回访", "sealed on the next day; after-care is offered"),
        asks=(Ask("after_care_offer", Role.PROSECUTOR),),
    ),
    Row(
        PlanFact.ENDED, Words("因死亡或者不负刑事责任终结", "the case is ended: death, or no liability"), ("end_otherwise",),
        "刑事诉讼法第16条、第177条第1款 (CPL arts 16, 177(1))", Stops.EVERYTHING, "ended", family_reads=_ALL_IS_OVER,
        starts=Words("次日封存", "sealed on the next day"), tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.ENDED_BY_CORRECTION, Words("因上级纠正或者双方异议终结", "the case is ended: a correction, or the objection of both"),
        ("end_otherwise",), "人民检察院刑事诉讼规则第380条、第383条、刑事诉讼法第282条第3款 (Rules arts 380, 383; CPL art 282(3))",
        Stops.EVERYTHING, "ended", family_reads=_ALL_IS_OVER, asks=(Ask("after_correction", Role.PROSECUTOR, "correction_follow_up_working_days"),),
        tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.MOVED_ELSEWHERE, Words("改变管辖", "jurisdiction changes"), ("end_otherwise",), "刑事诉讼法第172条第2款 (CPL art 172(2))",
        Stops.EVERYTHING, "ended", family_reads=_ALL_IS_OVER, starts=Words("案卷移送，本院结案", "the file goes there, and is closed here"),
        tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.CORRECTION_FOLLOWED, Words("决定上级纠正之后如何处理", "what follows the correction is decided"), ("follow_correction",),
        "人民检察院刑事诉讼规则第380条 (Rules art 380)",
        starts=Words("起诉的等待判决，不再追诉的封存，移送的结案", "prosecuted: the judgment is awaited; nothing more: sealed; elsewhere: closed"),
        tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
    Row(
        PlanFact.SET_ASIDE, Words("撤销不起诉决定", "the non-prosecution is set aside"), ("set_aside",),
        "人民检察院刑事诉讼规则第383条、第388条 (Rules arts 383, 388)", Stops.EVERYTHING, "revocation", family_reads=_ALL_IS_OVER,
        asks=(Ask("prosecution", Role.PROSECUTOR), _SERVICE), tells=(_IN_PERSON, _staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD)),
    ),
    Row(
        PlanFact.UNSEALED, Words("并罚五年以上，解除判决的封存", "five years or more together: the seal of a judgment is lifted"), ("unseal",),
        "人民检察院刑事诉讼规则第485条 (Rules art 485)", starts=Words("案卷向承办人开放", "the file is open to its handlers"),
        tells=(_staff(_R.PROSECUTOR, _R.DEPARTMENT_HEAD),),
    ),
)  # fmt: skip

ROW_OF: Mapping[PlanFact, Row] = {row.fact: row for row in ROWS}
BANNERS: Mapping[str, Words] = {row.reason: row.banner for row in ROWS if row.banner is not None}
"""What stands across the top of a plan while a fact has stopped it, by the code under which it is stopped."""
FAMILY_READS: Mapping[str, Words] = {row.reason: row.family_reads for row in ROWS if row.family_reads is not None}
"""What the family's own page says meanwhile, by the same code."""


def _for(because: Words, *acts: str) -> dict[str, Words]:
    return dict.fromkeys(acts, because)


CHANGES_NOTHING: Mapping[str, Words] = {
    **_for(
        Words(
            "是方案本来就有的一项事项的提交、说明、答复或者办结",
            "it hands in, explains, answers or ends what the plan has asked for already",
        ),
        "submit",
        "review",
        "record_progress",
        "take_back_session",
        "explain",
        "answer_explanation",
        "evaluate",
        "propose_evaluation",
        "ask_views",
        "give_view",
        "record_feedback",
        "record_assisted_report",
        "decide_leave",
        "hear",
        "answer_objection",
        "record_service",
        "record_suggestion_reply",
        "answer_aid",
        "record_referral_answer",
        "record_certificate",
        "answer_data_request",
        "answer_dispute",
        "close_note",
        "close_usage_review",
        "record_card_query",
        "record_order_hours",
        "hear_victim",
        "settle_property",
        "dismiss_items",
        "answer_after_care",
        "end_after_care",
    ),
    **_for(
        Words(
            "另开一项有自己期限的事项，方案其余不变",
            "it opens one thing with a date of its own, and leaves the rest of the plan as it was",
        ),
        "order_guardian",
        "end_order",
        "send_suggestion",
        "ask_aid",
        "refer",
        "ask_certificate",
        "ask_about_data",
        "record_restriction",
        "record_appeal",
        "answer_appeal",
        "record_relief",
        "ask_access",
        "answer_access",
        "end_access",
        "ask_to_sign",
    ),
    **_for(
        Words("提请本身不改变什么，决定才改变", "asking for a decision changes nothing; deciding does"),
        "propose",
        "countersign",
        "return_proposal",
        "withdraw_proposal",
    ),
    **_for(
        Words("是记录或者评估，不影响谁应做什么", "a record or an evaluation: nobody owes anything else by it"),
        "note",
        "rate_needs",
        "record_situation",
        "record_questionnaire",
        "comment_on_progress",
        "tell_index",
        "record_assessment",
        "set_support_level",
        "hold_hearing",
        "record_returned_cards",
        "make_paper",
        "make_pack",
    ),
    **_for(
        Words(
            "只关系怎么联系、附什么材料、从哪台设备来",
            "it says how somebody is reached, what may be attached, or which device it is",
        ),
        "record_hours",
        "opt_out",
        "record_informed",
        "record_call",
        "record_passed_on",
        "record_paper",
        "agree_on_attachments",
        "keep_device",
        "agree_on_usage",
        "hand_in_usage",
        "place_app",
        "comment_on_usage",
    ),
    **_for(
        Words("改变日期的，事先预览，逐项记入案卷", "what it moves is previewed, and each date stands in the journal"),
        "move_item",
        "adopt_edition",
    ),
}
"""Why every other act changes nothing of what stands. An act is in a row or here, or a test says so."""
