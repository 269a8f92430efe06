"""`sunward demo` and `sunward up`: pages, API, Prefect, the tick and the runner in one command."""

import contextlib
import errno
import json
import secrets
import signal
import socket
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app import bootstrap
from app.demo_folder import shared_demo_folder
from casework.messages.simulation_result import SimulatedMonth
from casework.shared.context import Context
from core.clock import ClockStep, StoredClock, at_local
from core.errors import StateConflict
from core.file_permissions import restrict_existing_files
from core.i18n import SOURCE, Language, Text, _, languages
from core.settings import Settings
from notifications.reminder_policy import ReminderPolicy

if TYPE_CHECKING:
    import uvicorn

    from flows.prefect_server import PrefectServer
    from flows.services import BackgroundServices
    from web.demo_clock import DemoClock

DEMO_FOLDER = Path("data") / "demo"
DEMO_NOW = at_local(date(2026, 11, 24), time(9, 0))
CASELOAD = Path("examples") / "caseload"
HABITS = CASELOAD / "habits.toml"
_BUILT = "demo.json"
_console = Console()
_one_at_a_time = threading.Lock()


def run_demo(*, fresh: bool, port: int | None, language: Language = SOURCE) -> None:
    """The invented caseload lives: its past up to 24 November 2026, 09:00, then on from there until Ctrl-C.

    An unfinished story (after a power cut) goes on where it was; one that was ended by Ctrl-C is thrown away, unless
    another demonstration still lives in it.
    """
    settings = demo_settings(port)
    ensure_port_free(settings)
    built = DEMO_FOLDER / _BUILT
    with shared_demo_folder(DEMO_FOLDER, built, partial(build_demo, settings), fresh=fresh) as found:
        if found:
            _console.print("继续上次未结束的演示 / going on with the story that was not ended")
        words: dict[str, Any] = json.loads(built.read_text(encoding="utf-8"))
        for line in words["diary"][language]:
            _console.print(line, style="dim", soft_wrap=True, highlight=False)
        serve(settings, how_to_sign_in=words)


def run_server(*, port: int | None) -> None:
    """The program on its lasting data folder, until Ctrl-C."""
    settings = Settings(**_ports(port))
    ensure_port_free(settings)
    serve(settings, how_to_sign_in=None)


def demo_settings(port: int | None) -> Settings:
    """The demonstration keeps to its own folder, and reaches nobody: whatever database and providers an office has set
    for its real record, an invented story is written to no real file and sent through no real gateway."""
    own: dict[str, Any] = {"data_folder": DEMO_FOLDER, "database_url": None, "keys_folder": None, "master_key": None}
    own |= {"archive_key": None}
    own |= {"smtp_url": None, "text_provider": "folder", "staff_robot": None, "prefect_api_url": None}
    own["webhooks"] = "folder"
    return Settings(**own, **_ports(port))


def _ports(port: int | None) -> dict[str, Any]:
    """Two programs on one machine keep out of each other's way: Prefect answers one port further, unless the office has
    named its port."""
    if port is None:
        return {}
    named = "prefect_port" in Settings().model_fields_set
    return {"port": port} if named else {"port": port, "prefect_port": port + 1}


def ensure_port_free(settings: Settings) -> None:
    """Refused, before anything is begun, where another program answers on the port of the pages."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as taken:
            if taken.errno != errno.EADDRINUSE:
                raise
            raise StateConflict(
                _("端口{port}已有别的程序在用；请先停掉它，或用 --port 换一个。", port=settings.port)
            ) from None


def build_demo(settings: Settings) -> None:
    """The demonstration's record is made: everybody enrolled, every story processed, the clock set."""
    from casework.staff.passwords import hash_password
    from flows.demo_history import (
        TROUBLES_TAKE,
        DemoHistory,
        add_troubles,
        create_demo_outbox,
        enrol_staff,
        read_scenarios,
        select_highlights,
    )
    from flows.diary import format_entry
    from flows.services import link_journal
    from web.timeline_details import describe_note

    stories = read_scenarios(CASELOAD)
    begins = min(story.begins for story in stories)
    password = f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.randbelow(900) + 100}"
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    context = bootstrap.create_seeding_context(settings, begins)
    enrol_staff(context, CASELOAD / "staff.toml", hash_password(password))
    caseload = DemoHistory(context, create_demo_outbox(context))
    days = (DEMO_NOW - begins).days
    with _shown_progress(begins, days) as progress:
        caseload.process_due(stories, DEMO_NOW - TROUBLES_TAKE, progress)
        add_troubles(context)
        caseload.process_due([], DEMO_NOW)
    families = _family_pages(context, caseload.rehearsals)
    while link_journal(context):
        pass
    write_to_disk(context, settings)
    bootstrap.set_clock(settings.data_folder, DEMO_NOW)
    telling = select_highlights(caseload)
    diary = {
        language: [f"{number}  {format_entry(entry, describe_note, language).plain}" for number, entry in telling]
        for language in languages()
    }
    words = {"password": password, "diary": diary, "families": families}
    (settings.data_folder / _BUILT).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


@contextlib.contextmanager
def _shown_progress(begins: datetime, days: int) -> Iterator[Callable[[date], None]]:
    """How far the story has come: a bar on a terminal, and elsewhere a line for each month."""
    if not _console.is_terminal:
        months: set[str] = set()

        def tell(day: date) -> None:
            if (month := f"{day:%Y-%m}") not in months:
                months.add(month)
                _console.print(f"{_BUILDING} {month}", highlight=False)

        yield tell
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[day]}"), TimeElapsedColumn())
    with Progress(*columns, console=_console) as bar:
        task = bar.add_task(_BUILDING, total=days, day="")
        yield lambda day: bar.update(task, completed=(at_local(day, time(12)) - begins).days, day=str(day))
        bar.update(task, completed=days)


_BUILDING = "二十八个方案 / building 28 cases"


def serve(settings: Settings, how_to_sign_in: dict[str, Any] | None) -> None:
    """Pages, API, Prefect, the tick and the runner are up until Ctrl-C; then all of it has ended."""
    import uvicorn

    from flows.habits import read_habits
    from flows.services import BackgroundServices
    from web.app import create_web
    from web.demo_tour import load_tour

    for folder in settings.folders:
        restrict_existing_files(folder)
    context = bootstrap.create_context(settings)
    bootstrap.set_context(context, settings)
    services = BackgroundServices(settings, context, read_habits(HABITS) if how_to_sign_in is not None else None)
    tour = load_tour(how_to_sign_in) if how_to_sign_in is not None else None
    app = create_web(
        settings, context, services.check_now, lambda: dict(services.heartbeats.last), services.server.page_url, tour,
        partial(_simulate, settings, context), _demo_clock(context, services) if tour is not None else None,
    )  # fmt: skip
    server = uvicorn.Server(server_config(app, settings))
    _print_addresses(settings, services.server, how_to_sign_in)
    if (first := first_run_notice(context)) is not None:
        _console.print(f"[bold]{first.zh}[/]\n{first.en}\n", highlight=False, soft_wrap=True)
    services.start()
    try:
        # Terminated from outside is like Ctrl-C: uvicorn ends its loop and returns here.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        _console.print("\n正在停止 / stopping …")
        services.stop()
        context.database.dispose()
    _console.print("已停止 / stopped.")
    sys.stdout.flush()


def _demo_clock(context: Context, services: "BackgroundServices") -> "DemoClock | None":
    """How the pages of a demonstration have its clock moved."""
    from flows.clock_moves import compute_target
    from web.demo_clock import DemoClock

    clock, mover = context.clock, services.clock_mover
    if not isinstance(clock, StoredClock) or mover is None:
        return None

    def move(step: ClockStep, seen: int) -> None:
        clock.ask_for(compute_target(context, step), seen=seen)
        mover.once(context)

    return DemoClock(lambda: clock.moves, move, lambda: clock.speed, clock.set_speed)


def server_config(app: Any, settings: Settings) -> "uvicorn.Config":
    """How the pages are served. What a request says of where it came from is believed from the named proxies alone."""
    import uvicorn

    return uvicorn.Config(
        app, host=settings.host, port=settings.port, log_level="error", access_log=False,
        proxy_headers=bool(settings.trusted_proxies), forwarded_allow_ips=settings.trusted_proxies,
    )  # fmt: skip


def first_run_notice(context: Context) -> Text | None:
    """What an office does first where nobody can sign in yet; nothing where somebody can."""
    from casework.staff.enrolment import has_staff

    return None if has_staff(context) else _NOBODY_YET


def _simulate(
    settings: Settings, context: Context, month: date, policy: ReminderPolicy, office_id: UUID | None
) -> SimulatedMonth:
    """One month at a time: each is processed in a copy of the whole record."""
    from flows.policy_simulation import simulate_month

    with _one_at_a_time, bootstrap.context_with_copied_keys(settings, context) as aside:
        return simulate_month(aside, month, policy, office_id)


def _print_addresses(settings: Settings, prefect: "PrefectServer", words: dict[str, Any] | None) -> None:
    here = f"http://{settings.host}:{settings.port}"
    _console.print()
    _console.print(f"[bold]页面 / pages[/]    {here}/", highlight=False, soft_wrap=True)
    if words is not None:
        _console.print(
            f"[bold]导览 / a tour[/]   {here}/tour  （一个案件，十二步 / one case in twelve steps）",
            highlight=False,
            soft_wrap=True,
        )
    _console.print(f"[bold]接口 / API[/]      {here}/docs", highlight=False, soft_wrap=True)
    _console.print(
        f"[bold]Prefect[/]        {prefect.page_url}  （首次启动约15秒 / some 15 s at first start）",
        highlight=False,
        soft_wrap=True,
    )
    if not settings.prefect_api_url:
        where = settings.prefect_secret_file if words is None else f"[bold green]{prefect.secret}[/]"
        _console.print(f"    该页口令 / its secret: {where}", highlight=False, soft_wrap=True)
    _console.print(f"[bold]发出的消息 / what was sent[/]  {settings.outbox_folder}", highlight=False, soft_wrap=True)
    if words is not None:
        _console.print(
            f"[bold]登录 / sign in[/]  密码 / password: [bold green]{words['password']}[/]",
            highlight=False,
            soft_wrap=True,
        )
        for login, who in _ROLES:
            _console.print(f"    {login:<16}{who}", highlight=False, soft_wrap=True)
        for family in words["families"]:
            _console.print(
                f"    {family['who']:<16}{here}{family['page']}  暗码 / code {family['code']}",
                highlight=False,
                soft_wrap=True,
            )
    _console.print("Ctrl-C 停止 / stops all of it.\n")


_NOBODY_YET = _(
    "还没有登记任何人，谁也登录不了：先照 examples/first-office.toml 写一个文件，在另一个窗口运行 ./run enrol 文件。"
)
_ROLES = (
    ("jia.prosecutor", "承办检察官 supervising prosecutor, 甲区"),
    ("jia.assistant", "检察官助理 assistant"),
    ("jia.worker", "司法社工 social worker"),
    ("jia.head", "部门负责人 department head"),
    ("jia.chief", "检察长 chief procurator"),
    ("jia.deputy", "分管副检察长 authorised deputy"),
    ("jia.clerk", "书记员 clerk"),
    ("jia.cases", "案管 case management: dates, no content"),
    ("wu.chief", "戊县检察长 chief procurator, 戊县: one decision waits until 27 November"),
    ("xin.prosecutor", "辛县承办检察官 prosecutor, 辛县: an age in doubt since yesterday"),
    ("city.auditor", "审计 auditor"),
    ("city.admin", "管理员 administrator"),
)
_WORDS = ("sunny", "maple", "river", "cedar", "amber", "linen", "robin", "clover", "harbour", "meadow")


def _family_pages(context: Any, lives: dict[str, Any]) -> list[dict[str, str]]:
    """A saved page and a code for two minors and a guardian of the demonstration."""
    from casework.family.family_access import make_family_page
    from casework.shared.script_actors import resolve_actor

    pages: list[dict[str, str]] = []
    for number, relation, who in (
        ("SW-ESNJ-PF8C", "minor", "大暑 minor"),
        ("SW-ESNJ-PF8C", "mother", "大暑的母亲 guardian"),
    ):
        if number in lives:
            page = make_family_page(context, resolve_actor(context, number, "social_worker"), number, relation)
            wanted_page = {"who": who, "plan": number, "relation": relation}
            pages.append(wanted_page | {"page": f"/p/{page.secret}", "code": page.code})
    return pages


def write_to_disk(context: Any, settings: Settings) -> None:
    """What was processed in memory is a record on disk, whole or not at all."""
    target = settings.data_folder / "record.db"
    half = target.with_suffix(".half")
    half.unlink(missing_ok=True)
    memory = context.database.engine.raw_connection()
    disk = sqlite3.connect(half)
    try:
        memory.driver_connection.backup(disk)
    finally:
        disk.close()
        memory.close()
    half.replace(target)
