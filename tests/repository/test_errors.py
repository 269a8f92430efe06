"""Whoever calls the program finds every error it may answer with in one file, and when."""

from core import errors
from core.errors import SunwardError
from serving.problems import TITLES

FAMILY = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, SunwardError)
}


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
