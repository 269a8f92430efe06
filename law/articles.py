"""What a refusal, an act, a fact, a step or a paper rests on: it names a rule, or an entry of `articles.toml` where no rule
says it, by its id, and has the citation in both languages from there.

An id that neither file has is a KeyError where it is declared, at start.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from core.i18n import Text, short_citation, split_citation
from law.entries import parse_words
from law.finding import Confidence
from law.rulebook import Rulebook


@dataclass(frozen=True)
class Article:
    """A text that may be cited: what it says, where it stands, and how sure we are."""

    id: str
    title: Text
    article: str
    """In both languages, Chinese first: "刑事诉讼法第284条第1款 (CPL art 284(1))"."""
    confidence: Confidence


def get_article(id: str) -> Article:
    """The rule or the entry of that id. Raises KeyError where there is none."""
    return _by_id()[id]


def cite(id: str) -> str:
    """How the rule or entry of that id is stored and answered: "CPL art 284(1)". Raises KeyError where there is none."""
    return short_citation(get_article(id).article)


def load_articles() -> tuple[Article, ...]:
    """What is cited without a rule, in the order of the file."""
    return tuple(
        Article(id, parse_words(row["title"]), row["article"], Confidence(row["confidence"]))
        for id, row in _file()["articles"].items()
    )


def load_law_names() -> dict[str, str]:
    """The Chinese name of each law, by the name that citations give it."""
    return dict(_file()["laws"])


def name_law(law: str) -> str | None:
    """What a reader of Chinese calls the law that citations call so, between the marks of a title where it is one. None
    of a law that the files do not name."""
    title = load_law_names().get(law)
    return f"《{title}》" if title else _file()["described"].get(law)


@cache
def articles_by_citation() -> dict[str, Text]:
    """Every citation of the law's files with the article in both languages."""
    known = Rulebook.load()
    articles = [rule.article for rule in known.rules()] + [number.article for number in known.entries()]
    articles += [entry.article for entry in load_articles()]
    return {written.en: written for article in articles if (written := split_citation(article)) is not None}


@cache
def _by_id() -> dict[str, Article]:
    rules = [Article(rule.id, rule.title, rule.article, rule.confidence) for rule in Rulebook.load().rules()]
    return {each.id: each for each in (*rules, *load_articles())}


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("law").joinpath("articles.toml").read_text(encoding="utf-8"))
