"""How long the caseload and a case take to be served at 13,000 plans, as a ratio to a floor measured in the same run.

The record holds 200 offices with a prosecutor of 65 plans each, far more than anybody has; one of them was lived for
four weeks, the others are its copies, written straight into the tables with keys and names of their own. Pages are
asked of the application itself, without a network. The floor is the smallest page of the same application, the door of the staff:
no page can cost less than its frame. Not a test: machines differ and are noisy. Run it as `./run bench`.
"""

import sys
import tempfile
import uuid
from datetime import date, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Table, insert, text
from sqlmodel import SQLModel, select
from starlette.testclient import TestClient

from casework.plan.opening import open_new_plan
from casework.shared.context import Context
from casework.shared.files.parsing import read_plan_path
from casework.shared.files.plan_file import AnnouncementPart
from casework.shared.rights import Actor
from casework.staff.authentication import start_session
from casework.staff.staffing import ensure_office, ensure_staff
from core.clock import SimulatedClock, at_local
from core.settings import Settings
from flows.rehearsal import create_staff, get_opener
from flows.supervision import process_due_events
from law.rulebook import Rulebook
from law.working_days import WorkingDays
from models.database import Database
from models.office import Role, Staff
from models.person import Person
from models.plan import Plan
from models.schema import migrate
from models.vault import Vault
from notifications.restore_guard import OutboxPosition, RestoreGuard
from serving.auth import COOKIE
from web.app import create_web
from web.tabs import CASE_PAGES

OFFICES, PLANS_IN_EACH = 200, 65
ASKED = 40
NINE = time(9, 0)
AUDITOR = "auditor"
TEAM = ("prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "clerk")
COPIED = ("plan", "condition", "item", "decision", "receipt", "team_member", "message", "wake")
"""Tables of which every plan has rows of its own, beside its people. The journal is not copied: its lines are chained."""


def main() -> None:
    """Prints each page's median and p95 in milliseconds, and the ratio of its p95 to the floor's."""
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        context, numbers = _built(Path(folder))
        sys.stdout.write(f"built {sum(map(len, numbers.values()))} plans in {perf_counter() - began:.0f} s\n")
        settings = Settings(data_folder=Path(folder))
        RestoreGuard(settings.high_water).advance(OutboxPosition(context.clock.now()))  # as in a program that runs
        app = create_web(settings, context, lambda: None, lambda: {}, None)
        visits = _visits(context, numbers)
        asked = {name: _milliseconds(app, context, each) for name, each in visits.items()}
    floor = _p95(asked["floor"])
    for name, times in asked.items():
        sys.stdout.write(
            f"{name:28} median {median(times):7.1f} ms   p95 {_p95(times):7.1f} ms   ratio {_p95(times) / floor:6.1f}\n"
        )


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


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
        "statistics of the auditor": [(AUDITOR, "/statistics")] * 3,
        "journal of the auditor": [(AUDITOR, "/journal")] * ASKED,
        "overrides of the auditor": [(AUDITOR, "/overrides")] * 10,
        "caseload, overdue": [(f"{office}.prosecutor", "/?show=overdue") for office in asked],
    }
    for page in CASE_PAGES.values():
        visits[f"a case/{page.name or 'now'}"] = [
            (f"{office}.prosecutor", page.address(own[office])) for office in asked
        ]
    return visits


def _milliseconds(app: Any, context: Context, visits: list[tuple[str | None, str]]) -> list[float]:
    browsers: dict[str | None, TestClient] = {}
    times = []
    for who, address in visits:
        if who not in browsers:
            browsers[who] = _browser(app, context, who)
            browsers[who].get(address)  # that somebody has looked is one line for some minutes, not one a look
        began = perf_counter()
        answer = browsers[who].get(address)
        times.append((perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return times


def _browser(app: Any, context: Context, login: str | None) -> TestClient:
    browser = TestClient(app, follow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})
    if login is not None:
        with context.database.transaction() as session:
            staff = session.exec(select(Staff).where(Staff.login == login)).one()
            token = start_session(session, context, Actor.of_staff(staff), context.clock.now()).token
        browser.cookies.set(COOKIE, token)
    return browser


def _built(folder: Path) -> tuple[Context, dict[str, list[str]]]:
    """The record, and the numbers of each office's plans, the lived one first."""
    database = Database(f"sqlite:///{folder / 'record.db'}")
    migrate(database)
    source = read_plan_path(Path("examples") / "caseload" / "25-yuanxiao.toml")
    decided = source.decision.on
    clock = SimulatedClock(at_local(decided, NINE))
    context = Context(
        database,
        clock,
        Vault(folder / "keys", bytes(32)),
        Rulebook.load(),
        WorkingDays(),
        archive_key=bytes(32),
        second_factor=False,
    )
    numbers: dict[str, list[str]] = {}
    for place in range(OFFICES):
        office = f"o{place}"
        team = source.team.model_copy(update={role: f"{office}.{role}" for role in TEAM})
        plan = source.model_copy(
            update={
                "number": f"SW-{place:04}-0000",
                "case": source.case.model_copy(update={"office": f"第{place}院"}),
                "team": team,
                "announcement": AnnouncementPart(on=decided, present=["minor", "mother"]),
            }
        )
        create_staff(context, plan)
        numbers[office] = [open_new_plan(context, get_opener(context, plan), plan)]
    clock.advance_to(at_local(decided + timedelta(days=28), NINE))
    _lookers(context)
    for office, (number,) in numbers.items():
        process_due_events(context, number, lane="tick")
        numbers[office] += _copies(context, number)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    return context, numbers


def _lookers(context: Context) -> None:
    """Those who carry no plan and look at many: case management of every office, and one auditor."""
    with context.database.transaction() as session:
        now = context.clock.now()
        for place in range(OFFICES):
            office = ensure_office(session, now, f"第{place}院")
            ensure_staff(session, now, f"o{place}.case_management", Role.CASE_MANAGEMENT, office)
        ensure_staff(session, now, AUDITOR, Role.AUDITOR, office)


def _copies(context: Context, number: str) -> list[str]:
    """The plan again and again, each with a key, a name and rows of its own."""
    made = {f"{number[:-4]}{place:04}": uuid.uuid4() for place in range(1, PLANS_IN_EACH)}
    with context.database.transaction() as session:
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
                session.execute(insert(Person), [_person(context, person, plan_id, place)])
    return list(made)


def _copying(table: Table) -> str:
    """The statement that copies the plan's rows of that table for every copy at once."""
    # An id tells when its row was made: the copy was made when its source was.
    made = f"substr({table.name}.id, 1, 12) || lower(hex(randomblob(10)))"
    own = {"id": made, "plan_id": "copy.plan_id", "dedupe_key": "lower(hex(randomblob(16)))"}
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


if __name__ == "__main__":
    main()
