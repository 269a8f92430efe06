"""`sunward what-if`: one plan under one or two assumptions, printed; nothing is kept but that somebody looked."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from app.answers import AsJson, answer, get_language, in_words, working
from app.plan_commands import PlanNumber, get_actor
from core.dates import format_day
from core.i18n import Text, _

if TYPE_CHECKING:
    from casework.plan.what_if import AssumedCourse, WhatIf


def what_if(
    number: PlanNumber,
    assume: Annotated[
        list[str],
        typer.Option(help=_("on_time、nothing、moved、adult、remedy，或者 period+30、period-14；最多两个。").zh),
    ],
    as_login: Annotated[str, typer.Option("--as", help=_("问的人的登录名；会记下此人看过。").zh)],
    as_json: AsJson = False,
) -> None:
    """What the rules would ask for under each assumption, as that person may see it."""
    from app.bootstrap import create_context, set_keys_aside
    from casework.plan.what_if import parse_assumption, read_what_if
    from core.settings import Settings
    from flows.what_if import process_what_if

    context = create_context(Settings())
    assumptions = [parse_assumption(code) for code in assume]
    aside = set_keys_aside(context)
    with working(_("正在推算")):
        found = read_what_if(
            context, get_actor(context, as_login), number, assumptions,
            lambda one, assumed: process_what_if(aside, one, assumed),
        )  # fmt: skip
    lines = [_("这里算的是规则会要求什么，不预测未成年人会怎样做；什么都不保存，也什么都不发出。")]
    answer(as_json, asdict(found), itertools.chain(lines, *(_describe_course(found, one) for one in found.courses)))


def _describe_course(found: "WhatIf", course: "AssumedCourse") -> Iterator[Text | str]:
    from casework.shared.text.labels import role_label, stage_label

    yield ""
    yield course.words
    if course.refused is not None:
        yield _row(_("不能这样假设"), in_words(course.refused))
    if course.status is None or course.period_to is None or course.final_decision_by is None:
        return
    yield _row(_("到那时"), in_words(stage_label(course.status)))
    yield _row(_("考验期最后一日"), format_day(get_language(), course.period_to))
    yield _row(_("最晚作出决定"), format_day(get_language(), course.final_decision_by))
    yield _row(_("会要求谁办几项"), _counted(course.asked))
    if found.sees_messages:
        yield _row(_("会有哪些消息，各几条"), _counted(Counter(one.to for one in course.messages)))
    for one in course.dates:
        yield f"  {one.on.isoformat()}  {in_words(one.words)}  [{in_words(role_label(one.owner))}]"


def _row(name: Text, value: str) -> str:
    return f"  {in_words(name)}: {value}"


def _counted(people: Mapping[str, int]) -> str:
    from casework.shared.text.labels import role_label

    return ", ".join(f"{in_words(role_label(who))} {count}" for who, count in sorted(people.items()))
