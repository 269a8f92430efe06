"""The yearly fairness report: whether it goes differently for groups of young people, as far as it is on record.

It counts people whose case ended in that year, by group, small counts withheld. It ranks nobody, neither offices nor
people, names no office, and is for the city office and the auditor. What is sealed was counted before, into sums that
lead back to nobody.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, or_, select, update

from casework.evaluation.compliance import load_ledger_columns
from casework.evaluation.situations import STATES, SituationSubject, load_situations
from casework.outcome.acts_ending import ENDINGS
from casework.shared.context import Context, OpenPlan
from casework.shared.rights import Actor, missing_right
from casework.shared.rights.read_operations import READ_FAIRNESS
from core.i18n import SOURCE, Language, Text, _, lowercase, pgettext
from evaluation.fairness import TOGETHER, CountTable, SuppressedTable, suppress
from evaluation.numbers import share
from models.decision import Decision
from models.office import Office, OfficeLevel, Role
from models.plan import Plan
from models.tally import Tally

UNKNOWN = "unknown"
_PARENTS = ("mother", "father")
_GRANDPARENTS = ("grandmother", "grandfather")

MEASURES: dict[str, Text] = {
    "outcome": pgettext("column", "结果"),
    "kept": _("本人的事按时或补交的比例"),
    "period": _("考验期有无变更"),
}
GROUPINGS: dict[str, Text] = {
    "sex": _("性别"),
    "age": _("决定时的年龄"),
    "office": _("检察院类型"),
    "device": pgettext("column", "手机"),
    "contact": _("家里的联系人"),
    "school_or_work": _("学习或工作"),
    "household": pgettext("column", "和谁一起住"),
}
CODES: dict[str, Text] = {
    "non_prosecution": _("不起诉"),
    "prosecution": _("起诉"),
    "otherwise": _("其他终结"),
    "nine_in_ten": _("九成以上"),
    "seven_in_ten": _("七至九成"),
    "fewer": _("不到七成"),
    "not_assessable": _("数据不足，不作评价"),
    "as_written": _("未变更"),
    "extended": _("延长过"),
    "shortened": _("缩短过"),
    "M": _("男"),
    "F": _("女"),
    "under_16": _("不满十六"),
    "16_17": _("十六至十七"),
    "of_age": _("已满十八"),
    "district": _("区"),
    "county": _("县"),
    "other": _("其他"),
    "own": _("本人的"),
    "shared": _("合用的"),
    "keypad": _("按键手机"),
    "none": pgettext("within a sentence", "没有"),
    "parent": _("父母"),
    "grandparent": _("祖辈"),
    "another": _("其他亲属"),
    "nobody": pgettext("fairness: codes", "没有"),
    UNKNOWN: pgettext("within a sentence", "没有记录"),
    TOGETHER: _("人数少的合并"),
    **{code: words for states in STATES.values() for code, words in states.items()},
}


@dataclass(frozen=True)
class FairnessTable:
    """One table: what is counted, by what, the groups and results in the order of their codes."""

    measure: str
    by: str
    words: Text
    groups: list[str]
    results: list[str]
    rows: list[list[int | None]]
    """A row for each group, a count for each result; None: withheld."""
    group_totals: list[int]
    result_totals: list[int]


@dataclass(frozen=True)
class FairnessReport:
    """The report of one year. Without tables there are too few people to say anything."""

    year: int
    people: int | None
    tables: list[FairnessTable]


def load_fairness_report(context: Context, actor: Actor, year: int) -> FairnessReport:
    """The report on people whose case ended in that year. NotAllowed for whoever is neither auditor nor of a city office."""
    with context.query_plans(actor, READ_FAIRNESS) as session:
        allowed = actor.role is Role.AUDITOR or _is_city(session, actor)
        report = _report(context, session, actor, year) if allowed else None
    if report is None:
        context.record_denial(actor, READ_FAIRNESS, "")
        raise missing_right(READ_FAIRNESS)
    return report


def may_read_fairness(context: Context, actor: Actor) -> bool:
    """Whether the report is for this person: an auditor, or somebody of a city office who has the right."""
    if actor.role not in READ_FAIRNESS.by:
        return False
    with context.database.reading() as session:
        return actor.role is Role.AUDITOR or _is_city(session, actor)


def count_before_sealing(open_plan: OpenPlan) -> None:
    """The case is in the sums of its year; they say neither who it was nor when. Called by the verb that seals."""
    year = _year(open_plan)
    if year is None:
        return
    for (measure, by, group, result), count in _counted(open_plan).items():
        row = {"year": year, "measure": measure, "by": by, "group": group, "result": result, "count": count}
        insert = (sqlite if open_plan.context.database.is_sqlite else postgresql).insert(Tally).values(**row)
        added = {"count": col(Tally.count) + insert.excluded["count"]}
        open_plan.session.execute(
            insert.on_conflict_do_update(index_elements=["year", "measure", "by", "group", "result"], set_=added)
        )


def take_back_before_unsealing(open_plan: OpenPlan) -> None:
    """The case is in the sums of its year no more: it is counted among the open ones as it ends now, and once more when it
    is sealed again. What it was counted as can be told, since nothing of a sealed record changes."""
    year = _year(open_plan)
    for (measure, by, group, result), count in _counted(open_plan).items():
        row = (
            col(Tally.year) == year, col(Tally.measure) == measure, col(Tally.by) == by,
            col(Tally.group) == group, col(Tally.result) == result,
        )  # fmt: skip
        open_plan.session.execute(delete(Tally).where(*row, col(Tally.count) <= count))
        open_plan.session.execute(update(Tally).where(*row).values(count=col(Tally.count) - count))


def as_csv(report: FairnessReport) -> str:
    """The same for a spreadsheet: one count a line, withheld ones empty."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(["年度", "统计", "分组", "组", "结果", "人数"])
    for table in report.tables:
        for group, row in zip(table.groups, table.rows, strict=True):
            for result, count in zip(table.results, row, strict=True):
                names = (MEASURES[table.measure].zh, GROUPINGS[table.by].zh, CODES[group].zh, CODES[result].zh)
                lines.writerow([report.year, *names, "" if count is None else count])
    return "\ufeff" + out.getvalue()


def as_text(report: FairnessReport, language: Language = SOURCE) -> str:
    """The same for a terminal, in that language."""
    if not report.tables:
        return f"{report.year}: {_('人数太少，不作统计。').in_(language)}\n"
    lines = [f"{report.year}: {_('{count}人', count=report.people).in_(language)}"]
    for table in report.tables:
        lines += ["", table.words.in_(language)]
        for group, row, whole in zip(table.groups, table.rows, table.group_totals, strict=True):
            results = ", ".join(
                f"{CODES[result].in_(language)} {'–' if count is None else count}"
                for result, count in zip(table.results, row, strict=True)
            )
            lines.append(f"  {CODES[group].in_(language)} ({whole}): {results}")
    return "\n".join(lines) + "\n"


def _report(context: Context, session: Session, actor: Actor, year: int) -> FairnessReport:
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for row in session.exec(select(Tally).where(Tally.year == year)):
        counts[row.measure, row.by, row.group, row.result] += row.count
    ended = or_(col(Plan.outcome).is_not(None), col(Plan.ended_because).is_not(None))
    for plan in session.exec(select(Plan).where(ended, col(Plan.sealed_at).is_(None), col(Plan.deleted_at).is_(None))):
        open_plan = OpenPlan(context, session, plan, actor, READ_FAIRNESS, context.clock.now())
        if _year(open_plan) == year:
            counts.update(_counted(open_plan))
    tables: list[FairnessTable] = []
    people = None
    for measure in MEASURES:
        found = [
            CountTable(by, {(g, r): n for (m, b, g, r), n in counts.items() if (m, b) == (measure, by)})
            for by in GROUPINGS
        ]
        large_tables = [each for each in suppress(found) if each.groups]
        people = sum(large_tables[0].group_totals.values()) if large_tables else None
        tables += [_table_view(measure, each) for each in large_tables if len(each.groups) > 1]
    return FairnessReport(year, people, tables)


def _table_view(measure: str, table: SuppressedTable) -> FairnessTable:
    words = _("{measure}，按{grouping}", measure=MEASURES[measure], grouping=lowercase(GROUPINGS[table.by]))
    return FairnessTable(
        measure=measure,
        by=table.by,
        words=words,
        groups=list(table.groups),
        results=list(table.results),
        rows=[[table.cells[group, result] for result in table.results] for group in table.groups],
        group_totals=[table.group_totals[group] for group in table.groups],
        result_totals=[table.result_totals[result] for result in table.results],
    )


def _counted(open_plan: OpenPlan) -> Mapping[tuple[str, str, str, str], int]:
    """One person, once in each table."""
    groups, results = _groups(open_plan), _results(open_plan)
    return {(measure, by, groups[by], results[measure]): 1 for measure in MEASURES for by in GROUPINGS}


def _groups(open_plan: OpenPlan) -> dict[str, str]:
    minor = open_plan.minor()
    words = open_plan.open("person.document", minor.id, minor.document)
    office = open_plan.session.get_one(Office, open_plan.plan.office_id).name
    situations = {each.subject: each.state for each in load_situations(open_plan)}
    return {
        "sex": words.get("sex", UNKNOWN),
        "age": _age(open_plan),
        "office": "district" if office.endswith("区") else "county" if office.endswith("县") else "other",
        "device": minor.device,
        "contact": _contact([person.relation for person in open_plan.people(Role.GUARDIAN.value)]),
        "school_or_work": situations.get(SituationSubject.SCHOOL_OR_WORK, UNKNOWN),
        "household": situations.get(SituationSubject.HOUSEHOLD, UNKNOWN),
    }


def _results(open_plan: OpenPlan) -> dict[str, str]:
    kinds = {row.kind for row in _decisions(open_plan)}
    outcome = open_plan.plan.outcome if open_plan.plan.outcome in ("non_prosecution", "prosecution") else "otherwise"
    return {
        "outcome": str(outcome),
        "kept": _retention_group(open_plan),
        "period": "extended" if "extension" in kinds else "shortened" if "shortening" in kinds else "as_written",
    }


def _retention_group(open_plan: OpenPlan) -> str:
    column = load_ledger_columns(open_plan).get(Role.MINOR.value)
    if column is None or not column.coverage.assessable:
        return "not_assessable"
    of_hundred = share(column.kept, column.coverage.known) or 0
    return "nine_in_ten" if of_hundred >= 90 else "seven_in_ten" if of_hundred >= 70 else "fewer"


def _age(open_plan: OpenPlan) -> str:
    years_short = (open_plan.of_age_on - open_plan.plan.decided_on).days / 365.25
    return "of_age" if years_short <= 0 else "16_17" if years_short <= 2 else "under_16"


def _contact(relations: Iterable[str]) -> str:
    known = set(relations)
    if known & set(_PARENTS):
        return "parent"
    if known & set(_GRANDPARENTS):
        return "grandparent"
    return "another" if known else "nobody"


def _year(open_plan: OpenPlan) -> int | None:
    ends = [row.decided_on for row in _decisions(open_plan) if row.kind in ENDINGS and row.superseded_by_id is None]
    return max(ends).year if ends else None


def _decisions(open_plan: OpenPlan) -> list[Decision]:
    return list(open_plan.session.exec(select(Decision).where(Decision.plan_id == open_plan.plan.id)))


def _is_city(session: Session, actor: Actor) -> bool:
    office = session.get(Office, actor.office_id)
    return office is not None and office.level == OfficeLevel.CITY
