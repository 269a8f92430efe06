"""What is cited is named by its id, and said in both languages from the law's files."""

import ast
import re
from pathlib import Path

import pytest

from casework.shared.facts.fact_rules import FACT_RULES
from casework.shared.text.citations import format_article
from core.i18n import split_citation
from documents.papers import PAPERS
from law.articles import articles_by_citation, cite, get_article, load_articles, load_law_names
from law.four_eyes import STEPS
from law.rulebook import Rulebook
from law.transitions import TRANSITIONS
from tests.sources import parse_where

ROOT = Path(__file__).parents[2]
PRODUCT = (
    "core", "law", "evaluation", "usage", "models", "notifications", "documents", "casework", "flows", "serving", "api", "web", "app",
)  # fmt: skip
LEGAL_TEXTS = {"law/breach.py", "law/responses.py"}
"""They speak of an article within a sentence of the law's own findings."""
_CITES = r"\barts? ?\d|第\d+条"


def _strings(path: Path, pattern: str) -> list[tuple[int, str]]:
    """Every string with that in it of a module but its docstrings and the strings under a field, with its line."""
    tree = parse_where(path, pattern)
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if re.search(pattern, node.value)
    ]


def test_nobody_writes_a_citation() -> None:
    """Not whole, not within a sentence: an article stands in the law's files, and what cites it names it by its id."""
    written = [
        f"{path.relative_to(ROOT)}:{line}: {said}"
        for folder in PRODUCT
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in LEGAL_TEXTS
        for line, said in _strings(path, _CITES)
    ]
    assert written == []


def test_what_is_cited_is_looked_up_at_start() -> None:
    """Never first when somebody is refused: outside every function, so that an id that no file has stops the program."""
    within = []
    for folder in PRODUCT:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.relative_to(ROOT).as_posix() == "law/articles.py":
                continue
            for function in ast.walk(parse_where(path, "cited|basis")):
                if isinstance(function, ast.FunctionDef):
                    within += [
                        f"{path.relative_to(ROOT)}:{call.lineno}"
                        for call in ast.walk(function)
                        if isinstance(call, ast.Call)
                        and isinstance(call.func, ast.Name)
                        and call.func.id in ("cited", "basis")
                        and any(isinstance(argument, ast.Constant) for argument in call.args)
                    ]
    assert within == []


def test_an_id_that_no_file_has_is_refused_where_it_is_declared() -> None:
    with pytest.raises(KeyError):
        cite("XX-99")
    row = next(iter(FACT_RULES.values()))
    with pytest.raises(KeyError):
        type(row)("no_such_fact", row.happens, "no_such_article")
    assert "no_such_fact" not in FACT_RULES


def test_every_fact_step_and_paper_is_said_in_both_languages() -> None:
    for id in (each.rule for each in (*FACT_RULES.values(), *STEPS, *TRANSITIONS, *PAPERS)):
        written = split_citation(get_article(id).article)
        assert written is not None, id
        assert format_article("en", cite(id)) == written.en
        assert re.search("[\u4e00-\u9fff]", format_article("zh-CN", cite(id))), id


def test_every_entry_is_whole_and_cited_by_something() -> None:
    """Its id, what it says, its article, how sure we are; and none that nothing names any more."""
    sources = "".join(path.read_text("utf-8") for folder in PRODUCT for path in (ROOT / folder).rglob("*.py"))
    for entry in load_articles():
        assert re.fullmatch("[a-z_]+", entry.id)
        assert entry.title.zh
        assert entry.title.en
        assert split_citation(entry.article) is not None, entry.id
        assert f'"{entry.id}"' in sources, entry.id


def test_a_citation_has_one_chinese(rulebook: Rulebook) -> None:
    """The rules, the numbers and the entries never say the same article in two ways."""
    articles = [each.article for each in (*rulebook.rules(), *load_articles())] + [
        each.article for each in rulebook.entries()
    ]
    for article in articles:
        written = split_citation(article)
        assert written is not None, article
        assert articles_by_citation()[written.en] == written


def test_laws_are_shown_between_the_marks_of_a_title() -> None:
    """Each law that citations shorten is found in some article; of two names, one within the other, the longer is marked."""
    articles = [format_article("zh-CN", citation) for citation in articles_by_citation()]
    names = set(load_law_names().values())
    for name in names:
        assert any(f"《{name}》" in each for each in articles), name
    assert not any(re.search("《[^》]*《", each) for each in articles)


def test_what_the_last_edition_stored_is_still_read() -> None:
    """Citations that older versions wrote into a record, each in Chinese."""
    assert format_article("zh-CN", "CPL art 283(3)(2)") == "《刑事诉讼法》第283条第3款第2项"
    for stored in ("CPL art 172(2); art 175", "PIPL art 14", "Anti-Telecom-Fraud Law art 31", "Rules arts 379-383"):
        assert re.search("《[^》]+》第", format_article("zh-CN", stored)), stored
