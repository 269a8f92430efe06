"""What the program is made of is known to the file, and a package that its makers withdrew is noticed."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

from tools.audit import find_withdrawn
from tools.bundle import MADE_FOR, describe_platform, pack, write_sums
from tools.lock import RUN, TOOLS, packages
from tools.sbom import make_sbom

ROOT = Path(__file__).parents[2]


def names_of(declared: list[str]) -> set[str]:
    return {re.match(r"[\w.-]+", each)[0].lower() for each in declared}  # type: ignore[index]


def run_in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """That script's answer. `python3` is the one that runs the tests, whichever the machine has besides."""
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(["sh", *words], cwd=folder, env=env, check=False, capture_output=True, text=True)


def test_the_bill_of_materials_has_every_locked_package_with_its_hashes() -> None:
    """What runs is marked as needed, and what only the tests need as left out."""
    made = json.loads(make_sbom())
    listed = [(each["name"], each["version"], each["scope"]) for each in made["components"]]
    locked = [
        (*(named.split(" ;")[0].split("==")), scope)
        for lock, scope in ((RUN, "required"), (TOOLS, "excluded"))
        for named in packages(lock.read_text(encoding="utf-8"))
    ]
    assert sorted(listed) == sorted(locked)
    assert all(each["hashes"] for each in made["components"])
    assert sum("licenses" in each for each in made["components"]) > 0.9 * len(locked)


def test_the_tools_of_the_tests_are_no_part_of_what_runs() -> None:
    """No package stands in both locks, and what is declared stands in its own."""
    run, tools = ({name.split("==")[0] for name in packages(lock.read_text(encoding="utf-8"))} for lock in (RUN, TOOLS))
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = declared["dependency-groups"]
    assert not run & tools
    assert names_of(declared["project"]["dependencies"] + groups["run"]) <= run
    assert names_of(groups["tools"]) <= run | tools


def test_a_withdrawn_package_is_named_with_its_reason() -> None:
    """As uv says it."""
    said = 'Would install 2 packages\n + one==1.0\nwarning: `one==1.0` is yanked (reason: "broken")\nwarning: `two==2` is yanked'
    assert find_withdrawn(said) == ['one==1.0: "broken"', "two==2: -"]
    assert find_withdrawn("Would install 1 package\n + one==1.0") == []


def test_a_bundle_whose_file_was_changed_or_that_is_for_another_machine_installs_nothing(tmp_path: Path) -> None:
    """Its checksums are those of every file in it; `./run`, which would install, is not reached."""
    (tmp_path / "wheels").mkdir()
    shutil.copy(ROOT / "install.sh", tmp_path)
    (tmp_path / "run").write_text("#!/bin/sh\necho installing\n")
    (tmp_path / "run").chmod(0o755)
    (tmp_path / "wheels" / "one-1.0-py3-none-any.whl").write_bytes(b"one")

    def install() -> subprocess.CompletedProcess[str]:
        return run_in(tmp_path, "install.sh")

    (tmp_path / MADE_FOR).write_text("python3.1 somewhere-else\n")
    write_sums(tmp_path)
    assert "was made for python3.1" in install().stderr
    (tmp_path / MADE_FOR).write_text(f"{describe_platform()}\n")
    write_sums(tmp_path)
    assert "installing" in install().stdout
    (tmp_path / "wheels" / "one-1.0-py3-none-any.whl").write_bytes(b"another")
    assert "was changed or is missing" in install().stderr


def test_a_bundle_is_installed_where_python_has_no_pip(tmp_path: Path) -> None:
    """Debian's has none until another package is installed. What installs is taken out of its wheel, if that is whole."""
    for name in ("run", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "wheels").mkdir()
    wheel = tmp_path / "wheels" / "uv-1.0-py3-none-any.whl"
    installer = (
        "#!/bin/sh\n"
        'echo "$*" >> installed\n'
        "printf '#!/bin/sh\\necho it runs\\n' > .venv/bin/sunward\n"
        "chmod +x .venv/bin/sunward\n"
    )
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("uv-1.0.data/scripts/uv", installer)
    write_sums(tmp_path)
    assert run_in(tmp_path, "run", "--version").stdout == "it runs\n"
    [first, second] = (tmp_path / "installed").read_text().splitlines()
    assert first == "pip sync --quiet --system-certs --no-index --find-links wheels --require-hashes requirements.lock"
    assert second.endswith(f"--editable {tmp_path}")

    shutil.rmtree(tmp_path / ".venv")
    wheel.write_bytes(wheel.read_bytes() + b"?")
    assert run_in(tmp_path, "run", "--version").returncode != 0
    assert len((tmp_path / "installed").read_text().splitlines()) == 2


def test_what_is_in_a_bundle_belongs_to_root_and_everybody_can_read_it(tmp_path: Path) -> None:
    """Root unpacks it with the owners that it names, and another user runs the program."""
    folder = tmp_path / "sunward-1"
    (folder / "wheels").mkdir(parents=True, mode=0o700)
    for name, mode in (("run", 0o700), ("wheels/one.whl", 0o600)):
        (folder / name).write_text("one")
        (folder / name).chmod(mode)
    pack(folder, tmp_path / "packed.tar.gz")
    with tarfile.open(tmp_path / "packed.tar.gz") as packed:
        found = {one.name: (one.uid, one.gid, one.uname, oct(one.mode)) for one in packed}
    roots = (0, 0, "root")
    assert found == {
        "sunward-1": (*roots, "0o755"), "sunward-1/wheels": (*roots, "0o755"),
        "sunward-1/run": (*roots, "0o755"), "sunward-1/wheels/one.whl": (*roots, "0o644"),
    }  # fmt: skip
