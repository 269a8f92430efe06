"""What lies on the disk of an installation is for its owner alone, and what a request says of itself is not believed."""

import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap
from app.server import server_config
from core.errors import StateConflict
from core.file_permissions import restrict_existing_files
from core.settings import Settings
from models.integrity import run_integrity_checks

ROOT = Path(__file__).parent.parent.parent


def test_a_crash_leaves_no_image_of_the_memory(tmp_path: Path) -> None:
    """Which holds keys and names; whatever the shell allows."""
    ends = "import atexit, resource; atexit.register(lambda: print(resource.getrlimit(resource.RLIMIT_CORE)))"
    command = [sys.executable, "-c", f"{ends}; from app.cli import main; main()", "--version"]
    printed = subprocess.run(
        ["sh", "-c", 'ulimit -c "$(ulimit -H -c)"; exec "$@"', "sh", *command], cwd=ROOT, check=True, capture_output=True,
        text=True,
    ).stdout  # fmt: skip
    assert printed.splitlines()[-1] == "(0, 0)"


@pytest.mark.parametrize("file", ["data/record.db", "data-keys/master.fingerprint"])
def test_root_makes_no_key_that_the_user_of_the_record_cannot_read(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests is that user, or gives the file to one."""
    settings = Settings(data_folder=tmp_path / "data")
    bootstrap.create_context(settings).database.dispose()
    if os.geteuid() == 0:
        os.chown(tmp_path / file, 54321, 54321)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(StateConflict) as refused:
        bootstrap.create_context(settings)
    owner = str(54321) if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    assert f"runuser -u {owner} -- " in refused.value.reason.en
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    bootstrap.create_context(settings).database.dispose()


def test_the_doctor_names_what_others_can_read_and_a_start_shuts_it(tmp_path: Path) -> None:
    """By its place in the data folder; nothing but rights is changed."""
    context = bootstrap.create_context(Settings(data_folder=tmp_path / "data"))
    restrict_existing_files(tmp_path / "data")
    assert codes(context, tmp_path / "data") == []
    (tmp_path / "data/record.db").chmod(0o644)
    (tmp_path / "data/outbox").mkdir(mode=0o755)
    (tmp_path / "data/outbox").chmod(0o755)
    assert codes(context, tmp_path / "data") == ["files-open"]
    assert restrict_existing_files(tmp_path / "data") >= 2
    assert codes(context, tmp_path / "data") == []
    assert stat.S_IMODE((tmp_path / "data/record.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data/outbox").stat().st_mode) == 0o700


def test_an_id_that_is_none_is_a_symptom_and_no_traceback(tmp_path: Path) -> None:
    """A stray file among the keys, or a row somebody wrote by hand."""
    context = bootstrap.create_context(Settings(data_folder=tmp_path / "data"))
    restrict_existing_files(tmp_path / "data")
    (tmp_path / "data-keys/nonsense.key").touch(0o600)
    assert codes(context, tmp_path / "data") == ["row-malformed"]


def codes(context: Any, folder: Path) -> list[str]:
    found = run_integrity_checks(
        context.database, context.vault.chain_key, context.vault, context.clock.now(), folders=[folder]
    )
    return [symptom.code for symptom in found]


@pytest.mark.parametrize(
    ("proxies", "seen"), [([], "127.0.0.1"), (["127.0.0.1"], "203.0.113.9"), (["10.0.0.5"], "127.0.0.1")]
)
def test_where_a_request_came_from_is_believed_of_named_proxies_alone(proxies: list[str], seen: str) -> None:
    """Otherwise whoever sends the header chooses the address that is counted, and the scheme of the cookie."""
    asked: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope)

    config = server_config(app, Settings(trusted_proxies=proxies))
    config.load()
    scope = {
        "type": "http", "scheme": "http", "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8460), "method": "GET",
        "path": "/", "headers": [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-proto", b"https")],
    }  # fmt: skip
    with pytest.raises(StopIteration):
        config.loaded_app(scope, None, None).send(None)
    assert asked[0]["client"][0] == seen
    assert asked[0]["scheme"] == ("https" if seen != "127.0.0.1" else "http")
