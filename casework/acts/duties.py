"""What is owed from day to day: handed in, done in part, impossible, explained."""

from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from casework import explaining, submitting
from casework.acts.act import Act, ItemName, Short, UnableReason
from casework.acts.performer import Performer
from casework.files.plan_file import Day
from casework.rights import Actor
from models.office import Role


class Submit(Act):
    """Something owed was handed in or done. With `each_until` it was done for every item of that kind that falls due
    from `on` to that day, on its due day at `at`, except for the due days named."""

    did: Literal["submit"]
    item: ItemName
    due_on: Day | None = None
    """Which item; without it, the one that is open and due next."""
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
    phone_clock: datetime | None = None
    """What the phone believed; a remark only, the server's time counts."""
    noted_at: datetime | None = None
    """When it was written down, as a phone without signal says; a remark too."""
    unless_received: bool = False
    """Only if nothing has come for the item yet: whoever wrote without a signal decides again otherwise."""
    each_until: Day | None = None
    each_except: list[Day] = []
    days_early: int = Field(0, ge=0, le=6)
    days_late: int = Field(0, ge=0, le=60)


class Review(Act):
    """One of the handlers looked at what was handed in for an item."""

    did: Literal["review"]
    item: ItemName
    due_on: Day
    comment: str = Field("", max_length=4000)


class RecordProgress(Act):
    """Part of a condition was done: times, hours, yuan."""

    did: Literal["record_progress"]
    condition: Short
    """The condition's kind, such as 'A1', or its place on the plan, such as '2'."""
    amount: int = Field(ge=1)
    note: str | None = Field(None, max_length=20_000)


class RecordUnable(Act):
    """Somebody could not do what was owed, from a day to a day; everything in it is excused by this one act."""

    did: Literal["record_unable"]
    who: Literal["minor", "guardian", "social_worker"] = "minor"
    from_on: Day
    to_on: Day
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
    due_on: Day
    text: str = Field(min_length=1, max_length=20_000)
    told_by_phone: bool = False


class AnswerExplanation(Act):
    """A named person answered the explanation: excused, accepted as late, unable, or counted as missed."""

    did: Literal["answer_explanation"]
    item: ItemName
    due_on: Day
    answer: Literal["excused", "unable", "late", "missed"]
    reason: str = Field(min_length=1, max_length=20_000)


Acts = Submit | Review | RecordProgress | RecordUnable | Explain | AnswerExplanation


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case Submit():
            submitting.submit(
                desk, by, number, kind=act.item, due_on=act.due_on, content=_content(act), way=_way(act, by),
                phone_clock=act.phone_clock, unless_received=act.unless_received,
            )  # fmt: skip
        case Review():
            submitting.review(desk, by, number, kind=act.item, due_on=act.due_on, comment=act.comment)
        case RecordProgress():
            submitting.record_progress(desk, by, number, condition=act.condition, amount=act.amount, note=act.note)
        case RecordUnable():
            explaining.record_unable(
                desk,
                by,
                number,
                who=Role(act.who),
                from_on=act.from_on,
                to_on=act.to_on,
                reason=act.reason,
                text=act.text,
            )
        case Explain():
            explaining.explain(
                desk, by, number, kind=act.item, due_on=act.due_on, text=act.text, by_phone=act.told_by_phone
            )
        case AnswerExplanation():
            explaining.answer_explanation(
                desk, by, number, kind=act.item, due_on=act.due_on, answer=act.answer, reason=act.reason
            )


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
