"""The calendar of a plan as lines of text: what clashes first, each clash once, and then every item by month."""

from collections.abc import Iterator
from datetime import time
from itertools import groupby

from casework.plan.plan_preview import PlanPreview, PreviewedItem
from casework.shared.text.labels import role_label
from core.clock import local_time
from core.dates import weekday_words
from core.i18n import Language, Text, _, listed

USUAL_HOUR = time(9, 0)
DAYS_NAMED = 6
"""So many days of one clash are named; of more, their number is said."""


def format_preview(preview: PlanPreview, language: Language) -> Iterator[str]:
    """The lines in that language. A remark that holds for all of a month stands once, at its head."""
    if not preview.items:
        yield _("这个方案没有任何事项：没有考验期内的义务，也没有期限。").in_(language)
        return
    yield from _clashes(preview, language)
    for (year, month), grouped in groupby(preview.items, lambda item: (item.due_on.year, item.due_on.month)):
        items = list(grouped)
        first, *others = (set(_remarks(item)) for item in items)
        of_all = first.intersection(*others) if others else set[Text]()
        head = _("{year}年{month}月，{count}项", year=year, month=f"{month:02}", count=len(items)).in_(language)
        shared = "".join(f"  [{remark.in_(language)}]" for remark in _remarks(items[0]) if remark in of_all)
        yield ""
        yield head + shared
        yield from (_line(item, language, of_all) for item in items)
    yield ""
    yield _("共{count}项，{clashing}项有冲突。", count=len(preview.items), clashing=preview.clashing).in_(language)


def _clashes(preview: PlanPreview, language: Language) -> Iterator[str]:
    found: dict[str, list[PreviewedItem]] = {}
    for item in preview.items:
        for clash in item.clashes:
            found.setdefault(clash.words.in_(language), []).append(item)
    if not found:
        yield _("没有冲突。").in_(language)
        return
    yield _("先看这些冲突：").in_(language)
    for words, items in sorted(found.items(), key=lambda each: -len(each[1])):
        yield f"  {_('{clash}：{count}项', clash=words, count=len(items)).in_(language)}"
        kinds: dict[tuple[str, str], list[PreviewedItem]] = {}
        for item in items:
            kinds.setdefault((item.words.in_(language), item.owner), []).append(item)
        for (kind, owner), of_kind in kinds.items():
            days = ", ".join(item.due_on.isoformat() for item in of_kind[:DAYS_NAMED])
            more = len(of_kind) - DAYS_NAMED
            rest = _("，另有{count}天", count=more).in_(language) if more > 0 else ""
            yield f"    {kind} · {role_label(owner).in_(language)}: {days}{rest}"


def _line(item: PreviewedItem, language: Language, of_all: set[Text]) -> str:
    when = local_time(item.due_at)
    hour = "" if when.time() == USUAL_HOUR else f" {when:%H:%M}"
    weekday = weekday_words(item.due_on.weekday(), "abbreviated").in_(language)
    remarks = listed(remark for remark in _remarks(item) if remark not in of_all).in_(language)
    called = "" if item.called_at is None else f"{local_time(item.called_at):%m-%d %H:%M}"
    told = _("，{moment}提醒", moment=called).in_(language) if called else ""
    return (
        f"  {item.due_on:%m-%d} {weekday}{hour}  {item.words.in_(language)}"
        f" · {role_label(item.owner).in_(language)}{told}{f'  [{remarks}]' if remarks else ''}"
    )


def _remarks(item: PreviewedItem) -> Iterator[Text]:
    """What is to be said of the item; not that a day is no working day, which matters to offices alone and is a clash."""
    if item.holiday is not None:
        yield item.holiday
    yield from (clash.words for clash in item.clashes)
    if not item.counts:
        yield _("启用前，不提醒、不计")
    if item.overdue:
        yield _("已逾期")
    if item.provisional:
        yield _("节假日尚未公布，日期暂定")
