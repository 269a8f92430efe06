"""A watching machine learns how much there is and how long it waits, and nothing about anybody."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import ValidationError

from app.metrics import Figures, listen_for_metrics
from core.clock import SimulatedClock
from core.settings import GivenSettings
from flows.supervision import process_due_events
from models.backup_day import BackupDay
from tests.builders import SimulatedPlan, start_plan

ROOT = Path(__file__).parents[2]
SUFFIXES = r"(_bucket|_sum|_count|_info)?$"


@pytest.fixture(scope="module")
def life() -> SimulatedPlan:
    """A plan that was processed once, and is late by now."""
    life = start_plan(team_works=False).on("2026-03-03 12:00")
    process_due_events(life.context, life.number, source="tick")
    clock = life.context.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance_by(timedelta(hours=23))
    return life


def read(life: SimulatedPlan) -> str:
    registry = CollectorRegistry()
    registry.register(Figures(life.context, lambda: {"tick": life.now}))
    return generate_latest(registry).decode()


def figures(life: SimulatedPlan) -> dict[tuple[str, ...], float]:
    """By name and labels."""
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(read(life))
        for sample in family.samples
    }


def test_the_figures_are_those_of_the_record(life: SimulatedPlan) -> None:
    """A plan that nobody processes is overdue; once it is processed its messages wait. Nobody is named."""
    late = figures(life)
    assert late["sunward_plans_open",] == late["sunward_plans_overdue",] == late["sunward_record_available",] == 1
    assert late["sunward_oldest_due_seconds",] > 3_600
    assert late["sunward_round_age_seconds", "tick"] == 0

    process_due_events(life.context, life.number, source="tick")
    done, said = figures(life), read(life)
    assert done["sunward_plans_due",] == done["sunward_oldest_due_seconds",] == 0
    timed = ("sunward_processing_seconds_count", "tick")
    assert done[timed] == late[timed] + 1
    assert sum(value for name, value in done.items() if name[0] == "sunward_messages") > 0
    assert life.number not in said
    assert not re.search(r"[\u4e00-\u9fff]|[0-9a-f]{8}-", said)


def test_a_backup_that_never_succeeded_grows_old_too() -> None:
    """Where the passphrase or the folder was wrong from the first day on there was no figure, and so no alarm."""
    life = start_plan(team_works=False).on("2026-03-03 12:00")
    began = life.now - timedelta(days=3)

    def note(day: int, made: bool) -> None:
        at = began + timedelta(days=day)
        with life.context.database.transaction() as session:
            session.add(BackupDay(day=at.date(), began_at=at, made_at=at if made else None))

    assert ("sunward_backup_age_seconds",) not in figures(life)
    note(0, made=False)
    note(1, made=False)
    assert figures(life)["sunward_backup_age_seconds",] == 3 * 86_400
    note(2, made=True)
    assert figures(life)["sunward_backup_age_seconds",] == 86_400


def test_every_figure_is_described_and_every_rule_asks_for_one_that_exists(life: SimulatedPlan) -> None:
    """In both languages; and the rules for alarms name nothing else."""
    exported = {re.sub(SUFFIXES, "", name) for name in re.findall(r"^# TYPE (sunward_\w+)", read(life), re.MULTILINE)}
    for page in ("docs/metrics.md", "docs/metrics.zh-CN.md"):
        described = {
            re.sub(SUFFIXES, "", name)
            for name in re.findall(r"^\| `(sunward_\w+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
        }
        assert described == exported
    rules = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    asked = {re.sub(SUFFIXES, "", name) for rule in rules for name in re.findall(r"sunward_\w+", rule["expr"])}
    assert asked < exported
    assert len({rule["alert"] for rule in rules}) == len(rules) > 10


def test_figures_have_a_port_of_their_own_and_none_unless_it_is_named(life: SimulatedPlan) -> None:
    """Never at every address of the machine."""
    with (
        listen_for_metrics(GivenSettings(metrics_port=0), life.context, dict, list) as port,
        urlopen(f"http://127.0.0.1:{port}/metrics") as answer,
    ):
        assert b"sunward_record_available" in answer.read()
    with listen_for_metrics(GivenSettings(), life.context, dict, list) as port:
        assert port is None
    with pytest.raises(ValidationError):
        GivenSettings(metrics_host="0.0.0.0")
