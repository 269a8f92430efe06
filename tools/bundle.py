"""One archive for a network without a package index: source, fonts and every locked wheel, with checksums.

Run it as `./run bundle`; it prints where the archive lies. It asks the package index that is set up on this machine. On the
other machine, of the same kind and with the same minor version of Python, the archive is unpacked and `./install.sh` called.
"""

import argparse
import hashlib
import platform
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

from tools.lock import RUN, TOOLS

ROOT = Path(__file__).parents[1]
SUMS = "SHA256SUMS"
MADE_FOR = "MADE_FOR"


def describe_platform() -> str:
    """What a wheel may depend on: Python's minor version and the machine, such as "python3.11 linux-x86_64"."""
    return f"python{sys.version_info.major}.{sys.version_info.minor} {sysconfig.get_platform()}"


def write_sums(folder: Path) -> None:
    """The folder has the digest of every other file in it, as `sha256sum --check` reads them."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file != folder / SUMS)
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n" for file in files
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def copy_source(folder: Path) -> None:
    """The folder holds what is committed, and which commit that is."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    (folder / "COMMIT").write_bytes(commit)
    tracked = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=tracked, check=True)


def download_wheels(folder: Path, locks: list[Path]) -> None:
    """The folder holds one wheel for each package of these locks that this platform needs, each with a locked digest."""
    asked = [word for lock in locks for word in ("-r", str(lock))]
    with tempfile.TemporaryDirectory() as aside:
        subprocess.run([sys.executable, "-m", "venv", aside], check=True)
        subprocess.run(
            [f"{aside}/bin/python", "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--only-binary", ":all:", "--require-hashes", *asked, "--dest", folder],
            check=True,
        )  # fmt: skip


def make_bundle(to: Path, *, with_tools: bool) -> Path:
    """The archive lies in that folder; returns it. With the tools, tests can be run from it as well."""
    name = f"sunward-{version('sunward')}-{sys.implementation.cache_tag}-{platform.machine()}"
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to) as aside:
        folder = Path(aside) / name
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        copy_source(folder)
        locks = [RUN, TOOLS] if with_tools else [RUN]
        download_wheels(wheels, locks)
        if not with_tools:
            _add_uv(wheels, Path(aside) / "uv.lock")
        (folder / MADE_FOR).write_text(f"{describe_platform()}\n", encoding="utf-8")
        write_sums(folder)
        archive = to / f"{name}.tar.gz"
        half = Path(aside) / archive.name
        pack(folder, half)
        half.replace(archive)
    return archive


def pack(folder: Path, archive: Path) -> None:
    """The archive holds the folder under its name."""
    with tarfile.open(archive, "w:gz", compresslevel=1) as packed:  # wheels are packed already
        packed.add(folder, arcname=folder.name, filter=_as_roots)


def _as_roots(packed: tarfile.TarInfo) -> tarfile.TarInfo:
    """The file as root unpacks it: root's own, and readable by whoever runs the program, however strict the machine was on
    which the archive was made. With its maker's number it could belong to another user there, who could then change it."""
    packed.uid = packed.gid = 0
    packed.uname = packed.gname = "root"
    packed.mode = 0o755 if packed.isdir() or packed.mode & 0o100 else 0o644
    return packed


def _add_uv(wheels: Path, lock: Path) -> None:
    """What installs comes along, though it is no part of what runs."""
    text = TOOLS.read_text(encoding="utf-8")
    begins = text.index("\nuv==") + 1
    lock.write_text(text[begins : text.index("    #", begins)], encoding="utf-8")
    download_wheels(wheels, [lock])


def main(asked: list[str]) -> int:
    """Makes the archive that was asked for."""
    parser = argparse.ArgumentParser(prog="./run bundle", description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "data" / "bundle", help="the folder for the archive")
    parser.add_argument("--without-tests", action="store_true", help="leave out what only tests need")
    given = parser.parse_args(asked)
    archive = make_bundle(given.to, with_tools=not given.without_tests)
    sys.stdout.write(f"{archive}  {archive.stat().st_size / 1e6:.0f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
