"""What every test may ask for."""

import pytest

from tests.records import KINDS

pytest_plugins = ["tests.databases"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", choices=KINDS, default="memory", help="on which database the tests' lives are lived")
