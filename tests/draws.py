"""Whatever a test draws by chance (ids, keys, codes, numbers of plans) is the same each time that test is run.

A code of four digits may happen to hold the number of an article, and two people may happen to act in the same minute.
Without this such a test is red once in a hundred runs, and whoever changed nothing sees it. With it a test is red for
everybody or for nobody. `./run test --draws anew` draws otherwise and finds such tests; its last line has the number by which
the same is drawn again: `./run test --draws NUMBER`.

Processes that a test starts draw for themselves.
"""

import contextlib
import os
import random
from collections.abc import Iterator

import pytest

_system = os.urandom
_salt = ""
_stream: random.Random | None = None
"""What is drawn from; the system's own where there is none."""


def _draw(count: int) -> bytes:
    return _system(count) if _stream is None else _stream.randbytes(count)


@contextlib.contextmanager
def drawn_for(name: str) -> Iterator[None]:
    """What is drawn in between depends on the name alone, and leaves what is drawn afterwards as it would have been."""
    global _stream
    before, _stream = _stream, random.Random(name + _salt)
    try:
        yield
    finally:
        _stream = before


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--draws", default="same", help="same (the default), anew, or the number that a run with anew ended with"
    )


def pytest_configure(config: pytest.Config) -> None:
    global _salt
    if config.option.draws == "anew":
        config.option.draws = str(random.SystemRandom().randrange(10**6))  # the workers are given it too
    _salt = "" if config.option.draws == "same" else config.option.draws
    patch = pytest.MonkeyPatch()
    patch.setattr(os, "urandom", _draw)
    patch.setattr(random, "_urandom", _draw)  # `secrets` and `SystemRandom` have it by that name
    config.add_cleanup(patch.undo)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _salt:
        terminalreporter.write_line(f"Drawn again by: ./run test --draws {_salt}")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    with drawn_for(item.nodeid):
        return (yield)
