"""Lives that are lived once and handed out as often as they are asked for.

    @cached_copy
    def sealed() -> SimulatedPlan: ...

Whoever calls it gets a life of their own that stands where the first one ended, and may do with it what they like. A test
that changes the program itself (`monkeypatch`) lives its own from the beginning, and so does everybody on a record that
is not in memory (`--record`).
"""

import functools
import io
import pickle
import uuid
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import pytest

from law.rulebook import Rulebook
from models.database import InMemoryDatabase
from models.keys import InMemoryKeyStore
from models.vault import Vault
from notifications.channels.memory import MemoryChannel
from tests.draws import drawn_for
from tests.records import content_of, fill

AT_MOST = 60
"""So many are kept by one function; a megabyte or two each."""

_Asked = ParamSpec("_Asked")
_Life = TypeVar("_Life")

_anew = False


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Whether this test may be given what another has lived."""
    global _anew
    _anew = "monkeypatch" in getattr(item, "fixturenames", ())


@dataclass(frozen=True)
class _PutAway:
    """A life at rest: its record and its keys, and the rest as it was written down. The rulebook never changes."""

    record: bytes
    vault: Vault
    keys: dict[Any, bytes]
    rulebook: Rulebook
    written: bytes


def cached_copy(begin: Callable[_Asked, _Life]) -> Callable[_Asked, _Life]:
    """The same plan (anything with a context), made once for each set of arguments. Every answer is a copy."""
    cached: OrderedDict[bytes, _PutAway] = OrderedDict()

    @functools.wraps(begin)
    def copied(*asked: _Asked.args, **named: _Asked.kwargs) -> _Life:
        if _anew:
            return begin(*asked, **named)
        how = pickle.dumps((asked, named))
        if how not in cached:
            with drawn_for(f"{begin.__module__}.{begin.__qualname__}{asked}{named}"):
                life: Any = begin(*asked, **named)
            if not isinstance(life.context.database, InMemoryDatabase):
                return life  # type: ignore[no-any-return]
            cached[how] = _put_away(life)
            if len(cached) > AT_MOST:
                cached.popitem(last=False)
        return _taken_out(cached[how])  # type: ignore[no-any-return]

    copied.cache_clear = cached.clear  # type: ignore[attr-defined]
    return copied


def _put_away(life: Any) -> _PutAway:
    context = life.context
    key_store = context.vault._key_store
    assert isinstance(key_store, InMemoryKeyStore)
    names = {id(context.rulebook): "rulebook", id(context.database): "database", id(context.vault): "vault"}
    written = io.BytesIO()
    pickler = pickle.Pickler(written)
    pickler.persistent_id = lambda thing: names.get(id(thing))  # type: ignore[method-assign]
    pickler.dispatch_table = {MemoryChannel: _emptied}
    pickler.dump(life)
    return _PutAway(
        content_of(context.database), context.vault, dict(key_store._keys), context.rulebook, written.getvalue()
    )


def _taken_out(away: _PutAway) -> Any:
    database = InMemoryDatabase()
    fill(database, away.record)
    vault = _fill_vault(away.vault, away.keys)
    found = {"rulebook": away.rulebook, "database": database, "vault": vault}
    unpickler = pickle.Unpickler(io.BytesIO(away.written))
    unpickler.persistent_load = found.__getitem__  # type: ignore[method-assign]
    return unpickler.load()


def copy_vault(vault: Vault) -> Vault:
    """A vault that opens what this one opens; what is done to its keys is done to no other test's."""
    key_store = vault._key_store
    assert isinstance(key_store, InMemoryKeyStore)
    return _fill_vault(vault, key_store._keys)


def _fill_vault(vault: Vault, keys: Mapping[uuid.UUID, bytes]) -> Vault:
    filled = Vault(None, vault._master_key)
    for case_id, key in keys.items():
        filled._key_store.add_key(case_id, key)
    return filled


def _emptied(channel: MemoryChannel) -> tuple[Any, ...]:
    """The channel knows what it was handed so far, and no longer shows it."""
    return MemoryChannel, ([], channel.is_local, channel._ids)
