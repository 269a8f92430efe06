"""Every act of the acts file in words, from its declaration: printed by a command."""

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import Any

from pydantic.fields import FieldInfo

from casework.acting.acts.act import ACTS, Act, PreviewedAct
from casework.acting.acts.captions import COMMON_CAPTIONS, get_caption
from casework.acting.rights.operation import OPERATIONS, ActGroup, Operation
from casework.acting.rights.phases import (
    AFTERWARDS,
    ALWAYS,
    AT_COURT,
    CLOSED_OR_SEALED,
    DECIDED,
    OPEN,
    READABLE,
    RUNNING,
    UNDECIDED,
    Phase,
    Times,
)
from casework.acting.rights.scope import RightScope
from casework.shared.files.acts_file import ActsFile
from casework.shared.files.base import DayBound, DayRange, get_day_fields
from casework.shared.files.field_descriptions import get_field_descriptions
from casework.shared.text.labels import role_label
from core.i18n import Text, _, pgettext
from law.rules_page import render_markdown_table

HEAD = """# The acts file

Made from the declarations in `casework/*/acts.py`. `./run law --acts en` prints it.

What happened to one plan, one act per line, with its actor and day: a TOML file in UTF-8, at most 2 MB.
`./run schema acts` prints its JSON Schema.
`NAME.acts.toml` beside `NAME.toml` is used automatically when the plan is rehearsed; `--acts FILE` names another.

Each act runs the same operation as a click on the pages, under the same rights, on its day and hour.
An act that is refused appears in the diary (`docs/diary.md`) as `refused`, with the reason, and changes nothing; the rehearsal continues.
Lines may be in any order: acts are performed in the order of their times.
An act before the plan's first day is a mistake in the file.

A day named by an act must be in the range given for its field; any other day is refused.
"The end of the supervision" is the end of the period or the day for the final decision, and never less than a month from today.
A late day is no mistake: it is recorded as a late fact.

Free words are encrypted, and never in the diary.
Spaces, invisible characters and punctuation alone do not count as text: a mistake in a required field, an empty value in an optional one.
A label of your choice, such as `late-mondays`, is encrypted; in the record, in the API and in addresses a code stands for it, such as `c-1f0a9b3d`. An act may name it by either.

```toml
format = "sunward-acts/1"

acts = [
  { on = 2026-03-19, at = "10:20", by = "clerk",         did = "record_service", to = "minor" },
  # one line for every weekly note that falls due in that time, each on its day at 19:10
  { on = 2026-03-22, at = "19:10", by = "minor",         did = "submit", item = "weekly_note", each_until = 2026-07-26, each_except = [2026-05-03] },
  { on = 2026-03-26, at = "16:00", by = "social_worker", did = "record_progress", condition = "A1", amount = 1 },
  { on = 2026-05-06, at = "17:00", by = "minor",         did = "explain", item = "weekly_note", due_on = 2026-05-03, text = "发烧，在家躺了两天" },
  { on = 2026-05-07, at = "09:30", by = "assistant",     did = "answer_explanation", item = "weekly_note", due_on = 2026-05-03, answer = "excused", reason = "家长和社工都证实" },
  { on = 2026-07-16, at = "15:00", by = "prosecutor",    did = "evaluate", result = "continue" },
]
```

The file has two fields: `format` (格式), always `"sunward-acts/1"`, and `acts` (经过).
Every act has these four, and those of its own table:"""

NEXT = """Through the API the signed-in user acts, and the time is now: `on`, `at` and `by` are not sent, except for the day of an announcement.
For each act the page says who may perform it, within which scope, and when; at any other time it is refused, with the reason."""

SHARED: Mapping[str, Text] = {
    "on": _("哪天"),
    "at": pgettext("within a sentence", "几点"),
    "by": pgettext("column", "谁"),
    "did": _("做了什么"),
}
"""What every act has, and what each is called."""

SCOPES: Mapping[RightScope, str] = {
    RightScope.OWN: "for themselves",
    RightScope.TEAM: "of the team",
    RightScope.AT_SEAL: "of the team on the day of the seal",
    RightScope.OFFICE: "of the office, or of one that assists",
    RightScope.DECIDING: "of the deciding office",
    RightScope.ASSISTING: "of the team, or of the assisting office",
    RightScope.ASKED: "of the office that is asked to assist",
    RightScope.GRANTED: "to whom access was granted",
    RightScope.NEARBY: "of the office, or of the one above it",
    RightScope.ALL: "of any office",
}

PHASES: Mapping[Phase, str] = {
    Phase.NOT_ANNOUNCED: "before the announcement",
    Phase.IN_PERIOD: "from the announcement to the end of the period",
    Phase.AWAITING_DECISION: "from the end of the period to the decision",
    Phase.NON_PROSECUTED: "after non-prosecution",
    Phase.REVOKED: "after a revocation",
    Phase.INDICTED: "after an indictment",
    Phase.ENDED_OTHERWISE: "after another end",
    Phase.UNSEALED: "after the seal was lifted",
    Phase.CLOSED: "after the plan is closed",
    Phase.SEALED: "after the seal",
}
SPANS: tuple[tuple[frozenset[Phase], str], ...] = (
    (ALWAYS, "at any time"),
    (READABLE, "until the seal, and after it was lifted"),
    (OPEN, "until the plan is closed or sealed"),
    (UNDECIDED | DECIDED, "until the plan is closed or sealed for the first time"),
    (AFTERWARDS, "after the decision"),
    (DECIDED, "after the decision, but not after the seal was lifted"),
    (UNDECIDED, "until the final decision"),
    (RUNNING, "until the end of the period"),
    (AT_COURT, "after a revocation or an indictment"),
    (CLOSED_OR_SEALED, "after the plan is closed or sealed"),
)
"""Phases that have one name together, the longest first."""

BOUNDS: Mapping[DayBound, str] = {
    DayBound.BIRTH: "the birth",
    DayBound.DECISION: "the decision",
    DayBound.TODAY: "today",
    DayBound.END: "the end of the supervision",
    DayBound.YEAR: "a year from today",
    DayBound.FAR: "ten years from today",
}


def render_page() -> str:
    """The whole page in Markdown, in English with the Chinese titles. The same declarations always give the same page."""
    blocks = [HEAD, _fields(SHARED, Act, ActsFile.model_json_schema()), NEXT]
    for group in ActGroup:
        acts = [act for act in ACTS.values() if act.operation.group is group]
        blocks.append(f"## {group.value.en[0].upper()}{group.value.en[1:]} {group.value.zh}")
        blocks += [block for act in acts for block in _act(act)]
    blocks += ["## What else is recorded 其他记录", _others()]
    return "\n\n".join(blocks) + "\n"


def _others() -> str:
    """What stands in journal and diary beside the acts: steps of the program, and what has no line in a file of acts."""
    others = [
        (f"`{each}`", each.done.zh, each.done.en) for each in OPERATIONS.values() if each.code not in ACTS and each.done
    ]
    return render_markdown_table([("code", "中文", "what happened"), *others])


def _act(act: type[Act]) -> Iterator[str]:
    operation = act.operation
    yield f"### `{operation.code}`"
    if operation.title:
        yield f"{operation.title.zh} · {operation.title.en}"
    yield from (" ".join(paragraph.split()) for paragraph in cleandoc(act.__doc__ or "").split("\n\n"))
    yield "\n".join(f"- {line}" for line in _declared(act))
    own = {name: _caption(name, info) for name, info in act.model_fields.items() if name not in SHARED}
    yield _fields(own, act, act.model_json_schema()) if own else "It has no fields of its own."


def _declared(act: type[Act]) -> Iterator[str]:
    """What the operation says of itself, a line each."""
    operation = act.operation
    yield f"By: {describe_who_may(operation)}."
    for other in act.operations()[1:]:
        yield f"As `{other.code}`, by: {describe_who_may(other)}."
    yield f"When: {_times(operation.fits) if operation.fits else 'at any time'}."
    if operation.fact:
        yield "A fact: it goes on record whatever rule it breaks, and nobody has to say why."
    if issubclass(act, PreviewedAct):
        yield "What it changes can be seen before it is done."
    if operation.signs:
        yield "Whoever does it says again who they are, by the second factor."
    if operation.changes:
        rows = "; ".join(row.happens.en for row in operation.changes)
        yield f"Changes the plan: {rows}."


def describe_who_may(operation: Operation) -> str:
    """Who may do it, those of the same reach together."""
    groups = []
    for reach in dict.fromkeys(operation.by.values()):
        roles = ", ".join(role_label(role.value).en for role, each in operation.by.items() if each is reach)
        groups.append(f"{roles} ({SCOPES[reach]})")
    return "; ".join(groups)


def _times(times: Times) -> str:
    parts = [", ".join(_spans(times.done))]
    if times.fact:
        parts.append("as a late fact " + ", ".join(_spans(times.fact)))
    if times.after_the_seal:
        parts.append("after the seal it goes to the closing list")
    return "; ".join(parts)


def _spans(phases: frozenset[Phase]) -> Iterator[str]:
    """As few spans as say exactly these phases."""
    left = phases
    for span, words in SPANS:
        if span <= left:
            yield words
            left -= span
    yield from (words for phase, words in PHASES.items() if phase in left)


def _caption(name: str, info: FieldInfo) -> Text | None:
    return get_caption(info).words or COMMON_CAPTIONS.get(name)


def _fields(fields: Mapping[str, Text | None], act: type[Act], schema: Mapping[str, Any]) -> str:
    descriptions = get_field_descriptions(act)
    shapes = schema["properties"] if act is not Act else next(iter(schema["$defs"].values()))["properties"]
    rows = [
        (f"`{name}`", caption.zh if caption else "", _may(name, act, shapes[name], schema), descriptions.get(name, ""))
        for name, caption in fields.items()
    ]
    return render_markdown_table([("field", "中文", "allowed values", "what it says"), *rows])


def _may(name: str, act: type[Act], shape: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What may stand in that field, and what does if it is left out."""
    if name == "did":
        return "needed: the code of an act below"
    info = act.model_fields[name]
    kind = describe_shape(shape, schema.get("$defs", {}), get_day_fields(act).get(name))
    if info.is_required():
        return f"needed: {kind}"
    default = shape.get("default")
    if isinstance(default, str) and shape.get("format") == "time":
        default = default.removesuffix(":00")
    return kind if default in (None, "", [], {}) else f"{kind}; {_code(default)} if left out"


def describe_shape(shape: Mapping[str, Any], parts: Mapping[str, Any], holds: DayRange | None = None) -> str:
    """What a field of that JSON Schema holds, in words."""
    match shape:
        case {"anyOf": [*several]}:
            return describe_shape(next(one for one in several if one.get("type") != "null"), parts, holds)
        case {"$ref": str(where)}:
            return "a table of " + ", ".join(map(_code, parts[where.rpartition("/")[2]]["properties"]))
        case {"enum": [*codes]}:
            return ", ".join(map(_code, codes))
        case {"const": code}:
            return _code(code)
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "integer"}:
            return "a whole number" + _between(shape.get("minimum"), shape.get("maximum"))
        case {"type": "array", "items": each}:
            of = "of" if "enum" in each else "each"
            return f"a list, {of} {describe_shape(each, parts, holds)}" + _at_most(shape.get("maxItems"), "entries")
        case {"type": "object"}:
            return "a table of words"
        case {"format": "date" | "date-time" as kind}:
            return {"date": "a day", "date-time": "a moment"}[kind] + _describe_range(holds)
        case {"format": "time"}:
            return "a time of day"
        case {"format": "base64"}:
            return "a file in base64" + _at_most(shape.get("maxLength"), "characters")
        case {"pattern": _}:
            return "a code" + _at_most(shape.get("maxLength"), "characters")
        case _:
            return "words" + _at_most(shape.get("maxLength"), "characters")


def _describe_range(holds: DayRange | None) -> str:
    if holds is None:
        return ""
    first = f" from {BOUNDS[holds.earliest]}" if holds.earliest else ""
    return first + (f" to {BOUNDS[holds.latest]}" if holds.latest else "")


def _between(least: int | None, most: int | None) -> str:
    if most is None:
        return "" if least is None else f" from {least}"
    return f", {least or 0} to {most:,}"


def _at_most(most: int | None, of_what: str) -> str:
    return f", at most {most:,} {of_what}" if most else ""


def _code(value: Any) -> str:
    if isinstance(value, list):
        return "`[" + ", ".join(f'"{each}"' for each in value) + "]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
