"""What the routes need of the application."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fastapi import Request

from casework.acting.context import Context
from casework.messages.alarms_view import AlarmsCache
from casework.settings.health import HealthCheck
from core.settings import WebhookReach
from notifications.render import DEFAULT_SIGNATURE, Signature
from serving.identity_provider import IdentityProvider
from serving.rate_limit import BEGUN_PER_MINUTE, RateLimit


def _nobody() -> None:
    """Nobody needs to be woken."""


def _nothing_more() -> Sequence[HealthCheck]:
    return ()


@dataclass(frozen=True)
class AppState:
    """What the routes work with, and what to call when something was written."""

    context: Context
    check_now: Callable[[], None] = _nobody
    """Called after each accepted write, so that plans are processed at once."""
    prefect_page_url: str | None = None
    """Where Prefect's own page is, to link a plan's run to it."""
    more_checks: Callable[[], Sequence[HealthCheck]] = _nothing_more
    """What else belongs to being ready: the tick's heartbeat; Prefect, which only informs."""
    runs_are_paused: Callable[[], bool] = lambda: False
    """Whether somebody has paused the plans' runs in Prefect."""
    receipts_secret: str | None = None
    """Under which the gateway of texts signs its receipts; without it, none are taken."""
    webhook_reach: WebhookReach = "public"
    """To which addresses webhooks may go."""
    provider: IdentityProvider | None = None
    """Where staff may sign in besides."""
    signature: Signature | None = DEFAULT_SIGNATURE
    """The name in front of a text, as the card shows it; None where no text leaves."""
    answers_only: bool = False
    """Other processes process the plans: what they leave undone is told, and makes this one no less ready."""
    tries: RateLimit = field(default_factory=RateLimit)
    begun_at_provider: RateLimit = field(default_factory=lambda: RateLimit(BEGUN_PER_MINUTE))
    alarms: AlarmsCache = field(default_factory=AlarmsCache)
    """What is wrong with messages, as pages tell it."""

    @property
    def runs_page(self) -> str | None:
        """Where Prefect's own page lists the runs, if it is known."""
        return None if self.prefect_page_url is None else f"{self.prefect_page_url.rstrip('/')}/runs"

    def run_page(self, flow_run_id: object) -> str | None:
        """The address of a flow run on Prefect's page, if both are known."""
        if self.prefect_page_url is None or flow_run_id is None:
            return None
        return f"{self.prefect_page_url.rstrip('/')}/runs/flow-run/{flow_run_id}"


def get_app_state(request: Request) -> AppState:
    """The state of the application that this request came to, or a copy of it for this request."""
    app_state: AppState = getattr(request.state, "app_state", None) or request.app.state.app_state
    return app_state
