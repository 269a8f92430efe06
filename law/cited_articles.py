"""What the law's files say of a cited article: every rule, number and entry that rests on it, with how sure we are.

This is the point of an article in our own words; its wording stands in `wordings`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core.i18n import Bilingual, Text, short_citation
from law.articles import load_articles, name_law
from law.finding import Confidence
from law.rulebook import Rulebook

_ARTICLES = re.compile(r"(?P<law>.*?),?\s*\barts?\s+(?P<numbers>\d[\d()\s,-]*)")
_NUMBER = re.compile(r"(?<![(\d])(?P<first>\d+)(?P<inner>(?:\(\d+\))*)(?:-(?P<last>\d+))?")
_INNER = ("款", "项", "目")
_INFERRED = re.compile(r"^inferred from ")


@dataclass(frozen=True, order=True)
class CitedArticle:
    """One article of one law: `inner` is its paragraph and what stands within that, `(3, 2)` for 第3款第2项."""

    law: str
    """As citations call it, "CPL"."""
    number: int
    inner: tuple[int, ...] = ()

    @property
    def words(self) -> Text:
        """The article as readers of either language write it."""
        chinese = "".join(f"第{value}{unit}" for value, unit in zip(self.inner, _INNER, strict=False))
        english = "".join(f"({value})" for value in self.inner)
        return Bilingual(
            f"{name_law(self.law) or self.law}第{self.number}条{chinese}", f"{self.law} art {self.number}{english}"
        )

    def touches(self, other: "CitedArticle") -> bool:
        """Whether one of the two stands within the other, so that what is said of one concerns the other."""
        shared = min(len(self.inner), len(other.inner))
        same_law = (name_law(self.law) or self.law) == (name_law(other.law) or other.law)
        return same_law and self.number == other.number and self.inner[:shared] == other.inner[:shared]


@dataclass(frozen=True)
class ArticleSummary:
    """One thing that rests on an article. `rule` is the id of the rule; None for what is no rule."""

    title: Text
    confidence: Confidence
    rule: str | None


def parse_citation(citation: str) -> tuple[CitedArticle, ...]:
    """The articles that a citation names, in its order; none for one that names no article, such as a practice."""
    return tuple(_articles_in(short_citation(citation)))


def summarize_article(article: CitedArticle) -> list[ArticleSummary]:
    """What our files say of it: rules first, then other entries, then numbers; each title once."""
    found: dict[str, ArticleSummary] = {}
    for cited, summary in _all_summaries():
        if any(article.touches(each) for each in cited):
            found.setdefault(summary.title.in_("zh-CN"), summary)
    return list(found.values())


def _articles_in(citation: str) -> Iterator[CitedArticle]:
    law = ""
    for part in citation.split(";"):
        for found in _ARTICLES.finditer(part):
            law = _INFERRED.sub("", found["law"].strip()) or law
            for number in _NUMBER.finditer(found["numbers"]):
                inner = tuple(int(value) for value in re.findall(r"\((\d+)\)", number["inner"]))
                first = int(number["first"])
                for each in range(first, int(number["last"] or first) + 1):
                    yield CitedArticle(law, each, inner)


@cache
def _all_summaries() -> tuple[tuple[tuple[CitedArticle, ...], ArticleSummary], ...]:
    rulebook = Rulebook.load()
    rules = [
        (parse_citation(rule.article), ArticleSummary(rule.title, rule.confidence, rule.id))
        for rule in rulebook.rules()
    ]
    entries = [
        (parse_citation(entry.article), ArticleSummary(entry.title, entry.confidence, None))
        for entry in load_articles()
    ]
    numbers = [
        (parse_citation(number.article), ArticleSummary(number.meaning, number.confidence, number.rule))
        for number in rulebook.entries()
    ]
    return (*rules, *entries, *numbers)
