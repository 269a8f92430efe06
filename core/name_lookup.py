"""Names of other machines, looked up for a while only.

The system asks three name servers that say nothing for nearly a minute, and whoever looks up a name waits all that time:
the limits of a connection begin when it has an address.
"""

import socket

from core.limited_wait import LimitedWait

LONGEST_SECONDS = 15.0
"""Two of three name servers may be silent, for five seconds each, before the third is asked."""


def _addresses(host: str) -> frozenset[str]:
    return frozenset(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))


_names = LimitedWait("look-up", _addresses)


def look_up(host: str) -> frozenset[str]:
    """The addresses to which the name leads. OSError where it leads nowhere, or where no name server has said so in time;
    UnicodeError where it is no name. Who asks for the same name meanwhile waits for the same answer."""
    return _names.ask(host, LONGEST_SECONDS)
