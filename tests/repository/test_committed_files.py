"""What is committed speaks of the project alone: no package registry, no machine it was made on."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Written with a class of one letter, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a package registry": r"py[p]i\.(org|python)|pythonhoste[d]\.org|npmj[s]\.|registry\.npm|anacond[a]\.org|"
    r"mirrors\.[a]liyun|tsinghu[a]\.edu|doubani[o]|(extra-)?index-ur[l]|crates\.i[o]",
    "a path of one machine": r"(?<![\w.])/(wor[k]|roo[t]|hom[e]|Use[r]s|tm[p])/\w|\b[A-Z]:\\\\(Users|work)",
}


_PACKED = ".xz"
"""Packed fonts: shapes without words."""


def committed() -> list[Path]:
    """Every file that is in the repository."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [
        ROOT / name
        for name in listed.stdout.split("\0")
        if name and (ROOT / name).exists() and not name.endswith(_PACKED)
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(what: str) -> None:
    """A clone works wherever it lies, and asks whichever registry its own machine is told to."""
    pattern = re.compile(FORBIDDEN[what])
    files = committed()
    assert ROOT / "README.md" in files
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_bytes().decode("utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-tools.lock"])
def test_the_lock_is_hashed(name: str) -> None:
    """Each requirement is one version with its hashes, so that what is installed is what was tried."""
    lock = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9._\[\]-]+)==\S+( ; .*)? \\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    named = re.findall(r"^([a-z0-9][^\s=]*)", lock, re.MULTILINE)
    assert len(pinned) == len(named) > 30
