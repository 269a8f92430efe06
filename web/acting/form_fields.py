"""The fields of an act's form, made from the act's model: each with its control, its bounds, and whether it is needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic.fields import FieldInfo

from casework.acting.acts.act import ACTS
from casework.acting.acts.captions import ChosenFrom, GeneratedCode, PlanChoices, RequestOnly, ScriptOnly, get_marker
from serving.act_schemas import get_request_model

SHORT_TEXT = 200
"""What is longer has several lines; what no bound limits otherwise is not longer."""

Control = Literal["choice", "many", "yes", "yes_no", "day", "number", "numbers", "several", "short", "long", "made_up"]


@dataclass(frozen=True)
class FormField:
    """One field as a form shows it. `codes` are what a choice may say; empty where the plan itself tells."""

    act: str
    name: str
    control: Control
    needed: bool
    default: Any
    codes: tuple[str, ...] = ()
    longest: int | None = None
    least: int | None = None
    most: int | None = None
    chosen: PlanChoices | None = None
    """Among what of the plan, where only the plan knows what it may say."""
    begins_with: str = ""
    """With which letter a code begins that the page makes up."""


def get_form_fields(act: str) -> list[FormField]:
    """The act's fields in their order, but for those that no person types."""
    made = [_field(act, name, info) for name, info in _typed(act)]
    return [field for field in made if field is not None]


def _typed(act: str) -> Iterator[tuple[str, FieldInfo]]:
    said_by_a_script = {
        name
        for name, info in ACTS[act].model_fields.items()
        if get_marker(info, ScriptOnly) or get_marker(info, RequestOnly)
    }
    for name, info in get_request_model(act).model_fields.items():
        if name != "did" and name not in said_by_a_script:
            yield name, info


def _field(act: str, name: str, info: FieldInfo) -> FormField | None:
    bare, optional = _bare(info.annotation)
    bounds = _bounds(info)
    needed = info.is_required() or (bounds.get("least_text", 0) > 0)
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    chosen = get_marker(info, ChosenFrom)
    more: dict[str, Any] = {"needed": needed and not optional, "default": default}
    if made_up := get_marker(info, GeneratedCode):
        return FormField(act, name, "made_up", begins_with=made_up.begins, **more)
    more["chosen"] = chosen and chosen.among
    if get_origin(bare) is Literal:
        return FormField(act, name, "choice", codes=tuple(map(str, get_args(bare))), **more)
    if get_origin(bare) is list:
        if info.is_required() and not any(isinstance(each, MinLen) for each in info.metadata):
            more |= {"needed": False, "default": []}  # that it is none of them is an answer as well
        return _list(act, name, get_args(bare)[0], more)
    if bare is bool:
        return FormField(act, name, "yes_no" if info.is_required() else "yes", **more)
    if bare is datetime:
        return None
    if bare is date:
        return FormField(act, name, "day", **more)
    if bare is int:
        return FormField(act, name, "number", least=bounds.get("ge"), most=bounds.get("le"), **more)
    if bare in (str, UUID):
        longest = bounds.get("longest") or _longest_within(info.annotation) or SHORT_TEXT
        return FormField(act, name, "long" if longest > SHORT_TEXT else "short", longest=longest, **more)
    return None


def _list(act: str, name: str, of: Any, more: dict[str, Any]) -> FormField | None:
    of, _ = _bare(of)
    if get_origin(of) is Literal:
        return FormField(act, name, "many", codes=tuple(map(str, get_args(of))), **more)
    if of is int:
        return FormField(act, name, "numbers", **more)
    if of is str:
        return FormField(act, name, "many" if more["chosen"] else "several", **more)
    return None


def _bare(annotation: Any) -> tuple[Any, bool]:
    """The annotation without its wrappings, and whether nothing is an answer too."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        named = [each for each in get_args(annotation) if each is not type(None)]
        if len(named) == 1:
            return _bare(named[0])[0], len(named) < len(get_args(annotation))
    return annotation, False


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
