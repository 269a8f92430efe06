"""Digital use: devices and whose they are, what was agreed, what was handed in, what is said to it, how it is closed."""

from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from casework.acts.act import Act, FileContent, Label
from casework.acts.performer import Performer
from casework.files.file_part import DayOfPlan, DayOfStretch, DayWithinPlan, FarDay, KnownDay, TimeOfDay
from casework.usage import devices as usage_devices
from casework.usage import files as usage_files
from casework.usage import notes as usage_notes
from casework.usage import reviewing as usage_reviewing
from sunward.clock import at_local
from usage.categories import Category
from usage.day_kinds import DayKind
from usage.sources import Source, Whose
from usage.units import Unit

MOST_TEXT = 4_000
MOST_INLINE = 1_800_000
Hours = Annotated[str, Field(pattern=r"^(none|([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)$")]
"""Hours from and to, such as "20:00-21:00" or "23:00-06:00"; "none" for none at all."""
Minutes = Annotated[int, Field(ge=0, le=1440)]


class NameDevice(Act):
    """A device is named by a code, and whose it is."""

    did: Literal["name_device"]
    device: Label
    whose: Literal["own", "shared", "unknown"]


class KeepDevice(Act):
    """A device was handed in for keeping, from a moment to a moment."""

    did: Literal["keep_device"]
    device: Label
    from_on: DayOfStretch
    from_at: TimeOfDay = time(0, 0)
    to_on: DayOfStretch
    to_at: TimeOfDay = time(23, 59)


class AgreeOnUsage(Act):
    """The plan's own words on digital use as numbers: the only thing against which weeks are held."""

    did: Literal["agree_on_usage"]
    from_on: DayWithinPlan | None = None
    school_day_minutes: Minutes | None = None
    """The most on a school day."""
    free_day_minutes: Minutes | None = None
    night_minutes: Minutes | None = None
    """The most between 22:00 and 06:00."""
    gaming_on_school_days: Hours | None = None
    gaming_on_free_days: Hours | None = None
    offline_on_school_days: Hours | None = None
    """Hours agreed to be without any use, from the evening of such a day."""
    offline_on_free_days: Hours | None = None
    holiday_from_on: FarDay | None = None
    """A school holiday: its days count as free."""
    holiday_to_on: FarDay | None = None
    keep_raw_days: int = Field(0, ge=0, le=180)
    """For how long files are kept as they came, encrypted; nought: not at all."""


class HandInUsage(Act):
    """A file about digital use, as text or in Base64; or the weekly sheet with a photo of the screen."""

    did: Literal["hand_in_usage"]
    device: Label | None = None
    source: Literal[
        "activitywatch", "usagestats_csv", "sheet", "minors_mode", "game_record", "diary", "router"
    ] = "sheet"  # fmt: skip
    unit: Literal["milliseconds", "seconds", "minutes", "hours"] | None = None
    """Of the numbers in a table that name none; needed only where it is asked."""
    text: str | None = Field(None, max_length=MOST_INLINE)
    base64: FileContent | None = Field(None, max_length=MOST_INLINE)
    minutes: list[Minutes | None] | None = Field(None, max_length=7)
    night_minutes: list[Minutes | None] | None = Field(None, max_length=7)
    pickups: list[int | None] | None = Field(None, max_length=7)
    screen: Literal["ios", "android", "huawei", "xiaomi", "other"] | None = None
    photo_base64: FileContent | None = Field(None, max_length=MOST_INLINE)
    shared: bool | None = None
    due_on: KnownDay | None = None
    told_by_phone: bool = False
    on_paper: bool = False

    @model_validator(mode="after")
    def _one_thing(self) -> "HandInUsage":
        if sum(each is not None for each in (self.text, self.base64, self.minutes)) != 1:
            raise ValueError("zh:请给出text、base64、minutes之一 en:one of text, base64 and minutes is needed")
        if self.minutes is None and self.device is None:
            raise ValueError("zh:请写明是哪台设备 en:say which device it is of")
        return self


class PlaceApp(Act):
    """An app or site is of that kind, in this office."""

    did: Literal["place_app"]
    app: str = Field(min_length=1, max_length=200)
    category: Literal["study", "social", "video", "game", "live", "payment_and_banking", "tool", "other"]


class CommentOnUsage(Act):
    """The minor's or guardian's own words to the digital use; a dispute is owed an answer."""

    did: Literal["comment_on_usage"]
    text: str = Field(min_length=1, max_length=MOST_TEXT)
    disputes: bool = False
    told_by_phone: bool = False


class AnswerDispute(Act):
    """A named person answered a dispute about digital use."""

    did: Literal["answer_dispute"]
    answer: Literal["accepted", "partly", "kept"]
    reason: str = Field(min_length=1, max_length=MOST_TEXT)
    remark: int | None = Field(None, ge=1)
    """Its place among all remarks; without it, the oldest dispute without an answer."""
    set_aside_from: DayOfPlan | None = None
    """From this day to that one, days count as missing from now on; at most 62."""
    set_aside_to: DayOfPlan | None = None


class CloseNote(Act):
    """What looked odd was asked about, and was harmless."""

    did: Literal["close_note"]
    note: str = Field(pattern=r"^[a-z0-9_]{1,24}$")
    """Its key, or a kind: `same_minute`, `same_photo`, `same_text`, `used_while_handed_in`."""
    explanation: str = Field(min_length=1, max_length=MOST_TEXT)


class CloseUsageReview(Act):
    """The review of digital use is closed by a named person, with the goals that were agreed."""

    did: Literal["close_usage_review"]
    text: str = Field("", max_length=MOST_TEXT)
    goals: str = Field("", max_length=MOST_TEXT)
    due_on: KnownDay | None = None


Acts = (
    NameDevice | KeepDevice | AgreeOnUsage | HandInUsage | PlaceApp | CommentOnUsage | AnswerDispute | CloseNote
    | CloseUsageReview
)  # fmt: skip


def perform(done: Performer, act: Acts) -> None:
    """The act is done by its verb. Raises what its verb raises."""
    desk, by, number = done.desk, done.by, done.number
    match act:
        case NameDevice():
            usage_devices.name_device(desk, by, number, device=act.device, whose=Whose(act.whose))
        case KeepDevice():
            usage_devices.keep_device(
                desk, by, number, device=act.device, from_at=at_local(act.from_on, act.from_at),
                to_at=at_local(act.to_on, act.to_at),
            )  # fmt: skip
        case AgreeOnUsage():
            usage_reviewing.agree_on_usage(
                desk, by, number, from_on=act.from_on or act.on, terms=_terms(act), keep_raw_days=act.keep_raw_days
            )
        case HandInUsage():
            _hand_in(done, act)
        case PlaceApp():
            usage_reviewing.place_app(desk, by, number, app=act.app, category=Category(act.category))
        case CommentOnUsage():
            usage_reviewing.comment_on_usage(
                desk, by, number, text=act.text, disputes=act.disputes, by_phone=act.told_by_phone
            )
        case AnswerDispute():
            usage_reviewing.answer_dispute(
                desk,
                by,
                number,
                answer=act.answer,
                reason=act.reason,
                remark=act.remark,
                set_aside=_days(act.set_aside_from, act.set_aside_to),
            )
        case CloseNote():
            usage_notes.close_note(desk, by, number, key=act.note, explanation=act.explanation)
        case CloseUsageReview():
            usage_reviewing.close_usage_review(desk, by, number, text=act.text, goals=act.goals, due_on=act.due_on)


def _hand_in(done: Performer, act: HandInUsage) -> None:
    desk, by, number = done.desk, done.by, done.number
    way = "phone" if act.told_by_phone else "paper" if act.on_paper else None if by.kind == "family" else "person"
    if act.minutes is not None:
        content = {"minutes": act.minutes, "night_minutes": act.night_minutes, "pickups": act.pickups,
                   "screen": act.screen, "shared": act.shared}  # fmt: skip
        usage_files.hand_in_sheet(
            desk, by, number, content={name: each for name, each in content.items() if each is not None},
            due_on=act.due_on, photo=act.photo_base64, way=way,
        )  # fmt: skip
        return
    content_bytes = act.text.encode() if act.text is not None else act.base64
    usage_files.hand_in_file(
        desk, by, number, device=act.device or "", source=Source(act.source), content=content_bytes or b"", way=way,
        unit=Unit(act.unit) if act.unit else None,
    )  # fmt: skip


def _days(first: date | None, last: date | None) -> list[date]:
    if first is None:
        return []
    many = min(((last or first) - first).days + 1, 62)
    return [first + timedelta(days=n) for n in range(many)]


def _terms(act: AgreeOnUsage) -> dict[str, object]:
    terms: dict[str, object] = {
        "daily_minutes": _by_kind(act.school_day_minutes, act.free_day_minutes),
        "gaming": _by_kind(act.gaming_on_school_days, act.gaming_on_free_days),
        "offline": _by_kind(act.offline_on_school_days, act.offline_on_free_days),
    }
    if act.night_minutes is not None:
        terms["night_minutes"] = act.night_minutes
    if act.holiday_from_on is not None:
        terms["school_holidays"] = [
            [act.holiday_from_on.isoformat(), (act.holiday_to_on or act.holiday_from_on).isoformat()]
        ]
    return terms


def _by_kind(school_day: object, free_day: object) -> dict[str, object]:
    told = {DayKind.SCHOOL_DAY.value: school_day, DayKind.FREE_DAY.value: free_day}
    return {kind: value for kind, value in told.items() if value is not None}
