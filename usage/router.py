"""When something was on at home's router. It cannot tell who, so it never speaks of a person; names and addresses of
devices are not kept."""

from usage.cells import moment_in, seconds_in
from usage.gathered import Gathered
from usage.problems import Trouble
from usage.stretches import SECOND
from usage.table import Table

FIELDS = {
    "start": ("上线", "上线时间", "开始时间", "开始", "on", "start", "connected", "online"),
    "end": ("下线", "下线时间", "结束时间", "结束", "off", "end", "disconnected", "offline"),
    "duration": ("时长", "在线时长", "duration", "minutes", "分钟"),
}
ON_LINE = "router"


def gather(table: Table, gathered: Gathered) -> None:
    """Reads the times on and off."""
    for row in table.rows(FIELDS, [["start"], ["end", "duration"]]):
        gathered.offered += 1
        begin, end = moment_in(row.get("start")), moment_in(row.get("end"))
        if begin is None:
            gathered.problems.note(Trouble.NO_MOMENT, row.line)
            continue
        start = gathered.local(begin)
        seconds = seconds_in(row.get("duration"), row.unit("duration"))
        if end is not None:
            seconds = (gathered.local(end) - start) / SECOND
        gathered.stretch(start, seconds, ON_LINE, row.line)
