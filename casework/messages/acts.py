"""What people do about messages: calls, paper, words passed on, the hours in which somebody can be reached."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from casework.shared.acts.act import Act, ItemName, Relation
from casework.shared.acts.captions import Caption, ChosenFrom, PlanChoices
from casework.shared.acts.reasons import (
    ANSWERED_OTHERWISE,
    HOW_TO_REACH,
    LAST_COUNTS,
    NOTHING_TO_DO,
    OWN_RECORD,
    SAID_BEFORE,
)
from casework.shared.files.base import ComingDay, DaysText, KnownDay, Number, PastDay, PastMoment
from casework.shared.files.plan_file import PHONE_WINDOW
from casework.shared.rights.operation import ActGroup, Operation
from casework.shared.rights.phases import ALSO_AFTERWARDS, HANDLED, READABLE, Times
from casework.shared.rights.scope import CASE_AND_WORKER, FAMILY, PROSECUTOR, RightScope
from casework.shared.text.labels import INFORMED_ROLES
from core.words import Words
from models.office import Role
from notifications.events import Event

Stretch = Annotated[str, Field(pattern=PHONE_WINDOW)]


class RecordCall(Act):
    """A call about an item, and its outcome. One that reached the person counts as a text would.

    Any other call proves nothing.
    """

    operation: ClassVar = Operation(
        "record_call",
        does="casework.messages.calls:record_call",
        title=Words("登记电话联系", "Record a call"),
        done=Words("登记了一次电话联系", "recorded a call"),
        noun=Words("电话联系", "called"),
        detail="`outcome`, `call_at`, the item",
        by=CASE_AND_WORKER,
        fits=HANDLED,
        fact=True,
        notifies=(Event.MESSAGE_NEEDS_A_PERSON,),
        changes=HOW_TO_REACH,
        group=ActGroup.DAILY,
        names_item=True,
        not_corrected=ANSWERED_OTHERWISE,
    )

    did: Literal["record_call"]
    item: ItemName
    """What the call was about."""
    due_on: KnownDay
    outcome: Annotated[
        Literal["reached", "not_reached", "call_back", "wrong_number"],
        Caption(Words("联系结果", "Outcome of the call")),
    ]
    called_at: PastMoment | None = None
    """When it was, at most seven days ago; if left out, now."""


class RecordPassedOn(Act):
    """The neutral text was passed on in person, in the way the family is used to."""

    operation: ClassVar = Operation(
        "record_message_in_person",
        formerly=("record_passed_on",),
        does="casework.messages.calls:record_message_in_person",
        title=Words("登记人工转达", "Record a message delivered in person"),
        done=Words("登记了人工转达", "recorded a message delivered in person"),
        noun=Words("人工转达", "delivered in person"),
        detail="`seen`, `passed_on_at`, the item",
        by=CASE_AND_WORKER,
        fits=HANDLED,
        fact=True,
        notifies=SAID_BEFORE,
        changes=HOW_TO_REACH,
        group=ActGroup.DAILY,
        names_item=True,
        not_corrected=ANSWERED_OTHERWISE,
    )

    did: Literal["record_message_in_person"]
    item: ItemName
    due_on: KnownDay
    seen: Annotated[bool, Caption(Words("看着本人看过", "They were seen reading it"))] = False
    """Whether the person was seen reading it: then it counts on any phone."""
    passed_on_at: Annotated[PastMoment | None, Caption(Words("什么时候转告的", "When it was passed on"))] = None
    """When it was, at most seven days ago; if left out, now."""


class RecordPaper(Act):
    """A paper notice with everything that falls due until a day was delivered."""

    operation: ClassVar = Operation(
        "record_paper_notice",
        formerly=("record_paper",),
        does="casework.messages.calls:record_paper_notice",
        title=Words("登记当面交的纸面提醒", "Record a paper notice delivered"),
        done=Words("登记了当面交给的纸面提醒", "recorded a paper notice delivered"),
        noun=Words("当面交纸面提醒", "paper notice delivered"),
        detail="`who`, `until_on`, `items`",
        by=CASE_AND_WORKER,
        fits=HANDLED,
        fact=True,
        notifies=SAID_BEFORE,
        changes=HOW_TO_REACH,
        group=ActGroup.DAILY,
        not_corrected=ANSWERED_OTHERWISE,
    )

    did: Literal["record_paper_notice"]
    who: Literal["minor", "guardian"]
    until_on: ComingDay
    """Everything that falls due until this day is on the notice."""
    handed_over_at: Annotated[PastMoment | None, Caption(Words("什么时候当面交的", "When it was handed over"))] = None
    """When it was, at most seven days ago; if left out, now."""


class RecordHours(Act):
    """When a family member has a phone, sleeps or works, and has exams. What is omitted stays as it was.

    Messages still to be sent move into these hours.
    """

    operation: ClassVar = Operation(
        "record_contact_hours",
        formerly=("record_hours",),
        does="casework.messages.contact_preferences:record_contact_hours",
        title=Words("登记可以联系的时间", "Record contact hours"),
        done=Words("登记了可以联系的时间", "recorded contact hours"),
        noun=Words("可以联系的时间", "hours recorded"),
        detail="`relation`",
        by={**CASE_AND_WORKER, **FAMILY},
        fits=ALSO_AFTERWARDS,
        fact=True,
        notifies=OWN_RECORD,
        changes=HOW_TO_REACH,
        group=ActGroup.PEOPLE,
        not_corrected=LAST_COUNTS,
    )

    did: Literal["record_contact_hours"]
    person: Annotated[Relation, ChosenFrom(PlanChoices.PRESENT)]
    """'minor' or the relation, such as 'mother'. Family members state it for themselves."""
    phone_held: Annotated[
        list[Stretch] | None,
        Caption(
            Words(
                "拿得到手机的时间（如 Fri 18:00-Sun 16:00；多段用分号隔开）",
                "When the phone is held (such as Fri 18:00-Sun 16:00; several with semicolons)",
            )
        ),
    ] = Field(None, max_length=21)
    """When this person has the phone, such as 'Fri 18:00-Sun 16:00'; an empty list means always."""
    held: Annotated[
        Literal["always", "in_term"] | None,
        Caption(
            Words("这些时间何时适用", "When these hours apply"),
            choices={
                "always": Words("全年", "All year"),
                "in_term": Words("学期内（由学校保管）", "In term (the school keeps it)"),
            },
        ),
    ] = None
    """Whether these hours apply all year, or in school terms only because it is the school that keeps the phone."""
    not_at: Annotated[
        list[Stretch] | None,
        Caption(
            Words(
                "不便的时间（如 Mon 22:00-Tue 07:00；多段用分号隔开）",
                "Asleep or at work (such as Mon 22:00-Tue 07:00; several with semicolons)",
            )
        ),
    ] = Field(None, max_length=21)
    """When this person sleeps or works, such as 'Mon 22:00-Tue 07:00'."""
    exams: Annotated[
        list[DaysText] | None,
        Caption(
            Words(
                "考试日期（如 2027-06-07/2027-06-09；多段用分号隔开）",
                "Days of examinations (such as 2027-06-07/2027-06-09; several with semicolons)",
            )
        ),
    ] = Field(None, max_length=20)
    """Days of examinations, such as '2027-06-07/2027-06-09'."""


class OptOut(Act):
    """Somebody wants no more messages of a kind that nobody must have, or no text at all, or wants them `again`.

    Only what nobody must hear can be declined.
    """

    operation: ClassVar = Operation(
        "opt_out",
        does="casework.messages.contact_preferences:opt_out",
        title=Words("登记不再接收某类消息", "Record an opt-out from messages"),
        done=Words("登记了不再接收某类消息", "recorded an opt-out from messages"),
        noun=Words("不再接收这类消息", "opted out"),
        detail="`relation`, `event`, `again`",
        by={**CASE_AND_WORKER, **FAMILY},
        fits=ALSO_AFTERWARDS,
        notifies=OWN_RECORD,
        changes=HOW_TO_REACH,
        group=ActGroup.PEOPLE,
    )

    did: Literal["opt_out"]
    person: Annotated[Relation, ChosenFrom(PlanChoices.PRESENT)]
    """'minor', a relation, or the role of somebody who knows already."""
    event: Annotated[
        Literal["praise_given", "after_care_offered", "milestone_form_due", "all_texts"],
        Caption(
            Words("哪类消息", "Which messages"),
            choices={
                "all_texts": Words(
                    "所有短信（该说的改由人打电话）", "All text messages (duties are communicated by phone)"
                ),
                "praise_given": Words("表扬", "Praise"),
                "after_care_offered": Words("自愿回访", "After-care"),
                "milestone_form_due": Words("反馈小表", "The short form"),
            },
        ),
    ]
    """`all_texts`: no text at all; duties are communicated by phone."""
    again: Annotated[bool, Caption(Words("改为愿意再接收", "Opt-out withdrawn"))] = False
    """They are wanted again."""


class RecordInformed(Act):
    """A person outside the family knows already: which person, from whom, since when, and the minor's statement.

    Nobody is notified by it.
    """

    operation: ClassVar = Operation(
        "record_informed",
        does="casework.messages.contact_preferences:record_informed",
        title=Words("登记知情人", "Record a person who already knows"),
        done=Words("登记了知情人", "recorded who already knows"),
        noun=Words("知情人", "somebody who already knows"),
        detail="`relation`, `on`, `state`",
        by=PROSECUTOR,
        fits=ALSO_AFTERWARDS,
        fact=True,
        notifies=Words("登记本身不通知该人", "that person is not notified of the record"),
        changes=HOW_TO_REACH,
        group=ActGroup.PEOPLE,
        not_corrected=LAST_COUNTS,
    )

    did: Literal["record_informed"]
    who: Annotated[
        Literal["form_teacher", "head_teacher", "employer", "mentor", "grid_worker", "village_committee", "other"],
        Caption(choices={"other": INFORMED_ROLES["other"]}),
    ]
    name: str = Field(min_length=1, max_length=40)
    since: Annotated[PastDay, Caption(Words("自哪天知情", "Knows since"))]
    told_by: Annotated[str | None, Caption(Words("从谁那里得知", "From whom"))] = Field(None, max_length=100)
    """From whom they know."""
    minor_said: Annotated[str | None, Caption(Words("本人对此怎么说", "What the minor said to it"))] = Field(
        None, max_length=400
    )
    """The minor's statement."""
    phone: Number | None = None
    """Of school and mentor only: where the form is asked for, if a person chooses so."""
    no_longer: Annotated[bool, Caption(Words("以后不再联系此人", "This person receives no more messages"))] = False
    """This person receives no more messages."""


SEND_AGAIN = Operation(
    "send_again",
    done=Words("再次发送了一条消息", "resent a message"),
    by={**CASE_AND_WORKER, Role.ADMINISTRATOR: RightScope.ALL},
    fits=ALSO_AFTERWARDS,
)


SETTLE_MESSAGE = Operation(
    "settle_message",
    done=Words("登记了一条消息的实际结果", "recorded the outcome of a message"),
    by={**CASE_AND_WORKER, Role.ADMINISTRATOR: RightScope.ALL},
    fits=Times(READABLE),
)


WITHDRAW_MESSAGE = Operation(
    "withdraw_message",
    done=Words("撤回了一条消息", "withdrew a message"),
    by={**CASE_AND_WORKER, Role.ADMINISTRATOR: RightScope.ALL},
    fits=Times(READABLE),
)


SEND_BY_HAND = Operation(
    "send_by_hand",
    done=Words("人工发送了一条提醒", "sent a message manually"),
    by=CASE_AND_WORKER,
    fits=HANDLED,
    notifies=(
        Event.TO_BE_TOLD_IN_PERSON,
        Event.CALL_BACK_ASKED,
        Event.PRAISE_GIVEN,
        Event.AFTER_CARE_OFFERED,
        Event.MILESTONE_FORM_DUE,
        Event.APPOINTMENT_OR_VISIT,
    ),
)


RELEASE_OUTBOX = Operation(
    "release_outbox",
    done=Words("恢复备份后放行了消息", "released the messages after a backup was restored"),
)


END_HUSH = Operation(
    "resume_messages",
    formerly=("end_hush",),
    done=Words("恢复了提醒", "resumed text messages"),
    noun=Words("恢复提醒", "text messages resumed"),
    notifies=NOTHING_TO_DO,
)


TELL_OF_GIVEN_UP = Operation(
    "tell_of_given_up",
    done=Words("一条消息没有送到或情况不明，已请人核实", "referred a failed message to a person"),
    notifies=(Event.MESSAGE_NEEDS_A_PERSON,),
)


MESSAGE = Operation(
    "message",
    noun=Words("消息", "message"),
    about="a waiting message was sent, or will not be sent",
    notifies=Words("消息本身", "it is the message itself"),
)


MORNING = Operation(
    "morning",
    notifies=(Event.MORNING_DIGEST,),
)
