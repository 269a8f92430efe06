"""Two small offices with a plan each behind the API, and clients who hold the API to its own description."""

import contextlib
import functools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import httpx2
from jsonschema import Draft202012Validator
from sqlmodel import col, select

from api.app import AppState, create_app
from app.bootstrap import Dispatcher, create_memory_channels
from casework.acting.context import Context
from casework.acting.performing import perform
from casework.acting.rights import Actor
from casework.acting.script_actors import resolve_actor
from casework.plan.opening import open_new_plan
from casework.shared.files.plan_file import PlanFile
from casework.shared.items.item_kinds import RHYTHMS
from casework.staff.authentication import start_session
from casework.staff.staffing import ensure_office, ensure_staff
from core.clock import SimulatedClock
from flows.rehearsal import create_staff, get_opener
from flows.supervision import process_due_events
from models.bound_rows import RowBinding
from models.database import Database
from models.item import Item
from models.message import Message
from models.office import STAFF_ROLES, Role, Staff
from models.plan import Plan
from models.vault import Vault
from tests.api.front import Front, Visitor
from tests.builders import OFFICE, a_plan, an_office, at, list_open_codes

HERE, THERE = "gui", "ren"
OTHER_OFFICE = "壬县"
MOTHER_THERE = {"relation": "mother", "name": "芒果的母亲", "legal_representative": True, "phone": "10000990202",
                "device": "own"}  # fmt: skip
START_MOMENT = "2026-03-10 10:00"
"""A Tuesday: the plans are eight days old, announced on the second, and one weekly note has not come in."""

_TEAM = ("prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk")


@dataclass
class TwoOffices:
    """The plans, the context, and the application over it."""

    context: Context
    number: str
    other: str
    run_checks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mail = Dispatcher(create_memory_channels())
        self.app: Any = Front(
            "api",
            lambda: create_app(
                AppState(self.context, check_now=lambda: self.run_checks.append("now"), prefect_page_url="http://p")
            ),
        )

    def desk_on(self, database: Database) -> Context:
        """The same context over a copy of the record, with a clock of its own."""
        clock = SimulatedClock(at(START_MOMENT))
        database.row_binding = RowBinding(self.context.vault.chain_key, clock.now)
        return replace(self.context, database=database, clock=clock, choices=[], policies={})

    def stranger(self) -> "Client":
        """Somebody who is not signed in."""
        return Client(self.app)

    def staff(self, login: str) -> Staff:
        with self.context.database.reading() as session:
            return session.exec(select(Staff).where(Staff.login == login)).one()

    def as_(self, who: str, number: str | None = None) -> "Client":
        """A client of that member of staff ('gui.prosecutor'), or of 'minor' or 'mother', signed in."""
        if "." in who:
            return self._signed_in(Actor.of_staff(self.staff(who)))
        return self._signed_in(resolve_actor(self.context, number or self.number, who))

    def as_role(self, role: Role) -> "Client":
        """A client of whoever holds that role towards the first plan."""
        return self.as_(role.value if role in (Role.MINOR, Role.GUARDIAN) else f"{HERE}.{role.value}")

    def _signed_in(self, actor: Actor) -> "Client":
        with self.context.database.transaction() as session:
            opened = start_session(session, self.context, actor, self.context.clock.now())
        client = self.stranger()
        client.headers["Authorization"] = f"Bearer {opened.token}"
        return client

    def act(self, by: str, did: str, **values: Any) -> None:
        """The plan's own person does it, without a client."""
        from tests.builders import _ACT, as_proposed

        by, values = as_proposed(self.context, self.number, by, did, values)
        perform(self.context, self.number, _ACT.validate_python({"on": self.today, "by": by, "did": did, **values}))

    def dismiss_open_items(self) -> None:
        """The prosecutor has set aside, with a reason, whatever was left open and is in the way of the end."""
        if left := list_open_codes(self.context, self.number):
            self.act("prosecutor", "dismiss_items", items=left, reason="已当面了解，不再另行办理")

    @property
    def today(self) -> date:
        return self.context.clock.today()

    def on(self, moment: str) -> None:
        """The clock shows that moment; nobody was there to live what fell due."""
        assert isinstance(self.context.clock, SimulatedClock)
        self.context.clock.advance_to(at(moment))

    def skips_to(self, moment: str) -> None:
        """The clock shows that moment. The record says that whatever recurs came in on its day; all else is still due."""
        self.on(moment)
        with self.context.database.transaction() as session:
            recurs = select(Item).where(Item.status == "open", col(Item.kind).in_([*RHYTHMS, "milestone"]))
            for item in session.exec(recurs.where(col(Item.due_on) < self.today)):
                item.status, item.next_step, item.next_at = "on_time", None, None
                session.add(item)

    def process_due(self) -> None:
        """Whatever is due is done, and the outbox is empty."""
        for number in (self.number, self.other):
            process_due_events(self.context, number, source="tick")
        self.mail.deliver(self.context)

    def plan(self, number: str | None = None) -> Plan:
        with self.context.database.reading() as session:
            return self.context.find(session, number or self.number)

    def rows(self, table: type[Any]) -> list[Any]:
        with self.context.database.reading() as session:
            return list(session.exec(select(table)))

    def messages(self, event: str) -> list[Message]:
        with self.context.database.reading() as session:
            return list(session.exec(select(Message).where(Message.event == event).order_by(col(Message.id))))


def make_two_offices(database: Database, vault: Vault | None = None) -> TwoOffices:
    """Both plans are open, announced, and lived up to the morning of 10 March 2026."""
    context = an_office(database, "2026-03-02 09:00", keys=vault)
    database.row_binding = RowBinding(context.vault.chain_key, context.clock.now)
    numbers = []
    for prefix, plan in ((HERE, make_plan_for(HERE)), (THERE, make_plan_for(THERE))):
        create_staff(context, plan, ())
        _the_rest(context, prefix, plan.case.office)
        numbers.append(open_new_plan(context, get_opener(context, plan), plan))
    offices = TwoOffices(context, *numbers)
    for moment in ("2026-03-04 10:00", "2026-03-08 17:00", "2026-03-09 12:00", START_MOMENT):
        offices.on(moment)
        if moment == "2026-03-04 10:00":
            for number in numbers:
                offices.number = number
                offices.act(
                    "prosecutor", "announce", present=["minor", "mother"], explained=["period", "rules", "liability"]
                )
            offices.number = numbers[0]
        offices.process_due()
    return offices


@contextlib.contextmanager
def copied(built: tuple[Path, TwoOffices], file: Path) -> Iterator[TwoOffices]:
    """The two offices once more, over a copy of their record, on the morning of Tuesday 10 March 2026."""
    shutil.copy(built[0], file)
    database = Database(f"sqlite:///{file}")
    try:
        yield TwoOffices(built[1].desk_on(database), built[1].number, built[1].other)
    finally:
        database.dispose()


def make_plan_for(prefix: str, **more: Any) -> PlanFile:
    """A plan that the team of that office carries."""
    team = {role: f"{prefix}.{role}" for role in _TEAM}
    office = OFFICE if prefix == HERE else OTHER_OFFICE
    case = {"office": office} | more.pop("case", {})
    cadence = {"usage_sheet": {"on": "Sun", "by": "21:00"}} | more.pop("cadence", {})
    if prefix == THERE:  # a number that stood in both cases would get no text in either
        more = {"minor": {"phone": "10000990201"}, "guardian": [MOTHER_THERE]} | more
    return a_plan(team=team, case=case, cadence=cadence, **more)


def _the_rest(context: Context, prefix: str, office_name: str) -> None:
    with context.database.transaction() as session:
        office = ensure_office(session, context.clock.now(), office_name)
        for role in STAFF_ROLES:
            ensure_staff(session, context.clock.now(), f"{prefix}.{role.value}", role, office)
        ensure_staff(session, context.clock.now(), f"{prefix}.worker2", Role.SOCIAL_WORKER, office)


class Client(Visitor):
    """A client that believes the description: an answer that it does not describe is a failure of the test."""

    def request(self, method: Any, url: Any, *args: Any, **more: Any) -> httpx2.Response:
        response: httpx2.Response = super().request(method, url, *args, **more)
        assert response.status_code != 500 or response.json()["reference"], "a failure has a reference"
        self._hold_to_description(method, str(url), response)
        return response

    def _hold_to_description(self, method: str, url: str, response: httpx2.Response) -> None:
        path = _find_path(method.lower(), url.partition("?")[0].split("/"))
        if path is None:
            return
        answers = get_description()["paths"][path][method.lower()]["responses"]
        described = answers.get(str(response.status_code))
        assert described is not None, f"{method} {path} answers {response.status_code}, which is not described"
        if not response.content:
            return
        media_type = response.headers["content-type"].partition(";")[0]
        assert media_type in described["content"]
        text = response.json() if media_type.endswith("json") else response.text
        _validator(path, method.lower(), str(response.status_code), media_type).validate(text)


def _find_path(method: str, given: list[str]) -> str | None:
    """The described path at which that call arrives."""
    for template, methods in get_description()["paths"].items():
        parts = template.split("/")
        alike = len(parts) == len(given) and all(
            "{" in part or part == at for part, at in zip(parts, given, strict=True)
        )
        if alike and method in methods:
            return str(template)
    return None


@functools.cache
def get_description() -> dict[str, Any]:
    """The description, as an application without anything behind it gives it."""
    return create_app(AppState(cast(Context, None))).openapi()


@functools.cache
def _validator(path: str, method: str, status: str, media_type: str) -> Draft202012Validator:
    described = get_description()
    schema = described["paths"][path][method]["responses"][status]["content"][media_type]["schema"]
    return Draft202012Validator({**schema, "components": described["components"]})
