"""Lives that are lived once and handed out as often as they are asked for.

    @cached_copy
    def sealed() -> SimulatedPlan: ...

Whoever calls it gets a life of their own that stands where the first one ended, and may do with it what they like. A test
that changes the program itself (`monkeypatch`) lives its own from the beginning, and so does everybody on a record that
is not in memory (`--record`). What is then lived through in the same way from the very same state (`lived_once`) is lived
once too: two tests that begin alike share their beginning.
"""

import functools
import hashlib
import io
import pickle
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

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
    global _anew, _steps
    _anew, _steps = "monkeypatch" in getattr(item, "fixturenames", ()), 0


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
            global _steps
            of_the_test, _steps = _steps, 0
            with drawn_for(f"{begin.__module__}.{begin.__qualname__}{asked}{named}"):
                life: Any = begin(*asked, **named)
            _steps = of_the_test
            if not isinstance(life.context.database, InMemoryDatabase):
                return life  # type: ignore[no-any-return]
            cached[how] = _put_away(life)
            if len(cached) > AT_MOST:
                cached.popitem(last=False)
        return _taken_out(cached[how])  # type: ignore[no-any-return]

    copied.cache_clear = cached.clear  # type: ignore[attr-defined]
    return copied


_lived: OrderedDict[bytes, _PutAway] = OrderedDict()
_WORTH_KEEPING = 0.05
"""Seconds of processor time: what takes less is lived again."""
MOST_STEPS = 12
"""After so many steps of one test its plans go their own way, which nobody follows."""
_in_a_step = False
_steps = 0


def lived_once(step: Callable[Concatenate[_Life, _Asked], _Life]) -> Callable[Concatenate[_Life, _Asked], _Life]:
    """What a plan's life goes through by that step is lived once for each state from which it begins, and afterwards taken
    over from there. Whoever holds the life's parts has the same objects as before."""

    @functools.wraps(step)
    def lived(life: Any, *asked: _Asked.args, **named: _Asked.kwargs) -> Any:
        global _in_a_step, _steps
        if _anew or _in_a_step:
            return step(life, *asked, **named)
        _steps += 1
        if _steps > MOST_STEPS or (key := _state_before(step, life, asked, named)) is None:
            return step(life, *asked, **named)
        if (there := _lived.get(key)) is not None:
            _lived.move_to_end(key)
            _move_on(life, there)
            return life
        _in_a_step, began = True, time.process_time()
        try:
            with drawn_for(key.hex()):
                step(life, *asked, **named)
        finally:
            _in_a_step = False
        if time.process_time() - began > _WORTH_KEEPING:
            life.context.database._session.commit()
            _lived[key] = _put_away(life)
            if len(_lived) > AT_MOST:
                _lived.popitem(last=False)
        return life

    return lived


def _state_before(step: Any, life: Any, asked: Any, named: Any) -> bytes | None:
    """A digest of all on which the step can depend; None where something of it cannot be written down."""
    database, key_store = life.context.database, life.context.vault._key_store
    if not isinstance(database, InMemoryDatabase) or not isinstance(key_store, InMemoryKeyStore) or key_store._below:
        return None
    database._session.commit()  # nothing is open while the record is copied
    context, rehearsal = life.context, life.rehearsal
    named_only = {id(context): "context", id(rehearsal): "rehearsal", id(rehearsal.mail): "mail",
                  id(context.rulebook): "rulebook", id(database): "database", id(context.vault): "vault"}  # fmt: skip
    written = io.BytesIO()
    pickler = pickle.Pickler(written)
    pickler.fast = True  # whether two hold the same word or two that are alike makes no difference
    pickler.persistent_id = lambda thing: (  # type: ignore[method-assign]
        sorted(map(repr, thing)) if isinstance(thing, (set, frozenset)) else named_only.get(id(thing))
    )
    pickler.dispatch_table = {MemoryChannel: _emptied}
    how = step.__qualname__, step.__globals__["perform"].__qualname__, asked, sorted(named.items())
    parts = [vars(each) for each in (life, rehearsal, rehearsal.mail, context)]
    try:
        pickler.dump((how, sorted(key_store._keys.items()), context.vault._master_key.fingerprint, parts))
    except (pickle.PicklingError, AttributeError, TypeError, ValueError):  # ValueError for what refers to itself
        return None
    return hashlib.sha256(written.getvalue() + content_of(database)).digest()


def _move_on(life: Any, there: _PutAway) -> None:
    """The life stands where the other has come to."""
    context, mail = life.context, life.rehearsal.mail
    context.database._session.rollback()
    fill(context.database, there.record)
    context.database._session.expire_all()
    vault = Vault(None, there.vault._master_key)
    vault._key_store._keys.update(there.keys)
    vars(context.vault).update(vars(vault))
    new = _read_again(there, context.database, context.vault)
    vars(context.clock).update(vars(new.context.clock))
    for name, channel in new.rehearsal.mail.dispatcher.channels.items():
        vars(mail.dispatcher.channels[name]).update(vars(channel))
    kept = {"context", "mail", "dispatcher", "rehearsal", "database", "vault", "rulebook", "clock", "on_commit"}
    for old, changed in (
        (context, new.context),
        (mail, new.rehearsal.mail),
        (life.rehearsal, new.rehearsal),
        (life, new),
    ):
        vars(old).update({name: value for name, value in vars(changed).items() if name not in kept})


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
    vault = Vault(None, away.vault._master_key)
    for case_id, key in away.keys.items():
        vault._key_store.add_key(case_id, key)
    return _read_again(away, database, vault)


def _read_again(away: _PutAway, database: InMemoryDatabase, vault: Vault) -> Any:
    found = {"rulebook": away.rulebook, "database": database, "vault": vault}
    unpickler = pickle.Unpickler(io.BytesIO(away.written))
    unpickler.persistent_load = found.__getitem__  # type: ignore[method-assign]
    return unpickler.load()


def _emptied(channel: MemoryChannel) -> tuple[Any, ...]:
    """The channel knows what it was handed so far, and no longer shows it."""
    return MemoryChannel, ([], channel.is_local, channel._ids)
