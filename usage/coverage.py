"""How much of a day a record speaks of. A day it says nothing about is a gap, and a gap is never zero."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, tzinfo

from usage.intervals import Interval, LocalDays, merge_intervals, overlap
from usage.machine_log import DAY, HOUR, MINUTE, MachineLog

LEAST_WATCHED = MINUTE
"""A day with less written on it is not known whole: whatever wrote it stopped."""
JOINED_WITHIN = DAY
"""Two files of one machine that lie no further apart tell one story; a night lies between a day's file and the next."""


def watched_intervals(machine: MachineLog) -> list[Interval]:
    """When the machine wrote anything, idle time included, merged to the hour."""
    seen = [span for track in (machine.front, machine.present, machine.idle) for span in track.spans()]
    return merge_intervals([*seen, *((moment, moment) for moment in machine.unlocks)], HOUR)


def coverage_by_day(files: Iterable[Sequence[Interval]], zone: tzinfo) -> dict[date, float]:
    """The share of each day that the files speak of, from what each of them watched.

    A day between the first and the last entry is covered whole if a minute or more was written on it (a computer that is
    off is not used), as far as it was written on if less, and a gap if nothing was. The first and last day are covered from the first, to the last entry.
    """
    seen = [spans for spans in files if spans]
    stories = merge_intervals(((spans[0][0], spans[-1][1]) for spans in seen), JOINED_WITHIN)
    local = LocalDays(zone)
    shares: dict[date, float] = {}
    touched = ((start, max(end, start + 1), "") for spans in seen for start, end in spans)
    written: dict[date, int] = defaultdict(int)
    for day, _, start, stop, _ in local.parted(sorted(touched)):
        written[day] += stop - start
    for day, length in sorted(written.items()):
        begin, end = local.span(day)
        known = overlap(begin, end, stories) if length >= LEAST_WATCHED else length
        shares[day] = min(1.0, known / (end - begin))
    return shares
