"""An export of ActivityWatch is known by its keys and a table by the template's headings; what is neither is named for what
it is, with what to do instead. Every figure is invented."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.errors import BadInput
from tests.machine_logs import as_export
from tests.usage.test_usage_sheet import workbook
from usage.categories import Categories
from usage.limits import Limits
from usage.reading import Reading
from usage.recognition import recognize
from usage.sources import Device, DeviceOwnership, Grade, Source
from usage.table import open_table

ZONE = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)
LIMITS = Limits(latest=date(2026, 3, 27))
TEMPLATES = Path("web/static").glob("usage-template.*.csv")


def recognized(content: str | bytes) -> Reading:
    return recognize(content if isinstance(content, bytes) else content.encode(), OWN, "guardian", ZONE, LIMITS)


def test_activitywatch_is_known_by_its_keys() -> None:
    """Whole, one bucket, or a bare list; other JSON is none."""
    reading = recognized(as_export(("WeChat", "2026-03-09 20:00", "2026-03-09 21:00")))
    assert (reading.source, reading.about.grade) == (Source.ACTIVITYWATCH, Grade.A)
    for other in ('{"hello": "world"}', '{"events": 7}'):
        with pytest.raises(BadInput, match="ActivityWatch"):
            recognized(other)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_column_of_the_template_is_read(template: Path) -> None:
    table = open_table(template.read_bytes(), LIMITS, Categories.load())
    assert table is not None
    assert all(column.is_used for column in table.columns)
    assert {"day", "total", "night", "pickups"} <= {column.field for column in table.columns}


@pytest.mark.parametrize("head", ["日期,应用,时长(分钟)", "Date,Package,Duration", "日期,开始,结束", "日期,使用时长"])
def test_a_table_without_the_templates_headings_is_refused_with_the_template(head: str) -> None:
    with pytest.raises(BadInput) as refused:
        recognized(f"{head}\n2026-03-09,微信,25\n")
    assert "模板" in refused.value.reason.zh


@pytest.mark.parametrize(("content", "named"), [
    ('[{"header": "YouTube", "title": "Watched x", "titleUrl": "https://x.example", "time": "2026-03-09T10:00:00Z"}]', "没有时长"),
    ("<html>https://myactivity.google.com</html>", "没有时长"),
    ('user=0\n  Last 24 hour events (timeRange="3/8/2026, 10:00 – 3/9/2026, 10:00")\n', "dumpsys"),
    ("Mar  9 10:00:00 dnsmasq[123]: query[A] x.example from 192.168.1.9\n" * 3, "域名"),
    ("SQLite format 3\x00rest", "数据库"), ("<!DOCTYPE html><html><p>x</p></html>", "网页"),
    ('{"accessor": {"bundleID": "x.example"}, "timeStamp": "2026-03-09T10:00:00Z"}\n' * 3, "隐私报告"),
    (',Device,"March 9, 2026"\nQQ,P,1h\nCreated by “StayFree”.\n', "StayFree"),
    (b"\x89PNG\r\n\x1a\n" + bytes(99), "一周小表一起"), (b"\x00\x00\x00\x18ftypheic" + bytes(99), "一周小表一起"),
    (b"\x00\x00\x00\x18ftypisom" + bytes(99), "视频"), (b"%PDF-1.7 x", "PDF"), (b"Rar!x", "压缩包"),
    (b"PK\x03\x04" + bytes(26) + b"Takeout/x.json", "压缩包"), ('{"response": {"games": [{"appid": 570}]}}', "不是ActivityWatch"),
    ('{"a": 1}\n{"a": 2}\n', "不是ActivityWatch"), ("日期,全天（分钟）\n", "没有能计入的数字"),
    ("日期,全天（分钟）\n2026-03-09,很久\n", "第2行"), ("日期,全天\n2026-03-28,30分\n", "还没有到"),
])  # fmt: skip
def test_what_is_no_record_that_is_read_is_named_with_what_to_do_instead(content: str | bytes, named: str) -> None:
    with pytest.raises(BadInput) as refused:
        recognized(content)
    assert named in refused.value.reason.zh
    assert "没有留存" in refused.value.reason.zh
    assert "一周小表" in refused.value.reason.zh


def test_a_text_that_is_no_table_is_refused() -> None:
    with pytest.raises(BadInput):
        recognized("今天没有玩手机\n")
    with pytest.raises(BadInput):
        recognized(workbook([["今天没有玩手机"]]))
