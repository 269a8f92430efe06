"""The page on which an office installs the program and lives with it, carried out as printed: in an empty home, with git and
python3, until a mail stands in a server of this test.

Two things come from the test and not from the page. The packages and what is compiled of the program are lent by the
environment of the tests, since to download and compile them takes minutes; and the environment names this test's own mail
server and port, which come before what the page writes into `sunward.env`, and a Prefect that is not there (tests/prefect
have one that is). The terminal is of plain ASCII, and what stays running has no open streams, as where something starts it that
gives it nothing in their place. Left out are the lines that need root: those of the start at boot; and a command of the program that the
page prints again further down is carried out there alone. The lines of the proxy are no commands.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.notifications.mail_server import MailServer, free_port

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "docs/run-it.md", ROOT / "docs/run-it.zh-CN.md")
BLOCKS = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = re.compile(r".*<<'?END'?\n(?:.*\n)*?END\n|.+\n")
OF_ROOT = 4
PLAIN_ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def read_blocks(page: Path, kind: str) -> list[str]:
    return [block for named, block in BLOCKS.findall(page.read_text(encoding="utf-8")) if named == kind]


def read_commands(page: Path) -> list[str]:
    """Every command of the page, each with the lines that it is given."""
    return [one for block in read_blocks(page, "sh") for one in COMMANDS.findall(block)]


class Shell:
    """A shell that somebody types into."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self._shell = subprocess.Popen(
            ["sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=home,
            env=environment, start_new_session=True,
        )  # fmt: skip

    def type(self, command: str) -> tuple[int, str]:
        """How the command ended, and what was said meanwhile."""
        assert self._shell.stdin is not None
        assert self._shell.stdout is not None
        self._shell.stdin.write(f'{command}\nended=$?; echo; echo "@@ $ended"\n')
        self._shell.stdin.flush()
        said = ""
        for line in self._shell.stdout:
            if line.startswith("@@ "):
                return int(line[3:]), said
            said += line
        raise AssertionError(said)

    def close(self) -> None:
        """It and what it has started have ended."""
        self.type("kill $! 2>/dev/null; wait")
        self._shell.kill()
        self._shell.wait()


def git(folder: Path, *words: str) -> None:
    author = {f"GIT_{who}_{what}": "a@b.test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, env=os.environ | author)


def lend_packages(program: Path) -> None:
    """The program's environment has the packages of this one and the program's own modules, as they are compiled here."""
    subprocess.run([sys._base_executable, "-m", "venv", "--without-pip", program / ".venv"], check=True)  # type: ignore[attr-defined]
    (packages,) = (program / ".venv").glob("lib/python*/site-packages")
    (lent,) = (Path(sys.prefix)).glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(f"{program}\n{lent}\n")
    command = program / ".venv/bin/sunward"
    command.write_text(f"#!{program}/.venv/bin/python\nfrom app.cli import main\n\nmain()\n")
    command.chmod(0o755)
    made_from = "cat pyproject.toml requirements.lock | cksum > .venv/.installed-from"
    subprocess.run(["sh", "-c", made_from], cwd=program, check=True)
    for module in program.glob("[a-z]*/**/*.py"):
        source = ROOT / module.relative_to(program)
        shutil.copystat(source, module)  # a compiled module is one of a source of that time
        if (source.parent / "__pycache__").is_dir() and not (module.parent / "__pycache__").exists():
            shutil.copytree(source.parent / "__pycache__", module.parent / "__pycache__")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A repository with what is here now."""
    place = tmp_path / "published"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in tracked.split("\0"):
        if name and (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place / name)
    git(place, "init", "--quiet", "--initial-branch=main")
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", "as it is")
    return place


@pytest.fixture
def mail() -> Iterator[tuple[MailServer, int]]:
    server = MailServer()
    with server.open_at() as port:
        yield server, port


@pytest.mark.as_documented
@pytest.mark.timeout(900)
def test_an_office_is_installed_and_lived_with_as_the_page_says(
    tmp_path: Path, published: Path, mail: tuple[MailServer, int]
) -> None:
    """From the clone to a mail of a first reminder in nine commands; then backup, upgrade and restore. What a process that was
    killed left half written an hour ago is gone."""
    server, port = mail
    home = tmp_path / "home"
    home.mkdir()
    shell = Shell(home, {
        "HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", **PLAIN_ASCII,
        "SUNWARD_SMTP_URL": f"smtp://127.0.0.1:{port}", "SUNWARD_PORT": str(free_port()),
        "SUNWARD_PREFECT_API_URL": "http://127.0.0.1:1/api",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{published}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://git.office.example/sunward.git",
    })  # fmt: skip
    typed = left_out = 0
    sent = None
    try:
        commands = read_commands(PAGES[0])
        for number, command in enumerate(commands, 1):
            if command.startswith("sudo "):
                left_out += 1
            if command.startswith("sudo ") or (command.startswith("./run ") and command in commands[number:]):
                continue
            if command == "git pull\n":
                git(published, "commit", "--quiet", "--allow-empty", "--message", "the next release")
            if command == "./run up &\n":
                command = "./run up <&- >&- 2>&- &"
                left = home / "sunward/data/.outbox.json.0123456789abcdef.part"
                left.touch()
                os.utime(left, (0, left.stat().st_mtime - 3600))
            ended, said = shell.type(command)
            assert ended == 0, f"{command}{said}"
            typed += 1
            if command == "kill $!\n":
                assert shell.type("wait $!")[0] == 0, "it has not ended well"
                assert not left.exists()
            if command.startswith("git clone"):
                lend_packages(home / "sunward")
            if command.startswith("./run reminders send"):
                sent = typed
                wait_for_mail(server)
    finally:
        shell.close()
    assert sent is not None
    assert sent <= 9
    assert left_out == OF_ROOT
    log = (home / "sunward/data/sunward.log").read_text(encoding="utf-8")
    assert "SUNWARD_TEXT_PROVIDER" in log, "texts do not leave, and the log says so"
    unit = (home / "sunward/sunward.service").read_text(encoding="utf-8")
    assert f'ExecStart="{home}/sunward/.venv/bin/sunward" up' in unit
    assert f'"{home}/backup"' in unit


def wait_for_mail(server: MailServer) -> None:
    until = monotonic() + 120
    while not any(one["To"] == "prosecutor@office.example" for one in server.mails):
        assert monotonic() < until, "no mail came"
        sleep(0.2)


def test_both_pages_print_the_same_commands_and_the_three_lines_of_the_proxy() -> None:
    assert read_commands(PAGES[0]) == read_commands(PAGES[1])
    for page in PAGES:
        (proxy,) = read_blocks(page, "")
        assert len(proxy.splitlines()) == 3
