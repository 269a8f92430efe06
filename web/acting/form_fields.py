"""The fields of an act's form, made from the act's model: each with its control, its bounds, and whether it is needed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pydantic.fields import FieldInfo

from casework.acting.acts.act import ACTS
from casework.acting.acts.captions import ChosenFrom, GeneratedCode, PlanChoices, RequestOnly, ScriptOnly, get_marker
from casework.acting.acts.controls import Kind, get_control, may_be_empty
from serving.act_schemas import get_request_model


@dataclass(frozen=True)
class FormField:
    """One field as a form shows it. `codes` are what a choice may say; empty where the plan itself tells."""

    act: str
    name: str
    control: Kind | Literal["made_up"]
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
    default = None if info.is_required() else info.get_default(call_default_factory=True)
    control = get_control(info)
    if made_up := get_marker(info, GeneratedCode):
        needed = control is not None and control.needed
        return FormField(act, name, "made_up", needed, default, begins_with=made_up.begins)
    if control is None or control.kind == "days":
        return None
    asked = asdict(control)
    if may_be_empty(info):
        asked["needed"], default = False, []
    chosen = get_marker(info, ChosenFrom)
    if chosen and asked["kind"] == "several":
        asked["kind"] = "many"
    return FormField(act, name, asked.pop("kind"), default=default, chosen=chosen.among if chosen else None, **asked)
