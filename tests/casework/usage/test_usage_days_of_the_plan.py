"""No day outside the plan's period is taken or counts, and the first four weeks are dates of the plan."""

from datetime import date, timedelta

import pytest

from casework.acting.rights.read_operations import READ_PLAN, READ_USAGE
from casework.usage.previews import UsagePreview
from casework.usage.view import load_usage
from core.errors import BadInput
from models.item import Submission
from models.usage_day import UsageDay
from models.usage_source import UsageSource
from tests.builders import BOTH_CONSENTS, SimulatedPlan, an_announced_plan, announce_and_serve, open_view, start_plan
from tests.cached_plans import cached_copy
from tests.machine_logs import as_export
from tests.usage_files import count_file
from usage.observations import Tone

DECIDED = date(2026, 3, 2)


@cached_copy
def measured() -> SimulatedPlan:
    """A hundred minutes a day from the first day of the plan to 20 April."""
    life = an_announced_plan(team_works=False, weekly=None, usage=BOTH_CONSENTS)
    life.act("social_worker", "name_device", device="computer", whose="own").on("2026-04-20 09:00")
    assert submit_days(life, DECIDED, 49, 100).reading.left_out == []
    return life


def submit_days(life: SimulatedPlan, first: date, days: int, minutes: int) -> UsagePreview:
    """The minor hands in a table of so many days with so many minutes each."""
    lines = [f"{first + timedelta(days=day)},{minutes}分钟" for day in range(days)]
    return count_file(life, "\n".join(["日期,总时长", *lines]))


def review(life: SimulatedPlan) -> object:
    """What the review says of it."""
    return open_view(load_usage, life.context, life.actor("social_worker"), life.number, right=READ_USAGE).looked


def test_a_file_of_last_year_moves_no_baseline_and_draws_no_praise() -> None:
    """Six hundred minutes a day in November: all of it lies before the period, and nothing of it is kept."""
    life = measured()
    before, kept = review(life), len(life.rows(UsageSource))
    with pytest.raises(BadInput, match="outside the period"):
        submit_days(life, date(2025, 11, 1), 28, 600)
    assert review(life) == before
    assert len(life.rows(UsageSource)) == kept


def test_a_file_that_reaches_back_is_read_for_the_days_of_the_plan_and_says_how_many_it_left_out() -> None:
    """By table and by stretches."""
    life = measured()
    taken = submit_days(life, DECIDED - timedelta(days=28), 30, 600)
    (note,) = [each for each in taken.reading.left_out if "period" in each.en]
    assert "28 in all" in note.en
    assert "没有留存" in note.zh
    assert [day.day for day in taken.reading.days] == [DECIDED, DECIDED + timedelta(days=1)]
    log = as_export(
        ("没人认识", "2026-02-27 20:00", "2026-02-27 21:00"), ("没人认识", "2026-02-28 20:00", "2026-02-28 21:00"),
        ("QQ", "2026-03-01 23:30", "2026-03-02 00:30"), ("QQ", "2026-04-01 20:00", "2026-04-01 21:00"),
    )  # fmt: skip
    count_file(life, log)
    assert min(row.day for row in life.rows(UsageDay)) == DECIDED
    assert min(row.first_on for row in life.rows(UsageSource)) == DECIDED
    view = open_view(load_usage, life.context, life.actor("social_worker"), life.number, right=READ_USAGE)
    assert "没人认识" not in str(view.devices)


def test_the_first_weeks_are_the_plans_own_and_not_the_first_that_came() -> None:
    """Data only from the fifth week on: there is nothing to compare with, and nothing is praised for it."""
    cadence = {"usage_review": {"every_months": 1, "on_day": 20}, "worker_contact": None, "prosecutor_talk": None}
    life = start_plan(team_works=False, weekly=None, usage=BOTH_CONSENTS, cadence=cadence)
    announce_and_serve(life, "2026-03-04").act("social_worker", "name_device", device="computer", whose="own")
    life.on("2026-04-27 09:00")
    submit_days(life, DECIDED + timedelta(weeks=4), 28, 600)
    life.act("social_worker", "close_usage_review", text="谈过了").on("2026-05-25 09:00")
    submit_days(life, DECIDED + timedelta(weeks=8), 28, 100)
    (summary,) = open_view(load_usage, life.context, life.actor("social_worker"), life.number, right=READ_USAGE).looked
    assert summary.assessable
    assert [finding.key for finding in summary.findings if finding.tone == Tone.GOOD] == []


def test_a_review_of_too_few_known_days_is_closed_with_words_only_and_finds_nothing() -> None:
    """Four weeks of 600 minutes, then one day of one: no praise; who closes it writes what was talked about; nobody
    misses anything by it."""
    cadence = {"usage_review": {"every_months": 1, "on_day": 20}, "worker_contact": None, "prosecutor_talk": None}
    life = start_plan(team_works=False, weekly=None, usage=BOTH_CONSENTS, cadence=cadence)
    announce_and_serve(life, "2026-03-04").act("social_worker", "name_device", device="computer", whose="own")
    life.on("2026-04-20 09:00")
    submit_days(life, DECIDED, 28, 600)
    submit_days(life, DECIDED + timedelta(days=28), 21, 600)
    life.act("social_worker", "close_usage_review", text="谈过了").on("2026-04-21 09:00")
    submit_days(life, date(2026, 4, 20), 1, 1)
    (summary,) = open_view(load_usage, life.context, life.actor("social_worker"), life.number, right=READ_USAGE).looked
    assert (summary.known, summary.days, summary.assessable, summary.findings) == (1, 1, False, ())
    status = [(item.kind, item.due_on, item.status) for item in life.items() if item.owner == "minor"]
    with pytest.raises(BadInput) as bad:
        life.act("social_worker", "close_usage_review", goals="早睡")
    assert [mistake.place for mistake in bad.value.mistakes] == ["text"]
    life.act("social_worker", "close_usage_review", text="谈了睡觉的事")
    newest, first = open_view(
        load_usage, life.context, life.actor("social_worker"), life.number, right=READ_USAGE
    ).reviews
    assert (first.assessable, newest.assessable) == (True, False)
    assert (newest.from_on, newest.to_on) == (date(2026, 4, 20), date(2026, 4, 20))
    assert [each["findings"] for each in newest.looked] == [[]]
    assert status == [(item.kind, item.due_on, item.status) for item in life.items() if item.owner == "minor"]


def test_a_sheet_of_the_first_week_keeps_nothing_of_the_days_before_the_plan() -> None:
    """Decided on a Wednesday: Monday and Tuesday of that week are not the plan's."""
    sheets = {"usage_sheet": {"on": "Sun", "by": "21:00"}, "worker_contact": None, "prosecutor_talk": None}
    life = an_announced_plan(
        decided_on="2026-03-04", team_works=False, weekly=None, cadence=sheets, told_on="2026-03-06"
    )
    life.on("2026-03-08 19:00").act("social_worker", "submit", item="usage_sheet", minutes=[61, 62, 63, 64, 65, 66, 67])
    assert sorted(row.day for row in life.rows(UsageDay))[0] == date(2026, 3, 4)
    (row,) = life.rows(Submission)
    with life.context.open_for_reading(life.number, life.actor("social_worker"), READ_PLAN) as open_plan:
        kept = open_plan.open("submission.document", row.id, row.document)
    assert kept["minutes"] == [None, None, 63, 64, 65, 66, 67]
