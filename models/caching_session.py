"""Sessions that do less than usual: nothing is written before it must be, and rows are made only where rows are wanted.

The session of a throw-away record besides remembers: what it has answered is not asked again until what it rests on was
written.
"""

import uuid
from collections import Counter, defaultdict
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Engine, FrozenResult, Result, Table, bindparam, event, inspect, select
from sqlalchemy.orm import Session as PlainSession
from sqlalchemy.sql.visitors import iterate
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

TRIED = 50
"""So often a question is remembered; if that was in vain three times of four, it is simply asked from then on."""

Question = tuple[Any, ...]


class RecordSession(Session):
    """Of every record. A prepared question, one that is asked with `params`, is preceded by a flush only where it looks at
    a table of which something is yet unwritten; one that asks for columns is not led through the ORM."""

    def exec(self, statement: Any, *, params: Any = None, **options: Any) -> Any:
        """As of every session. A question that locks or comes with options is no prepared one."""
        if params is None or options or statement._for_update_arg is not None:
            return super().exec(statement, params=params, **options)
        if self.autoflush and not _tables_of(statement).isdisjoint(self._unwritten()):
            self.flush()
        answer = self._answer(statement, params)
        return answer.scalars() if isinstance(statement, SelectOfScalar) else answer

    def add(self, instance: object, *, _warn: bool = True) -> None:
        """As of every session; what is in it already need not be looked at once more."""
        if instance not in self:
            super().add(instance, _warn=_warn)

    def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        """As of every session. A row that it does not hold is asked for by a question that was prepared once."""
        if any(options.values()) or not isinstance(ident, uuid.UUID):
            return super().get(entity, ident, **options)
        if inspect(entity).identity_key_from_primary_key((ident,)) in self.identity_map:
            return super().get(entity, ident)
        return PlainSession.execute(self, _by_id(entity), {"id": ident}).scalars().first()

    def _answer(self, statement: Any, params: Any) -> Result[Any]:
        if _asks_for_columns(statement):
            return self.connection().execute(statement, params)
        with self.no_autoflush:
            return PlainSession.execute(self, statement, params)

    def _unwritten(self) -> set[Any]:
        return {row.__tablename__ for rows in (self.new, self.dirty, self.deleted) for row in rows}


class CachingSession(RecordSession):
    """Remembers the answers to prepared questions. Nobody else writes to its record."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False)
        self._answers: dict[Question, FrozenResult[Any]] = {}
        self._rest_on: defaultdict[str, set[Question]] = defaultdict(set)
        """The questions that look at a table."""
        self._asked: Counter[Any] = Counter()
        self._known: Counter[Any] = Counter()
        self._has_written = False
        event.listen(engine, "after_execute", self._forget_what_changed)
        event.listen(self, "after_rollback", self._forget_all)
        event.listen(self, "after_commit", self._begin_anew)

    def _answer(self, statement: Any, params: Any) -> Result[Any]:
        if self._is_worth_it(statement):
            return self._remembered(statement, params)()
        return super()._answer(statement, params)

    def undo(self) -> None:
        """Nothing that the transaction did is left. Where it only read, as before most refusals, what it read is still
        so and need not be read again."""
        if self.is_active and not (self._has_written or self.new or self.dirty or self.deleted):
            self.commit()
        else:
            self.rollback()

    def _remembered(self, statement: Any, params: Any) -> FrozenResult[Any]:
        question = (statement, frozenset(params.items()))
        if question in self._answers:
            self._known[statement] += 1
            return self._answers[question]
        answer = self._answers[question] = super()._answer(statement, params).freeze()
        for table in _tables_of(statement):
            self._rest_on[table].add(question)
        return answer

    def _is_worth_it(self, statement: Any) -> bool:
        asked = self._asked[statement] = self._asked[statement] + 1
        return asked < TRIED or self._known[statement] * 4 > asked

    def _forget_what_changed(self, _connection: Any, statement: Any, *_more: Any) -> None:
        self._has_written = self._has_written or not getattr(statement, "is_select", False)
        if getattr(statement, "is_dml", False):
            for question in self._rest_on.pop(statement.table.name, ()):
                self._answers.pop(question, None)

    def _begin_anew(self, _session: Any) -> None:
        self._has_written = False

    def _forget_all(self, _session: Any) -> None:
        self._has_written = False
        self._answers.clear()
        self._rest_on.clear()


@cache
def _by_id(entity: Any) -> Any:
    [key] = inspect(entity).primary_key
    return select(entity).where(key == bindparam("id"))


@cache
def _tables_of(statement: Any) -> frozenset[str]:
    """What an answer rests on, subqueries too."""
    return frozenset(one.name for one in iterate(statement) if isinstance(one, Table))


@cache
def _asks_for_columns(statement: Any) -> bool:
    """Whether it wants no rows as such: then nothing has to be looked up among those that are known. A union has columns."""
    return isinstance(statement, CompoundSelect) or all(
        column["expr"] is not column.get("entity") for column in statement.column_descriptions
    )
