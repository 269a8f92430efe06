"""What is done to the program, each by its name. After each, everything is whole again, and the program must find its way."""

import shutil
import signal
import time
from collections.abc import Callable
from datetime import timedelta

from tests.crash.campaign import Campaign
from tests.crash.points import POINTS
from tests.crash.program import wait_until

Fault = Callable[[Campaign], str | None]
"""Returns why it could not be tried here, or None."""
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
    wait_until(lambda: not victim.is_alive, 12)
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
