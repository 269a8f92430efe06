"""Whoever follows a link of ours arrives."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")],
    key=lambda page: page.as_posix(),
)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
PACKAGES = [
    "api",
    "bench",
    "casework",
    "docs",
    "evaluation",
    "examples",
    "flows",
    "law",
    "models",
    "notifications",
    "core",
    "serving",
    "app",
    "tests",
    "web",
]
PATH = re.compile(rf"`((?:{'|'.join(PACKAGES)})/[\w./-]*)`")


def words_of(page: Path) -> str:
    """The page without what stands in fences."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchor(heading: str) -> str:
    """The name under which a page offers a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_the_pages_to_check_are_found() -> None:
    """The two READMEs, the changelog, the docs and the decisions are looked at."""
    names = {name_of(page) for page in PAGES}
    assert {"README.md", "README.zh-CN.md", "CHANGELOG.md", "docs/glossary.md", "docs/plan-file.md"} <= names
    assert len([name for name in names if name.startswith("docs/decisions/")]) >= 4


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_resolves(page: Path) -> None:
    """The file is there, and so is the heading that the link names."""
    for target in LINK.findall(words_of(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        assert aim.is_relative_to(ROOT), f"{target} leads out of the house"
        assert aim.exists(), f"{target} leads nowhere"
        if heading:
            headings = re.findall(r"^#+ (.+)$", words_of(aim), re.MULTILINE)
            assert heading in {anchor(each) for each in headings}, f"{target} names no heading"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_is_named_exists(page: Path) -> None:
    """A file or folder of the house that a page mentions is there."""
    for path in PATH.findall(words_of(page)):
        assert (ROOT / path).exists(), f"{path} does not exist"


def test_every_page_of_the_docs_is_linked_from_the_readme() -> None:
    """Nobody has to guess that a page exists."""
    linked = {(ROOT / target.partition("#")[0]).resolve() for target in LINK.findall(words_of(ROOT / "README.md"))}
    assert {page for page in PAGES if page.is_relative_to(ROOT / "docs")} <= linked


def test_the_twins_lead_to_the_same_places() -> None:
    """The Chinese README links to what the English one links to, each in its own language where there are two."""

    def aims(page: Path) -> set[str]:
        return {target.replace(".zh-CN.md", ".md") for target in LINK.findall(words_of(page))}

    assert aims(ROOT / "README.md") == aims(ROOT / "README.zh-CN.md")
