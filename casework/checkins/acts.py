"""What is owed from day to day: handed in, done in part, impossible, explained."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, model_validator
from sqlmodel import col, select

from casework.checkins import recordings
from casework.shared.acts.act import Act, FileContent, ItemName, Short, UnableReason
from casework.shared.acts.captions import Caption, ChosenFrom, PlanChoices, ScriptOnly
from casework.shared.acts.reasons import (
    ANSWERED_OTHERWISE,
    ANSWERS_WHAT_WAS_ASKED,
    HEARD_IN_PERSON,
    HOW_TO_REACH,
    NOTHING_TO_DO,
    ON_THE_LIST,
    OWN_RECORD,
    SAID_IN_PERSON,
    SOMEBODYS_WORDS,
    TAKEN_BACK,
)
from casework.shared.facts.fact_rules import NOT_THESE_DAYS, FactRule, Stops
from casework.shared.files.base import MAX_LIST_LENGTH, DayOfPlan, DayOfStretch, DeviceClock, KnownDay
from casework.shared.files.plan_file import FileModel
from casework.shared.hooks import Moment, register_hook
from casework.shared.rights.operation import ActGroup, Operation
from casework.shared.rights.phases import ALSO_AFTERWARDS, LATE, OPEN, UNTIL_DECIDED, Times
from casework.shared.rights.scope import CASE_AND_WORKER, CASE_TEAM, FAMILY, SIGNERS, RightScope
from casework.shared.text.text_checks import MAX_LOCATION, MAX_PHOTO_SIZE
from core.words import Words
from law.four_eyes import Responsibility
from models.item import Explanation, ItemStatus, Submission
from models.office import Role
from notifications.events import Event

if TYPE_CHECKING:
    from casework.shared.context import OpenPlan

UNABLE = FactRule(
    "unable",
    Words("生病、住院、被拘留等无法履行", "ill, in hospital, detained, or unable for another reason"),
    "duties_of_the_law",
    stops=Stops.WHILE_UNABLE,
    reason="unable",
    family_reads=NOT_THESE_DAYS,
)


def _unreviewed(file: "OpenPlan") -> bool:
    query = select(Submission.id).where(Submission.plan_id == file.plan.id, col(Submission.reviewed_at).is_(None))
    return file.session.exec(query).first() is not None


def _may_be_explained(file: "OpenPlan") -> bool:
    wanted = (ItemStatus.NOT_RECEIVED, ItemStatus.MISSED, ItemStatus.UNKNOWN)
    return any(item.status in wanted for item in file.items(only_open=False))


def _explained(file: "OpenPlan") -> bool:
    query = select(Explanation.id).where(
        Explanation.plan_id == file.plan.id,
        col(Explanation.item_id).is_not(None),
        col(Explanation.answered_at).is_(None),
    )
    return _may_be_explained(file) or file.session.exec(query).first() is not None


ItemCode = Annotated[str, Field(pattern=r"^[a-z_]{3,30}(/[A-Za-z0-9_.-]{1,40})?$")]
"""How an item is named: its kind, and where that is not enough its label or its day."""
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
            raise ValueError("zh:经纬度或文字，二者择一 en:degrees, or words: one of the two")
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
        does="casework.checkins.submissions:submit",
        title=Words("代为登记提交", "Submit on behalf of someone"),
        done=Words("提交了", "submitted"),
        done_of_own=Words("记录了", "recorded"),
        noun=Words("提交", "submitted"),
        detail="`way`, `late`, `addition`, `early` (only there if so: before its own time had begun, so it is filed and still due), `item_status`, `attached` (`photo`, `voice`, `place`, `sheet`), the item",
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE,
        fact=True,
        notifies=(Event.SUBMISSION_RECEIVED,),
        changes=ANSWERS_WHAT_WAS_ASKED,
        ready=lambda file: bool(file.items()),
        group=ActGroup.DAILY,
        names_item=True,
        not_corrected=ANSWERED_OTHERWISE,
        papers=("supervision_record",),
    )

    did: Literal["submit"]
    item: ItemName
    due_on: KnownDay | None = None
    """Which item; if left out, the one that is open and due next, or the one before it while its day is not over. So a
    note that is sent twice is not taken for next week's too."""
    told_by_phone: bool = False
    """It was reported by phone; this counts as much as a page."""
    on_paper: bool = False
    """It was received on paper; this counts as much as a page."""
    text: str | None = Field(None, max_length=20_000)
    """What was written."""
    how: Annotated[Literal["visit", "call", "video"] | None, Caption(Words("方式", "How"))] = None
    """For a contact or talk: the channel."""
    went: Annotated[
        Literal["completed", "attempted", "third_person"] | None,
        Caption(
            Words("见到、说上话了吗", "How it went"),
            choices={
                "completed": Words("说上话了", "Completed"),
                "attempted": Words("没联系上", "Attempted"),
                "third_person": Words("是别人接的", "Somebody else answered"),
            },
        ),
    ] = None
    """How a contact went. One that was only attempted, or reached somebody else, is filed and closes nothing."""
    told_by: Annotated[Literal["minor", "guardian"] | None, Caption(Words("谁说的", "Reported by"))] = None
    """Who reported it, where somebody fills in for the family."""
    minutes: list[int] | None = None
    """For a usage sheet: minutes of screen time, one number a day from Monday."""
    night_minutes: list[int] | None = None
    """For a usage sheet: the minutes of them between 22:00 and 06:00."""
    shared: bool | None = None
    """For a usage sheet: several people use this phone; then it says nothing about an individual."""
    phone_clock: Annotated[DeviceClock | None, Caption(Words("手机显示的时间", "Time shown on the phone"))] = None
    """What the phone took for the time; a remark only, the server's time counts."""
    noted_at: Annotated[DeviceClock | None, Caption(Words("在手机上写下的时间", "When it was noted on the phone"))] = (
        None
    )
    """When it was entered, according to a phone without a signal; for information only."""
    unless_received: Annotated[bool, Caption(Words("只在还没有人记录时", "Only if nothing has been submitted yet"))] = (
        False
    )
    """Refuse it if something was submitted for the item already: whoever filled it in without a signal then decides
    again."""
    photo_base64: FileContent | None = Field(None, max_length=MAX_PHOTO)
    """A photo (JPG, PNG), if the plan allows it; stored encrypted until its day of deletion."""
    voice_base64: FileContent | None = Field(None, max_length=MAX_VOICE)
    """A recording, if the plan allows it; stored encrypted until its day of deletion."""
    sheet_base64: FileContent | None = Field(None, max_length=MAX_PHOTO)
    """A photographed sheet of paper, if the plan allows it; stored encrypted until its day of deletion."""
    place: PlacePart | None = None
    """Place of a contact, recorded once; it is rounded before it is stored."""
    each_until: Annotated[
        KnownDay | None, ScriptOnly(), Caption(Words("逐项办理至哪一天", "Complete each item up to"))
    ] = None
    """In a file: it is done for every item of that kind due from `on` to this day, each on its own due day at `at`."""
    each_except: Annotated[
        list[KnownDay], ScriptOnly(), Caption(Words("其中哪几天的没有办", "But not for these days"))
    ] = []
    """With `each_until`: due days for which it is not done."""
    days_early: Annotated[int, ScriptOnly(), Caption(Words("每项提前几天", "Days before each day"))] = Field(
        0, ge=0, le=6
    )
    """With `each_until`: so many days before each due day."""
    days_late: Annotated[int, ScriptOnly(), Caption(Words("每项推迟几天", "Days after each day"))] = Field(
        0, ge=0, le=60
    )
    """With `each_until`: so many days after each due day."""

    @property
    def told_for_each(self) -> tuple[str, date] | None:
        return (self.item, self.each_until) if self.each_until else None

    def told_for(self, due_on: date) -> "Submit | None":
        if due_on in self.each_except:
            return None
        day = due_on + timedelta(days=self.days_late - self.days_early)
        return self.model_copy(update={"due_on": due_on, "on": day, "each_until": None, "each_except": []})


class AgreeOnAttachments(Act):
    """What may be attached to submissions from now on; nothing else is accepted."""

    operation: ClassVar = Operation(
        "agree_on_attachments",
        does="casework.checkins.attachments:agree_on_attachments",
        title=Words("约定可以附的材料", "Agree on what may be attached"),
        done=Words("登记了可以附什么材料", "recorded what may be attached"),
        noun=Words("约定可以附的材料", "what may be attached was agreed"),
        detail="`may_attach`",
        by=CASE_TEAM,
        fits=UNTIL_DECIDED,
        notifies=HEARD_IN_PERSON,
        changes=HOW_TO_REACH,
        group=ActGroup.DAILY,
    )

    did: Literal["agree_on_attachments"]
    photo: Annotated[bool, Caption(Words("照片", "Photos"))] = False
    voice: Annotated[bool, Caption(Words("录音", "Recordings"))] = False
    place: Annotated[
        bool,
        Caption(
            Words("联系时的大致地点（取一次，不跟踪）", "Approximate place of a contact (once; nobody is tracked)")
        ),
    ] = False
    """Roughly where a contact was, taken once; nobody is followed."""
    sheet: Annotated[bool, Caption(Words("纸质表的照片", "Photographed sheets of paper"))] = False


class Review(Act):
    """One of the handlers reviewed the submission for an item.

    Nothing else follows.
    """

    operation: ClassVar = Operation(
        "review",
        does="casework.checkins.submissions:review",
        title=Words("看过了，记下", "Mark as reviewed"),
        done=Words("看过了", "reviewed"),
        noun=Words("看过", "reviewed"),
        detail="`reviewed` (how many were new), the item",
        by=CASE_AND_WORKER,
        fits=ALSO_AFTERWARDS,
        notifies=Words("看过不需要告诉别人", "a review needs no notification"),
        changes=ANSWERS_WHAT_WAS_ASKED,
        ready=_unreviewed,
        group=ActGroup.DAILY,
        names_item=True,
    )

    did: Literal["review"]
    item: ItemName
    due_on: KnownDay
    comment: str | None = Field(None, max_length=4000)


class RecordProgress(Act):
    """Part of a condition was done: times, hours, yuan."""

    operation: ClassVar = Operation(
        "record_progress",
        does="casework.checkins.submissions:record_progress",
        title=Words("登记附带条件的进展", "Record progress of a condition"),
        done=Words("登记了附带条件的进展", "recorded progress of a condition"),
        noun=Words("条件进展", "progress of a condition"),
        detail="`condition`, `place`, `on`, `amount`, `done`, `owed`; `late`, `last_day` after its last day",
        # Whoever helps or employs, and already knows, confirms on their own page what the plan leaves to them.
        by={**CASE_AND_WORKER, Role.INFORMED: RightScope.OWN},
        fits=LATE,
        fact=True,
        notifies=OWN_RECORD,
        changes=ANSWERS_WHAT_WAS_ASKED,
        group=ActGroup.DAILY,
        not_corrected=TAKEN_BACK,
    )

    did: Literal["record_progress"]
    condition: Annotated[Short, ChosenFrom(PlanChoices.CONDITIONS)]
    """The condition's kind, such as 'A1', or its place on the plan, such as '2', where there are several of a kind."""
    amount: int = Field(ge=1, le=MAX_LIST_LENGTH)
    """How much was done that day; a day holds 12 hours or 3 sessions at most, unless the office chose otherwise."""
    done_on: Annotated[
        DayOfPlan | None, Caption(Words("哪一天（不填即今天）", "On which day (today, if left empty)"))
    ] = None
    """The day on which it was done; the act's own day, if left out."""
    another: bool = False
    """It is another session than the one reported for that day. Without it, the same day and amount reported by a
    second person is one session, confirmed by both."""
    note: str | None = Field(None, max_length=20_000)


class RecordUnable(Act):
    """Somebody could not fulfil their duties, from a day to a day; everything in it is excused by this one act.

    It excuses everything of that person's in that time, also what is already recorded as missing. An item that was
    due before, and counts as missed only because nobody explained it in that time, is unknown from then on and does
    not count. Where a named person has counted it as missed, or the case is decided, that remains, and whoever
    answers explanations is asked to review it.
    """

    operation: ClassVar = Operation(
        "record_unable",
        does="casework.checkins.missed_items:record_unable",
        title=Words("登记无法履行（起止、理由）", "Record a period of unavailability"),
        done=Words("登记了无法履行的期间", "recorded a period of unavailability"),
        noun=Words("记录无法履行", "period of unavailability recorded"),
        detail="`who`, `from_on`, `to_on`, `items`",
        by=CASE_AND_WORKER,
        fits=LATE,
        fact=True,
        previewed=True,
        notifies=Words("不因此再催，待发的提醒撤回", "nobody is pressed; pending reminders are withdrawn"),
        changes=(UNABLE,),
        group=ActGroup.DAILY,
        hint=Words("期间内的事项一并免除，不计未完成。", "Everything in that time is excused by it."),
    )

    did: Literal["record_unable"]
    who: Annotated[
        Literal["minor", "guardian", "social_worker", "family"],
        Caption(choices={"family": Words("本人和监护人", "The minor and the guardian")}),
    ] = "minor"
    """`family`: minor and guardian, by one act; the guardian up to the day on which the minor comes of age."""
    from_on: DayOfStretch
    to_on: DayOfStretch
    reason: UnableReason
    text: str | None = Field(None, max_length=20_000)

    @model_validator(mode="after")
    def _forward(self) -> "RecordUnable":
        if self.to_on < self.from_on:
            raise ValueError("zh:终止日早于起始日 en:it ends before it begins")
        return self


class Explain(Act):
    """The minor or guardian explained an item that had not been received."""

    operation: ClassVar = Operation(
        "explain",
        does="casework.checkins.missed_items:explain",
        title=Words("代记说明", "Record an explanation"),
        done=Words("作了说明", "explained"),
        noun=Words("说明", "explained"),
        detail="`by_phone`, the item",
        by={**CASE_AND_WORKER, **FAMILY},
        fits=LATE,
        fact=True,
        notifies=ON_THE_LIST,
        changes=ANSWERS_WHAT_WAS_ASKED,
        ready=_may_be_explained,
        group=ActGroup.DAILY,
        names_item=True,
        not_corrected=SOMEBODYS_WORDS,
    )

    did: Literal["explain"]
    item: ItemName
    due_on: KnownDay
    text: str | None = Field(None, max_length=20_000)
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
        does="casework.checkins.missed_items:answer_explanation",
        title=Words("答复说明", "Answer an explanation"),
        done=Words("答复了说明", "answered the explanation of"),
        noun=Words("答复说明", "explanation answered"),
        detail="`answer`, `item_status`, the item",
        by=CASE_TEAM,
        fits=ALSO_AFTERWARDS,
        notifies=(Event.EXPLANATION_ANSWERED,),
        changes=ANSWERS_WHAT_WAS_ASKED,
        ready=_explained,
        group=ActGroup.DAILY,
        names_item=True,
        steps={"explanation": Responsibility.DECIDES},
    )

    did: Literal["answer_explanation"]
    item: ItemName
    due_on: KnownDay
    answer: Literal["excused", "unable", "late", "missed"]
    reason: str = Field(min_length=1, max_length=20_000)


class DismissItems(Act):
    """Items of the office were dismissed with a reason: by the person responsible, or by the prosecutor.

    Each item has its line in the journal, and counts against nobody. The dates of the procedure itself (service,
    announcement, opinion, decision) are refused: they must be done.
    """

    operation: ClassVar = Operation(
        "dismiss_items",
        does="casework.plan.dismissal:dismiss_items",
        title=Words("注销不再办理的事项（写明理由）", "Dismiss open items with a reason"),
        done=Words("写明理由注销了", "dismissed, with a reason,"),
        noun=Words("写明理由注销", "dismissed, with a reason"),
        detail="`since`, `days` (how long it waited), the item",
        # Each what they owe themselves, and the prosecutor whatever waits on the plan: the verb looks whose it is.
        by={**CASE_AND_WORKER, **SIGNERS, Role.CLERK: RightScope.OFFICE},
        fits=Times(OPEN),
        notifies=SAID_IN_PERSON,
        changes=ANSWERS_WHAT_WAS_ASKED,
        ready="casework.plan.dismissal:list_dismissible",
        group=ActGroup.DAILY,
        hint=Words(
            "能答复的请先答复。注销的事项不计入任何人的记录，注销人和理由记入案卷。",
            "Answer what can be answered. A dismissed item counts against nobody; who dismissed it "
            "and why is kept on the file.",
        ),
        names_item=True,
    )

    did: Literal["dismiss_items"]
    items: Annotated[list[ItemCode], ChosenFrom(PlanChoices.DISMISSIBLE), Caption(Words("哪些事项", "Which items"))] = (
        Field(min_length=1, max_length=200)
    )
    """A kind, for all of it that is open, such as 'explanation_answer'; or a kind with its label or its day, such as
    'aid_answer/rent' or 'worker_contact/2026-04-20'."""
    reason: str = Field(min_length=1, max_length=20_000)


TAKE_ALONG = Operation(
    "take_along",
    done=Words("带走外出清单", "downloaded the offline list"),
    by=CASE_AND_WORKER,
)


DELETE_ATTACHMENTS = Operation(
    "delete_attachments",
    done=Words("到期删除了附件", "deleted attachments"),
    noun=Words("附件到期删除", "attachments deleted"),
    about="attachments have reached their last day and are deleted",
    detail="`gone`",
    notifies=NOTHING_TO_DO,
)


register_hook(Moment.AT_SEAL, "casework.checkins.attachments:erase_all_attachments")
