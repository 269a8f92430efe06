"""Which small faults of the law no test notices:

    .venv/bin/python -m tools.mutants                        every module of law/
    .venv/bin/python -m tools.mutants law/period.py ...      these

Prints each fault that nobody noticed and that `accepted.toml` does not name, with its line, and ends with 1 if there
is one. How to read it: docs/mutants.md.
"""

import argparse
import sys
import time
import tomllib
from pathlib import Path

from tools.mutants.faults import Fault, find_faults
from tools.mutants.trials import ROOT, Trials, run

ACCEPTED = Path(__file__).with_name("accepted.toml")


def accepted() -> dict[str, str]:
    """The faults that cannot change a date, an actor or an outcome, by name, each with the reason."""
    return {
        fault: group["because"]
        for group in tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))["accepted"]
        for fault in group["faults"]
    }


def main(arguments: list[str]) -> int:
    """Tries the faults of those files; returns 1 if one survived unaccepted, 2 if the tests fail by themselves."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants")
    parser.add_argument("files", nargs="*", help="modules of law/; left out, all of them")
    files = parser.parse_args(arguments).files or sorted(
        path.relative_to(ROOT).as_posix() for path in (ROOT / "law").glob("*.py")
    )
    faults = [fault for file in files for fault in find_faults(file, (ROOT / file).read_text(encoding="utf-8"))]
    known, survived, began = accepted(), [], time.monotonic()
    noticed_by_file: dict[str, list[bool]] = {file: [] for file in files}

    def tell(fault: Fault, noticed: bool) -> None:
        noticed_by_file[fault.file].append(noticed)
        if not noticed:
            survived.append(fault)
            if fault.name not in known:
                sys.stdout.write(f"{fault.file}:{fault.line}  {fault.turned}\n    {fault.text}\n")
                sys.stdout.flush()

    trials = Trials(faults, tell)
    run(trials)
    if sum(map(len, noticed_by_file.values())) != len(faults) and not trials.broken:
        sys.stderr.write("The trials broke off.\n")
        return 2
    if trials.broken:
        sys.stderr.write("These fail without any fault: " + ", ".join(trials.broken) + "\n")
        return 2
    left = {fault.name for fault in survived} - known.keys()
    sys.stdout.write(
        f"{len(faults)} faults in {len(files)} files, {len(faults) - len(survived)} noticed, "
        f"{len(survived) - len(left)} accepted, {len(left)} not; {time.monotonic() - began:.0f} s\n"
    )
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
