"""The disk of a campaign: a file system of its own, which can be full, and whose power can fail.

With ext4 on a file nothing is lost but what a failing power loses: what nobody has brought to the disk, names too. The
file system stops at once, writes nothing more and is mounted anew, as after a start of the machine.
"""

import contextlib
import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.crash.program import wait_until

_SHUT_DOWN, _WITHOUT_ITS_LOG = 0x8004587D, 2
"""EXT4_IOC_SHUTDOWN; what its journal has not on the disk is lost too."""
COMMIT_SECONDS = 60
"""So long ext4 may keep to itself what nobody has asked for to be on the disk; as it comes, five."""


class Disk:
    """A folder on a file system of its own."""

    def __init__(self, folder: Path, image: Path | None) -> None:
        self.folder = folder
        self._image = image
        """The file on which the file system lies; None where it is in memory."""

    @property
    def has_power_to_lose(self) -> bool:
        return self._image is not None

    def lose_power(self) -> None:
        """From this moment nothing gets to the disk; whoever writes or reads is told of an error."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUT_DOWN, struct.pack("I", _WITHOUT_ITS_LOG))
        finally:
            os.close(descriptor)

    def come_back(self) -> None:
        """It is there again, with what was on it when the power failed. Nobody may have anything open on it any more."""
        if not wait_until(lambda: _ran("umount", str(self.folder)), 20, 0.2):
            raise RuntimeError("somebody still has a file open on the disk")
        if not _mount(self._image, self.folder):
            raise RuntimeError("the disk cannot be mounted again")


@contextlib.contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[Disk | None]:
    """A file system of that size lies at the folder: ext4 on a file, or one in memory; None for whoever may not mount one."""
    with contextlib.ExitStack() as stack:
        image = folder.with_name(f"{folder.name}.disk")
        stack.callback(image.unlink, missing_ok=True)
        stack.callback(_ran, "umount", "-l", str(folder))
        made = os.geteuid() == 0 and shutil.which("mkfs.ext4") is not None
        if made:
            with image.open("wb") as file:
                file.truncate(megabytes << 20)
                os.fsync(file.fileno())
            made = _ran("mkfs.ext4", "-q", "-F", str(image)) and _mount(image, folder)
        if made:
            shutil.rmtree(folder / "lost+found", ignore_errors=True)
            yield Disk(folder, image)
        elif os.geteuid() == 0 and _ran(
            "mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)
        ):
            yield Disk(folder, None)
        else:
            yield None


def _mount(image: Path | None, folder: Path) -> bool:
    return _ran("mount", "-t", "ext4", "-o", f"loop,commit={COMMIT_SECONDS}", str(image), str(folder))


def _ran(*command: str) -> bool:
    """Whether it did: not on a machine that has no such program either."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
