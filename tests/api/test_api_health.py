"""Alive, and ready or not: each part of the program, and no word about anybody."""

import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from api.app import AppState, create_app
from app.bootstrap import create_context
from casework.acting.context import Context
from casework.acting.rights import SYSTEM
from casework.plan.opening import open_new_plan
from casework.plan.scheduling import record_failure
from casework.settings.health import HealthCheck
from core.i18n import Bilingual
from core.settings import Settings
from flows.rehearsal import create_staff, get_opener
from models.message import Message
from notifications.events import Event, Recipient
from notifications.outbox import post_message
from tests.api.front import Front, Visitor
from tests.api.two_offices import TwoOffices, make_plan_for

TICK = HealthCheck("tick", True, Bilingual("好", "well"))
NO_PREFECT = HealthCheck("prefect", False, Bilingual("停了", "away"), informs_only=True)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated record, and its keys beside it."""
    folder = tmp_path_factory.mktemp("begun")
    create_context(Settings(data_folder=folder / "data")).database.dispose()
    return folder


@pytest.fixture
def lasting(begun: Path, tmp_path: Path) -> Context:
    """A context over a migrated record."""
    shutil.copytree(begun, tmp_path / "begun")
    return create_context(Settings(data_folder=tmp_path / "begun" / "data"))


def _a_plan_in(context: Context) -> str:
    plan = make_plan_for("gui", decided_on=context.clock.today().isoformat())
    create_staff(context, plan, ())
    return open_new_plan(context, get_opener(context, plan), plan)


def _ready(context: Context, parts: Sequence[HealthCheck] = ()) -> tuple[int, dict[str, bool]]:
    app = Front("api", lambda: create_app(AppState(context, more_checks=lambda: parts)))
    answer = Visitor(app).get("/api/v1/health/ready")
    body = {part["name"]: part["ok"] for part in answer.json()["parts"]}
    assert answer.json()["ready"] == (answer.status_code == 200)
    return answer.status_code, body


def test_the_health_check_answers_at_both_addresses(offices: TwoOffices) -> None:
    for path in ("/health/live", "/api/v1/health/live"):
        assert offices.stranger().get(path).json() == {"alive": True}


def test_a_migrated_record_with_nothing_waiting_is_ready(lasting: Context) -> None:
    status, parts = _ready(lasting, [TICK])
    assert status == 200
    assert {"record", "tables", "outbox", "wakes", "journal", "tick"} < parts.keys()
    # Whether next year's holidays are known yet depends on the day on which this is run; it only informs.
    assert all(ok for name, ok in parts.items() if name != "calendar")
    assert "calendar" in parts


def test_a_record_that_was_moved_away_is_named_and_nothing_more_is_asked_of_it(lasting: Context) -> None:
    """Whoever watches gets the same answer as ever, with what to do in it."""
    file = Path(lasting.database.url.removeprefix("sqlite:///"))

    def more() -> list[HealthCheck]:
        with lasting.database.reading() as session:
            session.exec(select(Message)).all()
        return [TICK]

    app = Front("api", lambda: create_app(AppState(lasting, more_checks=more)))
    file.rename(file.with_name("away.db"))
    answer = Visitor(app).get("/api/v1/health/ready")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    (record,) = answer.json()["parts"]
    assert (record["name"], record["ok"]) == ("record", False)
    assert "moved away" in record["words"]["en"]
    file.with_name("away.db").rename(file)
    assert Visitor(app).get("/api/v1/health/ready").status_code == 200


def test_without_its_own_tables_it_is_not_ready(lasting: Context) -> None:
    with lasting.database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffff00000000'"))
    status, parts = _ready(lasting)
    assert status == 503
    assert parts == {"record": True, "tables": False}


def test_a_message_that_should_have_left_a_minute_ago_makes_it_unready(lasting: Context) -> None:
    now = lasting.clock.now()
    with lasting.database.transaction() as session:
        post_message(session, now, event=Event.PRAISE_GIVEN, recipient=Recipient.MINOR, recipient_id=None, dedupe_key="k",
             due_at=now - timedelta(seconds=61))  # fmt: skip
    assert _ready(lasting)[1]["outbox"] is False
    with lasting.database.transaction() as session:
        for message in session.exec(select(Message)):
            message.due_at = now
            session.add(message)
    assert _ready(lasting)[1]["outbox"] is True


def test_a_journal_line_unlinked_for_ten_seconds_makes_it_unready(lasting: Context) -> None:
    long_ago = lasting.clock.now() - timedelta(seconds=11)
    with lasting.database.transaction() as session:
        lasting.write_journal_line(session, long_ago, SYSTEM, "note")
    status, parts = _ready(lasting)
    assert (status, parts["journal"]) == (503, False)


def test_the_tick_counts_and_prefect_only_informs(lasting: Context) -> None:
    assert _ready(lasting, [TICK, NO_PREFECT])[0] == 200
    assert _ready(lasting, [HealthCheck("tick", False, Bilingual("停", "late"))])[0] == 503


def test_a_plan_that_nobody_has_processed_for_half_a_minute_makes_it_unready(lasting: Context) -> None:
    number = _a_plan_in(lasting)
    assert _ready(lasting)[1]["wakes"] is True
    with lasting.database.transaction() as session:
        lasting.find(session, number).wake_at = lasting.clock.now() - timedelta(seconds=31)
    assert _ready(lasting)[1]["wakes"] is False


def test_readiness_tells_nobodys_name(offices: TwoOffices) -> None:
    text = offices.stranger().get("/api/v1/health/ready").text
    assert "芒果" not in text
    assert offices.number not in text


def test_one_plan_that_fails_does_not_make_the_whole_unready(lasting: Context) -> None:
    """It is said which part is concerned, and that only people can mend it."""
    number = _a_plan_in(lasting)
    record_failure(lasting, number, source="tick", reference="ab12cd34", kind="RuntimeError")
    with lasting.database.transaction() as session:
        plan = lasting.find(session, number)
        plan.wake_at = lasting.clock.now() - timedelta(minutes=5)
        session.add(plan)
    status, parts = _ready(lasting)
    assert (status, parts["plans"], parts["wakes"]) == (200, False, True)


def test_a_disk_without_space_makes_it_unready(lasting: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casework.settings.health.free_bytes", lambda url: 1_000_000)
    status, parts = _ready(lasting)
    assert (status, parts["disk"]) == (503, False)
