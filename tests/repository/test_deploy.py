"""What lies in deploy/ and on the pages says nothing that the program does not know."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from typer.core import TyperGroup

from app.cli import app
from core.settings import Settings
from flows.prefect.environment import QUIET
from flows.prefect.server import ENDED_KEPT

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TEXTS = [*(file for file in DEPLOY.rglob("*") if file.is_file()), *ROOT.glob("docs/*.md")]
HARDENED = (
    "LimitCORE=0", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "CapabilityBoundingSet=", "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged", "MemoryDenyWriteExecute=yes", "RemoveIPC=yes", "UMask=0077",
)  # fmt: skip


def commands() -> set[str]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return set(group.commands)


def test_every_setting_that_is_named_exists() -> None:
    fields = {f"SUNWARD_{name.upper()}" for name in Settings.model_fields}
    named = {name for file in TEXTS for name in re.findall(r"SUNWARD_[A-Z_]+", file.read_text(encoding="utf-8"))}
    assert "SUNWARD_DATABASE_URL" in named
    assert named <= fields


def test_every_command_that_is_named_exists() -> None:
    """In units, services and charts, and as the page types them."""
    compose: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    ours = [one["command"][0] for one in compose["services"].values() if one["image"] == "sunward" and "entrypoint" not in one]  # fmt: skip
    assert sorted(ours) == ["delivery", "runner", "scheduler", "web"]
    typed = {word for file in TEXTS for word in re.findall(r"bin/sunward ([a-z-]+)", file.read_text(encoding="utf-8"))}
    assert {*ours, *typed, "up"} <= commands()
    prefect = [one for one in compose["services"].values() if one.get("entrypoint") == ["prefect"]]
    units = [re.search(r"bin/prefect (.*)", unit.read_text(encoding="utf-8")) for unit in UNITS]
    begins = {" ".join(one["command"]).split(" --")[0] for one in prefect}
    assert begins == {one[1].split(" --")[0] for one in units if one and "worker" not in one[1]}


def test_the_prefect_server_run_apart_is_as_quiet_as_ours() -> None:
    lines = (DEPLOY / "prefect-server.env").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    said = {name for name in QUIET if "ANALYTICS" in name or "TELEMETRY" in name or "PROMOTIONAL" in name}
    assert {name: given.get(name) for name in {*said, "DO_NOT_TRACK"}} == {
        name: QUIET[name] for name in {*said, "DO_NOT_TRACK"}
    }
    assert given["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] == str(int(ENDED_KEPT.total_seconds()))
    of_our_own = (ROOT / "flows/prefect/server.py").read_text(encoding="utf-8")
    for service in re.findall(r'"(PREFECT_SERVER_SERVICES_\w+_ENABLED)": "false"', of_our_own):
        assert given[service] == "false"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_hardened_and_read_by_systemd(unit: Path, tmp_path: Path) -> None:
    """With a program in the place of ours, which is not installed here."""
    words = unit.read_text(encoding="utf-8")
    assert [line for line in HARDENED if line not in words.splitlines()] == []
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    copy = tmp_path / unit.name
    copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", words, flags=re.MULTILINE))
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", copy], capture_output=True, text=True, check=False)
    assert (said.returncode, [line for line in said.stderr.splitlines() if unit.stem in line]) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_that_needs_the_keys_is_started_after_their_folder_is_mounted(unit: Path) -> None:
    """A network file system is mounted late in a machine's start, and no target that units belong to waits for it."""
    lines = unit.read_text(encoding="utf-8").splitlines()
    after = {target for line in lines if line.startswith("After=") for target in line.removeprefix("After=").split()}
    assert ("remote-fs.target" in after) == ("ReadWritePaths=/srv/sunward-keys" in lines)


def test_nothing_that_is_not_committed_gets_into_an_image() -> None:
    """A record, its keys and the secrets of the compose file lie in folders of the clone in which the image is built."""

    def names(file: str) -> set[str]:
        lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
        return {line.removeprefix("**/").strip("/") for line in lines if not line.startswith("#")}

    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    secrets = {str(Path("deploy", one["file"]).parent) for one in compose["secrets"].values()}
    assert secrets | {"data", "data-keys"} <= names(".gitignore")
    assert names(".dockerignore") == names(".gitignore") | {".git"}
