"""Whoever calls the program finds every error it may answer with in one file, and when."""

import ast
from pathlib import Path

from core import errors
from core.errors import SunwardError
from serving.problems import TITLES
from tests.sources import parse_where

ROOT = Path(__file__).parents[2]
PRODUCT = (
    "core",
    "serving",
    "app",
    "law",
    "evaluation",
    "usage",
    "models",
    "notifications",
    "documents",
    "casework",
    "flows",
    "api",
    "web",
)
FAMILY = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, SunwardError)
}


def test_no_error_of_the_family_is_defined_elsewhere() -> None:
    """By the sources, so that a file that no test imports is read too."""
    elsewhere = [
        f"{file.relative_to(ROOT)}: {node.name}"
        for folder in PRODUCT
        for file in (ROOT / folder).rglob("*.py")
        if file != ROOT / "core" / "errors.py"
        for node in ast.walk(parse_where(file, rf"\bclass \w+\([^:]*\b(?:{'|'.join(FAMILY)})\b"))
        if isinstance(node, ast.ClassDef)
        and {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}
        & FAMILY.keys()
    ]
    assert elsewhere == []


def test_each_error_says_when_it_is_raised_and_has_a_code_of_its_own() -> None:
    """Of two with one code a caller could not tell which it is; what only refines another keeps that one's code."""
    raised = {name: kind for name, kind in FAMILY.items() if kind is not SunwardError}
    assert len(raised) > 20
    assert [name for name, kind in raised.items() if not (kind.__doc__ or "").startswith("Raised when ")] == []
    own = [vars(kind)["code"] for kind in raised.values() if "code" in vars(kind)]
    assert len(own) == len(set(own))


def test_each_that_a_client_meets_has_a_title_of_its_own() -> None:
    """Without one it would be called an internal error. What is archived is answered as not found."""
    met = {kind.code for kind in FAMILY.values() if kind.status < 500} - {"archived"}
    assert met - set(TITLES) == set()
    assert len({words.zh for words in TITLES.values()}) == len({words.en for words in TITLES.values()}) == len(TITLES)
