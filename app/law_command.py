"""`sunward law`: every rule in a line, or one rule explained with its examples, run as they are read."""

import json
from typing import Annotated, Any, Literal

import typer

from casework.settings.relying import used_in
from casework.shared.facts.facts_table import render_page as facts_page
from casework.shared.files.acts_page import render_page as acts_page
from casework.shared.files.diary_events_page import render_page as happenings_page
from core.errors import NotFound
from core.i18n import _
from law.entries import Rule
from law.examples import ExampleResult, get_examples, run_example
from law.finding import Effect
from law.procedure import get_clock_numbers, load_uncovered_rows
from law.rule_explanation import explain_rule
from law.rulebook import Rulebook
from law.rules_page import render_rules_page as the_page
from law.working_days import WorkingDays


def law(
    rule: Annotated[str | None, typer.Argument(help="A rule's id, such as PB-01.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="A list of objects, one a rule.")] = False,
    page: Annotated[str | None, typer.Option("--page", help="The whole page in Markdown: zh-CN or en.")] = None,
    facts: Annotated[
        str | None,
        typer.Option("--facts", help="The table of facts that change a plan, in Markdown: zh-CN or en."),
    ] = None,
    acts: Annotated[
        Literal["en"] | None, typer.Option("--acts", help="The page of everything that can be done to a plan.")
    ] = None,
    happenings: Annotated[
        Literal["en"] | None, typer.Option("--happenings", help="The page of everything that can stand in a diary.")
    ] = None,
) -> None:
    """List the rules with article, confidence, effect and where they are used, or explain one and run its examples."""
    rulebook = Rulebook.load()
    if page is not None:
        typer.echo(the_page("en" if page == "en" else "zh-CN", rulebook), nl=False)
        return
    if facts is not None:
        typer.echo(facts_page("en" if facts == "en" else "zh-CN", rulebook), nl=False)
        return
    if acts or happenings:
        typer.echo(acts_page() if acts else happenings_page(), nl=False)
        return
    if rule in load_uncovered_rows() and not as_json:
        _why_no_rule(rule)
        return
    rules = [each for each in rulebook.rules() if rule is None or each.id == rule.upper()]
    if not rules:
        raise NotFound(_("没有这条规则。"))
    if as_json:
        typer.echo(json.dumps([_as_object(each, rulebook) for each in rules], ensure_ascii=False, indent=2))
    elif rule is None:
        typer.echo(f"版本 / edition {rulebook.short_edition}")
        for each in rules:
            _in_short(each, rulebook)
    elif not _in_full(rules[0], rulebook):
        raise typer.Exit(1)


def _in_short(rule: Rule, rulebook: Rulebook) -> None:
    used = used_in().get(rule.id, ())
    starts = "  起算 / starts a clock" if get_clock_numbers(rule.id) and rule.effect is not Effect.STARTS_CLOCK else ""
    typer.echo(f"{rule.id}  {rule.confidence:<2} {rule.effect:<12} {rule.article}{starts}")
    typer.echo(f"    {rule.title.zh}\n    {rule.title.en}")
    typer.echo(f"    → {', '.join(used) if used else '只在 law/ 中 / only in law/'}")


def _in_full(rule: Rule, rulebook: Rulebook) -> bool:
    """The rule, its numbers and its examples are printed. Whether every example came out as it is told."""
    _in_short(rule, rulebook)
    for entry in rulebook.entries():
        if entry.rule == rule.id:
            for dated in entry.values:
                value = ", ".join(map(str, dated.value)) if isinstance(dated.value, tuple) else dated.value
                typer.echo(f"    {entry.meaning.zh} / {entry.meaning.en}: {value} {entry.unit} ({dated.first} →)")
    ran = [run_example(example, rulebook, WorkingDays()) for example in get_examples(rule.id)]
    for result in ran:
        example = result.example
        typer.echo(f"  {'✓' if result.as_told else '✗'} {example.sentence.zh}\n    {example.sentence.en}")
        because = f"  {result.because.zh} / {result.because.en}" if result.because else ""
        typer.echo(f"    = {_in_words(result.answer)}{because}")
    return all(result.as_told for result in ran)


def _as_object(rule: Rule, rulebook: Rulebook) -> dict[str, Any]:
    return explain_rule(rule, rulebook, used_in()) | {
        "examples": [_example(run_example(each, rulebook, WorkingDays())) for each in get_examples(rule.id)]
    }


def _example(result: ExampleResult) -> dict[str, Any]:
    sentence = result.example.sentence
    return {
        "zh": sentence.zh, "en": sentence.en, "then": _in_words(result.example.then),
        "answer": _in_words(result.answer), "as_told": result.as_told,
    }  # fmt: skip


def _in_words(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(_in_words(each) for each in answer) or "—"
    return str(answer).lower() if isinstance(answer, bool) else str(answer)


def _why_no_rule(id: str | None) -> None:
    row = load_uncovered_rows()[id or ""]
    typer.echo(f"{row.id}  不是系统规则 / not automated\n    {row.why.zh}\n    {row.why.en}")
    for where in (*row.said_by, *row.kept_by):
        typer.echo(f"    → {where}")
