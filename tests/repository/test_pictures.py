"""The pictures of the README and the documentation: each is made by the script, small, and shown with words beside it."""

import re
from pathlib import Path

import pytest

from tools.screenshots import IMAGES, SHOTS

ROOT = Path(__file__).parents[2]
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
_SHOWN = re.compile(r"<img src=\"([^\"]+\.png)\" alt=\"([^\"]*)\"")


def test_what_lies_there_is_what_the_script_takes() -> None:
    """A picture that nobody takes anew grows old; one that is taken and not kept is missing."""
    taken = {f"{folder}/{shot.name}.png" for folder in READMES.values() for shot in SHOTS}
    assert {path.relative_to(IMAGES).as_posix() for path in IMAGES.rglob("*.png")} == taken


@pytest.mark.parametrize("readme", READMES)
def test_each_is_shown_in_its_language_and_says_what_it_is(readme: str) -> None:
    """Three in the README, the others in the index of the documentation."""
    in_readme, in_docs = pictures_of(ROOT / readme), pictures_of(ROOT / "docs" / readme)
    assert len(in_readme) == 3
    assert {*in_readme, *in_docs} == {IMAGES / READMES[readme] / f"{shot.name}.png" for shot in SHOTS}
    assert all(len(alt) > 4 for alt in (*in_readme.values(), *in_docs.values()))


def pictures_of(page: Path) -> dict[Path, str]:
    """Each picture that the page shows, with the words beside it."""
    found = _SHOWN.findall(page.read_text(encoding="utf-8"))
    return {(page.parent / source).resolve(): alt for source, alt in found}
