"""How much space is free on the disks where an installation writes, in words."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.start_problem import describe_system_error
from core.i18n import NO_TEXT, Text, _
from core.settings import Settings
from models.storage_problem import LOW_FREE_BYTES, MIN_FREE_BYTES


@dataclass(frozen=True)
class FreeSpace:
    """One disk, by the folders of ours on it. `free` is None where the folder cannot be read: it is not there, or its disk
    is not mounted."""

    folders: list[str]
    free: int | None
    why: Text = NO_TEXT

    @property
    def is_full(self) -> bool:
        """Whether what is written next may fail."""
        return self.free is not None and self.free < MIN_FREE_BYTES

    @property
    def is_low(self) -> bool:
        """Whether somebody should make room, or look where the disk is."""
        return self.free is None or self.free < LOW_FREE_BYTES

    @property
    def code(self) -> str:
        """By which a program knows it."""
        return "folder-away" if self.free is None else "disk-full" if self.is_full else "disk-nearly-full"

    @property
    def words(self) -> Text:
        """What is said of it, whatever it is."""
        place = ", ".join(self.folders)
        if self.free is None:
            return _(
                "{place} 读不到（{why}），不知道那里还有多少空间。请检查它在不在、有没有挂载。",
                place=place,
                why=self.why,
            )
        free = _in_words(self.free)
        if self.is_full:
            return _(
                "{place} 所在的磁盘已满或将满，还有 {free}：写入可能失败。请马上腾出空间。", place=place, free=free
            )
        if self.is_low:
            low = _in_words(LOW_FREE_BYTES)
            return _("{place} 所在的磁盘还有 {free}，少于 {low}：请腾出空间。", place=place, free=free, low=low)
        return _("{place} 所在的磁盘还有 {free}。", place=place, free=free)


def measure_disks(settings: Settings) -> list[FreeSpace]:
    """Every disk on which this installation keeps files, and the one of its scheduled backups."""
    backup = [settings.backup_folder] if settings.backup_folder is not None else []
    return measure([*settings.folders, *backup])


def measure(folders: Iterable[Path]) -> list[FreeSpace]:
    """The disks of these folders, each once."""
    found: dict[int, FreeSpace] = {}
    away = []
    for folder in folders:
        try:
            disk, free = folder.stat().st_dev, shutil.disk_usage(folder).free
        except OSError as error:
            away.append(FreeSpace([str(folder)], None, describe_system_error(error)))
            continue
        if disk in found:
            found[disk].folders.append(str(folder))
        else:
            found[disk] = FreeSpace([str(folder)], free)
    return [*found.values(), *away]


def _in_words(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size // 1_000_000} MB"
