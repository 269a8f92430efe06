"""A real plan is processed; neither Prefect's folder, nor the log, nor what was sent names anybody."""

import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from app import bootstrap
from casework.plan.prefect_runs import list_active_plans
from casework.shared.files.plan_file import PlanFile
from core.settings import Settings
from flows.prefect.server import EmbeddedServer
from flows.services import BackgroundServices
from tests.prefect.conftest import begin_record, open_plan, until


def what_tells_who(plan: PlanFile) -> set[str]:
    """Every name, number, place, offence and fact of the plan that would give somebody away."""
    people = [plan.minor, *plan.guardian]
    telling = {person.name for person in people} | {person.phone for person in people if person.phone}
    telling |= {plan.minor.identity_number or plan.minor.name, plan.case.office, plan.case.facts_line}
    return telling | {condition.text for condition in plan.condition} | {plan.minor.born_on.isoformat()}


def test_neither_prefect_nor_the_log_nor_the_outbox_names_anybody(
    tmp_path: Path, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A plan is opened and caught up with, its messages leave, its run waits in Prefect; then every byte is searched."""
    caplog.set_level(logging.DEBUG)
    settings = Settings(
        data_folder=tmp_path, prefect_api_url=server.api_url, prefect_secret=SecretStr(server.secret), database_url=None
    )
    monkeypatch.setenv("SUNWARD_DATA_FOLDER", str(tmp_path))
    context = begin_record(settings)
    plan = open_plan(context)
    monkeypatch.setattr(bootstrap, "_current", context)
    services = BackgroundServices(settings, context)
    services.start()
    try:
        until(lambda: all(one.flow_run_id is not None for one in list_active_plans(context)), 90)
        until(lambda: services.heartbeats.last_runs.get("outbox") is not None and any(tmp_path.glob("outbox/*")), 30)
    finally:
        services.stop()
    [opened] = list_active_plans(context)

    in_prefect = [path for path in server.home.rglob("*") if path.is_file()]
    number = opened.plan_number.encode()
    assert any(number in path.read_bytes() for path in in_prefect), "the search itself must find what is there"
    searched = [*in_prefect, *(path for path in tmp_path.rglob("*") if path.is_file())]
    everything = caplog.text.encode() + b"".join(path.read_bytes() for path in searched)
    found = {word for word in what_tells_who(plan) if word.encode() in everything}
    # The offices' own names are rows of the record, and belong nowhere else.
    assert found - {plan.case.office} == set()
    outside_the_record = caplog.text.encode() + b"".join(
        path.read_bytes() for path in searched if not path.name.startswith("record.db")
    )
    assert plan.case.office.encode() not in outside_the_record
