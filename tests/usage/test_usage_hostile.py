"""Files made to do harm, or broken on the way: a clear refusal, within bounds, and no other exception ever."""

import json
import tracemalloc
from collections.abc import Iterator
from time import perf_counter
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
    Source.SHEET: "日期,全天（分钟）,夜间（分钟）,拿起次数,微信（分钟）\n2026年3月9日,3小时25分,25,81,60\n2026-03-10,95,0,40,\n",
}


def try_to_read(source: Source, content: bytes, limits: Limits = SMALL) -> str:
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
    "a quote left open": "日期,全天（分钟）\n".encode() + b'"' + b"a\n" * 400_000,
    "many commas": b"," * 900_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("source", [Source.ACTIVITYWATCH, Source.SHEET])
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


def test_a_file_beyond_the_bound_is_refused_before_it_is_opened() -> None:
    """By its size, or by far more brackets than there can be events."""
    for source in (Source.ACTIVITYWATCH, Source.SHEET):
        assert "larger than" in try_to_read(source, b"[" + b" " * 1_000_000)
    few = Limits(export_bytes=1_000_000, events=100)
    assert "More than 100" in try_to_read(Source.ACTIVITYWATCH, b"[" + b"[]," * 100_000 + b"[]]", few)


def test_a_valid_file_of_each_source_is_read() -> None:
    """So that the refusals are those of what was made of it."""
    assert [try_to_read(source, text.encode()) for source, text in VALID.items()] == [""] * len(VALID)


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


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(*_mutations()))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(damaged: tuple[Source, bytes]) -> None:
    """One damage each."""
    try_to_read(*damaged)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(VALID)), st.binary(max_size=300))
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


@settings(max_examples=40, deadline=None)
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


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(events, json_values), max_size=5), json_values, json_values)
def test_any_events_at_all_are_read_or_refused_and_nothing_else(
    some: list[object], kind: object, hostname: object
) -> None:
    """Valid JSON of the wrong kinds in every place."""
    export = {"buckets": {"b": {"type": kind, "hostname": hostname, "events": some}}}
    try_to_read(Source.ACTIVITYWATCH, json.dumps(export).encode())
    try_to_read(Source.ACTIVITYWATCH, json.dumps(some).encode())
