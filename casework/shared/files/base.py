"""What every part of a file is made of: strict fields, a day, a time of day."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from inspect import get_annotations
from types import UnionType
from typing import Annotated, Any, ClassVar, Union, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from casework.shared.files.field_descriptions import get_field_descriptions
from casework.shared.text.text_checks import MISLEADING, NOTHING_SAID, has_text, is_misleading
from core.i18n import Text, _
from core.typed_days import normalize_figures
from notifications.contact_hours import DateRange, PhoneWindow, normalize_dates, normalize_window
from notifications.phone_numbers import normalize_phone_number


def _clock_time(value: object) -> object:
    """'20:00' is a time of day; a TOML local time is one already. A number is none."""
    if isinstance(value, int | float):
        raise field_error(_("不是有效的时刻，如 20:00。"))
    return time.fromisoformat(value) if isinstance(value, str) else value


FIELD_ERROR = "sunward_field"
"""The type of a mistake that says itself what is wrong."""


def field_error(wrong: Text) -> PydanticCustomError:
    """The mistake that a validator of a file raises, in words for the author of the file."""
    return PydanticCustomError(FIELD_ERROR, "{wrong}", {"wrong": wrong})


def written_as(wrong: Text) -> WrapValidator:
    """Marks a text of one form: whatever does not fit in it, the mistake says how it is written."""

    def read(value: object, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError:
            raise field_error(wrong) from None

    return WrapValidator(read)


def _if_text(change: Callable[[str], str]) -> BeforeValidator:
    return BeforeValidator(lambda value: change(value) if isinstance(value, str) else value)


def _days(text: str) -> str:
    DateRange.read(text)
    return text


def _window(text: str) -> str:
    PhoneWindow.read(text)
    return text


def _clock_text(text: str) -> str:
    plain = normalize_figures(text)
    return f"0{plain}" if re.fullmatch(r"\d:.*", plain) else plain


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _written_day(value: object) -> object:
    """A day is written 2026-06-26. A number is none: Pydantic would take it for seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and not _DAY.fullmatch(value)):
        raise field_error(_("应为日期，如 2026-01-12。"))
    return value


def _written_moment(value: object) -> object:
    """As a day: a number is no moment."""
    if isinstance(value, int | float) or (isinstance(value, str) and not _DAY.match(value)):
        raise field_error(_("应为日期和时间，如 2026-01-12T20:00:00+08:00。"))
    return value


def _day_in_reach(value: date) -> date:
    if not EARLIEST <= value <= LATEST:
        raise field_error(_("年份应在1900年到2200年之间，请核对。"))
    return value


EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
Day = Annotated[date, BeforeValidator(_written_day), AfterValidator(_day_in_reach)]
"""A day from which one can count on and back."""
Moment = Annotated[datetime, BeforeValidator(_written_moment)]
"""A day and a time of day."""


class DayBound(StrEnum):
    """A day of the plan's own time, before or after which another day cannot lie."""

    BIRTH = "birth"
    DECISION = "decision"
    TODAY = "today"
    END = "end"
    """The last day on which anything of the supervision can lie: the end of the period, or the day for the final decision;
    and never less than a month from today."""
    YEAR = "year"
    """A year from today."""
    FAR = "far"
    """Ten years from today: for what others have set."""


@dataclass(frozen=True)
class DayRange:
    """Marks a day: from when until when it can lie. Asked in one place, when the act is done
    (`casework.acting.date_limits.check_days`)."""

    earliest: DayBound | None
    latest: DayBound | None


PastDay = Annotated[Day, DayRange(DayBound.BIRTH, DayBound.TODAY)]
"""Something happened then, in the life of the young person."""
DayOfPlan = Annotated[Day, DayRange(DayBound.DECISION, DayBound.TODAY)]
"""Something happened then that cannot have happened before the decision."""
ComingDay = Annotated[Day, DayRange(DayBound.TODAY, DayBound.END)]
"""Something is to be done by then, or holds until then."""
DayWithinYear = Annotated[Day, DayRange(DayBound.TODAY, DayBound.YEAR)]
"""As a coming day, where the plan's own end is no bound."""
LaterDay = Annotated[Day, DayRange(DayBound.TODAY, DayBound.FAR)]
"""A coming day that may be years ahead: after-care may last until majority."""
DayOfStretch = Annotated[Day, DayRange(DayBound.BIRTH, DayBound.YEAR)]
"""The first or last day of something that may have begun long ago and may go on, also when the supervision is over: being
unable, a device in keeping, a treatment."""
DayOfAbsence = Annotated[Day, DayRange(DayBound.DECISION, DayBound.YEAR)]
"""The last day of an absence: who moves home, or studies elsewhere, is back long after the end, or never."""
DayWithinPlan = Annotated[Day, DayRange(DayBound.DECISION, DayBound.END)]
"""A day of the supervision, gone or coming: on which an absence begins, or an agreement; of a judgment that has yet to come
into force."""
FarDay = Annotated[Day, DayRange(DayBound.BIRTH, DayBound.FAR)]
"""A day that others have set, gone or years ahead: the first and the last of a restriction, of school holidays."""
BirthDay = Annotated[Day, DayRange(None, DayBound.DECISION)]
"""A birthday that is claimed or found."""
KnownDay = Annotated[Day, DayRange(None, None)]
"""By this day something on record is found: of no other day is there anything, and the act says so itself."""
PastMoment = Annotated[Moment, DayRange(DayBound.DECISION, DayBound.TODAY)]
"""When something was done, by the clock of the person who did it."""
DeviceClock = Annotated[Moment, DayRange(None, None)]
"""What a device took for the time. It is kept as it is: a wrong clock is a fact too."""
MAX_AMOUNT = 10_000_000
"""The largest number of times, hours, yuan or items: a larger one is a slip, and the record has no room for it."""
DaysText = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d$"),
    _if_text(normalize_dates),
    AfterValidator(_days),
    written_as(_("应为起止日期，如 2027/6/7至2027/6/9，先写早的。")),
]
"""The first and the last of some days."""
_DAY_AND_TIME = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([01]\d|2[0-3]):[0-5]\d"
WindowText = Annotated[
    str,
    Field(pattern=rf"^{_DAY_AND_TIME}-{_DAY_AND_TIME}$"),
    _if_text(normalize_window),
    AfterValidator(_window),
    written_as(_("应为每周的一段时间，如 周五18:00至周日16:00，起止不能相同。")),
]
"""A stretch of every week, kept as 'Fri 18:00-Sun 16:00'."""
ClockText = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$"),
    _if_text(_clock_text),
    written_as(_("应为几点几分，如 20:00。")),
]
"""A time of day to the minute, as text."""
Number = Annotated[
    str,
    _if_text(normalize_phone_number),
    Field(pattern=r"^\+?[0-9-]{5,20}$"),
    written_as(_("应为电话号码：5至20个数字，可以有“-”。")),
]
"""A phone number, however it is written: +86, spaces, full-width figures."""
TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]


class FileModel(BaseModel):
    """A part of a file: an unknown field is a mistake, because a misspelt one would be silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    declared_as: ClassVar["type[FileModel] | None"] = None
    """Where a part is made from another one: that one, which says what its fields mean."""

    def __init_subclass__(cls, **more: Any) -> None:
        """Every field that people write words in is asked whether something is said in it, and a new one too."""
        super().__init_subclass__(**more)
        texts = [name for name, value in get_annotations(cls).items() if is_text(value)]
        if texts:
            setattr(cls, f"texts_of_{cls.__name__}", field_validator(*texts, mode="before")(_text_not_blank))

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema, with what the declaration says of each field."""
        schema = handler(core_schema)
        fields = handler.resolve_ref_schema(schema).get("properties", {})
        for name, description in get_field_descriptions(cls.declared_as or cls).items():
            if name in fields:
                fields[name].setdefault("description", description)
        return schema


def _text_not_blank(cls: type[BaseModel], value: object, info: ValidationInfo) -> object:
    """A text in which nothing is said is a mistake where one is needed, and not given where none is."""
    field = cls.model_fields[info.field_name or ""]
    if isinstance(value, str) and not has_text(value) and not field.is_required():
        return field.get_default(call_default_factory=True)
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(text, str) and not has_text(text) for text in texts):
        raise field_error(NOTHING_SAID)
    if is_misleading(info.field_name or "", value):
        raise field_error(MISLEADING)
    return value


def is_text(annotation: Any) -> bool:
    """Whether people write words in a field of that type: one text, or several."""
    if get_origin(annotation) is Annotated:
        return is_text(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType, list):
        return any(is_text(one) for one in get_args(annotation))
    return annotation is str


@cache
def get_day_fields(part: type[FileModel]) -> dict[str, DayRange | None]:
    """Every field of that part that holds days or moments, with what it can hold; None where nothing is said of it."""
    found: dict[str, DayRange | None] = {}
    for name, field in part.model_fields.items():
        markers = [*field.metadata, *_markers(field.annotation)]
        if _is_day(field.annotation):
            found[name] = next((marker for marker in markers if isinstance(marker, DayRange)), None)
    return found


def _markers(hint: Any) -> Iterator[Any]:
    yield from getattr(hint, "__metadata__", ())
    for inner in get_args(hint):
        yield from _markers(inner)


def _is_day(hint: Any) -> bool:
    return hint in (date, datetime) or any(_is_day(inner) for inner in get_args(hint))
