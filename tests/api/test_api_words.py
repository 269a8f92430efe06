"""Every code that a page may show has its words in both languages."""

import re
from pathlib import Path

import pytest

from casework.acting.rights import OPERATIONS
from casework.shared.items.steps import ACT, AGAIN, CALL, LAST_DAY, NEAR, NOT_RECEIVED, PASSED, SETTLE
from casework.shared.text import labels
from law.transitions import PlanStatus
from models.item import ItemStatus
from models.message import MessageState
from models.office import Role
from notifications.events import Recipient

VERBS = Path(__file__).parents[2] / "casework"


def _codes_in_verbs() -> set[str]:
    """Every act that a verb writes into the journal by a code of its own."""
    text = "".join(path.read_text(encoding="utf-8") for path in VERBS.rglob("*.py"))
    written = re.findall(r'\.record\(\s*"([a-z_]+)"', text)
    written += re.findall(r'write_line\([\w\s,.]*, "([a-z_]+)"', text)
    return set(written)


def test_every_act_that_stands_in_the_journal_has_words() -> None:
    never = {"live", "read_inbox", "morning", "export_journal_head"}
    assert {code for code, each in OPERATIONS.items() if each.done is None} == never
    assert _codes_in_verbs() <= set(OPERATIONS)
    assert {"end_period", "refer_incident", "pass_on"} <= _codes_in_verbs()


OUTSIDE = tuple(one for one in Recipient if one not in set(Role))
"""Recipients that are no role of anybody here."""


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (PlanStatus, labels.STAGES),
        (ItemStatus, labels.ITEM_STATUSES),
        (MessageState, labels.MESSAGE_STATES),
        ((*Role, *OUTSIDE), labels.ROLES),
        ((CALL, LAST_DAY, NOT_RECEIVED, SETTLE, NEAR, PASSED, AGAIN, ACT), labels.STEPS),
    ],
    ids=["stages", "standings", "states", "roles", "steps"],
)
def test_every_code_has_its_words_and_no_word_is_left_over(codes: object, words: dict[str, object]) -> None:
    assert {str(code) for code in codes} == {str(code) for code in words}  # type: ignore[attr-defined]
