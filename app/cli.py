"""The command line: each command is a sentence away from the verb or view it calls."""

import json
import os
import sys
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app import backup_command, boot_command, doctor_command, migrate_command, plan_commands, staff_commands
from app.answers import AsJson, Commands, answer, choose_language, get_language, say, working
from app.journal_command import journal
from app.keys_command import keys
from app.plan_commands import PlanPath
from app.reminders_command import reminders
from app.try_command import try_mail, try_text
from core.clock import ClockStep
from core.errors import BadInput, SunwardError
from core.file_permissions import forbid_core_dumps, restrict_new_files
from core.i18n import _, listed, verbatim
from core.settings import Means, Settings

app = typer.Typer(
    name="sunward",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=_("改程序的人另有：./run test 运行测试，./run fix 整理，./run lint 检查，./run bench 量速度。").zh,
)

ActsPath = Annotated[
    Path | None,
    typer.Option("--acts", help=_("办理文件；默认是方案旁边的 NAME.acts.toml。").zh, exists=True, dir_okay=False),
]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_("推演到哪一天，例如 2026-11-24。").zh)]
AskedLanguage = Annotated[
    str | None,
    typer.Option("--language", help=_("命令用的语言，例如 en、zh-CN；默认是终端的语言。").zh),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("sunward"))
        raise typer.Exit


@app.callback(help=_("向阳：附条件不起诉监督考察。").zh)
def sunward(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help=_("显示版本后退出。").zh),
    ] = False,
    language: AskedLanguage = None,
) -> None:
    """Sunward (向阳): supervision of minors under conditional non-prosecution (附条件不起诉监督考察)."""
    choose_language(language)


@app.command(help=_("运行演示：二十八个虚构案件，有页面、接口、Prefect 和提醒。").zh)
def demo(
    fresh: Annotated[bool, typer.Option(help=_("重新开始演示，不要上次没有结束的。").zh)] = False,
    port: Annotated[int | None, typer.Option(help=_("页面和接口的端口；Prefect 用下一个端口。").zh)] = None,
) -> None:
    """Run a demonstration with 28 fictional cases: pages, API, Prefect and reminders."""
    Settings()
    from app.server import run_demo

    run_demo(fresh=fresh, port=port)


@app.command(help=_("在自己的数据文件夹上运行，开始时是空的。").zh)
def up(
    port: Annotated[int | None, typer.Option(help=_("页面和接口的端口；Prefect 用下一个端口。").zh)] = None,
) -> None:
    """Run Sunward on your own data folder (empty at first)."""
    Settings()
    from app.server import run_server

    run_server(port=port)


@app.command(help=_("只运行页面和接口；几台机器共用一个 PostgreSQL 记录时用。").zh)
def web(
    port: Annotated[int | None, typer.Option(help=_("页面和接口的端口。").zh)] = None,
) -> None:
    """Run the pages and the API alone, when several machines share one PostgreSQL record."""
    _run_part("web", port)


@app.command(help=_("只办理到期的方案，并做全部机器合起来只做一次的事。").zh)
def scheduler() -> None:
    """Process due plans alone, and what one of all machines does once."""
    _run_part("scheduler")


@app.command(help=_("只执行方案在 Prefect 里的运行。").zh)
def runner() -> None:
    """Execute the plans' runs in Prefect alone."""
    _run_part("runner")


@app.command(help=_("只发送消息。").zh)
def delivery() -> None:
    """Deliver messages alone."""
    _run_part("delivery")


def _run_part(name: str, port: int | None = None) -> None:
    Settings()  # as above: what is wrong with one is told before seconds of loading
    from app.server import run_part
    from flows.process_parts import Part

    run_part(Part(name), port=port)


@app.command(help=_("列出共用这份记录的进程，以及最近见到的时间。").zh)
def processes(as_json: AsJson = False) -> None:
    """List the processes that share this record, and when each was last seen."""
    from app import bootstrap
    from models.running_process import load_running

    context = bootstrap.get_context(only_existing=True)
    with context.database.reading() as session:
        found = load_running(session, context.clock.now())
    running, lines = [], []
    for one in found:
        running.append(
            {
                "parts": one.parts.split(),
                "host": one.host,
                "release": one.release,
                "leads": one.leads,
                "seen_at": one.seen_at,
            }
        )
        leads = _("，当前主进程") if one.leads else verbatim("")
        lines.append(
            _(
                "{parts}（{host}，{release}）{leads}，见于{at}",
                parts=one.parts, host=one.host, release=one.release, leads=leads, at=f"{one.seen_at:%H:%M:%S} UTC",
            )
        )  # fmt: skip
    nobody = _("没有进程在运行，或者记录在 SQLite 文件里：那样只有一个进程。")
    answer(as_json, running, lines or [nobody])


@app.command(help=_("显示正在运行的演示的时间，或者往前拨；到期的事照常办理。").zh)
def clock(
    step: Annotated[
        ClockStep | None,
        typer.Argument(help=_("拨多远：一小时、一天、到下一件事、到下周一九点。").zh),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the clock of the running demonstration, or move it on; what falls due is processed."""
    from app.clock_command import move_clock, show_clock

    if step is not None:
        move_clock(step, as_json=as_json)
    else:
        show_clock(as_json=as_json)


@app.command(help=_("按文件推演一个方案，印出日志。").zh)
def rehearse(
    plan: PlanPath,
    acts: ActsPath = None,
    until: Until = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("一行一个对象，格式见 docs/diary.md。").zh)] = False,
) -> None:
    """Simulate a plan from its file and print its diary."""
    from casework.plan.plan_validation import parse_and_validate
    from casework.shared.files.parsing import read_acts_path, read_plan_path
    from flows.diary import print_diary
    from flows.rehearsal import rehearse as rehearse_plan
    from law.rulebook import Rulebook

    beside = acts or plan.with_name(plan.name.removesuffix(".toml") + ".acts.toml")
    script = read_acts_path(beside).acts if acts or beside.exists() else []
    plan_file = parse_and_validate(lambda: read_plan_path(plan), Rulebook.load(), None)
    with working(_("正在推演……")):
        rehearsal = rehearse_plan(plan_file, script, until.date() if until else None)
    if as_json:
        for entry in rehearsal.diary:
            sys.stdout.write(json.dumps(entry.as_json(), ensure_ascii=False) + "\n")
    else:
        from web.timeline_details import describe_note

        print_diary(rehearsal.diary, rehearsal.status(), describe_note, get_language())


@app.command(help=_("印出一种文件格式的 JSON Schema。").zh)
def schema(which: Annotated[Literal["plan", "acts"], typer.Argument(help=_("plan 或者 acts").zh)]) -> None:
    """Print the JSON Schema of a file format."""
    from casework.shared.files.acts_file import ActsFile
    from casework.shared.files.parsing import get_schema
    from casework.shared.files.plan_file import PlanFile

    formats: dict[str, type[PlanFile] | type[ActsFile]] = {"plan": PlanFile, "acts": ActsFile}
    typer.echo(get_schema(formats[which]))


@app.command(help=_("列出可以改的设置，各自是什么意思，不设是什么。").zh)
def settings(as_json: AsJson = False) -> None:
    """List the settings, what each means, and what holds where it is not set."""
    found, lines = [], []
    for name, field in Settings.model_fields.items():
        variable, default = f"SUNWARD_{name.upper()}", field.get_default(call_default_factory=True)
        words = next(one.words for one in field.metadata if isinstance(one, Means))
        shown = json.dumps(default) if isinstance(default, list | dict) else str(default or "")
        found.append({"name": variable, "default": shown, "words": words})
        lines += [verbatim(f"{variable}  {shown}".rstrip()), listed([verbatim("    "), words], verbatim(""))]
    answer(as_json, found, lines)


@app.command(help=_("列出规则及其条文、把握程度、效果和用在哪里；或者说明一条并运行它的示例。").zh)
def law(
    rule: Annotated[str | None, typer.Argument(help=_("规则的编号，例如 PB-01。").zh)] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("一列对象，一条规则一个。").zh)] = False,
    page: Annotated[
        Literal["zh-CN", "en"] | None, typer.Option("--page", help=_("整页 Markdown：zh-CN 或者 en。").zh)
    ] = None,
    facts: Annotated[
        Literal["zh-CN", "en"] | None,
        typer.Option("--facts", help=_("改变方案的事实一览，Markdown：zh-CN 或者 en。").zh),
    ] = None,
    acts: Annotated[Literal["en"] | None, typer.Option("--acts", help=_("对方案能办的各项事情的说明页。").zh)] = None,
) -> None:
    """List the rules with article, confidence, effect and where they are used, or explain one and run its examples."""
    from app import law_command

    if page is not None:
        law_command.print_rules_page(page)
    elif facts is not None:
        law_command.print_facts_page(facts)
    elif acts:
        law_command.print_acts_page()
    else:
        law_command.show_law(rule, as_json=as_json)


for name, command, about in (
    ("check", plan_commands.check, _("依法检查方案文件：每处错误及其位置，每条提示。不保存。")),
    ("open", plan_commands.open_, _("按文件建立方案，已经运行几个月的也可以。")),
    (
        "doctor",
        doctor_command.doctor,
        _("核验记录：日志链、版本、没有链上的日志行，并与留存的日志链头核对；看磁盘还有多少空间。"),
    ),
    ("enrol", staff_commands.enrol, _("按文件登记检察院和人员；还没有密码的，每人印出一个一次性代码。")),
    ("backup", backup_command.backup, _("程序运行时做一份加密备份：记录和密钥，分两个文件。")),
    ("restore", backup_command.restore, _("把备份恢复到空的文件夹，全部或者全不；消息暂停，待管理员放行。")),
    ("migrate-to", migrate_command.migrate_to, _("把数据文件夹里的记录搬进空的 PostgreSQL 数据库，先停止程序。")),
    ("at-boot", boot_command.at_boot, _("写出开机启动的 systemd 单元，路径照本机的写，并印出来。")),
    ("try-mail", try_mail, _("试发一封邮件，印出服务器的每一步答复，以及该怎么办。")),
    ("try-text", try_text, _("试发一条短信，印出服务商的答复，以及该怎么办。")),
    ("password", staff_commands.password, _("印出一个一次性代码，本人凭它设新密码。")),
):
    app.command(name, help=about.zh)(command)
app.add_typer(reminders, name="reminders")
app.add_typer(journal, name="journal")
app.add_typer(keys, name="keys")
_OF_AN_OFFICE = {"demo", "up", "enrol", "password", "settings", "at-boot", "backup", "restore", "doctor", "reminders"}
_OF_AN_OFFICE |= {"try-mail", "try-text"}
_listed: list[Any] = [*app.registered_commands, *app.registered_groups]
for one in _listed:
    if (one.name or one.callback.__name__) not in _OF_AN_OFFICE:
        one.rich_help_panel = _("另外，多数检察院用不到").zh


def _open_closed_streams() -> None:
    """Each standard stream is open; one that the parent process had closed leads to /dev/null. Left closed, its number
    would be that of the next file or connection, and uvicorn does not start without an output."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # the lowest free number is taken first
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 it stays open


_OUTPUT_LOST = _("答复写不出去，输出那边的磁盘可能已满。事情可能已经办了：请先看一看，没有办成的再办一次。")


_NOT_REACHED = _(
    "数据库连不上，什么也没有开始，也什么都没有改动。请检查数据库在不在、SUNWARD_DATABASE_URL 或者 SUNWARD_DATA_FOLDER 对不对、磁盘有没有空间和能不能写入，然后再办一次。"
)


def _is_output_lost() -> bool:
    """Whether the answer cannot be written where it was to go; nothing more goes there. What was asked for may be done."""
    try:
        sys.stdout.write("\n")
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 it stays open
        return True
    return False


def main() -> None:
    """Run a command; what goes wrong is told in words, with every mistake and its place."""
    restrict_new_files()
    forbid_core_dumps()
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal of another encoding shows what it can
            stream.reconfigure(errors="replace")
    try:
        app()
    except BadInput as bad:
        say(bad.reason, err=True)
        for mistake in bad.mistakes:
            say(f"  {mistake.in_(get_language())}", err=True)
        raise SystemExit(2) from None
    except SunwardError as refused:
        from casework.shared.text.citations import format_article

        say(refused.reason, err=True)
        if refused.article:
            say(f"  {format_article(get_language(), refused.article)}", err=True)
        raise SystemExit(2) from None
    except Exception as error:
        # A command that ends well does not wait for these to load.
        from app.start_problem import describe_server_answer, describe_start_problem
        from models.database import was_reached
        from models.storage_problem import StorageProblem, find_storage_problem

        if isinstance(error, OSError) and _is_output_lost():
            say(_OUTPUT_LOST, err=True)
            raise SystemExit(2) from None
        problem = find_storage_problem(error)
        words = describe_start_problem(error)
        if problem is not None:
            unreached = problem is StorageProblem.AWAY and not was_reached()
            words = [_NOT_REACHED if unreached else problem.words, *describe_server_answer(error)]
        if not words:
            raise
        for one in words:
            say(one, err=True)
        raise SystemExit(2) from None
