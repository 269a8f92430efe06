"""The trials: in one run of pytest, each fault is put into the living module of a forked process and tried there.

First every test runs once, alone and with nothing of the law remembered, and it is written down which test reaches
which line. A fault is then tried by the tests that reach its line, the quickest first, until one fails. A fault outside
any function, or in the words of a function's head, is tried in a fresh import of everything, which is first done once
without any fault: what fails by itself notices nothing.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest

from tools.mutants.faults import Fault, apply_fault

ROOT = Path(__file__).parents[2]
TESTS = "tests/law"
LONGEST_SECONDS = 30
_WENT_WRONG = 9
_OPTIONS = ["-x", "-s", "-p", "no:xdist", "-p", "no:timeout", "-p", "no:cacheprovider", "-p", "no:terminal"]


@dataclass
class Trials:
    """A plugin of pytest that runs the faults instead of the tests, and tells each fault's end as it comes."""

    faults: Sequence[Fault]
    tell: Callable[[Fault, bool], None]
    broken: list[str] = field(default_factory=list)
    """Tests that fail without any fault: then nothing is tried."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Every test once, with its lines; then every fault."""
        reached, took = self._first_pass(session.items)
        if _in_a_fork(lambda: _imported_anew(None)):
            self.broken.append("a fresh import of everything")
        if not self.broken:
            for fault in self.faults:
                tests = sorted(reached.get((fault.file, fault.line), ()), key=lambda item: took[item.nodeid])
                self.tell(fault, self._noticed(fault, tests))
        return True

    def _first_pass(
        self, items: Sequence[pytest.Item]
    ) -> tuple[dict[tuple[str, int], list[pytest.Item]], dict[str, float]]:
        reached: dict[tuple[str, int], list[pytest.Item]] = defaultdict(list)
        took: dict[str, float] = {}
        for item in items:
            lines: set[tuple[str, int]] = set()
            _forget()
            began = time.perf_counter()
            sys.settrace(_note_into(lines))
            failed = _fails(item)
            sys.settrace(None)
            took[item.nodeid] = time.perf_counter() - began
            if failed:
                self.broken.append(item.nodeid)
            for line in lines:
                reached[line].append(item)
        return reached, took

    def _noticed(self, fault: Fault, tests: Sequence[pytest.Item]) -> bool:
        source = (ROOT / fault.file).read_text(encoding="utf-8")
        swap = _swap_of(fault, source)
        if swap is None:
            return _in_a_fork(lambda: _imported_anew(_Finder(fault, source)))
        return _in_a_fork(lambda: _with(swap, tests))


def _note_into(lines: set[tuple[str, int]]) -> Callable[[FrameType, str, Any], Any]:
    law = str(ROOT / "law") + os.sep

    def call(frame: FrameType, event: str, arg: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(law):
            return None
        file = "law/" + name[len(law) :]
        lines.add((file, frame.f_lineno))

        def line(frame: FrameType, event: str, arg: Any) -> Any:
            lines.add((file, frame.f_lineno))
            return line

        return line

    return call


def _fails(item: pytest.Item) -> bool:
    """Whether that test fails, with every fixture made for it alone."""
    from _pytest.runner import runtestprotocol

    return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))


def _forget() -> None:
    for module in _law_modules():
        for value in vars(module).values():
            if callable(getattr(value, "cache_clear", None)):
                value.cache_clear()


def _in_a_fork(trial: Callable[[], bool]) -> bool:
    """What the trial says, in a process of its own; one that never ends, or kills its process, has noticed something.
    RuntimeError where the trial itself went wrong: that is no fault noticed."""
    child = os.fork()
    if child == 0:
        signal.alarm(LONGEST_SECONDS)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            os._exit(1 if trial() else 0)
        except BaseException:
            os._exit(_WENT_WRONG)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _WENT_WRONG:
        raise RuntimeError("a trial went wrong by itself, before any test could say anything")
    return status != 0


def _with(swap: Callable[[], None], tests: Sequence[pytest.Item]) -> bool:
    swap()
    _forget()
    return any(_fails(item) for item in tests)


def _swap_of(fault: Fault, source: str) -> Callable[[], None] | None:
    """What puts the fault into the living function; None where the fault is in no function's body."""
    if not fault.function:
        return None
    before = compile(source, str(ROOT / fault.file), "exec")
    after = compile(apply_fault(source, fault), str(ROOT / fault.file), "exec")
    outer, code, old = [], after, before
    for name in fault.function.split("."):
        outer.append(name)
        code, old = _inner(code, name), _inner(old, name)
        if code.co_flags & 0x02:  # a function; whatever it holds goes with it
            break
    else:
        return None
    if code == old:
        return None
    module = importlib.import_module(fault.file.removesuffix(".py").replace("/", "."))
    functions = list(_living(module, outer))

    def swap() -> None:
        for function in functions:
            function.__code__ = code

    return swap if functions else None


def _inner(code: CodeType, name: str) -> CodeType:
    return next(each for each in code.co_consts if isinstance(each, CodeType) and each.co_name == name)


def _living(module: ModuleType, path: Sequence[str]) -> Iterator[FunctionType]:
    found: Any = module
    for name in path:
        found = vars(found)[name]
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, classmethod | staticmethod):
        found = found.__func__
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    if isinstance(found, FunctionType):
        yield found


def _law_modules() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name == "law" or name.startswith("law.")]


def _imported_anew(finder: "_Finder | None") -> bool:
    """Whether a test fails, or cannot even be collected, when everything is imported once more."""
    for name in list(sys.modules):
        if name.partition(".")[0] in ("law", "sunward", "tests"):
            del sys.modules[name]
    if finder is not None:
        sys.meta_path.insert(0, finder)
    return pytest.main([*_OPTIONS, str(ROOT / TESTS)]) != 0


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module of the law: the one with the fault."""

    def __init__(self, fault: Fault, source: str) -> None:
        self.name = fault.file.removesuffix(".py").replace("/", ".")
        self.file = str(ROOT / fault.file)
        self.code = compile(apply_fault(source, fault), self.file, "exec")

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.file, loader=self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, vars(module))


def run(trials: Trials) -> int:
    """The trials are run; returns pytest's own code."""
    sys.path.insert(0, str(ROOT))
    return int(pytest.main([*_OPTIONS, str(ROOT / TESTS)], plugins=[trials]))
