"""Files made to do harm, or broken on the way: a clear refusal, within bounds, and no other exception ever."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from time import perf_counter
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from law.working_days import WorkingDays
from usage.day_kinds import DayKinds
from usage.facts import compute_facts
from usage.limits import UNFORESEEN, Limits
from usage.reading import read_source
from usage.sources import Device, DeviceOwnership, Source

SHANGHAI = ZoneInfo("Asia/Shanghai")
OWN = Device("phone", DeviceOwnership.OWN)
KINDS = DayKinds(WorkingDays())
SMALL = Limits(export_bytes=1_000_000, table_bytes=1_000_000)
EVENT = '{"timestamp": "2026-03-10T02:00:00Z", "duration": 60, "data": {"app": "QQ", "title": "},{"}}'
VALID = {
    Source.ACTIVITYWATCH: f'{{"buckets": {{"b": {{"type": "currentwindow", "hostname": "h", "events": [{EVENT}, {EVENT}]}}}}}}',
    Source.SHEET: "日期,总时长,夜间,拿起次数,微信\n2026年3月9日,3小时25分,25,81,60\n2026-03-10,95,0,40,\n",
    Source.USAGESTATS_CSV: "package,start,end,duration_ms,event\nqq,2026-03-09 23:30,2026-03-10 00:30,,\nqq,1773050400000,,,1\n",
    Source.MINORS_MODE: "日期,应用,使用时长(分钟),状态\n2026-03-09,抖音,38,开启\n",
    Source.GAME_RECORD: "游戏,日期,开始时间,结束时间,时长,充值金额\n王者荣耀,2026-03-09,,,50,12.5元\n",
    Source.DIARY: "日期,做什么,开始,结束,时长,备注\n2026-03-09,QQ,23:30,0:15,,今天和同学聊天\n",
    Source.ROUTER: "上线,下线\n2026-03-09 22:30,2026-03-09 23:00\n",
    Source.STAYFREE: ',Device,"March 9, 2026","March 10, 2026",Total Usage\nQQ,P,1h 5s,0s,1h 5s\nTotal Usage,,1h 5s,0s,\n',
    Source.APP_USAGE: "App name,Date,Time,Duration\nQQ,19/03/2026,10:53:58 pm,0:00:35\n",
    Source.RESCUETIME: "Date,Time Spent (seconds),Activity\n2026-03-09T23:00:00,60,QQ\n",
}


def try_to_read(source: Source, content: bytes | BinaryIO, limits: Limits = SMALL) -> str:
    """Reads, and makes facts of what was read. The words of the refusal, or "" for none."""
    refusal: BadInput | None = None
    try:
        reading = read_source(source, OWN, "guardian", SHANGHAI, content, limits)
    except BadInput as refused:
        refusal = refused
    if refusal is not None:
        assert refusal.reason is not UNFORESEEN, "the last net is not a reader"
        assert refusal.reason.zh
        return refusal.reason.en
    assert reading.coverage is not None
    compute_facts([reading], SHANGHAI, KINDS)
    return ""


HOSTILE = {
    "nothing": b"",
    "blank": b" " * 900_000,
    "deep lists": b"[" * 900_000,
    "deep objects": b'{"buckets":' * 80_000,
    "deep data": b'[{"timestamp":"2026-03-10T02:00:00Z","data":' + b'{"a":' * 100_000,
    "deep in a bucket": b'{"buckets":{"b":{"data":' + b"[" * 100_000,
    "a number without end": b'[{"timestamp":"2026-03-10T02:00:00Z","duration":' + b"9" * 900_000,
    "a number of 4,300 digits and more": b'[{"timestamp":"2026-03-10T02:00:00Z","duration":' + b"9" * 5_000 + b"}]",
    "a bare number": b"1" * 900_000,
    "a text without end": b'[{"timestamp":"' + b"a" * 900_000,
    "a key without end": b'{"' + b"k" * 900_000,
    "not utf-8": b'[{"timestamp":"\xff\xfe\xfd"}]',
    "half a sign": '["向'.encode()[:-1],
    "half a file": VALID[Source.ACTIVITYWATCH].encode()[:-9],
    "two files in one": VALID[Source.ACTIVITYWATCH].encode() * 2,
    "a million ones": b"[" + b"1," * 400_000 + b"1]",
    "empty objects": b"[" + b"{}," * 200_000 + b"{}]",
    "boundaries that are none": b'["' + b"},{" * 250_000 + b'"]',
    "nulls": b"\x00" * 900_000,
    "no list of events": b'{"buckets":{"b":{"type":"currentwindow","events":7}}}',
    "no buckets": b'{"hello": "world"}',
    "a text": b'"buckets"',
    "surrogates": b'[{"timestamp":"2026-03-10T02:00:00Z","data":{"app":"\\ud800"},"duration":1}]',
    "many lines": b"\n" * 900_000,
    "many quotes": b'"' * 900_000,
    "a quote left open": "日期,分钟\n".encode() + b'"' + b"a\n" * 400_000,
    "many commas": b"," * 900_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("source", [Source.ACTIVITYWATCH, Source.SHEET, Source.USAGESTATS_CSV])
def test_a_hostile_file_is_refused_in_words_within_bounds(source: Source, name: str) -> None:
    """Each is under a megabyte; none may take half a minute (on a busy machine), or a hundred times its size."""
    began = perf_counter()
    tracemalloc.start()
    try:
        refusal = try_to_read(source, HOSTILE[name])
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refusal or name == "surrogates"
    assert perf_counter() - began < 30
    assert held < 100_000_000


def test_an_evening_of_the_last_day_that_a_date_can_name_is_no_stretch() -> None:
    assert try_to_read(Source.DIARY, "日期,做什么,开始,结束\n9999-12-31,QQ,23:30,0:15\n".encode()) != ""


class Endless(io.BytesIO):
    """A stream that never ends, and counts what was taken from it."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        super().__init__()
        self.taken = 0
        self._waiting = begin
        self._again = again

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size > 0
        if len(self._waiting) < size:
            self._waiting += self._again * (size // len(self._again) + 1)
        part, self._waiting = self._waiting[:size], self._waiting[size:]
        self.taken += len(part)
        return part


@pytest.mark.parametrize("source", [Source.ACTIVITYWATCH, Source.SHEET])
def test_a_file_without_end_is_refused_once_it_passes_the_bound(source: Source) -> None:
    """Four gigabytes are not read to find that they are too many, and what was read is not held."""
    stream = Endless(
        b'[{"timestamp":"2026-03-10T02:00:00Z","duration":1}', b' ,{"timestamp":"2026-03-10T02:00:00Z","duration":1}'
    )
    tracemalloc.start()
    try:
        refusal = try_to_read(source, stream, Limits(export_bytes=1_000_000, table_bytes=1_000_000))
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "larger than" in refusal
    assert stream.taken < 1_300_000
    assert held < 5_000_000, "events that are all held are eight megabytes"


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time, as a slow line does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(7, size if size is not None and size >= 0 else 7))


@pytest.mark.parametrize("source", VALID)
def test_a_slow_stream_reads_the_same_as_a_file(source: Source) -> None:
    """How the bytes arrive means nothing."""
    content = VALID[source].encode()
    slow = read_source(source, OWN, "guardian", SHANGHAI, Dripping(content))
    assert slow.sha256 == read_source(source, OWN, "guardian", SHANGHAI, content).sha256
    assert try_to_read(source, content) == ""


def test_events_cut_by_the_edges_of_slices_are_read_whole() -> None:
    """Events of every length around the size of a slice, with signs of several bytes and marks that look like edges."""
    events = [
        {
            "timestamp": "2026-03-10T02:00:00Z",
            "duration": 1,
            "data": {"app": f"a{n % 7}", "title": '向}, {"' * (n % 997)},
        }
        for n in range(3_000)
    ]
    for indent in (None, 1):
        content = json.dumps(
            {"buckets": {"b": {"events": events, "type": "currentwindow"}}}, ensure_ascii=False, indent=indent
        )
        reading = read_source(Source.ACTIVITYWATCH, OWN, "guardian", SHANGHAI, content.encode())
        assert (reading.offered, len(reading.machines[""].front), reading.problems) == (3_000, 3_000, ())


def _mutations() -> Iterator[st.SearchStrategy[tuple[Source, bytes]]]:
    """A valid file with a part replaced, doubled or cut out."""
    hostile = st.sampled_from(
        [b"", b"NaN", b"-Infinity", b"1e999", b"-1", b"9999-12-31", b"0001-01-01", b'"', b"}", b"]", b",", b"\xff", b"\x00",
         b"9" * 50, b"null", b"{}", b"[]", "时".encode(), b"2026-03-09T24:00", b"\n", b"99999999999999999999", b"+23:59"]
    )  # fmt: skip
    for source, text in VALID.items():
        content = text.encode()
        places = st.integers(0, len(content))
        yield st.builds(
            lambda one, two, put, source=source, content=content: (
                source,
                content[: min(one, two)] + put + content[min(max(one, two), min(one, two) + 12) :],
            ),
            places, places, st.one_of(hostile, st.binary(max_size=6)),
        )  # fmt: skip


@settings(max_examples=2 * settings.default.max_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(*_mutations()))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(damaged: tuple[Source, bytes]) -> None:
    """Seven sources, one damage each."""
    try_to_read(*damaged)


@settings(deadline=None)
@given(st.sampled_from(list(Source)), st.binary(max_size=300))
@example(Source.SHEET, b"\xff\xfe\x00")
@example(Source.ACTIVITYWATCH, b"\xfe\xff\xd8")
def test_any_bytes_at_all_are_read_or_refused_and_nothing_else(source: Source, content: bytes) -> None:
    """Whatever somebody uploads."""
    try_to_read(source, content)


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["2026-03-09", "9999-12-31", "0001-01-01", "2026-03-09 23:59", "9999999999999", "-0", "1:99", "99:99", "1e5"]
    ),
    st.integers().map(str),
    st.floats().map(str),
    st.datetimes().map(str),
    st.datetimes(timezones=st.timezones()).map(str),
)


@settings(deadline=None)
@given(
    st.sampled_from([each for each in VALID if each is not Source.ACTIVITYWATCH]),
    st.lists(st.lists(cells, max_size=7), max_size=4),
)
def test_any_cells_under_right_headings_are_read_or_refused_and_nothing_else(
    source: Source, rows: list[list[str]]
) -> None:
    """The headings of a valid table, and anything below them."""
    text = VALID[source].splitlines()[0] + "\n" + "\n".join(",".join(row) for row in rows)
    try_to_read(source, text.encode("utf-8", "surrogatepass"))


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
stamps = st.one_of(
    st.datetimes().map(str), st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()), json_values
)
events = st.fixed_dictionaries(
    {},
    optional={
        "timestamp": stamps,
        "duration": st.one_of(st.floats(), st.integers(), json_values),
        "data": st.one_of(
            st.fixed_dictionaries({}, optional={"app": json_values, "package": json_values, "status": json_values}),
            json_values,
        ),
    },
)


@settings(deadline=None)
@given(st.lists(st.one_of(events, json_values), max_size=5), json_values, json_values)
def test_any_events_at_all_are_read_or_refused_and_nothing_else(
    some: list[object], kind: object, hostname: object
) -> None:
    """Valid JSON of the wrong kinds in every place."""
    export = {"buckets": {"b": {"type": kind, "hostname": hostname, "events": some}}}
    try_to_read(Source.ACTIVITYWATCH, json.dumps(export).encode())
    try_to_read(Source.ACTIVITYWATCH, json.dumps(some).encode())
