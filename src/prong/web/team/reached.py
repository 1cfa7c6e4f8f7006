"""How a team's workbench is reached: under which public address, and through which proxies.

What a proxy says of whom it asks for is believed only when the proxy says it.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from prong.faults import FieldFault

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Reached:
    """``origin`` is what a browser's address begins with; ``proxies`` where requests come from, if
    there are any: then from nowhere else."""

    origin: str
    proxies: tuple[Network, ...] = ()

    @classmethod
    def of(cls, origin: str, proxies: tuple[str, ...] = ()) -> Reached:
        """From what was given on the command line; a FieldFault where it is none."""
        parts = urlsplit(origin)
        try:
            port = parts.port
        except ValueError:
            port = -1
        if (
            parts.scheme not in ("http", "https") or not parts.hostname or port == -1
            or parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
        ):  # fmt: skip
            raise FieldFault(
                "This is not a public address.", found=origin[:100],
                expected="one such as https://prong.example, with no path",
            )  # fmt: skip
        networks = []
        for one in proxies:
            try:
                networks.append(ipaddress.ip_network(one, strict=False))
            except ValueError:
                raise FieldFault(
                    "This is not the address of a proxy.", found=one[:60],
                    expected="an address such as 10.0.0.2, or a network such as 10.0.0.0/28",
                ) from None  # fmt: skip
        return cls(f"{parts.scheme}://{parts.netloc.lower()}", tuple(networks))

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https://")

    @cached_property
    def hosts(self) -> frozenset[str]:
        """What a request may name as the host: on this machine alone, by any of its names."""
        parts = urlsplit(self.origin)
        port = parts.port or (443 if self.secure else 80)
        names = {
            parts.netloc.removesuffix(f":{port}"),
            f"{parts.netloc.removesuffix(f':{port}')}:{port}",
        }
        if not self.secure:
            names |= {f"{name}:{port}" for name in LOOPBACK}
        return frozenset(names)

    @cached_property
    def origins(self) -> frozenset[str]:
        return frozenset(f"{urlsplit(self.origin).scheme}://{host}" for host in self.hosts)

    @property
    def cookie(self) -> str:
        """A browser takes a cookie of the first name from this host alone, and only over TLS."""
        return "__Host-prong" if self.secure else f"prong-team-{urlsplit(self.origin).port or 80}"

    def client(self, peer: str, headers: Headers) -> str | None:
        """The address of whoever asks; None, where a proxy is between and this is not the proxy."""
        if not self.proxies:
            return peer
        if not self._trusts(peer):
            return None
        address = peer
        said = ",".join(headers.getlist("x-forwarded-for")).split(",")
        for one in reversed(said):  # the last was added by the proxy; before it may stand anything
            found = _address(one)
            if found is None:
                break
            address = found
            if not self._trusts(found):
                break
        return address

    def _trusts(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.proxies)


def _address(text: str) -> str | None:
    """An address as a proxy writes it, perhaps with a port."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
