"""Figures over many cases: nothing of a small office, nobody in a small group, no ranking; and what is sealed was counted."""

import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from casework.acting.rights import Actor
from casework.evaluation.statistics import COLUMNS, as_xlsx, load_statistics
from casework.evaluation.statistics_count import DurationFigures
from casework.staff.staffing import ensure_office, ensure_staff, get_staff_actor
from core.errors import NotAllowed
from models.database import Database
from models.office import OfficeLevel, Role
from tests.builders import SimulatedPlan, a_plan, an_office, start_plan_in

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
def cases(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> list[SimulatedPlan]:
    """Six cases in one office and two in another, opened on one day, announced on two."""
    import shutil

    file = tmp_path_factory.mktemp("figures") / "record.db"
    shutil.copy(sqlite_template, file)
    context = an_office(Database(f"sqlite:///{file}"), "2026-03-02 09:00")
    cases = [*_office(context, MANY, "gui", 6), *_office(context, FEW, "ren", 2)]
    with context.database.transaction() as session:
        city = ensure_office(session, context.clock.now(), "市院", OfficeLevel.CITY)
        for login, role in (("shi.chief", Role.CHIEF_PROSECUTOR), ("shi.auditor", Role.AUDITOR)):
            ensure_staff(session, context.clock.now(), login, role, city)
    for place, life in enumerate(cases):
        life.on("2026-03-04 10:00" if place < 5 else "2026-03-06 10:00").act(
            "prosecutor", "announce", present=["minor"], explained=["period", "rules", "liability"]
        )
    for life in cases[:3]:
        life.on("2026-03-09 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    for life in cases[3:6]:
        life.on("2026-03-10 12:00").act("minor", "submit", item="weekly_note", due_on="2026-03-09")
    cases[0].jumps_to("2026-04-01 09:00")
    return cases


def staff(cases: list[SimulatedPlan], login: str) -> Actor:
    with cases[0].context.database.reading() as session:
        return Actor.of_staff(get_staff_actor(session, login))


def test_an_office_with_fewer_than_five_cases_shows_none(cases: list[SimulatedPlan]) -> None:
    groups = load_statistics(cases[0].context, staff(cases, "shi.chief"))
    few, many = groups.offices
    assert (few.office, few.figures) == (FEW, None)
    assert many.figures is not None
    assert (many.figures.cases, many.figures.running) == (6, None)  # all have one result
    assert (many.figures.owed, many.figures.on_time, many.figures.late, many.figures.kept) == (6, None, None, None)
    # nobody is left who was not told; nine of ten are six
    assert many.figures.to_announcement == DurationFigures(None, 2.0, None)
    assert groups.all_offices is None  # the sum of one is that one
    assert load_statistics(cases[0].context, staff(cases, "ren.chief_prosecutor")).offices == [few]
    assert load_statistics(cases[0].context, staff(cases, "gui.chief_prosecutor")).offices == [many]


def test_lateness_with_dates_of_the_law_is_the_offices_own(cases: list[SimulatedPlan]) -> None:
    """Nothing was served: the six cases of the office are late with it, each by as many days as have passed."""
    figures = load_statistics(cases[0].context, staff(cases, "gui.chief_prosecutor")).offices[0].figures
    assert figures is not None
    assert figures.dates_late > 0
    assert figures.days_late.median is not None
    assert figures.days_late.p90 is None  # nine of ten are ten people or more
    assert figures.dates_late <= figures.dates_of_law
    assert figures.not_done == 0


def test_the_spreadsheet_has_the_same_figures_and_no_formula(cases: list[SimulatedPlan]) -> None:
    groups = load_statistics(cases[0].context, staff(cases, "shi.auditor"))
    head = [words.zh for words in COLUMNS.values()]
    strange = replace(groups, offices=[replace(groups.offices[1], office="=1+1")])
    few, many = load_workbook(io.BytesIO(as_xlsx(groups))).active.iter_rows(min_row=2, values_only=True)
    assert (few[0], set(few[1:])) == (FEW, {None})
    assert (many[0], many[1], len(many)) == (MANY, 6, len(head))
    sheet = load_workbook(io.BytesIO(as_xlsx(strange))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == head
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].value) == ("=1+1", "s", 6)


def test_whoever_has_no_right_sees_no_figure(cases: list[SimulatedPlan]) -> None:
    for login in ("gui.prosecutor", "gui.social_worker", "gui.clerk"):
        with pytest.raises(NotAllowed):
            load_statistics(cases[0].context, staff(cases, login))


def test_the_figures_of_one_office_are_read_from_its_own_plans(cases: list[SimulatedPlan]) -> None:
    """Nobody makes statistics for a SQLite file: an index on how things stand would lead through those of all offices."""
    asked: dict[str, Any] = {}
    database = cases[0].context.database

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_more: object) -> None:
        if " item " in statement:
            asked[statement] = given

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        load_statistics(cases[0].context, staff(cases, "gui.chief_prosecutor"))
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert len(asked) == 2
    with database.engine.connect() as connection:
        for statement, given in asked.items():
            steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
            assert [step for step in steps if "item USING INDEX" in step and "(plan_id=?" in step], steps
