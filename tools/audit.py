"""Is any package of the two locks withdrawn by its makers, or is its file another one than was locked?

Run it as `./run audit`. It asks the package index that is set up on this machine and nobody else, installs nothing, and
ends with 1 where something is wrong. Known vulnerabilities are told by a service outside: where it can be reached,
`uv audit` asks it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from tools.lock import RUN, TOOLS

ROOT = Path(__file__).parents[1]
_WITHDRAWN = re.compile(r"`([^`]+)` is yanked(?: \(reason: (.*)\))?")


def find_withdrawn(said: str) -> list[str]:
    """The packages that their makers have withdrawn, with the reason, from what uv says of them."""
    return [f"{name}: {reason or '-'}" for name, reason in _WITHDRAWN.findall(said)]


def main() -> int:
    """Asks the index about every locked package anew; 0 if all is well."""
    asked = subprocess.run(
        [Path(sys.executable).parent / "uv", "pip", "install", "--dry-run", "--reinstall", "--refresh", "--no-deps",
         "--require-hashes", *(word for lock in (RUN, TOOLS) for word in ("-r", lock.name))],
        cwd=ROOT, env=os.environ | {"VIRTUAL_ENV": str(Path(sys.executable).parents[1])}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    withdrawn = find_withdrawn(asked.stderr)
    if asked.returncode:
        sys.stderr.write(asked.stderr[-2000:])
    for each in withdrawn:
        sys.stderr.write(f"withdrawn: {each}\n")
    if not asked.returncode and not withdrawn:
        sys.stdout.write("No locked package is withdrawn, and each file is the one that was locked.\n")
    return int(bool(asked.returncode or withdrawn))


if __name__ == "__main__":
    sys.exit(main())
