"""Where a webhook may go. An address given by a person must not lead us into our own network.

The name is looked up each time, and the connection goes to the very address that was looked at: a name that points
elsewhere a moment later changes nothing.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from core.errors import BadInput
from core.i18n import _
from core.settings import WebhookReach

MAX_URL_LENGTH = 500


class Unreachable(Exception):
    """The name leads nowhere just now."""


class AddressOutOfReach(Exception):
    """The name leads to an address to which nothing may go."""


@dataclass(frozen=True)
class ResolvedAddress:
    """One address of a name, to be connected to."""

    host: str
    ip: str
    port: int


def check_url(url: str, *, reach: WebhookReach) -> None:
    """BadInput for what is no address for a webhook: anything but https with a name, without a user or a fragment.

    Unless it reaches public addresses only, http to loopback is one too."""
    address = urlsplit(url) if len(url) <= MAX_URL_LENGTH and url.isascii() and url.isprintable() else urlsplit("")
    try:
        port_ok = address.port is None or 0 < address.port < 65536
    except ValueError:
        port_ok = False
    loopback = reach != "public" and address.scheme == "http" and address.hostname in ("127.0.0.1", "localhost", "::1")
    plain = not (address.username or address.password or address.fragment or " " in url)
    if not (address.hostname and port_ok and plain and (address.scheme == "https" or loopback)):
        raise BadInput(_("地址应以 https:// 开头，不含用户名。"))
    try:
        resolve_address(url, reach=reach)
    except AddressOutOfReach:
        if reach == "machine":
            raise BadInput(_("演示只通知到本机，如 http://127.0.0.1:9000。")) from None
        raise BadInput(_("该地址不是公网地址；内网地址需管理员在设置中允许。")) from None
    except Unreachable:
        raise BadInput(_("找不到该地址。")) from None


def resolve_address(url: str, *, reach: WebhookReach) -> ResolvedAddress:
    """Where the name leads now. AddressOutOfReach if any of its addresses is not public, or not of this machine, and none
    but these are allowed."""
    address = urlsplit(url)
    host = address.hostname or ""
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable from None
    found = {str(entry[4][0]) for entry in entries}
    addresses = [ip_address(one.partition("%")[0]) for one in found]
    if reach != "inside" and not all(_is_public(ip) if reach == "public" else ip.is_loopback for ip in addresses):
        raise AddressOutOfReach
    if not found:
        raise Unreachable
    return ResolvedAddress(host, sorted(found)[0], port)


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    hidden = isinstance(ip, IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not hidden
