"""What people do about messages: calls, paper, words passed on, the hours in which somebody can be reached."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.acting.acts.act import Act, ItemName, Relation
from casework.acting.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.acting.hooks import Moment, register_hook
from casework.acting.rights.operation import ActGroup, Operation, SystemOperation
from casework.acting.rights.phases import ALSO_AFTERWARDS, ANSWERABLE, READABLE, Times
from casework.acting.rights.scope import CASE_AND_WORKER, FAMILY, PROSECUTOR, TOKENS, RightScope, TokenScope
from casework.shared.files.base import ComingDay, DaysText, KnownDay, Number, PastDay, PastMoment, WindowText
from casework.shared.text.labels import INFORMED_ROLES
from core.i18n import _, pgettext
from models.office import Role

register_hook(Moment.DONE_WITH_THE_PLAN, "casework.shared.notify.notify:tell_office_systems")


class RecordCall(Act):
    """Somebody of the family was called, or the neutral text was passed on to them, and what came of it. What reached
    them counts as a text would.

    Anything else proves nothing.
    """

    operation: ClassVar = Operation(
        "record_call",
        title=_("登记电话或转达"),
        done=_("登记了一次联系"),
        by=CASE_AND_WORKER,
        fits=ANSWERABLE,
        wakes=False,
        fact=True,
        group=ActGroup.DAILY,
    )

    outcome: Annotated[
        Literal["reached", "not_reached", "call_back", "wrong_number", "passed_on", "seen"],
        Caption(
            _("联系结果"),
            choices={
                "reached": _("联系到本人"),
                "not_reached": _("没有接通"),
                "call_back": _("会回电话"),
                "wrong_number": _("号码不对"),
                "passed_on": _("已转达"),
                "seen": _("已转达，对方看过"),
            },
        ),
    ]
    """Words that were `seen` to be read count on any phone; words `passed_on`, on a phone of their own."""
    person: Annotated[Relation | None, ChosenFrom(PlanChoices.PRESENT), Caption(_("联系的是谁"))] = None
    """'minor' or the relation, such as 'mother'; if left out, whoever owes the item, or the minor."""
    item: Annotated[ItemName | None, Caption(_("为哪一项（没有就不选）"))] = None
    """What it was about, if about something that is owed."""
    due_on: KnownDay | None = None
    called_at: Annotated[PastMoment | None, Caption(_("什么时候联系的"))] = None
    """When it was, at most seven days ago; if left out, now."""


class RecordPaperNotice(Act):
    """A paper notice with everything that falls due until a day was delivered."""

    operation: ClassVar = Operation(
        "record_paper_notice",
        title=_("登记当面交的纸面提醒"),
        done=_("登记了当面交给的纸面提醒"),
        by=CASE_AND_WORKER,
        fits=ANSWERABLE,
        wakes=False,
        fact=True,
        group=ActGroup.DAILY,
    )

    who: Literal["minor", "guardian"]
    until_on: ComingDay
    """Everything that falls due until this day is on the notice."""
    handed_over_at: Annotated[PastMoment | None, Caption(_("什么时候当面交的"))] = None
    """When it was, at most seven days ago; if left out, now."""


class RecordContactHours(Act):
    """When a family member has a phone, sleeps or works, and has exams. What is omitted stays as it was.

    Messages still to be sent move into these hours.
    """

    operation: ClassVar = Operation(
        "record_contact_hours",
        title=_("登记可以联系的时间"),
        done=_("登记了可以联系的时间"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=ALSO_AFTERWARDS,
        fact=True,
        group=ActGroup.PEOPLE,
    )

    person: Annotated[Relation, ChosenFrom(PlanChoices.PRESENT)]
    """'minor' or the relation, such as 'mother'. Family members state it for themselves."""
    phone_held: Annotated[
        list[WindowText] | None,
        Caption(_("拿得到手机的时间（如 周五18:00至周日16:00；多段用分号隔开）")),
    ] = Field(None, max_length=21)
    """When this person has the phone, such as 'Fri 18:00-Sun 16:00'; an empty list means always."""
    held: Annotated[
        Literal["always", "in_term"] | None,
        Caption(
            _("这些时间何时适用"),
            choices={
                "always": _("全年"),
                "in_term": _("学期内（由学校保管）"),
            },
        ),
    ] = None
    """Whether these hours apply all year, or in school terms only because it is the school that keeps the phone."""
    not_at: Annotated[
        list[WindowText] | None,
        Caption(_("不便的时间（如 周一22:00至周二7:00；多段用分号隔开）")),
    ] = Field(None, max_length=21)
    """When this person sleeps or works, such as 'Mon 22:00-Tue 07:00'."""
    at_school: Annotated[
        Literal["yes", "no"] | None,
        Caption(
            _("本人是否在校上课（没有登记的推定在校，上课时间不发短信）"), choices={"yes": _("在校"), "no": _("不在校")}
        ),
    ] = None
    """Whether the minor is at school: then no text comes in class hours. Means nothing for others."""
    exams: Annotated[
        list[DaysText] | None,
        Caption(_("考试日期（如 2027/6/7至2027/6/9；多段用分号隔开）")),
    ] = Field(None, max_length=20)
    """Days of examinations, such as '2027-06-07/2027-06-09'."""


class OptOut(Act):
    """Somebody declines messages of a voluntary kind, or all texts, or wants them `again`. Only voluntary messages can
    be declined.
    """

    operation: ClassVar = Operation(
        "opt_out",
        title=_("登记不再接收某类消息"),
        done=_("登记了不再接收某类消息"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=ALSO_AFTERWARDS,
        group=ActGroup.PEOPLE,
    )

    person: Annotated[Relation, ChosenFrom(PlanChoices.PRESENT)]
    """'minor', a relation, or the role of somebody who knows already."""
    event: Annotated[
        Literal["praise_given", "after_care_offered", "milestone_form_due", "all_texts"],
        Caption(
            _("哪类消息"),
            choices={
                "all_texts": _("所有短信（该说的改由人打电话）"),
                "praise_given": _("表扬"),
                "after_care_offered": _("自愿回访"),
                "milestone_form_due": _("反馈小表"),
            },
        ),
    ]
    """`all_texts`: no text at all; duties are communicated by phone."""
    again: Annotated[bool, Caption(_("改为愿意再接收"))] = False
    """They are wanted again."""


class RecordInformed(Act):
    """A person outside the family knows already: which person, from whom, since when, and the minor's statement.

    Nobody is notified by it.
    """

    operation: ClassVar = Operation(
        "record_informed",
        title=_("登记知情人"),
        done=_("登记了知情人"),
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        fact=True,
        group=ActGroup.PEOPLE,
    )

    who: Annotated[
        Literal["form_teacher", "head_teacher", "employer", "mentor", "grid_worker", "village_committee", "other"],
        Caption(choices={"other": INFORMED_ROLES["other"]}),
    ]
    name: str = Field(min_length=1, max_length=40)
    since: Annotated[PastDay, Caption(_("自哪天知情"))]
    told_by: Annotated[str | None, Caption(_("从谁那里得知"))] = Field(None, max_length=100)
    """From whom they know."""
    minor_said: Annotated[str | None, Caption(_("本人对此怎么说"))] = Field(None, max_length=400)
    """The minor's statement."""
    phone: Number | None = None
    """Of school and mentor only: where the form is asked for, if a person chooses so."""
    no_longer: Annotated[bool, Caption(_("以后不再联系此人"))] = False
    """This person receives no further messages."""


SEND_AGAIN = Operation(
    "send_again",
    done=_("再次发送了一条消息"),
    by={**CASE_AND_WORKER, Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=ALSO_AFTERWARDS,
)


SETTLE_MESSAGE = Operation(
    "settle_message",
    done=_("登记了一条消息的实际结果"),
    by={**CASE_AND_WORKER, Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=Times(READABLE),
)


WITHDRAW_MESSAGE = Operation(
    "withdraw_message",
    done=_("撤回了一条消息"),
    by={**CASE_AND_WORKER, Role.ADMINISTRATOR: RightScope.OFFICE},
    fits=Times(READABLE),
)


SEND_BY_HAND = Operation(
    "send_by_hand",
    done=_("人工发送了一条提醒"),
    by={**CASE_AND_WORKER, **TOKENS},
    scope=TokenScope.REMIND,
    fits=ANSWERABLE,
)


RELEASE_OUTBOX = SystemOperation("release_outbox", done=_("恢复备份后放行了消息"))


RESUME_MESSAGES = SystemOperation("resume_messages", done=_("恢复提醒"))


TELL_OF_GIVEN_UP = SystemOperation("tell_of_given_up", done=_("一条消息没有送到或情况不明，已请人核实"))


MESSAGE = SystemOperation("message", done=pgettext("noun", "消息"))


MORNING = SystemOperation("morning")


EXPORT_JOURNAL_HEAD = SystemOperation("export_journal_head")
