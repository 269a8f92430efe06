"""The pages and the API as one application, each room behind its own door."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import ModuleType

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.app import create_app
from api.outer import SafeHeaders
from api.reception import Reception
from casework.desk import Desk
from casework.health import Part
from casework.messages.simulated import Simulate
from casework.messages.watchdogs import watch_hold
from law.reporting import reporting_numbers
from notifications.high_water import HighWater
from sunward.settings import Settings
from sunward.wiring import receipts_secret
from sunward.words import Words
from web.guided import Tour
from web.pages import (
    account,
    act,
    approvals,
    apps,
    by_hand,
    calls,
    case,
    compliance,
    documents,
    evaluation,
    family,
    family_more,
    family_usage,
    figures,
    holidays,
    inbox,
    item,
    journal,
    law,
    many,
    message_console,
    opening,
    out,
    own_calendar,
    plan,
    practice,
    progress,
    proof,
    reminder_policy,
    sealed,
    search,
    service,
    sheets,
    sign_in,
    staff,
    team,
    templates,
    tour,
    usage,
)
from web.pages import desk as desk_page
from web.problem_pages import ProblemsAsPages
from web.rendering import STATIC

Beats = Callable[[], Mapping[str, datetime]]

LATE_AFTER = timedelta(seconds=30)
_ROUNDS: dict[str, tuple[Words, bool]] = {
    "tick": (Words("定时检查", "the tick"), False),
    "outbox_round": (Words("发送消息", "delivery of messages"), False),
    "journal_round": (Words("日志链接", "linking of the journal"), False),
    "prefect": (Words("Prefect", "Prefect"), True),
}

ROOMS: tuple[ModuleType, ...] = (
    sign_in,
    desk_page,
    opening,
    plan,
    evaluation,
    figures,
    act,
    case,
    search,
    approvals,
    service,
    sealed,
    account,
    staff,
    team,
    journal,
    law,
    holidays,
    many,
    practice,
    compliance,
    documents,
    sheets,
    templates,
    usage,
    apps,
    item,
    inbox,
    message_console,
    by_hand,
    calls,
    proof,
    own_calendar,
    reminder_policy,
    out,
    family_more,
    family_usage,
    progress,
    family,
    tour,
)
"""Every room of pages."""


class KeptFiles(StaticFiles):
    """Files that a browser may keep: their address changes whenever they do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def create_web(
    settings: Settings,
    desk: Desk,
    nudge: Callable[[], None],
    beats: Beats,
    prefect_page: str | None,
    tour: Tour | None = None,
    simulate: Simulate | None = None,
) -> FastAPI:
    """Every page, the API under /api/v1 and its description under /docs, over that desk.

    `nudge` is called after each accepted write; `beats` says when each round of the household was last gone. Only a
    demonstration has a `tour`.
    """
    app = create_app(
        Reception(
            desk,
            nudge,
            prefect_page,
            lambda: [*_parts(desk, beats), _hold(settings, desk)],
            receipts_secret=receipts_secret(settings),
            webhooks_inside=settings.webhooks_inside,
            simulate=simulate,
        )
    )
    app.state.language = settings.language
    app.state.tour = tour
    app.state.reporting = reporting_numbers(settings.reporting_numbers)
    for room in ROOMS:
        app.include_router(room.router, include_in_schema=False)
    app.mount("/static", KeptFiles(directory=STATIC, packages=[("documents", "styles")]), name="static")
    app.add_middleware(ProblemsAsPages)
    app.add_middleware(SafeHeaders)  # outside it too: a page in place of a problem, or a way to the door, is new here
    return app


def _hold(settings: Settings, desk: Desk) -> Part:
    """Whether messages are held because the record was restored. It only informs: the pages are needed to look."""
    with desk.database.reading() as session:
        held = watch_hold(session, HighWater(settings.high_water))
    return Part(held.name, held.ok, held.words, informs_only=True)


def _parts(desk: Desk, beats: Beats) -> list[Part]:
    """Each round of the household, and whether it has been gone lately. Prefect's only informs."""
    now, last = desk.clock.now(), beats()
    parts = []
    for name, (words, informs_only) in _ROUNDS.items():
        round_of = name.removesuffix("_round")
        ok = round_of in last and now - last[round_of] < LATE_AFTER
        told = (
            Words(f"{words.zh}正常。", f"{words.en}: well.")
            if ok
            else Words(f"{words.zh}迟了或停了。", f"{words.en}: late, or stopped.")
        )
        parts.append(Part(name, ok, told, informs_only))
    return parts
