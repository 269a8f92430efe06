"""On what file system a file lies, as Linux tells."""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_OF_A_NETWORK = re.compile(
    r"nfs4?|cifs|smb[23]?|smbfs|ncpfs|afs|ceph|lustre|beegfs|glusterfs|davfs"
    r"|fuse\.(sshfs|glusterfs|ceph.*|s3fs|rclone|davfs2?|juicefs|nfs.*|smb.*)"
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def find_network_file_system(file: Path) -> str | None:
    """The name of the file system that other machines reach too, where the file lies on one, or would; else None, and
    where the machine does not tell."""
    place = file.absolute().resolve()
    deepest, found = 0, ""
    for mounted, kind in _list_mounts():
        holds = place == mounted or mounted in place.parents
        if holds and len(mounted.parts) >= deepest:  # of two on one folder the later one lies over the other
            deepest, found = len(mounted.parts), kind
    return found if _OF_A_NETWORK.fullmatch(found) else None


def _list_mounts() -> list[tuple[Path, str]]:
    """Where each file system is mounted, and its kind."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    mounts = []
    for line in lines:
        before, _dash, after = line.partition(" - ")
        where = _ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
        mounts.append((Path(where), after.split(" ")[0]))
    return mounts
