"""A real plan is lived; neither Prefect's folder, nor the log, nor what was sent names anybody."""

import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from app import bootstrap
from app.server import DEMO_NOW, write_to_disk
from casework.plan.prefect_runs import list_active_plans
from core.settings import Settings
from flows.demo_history import DemoHistory, Scenario, enrol_staff, read_scenarios
from flows.prefect.server import EmbeddedServer
from flows.rehearsal import SimulatedOutbox
from flows.services import BackgroundServices
from tests.prefect.conftest import until

CASELOAD = Path("examples/caseload")


def what_tells_who(stories: list[Scenario]) -> set[str]:
    """Every name, number, place, offence and fact of those plans that would give somebody away."""
    telling: set[str] = set()
    for story in stories:
        plan = story.plan
        people = [plan.minor, *plan.guardian]
        telling |= {person.name for person in people} | {person.phone for person in people if person.phone}
        telling |= {plan.minor.identity_number or plan.minor.name, plan.case.office, plan.case.facts_line}
        telling |= {condition.text for condition in plan.condition} | {plan.minor.born_on.isoformat()}
    return telling


def test_neither_prefect_nor_the_log_nor_the_outbox_names_anybody(
    tmp_path: Path, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A plan is lived to today in earnest, parked in Prefect and woken there; then every byte is searched."""
    caplog.set_level(logging.DEBUG)
    settings = Settings(
        data_folder=tmp_path, prefect_api_url=server.api_url, prefect_secret=SecretStr(server.secret), database_url=None
    )
    monkeypatch.setenv("SUNWARD_DATA_FOLDER", str(tmp_path))
    stories = [story for story in read_scenarios(CASELOAD) if story.name.startswith("12")]
    context = bootstrap.create_seeding_context(settings, min(story.begins for story in stories))
    enrol_staff(context, CASELOAD / "staff.toml")
    DemoHistory(context, SimulatedOutbox(context)).process_due(stories, DEMO_NOW)
    write_to_disk(context, settings)
    bootstrap.set_clock(tmp_path, DEMO_NOW)

    lasting = bootstrap.create_context(settings)
    monkeypatch.setattr(bootstrap, "_current", lasting)
    services = BackgroundServices(settings, lasting)
    services.start()
    try:
        until(lambda: all(plan.flow_run_id is not None for plan in list_active_plans(lasting)), 90)
        until(lambda: services.heartbeats.last_runs.get("outbox") is not None, 30)
    finally:
        services.stop()

    in_prefect = [path for path in server.home.rglob("*") if path.is_file()]
    assert any(b"SW-ESNJ-PF8C" in path.read_bytes() for path in in_prefect), "the search itself must find what is there"
    searched = [*in_prefect, *(path for path in tmp_path.rglob("*") if path.is_file())]
    everything = caplog.text.encode() + b"".join(path.read_bytes() for path in searched)
    found = {word for word in what_tells_who(stories) if word.encode() in everything}
    offices = {story.plan.case.office for story in stories}
    # The offices' own names are rows of the record, and belong nowhere else.
    assert found - offices == set()
    outside_the_record = caplog.text.encode() + b"".join(
        path.read_bytes() for path in searched if not path.name.startswith("record.db")
    )
    assert [office for office in offices if office.encode() in outside_the_record] == []
