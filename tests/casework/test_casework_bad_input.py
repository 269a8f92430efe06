"""What cannot be: refused with every mistake at once, each with its place, and nothing half-written."""

import tomllib
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, select

from app.bootstrap import create_rehearsal_context
from casework.plan.opening import check_prosecutor_known, open_new_plan
from casework.plan.plan_check import check_plan
from casework.plan.plan_validation import parse_and_validate
from casework.shared.files.acts_file import ActsFile
from casework.shared.files.parsing import MAX_FILE_SIZE, read_acts_file, read_plan_file, read_plan_path
from casework.shared.files.plan_file import PlanFile
from core.clock import at_local
from core.errors import BadInput
from flows.later_events import split_later_events
from flows.rehearsal import create_staff, get_opener
from law.rulebook import Rulebook
from models.database import Database
from models.plan import Plan
from tests.builders import CASELOAD, a_plan, an_office, at

TEN_MISTAKES = {
    "decision.on": "before receipt",
    "decision.period_written_to": "thirteen months",
    "minor.born_on": "not yet sixteen at the act",
    "case.act_dates[2]": "after the case was received",
    "case.predicted_sentence_months": "more than a year",
    "announcement.on": "before the decision",
    "service[1].on": "before the decision",
    "milestone[1].on": "outside the period",
    "taken_over_on": "before the decision",
    "team.clerk": "nobody signs in so",
}


def a_file_with_ten_mistakes() -> PlanFile:
    good = a_plan(announced_on="2026-03-02")
    content = good.model_dump(mode="json", exclude_none=True)
    content["review"] |= {"received_on": "2026-03-05"}
    content["decision"] |= {"months": 13, "period_written_to": "2027-04-01"}
    content["minor"]["born_on"] = "2010-02-01"
    content["case"] |= {"act_dates": ["2026-01-01", "2026-03-06"], "predicted_sentence_months": 13}
    content["announcement"]["on"] = "2026-03-01"
    content["service"] = [{"to": "police", "on": "2026-03-01"}]
    content["milestone"] = [{"name": "late", "on": "2028-01-01"}]
    content["taken_over_on"] = "2026-03-01"
    content["team"]["clerk"] = "nobody.there"
    return PlanFile.model_validate(content)


def counted(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.reading() as session:
        return {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in SQLModel.metadata.tables.items()
        }


def test_ten_mistakes_are_named_at_once_each_with_its_place(database: Database) -> None:
    context = an_office(database, "2026-03-10 09:00")
    create_staff(context, a_plan())
    before, keys = counted(database), context.vault.cases()
    with pytest.raises(BadInput) as refused:
        open_new_plan(context, get_opener(context, a_plan()), a_file_with_ten_mistakes())
    places = [mistake.place for mistake in refused.value.mistakes]
    assert set(places) >= set(TEN_MISTAKES)
    by_place = {mistake.place: mistake for mistake in refused.value.mistakes}
    assert by_place["decision.period_written_to"].rule == "PB-01"
    assert by_place["decision.period_written_to"].article
    assert by_place["minor.born_on"].rule == "PR-02"
    for mistake in refused.value.mistakes:
        assert mistake.wrong.zh
        assert mistake.wrong.en
    # Nothing was changed: not a row, not a key.
    assert counted(database) == before
    assert context.vault.cases() == keys


def test_a_team_member_who_holds_another_office_is_a_mistake(sqlite_database: Database) -> None:
    context = an_office(sqlite_database, "2026-03-10 09:00")
    create_staff(context, a_plan())
    content = a_plan().model_dump(mode="json", exclude_none=True)
    content["team"]["assistant"] = "gui.clerk"
    with pytest.raises(BadInput) as refused:
        open_new_plan(context, get_opener(context, a_plan()), PlanFile.model_validate(content))
    assert [mistake.place for mistake in refused.value.mistakes] == ["team.assistant"]


def test_a_plan_number_is_given_once(sqlite_database: Database) -> None:
    context = an_office(sqlite_database, "2026-03-02 09:00")
    create_staff(context, a_plan())
    numbered = a_plan(number="SW-TEST-0001")
    open_new_plan(context, get_opener(context, numbered), numbered)
    with pytest.raises(BadInput) as refused:
        open_new_plan(context, get_opener(context, numbered), numbered)
    assert [mistake.place for mistake in refused.value.mistakes] == ["number"]


def test_a_decision_in_the_future_opens_nothing(sqlite_database: Database) -> None:
    context = an_office(sqlite_database, "2026-03-01 09:00")
    create_staff(context, a_plan())
    with pytest.raises(BadInput) as refused:
        open_new_plan(context, get_opener(context, a_plan()), a_plan(decided_on="2026-03-02"))
    assert [mistake.place for mistake in refused.value.mistakes] == ["decision.on"]


def test_what_is_still_to_come_has_not_been_done(sqlite_database: Database) -> None:
    """Neither announced nor received: a day to come is no fact, in a file as little as on a page."""
    context = an_office(sqlite_database, "2026-03-05 09:00")
    create_staff(context, a_plan())
    plan = a_plan(
        announced_on="2026-03-06", service=[{"to": "police", "on": "2026-03-05"}, {"to": "minor", "on": "2026-03-09"}]
    )
    with pytest.raises(BadInput) as refused:
        open_new_plan(context, get_opener(context, a_plan()), plan)
    assert {mistake.place for mistake in refused.value.mistakes} == {"announcement.on", "service[2].on"}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("born_on = 2026-02-30", "minor.born_on"),
        ('nickname = "x"', "minor.nickname"),
        ('phone_held = ["Fri 18:00"]', "minor.phone_held[1]"),
        ('device = "spyware"', "minor.device"),
        ('identity_number = "12"', "minor.identity_number"),
    ],
)
def test_a_file_that_is_wrong_says_where(line: str, place: str) -> None:
    text = f"""format = "sunward-plan/1"\n[minor]\nname = "甲"\nsex = "M"\n{line}\n"""
    with pytest.raises(BadInput) as refused:
        read_plan_file(text)
    assert place in [mistake.place for mistake in refused.value.mistakes]
    assert "12" not in " ".join(str(mistake) for mistake in refused.value.mistakes if mistake.place == place)


@pytest.mark.parametrize(
    ("act", "place"),
    [
        ('{ on = 2026-03-06, by = "minor", did = "fly" }', "acts[1]"),
        ('{ on = 2026-03-06, by = "postman", did = "note", topic = "other", text = "x" }', "acts[1].note.by"),
        ('{ on = 2026-03-06, by = "minor", did = "submit", item = "final_decision" }', "acts[1].submit.item"),
        (
            '{ on = 2026-03-06, by = "prosecutor", did = "pause_messages", until_on = 2026-13-01, reason = "x" }',
            "acts[1].pause_messages.until_on",
        ),
    ],
)
def test_an_act_that_does_not_exist_says_where(act: str, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_acts_file(f'format = "sunward-acts/1"\nacts = [ {act} ]')
    assert [mistake.place for mistake in refused.value.mistakes] == [place]


WRONG_IN_FORM_AND_BY_LAW = {
    'device          = "own"\n\n[[': 'device          = "own"\nnickname = "元元"\n\n[[',
    "act_dates                 = [2026-06-12,": "act_dates                 = [2026-06-31,",
    'offence_article           = "287-2"': 'offence_article           = "177-1"',
    "months              = 12": "months              = 13",
    "period_written_to   = 2027-08-30": "period_written_to   = 2027-09-29",
    'state = "heard", on = 2026-08-14': 'state = "asked", on = 2026-02-29',
    'confirmed_by = "assistant"': 'confirmed_by = "the_cat"',
}
"""What stands in one of the sample files, and what a hurried hand makes of it."""


def test_what_is_wrong_in_form_and_what_the_law_refuses_are_named_together() -> None:
    text = (CASELOAD / "25-yuanxiao.toml").read_text(encoding="utf-8")
    for right, wrong in WRONG_IN_FORM_AND_BY_LAW.items():
        assert text.count(right) == 1, right
        text = text.replace(right, wrong)
    for written in (text, text.replace("\n", "\r\n")):
        with pytest.raises(BadInput) as refused:
            parse_and_validate(lambda written=written: read_plan_file(written), Rulebook.load(), date(2026, 11, 24))
        assert {mistake.place: mistake.rule for mistake in refused.value.mistakes} == {
            "minor.nickname": None,
            "case.act_dates[1]": None,
            "case.opinions.police.state": None,
            "case.opinions.police.on": None,
            "condition[3].confirmed_by": None,
            "case.offence_article": "PR-03",
            "decision.period_written_to": "PB-01",
        }
        assert all(mistake.article for mistake in refused.value.mistakes if mistake.rule)
        assert "7" in refused.value.reason.en
        assert "元元" not in " ".join(str(mistake) for mistake in refused.value.mistakes)


def test_an_unknown_prosecutor_hides_no_other_mistake(sqlite_database: Database) -> None:
    context = an_office(sqlite_database, "2026-03-10 09:00")
    content = a_plan().model_dump(mode="json", exclude_none=True)
    content["case"]["offence_article"] = "177-1"
    with pytest.raises(BadInput) as refused:
        check_prosecutor_known(context, PlanFile.model_validate(content))
    assert {"team.prosecutor", "team.clerk", "case.offence_article"} <= {each.place for each in refused.value.mistakes}
    create_staff(context, a_plan())
    check_prosecutor_known(context, PlanFile.model_validate(content))


def test_twenty_megabytes_are_refused_unread() -> None:
    for read in (read_plan_file, read_acts_file):
        with pytest.raises(BadInput, match="larger than 2 MB"):
            read("#" * (MAX_FILE_SIZE + 1))


def test_the_same_file_in_any_order_reads_the_same() -> None:
    text = 'format = "sunward-acts/1"\nacts = [ { on = 2026-03-06, by = "minor", did = "withdraw_consent" } ]'
    assert read_acts_file(text) == ActsFile.model_validate(tomllib.loads(text))
    assert read_acts_file("\ufeff" + text).acts[0].on == date(2026, 3, 6)


def test_a_file_without_a_number_sent_twice_is_one_plan() -> None:
    """Nobody of a family is called for twice because a file was; somebody else of that name has a number of their own."""
    plan, _ = split_later_events(read_plan_path(CASELOAD / "10-xiazhi.toml").model_copy(update={"number": None}))
    context = create_rehearsal_context(at_local(plan.decision.on, time(9, 0)))
    create_staff(context, plan)
    by = get_opener(context, plan)
    open_new_plan(context, by, plan)
    with pytest.raises(BadInput) as refused:
        open_new_plan(context, by, plan)
    assert [mistake.place for mistake in refused.value.mistakes] == ["minor"]
    assert [mistake.place for mistake in check_plan(context, by, plan).mistakes] == ["minor"]
    other_day = plan.minor.born_on + timedelta(days=1)
    for another in (
        plan.model_copy(update={"number": "SW-6JC2-B36Z"}),
        plan.model_copy(update={"minor": plan.minor.model_copy(update={"born_on": other_day})}),
        plan.model_copy(update={"minor": plan.minor.model_copy(update={"name": "槐花"})}),
    ):
        open_new_plan(context, by, another)
    with context.database.reading() as session:
        assert len(session.exec(select(Plan)).all()) == 4


def test_a_second_decision_about_somebody_is_a_second_plan() -> None:
    context, first, second = (
        create_rehearsal_context(at("2026-03-03 09:00")),
        a_plan("2026-03-02"),
        a_plan("2026-03-03"),
    )
    create_staff(context, first)
    numbers = {open_new_plan(context, get_opener(context, plan), plan) for plan in (first, second)}
    assert len(numbers) == 2
