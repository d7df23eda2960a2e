"""Where the worker may connect to: public addresses of listed push services, pinned to what was checked."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

# Python calls some of these global, although they are translated into, or lead through, somebody's inner network.
NEVER = tuple(
    ipaddress.ip_network(text) for text in ("192.0.0.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
Lookup = Callable[[str, int], Awaitable[list[str]]]


class NotPublic(OSError):
    """A push service's name leads to an address that is not public: nothing is sent there."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(ip, "ipv4_mapped", None)
    if inner is not None:
        return is_public(str(inner))
    never = any(ip in network for network in NEVER if ip.version == network.version)
    return ip.is_global and not ip.is_multicast and not never


async def system_lookup(host: str, port: int) -> list[str]:
    """The addresses that the system knows for a name. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for _, _, _, _, address in found))


class PublicResolver(AbstractResolver):
    """Hands the connection exactly the addresses that were checked, so that a second answer of the name can't differ.

    One address that is not public spoils the name. `free` are hosts set by the operator: the proxy, the test service.
    """

    def __init__(self, lookup: Lookup = system_lookup, free: Collection[str] = ()) -> None:
        self._lookup = lookup
        self._free = frozenset(free)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = await self._lookup(host, port)
        if not addresses or (host not in self._free and not all(is_public(address) for address in addresses)):
            raise NotPublic(host)
        return [_result(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is held open."""


def free_hosts(*origins: str) -> set[str]:
    """The host names of origins that the operator set."""
    return {host for host in (urlsplit(origin).hostname for origin in origins) if host}


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=flags)
