"""Alive, and ready or not: each part of the house, and no word about anybody."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api.app import Reception, create_app
from casework.desk import Desk
from casework.health import Part
from casework.opening import open_plan
from casework.rights import SYSTEM
from casework.wakes import note_failure
from flows.rehearsal import make_staff, opener
from models.message import Message
from models.schema import roll_back
from notifications.events import Event, Recipient
from notifications.outbox import post
from sunward.settings import Settings
from sunward.wiring import desk_for
from sunward.words import Words
from tests.api.house import House, plan_of

TICK = Part("tick", True, Words("好", "well"))
NO_PREFECT = Part("prefect", False, Words("停了", "away"), informs_only=True)


@pytest.fixture
def lasting(tmp_path: Path) -> Desk:
    """A desk over a migrated record."""
    return desk_for(Settings(data_folder=tmp_path))


def _a_plan_in(desk: Desk) -> str:
    plan = plan_of("gui", decided_on=desk.clock.today().isoformat())
    make_staff(desk, plan, ())
    return open_plan(desk, opener(desk, plan), plan)


def _ready(desk: Desk, parts: Sequence[Part] = ()) -> tuple[int, dict[str, bool]]:
    client = TestClient(create_app(Reception(desk, more_parts=lambda: parts)))
    answer = client.get("/api/v1/health/ready")
    told = {part["name"]: part["ok"] for part in answer.json()["parts"]}
    assert answer.json()["ready"] == (answer.status_code == 200)
    return answer.status_code, told


def test_it_lives_at_both_addresses(house: House) -> None:
    for path in ("/health/live", "/api/v1/health/live"):
        assert house.stranger().get(path).json() == {"alive": True}


def test_a_migrated_record_with_nothing_waiting_is_ready(lasting: Desk) -> None:
    status, parts = _ready(lasting, [TICK])
    assert status == 200
    assert {"record", "tables", "outbox", "wakes", "journal", "tick"} < parts.keys()
    # Whether next year's holidays are known yet depends on the day on which this is run; it only informs.
    assert all(ok for name, ok in parts.items() if name != "calendar")
    assert "calendar" in parts


def test_without_the_newest_tables_it_is_not_ready(lasting: Desk) -> None:
    roll_back(lasting.database, "base")
    status, parts = _ready(lasting)
    assert status == 503
    assert parts == {"record": True, "tables": False}


def test_a_message_that_should_have_left_a_minute_ago_makes_it_unready(lasting: Desk) -> None:
    now = lasting.clock.now()
    with lasting.database.transaction() as session:
        post(session, now, event=Event.PRAISE_GIVEN, recipient=Recipient.MINOR, recipient_id=None, dedupe_key="k",
             due_at=now - timedelta(seconds=61))  # fmt: skip
    assert _ready(lasting)[1]["outbox"] is False
    with lasting.database.transaction() as session:
        for message in session.exec(select(Message)):
            message.due_at = now
            session.add(message)
    assert _ready(lasting)[1]["outbox"] is True


def test_a_journal_line_unlinked_for_ten_seconds_makes_it_unready(lasting: Desk) -> None:
    long_ago = lasting.clock.now() - timedelta(seconds=11)
    with lasting.database.transaction() as session:
        lasting.write_line(session, long_ago, SYSTEM, "note")
    status, parts = _ready(lasting)
    assert (status, parts["journal"]) == (503, False)


def test_the_tick_counts_and_prefect_only_informs(lasting: Desk) -> None:
    assert _ready(lasting, [TICK, NO_PREFECT])[0] == 200
    assert _ready(lasting, [Part("tick", False, Words("停", "late"))])[0] == 503


def test_a_plan_that_nobody_has_lived_for_half_a_minute_makes_it_unready(lasting: Desk) -> None:
    number = _a_plan_in(lasting)
    assert _ready(lasting)[1]["wakes"] is True
    with lasting.database.transaction() as session:
        lasting.find(session, number).wake_at = lasting.clock.now() - timedelta(seconds=31)
    assert _ready(lasting)[1]["wakes"] is False


def test_readiness_tells_nobodys_name(house: House) -> None:
    text = house.stranger().get("/api/v1/health/ready").text
    assert "芒果" not in text
    assert house.number not in text


def test_one_plan_that_fails_does_not_make_the_whole_unready(lasting: Desk) -> None:
    """It is said which part is concerned, and that only people can mend it."""
    number = _a_plan_in(lasting)
    note_failure(lasting, number, lane="tick", reference="ab12cd34", kind="RuntimeError")
    with lasting.database.transaction() as session:
        plan = lasting.find(session, number)
        plan.wake_at = lasting.clock.now() - timedelta(minutes=5)
        session.add(plan)
    status, parts = _ready(lasting)
    assert (status, parts["plans"], parts["wakes"]) == (200, False, True)


def test_a_disk_without_room_makes_it_unready(lasting: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.health.free_bytes", lambda url: 1_000_000)
    status, parts = _ready(lasting)
    assert (status, parts["disk"]) == (503, False)
