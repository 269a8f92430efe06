"""`./run bench [NAME …] [--quick] [--json]`: each bench in a process of its own, one after the other.

A bench is a module of this folder with `def measure(quick: bool) -> Result`; its docstring says what it measures.
`--quick` asks each for a form that ends within about 20 seconds. `--json` prints one object per bench and line.
`--disk-ms N` measures as on a disk on which nothing is safe in less than so many milliseconds (`bench/slow_disk.py`).
A figure that misses what is wanted is shown, and is no failure: machines differ and are noisy. The status is 1 only if
a bench could not be carried out.
"""

import argparse
import contextlib
import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from bench.benches import carry_out, find_benches
from bench.slow_disk import slowed


def main() -> int:
    benches = find_benches()
    parser = argparse.ArgumentParser(
        prog="./run bench",
        description="Speeds, each as a ratio to a floor or peer of the same run.",
        epilog="\n".join(f"{name:14} {sentence}" for name, sentence in benches.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which benches; all if none is named")
    parser.add_argument("--quick", action="store_true", help="each in about 20 seconds")
    parser.add_argument("--json", action="store_true", help="one object per bench and line")
    parser.add_argument("--disk-ms", type=float, metavar="N", help="as on a disk that takes N milliseconds")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(benches):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    with slowed(chosen.disk_ms) if chosen.disk_ms else contextlib.nullcontext():
        return measure_each(chosen.names or list(benches), benches, chosen)


def measure_each(names: list[str], benches: dict[str, str], chosen: argparse.Namespace) -> int:
    """Each is measured and told; 1 where one could not be carried out."""
    failed = False
    for name in names:
        # A process each: what one loads, opens or switches off is not there for the next.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            try:
                result, seconds = process.submit(carry_out, name, chosen.quick).result()
            except RuntimeError as trouble:  # BrokenProcessPool is one too
                failed = True
                sys.stderr.write(f"{name} could not be measured:\n{trouble}\n")
                continue
        if chosen.json:
            figures = [figure.as_json() for figure in result.figures]
            line = {"bench": name, "quick": chosen.quick, "seconds": round(seconds, 1), "figures": figures}
            line |= {"disk_ms": chosen.disk_ms} if chosen.disk_ms else {}
            sys.stdout.write(json.dumps(line | {"notes": result.notes}, ensure_ascii=False) + "\n")
        else:
            notes = "".join(f"  {key}: {note}\n" for key, note in result.notes.items())
            sys.stdout.write(f"{name}: {benches[name]} ({seconds:.0f} s)\n{notes}")
            sys.stdout.writelines(f"  {figure}\n" for figure in result.figures)
        sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
