"""The sources, for tests that read them."""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PRODUCT: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
"""The folders of the program."""


def parse_where(path: Path, pattern: str) -> ast.Module:
    """A source as a tree. Where the pattern is nowhere in it, an empty one: whoever looks for a name finds it only where it
    is written, and to parse all of the program takes seconds."""
    text = path.read_text(encoding="utf-8")
    return ast.parse(text if re.search(pattern, text, re.MULTILINE) else "")
