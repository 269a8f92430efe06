"""ActivityWatch's own JSON: an export of one bucket or all. It is known by its keys.

Titles, addresses of pages and names of machines are dropped here. A machine keeps a mark made from its name, so that
two machines in one file are never added; "unknown" and no name at all are one mark, the empty one.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum

from core.errors import BadInput
from core.i18n import _, pgettext
from usage.import_issues import IssueKind
from usage.limits import INSTEAD, NOT_READABLE, Limits, too_large, too_many
from usage.machine_log import EPOCH, MICROSECOND, check_interval_end
from usage.reading_builder import ReadingBuilder

MARK_LETTERS = 8
MORE_BRACKETS = 1_000
NOT_ACTIVITYWATCH = _("这不是ActivityWatch的导出文件。{instead}", instead=INSTEAD)
_BEFORE_JSON = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"


class EventKind(StrEnum):
    """What a bucket tells, by its type; one of any other type adds no time, such as files in an editor."""

    FRONT = "currentwindow"
    PRESENCE = "afkstatus"
    UNLOCK = "os.lockscreen.unlocks"
    TAB = "web.tab.current"
    """Which page a browser showed: it adds no time. Of a listed site its name in the list is kept, of any other nothing."""


def is_json(content: bytes) -> bool:
    """Whether it begins as JSON does, blanks and marks of encodings passed over."""
    return content.lstrip(_BEFORE_JSON)[:1] in (b"{", b"[")


def parse_export(content: bytes, builder: ReadingBuilder) -> None:
    """Reads the whole export. Raises BadInput where it is no such export, broken, too deep or too large."""
    export = _load(content, builder.limits)
    if isinstance(export, dict) and "buckets" in export:
        buckets = export["buckets"]
        for bucket in buckets.values() if isinstance(buckets, dict) else buckets if isinstance(buckets, list) else ():
            if isinstance(bucket, dict):
                _take_bucket(bucket, builder)
    elif isinstance(export, dict) and "events" in export:
        _take_bucket(export, builder)
    else:
        raise BadInput(NOT_ACTIVITYWATCH)
    if sum(len(machine) > 0 for mark, machine in builder.machines.items() if mark) > 1:
        builder.problems.note(IssueKind.SEVERAL_MACHINES, 1)


def machine_id(hostname: str) -> str:
    """What tells a machine from another without its name; "" for one that does not know where it is."""
    if hostname.strip().casefold() in ("", "unknown"):
        return ""
    return hashlib.sha256(hostname.strip().encode("utf-8", "replace")).hexdigest()[:MARK_LETTERS]


def _load(content: bytes, limits: Limits) -> object:
    """The JSON as it is. What holds far more brackets than events could have is not even opened: it would not fit."""
    if len(content) > limits.export_bytes:
        raise too_large(limits.export_bytes)
    if content.count(b"{") + content.count(b"[") > 2 * limits.events + MORE_BRACKETS:
        raise too_many(pgettext("refusal", "记录"), limits.events)
    try:
        return json.loads(content)
    except RecursionError:
        raise BadInput(_("文件嵌套过深，无法读取。")) from None
    except json.JSONDecodeError as broken:
        if broken.msg == "Extra data":  # an object a line, as other programs write
            raise BadInput(NOT_ACTIVITYWATCH) from None
        raise BadInput(_("第{at}个字符附近不是完整的JSON，文件可能没有下载完。", at=broken.pos + 1)) from None
    except ValueError:
        raise BadInput(NOT_READABLE) from None


def _take_bucket(bucket: Mapping[str, object], builder: ReadingBuilder) -> None:
    """Each event into its track. An event that cannot be read is noted with its number in the file."""
    events, kind, host = bucket.get("events"), bucket.get("type"), bucket.get("hostname")
    if not isinstance(events, list):
        raise BadInput(NOT_ACTIVITYWATCH)
    first = builder.offered + 1
    builder.offered += len(events)
    if builder.offered > builder.limits.events:
        raise too_many(pgettext("refusal", "记录"), builder.limits.events)
    if not isinstance(kind, str) or kind not in set(EventKind):
        builder.problems.note(IssueKind.NOT_USED, first)
    elif events:
        _take_events(events, EventKind(kind), machine_id(host) if isinstance(host, str) else "", first, builder)


def _take_events(events: Sequence[object], kind: EventKind, mark: str, first: int, builder: ReadingBuilder) -> None:
    machine, problems, bounds, place = builder.machine(mark), builder.problems, builder.bounds, builder.names.place
    for at, event in enumerate(events, first):
        if not isinstance(event, dict):
            problems.note(IssueKind.UNREADABLE, at)
            continue
        try:
            moment = datetime.fromisoformat(event["timestamp"])
        except (KeyError, TypeError, ValueError):
            problems.note(IssueKind.NO_MOMENT, at)
            continue
        start = ((moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)) - EPOCH) // MICROSECOND
        end = check_interval_end(start, event.get("duration", 0), at, bounds, problems)
        if end is None:
            continue
        content = event.get("data")
        data = content if isinstance(content, dict) else {}
        if kind is EventKind.FRONT:
            name = data.get("package") or data.get("app") or ""
            machine.front.add(start, end, place(name if isinstance(name, str) else ""))
        elif kind is EventKind.PRESENCE:
            (machine.present if data.get("status") == "not-afk" else machine.idle).add(start, end)
        elif kind is EventKind.TAB:
            address = data.get("url")
            if site := builder.categories.site_of(address) if isinstance(address, str) else "":
                machine.tabs.add(start, end, place(site))
        elif kind is EventKind.UNLOCK:
            machine.unlocks.append(start)
