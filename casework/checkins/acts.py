"""What is owed from day to day: handed in, done in part, impossible, explained."""

from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator
from sqlmodel import col

from casework.acting.acts.act import Act, FileContent, ItemName, PreviewedAct, Short, UnableReason
from casework.acting.acts.captions import RIGHT_FIRST_DAY, Caption, ChosenFrom, Correctable, PlanChoices, ScriptOnly
from casework.acting.acts.own_code import NamesOwnCode
from casework.acting.hooks import Moment, register_hook
from casework.acting.rights.operation import ActGroup, Operation, PlanToAsk, SystemOperation
from casework.acting.rights.phases import ALSO_AFTERWARDS, LATE_FACT, OPEN, UNTIL_DECIDED, Times
from casework.acting.rights.scope import CASE_AND_WORKER, CASE_TEAM, FAMILY, SIGNERS, TOKENS, RightScope, TokenScope
from casework.checkins import recordings
from casework.shared.facts.fact_rules import NOT_THESE_DAYS, FactRule, Stops, staff_notice
from casework.shared.files.base import MAX_AMOUNT, DayOfPlan, DayOfStretch, DeviceClock, KnownDay, field_error
from casework.shared.files.plan_file import FileModel
from casework.shared.files.typed_minutes import WeekMinutes
from casework.shared.text.text_checks import MAX_LOCATION, MAX_PHOTO_SIZE, MAX_REMARK, MAX_TEXT
from core.i18n import _, pgettext
from law.four_eyes import Responsibility
from models.attachment import Attachment
from models.item import Explanation, ItemStatus, Submission
from models.office import Role
from notifications.events import Recipient

UNABLE = FactRule(
    "unable",
    _("生病、住院、被拘留等无法履行"),
    "duties_of_the_law",
    stops=Stops.WHILE_UNABLE,
    reason="unable",
    tells=(staff_notice(Recipient.PROSECUTOR, Recipient.SOCIAL_WORKER),),
    family_reads=NOT_THESE_DAYS,
)


RECORDED = (col(Attachment.kind) == "voice", col(Attachment.document).is_not(None))
"""Which attachments are recordings that nobody has written down yet."""


def _unreviewed(open_plan: PlanToAsk) -> bool:
    return bool(open_plan.rows(Submission, col(Submission.reviewed_at).is_(None)))


def _may_be_explained(open_plan: PlanToAsk) -> bool:
    wanted = (ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN)
    return any(item.status in wanted for item in open_plan.items(only_open=False))


def _explained(open_plan: PlanToAsk) -> bool:
    return _may_be_explained(open_plan) or any(
        row.item_id is not None and row.answered_at is None for row in open_plan.rows(Explanation)
    )


ItemCode = Annotated[str, Field(pattern=r"^[a-z_]{3,30}(/[A-Za-z0-9_.-]{1,40})?$"), NamesOwnCode(only=False)]
"""How an item is named: its kind, and where that is not enough its label or its day."""
ContactWay = Literal["visit", "call", "video"]
ContactResult = Literal["completed", "attempted", "third_person"]
ToldBy = Literal["minor", "guardian"]
MAX_PHOTO = MAX_PHOTO_SIZE * 3 // 2
MAX_VOICE = recordings.MAX_BYTES * 3 // 2


class PlacePart(FileModel):
    """A place, recorded once: in degrees as a phone gives them, or in words such as the township. It is rounded."""

    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    words: str | None = Field(None, min_length=1, max_length=MAX_LOCATION)

    @model_validator(mode="after")
    def _one_of_both(self) -> "PlacePart":
        if (self.words is None) == (self.latitude is None or self.longitude is None):
            raise field_error(_("经纬度或者文字，二者择一。"))
        return self


class Submit(Act):
    """An item that was due was submitted or done. With `each_until` it was done for every item of that kind that
    falls due from `on` to that day, on its due day at `at`, except for the due days named.

    The first submission closes the item, on time or late; a later one is filed beside it. A submission before the
    item's own period has begun, which is the day after the previous one was due, is filed and closes nothing: nobody
    can report today about a week to come, and it is still due then.
    """

    operation: ClassVar = Operation(
        "submit",
        title=_("代为登记提交"),
        done=_("提交了"),
        told=True,
        by={**CASE_AND_WORKER, **FAMILY, **TOKENS},
        scope=TokenScope.SUBMIT,
        fits=LATE_FACT,
        fact=True,
        ready=lambda open_plan: bool(open_plan.items()),
        group=ActGroup.DAILY,
    )
    also: ClassVar = _("走访、家访、面谈、电话联系、小结、汇报")

    item: ItemName
    due_on: KnownDay | None = None
    """Which item; if left out, the one that is open and due next, or the one before it while its day is not over. So a
    note that is sent twice is not taken for next week's too."""
    told_by_phone: bool = False
    """It was reported by phone; this counts as much as a page."""
    on_paper: bool = False
    """It was received on paper; this counts as much as a page."""
    text: str | None = Field(None, max_length=MAX_TEXT)
    """What was written."""
    how: Annotated[ContactWay | None, Caption(_("方式"))] = None
    """For a contact or talk: the channel."""
    went: Annotated[
        ContactResult | None,
        Caption(
            _("见到、说上话了吗"),
            choices={
                "completed": _("说上话了"),
                "attempted": _("没联系上"),
                "third_person": _("是别人接的"),
            },
        ),
    ] = None
    """How a contact went. One that was only attempted, or reached somebody else, is filed and closes nothing."""
    told_by: Annotated[ToldBy | None, Caption(_("谁说的"))] = None
    """Who reported it, where somebody fills in for the family."""
    minutes: WeekMinutes | None = None
    """For a usage sheet: minutes of screen time a day from Monday, or a duration as the screen has it, such as "3小时25分";
    null for a day that is not known."""
    night_minutes: WeekMinutes | None = None
    """For a usage sheet: the minutes of them between 22:00 and 06:00."""
    shared: bool | None = None
    """For a usage sheet: several people use this phone; then it says nothing about an individual."""
    held_on: Annotated[DayOfPlan | None, Caption(_("联系是哪天"))] = None
    """For a contact or talk: the day on which it was, where that was another than the act's own."""
    noted_at: Annotated[DeviceClock | None, Caption(_("在手机上写下的时间"))] = None
    """When it was entered on a phone without a signal; for information only, the server's time of receipt counts."""
    unless_received: Annotated[bool, Caption(_("只在还没有人记录时"))] = False
    """Refuse it if something was submitted for the item already: a person who filled it in without a signal then
    decides again."""
    photo_base64: FileContent | None = Field(None, max_length=MAX_PHOTO)
    """A photo (JPG, PNG), if the plan allows it; stored encrypted until its day of deletion."""
    voice_base64: FileContent | None = Field(None, max_length=MAX_VOICE)
    """A recording, if the plan allows it; stored encrypted until its day of deletion."""
    sheet_base64: FileContent | None = Field(None, max_length=MAX_PHOTO)
    """A photographed sheet of paper, if the plan allows it; stored encrypted until its day of deletion."""
    place: Annotated[PlacePart | None, Caption(_("联系时的大致地点（取一次，不跟踪）"))] = None
    """Place of a contact, recorded once; it is rounded before it is stored."""
    each_until: Annotated[KnownDay | None, ScriptOnly(), Caption(_("逐项办理至哪一天"))] = None
    """In a file: it is done for every item of that kind due from `on` to this day, each on its own due day at `at`."""
    each_except: Annotated[list[KnownDay], ScriptOnly(), Caption(_("其中哪几天的没有办"))] = []
    """With `each_until`: due days for which it is not done."""
    days_early: Annotated[int, ScriptOnly(), Caption(_("每项提前几天"))] = Field(0, ge=0, le=6)
    """With `each_until`: how many days before each due day."""
    days_late: Annotated[int, ScriptOnly(), Caption(_("每项推迟几天"))] = Field(0, ge=0, le=60)
    """With `each_until`: how many days after each due day."""

    @property
    def each_item_until(self) -> tuple[str, date] | None:
        return (self.item, self.each_until) if self.each_until else None

    def for_due_day(self, due_on: date) -> "Submit | None":
        if due_on in self.each_except:
            return None
        day = due_on + timedelta(days=self.days_late - self.days_early)
        return self.model_copy(update={"due_on": due_on, "on": day, "each_until": None, "each_except": []})


class AgreeOnAttachments(Act):
    """What may be attached to submissions from now on; nothing else is accepted."""

    operation: ClassVar = Operation(
        "agree_on_attachments",
        title=_("约定可以附的材料"),
        done=_("登记了可以附什么材料"),
        by=CASE_TEAM,
        fits=UNTIL_DECIDED,
        group=ActGroup.DAILY,
    )

    photo: Annotated[bool, Caption(_("照片"))] = False
    voice: Annotated[bool, Caption(_("录音"))] = False
    place: Annotated[
        bool,
        Caption(_("联系时的大致地点（取一次，不跟踪）")),
    ] = False
    """Roughly where a contact was, taken once; nobody is followed."""
    sheet: Annotated[bool, Caption(_("纸质表的照片"))] = False


class Review(Act):
    """One of the handlers reviewed the submission for an item.

    Nothing else follows.
    """

    operation: ClassVar = Operation(
        "review",
        title=_("看过了，记下"),
        done=pgettext("journal", "看过了"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        wakes=False,
        ready=_unreviewed,
        group=ActGroup.DAILY,
    )

    item: ItemName
    due_on: KnownDay
    comment: str | None = Field(None, max_length=MAX_REMARK)


class WriteDownRecording(Act):
    """What a recording says was written down; every recording of that item is deleted, and the words are on file."""

    operation: ClassVar = Operation(
        "write_down_recording",
        title=_("记下录音里的话"),
        done=_("记下了录音里的话，录音已删除"),
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        wakes=False,
        ready=lambda open_plan: bool(open_plan.rows(Attachment, *RECORDED)),
        group=ActGroup.DAILY,
        hint=_("先听一遍，写下原话。写下以后，这一项的录音即删除。"),
    )
    also: ClassVar = _("录音、语音、听录音")

    item: ItemName
    due_on: KnownDay
    text: str = Field(min_length=1, max_length=MAX_TEXT)
    """The person's own words."""


class RecordProgress(Act):
    """Part of a condition was done: times, hours, yuan."""

    operation: ClassVar = Operation(
        "record_progress",
        title=_("登记附带条件的进展"),
        done=_("登记了附带条件的进展"),
        # A guardian, or whoever helps or employs and already knows, confirms on their own page what the plan leaves to them.
        by={**CASE_AND_WORKER, Role.GUARDIAN: RightScope.OWN, Role.INFORMED: RightScope.OWN},
        fits=LATE_FACT,
        wakes=False,
        fact=True,
        group=ActGroup.DAILY,
    )

    condition: Annotated[Short, ChosenFrom(PlanChoices.CONDITIONS)]
    """The condition's kind, such as 'A1', or its place on the plan, such as '2', where there are several of a kind."""
    amount: int = Field(ge=1, le=MAX_AMOUNT)
    """How much was done that day; a day holds 12 hours or 3 sessions at most, unless the office chose otherwise."""
    done_on: Annotated[DayOfPlan | None, Caption(_("哪一天（不填即今天）"))] = None
    """The day on which it was done; the act's own day, if left out."""
    another: bool = False
    """It is another session than the one reported for that day. Without it, the same day and amount reported by a
    second person is one session, confirmed by both."""
    note: str | None = Field(None, max_length=MAX_TEXT)


class AgreeInstalments(Act):
    """What is paid to a victim is paid in instalments, as the sides agreed. Agreed on again, it replaces what was agreed before.

    Each payment is recorded as progress of the condition and covers the earliest instalment. One that falls due after the
    period is a matter of civil law and never holds the decision.
    """

    operation: ClassVar = Operation(
        "agree_instalments",
        title=_("登记赔偿分期"),
        done=_("登记了赔偿分期"),
        by=CASE_AND_WORKER,
        fits=UNTIL_DECIDED,
        group=ActGroup.DAILY,
        hint=_(
            "每付一笔，在“登记附带条件的进展”里登记；付不出钱不等于违反规定。考验期之后到期的是民事上的事，不影响决定。"
        ),
    )
    also: ClassVar = _("赔偿、退赔、被害人、还款")

    condition: Annotated[Short, ChosenFrom(PlanChoices.CONDITIONS)]
    """The condition to pay, counted in yuan."""
    payee: Annotated[str, Field(min_length=1, max_length=200), Caption(_("付给谁、通过谁"))]
    """To whom, and through whom, so that nobody has to meet who does not wish to."""
    instalments: Annotated[
        Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=60)],
        Caption(_("每一期：哪天、多少元，用分号隔开，如“2026-06-30 500；2026-07-30 500”")),
    ]


class RecordGroupSession(Act):
    """A talk, class, work day or family course for several minors took place, and this one came or did not.

    Each plan has its own record, which names nobody else. Not to have come is a fact to be talked about, and no breach.
    """

    operation: ClassVar = Operation(
        "record_group_session",
        title=_("登记集体活动"),
        done=_("登记了一次集体活动"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        wakes=False,
        fact=True,
        group=ActGroup.DAILY,
        hint=_("只写这个孩子自己的情况，不写其他人。没来不等于违反规定；几个孩子一起的，在“批量办理”一次登记。"),
    )
    also: ClassVar = _("讲座、小组、团体活动、亲子课堂")

    topic: Annotated[str, Field(min_length=1, max_length=200), Caption(_("什么活动"))]
    """What it was, in words that tell of nobody."""
    came: Annotated[bool, Caption(_("来了"))] = False
    held_on: Annotated[DayOfPlan | None, Caption(_("哪一天（不填即今天）"))] = None
    hours: Annotated[int | None, Caption(_("时数"))] = Field(None, ge=1, le=12)
    condition: Annotated[
        Short | None, ChosenFrom(PlanChoices.CONDITIONS), Caption(_("计入哪一项附带条件（不计入的不选）"))
    ] = None
    """The condition for which it counts, once or with its hours; left out where it counts for none."""
    text: str | None = Field(None, max_length=MAX_TEXT)


class RecordUnable(PreviewedAct):
    """Somebody could not fulfil their duties, from a day to a day; everything in it is excused by this one act.

    It excuses everything of that person's in that time, also what is already recorded as missing. An item that was due
    before, and counts as missed only because nobody explained it in that time, is unknown from then on and does not
    count. Where a named person has counted it as missed, or the case is decided, that remains, and the one who answers
    explanations is asked to review it.
    """

    operation: ClassVar = Operation(
        "record_unable",
        title=_("登记无法履行（起止、理由）"),
        done=_("登记了无法履行的期间"),
        by=CASE_AND_WORKER,
        fits=LATE_FACT,
        fact=True,
        changes=(UNABLE,),
        group=ActGroup.DAILY,
        hint=_("期间内的事项一并免除，不计未完成。"),
    )
    also: ClassVar = _("生病、住院、拘留、没有手机")
    corrected: ClassVar = True

    who: Annotated[
        Literal["minor", "guardian", "social_worker", "family", "assistant", "prosecutor"],
        Caption(choices={"family": _("本人和监护人")}),
    ] = "minor"
    """`family`: minor and guardian, by one act; the guardian up to the day on which the minor comes of age. Of a member of
    the team somebody is asked who steps in; only a social worker's contacts are excused."""
    from_on: Annotated[DayOfStretch, Correctable(RIGHT_FIRST_DAY)]
    to_on: Annotated[DayOfStretch, Correctable(_("无法履行：正确的终止日"))]
    reason: UnableReason
    text: str | None = Field(None, max_length=MAX_TEXT)

    @model_validator(mode="after")
    def _forward(self) -> "RecordUnable":
        if self.to_on < self.from_on:
            raise field_error(_("终止日早于起始日。"))
        return self


class Explain(Act):
    """The minor or guardian explained an item that had not been received."""

    operation: ClassVar = Operation(
        "explain",
        title=_("代记说明"),
        done=_("作了说明"),
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE_FACT,
        fact=True,
        ready=_may_be_explained,
        group=ActGroup.DAILY,
    )

    item: ItemName
    due_on: KnownDay
    text: str | None = Field(None, max_length=MAX_TEXT)
    """The person's own words; may be omitted where a sheet, a photo or a recording contains it."""
    told_by_phone: bool = False
    photo_base64: FileContent | None = Field(None, max_length=MAX_PHOTO)
    """A photo (JPG, PNG), if the plan allows it; stored encrypted until its day of deletion."""
    voice_base64: FileContent | None = Field(None, max_length=MAX_VOICE)
    """A recording, if the plan allows it; stored encrypted until its day of deletion."""
    sheet_base64: FileContent | None = Field(None, max_length=MAX_PHOTO)
    """A photographed sheet of paper, if the plan allows it; stored encrypted until its day of deletion."""


class AnswerExplanation(Act):
    """A named person answered the explanation: excused, accepted as late, unable, or counted as missed.

    `missed` is refused where nobody was asked or heard.
    """

    operation: ClassVar = Operation(
        "answer_explanation",
        title=pgettext("title", "答复说明"),
        done=_("答复了说明"),
        by=CASE_TEAM,
        fits=ALSO_AFTERWARDS,
        ready=_explained,
        group=ActGroup.DAILY,
        steps={"explanation": Responsibility.DECIDES},
    )

    item: ItemName
    due_on: KnownDay
    answer: Literal["excused", "unable", "late", "missed"]
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


class DismissItems(Act):
    """Items of the office were dismissed with a reason: by the person responsible, or by the prosecutor.

    Each item has its line in the journal, and counts against nobody. The dates of the procedure itself (service,
    announcement, opinion, decision) are refused: they must be done.
    """

    operation: ClassVar = Operation(
        "dismiss_items",
        title=_("注销不再办理的事项（写明理由）"),
        done=_("写明理由注销了"),
        # Each what they owe themselves, and the prosecutor whatever waits on the plan: the verb looks whose it is.
        by={**CASE_AND_WORKER, **SIGNERS, Role.CLERK: RightScope.OFFICE},
        fits=Times(OPEN),
        ready="casework.plan.dismissal:list_dismissible",
        group=ActGroup.DAILY,
        hint=_("能答复的请先答复。注销的事项不计入任何人的记录，注销人和理由记入案卷。"),
    )

    items: Annotated[list[ItemCode], ChosenFrom(PlanChoices.DISMISSIBLE), Caption(_("哪些事项"))] = Field(
        min_length=1, max_length=200
    )
    """A kind, for all of it that is open, such as 'explanation_answer'; or a kind with its label or its day, such as
    'aid_answer/rent' or 'worker_contact/2026-04-20'."""
    reason: str = Field(min_length=1, max_length=MAX_TEXT)


TAKE_ALONG = Operation(
    "take_along",
    done=_("带走外出清单"),
    by=CASE_AND_WORKER,
    fits=None,
)


DELETE_ATTACHMENTS = SystemOperation("delete_attachments", done=_("到期删除了附件"))


register_hook(Moment.AT_SEAL, "casework.checkins.attachments:erase_all_attachments")
