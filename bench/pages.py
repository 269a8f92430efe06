"""How long the pages of the staff take to be served as the caseload grows, as a ratio to a floor measured in the same run.

The record holds offices with a prosecutor of 65 plans each, far more than anybody has: 100 plans, then 2,000, 13,000 and
40,000. One plan of each office was opened and lived for four months, the others are its copies, written straight into
the tables with keys and names of their own. Pages are asked of the application itself, without a network. The floor is
the smallest page of the same application, the door of the staff: no page can cost less than its frame. Beside the time
stands how many statements a page asks, and its ratio to that of the smallest record: a page that asks more the more
plans there are does not stay fast. Not a test: machines differ and are noisy. Run it as `./run bench pages`.
"""

import tempfile
import uuid
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, text
from sqlmodel import SQLModel, select
from starlette.testclient import TestClient

from bench.result import Figure, Result, ratio_at_most, value_at_most
from bench.visits import get_p95, open_browser, time_visit
from casework.evaluation.statistics_kept import keep_statistics
from casework.plan.opening import open_new_plan
from casework.shared.context import Context
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import AnnouncementPart, PlanFile
from casework.staff.staffing import ensure_office, ensure_staff
from core.clock import SimulatedClock, at_local
from core.garbage import collect_rarely, keep_what_is_loaded
from core.settings import Settings
from flows.rehearsal import create_staff, get_opener
from flows.supervision import process_due_events
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from models.database import Database
from models.office import Role
from models.person import Person
from models.plan import Plan
from models.schema import migrate
from models.vault import Vault
from notifications.restore_guard import OutboxPosition, RestoreGuard
from tests.statements import QueryCounts, counted
from web.app import create_web
from web.tabs import CASE_PAGES

PLANS_IN_EACH = 65
OFFICES = (2, 31, 200, 616)
"""With so many offices the pages are measured: 130, 2,015, 13,000 and 40,040 plans."""
ASKED = 40
LIVED = timedelta(days=125)
"""Long enough for the last full quarter, of which statistics are made, to lie after the decisions."""
NINE = time(9, 0)
AUDITOR = "auditor"
COPIED = ("plan", "condition", "item", "decision", "receipt", "team_member", "message", "wake")
"""Tables of which every plan has rows of its own, beside its people. The journal is not copied: its lines are chained."""


def measure(quick: bool) -> Result:
    """The p95 of each page at each size, its ratio to the floor's, and the statements it asks."""
    sizes, most = (OFFICES[:1], 3) if quick else (OFFICES, ASKED)
    figures: list[Figure] = []
    first: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        context = _context(Path(folder))
        settings = Settings(data_folder=Path(folder))
        RestoreGuard(settings.high_water).advance(OutboxPosition(context.clock.now()))  # as in a program that runs
        app = create_web(settings, context, lambda: None, lambda: {}, None)
        collect_rarely()
        numbers: dict[str, list[str]] = {}
        for offices in sizes:
            _grow(context, numbers, offices)
            keep_statistics(context)  # as every night
            keep_what_is_loaded()
            floor = 0.0
            for name, visits in _visits(context, numbers).items():
                times, statements = _asked(app, context, visits[:most])
                floor = floor or get_p95(times)
                first.setdefault(name, statements)
                each = f"{offices * PLANS_IN_EACH} plans, {name}"
                figures.append(
                    Figure(each, get_p95(times), "ms p95", get_p95(times) / floor, "floor", value_at_most(100))
                )
                if offices > sizes[0] and first[name]:
                    many = statements / first[name]
                    figures.append(Figure(each, statements, "statements", many, "few plans", ratio_at_most(1)))
    return Result(figures)


def _visits(context: Context, numbers: dict[str, list[str]]) -> dict[str, list[tuple[str | None, str]]]:
    """Who asks for which address, page by page."""
    offices = list(numbers)
    own = {office: numbers[office][0] for office in offices}
    asked = [offices[place % len(offices)] for place in range(ASKED)]
    visits: dict[str, list[tuple[str | None, str]]] = {
        "floor": [(None, "/sign-in")] * ASKED,
        "caseload of a prosecutor": [(f"{office}.prosecutor", "/") for office in asked],
        "caseload of a head": [(f"{office}.department_head", "/") for office in asked],
        "caseload of a chief": [(f"{office}.chief_prosecutor", "/") for office in asked],
        "caseload of a clerk": [(f"{office}.clerk", "/") for office in asked],
        "caseload, case management": [(f"{office}.case_management", "/") for office in asked],
        "statistics of a head": [(f"{office}.department_head", "/statistics") for office in asked],
        "team of a head": [(f"{office}.department_head", "/team") for office in asked],
        "statistics of the auditor": [(AUDITOR, "/statistics")] * ASKED,
        "journal of the auditor": [(AUDITOR, "/journal")] * ASKED,
        "overrides of the auditor": [(AUDITOR, "/overrides")] * 10,
        "board of runs of a prosecutor": [(f"{office}.prosecutor", "/runs") for office in asked],
        "board of runs of a head": [(f"{office}.department_head", "/runs") for office in asked],
        "search of a prosecutor": [(f"{office}.prosecutor", f"/search?q={own[office]}") for office in asked],
        "search of a head, a name": [(f"{office}.department_head", "/search?q=名1") for office in asked],
        "caseload, overdue": [(f"{office}.prosecutor", "/?show=overdue") for office in asked],
    }
    for page in CASE_PAGES.values():
        visits[f"a case/{page.name or 'now'}"] = [
            (f"{office}.prosecutor", page.address(own[office])) for office in asked
        ]
    return visits


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


def _source() -> PlanFile:
    source = read_plan_path(Path("examples") / "caseload" / "25-yuanxiao.toml")
    announced = AnnouncementPart(on=source.decision.on, present=["minor", "mother"])
    return source.model_copy(update={"announcement": announced})


def _context(folder: Path) -> Context:
    database = Database(f"sqlite:///{folder / 'record.db'}")
    migrate(database)
    return Context(
        database,
        SimulatedClock(at_local(_source().decision.on, NINE) + LIVED),
        Vault(folder / "keys", bytes(32)),
        Rulebook.load(),
        WorkingDays(),
        archive_key=bytes(32),
        second_factor=False,
    )


def _grow(context: Context, numbers: dict[str, list[str]], offices: int) -> None:
    """The record has so many offices; `numbers` says which plans each has, the lived one first."""
    source = _source()
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
            ensure_staff(session, now, f"{office}.case_management", Role.CASE_MANAGEMENT, row)
            ensure_staff(session, now, AUDITOR, Role.AUDITOR, row)
        process_due_events(context, number, lane="tick")
        numbers[office] = [number, *_copies(context, number)]
    context.database.dispose()  # pages are read with no more memory than where the program runs


def _copies(context: Context, number: str) -> list[str]:
    """The plan again and again, each with a key, a name and rows of its own."""
    made = {f"{number[:-4]}{place:04}": uuid.uuid4() for place in range(1, PLANS_IN_EACH)}
    with context.database.transaction() as session:
        session.execute(text("PRAGMA cache_size = -4000000"))  # rows come in no order of any index
        source = session.exec(select(Plan).where(Plan.number == number)).one()
        session.execute(text("CREATE TEMP TABLE IF NOT EXISTS copy (plan_id TEXT, number TEXT, later INTEGER)"))
        session.execute(text("DELETE FROM copy"))
        for place, (copy, plan_id) in enumerate(made.items()):
            session.execute(text("INSERT INTO copy VALUES (:id, :number, :later)"),
                            {"id": plan_id.hex, "number": copy, "later": place % 120})  # fmt: skip
        for name in COPIED:
            session.execute(text(_copying(SQLModel.metadata.tables[name])), {"source": source.id.hex})
        people = session.exec(select(Person).where(Person.plan_id == source.id)).all()
        for place, plan_id in enumerate(made.values()):
            context.vault.new_key(plan_id)
            for person in people:
                # Past the session: the copies have no journal that could bind them.
                session.connection().execute(insert(Person), [_person(context, person, plan_id, place)])
    return list(made)


def _copying(table: Table) -> str:
    """The statement that copies the plan's rows of that table for every copy at once."""
    # An id tells when its row was made: the copy was made when its source was.
    made = f"substr({table.name}.id, 1, 12) || lower(hex(randomblob(10)))"
    own = {"id": made, "plan_id": "copy.plan_id", "dedupe_key": "copy.number || lower(hex(randomblob(8)))"}
    if table.name == "plan":
        own = {"id": "copy.plan_id", "number": "copy.number",
               "period_to": "date(plan.period_to, '+' || copy.later || ' days')"}  # fmt: skip
    columns = [column.name for column in table.columns]
    values = ", ".join(own.get(name, f'{table.name}."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    which = "id" if table.name == "plan" else "plan_id"
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {values} FROM {table.name}, copy "
        f"WHERE {table.name}.{which} = :source"
    )


def _person(context: Context, person: Person, plan_id: uuid.UUID, place: int) -> dict[str, Any]:
    row_id = uuid.uuid4()
    words = {"name": f"名{place}", "born_on": date(2009, 1, 1).isoformat()}
    document = context.vault.seal_document(plan_id, "person.document", row_id, words)
    copy: dict[str, Any] = person.model_dump() | {
        "id": row_id,
        "plan_id": plan_id,
        "page_digest": None,
        "document": document,
    }
    return copy
