"""TOML that would hold up whoever parses it is refused in milliseconds, wherever TOML is read from outside."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from casework.shared.files.parsing import read_acts_path, read_plan_file, read_staff_path
from core.errors import BadInput
from core.untrusted import MAX_DEPTH, read_toml
from evaluation import instruments
from notifications.reminder_policy import ReminderPolicy

ROOT = Path(__file__).parents[3]

HOSTILE = {
    "a key of 20,000 parts": ".".join(["a"] * 20_000) + "=1",
    "its parts in quotes": ".".join(['"a"'] * 20_000) + "=1",
    "its parts apart": " . ".join(["a"] * 20_000) + "=1",
    "a table of 20,000 parts": "[" + ".".join(["a"] * 20_000) + "]",
    "half a million keys": "\n".join(f"k{number}=1" for number in range(250_000)),
    "a list without end": "a=[" + "1," * 900_000 + "]",
    "lists in lists": "a=" + "[" * 19_000,
    "lists that close again in between": "a=" + "[[]," * 6_000,
    "two megabytes of closing brackets": "a=" + "]" * 1_999_000,
    "tables in tables": "a=" + "{a=" * 9_000,
    "45,000 tables in tables": "\n".join(f"[a.b{number}.c.d]" for number in range(45_000)),
    "10,000 keys of many parts": "\n".join(f"k{number}.{'a.' * 30}a=1" for number in range(10_000)),
    "a number of 200,000 digits": "a=" + "9" * 200_000,
    "one with another base": "a = [ 0x" + "f" * 200_000 + "]",
    "one that is negative, below a remark": "a = [ # remark\n-" + "9" * 200_000 + "]",
    "more than two megabytes": "a='" + "x" * 3_000_000 + "'",
}


def from_file(read: Callable[[Path], object], folder: Path) -> Callable[[str], object]:
    def written(text: str) -> object:
        file = folder / "hostile.toml"
        file.write_text(text, encoding="utf-8")
        return read(file)

    return written


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_toml_is_refused_at_once_everywhere(kind: str, tmp_path: Path) -> None:
    for read in (
        read_plan_file,
        ReminderPolicy.read,
        instruments.parse_instruments,
        from_file(read_acts_path, tmp_path),
        from_file(read_staff_path, tmp_path),
    ):
        began = time.process_time()
        with pytest.raises(BadInput):
            read(HOSTILE[kind])  # type: ignore[operator]
        assert time.process_time() - began < 0.3, read


def test_what_people_write_is_not_refused() -> None:
    """Every example, and a text with many dots and commas in it."""
    for file in (ROOT / "examples").rglob("*.toml"):
        read_toml(file.read_text(encoding="utf-8"))
    assert read_toml('a = "1.1.1.1.1.1.1.1.1.1.1.1......, , , = [ {"')
    assert read_toml(".".join(["a"] * MAX_DEPTH) + " = 1")


def test_dots_of_names_count_as_parts_and_those_of_texts_do_not() -> None:
    for hostile in (
        "\n".join(f"[a.b{n}.c.d.e]" for n in range(4_000)),
        "\n".join(f"b{n}.c.d.e=1" for n in range(6_000)),
    ):
        with pytest.raises(BadInput):
            read_toml(hostile)
    assert read_toml("a = '" + "." * 30_000 + "'\nb = '''\n[x] is no table.\n'''")
