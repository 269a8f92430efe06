"""The wording of the articles that rules cite, from wordings.toml, and what was not read of the others."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from core.i18n import Text
from law.articles import name_law
from law.cited_articles import CitedArticle, parse_citation
from law.entries import parse_words


@dataclass(frozen=True)
class Wording:
    """What one article says, word for word."""

    article: CitedArticle
    """The whole article, without a paragraph."""
    law: str
    """The full name of the law, with its date."""
    first: date
    """The day from which this wording holds."""
    read_on: date
    where: str
    text: str


def find_wordings(citation: str) -> tuple[Wording, ...]:
    """The wording of each article that a citation names, in its order, each once; nothing of one that was not read."""
    articles = dict.fromkeys((each.law, each.number) for each in parse_citation(citation))
    return tuple(wording for law, number in articles if (wording := _find(law, number)))


def explain_unread(id: str) -> Text | None:
    """What was not read of the source of that rule, or entry of articles.toml; None where all of it was."""
    row = _file()["unread"].get(id)
    return parse_words(row) if row else None


def _find(law: str, number: int) -> Wording | None:
    name = name_law(law)
    for code, text in _file()["texts"].items():
        if name is not None and name == name_law(code) and str(number) in text["articles"]:
            return Wording(
                CitedArticle(code, number), text["name"], text["from"], text["read_on"], text["where"],
                text["articles"][str(number)].strip(),
            )  # fmt: skip
    return None


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(files("law").joinpath("wordings.toml").read_text(encoding="utf-8"))
