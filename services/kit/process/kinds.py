"""Kinds of settings: each refuses at the start what would fail, or mean nothing, later.

Their messages complete a line that begins with the name of the variable, and say what is right.
"""

import os
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import NoDecode

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# The libpq options of a URL that the driver understands.
DATABASE_OPTIONS = frozenset(
    {
        "sslmode",
        "sslrootcert",
        "sslcert",
        "sslkey",
        "sslcrl",
        "host",
        "port",
        "target_session_attrs",
    }
)
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def address(listen: str) -> tuple[str, int]:
    """Returns the host and port of "host:port". An IPv6 address is in brackets.

    Raises:
        ValueError: The text has a different form.
    """
    host, _, port = listen.rpartition(":")
    is_port = port.isascii() and port.isdigit() and int(port) < 1 << 16
    if not (host and is_port) or "/" in host:
        raise ValueError("must be host:port, such as 127.0.0.1:9000")
    return host.strip("[]"), int(port)


def _address(value: str) -> str:
    address(value)
    return value


def _optional(check: Callable[[str], str]) -> Callable[[str], str]:
    return lambda value: check(value) if value else value


def _target(value: str) -> str:
    if value.startswith(("dns:///", "unix:", "ipv4:", "ipv6:")):
        return value
    if "://" in value:
        raise ValueError("must be host:port, such as events:8003, without a scheme")
    return _address(value)


def _database_url(value: str) -> str:
    expected = "postgresql://user:password@host:port/database"
    parts = urlsplit(value)
    if parts.scheme not in ("postgresql", "postgres", "postgresql+asyncpg"):
        raise ValueError(f"must begin with postgresql://, as in {expected}")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(options.keys() - DATABASE_OPTIONS):
        known = ", ".join(sorted(DATABASE_OPTIONS))
        raise ValueError(f"has the unknown option {unknown[0]}; the options are {known}")
    if (mode := options.get("sslmode", "prefer")) not in SSL_MODES:
        raise ValueError(f"has the unknown sslmode {mode}; the modes are {', '.join(SSL_MODES)}")
    if not (parts.hostname or options.get("host")) or not parts.path.strip("/"):
        raise ValueError(f"must name a host and a database, as in {expected}")
    return value


def _network(value: str) -> str:
    try:
        ip_network(value)
    except ValueError:
        raise ValueError(
            "must list addresses or networks, such as 10.0.0.7 or 10.0.0.0/8"
        ) from None
    return value


def _nats_url(value: str) -> str:
    for part in value.split(","):
        parts = urlsplit(part.strip())
        if parts.scheme not in ("nats", "tls") or not parts.hostname:
            raise ValueError(
                "must be nats://host:port or tls://host:port, such as nats://nats:4222"
            )
    return value


def _level(value: object) -> object:
    level = value.upper() if isinstance(value, str) else value
    if level not in LEVELS:
        raise ValueError(f"must be one of {', '.join(LEVELS)}")
    return level


def _file(value: Path) -> Path:
    try:
        with value.open("rb"):
            return value
    except OSError as error:
        raise ValueError(f"must name a file that can be read ({error.strerror})") from None


def _directory(value: Path) -> Path:
    if not value.is_dir() or not os.access(value, os.R_OK | os.X_OK):
        raise ValueError("must name a directory that can be read")
    return value


def _place(value: str) -> str:
    if value.startswith("s3://"):
        if not urlsplit(value).hostname:
            raise ValueError("must name a bucket, as in s3://bucket or s3://bucket/folder")
        return value
    if value and not (os.path.isdir(value) and os.access(value, os.W_OK | os.X_OK)):
        raise ValueError("must name a directory that can be written, or s3://bucket/folder")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    is_plain = not (parts.query or parts.fragment or value.endswith("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        raise ValueError("must be an address, such as https://api.example.org/images")
    return value


def _items(value: object) -> object:
    if not isinstance(value, str):
        return value
    return [item.strip() for item in value.split(",") if item.strip()]


# Marks a list whose items are separated by commas: `Annotated[tuple[Network, ...], *COMMAS]`.
COMMAS = (NoDecode, BeforeValidator(_items))
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]
Network = Annotated[str, AfterValidator(_network)]
Listen = Annotated[str, AfterValidator(_address)]
OptionalListen = Annotated[str, AfterValidator(_optional(_address))]
Target = Annotated[str, AfterValidator(_target)]
DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
NatsUrl = Annotated[str, AfterValidator(_nats_url)]
LogLevel = Annotated[str, BeforeValidator(_level)]
ReadableFile = Annotated[Path, AfterValidator(_file)]
ReadableDirectory = Annotated[Path, AfterValidator(_directory)]
StorePlace = Annotated[str, AfterValidator(_place)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
