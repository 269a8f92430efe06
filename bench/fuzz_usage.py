"""Throws bytes at every reader for as long as it is let: whatever comes is read, or refused in words.

Not a test and not in the lock: `uv pip install atheris` into an environment of your own, then

    python -m bench.fuzz_usage -max_total_time=3600 -rss_limit_mb=512 CORPUS_FOLDER

The first byte chooses the source. Anything but a BadInput, the last net, or a slow or large reading is a find.
"""

import sys
from datetime import date
from zoneinfo import ZoneInfo

import atheris

with atheris.instrument_imports(include=["usage"]):
    from core.errors import BadInput
    from law.working_days import WorkingDays
    from usage.anomalies import find_anomalies
    from usage.day_kinds import DayKinds
    from usage.facts import compute_facts
    from usage.limits import UNFORESEEN, Limits
    from usage.packed import dump_reading, load_reading
    from usage.reading import read_source
    from usage.sources import Device, DeviceOwnership, Source

SOURCES = list(Source)
ZONE = ZoneInfo("Asia/Shanghai")
KINDS = DayKinds(WorkingDays())
OWN = Device("d", DeviceOwnership.OWN)
SMALL = Limits(
    export_bytes=1_000_000, table_bytes=1_000_000, workbook_bytes=2_000_000, rows=5_000, latest=date(2027, 1, 1)
)  # fmt: skip


def run_one(data: bytes) -> None:
    """One file: read, packed and unpacked, made into facts and notes."""
    if not data:
        return
    source = SOURCES[data[0] % len(SOURCES)]
    try:
        reading = read_source(source, OWN, "guardian", ZONE, data[1:], SMALL)
    except BadInput as refused:
        if refused.reason is UNFORESEEN:
            raise AssertionError("the last net is not a reader") from None
        return
    before = compute_facts([reading], ZONE, KINDS)
    assert [each.days for each in compute_facts([load_reading(dump_reading(reading), OWN, ZONE)], ZONE, KINDS)] == [
        each.days for each in before
    ]
    find_anomalies([], [reading], [], ZONE)


if __name__ == "__main__":
    atheris.Setup(sys.argv, run_one)
    atheris.Fuzz()
