"""How a field of a model is asked in a form: by its type, and by nothing else."""

from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic.fields import FieldInfo

SHORT_TEXT = 200
"""What is longer has several lines; what no bound limits otherwise is not longer."""

Kind = Literal["choice", "many", "yes", "yes_no", "day", "days", "number", "numbers", "several", "short", "long"]


@dataclass(frozen=True)
class Control:
    """One control of a form. `codes` are what a choice may say, `longest` is the length of a text, `least` and `most` are
    the bounds of a number."""

    kind: Kind
    needed: bool
    codes: tuple[str, ...] = ()
    longest: int | None = None
    least: int | None = None
    most: int | None = None


def get_control(info: FieldInfo) -> Control | None:
    """How the field is asked; None for one that no person types."""
    bare, optional = unwrap(info.annotation)
    bounds = _bounds(info)
    needed = info.is_required() and not optional
    if get_origin(bare) is Literal:
        return Control("choice", needed, tuple(map(str, get_args(bare))))
    if get_origin(bare) is list:
        return _list(unwrap(get_args(bare)[0])[0], needed)
    if bare is bool:
        return Control("yes_no" if info.is_required() else "yes", needed)
    if bare is date:
        return Control("day", needed)
    if bare is int:
        return Control("number", needed, least=bounds.get("ge"), most=bounds.get("le"))
    if bare in (str, UUID):
        longest = bounds.get("longest") or _longest_within(info.annotation) or SHORT_TEXT
        return Control("long" if longest > SHORT_TEXT else "short", needed, longest=longest)
    return None


def may_be_empty(info: FieldInfo) -> bool:
    """Whether the field must be given, and may be an empty list: that it is none of them is an answer as well."""
    is_list = get_origin(unwrap(info.annotation)[0]) is list
    return is_list and info.is_required() and not any(isinstance(each, MinLen) for each in info.metadata)


def unwrap(annotation: Any) -> tuple[Any, bool]:
    """The annotation without its wrappings, and whether nothing is an answer too."""
    if get_origin(annotation) is Annotated:
        return unwrap(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        named = [each for each in get_args(annotation) if each is not type(None)]
        if len(named) == 1:
            return unwrap(named[0])[0], len(named) < len(get_args(annotation))
    return annotation, False


def _list(of: Any, needed: bool) -> Control | None:
    if get_origin(of) is Literal:
        return Control("many", needed, tuple(map(str, get_args(of))))
    kinds: dict[Any, Kind] = {int: "numbers", str: "several", date: "days"}
    return Control(kinds[of], needed) if of in kinds else None


def _longest_within(annotation: Any) -> int | None:
    """The bound of a text that may be left out: it stands within the type."""
    for each in getattr(annotation, "__metadata__", ()):
        for bound in each.metadata if isinstance(each, FieldInfo) else (each,):
            if isinstance(bound, MaxLen):
                return bound.max_length
    return next((found for inner in get_args(annotation) if (found := _longest_within(inner)) is not None), None)


def _bounds(info: FieldInfo) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in info.metadata:
        if isinstance(each, MaxLen):
            found["longest"] = each.max_length
        if isinstance(each, Ge) and isinstance(each.ge, int):
            found["ge"] = each.ge
        if isinstance(each, Le) and isinstance(each.le, int):
            found["le"] = each.le
    return found
