"""What is committed speaks of the project alone: no package registry, no machine it was made on."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Written with a class of one letter, so that this file does not hold what it looks for.
A_REGISTRY = (
    r"py[p]i\.(org|python)|pythonhoste[d]\.org|npmj[s]\.|registry\.npm|anacond[a]\.org|mirrors\.[a]liyun|"
    r"tsinghu[a]\.edu|doubani[o]|(extra-)?index-ur[l]|crates\.i[o]"
)
A_MACHINE = r"(?<![\w.])/(wor[k]|roo[t]|hom[e]|Use[r]s|tm[p])/\w|\b[A-Z]:\\\\(Users|work)"
PACKED_FONTS = ":!*.xz"
"""Shapes without words."""


def find_committed(pattern: str) -> list[str]:
    """Every line of a file of the repository, as it lies here, that has it."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    asked = ["git", "grep", "--text", "--line-number", "--perl-regexp", pattern, "--", PACKED_FONTS]
    found = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True, errors="replace")
    assert found.returncode in (0, 1), found.stderr
    return found.stdout.splitlines()


def test_no_committed_file_names_a_registry_or_a_path_of_one_machine() -> None:
    """A clone works wherever it lies, and asks whichever registry its own machine is told to."""
    assert find_committed(r"^# Sunward \(")[0].startswith("README.md:1:")
    assert find_committed(f"{A_REGISTRY}|{A_MACHINE}") == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-tools.lock"])
def test_the_lock_is_hashed(name: str) -> None:
    """Each requirement is one version with its hashes, so that what is installed is what was tried."""
    lock = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9._\[\]-]+)==\S+( ; .*)? \\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    named = re.findall(r"^([a-z0-9][^\s=]*)", lock, re.MULTILINE)
    assert len(pinned) == len(named) > 30
