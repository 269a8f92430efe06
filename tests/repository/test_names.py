"""What is public has a name of its own."""

import re
from collections import defaultdict
from pathlib import Path

PACKAGES = (
    "core", "law", "evaluation", "usage", "models", "notifications", "documents", "casework", "flows", "serving", "api", "web", "app",
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


def test_no_two_public_classes_have_the_same_name() -> None:
    """Whoever reads a class's name in a trace, in the description of the API or in a search knows which it is."""
    defined = defaultdict(list)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for name in re.findall(r"^class ([A-Za-z]\w*)", path.read_text(encoding="utf-8"), re.MULTILINE):
                defined[name].append(path.relative_to(ROOT).as_posix())
    assert len(defined) > 900
    assert {name: places for name, places in defined.items() if len(places) > 1} == {}
