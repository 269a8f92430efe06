"""What every part of a file is made of: strict fields, a day, a time of day."""

from datetime import date, time
from inspect import get_annotations
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from casework.written import NOTHING_SAID, says_something
from notifications.phone_numbers import tidied
from notifications.policy import Days


def _clock_time(value: object) -> object:
    """'20:00' is a time of day; a TOML local time is one already."""
    return time.fromisoformat(value) if isinstance(value, str) else value


def _days(text: str) -> str:
    try:
        Days.read(text)
    except ValueError:
        raise ValueError("zh:应为起止日期，如 2027-06-07/2027-06-09 en:must be two days, the first one first") from None
    return text


Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
"""A day from which one can count on and back."""
MOST_OF_ANYTHING = 10_000_000
"""So many times, hours, yuan or items at most: whoever types more has slipped, and the record has room for no more."""
DaysText = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d$"), AfterValidator(_days)]
"""The first and the last of some days."""
Number = Annotated[
    str,
    BeforeValidator(lambda told: tidied(told) if isinstance(told, str) else told),
    Field(pattern=r"^\+?[0-9-]{5,20}$"),
]
"""A phone number, however it is written: +86, spaces, full-width figures."""
TimeOfDay = Annotated[time, BeforeValidator(_clock_time)]


class Part(BaseModel):
    """A part of a file: an unknown field is a mistake, because a misspelt one would be silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __init_subclass__(cls, **more: Any) -> None:
        """Every field that people write words in is asked whether something is said in it, and a new one too."""
        super().__init_subclass__(**more)
        texts = [name for name, told in get_annotations(cls).items() if is_text(told)]
        if texts:
            setattr(cls, f"texts_of_{cls.__name__}", field_validator(*texts, mode="before")(_something_said))


def _something_said(cls: type[BaseModel], told: object, info: ValidationInfo) -> object:
    """A text in which nothing is said is a mistake where one is needed, and not given where none is."""
    field = cls.model_fields[info.field_name or ""]
    if isinstance(told, str) and not says_something(told) and not field.is_required():
        return field.get_default(call_default_factory=True)
    texts = told if isinstance(told, list) else [told]
    if any(isinstance(text, str) and not says_something(text) for text in texts):
        raise ValueError(_NOTHING_SAID)
    return told


_NOTHING_SAID = f"zh:{NOTHING_SAID.zh.removesuffix('。')} en:{NOTHING_SAID.en.removesuffix('.')}"


def is_text(annotation: Any) -> bool:
    """Whether people write words in a field of that type: one text, or several."""
    if get_origin(annotation) is Annotated:
        return is_text(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType, list):
        return any(is_text(one) for one in get_args(annotation))
    return annotation is str
