"""The sample caseload is what it says: twenty-eight lives whose dates are right, and nobody who exists."""

import calendar
import re
import tomllib
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from stdnum.cn import ric

from casework.checkins.acts import Submit
from casework.shared.files.acts_file import ActsFile, AnyAct
from casework.shared.files.plan_file import WEEKDAYS, PlanFile

CASELOAD = Path(__file__).parents[2] / "examples" / "caseload"
TODAY, MORNING = date(2026, 11, 24), time(9, 0)

# pseudonym, office, sex, born, act, article, predicted months, received, decision, months of the decision,
# last day of the period as it now stands, days left of the review limit, last day for the final decision as it rolls
TABLE = """
01 立春 甲区 M 2008-11-20 2025-09-12 287-2  6 2025-12-22 2026-01-12  6 2026-07-11 10 2026-07-21
02 雨水 乙县 F 2009-03-08 2025-10-20 287-2  6 2025-12-26 2026-01-20  6 2026-07-19  6 2026-07-27
03 惊蛰 丙县 M 2008-02-29 2025-11-15 312    8 2026-01-06 2026-01-29  7 2026-08-28  8 2026-09-07
04 春分 甲区 M 2008-04-22 2025-12-01 266    9 2026-01-12 2026-02-05  8 2026-10-04  7 2026-10-12
05 清明 丁县 M 2008-07-16 2025-08-30 264    7 2026-01-13 2026-02-10  6 2026-10-09  3 2026-10-12
06 谷雨 甲区 F 2008-09-30 2025-10-25 287-2  7 2026-02-03 2026-02-26  8 2026-09-25  5 2026-09-30
07 立夏 戊县 M 2009-05-06 2025-10-11 293    8 2026-02-10 2026-03-03  6 2026-09-02  7 2026-09-09
08 小满 己县 M 2010-06-21 2025-10-03 263   12 2026-02-25 2026-03-12 10 2027-01-11 13 2027-01-25
09 芒种 甲区 M 2008-06-05 2026-01-09 266    8 2026-03-13 2026-03-24  6 2026-09-23 20 2026-09-16
10 夏至 丙县 M 2009-08-19 2025-12-28 312    9 2026-03-16 2026-03-31  9 2026-12-30 16 2027-01-15
11 小暑 丁县 F 2008-12-08 2026-01-16 253-1  6 2026-03-17 2026-04-08  6 2026-10-07  9 2026-10-16
12 大暑 甲区 M 2009-04-14 2026-02-08 287-2 10 2026-03-30 2026-04-21 10 2027-02-20  9 2027-03-01
13 立秋 庚县 M 2009-01-30 2026-01-22 234    9 2026-04-08 2026-04-28  8 2026-12-27 10 2027-01-06
14 处暑 甲区 F 2009-10-02 2026-02-20 266    6 2026-04-13 2026-05-07  6 2026-11-06  6 2026-11-12
15 白露 戊县 M 2008-05-18 2026-03-02 287-2  8 2026-04-28 2026-05-20  6 2026-11-19  8 2026-11-27
16 秋分 丙县 M 2008-10-09 2025-12-13 292   10 2026-05-08 2026-05-27  8 2027-01-26 12 2027-02-08
17 寒露 己县 M 2009-07-27 2026-03-15 312    7 2026-05-12 2026-06-03  8 2027-02-02  9 2027-02-11
18 霜降 乙县 F 2008-08-24 2026-02-27 287-2  6 2026-05-18 2026-06-10  6 2026-12-09  8 2026-12-17
19 立冬 丁县 M 2009-12-17 2026-04-04 264    6 2026-06-01 2026-06-24  6 2026-12-23  7 2026-12-30
20 小雪 甲区 M 2009-02-11 2026-04-19 287-2  8 2026-06-09 2026-07-02  7 2027-02-01  7 2027-02-08
21 大雪 庚县 M 2009-09-13 2026-04-30 266    6 2026-06-23 2026-07-14  6 2027-01-13  9 2027-01-22
22 冬至 戊县 M 2010-01-05 2026-05-16 274    8 2026-07-06 2026-07-23  9 2027-04-22 14 2027-05-06
23 小寒 甲区 M 2009-11-03 2026-05-25 287-2  9 2026-07-13 2026-08-05 10 2027-06-04  8 2027-06-14
24 大寒 辛县 F 2009-06-29 2026-06-06 312    6 2026-07-27 2026-08-18  6 2027-02-17  9 2027-02-26
25 元宵 乙县 M 2008-12-28 2026-06-20 287-2 11 2026-08-10 2026-08-31 12 2027-08-30 10 2027-09-09
26 端午 己县 M 2009-05-01 2026-07-04 293    7 2026-09-08 2026-09-30  6 2027-03-30  8 2027-04-07
27 中秋 丙县 M 2009-03-30 2026-07-25 266    8 2026-09-28 2026-10-20  8 2027-06-19  8 2027-06-28
28 重阳 辛县 M 2010-05-20 2026-08-15 287-2  6 2026-10-19 2026-11-12  6 2027-05-11  7 2027-05-18
"""
ROWS = [tuple(line.split()) for line in TABLE.strip().splitlines()]
SOLAR_TERMS = "立春雨水惊蛰春分清明谷雨立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至小寒大寒"
FESTIVALS = "元宵端午中秋重阳"
OFFICES = {"甲区", "乙县", "丙县", "丁县", "戊县", "己县", "庚县", "辛县"}
WITHOUT_VICTIM = {"287-2", "312", "253-1", "292"}
OFFICE_STAFF = {"prosecutor", "assistant", "department_head", "chief_prosecutor", "deputy", "clerk"}


def _only(pattern: str) -> Path:
    (path,) = CASELOAD.glob(pattern)
    return path


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _plan(number: str) -> PlanFile:
    path = next(path for path in CASELOAD.glob(f"{number}-*.toml") if not path.name.endswith(".acts.toml"))
    return PlanFile.model_validate(_read(path))


def _acts(number: str) -> list[AnyAct]:
    acts = ActsFile.model_validate(_read(_only(f"{number}-*.acts.toml"))).acts
    return sorted(acts, key=lambda act: act.moment)


PLANS = {row[0]: _plan(row[0]) for row in ROWS}
ACTS = {row[0]: _acts(row[0]) for row in ROWS}
EACH = pytest.mark.parametrize("number", [row[0] for row in ROWS])


def _did(number: str, did: str) -> list[Any]:
    return [act for act in ACTS[number] if act.did == did]


def _works(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def _months_on(day: date, months: int) -> date:
    """Same day of a later month; the last day goes to the last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def _written_days(plan: PlanFile) -> Iterator[date]:
    yield plan.review.received_on
    yield plan.decision.on
    for party in ("police", "victim", "minor", "legal_representative", "defender"):
        opinion = getattr(plan.case.opinions, party)
        yield from [opinion.on] if opinion.on else []
        yield from opinion.tried_on


def test_there_are_twenty_eight_plans_and_as_many_stories() -> None:
    """Every file of the folder belongs to a plan, to its story, or is one of the four that belong to all."""
    names = sorted(path.name for path in CASELOAD.iterdir())
    plans = [name for name in names if re.fullmatch(r"\d\d-[a-z]+\.toml", name)]
    stories = [name for name in names if re.fullmatch(r"\d\d-[a-z]+\.acts\.toml", name)]
    assert [name[:2] for name in plans] == [row[0] for row in ROWS]
    assert [name.removesuffix(".toml") for name in plans] == [name.removesuffix(".acts.toml") for name in stories]
    assert set(names) - set(plans) - set(stories) == {"README.md", "README.zh-CN.md", "staff.toml", "habits.toml"}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_plan_says_what_the_table_says(row: tuple[str, ...]) -> None:
    """Person, case and decision stand as in the table; the end is the same day under the first-day-counts rule."""
    number, name, office, sex, born, act, article, predicted, received, decided, months, end, left, _ = row
    plan, days = PLANS[number], date.fromisoformat
    assert (plan.minor.name, plan.minor.sex, plan.minor.born_on) == (name, sex, days(born))
    assert (plan.case.office, plan.case.offence_article) == (office, article)
    assert (max(plan.case.act_dates), plan.case.predicted_sentence_months) == (days(act), int(predicted))
    assert (plan.review.received_on, plan.decision.on, plan.decision.months) == (
        days(received),
        days(decided),
        int(months),
    )
    assert plan.decision.period_written_from == days(decided)
    computed = _months_on(days(decided), int(months)) - timedelta(days=1)
    written = date(2026, 12, 31) if number == "10" else computed
    assert plan.decision.period_written_to == written
    # Case 25 asks for more than twelve months: that is refused and changes nothing.
    changes = [] if number == "25" else _did(number, "change_period")
    assert (changes[-1].new_end_on if changes else computed) == days(end)
    assert [act.on.isoformat() for act in changes] == {"05": ["2026-07-20"], "06": ["2026-08-20"]}.get(number, [])
    assert plan.review.limit_ends_on == _months_on(days(received), 1)
    assert (plan.review.limit_ends_on - plan.decision.on).days == int(left)


@EACH
def test_only_the_robbery_was_done_at_fifteen(number: str) -> None:
    """Everybody was sixteen at every act, but for one robbery, for which fifteen is enough."""
    plan = PLANS[number]
    for act in plan.case.act_dates:
        born = plan.minor.born_on
        age = act.year - born.year - ((act.month, act.day) <= (born.month, born.day))
        assert age in ((15,) if number == "08" else (16, 17))


@EACH
def test_offices_act_on_working_days(number: str) -> None:
    """Receipts, opinions, decisions, changes and outcomes lie on days the announced calendar works."""
    assert all(_works(day) for day in _written_days(PLANS[number]))
    for act in ACTS[number]:
        if act.by in OFFICE_STAFF and not (isinstance(act, Submit) and act.each_until):
            assert _works(act.on), f"{act.did} on {act.on}"
    for receipt in _did(number, "record_service"):
        assert receipt.received_on == receipt.on


@EACH
def test_nothing_has_happened_yet_that_is_still_to_come(number: str) -> None:
    """No act, and nothing repeated, lies after the morning on which the caseload stands, or before the decision."""
    for act in ACTS[number]:
        assert (act.on, act.at) < (TODAY, MORNING)
        assert act.on >= PLANS[number].decision.on
        if isinstance(act, Submit) and act.each_until:
            assert act.on <= act.each_until < TODAY
            assert all(act.on <= day <= act.each_until for day in act.each_except)


@EACH
def test_opinions_were_heard_before_the_decision_in_their_four_states(number: str) -> None:
    """Five parties, each recorded; a victim only where there is one, a representative only of a minor."""
    plan = PLANS[number]
    opinions = plan.case.opinions
    for party in ("police", "victim", "minor", "legal_representative", "defender"):
        opinion = getattr(opinions, party)
        assert opinion is not None
        if opinion.on:
            assert plan.review.received_on < opinion.on < plan.decision.on
    no_victim = plan.case.offence_article in WITHOUT_VICTIM
    assert plan.case.no_victim == no_victim
    assert (opinions.victim.state == "not_in_this_case") == no_victim  # type: ignore[union-attr]
    assert bool(plan.case.victims) != no_victim
    assert (opinions.legal_representative.state == "no_longer_a_party") == (number == "15")  # type: ignore[union-attr]
    assert plan.case.why_not_minor_offence


@EACH
def test_the_decision_was_announced_and_served_in_time(number: str) -> None:
    """Announced in person soon after; every addressee's receipt within three days, rolled over holidays."""
    plan = PLANS[number]
    (announced,) = _did(number, "announce")
    between = [plan.decision.on + timedelta(days=days) for days in range(1, (announced.on - plan.decision.on).days + 1)]
    assert sum(_works(day) for day in between) in (1, 2)
    limit = plan.decision.on + timedelta(days=3)
    while not _works(limit):
        limit += timedelta(days=1)
    receipts = [act for act in _did(number, "record_service") if act.decision == "conditional_non_prosecution"]
    due = {"police", "minor", "defender"} | ({"victim"} if plan.case.victims else set())
    due |= set() if number == "15" else {"legal_representative"}
    assert {act.to for act in receipts} == due
    assert sum(act.to == "victim" for act in receipts) == plan.case.victims
    assert all(act.received_on <= limit for act in receipts)


@EACH
def test_an_outcome_comes_after_the_last_day_and_before_the_clock_runs_out(number: str) -> None:
    """Opinion and decision lie after the period; the victim was heard between them; the last day was kept."""
    decided = _did(number, "decide_non_prosecution")
    row = next(row for row in ROWS if row[0] == number)
    end, last_day = date.fromisoformat(row[11]), date.fromisoformat(row[13])
    ended = {"01", "02", "03", "04", "05", "06", "07", "11", "14"}
    assert bool(decided) == (number in ended)
    for opinion in _did(number, "write_opinion"):
        assert end < opinion.on
    if decided:
        (opinion,), (heard,), (announced,) = (
            _did(number, did) for did in ("write_opinion", "hear_victim", "announce_outcome")
        )
        assert end < opinion.on <= heard.on <= decided[0].on <= last_day
        assert decided[0].moment < announced.moment
        assert heard.state == ("not_in_this_case" if PLANS[number].case.no_victim else "heard")


@EACH
def test_what_is_named_by_its_due_day_is_due_on_that_day(number: str) -> None:
    """A note or sheet that an act speaks of falls on the plan's own weekday, and so do the ones left out."""
    cadence = PLANS[number].cadence
    weekday = {"weekly_note": cadence.weekly_note, "usage_sheet": cadence.usage_sheet}
    for act in ACTS[number]:
        due = weekday.get(getattr(act, "item", ""))
        days = [getattr(act, "due_on", None), *getattr(act, "each_except", [])]
        for day in (day for day in days if day and due):
            assert WEEKDAYS[day.weekday()] == due.on  # type: ignore[union-attr]
        if isinstance(act, Submit) and act.item == "usage_sheet":
            assert act.minutes is not None
            assert act.night_minutes is not None
            assert len(act.minutes) == len(act.night_minutes) == 7
            assert all(0 <= night <= day <= 24 * 60 for day, night in zip(act.minutes, act.night_minutes, strict=True))


def test_the_first_case_owes_twenty_six_notes() -> None:
    """Every Friday from the announcement to the end: twenty-six, all handed in."""
    note = next(act for act in _did("01", "submit") if act.item == "weekly_note")
    days = [note.on + timedelta(days=offset) for offset in range((note.each_until - note.on).days + 1)]
    assert sum(WEEKDAYS[day.weekday()] == "Fri" for day in days) == 26
    assert note.each_except == []


@pytest.mark.parametrize(
    ("number", "did", "days"),
    [
        ("03", "give_consents", ["2026-02-27"]),
        ("05", "explain", ["2026-07-10"] * 4),
        ("06", "decide_non_prosecution", ["2026-09-29"]),
        ("07", "file_remedy", ["2026-03-11"]),
        ("07", "decide_remedy", ["2026-04-08"]),
        ("08", "evaluate", ["2026-08-12"]),
        ("09", "report_incident", ["2026-07-31"]),
        ("09", "hear_minor", ["2026-08-12"]),
        ("09", "revoke", ["2026-08-27"]),
        ("09", "prosecute", ["2026-09-11"]),
        ("10", "answer_explanation", ["2026-10-09"] * 3),
        ("11", "decide_non_prosecution", ["2026-10-15"]),
        ("12", "evaluate", ["2026-09-21"]),
        ("13", "change_condition", ["2026-09-16"]),
        ("14", "decide_non_prosecution", ["2026-11-11"]),
        ("15", "write_opinion", ["2026-11-20"]),
        ("16", "give_consents", ["2026-10-09"]),
        ("16", "withdraw_consent", ["2026-10-12"]),
        ("17", "assist_elsewhere", ["2026-09-01"]),
        ("19", "hand_over", ["2026-08-31"]),
        ("19", "accept_hand_over", ["2026-09-14"]),
        ("19", "report_danger", ["2026-10-20"]),
        ("21", "close_incident", ["2026-11-05"]),
        ("24", "pause_messages", ["2026-10-16"]),
        ("26", "announce", ["2026-10-09"]),
        ("27", "file_remedy", ["2026-10-28"]),
        ("28", "doubt_age", ["2026-11-23"]),
    ],
)
def test_a_story_turns_on_its_days(number: str, did: str, days: list[str]) -> None:
    """The days on which a story turns are the days it is told with."""
    assert [act.on.isoformat() for act in _did(number, did)] == days


def test_the_young_people_are_called_after_the_seasons() -> None:
    """The twenty-four solar terms and four festivals, each once; everybody else is called by what they are to them."""
    names = [plan.minor.name for plan in PLANS.values()]
    assert "".join(names) == SOLAR_TERMS + FESTIVALS
    for plan in PLANS.values():
        others = [person.name for person in plan.guardian] + [person.name for person in plan.informed]
        assert all(name.startswith(f"{plan.minor.name}的") for name in others)


def test_identity_numbers_are_refused_twice() -> None:
    """Unassigned area and wrong check digit, so that no check anywhere takes one for a person's; none occurs twice."""
    numbers = [plan.minor.identity_number or "" for plan in PLANS.values()]
    assert len(set(numbers)) == 28
    for plan, number in zip(PLANS.values(), numbers, strict=True):
        assert number.startswith("99")
        assert number[6:14] == plan.minor.born_on.strftime("%Y%m%d")
        assert (int(number[16]) % 2 == 1) == (plan.minor.sex == "M")
        assert number[-1] != ric.calc_check_digit(number)
        assert not ric.is_valid(number)


def test_phones_belong_to_nobody() -> None:
    """Every number begins with 100; two people have the same one only in one household with one phone."""
    households: dict[str, set[str]] = {}
    for number, plan in PLANS.items():
        people = [plan.minor, *plan.guardian]
        for phone in [person.phone for person in people if person.phone] + [
            act.phone for act in _did(number, "name_contact") if act.phone
        ]:
            assert re.fullmatch(r"100\d{8}", phone)
            households.setdefault(phone, set()).add(number)
            assert sum(person.phone == phone and person.device == "own" for person in people) <= 1
    assert all(len(homes) == 1 for homes in households.values())


def test_plan_numbers_tell_nothing() -> None:
    """Numbers differ, and their order is not the order of the plans."""
    numbers = [plan.number or "" for plan in PLANS.values()]
    assert len(set(numbers)) == 28
    assert all(re.fullmatch(r"SW-[2-9A-Z]{4}-[2-9A-Z]{4}", number) for number in numbers)
    assert numbers != sorted(numbers)


def test_no_place_is_real() -> None:
    """Whatever looks like the name of a county, district, city, province or school is one of the invented ones."""
    place = re.compile(r"[一-鿿]{1,2}(?:县|区)(?!级|分|别)|[一-鿿]{2}省(?![级城])|[一-鿿]{2}(?:大学|中学|小学|学院)")
    allowed = re.compile(r"[甲乙丙丁戊己庚辛](?:县|区)$|(?:社|地|辖)区$|外省$|上大学$|[的去]大学$")
    for path in CASELOAD.glob("*.toml"):
        for found in place.findall(path.read_text(encoding="utf-8")):
            assert allowed.search(found), f"{path.name}: {found}"
    assert {plan.case.office for plan in PLANS.values()} == OFFICES


def test_every_file_says_that_it_is_invented() -> None:
    """The first lines of each file say so, and how its numbers are made sure to belong to nobody."""
    for path in CASELOAD.glob("[0-9]*.toml"):
        head = path.read_text(encoding="utf-8").split("\n\n", 1)[0]
        assert "全部虚构" in head
        assert "wrong check digit" in head
        assert "begin with 100" in head


def test_everybody_a_plan_names_is_in_service() -> None:
    """Teams, successors and assisting workers are in the list of staff, in the role and office they act in."""
    staff = {person["login"]: person for person in _read(CASELOAD / "staff.toml")["staff"]}
    assert {person["office"] for person in staff.values()} == OFFICES | {"市院"}
    for number, plan in PLANS.items():
        for role, login in plan.team.model_dump().items():
            assert (staff[login]["role"], staff[login]["office"]) == (role, plan.case.office)
        for act in _did(number, "hand_over"):
            assert staff[act.to]["role"] == act.role
            assert act.stand_in in staff
        for act in _did(number, "assist_elsewhere"):
            assert staff[act.social_worker]["office"] == act.office
