"""A reading made small, so that a later file of the same device can be merged with it exactly. No title was ever in it."""

import json
import zlib
from array import array
from collections.abc import Iterable
from datetime import date, tzinfo
from typing import Any

from usage.machine_log import TRACKS, IntervalSeries, MachineLog
from usage.reading import Reading
from usage.reading_builder import Amount
from usage.sources import Device, Source


def dump_reading(reading: Reading) -> bytes:
    """The reading without its problems: everything that facts are made of, compressed."""
    data = {
        "source": reading.source.value,
        "collector": reading.collector,
        "sha256": reading.sha256,
        "offered": reading.offered,
        "names": reading.names,
        "machines": {
            machine_id: {
                "unlocks": list(machine.unlocks),
                **{name: _track(getattr(machine, name)) for name in TRACKS},
            }
            for machine_id, machine in reading.machines.items()
        },
        "amounts": _amounts(reading.amounts),
        "nights": _amounts(reading.nights),
        "unlock_counts": sorted([day.isoformat(), count] for day, count in reading.unlock_counts),
        "at_least": sorted(day.isoformat() for day in reading.at_least),
    }
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def load_reading(packed: bytes, device: Device, zone: tzinfo) -> Reading:
    """The reading again, for whosever device it is held to be now. It was packed here: nobody else's bytes come this way."""
    data: dict[str, Any] = json.loads(zlib.decompress(packed))
    return Reading(
        source=Source(data["source"]),
        device=device,
        collector=data["collector"],
        zone=zone,
        sha256=data["sha256"],
        offered=data["offered"],
        names=tuple(data["names"]),
        machines={machine_id: _machine(parts) for machine_id, parts in data["machines"].items()},
        amounts=tuple(_amount(each) for each in data["amounts"]),
        nights=frozenset(_amount(each) for each in data["nights"]),
        unlock_counts=frozenset((date.fromisoformat(day), count) for day, count in data["unlock_counts"]),
        problems=(),
        at_least=frozenset(map(date.fromisoformat, data["at_least"])),
    )


def _machine(parts: dict[str, Any]) -> MachineLog:
    machine = MachineLog(unlocks=array("q", parts["unlocks"]))
    for name in TRACKS:
        track: IntervalSeries = getattr(machine, name)
        for start, length, place in zip(*parts[name], strict=True):
            track.add(start, start + length, place)
    return machine


def _track(track: IntervalSeries) -> list[list[int]]:
    lengths = [end - start for start, end in track.spans()]
    return [list(track.starts), lengths, list(track.names)]


def _amounts(amounts: Iterable[Amount]) -> list[list[str | int]]:
    return [[each.day.isoformat(), each.of, each.seconds] for each in sorted(amounts)]


def _amount(data: list[Any]) -> Amount:
    return Amount(date.fromisoformat(data[0]), data[1], data[2])
