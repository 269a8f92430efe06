"""Figures over many cases: nothing of a small office, nobody in a small group, no ranking; and what is sealed was counted."""

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import event
from sqlmodel import select

from casework.evaluation.acts import RecordNote
from casework.evaluation.fairness import (
    GROUPINGS,
    MEASURES,
    FairnessTable,
    as_text,
    count_before_sealing,
    load_fairness_report,
    take_back_before_unsealing,
)
from casework.evaluation.fairness import as_csv as fairness_csv
from casework.evaluation.statistics import COLUMNS, as_csv, as_xlsx, load_statistics
from casework.evaluation.statistics_count import DurationFigures
from casework.shared.rights import Actor
from casework.staff.staffing import ensure_office, ensure_staff, get_staff_actor
from core.errors import NotAllowed
from models.database import Database
from models.office import Office, OfficeLevel, Role
from models.plan import Plan
from models.tally import Tally
from tests.builders import SimulatedPlan, a_plan, an_office, announce_and_serve, conclude, start_plan, start_plan_in

MANY, FEW = "癸县", "壬县"


def _office(context: Any, name: str, prefix: str, cases: int) -> list[SimulatedPlan]:
    team = {
        role: f"{prefix}.{role}"
        for role in (
            "prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk",
        )
    }  # fmt: skip
    return [
        start_plan_in(
            context, a_plan(case={"office": name}, team=team, minor={"name": f"第{place}人"}), team_works=False
        )
        for place in range(cases)
    ]


@pytest.fixture(scope="module")
def lives(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> list[SimulatedPlan]:
    """Six cases in one office and two in another, opened on one day, announced on two."""
    import shutil

    file = tmp_path_factory.mktemp("figures") / "record.db"
    shutil.copy(sqlite_template, file)
    context = an_office(Database(f"sqlite:///{file}"), "2026-03-02 09:00")
    lives = [*_office(context, MANY, "gui", 6), *_office(context, FEW, "ren", 2)]
    with context.database.transaction() as session:
        city = ensure_office(session, context.clock.now(), "市院", OfficeLevel.CITY)
        for login, role in (("shi.chief", Role.CHIEF_PROSECUTOR), ("shi.auditor", Role.AUDITOR)):
            ensure_staff(session, context.clock.now(), login, role, city)
    for place, life in enumerate(lives):
        life.on("2026-03-04 10:00" if place < 5 else "2026-03-06 10:00").act(
            "prosecutor", "announce", present=["minor"], told=["period", "rules", "liability"]
        )
    for life in lives[:3]:
        life.on("2026-03-09 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    for life in lives[3:6]:
        life.on("2026-03-10 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    lives[0].jumps_to("2026-04-01 09:00")
    return lives


def staff(lives: list[SimulatedPlan], login: str) -> Actor:
    with lives[0].context.database.reading() as session:
        return Actor.of_staff(get_staff_actor(session, login))


def test_an_office_with_fewer_than_five_cases_shows_none(lives: list[SimulatedPlan]) -> None:
    groups = load_statistics(lives[0].context, staff(lives, "shi.chief"))
    few, many = groups.offices
    assert (few.office, few.figures) == (FEW, None)
    assert many.figures is not None
    assert (many.figures.cases, many.figures.running) == (6, None)  # all have one result
    assert (many.figures.owed, many.figures.on_time, many.figures.late, many.figures.kept) == (6, None, None, None)
    assert many.figures.to_announcement == DurationFigures(
        None, 2.0, None
    )  # nobody is left who was not told; nine of ten are six
    assert groups.together is None  # the sum of one is that one
    assert load_statistics(lives[0].context, staff(lives, "ren.chief_prosecutor")).offices == [few]
    assert load_statistics(lives[0].context, staff(lives, "gui.chief_prosecutor")).offices == [many]


def test_lateness_with_dates_of_the_law_is_the_offices_own(lives: list[SimulatedPlan]) -> None:
    """Nothing was served: the six cases of the office are late with it, each by as many days as have passed."""
    figures = load_statistics(lives[0].context, staff(lives, "gui.chief_prosecutor")).offices[0].figures
    assert figures is not None
    assert figures.dates_late > 0
    assert figures.days_late.median is not None
    assert figures.days_late.p90 is None  # nine of ten are ten people or more
    assert figures.dates_late <= figures.dates_of_law
    assert figures.not_done == 0


def test_a_year_is_by_the_day_of_the_decision(lives: list[SimulatedPlan]) -> None:
    auditor = staff(lives, "shi.auditor")
    before = load_statistics(lives[0].context, auditor, from_on=date(2025, 1, 1), to_on=date(2025, 12, 31))
    assert all(row.figures is None for row in before.offices)
    assert load_statistics(lives[0].context, auditor).offices[1].figures is not None


def test_the_spreadsheet_has_the_same_figures_and_no_formula(lives: list[SimulatedPlan]) -> None:
    groups = load_statistics(lives[0].context, staff(lives, "shi.auditor"))
    text = as_csv(groups)
    assert text.startswith("\ufeff")
    head, few, many = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert head == [words.zh for words in COLUMNS.values()]
    assert few == [FEW]
    assert (many[0], many[1], len(many)) == (MANY, "6", len(head))
    strange = replace(groups, offices=[replace(groups.offices[1], office="=1+1")])
    sheet = load_workbook(io.BytesIO(as_xlsx(strange))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == head
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].value) == ("=1+1", "s", 6)


def test_whoever_has_no_right_sees_no_figure(lives: list[SimulatedPlan]) -> None:
    for login in ("gui.prosecutor", "gui.social_worker", "gui.clerk"):
        with pytest.raises(NotAllowed):
            load_statistics(lives[0].context, staff(lives, login))
        with pytest.raises(NotAllowed):
            load_fairness_report(lives[0].context, staff(lives, login), 2026)
    with pytest.raises(NotAllowed):  # a report on groups is for the city and the auditor
        load_fairness_report(lives[0].context, staff(lives, "gui.chief_prosecutor"), 2026)


def test_the_report_withholds_small_counts_and_names_no_office(lives: list[SimulatedPlan]) -> None:
    """Twenty-four people whose cases ended: three girls among them cannot be counted."""
    context = lives[0].context
    with context.database.transaction() as session:
        for sex, outcome, count in (("M", "non_prosecution", 15), ("M", "prosecution", 6), ("F", "non_prosecution", 3)):
            for measure in MEASURES:
                for by in GROUPINGS:
                    group, result = (sex, outcome) if (measure, by) == ("outcome", "sex") else ("own", outcome)
                    row = session.get(Tally, (2025, measure, by, group, result))
                    session.add(row or Tally(year=2025, measure=measure, by=by, group=group, result=result))
                    session.flush()
                    session.get_one(Tally, (2025, measure, by, group, result)).count += count
    report = load_fairness_report(context, staff(lives, "shi.auditor"), 2025)
    assert report.people == 24
    assert report.tables == []  # by sex there would be 21 and 3: the three would stand alone
    assert load_fairness_report(context, staff(lives, "shi.chief"), 2024).people is None
    assert as_text(load_fairness_report(context, staff(lives, "shi.chief"), 2024)).startswith("2024: 人数太少")
    with context.database.transaction() as session:
        session.get_one(Tally, (2025, "outcome", "sex", "F", "non_prosecution")).count += 6
        for by in GROUPINGS:
            if by != "sex":
                session.get_one(Tally, (2025, "outcome", by, "own", "non_prosecution")).count += 6
    table: FairnessTable
    (table,) = load_fairness_report(context, staff(lives, "shi.auditor"), 2025).tables
    assert (table.by, table.groups, table.group_totals) == ("sex", ["F", "M"], [9, 21])
    assert table.rows == [[9, 0], [15, 6]]
    text = fairness_csv(load_fairness_report(context, staff(lives, "shi.auditor"), 2025)) + as_text(report)
    for office in (MANY, FEW, "gui", "ren"):
        assert office not in text


def test_the_figures_of_one_office_are_read_from_its_own_plans(lives: list[SimulatedPlan]) -> None:
    """Nobody makes statistics for a SQLite file: an index on how things stand would lead through those of all offices."""
    asked: dict[str, Any] = {}
    database = lives[0].context.database

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_more: object) -> None:
        if " item " in statement:
            asked[statement] = given

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        load_statistics(lives[0].context, staff(lives, "gui.chief_prosecutor"))
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert len(asked) == 2
    with database.engine.connect() as connection:
        for statement, given in asked.items():
            steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
            assert [step for step in steps if "item USING INDEX" in step and "(plan_id=?" in step], steps


def test_what_is_sealed_was_counted_before_and_leads_back_to_nobody() -> None:
    """Once, in every table, and with nothing in the sums that tells who or when."""
    life = announce_and_serve(start_plan(team_works=False), "2026-03-04")
    life.act("social_worker", "record_situation", subject="school_or_work", state="in_work")
    life.jumps_to("2026-09-02 00:00").process_due()
    conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07")
    life.on("2026-09-08 09:00")
    assert life.status == "sealed"
    with life.context.database.reading() as session:
        rows = session.exec(select(Tally)).all()
        plan = session.exec(select(Plan)).one()
        office = session.exec(select(Office)).first()
    assert len(rows) == len(MEASURES) * len(GROUPINGS)
    assert {row.count for row in rows} == {1}
    groups = {(row.by, row.group) for row in rows if row.measure == "outcome"}
    assert groups == {
        ("sex", "M"), ("age", "16_17"), ("office", "county"), ("device", "own"), ("contact", "parent"),
        ("school_or_work", "in_work"), ("household", "unknown"),
    }  # fmt: skip
    everything = str([row.model_dump() for row in rows])
    assert office is not None
    for telling in (plan.number, plan.id.hex, office.name, "芒果", "2026-09-07"):
        assert telling not in everything


def test_sums_are_added_to_and_taken_from_and_never_written_over(sqlite_database: Database) -> None:
    life = announce_and_serve(start_plan_in(an_office(sqlite_database, "2026-03-02 09:00"), a_plan()), "2026-03-04")
    life.jumps_to("2026-09-02 00:00").process_due()
    conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07")
    for _ in range(2):
        with life.context.open_for_update(life.number, life.actor("prosecutor"), RecordNote.operation) as open_plan:
            count_before_sealing(open_plan)
    with life.context.database.reading() as session:
        assert {row.count for row in session.exec(select(Tally))} == {2}
    for left in ({1}, set()):
        with life.context.open_for_update(life.number, life.actor("prosecutor"), RecordNote.operation) as open_plan:
            take_back_before_unsealing(open_plan)
        with life.context.database.reading() as session:
            assert {row.count for row in session.exec(select(Tally))} == left
