"""`./run bench [NAME …] [--quick] [--json]`: each bench in a process of its own, one after the other.

A bench is a module of this folder with `def measure(quick: bool) -> list[Figure]`; its docstring says what it measures.
`--quick` asks each for a form that ends within about 20 seconds. `--json` prints one object per bench and line.
A figure that misses what is wanted is shown, and is no failure: machines differ and are noisy. The status is 1 only if
a bench could not be carried out.
"""

import argparse
import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor

from bench.benches import carry_out, find_benches


def main() -> int:
    benches, failed = find_benches(), False
    parser = argparse.ArgumentParser(
        prog="./run bench",
        description="Speeds, each as a ratio to a floor or peer of the same run.",
        epilog="\n".join(f"{name:14} {sentence}" for name, sentence in benches.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which benches; all if none is named")
    parser.add_argument("--quick", action="store_true", help="each in about 20 seconds")
    parser.add_argument("--json", action="store_true", help="one object per bench and line")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(benches):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    for name in chosen.names or benches:
        # A process each: what one loads, opens or switches off is not there for the next.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            try:
                figures = process.submit(carry_out, name, chosen.quick).result()
            except RuntimeError as trouble:  # BrokenProcessPool is one too
                failed = True
                sys.stderr.write(f"{name} could not be measured:\n{trouble}\n")
                continue
        if chosen.json:
            line = {"bench": name, "quick": chosen.quick, "figures": [figure.as_json() for figure in figures]}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write("\n".join([f"{name}: {benches[name]}", *map("  {}".format, figures), ""]))
        sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
