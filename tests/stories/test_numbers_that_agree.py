"""Every number of today, of the list of cases, of the runs and of a case counts what the list behind it shows, for every
account of the demonstration and each of its cases."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from app.bootstrap import create_rehearsal_context
from app.server import DEMO_NOW
from casework.acting.rights.read_operations import READ_CASELOAD, READ_PLAN, READ_RUNS
from casework.plan.halting import quarantine
from core.clock import SimulatedClock, local_date
from flows.demo_history import HALTED_PLAN, enrol_staff, read_scenarios
from flows.rehearsal import open_scripted_plan
from flows.supervision import process_due_events
from models.item import Item
from models.office import Staff
from models.plan import Plan
from tests.api.two_offices import TwoOffices
from tests.web.visitors import Pages

CASELOAD = Path("examples/caseload")
TAKEN_OVER = DEMO_NOW - timedelta(days=14)
ROW = re.compile(r'<th scope="row"><a href="/plans/([^"/]+)')


@dataclass
class Account:
    """Somebody of the demonstration in a browser of their own, who opens each page once."""

    login: str
    role: str
    browser: TestClient
    _read: dict[str, str] = field(default_factory=dict)

    def read(self, address: str) -> str:
        """What that page says."""
        if address not in self._read:
            self._read[address] = self.browser.get(address).text
        return self._read[address]

    def plans(self, address: str) -> list[str]:
        """The plans of a list, over all its pages."""
        found: list[str] = []
        while address:
            text = self.read(address)
            found += ROW.findall(text)
            more = re.search(r'<p class="more"><a class="button" href="([^"]+)"', text)
            address = more[1].replace("&amp;", "&") if more else ""
        return found


@pytest.fixture(scope="module")
def accounts() -> list[Account]:
    """Everybody of the demonstration, with all its cases that are that old, as if they had been taken over a fortnight
    before its day: nothing has come in since but one note, late, and one is closed."""
    context = create_rehearsal_context(TAKEN_OVER)
    enrol_staff(context, CASELOAD / "staff.toml")
    since = local_date(TAKEN_OVER)
    plans = [scenario.plan for scenario in read_scenarios(CASELOAD) if scenario.plan.decision.on <= since]
    numbers = [open_scripted_plan(context, plan.model_copy(update={"taken_over_on": since})) for plan in plans]
    assert isinstance(context.clock, SimulatedClock)
    context.clock.advance_to(DEMO_NOW)
    for number in numbers:
        process_due_events(context, number, source="tick")
    quarantine(context, HALTED_PLAN)
    with context.database.transaction() as session:
        context.find(session, numbers[-1], lock=True).closed_at = DEMO_NOW
        is_late = (Item.kind == "weekly_note", col(Item.due_on) > since, col(Item.due_on) < local_date(DEMO_NOW))
        late, number = session.exec(select(Item, Plan.number).join(Plan).where(*is_late)).first() or (None, "")
        staff = [(row.login, row.role) for row in session.exec(select(Staff).order_by(Staff.login))]
    assert late is not None
    offices = TwoOffices(context, number, numbers[0])
    offices.act("minor", "submit", item="weekly_note", due_on=str(late.due_on), text="这周照常上课")
    process_due_events(context, number, source="tick")
    pages = Pages(offices)
    return [Account(login, role, pages.as_(login)) for login, role in staff]


def test_today_counts_what_it_shows_and_where_it_leads(accounts: list[Account]) -> None:
    """A list without any is opened once for each role."""
    seen, empty = set(), set()
    for one in accounts:
        if one.role not in READ_CASELOAD.by:
            continue
        cases, text = one.plans("/?show="), one.read("/")
        for address, count in re.findall(r'<a href="(/(?:\?show|runs\?state)=[^"]+)"><strong>(\d+)</strong>', text):
            if count != "0" or (one.role, address) not in empty:
                assert len(one.plans(address)) == int(count), (one.login, address)
            if count == "0":
                empty.add((one.role, address))
            else:
                seen.add(address)
        waits = text.partition('id="to-do"')[2].partition("</section>")[0]
        counted = re.findall(r'<span class="counted">(\d+)</span>', waits) or [0]
        assert int(counted[0]) == waits.partition("<h3>")[0].count("<li "), one.login
        assert re.findall(r'id="plans-title">[^<]+<span class="counted">(\d+)</span>', text) == [str(len(cases))], (
            one.login
        )
    assert {*seen} >= {"/?show=due", "/?show=overdue", "/?show=near", "/runs?state=halted"}


def test_the_runs_are_those_of_the_cases(accounts: list[Account]) -> None:
    """Whoever has both sees the same plans in both; each state counts its own lines. One without any is opened once
    for each role."""
    empty = set()
    for one in accounts:
        if one.role not in {*READ_CASELOAD.by} & {*READ_RUNS.by} or one.login.startswith("city."):
            continue  # of a city: counts of whole offices, and no list
        assert sorted(one.plans("/runs")) == sorted(one.plans("/?show=")), one.login
        text = one.read("/runs").partition('class="counts"')[2]
        counts = re.findall(r'<a href="(/runs\?[^"]*)"[^>]*><strong>(\d+)</strong>', text)
        assert counts
        for address, count in counts:
            if count != "0" or (one.role, address) not in empty:
                assert len(one.plans(address.replace("&amp;", "&"))) == int(count), (one.login, address)
            if count == "0":
                empty.add((one.role, address))


def test_a_case_counts_what_waits_on_it_as_today_does(accounts: list[Account]) -> None:
    for one in accounts:
        if one.role not in {*READ_CASELOAD.by} & {*READ_PLAN.by}:
            continue
        cases, text = one.plans("/?show="), one.read("/")
        today = text.partition('id="to-do"')[2].partition("<h3>")[0].partition("</section>")[0]
        for number in cases:
            case = one.read(f"/plans/{number}/do")
            more = re.search(r"另有(\d+)项等您办", case)
            first = 'class="button main"' in case.partition('class="next-task"')[2].partition("</header>")[0]
            tasks = case.partition('class="plain likely tasks"')[2].partition("</ul>")[0].count("<li>")
            assert first + (int(more[1]) if more else 0) == tasks, (one.login, number)
            waits = len(re.findall(r'class="button main" href="[^"]*" aria-label="[^"]*"', today)) and sum(
                number in row for row in today.split("<li ")[1:]
            )
            assert tasks == waits, (one.login, number)


def test_the_badge_counts_what_lies_on_the_reading_desk(accounts: list[Account]) -> None:
    lying = 0
    for one in accounts:
        text = one.read("/reading")
        badge = re.findall(r'class="unread-count">(\d+)', text)
        rows = text.partition('class="card list"')[2].count("<li>")
        assert badge == ([str(rows)] if rows else []), one.login
        lying += rows
    assert lying
