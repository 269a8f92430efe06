"""What leans on the database is asked on PostgreSQL as well: pages, filters, keys from many hands, versions."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import URL

from models.database import Database
from models.idempotency import IdempotencyRecord
from models.item import Submission
from models.sign_in_attempt import SignInAttempt
from tests.api.two_offices import TwoOffices, make_two_offices
from tests.databases import new_database
from tests.passwords import give_password
from tests.second_factors import give_app


@pytest.fixture(scope="module")
def offices(postgresql_server: URL) -> Iterator[TwoOffices]:
    """Once for all: each test looks at what is its own."""
    with new_database(postgresql_server) as url:
        database = Database(url.render_as_string(hide_password=False))
        database.create_tables()
        yield make_two_offices(database)
        database.dispose()


def test_every_view_answers(offices: TwoOffices) -> None:
    prosecutor = offices.as_("gui.prosecutor")
    for path in (
        "plans?overdue=true&due=true&status=under_supervision&limit=1",
        f"plans/{offices.number}",
        f"plans/{offices.number}/timeline?limit=2",
        "reminders?limit=2",
        "runs",
        "session",
    ):
        assert prosecutor.get(f"/api/v1/{path}").status_code == 200, path
    assert prosecutor.post("/api/v1/reminders", json={}).status_code == 200
    pages = prosecutor.get(f"/api/v1/plans/{offices.number}/timeline?limit=2").json()
    assert prosecutor.get(f"/api/v1/plans/{offices.number}/timeline?cursor={pages['next']}").status_code == 200
    assert offices.as_("minor").get("/api/v1/family/plan").status_code == 200


def test_one_key_from_eight_clients_at_once_is_done_once(offices: TwoOffices) -> None:
    answers: list[Any] = []
    body = {"item": "weekly_note", "due_on": "2026-03-16"}
    clients = [offices.as_("minor") for _ in range(8)]

    def hand_in(client: Any) -> None:
        url, key = f"/api/v1/plans/{offices.number}/check-ins", {"Idempotency-Key": "many"}
        answers.append(client.post(url, json=body, headers=key))

    threads = [threading.Thread(target=hand_in, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.text for answer in answers}) == 1
    assert (len(offices.rows(Submission)), len(offices.rows(IdempotencyRecord))) == (1, 1)


def test_of_two_acts_made_from_the_same_plan_one_is_done_and_the_other_is_refused(offices: TwoOffices) -> None:
    seen = offices.as_("gui.prosecutor").get(f"/api/v1/plans/{offices.number}").headers["etag"]
    clients, statuses = [offices.as_("gui.social_worker"), offices.as_("gui.assistant")], []

    def add(client: Any) -> None:
        body = {"did": "record_progress", "condition": "A1", "amount": 1}
        url = f"/api/v1/plans/{offices.number}/acts"
        statuses.append(client.post(url, json=body, headers={"If-Match": seen}).status_code)

    threads = [threading.Thread(target=add, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 412]


def test_of_two_who_send_one_code_at_once_one_is_let_in_and_every_wrong_try_counts(offices: TwoOffices) -> None:
    login, password = "gui.chief_prosecutor", "linen-harbour-417"
    give_password(offices.context, [login], password)
    real = TwoOffices(replace(offices.context, second_factor=True), offices.number, offices.other)
    right = {"login": login, "password": password, "code": give_app(real.context, login).next(), "keep": "token"}

    def sent_at_once(many: int, sent: dict[str, str]) -> list[int]:
        clients, statuses = [real.stranger() for _ in range(many)], list[int]()
        tries: list[Callable[[], None]] = [
            lambda client=client: statuses.append(client.post("/api/v1/session", json=sent).status_code)
            for client in clients
        ]
        threads = [threading.Thread(target=one) for one in tries]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(statuses)

    assert sent_at_once(2, right) == [201, 401], "a code is used once"
    before = sum(row.tries for row in real.rows(SignInAttempt))
    assert sent_at_once(4, right | {"password": "wrong-wrong-1"}) == [401] * 4
    assert sum(row.tries for row in real.rows(SignInAttempt)) == before + 4
