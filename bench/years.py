"""How long a year takes when it is rehearsed, as a ratio to a floor measured in the same run.

Each sample of the caseload is lived from its file to the end of its story, with what people did. The floor is the same
year's own SQL, word for word, sent once more to an empty record through the bare sqlite3 module: no reminder is
thought of, no text chosen, no rule asked. The figures are seconds of CPU, the best of some rounds; what loading the
program costs is told apart. Not a test: machines differ and are noisy. Run it as `./run bench years`.
"""

import gc
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import process_time
from typing import Any

from sqlalchemy import Engine, event

from bench.result import Figure, Result, ratio_at_most, value_at_most
from casework.shared.files.parsing import read_acts_path, read_plan_path
from flows.rehearsal import Rehearsal, rehearse
from models.database import InMemoryDatabase

ROUNDS = 3
YEARS = ("03-jingzhe", "16-qiufen", "25-yuanxiao", "12-dashu")
CASELOAD = Path("examples") / "caseload"
Sent = list[tuple[str, Any, bool]]


def measure(quick: bool) -> Result:
    """A figure for each year, and what it costs to load the program."""
    gc.disable()  # as the command does
    gc.freeze()
    figures = []
    for name in YEARS[:1] if quick else YEARS:
        entries, seconds, floor = _year(name)
        figures.append(
            Figure(f"{name}, {entries} entries", seconds, "s of CPU", seconds / floor, "its SQL", ratio_at_most(10))
        )
    loading = min(_loading() for _ in range(ROUNDS))
    return Result([*figures, Figure("loading the program", loading, "s of CPU", wanted=value_at_most(0.5))])


def _year(name: str) -> tuple[int, float, float]:
    seconds, entries = min(_timed(name) for _ in range(ROUNDS))
    return entries, seconds, min(_floor(sent) for sent in [_sent(name)] for _ in range(ROUNDS))


def _sent(name: str) -> Sent:
    """Every statement of that year, in order, and where each transaction began and ended."""
    sent: Sent = []

    def executed(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        sent.append((statement, parameters, many))

    def began(_connection: Any) -> None:
        sent.append(("BEGIN", (), False))

    def ended(_connection: Any) -> None:
        sent.append(("COMMIT", (), False))

    listeners = [("begin", began), ("before_cursor_execute", executed), ("commit", ended), ("rollback", ended)]
    for name_of_event, listener in listeners:
        event.listen(Engine, name_of_event, listener)
    try:
        _rehearse(name)
    finally:
        for name_of_event, listener in listeners:
            event.remove(Engine, name_of_event, listener)
    return sent


def _timed(name: str) -> tuple[float, int]:
    began = process_time()
    rehearsal = _rehearse(name)
    took = process_time() - began
    gc.collect()
    return took, len(rehearsal.diary)


def _rehearse(name: str) -> Rehearsal:
    acts = CASELOAD / f"{name}.acts.toml"
    return rehearse(read_plan_path(CASELOAD / f"{name}.toml"), read_acts_path(acts).acts if acts.exists() else [])


def _floor(sent: Sent) -> float:
    record = InMemoryDatabase()
    record.create_tables()
    with closing(record.engine.raw_connection()) as pooled:
        cursor = pooled.cursor()
        began = process_time()
        for statement, parameters, many in sent:
            if many:
                cursor.executemany(statement, parameters)
            else:
                cursor.execute(statement, parameters).fetchall()
        took = process_time() - began
    record.dispose()
    return took


def _loading() -> float:
    load = "import time; import casework.shared.files.parsing, flows.diary, flows.rehearsal; print(time.process_time())"
    completed = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, check=True)
    return float(completed.stdout)
