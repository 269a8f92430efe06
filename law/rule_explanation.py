"""A rule explained, for a page, a list or a machine: what it says, how sure we are, its numbers, where it is relied on."""

from collections.abc import Mapping, Sequence
from typing import Any

from law.applied import get_functions_by_rule
from law.entries import Rule
from law.procedure import get_clock_numbers
from law.rulebook import Rulebook


def explain_rule(rule: Rule, rulebook: Rulebook, used_in: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The rule as an object fit for JSON. `used_in` lists the files that rely on it, `asked_by` the
    functions of the law that answer it, `numbers` the keys of the numbers that belong to it, `clocks` those among them
    that a fact of the procedure starts: its clock cannot be switched off, and what is late is told of."""
    return {
        "id": rule.id,
        "title": {"zh": rule.title.zh, "en": rule.title.en},
        "article": rule.article,
        "edition": rulebook.short_edition,
        "confidence": rule.confidence.value,
        "effect": rule.effect.value,
        "clocks": get_clock_numbers(rule.id),
        "numbers": [entry.key for entry in rulebook.entries() if entry.rule == rule.id],
        "asked_by": list(get_functions_by_rule().get(rule.id, ())),
        "used_in": list(used_in.get(rule.id, ())),
    }
