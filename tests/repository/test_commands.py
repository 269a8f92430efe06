"""What the README and the page for an office tell people to type exists."""

import re
import tomllib
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup
from typer.testing import CliRunner

from app.cli import app

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
RUN_IT = ("docs/run-it.md", "docs/run-it.zh-CN.md")
TYPED = re.compile(r"\./run ([a-z][^`\n#|]*)")


def lines_typed(readme: str) -> list[list[str]]:
    """Every `./run ...` of the page, split into its words."""
    return [typed.split() for typed in TYPED.findall((ROOT / readme).read_text(encoding="utf-8"))]


def script_commands() -> set[str]:
    """What the run script answers itself."""
    return set(re.findall(r"^ +([a-z]+)\)", (ROOT / "run").read_text(encoding="utf-8"), re.MULTILINE))


def program_commands() -> set[str]:
    """What `./run --help` lists."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return set(group.commands)


@pytest.mark.parametrize("readme", READMES)
def test_the_two_commands_come_first(readme: str) -> None:
    """`./run demo`, then `./run test`, before any other."""
    assert [typed[0] for typed in lines_typed(readme)[:2]] == ["demo", "test"]


@pytest.mark.parametrize("readme", READMES + RUN_IT)
def test_every_command_exists(readme: str) -> None:
    """Each is a command of the script or of the program, and each file it names is in the repository."""
    known = script_commands() | program_commands()
    for command, *rest in lines_typed(readme):
        assert command in known, f"there is no ./run {command}"
        for word in rest:
            if "/" in word and "$" not in word:
                assert (ROOT / word).exists(), f"{word} does not exist"


def test_the_script_names_no_command_that_is_not_there() -> None:
    """The commands at the head of the run script are ones that are answered."""
    script = (ROOT / "run").read_text(encoding="utf-8")
    known = script_commands() | program_commands()
    assert {typed.split()[0] for typed in re.findall(r"\./run ([a-z]+)", script)} <= known


def test_the_program_says_which_version_it_is() -> None:
    """As pyproject.toml has it, and nothing else: for whoever reports what went wrong."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = CliRunner().invoke(app, ["--version"])
    assert (text.exit_code, text.output.strip()) == (0, project["version"])


def test_the_readme_is_read_in_three_minutes() -> None:
    """At most 700 words, code and captions among them; the Chinese one is as short, counted in characters."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) <= 700
    assert len(re.findall(r"[\u4e00-\u9fff]", (ROOT / "README.zh-CN.md").read_text(encoding="utf-8"))) <= 1200
