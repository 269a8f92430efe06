"""One word for each idea, and every word written down."""

import re
from collections.abc import Iterable

import pytest

from casework.shared.items.item_kinds import ITEM_KINDS
from documents.papers import PAPERS_BY_CODE
from law.breach import Ground
from law.finding import Confidence, Effect
from law.parties import PartyState
from law.transitions import End, Outcome, PlanStatus
from models.item import ItemStatus
from models.message import MessageState
from models.office import OfficeLevel, Role
from notifications.events import ChannelName, Recipient
from tests.sources import PRODUCT, ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"`([^`]+)`", GLOSSARY))
SETS: dict[str, Iterable[object]] = {
    "how a plan stands": PlanStatus,
    "how a plan ends": Outcome,
    "how a plan ends otherwise": End,
    "kinds of item": ITEM_KINDS,
    "how an item stands": ItemStatus,
    "how a message stands": MessageState,
    "channels": ChannelName,
    "roles": Role,
    "recipients": Recipient,
    "levels of office": OfficeLevel,
    "grounds of revocation": Ground,
    "what is recorded of a party": PartyState,
    "how sure a rule is": Confidence,
    "what a rule does": Effect,
    "papers": PAPERS_BY_CODE,
}


@pytest.mark.parametrize("what", SETS)
def test_every_word_for_a_status_or_kind_is_in_the_glossary(what: str) -> None:
    """A new word enters the glossary in the same commit."""
    assert {str(word) for word in SETS[what]} - WORDS == set()


def test_what_a_kind_is_called_is_what_the_glossary_calls_it() -> None:
    """The Chinese name of an item on the page is the one in the glossary."""
    rows = {
        code: zh for zh, code in re.findall(r"^\| ([^|`]+?) \| [^|]+ \| `(\w+)` \| [^|]+ \|$", _due(), re.MULTILINE)
    }
    assert rows == {code: kind.words.zh for code, kind in ITEM_KINDS.items()}


def test_no_word_of_ours_labels_a_person() -> None:
    """Nobody is an offender, a target or a subject in the code either."""
    label = re.compile(r"\b(offender|culprit|delinquent|perpetrator)s?\b|失足|网瘾|监管对象|帮教对象", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for package in PRODUCT
        for path in sorted((ROOT / package).rglob("*"))
        if path.suffix in (".py", ".toml", ".txt", ".html", ".po") and path.name != "forbidden_words.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if label.search(line)
    ]
    assert found == []


def _due() -> str:
    return GLOSSARY.partition("\n## Duties\n")[2].partition("\n## ")[0]
