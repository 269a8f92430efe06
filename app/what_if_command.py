"""`sunward what-if`: one plan under one or two assumptions, printed; nothing is kept but that somebody looked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from app.answers import AsJson, get_language, in_words, print_json, say, working
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
    if as_json:
        print_json(asdict(found))
        return
    say(_("这里算的是规则会要求什么，不预测未成年人会怎样做；什么都不保存，也什么都不发出。"))
    for course in found.courses:
        _print_course(found, course)


def _print_course(found: "WhatIf", course: "AssumedCourse") -> None:
    from casework.shared.text.labels import role_label, stage_label

    say("")
    say(course.words)
    if course.refused is not None:
        _tell(_("不能这样假设"), in_words(course.refused))
    if course.status is None or course.period_to is None or course.final_decision_by is None:
        return
    _tell(_("到那时"), in_words(stage_label(course.status)))
    _tell(_("考验期最后一日"), format_day(get_language(), course.period_to))
    _tell(_("最晚作出决定"), format_day(get_language(), course.final_decision_by))
    _tell(_("会要求谁办几项"), _counted(course.asked))
    if found.sees_messages:
        _tell(_("会有哪些消息，各几条"), _counted(Counter(one.to for one in course.messages)))
    for one in course.dates:
        say(f"  {one.on.isoformat()}  {in_words(one.words)}  [{in_words(role_label(one.owner))}]")


def _tell(name: Text, value: str) -> None:
    say(f"  {in_words(name)}: {value}")


def _counted(people: Mapping[str, int]) -> str:
    from casework.shared.text.labels import role_label

    return ", ".join(f"{in_words(role_label(who))} {count}" for who, count in sorted(people.items()))
