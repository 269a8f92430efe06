"""What the program defines, the program uses: a function that only a test calls is believed to be in force, and is not."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.sources import PRODUCT, ROOT

READ_BY_A_NAME = {".py", ".html", ".toml", ".typ", ".txt"}
"""Templates call functions by name, and so do the examples of the law."""

NOT_FOR_THE_PROGRAM = {"models/schema.py"}
"""What a person calls who writes a migration."""


def _defined(file: Path) -> Iterator[str]:
    """Public functions and classes of a file that no decorator hands to a framework."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            handed_on = node.decorator_list and isinstance(node, ast.FunctionDef)
            if not handed_on:
                yield node.name


def test_every_function_and_class_of_the_program_is_used_by_the_program() -> None:
    """Named in a second place of the product: tests, tools and benches do not count."""
    files = [file for folder in PRODUCT for file in (ROOT / folder).rglob("*") if file.suffix in READ_BY_A_NAME]
    named = Counter(word for file in files for word in re.findall(r"\w+", file.read_text(encoding="utf-8")))
    unused = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in files
        if file.suffix == ".py" and file.relative_to(ROOT).as_posix() not in NOT_FOR_THE_PROGRAM
        if any(named[name] == 1 for name in re.findall(r"^(?:def|class) (\w+)", file.read_text("utf-8"), re.MULTILINE))
        for name in _defined(file)
        if named[name] == 1
    ]
    assert unused == []
