"""Every number of today, of the list of cases, of the runs and of a case counts what the list behind it shows, for
everybody of an office with four plans: a late note to be read, a late announcement, an end that is near, a halted plan."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from casework.plan.halting import quarantine
from casework.shared.rights.read_operations import READ_CASELOAD, READ_PLAN, READ_RUNS
from flows.rehearsal import open_scripted_plan
from flows.supervision import process_due_events
from models.office import Role, Staff
from tests.api.two_offices import HERE, TwoOffices, copied, make_plan_for
from tests.web.visitors import Pages

ROW = re.compile(r'<th scope="row"><a href="/plans/([^"/]+)')


@pytest.fixture(scope="module")
def pages(built_offices: tuple[Path, TwoOffices], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with copied(built_offices, tmp_path_factory.mktemp("counted") / "record.db") as offices:
        late = {"decided_on": "2026-03-02"}
        near = {"decided_on": "2025-09-22", "announced_on": "2025-09-24"}
        for place, dates in enumerate((late, near, late)):
            minor = {
                "name": f"芒果{place}",
                "identity_number": f"9901992008112033{place:02}",
                "phone": f"1000099030{place}",
            }
            plan = make_plan_for(HERE, born_on="2008-11-20", minor=minor, taken_over_on="2026-03-10", **dates)
            number = open_scripted_plan(offices.context, plan)
            process_due_events(offices.context, number, source="tick")
        quarantine(offices.context, number)
        offices.act("minor", "submit", item="weekly_note", due_on="2026-03-09", text="这周照常上课")
        offices.process_due()
        yield Pages(offices)


def accounts(pages: Pages, roles: frozenset[Role] | set[Role]) -> list[tuple[str, TestClient]]:
    """Everybody of the first office with one of those roles, in a browser of their own."""
    with pages.offices.context.database.reading() as session:
        logins = [
            row.login
            for row in session.exec(select(Staff).order_by(Staff.login))
            if row.role in roles and row.login.startswith(HERE)
        ]
    return [(login, pages.as_(login)) for login in logins]


def listed(browser: TestClient, address: str) -> list[str]:
    """The plans of a list, over all its pages."""
    found: list[str] = []
    while address:
        text = browser.get(address).text
        found += ROW.findall(text)
        more = re.search(r'<p class="more"><a class="button" href="([^"]+)"', text)
        address = more[1].replace("&amp;", "&") if more else ""
    return found


def test_today_counts_what_it_shows_and_where_it_leads(pages: Pages) -> None:
    seen = set()
    for login, browser in accounts(pages, {*READ_CASELOAD.by}):
        browser.get("/?show=")
        text = browser.get("/").text
        for address, count in re.findall(r'<a href="(/(?:\?show|runs\?state)=[^"]+)"><strong>(\d+)</strong>', text):
            assert len(listed(browser, address)) == int(count), (login, address)
            seen.add(address)
        waits = text.partition('id="to-do"')[2].partition("</section>")[0]
        counted = re.findall(r'<span class="counted">(\d+)</span>', waits) or [0]
        assert int(counted[0]) == waits.partition("<h3>")[0].count("<li "), login
        cases = re.findall(r'id="plans-title">[^<]+<span class="counted">(\d+)</span>', text)
        assert cases == [str(len(listed(browser, "/?show=")))], login
    assert {*seen} >= {"/?show=due", "/?show=overdue", "/?show=near", "/?show=review", "/runs?state=halted"}


def test_the_runs_are_those_of_the_cases(pages: Pages) -> None:
    """Whoever has both sees the same plans in both; each state counts its own lines."""
    for login, browser in accounts(pages, {*READ_CASELOAD.by} & {*READ_RUNS.by}):
        assert sorted(listed(browser, "/runs")) == sorted(listed(browser, "/?show=")), login
        text = browser.get("/runs").text.partition('class="counts"')[2]
        counts = re.findall(r'<a href="(/runs\?[^"]*)"[^>]*><strong>(\d+)</strong>', text)
        assert counts
        for address, count in counts:
            assert len(listed(browser, address.replace("&amp;", "&"))) == int(count), (login, address)


def test_a_case_counts_what_waits_on_it_as_today_does(pages: Pages) -> None:
    """And what is to be read stands there, that many times."""
    asked = 0
    for login, browser in accounts(pages, {*READ_CASELOAD.by} & {*READ_PLAN.by}):
        today = browser.get("/").text.partition('id="to-do"')[2].partition("<h3>")[0].partition("</section>")[0]
        reviews = '"/?show=review"' in browser.get("/").text
        to_read = listed(browser, "/?show=review") if reviews else []
        for number in listed(browser, "/?show="):
            case = browser.get(f"/plans/{number}/do").text
            more = re.search(r"另有(\d+)项等您办", case)
            first = 'class="button main"' in case.partition('class="next-task"')[2].partition("</header>")[0]
            tasks = case.partition('class="plain likely tasks"')[2].partition("</ul>")[0].count("<li>")
            assert first + (int(more[1]) if more else 0) == tasks, (login, number)
            waits = len(re.findall(r'class="button main" href="[^"]*" aria-label="[^"]*"', today)) and sum(
                number in row for row in today.split("<li ")[1:]
            )
            assert tasks == waits + (number in to_read), (login, number)
            came = browser.get(f"/plans/{number}/check-ins").text
            count = re.search(r"<small>(\d+)份请看</small>", came)
            assert (int(count[1]) if count else 0) == came.count('class="came waits"'), number
            asked += number in to_read
            if login.endswith((".prosecutor", ".social_worker")):
                assert bool(count) is (number in to_read), (login, number)
    assert asked


def test_what_is_unread_is_shown_as_unread(pages: Pages) -> None:
    for login, browser in accounts(pages, {*READ_CASELOAD.by}):
        text = browser.get("/inbox").text
        badge = re.findall(r'class="unread-count">(\d+)', text)
        heading = re.findall(r'<span class="counted">(\d+)</span>', text.partition('<details class="folded"')[0])
        rows = len(re.findall(r'action="/inbox/[^"]+/read"', text))
        assert badge == heading == ([str(rows)] if rows else []), login
