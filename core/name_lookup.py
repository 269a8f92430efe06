"""Names of other machines, looked up for a while only.

The system asks three name servers that say nothing for nearly a minute, and whoever looks up a name waits all that time:
the limits of a connection begin when it has an address.
"""

import socket
import threading
from concurrent.futures import Future

LONGEST_SECONDS = 15.0
"""Two of three name servers may be silent, for five seconds each, before the third is asked."""

_asked: dict[str, "Future[frozenset[str]]"] = {}
_turn = threading.Lock()


def look_up(host: str) -> frozenset[str]:
    """The addresses to which the name leads. OSError where it leads nowhere, or where no name server has said so in time;
    UnicodeError where it is no name. Who asks for the same name meanwhile waits for the same answer."""
    with _turn:
        asking = _asked.get(host)
        if asking is None:
            asking = _asked[host] = Future()
            try:
                threading.Thread(target=_ask, args=(host, asking), name="look-up", daemon=True).start()
            except RuntimeError:  # no thread is left
                del _asked[host]
                asking = None
    return _addresses(host) if asking is None else asking.result(LONGEST_SECONDS)


def _ask(host: str, asking: "Future[frozenset[str]]") -> None:
    try:
        found = _addresses(host)
    except BaseException as failure:
        _forget(host)
        asking.set_exception(failure)
    else:
        _forget(host)
        asking.set_result(found)


def _forget(host: str) -> None:
    with _turn:
        del _asked[host]


def _addresses(host: str) -> frozenset[str]:
    return frozenset(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
