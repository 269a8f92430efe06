"""The fields of an act's form, made from the act's model: each with its control, its bounds, and whether it is needed."""

from dataclasses import dataclass
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic.fields import FieldInfo

from api.acts import form_of

SEVERAL = frozenset({"phone_held", "not_at", "exams"})
"""Several short texts typed into one field."""
LONG = frozenset({"text", "reason", "facts", "note", "comment", "advice", "agreed"})
MOST_TEXT = 20_000
SHORT_TEXT = 200
MADE_UP = {
    ("report_incident", "incident"): "i", ("ask_leave", "leave"): "l", ("order_guardian", "order"): "o",
    ("send_suggestion", "suggestion"): "s", ("ask_aid", "aid"): "a", ("refer", "referral"): "f", ("record_assessment", "assessment"): "t",
    ("ask_access", "access"): "q",
}  # fmt: skip
"""Codes of one's own, under which later acts mean the same thing: a page makes one up, so that nobody types one."""

_SAID_ALREADY = {("announce", "on")}
"""Asked for by another field of the same form."""

Control = Literal["choice", "many", "yes", "yes_no", "day", "number", "numbers", "several", "short", "long", "made_up"]


@dataclass(frozen=True)
class Field:
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


def fields_of(act: str) -> list[Field]:
    """The act's fields in their order, but for those that no person types."""
    typed = [(name, info) for name, info in form_of(act).model_fields.items() if name not in ("did", "by")]
    made = [_field(act, name, info) for name, info in typed if (act, name) not in _SAID_ALREADY]
    return [field for field in made if field is not None]


def without_form(act: str) -> list[str]:
    """What the act needs and no form can ask: then it has a page of its own, or none."""
    shown = {field.name for field in fields_of(act)}
    model = form_of(act).model_fields
    return [
        name for name, info in model.items() if info.is_required() and name not in shown and name not in ("did", "by")
    ]


def _field(act: str, name: str, info: FieldInfo) -> Field | None:
    bare, optional = _bare(info.annotation)
    bounds = _bounds(info)
    needed = info.is_required() or (bounds.get("least_text", 0) > 0)
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    more: dict[str, Any] = {"needed": needed and not optional, "default": default}
    if (act, name) in MADE_UP:
        return Field(act, name, "made_up", **more)
    if get_origin(bare) is Literal:
        return Field(act, name, "choice", codes=tuple(map(str, get_args(bare))), **more)
    if get_origin(bare) is list:
        return _list(act, name, get_args(bare)[0], more)
    if bare is bool:
        return Field(act, name, "yes_no" if info.is_required() else "yes", **more)
    if bare is datetime:
        return None
    if bare is date:
        return Field(act, name, "day", **more)
    if bare is int:
        return Field(act, name, "number", least=bounds.get("ge"), most=bounds.get("le"), **more)
    if bare is str:
        longest = bounds.get("longest")
        is_long = name in LONG if longest is None else longest > SHORT_TEXT
        return Field(
            act, name, "long" if is_long else "short", longest=longest or (MOST_TEXT if is_long else 200), **more
        )
    return None


def _list(act: str, name: str, of: Any, more: dict[str, Any]) -> Field | None:
    of, _ = _bare(of)
    if get_origin(of) is Literal:
        return Field(act, name, "many", codes=tuple(map(str, get_args(of))), **more)
    if of is int:
        return Field(act, name, "numbers", **more)
    if of is str:
        return Field(act, name, "several" if name in SEVERAL else "many", **more)
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
