"""`sunward demo` and `sunward up`: pages, API, Prefect, the tick and the runner in one command."""

import errno
import json
import os
import resource
import secrets
import signal
import socket
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url
from sqlmodel import select

from app import bootstrap
from app.answers import ignore_closed_output, say, show_progress, tell
from app.demo_folder import open_demo_folder
from casework.acting.context import Context
from core.clock import ClockStep, StoredClock, at_local, local_date
from core.durable_files import put_in_place, remove_left_drafts
from core.errors import StateConflict
from core.file_permissions import restrict_existing_files
from core.file_systems import find_network_file_system
from core.i18n import Text, _, listed, verbatim
from core.log_output import log_in_background
from core.settings import GivenSettings, Holds, Settings, find_settings
from models.office import Staff

if TYPE_CHECKING:
    import uvicorn

    from flows.process_parts import Part
    from flows.services import BackgroundServices
    from web.demo_clock import DemoClock

DEMO_FOLDER = Path("data") / "demo"
DEMO_NOW = at_local(date(2026, 11, 24), time(9, 0))
CASELOAD = Path("examples") / "caseload"
HABITS = CASELOAD / "habits.toml"
_BUILT = "demo.json"
LAST_REQUESTS_SECONDS = 20
"""So long requests that are under way at the end have time for their answers: somebody who sends one and never finishes
it keeps no program from ending."""
FILES = 65_536
STOP_SECONDS = 60
"""So long what is under way in the background has time to end."""
_NOT_IN_ORDER = _("有一项工作没有停下来，程序仍然退出；没有办完的，下次启动时再办。")


@log_in_background()
def run_demo(*, fresh: bool, port: int | None) -> None:
    """The invented caseload lives: its past up to 24 November 2026, 09:00, then on from there until Ctrl-C.

    An unfinished story (after a power cut) goes on where it was; one that was ended by Ctrl-C is thrown away.
    """
    settings = demo_settings(port)
    ensure_port_free(settings)
    ignore_closed_output()
    built = DEMO_FOLDER / _BUILT
    try:
        with open_demo_folder(DEMO_FOLDER, built, partial(build_demo, settings), fresh=fresh) as found:
            if found:
                say(_("继续上次没有结束的演示。"))
            words: dict[str, Any] = json.loads(built.read_text(encoding="utf-8"))
            serve(settings, words)
    except KeyboardInterrupt:  # before it was served: nothing was done in it
        say(_("已停止。"))
    if not DEMO_FOLDER.exists():
        say(_("演示里做过的事都已清除；下次从头开始。"))


def run_server(*, port: int | None) -> None:
    """The program on its lasting data folder, until Ctrl-C. What it logs stands in a file there too: of a terminal that was
    closed nothing is left to read."""
    settings = Settings(**_given(port))
    ensure_port_free(settings)
    ensure_own_disk(settings)
    with log_in_background(settings.data_folder / "sunward.log"):
        serve(settings, None)


def demo_settings(port: int | None) -> Settings:
    """The demonstration keeps to its own folder, and reaches nobody: whatever database and providers an office has set
    for its real record, an invented story is written to no real file and sent through no real gateway."""
    read = Settings()
    of_the_machine = {name: getattr(read, name) for name in find_settings(Holds.DEMONSTRATION) & read.model_fields_set}
    own: dict[str, Any] = {"data_folder": DEMO_FOLDER, "webhooks": "machine"}
    own |= {"journal_heads_folder": DEMO_FOLDER / "journal-heads", "keys_folder": DEMO_FOLDER / "keys"}
    return GivenSettings(**(of_the_machine | own | _given(port)))


def _given(port: int | None) -> dict[str, Any]:
    return {} if port is None else {"port": port}


def ensure_port_free(settings: Settings) -> None:
    """Refused, before anything is begun, where another program answers on the port of the pages."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as taken:
            if taken.errno != errno.EADDRINUSE:
                raise cannot_listen(settings.host, settings.port, taken) from None
            raise StateConflict(
                _("端口{port}已有别的程序在用；请先停掉它，或用 --port 换一个。", port=settings.port)
            ) from None


def ensure_own_disk(settings: Settings) -> None:
    """StateConflict, before anything is begun, where the record is a file that lies on a file system of a network: SQLite
    keeps part of its journal in this machine's memory, and of two machines on one file each would write over the other."""
    file = make_url(settings.record_url).database if settings.record_url.startswith("sqlite") else None
    kind = find_network_file_system(Path(file)) if file else None
    if kind is not None:
        raise StateConflict(
            _(
                "记录是一个 SQLite 文件，放在网络文件系统（{kind}）上：在那里，已经保存的内容可能损坏。没有启动。请把 "
                "SUNWARD_DATA_FOLDER 放到本机的磁盘上（先停止程序，整个文件夹一起移动），或者改用 PostgreSQL（./run migrate-to）。",
                kind=kind,
            )
        )  # fmt: skip


def cannot_listen(host: str, port: int, why: OSError) -> StateConflict:
    """What is said where this machine does not let the program listen there."""
    return StateConflict(
        _(
            "不能在 {host}:{port} 上监听（{why}）。请检查地址和端口的设置。",
            host=host,
            port=port,
            why=why.strerror or "",
        )
    )


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
    )
    from flows.services import link_journal

    stories = read_scenarios(CASELOAD)
    begins = min(story.begins for story in stories)
    password = f"{'-'.join(secrets.SystemRandom().sample(_WORDS, 2))}-{secrets.randbelow(900) + 100}"
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    context = bootstrap.create_seeding_context(settings, begins)
    enrol_staff(context, CASELOAD / "staff.toml", hash_password(password))
    caseload = DemoHistory(context, create_demo_outbox(context))
    days = (DEMO_NOW - begins).days
    with show_progress(_("正在建立二十八个案件的过去"), days) as show:
        caseload.process_due(
            stories, DEMO_NOW - TROUBLES_TAKE, lambda day: show((day - local_date(begins)).days, str(day))
        )
        add_troubles(context)
        caseload.process_due([], DEMO_NOW)
    families = _family_pages(context, caseload.rehearsals)
    while link_journal(context):
        pass
    write_to_disk(context, settings)
    bootstrap.set_clock(settings.data_folder, DEMO_NOW)
    words = {"password": password, "families": families}
    (settings.data_folder / _BUILT).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


@log_in_background()
def run_part(part: "Part", *, port: int | None) -> None:
    """That part of the program alone, until Ctrl-C; others share the record with it. StateConflict where the settings do
    not suit it."""
    from flows.process_parts import Part

    settings = Settings(**_given(port))
    if part is Part.WEB:
        ensure_port_free(settings)
    serve(settings, None, frozenset({part}))


def serve(
    settings: Settings,
    how_to_sign_in: dict[str, Any] | None,
    parts: "frozenset[Part] | None" = None,
) -> None:
    """Pages, API, Prefect, the tick and the runner are up until Ctrl-C, or only these parts; then all of it has ended."""
    from app.metrics import listen_for_metrics
    from flows.habits import read_habits
    from flows.process_parts import EVERY_PART, Part, ensure_fit_for
    from flows.services import BackgroundServices
    from models.postgresql_server import ensure_commits_last

    ignore_closed_output()
    parts = EVERY_PART if parts is None else parts
    others = set(threading.enumerate())
    _allow_many_files()
    ensure_fit_for(parts, settings)
    for folder in settings.folders:
        restrict_existing_files(folder)
        remove_left_drafts(folder)
    context = bootstrap.create_context(settings)
    if how_to_sign_in is not None:
        context = replace(context, second_factor=False)  # one click signs in, and invented people hold no telephone
    bootstrap.set_context(context, settings)
    habits = read_habits(HABITS) if how_to_sign_in is not None else None
    services = BackgroundServices(settings, context, habits, parts)
    ensure_commits_last(context.database)
    context.database.server_clock.ensure_right()
    services.process.ensure_same_keys()
    try:
        with (
            listen_for_metrics(settings, context, lambda: dict(services.heartbeats.last_runs), services.find_troubles),
        ):
            serving = _pages(settings, context, services, how_to_sign_in) if Part.WEB in parts else None
            services.start()
            # Terminated from outside is like Ctrl-C: uvicorn ends its loop and returns here. A terminal that is closed is
            # the same, unless whoever started us had it ignored (nohup).
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
                signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
            if serving is not None:
                serving.run()
            else:
                _tell_parts(settings, parts)
                threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        _end_in_time()
        say(_("正在停止……"))
        services.stop()
        context.database.dispose()
        _wait_for_requests(others)
        signal.setitimer(signal.ITIMER_REAL, 0)
    say(_("已停止。"))


def _allow_many_files() -> None:
    """Each connection is a file: this process may open as many as the system lets it, 65,536 at most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _wait_for_requests(others: set[threading.Thread]) -> None:
    """Every thread that the interpreter would wait for at its end, other than these, has ended: those of requests."""
    for thread in threading.enumerate():
        if not thread.daemon and thread not in others:
            thread.join()


def _end_in_time() -> None:
    """The program has ended after `STOP_SECONDS`, also where a round or a request never ends: what is not stored by then is
    done at the next start, as after a power cut."""

    def end(*_: object) -> None:
        say(_NOT_IN_ORDER)
        os._exit(1)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, STOP_SECONDS)


def _pages(
    settings: Settings,
    context: Context,
    services: "BackgroundServices",
    how_to_sign_in: dict[str, Any] | None,
) -> "uvicorn.Server":
    import uvicorn

    from flows.prefect.server import choose_server
    from flows.process_parts import EVERY_PART
    from web.app import create_web
    from web.demo_roles import load_demo

    demo = load_demo(how_to_sign_in) if how_to_sign_in is not None else None
    is_whole = services.parts == EVERY_PART
    app = create_web(
        settings, context, services.check_now,
        (lambda: dict(services.heartbeats.last_runs)) if is_whole else partial(_load_last_runs, context),
        choose_server(settings).page_url, demo,
        _demo_clock(context, services) if demo is not None else None,
        answers_only=not is_whole,
    )  # fmt: skip
    _print_addresses(settings, services, how_to_sign_in)
    if demo is not None:
        token, number = make_demo_token(context)
        say(_("接口可以照 docs/api.md 直接试；令牌每次启动都换新的，哪里也不保存："))
        here = f"http://{settings.host}:{settings.port}/api/v1"
        for name, value in (("URL", here), ("TOKEN", token), ("NUMBER", number)):
            say(f"export {name}={value}")
        say("")
    if (first := first_run_notice(context)) is not None:
        say(first, bold=True)
    return uvicorn.Server(server_config(app, settings))


def make_demo_token(context: Context) -> tuple[str, str]:
    """A token with every scope for an office with cases, asked for by its administrator and confirmed by the head of
    department, and the number of a case of that office on which somebody can be reminded. The oldest ends where there
    would be too many."""
    from casework.acting.rights import Actor, TokenScope
    from casework.acting.rights.read_operations import READ_DATES
    from casework.messages.manual_send import list_reminders
    from casework.plan.views.caseload import load_caseload
    from casework.staff.api_tokens import (
        MAX_TOKENS,
        confirm_token,
        end_token,
        list_tokens,
        request_token,
        resolve_token,
    )

    with context.database.reading() as session:
        asker, second = (
            Actor.of_staff(session.exec(select(Staff).where(Staff.login == login)).one())
            for login in ("jia.admin", "jia.head")
        )
    present = [one for one in list_tokens(context, second) if one.state in ("waiting", "active")]
    for old in present[MAX_TOKENS - 1 :]:
        end_token(context, second, old.id)
    until = context.clock.today() + timedelta(days=360)
    made = request_token(context, asker, name="演示", scopes=list(TokenScope), ends_on=until, reason="演示接口")
    confirm_token(context, second, made.id)
    found = resolve_token(context, made.token)
    assert found is not None  # it was confirmed just now
    numbers = [row.number for row in load_caseload(context, found[0], limit=200).plans]
    for number in numbers:
        with context.open_for_reading(number, found[0], READ_DATES) as open_plan:
            sendable = {
                (one.text, one.kind is None)
                for one in list_reminders(open_plan)
                if one.reason is None and one.to == "minor"
            }
        if ("call_back_asked", True) in sendable and any(not alone for _text, alone in sendable):
            return made.token, number
    return made.token, numbers[0]


def _load_last_runs(context: Context) -> Mapping[str, datetime]:
    """When each round was last gone by any process that shares the record."""
    from models.running_process import load_running, newest_runs

    with context.database.reading() as session:
        return newest_runs(load_running(session, context.clock.now()))


def _tell_parts(settings: Settings, parts: "frozenset[Part]") -> None:
    say(_("{parts} 在运行。", parts=listed([verbatim(part) for part in sorted(parts)])))
    if settings.metrics_port is not None:
        tell(_("健康检查"), f"http://{settings.metrics_host}:{settings.metrics_port}/health/ready")
    say(_("按 Ctrl-C 停止。"))


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

    return DemoClock(lambda: clock.moves, move)


def server_config(app: Any, settings: Settings) -> "uvicorn.Config":
    """How the pages are served. What a request says of where it came from is believed from the named proxies alone."""
    import uvicorn

    from serving.http_protocol import BoundedProtocol

    return uvicorn.Config(
        app, http=BoundedProtocol, host=settings.host, port=settings.port, log_config=None, log_level="error", access_log=False,
        proxy_headers=bool(settings.trusted_proxies), forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=LAST_REQUESTS_SECONDS,
    )  # fmt: skip


def first_run_notice(context: Context) -> Text | None:
    """What an office does first where nobody can sign in yet; nothing where somebody can."""
    from casework.staff.enrolment import has_staff

    return None if has_staff(context) else _NOBODY_YET


def _print_addresses(settings: Settings, services: "BackgroundServices", words: dict[str, Any] | None) -> None:
    from flows.prefect.server import choose_server
    from flows.process_parts import EVERY_PART

    here = f"http://{settings.host}:{settings.port}"
    say("")
    tell(_("页面"), f"{here}/")
    tell(_("接口"), f"{here}/docs")
    is_alone = services.parts != EVERY_PART
    server = choose_server(settings) if services.prefect is None else services.prefect.server
    tell(verbatim("Prefect"), server.page_url, *([] if is_alone else [_("首次启动约十五秒")]))
    if services.prefect is not None:
        tell(_("Prefect 工作池"), services.prefect.prefect.name)
        if server.secret_file is not None:
            tell(_("Prefect 页面的口令"), str(server.secret_file) if words is None else server.secret)
    if not is_alone:
        tell(_("发出的消息"), str(settings.outbox_folder))
    if words is not None:
        say(_("打开页面，点一个身份就登录；再问密码时，密码是 {password}。", password=words["password"]))
    say(_("按 Ctrl-C 停止。"))
    say("")


_NOBODY_YET = _(
    "还没有人设好密码，谁也登录不了：每人用自己的一次性代码在 /one-time-code 设密码。还没有代码的，先照 "
    "examples/first-office.toml 写一个文件，在另一个窗口运行 ./run enrol 文件。"
)
_WORDS = ("sunny", "maple", "river", "cedar", "amber", "linen", "robin", "clover", "harbour", "meadow")


def _family_pages(context: Any, rehearsals: dict[str, Any]) -> list[dict[str, str]]:
    """A saved page and a code for two minors and a guardian of the demonstration."""
    from casework.acting.script_actors import resolve_actor
    from casework.family.family_access import make_family_page

    pages: list[dict[str, str]] = []
    for number, relation in (("SW-ESNJ-PF8C", "minor"), ("SW-ESNJ-PF8C", "mother")):
        if number in rehearsals:
            page = make_family_page(context, resolve_actor(context, number, "social_worker"), number, relation)
            wanted_page = {"plan": number, "relation": relation}
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
    put_in_place(half, target)
