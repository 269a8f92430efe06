"""After a fail-over the former server may come back and answer at the address of the record: nothing is written there."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import OperationalError

from app import bootstrap
from core.settings import GivenSettings
from models.cluster_lock import ClusterLock
from models.database import Database
from models.keys import FINGERPRINT
from models.server_history import NAME
from models.storage_problem import StorageProblem, find_storage_problem
from tests.postgresql import _initialise


class Server:
    """A cluster that is started and stopped by hand."""

    def __init__(self, folder: Path, user: str, programs: Path) -> None:
        self.folder, self.user, self.programs = folder, user, programs

    def control(self, *what: str) -> None:
        command = [str(self.programs / "pg_ctl"), "-D", str(self.folder), "-w", *what]
        subprocess.run(command, user=self.user or None, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self) -> None:
        self.control("-l", str(self.folder / "log"), "-o", f"-h '' -k {self.folder} -c fsync=off", "start")

    @property
    def url(self) -> str:
        where = {"host": str(self.folder)}
        address = URL.create("postgresql+psycopg", "postgres", database="postgres", query=where)
        return address.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    """The server that is the newest, and the one that it has followed; both run."""
    folders = [Path(tempfile.mkdtemp(prefix="sunward-pg-")).resolve() for _server in range(2)]
    user, programs = _initialise(folders[0])
    newest, former = (Server(folder, user, programs) for folder in folders)
    subprocess.run(["cp", "-a", f"{newest.folder}/.", str(former.folder)], check=True)
    shutil.copystat(newest.folder, former.folder)
    if user:
        shutil.chown(former.folder, user)
    signal = newest.folder / "standby.signal"
    signal.touch()
    if user:
        shutil.chown(signal, user)
    newest.start()
    newest.control("promote")
    former.start()
    yield newest, former
    for server in (newest, former):
        server.control("-m", "immediate", "stop")
        shutil.rmtree(server.folder)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    (tmp_path / FINGERPRINT).touch()
    return tmp_path


def connected(server: Server | str, keys: Path) -> Database:
    database = Database(server if isinstance(server, str) else server.url)
    assert database.server_history is not None
    database.server_history.keep_in(keys)
    return database


def ask(database: Database) -> int:
    return int(database.ask(text("SELECT 1"), {})[0][0])


def test_the_former_server_is_refused_on_every_machine_that_shares_the_keys(
    servers: tuple[Server, Server], keys: Path
) -> None:
    newest, former = servers
    assert ask(connected(newest, keys)) == 1
    on_another_machine = connected(former, keys)
    with pytest.raises(OperationalError) as refused:
        ask(on_another_machine)
    assert find_storage_problem(refused.value) is StorageProblem.FORMER
    lock = ClusterLock(on_another_machine, "scheduler")
    assert not lock.hold(), "nobody leads there either"
    assert ask(connected(newest, keys)) == 1


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_servers_in_one_address_the_newest_is_taken(
    servers: tuple[Server, Server], keys: Path, newest_first: bool
) -> None:
    """Also where the former one answers first, and also by whoever leads."""
    newest, former = servers
    assert ask(connected(newest, keys)) == 1
    first, second = (newest, former) if newest_first else (former, newest)
    database = connected(f"{first.url}&host={second.folder}&target_session_attrs=read-write", keys)
    assert where_is(database) == str(newest.folder)
    lock = ClusterLock(database, "scheduler")
    assert lock.hold()
    lock.give_back()
    database.engine.dispose()


def test_where_all_others_of_an_address_are_away_the_former_server_is_refused(
    servers: tuple[Server, Server], keys: Path
) -> None:
    newest, former = servers
    assert ask(connected(newest, keys)) == 1
    with pytest.raises(OperationalError) as refused:
        ask(connected(f"{former.url}&host=/nowhere", keys))
    assert find_storage_problem(refused.value) is StorageProblem.FORMER


def where_is(database: Database) -> str:
    return str(database.ask(text("SELECT current_setting('data_directory')"), {})[0][0])


def test_who_works_on_the_former_server_learns_that_another_machine_has_seen_the_newest(
    servers: tuple[Server, Server], keys: Path
) -> None:
    """As where a machine has not noticed that the standby was promoted."""
    newest, former = servers
    cut_off = connected(former, keys)
    assert cut_off.server_history is not None
    assert ask(cut_off) == 1
    assert not cut_off.server_history.is_followed()
    there = connected(newest, keys)
    assert ask(there) == 1
    assert there.server_history is not None
    assert not there.server_history.is_followed()
    assert cut_off.server_history.is_followed()
    cut_off.engine.dispose()
    with pytest.raises(OperationalError):
        ask(cut_off)


def test_where_the_folder_of_keys_is_away_a_process_goes_by_what_it_has_seen_itself(
    servers: tuple[Server, Server], tmp_path: Path
) -> None:
    """Nothing is written there."""
    newest, former = servers
    database = connected(newest, tmp_path)
    assert ask(database) == 1
    database.engine.dispose()
    assert database.server_history is not None
    with former_connection(former) as connection, pytest.raises(Exception, match="followed"):
        database.server_history.ensure_newest(connection)
    assert list(tmp_path.iterdir()) == []


def former_connection(former: Server) -> psycopg.Connection[tuple[int, int]]:
    return psycopg.connect(former.url.replace("+psycopg", ""))


def test_the_program_does_not_start_on_the_former_server(servers: tuple[Server, Server], tmp_path: Path) -> None:
    newest, former = servers
    for _start in range(2):
        bootstrap.create_context(GivenSettings(data_folder=tmp_path / "a", database_url=newest.url)).database.dispose()
    with pytest.raises(OperationalError) as refused:
        bootstrap.create_context(GivenSettings(data_folder=tmp_path / "a", database_url=former.url))
    assert find_storage_problem(refused.value) is StorageProblem.FORMER


def test_another_cluster_begins_anew(servers: tuple[Server, Server], keys: Path, postgresql_server: URL) -> None:
    """As after a dump was read back into a new server; and an administrator may decide for the former one."""
    newest, former = servers
    assert ask(connected(newest, keys)) == 1
    assert ask(connected(postgresql_server.render_as_string(hide_password=False), keys)) == 1
    assert ask(connected(former, keys)) == 1, "of two clusters nothing is known of their order"
    assert ask(connected(newest, keys)) == 1
    (keys / NAME).unlink()
    assert ask(connected(former, keys)) == 1


def test_a_server_that_tells_nobody_is_not_judged(servers: tuple[Server, Server], keys: Path) -> None:
    newest, former = servers
    database = connected(former, keys)
    with database.engine.begin() as connection:
        connection.execute(text("CREATE ROLE plain LOGIN"))
        connection.execute(text("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC"))
    assert ask(connected(newest, keys)) == 1
    plain = connected(former.url.replace("postgres@", "plain@"), keys)
    assert ask(plain) == 1
