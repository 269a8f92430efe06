"""Whoever follows a link of ours arrives."""

import re
from pathlib import Path

import pytest

from tests.sources import PRODUCT, ROOT

PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")],
    key=lambda page: page.as_posix(),
)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
PACKAGES = [*PRODUCT, "bench", "docs", "examples", "tests"]
PATH = re.compile(rf"`((?:{'|'.join(PACKAGES)})/[\w./-]*)`")


def words_of(page: Path) -> str:
    """The page without what stands in fences."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    """The name under which a page offers a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_every_relative_link_resolves() -> None:
    """The file is there, and so is the heading that the link names."""
    for page in PAGES:
        for target in LINK.findall(words_of(page)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, heading = target.partition("#")
            aim = (page.parent / path).resolve() if path else page
            assert aim.is_relative_to(ROOT), f"{name_of(page)}: {target} leads out of the repository"
            assert aim.exists(), f"{name_of(page)}: {target} leads nowhere"
            if heading:
                headings = re.findall(r"^#+ (.+)$", words_of(aim), re.MULTILINE)
                assert heading in {anchor(each) for each in headings}, f"{name_of(page)}: {target} names no heading"


def test_every_path_that_is_named_exists() -> None:
    """A file or folder that a page mentions is in the repository."""
    for page in PAGES:
        for path in PATH.findall(words_of(page)):
            assert (ROOT / path).exists(), f"{name_of(page)}: {path} does not exist"


INDEXES = {"README.md": "README.zh-CN.md", "docs/README.md": "docs/README.zh-CN.md"}
"""The pages that lead to all others, each with its Chinese twin."""


def pages_linked_from(page: Path) -> set[Path]:
    return {(page.parent / target.partition("#")[0]).resolve() for target in LINK.findall(words_of(page))}


@pytest.mark.parametrize("language", [0, 1], ids=["English", "Chinese"])
def test_every_page_of_the_docs_is_linked_from_their_index(language: int) -> None:
    """Nobody has to guess that a page exists: the README leads to the index, and the index to each page."""
    readme, index = (ROOT / pair[language] for pair in INDEXES.items())
    assert index in pages_linked_from(readme)
    here = {index, *(ROOT / pair[1 - language] for pair in INDEXES.items())}
    twins = {page for page in PAGES if (page.name.endswith(".zh-CN.md")) != bool(language) and _twin(page) in PAGES}
    wanted = {page for page in PAGES if page.is_relative_to(ROOT / "docs")} - here - twins
    assert wanted <= pages_linked_from(index)


def _twin(page: Path) -> Path:
    """The same page in the other language, whether it is there or not."""
    stem = page.name.removesuffix(".md")
    return page.with_name(f"{stem.removesuffix('.zh-CN')}.md" if stem.endswith(".zh-CN") else f"{stem}.zh-CN.md")


@pytest.mark.parametrize("english", INDEXES)
def test_the_twins_lead_to_the_same_places(english: str) -> None:
    """The Chinese page links to what the English one links to, each in its own language where there are two."""

    def aims(page: Path) -> set[str]:
        return {target.partition("#")[0].replace(".zh-CN.md", ".md") for target in LINK.findall(words_of(page))}

    assert aims(ROOT / english) == aims(ROOT / INDEXES[english])
