"""The command line: each command is a sentence away from the verb or view it calls."""

import gc
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app import plan_commands, staff_commands
from app.answers import AsJson, Commands, choose_language, get_language, print_json, say, working
from app.law_command import law
from app.plan_commands import PlanPath, get_actor
from app.reminders_command import reminders
from core.clock import ClockSpeed, ClockStep
from core.errors import BadInput, SunwardError
from core.file_permissions import restrict_new_files
from core.i18n import _

app = typer.Typer(
    name="sunward",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ActsPath = Annotated[Path | None, typer.Option("--acts", help="Acts file; default: NAME.acts.toml next to the plan.")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day to simulate, e.g. 2026-11-24.")]
AskedLanguage = Annotated[
    str | None,
    typer.Option("--language", help="Language of any command, such as en or zh-CN; default: the terminal's."),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("sunward"))
        raise typer.Exit


@app.callback()
def sunward(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit."),
    ] = False,
    language: AskedLanguage = None,
) -> None:
    """Sunward (向阳): supervision of minors under conditional non-prosecution (附条件不起诉监督考察)."""
    choose_language(language)


@app.command()
def demo(
    fresh: Annotated[bool, typer.Option(help="Start the demonstration again, discarding an unfinished one.")] = False,
    port: Annotated[int | None, typer.Option(help="Port of the pages and the API; Prefect uses the next port.")] = None,
) -> None:
    """Run a demonstration with 28 fictional cases: pages, API, Prefect and reminders."""
    from app.server import run_demo

    run_demo(fresh=fresh, port=port, language=get_language())


@app.command()
def up(
    port: Annotated[int | None, typer.Option(help="Port of the pages and the API; Prefect uses the next port.")] = None,
) -> None:
    """Run Sunward on your own data folder (empty at first)."""
    from app.server import run_server

    run_server(port=port, language=get_language())


@app.command()
def clock(
    step: Annotated[
        ClockStep | None,
        typer.Argument(help="How far to move it: an hour, a day, to the next event, or to the next Monday at nine."),
    ] = None,
    speed: Annotated[
        ClockSpeed | None,
        typer.Option(help="Let time go by itself so fast, for half an hour at most; `real` stops it."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the clock of the running demonstration, move it on, or let it go faster; what falls due is processed."""
    from app.clock_command import move_clock, set_clock_speed, show_clock

    if step is not None:
        move_clock(step, as_json=as_json)
    if speed is not None:
        set_clock_speed(speed, as_json=as_json)
    elif step is None:
        show_clock(as_json=as_json)


@app.command()
def rehearse(
    plan: PlanPath,
    acts: ActsPath = None,
    until: Until = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line, documented in docs/diary.md.")] = False,
) -> None:
    """Simulate a plan from its file and print its diary."""
    gc.disable()  # one year fits in memory, and to look through all of it for rubbish costs a fifth of its time
    from casework.plan.plan_validation import parse_and_validate
    from casework.shared.files.parsing import read_acts_path, read_plan_path
    from flows.diary import print_diary
    from flows.rehearsal import rehearse as live
    from law.rulebook import Rulebook

    beside = acts or plan.with_name(plan.name.removesuffix(".toml") + ".acts.toml")
    script = read_acts_path(beside).acts if acts or beside.exists() else []
    plan_file = parse_and_validate(lambda: read_plan_path(plan), Rulebook.load(), None)
    with working(_("正在推演……")):
        rehearsal = live(plan_file, script, until.date() if until else None)
    if as_json:
        for entry in rehearsal.diary:
            sys.stdout.write(json.dumps(entry.as_json(), ensure_ascii=False) + "\n")
    else:
        from web.timeline_details import describe_note

        print_diary(rehearsal.diary, rehearsal.status(), describe_note, get_language())


@app.command()
def schema(which: Annotated[str, typer.Argument(help="plan or acts")]) -> None:
    """Print the JSON Schema of a file format."""
    from casework.shared.files.acts_file import ActsFile
    from casework.shared.files.parsing import get_schema
    from casework.shared.files.plan_file import PlanFile

    formats: dict[str, type[PlanFile] | type[ActsFile]] = {"plan": PlanFile, "acts": ActsFile}
    if which not in formats:
        raise typer.BadParameter("plan or acts")
    typer.echo(get_schema(formats[which]))


@app.command()
def calendar(
    notice: Annotated[
        Path | None,
        typer.Argument(help="A year's holiday notice (TOML); see docs/calendar.md.", exists=True, dir_okay=False),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Sign-in name of the person who previews or confirms; asks for the password."),
    ] = None,
    announce: Annotated[
        bool, typer.Option("--announce", help="Announce the year, once you have confirmed what it moves.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the years whose holidays are known; with a notice, preview the dates it moves and announce it."""
    from app.calendar_command import show_notice, show_years

    if notice is None:
        show_years(as_json=as_json)
    else:
        show_notice(notice, by, announce=announce, as_json=as_json)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Verify the database: journal chain, schema version, unlinked journal lines."""
    from app import bootstrap
    from core.settings import Settings
    from models.integrity import run_integrity_checks

    context = bootstrap.get_context()
    with working(_("正在核验记录……")):
        symptoms = run_integrity_checks(
            context.database, context.vault.chain_key, context.vault, context.clock.now(), folders=Settings().folders
        )
    if as_json:
        print_json([{"code": symptom.code, "words": symptom.words} for symptom in symptoms])
        raise typer.Exit(1 if symptoms else 0)
    for symptom in symptoms:
        say(symptom.words)
    if not symptoms:
        say(_("一切正常。"))
    raise typer.Exit(1 if symptoms else 0)


@app.command()
def fairness(
    year: Annotated[int, typer.Argument(help="The year in which the cases ended.", min=2000, max=2200)],
    as_login: Annotated[str, typer.Option("--as", help="Sign-in name of an auditor, or of somebody of a city office.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the annual fairness report by group; small counts are withheld."""
    from dataclasses import asdict

    from app import bootstrap
    from casework.evaluation.fairness import as_csv as in_csv
    from casework.evaluation.fairness import as_text
    from casework.evaluation.fairness import load_fairness_report as report

    context = bootstrap.get_context()
    found = report(context, get_actor(context, as_login), year)
    if as_json:
        print_json(asdict(found))
    else:
        typer.echo(in_csv(found) if as_csv else as_text(found, get_language()), nl=False)


app.command()(law)
for command, name in (
    (plan_commands.check, "check"),
    (plan_commands.preview, "preview"),
    (plan_commands.open_, "open"),
    (plan_commands.control, "control"),
    (plan_commands.release, "release"),
    (staff_commands.enrol, "enrol"),
    (staff_commands.password, "password"),
):
    app.command(name)(command)
app.add_typer(reminders, name="reminders")


def main() -> None:
    """Run a command; what goes wrong is told in words, with every mistake and its place."""
    restrict_new_files()
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
        from models.storage_problem import find_storage_problem  # a command that ends well does not wait for it to load

        problem = find_storage_problem(error)
        if problem is None:
            raise
        say(problem.words, err=True)
        raise SystemExit(2) from None
