"""The program is broken again and again while an invented caseload goes on; a line for each kill, and the books at the end.

    ./run torture                                   ten minutes on SQLite, every fault in turn
    ./run torture --minutes 60 --seed 7 --faults kill,points
    ./run torture --postgresql --shape parts
    ./run torture --without-prefect --faults kill,points          as many kills as there can be

Ends with 1 where the oracle finds a fault. Not a test of speed: machines differ. See docs/crash-tests.md.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.crash.campaign import Ports, Shape, open_campaign
from tests.crash.disk import mounted
from tests.crash.faults import FAULTS


def run(asked: argparse.Namespace) -> dict[str, object]:
    """What came of it."""
    chance = Random(asked.seed)
    names = asked.faults.split(",") if asked.faults else list(FAULTS)
    if unknown := set(names) - set(FAULTS):
        raise SystemExit(f"There is no fault {', '.join(sorted(unknown))}. There are: {', '.join(FAULTS)}.")
    skipped: dict[str, str] = {}
    tried: Counter[str] = Counter()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sunward-torture-")))
        disk = stack.enter_context(mounted(folder, 600))
        postgresql = None
        if asked.postgresql:
            from tests.crash.postgresql import Cluster

            postgresql = stack.enter_context(Cluster.open(asked.port + 13))
        campaign = stack.enter_context(
            open_campaign(
                folder,
                chance,
                Ports.beginning_with(asked.port, asked.processes),
                plans=asked.plans,
                prefect=not asked.without_prefect,
                postgresql=postgresql,
                shape=Shape(asked.shape),
                disk=disk,
                tell=_tell,
            )  # fmt: skip
        )
        began = time.monotonic()
        campaign.start_all()
        campaign.wait_for_answer()
        campaign.hurry()
        while time.monotonic() - began < asked.minutes * 60:
            name = names[0] if len(names) == 1 else chance.choice(names)
            if chance.random() < asked.kill_share and {"kill", "points"} & set(names):
                name = chance.choice([one for one in ("kill", "points") if one in names])
            if name not in ("kill", "points"):
                campaign.tell(f"fault: {name}")
            why_not = FAULTS[name](campaign)
            if why_not is not None:
                if name not in skipped:
                    campaign.tell(f"SKIPPED {name}: {why_not}")
                    skipped[name] = why_not
                    names = [one for one in names if one != name] or ["kill"]
                continue
            tried[name] += 1
            campaign.start_all()
            try:
                campaign.note(name, campaign.examine(settled=False))
            except Exception as error:  # the database may be away just now
                if postgresql is None:
                    raise
                campaign.tell(f"not examined: {type(error).__name__}")
        campaign.tell("settling")
        campaign.note("settling", campaign.settle())
        answered = campaign.people.stop()
        if asked.keep:
            subprocess.run(["cp", "-r", str(folder), asked.keep], check=False)
        messages = campaign.count_messages()
        lost = sum("acknowledged" in fault for fault in campaign.faults)
        doubled = sum("twice" in fault or "times" in fault for fault in campaign.faults)
        return {
            "kills": campaign.kills, "by": dict(campaign.by_point.most_common()), "tried": dict(tried), "skipped": skipped,
            "acknowledged": len(campaign.ledger.acknowledged),
            "acknowledged_by_kind": dict(Counter(one.kind for one in campaign.ledger.acknowledged)),
            "refused": campaign.ledger.refused, "everybody_answered": answered, "errors": campaign.ledger.errors,
            "lost": lost, "doubled": doubled, "taken": sum((campaign.mail.taken + campaign.texts.taken).values()),
            "messages": messages, "unknown": messages.get("unknown", 0), "clock": campaign.clock.now().isoformat(),
            "faults": campaign.faults, "seed": asked.seed, "minutes": round((time.monotonic() - began) / 60, 1),
        }  # fmt: skip


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run torture")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plans", type=int, default=14)
    parser.add_argument("--processes", type=int, default=1, help="several only with --postgresql")
    parser.add_argument("--shape", default="up", choices=[one.value for one in Shape], help="parts: with --postgresql")
    parser.add_argument("--postgresql", action="store_true", help="the record on a PostgreSQL server of its own")
    parser.add_argument(
        "--without-prefect", action="store_true", help="Prefect is away all the time: more kills in the same time"
    )
    parser.add_argument("--faults", help=f"some of: {', '.join(FAULTS)}")
    parser.add_argument("--kill-share", type=float, default=0.6, help="how many of the faults are plain kills")
    parser.add_argument("--port", type=int, default=8870, help="this one and the thirteen after it")
    parser.add_argument("--keep", metavar="FOLDER", help="a copy of everything is left there")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended by whoever started it
    result = run(asked)
    sys.stdout.write(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    raise SystemExit(1 if result["faults"] or not result["everybody_answered"] else 0)


if __name__ == "__main__":
    main()
