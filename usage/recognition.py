"""What a file is: an export of ActivityWatch, a table after the template, or something else that is named and refused."""

import itertools
from datetime import tzinfo

from core.errors import BadInput
from core.i18n import Text, _, pgettext
from usage.activitywatch import is_json
from usage.categories import Categories
from usage.limits import INSTEAD, Limits
from usage.reading import Reading, read_source
from usage.sources import Device, Source
from usage.table import read_sheets

HEAD = 4_096
LINES_LOOKED_AT = 5_000
_WATCHED = pgettext("file", "这是看过什么、搜过什么的清单，没有时长。")
_SITES = pgettext("file", "这是路由器的域名记录，里面有全家人上过的网站。")
_PICTURE = pgettext("file", "这是照片或者截图，请随一周小表一起提交。")
_PACKED = pgettext("file", "这是压缩包。")
OTHERS: tuple[tuple[tuple[bytes, ...], Text], ...] = (
    ((b"\x89png",), _PICTURE),
    ((b"\xff\xd8\xff",), _PICTURE),
    ((b"gif8",), _PICTURE),
    ((b"ftyphei",), _PICTURE),
    ((b"ftypmif1",), _PICTURE),
    ((b"ftyp",), pgettext("file", "这是视频。")),
    ((b"%pdf",), pgettext("file", "这是PDF，不是表格。")),
    ((b"rar!",), _PACKED),
    ((b"7z\xbc\xaf",), _PACKED),
    ((b"bundleid", b"timestamp"), pgettext("file", "这是苹果手机的隐私报告，没有使用时长。")),
    ((b'"titleurl"', b'"header"'), _WATCHED),
    ((b"myactivity.google.com",), _WATCHED),
    ((b"youtube", b"watch history"), _WATCHED),
    ((b"user=0", b"timerange="), pgettext("file", "这是安卓系统的诊断记录（dumpsys）。")),
    ((b"dnsmasq[",), _SITES),
    ((b"sqlite format 3",), pgettext("file", "这是应用的数据库，不是导出的记录。")),
    ((b"<html",), pgettext("file", "这是网页，不是导出的记录。")),
)
"""What people hand in for such a record: bytes that stand together in its beginning, in small letters, and what it is.
The first that fits is named."""
STAYFREE = pgettext("file", "这是StayFree导出的表：没有打开的日子它也写0，分不清有没有用。")


def recognize(
    content: bytes,
    device: Device,
    collector: str,
    zone: tzinfo,
    limits: Limits | None = None,
    *,
    categories: Categories | None = None,
) -> Reading:
    """The file, read as `read_source` reads it. Raises BadInput for what is neither an export of ActivityWatch nor a table
    after the template: it says what the file seems to be, where that is easily told, and what to do instead."""
    limits = limits or Limits()
    if (other := _name_other(content)) is not None:
        raise BadInput(_("{what}{instead}", what=other, instead=INSTEAD))
    if is_json(content):
        return read_source(Source.ACTIVITYWATCH, device, collector, zone, content, limits, categories=categories)
    if _is_stayfree(content, limits):
        raise BadInput(_("{what}{instead}", what=STAYFREE, instead=INSTEAD))
    return read_source(Source.SHEET, device, collector, zone, content, limits, categories=categories)


def _name_other(content: bytes) -> Text | None:
    if content.startswith(b"PK") and b"xl/" not in content:
        return _PACKED
    head = content[:HEAD].replace(b"\x00", b"").lower()
    return next((words for signs, words in OTHERS if all(sign in head for sign in signs)), None)


def _is_stayfree(content: bytes, limits: Limits) -> bool:
    """Whether the table names the program, as its export does below or above the apps."""
    lines = itertools.islice(next(read_sheets(content, limits)), LINES_LOOKED_AT)
    return any("stayfree" in cell.casefold() for _number, cells in lines for cell in cells[:2])
