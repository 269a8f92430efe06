"""Every command speaks one language at a time, in words and not in codes, and answers a program in JSON."""

import contextlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from click.testing import Result
from pydantic import ValidationError
from typer.core import TyperGroup
from typer.testing import CliRunner

from app import bootstrap
from app.answers import _Spoken
from app.cli import app, main
from app.server import ensure_port_free
from casework.acting.context import Context
from casework.staff import accounts
from casework.staff.accounts import issue_code
from core.errors import StateConflict, SunwardError
from core.i18n import languages
from core.settings import Settings
from models import database

ROOT = Path(__file__).parents[2]
PLAN = str(ROOT / "examples/caseload/25-yuanxiao.toml")
OTHER_PLAN = str(ROOT / "examples/caseload/12-dashu.toml")
STAFF = str(ROOT / "examples/caseload/staff.toml")
FIRST_OFFICE = str(ROOT / "examples/first-office.toml")

LOADED = """
import sys
import app.cli
print(*{"casework", "sqlalchemy", "prefect", "fastapi", "jinja2"} & set(sys.modules))
import flows.diary
print(*{"alembic", "prefect", "fastapi", "httpx2", "webauthn", "typst"} & set(sys.modules))
import app.server, flows.services, web.app
print(*{"prefect", "typst"} & set(sys.modules))
"""

UNTIL_STOPPED = {"demo", "up", "web", "scheduler", "runner", "delivery"}
"""They run until they are stopped, and answer nothing."""

NUMBER = "SW-XXXX-XXXX"
ASKED: dict[str, list[str]] = {
    "clock": [],
    "rehearse": [PLAN, "--until", "2026-04-30"],
    "schema": ["plan"],
    "doctor": [],
    "backup": ["--to", "backups"],
    "restore": [PLAN, "--to", "restored"],
    "migrate-to": ["sqlite:///elsewhere.db"],
    "processes": [],
    "journal export": ["--to", "heads"],
    "keys status": [],
    "keys rotate": [],
    "law": ["PB-01"],
    "check": [OTHER_PLAN],
    "open": [PLAN],
    "enrol": [FIRST_OFFICE],
    "password": ["city.admin"],
    "reminders release": ["--as", "city.admin"],
    "reminders send": [NUMBER, "--as", "city.admin"],
    "settings": [],
    "at-boot": [],
    "try-mail": ["wang@office.example"],
    "try-text": ["10012345678"],
}
"""How each is tried; a command that is not listed is a mistake."""

WRONG = [
    ["doctro"], ["xyzzy"], ["reminders", "xyzzy"], ["law", "--pag"], ["law", "a", "b"], ["law", "--page"], ["law", "--json=3"],
    ["law", "--acts", "zh"], ["rehearse"], ["schema"], ["schema", "nothing"], ["clock", "noon"],
    ["up", "--port", "many"],
    ["rehearse", PLAN, "--until", "2026-13-45"], ["rehearse", "/nowhere/at/all"],
    ["enrol", str(ROOT)], ["backup", "--to", PLAN], ["law", "--language"], ["reminders", "release"],
    ["law", "--page", "de"], ["rehearse", PLAN, "--acts", "/nowhere/at/all"], ["rehearse", PLAN, "--acts", str(ROOT)],
]  # fmt: skip
"""Calls of which each is wrong in another way."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?:,? [a-z]{2,}){2,}")
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")
PATH = re.compile(r"\S+/\S+|\S+\.(?:py|toml|key)\b")


def commands() -> dict[str, set[str]]:
    """All of them, those of a group with its name, each with its options."""

    def walk(group: TyperGroup, before: str) -> Iterator[tuple[str, set[str]]]:
        for name, command in group.commands.items():
            if isinstance(command, TyperGroup):
                yield from walk(command, f"{before}{name} ")
            else:
                yield f"{before}{name}", {option for parameter in command.params for option in parameter.opts}

    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return dict(walk(group, ""))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with the people of nine offices; and no demonstration."""
    place = tmp_path_factory.mktemp("commands")
    with in_folder(place):
        assert ask("enrol", STAFF).exit_code == 0
        yield place


@contextlib.contextmanager
def in_folder(place: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUNWARD_DATA_FOLDER", str(place))
        patch.chdir(place)
        patch.setattr(bootstrap, "_current", None)
        yield


def ask(*words: str) -> Result:
    bootstrap._current = None
    return CliRunner().invoke(app, list(words))


def what_is_said(*words: str) -> str:
    """What is printed, also where it is refused."""
    ran = ask(*words)
    if isinstance(ran.exception, SunwardError):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.argv", ["sunward", *words])
            with pytest.raises(SystemExit):
                main()
    else:
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.output


def test_what_is_opened_is_told_by_number(folder: Path) -> None:
    assert json.loads(ask("open", PLAN, "--json").stdout)["number"].startswith("SW-")


def test_a_warning_is_not_printed_as_if_it_were_so(folder: Path) -> None:
    """This decision was written to end on a day that is not the computed one."""
    plan = str(ROOT / "examples/caseload/10-xiazhi.toml")
    said = ask("--language", "zh-CN", "rehearse", plan, "--until", "2026-03-31").output
    assert "请核对“写明的届满日与推算一致”" in said


def test_a_plan_is_rehearsed_for_some_years_and_not_for_ever() -> None:
    """What nobody does is brought up again for ever: a century took hours, and the last day of all a traceback."""
    assert "ten years" in what_is_refused("rehearse", PLAN, "--until", "9999-12-31")
    assert "ten years" in what_is_refused("rehearse", PLAN, "--until", "2040-01-01")


def what_is_refused(*words: str) -> str:
    ran = ask(*words)
    assert isinstance(ran.exception, SunwardError)
    return ran.exception.reason.en


def test_where_no_head_is_found_the_doctor_does_not_seem_to_have_compared_any(folder: Path, tmp_path: Path) -> None:
    said = ask("--language", "en", "doctor", "--heads", str(tmp_path)).output
    assert "compared with none" in said
    codes = [one["code"] for one in json.loads(ask("doctor", "--heads", str(tmp_path), "--json").stdout)]
    assert "no-heads" in codes


@pytest.mark.parametrize("language", languages())
def test_what_is_wrong_with_a_setting_or_a_place_is_said_in_one_language(
    folder: Path, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"PORT": "70000", "METRICS_PORT": "many", "CIPHER": "rot13", "LANGUAGE": "fr", "DATABASE_URL": "mysql://a/b",
             "METRICS_HOST": "0.0.0.0", "OIDC_ISSUER": "ftp://a", "TEXT_PROVIDER": "smoke"}  # fmt: skip
    for words in (["doctor"], ["enrol", FIRST_OFFICE]):
        with pytest.MonkeyPatch.context() as patch:
            for name, value in wrong.items() if words == ["doctor"] else [("DATA_FOLDER", "/proc/nowhere")]:
                patch.setenv(f"SUNWARD_{name}", value)
            patch.setattr(sys, "argv", ["sunward", "--language", language, *words])
            with pytest.raises(SystemExit):
                main()
        said = capsys.readouterr().err
        assert len(said.splitlines()) == (1 + len(wrong) if words == ["doctor"] else 1), said
        other = CHINESE if language == "en" else ENGLISH
        assert not other.search(PATH.sub("", said)), said


def test_whoever_enrols_many_sees_how_far_it_is_and_the_answer_stays_pure(tmp_path: Path) -> None:
    with in_folder(tmp_path):
        ran = ask("--language", "en", "enrol", FIRST_OFFICE, "--json")
    assert [one["login"] for one in json.loads(ran.stdout)] == [
        "jia.admin",
        "jia.chief",
        "jia.prosecutor",
        "jia.worker",
    ]
    assert ran.stderr.startswith("Making one-time codes")


def test_an_enrolment_that_is_broken_off_tells_the_codes_that_were_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are in force, and nobody could read them later."""

    def break_off(context: Context, login: str) -> tuple[str, bool]:
        if login == "jia.chief":
            raise KeyboardInterrupt
        return issue_code(context, login)

    monkeypatch.setattr(accounts, "issue_code", break_off)
    with in_folder(tmp_path):
        ran = ask("enrol", FIRST_OFFICE)
    assert re.fullmatch(r"jia.admin  (\w{4}-){3}\w{4}\n", ran.stdout)
    assert ran.exit_code == 130
    assert ran.stderr.endswith("已中止。\n")


def test_every_command_is_tried() -> None:
    assert set(ASKED) | UNTIL_STOPPED == set(commands())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("command", ASKED)
def test_a_command_speaks_one_language_and_no_codes(
    folder: Path, command: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = what_is_said("--language", language, *command.split(), *ASKED[command])
    refused = capsys.readouterr()
    said += refused.out + refused.err
    assert said.strip(), "whoever asks is told something"
    if command in ("schema", "settings", "at-boot"):
        return  # what somebody writes down, or a machine reads
    if language == "en":
        assert [line for line in said.splitlines() if CHINESE.search(line)] == []
    else:
        assert [line for line in said.splitlines() if ENGLISH.search(PATH.sub("", line))] == []
    assert [line for line in said.splitlines() if CODE.search(PATH.sub("", line))] == []


@pytest.mark.parametrize("language", languages())
def test_the_help_of_every_command_speaks_one_language(language: str) -> None:
    other = CHINESE if language == "en" else ENGLISH
    for command in ["", *commands()]:
        helped = CliRunner().invoke(app, ["--language", language, *command.split(), "--help"])
        assert helped.exit_code == 0
        said = [line for line in helped.output.splitlines() if "Usage:" not in line]
        assert [line for line in said if other.search(PATH.sub("", line))] == [], command
        assert "…" not in helped.output, f"{command}: a sentence is cut off on a terminal of 80 columns"


@pytest.mark.parametrize("language", languages())
def test_whoever_calls_a_command_wrongly_is_told_so_in_one_language(language: str) -> None:
    other = CHINESE if language == "en" else ENGLISH
    for words in [*WRONG, *([*command.split(), "--nothing"] for command in commands())]:
        ran = ask("--language", language, *words)
        said = re.sub(r"“.*?”", "", ran.stderr)
        assert (ran.exit_code, ran.stdout) == (2, "")
        assert len(said.splitlines()) == 2
        assert not other.search(PATH.sub("", said)), ran.stderr


def test_a_wrong_call_says_what_is_wrong() -> None:
    said = {" ".join(words): ask("--language", "zh-CN", *words).stderr.splitlines()[0] for words in WRONG}
    assert said["doctro"] == "没有“doctro”这个命令或者选项。"
    assert said["clock noon"] == "“step”写得不对。"
    assert said["law --pag"] == "没有“--pag”这个命令或者选项。"
    assert said["rehearse"] == "缺少“plan”。"
    assert said["law a b"] == "多写了“b”。"
    assert "“/nowhere/at/all”不在" in said["rehearse /nowhere/at/all"]


@pytest.mark.parametrize("command", ASKED)
def test_a_command_answers_a_program_in_json(folder: Path, command: str) -> None:
    if command == "schema":
        assert json.loads(ask(command, "plan").stdout)["type"] == "object"
        return
    assert "--json" in commands()[command]
    ran = ask(*command.split(), *ASKED[command], "--json")
    if isinstance(ran.exception, SunwardError):
        return  # a refusal is no answer
    if command == "rehearse":
        assert all(json.loads(line) for line in ran.stdout.splitlines())
    else:
        json.loads(ran.stdout)


def test_the_language_may_stand_anywhere_among_the_words(folder: Path) -> None:
    in_english = ask("--language", "en", "law", "PB-01").output
    assert not CHINESE.search(in_english)
    for words in (["law", "--language", "en", "PB-01"], ["law", "PB-01", "--language=en"]):
        assert ask(*words).output == in_english


def test_a_command_loads_only_what_it_needs() -> None:
    """To list the commands nothing of a record is loaded, to rehearse a plan nothing of a server, for pages no Prefect."""
    loaded = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True)
    assert (loaded.stdout.splitlines(), loaded.stderr) == (["", "", ""], "")


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("SUNWARD_PORT", "geheim", "SUNWARD_PORT"),
        ("SUNWARD_PORT", "99999", "SUNWARD_PORT"),
        ("SUNWARD_CIPHER", "geheim", "SUNWARD_CIPHER"),
        ("SUNWARD_TRUSTED_PROXIES", "geheim", "trusted_proxies"),
        ("SUNWARD_DATABASE_URL", "geheim", "SUNWARD_DATABASE_URL"),
        ("SUNWARD_DATABASE_URL", "postgresql://sunward:geheim@127.0.0.1:1/sunward", "port 1 failed"),
        ("SUNWARD_DATABASE_URL", "mysql://sunward:geheim@127.0.0.1/sunward", "postgresql://"),
        ("SUNWARD_DATABASE_URL", "postgresql+asyncpg://sunward:geheim@127.0.0.1/sunward", "postgresql://"),
        ("SUNWARD_DATABASE_URL", "postgresql://sunward:geheim@127.0.0.1:1,127.0.0.1:2/sunward", "&host="),
        ("SUNWARD_DATABASE_URL", "postgresql://sunward:geheim@127.0.0.1:5o/sunward", "端口的数字"),
        ("SUNWARD_DATABASE_URL", "postgresql://sunward:ge@heim@127.0.0.1/sunward", "%40"),
        ("SUNWARD_DATABASE_URL", "postgresql://sunward:geheim@127.0.0.1:1/sunward?nothing=geheim", '"nothing"'),
        ("SUNWARD_DATABASE_URL", "postgresql://sunward:geheim@127.0.0.1:1/sunward?sslmode=maybe", "sslmode"),
        ("SUNWARD_DATA_FOLDER", PLAN, PLAN),
    ],
)
def test_what_keeps_the_program_from_starting_is_said_without_its_value(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    value: str,
    named: str,
) -> None:
    """No traceback: it would show the value, which may be a password."""
    monkeypatch.setenv(setting, value)
    monkeypatch.setattr(bootstrap, "_current", None)
    monkeypatch.setattr(sys, "argv", ["sunward", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert named in said
    assert "geheim" not in said


def test_a_misspelt_setting_is_told_and_none_of_its_value(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Mail would have been written to files, and nobody sent any."""
    (folder / "sunward.env").write_text("SUNWARD_SMPT_URL=smtp://geheim@mail.test\nSUNWARD_PORT=9000\n")
    monkeypatch.setattr(sys, "argv", ["sunward", "--language", "en", "doctor"])
    with pytest.raises(SystemExit):
        main()
    (folder / "sunward.env").unlink()
    said = capsys.readouterr().err
    assert "SUNWARD_SMPT_URL: There is no such setting" in said
    assert "geheim" not in said


@pytest.mark.parametrize("command", sorted(UNTIL_STOPPED))
def test_a_wrong_setting_is_told_before_the_program_is_loaded(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUNWARD_PORT", "many")
    monkeypatch.setitem(sys.modules, "app.server", None)
    assert isinstance(ask(command).exception, ValidationError)


def test_every_setting_is_read_by_somebody() -> None:
    """One was settable, and nobody read it."""
    read = "".join(
        file.read_text(encoding="utf-8")
        for folder in ("app", "flows", "web", "serving", "casework")
        for file in (ROOT / folder).rglob("*.py")
    )
    own = (ROOT / "core/settings.py").read_text(encoding="utf-8")
    unread = [one for one in Settings.model_fields if f".{one}" not in read and f"self.{one}" not in own]
    assert not unread
    assert len(Settings.model_fields) <= 40, "an office reads them all on one page"


NOBODY_THERE = "postgresql://sunward@127.0.0.1:1/sunward"


@pytest.mark.parametrize("command", [["migrate-to", NOBODY_THERE], ["processes"], ["web", "--port", "0"]])
def test_whoever_never_reached_the_database_is_told_that_nothing_was_begun(
    folder: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database, "_reached", threading.Event())
    monkeypatch.setattr(_Spoken, "may_be_lost", False)  # as it is again after this test: `web` sets it
    monkeypatch.setattr(bootstrap, "_current", None)
    if command[0] != "migrate-to":
        monkeypatch.setenv("SUNWARD_DATABASE_URL", NOBODY_THERE)
    monkeypatch.setattr(sys, "argv", ["sunward", "--language", "en", *command])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert [said.count(words) for words in ("nothing was begun", "port 1 failed")] == [1, 1]


def test_whoever_reached_a_database_before_is_told_that_it_is_not_certain(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """This process has enrolled people already."""
    monkeypatch.setenv("SUNWARD_DATABASE_URL", NOBODY_THERE)
    monkeypatch.setattr(bootstrap, "_current", None)
    monkeypatch.setattr(sys, "argv", ["sunward", "--language", "en", "processes"])
    with pytest.raises(SystemExit):
        main()
    assert "not certain" in capsys.readouterr().err


def test_the_doctor_begins_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder or a database written wrongly is said, and is as empty afterwards as before."""
    monkeypatch.setenv("SUNWARD_DATA_FOLDER", str(tmp_path / "elsewhere"))
    monkeypatch.setattr(bootstrap, "_current", None)
    monkeypatch.setattr(sys, "argv", ["sunward", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "SUNWARD_DATA_FOLDER" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_not_of_this_machine_is_said_in_words() -> None:
    with pytest.raises(StateConflict, match="203"):
        ensure_port_free(Settings(host="203.0.113.9"))
