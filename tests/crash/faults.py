"""What is done to the program, each by its name. After each, everything is whole again, and the program must find its way."""

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.crash.campaign import Campaign
from tests.crash.points import POINTS
from tests.crash.program import Program, wait_until
from tests.crash.wire import open_nonsense

Fault = Callable[[Campaign], str | None]
"""Returns why it could not be tried here, or None."""
END_SECONDS = 120
"""So long a process may take to end in order."""
FAULTS: dict[str, Fault] = {}


def fault(name: str) -> Callable[[Fault], Fault]:
    def add(one: Fault) -> Fault:
        FAULTS[name] = one
        return one

    return add


@fault("kill")
def kill(campaign: Campaign) -> None:
    """A process is killed at a random moment, perhaps while it starts, and started again."""
    victim = campaign.chance.choice(campaign.programs)
    if campaign.chance.random() < 0.8:
        campaign.wait_for_answer()
    time.sleep(campaign.chance.uniform(0.05, 3))
    campaign.kill(victim, "kill")
    campaign.start_all()


_WHO_REACHES = {
    "after commit, before the answer": ("web",),
    "before parking": ("scheduler", "runner"),
    "after parking": ("scheduler", "runner"),
    "before the hand-over": ("delivery",),
    "after the hand-over": ("delivery",),
    "before Prefect is told": ("scheduler", "runner"),
    "after Prefect is told": ("scheduler", "runner"),
}
"""Where the parts run apart: those that come to a point at all. Any comes to the others."""


@fault("points")
def points(campaign: Campaign) -> None:
    """A process dies at a named point, at one of its first passes or later."""
    point = campaign.chance.choice(POINTS)
    able = [
        one for one in campaign.programs if one.arguments[0] in ("up", *_WHO_REACHES.get(point, (one.arguments[0],)))
    ]
    victim = campaign.chance.choice(able)
    campaign.kill(victim, "before a point")
    victim.start(point, 1 + int(campaign.chance.expovariate(1 / 6)))
    wait_until(lambda: not victim.lives, 12)
    campaign.kill(victim, "a point not reached")
    campaign.start_all()


@fault("prefect-killed")
def prefect_killed(campaign: Campaign) -> str | None:
    """Prefect's server is killed and started again after a while."""
    if campaign.prefect is None:
        return "no Prefect server of its own"
    campaign.prefect.kill()
    time.sleep(campaign.chance.uniform(0.5, 6))
    campaign.prefect.start()
    wait_until(campaign.prefect.is_ready, 90, 0.5)
    return None


@fault("prefect-deleted")
def prefect_deleted(campaign: Campaign) -> str | None:
    """Prefect's database is gone."""
    if campaign.prefect is None:
        return "no Prefect server of its own"
    campaign.prefect.kill()
    campaign.prefect.lose()
    campaign.prefect.start()
    wait_until(campaign.prefect.is_ready, 90, 0.5)
    return None


@fault("prefect-restored")
def prefect_restored(campaign: Campaign) -> str | None:
    """Prefect's database is that of some time ago."""
    if campaign.prefect is None:
        return "no Prefect server of its own"
    campaign.prefect.keep()
    time.sleep(20)
    campaign.prefect.kill()
    campaign.prefect.go_back()
    campaign.prefect.start()
    wait_until(campaign.prefect.is_ready, 90, 0.5)
    return None


@fault("clock-forward")
def clock_forward(campaign: Campaign) -> None:
    """The clock jumps three days ahead: the machine was off, or somebody has set it."""
    _set_clock(campaign, timedelta(days=3))


@fault("clock-back")
def clock_back(campaign: Campaign) -> None:
    """The clock goes back five hours."""
    _set_clock(campaign, -timedelta(hours=5))


def _set_clock(campaign: Campaign, by: timedelta) -> None:
    from core.clock import StoredClock

    for program in campaign.programs:
        campaign.kill(program, "before the clock is set")
    shown = campaign.clock.now() + by
    StoredClock.begin(campaign.clock.file, shown)
    campaign.hurry()
    campaign.start_all()
    campaign.wait_for_answer()
    time.sleep(5)


@fault("clocks-apart")
def clocks_apart(campaign: Campaign) -> str | None:
    """The clock of one machine, half of the processes, is minutes or hours ahead or behind for a while."""
    if len(campaign.programs) < 4:
        return "there are no two machines"
    ahead = campaign.chance.choice((-300, -10, -2, 2, 10, 120, 1500))
    campaign.tell(f"half of the clocks: {ahead} minutes")
    second = campaign.programs[1::2]
    for program in second:
        program.set_clock_ahead(ahead)
    time.sleep(campaign.chance.uniform(5, 25))
    if campaign.chance.random() < 0.5:
        campaign.kill(campaign.chance.choice(second), "while its clock is wrong")
        campaign.start_all()
        time.sleep(campaign.chance.uniform(3, 8))
    for program in second:
        program.set_clock_ahead(None)
    return None


@fault("stalled-runner")
def stalled_runner(campaign: Campaign) -> None:
    """A process stands still for a while and goes on as if nothing had been."""
    campaign.wait_for_answer()
    victim = campaign.chance.choice(campaign.programs)
    victim.signal(signal.SIGSTOP)
    # Beyond half a minute another process leads, beyond one the server has ended its transaction.
    time.sleep(campaign.chance.choice((3, 6, 12, 45, 75)))
    victim.signal(signal.SIGCONT)


@fault("suspended")
def suspended(campaign: Campaign) -> None:
    """The machines sleep: every process stands still for a while, and the clock is eight hours ahead when it goes on."""
    from core.clock import StoredClock

    campaign.wait_for_answer()
    for program in campaign.programs:
        program.signal(signal.SIGSTOP)
    time.sleep(campaign.chance.choice((3, 10, 70)))
    StoredClock.begin(campaign.clock.file, campaign.clock.now() + timedelta(hours=8))
    for program in campaign.programs:
        program.signal(signal.SIGCONT)
    campaign.hurry()
    campaign.wait_for_answer()


@fault("starved")
def starved(campaign: Campaign) -> None:
    """Every process gets next to nothing of the processor for a while, as on a machine that carries too much."""
    campaign.wait_for_answer()
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for program in campaign.programs:
            program.signal(signal.SIGSTOP)
        time.sleep(campaign.chance.uniform(0.5, 3))
        for program in campaign.programs:
            program.signal(signal.SIGCONT)
        time.sleep(0.15)


def _misbehave(name: str, mode: str) -> None:
    @fault(f"{name}-{mode}")
    def misbehaves(campaign: Campaign) -> None:
        provider = campaign.mail if name == "smtp" else campaign.texts
        provider.mode = mode
        time.sleep(15)
        provider.mode = "well"

    misbehaves.__doc__ = f"Whoever carries {'mail' if name == 'smtp' else 'texts'} is {mode} for a while."


for _name in ("smtp", "gateway"):
    for _mode in ("slow", "hung", "lying"):
        _misbehave(_name, _mode)


@fault("disk-full")
def disk_full(campaign: Campaign) -> str | None:
    """Not one byte is left where record, keys and marks lie; then there is room again."""
    if campaign.disk is None:
        return "the folder is no file system of its own (root mounts one)"
    filler = campaign.folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError:
            pass
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            pass
    time.sleep(campaign.chance.uniform(4, 10))
    if campaign.chance.random() < 0.5:
        kill(campaign)
        time.sleep(4)
    filler.unlink()
    if campaign.prefect is not None and not wait_until(campaign.prefect.is_ready, 20, 0.5):
        campaign.prefect.kill()
        campaign.prefect.start()
    campaign.start_all()
    return None


@fault("rulebook-edition-changed")
def rulebook_edition_changed(campaign: Campaign) -> None:
    """The next start reads another edition of the rulebook; plans go on under their own."""
    for program in campaign.programs:
        campaign.kill(program, "before another edition")
        program.environment = {**program.environment, "CRASH_EDITION": str(1 + campaign.kills % 3)}
    campaign.start_all()
    campaign.wait_for_answer()
    time.sleep(5)


@fault("postgres-restart")
def postgres_restart(campaign: Campaign) -> str | None:
    """The database server ends at once, without putting anything in order, and starts again."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    campaign.postgresql.crash()
    time.sleep(campaign.chance.uniform(0, 4))
    campaign.postgresql.start()
    return None


@fault("connections-cut")
def connections_cut(campaign: Campaign) -> str | None:
    """Every connection to the database is cut, several times."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    for _ in range(4):
        campaign.postgresql.cut_connections()
        time.sleep(campaign.chance.uniform(0.2, 1.5))
    return None


@fault("standby-failover")
def standby_failover(campaign: Campaign) -> str | None:
    """The database server dies for good, and its standby, which has all that was committed, takes its place."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    campaign.postgresql.fail_over()
    return None


@fault("partition")
def partition(campaign: Campaign) -> str | None:
    """The program and the database do not reach each other for a while; nobody is told so."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    return campaign.postgresql.partition(campaign.chance.uniform(2, 8))


@fault("redis-gone")
def redis_gone(campaign: Campaign) -> str | None:
    """Redis ends, and starts again with nothing in it."""
    if campaign.prefect is None:
        return "no Prefect server of its own"
    return campaign.prefect.break_redis(campaign.chance.uniform(1, 10))


@fault("prefect-partition")
def prefect_partition(campaign: Campaign) -> str | None:
    """The program and Prefect's server do not reach each other for a while; nobody is told so."""
    if campaign.prefect is None:
        return "no Prefect server of its own"
    campaign.prefect.wire.cut(campaign.chance.uniform(2, 20))
    return None


@fault("database-full-house")
def database_full_house(campaign: Campaign) -> str | None:
    """Strangers hold every connection that the database server gives, and the program's own are ended."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    campaign.postgresql.take_all_connections(campaign.chance.uniform(3, 10))
    return None


@fault("database-read-only")
def database_read_only(campaign: Campaign) -> str | None:
    """The database answers and takes no writes, as a standby does that was not promoted."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    campaign.postgresql.refuse_writes(campaign.chance.uniform(3, 12))
    return None


@fault("database-stalled")
def database_stalled(campaign: Campaign) -> str | None:
    """The database server stands still (SIGSTOP): connections stay open, and nothing is answered."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    campaign.postgresql.stall(campaign.chance.uniform(3, 20))
    return None


@fault("statements-cancelled")
def statements_cancelled(campaign: Campaign) -> str | None:
    """An administrator cancels whatever is being asked, again and again."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    campaign.postgresql.cancel_statements(campaign.chance.uniform(3, 8))
    return None


@fault("locked-by-a-stranger")
def locked_by_a_stranger(campaign: Campaign) -> None:
    """Somebody else holds the lock on a whole table, as VACUUM FULL does, or on SQLite on the whole record, as a careless
    backup does: also for longer than anybody waits."""
    seconds = campaign.chance.choice((5, 20, 45))
    if campaign.postgresql is not None:
        table = campaign.chance.choice(("plan", "item", "message", "journal_line", "staff", "sign_in"))
        campaign.tell(f"locked for {seconds} s: {table}")
        campaign.postgresql.lock_table(table, seconds)
        return
    stranger = sqlite3.connect(campaign.folder / "data" / "record.db", timeout=30, isolation_level=None)
    with contextlib.closing(stranger):
        stranger.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)


@fault("keys-not-mounted")
def keys_not_mounted(campaign: Campaign) -> str | None:
    """The folder of keys is away for a while; nothing or an empty folder lies in its place, and stays empty."""
    campaign.wait_for_answer()
    keys, away = campaign.folder / "keys", campaign.folder / "keys-away"
    keys.rename(away)
    if campaign.chance.random() < 0.5:
        keys.mkdir()
    time.sleep(campaign.chance.uniform(3, 10))
    made = sorted(file.name for file in keys.rglob("*.key")) if keys.exists() else []
    shutil.rmtree(keys, ignore_errors=True)
    away.rename(keys)
    campaign.note("keys-not-mounted", [f"a key was made in a folder that is none: {name}" for name in made])
    return None


@fault("record-not-there")
def record_not_there(campaign: Campaign) -> str | None:
    """The record's file is moved away for a while, by a careless hand; nothing or an empty file lies in its place."""
    if campaign.postgresql is not None:
        return "the record is in no file"
    campaign.wait_for_answer()
    record, away = campaign.folder / "data" / "record.db", campaign.folder / "record-away.db"
    record.rename(away)
    if campaign.chance.random() < 0.5:
        record.touch()
    time.sleep(campaign.chance.uniform(3, 10))
    begun = record.exists() and record.stat().st_size > 0
    record.unlink(missing_ok=True)
    away.rename(record)
    campaign.note("record-not-there", ["another record was begun in its place"] if begun else [])
    return None


@fault("no-files-left")
def no_files_left(campaign: Campaign) -> None:
    """A process may open hardly any file or connection more."""
    victim = _somebody_who_answers(campaign)
    if victim is not None:
        _limit(victim, resource.RLIMIT_NOFILE, len(os.listdir(f"/proc/{victim.process_id}/fd")) + 2, 10)


@fault("no-memory-left")
def no_memory_left(campaign: Campaign) -> None:
    """A process gets no memory and no thread more."""
    victim = _somebody_who_answers(campaign)
    if victim is not None:
        pages = int(Path(f"/proc/{victim.process_id}/statm").read_text().split()[0])
        _limit(victim, resource.RLIMIT_AS, pages * resource.getpagesize() + (1 << 20), 10)


@fault("no-byte-written")
def no_byte_written(campaign: Campaign) -> None:
    """A process may write to no file, as when its quota is used up; there is room on the disk all the same."""
    victim = _somebody_who_answers(campaign)
    if victim is not None:
        _limit(victim, resource.RLIMIT_FSIZE, 0, 10)


def _somebody_who_answers(campaign: Campaign) -> Program | None:
    campaign.wait_for_answer()
    victim = campaign.chance.choice(campaign.programs)
    return victim if victim.lives else None


def _limit(victim: Program, what: int, value: int, seconds: float) -> None:
    before = resource.prlimit(victim.process_id, what)
    resource.prlimit(victim.process_id, what, (value, before[1]))
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(victim.process_id, what, before)


@fault("asked-to-end")
def asked_to_end(campaign: Campaign) -> None:
    """A process is asked to end (SIGTERM, or SIGHUP as of a closed terminal) while requests are under way, one of which
    never ends; it ends in order and in time."""
    campaign.wait_for_answer()
    victim = campaign.chance.choice(campaign.programs)
    hanging = [campaign.begin_request(url) for url in campaign.urls]
    how = campaign.chance.choice((signal.SIGTERM, signal.SIGHUP))
    victim.signal(how)
    # Whether a process without pages has started is not known here: while it starts, it ends at once.
    in_order = (0,) if victim.arguments[0] in ("up", "web") else (0, -how)
    ended = wait_until(lambda: not victim.lives, END_SECONDS)
    for one in hanging:
        one.close()
    if not ended or victim.exit_code not in in_order:
        how_it_went = f"exit {victim.exit_code}" if ended else "it goes on"
        campaign.note("asked-to-end", [f"asked to end: {victim.arguments[0]}: {how_it_went}"])
    campaign.kill(victim, "after it was asked to end")


@fault("prefect-nonsense")
def prefect_nonsense(campaign: Campaign) -> str | None:
    """In place of Prefect's server answers something else: errors, another secret, pages, half an answer, redirects."""
    if campaign.prefect is None:
        return "no Prefect server of its own"
    with open_nonsense(campaign.chance) as port:
        campaign.prefect.wire.lead_to(port)
        time.sleep(campaign.chance.uniform(5, 15))
        campaign.prefect.wire.lead_to(None)
    return None


@fault("database-power-lost")
def database_power_lost(campaign: Campaign) -> str | None:
    """The power of the database server's machine fails: what it has not brought to its disk is gone."""
    if campaign.postgresql is None:
        return "the record is on SQLite"
    time.sleep(campaign.chance.uniform(0.05, 5))
    why_not: str | None = campaign.postgresql.lose_power()
    return why_not


@fault("power-lost")
def power_lost(campaign: Campaign) -> str | None:
    """The power of the machine fails: what nobody has brought to the disk is gone, with all processes."""
    disk = campaign.disk
    if disk is None or not disk.has_power_to_lose:
        return "the folder is no disk of its own (root makes one with mkfs.ext4)"
    if campaign.chance.random() < 0.8:
        campaign.wait_for_answer()
    time.sleep(campaign.chance.uniform(0.05, 8))
    # All at one moment: what a process says afterwards, nobody would hear.
    for program in campaign.programs:
        program.signal(signal.SIGKILL)
    disk.lose_power()
    for program in campaign.programs:
        program.kill()
    if campaign.prefect is not None:
        campaign.prefect.kill()
    disk.come_back()
    campaign.note_deaths(len(campaign.programs), "power lost")
    if campaign.prefect is not None:
        campaign.prefect.start()
        wait_until(campaign.prefect.is_ready, 90, 0.5)
    campaign.start_all()
    return None
