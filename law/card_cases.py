"""Cards and accounts (Criminal Law art 287-2): from which numbers a case is serious, and what makes it light.

One card sold once is not this crime. The numbers are dated: those of 2019 and those of July 2025 stand beside
each other, and a case is serious where any of them in force at the act is met.
"""

from dataclasses import dataclass
from datetime import date

from core.errors import BadInput
from core.i18n import _
from law.applied import applies
from law.finding import Finding
from law.rulebook import Rulebook


@dataclass(frozen=True)
class CardFacts:
    """What was sold or done; amounts in yuan. Zero is what nobody found."""

    act_on: date
    own_accounts: int = 0
    inflow_yuan: int = 0
    phone_cards: int = 0
    aided: int = 0
    settled_yuan: int = 0
    advertising_yuan: int = 0
    income_yuan: int = 0


@applies("PR-16")
def finding_on_amounts(facts: CardFacts, rulebook: Rulebook) -> Finding:
    """Whether some number makes the case serious (PR-16). Where none does there may be no crime: the handler looks.

    A number not yet in force at the act is not asked.
    """
    reached = [
        facts.own_accounts >= _least("card_accounts_least", facts, rulebook)
        and facts.inflow_yuan > _least("card_inflow_above_yuan", facts, rulebook),
        facts.phone_cards >= _least("phone_cards_least", facts, rulebook),
        facts.aided >= _least("aided_targets_least", facts, rulebook),
        facts.settled_yuan >= _least("settlement_least_yuan", facts, rulebook),
        facts.advertising_yuan >= _least("advertising_least_yuan", facts, rulebook),
        facts.income_yuan >= _least("illegal_income_least_yuan", facts, rulebook),
    ]
    because = _("达到数额标准之一。") if any(reached) else _("未达到任何数额标准，可能不构成犯罪，请核对。")
    return rulebook.finding("PR-16", any(reached), because)


def _least(key: str, facts: CardFacts, rulebook: Rulebook) -> float:
    """The amount in force at the act; where none was, no amount is enough."""
    try:
        return rulebook.number(key, on=facts.act_on)
    except BadInput:
        return float("inf")
