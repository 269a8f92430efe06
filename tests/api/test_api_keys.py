"""What holds for every route of the API: repeated with its key it is done once, based on an old state it is refused."""

import json
from functools import partial
from time import monotonic

import pytest
from anyio import Event, create_task_group, fail_after
from anyio.to_thread import current_default_thread_limiter
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Send

from api.app import THREADS, AppState, create_app
from models.api_token import ApiToken
from models.database import BUSY_MILLISECONDS
from models.idempotency import IdempotencyRecord
from models.journal import JournalLine
from models.office import Role
from tests.api.two_offices import TwoOffices, get_description
from tests.at_once import at_once

HALTED = {"reason": "先核对日程"}
TOKEN = {"name": "门户", "scopes": ["events"], "ends_on": "2026-12-31", "reason": "对接门户"}


def test_every_call_that_changes_something_takes_a_key_or_says_what_a_repetition_does() -> None:
    for path, methods in get_description()["paths"].items():
        for method, operation in methods.items():
            if method == "get":
                continue
            headers = {each["name"].lower() for each in operation.get("parameters", []) if each["in"] == "header"}
            assert "idempotency-key" in headers or operation.get("x-repeated"), f"{method} {path}"


def test_a_token_asked_for_twice_with_one_key_is_one_token(offices: TwoOffices) -> None:
    """The answer is the first one, the secret in it included, and lies encrypted in the record."""
    client, key = offices.as_role(Role.ADMINISTRATOR), {"Idempotency-Key": "once"}
    first = client.post("/api/v1/tokens", json=TOKEN, headers=key)
    again = client.post("/api/v1/tokens", json=TOKEN, headers=key)
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert (again.headers["idempotency-replayed"], "idempotency-replayed" in first.headers) == ("true", False)
    assert len(offices.rows(ApiToken)) == 1
    (kept,) = offices.rows(IdempotencyRecord)
    assert first.json()["token"] not in str(kept.answer)
    other = client.post("/api/v1/tokens", json={**TOKEN, "name": "别的"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    client.post("/api/v1/tokens", json=TOKEN)
    assert len(offices.rows(ApiToken)) == 2


def test_more_requests_are_worked_on_than_wait_for_the_write_lock(offices: TwoOffices) -> None:
    """SQLite's writers wait in a line, each in a thread: some are left for whoever only reads."""
    app = create_app(AppState(offices.context, check_now=lambda: None, prefect_page_url=None))
    with TestClient(app) as client:
        assert client.portal is not None
        assert client.portal.call(lambda: current_default_thread_limiter().total_tokens) == THREADS > 40


def test_however_many_write_at_once_nobody_waits_for_a_thread_in_vain(offices: TwoOffices) -> None:
    """Whoever holds the lock for which all others wait, each in a thread, has a thread already and needs no second one."""
    app = create_app(AppState(offices.context, check_now=lambda: None, prefect_page_url=None))
    headers = {"Authorization": offices.as_role(Role.ADMINISTRATOR).headers["Authorization"]}
    with TestClient(app) as client:
        assert client.portal is not None

        def leave_two_threads() -> None:
            current_default_thread_limiter().total_tokens = 2

        client.portal.call(leave_two_threads)
        began = monotonic()
        answers = at_once(
            *(
                partial(client.post, "/api/v1/tokens", json=TOKEN, headers={**headers, "Idempotency-Key": f"{number}"})
                for number in range(8)
            )
        )
    assert [answer.status_code for answer in answers] == [201] * 8
    assert monotonic() - began < BUSY_MILLISECONDS / 1000


@pytest.mark.parametrize("slow", ["in sending", "in reading"])
def test_a_slow_caller_takes_nobodys_turn(offices: TwoOffices, slow: str) -> None:
    """One request is worked on at once, and one caller has not sent all of it, or does not read the answer."""
    app = create_app(AppState(offices.context, check_now=lambda: None, prefect_page_url=None))
    body = json.dumps({"login": "nobody", "password": "wrong"}).encode()

    async def call(receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        scope = {"type": "http", "method": "POST", "path": "/api/v1/session", "query_string": b"", "headers": headers,
                 "scheme": "http", "server": ("a", 1), "client": ("127.0.0.1", 1), "state": {}}  # fmt: skip
        await app(scope, receive, send)

    async def ask() -> list[int]:
        current_default_thread_limiter().total_tokens = 1
        slow_ones, at_once_ones, goes_on, status = Event(), Event(), Event(), list[int]()

        async def receive_slowly() -> Message:
            if slow == "in sending":
                slow_ones.set()
                await goes_on.wait()
            return {"type": "http.request", "body": body}

        async def send_slowly(message: Message) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])
                slow_ones.set()
                await goes_on.wait()

        async def receive() -> Message:
            return {"type": "http.request", "body": body}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                status.append(message["status"])
                at_once_ones.set()

        async with create_task_group() as tasks:
            tasks.start_soon(call, receive_slowly, send_slowly)
            await slow_ones.wait()
            with fail_after(20):
                await call(receive, send)
            assert at_once_ones.is_set()
            goes_on.set()
        return status

    with TestClient(app) as client:
        assert client.portal is not None
        assert client.portal.call(ask) == [401, 401]


def test_a_key_is_one_persons_and_opens_nothing_to_whoever_lost_the_right(offices: TwoOffices) -> None:
    key = {"Idempotency-Key": "once"}
    made = offices.as_role(Role.ADMINISTRATOR).post("/api/v1/tokens", json=TOKEN, headers=key)
    assert offices.as_role(Role.CLERK).post("/api/v1/tokens", json=TOKEN, headers=key).status_code == 403
    other = offices.as_("ren.administrator").post("/api/v1/tokens", json=TOKEN, headers=key)
    assert other.json()["token"] != made.json()["token"]


def test_a_refusal_keeps_no_answer_and_its_line_in_the_journal(offices: TwoOffices) -> None:
    """It may be sent again; and what is refused with a key is as refused as without one."""
    client, key = offices.as_role(Role.ADMINISTRATOR), {"Idempotency-Key": "once"}
    refused = client.post("/api/v1/tokens", json={**TOKEN, "ends_on": "2026-03-01"}, headers=key)
    assert refused.status_code == 422
    path = f"/api/v1/runs/{offices.other}/halt"
    assert offices.as_role(Role.PROSECUTOR).post(path, json=HALTED, headers=key).status_code == 404
    assert offices.rows(IdempotencyRecord) == []
    assert [line.actor_role for line in offices.rows(JournalLine) if line.act == "denied"] == ["prosecutor"]


def test_a_call_that_fails_half_way_leaves_nothing_and_may_be_sent_again(
    offices: TwoOffices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its operation was done, and its answer could not be kept: neither is there, and nobody waits for a lock."""
    client, key = offices.as_role(Role.ADMINISTRATOR), {"Idempotency-Key": "once"}

    def full_disk(*_kept: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("serving.idempotency._keep_answer", full_disk)
        assert client.post("/api/v1/tokens", json=TOKEN, headers=key).status_code == 500
    assert offices.rows(ApiToken) == []
    assert client.post("/api/v1/tokens", json=TOKEN, headers=key).status_code == 201
    assert len(offices.rows(ApiToken)) == 1


def test_what_many_operations_of_one_call_write_is_kept_together(offices: TwoOffices) -> None:
    """A call that reads again what it wrote sees it, and repeated gives the same answer."""
    prosecutor, path = offices.as_role(Role.PROSECUTOR), f"/api/v1/plans/{offices.number}"
    headers = {"Idempotency-Key": "once", "If-Match": prosecutor.get(path).headers["etag"]}
    done = prosecutor.post(f"/api/v1/runs/{offices.number}/halt", json=HALTED, headers=headers)
    assert done.json()["state"] == "halted"
    assert prosecutor.post(f"/api/v1/runs/{offices.number}/halt", json=HALTED, headers=headers).json() == done.json()
    assert len([line for line in offices.rows(JournalLine) if line.act == "halt_run"]) == 1


def test_a_problem_is_told_in_the_language_that_was_asked_for(offices: TwoOffices) -> None:
    in_chinese = ("请先登录", "zh-CN")
    for asked, (title, language) in (
        ({}, in_chinese), ({"Accept-Language": "en-GB, zh;q=0.5"}, ("Please sign in", "en")), ({"Accept-Language": "fr"}, in_chinese),
    ):  # fmt: skip
        answer = offices.stranger().get("/api/v1/plans", headers=asked)
        assert title in answer.json()["title"]
        assert answer.headers["content-language"] == language
