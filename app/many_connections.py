"""Many who call at once, some of them to say nothing: each connection is a file of the process, and without a file left
nobody is answered and no round of work is gone.

The process may open as many files as the system lets it. A proxy before it ends what a slow client leaves unfinished.
"""

import asyncio
import logging
import resource

FILES = 65_536


def allow_many_files() -> None:
    """The process may have so many files and connections open, or as many as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def is_no_broken_off_request(line: logging.LogRecord) -> bool:
    """A filter of the log: that a request was broken off at the end is said once, and is no traceback for each."""
    return not (line.exc_info and isinstance(line.exc_info[1], asyncio.CancelledError))
