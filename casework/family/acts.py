"""The people of the case: a quiet time, danger, contacts, age, consents."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, LongText, Relation, Short
from casework.acting.acts.captions import Caption, ChosenFrom, Correctable, PlanChoices
from casework.acting.hooks import Moment, register_hook
from casework.acting.rights.operation import ActGroup, Operation, SystemOperation
from casework.acting.rights.phases import ALSO_AFTERWARDS, ANSWERABLE, LATE_FACT, LATE_FACT_ALSO_CLOSED, also_after_seal
from casework.acting.rights.scope import CASE_AND_WORKER, FAMILY, PROSECUTOR, owners_of
from casework.shared.device_ways import WAYS
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
from casework.shared.files.base import BirthDay, ComingDay, DayOfPlan, Number, PastDay
from casework.shared.files.plan_file import FOREIGN_DOCUMENT, INTERPRETED, NATIONALITY, SIGN_LANGUAGE, ShortName
from casework.shared.text.text_checks import MAX_TEXT
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from notifications.events import Recipient

AGE_DOUBTED = FactRule(
    "age_doubted",
    _("有材料或者有人提出另一个出生日期"),
    "age_doubted",
    stops=Stops.FAMILY,
    reason="age_in_doubt",
    starts=_("当日告知承办人核实"),
    asks=(FactTask("age_in_doubt", 2, at_once=True),),
    family_reads=RESTS_UNTIL_CHECKED,
    banner=_("年龄存疑：停止计数和提醒"),
)

AGE_SETTLED = FactRule(
    "age_settled",
    _("年龄核定，行为时在未成年人附条件不起诉的年龄范围内"),
    "age_settled",
    lifts="age_in_doubt",
    starts=_("考察继续；成年日随之变动"),
    tells=(staff_notice(*TEAM),),
)

AGE_NOT_COVERED = FactRule(
    "age_not_covered",
    _("年龄核定，行为时未达刑事责任年龄，或者不属于未成年人"),
    "age_settled_below",
    stops=Stops.SUPERVISION,
    reason="age_not_covered",
    starts=_("须作出后续决定"),
    asks=(BY_THE_CHIEF,),
    tells=(staff_notice(*ALL_STAFF), IN_PERSON),
    family_reads=ALL_RESTS,
    banner=_("核定的年龄不适用附条件不起诉：考察已停止，请作出后续决定"),
)

HUSHED = FactRule(
    "messages_paused",
    _("因考试、危机等暂缓提醒"),
    "office_practice",
    stops=Stops.TEXTS,
)

MINOR_DIED = FactRule(
    "minor_died",
    _("本人死亡"),
    "not_liable",
    stops=Stops.SUPERVISION,
    reason="minor_died",
    starts=_("须作出终结的决定；家庭由人当面联系，不发短信"),
    asks=(BY_THE_CHIEF,),
    tells=(staff_notice(*ALL_STAFF),),
    family_reads=AFTER_A_DEATH,
    banner=_("本人已去世：考察已停止，请作出终结的决定"),
)

MINOR_MISSING = FactRule(
    "minor_missing",
    _("本人下落不明"),
    "search_for_minor",
    stops=Stops.WHILE_UNABLE,
    reason="missing",
    starts=_("寻找本人；到听取本人说明为止，约定的事情况不明，不计未完成，也不作为违反"),
    asks=(FactTask("search", 1, at_once=True),),
    tells=(staff_notice(*ALL_STAFF),),
    family_reads=_(
        "约定的事现在都不用做，也没有一件会记为没有完成。有孩子的消息，或者担心孩子有危险，请马上打110。然后拨卡片上的电话。"
    ),
    banner=_("本人下落不明：正在寻找；到听取本人说明为止，约定的事情况不明，不计"),
)

MINOR_FOUND = FactRule(
    "minor_found",
    _("本人已经找到"),
    "search_for_minor",
    starts=_("听取本人说明；从听取的次日起，约定的事照常"),
    tells=(staff_notice(*ALL_STAFF),),
)

CONSENT_GIVEN = FactRule(
    "consent_given",
    _("需要其同意的人都已同意收取设备数据"),
    "consent_given",
    starts=_("按同意的范围收取"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)

CONSENT_WITHDRAWN = FactRule(
    "consent_withdrawn",
    _("有人不同意或者撤回同意（各人只能为自己撤回；本人的不同意在任何年龄都算数）"),
    "consent_withdrawn",
    stops=Stops.DEVICE_DATA,
    reason="consent_withdrawn",
    starts=_("已收取的立即隐藏，到期删除；不因此受任何不利影响"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)

GUARDIAN_GONE = FactRule(
    "guardian_gone",
    _("一位监护人去世或者不再担任，另有监护人"),
    "representative_lacking",
    stops=Stops.ONE_PERSON,
    reason="not_a_contact",
    tells=(staff_notice(*TEAM),),
)

LAST_GUARDIAN_GONE = FactRule(
    "last_guardian_gone",
    _("监护人去世或者不再担任，没有其他法定代理人，本人未成年"),
    "appropriate_adult",
    stops=Stops.GUARDIANS,
    reason="no_guardian",
    starts=_("须登记新的法定代理人，此前由合适成年人到场"),
    asks=(FactTask("representative_missing", 3, at_once=True),),
    tells=(staff_notice(*TEAM),),
)

CONTACT_NAMED = FactRule(
    "contact_named",
    _("登记了新的监护人或者联系人"),
    "guardianship",
    lifts="no_guardian",
    starts=_("此前无人承担的监护人事项从次日起恢复"),
    tells=(staff_notice(Recipient.PROSECUTOR),),
)

CONTACT_RESTORED = FactRule(
    "contact_restored",
    _("查明不是，恢复联系人"),
    "mandatory_report",
    starts=_("从此恢复联系，其间已停止的不恢复"),
    tells=(staff_notice(Recipient.SOCIAL_WORKER, Recipient.PROSECUTOR),),
)


class PauseMessages(Act):
    """All text messages are paused until a day, with a reason; a person calls instead and statutory deadlines
    continue.

    It lasts 31 days at most, and can be renewed.
    """

    operation: ClassVar = Operation(
        "pause_messages",
        title=pgettext("title", "暂缓提醒"),
        done=_("暂缓了全部提醒"),
        by=PROSECUTOR,
        fits=ANSWERABLE,
        changes=(HUSHED,),
        group=ActGroup.PEOPLE,
        hint=_("法定期限照常计算；由人打电话代替。"),
        steps={"pause_messages": Responsibility.DECIDES},
    )
    also: ClassVar = _("免打扰、停发消息")

    until_on: ComingDay
    """The last day without texts."""
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


class RestoreContact(Act):
    """The person who had been named as the danger is a contact again, by decision of the prosecutor."""

    operation: ClassVar = Operation(
        "restore_contact",
        title=_("恢复一位联系人"),
        done=_("恢复了一位联系人"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        changes=(CONTACT_RESTORED,),
        group=ActGroup.PEOPLE,
    )

    person: Annotated[Relation, ChosenFrom(PlanChoices.GUARDIANS), Caption(_("恢复联系谁"))]
    """The relation of the person who had been named as the danger."""
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


class NameContact(Act):
    """A contact person was named or changed: somebody new, or a new number for somebody known."""

    operation: ClassVar = Operation(
        "name_contact",
        title=_("登记或更换联系人"),
        done=_("登记了联系人"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        changes=(CONTACT_NAMED,),
        group=ActGroup.PEOPLE,
    )
    also: ClassVar = _("换电话、换号码、手机号、地址")

    person: Annotated[Relation, ChosenFrom(PlanChoices.ANYBODY)]
    """'minor' or the relation, such as 'aunt'."""
    name: Short | None = None
    phone: Number | None = None
    device: Annotated[Literal["own", "shared", "keypad", "none", "unknown"], Caption(_("手机是谁的"))] = "unknown"
    represents: Annotated[bool | None, Caption(_("是法定代理人"))] = None
    """Whether this is the legal representative; if left out, as it was."""


class EndContact(Act):
    """A guardian died, or ceased to be the guardian. Nothing is sent to this person from then on. Duties of guardians
    end as cancelled where no guardian is left. Without a representative there is a warning (`AD-02`), and the
    prosecutor is asked to name another.
    """

    operation: ClassVar = Operation(
        "end_contact",
        title=_("登记监护人去世或者不再是监护人"),
        done=_("登记了监护人去世或者不再担任"),
        by=CASE_AND_WORKER,
        fits=also_after_seal("contact_ended", "family"),
        fact=True,
        changes=(
            GUARDIAN_GONE,
            LAST_GUARDIAN_GONE,
        ),
        group=ActGroup.PEOPLE,
    )
    corrected: ClassVar = True

    person: Annotated[Relation, ChosenFrom(PlanChoices.GUARDIANS)]
    because: Annotated[
        Literal["died", "no_longer_guardian"],
        Caption(
            _("缘由"),
            choices={
                "died": _("去世"),
                "no_longer_guardian": pgettext("choice", "不再是监护人"),
            },
        ),
    ]
    since: Annotated[
        PastDay | None,
        Caption(_("自哪天起（不填即今天）")),
        Correctable(_("去世或者不再是监护人：正确的日期")),
    ] = None
    """The act's own day, if left out."""
    reason: str | None = Field(None, max_length=1000)


class RecordDeath(Act):
    """The minor has died. The supervision and every text stop, nothing is owed by them or asked of them any more, and a
    person visits the family.

    Before the indictment the chief procurator is asked for the decision that follows; after it the court rules, and its
    ruling is recorded.
    """

    operation: ClassVar = Operation(
        "record_death",
        title=_("登记本人死亡"),
        done=_("登记了本人死亡"),
        by=CASE_AND_WORKER,
        fits=also_after_seal("death", "family"),
        fact=True,
        changes=(MINOR_DIED,),
        group=ActGroup.PEOPLE,
        hint=_("登记后不再提醒、不再追究刑事责任；家里由人当面联系，不发短信。"),
    )
    also: ClassVar = _("死亡、去世、孩子去世、本人去世")
    corrected: ClassVar = True

    since: Annotated[
        PastDay | None,
        Caption(_("哪天去世（不填即今天）")),
        Correctable(_("本人死亡：正确的日期")),
    ] = None
    """The day of the death; the act's own day, if left out."""
    source: Annotated[str | None, Caption(_("根据什么得知"))] = Field(None, max_length=1000)
    """How the office knows of it, such as a certificate or a call."""


class RecordMissing(Act):
    """Nobody knows where the minor is. Who was told of it, and since when.

    From that day until the minor was heard, what they owe is unknown: it is never missed, and no breach.
    """

    operation: ClassVar = Operation(
        "record_missing",
        title=_("登记本人下落不明"),
        done=_("登记了本人下落不明"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        changes=(MINOR_MISSING,),
        group=ActGroup.PEOPLE,
        hint=_("可能有危险的，先打110，再来登记；这里登记不通知任何机关。"),
    )
    also: ClassVar = _("走失、离家出走、夜不归宿、找不到人、联系不上")

    since: Annotated[DayOfPlan, Caption(_("自哪天起找不到"))]
    told: Annotated[
        list[Literal["guardian", "police", "school", "civil_affairs", "other"]],
        Caption(
            _("已告诉谁"),
            choices={
                "guardian": pgettext("choice", "监护人"),
                "police": pgettext("choice", "公安机关"),
                "school": pgettext("choice", "学校"),
                "civil_affairs": _("民政部门"),
                "other": _("其他"),
            },
        ),
    ] = []
    told_on: Annotated[DayOfPlan | None, Caption(_("哪天告诉的（不填即今天）"))] = None
    text: str | None = Field(None, max_length=MAX_TEXT)


class RecordFound(Act):
    """The minor was found, and heard or not yet. What is owed goes on from the day after the minor was heard."""

    operation: ClassVar = Operation(
        "record_found",
        title=_("登记本人已经找到"),
        done=_("登记了本人已经找到"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        changes=(MINOR_FOUND,),
        needs_open=("search",),
        group=ActGroup.PEOPLE,
    )

    found_on: Annotated[DayOfPlan, Caption(_("哪天找到的"))]
    heard_on: Annotated[DayOfPlan | None, Caption(_("哪天听取了本人说明（还没有听取的不填，听取后再登记一次）"))] = None
    text: Annotated[str | None, Caption(_("在哪里找到、本人怎么说"))] = Field(None, max_length=MAX_TEXT)


class RecordBackground(Act):
    """What the form of a new plan was not told of somebody of the family: nationality, foreign document, the language
    for which an interpreter is needed, sign language."""

    operation: ClassVar = Operation(
        "record_background",
        title=_("登记国籍、证件、语言和手语"),
        done=_("登记了国籍、证件、语言或者手语"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        wakes=False,
        group=ActGroup.PEOPLE,
        hint=_("只填要改的。领事已获通报的，请用“记一件事”登记由谁、哪天通报。"),
    )
    also: ClassVar = _("外国人、护照、翻译、聋哑、少数民族语言")

    person: Annotated[Relation, ChosenFrom(PlanChoices.FAMILY)] = "minor"
    nationality: Annotated[ShortName | None, NATIONALITY] = None
    foreign_document: Annotated[ShortName | None, FOREIGN_DOCUMENT] = None
    interpreted: Annotated[ShortName | None, INTERPRETED] = None
    sign_language: Annotated[bool | None, SIGN_LANGUAGE] = None


READY_SENTENCES = {
    "read": _("写的都看过了，谢谢。"),
    "month_kept": _("这个月到今天要交的，都按时交了。不容易。"),
}
"""What may be said in a ready sentence, while it is so."""


class WriteLetter(Act):
    """Somebody of the team wrote to the minor or a guardian, in their own words or in a ready sentence that is true.

    It stands on that person's page with its day and the signature. A neutral text says once a day that there is
    something to read.
    """

    operation: ClassVar = Operation(
        "write_letter",
        title=_("给本人或监护人写几句"),
        done=_("给家里写了几句"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
        hint=_("会显示在对方的页面上，只有对方能看到。署名写家里平时的称呼，不写单位。"),
    )

    person: Annotated[Relation, ChosenFrom(PlanChoices.PRESENT), Caption(_("写给谁"))]
    signed: Annotated[str, Caption(_("署名（如“周老师”）"))] = Field(min_length=1, max_length=20)
    text: Annotated[LongText | None, Caption(_("想说的话"))] = None
    ready: Annotated[
        Literal["read", "month_kept"] | None, Caption(_("也可以选一句（属实才能发）"), choices=READY_SENTENCES)
    ] = None


class AskAboutData(Act):
    """Somebody of the family asked about what is stored of them, or wants to talk, or does not agree, on their page; or
    on paper or by word, and the team records it.

    It changes nothing by itself, and is no objection to the decision; the prosecutor answers within the office's days
    from the day on which it was asked, and talks within two working days with a person who wants to talk or does not
    agree.
    """

    operation: ClassVar = Operation(
        "ask_about_data",
        title=_("登记家里提出的请求（个人信息，想谈谈，不同意）"),
        done=_("提出了请求"),
        by={**FAMILY, **CASE_AND_WORKER},
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
    )

    wish: Annotated[
        Literal["copy", "correct", "delete", "object", "talk", "disagree"],
        Caption(
            pgettext("column", "希望怎样"),
            choices={
                "copy": _("看看、复制"),
                "correct": pgettext("choice", "更正"),
                "delete": _("删除"),
                "object": _("不同意这样使用"),
                "talk": _("想和检察官谈谈"),
                "disagree": _("不同意约定的事"),
            },
        ),
    ]
    text: LongText
    person: Annotated[Relation | None, ChosenFrom(PlanChoices.ANYBODY), Caption(_("谁提出的（本人填的不用选）"))] = None
    """Who asks: 'minor' or the relation of a guardian. Needed where the team records it; family members ask for themselves."""
    asked_on: Annotated[PastDay | None, Caption(_("哪天提出的（不填即今天）"))] = None
    """The day on which it was handed in or said, where the team records it; the day of the act, if omitted."""


class AnswerTalk(Act):
    """The talk that was asked for took place. The answer stands on the page of whoever asked, in these words.

    A talk changes nothing by itself and is no objection; what was agreed on in it is done by its own act.
    """

    operation: ClassVar = Operation(
        "answer_talk",
        title=_("谈过以后，答复本人"),
        done=_("谈过并答复了"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
    )

    place: Annotated[int, ChosenFrom(PlanChoices.TALKS), Caption(_("谁的、哪一天的请求"))] = Field(ge=1)
    talked_on: Annotated[PastDay | None, Caption(_("哪天谈的（不填即今天）"))] = None
    answer: Annotated[LongText, Caption(_("答复（提出的人在自己的页面上看到的就是这段话）"))]


class AnswerDataRequest(Act):
    """A request of the family about their data was answered.

    To correct something is done by the act that corrects it; the answer tells of it, and is refused where nothing was
    corrected or supplemented since the request. A refusal names its ground (Personal Information Protection Law art 50).
    """

    operation: ClassVar = Operation(
        "answer_data_request",
        title=_("答复关于个人信息的请求"),
        done=_("答复了关于个人信息的请求"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
    )

    place: Annotated[int, ChosenFrom(PlanChoices.DATA_REQUESTS), Caption(_("谁的、哪一天的请求"))] = Field(ge=1)
    """Which request of the plan, counted from one."""
    outcome: Annotated[
        Literal["done", "partly", "refused"],
        Caption(
            choices={
                "done": _("照办"),
                "partly": _("部分照办"),
                "refused": _("不能照办"),
            }
        ),
    ]
    reason: LongText
    ground: Annotated[
        Literal["kept_by_law", "confidential", "of_another", "verified"] | None,
        Caption(
            _("不能照办的依据"),
            choices={
                "kept_by_law": _("法定保存期限未届满"),
                "confidential": _("应当保密，或者告知将妨碍履行职责"),
                "of_another": _("涉及他人的信息"),
                "verified": _("经核实没有错误"),
            },
        ),
    ] = None
    """Needed to refuse, or to do it in part."""


class DoubtAge(Act):
    """A document or person states another birth date. Counting and texts about duties stop at once."""

    operation: ClassVar = Operation(
        "doubt_age",
        title=_("登记年龄存疑"),
        done=_("登记了年龄存疑"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        changes=(AGE_DOUBTED,),
        ready=lambda open_plan: open_plan.plan.age_doubted_at is None,
        group=ActGroup.PEOPLE,
        steps={"age": Responsibility.PROPOSES},
    )

    claimed_born_on: Annotated[BirthDay, Caption(_("所称的出生日"))]
    source: str = Field(min_length=1, max_length=MAX_TEXT)


class SettleAge(Act):
    """The doubt about age was settled by a named person."""

    operation: ClassVar = Operation(
        "settle_age",
        title=_("核定年龄"),
        done=_("核定了年龄"),
        by=owners_of("age_in_doubt"),
        fits=ALSO_AFTERWARDS,
        signs=True,
        changes=(
            AGE_SETTLED,
            AGE_NOT_COVERED,
        ),
        ready=lambda open_plan: open_plan.plan.age_doubted_at is not None,
        group=ActGroup.PEOPLE,
        steps={"age": Responsibility.DECIDES},
    )

    born_on: Annotated[BirthDay, Caption(_("核定的出生日"))]
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


class Consenting(Act):
    """What somebody of the family says about consents, themselves or through somebody of the team who writes it down."""

    person: Annotated[
        Relation | None,
        ChosenFrom(PlanChoices.FAMILY),
        Caption(_("是谁的意思（本人填的不用选）")),
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
    """A family member answered whether device data may be collected, or confirmed their own consents on coming of age.

    Minor and guardian answer each for themselves; or the team records it, and states whose answer it is. Without the
    consents needed (under 18 the minor's own and a guardian's, from the eighteenth birthday the person's own alone)
    no device data is collected in any way.
    """

    operation: ClassVar = Operation(
        "give_consents",
        title=_("登记对收取用网数据的答复、成年后的本人确认"),
        done=_("答复了是否同意"),
        # Each answers for themselves; the team writes down what it was told, and whose word it is.
        by={**FAMILY, **CASE_AND_WORKER},
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        changes=(
            CONSENT_GIVEN,
            CONSENT_WITHDRAWN,
        ),
        group=ActGroup.PEOPLE,
        hint=_("写明是谁的意思、怎样说的；不能替孩子表态。没有回答不等于同意。"),
    )

    device_data: Annotated[bool | None, Caption(_("是否同意收取用网数据"))] = None
    """Yes or No. If left out, nothing was answered: silence is no consent."""
    ways: Annotated[
        list[Literal["sheet", "photo", "file"]] | None,
        Caption(
            _("用哪些方式收取（一项不选即全部）"),
            choices={way.value: words.name for way, words in WAYS.items()},
        ),
    ] = Field(None, max_length=3)
    """By which ways data may come in: the weekly sheet, photos, files and daily totals. All of them, if left out.
    What minor and guardian both chose comes in; nothing else does."""
    until_on: Annotated[ComingDay | None, Caption(_("收到哪一天为止（不填即考察期满）"))] = None
    """The last day on which data may come in; the plan's last day, if left out."""
    own_consents: Annotated[bool, Caption(_("本人确认：满18周岁后，为监督考察使用个人信息（前60日起可以确认）"))] = (
        False
    )
    """The person confirms for themselves, from sixty days before they come of age, that their personal data is used for
    the supervision. It is a word of its own: no answer about data of devices says it."""


class WithdrawConsent(Consenting):
    """Consent to device data was withdrawn; this has no disadvantages.

    It can be withdrawn also where no consent is on record. Nothing more is collected; what was collected is hidden at
    once and deleted within the office's days; closed reviews keep their text.
    """

    operation: ClassVar = Operation(
        "withdraw_consent",
        title=pgettext("title", "登记撤回同意"),
        done=_("撤回了同意"),
        # Each answers for themselves; the team writes down what it was told, and whose word it is.
        by={**FAMILY, **CASE_AND_WORKER},
        fits=LATE_FACT_ALSO_CLOSED,
        fact=True,
        changes=(CONSENT_WITHDRAWN,),
        group=ActGroup.PEOPLE,
        hint=_("立即停止收取，已收的不再显示并到期删除；不影响考察。"),
    )


GIVE_PAGE = Operation(
    "give_page",
    done=_("向家庭发放了访问卡"),
    by=CASE_AND_WORKER,
    fits=ANSWERABLE,
)


RECORD_CONSENTS = Operation(
    "record_consents",
    done=_("登记了家庭成员对是否同意的答复"),
    by=CASE_AND_WORKER,
    fits=LATE_FACT_ALSO_CLOSED,
)


RECORD_WITHDRAWAL = Operation(
    "record_withdrawal",
    done=_("登记了家庭成员撤回同意"),
    by=CASE_AND_WORKER,
    fits=LATE_FACT_ALSO_CLOSED,
)


REPLY_RECEIVED = SystemOperation("reply_received", done=_("收到短信回复（内容不留存）"))


PAGE_RESTS = SystemOperation("page_rests", done=_("页面多次输错号码，暂停打开"))

register_hook(Moment.AT_SEAL, "casework.family.age:erase_coming_of_age")
register_hook(Moment.SEAL_WAS_LIFTED, "casework.family.age:end_guardians_of_an_adult")
