"""Progress in sentences: what a person would say about it, praise first and as large as a miss."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.words import Words
from evaluation.ledger import ComplianceColumn, ComplianceStatus
from evaluation.needs import Domain, NeedChange

FEWEST_IN_A_ROW = 3
_COUNTED = (ComplianceStatus.ON_TIME, ComplianceStatus.LATE, ComplianceStatus.NOT_RECEIVED)

DOMAINS: dict[Domain, Words] = {
    Domain.FAMILY: Words("家庭", "family"),
    Domain.SCHOOL_OR_WORK: Words("学习或工作", "school or work"),
    Domain.PEERS: Words("交往", "friends"),
    Domain.LEISURE: Words("空闲时间", "free time"),
    Domain.ATTITUDE: Words("对这件事的认识", "the view of what was done"),
    Domain.EMOTION: Words("情绪", "mood"),
    Domain.INTERNET_USE: Words("用网习惯", "use of the internet"),
    Domain.SUBSTANCES: Words("烟酒等", "tobacco, alcohol and the like"),
}
UNITS: dict[str, Words] = {
    "times": Words("次", "times"),
    "hours": Words("小时", "hours"),
    "yuan": Words("元", "yuan"),
    "items": Words("项", "items"),
}
CONDITIONS: dict[str, Words] = {
    "A1": Words("心理辅导等", "counselling"),
    "A2": Words("公益服务", "community service"),
    "A4": Words("赔偿、道歉", "making amends"),
    "A5": Words("教育课程", "the course"),
    "A6": Words("约定的事项", "what was agreed"),
}


@dataclass(frozen=True)
class Sentence:
    """One sentence, and whether it is praise, a question, a figure, or context. `key` identifies it."""

    words: Words
    good: bool = False


@dataclass(frozen=True)
class ConditionProgress:
    """Of a condition: how much is done of how much."""

    kind: str
    done: int
    amount: int | None
    unit: str | None


def progress_sentences(
    column: ComplianceColumn | None,
    conditions: Iterable[ConditionProgress] = (),
    changes: Mapping[Domain, NeedChange] | None = None,
) -> list[Sentence]:
    """What can be said of one person's own things, praise first. Of what is unknown or was impossible it says that it
    does not count. Money that is missing is nobody's failing: of amends only what is done is said."""
    said = [*_kept(column), *_conditions(conditions), *_needs(changes or {})]
    return sorted(said, key=lambda sentence: not sentence.good)


def count_streak(column: ComplianceColumn) -> int:
    """How many in a row, up to the last one, came on time. What counts for nobody does not break a row."""
    counted = [line.standing for line in column.lines if line.standing in _COUNTED]
    run = 0
    for standing in reversed(counted):
        if standing is not ComplianceStatus.ON_TIME:
            break
        run += 1
    return run


def _kept(column: ComplianceColumn | None) -> list[Sentence]:
    if column is None or not column.lines:
        return [Sentence(Words("还没有到期的事项。", "Nothing has fallen due yet."))]
    counts, said = column.counts, []
    if column.owed:
        all_kept = column.kept == column.owed
        late = (
            Words(f"，补交{counts[ComplianceStatus.LATE]}次", f", {counts[ComplianceStatus.LATE]} submitted later")
            if counts[ComplianceStatus.LATE]
            else Words("", "")
        )
        said.append(
            Sentence(
                Words(
                    f"到今天应交{column.owed}次，按时{counts[ComplianceStatus.ON_TIME]}次{late.zh}。",
                    f"Due so far: {column.owed}; on time: {counts[ComplianceStatus.ON_TIME]}{late.en}.",
                ),
                good=all_kept,
            )
        )
    if (run := count_streak(column)) >= FEWEST_IN_A_ROW:
        said.append(
            Sentence(Words(f"最近连续{run}次都按时，真不错！", f"The last {run} all came on time. Well done!"), True)
        )
    missing = sum(line.against for line in column.lines)
    if missing:
        said.append(
            Sentence(
                Words(f"有{missing}次没有完成，已经给过说明的机会。", f"Not done after a chance to explain: {missing}.")
            )
        )
    waiting = counts[ComplianceStatus.NOT_RECEIVED] - missing + counts[ComplianceStatus.EXPLAINED]
    if waiting:
        said.append(
            Sentence(
                Words(
                    f"有{waiting}次还没收到或正在了解，现在都不算。",
                    f"Not received or being looked into: {waiting}; not counted.",
                )
            )
        )
    if aside := counts[ComplianceStatus.UNKNOWN] + counts[ComplianceStatus.UNABLE] + counts[ComplianceStatus.EXCUSED]:
        said.append(
            Sentence(Words(f"有{aside}次情况不明、当时办不到或已免除，都不算。", f"Unknown, impossible or excused: {aside}; not counted."))
        )  # fmt: skip
    return said


def _conditions(conditions: Iterable[ConditionProgress]) -> list[Sentence]:
    said = []
    for one in conditions:
        name, unit = CONDITIONS.get(one.kind), UNITS.get(one.unit or "")
        if name is None or unit is None or one.amount is None or (one.kind == "A4" and not one.done):
            continue
        whole = one.done >= one.amount
        ended = Words("，已全部完成。", ": all done.") if whole else Words("。", ".")
        of = Words(f"{one.done}/{one.amount}{unit.zh}", f"{one.done} of {one.amount} {unit.en}")
        if one.kind == "A4" and not whole:
            of = Words(f"已完成{one.done}{unit.zh}", f"{one.done} {unit.en} done")
        said.append(Sentence(Words(f"{name.zh}：{of.zh}{ended.zh}", f"{name.en}: {of.en}{ended.en}"), whole))
    return said


def _needs(changes: Mapping[Domain, NeedChange]) -> list[Sentence]:
    said = []
    for domain, change in changes.items():
        name = DOMAINS[domain]
        if change is NeedChange.LESS:
            words = Words(
                f"{name.zh}方面，需要的帮助比开始时少了。", f"Less help is needed with {name.en} than at the start."
            )
            said.append(Sentence(words, True))
        elif change is NeedChange.MORE:
            said.append(
                Sentence(
                    Words(
                        f"{name.zh}方面，接下来会多一些帮助。", f"There will be more help with {name.en} from now on."
                    )
                )
            )
    return said
