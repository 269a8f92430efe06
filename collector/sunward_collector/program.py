"""The program: a page on this computer, and a look once an hour. It ends itself when the period does."""

from __future__ import annotations

import argparse
import os
import sys
import threading
import webbrowser
from datetime import datetime, timezone
from pathlib import Path

from sunward_collector import VERSION
from sunward_collector.activitywatch import ActivityWatch
from sunward_collector.collector import Collector
from sunward_collector.memory import Memory
from sunward_collector.page import LocalPage
from sunward_collector.words import Words

EVERY = 3600
"""Seconds from one look to the next."""


def main(arguments: list[str] | None = None) -> int:
    """Runs as told; 0 once it has ended well, 1 where it was never connected."""
    asked = _parser().parse_args(arguments)
    words = Words(os.environ.get("LANG", ""))
    memory = Memory.load(Path(asked.folder) / "memory.json")
    collector = Collector(memory, ActivityWatch(asked.activitywatch), lambda: datetime.now(timezone.utc))
    collector.language = "en" if words.english else "zh-CN"
    if asked.do != "run" and not collector.set_up and not memory.ended:
        print(words["not_set_up"])
        return 1
    if asked.do == "end":
        if collector.set_up:
            collector.end()
    elif asked.do == "once":
        collector.round()
    else:
        page = LocalPage(collector, asked.port)
        threading.Thread(target=page.server.serve_forever, daemon=True).start()
        print(words["open_page"], page.address, flush=True)
        if not asked.no_browser:
            webbrowser.open(page.address)
        try:
            while True:
                collector.round()
                threading.Event().wait(EVERY)
        except KeyboardInterrupt:
            page.server.shutdown()
    for each in (collector.trouble, words[memory.ended] if memory.ended else ""):
        if each:
            print(each)
    return 0


def start() -> None:
    """From the command line, as one file too, whose own start passes nothing on: the program ends with what `main` says."""
    sys.exit(main())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sunward-collector", description=__doc__)
    parser.add_argument(
        "do",
        nargs="?",
        choices=("run", "once", "end"),
        default="run",
        help="run: the page, and a look each hour. once: one look, which sends only what was agreed to beforehand. "
        "end: make the token void and forget everything.",
    )
    parser.add_argument("--activitywatch", default="http://127.0.0.1:5600", help="where ActivityWatch answers")
    parser.add_argument("--folder", default=str(Path.home() / ".sunward-collector"), help="where the token is kept")
    parser.add_argument("--port", type=int, default=0, help="of the page; any free one if left out")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page by itself")
    parser.add_argument("--version", action="version", version=VERSION)
    return parser


if __name__ == "__main__":
    sys.exit(main())
