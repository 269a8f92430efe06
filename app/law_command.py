"""`sunward law`: every rule in a line, or one rule explained with its examples, run as they are read."""

from typing import Any

import typer

from app.answers import answer, get_language, in_words, say
from casework.settings.relying import used_in
from casework.shared.facts.facts_table import render_page as facts_page
from casework.shared.files.acts_page import render_page as acts_page
from casework.shared.text.citations import format_article
from core.errors import NotFound
from core.i18n import _, listed, verbatim
from law.ends import find_end, load_ends
from law.entries import Rule
from law.examples import ExampleResult, get_examples, run_example
from law.finding import Effect
from law.procedure import get_clock_numbers, load_uncovered_rows
from law.rule_explanation import explain_rule
from law.rulebook import Rulebook
from law.rules_page import CONFIDENCES, EFFECTS, UNITS
from law.rules_page import render_rules_page as the_page
from law.wordings import explain_unread, find_wordings
from law.working_days import WorkingDays
from web.labels.law import LABELS


def print_rules_page(language: str) -> None:
    """Every rule, as Markdown."""
    typer.echo(the_page(language, Rulebook.load()), nl=False)


def print_facts_page(language: str) -> None:
    """What changes a plan, as Markdown."""
    typer.echo(facts_page(language, Rulebook.load()), nl=False)


def print_acts_page() -> None:
    """Every act that a file of acts can have, as Markdown."""
    typer.echo(acts_page(), nl=False)


def show_law(rule: str | None, *, as_json: bool) -> None:
    """Every rule in a line, or this one with its numbers and examples, run now; or the end of a case of that code. NotFound where there is none; the command
    ends with 1 where an example did not come out as it is told."""
    rulebook = Rulebook.load()
    if rule in load_uncovered_rows() and not as_json:
        _why_no_rule(rule)
        return
    if rule in {end.code for end in load_ends()} and not as_json:
        _explain_end(rule)
        return
    rules = [each for each in rulebook.rules() if rule is None or each.id == rule.upper()]
    if not rules:
        raise NotFound(_("没有这条规则。"))
    if as_json:
        answer(as_json, [_as_object(each, rulebook) for each in rules])
    elif rule is None:
        say(_("版本 {edition}", edition=rulebook.short_edition))
        for each in rules:
            _in_short(each, rulebook)
    elif not _in_full(rules[0], rulebook):
        raise typer.Exit(1)


def _in_short(rule: Rule, rulebook: Rulebook) -> None:
    used = used_in().get(rule.id, ())
    effects = [EFFECTS[rule.effect.value]]
    if get_clock_numbers(rule.id) and rule.effect is not Effect.STARTS_CLOCK:
        effects.append(EFFECTS[Effect.STARTS_CLOCK.value])
    say(f"{rule.id}  {in_words(rule.title)}")
    article = format_article(get_language(), rule.article)
    say(f"    {article} · {in_words(listed(effects))} · {in_words(CONFIDENCES[rule.confidence.value])}")
    say(f"    → {', '.join(used)}" if used else _("    → 只在 law/ 中"))


def _in_full(rule: Rule, rulebook: Rulebook) -> bool:
    """The rule, its numbers and its examples are printed, in Chinese with the wording of its articles, which stand in no
    other language. Return whether every example came out as expected."""
    _in_short(rule, rulebook)
    for entry in rulebook.entries():
        if entry.rule == rule.id:
            for dated in entry.values:
                value = ", ".join(map(str, dated.value)) if isinstance(dated.value, tuple) else dated.value
                unit = UNITS[entry.unit] if entry.unit in UNITS else verbatim(entry.unit)
                say(f"    {in_words(entry.meaning)}: {value} {in_words(unit)} ({dated.first} →)")
    for wording in find_wordings(rule.article) if get_language() == "zh-CN" else ():
        say(f"  {in_words(wording.article.words)} · {wording.law}")
        for line in wording.text.splitlines():
            say(f"    {line}")
    if unread := explain_unread(rule.id):
        say(f"  ? {in_words(unread)}")
    ran = [run_example(example, rulebook, WorkingDays()) for example in get_examples(rule.id)]
    for result in ran:
        example = result.example
        say(f"  {'✓' if result.as_expected else '✗'} {in_words(example.sentence)}")
        because = f"  {in_words(result.because)}" if result.because else ""
        say(f"    = {_answered(result.answer)}{because}")
    return all(result.as_expected for result in ran)


def _as_object(rule: Rule, rulebook: Rulebook) -> dict[str, Any]:
    return explain_rule(rule, rulebook, used_in()) | {
        "examples": [_example(run_example(each, rulebook, WorkingDays())) for each in get_examples(rule.id)]
    }


def _example(result: ExampleResult) -> dict[str, Any]:
    sentence = result.example.sentence
    return {
        "zh": sentence.zh, "en": sentence.en, "then": _in_words(result.example.then),
        "answer": _in_words(result.answer), "as_expected": result.as_expected,
    }  # fmt: skip


def _answered(answer: Any) -> str:
    """The answer to an example, in the language of the command."""
    code = _in_words(answer)
    words = LABELS["law.answer"].get(code)
    return code if words is None else in_words(words)


def _in_words(answer: Any) -> str:
    if isinstance(answer, list):
        return ", ".join(_in_words(each) for each in answer) or "—"
    return str(answer).lower() if isinstance(answer, bool) else str(answer)


def _why_no_rule(id: str | None) -> None:
    row = load_uncovered_rows()[id or ""]
    say(_("{id}  不是系统规则", id=row.id))
    say(f"    {in_words(row.why)}")
    for where in (*row.said_by, *row.kept_by):
        say(f"    → {where}")


def _explain_end(code: str | None) -> None:
    end = find_end(code or "")
    say(f"{end.code}  {in_words(end.title)}")
    for citation in end.articles:
        say(f"    {format_article(get_language(), citation)}")
    for words in (end.paper, end.announcement, end.status, end.period, *(remedy.what for remedy in end.remedies)):
        say(f"    {in_words(words)}")
    if end.ask:
        say(f"  ? {in_words(end.ask)}")
