"""`sunward check`, `open`: one plan, by its file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.answers import AsJson, answer, get_language, say
from core.i18n import Text, _

if TYPE_CHECKING:
    from casework.acting.context import Context
    from casework.acting.rights import Actor

PlanPath = Annotated[
    Path, typer.Argument(help=_("方案文件（TOML），写法见 docs/plan-file.md。").zh, exists=True, dir_okay=False)
]


def check(plan: PlanPath, as_json: AsJson = False) -> None:
    """Check a plan file against the rules: errors with their place, and warnings. Nothing is saved."""
    from app.bootstrap import get_clock
    from casework.plan.plan_examination import examine_plan, find_doubts
    from casework.plan.plan_validation import parse_and_validate
    from casework.shared.files.parsing import read_plan_path
    from casework.shared.text.citations import format_article
    from law.rulebook import Rulebook
    from law.working_days import WorkingDays

    rulebook, today = Rulebook.load(), get_clock().today()
    plan_file = parse_and_validate(lambda: read_plan_path(plan), rulebook, today)
    examined = examine_plan(plan_file, rulebook, today, WorkingDays())
    warnings = [finding for finding in examined.findings if finding.warns]
    not_recorded = [rulebook.rule(rule) for rule in examined.not_recorded]
    doubts = find_doubts(plan_file, rulebook)
    found = {
        "mistakes": [{"place": one.place, "wrong": one.wrong, "rule": one.rule, "article": one.article}
                     for one in examined.mistakes],
        "warnings": [{"rule": one.rule, "because": one.because, "article": one.article,
                      "confidence": one.confidence} for one in warnings],
        "not_recorded": [{"rule": rule.id, "title": rule.title} for rule in not_recorded],
        "doubts": doubts,
        "days_left": examined.days_left,
    }  # fmt: skip
    lines: list[Text] = []
    for finding in warnings:
        article = format_article(get_language(), finding.article)
        lines.append(
            _("提示：{because}{article}，规则{rule}", because=finding.because, article=article, rule=finding.rule)
        )
    lines += [_("没有记录，未予核对：{title}，规则{rule}", title=rule.title, rule=rule.id) for rule in not_recorded]
    lines += [*doubts, _("为考察意见、听取被害人意见和检察长决定留下{left}日。", left=examined.days_left)]
    if not examined.mistakes and not warnings and not doubts:
        lines.append(_("没有错误，也没有提示。"))
    for mistake in () if as_json else examined.mistakes:
        say(mistake.in_(get_language()), err=True)
    answer(as_json, found, lines, fails=bool(examined.mistakes))


def open_(
    plan: PlanPath,
    as_login: Annotated[
        str | None, typer.Option("--as", help=_("建立方案的人的登录名；默认是文件里的承办检察官。").zh)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Create a plan from its file, also one already in progress."""
    from app import bootstrap
    from casework.plan.opening import check_prosecutor_known, open_new_plan
    from casework.plan.plan_validation import parse_and_validate
    from casework.shared.files.parsing import read_plan_path

    context = bootstrap.get_context()
    plan_file = parse_and_validate(lambda: read_plan_path(plan), context.law, context.clock.today())
    if as_login is None:
        check_prosecutor_known(context, plan_file)
    number = open_new_plan(context, get_actor(context, as_login or plan_file.team.prosecutor), plan_file)
    answer(as_json, {"number": number}, [_("方案已建立：{number}", number=number)])


def get_actor(context: "Context", login: str) -> "Actor":
    """Who acts under that sign-in name."""
    from casework.acting.rights import Actor
    from casework.staff.staffing import get_staff_actor

    with context.database.reading() as session:
        return Actor.of_staff(get_staff_actor(session, login))
