"""What of a process speaks to Prefect."""

from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from casework.acting.context import Context
from casework.plan import prefect_runs
from core.settings import Settings
from flows.prefect.client import NAME, Prefect
from flows.prefect.flow import supervise
from flows.prefect.processing_reports import ProcessingReports
from flows.prefect.reconciliation import Reconciliation
from flows.prefect.runner import Runner
from flows.prefect.server import choose_server
from models.installation import load_installation_name


class PrefectService:
    """Prefect's server, the runner of the plans' runs where this process `executes` them, and what keeps both in step."""

    def __init__(self, settings: Settings, context: Context, *, executes: bool, worker: str) -> None:
        self.server = choose_server(settings)
        name = f"{NAME}-{load_installation_name(context.database)}"
        self.prefect = Prefect(self.server.api_url, self.server.secret, name=name, worker=worker)
        self.runner = Runner(self.prefect, supervise, may_claim=partial(may_process_runs, context))
        self.reconciliation = Reconciliation(self.prefect, prefect_runs, self.runner)
        self.runner.on_end = self.reconciliation.refresh
        self._reports = ProcessingReports(self.prefect, context.clock.now())
        self._executes = executes

    @property
    def is_away(self) -> bool:
        """Whether Prefect did not answer when the record was last compared with it."""
        return self.reconciliation.availability.away

    def start(self) -> None:
        """The server is being started, and runs are executed."""
        self.server.start()
        if self._executes:
            self.runner.start()

    def stop(self) -> None:
        """All parts of it are stopped."""
        self.runner.stop()
        self._reports.stop()
        self.prefect.close()
        self.server.stop()

    def keep_right(self, context: Context) -> int:
        """Prefect shows what the record says, and is being told of what was processed."""
        repaired = self.reconciliation.once(context)
        if not self.is_away:
            self._reports.tell_soon(context)
        return repaired


def may_process_runs(context: Context) -> bool:
    """Whether runs that are due may be claimed: not by a clock that may be wrong, and not while the record is away, by which
    that is known."""
    try:
        return context.database.may_process(context.clock.now())
    except SQLAlchemyError:
        return False
