"""The law as pages: every rule with how sure we are of it, what it does and who relies on it; one rule with its examples
run; who takes each step; every date; and the rows of the procedure that are no rule."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from casework.settings.law_view import load_law
from casework.shared.facts.facts_table import HEAD, list_fact_rules
from casework.shared.rights.operation import carriers_of
from casework.staff.authentication import SignedIn
from core.errors import NotFound
from core.i18n import _
from law.cited_articles import parse_citation, summarize_article
from law.procedure import load_uncovered_rows
from law.procedure_view import get_procedure_dates, get_procedure_steps, get_role_label
from law.rules_page import CONFIDENCES, EFFECTS, GROUPS, RESPONSIBILITY_LABELS, get_unit
from serving.app_state import get_app_state
from serving.auth import SIGNED_IN_ACCESS
from web.rendering import render_page

router = APIRouter(prefix="/law")

Reader = Annotated[SignedIn, SIGNED_IN_ACCESS]
"""The law is about nobody: whoever is signed in may read it."""

MAX_ARTICLES = 12
"""So many articles of one citation are opened at once."""


@router.get("")
def show_rules(
    request: Request,
    signed_in: Reader,
    sure: Annotated[str, Query(max_length=2)] = "",
    effect: Annotated[str, Query(max_length=12)] = "",
) -> HTMLResponse:
    """Every rule, by the parts of the procedure; or only those of which we are that sure, or which do that."""
    rules = load_law(get_app_state(request).context, signed_in.actor.office_id)
    chosen = [
        rule
        for rule in rules.rules
        if (sure not in CONFIDENCES or rule.confidence == sure) and (effect not in EFFECTS or rule.effect == effect)
    ]
    groups = [
        (words, sorted((rule for rule in chosen if rule.id.startswith(prefix)), key=lambda rule: rule.id))
        for prefix, words in GROUPS.items()
    ]
    return render_page(
        request, "law.html", groups=[(words, rules) for words, rules in groups if rules], edition=rules.edition,
        sure=sure, effect=effect, count=len(chosen), confidences=CONFIDENCES, effects=EFFECTS, no_rules=rules.no_rules,
    )  # fmt: skip


@router.get("/steps")
def show_steps(request: Request, signed_in: Reader) -> HTMLResponse:
    """Who prepares, proposes, countersigns, decides and records each step, as one table."""
    return render_page(
        request, "law_steps.html", steps=get_procedure_steps(carriers_of), columns={column.value: words for column, words in RESPONSIBILITY_LABELS.items()},
        hand=get_role_label, confidences=CONFIDENCES, heads=HEAD,
        facts=list_fact_rules(get_app_state(request).context.law),
    )  # fmt: skip


@router.get("/dates")
def show_dates(request: Request, signed_in: Reader) -> HTMLResponse:
    """Every date that the procedure starts, and every number, as in force today."""
    rules = load_law(get_app_state(request).context, signed_in.actor.office_id)
    numbers = {number.key: number for number in rules.numbers}
    return render_page(
        request, "law_dates.html", dates=get_procedure_dates(get_app_state(request).context.law), numbers=numbers, unit=get_unit, confidences=CONFIDENCES,
    )  # fmt: skip


@router.get("/articles")
def show_articles(
    request: Request,
    signed_in: Reader,
    of: Annotated[str, Query(max_length=200, description="A citation, as answers have it.")],
    part: bool = False,
) -> HTMLResponse:
    """What our files say of each article that a citation names, with how sure we are; as a page, or as the part of one
    that is opened in place."""
    articles = [(article, summarize_article(article)) for article in parse_citation(of)[:MAX_ARTICLES]]
    if not articles:
        raise NotFound(_("这里没有写明条文。"))
    template = "parts/law_articles.html" if part else "law_articles.html"
    return render_page(request, template, articles=articles, confidences=CONFIDENCES)


@router.get("/{rule}")
def show_rule(request: Request, signed_in: Reader, rule: str) -> HTMLResponse:
    """One rule with its numbers and its examples, run just now; or why a row of the procedure is no rule."""
    rules = load_law(get_app_state(request).context, signed_in.actor.office_id, rule)
    row = load_uncovered_rows().get(rule.upper())
    if not rules.rules and row is None:
        raise NotFound(_("没有这条规则。"))
    return render_page(
        request, "law_rule.html", rule=rules.rules[0] if rules.rules else None, row=row, numbers=rules.numbers, unit=get_unit, confidences=CONFIDENCES, effects=EFFECTS,
    )  # fmt: skip
