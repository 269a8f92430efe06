"""What every test may ask for."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from xdist.scheduler import LoadFileScheduling

from casework.staff import passwords
from documents import pdf_export
from tests.records import KINDS

# Machines differ: no test judges seconds. And the same examples in every run: whoever has changed nothing sees nothing
# red. `./run test --hypothesis-profile anew` looks for others, and says of one that fails how it is repeated.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.register_profile("anew", deadline=None, database=None, print_blob=True)
settings.register_profile("long", settings.get_profile("same"), max_examples=250)
settings.load_profile("same")

_MEMORY = Path("/dev/shm")
_ENOUGH = 4 * 2**30
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH:
    # Hundreds of small records are written and thrown away; no disk needs to be asked whether it has them.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

gc.disable()
"""Until the tests are collected: what is imported stays, and is not looked through again and again meanwhile."""

passwords._hash = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),))
"""A thousand sign-ins need not cost what one should; what one costs is held by tests/casework/staff/test_passwords.py."""

pytest_plugins = ["tests.draws", "tests.databases", "tests.cached_plans", "tests.skip_summary", "tests.api.fixtures"]


@pytest.fixture
def no_typesetter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which what sets a PDF does not load."""
    pdf_export._typst.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    yield
    pdf_export._typst.cache_clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", choices=KINDS, default="memory", help="on which database the tests' lives are lived")


def pytest_collection_finish(session: pytest.Session) -> None:
    """All objects that exist by now stay to the end, with the little rubbish among them: none of it is looked through."""
    gc.freeze()
    gc.set_threshold(200_000, 25, 10)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """What thousands of lives have left behind is looked through no more: pytest does so five times as it ends, and a
    worker that takes more than five seconds to end is interrupted in the midst of it."""
    gc.freeze()


_SLOW = (
    "tests/prefect/",
    "tests/crash/",
    "tests/browser/",
    "tests/stories/",
    "tests/notifications/test_killed",
    "tests/flows/",
)
"""Folders and files that begin first, so that nobody waits for them alone at the end."""


class OneServer(LoadFileScheduling):
    """Each file of tests stays with one worker, and all that need Prefect's server or fork the program with the same: the one
    is started and the other loaded once."""

    def _split_scope(self, nodeid: str) -> str:
        return _SLOW[0] if nodeid.startswith(_SLOW[:2]) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneServer:
    config.option.loadscopereorder = False
    return OneServer(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: next((n for n, package in enumerate(_SLOW) if item.nodeid.startswith(package)), len(_SLOW))
    )


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """A file of tests that is through forgets the lives it had kept (`functools.cache`): some are ten megabytes each."""
    module = item.getparent(pytest.Module)
    if module is None or (nextitem is not None and nextitem.getparent(pytest.Module) is module):
        return
    for kept in list(vars(module.obj).values()):
        if getattr(kept, "__module__", None) == module.obj.__name__ and hasattr(kept, "cache_clear"):
            kept.cache_clear()
