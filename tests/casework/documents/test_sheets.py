"""What is typed into the national system stands in the order in which it is typed there: an office's own, or ours."""

from pathlib import Path

import pytest

from casework.documents.sheets import load_typing_sheet
from documents.typing_order import load_typing_order
from tests.builders import an_announced_plan


def test_an_office_types_in_its_own_order(tmp_path: Path) -> None:
    own = tmp_path / "typing_sheet.toml"
    own.write_text(
        '[[section]]\nzh = "强制措施"\nen = "Measures"\nfields = ["measures", "decided_on", "conditions", "name"]\n'
    )
    life = an_announced_plan(team_works=False)
    theirs = load_typing_sheet(life.context, life.actor("prosecutor"), life.number)
    life.context.typing_order = load_typing_order(own)
    (section,) = load_typing_sheet(life.context, life.actor("prosecutor"), life.number)
    assert section.title.zh == "强制措施"
    words = [words.zh for words, _ in section.fields]
    assert [words[0], words[1], words[2], words[-1]] == ["强制措施", "决定日期", "第1项", "姓名"]
    assert {line for each in theirs for line in each.fields} >= set(section.fields)


@pytest.mark.parametrize("wrong", [
    'zh = "甲"\nen = "A"\nfields = ["phone"]',
    'zh = "甲"\nfields = ["name"]',
    'zh = "甲"\nen = "A"',
])  # fmt: skip
def test_a_wrong_file_is_refused_at_the_start(tmp_path: Path, wrong: str) -> None:
    own = tmp_path / "typing_sheet.toml"
    own.write_text(f"[[section]]\n{wrong}\n")
    with pytest.raises(ValueError, match="section"):
        load_typing_order(own)
