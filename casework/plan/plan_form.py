"""The form of a new plan, made from the plan file as the form of an act is made from the act: each field under its place in
the file, so that a mistake finds its way back. The spreadsheet of a caseload asks the same."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo
from sqlmodel import col, select

from casework.acting.acts.captions import AskedAlways, Caption, Group, InOrder, get_marker
from casework.acting.acts.controls import Kind, get_control, unwrap
from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.acts_opening import OPEN_PLAN
from casework.plan.typed_values import read_day, read_days, read_number
from casework.shared.files.base import FileModel
from casework.shared.files.plan_file import OpinionsPart, PlanFile
from core.i18n import Text, _, verbatim
from models.office import Office, Role, Staff

_ROW = re.compile(r"^(?P<part>.*)\[(?P<row>\d+)\]")


@dataclass(frozen=True)
class PlanField:
    """One field: its place in the plan file, what it is called under the heading of its group and by itself, how it is
    asked, and what it may say."""

    place: str
    words: Text
    heading: Text
    control: Kind
    choices: tuple[tuple[str, Text], ...] = ()
    needed: bool = False
    ticked: Any = True
    """What the plan file has where it is ticked."""
    first_only: bool = False
    """The plan file has a list, of which the form asks the first."""


@dataclass(frozen=True)
class PlanGroup:
    """Fields that belong together under one heading; of a list of parts, those of one `row`, which is 0 otherwise."""

    place: str
    title: Text
    fields: tuple[PlanField, ...]
    row: int = 0


def get_plan_form(typed: Mapping[str, str] | None = None) -> list[PlanGroup]:
    """The whole form: of each list of parts the rows that it has room for, and one more than were filled in."""
    filled: dict[str, int] = {}
    for place in typed or {}:
        if row := _ROW.match(place):
            filled[row["part"]] = max(filled.get(row["part"], 0), int(row["row"]))
    return list(_groups(PlanFile, "", filled))


def list_fields(groups: Sequence[PlanGroup]) -> list[PlanField]:
    """The fields of all groups in their order."""
    return [field for group in groups for field in group.fields]


def list_plan_fields(context: Context, actor: Actor) -> list[PlanField]:
    """Every field of the form without further rows; the people are those of the actor's office."""
    return list_fields(with_team(context, actor, get_plan_form()))


def with_team(context: Context, actor: Actor, groups: Sequence[PlanGroup]) -> list[PlanGroup]:
    """The form with the people of the actor's office to choose the team from. NotAllowed for an actor who may open no
    plan."""
    context.ensure_allowed(actor, OPEN_PLAN)
    with context.database.reading() as session:
        staff = session.exec(
            select(Staff).where(Staff.office_id == actor.office_id, col(Staff.active)).order_by(col(Staff.display_name))
        ).all()

    def choose(field: PlanField) -> PlanField:
        role = Role(field.place.removeprefix("team."))
        people = tuple((one.login, verbatim(one.display_name)) for one in staff if one.role == role)
        return replace(field, control="choice", choices=people)

    return [
        replace(group, fields=tuple(map(choose, group.fields))) if group.place == "team" else group for group in groups
    ]


def find_field(fields: Sequence[PlanField], place: str) -> PlanField | None:
    """The field of that place in a plan file, the one that an entry of its list is typed into, or the first of a part."""
    by_place = {field.place: field for field in fields}
    within = next((field for field in fields if field.place.startswith((f"{place}.", f"{place}["))), None)
    while place and place not in by_place:
        place = place.rpartition("[" if place.endswith("]") else ".")[0]
    return by_place.get(place, within)


def get_office_name(context: Context, actor: Actor) -> str:
    """The name of the actor's office: a plan is opened in it."""
    with context.database.reading() as session:
        office = session.get(Office, actor.office_id) if actor.office_id else None
        return office.name if office else ""


def _groups(part: type[FileModel], above: str, filled: Mapping[str, int]) -> Iterator[PlanGroup]:
    for name, info in part.model_fields.items():
        group = get_marker(info, Group)
        if group is None:
            continue
        place, inner = f"{above}{name}", _part(info)
        assert inner is not None  # only parts have headings
        count = max(group.rows, filled.get(place, 0) + 1) if group.rows > 1 else group.rows
        if not group.rows:
            yield PlanGroup(place, group.title, tuple(_fields(inner, place, group.title if above else None)))
            yield from _groups(inner, f"{place}.", filled)
        for row in range(1, count + 1):
            title = _("{part}{row}", part=group.title, row=row) if group.rows > 1 else group.title
            fields = _fields(inner, f"{place}[{row}]", title)
            yield PlanGroup(f"{place}[{row}]", title, tuple(replace(field, needed=False) for field in fields), row)


def _fields(part: type[FileModel], above: str, title: Text | None = None) -> Iterator[PlanField]:
    """The fields of a part that have a caption, those that are needed first."""
    asked = [(name, info) for name, info in part.model_fields.items() if not get_marker(info, Group)]
    for name, info in sorted(asked, key=lambda one: not one[1].is_required()):
        caption, inner = get_marker(info, Caption), _part(info)
        if caption is None:
            continue
        place, words = f"{above}.{name}", caption.words or title
        assert words is not None  # a caption without words takes those of its part
        heading = _("{part}：{field}", part=title, field=words) if title is not None and caption.words else words
        below = list(_fields(inner, place, words)) if inner else []
        if inner and not below:
            yield PlanField(place, words, heading, "yes", ticked=inner().model_dump(exclude_none=True))
        for each in below:
            under = _("{part}：{field}", part=title, field=each.heading) if title is not None else each.heading
            yield replace(each, words=each.heading, heading=under)
        control = get_control(info)
        if control is None:
            continue
        first_only = get_marker(info, InOrder) is not None
        choices = tuple((code, caption.choices[code]) for code in control.codes)
        needed = info.is_required() and not above.startswith(("case.opinions", "cadence"))
        yield PlanField(
            place, words, heading, "choice" if first_only else control.kind, choices,
            needed or get_marker(info, AskedAlways) is not None, first_only=first_only,
        )  # fmt: skip


def _part(info: FieldInfo) -> type[FileModel] | None:
    """The part that the field is, or that its list consists of."""
    bare, _optional = unwrap(info.annotation)
    if get_origin(bare) is list:
        bare = unwrap(get_args(bare)[0])[0]
    return bare if isinstance(bare, type) and issubclass(bare, FileModel) else None


def build_plan_content(
    typed: Mapping[str, str], form: Sequence[PlanField], office: str, rest: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What was typed as a plan file has it, without what was left empty, and `rest`, for which the form has no field.
    Nothing is judged here."""
    plan: dict[str, Any] = {"format": "sunward-plan/1"} | {part: {} for part in ("minor", "review", "decision", "team")}
    plan |= deepcopy(rest or {})
    for field in form:
        value = _read(field, typed)
        if value not in (None, "", []):
            _set_value(plan, field.place, value)
    if isinstance(case := plan.setdefault("case", {}), dict):
        case.setdefault("office", office)
    for opinion in _opinions(plan):
        if opinion.get("state") == "tried_and_failed" and "on" in opinion:
            opinion["tried_on"] = [opinion.pop("on")]
    return plan


def split_plan_content(content: dict[str, Any], form: Sequence[PlanField]) -> tuple[dict[str, str], dict[str, Any]]:
    """What a plan file tells, in two: each field of the form as it would have been typed, and the rest. Put together by
    `build_plan_content`, they are the same plan."""
    rest = deepcopy(content)
    typed: dict[str, str] = {}
    for opinion in _opinions(rest):
        match opinion:
            case {"state": "tried_and_failed", "tried_on": [only]} if "on" not in opinion:
                opinion["on"] = only
                del opinion["tried_on"]
    for field in form:
        written = _write(field, _get_value(rest, field.place))
        if written is not None:
            typed |= written
            _remove(rest, field.place)
    return typed, rest


def number_rows(typed: Mapping[str, str]) -> dict[str, str]:
    """The same with the rows of each list numbered without a gap, so that a mistake names the row that a person sees."""
    rows: dict[str, set[int]] = {}
    for place, text in typed.items():
        if text and (row := _ROW.match(place)):
            rows.setdefault(row["part"], set()).add(int(row["row"]))
    numbers = {
        f"{part}[{row}]": f"{part}[{number}]"
        for part, used in rows.items()
        for number, row in enumerate(sorted(used), 1)
    }
    return {
        (numbers[row[0]] + place[row.end() :] if (row := _ROW.match(place)) else place): text
        for place, text in typed.items()
        if text
    }


def _opinions(plan: dict[str, Any]) -> list[dict[str, Any]]:
    found = (_get_value(plan, f"case.opinions.{party}") for party in OpinionsPart.model_fields)
    return [opinion for opinion in found if isinstance(opinion, dict)]


def _write(field: PlanField, value: Any) -> dict[str, str] | None:
    """How the value is typed into the field; None where the field cannot hold it."""
    if field.first_only and isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    match field.control, value:
        case "yes", _ if value == field.ticked:
            return {field.place: "yes"}
        case "many", list() if all(code in dict(field.choices) for code in value):
            return {f"{field.place}.{code}": "yes" for code in value}
        case "days", list() if all(isinstance(day, str) for day in value):
            return {field.place: "，".join(value)}
        case "number", int() if not isinstance(value, bool):
            return {field.place: str(value)}
        case "choice", str() if value in dict(field.choices):
            return {field.place: value}
        case (("short" | "long" | "day"), str()):
            return {field.place: value}
        case _:
            return None


def _read(field: PlanField, typed: Mapping[str, str]) -> Any:
    text = typed.get(field.place, "")
    match field.control:
        case "yes":
            return field.ticked if text else None
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
            return [text] if text and field.first_only else text


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
