"""The form of a new plan: each field under its own place in the plan file, so that a mistake finds its way back."""

import itertools
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import col, select

from casework.shared.context import Context
from casework.shared.items.item_kinds import RHYTHMS, Recurrence
from casework.shared.rights import Actor
from core.i18n import Text, _, pgettext, verbatim
from models.office import Office, Role, Staff
from web.forms import FormValues
from web.labels.codes import RELATIONS
from web.labels.new_plan import CHOICES, FIELDS

Control = Literal["text", "long", "day", "days", "number", "yes", "choice", "many"]
CONDITIONS = 4
_BETWEEN = re.compile(r"[\s,，、;；]+")
_PARTIES = ("police", "victim", "minor", "legal_representative", "defender")
_TEAM = ("prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk")
_KIN = ("mother", "father", "grandmother", "grandfather", "aunt", "uncle", "brother", "sister", "other")


@dataclass(frozen=True)
class PlanField:
    """One field: its place in the plan file, what it is called, how it is asked, what it may say."""

    place: str
    words: Text
    control: Control
    choices: tuple[tuple[str, Text], ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class PlanGroup:
    """Fields that belong together under one heading. An `extra` one is folded while nothing is in it."""

    title: Text
    fields: tuple[PlanField, ...]
    extra: bool = False

    def is_filled(self, typed: FormValues) -> bool:
        """Whether something was typed into any of its fields."""
        return any(
            text and (place in self.places or _without_code(place) in self.places) for place, text in typed.items()
        )

    @property
    def places(self) -> frozenset[str]:
        """The places of its fields in the plan file."""
        return frozenset(field.place for field in self.fields)


@dataclass(frozen=True)
class PlanStep:
    """One page of the form: `name` is the last part of its address."""

    name: str
    title: Text
    groups: tuple[PlanGroup, ...]
    hint: Text | None = None

    @property
    def fields(self) -> list[PlanField]:
        """All that the page asks for."""
        return [field for group in self.groups for field in group.fields]


def get_form_steps(context: Context, actor: Actor) -> list[PlanStep]:
    """The whole form, page by page, with the people of the actor's office to choose from."""
    conditions = tuple(
        PlanGroup(pgettext("menu", "第{place}项", place=place), _condition(place), extra=place > 1)
        for place in range(1, CONDITIONS + 1)
    )
    return [
        PlanStep("person", _("未成年人和监护人"), (
            PlanGroup(pgettext("device consent: who", "本人"), _person("minor", minor=True)),
            PlanGroup(pgettext("menu", "监护人"), _person("guardian[1]")),
            PlanGroup(_("另一位监护人（可不填）"), _person("guardian[2]"), extra=True),
        )),
        PlanStep("decision", _("决定与审查期限"), (PlanGroup(_("决定与审查期限"), _DECISION),)),
        PlanStep("case", _("案件和听取意见"), (
            PlanGroup(pgettext("menu", "案件"), _CASE),
            PlanGroup(_("听取意见"), _OPINIONS),
            PlanGroup(_("强制措施（没有就空着）"), _BAIL, extra=True),
        )),
        PlanStep("conditions", _("附带条件"), conditions, _("法定义务每个方案都有，不用写。这里只写附带条件，用不着的空着。")),
        PlanStep("schedule", _("日程和附件"), (
            PlanGroup(_("日程"), _CADENCE),
            PlanGroup(_("考试、农忙等占用的日子（可不填）"), _BUSY, extra=True),
            PlanGroup(_("提交时可以附的（不选就不收）"), _ATTACHMENTS),
        )),
        PlanStep("team", _("办案和帮教人员"), (PlanGroup(_("办案和帮教人员"), _team(context, actor)),)),
    ]  # fmt: skip


def get_office_name(context: Context, actor: Actor) -> str:
    """The name of the actor's office: a plan is opened in it."""
    with context.database.reading() as session:
        office = session.get(Office, actor.office_id) if actor.office_id else None
        return office.name if office else ""


def build_plan_content(
    typed: FormValues, form: list[PlanField], office: str, rest: dict[str, Any] | None = None
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
    for party in _PARTIES:
        opinion = _at(plan, f"case.opinions.{party}")
        if isinstance(opinion, dict) and opinion.get("state") == "tried_and_failed" and "on" in opinion:
            opinion["tried_on"] = [opinion.pop("on")]
    for kind in _MONTHLY:
        if _at(plan, f"cadence.{kind}") is True:
            _set_value(plan, f"cadence.{kind}", {"every_months": 1})
    return plan


def split_plan_content(content: dict[str, Any], form: list[PlanField]) -> tuple[FormValues, dict[str, Any]]:
    """What a plan file tells, in two: each field of the form as it would have been typed, and the rest. Put together by
    `build_plan_content`, they are the same plan."""
    rest = deepcopy(content)
    typed: FormValues = {}
    for party in _PARTIES:
        opinion = _at(rest, f"case.opinions.{party}")
        if isinstance(opinion, dict) and opinion.get("state") == "tried_and_failed" and "on" not in opinion:
            match opinion.get("tried_on"):
                case [only]:
                    opinion["on"] = only
                    del opinion["tried_on"]
    for field in form:
        found = _at(rest, field.place)
        written = _typed(field, found)
        if written is not None:
            typed |= written
            _remove(rest, field.place)
    return typed, rest


def _typed(field: PlanField, value: Any) -> FormValues | None:
    """How the value is typed into the field; None where the field cannot hold it."""
    if field.place.endswith(".reach") and isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    if field.place.removeprefix("cadence.") in _MONTHLY:
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


def _value(field: PlanField, typed: FormValues) -> Any:
    text = typed.get(field.place, "")
    match field.control:
        case "yes":
            return bool(text)
        case "many":
            return [code for code, _ in field.choices if typed.get(f"{field.place}.{code}")]
        case "days":
            return [part for part in _BETWEEN.split(text) if part]
        case "number":
            return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else text
        case _:
            return text


def _without_code(place: str) -> str:
    return place.rpartition(".")[0]


def _steps_to(place: str) -> Iterator[str | int]:
    """The names and numbers that lead to a place: `guardian[2].name` is under "guardian", 1, "name"."""
    for step in place.split("."):
        name, __, index = step.rstrip("]").partition("[")
        yield name
        if index:
            yield int(index) - 1


def _at(plan: dict[str, Any], place: str) -> Any:
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
    found = _at(plan, place)
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


def _field(place: str, control: Control, choices: tuple[tuple[str, Text], ...] = (), needed: bool = False) -> PlanField:
    name = place.rsplit(".", 1)[-1]
    return PlanField(place, FIELDS[name], control, choices, needed)


def _codes(name: str, *codes: str) -> tuple[tuple[str, Text], ...]:
    return tuple((code, CHOICES[f"{name}.{code}"]) for code in codes)


_DEVICES = _codes("device", "own", "shared", "keypad", "none", "unknown")
_WEEKDAYS = _codes("weekday", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _person(place: str, *, minor: bool = False) -> tuple[PlanField, ...]:
    own = (
        (
            _field(f"{place}.sex", "choice", _codes("sex", "M", "F"), True),
            _field(f"{place}.born_on", "day", (), True),
            _field(f"{place}.identity_number", "text"),
            _field(f"{place}.address", "text"),
        )
        if minor
        else (
            _field(f"{place}.relation", "choice", tuple((code, RELATIONS[code]) for code in _KIN)),
            _field(f"{place}.legal_representative", "yes"),
        )
    )
    return (
        _field(f"{place}.name", "text", (), minor), *own, _field(f"{place}.phone", "text"),
        _field(f"{place}.device", "choice", _DEVICES),
        _field(f"{place}.reach", "choice", _codes("reach", "sms", "call", "paper")),
    )  # fmt: skip


_DECISION = (
    _field("review.received_on", "day", (), True), _field("review.extended", "yes"),
    _field("decision.on", "day", (), True), _field("decision.months", "number", (), True),
    _field("decision.period_written_from", "day", (), True), _field("decision.period_written_to", "day", (), True),
    _field("decision.reasons", "long"), PlanField("decision.decided_by", FIELDS["who_decided"], "text"),
    _field("decision.victim_told", "many", _codes("victim_told", "complaint", "no_court")),
    _field("decision.leave_boundary", "choice", _codes("leave_boundary", "county", "city")),
)  # fmt: skip


def _opinion(party: str) -> tuple[PlanField, PlanField]:
    words = FIELDS["legal_representative_opinion" if party == "legal_representative" else party]
    day = _("{words}：日期", words=words)
    here = f"case.opinions.{party}"
    return PlanField(f"{here}.state", words, "choice", _STATES), PlanField(f"{here}.on", day, "day")


_CASE = (
    _field("case.offence_article", "text", (), True), _field("case.act_dates", "days", (), True),
    _field("case.facts_line", "long", (), True), _field("case.predicted_sentence_months", "number", (), True),
    _field("case.repentance", "many", _codes("repentance", "plea", "restitution", "apology", "forgiveness", "surrender",
                                             "help_in_recovery", "other"), True),
    _field("case.no_victim", "yes"), _field("case.victims", "number"),
    _field("case.counsel", "choice", _codes("counsel", "legal_aid", "retained", "none")),
)  # fmt: skip
_STATES = _codes("state", "heard", "tried_and_failed", "not_in_this_case", "no_longer_a_party")
_OPINIONS = (
    *(field for party in _PARTIES for field in _opinion(party)),
    _field("case.opinions.police.written", "yes"), _field("case.opinions.police.approved_by_head", "yes"),
)  # fmt: skip
_BAIL = (
    PlanField("case.bail[1].measure", FIELDS["bail_measure"], "choice",
              _codes("measure", "bail", "residential_surveillance")),
    _field("case.bail[1].decided_by", "choice", _codes("decided_by", "police", "procuratorate", "court")),
    PlanField("case.bail[1].from_on", FIELDS["from_on"], "day"),
    _field("case.in_custody", "yes"),
)  # fmt: skip
_ATTACHMENTS = (
    _field("attachments.photo", "yes"), _field("attachments.voice", "yes"), _field("attachments.place", "yes"),
)  # fmt: skip
_ASKED = {kind: (rhythm, rhythm.asked) for kind, rhythm in RHYTHMS.items() if rhythm.asked}
_MONTHLY = {kind: words for kind, (rhythm, words) in _ASKED.items() if rhythm.every is Recurrence.MONTHS}


def _weekly() -> Iterator[PlanField]:
    for kind, (rhythm, words) in _ASKED.items():
        if rhythm.every is Recurrence.WEEK:
            yield PlanField(f"cadence.{kind}.on", words, "choice", _WEEKDAYS)
            if len(rhythm.owners) > 1:
                yield PlanField(
                    f"cadence.{kind}.owner", FIELDS["sheet_owner"], "choice", _codes("owner", *rhythm.owners)
                )


_CADENCE = (*_weekly(), *(PlanField(f"cadence.{kind}", words, "yes") for kind, words in _MONTHLY.items()))
_BUSY = (
    _field("busy[1].kind", "choice", _codes("busy", "exam", "harvest", "travel", "treatment", "other")),
    _field("busy[1].from_on", "day"), _field("busy[1].to_on", "day"),
)  # fmt: skip


def _condition(place: int) -> tuple[PlanField, ...]:
    here = f"condition[{place}]"
    return (
        _field(f"{here}.kind", "choice", _codes("kind", "A1", "A2", "A3", "A4", "A5", "A6")),
        _field(f"{here}.text", "text"), _field(f"{here}.measure", "text"), _field(f"{here}.evidence", "text"),
        _field(f"{here}.confirmed_by", "choice", _codes("confirmed_by", "social_worker", "assistant", "prosecutor",
                                                        "guardian", "police", "mentor", "other")),
        _field(f"{here}.amount", "number"),
        _field(f"{here}.unit", "choice", _codes("unit", "times", "hours", "yuan", "items")),
        _field(f"{here}.by_on", "day"),
        PlanField(f"{here}.owner", FIELDS["condition_owner"], "choice",
                  _codes("owner", "minor", "guardian", "social_worker")),
    )  # fmt: skip


def _team(context: Context, actor: Actor) -> tuple[PlanField, ...]:
    with context.database.reading() as session:
        staff = session.exec(
            select(Staff).where(Staff.office_id == actor.office_id, col(Staff.active)).order_by(col(Staff.display_name))
        ).all()
    of = {
        role: tuple((one.login, verbatim(one.display_name)) for one in staff if one.role == Role(role))
        for role in _TEAM
    }
    return tuple(_field(f"team.{role}", "choice", of[role], role == "prosecutor") for role in _TEAM)
