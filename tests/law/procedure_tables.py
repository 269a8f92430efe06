"""What the file of the procedure says for those who check it: its rows, and what is remembered of texts nobody could read."""

import tomllib
from importlib.resources import files
from typing import Any


def list_procedure_rows() -> tuple[str, ...]:
    """The id of every row of the procedure's tables, in their order."""
    return tuple(
        f"{table}-{place:02}" for table, count in _file()["procedure"].items() for place in range(1, count + 1)
    )


def load_unverified_topics() -> dict[str, tuple[str, ...]]:
    """What is remembered of texts that nobody could read, with the rules that carry it."""
    return {topic: tuple(rules) for topic, rules in _file()["recalled"].items()}


def _file() -> dict[str, Any]:
    return tomllib.loads(files("law").joinpath("uncovered.toml").read_text(encoding="utf-8"))
