"""Of every table it is said which of its columns are bound into the chain, or why none is; the page says the same."""

from pathlib import Path

import pytest
from sqlmodel import SQLModel

from models.all_tables import import_models
from models.bound_rows import BOUND
from models.unbound_tables import UNBOUND
from tools.tampering import PAGES, with_tables

ROOT = Path(__file__).parents[2]


def test_every_table_is_bound_or_says_why_not() -> None:
    import_models()
    unbound = [name for names in UNBOUND.values() for name in names]
    assert sorted([*BOUND, *unbound]) == sorted(SQLModel.metadata.tables)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_made_from_the_tables(name: str) -> None:
    """`.venv/bin/python -m tools.tampering` writes it."""
    page = (ROOT / name).read_text(encoding="utf-8")
    assert page == with_tables(page, PAGES[name])
