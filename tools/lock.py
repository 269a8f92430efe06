"""Makes the two locks from `pyproject.toml`: what the program runs with, and what its tests need besides.

Run it as `.venv/bin/python -m tools.lock` after a dependency was added, or with `--upgrade` for the newest versions that
`pyproject.toml` allows. Every package keeps its version otherwise. It asks the package index that is set up on this machine.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUN = ROOT / "requirements.lock"
"""What the program runs with, and what installs it from its own source."""
TOOLS = ROOT / "requirements-tools.lock"
"""What tests, linters, benchmarks and the bill of materials need besides; no package of the other lock stands here."""
_ENTRY = re.compile(r"^(?=[a-z0-9])", re.MULTILINE)


def packages(lock: str) -> dict[str, str]:
    """Each package of a lock by the line that names it, version and condition too, with its hashes."""
    return {each.partition(" \\")[0]: each for each in _ENTRY.split(lock) if each}


def main(asked: list[str]) -> int:
    """Writes both locks anew; the second without what stands in the first."""
    known = RUN.read_text(encoding="utf-8") + TOOLS.read_text(encoding="utf-8")
    everything = _resolve(known, "run", "tools", asked=asked)
    run = _resolve(everything, "run", asked=[])
    RUN.write_text(run, encoding="utf-8")
    needed = packages(run)
    TOOLS.write_text(
        "".join(text for name, text in packages(everything).items() if name not in needed), encoding="utf-8"
    )
    return 0


def _resolve(known: str, *groups: str, asked: list[str]) -> str:
    """The lock of the program with these groups, for every platform, as near to what is known as can be."""
    chosen = [word for group in groups for word in ("--group", group)]
    kept = RUN.with_suffix(".new")
    kept.write_text(known, encoding="utf-8")
    try:
        subprocess.run(
            [Path(sys.executable).parent / "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11",
             "--generate-hashes", "--no-header",
             "pyproject.toml", *chosen, "--output-file", kept.name, *asked],
            cwd=ROOT, check=True,
        )  # fmt: skip
        return kept.read_text(encoding="utf-8")
    finally:
        kept.unlink()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
