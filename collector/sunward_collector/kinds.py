"""Which app or site is of which kind: the list that the office's server delivers. A name not on it is "other"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

OTHER = "other"


class Kinds:
    """The list, as the server sends it. Case, spaces and the endings .exe and .app of a name say nothing."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        """`told` has `apps` and `sites` by kind, `browsers` and `lock_screens`."""
        self._apps: dict[str, str] = {_plain(name): kind for kind, names in told["apps"].items() for name in names}
        self._sites: dict[str, str] = {site: kind for kind, sites in told["sites"].items() for site in sites}
        self._browsers = {_plain(name) for name in told["browsers"]}
        self._lock_screens = {_plain(name) for name in told["lock_screens"]}

    def of_app(self, name: str) -> str:
        """The kind of an app."""
        return self._apps.get(_plain(name), OTHER)

    def of_address(self, address: str) -> str:
        """The kind of the listed site that the address belongs to; "" for any other."""
        host = (urlsplit(address).hostname or "") if address.startswith(("http://", "https://")) else ""
        while "." in host:
            if host in self._sites:
                return self._sites[host]
            host = host.partition(".")[2]
        return ""

    def is_browser(self, name: str) -> bool:
        """Whether pages are looked at with it."""
        return _plain(name) in self._browsers

    def is_lock_screen(self, name: str) -> bool:
        """Whether that in front means that nobody uses the computer."""
        return _plain(name) in self._lock_screens


def _plain(name: str) -> str:
    plain = "".join(name.casefold().split())
    for ending in (".exe", ".app"):
        if plain.endswith(ending):
            plain = plain[: -len(ending)]
    return plain
