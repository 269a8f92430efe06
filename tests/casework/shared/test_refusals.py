"""Every refusal says why, under which article, and whose act it is; and every article is written in one way."""

import ast
from pathlib import Path

import pytest

from casework.acting.rights import OPERATIONS, Actor, describe_holders, missing_right
from casework.acting.script_actors import resolve_actor
from casework.outcome.acts_ending import DecideNonProsecution
from casework.shared.text.citations import format_article
from casework.shared.text.labels import ROLES
from core.errors import NotFound, Refused
from law.four_eyes import STEPS
from law.rulebook import Rulebook
from models.office import MACHINES
from tests.builders import SimulatedPlan, an_announced_plan
from tests.casework.every_operation import PERSON_OPERATIONS
from tests.sources import parse_where

OFFICES = (
    "prosecutor",
    "assistant",
    "department_head",
    "chief_prosecutor",
    "social_worker",
    "clerk",
    "minor",
    "mother",
)


def is_short_citation(article: str) -> bool:
    """Cited in the short way, of which the Chinese is made where it is shown."""
    return not any("\u4e00" <= sign <= "\u9fff" for sign in article)


def test_whose_act_it_is_is_said_in_both_languages() -> None:
    """Read from the table of rights, so that it cannot say anybody whom the table does not name."""
    for act in (each for each in OPERATIONS.values() if each.by):
        refused = missing_right(act)
        sentence = describe_holders(act)
        assert sentence.zh in refused.reason.zh, act.code
        assert sentence.en in refused.reason.en
        people = [role for role in act.by if role not in MACHINES]
        if 0 < len(people) < 9:
            assert [role for role in people if ROLES[role].zh not in sentence.zh] == []
            named = "、".join(ROLES[role].zh for role in people)
            assert len(sentence.zh) < len(named) + 20
        if act.steps:
            assert refused.article, act.code
            assert is_short_citation(refused.article)


def test_a_prosecutor_who_decides_what_the_chief_decides_is_refused_with_the_reason() -> None:
    refused = missing_right(DecideNonProsecution.operation)
    assert refused.reason.zh.endswith("这件事由检察长或者获授权的副检察长决定。")
    assert refused.article == "Rules art 477(1)"


@pytest.fixture(scope="module")
def life() -> SimulatedPlan:
    return an_announced_plan(team_works=False).on("2026-03-06 10:00")


def _actor(life: SimulatedPlan, office: str) -> Actor:
    return resolve_actor(life.context, life.number, office)


def test_nobody_without_any_right_learns_that_there_is_such_a_plan(life: SimulatedPlan) -> None:
    """Of a number that is none the same person hears that there is none."""
    with pytest.raises(NotFound):
        PERSON_OPERATIONS["submit"].do(life.context, _actor(life, "minor"), "NO-SUCH-1")


def test_a_refusal_has_its_article_or_is_declared_to_rest_on_none() -> None:
    """`Refused` asks for it; what rests on no text is `StateConflict`. No refusal says None where an article belongs."""
    bare = [
        f"{path}:{node.lineno}"
        for path in Path("casework").rglob("*.py")
        for node in ast.walk(parse_where(path, "Refused"))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused"
        for article in [next((each.value for each in node.keywords if each.arg == "article"), None)]
        if article is None or (isinstance(article, ast.Constant) and not article.value)
    ]
    assert bare == []


def test_articles_are_answered_in_one_way_and_shown_in_chinese_to_who_reads_chinese() -> None:
    """Every rule and number, and every step of the table of four eyes."""
    law = Rulebook.load()
    written = [each.article for each in (*law.rules(), *law.entries(), *STEPS)]
    for article in written:
        cited = Refused(law.rules()[0].title, article=article).article or ""
        assert is_short_citation(cited), article
        assert format_article("zh-CN", cited) == format_article("zh-CN", article)
        assert format_article("en", cited) == format_article("en", article) == cited
