"""How long the pages of the staff take to be served as the caseload grows, as a ratio to a floor measured in the same run.

The record holds offices with a prosecutor of 65 plans each, far more than anybody has: 100 plans, then 2,000, 13,000
and 40,000. One plan of each office was opened and lived for four months, the others are its copies. Pages are asked of
the application itself, without a network. The floor is the smallest page of the same application, the sign-in page of the
staff: no page can cost less than its frame. Beside the time stands how many statements a page asks, and its ratio to
that of the smallest record: a page that asks more the more plans there are does not stay fast.
"""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlmodel import select
from starlette.testclient import TestClient

from bench.caseload import COPIED, NINE, copy_plan, open_context, read_source
from bench.result import Figure, ratio_at_most, value_at_most
from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.plan.opening import open_new_plan
from casework.staff.authentication import start_session
from casework.staff.staffing import ensure_office, ensure_staff
from core.clock import SimulatedClock, at_local
from core.settings import Settings
from flows.rehearsal import create_staff, get_opener
from flows.supervision import process_due_events
from models.office import Role, Staff
from models.schema import migrate
from notifications.restore_guard import OutboxPosition, write_position
from serving.auth import COOKIE
from tests.statements import QueryCounts, counted
from web.app import create_web
from web.tabs import CASE_PAGES

PLANS_IN_EACH = 65
OFFICES = (2, 31, 200, 616)
"""With so many offices the pages are measured: 130, 2,015, 13,000 and 40,040 plans."""
ASKED = 40
LIVED = timedelta(days=125)
"""Long enough for the last full quarter, of which statistics are made, to lie after the decisions."""
AUDITOR = "auditor"


def measure(quick: bool) -> list[Figure]:
    """The p95 of each page at each size, its ratio to the floor's, and the statements it asks."""
    sizes, most = (OFFICES[:1], 3) if quick else (OFFICES, ASKED)
    figures: list[Figure] = []
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        now = at_local(read_source().decision.on, NINE) + LIVED
        context = open_context(f"sqlite:///{folder / 'record.db'}", folder, now)
        migrate(context.database)
        settings = Settings(data_folder=folder)
        write_position(settings.high_water, OutboxPosition(now))  # as in a program that runs
        app = create_web(settings, context, lambda: None, lambda: {}, None)
        numbers: dict[str, str] = {}
        for offices in sizes:
            _grow(context, numbers, offices)
            floor = 0.0
            for name, visits in _visits(numbers).items():
                times, statements = _asked(app, context, visits[:most])
                floor = floor or get_p95(times)
                first.setdefault(name, statements)
                each = f"{offices * PLANS_IN_EACH} plans, {name}"
                ratio = get_p95(times) / floor
                figures.append(Figure(each, get_p95(times), "ms p95", ratio, "floor", value_at_most(100)))
                if offices > sizes[0] and first[name]:
                    many = statements / first[name]
                    figures.append(Figure(each, statements, "statements", many, "few plans", ratio_at_most(1)))
    return figures


def _visits(numbers: dict[str, str]) -> dict[str, list[tuple[str | None, str]]]:
    """Who asks for which address, page by page; `numbers` says which plan of each office was lived."""
    offices = list(numbers)
    asked = [offices[place % len(offices)] for place in range(ASKED)]

    def of(role: str, address: str) -> list[tuple[str | None, str]]:
        return [(f"{office}.{role}", address.replace("NUMBER", numbers[office])) for office in asked]

    visits: dict[str, list[tuple[str | None, str]]] = {
        "floor": [(None, "/sign-in")] * ASKED,
        "caseload of a prosecutor": of("prosecutor", "/"),
        "caseload of a head": of("department_head", "/"),
        "caseload of a chief": of("chief_prosecutor", "/"),
        "caseload, overdue": of("prosecutor", "/?show=overdue"),
        "statistics of a head": of("department_head", "/statistics"),
        "team of a head": of("department_head", "/people"),
        "journal of the auditor": [(AUDITOR, "/records")] * ASKED,
        "board of runs of a head": of("department_head", "/runs"),
        "search of a prosecutor": of("prosecutor", "/search?q=NUMBER"),
        "search of a head, a name": of("department_head", "/search?q=名1"),
    }
    return visits | {
        f"a case/{page.name or 'now'}": of("prosecutor", page.address("NUMBER")) for page in CASE_PAGES.values()
    }


def _asked(app: Any, context: Context, visits: list[tuple[str | None, str]]) -> tuple[list[float], float]:
    """How many milliseconds each visit took, and how many statements each asked."""
    browsers: dict[str | None, TestClient] = {}
    times = []
    asked = QueryCounts()
    for who, address in visits:
        if who not in browsers:
            browsers[who] = open_browser(app, context, who)
            browsers[who].get(address)  # that somebody has looked is one line for some minutes, not one a look
        times.append(time_visit(browsers[who], address))
    with counted(context.database, asked):
        browsers[who].get(address)
    return times, asked.statements


def open_browser(app: Any, context: Context, login: str | None) -> TestClient:
    """A browser in which that person is signed in, or nobody."""
    browser = TestClient(app, follow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})
    if login is not None:
        with context.database.transaction() as session:
            staff = session.exec(select(Staff).where(Staff.login == login)).one()
            token = start_session(session, context, Actor.of_staff(staff), context.clock.now()).token
        browser.cookies.set(COOKIE, token)
    return browser


def time_visit(browser: TestClient, address: str) -> float:
    """How many milliseconds the page took. Ends the bench where it is not shown."""
    began = perf_counter()
    answer = browser.get(address)
    took = (perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return took


def get_p95(times: list[float]) -> float:
    """What nineteen of twenty did not exceed."""
    return sorted(times)[int(len(times) * 0.95)]


def _grow(context: Context, numbers: dict[str, str], offices: int) -> None:
    """The record has so many offices; `numbers` says which plan of each was lived."""
    source = read_source()
    then = replace(context, clock=SimulatedClock(at_local(source.decision.on, NINE)))
    for place in range(len(numbers), offices):
        office = f"o{place}"
        team = source.team.model_copy(update={role: f"{office}.{role}" for role, login in source.team if login})
        case = source.case.model_copy(update={"office": f"第{place}院"})
        plan = source.model_copy(update={"number": f"SW-{place:04}-0000", "case": case, "team": team})
        create_staff(then, plan)
        number = open_new_plan(then, get_opener(then, plan), plan)
        with context.database.transaction() as session:  # they carry no plan and look at many
            now, row = context.clock.now(), ensure_office(session, context.clock.now(), f"第{place}院")
            ensure_staff(session, now, AUDITOR, Role.AUDITOR, row)
        process_due_events(context, number, source="tick")
        copies = [f"{number[:-4]}{copy:04}" for copy in range(1, PLANS_IN_EACH)]
        copy_plan(context, number, copies, (*COPIED, "message", "run_log_entry"))
        numbers[office] = number
    context.database.dispose()  # pages are read with no more memory than where the program runs
