"""What the program declares to need, it uses: every line of it is one more thing to install, to trust and to keep."""

import re
from importlib.metadata import packages_distributions

from tests.sources import PRODUCT, PROJECT, ROOT

USED_WITHOUT_IMPORT = {
    "python-multipart": "FastAPI reads forms and uploads with it",
    "tzdata": "zoneinfo finds the office's time zone there where the machine has none",
    "defusedxml": "openpyxl reads workbooks through it, so that no entity of a file blows up or leads away",
}
"""Why each of these is declared though no line of ours imports it."""


def _name(written: str) -> str:
    bare = re.match(r"[\w.-]+", written)
    assert bare
    return re.sub(r"[-_.]+", "-", bare[0]).lower()


def _imported() -> set[str]:
    """The names of the distributions that the product's sources import."""
    modules: set[str] = set()
    for folder in PRODUCT:
        for file in (ROOT / folder).rglob("*.py"):
            modules |= set(re.findall(r"^\s*(?:from|import) (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE))
    known = packages_distributions()
    return {_name(distribution) for module in modules for distribution in known.get(module, ())}


def test_every_declared_library_is_imported_by_the_program() -> None:
    """Or the list above says what uses it instead; and nothing stands there that is imported or not declared."""
    declared = {_name(each) for each in PROJECT["project"]["dependencies"]}
    assert declared - _imported() == set(USED_WITHOUT_IMPORT)
