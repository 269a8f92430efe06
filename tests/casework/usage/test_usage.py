"""Digital use in the record: one household's weeks, merged exactly, disputable, and forgotten on their day."""

import base64
from datetime import date, timedelta

import pytest

from casework.acting.rights.read_operations import READ_USAGE
from casework.cards.cards_view import load_cards
from casework.usage.files import submit_usage_sheet
from casework.usage.previews import UsagePreview
from casework.usage.store import get_usage_facts
from casework.usage.view import UsageView, load_own_usage, load_usage
from core.errors import BadInput, Refused
from models.item import Submission
from models.usage_day import UsageDay
from models.usage_source import UsageSource
from tests.builders import SimulatedPlan, an_announced_plan, open_view
from tests.cached_plans import cached_copy
from tests.machine_logs import as_export
from tests.pictures import a_photo
from tests.usage_files import count_file

WEEKLY = {
    "usage_sheet": {"on": "Sun", "by": "21:00"}, "usage_review": {"every_months": 1, "on_day": 20},
    "worker_contact": None, "prosecutor_talk": None, "card_query": {"every_months": 1, "on_day": 25},
}  # fmt: skip


@cached_copy
def a_household(until: str | None = None, *, delivers: bool = False) -> SimulatedPlan:
    """Told on 4 March 2026, lived until that moment; a sheet every Sunday, a review on the twentieth."""
    life = an_announced_plan(team_works=False, weekly=None, cadence=WEEKLY, delivers=delivers)
    life.act("social_worker", "name_device", device="computer", whose="own")
    return life.on(until) if until else life


def view_of(life: SimulatedPlan) -> UsageView:
    return open_view(load_usage, life.context, life.actor("social_worker"), life.number, right=READ_USAGE)


def minutes(life: SimulatedPlan, device: str = "computer") -> dict[str, int]:
    """The known days of the device, in minutes."""
    return {
        day.day.isoformat(): day.total
        for each in view_of(life).devices
        if each.device == device
        for day in each.days
        if day.total is not None
    }


def at_least(life: SimulatedPlan, device: str = "computer") -> dict[str, int]:
    """The minutes of the device's days, also where they are only the least there was."""
    return {
        day.isoformat(): (facts.total or timedelta()) // timedelta(minutes=1)
        for each in open_view(get_usage_facts, life.context, life.actor("social_worker"), life.number, right=READ_USAGE)
        if each.device_id == device
        for day, facts in each.days.items()
    }


def hand_in(life: SimulatedPlan, content: bytes, by: str = "mother") -> UsagePreview:
    return count_file(life, content, by)


def stretches(*times: tuple[str, str], app: str = "王者荣耀") -> bytes:
    return as_export(*((app, begin, end) for begin, end in times))


# ---------------------------------------------------------------- sheets


def test_a_sheet_becomes_days_a_correction_replaces_it_and_a_gap_is_no_nought() -> None:
    """Handed in by the form, corrected by phone, and once more as it was at first. Sunday is not over, and its figure is
    only the least there was."""
    life = a_household("2026-03-15 19:00")
    first = [60, 70, None, 80, 90, 120, 130]
    life.act(
        "social_worker", "submit", item="usage_sheet", due_on="2026-03-15", minutes=first[:2], night_minutes=[0, 5]
    )
    life.act("social_worker", "upload_usage", due_on="2026-03-15", minutes=first)
    assert minutes(life, "phone") == {
        "2026-03-09": 60, "2026-03-10": 70, "2026-03-12": 80, "2026-03-13": 90, "2026-03-14": 120,
        "2026-03-15": 130,
    }  # fmt: skip
    assert [day.day for day in view_of(life).devices[0].days if day.total and not day.whole] == [date(2026, 3, 15)]
    life.act("social_worker", "submit", item="usage_sheet", due_on="2026-03-15", told_by_phone=True, minutes=[61])
    assert minutes(life, "phone") == {"2026-03-09": 61}
    life.act("social_worker", "upload_usage", due_on="2026-03-15", minutes=first)
    assert at_least(life, "phone")["2026-03-15"] == 130
    assert life.item("usage_sheet", "2026-03-15").status == "on_time"
    assert [row.addition for row in life.rows(Submission)] == [False, True, True, True]


def test_a_shared_phone_tells_nothing_of_anybody_and_nothing_is_lost_by_it() -> None:
    """Its days are shown, the review is not assessable, and it closes all the same."""
    life = a_household("2026-03-15 19:00")
    life.act("social_worker", "submit", item="usage_sheet", minutes=[300] * 7, shared=True)
    life.on("2026-03-20 10:00").act("social_worker", "close_usage_review", text="五个人用")
    (review,) = view_of(life).reviews
    assert not review.assessable
    assert review.looked[0]["findings"] == []
    assert life.status_counts("usage_review")["on_time"] == 1


def test_a_photo_is_kept_without_its_place_until_its_day_and_nothing_else_is_taken_for_one() -> None:
    """What stands beside the picture is gone at once, and the picture on its day, by itself."""
    life = a_household("2026-03-15 19:00")
    with pytest.raises(BadInput):
        submit_usage_sheet(
            life.context, life.actor("mother"), life.number, content={"minutes": [60]}, photo=b"%PDF-1.7 no photo"
        )
    submit_usage_sheet(
        life.context, life.actor("mother"), life.number, content={"minutes": [60]}, photo=a_photo(b"here")
    )
    (row,) = life.rows(UsageSource)
    with life.context.open_for_reading(life.number, life.actor("social_worker"), READ_USAGE) as open_plan:
        kept = base64.b64decode(open_plan.open("usage_source.photo", row.id, row.photo)["base64"])
    assert b"here" not in kept
    assert (kept[:4], kept[-2:]) == (b"\xff\xd8\xff\xe0", b"\xff\xd9")
    life.skips_to(f"{row.photo_ends_on} 08:00")
    assert life.rows(UsageSource)[0].photo is not None
    life.on(f"{row.photo_ends_on} 10:00")
    assert life.rows(UsageSource)[0].photo is None
    assert "delete_usage_files" in life.happened(str(row.photo_ends_on))


# ---------------------------------------------------------------- files


def test_files_that_overlap_are_merged_to_the_second_and_the_same_file_is_known_again() -> None:
    """A week cut in two with two days in both is the week; two devices are never added."""
    whole = [(f"2026-03-{day:02} 20:{day:02}", f"2026-03-{day:02} 23:30") for day in range(5, 12)]
    life, other = a_household("2026-03-12 18:00"), a_household("2026-03-12 18:00")
    hand_in(other, stretches(*whole))
    hand_in(life, stretches(*whole[3:]))
    assert hand_in(life, stretches(*whole[:5])).again is False
    assert minutes(life) == minutes(other)
    before = view_of(life)
    again = hand_in(life, stretches(*whole[:5]))
    assert again.again
    assert view_of(life).devices == before.devices
    life.act("social_worker", "name_device", device="tablet", whose="own")
    count_file(life, stretches(*whole), device="tablet")
    assert minutes(life) == minutes(other)
    assert minutes(life, "tablet") == minutes(life)


def test_what_an_earlier_file_contained_stays_when_its_reading_is_deleted() -> None:
    """Readings are kept for a while, figures for good; a later, thinner file takes nothing away."""
    life = a_household("2026-03-12 18:00")
    hand_in(life, stretches(("2026-03-09 08:00", "2026-03-09 09:00"), ("2026-03-10 08:00", "2026-03-10 10:00"),
                            ("2026-03-11 23:00", "2026-03-11 23:59")))  # fmt: skip
    before = minutes(life)
    assert before["2026-03-10"] == 120
    life.skips_to("2026-05-20 10:00")
    assert all(row.working is None for row in life.rows(UsageSource))
    hand_in(life, stretches(("2026-03-10 09:30", "2026-03-10 09:40")))
    coverage = {row.day: row.coverage for row in life.rows(UsageDay)}
    assert coverage[date(2026, 3, 10)] == 1.0


def test_an_app_that_a_person_places_changes_the_days_that_are_still_kept() -> None:
    """It is listed until then; every plan of the office knows it from now on."""
    life = a_household("2026-03-12 18:00")
    hand_in(
        life,
        stretches(("2026-03-10 00:00", "2026-03-10 02:00"), ("2026-03-11 08:00", "2026-03-11 10:00"), app="没人认识"),
    )
    (computer,) = view_of(life).devices
    assert computer.unplaced == [("没人认识", 240)]
    life.act("assistant", "categorise_app", app="没人认识", category="study")
    (computer,) = view_of(life).devices
    assert computer.unplaced == []
    assert [day.kinds for day in computer.days if day.total] == [{"study": 120}, {"study": 120}]


def test_a_table_of_the_sheet_settles_the_sheet_that_is_due() -> None:
    """A workbook or a table in GB18030 does what the form does."""
    life = a_household("2026-03-15 19:00")
    table = "日期,全天（分钟）\n2026-03-09,60\n2026-03-10,3小时25分\n".encode("gb18030")
    count_file(life, table, "mother")
    assert life.item("usage_sheet", "2026-03-15").status == "on_time"
    assert minutes(life) == {"2026-03-09": 60, "2026-03-10": 205}


# ---------------------------------------------------------------- the review


@pytest.fixture
def reviewed() -> SimulatedPlan:
    return a_household_before_its_review()


@cached_copy
def a_household_before_its_review() -> SimulatedPlan:
    """Four weeks of sheets, then two with more."""
    life = a_household("2026-03-08 19:00")
    life.act("prosecutor", "agree_on_usage", from_on="2026-03-04", school_day_minutes=100)
    for week in range(7):
        monday = date(2026, 3, 2) + timedelta(weeks=week)
        life.on(f"{monday + timedelta(days=6)} 19:{week:02}")
        minutes = [60] * 7 if week < 5 else [200, 60, 60, 200, 60, 60, 60]
        life.act("social_worker", "submit", item="usage_sheet", minutes=minutes, night_minutes=[0] * 7)
    return life.on("2026-04-20 09:00")


def test_a_review_waits_for_the_answer_to_a_dispute_and_what_is_set_aside_counts_as_missing(
    reviewed: SimulatedPlan,
) -> None:
    """The young person's own words, a named person's answer, the goals: all stand in the closed review's place."""
    life = reviewed
    life.act("minor", "comment_on_usage", text="周一和周四是表弟在用", disputes=True)
    life.act("minor", "comment_on_usage", text="周一和周四是表弟在用", disputes=True)
    assert [item.owner for item in life.items("usage_answer", status="open")] == ["assistant"]
    with pytest.raises(Refused):
        life.act("social_worker", "close_usage_review", text="谈过了")
    with pytest.raises(Refused):
        life.act("social_worker", "submit", item="usage_review", text="谈过了")
    life.act("assistant", "answer_dispute", answer="accepted", reason="表弟证实", set_aside_from="2026-04-06")
    assert life.items("usage_answer")[0].status == "done"
    sent = {(message.event, message.recipient_role) for message in life.posted() if message.created_at == life.now}
    assert ("explanation_answered", "minor") in sent
    days = {day.day: day for each in view_of(life).devices for day in each.days}
    assert days[date(2026, 4, 6)].aside
    assert days[date(2026, 4, 6)].total is None
    assert days[date(2026, 4, 9)].total == 200
    life.act("social_worker", "close_usage_review", text="谈过了", goals="十点半放下手机")
    seen = view_of(life)
    (review,) = seen.reviews
    assert (review.goals, review.assessable, review.closed_by) == ("十点半放下手机", True, "gui.social_worker")
    assert any(finding["key"] == "weeks" for finding in review.looked[0]["findings"])
    assert [(remark.disputes, remark.answer, remark.reason) for remark in seen.remarks] == [
        (True, "accepted", "表弟证实")
    ]
    assert life.status_counts("usage_review")["late"] == 1  # March's own was never held


def test_the_days_of_a_dispute_are_missing_until_the_answer_says_what_becomes_of_them(reviewed: SimulatedPlan) -> None:
    life = reviewed

    def known() -> list[int | None]:
        days = {day.day: day.total for each in view_of(life).devices for day in each.days}
        return [days[date(2026, 4, 6) + timedelta(days=n)] for n in (0, 1, 3)]

    life.act("minor", "comment_on_usage", text="不是我", disputes=True, about_from="2026-04-06", about_to="2026-04-07")
    life.on("2026-04-20 09:10").act(
        "minor", "comment_on_usage", text="那天也不是", disputes=True, about_from="2026-04-09"
    )
    assert known() == [None, None, None]
    life.act("assistant", "answer_dispute", answer="kept", reason="查过了", remark=2)
    assert known() == [None, None, 200]
    life.act("assistant", "answer_dispute", answer="accepted", reason="表弟证实", set_aside=True)
    assert known() == [None, None, 200]
    life.on("2026-04-20 09:20").act("minor", "comment_on_usage", text="都不对", disputes=True)
    assert known() == [None, None, 200], "a dispute that names no day takes none away"
    with pytest.raises(BadInput):
        life.act("assistant", "answer_dispute", answer="accepted", reason="表弟证实", set_aside=True)
    for wrong in (
        {"about_from": "2026-04-06"},
        {"disputes": True, "about_from": "2026-04-07", "about_to": "2026-04-06"},
    ):
        with pytest.raises(BadInput):
            life.act("minor", "comment_on_usage", text="弄错了", **wrong)


def test_a_review_is_closed_in_its_own_time_and_never_the_next_months() -> None:
    """Of the one day since the last one nothing is found; and a review that is due in weeks is not this one."""
    life = a_household("2026-03-08 19:00")
    life.act("social_worker", "submit", item="usage_sheet", minutes=[60] * 7)
    due = [item.due_on for item in life.items("usage_review", status="open")]
    for close in (
        {"did": "close_usage_review"},
        {"did": "close_usage_review", "due_on": str(due[0])},
        {"did": "submit", "item": "usage_review", "due_on": str(due[0])},
    ):
        with pytest.raises(Refused) as refused:
            life.act("social_worker", close.pop("did"), text="谈过了", **close)
        assert str(due[0]) in refused.value.reason.zh
    assert view_of(life).reviews == []
    life.on(f"{due[0]} 10:00").act("social_worker", "close_usage_review", text="谈过了")
    tomorrow = due[0] + timedelta(days=1)
    life.on(f"{tomorrow} 10:00")
    with pytest.raises(Refused):
        life.act("social_worker", "close_usage_review", text="再谈一次")
    assert [item.due_on for item in life.items("usage_review", status="open")] == due[1:]


def test_the_young_person_sees_their_own_days_and_a_guardian_sees_none(reviewed: SimulatedPlan) -> None:
    """What was agreed both may know."""
    own = load_own_usage(reviewed.context, reviewed.actor("minor"), reviewed.number)
    assert own.devices
    assert own.agreed
    mothers = load_own_usage(reviewed.context, reviewed.actor("mother"), reviewed.number)
    assert (mothers.devices, mothers.looked, mothers.remarks) == ([], [], [])
    assert mothers.part is not None
    assert mothers.part.agreed == own.agreed


def test_days_on_which_a_device_was_handed_in_are_missing_for_that_reason() -> None:
    """Nobody is asked why nothing is known of them."""
    life = a_household("2026-03-12 18:00")
    life.act("social_worker", "keep_device", device="computer", from_on="2026-03-09", to_on="2026-03-11")
    hand_in(life, stretches(("2026-03-06 22:00", "2026-03-06 23:00")))
    (gap,) = view_of(life).gaps
    assert (gap.first, gap.last, gap.reason.zh) == (date(2026, 3, 9), date(2026, 3, 11), "设备交出保管")


# ---------------------------------------------------------------- twice, and cards


def test_a_restriction_has_its_clocks_and_each_is_reminded_of() -> None:
    """No notice: the worker is asked to get it. An appeal: its answer is asked after. One wage card: it stays restricted
    until its end; lifted, nothing runs any more."""
    life = a_household("2026-03-09 10:00", delivers=True)
    life.act("social_worker", "record_restriction", restriction="r1", from_on="2026-03-01")
    assert life.items("restriction_notice")[0].due_on == date(2026, 3, 16)
    life.on("2026-03-16 12:00")
    assert "E5" in life.texts("2026-03-16", to="social_worker")
    life.act("social_worker", "record_restriction", restriction="r1", from_on="2026-03-01", notice_on="2026-03-12")
    assert life.items("restriction_notice")[0].status == "done"
    with pytest.raises(Refused):
        life.act("assistant", "answer_appeal", restriction="r1", outcome="granted")
    life.act("assistant", "record_appeal", restriction="r1", answer_by="2026-04-10")
    assert life.due("restriction_appeal") == date(2026, 4, 10)
    life.skips_to("2026-04-09 10:00").act("assistant", "answer_appeal", restriction="r1", outcome="partly")
    life.act("assistant", "record_relief", restriction="r1", relief="wage_card")
    (row,) = open_view(
        load_cards, life.context, life.actor("social_worker"), life.number, right=READ_USAGE
    ).restrictions
    assert (row.ends_on, row.relief, row.appeal_outcome, row.lifted_on) == (
        date(2028, 2, 29),
        "wage_card",
        "partly",
        None,
    )
    life.act("assistant", "record_relief", restriction="r1", relief="lifted")
    assert life.items("restriction_appeal", status="open") == []


def test_a_restriction_said_again_adds_what_is_new_and_leaves_no_clock_of_before_behind() -> None:
    """Its note and its end stay unless others are given; one reminder for one clock, on its new day."""
    life = a_household("2026-03-09 10:00")
    first = {"restriction": "r1", "from_on": "2026-03-01"}
    life.act("social_worker", "record_restriction", **first, ends_on="2026-06-30", note="银行柜台说的")
    life.on("2026-03-11 10:00").act("social_worker", "record_restriction", **first)
    assert [item.due_on for item in life.items("restriction_notice", status="open")] == [date(2026, 3, 16)]
    (row,) = open_view(
        load_cards, life.context, life.actor("social_worker"), life.number, right=READ_USAGE
    ).restrictions
    assert (row.ends_on, row.note) == (date(2026, 6, 30), "银行柜台说的")
    life.act("social_worker", "record_restriction", **first, ends_on="2026-05-31")
    assert [item.due_on for item in life.items("restriction_end", status="open")] == [date(2026, 5, 31)]
    life.act("assistant", "record_appeal", restriction="r1", answer_by="2026-04-10")
    life.act("assistant", "record_appeal", restriction="r1", answer_by="2026-04-20")
    assert [item.due_on for item in life.items("restriction_appeal", status="open")] == [date(2026, 4, 20)]


def test_a_self_query_is_asked_for_and_one_that_does_not_come_is_never_counted() -> None:
    """The person is reminded; what is unknown to them is not held against them."""
    life = a_household("2026-03-24 18:00", delivers=True)
    assert "S13" in life.texts("2026-03-24", to="minor")
    life.act("minor", "record_card_query", phone_cards=1, accounts=2, unknown_ones=1)
    assert life.item("card_query", "2026-03-25").status == "on_time"
    life.skips_to("2026-04-24 10:00").on("2026-05-01 12:00")
    assert life.item("card_query", "2026-04-25").status == "unknown"


def typed(first: date, days: int, each: int) -> bytes:
    rows = [f"{first + timedelta(days=n)},{each}分钟,10分钟" for n in range(days)]
    return "\n".join(["日期,总时长,夜间", *rows]).encode()


@cached_copy
def reviewed_once() -> SimulatedPlan:
    """A hundred minutes a day, the first review closed, and the next a day away."""
    life = a_household("2026-03-19 10:00")
    hand_in(life, typed(date(2026, 3, 2), 17, 100))
    line = view_of(life).line
    assert ([each.zh for each in line.words], line.settled) == (
        ["电脑：这一段每天100分钟（起点—），夜间10分钟。"],
        False,
    )
    return life.on("2026-03-20 10:00").act("social_worker", "close_usage_review").skips_to("2026-04-19 10:00")


@pytest.mark.parametrize(("later", "settled"), [(95, True), (118, True), (130, False), (60, False), (None, False)])
def test_a_review_is_a_line_and_settled_where_nothing_changed_by_a_fifth(later: int | None, settled: bool) -> None:
    """The first never is; a comment of the family opens it, and one tap closes it."""
    life = reviewed_once()
    if later is not None:
        hand_in(life, typed(date(2026, 3, 20), 29, later))
    assert view_of(life).line.settled is settled
    if settled:
        life.act("minor", "comment_on_usage", text="那周在考试", disputes=False)
        assert not view_of(life).line.settled
        life.on("2026-04-20 10:00").act("social_worker", "close_usage_review")
        assert [review.text for review in view_of(life).reviews] == ["", ""]
