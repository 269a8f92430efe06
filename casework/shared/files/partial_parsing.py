"""Reads what can be read of a file with mistakes, so that its author gets all of them at once."""

import copy
import re
from calendar import monthrange
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_STAND_INS: dict[Place, Any] = {
    ("format",): "sunward-plan/1",
    ("minor", "name"): "某",
    ("minor", "sex"): "M",
    ("case", "office"): "某",
    ("case", "facts_line"): "某",
    ("case", "repentance"): ["other"],
    ("case", "predicted_sentence_months"): 6,
    ("team",): {"prosecutor": "某"},
    ("team", "prosecutor"): "某",
}
"""What stands for a field that every plan needs and on which no other mistake hangs, but those that `by_law` names."""

_ROUNDS = 8


def parse_partially(model: type[Model], content: dict[str, Any], found: ValidationError) -> Model | None:
    """The content read without what is wrong in it, an impossible day as the nearest that exists; None where too little
    is left. It answers what else is wrong, and nothing is ever opened from it."""
    rest = copy.deepcopy(content)
    for _ in range(_ROUNDS):
        if not _without(rest, found.errors(include_url=False, include_context=False)):
            return None
        try:
            return model.model_validate(rest)
        except ValidationError as further:
            found = further
    return None


def _without(rest: dict[str, Any], errors: Sequence[Any]) -> bool:
    """What is wrong is gone or has something in its place; False where that would be the whole file."""
    gone: set[Place] = set()
    for error in errors:
        place: Place = error["loc"]
        if place in _STAND_INS:
            _set_value(rest, place, copy.deepcopy(_STAND_INS[place]))
        elif isinstance(error["input"], str) and (day := get_nearest_day(error["input"])) is not None:
            _set_value(rest, place, day)
        else:
            gone.add(place[:-1] if error["type"] == "missing" else place)
    if () in gone:
        return False
    return all([_take_out(rest, place) for place in sorted(gone, key=_last_first)])


def get_nearest_day(text: str) -> str | None:
    """The day nearest to one that no calendar has; None for whatever is not written as a day, or exists."""
    written = _DAY.fullmatch(text)
    if written is None:
        return None
    year, month, day = (int(part) for part in written.groups())
    year, month = max(year, 1), min(max(month, 1), 12)
    nearest = f"{year:04}-{month:02}-{min(max(day, 1), monthrange(year, month)[1]):02}"
    return nearest if nearest != text else None


def _last_first(place: Place) -> list[tuple[int, str]]:
    """Of a list the last entries first, so that the others keep their places until it is their turn."""
    return [(-part, "") if isinstance(part, int) else (0, part) for part in place]


def _holder(rest: Any, place: Place) -> Any:
    for part in place[:-1]:
        try:
            rest = rest[part]
        except (KeyError, IndexError, TypeError):
            return None
    return rest


def _set_value(rest: dict[str, Any], place: Place, value: Any) -> None:
    holder: Any = _holder(rest, place)
    if isinstance(holder, dict | list):
        holder[place[-1]] = value  # type: ignore[index]  # of a list the place is a number, as the error named it


def _take_out(rest: dict[str, Any], place: Place) -> bool:
    holder = _holder(rest, place)
    if holder is None:
        return True  # what holds it was taken out already
    try:
        del holder[place[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True
