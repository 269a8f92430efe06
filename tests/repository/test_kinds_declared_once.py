"""A kind of item is declared once, in casework/shared/items/item_kinds.py: what recurs, who owes it and how it is asked for are read there.
That one more is everywhere is tried in tests/repository/test_acts_declared_once.py."""

import re
from pathlib import Path

import pytest

from casework.shared.items.item_kinds import RHYTHMS

ROOT = Path(__file__).parents[2]
PRODUCT = (
    "core",
    "app",
    "serving",
    "law",
    "evaluation",
    "usage",
    "notifications",
    "documents",
    "casework",
    "flows",
    "api",
    "web",
)
MAX_FILES = 5


@pytest.mark.parametrize("kind", RHYTHMS)
def test_a_kind_that_recurs_is_named_in_few_files(kind: str) -> None:
    """Its row, and what is particular to it alone. A paper of the same name counts as well."""
    files = [file for folder in PRODUCT for file in (ROOT / folder).rglob("*.py")]
    named = [file for file in files if re.search(f"[\"']{kind}[\"']", file.read_text(encoding="utf-8"))]
    assert len(named) <= MAX_FILES, [file.relative_to(ROOT).as_posix() for file in named]
