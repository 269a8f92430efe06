"""The real program, killed at named points and with the power failing while families and the office act: the short form of
`./run torture`."""

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.crash.campaign import MakeWorld, Ports, open_campaign
from tests.crash.disk import mounted
from tests.crash.faults import power_lost
from tests.crash.program import wait_until
from tests.crash.world import make_world
from tests.prefect.conftest import free_port

POINTS = ("after commit, before the answer", "after the hand-over")
"""Of those of tests/crash/points.py; all of them are tried by `./run torture`."""


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> MakeWorld:
    """The world is made by this process, which has loaded the program."""

    def make_here(settings: Mapping[str, str], plans: int) -> dict[str, Any]:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return make_world(plans)

    return make_here


def test_whatever_the_program_dies_at_nothing_is_lost_doubled_or_left(tmp_path: Path, make: MakeWorld) -> None:
    """Every point is reached; the oracle, which shares no code with the program, finds nothing after any of them."""
    ports = Ports([free_port()], *(free_port() for _ in range(3)))
    with open_campaign(tmp_path, Random(1), ports, plans=3, prefect=False, make=make, families=1, office=1, threads=1,
        tell=lambda _: None) as campaign:  # fmt: skip
        [program] = campaign.programs
        for point in POINTS:
            program.start(point)
            campaign.hurry()
            assert wait_until(lambda: not program.is_alive, 60), point
            assert program.died_at == point
            campaign.note(point, campaign.examine(settled=False))
        program.start()
        assert wait_until(lambda: len(campaign.ledger.acknowledged) > 3, 60)
        assert campaign.settle() == []
        assert campaign.faults == []
        assert campaign.people.stop()
        messages = campaign.count_messages()
        # Each death may find the one hand inside a hand-over. A provider that is slow to answer is another reason.
        assert sum(count for name, count in messages.items() if name.endswith("hand_over_interrupted")) <= len(POINTS)
        assert messages["sent"] > 0


def test_what_was_acknowledged_is_there_after_the_power_failed(tmp_path: Path, make: MakeWorld) -> None:
    """Whatever was not brought to the disk is gone, names of files too; nothing of it had been acknowledged."""
    (tmp_path / "disk").mkdir()
    with mounted(tmp_path / "disk", megabytes=300) as disk:
        if disk is None or not disk.has_power_to_lose:
            pytest.skip("no disk of its own can be made here (root makes one with mkfs.ext4)")
        ports = Ports([free_port()], *(free_port() for _ in range(3)))
        with open_campaign(disk.folder, Random(2), ports, plans=3, prefect=False, make=make, families=1, office=1, threads=1,
            disk=disk, tell=lambda _: None) as campaign:  # fmt: skip
            campaign.start_all()
            campaign.hurry()
            assert wait_until(lambda: len(campaign.ledger.acknowledged) >= 5, 60)
            assert power_lost(campaign) is None
            campaign.note("power lost", campaign.examine(settled=False))
            assert campaign.settle() == []
            assert campaign.faults == []
            assert campaign.people.stop()
