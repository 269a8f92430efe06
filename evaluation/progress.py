"""Progress in sentences: what a person would say about it, praise first and as large as a miss."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.i18n import NO_TEXT, Text, _, pgettext
from evaluation.ledger import LedgerColumn, LedgerStatus
from evaluation.needs import Domain, NeedChange

FEWEST_IN_A_ROW = 3
_COUNTED = (LedgerStatus.ON_TIME, LedgerStatus.LATE, LedgerStatus.NOT_RECEIVED)

DOMAINS: dict[Domain, Text] = {
    Domain.FAMILY: _("家庭"),
    Domain.SCHOOL_OR_WORK: pgettext("within a sentence", "学习或工作"),
    Domain.PEERS: _("交往"),
    Domain.LEISURE: _("空闲时间"),
    Domain.ATTITUDE: _("对这件事的认识"),
    Domain.EMOTION: _("情绪"),
    Domain.INTERNET_USE: _("用网习惯"),
    Domain.SUBSTANCES: _("烟酒等"),
}
UNITS: dict[str, Text] = {
    "times": _("次"),
    "hours": _("小时"),
    "yuan": _("元"),
    "items": _("项"),
}
CONDITIONS: dict[str, Text] = {
    "A1": _("心理辅导等"),
    "A2": _("公益服务"),
    "A4": _("赔偿、道歉"),
    "A5": _("教育课程"),
    "A6": _("约定的事项"),
}


@dataclass(frozen=True)
class Sentence:
    """One sentence, and whether it is praise, a question, a figure, or context. `key` identifies it."""

    words: Text
    good: bool = False


@dataclass(frozen=True)
class ConditionProgress:
    """Of a condition: how much is done of how much."""

    kind: str
    done: int
    amount: int | None
    unit: str | None


def progress_sentences(
    column: LedgerColumn | None,
    conditions: Iterable[ConditionProgress] = (),
    changes: Mapping[Domain, NeedChange] | None = None,
) -> list[Sentence]:
    """What can be said of one person's own things, praise first. Of what is unknown or was impossible it says that it
    does not count. Money that is missing is nobody's failing: of amends only what is done is said."""
    sentences = [*_sentences_on_duties(column), *_conditions(conditions), *_needs(changes or {})]
    return sorted(sentences, key=lambda sentence: not sentence.good)


def count_streak(column: LedgerColumn) -> int:
    """How many in a row, up to the last one, came on time. What counts for nobody does not break a row."""
    counted = [line.status for line in column.lines if line.status in _COUNTED]
    run = 0
    for status in reversed(counted):
        if status is not LedgerStatus.ON_TIME:
            break
        run += 1
    return run


def _sentences_on_duties(column: LedgerColumn | None) -> list[Sentence]:
    if column is None or not column.lines:
        return [Sentence(_("还没有到期的事项。"))]
    counts, sentences = column.counts, []
    if column.owed:
        all_kept = column.kept == column.owed
        late = _("，补交{late}次", late=counts[LedgerStatus.LATE]) if counts[LedgerStatus.LATE] else NO_TEXT
        sentences.append(
            Sentence(
                _(
                    "到今天应交{owed}次，按时{on_time}次{late}。",
                    owed=column.owed,
                    on_time=counts[LedgerStatus.ON_TIME],
                    late=late,
                ),
                good=all_kept,
            )
        )
    if (run := count_streak(column)) >= FEWEST_IN_A_ROW:
        sentences.append(Sentence(_("最近连续{run}次都按时，真不错！", run=run), True))
    missing = sum(line.against for line in column.lines)
    if missing:
        sentences.append(Sentence(_("有{missing}次没有完成，已经给过说明的机会。", missing=missing)))
    waiting = counts[LedgerStatus.NOT_RECEIVED] - missing + counts[LedgerStatus.EXPLAINED]
    if waiting:
        sentences.append(Sentence(_("有{waiting}次还没收到或正在了解，现在都不算。", waiting=waiting)))
    if aside := counts[LedgerStatus.UNKNOWN] + counts[LedgerStatus.UNABLE] + counts[LedgerStatus.EXCUSED]:
        sentences.append(
            Sentence(_("有{aside}次情况不明、当时办不到或已免除，都不算。", aside=aside))
        )  # fmt: skip
    return sentences


def _conditions(conditions: Iterable[ConditionProgress]) -> list[Sentence]:
    sentences = []
    for one in conditions:
        name, unit = CONDITIONS.get(one.kind), UNITS.get(one.unit or "")
        if name is None or unit is None or one.amount is None or (one.kind == "A4" and not one.done):
            continue
        whole = one.done >= one.amount
        finished = _("，已全部完成。") if whole else _("。")
        of = _("{done}/{amount}{unit}", done=one.done, amount=one.amount, unit=unit)
        if one.kind == "A4" and not whole:
            of = _("已完成{done}{unit}", done=one.done, unit=unit)
        sentences.append(Sentence(_("{name}：{of}{finished}", name=name, of=of, finished=finished), whole))
    return sentences


def _needs(changes: Mapping[Domain, NeedChange]) -> list[Sentence]:
    sentences = []
    for domain, change in changes.items():
        name = DOMAINS[domain]
        if change is NeedChange.LESS:
            words = _("{name}方面，需要的帮助比开始时少了。", name=name)
            sentences.append(Sentence(words, True))
        elif change is NeedChange.MORE:
            sentences.append(Sentence(_("{name}方面，接下来会多一些帮助。", name=name)))
    return sentences
