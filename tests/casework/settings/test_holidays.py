"""A year's holidays are announced: what moves is seen first, confirmed by somebody, and stands in the journal."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from casework.acting.context import Context
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import Actor
from casework.settings import holidays
from casework.settings.chosen_values import choose_value, list_chosen_values, load_choices
from casework.settings.confirming import confirm_request
from casework.settings.holiday_file import HolidayNotice
from casework.settings.holidays import (
    RecordedDays,
    announce_year,
    check_calendar,
    load_calendar,
    preview_year,
    recorded_days,
    request_year,
)
from core.clock import Every
from core.errors import BadInput, NotAllowed, NotFound, ReauthenticationRequired, Refused
from law.clocks import access_answer
from law.working_days import WorkingDays
from models.database import Database
from models.message import Message
from models.office import AccountRequest, Office, OfficeLevel, Staff
from models.office_setting import OfficeSetting, SettingKind, list_settings
from models.plan import Plan
from notifications.events import Event
from tests.builders import (
    SimulatedPlan,
    a_plan,
    an_office,
    announce_and_serve,
    enrol,
    start_plan,
    start_plan_in,
)
from tests.cached_plans import cached_copy
from tests.statements import counted


def a_notice(**more: Any) -> HolidayNotice:
    """An invented notice for 2027: the Spring Festival is longer by a week than what is computed."""
    free = [
        ("元旦", "New Year", "2027-01-01", "2027-01-03"),
        ("春节", "Spring Festival", "2027-02-05", "2027-02-19"),
        ("清明节", "Qingming", "2027-04-03", "2027-04-05"),
        ("劳动节", "Labour Day", "2027-05-01", "2027-05-05"),
        ("端午节", "Dragon Boat", "2027-06-09", "2027-06-09"),
        ("中秋节", "Mid-Autumn", "2027-09-15", "2027-09-15"),
        ("国庆节", "National Day", "2027-10-01", "2027-10-07"),
    ]
    content = {
        "year": 2027, "notice": "虚构通知2027-1", "source": "https://example.invalid/2027",
        "free": [{"name_zh": zh, "name_en": en, "from_on": a, "to_on": b} for zh, en, a, b in free],
        "worked": ["2027-02-20"],
    }  # fmt: skip
    return HolidayNotice.model_validate(content | more)


@pytest.fixture
@cached_copy
def life() -> SimulatedPlan:
    """Its period ends on 9 February 2027, and the last day for the decision falls into what will be the holiday."""
    life = start_plan(decided_on="2026-08-10", months=6, days_left=8, team_works=False)
    life.context.days = RecordedDays()
    announce_and_serve(life, "2026-08-12")
    enrol_city(life.context)
    return life.jumps_to("2026-12-05 10:00")


def enrol_city(context: Context) -> None:
    enrol(context, "虚构市院", "jurist city.jurist", "administrator city.admin", "chief_prosecutor city.chief")
    enrol(context, "虚构县院", "chief_prosecutor county.chief")
    with context.database.transaction() as session:
        office = session.exec(select(Office).where(Office.name == "虚构市院")).one()
        office.level = OfficeLevel.CITY.value
        session.add(office)


def somebody(context: Context, login: str) -> Actor:
    with context.database.reading() as session:
        return Actor.of_staff(session.exec(select(Staff).where(Staff.login == login)).one())


def request_id(context: Context) -> uuid.UUID:
    """Of what was asked for all offices last."""
    with context.database.reading() as session:
        return session.exec(select(AccountRequest.id).order_by(col(AccountRequest.id).desc())).first() or uuid.uuid4()


def announce(context: Context, confirm: str | None = None) -> None:
    """An administrator asks, and the chief of another office confirms what they have seen."""
    admin, chief = somebody(context, "city.admin"), somebody(context, "county.chief")
    seen = preview_year(context, admin, a_notice()).digest
    request_year(context, admin, a_notice(), confirm=seen)
    announce_year(context, chief, request_id(context), confirm=confirm or seen, reason="与通知核对过")


def entered(life: SimulatedPlan) -> list[OfficeSetting]:
    with life.context.database.reading() as session:
        return list_settings(session, SettingKind.YEAR)


def test_what_a_year_moves_is_seen_confirmed_and_journalled(life: SimulatedPlan) -> None:
    context, admin = life.context, somebody(life.context, "city.admin")
    assert not check_calendar(context).holds, "in December the next year's holidays are asked for"
    before = life.plan.final_decision_by
    assert before == date(2027, 2, 17)

    preview = preview_year(context, admin, a_notice())
    finals = [(move.number, move.kind, move.old, move.new) for move in preview.moved if "final" in move.kind]
    assert finals == [(life.number, "final_decision_by", date(2027, 2, 17), date(2027, 2, 20))], "a worked Saturday"
    assert [move.kind for move in preview.moved if move.kind == "weekly_note"] == [], "a family's week stays"
    assert all(move.new == date(2027, 2, 20) for move in preview.moved if move.kind == "prosecutor_talk")
    assert life.plan.final_decision_by == before
    assert entered(life) == []

    with pytest.raises(Refused):
        request_year(context, admin, a_notice(), confirm="something else")
    with pytest.raises(Refused):
        announce(context, confirm="something else")
    for alone in (admin, somebody(context, "city.jurist"), somebody(context, "city.chief")):
        with pytest.raises((NotAllowed, Refused, NotFound)):
            announce_year(context, alone, request_id(context), confirm=preview.digest, reason="一个人")
    assert entered(life) == []
    announce(context)
    chief = somebody(context, "county.chief")
    changed = [
        one.recipient_id for one in messages(context) if one.event == Event.OFFICE_CHANGED and one.channel == "inbox"
    ]
    chiefs = {chief.id, somebody(context, "city.chief").id, life.actor("chief_prosecutor").id}
    assert set(changed) == chiefs, "every chief is told"
    assert life.plan.final_decision_by == date(2027, 2, 20)
    (line,) = life.lines("announce_year")
    assert line.note["year"] == 2027
    assert "final_decision_by/2027-02-17/2027-02-20" in line.note["moved"]
    assert check_calendar(context).holds
    assert not context.days.is_working(date(2027, 2, 19))
    assert context.days.is_working(date(2027, 2, 20))
    assert not recorded_days(context.database).is_provisional(date(2027, 7, 1)), "another process reads the same"
    calendar = {year.year: year for year in load_calendar(context, admin).years}
    assert calendar[2027].notice == "虚构通知2027-1"
    assert calendar[2027].confirmed_by == chief.id
    assert not calendar[2028].known

    again = preview_year(context, admin, a_notice())
    assert again.moved == [], "the same notice moves nothing more"


def two_processes(database: Database) -> tuple[Context, Context]:
    """At one record, each with a calendar of its own."""
    context = replace(an_office(database, "2026-12-05 10:00"), days=recorded_days(database))
    enrol_city(context)
    return context, replace(context, days=recorded_days(database))


def test_another_process_knows_the_year_a_second_later(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks before each act, once a second at most; before, it read the calendar once a minute."""
    here, there = two_processes(sqlite_database)
    announce(here)
    monkeypatch.setattr(there.days, "_asks", Every(0))
    life = start_plan_in(there, a_plan("2026-08-12", days_left=8), team_works=False)
    assert life.plan.final_decision_by == date(2027, 2, 20)


def test_a_plan_that_nothing_moves_is_held_up_for_nobody(life: SimulatedPlan) -> None:
    """All are looked at, one after another; held until the year is announced are only those of which something moves."""
    other = start_plan_in(life.context, a_plan("2026-06-08", months=6, minor={"name": "别人"}), team_works=False)
    looked, moves = list[str](), holidays._moves

    def look(open_plan: OpenPlan, days: WorkingDays) -> Iterator[holidays.DateMove]:
        looked.append(open_plan.plan.number)
        return moves(open_plan, days)

    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(holidays, "_moves", look)
        preview = preview_year(life.context, somebody(life.context, "city.admin"), a_notice())
        assert {move.number for move in preview.moved} == {life.number}
        announce(life.context)
    everybody = sorted([life.number, other.number])
    assert looked == [*everybody * 4, life.number]


def test_a_plan_that_was_closed_meanwhile_is_looked_at_again(life: SimulatedPlan) -> None:
    """What was confirmed is not what would happen now: nothing is announced, and nothing moves on a closed plan."""
    context, admin, preview = life.context, somebody(life.context, "city.admin"), holidays.preview_year

    def close(context: Context, actor: Actor, notice: HolidayNotice) -> holidays.YearPreview:
        seen = preview(context, actor, notice)
        with context.database.transaction() as session:
            session.exec(select(Plan)).one().closed_at = context.clock.now()
        return seen

    confirmed = preview_year(context, admin, a_notice()).digest
    request_year(context, admin, a_notice(), confirm=confirmed)
    with pytest.MonkeyPatch.context() as meanwhile:
        meanwhile.setattr(holidays, "preview_year", close)
        with pytest.raises(Refused):
            announce_year(
                context, somebody(context, "county.chief"), request_id(context), confirm=confirmed, reason="核对过"
            )
    assert entered(life) == []


def test_whoever_writes_waits_for_one_plan_at_most_while_somebody_looks_what_would_move(
    sqlite_database: Database,
) -> None:
    context, _ = two_processes(sqlite_database)
    for month in ("07", "08"):
        start_plan_in(context, a_plan(f"2026-{month}-12", minor={"name": f"某{month}"}), team_works=False)
    with counted(sqlite_database) as asked:
        preview_year(context, somebody(context, "city.admin"), a_notice())
    assert asked.writing == 2


def test_what_another_process_has_counted_before_it_knew_of_the_year_is_counted_once_more(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two_processes(sqlite_database)
    opened: list[SimulatedPlan] = []
    monkeypatch.setattr(there.days, "_asks", Every(3600))
    there.days.refresh()

    def meanwhile(_seconds: float) -> None:
        opened.append(start_plan_in(there, a_plan("2026-08-12", days_left=8), team_works=False))
        assert opened[0].plan.final_decision_by == date(2027, 2, 19), "a holiday"

    monkeypatch.setattr(holidays, "sleep", meanwhile)
    announce(here)
    (life,) = opened
    assert life.plan.final_decision_by == date(2027, 2, 20)
    (line,) = life.lines("announce_year")
    assert "final_decision_by/2027-02-19/2027-02-20" in line.note["moved"]


def test_a_wrong_notice_and_somebody_without_the_right_enter_nothing(life: SimulatedPlan) -> None:
    context = life.context
    with pytest.raises(BadInput):
        preview_year(context, somebody(context, "city.admin"), a_notice(worked=["2027-03-03"]))
    with pytest.raises(NotAllowed):
        preview_year(context, life.actor("prosecutor"), a_notice())
    assert entered(life) == []


def test_a_jurist_corrects_a_clock_from_a_day_on_and_never_switches_it_off(life: SimulatedPlan) -> None:
    """SE-03: three working days are known only from memory. Wherever the rule speaks the new value holds, and the
    report says who chose it and why; what began before keeps its own."""
    context, jurist, admin = life.context, somebody(life.context, "city.jurist"), somebody(life.context, "city.admin")
    key, values = "access_answer_working_days", {"from_on": date(2026, 12, 10), "reason": "看到了正式文本第十六条"}

    def answered_by(asked_on: date) -> date:
        return access_answer(asked_on, context.days, context.law).due_on

    before = answered_by(date(2026, 12, 9)), answered_by(date(2026, 12, 10))
    assert before == (date(2026, 12, 14), date(2026, 12, 15))
    with pytest.raises(Refused):
        choose_value(context, admin, key=key, value=2, **values)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        choose_value(context, jurist, key=key, value=0, **values)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        choose_value(context, jurist, key="probation_most_months", value=9, **values)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        choose_value(context, jurist, key="no_such_number", value=9, **values)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        choose_value(context, jurist, key=key, value=2, from_on=date(2026, 12, 5), reason="今天已经开始")
    with pytest.raises(NotAllowed):
        choose_value(context, life.actor("chief_prosecutor"), key=key, value=2, **values)  # type: ignore[arg-type]
    assert context.choices == []

    choose_value(context, jurist, key=key, value=2, **values)  # type: ignore[arg-type]
    assert context.choices == [], "it holds for all offices: a signer confirms it"
    with pytest.raises(Refused):
        confirm_request(context, admin, request_id(context), reason="核对过")
    confirm_request(context, somebody(context, "county.chief"), request_id(context), reason="与正式文本核对过")
    choose_value(context, jurist, key=key, value=2, **values)  # type: ignore[arg-type]
    assert len(context.choices) == 1
    assert (answered_by(date(2026, 12, 9)), answered_by(date(2026, 12, 10))) == (before[0], date(2026, 12, 14))
    with context.database.reading() as session:
        plan = session.get_one(Plan, life.plan.id)
        assert context.get_rulebook(session, plan).number(key, on=date(2026, 12, 10)) == 2
        assert context.get_rulebook(session, plan).number(key, on=date(2026, 12, 9)) == 3
    context.choices.clear()
    load_choices(context)
    assert context.law.number(key, on=date(2026, 12, 31)) == 2
    with context.database.reading() as session:
        (chosen,) = list_chosen_values(context, session, everywhere=True)
    assert (chosen.rule, chosen.before, chosen.value, chosen.by) == ("SE-03", 3, 2, "city.jurist")


def test_practice_is_ones_own_offices_and_of_all_two_peoples(life: SimulatedPlan) -> None:
    """The law's values are not touched by it. The chief is told; a value of one's own stands before one of all."""
    context, admin = life.context, somebody(life.context, "city.admin")
    key, day = "level_lapses_after_days", date(2026, 12, 6)

    def held_by(office_id: uuid.UUID | None) -> tuple[int, int]:
        law = context.get_law(office_id)
        return law.number(key, on=date(2026, 12, 5)), law.number(key, on=day)

    choose_value(context, admin, key=key, value=30, from_on=day, reason="本院做法")
    assert (held_by(admin.office_id), held_by(None), held_by(life.plan.office_id)) == ((60, 30), (60, 60), (60, 60))
    notices = [one for one in messages(context) if one.event == Event.OFFICE_CHANGED and one.channel == "inbox"]
    assert {one.recipient_id for one in notices} == {somebody(context, "city.chief").id}
    with pytest.raises(NotAllowed):
        choose_value(
            context, somebody(context, "city.jurist"), key=key, value=40, from_on=day, reason="各院", for_all=True
        )
    choose_value(context, admin, key=key, value=40, from_on=day, reason="各院统一", for_all=True)
    assert held_by(None) == (60, 60)
    confirm_request(context, somebody(context, "county.chief"), request_id(context), reason="同意")
    assert (held_by(admin.office_id), held_by(life.plan.office_id)) == ((60, 30), (60, 40))
    with context.database.reading() as session:
        assert context.get_rulebook(session, session.get_one(Plan, life.plan.id)).number(key, on=day) == 40
        shown = list_chosen_values(context, session, of=life.plan.office_id)
    assert context.law.edition == context.rulebook.edition
    assert len(shown) == 1, "another office's own is not shown"
    with pytest.raises(ReauthenticationRequired):
        choose_value(context, replace(admin, unconfirmed=True), key=key, value=20, from_on=day, reason="没有确认身份")


def messages(context: Context) -> list[Message]:
    with context.database.reading() as session:
        return list(session.exec(select(Message)))
