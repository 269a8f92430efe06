"""The few things we ask of Prefect and tell it, and what it answers, in our words.

Prefect has no compare-and-set for a run's state: the last writer wins. Only the claim has a single winner.
"""

import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterable, Iterator
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
    FlowRunFilterTags,
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
from prefect.states import Cancelled, Crashed, Pending

from core.clock import WallClock
from flows.prefect.environment import QUIET
from flows.prefect.waiting import Wait, parked_state

log = logging.getLogger(__name__)

FLOW = "supervise"
ENTRYPOINT = "flows.prefect.flow.supervise"
"""By module and not by file: a file's entrypoint makes a stock worker copy its whole folder for every run."""

NAME = "sunward"
"""How pool and deployment begin, and what our runner is called among the workers of the pool."""
WORKER_SEEN_EVERY = timedelta(seconds=20)
ENDED = {StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED}
"""In these states a run has ended."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
Answer = TypeVar("Answer")

PAGE = 200
"""The most runs in one answer of Prefect."""


class PrefectUnavailable(Exception):
    """Prefect does not answer, or not in a useful way. What it should have been told is told later."""

    def __init__(self, kind: str, status: int | None = None) -> None:
        super().__init__(kind if status is None else f"{kind}, {status}")
        self.status = status


START_TAKES = timedelta(minutes=2)
"""How long Prefect's server may take for its first start; until then its silence is not logged."""


class Availability:
    """Whether Prefect answers. Logged once when it does not, and once when it does again."""

    def __init__(self) -> None:
        self.away = False
        """Whether it did not answer when it was last asked."""
        self._logged, self._has_answered, self._began_at = False, False, WallClock().now()

    def note(self, error: PrefectUnavailable | None) -> None:
        """It was asked, and answered or not."""
        self.away = error is not None
        if error is None:
            if self._logged:
                log.warning("Prefect answers again; runs are parked anew.")
            self._logged, self._has_answered = False, True
        elif not self._logged and (
            # A secret that is refused does not become right by waiting.
            self._has_answered or error.status == 401 or WallClock().now() - self._began_at > START_TAKES
        ):  # fmt: skip
            log.warning("Prefect does not answer (%s); plans are processed by the tick meanwhile.", error)
            self._logged = True


class Prefect:
    """A connection to one Prefect server. Safe to share between threads; opened at first use.

    Pool and deployment are called `name`, and every run of ours is tagged so: at a server that several installations share,
    none takes, moves or deletes a run of another.
    """

    def __init__(
        self, api: str, secret: str, entrypoint: str = ENTRYPOINT, *, name: str = NAME, worker: str = NAME,
        patience_seconds: float = 10,
    ) -> None:  # fmt: skip
        self.name = name
        self.put_right: list[str] = []
        """What somebody had changed in the deployment since this list was last emptied; it was put right."""
        self.paused = False
        """Whether somebody had paused the pool when it was last looked at."""
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
        """While it is open, Prefect's engine in this thread asks the same server, with our time limit."""
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
            self._deployment = self.ask(self._register)
        return self._deployment

    def ensure_registered(self) -> None:
        """The pool and the deployment are there, also after its database was lost, and the deployment runs what we run."""
        deployment = self.deployment()
        try:
            self._look_at_pool()
            there = self.ask(lambda client: client.read_deployment(deployment))
        except PrefectUnavailable as error:
            if error.status == 404:
                self._deployment = None  # its database was lost, and our pool with it: made anew at the next call
            raise
        ours = self._get_content()
        if changed := [name for name in ours if (getattr(there, name) or None) != (ours[name] or None)]:
            self.ask(lambda client: _patch(client, f"/deployments/{deployment}", ours))
            self.put_right += changed
            log.error("Somebody had changed our deployment in Prefect (%s); it was put right.", ", ".join(changed))

    def _get_content(self) -> dict[str, Any]:
        """What a worker runs for us, as Prefect keeps it. Before the flow it fetches and runs nothing."""
        return {
            "work_pool_name": self.name, "entrypoint": self.entrypoint, "path": None, "pull_steps": [],
            "job_variables": {"env": dict(QUIET)},
        }  # fmt: skip

    def _look_at_pool(self) -> None:
        self.paused = self.ask(lambda client: client.read_work_pool(self.name)).is_paused

    def _register(self, client: SyncPrefectClient) -> UUID:
        with contextlib.suppress(ObjectAlreadyExists):
            client.create_work_pool(WorkPoolCreate(name=self.name, type="process"))
        return client.create_deployment(
            flow_id=client.create_flow_from_name(FLOW), name=self.name, **self._get_content()
        )

    def create(self, plan_number: str, generation: int, wait: Wait) -> UUID:
        """A run of the plan stands scheduled and waits so. Twice for one generation (`get_generation`), it is the same run."""
        deployment = self.deployment()
        try:
            run = self.ask(
                lambda client: client.create_flow_run_from_deployment(
                    deployment,
                    parameters={"plan_number": plan_number},
                    state=parked_state(wait),
                    name=plan_number,
                    tags=self.get_tags(plan_number),
                    idempotency_key=f"{self.name}:{plan_number}:{generation}",
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
        ours = DeploymentFilter(name=DeploymentFilterName(any_=[self.name]))
        our_flow = FlowFilter(name=FlowFilterName(any_=[FLOW]))
        waiting = FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            next_scheduled_start_time=FlowRunFilterNextScheduledStartTime(before_=before),
        )
        return self.ask(
            lambda client: client.read_flow_runs(
                flow_filter=our_flow,
                deployment_filter=ours,
                flow_run_filter=waiting,
                sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
                limit=min(limit, PAGE),
            )
        )

    def seen(self, run_ids: Iterable[UUID]) -> dict[UUID, FlowRun]:
        """These runs as they stand there; one that is missing does not exist."""
        wanted = list(run_ids)
        found: dict[UUID, FlowRun] = {}
        for start in range(0, len(wanted), PAGE):
            page = FlowRunFilter(id=FlowRunFilterId(any_=wanted[start : start + PAGE]))
            found |= {run.id: run for run in self._runs(page)}
        return found

    def claim(self, run_id: UUID, now: datetime) -> bool:
        """Whether the run is now ours to execute. Of any number who ask, one is told yes."""
        pending: State[Any] = Pending()
        # Without it the old time would be copied from the scheduled state, and a run that somebody moved meanwhile
        # to next month would keep its thread waiting until then.
        pending.state_details.scheduled_time = now  # type: ignore[assignment]
        try:
            answer = self.ask(lambda client: client.set_flow_run_state(run_id, pending))
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
        named = FlowRunFilter(name=FlowRunFilterName(any_=[plan_number]), tags=FlowRunFilterTags(all_=[self.name]))
        while runs := self._runs(named):
            for run in runs:
                with _if_it_exists():
                    self.ask(lambda client, run_id=run.id: client.delete_flow_run(run_id))  # type: ignore[misc]

    def get_tags(self, plan_number: str) -> list[str]:
        """The tags that all runs of a plan carry: the one that waits, and one for each processing."""
        return [self.name, f"plan:{plan_number}"]

    def show_worker(self) -> bool:
        """Our runner is seen among the workers of the pool, and the pool, its queue and the deployment as ready. False
        while there is no pool, which is made with the first run."""
        worker = {"name": self._worker, "heartbeat_interval_seconds": int(WORKER_SEEN_EVERY.total_seconds())}
        # What a worker asks, so that the pool counts as looked at. Of so long ago, nothing is answered.
        asked = {"scheduled_before": LONG_AGO.isoformat(), "limit": 1}
        with _if_it_exists():
            self.ask(lambda client: _post(client, f"/work_pools/{self.name}/workers/heartbeat", worker))
            self.ask(lambda client: _post(client, f"/work_pools/{self.name}/get_scheduled_flow_runs", asked))
            self._look_at_pool()
            return True
        return False

    def _runs(self, which: FlowRunFilter) -> list[FlowRun]:
        return self.ask(lambda client: client.read_flow_runs(flow_run_filter=which, limit=PAGE))

    def _set_state(self, run_id: UUID, state: "State[Any]") -> None:
        with _if_it_exists():
            self.ask(lambda client: client.set_flow_run_state(run_id, state, force=True))

    def ask(self, question: Callable[[SyncPrefectClient], Answer]) -> Answer:
        """What Prefect answers. Whatever goes wrong between us is PrefectUnavailable, and what it says is not repeated."""
        try:
            return question(self._client)
        except httpx.HTTPStatusError as error:
            if error.response.status_code == httpx.codes.UNAUTHORIZED:
                raise PrefectUnavailable("it does not accept the secret; see SUNWARD_PREFECT_SECRET", 401) from error
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


def get_generation(run: FlowRun) -> int:
    """Which run of its plan it is, as `Prefect.create` has written down."""
    return int((run.idempotency_key or ":0").rpartition(":")[2])


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


def _patch(client: SyncPrefectClient, path: str, body: Any) -> None:
    client._client.patch(path, json=body).raise_for_status()


@contextlib.contextmanager
def _if_it_exists() -> Iterator[None]:
    try:
        yield
    except PrefectUnavailable as error:
        if error.status != 404:
            raise
