"""The mark of a data folder whose record is moving to another database, or has moved: no program starts on it by mistake."""

import json
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from core.clock import local_date
from core.durable_files import remove, write_over
from core.errors import StateConflict
from core.i18n import _
from core.settings import Settings

_FILE = "moved.json"


@dataclass(frozen=True)
class MovedMark:
    """Where the record goes, without a password; once all of it is there, what was compared."""

    move: str
    to: str
    begun_at: str
    finished_at: str | None = None
    rows: int = 0
    digest: str = ""

    @property
    def id(self) -> uuid.UUID:
        return uuid.UUID(self.move)


def read_mark(data_folder: Path) -> MovedMark | None:
    """The mark of the folder, or none."""
    try:
        return MovedMark(**json.loads((data_folder / _FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def write_mark(data_folder: Path, mark: MovedMark) -> None:
    """The folder has that mark, also after the power has failed."""
    write_over(data_folder / _FILE, json.dumps(asdict(mark), indent=2).encode())


def remove_mark(data_folder: Path) -> None:
    """The folder has no mark, also after the power has failed."""
    remove(data_folder / _FILE)


def ensure_not_moved(settings: Settings) -> None:
    """StateConflict where these settings name the file in the data folder, and its record is elsewhere now."""
    mark = read_mark(settings.data_folder)
    if mark is None or settings.database_url:
        return
    if mark.finished_at is None:
        raise StateConflict(
            _(
                "这个文件夹里的记录正在搬往 {to}，还没有搬完：请再运行一次 ./run migrate-to，或加 --give-up 放弃。",
                to=mark.to,
            )
        )
    day = local_date(datetime.fromisoformat(mark.finished_at))
    raise StateConflict(
        _("这个文件夹里的记录已于{day}搬到 {to}；请把 SUNWARD_DATABASE_URL 设为那里。", day=day, to=mark.to)
    )
