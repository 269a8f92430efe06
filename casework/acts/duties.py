"""What is owed from day to day: handed in, done in part, impossible, explained."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from casework import attachments, dismissing, explaining, recordings, submitting
from casework.acts.act import Act, FileContent, ItemName, Short, UnableReason
from casework.acts.performer import Performer
from casework.attachments import LARGEST_PHOTO, LONGEST_PLACE, Place, ToAttach
from casework.files.file_part import MOST_OF_ANYTHING, DayOfPlan, DayOfStretch, DeviceClock, KnownDay
from casework.files.plan_file import Part
from casework.rights import Actor
from models.office import Role

ItemCode = Annotated[str, Field(pattern=r"^[a-z_]{3,30}(/[A-Za-z0-9_.-]{1,40})?$")]
"""How an item is named: its kind, and where that is not enough its label or its day."""
MOST_PHOTO = LARGEST_PHOTO * 3 // 2
MOST_VOICE = recordings.MOST_BYTES * 3 // 2


class PlacePart(Part):
    """Where somebody was, once: in degrees as a phone tells them, or in words such as the township. It is rounded."""

    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    words: str | None = Field(None, min_length=1, max_length=LONGEST_PLACE)

    @model_validator(mode="after")
    def _one_of_both(self) -> "PlacePart":
        if (self.words is None) == (self.latitude is None or self.longitude is None):
            raise ValueError("zh:经纬度或文字，二者择一 en:degrees, or words: one of the two")
        return self


class Submit(Act):
    """Something owed was handed in or done. With `each_until` it was done for every item of that kind that falls due
    from `on` to that day, on its due day at `at`, except for the due days named."""

    did: Literal["submit"]
    item: ItemName
    due_on: KnownDay | None = None
    """Which item; without it, the one whose turn it is: open and due next, or before that while the day is not over."""
    told_by_phone: bool = False
    on_paper: bool = False
    text: str | None = Field(None, max_length=20_000)
    how: Literal["visit", "call", "video"] | None = None
    """For a contact or talk: in which way."""
    went: Literal["completed", "attempted", "third_person"] | None = None
    """How a contact went. One that was only attempted, or reached somebody else, is kept and settles nothing."""
    told_by: Literal["minor", "guardian"] | None = None
    """Who told it, where somebody fills in for the family."""
    minutes: list[int] | None = None
    """For a usage sheet: minutes of screen time, one number a day."""
    night_minutes: list[int] | None = None
    shared: bool | None = None
    """For a usage sheet: several people use this phone; then it says nothing about anybody."""
    phone_clock: DeviceClock | None = None
    """What the phone believed; a remark only, the server's time counts."""
    noted_at: DeviceClock | None = None
    """When it was written down, as a phone without signal says; a remark too."""
    unless_received: bool = False
    """Only if nothing has come for the item yet: whoever wrote without a signal decides again otherwise."""
    photo_base64: FileContent | None = Field(None, max_length=MOST_PHOTO)
    """A photo (JPG, PNG), if the plan says that one may be attached; likewise what follows."""
    voice_base64: FileContent | None = Field(None, max_length=MOST_VOICE)
    sheet_base64: FileContent | None = Field(None, max_length=MOST_PHOTO)
    """A photographed sheet of paper."""
    place: PlacePart | None = None
    each_until: KnownDay | None = None
    each_except: list[KnownDay] = []
    days_early: int = Field(0, ge=0, le=6)
    days_late: int = Field(0, ge=0, le=60)


class AgreeOnAttachments(Act):
    """What may be attached to what is handed in from now on; nothing else is taken."""

    did: Literal["agree_on_attachments"]
    photo: bool = False
    voice: bool = False
    place: bool = False
    sheet: bool = False


class Review(Act):
    """One of the handlers looked at what was handed in for an item."""

    did: Literal["review"]
    item: ItemName
    due_on: KnownDay
    comment: str = Field("", max_length=4000)


class RecordProgress(Act):
    """Part of a condition was done: times, hours, yuan."""

    did: Literal["record_progress"]
    condition: Short
    """The condition's kind, such as 'A1', or its place on the plan, such as '2'."""
    amount: int = Field(ge=1, le=MOST_OF_ANYTHING)
    done_on: DayOfPlan | None = None
    """The day of it; without one, the day of the act."""
    another: bool = False
    """It is another session than the one already told for that day."""
    note: str | None = Field(None, max_length=20_000)


class RecordUnable(Act):
    """Somebody could not do what was owed, from a day to a day; everything in it is excused by this one act."""

    did: Literal["record_unable"]
    who: Literal["minor", "guardian", "social_worker", "family"] = "minor"
    """Family: minor and guardian, by one act; the guardian up to the day on which the minor comes of age."""
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

    did: Literal["explain"]
    item: ItemName
    due_on: KnownDay
    text: str = Field(min_length=1, max_length=20_000)
    told_by_phone: bool = False
    photo_base64: FileContent | None = Field(None, max_length=MOST_PHOTO)
    """A photo (JPG, PNG), if the plan says that one may be attached; likewise what follows."""
    voice_base64: FileContent | None = Field(None, max_length=MOST_VOICE)
    sheet_base64: FileContent | None = Field(None, max_length=MOST_PHOTO)


class AnswerExplanation(Act):
    """A named person answered the explanation: excused, accepted as late, unable, or counted as missed."""

    did: Literal["answer_explanation"]
    item: ItemName
    due_on: KnownDay
    answer: Literal["excused", "unable", "late", "missed"]
    reason: str = Field(min_length=1, max_length=20_000)


class DismissItems(Act):
    """What waits for somebody of the office was set aside with a reason: by whoever owes it, or by the prosecutor."""

    did: Literal["dismiss_items"]
    items: list[ItemCode] = Field(min_length=1, max_length=200)
    """A kind, for all of it that is open, such as 'explanation_answer'; or a kind with its label or its day, such as
    'aid_answer/rent' or 'worker_contact/2026-04-20'."""
    reason: str = Field(min_length=1, max_length=20_000)


Acts = Submit | AgreeOnAttachments | Review | RecordProgress | RecordUnable | Explain | AnswerExplanation | DismissItems


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Submit():
            submitting.submit(
                desk, by, number, kind=act.item, due_on=act.due_on, content=_content(act), way=_way(act, by),
                phone_clock=act.phone_clock, unless_received=act.unless_received, attached=_attached(act),
            )  # fmt: skip
        case AgreeOnAttachments():
            attachments.agree_on_attachments(
                desk, by, number, photo=act.photo, voice=act.voice, place=act.place, sheet=act.sheet
            )
        case Review():
            submitting.review(desk, by, number, kind=act.item, due_on=act.due_on, comment=act.comment)
        case RecordProgress():
            submitting.record_progress(
                desk, by, number, condition=act.condition, amount=act.amount, note=act.note, done_on=act.done_on,
                another=act.another,
            )  # fmt: skip
        case RecordUnable():
            explaining.record_unable(
                desk,
                by,
                number,
                who=Role.MINOR if act.who == "family" else Role(act.who),
                also=(Role.GUARDIAN,) if act.who == "family" else (),
                from_on=act.from_on,
                to_on=act.to_on,
                reason=act.reason,
                text=act.text,
            )
        case Explain():
            explaining.explain(
                desk, by, number, kind=act.item, due_on=act.due_on, text=act.text, by_phone=act.told_by_phone,
                attached=ToAttach(photo=act.photo_base64, voice=act.voice_base64, sheet=act.sheet_base64),
            )  # fmt: skip
        case AnswerExplanation():
            explaining.answer_explanation(
                desk, by, number, kind=act.item, due_on=act.due_on, answer=act.answer, reason=act.reason
            )
        case DismissItems():
            dismissing.dismiss_items(desk, by, number, items=act.items, reason=act.reason)


def _content(act: Submit) -> dict[str, object]:
    content: dict[str, object] = {
        "text": act.text,
        "how": act.how,
        "went": act.went,
        "told_by": act.told_by,
        "minutes": act.minutes,
        "night_minutes": act.night_minutes,
        "shared": act.shared,
        "noted_at": act.noted_at.isoformat(timespec="minutes") if act.noted_at else None,
    }
    return {key: value for key, value in content.items() if value is not None}


def _way(act: Submit, by: Actor) -> str | None:
    if act.told_by_phone:
        return "phone"
    if act.on_paper:
        return "paper"
    return None if by.kind == "family" else "person"


def _attached(act: Submit) -> ToAttach:
    place = act.place
    return ToAttach(
        photo=act.photo_base64,
        voice=act.voice_base64,
        sheet=act.sheet_base64,
        place=Place(place.latitude, place.longitude, place.words) if place else None,
    )
