"""Nobody waits for an output that nobody reads, and what is read later is in the order in which it was said."""

import contextlib
import fcntl
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.log_output import MAX_WAITING

ROOT = Path(__file__).parents[2]
TALKS = """
import logging, os
from core.log_output import set_up_log, log_in_background
log = logging.getLogger("any")
with log_in_background():
    set_up_log({chosen})
    log.error("of a round")
    logging.getLogger("other").error("of a request")
    {says}
    os.write({tells}, b"said")
    {then}
"""


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """An output that holds four kilobytes, and what would read it."""
    unread, output = os.pipe()
    fcntl.fcntl(output, fcntl.F_SETPIPE_SZ, 4096)
    yield unread, output
    for each in (unread, output):
        os.close(each)


@contextlib.contextmanager
def talking(output: int, says: str, then: str, chosen: str = "") -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """A program that says that into the output, tells us that it has, and then does the other."""
    answers, tells = os.pipe()
    program = TALKS.format(says=says, tells=tells, then=then, chosen=chosen)
    running = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=output, stderr=output, stdin=subprocess.PIPE, pass_fds=[tells]
    )
    try:
        yield running, answers
    finally:
        running.kill()
        running.communicate()
        os.close(answers)
        os.close(tells)


def test_whoever_logs_goes_on_while_nobody_reads(pipe: tuple[int, int]) -> None:
    """What waits is read later, in order; what finds no room is lost."""
    unread, output = pipe
    much = f"for n in range({MAX_WAITING + 5_000}): log.error('%d', n)"
    with talking(output, much, "input()") as (_running, answers):
        assert os.read(answers, 4) == b"said"
        read = b""
        while b" 5000\n" not in read:
            read += os.read(unread, 4096)
    lines = read.decode().splitlines()
    assert lines[0].endswith("of a round")
    assert "of a request" in lines[1]
    assert [int(line.rpartition(" ")[2]) for line in lines[2:5000]] == list(range(4998))


def test_it_ends_in_order_while_nobody_reads(pipe: tuple[int, int]) -> None:
    with talking(pipe[1], "log.error('.' * 8000)", "pass") as (running, _answers):
        assert running.wait(60) == 0


def test_what_was_logged_stands_there_at_the_end(tmp_path: Path) -> None:
    with (
        (tmp_path / "log").open("wb") as log,
        talking(log.fileno(), "for n in range(999): log.error('%d', n)", "pass") as started,
    ):
        assert started[0].wait(60) == 0
    assert (tmp_path / "log").read_text().splitlines()[-1].endswith(" 998")


@pytest.mark.parametrize("as_json", [False, True])
def test_each_line_says_when_how_grave_which_part_and_what_here_and_on_another_machine(
    as_json: bool, tmp_path: Path
) -> None:
    """One form for all, with the office's zone; `syslog` takes the same line."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as elsewhere, (tmp_path / "log").open("wb") as log:
        elsewhere.bind(("127.0.0.1", 0))
        elsewhere.settimeout(30)
        chosen = f"as_json={as_json}, syslog='127.0.0.1:{elsewhere.getsockname()[1]}'"
        with talking(log.fileno(), "log.warning('%s fell', 'it')", "pass", chosen) as (running, _answers):
            assert running.wait(60) == 0
        heard = [elsewhere.recv(4096).decode().strip("\0") for _line in range(3)]
    lines = (tmp_path / "log").read_text().splitlines()
    assert [line.partition(">")[2] for line in heard] == lines
    found = re.fullmatch(r"(\S+) (\S+) (\S+): (.*)", lines[2])
    said = tuple(json.loads(lines[2]).values()) if as_json else found and found.groups()
    assert said is not None
    assert said[1:] == ("WARNING", "any", "it fell")
    assert datetime.fromisoformat(said[0]).utcoffset() == timedelta(hours=8)
