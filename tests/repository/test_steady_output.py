"""Nobody waits for an output that nobody reads, and what is read later is in the order in which it was said."""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.steady_output import MISSING, MOST_WAITING

ROOT = Path(__file__).parents[2]
TALKS = """
import logging, os, sys, structlog
from core.steady_log import steady_the_log
from core.steady_output import steady_output, wait_for_output
steady_the_log()
with steady_output():
    print("first")
    print("among the errors", file=sys.stderr)
    logging.getLogger("any").error("of a round")
    structlog.get_logger().error("of a request")
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
def talking(output: int, says: str, then: str) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """A program that says that into the output, tells us that it has, and then does the other."""
    told, tells = os.pipe()
    program = TALKS.format(says=says, tells=tells, then=then)
    running = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=output, stderr=output, stdin=subprocess.PIPE, pass_fds=[tells]
    )
    try:
        yield running, told
    finally:
        running.kill()
        running.communicate()
        os.close(told)
        os.close(tells)


def test_whoever_speaks_goes_on_while_nobody_reads(pipe: tuple[int, int]) -> None:
    """Prints, logs and errors alike. What found no room is read later, up to a bound; where some is missing, that is said."""
    unread, output = pipe
    much = f"for n in range({MOST_WAITING + 5_000}): sys.stdout.write(f'{{n}}\\n')"
    with talking(output, much, "input(); print('again'); input()") as (running, told):
        assert os.read(told, 4) == b"said"
        read = b""
        while b"\n5000\n" not in read:
            read += os.read(unread, 4096)
        assert running.stdin is not None
        running.stdin.write(b"\n")
        running.stdin.flush()
        while not read.endswith(b"again\n"):
            read += os.read(unread, 4096)
    lines = read.decode().splitlines()
    assert lines[:3] == ["first", "among the errors", "of a round"]
    assert "of a request" in lines[3]
    assert MISSING.strip() in lines
    following, count = 0, 0
    for line in lines[4:-1]:
        if line == MISSING.strip():
            following = -1
            continue
        assert following in (-1, int(line))
        following, count = int(line) + 1, count + 1
    assert MOST_WAITING - 100 < count < MOST_WAITING + 5_000


def test_it_ends_in_order_while_nobody_reads(pipe: tuple[int, int]) -> None:
    with talking(pipe[1], "print('.' * 8000)", "pass") as (running, _told):
        assert running.wait(60) == 0


def test_what_was_said_stands_there_at_the_end(tmp_path: Path) -> None:
    with (
        (tmp_path / "log").open("wb") as log,
        talking(log.fileno(), "for n in range(999): print(n)", "pass") as started,
    ):
        assert started[0].wait(60) == 0
    assert (tmp_path / "log").read_text().splitlines()[-1] == "998"


def test_whoever_is_ended_at_once_says_what_was_said(pipe: tuple[int, int]) -> None:
    """The output takes the end of it only once somebody reads."""
    unread, output = pipe
    with talking(output, "print('.' * 9000)", "wait_for_output(); os._exit(3)") as (running, told):
        assert os.read(told, 4) == b"said"
        read = b""
        while not read.endswith(b".\n"):
            read += os.read(unread, 4096)
        assert running.wait(60) == 3
