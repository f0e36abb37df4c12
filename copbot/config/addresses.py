"""Addresses in the configuration: of the homeserver, and of copbot's own port, which nobody but this machine may reach."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit


def homeserver_address(value: str) -> str:
    """A homeserver's address, without a slash at its end. Raises ValueError that says what would be right."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError(
            'must be the whole address, as in "https://matrix.example.org" or "http://localhost:8008"'
        )
    if parts.username or parts.password:
        raise ValueError("must not hold a name or password; those belong in homeserver.password_file")
    if parts.query or parts.fragment or "/_matrix" in parts.path:
        raise ValueError(f'goes no further than the server: "{parts.scheme}://{parts.netloc}"')
    return value.rstrip("/")


def host_and_port(value: str) -> tuple[str, int]:
    """Where a program on this machine listens. Raises ValueError for what is no address of this machine's own."""
    host, _, port = value.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port, re.ASCII) or not 1 <= int(port) <= 65535:
        raise ValueError('must be an address and a port, as in "127.0.0.1:9464"')
    if host == "localhost":
        return "127.0.0.1", int(port)
    try:
        near = ip_address(host).is_loopback
    except ValueError:
        near = False
    if not near:
        raise ValueError(
            "would let other machines ask, and there is no password on it: only addresses of this machine's own serve, "
            f'as in "127.0.0.1:{port}"; docs/operators.md says how a container is asked'
        )
    return host, int(port)
