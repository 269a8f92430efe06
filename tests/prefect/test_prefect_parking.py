"""Contract with Prefect 3.9: a run can be parked until a time, woken early, and claimed by one alone."""

import itertools
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from prefect.client.schemas.actions import WorkPoolUpdate
from prefect.client.schemas.objects import StateType

from core.clock import local_time
from flows.prefect.client import FLOW, NAME, Prefect
from flows.prefect.flow import make_flow
from flows.prefect.runner import Runner
from flows.prefect.server import EmbeddedServer
from flows.prefect.waiting import PARKED, Wait
from tests.prefect.conftest import until
from tests.prefect.fake_scheduling import FakeRecord, make_fake_flow


def state(prefect: Prefect, run: UUID) -> StateType | None:
    seen = prefect.seen([run]).get(run)
    return seen.state_type if seen else None


def parked_until(prefect: Prefect, run: UUID, moment: datetime) -> Callable[[], bool]:
    """Whether the run waits for about that moment."""

    def holds() -> bool:
        seen = prefect.seen([run])[run]
        return (
            seen.state_type is StateType.SCHEDULED
            and seen.next_scheduled_start_time is not None
            and abs(seen.next_scheduled_start_time - moment) < timedelta(seconds=1)
        )

    return holds


def test_a_run_parks_and_is_called_from_its_first_line_at_its_time_until_it_is_closed(
    prefect: Prefect, fake_record: FakeRecord, runner: Runner
) -> None:
    """Three wakings, none early, each a fresh call; then the run is completed."""
    plan = fake_record.a_plan("7Q3K-01", due_in=timedelta(0), every=timedelta(seconds=1), times=3)
    run = prefect.create(plan, 0, Wait(datetime.now(UTC)))
    until(lambda: state(prefect, run) is StateType.COMPLETED)
    calls = fake_record.calls(plan)
    assert [call.was_due for call in calls] == [True, True, True]
    waits = [(later.began - earlier.began).total_seconds() for earlier, later in itertools.pairwise(calls)]
    assert all(1 <= wait < 10 for wait in waits), waits


def test_a_parked_run_says_until_when_it_waits_and_for_what_sort_of_thing(
    prefect: Prefect, fake_record: FakeRecord, runner: Runner
) -> None:
    """A date, something owed, or people: nothing else of the case; the moment as the record's clock shows it."""
    plan = fake_record.a_plan("7Q3K-07", due_in=timedelta(days=30))
    run = prefect.create(plan, 0, Wait(datetime.now(UTC)))
    until(lambda: len(fake_record.calls(plan)) == 1)
    wake_at = fake_record.run_of(plan).wake_at
    until(parked_until(prefect, run, wake_at))
    state = prefect._client.read_flow_run(run).state
    assert state is not None
    local = f"{local_time(wake_at):%Y-%m-%d %H:%M}"
    assert state.name == "Waiting for the office"
    assert state.message == f"等到{local}：有一项要由办案方办。 Until {local}, when something is due from the office."


def test_a_parked_run_is_woken_early_by_scheduling_it_for_now(
    prefect: Prefect, fake_record: FakeRecord, runner: Runner
) -> None:
    """A run parked for thirty days is called within seconds, finds nothing due, and parks again."""
    plan = fake_record.a_plan("7Q3K-03", due_in=timedelta(days=30))
    run = prefect.create(plan, 0, Wait(datetime.now(UTC) + timedelta(days=30)))
    time.sleep(0.5)
    assert fake_record.calls(plan) == []
    prefect.schedule(run, Wait(datetime.now(UTC)))
    until(lambda: len(fake_record.calls(plan)) == 1)
    until(parked_until(prefect, run, fake_record.run_of(plan).wake_at))
    assert fake_record.times_processed(plan) == 0


def test_while_the_clock_may_be_wrong_no_run_is_claimed_and_then_each_goes_on(
    prefect: Prefect, fake_record: FakeRecord, idle_runner: Runner
) -> None:
    """Two plans are due. Their runs stay as they are in Prefect, and are called once the clock is right."""
    clock_is_right = threading.Event()
    asked: list[bool] = []

    def may_claim() -> bool:
        asked.append(clock_is_right.is_set())
        return asked[-1]

    idle_runner.may_claim = may_claim
    plans = [fake_record.a_plan(f"7Q3K-4{number}", due_in=timedelta(0)) for number in range(2)]
    runs = [prefect.create(plan, 0, Wait(datetime.now(UTC))) for plan in plans]
    before = prefect.seen(runs)
    idle_runner.start()
    until(lambda: len(asked) >= 3)
    assert prefect.seen(runs) == before
    clock_is_right.set()
    until(lambda: all(fake_record.times_processed(plan) == 1 for plan in plans))


def test_a_run_that_is_called_by_a_wrong_clock_all_the_same_is_parked_and_fails_nowhere(
    prefect: Prefect, fake_record: FakeRecord
) -> None:
    """A stock worker asks nobody whose clock is right."""
    later = datetime.now(UTC) + timedelta(minutes=15)
    doubting = make_flow(lambda _number: Wait(later), lambda *_: pytest.fail("a failure was noted"))
    runner = Runner(prefect, doubting, look_every_seconds=0.25)
    plan = fake_record.a_plan("7Q3K-50", due_in=timedelta(0))
    run = prefect.create(plan, 0, Wait(datetime.now(UTC)))
    runner.start()
    until(parked_until(prefect, run, later))
    assert runner.stop()
    shown = prefect._client.read_flow_run(run).state
    assert shown is not None
    assert shown.name == PARKED


def test_of_eight_who_claim_a_run_one_gets_it(server: EmbeddedServer, prefect: Prefect) -> None:
    """Five times out of five."""
    others = [Prefect(server.api_url, server.secret) for _ in range(8)]
    for _ in range(5):
        number = f"7Q3K-{uuid4().hex[:6]}"
        run = prefect.create(number, 0, Wait(datetime.now(UTC) + timedelta(days=1)))
        start, claimed = threading.Barrier(8), []

        def ask(who: Prefect, run: UUID = run, start: threading.Barrier = start, claimed: list[bool] = claimed) -> None:
            start.wait()
            claimed.append(who.claim(run, datetime.now(UTC)))

        threads = [threading.Thread(target=ask, args=(who,)) for who in others]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(claimed) == [False] * 7 + [True]
        prefect.forget_plan(number)
    for who in others:
        who.close()


def test_two_runners_never_execute_one_run_at_once(prefect: Prefect, fake_record: FakeRecord, runner: Runner) -> None:
    """Six plans that are due every half second, two runners with two threads each: no two calls of a plan overlap."""
    second = Runner(prefect, make_fake_flow(fake_record), look_every_seconds=0.25)
    plans = [
        fake_record.a_plan(
            f"7Q3K-1{number}", due_in=timedelta(seconds=1), every=timedelta(seconds=0.5), times=2, takes=0.1
        )
        for number in range(6)
    ]
    runs = [prefect.create(plan, 0, Wait(fake_record.run_of(plan).wake_at)) for plan in plans]
    second.start()
    until(lambda: all(seen.state_type is StateType.COMPLETED for seen in prefect.seen(runs).values()), 40)
    assert second.stop()
    for plan in plans:
        calls = fake_record.calls(plan)
        assert fake_record.times_processed(plan) == 2
        assert all(earlier.ended <= later.began for earlier, later in itertools.pairwise(calls))


def test_a_run_moved_to_next_month_while_it_is_claimed_does_not_hold_its_thread(
    prefect: Prefect, fake_record: FakeRecord, runner: Runner
) -> None:
    """Prefect would let a claimed run wait for its scheduled time inside the process."""
    plan = fake_record.a_plan("7Q3K-20", due_in=timedelta(days=30))
    run = prefect.create(plan, 0, Wait(datetime.now(UTC) + timedelta(days=30)))
    assert prefect.claim(run, datetime.now(UTC))
    claimed = prefect._client.read_flow_run(run)
    runner._claimed.put(claimed)
    until(lambda: len(fake_record.calls(plan)) == 1)


def test_two_installations_at_one_server_take_no_run_of_each_other(
    server: EmbeddedServer, prefect: Prefect, fake_record: FakeRecord, runner: Runner, tmp_path: Path
) -> None:
    """Their plans even have the same number, as two demonstrations do: each is called by its own runner, and one that is
    sealed takes nothing of the other away."""
    elsewhere = FakeRecord(tmp_path / "elsewhere.db")
    other = Prefect(server.api_url, server.secret, name=f"{NAME}-elsewhere")
    its_runner = Runner(other, make_fake_flow(elsewhere), look_every_seconds=0.25)
    records, runs = (fake_record, elsewhere), []
    for record, at in zip(records, (prefect, other), strict=True):
        number = record.a_plan("7Q3K-60", due_in=timedelta(0))
        runs.append(at.create(number, 0, Wait(datetime.now(UTC))))
    until(lambda: len(fake_record.calls("7Q3K-60")) == 1)
    assert elsewhere.calls("7Q3K-60") == []
    its_runner.start()
    until(lambda: len(elsewhere.calls("7Q3K-60")) == 1)
    assert its_runner.stop()
    assert [len(record.calls("7Q3K-60")) for record in records] == [1, 1]
    other.forget_plan("7Q3K-60")
    assert set(prefect.seen(runs)) == {runs[0]}
    other.close()


def test_while_the_pool_is_paused_no_run_is_called_and_then_each_goes_on(
    prefect: Prefect, fake_record: FakeRecord, idle_runner: Runner
) -> None:
    prefect.deployment()
    plan = fake_record.a_plan("7Q3K-61", due_in=timedelta(0))
    run = prefect.create(plan, 0, Wait(datetime.now(UTC)))
    prefect._client.update_work_pool(NAME, WorkPoolUpdate(is_paused=True))
    try:
        prefect.ensure_registered()
        idle_runner.start()
        until(lambda: prefect.paused)
        time.sleep(0.5)
        assert prefect.paused
        assert (fake_record.calls(plan), state(prefect, run)) == ([], StateType.SCHEDULED)
    finally:
        prefect._client.update_work_pool(NAME, WorkPoolUpdate(is_paused=False))
    prefect.ensure_registered()
    until(lambda: len(fake_record.calls(plan)) == 1)


def test_created_twice_for_one_generation_it_is_the_same_run(prefect: Prefect) -> None:
    """A crash between creating and noting leaves no second run."""
    later = datetime.now(UTC) + timedelta(days=1)
    first = prefect.create("7Q3K-30", 4, Wait(later))
    assert prefect.create("7Q3K-30", 4, Wait(later)) == first
    assert prefect.create("7Q3K-30", 5, Wait(later)) != first
    prefect.forget_plan("7Q3K-30")
    assert prefect.seen([first]) == {}


def test_whatever_somebody_puts_into_our_pool_the_runner_runs_our_flow_and_nothing_else(
    prefect: Prefect, fake_record: FakeRecord, runner: Runner, tmp_path: Path
) -> None:
    """Steps before the flow, a deployment of our name with another flow, another's run in our pool: none is carried out."""
    marker = tmp_path / "ran"
    steps = [{"prefect.deployments.steps.run_shell_script": {"script": f"touch {marker}"}}]
    prefect.deployment()
    client = prefect._client
    strange = client.create_flow_from_name("strange")
    foreign = client.create_deployment(strange, NAME, work_pool_name=NAME, entrypoint="os:system", pull_steps=steps)
    theirs = client.create_flow_run_from_deployment(foreign).id
    ours = client.create_flow_from_name(FLOW)
    client.create_deployment(ours, NAME, work_pool_name=NAME, entrypoint="os:system", pull_steps=steps)
    plan = fake_record.a_plan("7Q3K-77", due_in=timedelta(0), every=timedelta(seconds=1), times=2)
    run = prefect.create(plan, 0, Wait(datetime.now(UTC)))
    until(lambda: state(prefect, run) is StateType.COMPLETED)
    assert [call.source for call in fake_record.calls(plan)] == ["run", "run"]
    assert state(prefect, theirs) is StateType.SCHEDULED
    assert not marker.exists()
    client.delete_deployment(foreign)
