"""A rule that was read at its source has the wording of its article beside it; any other says what was not read."""

import tomllib
from importlib.resources import files

from law.articles import load_articles
from law.cited_articles import parse_citation
from law.ends import load_ends
from law.finding import Confidence
from law.four_eyes import ActorRole
from law.rulebook import Rulebook
from law.wordings import explain_unread, find_wordings

TEXTS = tomllib.loads(files("law").joinpath("wordings.toml").read_text(encoding="utf-8"))["texts"]


def test_a_rule_that_was_read_has_its_wording(rulebook: Rulebook) -> None:
    """Of every article that it cites, unless it says which it has not."""
    missing = [
        rule.id
        for rule in rulebook.rules()
        if rule.confidence is Confidence.V and explain_unread(rule.id) is None
        if len(find_wordings(rule.article)) < len({(each.law, each.number) for each in parse_citation(rule.article)})
    ]
    assert missing == []


def test_what_was_not_read_says_what_was_not(rulebook: Rulebook) -> None:
    """At second hand or from memory: a jurist sees what to look up."""
    cited = (*rulebook.rules(), *load_articles())
    unread = {each.id for each in cited if each.confidence in (Confidence.K, Confidence.V2)}
    assert {id for id in unread if explain_unread(id) is None} == set()


def test_a_wording_is_quoted_and_dated() -> None:
    """Each has words, and was read after the day from which it holds."""
    quoted = [text.removesuffix("\n") for law in TEXTS.values() for text in law["articles"].values()]
    assert len(quoted) > 100
    assert all(len(text) > 10 and text == text.strip() for text in quoted)
    assert all(law["from"] < law["read_on"] for law in TEXTS.values())


def test_the_articles_of_each_end_are_quoted() -> None:
    """What a procuratorate decides rests on words that can be read; not all that a court's does."""
    assert [
        (end.code, article)
        for end in load_ends()
        for article in end.articles
        if end.decided_by is not ActorRole.COURT and not find_wordings(article)
    ] == []


def test_a_citation_has_each_article_once() -> None:
    """Two paragraphs of one article are one wording; a practice of the office has none."""
    assert [each.article.number for each in find_wordings("规则第424条 (Rules art 424(2), art 424(3))")] == [424]
    assert "不得再行起诉" in find_wordings("规则第424条 (Rules art 424)")[0].text
    assert find_wordings("本院做法 (the office's own practice)") == ()
