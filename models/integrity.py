"""What is wrong with the record, if anything: its tables, its journal's chain, its keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Date, RowMapping, Table, Uuid, text
from sqlalchemy import select as sql_select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col, select

from core.clock import local_time
from core.errors import Archived, KeyStoreError
from core.file_permissions import find_files_open_to_others
from core.i18n import Text, _, listed, ngettext, verbatim
from law.rulebook import compute_edition
from models.all_tables import import_models
from models.append_only import find_unprotected_tables
from models.as_stored import UnreadableValue, as_stored
from models.backup_day import find_backup_alarm
from models.base import UTCDateTime
from models.bound_rows import BOUND, get_owner
from models.bound_rows_check import NO_PLAN, RowFault, RowFaultKind, find_row_faults
from models.chain import ALARM_AFTER, ChainHead, count_unlinked
from models.chain_check import ChainReport, verify
from models.database import Database
from models.exported_head import HeadText, SignedHead, UnusableHead, load_head_texts, open_head
from models.plan import Edition, Plan
from models.running_process import GONE_AFTER, is_program_running
from models.schema import is_current
from models.sealed_texts import find_unreadable
from models.storage_problem import StorageProblem, find_storage_problem
from models.vault import Vault

_TYPED = (Date, UTCDateTime, Uuid, Boolean, JSON)


@dataclass(frozen=True)
class IntegrityProblem:
    """One thing that is wrong: a stable code, and a sentence without any personal data; and of what was changed where, and after
    which moment."""

    code: str
    words: Text
    plan: str | None = None
    table: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    after: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """For a program: what it says, and the place where it names one."""
        said = vars(self)
        return said if self.table else {name: said[name] for name in ("code", "words")}


def run_integrity_checks(
    database: Database,
    chain_key: bytes,
    vault: Vault,
    now: datetime,
    heads: Sequence[HeadText] = (),
    folders: Sequence[Path] = (),
    describe_act: Callable[[str], Text] = verbatim,
) -> list[IntegrityProblem]:
    """Every symptom found, also of the files in these folders; empty when the record is well. Changes nothing. An act is
    called what `describe_act` says of its code.

    `heads` are heads of the chain kept elsewhere: only they hold against somebody who owns record and key.
    """
    import_models()
    try:
        if _is_damaged(database):
            return [_damaged()]
        if not is_current(database):  # whatever else is asked would fail on missing tables
            return [IntegrityProblem("not-migrated", _("数据库结构不是本程序所需的版本。"))]
        with as_stored(database) as stored:
            questions: list[Callable[[], list[IntegrityProblem]]] = [
                lambda: _protection(stored),
                lambda: _chain(stored, chain_key, vault, heads, describe_act),
                lambda: _rows(stored, chain_key),
                lambda: _values(stored),
                lambda: _editions(stored),
                lambda: _waiting(stored, now),
                lambda: _backups(stored, now),
                lambda: _keys(vault),
                lambda: check_sealed_keys(stored, vault),
                lambda: _sealed_texts(stored, vault),
                lambda: _files(folders),
            ]
            return list(dict.fromkeys(symptom for ask in questions for symptom in _read(ask)))
    except DBAPIError as error:
        # A damaged page can end any question; what was found before it is not worth more than this.
        problem = find_storage_problem(error)
        if problem is None:
            raise
        return [
            _damaged() if problem is StorageProblem.DAMAGED else IntegrityProblem("record-unavailable", problem.words)
        ]


def _read(ask: Callable[[], list[IntegrityProblem]]) -> list[IntegrityProblem]:
    """What the question finds. Where a row or a file of keys that cannot be read ends it, that is named by another."""
    try:
        return ask()
    except (ValueError, TypeError, AttributeError):
        words = _("有一行或一个密钥文件读不出，一项检查没有做完；先改正这里列出的各行，再核验一次。")
        return [IntegrityProblem("row-malformed", words)]


def _files(folders: Sequence[Path]) -> list[IntegrityProblem]:
    found = [place.relative_to(folder.parent) for folder in folders for place in find_files_open_to_others(folder)]
    if not found:
        return []
    words = ngettext(
        "有{count}个文件或文件夹能被本机其他用户读取，如 {found}；重新启动程序会收回权限。",
        len(found), count=len(found), found=found[0],
    )  # fmt: skip
    return [IntegrityProblem("files-open", words)]


def _is_damaged(database: Database) -> bool:
    if not database.is_sqlite:
        return False
    with database.engine.connect() as connection:
        told = connection.scalars(text("PRAGMA quick_check")).all()
    # A value that a constraint refuses is another matter: the rows are compared.
    return any(line != "ok" and not line.startswith(("NULL value in ", "CHECK constraint failed")) for line in told)


def _damaged() -> IntegrityProblem:
    return IntegrityProblem("file-damaged", _("数据库文件已损坏。"))


def _protection(database: Database) -> list[IntegrityProblem]:
    with database.engine.connect() as connection:
        tables = find_unprotected_tables(connection)
    return [IntegrityProblem("not-protected", _("表{table}失去了防改触发器。", table=table)) for table in tables]


def _chain(database: Database, *asked: Any) -> list[IntegrityProblem]:
    with database.reading() as session:
        return check_chain(session, *asked).problems


@dataclass(frozen=True)
class ChainCheck:
    """What a reading of the chain found, and with how many heads it was compared."""

    report: ChainReport
    heads: int
    problems: list[IntegrityProblem]


def check_chain(
    session: Session, chain_key: bytes, vault: Vault, heads: Sequence[HeadText],
    describe_act: Callable[[str], Text] = verbatim,
) -> ChainCheck:  # fmt: skip
    """The whole chain was read, and compared with these heads and those that the record still holds."""
    symptoms = []
    days: dict[ChainHead, SignedHead] = {}
    for each in [*load_head_texts(session), *heads]:
        opened = open_head(vault, each.text)
        if isinstance(opened, UnusableHead):
            said = _("{place}：{words}", place=each.place, words=opened.words)
            symptoms.append(IntegrityProblem(opened.code, said))
        else:
            days[opened.chain_head] = opened
    report = verify(session, chain_key, days.keys())
    for found in report.faults:
        place = f"#{found.number}" if found.number is not None else f"{found.line_id}"
        words: Text = found.fault.words
        if found.exported is not None:
            words = _("{words}链头签于{day}，编号{number}。", words=words, day=days[found.exported].day,
                      number=found.exported.number)  # fmt: skip
        if found.back is not None:
            words = _(
                "{words}{before} 的链节之后是 {after}，到 #{last} 为止；其间办了：{acts}。",
                words=words,
                before=f"{local_time(found.back.before):%Y-%m-%d %H:%M}", last=found.back.last,
                after=f"{local_time(found.back.after):%Y-%m-%d %H:%M}", acts=listed(map(describe_act, found.back.acts)),
            )  # fmt: skip
        code = "chain-" + found.fault.value.replace("_", "-")
        symptoms.append(IntegrityProblem(code, _("{place}：{words}", place=place, words=words)))
    return ChainCheck(report, len(days), symptoms)


def _rows(database: Database, chain_key: bytes) -> list[IntegrityProblem]:
    with database.reading() as session:
        if not database.is_sqlite:  # there a reading is one moment by itself
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        alike: dict[tuple[RowFaultKind, str, str | None, bool], list[RowFault]] = {}
        for fault in find_row_faults(session, chain_key):
            alike.setdefault((fault.fault, fault.table, fault.plan, fault.entry is None), []).append(fault)
    return [_describe(faults) for faults in alike.values()]


_DONE = {
    RowFaultKind.CHANGED: _("在程序之外改动"),
    RowFaultKind.DELETED: _("在程序之外删除"),
    RowFaultKind.INSERTED: _("在程序之外加入"),
    RowFaultKind.UNREADABLE: _("在程序之外写成读不出的内容"),
}


def _describe(faults: Sequence[RowFault]) -> IntegrityProblem:
    """Rows of one plan and table to which the same was done: the place, what, since when, and what helps."""
    first, count = faults[0], len(faults)
    columns = tuple(dict.fromkeys(column for one in faults for column in one.columns))
    after = min((one.after for one in faults if one.after is not None), default=None)
    helps: Text = _("程序没有写过，备份里也没有：请查明来历，由管理数据库的人改正")
    if first.entry is not None:
        helps = _("备份里有程序写下的内容：./run restore 备份 --plan {plan}", plan=first.plan or NO_PLAN)
    when = _("时间不明") if after is None else _("在{at}以后", at=f"{local_time(after):%Y-%m-%d %H:%M:%S}")
    where, what = _where(first.plan, first.table, columns), _DONE[first.fault]
    words = _(
        "{where}：{what}{count}行，{when}。{helps}。", where=where, what=what, count=count, when=when, helps=helps
    )
    rows = tuple(one.row for one in faults)
    return IntegrityProblem(f"rows-{first.fault.value}", words, first.plan, first.table, columns, rows, after)


def _values(database: Database) -> list[IntegrityProblem]:
    """Values of columns that are not bound which nobody can read, and those that name a row which is not there: PostgreSQL
    lets neither be written."""
    found: dict[tuple[str | None, str, str, str], list[str]] = {}
    with database.reading() as session:
        numbers = dict(list(session.execute(sql_select(col(Plan.id), col(Plan.number)))))

        def note(table: Table, row: RowMapping, column: str, parent: str = "") -> None:
            owner = row.get(get_owner(table) or "")
            place = (numbers.get(owner, owner and str(owner)), table.name, column, parent)
            found.setdefault(place, []).append(", ".join(str(row[name]) for name in table.primary_key.columns))

        for table in SQLModel.metadata.sorted_tables if database.is_sqlite else ():
            known = (*BOUND[table.name].columns, BOUND[table.name].key) if table.name in BOUND else ()
            typed = [each.name for each in table.c if isinstance(each.type, _TYPED) and each.name not in known]
            wanted = {*typed, *table.primary_key.columns.keys(), get_owner(table)}
            for row in session.execute(sql_select(*(each for each in table.c if each.name in wanted))).mappings():
                for name in typed:
                    if isinstance(row[name], UnreadableValue):
                        note(table, row, name)
        for name, place, parent, which in session.execute(text(_BROKEN)) if database.is_sqlite else ():
            table = SQLModel.metadata.tables[name]
            row = session.execute(sql_select(*table.c).where(text("rowid = :place")), {"place": place}).mappings().one()
            note(table, row, which, parent)
    return [
        IntegrityProblem(
            "reference-broken" if parent else "value-unreadable",
            (ngettext("{where}：有{count}行（{row}）指明的行在表 {parent} 里没有。", len(rows), count=len(rows),
                      parent=parent, row=rows[0], where=_where(plan, table, [name])) if parent else
             ngettext("{where}：有{count}行读不出，不是程序写的，时间不明。请由管理数据库的人改正，或者从备份恢复。",
                      len(rows), count=len(rows), where=_where(plan, table, [name]))),
            plan, table, (name,), tuple(rows),
        )
        for (plan, table, name, parent), rows in found.items()
    ]  # fmt: skip


_BROKEN = """
SELECT broken."table", broken.rowid, broken.parent, keys."from"
FROM pragma_foreign_key_check() AS broken JOIN pragma_foreign_key_list(broken."table") AS keys ON keys.id = broken.fkid
"""
"""Of each row that names one which is not there: its table, its place, the other table, and the column."""


def _editions(database: Database) -> list[IntegrityProblem]:
    """Return editions of the law whose text does not match their id."""
    with database.reading() as session:
        rows = session.execute(sql_select(col(Edition.id), col(Edition.snapshot))).all()
    wrong = [key for key, snapshot in rows if compute_edition(snapshot) != key]
    words = _(
        "法规版本 {edition} 的内容与编号不符：在程序之外被改动。请从备份恢复。", edition=listed(map(verbatim, wrong))
    )
    return [IntegrityProblem("edition-changed", words, None, "edition", ("snapshot",), tuple(wrong))] if wrong else []


def _where(plan: str | None, table: str, columns: Sequence[str]) -> Text:
    parts = [_("方案 {plan}", plan=plan)] if plan else []
    named = [_("列 {columns}", columns=listed(map(verbatim, columns)))] if columns else []
    return listed([*parts, _("表 {table}", table=table), *named])


def _waiting(database: Database, now: datetime) -> list[IntegrityProblem]:
    """Lines that a running program should have linked. Where none runs, they wait for its start; one that has just ended is
    seen for another minute."""
    longest = ALARM_AFTER + GONE_AFTER
    with database.reading() as session:
        waiting = count_unlinked(session, now - longest)
        if not waiting or not is_program_running(session, now):
            return []
    seconds = int(longest.total_seconds())
    words = _("有{waiting}条日志或登记的改动超过{seconds}秒未链接：请重启程序。", waiting=waiting, seconds=seconds)
    return [IntegrityProblem("unlinked-lines", words)]


def _backups(database: Database, now: datetime) -> list[IntegrityProblem]:
    with database.reading() as session:
        words = find_backup_alarm(session, now)
    return [IntegrityProblem("backup-missing", words)] if words else []


def _keys(vault: Vault) -> list[IntegrityProblem]:
    broken = 0
    for case_id in vault.cases():
        try:
            vault.check(case_id)
        except Archived:
            continue
        except KeyStoreError:
            broken += 1
    return [IntegrityProblem("keys-damaged", _("有{broken}个案件密钥不能使用。", broken=broken))] if broken else []


def _sealed_texts(database: Database, vault: Vault) -> list[IntegrityProblem]:
    with database.reading() as session:
        found = find_unreadable(session, vault)
    return [
        IntegrityProblem(
            "texts-damaged",
            ngettext(
                "{where}：有{count}处加密内容打不开：被截短、改动过，或者不属于所在的位置。请从备份恢复。",
                len(rows), count=len(rows), where=_where(plan, table, [column]),
            ),
            plan, table, (column,), rows,
        )
        for (plan, table, column), rows in found.items()
    ]  # fmt: skip


def check_sealed_keys(database: Database, vault: Vault) -> list[IntegrityProblem]:
    """A sealed plan opens for the archive's holder only; one that is not sealed has its key."""
    alive = locked = 0
    with database.reading() as session:
        for plan_id, sealed_at in session.exec(select(Plan.id, Plan.sealed_at).where(col(Plan.deleted_at).is_(None))):
            try:
                vault.check(plan_id)
                alive += sealed_at is not None
            except (Archived, KeyStoreError):
                locked += sealed_at is None
    symptoms = []
    if alive:
        words = _("有{alive}个已封存方案的密钥仍可使用。", alive=alive)
        symptoms.append(IntegrityProblem("sealed-key-alive", words))
    if locked:
        words = ngettext("有{locked}个在办方案没有可用的密钥。", locked, locked=locked)
        symptoms.append(IntegrityProblem("plan-without-key", words))
    return symptoms
