"""The page of papers tells every paper, who makes it, what asks for it, and what a person writes into it."""

import re
from pathlib import Path

import pytest

from casework.shared.text.labels import role_label
from documents.papers import PAPERS, FieldSource, Paper

PAGE = (Path(__file__).parents[2] / "docs" / "papers.md").read_text(encoding="utf-8")
ROWS = {code: row for row, code in re.findall(r"^(\| `(\w+)` .*)$", PAGE, re.MULTILINE)}
SIGNS = {FieldSource.TYPED: "", FieldSource.OPTIONAL: "?", FieldSource.BY_HAND: "✎"}


def test_every_paper_and_no_other_stands_on_the_page() -> None:
    assert list(ROWS) == [paper.code for paper in PAPERS]


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.code for paper in PAPERS])
def test_the_page_tells_the_paper_as_it_is(paper: Paper) -> None:
    """Its name, its makers, what asks for it, its fields with whether they may stay empty."""
    _, name, _about, makers, asked, written, _ = (cell.strip() for cell in ROWS[paper.code].split("|"))
    assert name == f"`{paper.code}` {paper.words.zh}"
    assert makers == ", ".join(role_label(role).en for role in paper.makers)
    assert sorted(re.findall(r"`(\w+)`", asked)) == sorted(paper.asked_by)
    assert re.findall(r"`(\w+)`([?✎]?)", written) == [(field.name, SIGNS[field.fill]) for field in paper.typed]
