"""The command line: each command is a sentence away from the verb or view it calls."""

import gc
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.law_command import law
from core.clock import ClockSpeed, ClockStep
from core.errors import BadInput, SunwardError
from core.file_permissions import restrict_new_files
from core.terminal_language import get_terminal_language

if TYPE_CHECKING:
    from casework.shared.context import Context

app = typer.Typer(
    name="sunward",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

PlanPath = Annotated[
    Path, typer.Argument(help="A plan file (TOML); see docs/plan-file.md.", exists=True, dir_okay=False)
]
ActsPath = Annotated[Path | None, typer.Option("--acts", help="Acts file; default: NAME.acts.toml next to the plan.")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day to simulate, e.g. 2026-11-24.")]
AskedLanguage = Annotated[
    str | None, typer.Option("--language", help="Language to answer in, such as en or zh-CN; default: the terminal's.")
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
) -> None:
    """Sunward (向阳): supervision of minors under conditional non-prosecution (附条件不起诉监督考察)."""


@app.command()
def demo(
    fresh: Annotated[bool, typer.Option(help="Start the demonstration again, discarding an unfinished one.")] = False,
    port: Annotated[int | None, typer.Option(help="Port of the pages and the API; Prefect uses the next port.")] = None,
    language: AskedLanguage = None,
) -> None:
    """Run a demonstration with 28 fictional cases: pages, API, Prefect and reminders."""
    from app.server import run_demo

    run_demo(fresh=fresh, port=port, language=get_terminal_language(language))


@app.command()
def up(
    port: Annotated[int | None, typer.Option(help="Port of the pages and the API; Prefect uses the next port.")] = None,
    language: AskedLanguage = None,
) -> None:
    """Run Sunward on your own data folder (empty at first)."""
    from app.server import run_server

    run_server(port=port, language=get_terminal_language(language))


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
) -> None:
    """Show the clock of the running demonstration, move it on, or let it go faster; what falls due is processed."""
    from app.clock_command import move_clock, set_clock_speed, show_clock

    if step is not None:
        move_clock(step)
    if speed is not None:
        set_clock_speed(speed)
    elif step is None:
        show_clock()


@app.command()
def rehearse(
    plan: PlanPath,
    acts: ActsPath = None,
    until: Until = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line, documented in docs/diary.md.")] = False,
    language: AskedLanguage = None,
) -> None:
    """Simulate a plan from its file and print its diary."""
    spoken = get_terminal_language(language)
    gc.disable()  # one year fits in memory, and to look through all of it for rubbish costs a fifth of its time
    from casework.plan.plan_validation import parse_and_validate
    from casework.shared.files.parsing import read_acts_path, read_plan_path
    from flows.diary import print_diary
    from flows.rehearsal import rehearse as live
    from law.rulebook import Rulebook

    beside = acts or plan.with_name(plan.name.removesuffix(".toml") + ".acts.toml")
    script = read_acts_path(beside).acts if acts or beside.exists() else []
    plan_file = parse_and_validate(lambda: read_plan_path(plan), Rulebook.load(), None)
    rehearsal = live(plan_file, script, until.date() if until else None)
    if as_json:
        for entry in rehearsal.diary:
            sys.stdout.write(json.dumps(entry.as_json(), ensure_ascii=False) + "\n")
    else:
        from web.timeline_details import describe_note

        print_diary(rehearsal.diary, rehearsal.status(), describe_note, spoken)


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
def check(plan: PlanPath) -> None:
    """Check a plan file against the rules: errors with their place, and warnings. Nothing is saved."""
    from app.bootstrap import get_clock
    from casework.plan.plan_examination import examine_plan, find_unowned_duties
    from casework.plan.plan_validation import parse_and_validate
    from casework.shared.files.parsing import read_plan_path
    from law.rulebook import Rulebook
    from law.working_days import WorkingDays

    rulebook, today = Rulebook.load(), get_clock().today()
    plan_file = parse_and_validate(lambda: read_plan_path(plan), rulebook, today)
    examined = examine_plan(plan_file, rulebook, today, WorkingDays())
    for finding in examined.findings:
        if finding.warns:
            typer.echo(
                f"{finding.rule} [{finding.article}, {finding.confidence}] {finding.because.zh} / {finding.because.en}"
            )
    for mistake in examined.mistakes:
        typer.echo(str(mistake), err=True)
    for rule in map(rulebook.rule, examined.not_recorded):
        typer.echo(f"{rule.id} 没有记录，未予核对：{rule.title.zh} / not recorded, so not asked: {rule.title.en}")
    for sentence in find_unowned_duties(plan_file, rulebook):
        typer.echo(f"{sentence.zh} / {sentence.en}")
    left = examined.days_left
    typer.echo(f"您为考察意见、被害人和检察长留下{left}日 / You leave {left} days for opinion, victim and chief.")
    raise typer.Exit(1 if examined.mistakes else 0)


@app.command()
def preview(
    plan: PlanPath,
    as_json: Annotated[bool, typer.Option("--json", help="The whole preview as one object.")] = False,
) -> None:
    """Show the whole calendar a plan would have: every item with its day, holidays, exams, phone hours, clashes."""
    from app import bootstrap
    from casework.plan.plan_preview import format_lines, preview_plan_file
    from casework.plan.plan_validation import parse_and_validate
    from casework.shared.files.parsing import read_plan_path

    context = bootstrap.create_rehearsal_context(bootstrap.get_clock().now())
    items = preview_plan_file(
        context, parse_and_validate(lambda: read_plan_path(plan), context.law, context.clock.today())
    )
    if as_json:
        from pydantic import TypeAdapter

        typer.echo(TypeAdapter(type(items)).dump_json(items, indent=2).decode())
        return
    for line in format_lines(items):
        typer.echo(line)
    typer.echo(
        f"共{len(items.items)}项，{items.clashing}项有冲突 / {len(items.items)} items, {items.clashing} with something to look at."
    )


@app.command("open")
def open_(
    plan: PlanPath,
    as_login: Annotated[
        str | None, typer.Option("--as", help="Sign-in name of who opens it; the file's prosecutor by default.")
    ] = None,
) -> None:
    """Create a plan from its file, also one already in progress."""
    from app import bootstrap
    from casework.plan.opening import check_prosecutor_known, open_new_plan
    from casework.plan.plan_validation import parse_and_validate
    from casework.shared.files.parsing import read_plan_path
    from casework.shared.rights import Actor
    from casework.staff.staffing import get_staff_actor

    context = bootstrap.get_context()
    plan_file = parse_and_validate(lambda: read_plan_path(plan), context.law, context.clock.today())
    if as_login is None:
        check_prosecutor_known(context, plan_file)
    with context.database.reading() as session:
        actor = Actor.of_staff(get_staff_actor(session, as_login or plan_file.team.prosecutor))
    typer.echo(open_new_plan(context, actor, plan_file))


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
) -> None:
    """List the years whose holidays are known; with a notice, preview the dates it moves and announce it."""
    from app.calendar_command import show_notice, show_years

    if notice is None:
        show_years()
    else:
        show_notice(notice, by, announce=announce)


@app.command()
def enrol(
    staff: Annotated[
        Path,
        typer.Argument(help="Offices and people (TOML), as examples/first-office.toml.", exists=True, dir_okay=False),
    ],
) -> None:
    """Enrol offices and staff from a file; prints a one-time code for each user without a password."""
    from app import bootstrap
    from casework.staff.authentication import list_without_password
    from flows.demo_history import enrol_staff

    context = bootstrap.get_context()
    enrol_staff(context, staff)
    for login in list_without_password(context):
        _print_code(context, login)


@app.command("password")
def password_(login: Annotated[str, typer.Argument(help="Sign-in name of an active user.")]) -> None:
    """Print a one-time code with which a user sets a new password."""
    from app import bootstrap

    context = bootstrap.get_context()
    _print_code(context, login)


def _print_code(context: "Context", login: str) -> None:
    from casework.staff.accounts import issue_code

    code, waits = issue_code(context, login)
    note = (
        "  （等本院另一人在页面上确认后才能用 / holds once somebody of the office has confirmed it on /staff/requests）"
    )
    typer.echo(f"{login}  {code}{note if waits else ''}")


reminders = typer.Typer(help="Reminder policies: simulate, switch, release.", no_args_is_help=True)
app.add_typer(reminders, name="reminders")


@reminders.command()
def simulate(
    month: Annotated[
        datetime, typer.Argument(formats=["%Y-%m"], help="A past month or a coming one, such as 2026-12.")
    ],
    policy: Annotated[
        Path | None, typer.Option("--policy", help="A policy to try; the office's own by default.", exists=True)
    ] = None,
    office: Annotated[str | None, typer.Option(help="Only the plans and people of that office.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line, one for each message.")] = False,
) -> None:
    """Simulate the reminder policy for a month and list messages by person and channel; nothing is sent."""
    from dataclasses import asdict

    from app import bootstrap
    from casework.staff.staffing import find_office
    from core.clock import local_time
    from core.settings import Settings
    from flows.policy_simulation import simulate_month
    from notifications.reminder_policy import ReminderPolicy

    context = bootstrap.create_context_with_copied_keys(Settings())
    with context.database.reading() as session:
        office_id = find_office(session, office) if office else None
    chosen = ReminderPolicy.load(policy) if policy else context.get_policy(office_id)
    simulated = simulate_month(context, month.date(), chosen, office_id)
    for one in simulated.said:
        line = asdict(one) | {"at": local_time(one.at).isoformat(timespec="minutes")}
        if as_json:
            typer.echo(json.dumps(line, ensure_ascii=False))
        else:
            typer.echo(
                " ".join(
                    str(line[name] or "-") for name in ("at", "person", "channel", "text", "event", "state", "reason")
                )
            )
    if not as_json:
        for (person, channel), states in simulated.counts().items():
            typer.echo(f"{person} {channel}: " + ", ".join(f"{state} {count}" for state, count in states.items()))


@reminders.command()
def switch(
    policy: Annotated[
        Path, typer.Argument(exists=True, help="Policy file (same format as notifications/policy.toml).")
    ],
    reason: Annotated[str, typer.Option(help="Reason (recorded).")],
    as_login: Annotated[str, typer.Option("--as", help="Sign-in name of who switches it on.")],
    office: Annotated[
        str | None, typer.Option(help="Office; default: all offices without a policy of their own.")
    ] = None,
) -> None:
    """Activate a reminder policy. Test it first with `simulate`; messages already sent are not repeated."""
    from app import bootstrap
    from casework.settings.policies import switch_policy
    from casework.shared.rights import Actor
    from casework.staff.staffing import get_staff_actor

    context = bootstrap.get_context()
    with context.database.reading() as session:
        actor = Actor.of_staff(get_staff_actor(session, as_login))
    moved = switch_policy(context, actor, text=policy.read_text(encoding="utf-8"), reason=reason, office=office)
    typer.echo(f"已启用；{moved}个方案有提醒改了时间 / Switched on; something moved on {moved} plans.")


@reminders.command()
def release(
    as_login: Annotated[str, typer.Option("--as", help="Sign-in name of the administrator who has looked.")],
) -> None:
    """Resume sending after a restore; messages with unknown outcome are left for a person."""
    from app import bootstrap
    from casework.messages.outbox_alarms import release_outbox
    from casework.shared.rights import Actor
    from casework.staff.staffing import get_staff_actor
    from core.settings import Settings
    from notifications.restore_guard import RestoreGuard

    context = bootstrap.get_context()
    with context.database.reading() as session:
        actor = Actor.of_staff(get_staff_actor(session, as_login))
    unknown = release_outbox(context, actor, RestoreGuard(Settings().high_water))
    typer.echo(f"已放行；{unknown}条送达情况不明，请人工核实 / Released; {unknown} are for a person to settle.")


@app.command("release")
def release_(
    number: Annotated[str, typer.Argument(help="The number of a plan that was halted.")],
    as_login: Annotated[
        str, typer.Option("--as", help="Sign-in name of the prosecutor or administrator who has looked.")
    ],
) -> None:
    """Resume automatic processing of a halted plan after review."""
    from app import bootstrap
    from casework.plan.scheduling import release_plan
    from casework.shared.rights import Actor
    from casework.staff.staffing import get_staff_actor

    context = bootstrap.get_context()
    with context.database.reading() as session:
        actor = Actor.of_staff(get_staff_actor(session, as_login))
    release_plan(context, actor, number)


@app.command()
def doctor() -> None:
    """Verify the database: journal chain, schema version, unlinked journal lines."""
    from app import bootstrap
    from core.settings import Settings
    from models.integrity import run_integrity_checks

    context = bootstrap.get_context()
    symptoms = run_integrity_checks(
        context.database, context.vault.chain_key, context.vault, context.clock.now(), folders=Settings().folders
    )
    for symptom in symptoms:
        typer.echo(f"{symptom.code}: {symptom.words.zh} / {symptom.words.en}")
    if not symptoms:
        typer.echo("一切正常 / All is well.")
    raise typer.Exit(1 if symptoms else 0)


@app.command()
def fairness(
    year: Annotated[int, typer.Argument(help="The year in which the cases ended.", min=2000, max=2200)],
    as_login: Annotated[str, typer.Option("--as", help="Sign-in name of an auditor, or of somebody of a city office.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
) -> None:
    """Print the annual fairness report by group; small counts are withheld."""
    from app import bootstrap
    from casework.evaluation.fairness import as_csv as in_csv
    from casework.evaluation.fairness import as_text
    from casework.evaluation.fairness import load_fairness_report as report
    from casework.shared.rights import Actor
    from casework.staff.staffing import get_staff_actor

    context = bootstrap.get_context()
    with context.database.reading() as session:
        actor = Actor.of_staff(get_staff_actor(session, as_login))
    found = report(context, actor, year)
    typer.echo(in_csv(found) if as_csv else as_text(found), nl=False)


app.command()(law)


def main() -> None:
    """Run a command; what goes wrong is told in words, with every mistake and its place."""
    restrict_new_files()
    try:
        app()
    except BadInput as bad:
        typer.echo(f"{bad.reason.zh} / {bad.reason.en}", err=True)
        for mistake in bad.mistakes:
            typer.echo(f"  {mistake}", err=True)
        raise SystemExit(2) from None
    except SunwardError as refused:
        article = f" [{refused.article}]" if refused.article else ""
        typer.echo(f"{refused.reason.zh} / {refused.reason.en}{article}", err=True)
        raise SystemExit(2) from None
    except Exception as error:
        from models.storage_problem import find_storage_problem  # a command that ends well does not wait for it to load

        problem = find_storage_problem(error)
        if problem is None:
            raise
        typer.echo(f"{problem.words.zh} / {problem.words.en}", err=True)
        raise SystemExit(2) from None
