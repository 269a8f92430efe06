"""What was typed into the fields of a new plan, as a plan file has it, and back."""

import itertools
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from casework.plan.plan_fields import MONTHLY_KINDS, PARTIES, PlanField
from casework.plan.typed_values import read_day, read_days, read_number


def build_plan_content(
    typed: dict[str, str], form: list[PlanField], office: str, rest: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What was typed as a plan file has it, without what was left empty, and `rest`, for which the form has no field.
    Nothing is judged here."""
    plan: dict[str, Any] = {"format": "sunward-plan/1"} | {part: {} for part in ("minor", "review", "decision", "team")}
    plan |= deepcopy(rest or {})
    for field in form:
        value = _value(field, typed)
        if value not in (None, "", [], False):
            _set_value(plan, field.place, value)
    if isinstance(case := plan.setdefault("case", {}), dict):
        case.setdefault("office", office)
    for person in (plan["minor"], *_entries(plan, "guardian")):
        if isinstance(person, dict) and isinstance(person.get("reach"), str):
            person["reach"] = [person["reach"]]
    for place, names in (
        ("guardian", ("name", "phone")),
        ("condition", ("text", "kind")),
        ("busy", ()),
        ("case.bail", ()),
    ):
        rows = _entries(plan, place)
        rows[:] = [row for row in rows if not isinstance(row, dict) or any(map(row.get, names or row))]
    for party in PARTIES:
        opinion = _get_value(plan, f"case.opinions.{party}")
        if isinstance(opinion, dict) and opinion.get("state") == "tried_and_failed" and "on" in opinion:
            opinion["tried_on"] = [opinion.pop("on")]
    for kind in MONTHLY_KINDS:
        if _get_value(plan, f"cadence.{kind}") is True:
            _set_value(plan, f"cadence.{kind}", {"every_months": 1})
    return plan


def split_plan_content(content: dict[str, Any], form: list[PlanField]) -> tuple[dict[str, str], dict[str, Any]]:
    """What a plan file tells, in two: each field of the form as it would have been typed, and the rest. Put together by
    `build_plan_content`, they are the same plan."""
    rest = deepcopy(content)
    typed: dict[str, str] = {}
    for party in PARTIES:
        opinion = _get_value(rest, f"case.opinions.{party}")
        if isinstance(opinion, dict) and opinion.get("state") == "tried_and_failed" and "on" not in opinion:
            match opinion.get("tried_on"):
                case [only]:
                    opinion["on"] = only
                    del opinion["tried_on"]
    for field in form:
        found = _get_value(rest, field.place)
        written = _typed(field, found)
        if written is not None:
            typed |= written
            _remove(rest, field.place)
    return typed, rest


def _typed(field: PlanField, value: Any) -> dict[str, str] | None:
    """How the value is typed into the field; None where the field cannot hold it."""
    if field.place.endswith(".reach") and isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    if field.place.removeprefix("cadence.") in MONTHLY_KINDS:
        value = value == {"every_months": 1} or None
    match field.control, value:
        case "yes", True:
            return {field.place: "yes"}
        case "many", list() if all(code in dict(field.choices) for code in value):
            return {f"{field.place}.{code}": "yes" for code in value}
        case "days", list() if all(isinstance(day, str) for day in value):
            return {field.place: "，".join(value)}
        case "number", int() if not isinstance(value, bool):
            return {field.place: str(value)}
        case "choice", str() if value in dict(field.choices):
            return {field.place: value}
        case (("text" | "long" | "day"), str()):
            return {field.place: value}
        case _:
            return None


def _value(field: PlanField, typed: dict[str, str]) -> Any:
    text = typed.get(field.place, "")
    match field.control:
        case "yes":
            return bool(text)
        case "many":
            return [code for code, _ in field.choices if typed.get(f"{field.place}.{code}")]
        case "day":
            return read_day(text)
        case "days":
            return read_days(text)
        case "number":
            number = read_number(text)
            return int(number) if number.isascii() and number.isdecimal() and len(number) <= 9 else number
        case _:
            return text


def _steps_to(place: str) -> Iterator[str | int]:
    """The names and numbers that lead to a place: `guardian[2].name` is under "guardian", 1, "name"."""
    for step in place.split("."):
        name, __, index = step.rstrip("]").partition("[")
        yield name
        if index:
            yield int(index) - 1


def _get_value(plan: dict[str, Any], place: str) -> Any:
    """What the plan has at the place; None where it has nothing."""
    there: Any = plan
    for step in _steps_to(place):
        match there, step:
            case dict(), str():
                there = there.get(step)
            case list(), int() if step < len(there):
                there = there[step]
            case _:
                return None
    return there


def _remove(plan: dict[str, Any], place: str) -> None:
    *above, last = _steps_to(place)
    there: Any = plan
    for step in above:
        there = there[step]
    del there[last]


def _entries(plan: dict[str, Any], place: str) -> list[Any]:
    """The list at the place; an empty one where there is none, or where a file has something else there."""
    found = _get_value(plan, place)
    return found if isinstance(found, list) else []


def _set_value(plan: dict[str, Any], place: str, value: Any) -> None:
    """What was typed stands at its place, with whatever leads there; something else that a file had on the way gives way."""
    there: Any = plan
    steps = list(_steps_to(place))
    for step, following in itertools.pairwise(steps):
        kind: type[Any] = list if isinstance(following, int) else dict
        if isinstance(step, int):
            there += [{} for _missing in range(step + 1 - len(there))]
        if not isinstance(there[step] if isinstance(step, int) else there.get(step), kind):
            there[step] = kind()
        there = there[step]
    there[steps[-1]] = value
