"""The people of the case: a quiet time, contacts, a death, somebody missing, their age."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, Relation, Short
from casework.acting.acts.captions import Caption, ChosenFrom, Correctable, PlanChoices
from casework.acting.hooks import Moment, register_hook
from casework.acting.rights.operation import ActGroup, Operation
from casework.acting.rights.phases import ALSO_AFTERWARDS, ANSWERABLE, DIED, LATE_FACT, also_after_seal
from casework.acting.rights.scope import CASE_AND_WORKER, PROSECUTOR, owners_of
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
        fits=also_after_seal(DIED.clock, DIED.addressee),
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


register_hook(Moment.AT_SEAL, "casework.family.age:erase_coming_of_age")


register_hook(Moment.SEAL_WAS_LIFTED, "casework.family.age:end_guardians_of_an_adult")
