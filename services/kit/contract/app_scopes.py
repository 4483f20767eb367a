"""The scopes of apps that call with a key of their own, as the contract lists them."""

from collections.abc import Iterable

from banyan.organizations.v1 import app_pb2

_PREFIX = "APP_SCOPE_"


def scope_name(name: str) -> str:
    """Returns a scope as passports and the contract write it: "members.read" for "MEMBERS_READ"."""
    return name.removeprefix(_PREFIX).lower().replace("_", ".")


def scope_names(names: Iterable[str]) -> frozenset[str]:
    """Returns scopes as passports write them."""
    return frozenset(map(scope_name, names))


APP_SCOPES = scope_names(value.name for value in app_pb2.AppScope.DESCRIPTOR.values if value.number)
