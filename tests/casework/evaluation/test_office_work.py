"""A year of one office counted by hand: what is told to others gives nobody away, and a prosecutor sees the own cases whole."""

import io
import shutil
from typing import Any

import pytest
from openpyxl import load_workbook

from casework.acting.rights import Actor
from casework.evaluation.office_work import OfficeWork, WorkFigures, as_xlsx, load_office_work
from casework.staff.staffing import get_staff_actor
from core.errors import BadInput, NotAllowed
from models.database import Database
from tests.builders import PLACE, SimulatedPlan, a_plan, an_office, start_plan_in

TEAM = {role: f"gui.{role}" for role in (
    "prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk",
)}  # fmt: skip


@pytest.fixture(scope="module")
def cases(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> list[SimulatedPlan]:
    """Seven cases of one office, all decided on 1 March 2026. It is 10 August.

    Assessed in March: five minors, one of them twice; in April: one; in May: six. Two suggestions in March, one answered in
    June. A placement and an order in April, the order with sessions of two and three hours. One minor is back at school since 20 April, another since
    June; aid of 3,000 yuan was granted to one and refused to another.
    """
    file = tmp_path_factory.mktemp("work") / "record.db"
    shutil.copy(sqlite_template, file)
    context = an_office(Database(f"sqlite:///{file}"), "2026-03-02 09:00")
    lives = [
        start_plan_in(
            context, a_plan(case={"office": "癸县"}, team=TEAM, minor={"name": f"第{place}人"}), team_works=False
        )
        for place in range(7)
    ]

    def on(moment: str, chosen: list[int], by: str, did: str, **values: Any) -> None:
        for place in chosen:
            lives[place].on(moment).act(by, did, **values)

    def assessed(moment: str, chosen: list[int], label: str) -> None:
        day = moment[:10]
        on(moment, chosen, "social_worker", "record_assessment", assessment=label, tested_on=day, minor_consented_on=day,
           representative_consented_on=day, result="仅供参考")  # fmt: skip

    assessed("2026-03-10 09:00", [0, 1, 2, 3, 4], "t1")
    assessed("2026-03-11 09:00", [0], "t2")
    on("2026-03-12 09:00", [0, 1], "prosecutor", "send_suggestion", suggestion="s1", unit="某网吧", text="请核验身份")
    assessed("2026-04-02 09:00", [5], "t1")
    on("2026-04-03 09:00", [0], "prosecutor", "order_guardian", order="o1", person="mother", provider="妇联")
    on("2026-04-10 09:00", [0], "social_worker", "record_order_hours", order="o1", hours=2)
    on("2026-04-17 09:00", [0], "social_worker", "record_order_hours", order="o1", hours=3)
    on("2026-04-20 09:00", [0], "social_worker", "record_situation", subject="school_or_work", state="back_in_school")
    on("2026-04-21 09:00", [3], "social_worker", "place", **PLACE)
    assessed("2026-05-06 09:00", [0, 1, 2, 3, 4, 5], "t3")
    on("2026-05-07 09:00", [1, 2], "social_worker", "ask_aid", aid="a1", reason="家庭困难")
    on("2026-06-01 09:00", [0], "prosecutor", "record_suggestion_reply", suggestion="s1", text="已整改")
    on("2026-06-02 09:00", [1], "prosecutor", "answer_aid", aid="a1", granted=True, yuan=3000, reason="符合条件")
    on("2026-06-02 10:00", [2], "prosecutor", "answer_aid", aid="a1", granted=False, reason="不符合条件")
    on("2026-06-03 09:00", [1], "social_worker", "record_situation", subject="school_or_work", state="in_work")
    lives[0].on("2026-08-10 09:00")
    return lives


def work_of(cases: list[SimulatedPlan], role: str, year: int = 2026) -> OfficeWork:
    with cases[0].context.database.reading() as session:
        actor = Actor.of_staff(get_staff_actor(session, TEAM[role]))
    return load_office_work(cases[0].context, actor, year)


def figures(work: OfficeWork) -> dict[str, WorkFigures]:
    return {row.code: row for row in work.figures}


def test_a_prosecutor_sees_the_own_cases_whole(cases: list[SimulatedPlan]) -> None:
    seen = figures(work_of(cases, "prosecutor"))
    assert {code: row.year for code, row in seen.items()} == {
        "decided": 7, "back": 2, "assessments": 13, "counselling": 0, "placements": 1, "orders": 1, "family_sessions": 2, "family_hours": 5,
        "course_hours": 0, "aid": 1, "aid_yuan": 3000, "suggestions": 2, "suggestions_answered": 1, "referrals": 0,
    }  # fmt: skip
    assert seen["assessments"].quarters == [6, 7, 0, None]
    assert seen["assessments"].months == [0, 0, 6, 1, 6, 0, 0, *[None] * 5]


def test_an_office_tells_no_figure_behind_which_a_few_stand_nor_one_that_gives_it_away(
    cases: list[SimulatedPlan],
) -> None:
    """April's one assessment would follow from the quarter and May, so that May is withheld with it."""
    work = work_of(cases, "department_head")
    seen = figures(work)
    assert (seen["decided"].year, seen["decided"].quarters) == (7, [7, 0, 0, None])
    assert (seen["assessments"].year, seen["assessments"].quarters) == (13, [6, 7, 0, None])
    assert seen["assessments"].months[2:7] == [6, None, None, 0, 0]
    for code in ("back", "orders", "family_hours", "aid", "aid_yuan", "suggestions"):
        assert {seen[code].year, *seen[code].quarters, *seen[code].months} == {None}
    assert [work.cell(value, place * 3 + 1) for place, value in enumerate(seen["aid"].quarters)] == ["–", "–", "–", ""]


def test_the_workbook_has_the_same_figures_and_nothing_that_is_withheld(cases: list[SimulatedPlan]) -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx(work_of(cases, "chief_prosecutor")))).active
    rows = {str(row[0]): row[1:18] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["心理测评（人次）"][:5] == (13, 6, 7, 0, None)
    assert set(rows["救助金额（元）"]) == {None}


def test_a_social_worker_has_no_figures_and_a_year_to_come_none_yet(cases: list[SimulatedPlan]) -> None:
    with pytest.raises(NotAllowed):
        work_of(cases, "social_worker")
    with pytest.raises(BadInput):
        work_of(cases, "deputy", 2027)
