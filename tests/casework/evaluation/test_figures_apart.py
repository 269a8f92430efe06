"""No two answers of the statistics differ by fewer than five people, whoever asks and whatever they may ask."""

import itertools
import random
import shutil
import statistics
import uuid
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from casework.acting.rights import Actor
from casework.evaluation.statistics import Statistics, load_statistics
from casework.evaluation.statistics_count import OfficeTotals
from casework.evaluation.statistics_window import list_years
from casework.shared.items.item_kinds import ITEM_KINDS, Pattern
from casework.staff.staffing import ensure_office, ensure_staff, get_staff_actor
from core.errors import BadInput
from evaluation.small_counts import FEWEST, withheld
from law.transitions import PlanStatus
from models.database import Database
from models.decision import Decision
from models.item import Item
from models.office import Office, OfficeLevel, Role
from models.plan import Plan
from tests.builders import a_plan, an_office, start_plan_in

OFFICES = {"甲区": 9, "乙区": 16, "丙县": 26, "丁县": 40, "戊县": 5}
READERS = (*(f"{name}.chief" for name in OFFICES), "city.chief", "city.auditor")
BY_LAW = next(code for code, kind in ITEM_KINDS.items() if kind.pattern is Pattern.STATUTORY)
ENDS = {"non_prosecution": "non_prosecution", "revocation": "prosecution", "end_otherwise": "otherwise"}
Things = frozenset[tuple[uuid.UUID, str]]
Answers = list[tuple[str, Statistics]]


@pytest.fixture(scope="module")
def context(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Invented cases of five offices and three years, their ends, changes, own things and dates of the law."""
    file = tmp_path_factory.mktemp("apart") / "record.db"
    shutil.copy(sqlite_template, file)
    return _open_caseload(file, OFFICES)


@pytest.fixture(scope="module")
def answers(context: Any) -> Answers:
    """What every reader is told of the three years, and of one without a case."""
    return _ask(context)


def _open_caseload(file: Path, offices: dict[str, int]) -> Any:
    context = an_office(Database(f"sqlite:///{file}"), "2026-10-15 09:00")
    template = start_plan_in(context, a_plan(decided_on="2026-10-14"), team_works=False).plan
    drawn = random.Random(20261127)
    with context.database.transaction() as session:
        city = ensure_office(session, context.clock.now(), "市院", OfficeLevel.CITY)
        ensure_staff(session, context.clock.now(), "city.chief", Role.CHIEF_PROSECUTOR, city)
        ensure_staff(session, context.clock.now(), "city.auditor", Role.AUDITOR, city)
        for name, most in offices.items():
            office = ensure_office(session, context.clock.now(), name, OfficeLevel.BASIC)
            ensure_staff(session, context.clock.now(), f"{name}.chief", Role.CHIEF_PROSECUTOR, office)
            for year in (2024, 2025, 2026):
                for _ in range(drawn.randint(most // 2, most)):
                    decided_on = date(year, 1, 1) + timedelta(days=drawn.randrange(240))
                    _case(session, template, office, decided_on, drawn)
    return context


def _case(session: Any, template: Plan, office: Office, decided_on: date, drawn: random.Random) -> None:
    opened = datetime(decided_on.year, decided_on.month, decided_on.day, tzinfo=UTC)
    announced_on = decided_on + timedelta(days=drawn.randint(1, 9)) if drawn.random() < 0.8 else None
    plan = template.model_dump() | {
        "id": uuid.uuid4(), "number": f"SW-{uuid.uuid4().hex[:9]}", "office_id": office.id, "opened_at": opened,
        "decided_on": decided_on, "announced_on": announced_on, "wake_at": None, "flow_run_id": None,
    }  # fmt: skip
    session.add(Plan(**plan))
    session.flush()
    end = drawn.choices([*ENDS, None], [6, 2, 1, 3])[0]
    kinds = [kind for kind in (end, drawn.choices(["extension", "shortening", None], [1, 1, 4])[0]) if kind]
    for kind in kinds:
        session.add(Decision(id=uuid.uuid4(), plan_id=plan["id"], kind=kind, decided_on=decided_on, recorded_at=opened,
                             document=b""))  # fmt: skip
    for week in range(drawn.randint(0, 4)):
        status = drawn.choices(["on_time", "late", "missed", "unknown"], [9, 2, 1, 1])[0]
        _add_due_item(session, plan["id"], "weekly_note", Role.MINOR, decided_on + timedelta(weeks=week), 0, status)
    for place in range(drawn.randint(0, 2)):
        _add_due_item(session, plan["id"], BY_LAW, Role.PROSECUTOR, decided_on + timedelta(days=place), drawn.choice([-1, -1, 4]),
              "done")  # fmt: skip


def _add_due_item(session: Any, plan: uuid.UUID, kind: str, owner: Role, due_on: date, late: int, status: str) -> None:
    due_at = datetime(due_on.year, due_on.month, due_on.day, 4, tzinfo=UTC)
    session.add(Item(id=uuid.uuid4(), plan_id=plan, kind=kind, label=uuid.uuid4().hex[:8], owner=owner.value,
                     due_on=due_on, due_at=due_at, status=status, settled_at=due_at + timedelta(days=late)))  # fmt: skip


def test_no_difference_of_two_answers_is_of_fewer_than_five_people(context: Any, answers: Answers) -> None:
    """Every number that anybody is told is taken from every other, and all that are told of one whole from that whole."""
    truth = _truth(context)
    known: dict[Things, str] = {}
    withheld_somewhere = 0
    for reader, answer in answers:
        with_figures = [row.office for row in answer.offices if row.figures is not None]
        columns = [([row.office], row.figures) for row in answer.offices if row.figures is not None]
        if answer.all_offices is not None:
            columns.append((with_figures, answer.all_offices))
        for offices, figures in columns:
            for whole, parts in _numbers(figures):
                sets = {}
                for name, number in parts.items():
                    things = frozenset().union(*(truth[office, answer.from_on.year, name] for office in offices))
                    withheld_somewhere += number is None and bool(things)
                    if number is not None:
                        assert number == len(things), (reader, offices, name)
                        sets[name] = things
                        known[things] = f"{reader} {answer.from_on.year} {offices} {name}"
                if whole in sets:
                    rest = sets[whole].difference(*(things for name, things in sets.items() if name != whole))
                    _refuse_few(rest, f"{reader} {offices} {whole} less {sorted(sets)}")
    assert len(known) > 50
    assert withheld_somewhere > 50
    for things, where in known.items():
        _refuse_few(things, where)
    for (larger, first), (smaller, second) in itertools.permutations(known.items(), 2):
        if smaller < larger:
            _refuse_few(larger - smaller, f"{first} less {second}")


def test_only_whole_years_are_reported_and_two_of_them_share_no_day(context: Any, answers: Answers) -> None:
    """Any other days are refused in words that name the allowed ones."""
    reader = _reader(context, "city.auditor")
    for from_on, to_on in (
        (date(2026, 1, 1), None), (None, date(2026, 12, 31)), (date(2026, 1, 2), date(2026, 12, 31)),
        (date(2025, 1, 1), date(2026, 12, 31)), (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2027, 1, 1), date(2027, 12, 31)),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            load_statistics(context, reader, from_on=from_on, to_on=to_on)
        assert "2013年到2026年" in refused.value.reason.zh
    spans = [(known.from_on, known.to_on) for _, known in answers]
    assert all(one == other or one[1] < other[0] or other[1] < one[0] for one in spans for other in spans)
    assert {known.as_of for _, known in answers} == {date(2026, 9, 30)}


def test_a_seal_changes_no_figure_nor_does_what_has_come_since_the_quarter_ended(
    context: Any, answers: Answers
) -> None:
    """A case is as little found by its sealing as by its end the day before."""
    with context.database.transaction() as session:
        for plan in session.exec(select(Plan).where(Plan.decided_on < date(2026, 9, 1)).limit(7)).all():
            plan.status, plan.sealed_at, plan.outcome = PlanStatus.SEALED.value, context.clock.now(), "non_prosecution"
            session.add(plan)
            session.add(Decision(id=uuid.uuid4(), plan_id=plan.id, kind="extension", decided_on=date(2026, 10, 2),
                                 recorded_at=context.clock.now(), document=b""))  # fmt: skip
    assert _ask(context) == answers


def test_how_long_it_took_is_said_of_five_cases_and_what_nine_of_ten_did_not_exceed_of_ten(
    context: Any, answers: Answers
) -> None:
    """Of each office, and of all that say it together."""
    said: Counter[bool] = Counter()
    for login, answer in answers:
        columns = [([row.office], row.figures) for row in answer.offices if row.figures is not None]
        if answer.all_offices is not None:
            with_median = [names for names, figures in columns if figures.to_announcement.median is not None]
            columns.append(([name for names in with_median for name in names], answer.all_offices))
        for names, figures in columns:
            days = [days for name in names for days in _days_to_announcement(context, name, answer)]
            duration = figures.to_announcement
            assert duration.median == (statistics.median(days) if len(days) >= 5 else None), (login, names)
            assert (duration.p90 is None) is (len(days) < 10), (login, names)
            assert duration.p90 is None or sum(each <= duration.p90 for each in days) >= 0.9 * len(days)
            said[len(names) > 1 and duration.p90 is not None] += 1
    assert said[True]
    assert said[False] > 20


def _days_to_announcement(context: Any, office: str, answer: Statistics) -> list[int]:
    with context.database.reading() as session:
        plans = session.exec(
            select(Plan.decided_on, Plan.announced_on)
            .join(Office, Office.id == Plan.office_id)
            .where(Office.name == office, Plan.decided_on >= answer.from_on, Plan.decided_on <= answer.to_on)
        ).all()
    return [(known - decided).days for decided, known in plans if known is not None and known <= answer.as_of]


def test_where_all_have_one_result_none_is_shown() -> None:
    everybody = {f"p{place}" for place in range(9)}
    assert withheld({"prosecution": everybody, "non_prosecution": set()}) == {"prosecution", "non_prosecution"}


def _ask(context: Any) -> Answers:
    return [
        (login, load_statistics(context, _reader(context, login), from_on=date(year, 1, 1), to_on=date(year, 12, 31)))
        for login in READERS
        for year in list_years(context.clock.today())[:4]
    ]


def _reader(context: Any, login: str) -> Actor:
    with context.database.reading() as session:
        return Actor.of_staff(get_staff_actor(session, login))


def _numbers(figures: OfficeTotals) -> list[tuple[str, dict[str, int | None]]]:
    """What is told, as wholes and their parts."""
    return [
        ("cases", {"cases": figures.cases, "running": figures.running, **figures.outcomes}),
        ("cases", {"cases": figures.cases, "running": figures.running, **figures.outcomes,
                   "non_prosecution": figures.to_final_decision.count}),
        ("cases", {"cases": figures.cases, "extended": figures.extended, "shortened": figures.shortened}),
        ("cases", {"cases": figures.cases, "announced": figures.to_announcement.count}),
        ("owed", {"owed": figures.owed, "on_time": figures.on_time, "late": figures.late, "missed": figures.not_done,
                  "unknown": figures.unknown}),
        ("dates_of_law", {"dates_of_law": figures.dates_of_law, "dates_late": figures.dates_late}),
        ("dates_of_law", {"dates_of_law": figures.dates_of_law, "dates_late": figures.days_late.count}),
    ]  # fmt: skip


def _truth(context: Any) -> dict[tuple[str, int, str], set[tuple[uuid.UUID, str]]]:
    """Who and what is behind each number, from the rows themselves."""
    truth: dict[tuple[str, int, str], set[tuple[uuid.UUID, str]]] = defaultdict(set)
    with context.database.reading() as session:
        offices = {office.id: office.name for office in session.exec(select(Office))}
        for plan in session.exec(select(Plan).where(Plan.decided_on < date(2026, 10, 1))).all():
            known = select(Decision).where(Decision.plan_id == plan.id, Decision.decided_on < date(2026, 10, 1))
            kinds = {row.kind for row in session.exec(known)}
            end = next((ENDS[kind] for kind in ENDS if kind in kinds), "running")
            change = "extended" if "extension" in kinds else "shortened" if "shortening" in kinds else "as_written"
            names = ["cases", end, change, *(["announced"] if plan.announced_on else [])]
            for name in names:
                truth[offices[plan.office_id], plan.decided_on.year, name].add((plan.id, "plan"))
            for item in session.exec(select(Item).where(Item.plan_id == plan.id)):
                late = "dates_late" if item.settled_at > item.due_at else "in_time"
                parts = ("owed", item.status) if item.owner == Role.MINOR else ("dates_of_law", late)
                for name in parts:
                    truth[offices[plan.office_id], plan.decided_on.year, name].add((plan.id, item.id.hex))
    return truth


def _refuse_few(things: frozenset[tuple[uuid.UUID, str]], where: str) -> None:
    people = {plan for plan, _ in things}
    assert not people or len(people) >= FEWEST, (where, len(people))
