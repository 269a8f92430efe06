"""The pages and the API as one application, each behind its own access rule."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import ModuleType

from fastapi import Depends, FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.app import create_app
from app.bootstrap import create_restore_guard, load_receipts_secret
from casework.acting.context import Context
from casework.messages.outbox_alarms import AlarmCheck, check_leaving, check_outbox_hold
from casework.settings.health import LATE_AFTER, POOL_PAUSED, HealthCheck
from core.i18n import Text, _
from core.settings import Settings
from law.reporting import reporting_numbers
from notifications.text_signature import get_text_signature
from serving.app_state import AppState
from serving.identity_provider import load_provider
from serving.middleware import AnswerHeaders
from web.demo_clock import DemoClock
from web.demo_roles import Demo
from web.error_pages import ErrorPages
from web.large_forms import ensure_known_for_large_form
from web.own_forms import ensure_own_form
from web.pages import (
    account,
    act,
    agenda,
    approvals,
    bulk,
    calendar_feeds,
    caseload_export,
    caseload_sheet,
    check_ins,
    clock,
    demo_roles,
    documents,
    evaluation,
    factors,
    family,
    family_agreement,
    family_requests,
    family_usage,
    helps,
    history,
    item,
    manual_message,
    message_console,
    new_plan,
    offline,
    people,
    plan,
    progress,
    provider,
    reading,
    records,
    rules,
    runs,
    search,
    service,
    sheets,
    sign_in,
    statistics,
)
from web.pages import desk as desk_page
from web.rendering import STATIC

HeartbeatSource = Callable[[], Mapping[str, datetime]]

_ROUNDS: dict[str, tuple[Text, bool]] = {
    "tick": (_("定时检查"), False),
    "outbox_round": (_("发送消息"), False),
    "journal_round": (_("日志链接"), False),
    "prefect": (_("Prefect"), True),
}

PAGE_MODULES: tuple[ModuleType, ...] = (
    sign_in,
    provider,
    desk_page,
    new_plan,
    caseload_export,
    caseload_sheet,
    plan,
    evaluation,
    statistics,
    runs,
    act,
    search,
    agenda,
    approvals,
    service,
    records,
    account,
    people,
    rules,
    helps,
    history,
    bulk,
    documents,
    sheets,
    check_ins,
    item,
    reading,
    message_console,
    manual_message,
    calendar_feeds,
    offline,
    family_requests,
    family_agreement,
    family_usage,
    progress,
    family,
    factors,
)
"""Every module of pages."""

ROLE_MODULES: tuple[ModuleType, ...] = (demo_roles,)
CLOCK_MODULES: tuple[ModuleType, ...] = (clock,)
"""Pages that only a demonstration has. An office's own installation has no such routes."""


class CachedStaticFiles(StaticFiles):
    """Files that a browser may keep: their address changes whenever they do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def create_web(
    settings: Settings,
    context: Context,
    wake_runner: Callable[[], None],
    heartbeats: HeartbeatSource,
    prefect_page: str | None,
    demo: Demo | None = None,
    demo_clock: DemoClock | None = None,
    *,
    answers_only: bool = False,
) -> FastAPI:
    """Every page, the API under /api/v1 and its description under /docs, over that context.

    `wake_runner` is called after each accepted write; `heartbeats` says when each job of the background services last ran. Only a
    demonstration has a `demo` and a `demo_clock`, and their pages. With `answers_only`, plans are processed by other
    processes, and what these leave undone makes this one no less ready.
    """
    app = create_app(
        AppState(
            context,
            wake_runner,
            prefect_page,
            lambda: [*_parts(context, heartbeats), *map(_inform, _watch(settings, context, demo))],
            receipts_secret=load_receipts_secret(settings),
            webhook_reach=settings.webhooks,
            signature=get_text_signature(settings),
            answers_only=answers_only,
            provider=None if demo else load_provider(settings, context.clock),
            runs_are_paused=lambda: _was_lately(POOL_PAUSED, context, heartbeats()),
        )
    )
    app.state.language = settings.language
    app.state.demo = demo
    app.state.reporting = reporting_numbers(settings.reporting_numbers)
    app.state.demo_clock = demo_clock
    demonstration = (*(ROLE_MODULES if demo else ()), *(CLOCK_MODULES if demo_clock else ()))
    for module in (*PAGE_MODULES, *demonstration):
        app.include_router(
            module.router,
            include_in_schema=False,
            dependencies=[Depends(ensure_known_for_large_form), Depends(ensure_own_form)],
        )
    app.mount("/static", CachedStaticFiles(directory=STATIC, packages=[("documents", "styles")]), name="static")
    app.add_middleware(ErrorPages)
    app.add_middleware(
        AnswerHeaders
    )  # outside it too: a page in place of a problem, or a redirect to sign-in, is new here
    return app


def _watch(settings: Settings, context: Context, demo: Demo | None) -> list[AlarmCheck]:
    """Whether messages are held because the record was restored, and whether they leave this machine at all: of several
    machines only those that send know, and nothing of a demonstration is meant to leave."""
    held = check_outbox_hold(context.database, create_restore_guard(settings, context.database))
    return [held] if demo or not context.database.is_sqlite else [held, check_leaving(settings)]


def _inform(watched: AlarmCheck) -> HealthCheck:
    """It makes nothing unready: the pages are needed to look."""
    return HealthCheck(watched.name, watched.ok, watched.words, informs_only=True)


def _parts(context: Context, heartbeats: HeartbeatSource) -> list[HealthCheck]:
    """Each job of the background services, and whether it ran lately. Prefect's only informs."""
    last, parts = heartbeats(), []
    for name, (words, informs_only) in _ROUNDS.items():
        ok = _was_lately(name.removesuffix("_round"), context, last)
        state_words = (
            _("{words}正常。", words=words) if ok else _("{words}迟了或停了：请看程序日志，并重启程序。", words=words)
        )
        parts.append(HealthCheck(name, ok, state_words, informs_only))
    return parts


def _was_lately(beat: str, context: Context, last: Mapping[str, datetime]) -> bool:
    at = last.get(beat)
    return at is not None and abs(context.clock.now() - at) < LATE_AFTER
