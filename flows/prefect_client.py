"""The few things we ask of Prefect and tell it, and what it answers, in our words.

Prefect has no compare-and-set for a run's state: the last writer wins. Only the claim has a single winner.
"""

import contextlib
import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterName,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.responses import SetStateStatus
from prefect.client.schemas.sorting import FlowRunSort
from prefect.context import SyncClientContext
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_REQUEST_TIMEOUT,
    PREFECT_API_URL,
    PREFECT_CLIENT_CSRF_SUPPORT_ENABLED,
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    temporary_settings,
)
from prefect.states import Cancelled, Crashed, Pending, Scheduled

from core.clock import local_time
from core.i18n import Text, _
from flows.prefect_environment import QUIET

POOL = "sunward"
DEPLOYMENT = "plans"
FLOW = "supervise"
ENTRYPOINT = "flows.prefect_flow.supervise"
"""By module and not by file: a file's entrypoint makes a stock worker copy its whole folder for every run."""

PARKED = "Waiting"
DUE_NOW = "Due now"
"""The names of our waiting states: nothing stands in them but what sort of thing comes next."""
_AWAITED = {
    "family": ("Waiting for the family", _("有一项要交")),
    "staff": ("Waiting for the office", _("有一项要由办案方办")),
    "statutory": ("Waiting for a date", _("有一个日期")),
    "machine": ("Waiting for a date", _("有一个日期")),
    "people": ("Waiting for a person", _("等人办理，届时再看一次")),
}
_CLOCK_DOUBTED = _("这台机器的时钟可能不对，先不办理；时钟对了就照常办理。")
WORKER = "sunward"
"""Under this name our runner is seen among the workers of the pool."""
WORKER_SEEN_EVERY = timedelta(seconds=20)
ENDED = {StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED}
"""In these states a run goes on no more."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
Answer = TypeVar("Answer")

PAGE = 200
"""Prefect answers at most so many runs at once."""


START_TAKES = timedelta(minutes=2)
"""So long Prefect's server may take at its first start: until then its silence is no news."""


class PrefectUnavailable(Exception):
    """Prefect does not answer, or not in a useful way. What it should have been told is told later."""

    needs_a_person = False
    """Whether waiting changes nothing: said at once, also while a server may still be starting."""

    def __init__(self, kind: str, status: int | None = None) -> None:
        super().__init__(kind if status is None else f"{kind}, {status}")
        self.status = status


class SecretRefused(PrefectUnavailable):
    """Prefect's server asks for another secret than the one that this process has."""

    needs_a_person = True

    def __init__(self) -> None:
        super().__init__("it does not accept the secret; see SUNWARD_PREFECT_SECRET", 401)


@dataclass(frozen=True)
class PrefectRun:
    """What Prefect says about one run."""

    id: UUID
    name: str
    state: StateType
    scheduled_for: datetime | None
    """Real time."""
    since: datetime
    """When it came into this state, by Prefect's clock."""
    generation: int | None = None
    """Which run of its plan it is; None if it was not made by us."""


@dataclass(frozen=True)
class Wait:
    """Until when a run waits, in real time. Prefect may be told what the record's clock shows then, and what sort of
    thing comes: a pattern of items, or people."""

    at: datetime
    shown_at: datetime | None = None
    awaits: str | None = None
    woken: bool = False
    doubts_clock: bool = False
    """It was woken by a machine whose clock may be wrong."""


class Prefect:
    """A connection to one Prefect server. Safe to share between threads; opened at first use."""

    def __init__(
        self, api: str, secret: str, entrypoint: str = ENTRYPOINT, *, patience_seconds: float = 10,
        worker: str = WORKER,
    ) -> None:  # fmt: skip
        self._worker = worker
        self._settings = client_settings(api, secret, patience_seconds)
        self.entrypoint = entrypoint
        self._deployment: UUID | None = None
        with temporary_settings(self._settings):
            self._client = SyncPrefectClient(
                api, auth_string=secret, httpx_settings={"timeout": patience_seconds, "transport": _AskingAgain()}
            )
        self._client.__enter__()

    @contextlib.contextmanager
    def serve_engine(self) -> Iterator[SyncClientContext]:
        """Prefect's engine, called in this thread meanwhile, speaks to the same server, and waits no longer than we do."""
        with (
            temporary_settings(self._settings),
            SyncClientContext(httpx_settings={"transport": _AskingAgain()}) as opened,
        ):
            yield opened

    def close(self) -> None:
        """The connection is given back."""
        self._client.__exit__(None, None, None)

    def deployment(self) -> UUID:
        """The id of the deployment in the process work pool, which both exist after the call."""
        if self._deployment is None:
            self._deployment = self._ask(self._register)
        return self._deployment

    def ensure_registered(self) -> None:
        """The pool and the deployment are there, also after its database was lost."""
        self.deployment()
        try:
            self._ask(lambda client: client.read_work_pool(POOL))
        except PrefectUnavailable as error:
            if error.status == 404:
                self._deployment = None  # its database was lost, and our pool with it: made anew at the next call
            raise

    def _register(self, client: SyncPrefectClient) -> UUID:
        with contextlib.suppress(ObjectAlreadyExists):
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        return client.create_deployment(
            flow_id=client.create_flow_from_name(FLOW),
            name=DEPLOYMENT,
            work_pool_name=POOL,
            entrypoint=self.entrypoint,
            pull_steps=[],  # a worker fetches and runs nothing before the flow
            parameter_openapi_schema={
                "type": "object",
                "properties": {"plan_number": {"type": "string", "title": "plan_number", "position": 0}},
                "required": ["plan_number"],
            },
            enforce_parameter_schema=True,
            job_variables={"env": dict(QUIET)},
        )

    def create(self, plan_number: str, generation: int, wait: Wait) -> UUID:
        """A run of the plan stands scheduled and waits so. Twice for one generation, it is the same run."""
        deployment = self.deployment()
        try:
            run = self._ask(
                lambda client: client.create_flow_run_from_deployment(
                    deployment,
                    parameters={"plan_number": plan_number},
                    state=parked_state(wait),
                    name=plan_number,
                    tags=[get_plan_tag(plan_number)],
                    idempotency_key=f"{plan_number}:{generation}",
                )
            )
        except PrefectUnavailable:
            # Perhaps its database was lost, and our deployment with it: next time it is made anew.
            self._deployment = None
            raise
        return run.id

    def due(self, before: datetime, limit: int) -> list[FlowRun]:
        """Runs of the deployment that are scheduled for `before` or earlier, the longest waiting first."""
        # By names: the deployment's id changes when Prefect's database is lost. A deployment of that name that belongs
        # to another flow is not ours.
        ours = DeploymentFilter(name=DeploymentFilterName(any_=[DEPLOYMENT]))
        our_flow = FlowFilter(name=FlowFilterName(any_=[FLOW]))
        waiting = FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            next_scheduled_start_time=FlowRunFilterNextScheduledStartTime(before_=before),
        )
        return self._ask(
            lambda client: client.read_flow_runs(
                flow_filter=our_flow,
                deployment_filter=ours,
                flow_run_filter=waiting,
                sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
                limit=min(limit, PAGE),
            )
        )

    def seen(self, run_ids: Iterable[UUID]) -> dict[UUID, PrefectRun]:
        """What stands there of these runs; one that is missing does not exist."""
        wanted = list(run_ids)
        found: dict[UUID, PrefectRun] = {}
        for start in range(0, len(wanted), PAGE):
            page = FlowRunFilter(id=FlowRunFilterId(any_=wanted[start : start + PAGE]))
            found |= {run.id: _as_seen(run) for run in self._runs(page)}
        return found

    def unended(self, plan_numbers: Iterable[str]) -> list[PrefectRun]:
        """The runs of these plans that have not ended, of which a plan should have one: two hundred at most."""
        named = list(plan_numbers)
        if not named:
            return []
        which = FlowRunFilter(
            name=FlowRunFilterName(any_=named),
            state=FlowRunFilterState(type=FlowRunFilterStateType(not_any_=list(ENDED))),
        )
        return [_as_seen(run) for run in self._runs(which)]

    def claim(self, run_id: UUID, now: datetime) -> bool:
        """Whether the run is now ours to execute. Of any number who ask, one is told yes."""
        pending: State[Any] = Pending()
        # Without it the old time would be copied from the scheduled state, and a run that somebody moved meanwhile
        # to next month would keep its thread waiting until then.
        pending.state_details.scheduled_time = now  # type: ignore[assignment]
        try:
            answer = self._ask(lambda client: client.set_flow_run_state(run_id, pending))
        except PrefectUnavailable as refusal:
            if refusal.status in (404, 409):  # deleted meanwhile; claimed by another, as PostgreSQL says it
                return False
            raise
        return answer.status == SetStateStatus.ACCEPT

    def schedule(self, run_id: UUID, wait: Wait) -> None:
        """The run, if it still exists, waits so. Not for a run that is executing."""
        self._set_state(run_id, parked_state(wait))

    def cancel(self, run_id: UUID) -> None:
        """The run, if it still exists, is over: another takes its place. Not for a run that is executing."""
        self._set_state(run_id, Cancelled(message="Replaced by a new run of the plan."))

    def mark_crashed(self, run_id: UUID) -> None:
        """The run, if it still exists, is marked as crashed: its process is gone."""
        self._set_state(run_id, Crashed(message="Its process ended; a new run goes on."))

    def forget_plan(self, plan_number: str) -> None:
        """Every run of the plan is gone from Prefect, those of its processings too, with tasks and log."""
        named = FlowRunFilter(name=FlowRunFilterName(any_=[plan_number]))
        while runs := self._runs(named):
            for run in runs:
                with _if_it_exists():
                    self._ask(lambda client, run_id=run.id: client.delete_flow_run(run_id))  # type: ignore[misc]

    def ask(self, question: Callable[[SyncPrefectClient], Answer]) -> Answer:
        """What Prefect answers. PrefectUnavailable where it does not; what it says then is not repeated."""
        return self._ask(question)

    def show_worker(self) -> bool:
        """Our runner is seen among the workers of the pool, and the pool, its queue and the deployment as ready. False
        while there is no pool, which is made with the first run."""
        worker = {"name": self._worker, "heartbeat_interval_seconds": int(WORKER_SEEN_EVERY.total_seconds())}
        # What a worker asks, so that the pool counts as looked at. Of so long ago, nothing is answered.
        asked = {"scheduled_before": LONG_AGO.isoformat(), "limit": 1}
        with _if_it_exists():
            self._ask(lambda client: _post(client, f"/work_pools/{POOL}/workers/heartbeat", worker))
            self._ask(lambda client: _post(client, f"/work_pools/{POOL}/get_scheduled_flow_runs", asked))
            return True
        return False

    def _runs(self, which: FlowRunFilter) -> list[FlowRun]:
        return self._ask(lambda client: client.read_flow_runs(flow_run_filter=which, limit=PAGE))

    def _set_state(self, run_id: UUID, state: "State[Any]") -> None:
        with _if_it_exists():
            self._ask(lambda client: client.set_flow_run_state(run_id, state, force=True))

    def _ask(self, question: Callable[[SyncPrefectClient], Answer]) -> Answer:
        """The answer. Whatever goes wrong between us and Prefect is one error, and what it says is not repeated."""
        try:
            return question(self._client)
        except httpx.HTTPStatusError as error:
            if error.response.status_code == httpx.codes.UNAUTHORIZED:
                raise SecretRefused from error
            raise PrefectUnavailable(type(error).__name__, error.response.status_code) from error
        except ObjectNotFound as error:
            raise PrefectUnavailable(type(error).__name__, 404) from error
        except httpx.HTTPError as error:
            raise PrefectUnavailable(type(error).__name__) from error


_ASKS_TO_WAIT = ("Retry-After", "Prefect-Maintenance")


class _AskingAgain(httpx.HTTPTransport):
    """Asks again, soon, when two wrote at the same moment: Prefect on SQLite answers one of them 503, and did nothing.

    Its own client would wait two seconds first, even when told never to try again. It would also wait for as long as an
    answer asks for, a day or for ever: whatever lies between may ask so, and nobody waits here for longer than our patience.
    """

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for left in range(15, -1, -1):
            response = super().handle_request(request)
            if response.status_code != 503 or not left:
                break
            response.close()
            time.sleep(random.uniform(0.02, 0.2))
        for name in _ASKS_TO_WAIT:
            response.headers.pop(name, None)
        return response


def get_plan_tag(plan_number: str) -> str:
    """The tag that all runs of a plan carry: the one that waits, and one for each processing."""
    return f"plan:{plan_number}"


def parked_state(wait: Wait) -> Any:
    """The state of a run that waits so; its words tell nothing of the case."""
    if wait.woken:
        return Scheduled(name=DUE_NOW, scheduled_time=wait.at, message="The record is asked again.")
    if wait.doubts_clock:
        return Scheduled(name=PARKED, scheduled_time=wait.at, message=say_both(_CLOCK_DOUBTED))
    if wait.awaits is None or wait.shown_at is None:
        return Scheduled(name=PARKED, scheduled_time=wait.at, message="Nothing is due before the scheduled time.")
    name, words = _AWAITED[wait.awaits]
    until = _("等到{moment}：{awaited}。", moment=f"{local_time(wait.shown_at):%Y-%m-%d %H:%M}", awaited=words)
    return Scheduled(
        name=name, scheduled_time=wait.at, message=say_both(until, describe_shift(wait.shown_at - wait.at))
    )


def describe_shift(shift: timedelta) -> Text | None:
    """How far the clock of a demonstration is ahead of real time; None for an office's clock, which is not."""
    minutes = round(shift.total_seconds() / 60)
    if minutes == 0:
        return None
    days, rest = divmod(abs(minutes), 24 * 60)
    return _(
        "演示时钟与真实时间相差{sign}{days}天{hours}小时{minutes}分。",
        sign="+" if minutes > 0 else "−", days=days, hours=rest // 60, minutes=rest % 60,
    )  # fmt: skip


def say_both(*sentences: Text | None) -> str:
    """The sentences in both languages, for a page that knows no reader."""
    said = [sentence for sentence in sentences if sentence is not None]
    return " ".join(["".join(sentence.zh for sentence in said), *(sentence.en for sentence in said)])


def client_settings(api: str, secret: str, patience_seconds: float = 10) -> dict[Any, Any]:
    """How our own process speaks to Prefect: to this address, with its secret, giving up soon, without heartbeats.

    A heartbeat thread sleeps whole seconds and is joined at the end of a run; it would make each wake a second longer.
    """
    return {
        PREFECT_API_URL: api,
        PREFECT_API_AUTH_STRING: secret,
        PREFECT_CLIENT_MAX_RETRIES: 2,
        PREFECT_API_REQUEST_TIMEOUT: patience_seconds,
        PREFECT_CLIENT_CSRF_SUPPORT_ENABLED: False,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
    }


def _post(client: SyncPrefectClient, path: str, body: Any) -> None:
    """What Prefect's client has no method for."""
    client._client.post(path, json=body).raise_for_status()


def _as_seen(run: FlowRun) -> PrefectRun:
    assert run.state is not None
    return PrefectRun(
        id=run.id,
        name=run.name,
        state=run.state.type,
        scheduled_for=run.state.state_details.scheduled_time,
        since=run.state.timestamp,
        generation=_generation_of(run),
    )


def _generation_of(run: FlowRun) -> int | None:
    """As `create` wrote it into the key under which the run is made once."""
    generation = (run.idempotency_key or "").removeprefix(f"{run.name}:")
    return int(generation) if generation.isdecimal() else None


@contextlib.contextmanager
def _if_it_exists() -> Iterator[None]:
    try:
        yield
    except PrefectUnavailable as error:
        if error.status != 404:
            raise
