"""One encrypted file with files in it, as a backup is kept: readable with its passphrase, or not at all.

    a line of JSON (what part of which point it is, and how the key follows from the passphrase)
    chunks: length (4 bytes) ‖ an envelope (`models/envelope.py`), AES-256-GCM

The line, the chunk's number and whether it is the last are the context of every chunk: a file that was cut off, changed or
put together from two is noticed before anything of it is used.
"""

import io
import json
import os
import secrets
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from core.errors import BadInput, StateConflict
from core.i18n import _
from models.envelope import ENVELOPE_BYTES, decrypt, encrypt

FORMAT = "sunward-backup-1"
CHUNK = 1 << 20
MIN_PASSPHRASE = 20
"""A passphrase that is kept in a file need not be short; of 20 characters chosen at random nobody tries all."""
_MAX_HEADER = 2000
_ITERATIONS, _LANES, _MEMORY = 3, 1, 64 * 1024
_MAX_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class ArchiveHeader:
    """What can be read of it without the passphrase."""

    part: str
    point: str
    edition: str
    salt: str
    iterations: int = _ITERATIONS
    lanes: int = _LANES
    memory: int = _MEMORY
    format: str = FORMAT

    @property
    def line(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True).encode() + b"\n"


def read_passphrase(file: Path) -> bytes:
    """What stands in that file, for its owner alone. StateConflict where others can read it, or where it is too short."""
    try:
        if file.stat().st_mode & 0o077:
            raise StateConflict(_("口令文件 {file} 可被其他用户读取，请改为仅所有者可读。", file=file.name))
        passphrase = file.read_bytes().strip()
    except OSError:
        raise StateConflict(_("口令文件 {file} 读不出。", file=file.name)) from None
    if len(passphrase) < MIN_PASSPHRASE:
        raise StateConflict(_("口令文件 {file} 里至少要有{count}个字符。", file=file.name, count=MIN_PASSPHRASE))
    return passphrase


def write_archive(
    target: Path, passphrase: bytes, *, part: str, point: str, edition: str, files: Mapping[str, Path | bytes]
) -> None:
    """The file, which was not there, is whole and on disk, with these files in it in this order. A failure leaves half
    of it: the caller moves it to its place once it is whole."""
    header = ArchiveHeader(part, point, edition, secrets.token_hex(16))
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        writer = _Sealer(out, header, passphrase)
        with tarfile.open(fileobj=writer, mode="w|", bufsize=CHUNK) as tar:  # type: ignore[call-overload]  # it only writes
            for name, content in files.items():
                _add(tar, name, content)
        writer.finish()
        out.flush()
        os.fsync(out.fileno())


def read_header(file: Path) -> ArchiveHeader:
    """What the file says of itself; BadInput for one that is no backup."""
    with file.open("rb") as opened:
        return _header(opened)


def extract_archive(file: Path, passphrase: bytes, folder: Path) -> ArchiveHeader:
    """Its files lie in the folder. BadInput, told in words, for a wrong passphrase and for a file that was cut off or
    changed; what was written until then is for the caller to throw away."""
    with file.open("rb") as opened:
        header = _header(opened)
        stream = _Opener(opened, header, passphrase)
        try:
            with tarfile.open(fileobj=io.BufferedReader(stream, CHUNK), mode="r|") as tar:
                for member in tar:
                    _extract(tar, member, folder)
        except tarfile.TarError:
            raise _changed() from None
        while stream.read(CHUNK):
            pass  # the last chunk says that nothing is missing
    return header


def _header(opened: IO[bytes]) -> ArchiveHeader:
    try:
        header = ArchiveHeader(**json.loads(opened.readline(_MAX_HEADER)))
        sound = header.format == FORMAT and header.memory <= _MAX_MEMORY
        if not sound or not 1 <= header.iterations <= 20 or not 1 <= header.lanes <= 16:
            raise ValueError
    except (ValueError, TypeError):
        raise BadInput(_("这不是向阳的备份文件。")) from None
    return header


def _cipher(header: ArchiveHeader, passphrase: bytes) -> AESGCM:
    kdf = Argon2id(salt=bytes.fromhex(header.salt), length=32, iterations=header.iterations, lanes=header.lanes,
                   memory_cost=header.memory)  # fmt: skip
    return AESGCM(kdf.derive(passphrase))


def _context(header: ArchiveHeader, number: int, *, last: bool) -> bytes:
    return header.line + number.to_bytes(4) + bytes([last])


class _Sealer:
    """What is written to it goes on encrypted, chunk by chunk."""

    def __init__(self, out: IO[bytes], header: ArchiveHeader, passphrase: bytes) -> None:
        self._out, self._header = out, header
        self._cipher = _cipher(header, passphrase)
        self._waiting = bytearray()
        self._number = 0
        out.write(header.line)

    def write(self, content: bytes) -> int:
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def finish(self) -> None:
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, content: bytes, *, last: bool) -> None:
        sealed = encrypt(self._cipher, content, _context(self._header, self._number, last=last))
        self._out.write(len(sealed).to_bytes(4) + sealed)
        self._number += 1


class _Opener(io.RawIOBase):
    """Reads what `_Sealer` wrote, and nothing that was not."""

    def __init__(self, opened: IO[bytes], header: ArchiveHeader, passphrase: bytes) -> None:
        self._opened, self._header = opened, header
        self._cipher = _cipher(header, passphrase)
        self._content = self._chunks()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            following = next(self._content, None)
            if following is None:
                return 0
            self._rest = following
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def _chunks(self) -> Iterator[bytes]:
        number, last = 0, False
        while not last:
            length = int.from_bytes(self._opened.read(4))
            sealed = self._opened.read(length) if length <= CHUNK + ENVELOPE_BYTES else b""
            if len(sealed) < ENVELOPE_BYTES:
                raise _changed()
            following = self._opened.read(1)
            last = not following
            self._opened.seek(-len(following), os.SEEK_CUR)
            try:
                yield decrypt(self._cipher, sealed, _context(self._header, number, last=last))
            except InvalidTag:
                raise (_wrong_passphrase() if number == 0 else _changed()) from None
            number += 1


def _add(tar: tarfile.TarFile, name: str, content: Path | bytes) -> None:
    info = tarfile.TarInfo(name)
    info.mode = 0o600
    if isinstance(content, bytes):
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
        return
    info.size = content.stat().st_size
    with content.open("rb") as opened:
        tar.addfile(info, opened)


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    place = PurePosixPath(member.name)
    if not member.isfile() or place.is_absolute() or ".." in place.parts:
        raise _changed()
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = tar.extractfile(member)
    assert content is not None
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        while piece := content.read(CHUNK):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def _changed() -> BadInput:
    return BadInput(_("备份文件不完整，或者被改动过。什么也没有恢复。"))


def _wrong_passphrase() -> BadInput:
    return BadInput(_("口令不对，或者备份文件被改动过。什么也没有恢复。"))
