"""One file or sheet, read: what it tells of a device, and how far it may be believed."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import cached_property
from typing import BinaryIO

from sunward.errors import BadInput, Mistake
from usage import activitywatch, diary, game_record, minors_mode, router, sheet, usagestats_csv
from usage.categories import Categories
from usage.coverage import coverage_by_day, watched
from usage.export_stream import ExportStream
from usage.gathered import Amount, Gathered
from usage.limits import NOT_READABLE, UNFORESEEN, Limits
from usage.problems import Problem, Trouble
from usage.sources import ABOUT, About, Device, Source
from usage.stretches import Machine
from usage.table import Table

TABLES = {
    Source.SHEET: sheet.gather,
    Source.USAGESTATS_CSV: usagestats_csv.gather,
    Source.MINORS_MODE: minors_mode.gather,
    Source.GAME_RECORD: game_record.gather,
    Source.DIARY: diary.gather,
    Source.ROUTER: router.gather,
}


@dataclass(frozen=True)
class Reading:
    """What was read from one file. It holds no title, no address of a page and no name of a machine.

    `machines` are stretches and moments, by a mark without meaning; `amounts` are daily figures by app (the empty
    name is the whole device); `nights` are daily figures between 22:00 and 06:00. `sha256` tells the same file
    again. `photo_sha256` is of the photo handed in with it.
    """

    source: Source
    device: Device
    collector: str
    zone: tzinfo
    sha256: str
    offered: int
    names: tuple[str, ...]
    machines: Mapping[str, Machine]
    amounts: frozenset[Amount]
    nights: frozenset[Amount]
    unlock_counts: frozenset[tuple[date, int]]
    spent_fen: frozenset[tuple[date, str, int]]
    text_sha256s: frozenset[str]
    problems: tuple[Problem, ...]
    photo_sha256: str | None = None

    @property
    def about(self) -> About:
        """The source's grade, and what it can speak of."""
        return ABOUT[self.source]

    @cached_property
    def coverage(self) -> dict[date, float]:
        """How much of each day the file speaks of, from 0 to 1, over all its machines. A day not named is a gap."""
        days: dict[date, float] = {amount.day: 1.0 for amount in self.amounts | self.nights}
        for machine in self.machines.values():
            for day, share in coverage_by_day([watched(machine)], self.zone, day_by_day=self.about.day_by_day).items():
                days[day] = max(share, days.get(day, 0.0))
        return dict(sorted(days.items()))


def sha256_of(content: bytes) -> str:
    """What tells a photo again."""
    return hashlib.sha256(content).hexdigest()


def read(
    source: Source,
    device: Device,
    collector: str,
    zone: tzinfo,
    content: BinaryIO | bytes,
    limits: Limits | None = None,
    *,
    photo_sha256: str | None = None,
    categories: Categories | None = None,
) -> Reading:
    """Reads a file of that source. `collector` is the role that handed it in; `zone` is where the person lives;
    `categories` tell which sites are known.

    What single lines or events cannot give is listed in `problems`; the rest counts. Raises BadInput, and nothing
    else but what the stream itself raises, where the file as a whole cannot be read or offers nothing usable.
    """
    limits = limits or Limits()
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    gathered = Gathered.empty("event" if source is Source.ACTIVITYWATCH else "line", zone, limits, categories)
    try:
        if source is Source.ACTIVITYWATCH:
            export = ExportStream(stream, limits)
            activitywatch.gather(export, gathered)
            sha256 = export.sha256
        else:
            table = Table.read(stream, limits)
            TABLES[source](table, gathered)
            gathered.order.note(gathered.problems)
            if table.more_sheets:
                gathered.problems.note(Trouble.MORE_SHEETS, 1)
            sha256 = table.sha256
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        raise BadInput(UNFORESEEN) from None
    return as_reading(gathered, source, device, collector, sha256, photo_sha256)


def as_reading(
    gathered: Gathered, source: Source, device: Device, collector: str, sha256: str, photo_sha256: str | None
) -> Reading:
    """What was gathered, as a reading. Raises BadInput where lines or events were offered and none can be used."""
    problems = gathered.problems.as_tuple()
    broken = any(problem.trouble is not Trouble.NOT_USED for problem in problems)
    if gathered.offered and broken and not gathered.has_anything():
        raise BadInput(NOT_READABLE, mistakes=[Mistake(f"{each.unit} {each.at}", each.words) for each in problems])
    return Reading(
        source=source,
        device=device,
        collector=collector,
        zone=gathered.zone,
        sha256=sha256,
        offered=gathered.offered,
        names=tuple(gathered.names.all),
        machines=gathered.machines,
        amounts=frozenset(gathered.amounts),
        nights=frozenset(gathered.nights),
        unlock_counts=frozenset(gathered.unlock_counts),
        spent_fen=frozenset(gathered.spent_fen),
        text_sha256s=frozenset(gathered.texts),
        problems=problems,
        photo_sha256=photo_sha256,
    )


def read_bucket(
    kind: str,
    hostname: str,
    device: Device,
    zone: tzinfo,
    content: bytes,
    limits: Limits | None = None,
    *,
    categories: Categories | None = None,
) -> Reading:
    """A pushed list of events, or one event, of a bucket of that kind. Raises BadInput as `read` does."""
    limits = limits or Limits()
    gathered = Gathered.empty("event", zone, limits, categories)
    export = ExportStream(io.BytesIO(content), limits)
    try:
        activitywatch.gather_bucket(export, gathered, kind, hostname)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        raise BadInput(UNFORESEEN) from None
    return as_reading(gathered, Source.ACTIVITYWATCH, device, "device", export.sha256, None)


def read_typed_week(
    week: sheet.TypedWeek,
    device: Device,
    collector: str,
    zone: tzinfo,
    limits: Limits | None = None,
    *,
    photo_sha256: str | None = None,
) -> Reading:
    """A week typed into the form, as the reading of a sheet. Raises BadInput where numbers were typed and none can be."""
    gathered, sha256 = sheet.gather_typed(week, zone, limits or Limits())
    return as_reading(gathered, Source.SHEET, device, collector, sha256, photo_sha256)
