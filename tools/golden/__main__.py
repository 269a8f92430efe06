"""Golden files are made, or two sets of them compared.

    .venv/bin/python -m tools.golden make .golden/before
    .venv/bin/python -m tools.golden compare .golden/before .golden/after --ignore english

What is written where: `openapi/openapi.json`; `forms/LANGUAGE/WHO/ACT.html` with what each plan offers and the forms of
items; `pages/LANGUAGE/WHO/...`; `api/WHO/...`; `lives/`, the diaries of the examples; `messages/LANGUAGE/`.
"""

import argparse
import sys
from itertools import islice
from pathlib import Path
from time import monotonic

from tools.golden.compare import IGNORABLE, compare, difference


def main(typed: list[str] | None = None) -> int:
    """0 if all was made, or all is equal; 1 if something differs."""
    asked = argparse.ArgumentParser(description="Golden files of this checkout.")
    commands = asked.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="write all golden files into a folder, which is emptied first")
    making.add_argument("into", type=Path)
    making.add_argument("--seed", default="1", help="of random numbers; the files are the same whichever it is")
    making.add_argument("--only", action="append", metavar="KIND", help="openapi, forms, pages, api, lives, messages")
    comparing = commands.add_parser("compare", help="compare two folders; 1 if anything differs")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument(
        "--ignore", action="append", default=[], choices=IGNORABLE,
        help="; ".join(f"{name}: {what}" for name, what in IGNORABLE.items()),
    )  # fmt: skip
    comparing.add_argument("--lines", type=int, default=30, help="of the diff of each file (30)")
    comparing.add_argument("--files", type=int, default=10, help="with a diff, of each kind (10)")
    arguments = asked.parse_args(typed)
    if arguments.command == "make":
        from tools.golden.make import ALL, FAILED, make

        began = monotonic()
        only = frozenset(arguments.only or ALL)
        if only - ALL:
            asked.error(f"no such kind: {', '.join(sorted(only - ALL))}")
        written = make(arguments.into, arguments.seed, only)
        failed = written.pop(FAILED, 0)
        for kind, count in sorted(written.items()):
            _print(f"{count:>6} {kind}")
        _print(f"{sum(written.values()):>6} files in {monotonic() - began:.0f} s: {arguments.into}")
        _print(f"{failed:>6} {FAILED}")
        return 0
    return _compare(arguments.before, arguments.after, frozenset(arguments.ignore), arguments.lines, arguments.files)


def _compare(before: Path, after: Path, ignoring: frozenset[str], lines: int, files: int) -> int:
    kinds = compare(before, after, ignoring)
    for found in kinds.values():
        for name in found.differing[:files]:
            diff = difference(before, after, name, ignoring)
            for line in islice(diff, lines):
                _print(line)
            if next(diff, None) is not None:
                _print("...")
    for kind, found in kinds.items():
        for name in found.missing[:files]:
            _print(f"missing: {name}")
        for name in found.new[:files]:
            _print(f"new: {name}")
        _print(
            f"{kind}: {len(found.equal)} equal, {len(found.differing)} differing, "
            f"{len(found.missing)} missing, {len(found.new)} new"
        )
    return 0 if all(found.same for found in kinds.values()) else 1


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
