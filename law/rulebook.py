"""The law as one edition: every rule and number, asked by name and date.

A plan keeps the edition it was opened under, as a snapshot in the record. The same snapshot always answers the
same; what an old edition did not know yet is answered by the files of today, so that old plans can go on.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from core.errors import BadInput, Mistake
from core.i18n import Text, _, languages
from law.entries import Chapter, Number, Offence, Rule, Value, article_number, invalid_law_file, parse_words
from law.finding import Finding

Snapshot = dict[str, Any]


class Rulebook:
    """One edition of the law and of one office's practice. It never changes; a change makes another edition."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Reads a snapshot as `snapshot()` gives it. Raises BadInput where a row may not stand as it is."""
        self._snapshot = snapshot
        self._rules = {id: Rule.read(id, row) for id, row in snapshot["rules"].items()}
        self._numbers = {
            key: Number.read(key, row, practice=group == "practice")
            for group in ("statute", "practice")
            for key, row in snapshot[group].items()
        }
        self._chapters = [Chapter.read(id, row) for id, row in snapshot["chapters"].items()]
        self._offences: dict[str, Any] = snapshot["offences"]
        self._from_a_day: dict[str, list[tuple[date, Value]]] = {}
        self._refuse_what_contradicts()

    @classmethod
    def load(cls) -> "Rulebook":
        """The edition of the files of today, with every practice at its default."""
        return _of_today()

    @classmethod
    def from_snapshot(cls, snapshot: Snapshot) -> "Rulebook":
        """The edition a plan was opened under."""
        return cls(snapshot)

    def snapshot(self) -> Snapshot:
        """The whole edition, fit for JSON; `from_snapshot` gives it back."""
        copy: Snapshot = json.loads(_canonical(self._snapshot))
        return copy

    @cached_property
    def edition(self) -> str:
        """What tells this edition from every other: the SHA-256 of its snapshot, in hexadecimal."""
        return compute_edition(self._snapshot)

    @property
    def short_edition(self) -> str:
        """The first twelve digits of the edition, for people to read out."""
        return self.edition[:12]

    def rule(self, id: str) -> Rule:
        """That rule. Raises KeyError for an id no edition knows."""
        return self._rules[id] if id in self._rules or self._is_of_today else self.load().rule(id)

    def rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of the files."""
        return tuple(self._rules.values())

    def entry(self, key: str) -> Number:
        """That number with its meaning, article, unit, bounds and values. Raises KeyError for an unknown key."""
        return self._numbers[key] if key in self._numbers or self._is_of_today else self.load().entry(key)

    def knows(self, key: str) -> bool:
        """Whether there is a number of that name in this edition or in the files of today."""
        return key in self._numbers or key in self.load()._numbers

    def entries(self) -> tuple[Number, ...]:
        """Every number, in the order of the files: the law's first, then practice."""
        return tuple(self._numbers.values())

    def number(self, key: str, on: date) -> int:
        """The value in force on that day, or the one the office chose. Raises TypeError where it is a list."""
        value = self._value(key, on)
        if isinstance(value, tuple):
            raise TypeError(f"{key} is a list; ask numbers()")
        return value

    def numbers(self, key: str, on: date) -> tuple[int, ...]:
        """The list in force on that day, or the one the office chose. Raises TypeError where it is one number."""
        value = self._value(key, on)
        if not isinstance(value, tuple):
            raise TypeError(f"{key} is one number; ask number()")
        return value

    def list_values(self, key: str, on: date) -> tuple[int, ...]:
        """What is in force on that day, one number or several."""
        value = self._value(key, on)
        return value if isinstance(value, tuple) else (value,)

    def with_values_from(self, chosen: Mapping[str, Sequence[tuple[date, Value]]]) -> "Rulebook":
        """This edition with values that were chosen, each from its first day on, the earliest first. The edition is
        the same: what is chosen stands beside it. Raises BadInput naming every value that may not be chosen."""
        mistakes = [
            mistake
            for key, values in chosen.items()
            for _, value in values
            if (mistake := self._mistake_in(key, value))
        ]
        if mistakes:
            raise BadInput(_("有的数值不能这样设定。"), mistakes=mistakes)
        dated = Rulebook(self._snapshot)
        dated._from_a_day = {key: sorted(values, key=lambda each: each[0]) for key, values in chosen.items()}
        return dated

    def finding(self, rule_id: str, holds: bool, because: Text, *, is_reading: bool = False) -> Finding:
        """That rule's answer, with its article, its confidence, and what follows when it is not kept."""
        rule = self.rule(rule_id)
        return Finding(rule.id, holds, because, rule.article, rule.confidence, rule.effect_if_broken, is_reading)

    def offence(self, article: str) -> Offence | None:
        """The offence of that article ("287-2") of the Criminal Law; None where Part II has no such article."""
        number = article_number(article)
        chapter = next((each for each in self._chapters if number and each.first <= number <= each.last), None)
        if chapter is None:
            return None
        named = self._offences.get(article)
        name = parse_words(named["name"]) if named else _("刑法第{article}条", article=article)
        return Offence(
            article, name, chapter, named.get("from_fourteen") if named else None, is_named=named is not None
        )

    def find_offence_article(self, name: str) -> str | None:
        """The article of the Criminal Law for an offence by its name in any language, with or without 罪, or by its own
        number; None where no named offence is called so, or several are."""
        wanted = name.strip().casefold().removesuffix("罪")
        found = [
            article
            for article, named in self._offences.items()
            if wanted == article
            or wanted in {parse_words(named["name"]).in_(each).casefold().removesuffix("罪") for each in languages()}
        ]
        return found[0] if len(found) == 1 else None

    @property
    def _is_of_today(self) -> bool:
        return self._snapshot is _files_of_today()

    def _value(self, key: str, on: date) -> Value:
        chosen = [value for first, value in self._from_a_day.get(key, ()) if first <= on]
        if chosen:
            return chosen[-1]
        return self.entry(key).in_force(on)

    def _mistake_in(self, key: str, value: Value) -> Mistake | None:
        if not self.knows(key):
            return Mistake(key, _("没有这一项。"))
        number = self.entry(key)
        if not number.may_be_chosen:
            return Mistake(
                key,
                _("法律已有规定，不能自行设定。"),
                article=number.article,
            )
        if not number.fits(value):
            return Mistake(
                key,
                _("应在{least}至{most}之间，多个数值应由大到小。", least=number.least, most=number.most),
                rule=number.rule,
                article=number.article,
            )
        return None

    def _refuse_what_contradicts(self) -> None:
        both = self._snapshot["statute"].keys() & self._snapshot["practice"].keys()
        if both:
            raise invalid_law_file(", ".join(sorted(both)), _("同一数值写了两处"))
        for number in self._numbers.values():
            if number.rule is not None and number.rule not in self._rules:
                raise invalid_law_file(number.key, _("所属规则不存在"))


@cache
def _of_today() -> Rulebook:
    return Rulebook(_files_of_today())


@cache
def _files_of_today() -> Snapshot:
    statute = tomllib.loads(files("law").joinpath("statute.toml").read_text(encoding="utf-8"))
    practice = tomllib.loads(files("law").joinpath("practice.toml").read_text(encoding="utf-8"))
    combined = {
        "rules": statute["rules"],
        "statute": statute["numbers"],
        "practice": practice["numbers"],
        "chapters": statute["chapters"],
        "offences": statute["offences"],
        "office": {},  # always empty; the names of the editions in a record count it
    }
    plain: Snapshot = json.loads(_canonical(combined))
    return plain


def compute_edition(snapshot: Any) -> str:
    """The SHA-256 of a snapshot, in hexadecimal."""
    return hashlib.sha256(_canonical(snapshot).encode()).hexdigest()


def _canonical(snapshot: Snapshot) -> str:
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat)
