"""Names of other machines."""

import socket


def look_up(host: str) -> frozenset[str]:
    """The addresses to which the name leads. OSError where it leads nowhere, or where no name server says so: a program
    that serves asks each of them once, for two seconds (`core/settings.py`). UnicodeError where it is no name."""
    return frozenset(str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
