"""The people of the case: a quiet time, danger, contacts, age, consents."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.shared.acts.act import Act, Relation, Short
from casework.shared.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.shared.acts.reasons import ANSWERS_WHAT_WAS_ASKED, GIVEN_ANEW, ON_THE_LIST, OPENS_ONE_ITEM, SAID_IN_PERSON
from casework.shared.facts.fact_rules import (
    AFTER_A_DEATH,
    ALL_RESTS,
    ALL_STAFF,
    BY_THE_CHIEF,
    IN_PERSON,
    RESTS_UNTIL_CHECKED,
    TEAM,
    FactRule,
    FactTask,
    Stops,
    staff_notice,
)
from casework.shared.files.base import BirthDay, ComingDay, Number, PastDay
from casework.shared.rights.operation import ActGroup, Operation
from casework.shared.rights.phases import ALSO_AFTERWARDS, HANDLED, LATE, LATE_TO_THE_END, also_after_seal
from casework.shared.rights.scope import CASE_AND_WORKER, FAMILY, PROSECUTOR
from core.words import Words
from law.four_eyes import Responsibility
from models.office import Role
from notifications.events import Event, Recipient

AGE_DOUBTED = FactRule(
    "age_doubted",
    Words("有材料或者有人提出另一个出生日期", "a document or a person states another birth date"),
    "age_doubted",
    stops=Stops.FAMILY,
    reason="age_in_doubt",
    starts=Words("当日告知承办人核实", "the prosecutor is notified the same day, and determines the age"),
    asks=(FactTask("age_in_doubt", Role.PROSECUTOR, 2, at_once=True),),
    family_reads=RESTS_UNTIL_CHECKED,
    banner=Words("年龄存疑：停止计数和提醒", "age in doubt: nothing counts"),
)

AGE_SETTLED = FactRule(
    "age_settled",
    Words(
        "年龄核定，行为时在未成年人附条件不起诉的年龄范围内", "the age is determined, and is within what the law covers"
    ),
    "age_settled",
    lifts="age_in_doubt",
    starts=Words("考察继续；成年日随之变动", "the supervision goes on; the day of majority follows"),
    tells=(staff_notice(*TEAM),),
)

AGE_NOT_COVERED = FactRule(
    "age_not_covered",
    Words(
        "年龄核定，行为时未达刑事责任年龄，或者不属于未成年人",
        "the age is determined: not liable at the act, or no minor then",
    ),
    "age_settled_below",
    stops=Stops.SUPERVISION,
    reason="age_not_covered",
    starts=Words("须作出后续决定", "a decision must follow"),
    asks=(BY_THE_CHIEF,),
    tells=(staff_notice(*ALL_STAFF), IN_PERSON),
    family_reads=ALL_RESTS,
    banner=Words(
        "核定的年龄不适用附条件不起诉：考察已停止，请作出后续决定",
        "the settled age is not covered: supervision has stopped, and a decision must follow",
    ),
)

HUSHED = FactRule(
    "messages_paused",
    Words("因考试、危机等暂缓提醒", "text messages are paused for exams, a crisis or the like"),
    "office_practice",
    stops=Stops.TEXTS,
)

MINOR_DIED = FactRule(
    "minor_died",
    Words("本人死亡", "the minor has died"),
    "not_liable",
    stops=Stops.SUPERVISION,
    reason="minor_died",
    starts=Words(
        "须作出终结的决定；家庭由人当面联系，不发短信",
        "the case is to be ended; a person goes to the family, no text does",
    ),
    asks=(BY_THE_CHIEF,),
    tells=(staff_notice(*ALL_STAFF),),
    family_reads=AFTER_A_DEATH,
    banner=Words(
        "本人已去世：考察已停止，请作出终结的决定",
        "the minor has died: supervision has stopped; the case is to be ended",
    ),
)

CONSENT_GIVEN = FactRule(
    "consent_given",
    Words("需要其同意的人都已同意收取设备数据", "everybody whose consent is needed has agreed to device data"),
    "consent_given",
    starts=Words("按同意的范围收取", "what was consented to is collected, and no more"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)

CONSENT_WITHDRAWN = FactRule(
    "consent_withdrawn",
    Words(
        "有人不同意或者撤回同意（各人只能为自己撤回；本人的不同意在任何年龄都算数）",
        "somebody refuses or withdraws (each for themselves; the minor's No counts at any age)",
    ),
    "consent_withdrawn",
    stops=Stops.DEVICE_DATA,
    reason="consent_withdrawn",
    starts=Words(
        "已收取的立即隐藏，到期删除；不因此受任何不利影响",
        "what was collected is hidden at once and deleted on its day; nobody loses anything by it",
    ),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)

GUARDIAN_GONE = FactRule(
    "guardian_gone",
    Words("一位监护人去世或者不再担任，另有监护人", "a guardian died or is none any more; another is left"),
    "representative_lacking",
    stops=Stops.ONE_PERSON,
    reason="not_a_contact",
    tells=(staff_notice(*TEAM),),
)

LAST_GUARDIAN_GONE = FactRule(
    "last_guardian_gone",
    Words(
        "监护人去世或者不再担任，没有其他法定代理人，本人未成年",
        "a guardian died or is none any more, and a minor is left without a representative",
    ),
    "appropriate_adult",
    stops=Stops.GUARDIANS,
    reason="no_guardian",
    starts=Words(
        "须登记新的法定代理人，此前由合适成年人到场",
        "a representative is to be named; until then an appropriate adult is present",
    ),
    asks=(FactTask("representative_missing", Role.PROSECUTOR, 3, at_once=True),),
    tells=(staff_notice(*TEAM),),
)

CONTACT_NAMED = FactRule(
    "contact_named",
    Words("登记了新的监护人或者联系人", "a guardian or contact is named"),
    "guardianship",
    lifts="no_guardian",
    starts=Words(
        "此前无人承担的监护人事项从次日起恢复", "duties of guardians that had no one to fulfil them are due again"
    ),
    tells=(staff_notice(Recipient.PROSECUTOR),),
)

CONTACT_RESTORED = FactRule(
    "contact_restored",
    Words("查明不是，恢复联系人", "it was not so: the contact is restored"),
    "mandatory_report",
    starts=Words("从此恢复联系，其间已停止的不恢复", "a contact again from now on; what ended meanwhile stays ended"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)


class PauseMessages(Act):
    """All text messages are paused until a day, with a reason; a person calls instead and statutory deadlines
    continue.

    It lasts 31 days at most, and can be renewed.
    """

    operation: ClassVar = Operation(
        "pause_messages",
        formerly=("hush",),
        does="casework.family.people:pause_messages",
        title=Words("暂缓提醒", "Pause text messages"),
        done=Words("暂缓了全部提醒", "paused all text messages"),
        noun=Words("暂缓提醒", "text messages paused"),
        detail="`until_on`",
        by=PROSECUTOR,
        fits=HANDLED,
        notifies=Words(
            "暂缓提醒本身不发消息，由人打电话", "a pause of text messages is not announced by text; a person calls"
        ),
        changes=(HUSHED,),
        group=ActGroup.PEOPLE,
        hint=Words("法定期限照常计算；由人打电话代替。", "Legal dates go on; somebody calls instead."),
        steps={"pause_messages": Responsibility.DECIDES},
    )

    did: Literal["pause_messages"]
    until_on: ComingDay
    """The last day without texts."""
    reason: str = Field(min_length=1, max_length=20_000)


class RestoreContact(Act):
    """Whoever had been named as the danger is a contact again, by decision of the prosecutor."""

    operation: ClassVar = Operation(
        "restore_contact",
        does="casework.family.people:restore_contact",
        title=Words("恢复一位联系人", "Restore a contact"),
        done=Words("恢复了一位联系人", "made somebody a contact again"),
        noun=Words("恢复联系", "contact restored"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        notifies=(Event.PLAN_CHANGED,),
        changes=(CONTACT_RESTORED,),
        group=ActGroup.PEOPLE,
    )

    did: Literal["restore_contact"]
    person: Annotated[
        Relation, ChosenFrom(PlanChoices.GUARDIANS), Caption(Words("恢复联系谁", "Who is a contact again"))
    ]
    """The relation of whoever had been named as the danger."""
    reason: str = Field(min_length=1, max_length=20_000)


class NameContact(Act):
    """A contact person was named or changed: somebody new, or a new number for somebody known."""

    operation: ClassVar = Operation(
        "name_contact",
        does="casework.family.people:name_contact",
        title=Words("登记或更换联系人", "Add or change a contact"),
        done=Words("登记了联系人", "named a contact"),
        noun=Words("联系人", "contact named"),
        detail="`relation`, `device`, `represents`",
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        notifies=(Event.PLAN_CHANGED,),
        changes=(CONTACT_NAMED,),
        group=ActGroup.PEOPLE,
    )

    did: Literal["name_contact"]
    person: Annotated[Relation, ChosenFrom(PlanChoices.ANYBODY)]
    """'minor' or the relation, such as 'aunt'."""
    name: Short | None = None
    phone: Number | None = None
    device: Annotated[
        Literal["own", "shared", "keypad", "none", "unknown"], Caption(Words("手机是谁的", "Whose phone"))
    ] = "unknown"
    represents: Annotated[bool | None, Caption(Words("是法定代理人", "Is the legal representative"))] = None
    """Whether this is the legal representative; if left out, as it was."""


class EndContact(Act):
    """A guardian died, or is no longer the guardian.

    Nothing is sent to this person any more. Duties of guardians end as cancelled where no guardian is left. Without a
    representative there is a warning (`AD-02`), and the prosecutor is asked to name another. Where the minor has
    died, the supervision and every text stop and the chief procurator is asked for the decision that follows; a
    person visits the family.
    """

    operation: ClassVar = Operation(
        "end_contact",
        does="casework.family.people:end_contact",
        title=Words("登记监护人去世或者不再是监护人", "Record the loss of a guardian"),
        done=Words("登记了监护人去世或者不再担任", "recorded the loss of a guardian"),
        noun=Words("不再是监护人", "loss of a guardian recorded"),
        detail="`relation`, `because`, `on`, `fact`, `cancelled`, `asked`, `represented` (whether they were a representative until then)",
        by=CASE_AND_WORKER,
        fits=also_after_seal("contact_ended", "family"),
        fact=True,
        notifies=(Event.PLAN_CHANGED,),
        changes=(
            MINOR_DIED,
            GUARDIAN_GONE,
            LAST_GUARDIAN_GONE,
        ),
        group=ActGroup.PEOPLE,
    )

    did: Literal["end_contact"]
    person: Annotated[Relation, ChosenFrom(PlanChoices.GUARDIANS)]
    """The relation; or `minor`, who died."""
    because: Annotated[
        Literal["died", "no_longer_guardian"],
        Caption(
            Words("缘由", "Why"),
            choices={
                "died": Words("去世", "Died"),
                "no_longer_guardian": Words("不再是监护人", "Is the guardian no longer"),
            },
        ),
    ]
    since: Annotated[PastDay | None, Caption(Words("自哪天起（不填即今天）", "Since when (today, if left empty)"))] = (
        None
    )
    """The act's own day, if left out."""
    reason: str | None = Field(None, max_length=1000)


class AskAboutData(Act):
    """Somebody of the family asked about what is stored of them.

    It changes nothing by itself; the prosecutor answers within the office's days.
    """

    operation: ClassVar = Operation(
        "ask_about_data",
        does="casework.family.data_requests:ask_about_data",
        title=Words("就个人信息提出请求", "Request own data"),
        done=Words("就个人信息提出了请求", "requested own data"),
        noun=Words("询问个人信息", "requested own data"),
        detail="`wish`, `place`",
        by=FAMILY,
        fits=ALSO_AFTERWARDS,
        notifies=ON_THE_LIST,
        changes=OPENS_ONE_ITEM,
        group=ActGroup.PEOPLE,
    )

    did: Literal["ask_about_data"]
    wish: Annotated[
        Literal["copy", "correct", "delete", "object"],
        Caption(
            Words("希望怎样", "What is requested"),
            choices={
                "copy": Words("看看、复制", "To see or have a copy"),
                "correct": Words("更正", "To correct something"),
                "delete": Words("删除", "To delete something"),
                "object": Words("不同意这样使用", "To object to a use"),
            },
        ),
    ]
    text: str = Field(min_length=1, max_length=4000)


class AnswerDataRequest(Act):
    """A request about one's own data was answered."""

    operation: ClassVar = Operation(
        "answer_data_request",
        does="casework.family.data_requests:answer_data_request",
        title=Words("答复个人信息请求", "Answer a personal data request"),
        done=Words("答复了个人信息请求", "answered a request about own data"),
        noun=Words("答复个人信息请求", "request about own data answered"),
        detail="`place`, `outcome`",
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        notifies=SAID_IN_PERSON,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.PEOPLE,
    )

    did: Literal["answer_data_request"]
    place: int = Field(ge=1)
    """Which request of the plan, counted from one."""
    outcome: Annotated[
        Literal["done", "partly", "refused"],
        Caption(
            choices={
                "done": Words("照办", "Done"),
                "partly": Words("部分照办", "Done in part"),
                "refused": Words("不能照办", "Not possible"),
            }
        ),
    ]
    reason: str = Field(min_length=1, max_length=4000)


class DoubtAge(Act):
    """A document or person states another birth date. Counting and texts about duties stop at once."""

    operation: ClassVar = Operation(
        "doubt_age",
        does="casework.family.age:doubt_age",
        title=Words("登记年龄存疑", "Record a doubt about age"),
        done=Words("登记了年龄存疑", "recorded a doubt about age"),
        noun=Words("年龄存疑，停止计算和提醒", "age in doubt: counting and texts stop"),
        detail="`fact`, `cancelled`, `asked`",
        by=CASE_AND_WORKER,
        fits=LATE,
        notifies=Words(
            "随即作为待办告诉承办检察官，对家庭停发",
            "notified at once as an item for the prosecutor; families receive nothing",
        ),
        changes=(AGE_DOUBTED,),
        ready=lambda file: file.plan.age_doubted_at is None,
        group=ActGroup.PEOPLE,
        steps={"age": Responsibility.PROPOSES},
    )

    did: Literal["doubt_age"]
    claimed_born_on: Annotated[BirthDay, Caption(Words("所称的出生日", "Birth date claimed"))]
    source: str = Field(min_length=1, max_length=20_000)


class SettleAge(Act):
    """The doubt about age was settled by a named person."""

    operation: ClassVar = Operation(
        "settle_age",
        does="casework.family.age:settle_age",
        title=Words("核定年龄", "Determine the age"),
        done=Words("核定了年龄", "settled the age"),
        noun=Words("年龄核实", "age settled"),
        detail="`warnings` (rules about age that no longer hold), `fact`, `cancelled`, `asked`",
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        signs=True,
        notifies=(
            Event.PLAN_CHANGED,
            Event.TO_BE_TOLD_IN_PERSON,
        ),
        changes=(
            AGE_SETTLED,
            AGE_NOT_COVERED,
        ),
        ready=lambda file: file.plan.age_doubted_at is not None,
        group=ActGroup.PEOPLE,
        steps={"age": Responsibility.DECIDES},
    )

    did: Literal["settle_age"]
    born_on: Annotated[BirthDay, Caption(Words("核定的出生日", "Birth date, settled"))]
    reason: str = Field(min_length=1, max_length=20_000)


class Consenting(Act):
    """What somebody of the family says about consents, themselves or through somebody of the team who writes it down."""

    person: Annotated[
        Relation | None,
        Caption(Words("是谁的意思（本人填的不用选）", "Whose answer it is (not asked of the family itself)")),
    ] = None
    """Whose answer it is: 'minor' or the relation of a guardian. Needed where the team records it; family members
    answer for themselves."""
    told_by_phone: bool = False
    """It was given by phone, and recorded by the team."""
    on_paper: bool = False
    """It was signed on paper, and recorded by the team. With neither, it was given in person."""
    said_on: PastDay | None = None
    """The day on which it was given; the day of the act, if omitted."""


class GiveConsents(Consenting):
    """A family member answered whether device data may be collected; once of age, with their other own consents.

    Minor and guardian answer each for themselves; or the team records it, and states whose answer it is. Without the
    consents needed (under 18 the minor's own and a guardian's, from the eighteenth birthday the person's own alone)
    no device data is collected in any way.
    """

    operation: ClassVar = Operation(
        "give_consents",
        does="casework.family.consents:give_consents",
        title=Words("登记对收取用网数据的答复、成年后的本人确认", "Record answers about device data, and own consents"),
        done=Words("答复了是否同意", "answered about consents"),
        noun=Words("答复是否同意", "answered about consents"),
        detail="`whose`, `way`, `device_data`; after a No `cancelled`, `deleted_on`, `reviews_kept`",
        # Each answers for themselves; the team writes down what it was told, and whose word it is.
        by={**FAMILY, **CASE_AND_WORKER},
        fits=LATE_TO_THE_END,
        fact=True,
        notifies=(Event.PLAN_CHANGED,),
        changes=(
            CONSENT_GIVEN,
            CONSENT_WITHDRAWN,
        ),
        group=ActGroup.PEOPLE,
        hint=Words(
            "写明是谁的意思、怎样说的；不能替孩子表态。没有回答不等于同意。",
            "State whose answer it is and how it was given; nobody answers for the child. Silence is not consent.",
        ),
        not_corrected=GIVEN_ANEW,
    )

    did: Literal["give_consents"]
    device_data: Annotated[
        bool | None, Caption(Words("是否同意收取用网数据", "Whether device data may be collected"))
    ] = None
    """Yes or No. If left out, nothing was answered: silence is no consent."""


class WithdrawConsent(Consenting):
    """Consent to device data was withdrawn; this has no disadvantages.

    It can be withdrawn also where no consent is on record. Nothing more is collected; what was collected is hidden at
    once and deleted within the office's days; closed reviews keep their text.
    """

    operation: ClassVar = Operation(
        "withdraw_consent",
        does="casework.family.consents:withdraw_consent",
        title=Words("登记撤回同意", "Record that consent was withdrawn"),
        done=Words("撤回了同意", "withdrew consent"),
        noun=Words("撤回同意", "consent withdrawn"),
        detail="`whose`, `way`, `device_data`, `cancelled`, `deleted_on`, `reviews_kept`",
        # Each answers for themselves; the team writes down what it was told, and whose word it is.
        by={**FAMILY, **CASE_AND_WORKER},
        fits=LATE_TO_THE_END,
        fact=True,
        notifies=(Event.PLAN_CHANGED,),
        changes=(CONSENT_WITHDRAWN,),
        group=ActGroup.PEOPLE,
        hint=Words(
            "立即停止收取，已收的不再显示并到期删除；不影响考察。",
            "Collection stops at once, what was collected is hidden and deleted on its day; nothing is lost by it.",
        ),
        not_corrected=GIVEN_ANEW,
    )

    did: Literal["withdraw_consent"]


GIVE_PAGE = Operation(
    "give_page",
    done=Words("向家庭发放了访问卡", "gave the family the card of its page"),
    by=CASE_AND_WORKER,
    fits=HANDLED,
)


RECORD_CONSENTS = Operation(
    "record_consents",
    done=Words("登记了家庭成员对是否同意的答复", "recorded a family member's answer about consents"),
    noun=Words("登记是否同意的答复", "answer about consents recorded"),
    detail="as `give_consents`; `said_on` where that was another day",
    by=CASE_AND_WORKER,
    fits=LATE_TO_THE_END,
    notifies=(Event.PLAN_CHANGED,),
)


RECORD_WITHDRAWAL = Operation(
    "record_withdrawal",
    done=Words("登记了家庭成员撤回同意", "recorded a family member's withdrawal of consent"),
    noun=Words("登记撤回同意", "withdrawal of consent recorded"),
    detail="as `withdraw_consent`; `said_on` where that was another day",
    by=CASE_AND_WORKER,
    fits=LATE_TO_THE_END,
    notifies=(Event.PLAN_CHANGED,),
)


REPLY_RECEIVED = Operation(
    "reply_received",
    done=Words("收到短信回复（内容不留存）", "somebody replied to a text (what was written is not kept)"),
    noun=Words("收到短信回复", "somebody replied to a text"),
    about="somebody replied to a text; the content is not stored",
    detail="`relation`, `reply` (`stop`, `start`, `other`)",
    notifies=(Event.REPLY_RECEIVED,),
)


PAGE_RESTS = Operation(
    "page_rests",
    done=Words("页面三次输错号码，暂停半小时", "three wrong codes: the page is locked for half an hour"),
    notifies=(Event.PAGE_RESTS,),
)
