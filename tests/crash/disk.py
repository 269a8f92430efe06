"""The disk of a campaign: a file system of its own, which can be full, and whose power can fail.

With ext4 or XFS on a file nothing is lost but what a failing power loses: what nobody has brought to the disk, names too. The
file system stops at once, writes nothing more and is mounted anew, as after a start of the machine. Btrfs cannot be stopped
so: the file on which it lies does on an ext4 of its own, which is stopped.
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
"""EXT4_IOC_SHUTDOWN, which is XFS_IOC_GOINGDOWN too, as the tests of file systems themselves do it; what its journal has not on the disk is lost too."""
COMMIT_SECONDS = 60
"""So long ext4 may keep to itself what nobody has asked for to be on the disk; as it comes, five."""


class Disk:
    """A folder on a file system of its own."""

    def __init__(self, folder: Path, image: Path | None, kind: str = "", below: "Disk | None" = None) -> None:
        self.folder = folder
        self._image = image
        """The file on which the file system lies; None where it is in memory."""
        self._kind = kind
        self._below = below
        """On which that file lies, where its own file system cannot be stopped."""

    @property
    def has_power_to_lose(self) -> bool:
        return self._image is not None

    def lose_power(self) -> None:
        """From this moment nothing gets to the disk; whoever writes or reads is told of an error."""
        if self._below is not None:
            self._below.lose_power()
            return
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUT_DOWN, struct.pack("I", _WITHOUT_ITS_LOG))
        finally:
            os.close(descriptor)

    def come_back(self) -> None:
        """It is there again, with what was on it when the power failed. Nobody may have anything open on it any more."""
        if not wait_until(lambda: _ran("umount", str(self.folder)), 20, 0.2):
            raise RuntimeError("somebody still has a file open on the disk")
        if self._below is not None:
            self._below.come_back()
        if not _mount(self._image, self.folder, self._kind):
            raise RuntimeError("the disk cannot be mounted again")


@contextlib.contextmanager
def mounted(folder: Path, megabytes: int, kind: str = "ext4") -> Iterator[Disk | None]:
    """A file system of that size lies at the folder: ext4, XFS or Btrfs on a file, or one in memory; None for whoever may not
    mount one."""
    below = folder.with_name(f"{folder.name}.below")
    with contextlib.ExitStack() as stack:
        lower = None
        image = folder.with_name(f"{folder.name}.disk")
        if kind == "btrfs":
            below.mkdir()
            lower = stack.enter_context(mounted(below, megabytes + 60))
            image = below / "disk"
        stack.callback(image.unlink, missing_ok=True)
        stack.callback(_ran, "umount", "-l", str(folder))
        made = os.geteuid() == 0 and shutil.which(f"mkfs.{kind}") is not None
        if made:
            with image.open("wb") as file:
                for _megabyte in range(
                    megabytes if lower is not None else 0
                ):  # later writes change no size and no place
                    file.write(bytes(1 << 20))
                file.truncate(megabytes << 20)
                os.fsync(file.fileno())
            force = "-F" if kind == "ext4" else "-f"
            made = _ran(f"mkfs.{kind}", "-q", force, str(image)) and _mount(image, folder, kind)
        if made:
            shutil.rmtree(folder / "lost+found", ignore_errors=True)
            yield Disk(folder, image, kind, lower)
        elif os.geteuid() == 0 and _ran(
            "mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)
        ):
            yield Disk(folder, None)
        else:
            yield None


def _mount(image: Path | None, folder: Path, kind: str) -> bool:
    options = f"loop,commit={COMMIT_SECONDS}" if kind == "ext4" else "loop"
    return _ran("mount", "-t", kind, "-o", options, str(image), str(folder))


def _ran(*command: str) -> bool:
    """Whether it did: not on a machine that has no such program either."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
