"""Which kind of record a file is, from what stands in it: nobody who hands one in has to know.

Each reader has signs, headings or words that only its source has. What bears them is tried, and else the readers of plain
tables. Where two fit, or a unit or the order of days could be two, each reading is a candidate: a person is shown all of
them and chooses. Nothing is guessed, and what fits nowhere is an unknown table, to be matched by hand.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from core.errors import BadInput, DayOrderRequired, UnitRequired
from usage import (
    app_usage,
    game_record,
    matched_table,
    minors_mode,
    rescuetime,
    router_log,
    self_report,
    sheet,
    stayfree,
    usagestats_csv,
)
from usage.activitywatch_csv import is_activitywatch_table
from usage.categories import Categories
from usage.headings import Headings, normalize_cell, normalize_heading
from usage.import_issues import IssueKind
from usage.limits import NOT_READABLE, Limits
from usage.machine_log import DAY, SECOND
from usage.reading import Reading, is_json, read_source
from usage.reading_builder import WHOLE_DEVICE
from usage.sources import Device, Source
from usage.table import read_lines
from usage.table_context import NO_HINTS, TableHints, TableMatch
from usage.units import Unit, UnitFrom

LINES_LOOKED_AT = 5_000
LINES_OF_HEADINGS = 20
MOST_CANDIDATES = 8
MOST_SECONDS = DAY // SECOND
LEAST_SECONDS = 60
"""A table whose fullest day has less was read in too small a unit."""

Lines = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Candidate:
    """One way to read the file: as which source, and what was taken for granted that stands nowhere in it."""

    source: Source
    hints: TableHints
    reading: Reading


@dataclass(frozen=True)
class Recognition:
    """What a file was recognised as: one candidate, or several to choose from, or none. `refusal` then says why.
    `first_lines` are those of a table that no reader knows, whether it was matched by hand or not; nothing for any other."""

    candidates: tuple[Candidate, ...]
    refusal: BadInput | None = None
    first_lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class _Signs:
    """What tells a source: one of these headings, or words anywhere in the first lines."""

    headings: Headings
    own: frozenset[str]
    words: tuple[str, ...] = ()


def _signs(headings: Headings, own: Sequence[str], words: Sequence[str] = ()) -> _Signs:
    return _Signs(headings, frozenset(map(normalize_heading, own)), tuple(words))


SIGNS: dict[Source, _Signs] = {
    Source.APP_USAGE: _signs(app_usage.HEADINGS, ()),
    Source.RESCUETIME: _signs(rescuetime.HEADINGS, (rescuetime.SIGN,)),
    Source.USAGESTATS_CSV: _signs(
        usagestats_csv.HEADINGS,
        (
            "package",
            "包名",
            "应用包名",
            "package name",
            "event type",
            "事件类型",
            "first timestamp",
            "last timestamp",
            "total time in foreground",
            "前台时长",
            "foreground",
        ),
    ),  # fmt: skip
    Source.MINORS_MODE: _signs(
        minors_mode.HEADINGS,
        ("平台", "platform", "今日使用", "模式", "青少年模式", "未成年人模式", "minors mode"),
        ("未成年人模式", "青少年模式", "minors mode"),
    ),  # fmt: skip
    Source.GAME_RECORD: _signs(
        game_record.HEADINGS, ("游戏", "game", "游戏名称", "游戏时长", "充值金额", "充值", "spent", "spending")
    ),
    Source.DIARY: _signs(self_report.HEADINGS, ("做什么", "what", "内容类别", "用了多久", "想说的话", "感想")),
    Source.ROUTER: _signs(
        router_log.HEADINGS, ("上线", "下线", "上线时间", "下线时间", "connected", "disconnected", "online", "offline")
    ),
    Source.SHEET: _signs(
        sheet.HEADINGS,
        ("星期", "周几", "拿起次数", "解锁次数", "夜间", "夜间分钟", "screen time", "屏幕使用时间"),
        ("一周手机使用小表",),
    ),  # fmt: skip
}
PROGRAMS = (Source.ACTIVITYWATCH, Source.STAYFREE, Source.APP_USAGE, Source.RESCUETIME)
"""What one program alone writes: a file of theirs that cannot be read is no unknown table."""
PLAIN = (Source.SHEET, Source.USAGESTATS_CSV)
"""What a table without any sign may be."""


def recognize(
    content: bytes,
    device: Device,
    collector: str,
    zone: tzinfo,
    limits: Limits | None = None,
    *,
    categories: Categories | None = None,
    hints: TableHints = NO_HINTS,
    among: Collection[Source] = tuple(Source),
    find_match: Callable[[Lines], TableMatch | None] = lambda _lines: None,
) -> Recognition:
    """What the file may be, of the sources in `among`, each read as `read_source` reads it; a table that none of them knows
    as `find_match` says that it was matched before. Raises BadInput only where it is neither text nor a workbook, or too
    large."""
    limits = limits or Limits()

    def read(source: Source, said: TableHints) -> Reading:
        return read_source(source, device, collector, zone, content, limits, categories=categories, hints=said)

    if len(among) == 1:
        return _settled(read, list(among), hints)
    if is_json(content):
        return _settled(read, [source for source in (Source.ACTIVITYWATCH,) if source in among], hints)
    lines = [
        [normalize_cell(cell) for cell in cells]
        for _, cells in itertools.islice(read_lines(content, limits), LINES_LOOKED_AT)
    ]
    signed = _told_by(lines)
    found = _settled(read, [source for source in signed if source in among], hints)
    if found.candidates or (signed and signed[0] in PROGRAMS):
        return found
    found = _settled(read, _fullest(lines, [source for source in PLAIN if source in among]), hints)
    if found.candidates or not _is_a_table(lines):
        return found
    if (match := find_match(lines[: matched_table.LINES_OF_HEADINGS])) is not None:
        found = _settled(read, [Source.MATCHED], replace(hints, match=match))
    return replace(found, first_lines=tuple(tuple(cells) for cells in lines[: matched_table.LINES_OF_HEADINGS]))


def _settled(
    read: Callable[[Source, TableHints], Reading], sources: Sequence[Source], hints: TableHints
) -> Recognition:
    """The candidates of those sources, and why none of them reads it."""
    candidates: list[Candidate] = []
    refusal: BadInput | None = None
    for source in sources:
        try:
            candidates += _candidates(read, source, hints)
        except BadInput as refused:
            refusal = refusal or refused
    if not candidates:
        return Recognition((), refusal or BadInput(NOT_READABLE))
    return Recognition(tuple(candidates[:MOST_CANDIDATES]))


def _candidates(read: Callable[[Source, TableHints], Reading], source: Source, hints: TableHints) -> list[Candidate]:
    """The source's readings: one, or one for each unit or order of days that is possible and was not said."""
    try:
        return [Candidate(source, hints, read(source, hints))]
    except UnitRequired as asked:
        told = [
            each
            for unit in (Unit.MINUTES, Unit.HOURS, Unit.SECONDS, Unit.MILLISECONDS)
            for each in _tried(read, source, replace(hints, unit=unit, unit_from=UnitFrom.SUPPOSED))
            if _may_be(each.reading)
        ]
        if not told:
            raise asked from None
        return told
    except DayOrderRequired as asked:
        return [each for order in asked.orders for each in _tried(read, source, replace(hints, order=order))]


def _tried(read: Callable[[Source, TableHints], Reading], source: Source, hints: TableHints) -> list[Candidate]:
    try:
        return _candidates(read, source, hints)
    except BadInput:
        return []


def _may_be(reading: Reading) -> bool:
    """Whether no day is longer than a day, and some day has a minute."""
    wholes: dict[date, int] = {}
    parts: dict[date, int] = defaultdict(int)
    for amount in reading.amounts:
        if amount.of == WHOLE_DEVICE:
            wholes[amount.day] = max(amount.seconds, wholes.get(amount.day, 0))
        else:
            parts[amount.day] += amount.seconds
    stretches = [end - start for machine in reading.machines.values() for start, end in machine.front.spans()]
    longest = max([*{**parts, **wholes}.values(), *(length // SECOND for length in stretches)], default=0)
    lost = any(problem.trouble in _TOO_LARGE for problem in reading.problems)
    return not lost and LEAST_SECONDS <= longest <= MOST_SECONDS


_TOO_LARGE = (IssueKind.IMPOSSIBLE_DURATION, IssueKind.LONGER_THAN_A_DAY, IssueKind.NIGHT_EXCEEDS_DAY)


def _told_by(lines: Lines) -> list[Source]:
    """The sources whose signs stand in the table; of two of which one knows fewer of its headings, the other."""
    if lines and is_activitywatch_table(lines[0]):
        return [Source.ACTIVITYWATCH]
    head = lines[:LINES_OF_HEADINGS]
    if _is_of_stayfree(lines):
        return [Source.STAYFREE]
    written = [{normalize_heading(cell) for cell in cells} for cells in head]
    if any(frozenset(map(normalize_heading, app_usage.SIGNS)) <= cells for cells in written):
        return [Source.APP_USAGE]
    text = " ".join(cell for cells in head for cell in cells).casefold()
    signed = [
        source
        for source, signs in SIGNS.items()
        if any(cells & signs.own for cells in written) or any(word in text for word in signs.words)
    ]
    return _fullest(lines, signed)


def _is_of_stayfree(lines: Lines) -> bool:
    return any(stayfree.SIGN in cell.casefold() for cells in lines for cell in cells[:2]) or any(
        cells[1].casefold() in stayfree.DEVICE and not cells[0] for cells in lines[:2] if len(cells) > 2
    )


def _fullest(lines: Lines, sources: Sequence[Source]) -> list[Source]:
    """The sources that know some heading which another of them does not know beside all of theirs."""
    known = {source: _known_headings(lines, SIGNS[source].headings) for source in sources}
    return [source for source in sources if not any(known[source] < other for other in known.values())]


def _known_headings(lines: Lines, headings: Headings) -> frozenset[int]:
    """The places of the headings that it knows, in the line that are its headings."""
    for cells in lines[:LINES_OF_HEADINGS]:
        if (columns := headings.columns(cells)) is not None:
            return frozenset(at for at, column in enumerate(columns) if column.field not in ("", "ignored"))
    return frozenset()


def _is_a_table(lines: Lines) -> bool:
    """Whether there are at least two lines of at least two cells."""
    return sum(len([cell for cell in cells if cell]) > 1 for cells in lines) > 1
