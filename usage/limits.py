"""How much a file may ask of us. Beyond a limit it is refused in words; it never takes the machine with it."""

from dataclasses import dataclass
from datetime import date

from core.errors import BadInput
from core.i18n import Text, _

INSTEAD = _("没有收取，也没有留存。请打开手机的“屏幕使用时间”，把每天的分钟数填进一周小表，或者下载模板填写。")
"""What to do with a file that is none of those taken."""
NOT_READABLE = _("这个文件无法读取，请确认文件类型后重新导出。")
UNFORESEEN = _("这个文件的内容出乎意料，无法读取；请联系管理员。")
"""The last net under every reader. The tests hold that nothing they know of falls into it."""


@dataclass(frozen=True)
class Limits:
    """The bounds of one reading. The defaults hold years of a family computer and stay below 300 MB of memory.

    `earliest` and `latest` are the days a record can be of, the last one included; who knows today's date passes it.
    From `open_from` on no day is over, and what is told of it is the least there was.
    """

    export_bytes: int = 256 * 1024 * 1024
    table_bytes: int = 16 * 1024 * 1024
    workbook_bytes: int = 32 * 1024 * 1024
    events: int = 2_000_000
    rows: int = 500_000
    columns: int = 400
    names: int = 5_000
    name_chars: int = 200
    machines: int = 50
    problems: int = 100
    earliest: date = date(2010, 1, 1)
    latest: date = date(2099, 12, 31)
    open_from: date = date.max

    def holds(self, day: date) -> bool:
        """Whether a record can be of that day."""
        return self.earliest <= day <= self.latest


def too_large(allowed_bytes: int) -> BadInput:
    """The refusal of a file with more bytes than that."""
    size = max(1, allowed_bytes // (1024 * 1024))
    return BadInput(_("文件超过{size}MB，请分段导出。", size=size))


def too_many(of: Text, allowed: int) -> BadInput:
    """The refusal of a file with more of something than allowed."""
    return BadInput(_("文件中的{of}超过{allowed}个，请分段导出。", of=of, allowed=allowed))
