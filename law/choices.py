"""Changing a value: who may choose it, within which bounds, from which day, and why. A clock is never switched off.

An office chooses its own practice. A value of the law that is known only from memory (K) may be corrected, within
its bounds, by a named jurist of the city office alone. What was read at its source is nobody's to choose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.words import Words
from law.applied import applies
from law.entries import Value
from law.finding import Confidence, Finding
from law.rulebook import Rulebook


@dataclass(frozen=True)
class Choice:
    """One value as somebody chose it. `chosen_by` tells who; `city_jurist` whether that is the city office's jurist."""

    key: str
    value: Value
    chosen_by: str
    city_jurist: bool
    reason: str
    from_on: date


@applies("CH-01")
def finding_on_choice(choice: Choice, rulebook: Rulebook) -> Finding:
    """Whether that value may be chosen by that person (CH-01). Raises KeyError for an unknown key."""
    entry = rulebook.entry(choice.key)
    if not entry.may_be_chosen:
        because = Words("法律已有规定，任何人不能自行设定。", "The law fixes this; nobody can choose it.")
    elif not entry.fits(choice.value):
        because = Words(
            f"应在{entry.least}至{entry.most}之间；期限可以改，不能取消。",
            f"From {entry.least} to {entry.most}: a clock is corrected, never switched off.",
        )
    elif not choice.chosen_by.strip() or not choice.reason.strip():
        because = Words("没有写明由谁、为什么设定。", "It is not said who chose it, and why.")
    elif entry.confidence is Confidence.K and not choice.city_jurist:
        because = Words(
            "未核实的法定期限，只能由市院具名法律人员更正。", "Only a named jurist of the city office corrects this."
        )
    else:
        return rulebook.finding("CH-01", True, Words("可以这样设定。", "It may be set like this."))
    return rulebook.finding("CH-01", False, because)


def with_choices(rulebook: Rulebook, choices: Iterable[Choice]) -> Rulebook:
    """The rulebook with these choices, each in force from its first day; of two from the same day the later told."""
    dated: dict[str, dict[date, Value]] = {}
    for choice in choices:
        dated.setdefault(choice.key, {})[choice.from_on] = choice.value
    return rulebook.with_values_from({key: list(values.items()) for key, values in dated.items()})
