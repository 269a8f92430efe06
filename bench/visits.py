"""Somebody of the staff who looks at pages while it is measured how long they take."""

from dataclasses import dataclass, field
from time import perf_counter, sleep
from typing import Any

from sqlmodel import select
from starlette.testclient import TestClient

from casework.shared.context import Context
from casework.shared.rights import Actor
from casework.staff.authentication import start_session
from models.office import Staff
from serving.auth import COOKIE

PAUSE = 0.4
"""Seconds between two looks of a visit that goes on: so few that they slow down nothing."""


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


@dataclass
class RepeatedVisit:
    """One page, looked at again and again."""

    browser: TestClient
    address: str
    times: list[float] = field(default_factory=list)

    def look(self) -> None:
        """It was looked at once more, after a pause."""
        sleep(PAUSE)
        self.times.append(time_visit(self.browser, self.address))
