"""Reading the chain against the journal: what was changed, removed, moved or cut off."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, exists, select

from core.i18n import Text, _
from models.bound_rows import RowChange, digest_change
from models.chain import NOTHING, ChainHead, ChainLink, compute_digest, compute_head
from models.journal import JournalLine, UnlinkedLine
from models.server_clock import WRONG_FROM

MAX_FAULTS = 100
_PAGE = 2000


class ChainFaultKind(StrEnum):
    """What can be wrong with a chain."""

    LINE_CHANGED = "line_changed"
    LINE_REMOVED = "line_removed"
    LINK_FORGED = "link_forged"
    LINK_REMOVED = "link_removed"
    END_CUT_OFF = "end_cut_off"
    REWRITTEN = "rewritten"
    NEVER_LINKED = "never_linked"
    TIME_BACK = "time_back"

    @property
    def words(self) -> Text:
        """What has happened, as a sentence."""
        return _WORDS[self]


_WORDS = {
    ChainFaultKind.LINE_CHANGED: _("日志行在链接后被改动或调换。"),
    ChainFaultKind.LINE_REMOVED: _("日志行在链接后被删除。"),
    ChainFaultKind.LINK_FORGED: _("链节不是用本系统密钥生成的。"),
    ChainFaultKind.LINK_REMOVED: _("链中缺少一节或多节，或顺序被改动。"),
    ChainFaultKind.END_CUT_OFF: _("链的末端短于此前导出的链头。"),
    ChainFaultKind.REWRITTEN: _("链与此前导出的链头不符。"),
    ChainFaultKind.NEVER_LINKED: _("日志行既未链接，也未等待链接。"),
    ChainFaultKind.TIME_BACK: _("时间比前面的链节早：时钟曾被拨回。"),
}


@dataclass(frozen=True)
class ChainFault:
    """One thing that is wrong, and where: the number of the link, or the line."""

    fault: ChainFaultKind
    number: int | None = None
    line_id: uuid.UUID | None = None
    exported: ChainHead | None = None
    """The head, kept elsewhere, that tells so."""
    back: "TimeBack | None" = None
    """Where the time went back."""


@dataclass
class TimeBack:
    """From which moment to which the time of the links went back, up to which link it stayed behind, and what was done."""

    before: datetime
    after: datetime
    last: int
    acts: list[str] = field(default_factory=list)
    """Codes of the acts of the lines between, in their order, each once."""


@dataclass
class ChainReport:
    """What a reading of the whole chain has found. Of faults without an exported head MAX_FAULTS are listed."""

    links: int = 0
    head: ChainHead = ChainHead(0, NOTHING)  # noqa: RUF009
    faults: list[ChainFault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults

    def add(
        self,
        fault: ChainFaultKind,
        number: int | None = None,
        line_id: uuid.UUID | None = None,
        exported: ChainHead | None = None,
    ) -> None:
        if exported is not None or len(self.faults) < MAX_FAULTS:
            self.faults.append(ChainFault(fault, number, line_id, exported))


def verify(session: Session, key: bytes, exported: Collection[ChainHead] = ()) -> ChainReport:
    """Every link was read and compared with its line, and the chain with each of the heads exported earlier.

    One fault does not hide the next: after each, reading goes on from what stands in the record.
    """
    report = ChainReport()
    known: dict[int, list[ChainHead]] = {}
    for head in exported:
        known.setdefault(head.number, []).append(head)
    watch = _TimeWatch(report)
    while page := _page_after(session, report.head.number):
        for link, line, change in page:
            watch.see(link, line, change)
            if link.number != report.head.number + 1 or link.previous != report.head.head:
                report.add(ChainFaultKind.LINK_REMOVED, link.number)
            if link.head != compute_head(key, link):
                report.add(ChainFaultKind.LINK_FORGED, link.number)
            if line is None and change is None:
                report.add(ChainFaultKind.LINE_REMOVED, link.number, link.line_id)
            elif link.digest != (_digest(key, line, change)):
                report.add(ChainFaultKind.LINE_CHANGED, link.number, link.line_id)
            for head in known.get(link.number, ()):
                if link.head != head.head:
                    report.add(ChainFaultKind.REWRITTEN, link.number, exported=head)
            report.links += 1
            report.head = ChainHead(link.number, link.head)
    for head in exported:
        if report.head.number < head.number:
            report.add(ChainFaultKind.END_CUT_OFF, report.head.number, exported=head)
    for line_id in _never_linked(session):
        report.add(ChainFaultKind.NEVER_LINKED, line_id=line_id)
    return report


@dataclass
class _TimeWatch:
    """Finds where time went back: links, lines and changes of rows each by themselves, since several that waited are linked
    at one moment, the lines of them first."""

    report: ChainReport
    latest: dict[str, datetime] = field(default_factory=dict)
    of_this_moment: dict[str, datetime] = field(default_factory=dict)
    back: TimeBack | None = None

    def see(self, link: ChainLink, line: JournalLine | None, change: RowChange | None) -> None:
        """The next link."""
        of = {"line": line, "change": change}
        moments = {kind: one.at for kind, one in of.items() if one is not None} | {"link": link.linked_at}
        if not all(isinstance(moment, datetime) for moment in moments.values()):
            return  # told of by its digest
        if self.of_this_moment.get("link") != link.linked_at:
            self.latest |= {kind: max(at, self.latest.get(kind, at)) for kind, at in self.of_this_moment.items()}
            self.of_this_moment = {}
        for kind, at in moments.items():
            self.of_this_moment[kind] = max(at, self.of_this_moment.get(kind, at))
        behind = [kind for kind, at in moments.items() if at < self.latest.get(kind, at) - WRONG_FROM]
        if not behind:
            self.back = None
            return
        if self.back is None:
            self.back = TimeBack(self.latest[behind[0]], moments[behind[0]], link.number)
            self.report.faults.append(ChainFault(ChainFaultKind.TIME_BACK, link.number, back=self.back))
        self.back.last = link.number
        if line is not None and line.act not in self.back.acts and len(self.back.acts) < MAX_FAULTS:
            self.back.acts.append(line.act)


def _digest(key: bytes, line: JournalLine | None, change: RowChange | None) -> str:
    """What the link must have: of its line, or of a change of bound rows."""
    if line is not None:
        return compute_digest(key, line)
    assert change is not None
    return digest_change(key, change) if change.digest == digest_change(key, change) else ""


def _page_after(session: Session, number: int) -> list[tuple[ChainLink, JournalLine | None, RowChange | None]]:
    query = (
        select(ChainLink, JournalLine, RowChange)
        .outerjoin(JournalLine, col(JournalLine.id) == col(ChainLink.line_id))
        .outerjoin(RowChange, col(RowChange.id) == col(ChainLink.line_id))
        .where(col(ChainLink.number) > number)
        .order_by(col(ChainLink.number))
        .limit(_PAGE)
        .execution_options(populate_existing=True)
    )
    return [(link, line, change) for link, line, change in session.exec(query)]


def _never_linked(session: Session) -> list[uuid.UUID]:
    linked = exists().where(col(ChainLink.line_id) == col(JournalLine.id))
    waiting = exists().where(col(UnlinkedLine.line_id) == col(JournalLine.id))
    query = select(JournalLine.id).where(~linked, ~waiting).order_by(col(JournalLine.sequence)).limit(MAX_FAULTS)
    without = exists().where(col(ChainLink.line_id) == col(RowChange.id))
    changes = select(RowChange.id).where(~without).order_by(col(RowChange.id)).limit(MAX_FAULTS)
    return [*session.exec(query), *session.exec(changes)]
