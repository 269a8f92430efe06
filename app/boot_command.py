"""`sunward at-boot`: the systemd unit of this installation, with the paths that are found here."""

import grp
import os
import pwd
from pathlib import Path

from app.answers import AsJson, answer
from core.durable_files import write_over
from core.i18n import _
from core.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
UNIT = ROOT / "sunward.service"
_OF_MANY_MACHINES = ("Environment", "EnvironmentFile", "StateDirectory", "StateDirectoryMode")


def at_boot(as_json: AsJson = False) -> None:
    """Write the unit by which this installation starts with the machine, show it, and say how it is put to use."""
    settings = Settings()
    folders = [*settings.folders, *([settings.backup_folder] if settings.backup_folder else [])]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = {
        "Description": "Sunward",
        "Documentation": f"file://{ROOT}/docs/run-it.md",
        "User": pwd.getpwuid(os.getuid()).pw_name,
        "Group": grp.getgrgid(os.getgid()).gr_name,
        "WorkingDirectory": str(ROOT),
        "ExecStart": f'"{ROOT}/.venv/bin/sunward" up',
        "ReadWritePaths": " ".join(f'"{folder.absolute()}"' for folder in folders),
        "ProtectHome": "read-only",
    }
    lines = []
    for line in (ROOT / "deploy/systemd/sunward@.service").read_text(encoding="utf-8").splitlines():
        name, _equals, _value = line.partition("=")
        if name not in _OF_MANY_MACHINES and not line.startswith("#"):
            lines.append(f"{name}={own[name].replace('%', '%%')}" if name in own else line)
    write_over(UNIT, "\n".join([*lines, ""]).encode())
    following = [f"sudo cp {UNIT} /etc/systemd/system/", "sudo systemctl enable --now sunward"]
    answer(as_json, {"file": str(UNIT)}, [*lines, _("以上写入了 {file}。接着：", file=str(UNIT)), *following])
