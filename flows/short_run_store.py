"""On our own Prefect server: short runs of the past are kept with their true times.

Prefect's own API dates every state at the moment it is told of it. A processing is told of after it is over, perhaps
hours after, and would stand at the wrong time with the wrong duration. Imported by the server's process only.
"""

import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from prefect.server import models as prefect_models
from prefect.server import schemas
from prefect.server.database import PrefectDBInterface, provide_database_interface
from prefect.server.utilities.server import PrefectRouter
from sqlalchemy.ext.asyncio import AsyncSession

from flows.short_run import PROCESS_FLOW, STORE_PATH, ShortRun

Database = Annotated[PrefectDBInterface, Depends(provide_database_interface)]
StateType = schemas.states.StateType
INFO, ERROR = 20, 40
models: Any = prefect_models
"""Its functions are decorated in a way that no type checker follows."""

router = PrefectRouter(tags=["Sunward"])


@router.post(STORE_PATH, status_code=204)
async def keep_short_runs(runs: list[ShortRun], db: Database) -> None:
    """The runs can be seen. One that is there already stays as it is."""
    # The write lock is taken at once: SQLite refuses one that is asked for after reading.
    async with db.session_context(begin_transaction=True, with_for_update=True) as session:
        flow = await models.flows.create_flow(session=session, flow=schemas.core.Flow(name=PROCESS_FLOW))
        for run in runs:
            if await models.flow_runs.read_flow_run(session=session, flow_run_id=run.id) is None:
                await _keep(session, flow.id, run)


async def _keep(session: AsyncSession, flow_id: UUID, run: ShortRun) -> None:
    began = _state(StateType.RUNNING, run.began_at)
    await models.flow_runs.create_flow_run(
        session=session,
        flow_run=schemas.core.FlowRun(id=run.id, flow_id=flow_id, name=run.name, tags=run.tags, state=began),
    )
    ended_as = StateType.FAILED if run.failed else StateType.COMPLETED
    for place, verb in enumerate(run.verbs):
        is_last = place == len(run.verbs) - 1
        # When one of several began and ended within the run is not known; a single one is nearly all of it.
        known = {"start_time": run.began_at, "end_time": run.ended_at} if len(run.verbs) == 1 else {}
        task_run = schemas.core.TaskRun(
            flow_run_id=run.id, name=verb, task_key=verb, dynamic_key=str(place), expected_start_time=run.began_at,
            state=_state(ended_as if is_last else StateType.COMPLETED, run.ended_at), **known,
        )  # fmt: skip
        await models.task_runs.create_task_run(session=session, task_run=task_run)
    ended = _state(ended_as, run.ended_at, run.message)
    await models.flow_runs.set_flow_run_state(session=session, flow_run_id=run.id, state=ended, force=True)
    await models.artifacts.create_artifact(
        session=session,
        artifact=schemas.core.Artifact(
            type="table", description=run.message, data=json.dumps(run.table), flow_run_id=run.id
        ),
    )
    level = ERROR if run.failed else INFO
    await models.logs.create_logs(
        session=session,
        logs=[
            schemas.actions.LogCreate(
                name="sunward", level=level, message=line, timestamp=run.ended_at, flow_run_id=run.id
            )
            for line in run.log
        ],
    )


def _state(state_type: Any, at: datetime, message: str | None = None) -> Any:
    return schemas.states.State(type=state_type, timestamp=at, message=message)
