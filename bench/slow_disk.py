"""A disk that takes its time: whatever is brought to it takes some milliseconds longer, for us and for every floor and peer.

A virtual machine may answer before anything is on a disk. A usual solid-state disk takes one to five milliseconds, and a
ratio to a bare transaction says something else there.
"""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")
_LOADED = "LD_PRELOAD"
_TAKES = "SUNWARD_BENCH_DISK_MS"


@contextlib.contextmanager
def slowed(milliseconds: float) -> Iterator[None]:
    """Every process that is started meanwhile has such a disk. RuntimeError where it cannot be made: it takes Linux and a C
    compiler."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # a database server of another user loads it too
        library = Path(folder) / "slow_disk.so"
        try:
            subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"], check=True)
        except (OSError, subprocess.CalledProcessError) as trouble:
            raise RuntimeError(f"no slower disk can be made here: {trouble}") from trouble
        before = {name: os.environ.get(name) for name in (_LOADED, _TAKES)}
        os.environ |= {_LOADED: str(library), _TAKES: str(milliseconds)}
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value
