"""All golden files of this checkout, written by several processes."""

import multiprocessing
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from tools.golden import program, visits
from tools.golden.normalise import normal

KINDS: dict[str, visits.Visit] = {
    "openapi": visits.description,
    "forms": visits.forms,
    "pages": visits.pages,
    "api": visits.answers,
}
ALL = frozenset({*KINDS, "lives", "messages"})
FAILED = "failures (500) among them"


def make(into: Path, seed: str = "1", only: frozenset[str] = ALL) -> Counter[str]:
    """The folder holds the golden files, of those kinds, and nothing else; returns how many of each kind, and how many of them are a
    failure of the program (500). What random numbers the program draws follows from the seed; the files are the same
    whichever it is."""
    into = into.absolute()
    _refuse_what_is_not_ours(into)
    os.chdir(program.ROOT)
    os.environ["COLUMNS"] = "120"
    for name in [name for name in os.environ if name.startswith("SUNWARD_")]:
        del os.environ[name]
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    program.freeze_time()
    program.load()
    memory = Path("/dev/shm")
    forked = multiprocessing.get_context("fork")
    with (
        tempfile.TemporaryDirectory(prefix="golden-", dir=memory if memory.is_dir() else None) as aside,
        ProcessPoolExecutor(os.cpu_count(), mp_context=forked) as pool,
    ):
        built = Path(aside) / "demonstration"
        building = pool.submit(_build, built, seed) if only & KINDS.keys() else None
        running_jobs: list[Future[Counter[str]]] = []
        if "messages" in only:
            running_jobs.append(pool.submit(_messages, into))
        if "lives" in only:
            running_jobs += [pool.submit(_life, into, name, seed) for name in list_scenarios()]
        if building is not None:
            building.result()
            running_jobs += [
                pool.submit(_visit, into, built, kind, who, seed) for kind, who in _visits() if kind in only
            ]
        return sum((each.result() for each in running_jobs), Counter[str]())


def _refuse_what_is_not_ours(into: Path) -> None:
    """The folder is emptied: never one that holds anything else."""
    others: set[str] = {each.name for each in into.iterdir()} - ALL if into.exists() else set()
    if others:
        raise ValueError(f"{into} holds more than golden files: {', '.join(sorted(others))}")


def list_scenarios() -> list[str]:
    """The names of the example lives."""
    return sorted(path.stem for path in program.CASELOAD.glob("[0-9]*.toml") if not path.name.endswith(".acts.toml"))


def _visits() -> Iterator[tuple[str, str]]:
    """Who looks at what, the longest first."""
    roles, prosecutors = visits.one_of_each_role(), visits.prosecutors()
    yield from (("pages", who) for who in dict.fromkeys([*prosecutors, *roles, *visits.FAMILY, "nobody"]))
    yield from (("forms", who) for who in roles)
    yield from (("api", who) for who in dict.fromkeys([*prosecutors, *roles, *visits.FAMILY, "nobody"]))
    yield "openapi", "nobody"


def _build(folder: Path, seed: str) -> None:
    program.seed_random(f"{seed} demonstration")
    program.build_demonstration(folder)


def _messages(into: Path) -> Counter[str]:
    return _write(into, "messages", program.messages(), [])


def _life(into: Path, name: str, seed: str) -> Counter[str]:
    program.seed_random(f"{seed} {name}")
    return _write(into, "lives", _diaries(name), [])


def _diaries(name: str) -> Iterator[tuple[str, str]]:
    file = str(program.CASELOAD / f"{name}.toml")
    with program.rehearse_once():
        yield f"{name}.jsonl", program.run_command("rehearse", file, "--json")
        yield f"zh-CN/{name}.txt", program.run_command("rehearse", file, "--language", "zh-CN")
        yield f"en/{name}.txt", program.run_command("rehearse", file, "--language", "en")


def _visit(into: Path, built: Path, kind: str, who: str, seed: str) -> Counter[str]:
    program.seed_random(f"{seed} {kind} {who}")
    with tempfile.TemporaryDirectory(dir=built.parent) as aside:
        folder = Path(aside) / "demo"
        shutil.copytree(built, folder)
        with program.open_demonstration(folder) as demonstration:
            return _write(into, kind, KINDS[kind](demonstration, who), demonstration.secrets)


def _write(into: Path, kind: str, files: Iterator[tuple[str, str]], secrets: list[str]) -> Counter[str]:
    written: Counter[str] = Counter()
    for name, text in files:
        path = into / kind / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(normal(text, secrets), encoding="utf-8")
        written[kind] += 1
        written[FAILED] += text.startswith(("<!-- 500", "500\n"))
    return written
