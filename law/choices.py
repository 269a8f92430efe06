"""Changing a value: who may choose it, within which bounds, from which day, and why. A clock is never switched off.

An office chooses its own practice. A value of the law that is known only from memory (K) may be corrected, within
its bounds, by a named jurist of the city office alone. What was read at its source is nobody's to choose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.i18n import _
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
    office: str | None = None
    """Whose it is; None: every office's that has none of its own."""


@applies("CH-01")
def finding_on_choice(choice: Choice, rulebook: Rulebook) -> Finding:
    """Whether that value may be chosen by that person (CH-01). Raises KeyError for an unknown key."""
    entry = rulebook.entry(choice.key)
    if not entry.may_be_chosen:
        because = _("法律已有规定，任何人不能自行设定。")
    elif not entry.fits(choice.value):
        because = _("应在{least}至{most}之间；期限可以改，不能取消。", least=entry.least, most=entry.most)
    elif not choice.chosen_by.strip() or not choice.reason.strip():
        because = _("没有写明由谁、为什么设定。")
    elif entry.confidence is Confidence.K and not choice.city_jurist:
        because = _("未核实的法定期限，只能由市院具名法律人员更正。")
    else:
        return rulebook.finding("CH-01", True, _("可以这样设定。"))
    return rulebook.finding("CH-01", False, because)


def with_choices(rulebook: Rulebook, choices: Iterable[Choice]) -> Rulebook:
    """The rulebook with these choices, each in force from its first day; of two from the same day the later told."""
    dated: dict[str, dict[date, Value]] = {}
    for choice in choices:
        if not rulebook.knows(choice.key) or not rulebook.entry(choice.key).fits(choice.value):
            continue  # written past the program, or of a number that this edition does not have
        dated.setdefault(choice.key, {})[choice.from_on] = choice.value
    return rulebook.with_values_from({key: list(values.items()) for key, values in dated.items()})
