"""The master key, and the one that is taking its place: while keys are wrapped anew, both open what lies under them.

A wrapped key names the master key under which it lies. A process that meets one it does not know looks at the source once
more: so no process is started again when the master key changes.
"""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from time import sleep

from core.errors import KeyStoreError
from core.i18n import _
from models.keys import NEXT_MASTER_KEY, InMemoryKeyProvider, read_key

_NAMED = b"MK1:"
ID_BYTES = 8


class MasterKeys:
    """A keeper of one master key, or of two. What is wrapped lies under the last one."""

    def __init__(self, load: Callable[[], Sequence[bytes]]) -> None:
        """`load` is asked again whenever a key is wrapped, or a wrapped key names a master key that is not known."""
        self._load = load
        self._known: dict[bytes, InMemoryKeyProvider] = {}
        self._newest = b""
        self.reload()

    def reload(self) -> None:
        """The keys are those of the source now."""
        found = [InMemoryKeyProvider(key) for key in self._load()]
        self._known = {key.derive("name")[:ID_BYTES]: key for key in found}
        self._newest = list(self._known)[-1]

    @property
    def newest(self) -> bytes:
        """The name of the key under which everything is to lie."""
        return self._newest

    def names(self) -> list[bytes]:
        """The names of the keys that are known, the newest last. A name tells nothing of its key."""
        return list(self._known)

    def fingerprints(self) -> list[bytes]:
        """By which a folder of keys knows its master key, in the same order."""
        return [key.derive("fingerprint")[:16] for key in self._known.values()]

    def wrap(self, key: bytes, context: bytes) -> bytes:
        self.reload()
        return _NAMED + self._newest + self._known[self._newest].wrap(key, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        name = self.get_name(wrapped)
        for attempt in range(3):
            if name in self._known:
                return self._known[name].unwrap(wrapped[len(_NAMED) + ID_BYTES :], context)
            if name is None:
                break
            sleep(0.02 * attempt)  # one of two files may just be taking the other's place
            self.reload()
        raise KeyStoreError(_("该密钥不能打开此案件密钥。"))

    def derive(self, purpose: str) -> bytes:
        return next(iter(self._known.values())).derive(purpose)

    @staticmethod
    def get_name(wrapped: bytes) -> bytes | None:
        """The name of the master key under which that lies; None for what is no wrapped key."""
        return wrapped[len(_NAMED) :][:ID_BYTES] if wrapped.startswith(_NAMED) else None


def with_next(load: Callable[[], bytes], folder: Path) -> Callable[[], Sequence[bytes]]:
    """What loads that master key, and behind it the one in the folder that is taking its place, if there is one."""

    def both() -> list[bytes]:
        coming = folder / NEXT_MASTER_KEY
        keys = [load()]
        if coming.exists():
            with contextlib.suppress(FileNotFoundError):
                keys.append(read_key(coming))
        return keys

    return both
