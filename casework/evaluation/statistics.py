"""Statistics for the heads of an office and for the city: completion, lateness, durations, outcomes. Offices are shown in
the order of their names, never ranked; one with fewer than five cases shows no figure at all (and is in no sum).

Two answers never differ by a few people. The windows are whole calendar years of the decision, so no two of them
overlap; the facts are those on record at the end of the last full quarter, so that nothing moves from one day to the
next; inside an office a figure of one to four people is withheld, with what would give it away
(`evaluation.small_counts.withheld`), and the sum over the offices has no figure that one of them withholds.

Read from dates and codes alone: no name, no file is opened, and what was sealed is still counted, like all others.
"""

import io
from dataclasses import dataclass
from datetime import date

from casework.acting.context import Context
from casework.acting.rights import Actor, list_visible_offices
from casework.acting.rights.read_operations import READ_STATISTICS
from casework.evaluation.statistics_count import OfficeTotals, count_offices, sum_up
from casework.evaluation.statistics_window import get_window
from core.i18n import Text, _, pgettext


@dataclass(frozen=True)
class OfficeFigures:
    """One office. Without figures it has too few cases to be spoken of."""

    office: str
    figures: OfficeTotals | None


@dataclass(frozen=True)
class Statistics:
    """Cases by the day of their decision, by office, as on record at the end of `as_of`."""

    from_on: date
    to_on: date
    as_of: date
    offices: list[OfficeFigures]
    all_offices: OfficeTotals | None


def load_statistics(
    context: Context, actor: Actor, *, from_on: date | None = None, to_on: date | None = None
) -> Statistics:
    """The figures that the actor may see: of the own office; for a city office, of those under it; for an auditor, of all.
    Looking is a line in the journal. Without days, of the year of the last full quarter; BadInput for days that are no
    whole calendar year."""
    window = get_window(context.clock.today(), from_on, to_on)
    with context.query_plans(actor, READ_STATISTICS) as session:
        offices = list_visible_offices(session, actor, READ_STATISTICS)
        counts = count_offices(session, [office.id for office in offices], window)
        shown = {office.id: counts[office.id] for office in offices if office.id in counts}
        rows = [
            OfficeFigures(office.name, shown[office.id].totals if office.id in shown else None) for office in offices
        ]
        all_offices = sum_up(list(shown.values())) if len(shown) > 1 else None
        return Statistics(window.from_on, window.to_on, window.as_of, rows, all_offices)


def as_xlsx(statistics: Statistics) -> bytes:
    """The same as a workbook, one office a line; an office with too few cases has its name and nothing more. Numbers are
    numbers, and no name is ever a formula."""
    from openpyxl import Workbook  # loads only for who asks for a workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "统计"
    sheet.append([words.zh for words in COLUMNS.values()])
    rows = [(row.office, row.figures) for row in statistics.offices]
    for name, figures in [
        *rows,
        *([(ALL_OFFICES.zh, statistics.all_offices)] if statistics.all_offices is not None else []),
    ]:
        sheet.append([name, *(get_column_values(figures).values() if figures is not None else [])])
        sheet.cell(sheet.max_row, 1).data_type = "s"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


ALL_OFFICES = _("以上有数字的各院合计")
COLUMNS: dict[str, Text] = {
    "office": _("检察院"),
    "cases": _("案件数"),
    "running": _("考察中"),
    "non_prosecution": pgettext("column", "不起诉"),
    "prosecution": pgettext("column", "起诉"),
    "otherwise": pgettext("column", "其他终结"),
    "completed": _("不起诉占已决（%）"),
    "extended": _("延长"),
    "shortened": _("缩短"),
    "owed": _("本人应交"),
    "on_time": _("按时"),
    "late": pgettext("column", "补交"),
    "not_done": _("未完成"),
    "unknown": pgettext("column", "情况不明"),
    "kept": _("交来（%）"),
    "dates_of_law": _("法定期限项数"),
    "dates_late": _("其中逾期"),
    "late_median": _("逾期天数中位数"),
    "late_p90": _("逾期天数九成以内"),
    "announcement_median": _("决定到宣布天数中位数"),
    "announcement_p90": _("决定到宣布天数九成以内"),
    "decision_median": _("届满到决定天数中位数"),
    "decision_p90": _("届满到决定天数九成以内"),
}

DEFINITIONS: dict[str, Text] = {
    "cases": _("这一年作出附条件不起诉决定的案件。"),
    "running": _("截至数字所到之日还没有作出起诉或者不起诉的决定。"),
    "completed": _("不起诉的占已作出决定的比例；考察中的不算在内。"),
    "owed": _("本人已被告知、已经到期、有了结果的事项；免除的和当时不必交的不算。"),
    "on_time": _("到期当天或者之前交来。"),
    "late": _("到期之后交来，不论晚几天。"),
    "not_done": _("没有交来，并且经听取说明或者说明期满后记为未完成。"),
    "unknown": _("没有交来，但不能证明本人知道或者能够做到；不计为未完成。"),
    "kept": _("按时和补交的合计占应交的比例：补交也算交来，所以有补交时仍可以是100%。"),
    "dates_of_law": _("检察院和其他机关自己的法定期限，不是本人的。"),
    "late_median": _("只算逾期的：一半不超过这个天数。"),
    "late_p90": _("只算逾期的：十分之九不超过这个天数；不足十件时不显示。"),
    "announcement_median": _("一半的案件不超过这个天数。"),
    "decision_median": _("从考验期最后一天起；一半的案件不超过这个天数。"),
}
"""How figures are counted, where a name alone does not say it."""


def get_column_values(figures: OfficeTotals) -> dict[str, float | int | None]:
    """Each column's value but the office's name."""
    return {
        "cases": figures.cases,
        "running": figures.running,
        **figures.outcomes,
        "completed": figures.completed,
        "extended": figures.extended,
        "shortened": figures.shortened,
        "owed": figures.owed,
        "on_time": figures.on_time,
        "late": figures.late,
        "not_done": figures.not_done,
        "unknown": figures.unknown,
        "kept": figures.kept,
        "dates_of_law": figures.dates_of_law,
        "dates_late": figures.dates_late,
        "late_median": figures.days_late.median,
        "late_p90": figures.days_late.p90,
        "announcement_median": figures.to_announcement.median,
        "announcement_p90": figures.to_announcement.p90,
        "decision_median": figures.to_final_decision.median,
        "decision_p90": figures.to_final_decision.p90,
    }
