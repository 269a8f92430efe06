"""How a plan waits for months, and is seen in Prefect while it does.

1. The record says when a plan is due next: `Plan.wake_at`. Nothing else is needed for a deadline, and nothing here is on its way.
2. `reconciliation` looks at the record every second. A plan without a run in Prefect gets one, in the state Scheduled for that
   moment (`waiting`); a run that waits for another moment is moved.
3. At that moment `runner`, or a stock worker of the same pool, claims the run and calls `flow` from its first line. It has the
   plan processed (`flows.supervision`, which knows nothing of Prefect), proposes to be Scheduled for the next moment, and ends.
4. Whatever is due for two seconds all the same, because Prefect is away, its pool paused or its runs lost, is processed by
   `flows.scheduler`. Twice does no harm: the second finds nothing due.
5. `processing_reports` tells Prefect afterwards what was done.

`server` is the choice of the server, `client` all that is said to it, `service` the whole of it in one process.
"""

# First of all, whichever module is wanted: Prefect reads its settings when it is imported.
from flows.prefect import environment as environment
