"""Every way a case ends: one row of ends.toml each, checked when it is read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from core.i18n import Text, _
from law.articles import name_law
from law.cited_articles import parse_citation
from law.entries import invalid_law_file, parse_words
from law.finding import Confidence
from law.four_eyes import ActorRole
from law.rulebook import Rulebook
from law.service import Addressee

Recipient = Literal["deciding", "next_higher", "higher_court"]
Suit = Literal["given", "excluded", "unclear", "none"]
Closes = Literal["supervision", "case", "nothing"]
SealedFrom = Literal["announced", "judgment", "none"]


@dataclass(frozen=True)
class EndRemedy:
    """Who may ask for what, of whom, and by which number of statute.toml the days are counted; None where no day ends it."""

    who: Addressee
    what: Text
    to: Recipient
    number: str | None
    article: str


@dataclass(frozen=True)
class EndRow:
    """One way a case ends, or goes on where `is_end` is false. The fields are described at the head of ends.toml."""

    code: str
    title: Text
    first: date
    """The day from which its articles are in force."""
    article: str
    confidence: Confidence
    ask: Text | None
    """What a prosecutor is asked, because the articles leave it open; always there in a K row."""
    is_end: bool
    decided_by: ActorRole
    paper: Text
    announced: bool
    announcement: Text
    announcement_article: str
    heard: tuple[Addressee, ...]
    served: tuple[Addressee, ...]
    served_article: str | None
    remedies: tuple[EndRemedy, ...]
    suit: Suit
    suit_article: str | None
    settles_property: bool
    opens: tuple[str, ...]
    closes: Closes
    follow_up: str | None
    status: Text
    period: Text
    sealed_from: SealedFrom
    seal_article: str | None
    seal_most: str | None
    counted: str
    after_seal: tuple[str, ...]

    @classmethod
    def read(cls, code: str, row: Mapping[str, Any]) -> "EndRow":
        """The end in that row. Raises BadInput where it cites no known article, names no known number, is K and asks
        nobody, or is sealed under no article."""
        remedies = (*row["remedies"], *row.get("further_remedies", ()))
        end = cls(
            code=code,
            title=parse_words(row["title"]),
            first=row["from"],
            article=row["article"],
            confidence=Confidence(row["confidence"]),
            ask=parse_words(row["ask"]) if "ask" in row else None,
            is_end=row["is_end"],
            decided_by=ActorRole(row["decided_by"]),
            paper=parse_words(row["paper"]),
            announced=row["announced"],
            announcement=parse_words(row["announcement"]),
            announcement_article=row["announcement_article"],
            heard=tuple(map(Addressee, row["heard"])),
            served=tuple(map(Addressee, row["served"])),
            served_article=row.get("served_article"),
            remedies=tuple(_read_remedy(each) for each in remedies),
            suit=row["suit"],
            suit_article=row.get("suit_article"),
            settles_property=row["settles_property"],
            opens=tuple(row["opens"]),
            closes=row["closes"],
            follow_up=row.get("follow_up"),
            status=parse_words(row["status"]),
            period=parse_words(row["period"]),
            sealed_from=row["sealed_from"],
            seal_article=row.get("seal_article"),
            seal_most=row.get("seal_most"),
            counted=row["counted"],
            after_seal=tuple(row["after_seal"]),
        )
        end._refuse_what_is_unfounded()
        return end

    @property
    def articles(self) -> tuple[str, ...]:
        """Every citation of the row, its own first."""
        others = (self.announcement_article, self.served_article, self.suit_article, self.seal_article)
        return (self.article, *(each for each in others if each), *(remedy.article for remedy in self.remedies))

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number of statute.toml that the row names."""
        named = (self.follow_up, self.seal_most, *(remedy.number for remedy in self.remedies))
        return tuple(each for each in named if each)

    def _refuse_what_is_unfounded(self) -> None:
        for article in self.articles:
            cited = parse_citation(article)
            if not cited or any(name_law(each.law) is None for each in cited):
                raise invalid_law_file(self.code, _("引用的条文不存在"))
        if not all(Rulebook.load().knows(number) for number in self.numbers):
            raise invalid_law_file(self.code, _("引用的数值不存在"))
        if self.confidence is Confidence.K and self.ask is None:
            raise invalid_law_file(self.code, _("未核实的，没有写明请检察官核对什么"))
        if (self.sealed_from == "none") != (self.seal_article is None):
            raise invalid_law_file(self.code, _("封存与所依据的条文不一致"))
        chosen = ((self.suit, Suit), (self.closes, Closes), (self.sealed_from, SealedFrom))
        if not all(value in get_args(values) for value, values in chosen):
            raise invalid_law_file(self.code, _("所写的值不在规定之列"))


def find_end(code: str) -> EndRow:
    """The end of that code. Raises KeyError where there is none."""
    return _by_code()[code]


def load_ends() -> tuple[EndRow, ...]:
    """Every end, in the order of the file."""
    return tuple(_by_code().values())


def _read_remedy(row: Mapping[str, Any]) -> EndRemedy:
    return EndRemedy(Addressee(row["who"]), parse_words(row["what"]), row["to"], row.get("number"), row["article"])


@cache
def _by_code() -> dict[str, EndRow]:
    file = tomllib.loads(files("law").joinpath("ends.toml").read_text(encoding="utf-8"))

    def with_kind(row: Mapping[str, Any]) -> dict[str, Any]:
        shared = file["kinds"].get(row.get("kind"))
        return {**with_kind(shared), **row} if shared else dict(row)

    return {code: EndRow.read(code, with_kind(row)) for code, row in file["ends"].items()}
