"""What tells groups of one name apart: address, phone, website and area.

An identity has for each of these the keys under which values are compared. Two identities conflict where
both say something, and nothing that agrees.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from urllib.parse import urlsplit

from services.organizations.imports.organizations.columns import is_area
from services.organizations.imports.organizations.matching import Existing
from services.organizations.imports.organizations.rows import OrganizationRow
from services.organizations.organizations.names import match_name

Identity = Mapping[str, frozenset[str]]
ADDRESS = "address"
# An address of more lines is compared as a whole only.
_MOST_LINES = 20


def identity_of(organization: Existing) -> Identity:
    """Returns the identity of an organization, areas in its description included."""
    values = organization.values
    found: dict[str, set[str]] = {
        ADDRESS: _line_runs(values[ADDRESS]),
        "phone": _phones(values["phone"]),
        "website": _websites(values["website"]),
    }
    for line in values["description"].split("\n"):
        column, separator, value = line.partition(": ")
        if separator and is_area(column):
            found.setdefault(_area(column), set()).add(match_name(value))
    return {kind: frozenset(keys) for kind, keys in found.items() if keys}


def identities(rows: Sequence[OrganizationRow]) -> dict[int, Identity]:
    """Returns the identity of each row of a file by its line.

    Rows that follow one another, have the same phone and differ in nothing but the address are one entry
    whose address takes several rows: each has all of its addresses.
    """
    found: dict[int, Identity] = {}
    run: list[OrganizationRow] = []
    for row in [*rows, None]:
        if run and (row is None or not _continues(run[-1], row)):
            said = [_identity(each) for each in run]
            addresses = frozenset(key for own in said for key in own.get(ADDRESS, ()))
            for each, own in zip(run, said, strict=True):
                found[each.line] = {**own, ADDRESS: addresses} if addresses else own
            run = []
        if row is not None:
            run.append(row)
    return found


def united(rows: Iterable[OrganizationRow], found: Mapping[int, Identity]) -> Identity:
    """Returns the identity of the organization that rows make together.

    Args:
        rows: The rows.
        found: The identity of each row by its line.
    """
    rows = list(rows)
    addresses = [fact.value for row in rows for fact in row.facts if fact.field == ADDRESS]
    runs = frozenset(_line_runs("\n".join(dict.fromkeys(addresses))))
    whole: dict[str, frozenset[str]] = {ADDRESS: runs} if runs else {}
    for row in rows:
        for kind, keys in found[row.line].items():
            whole[kind] = whole.get(kind, frozenset()) | keys
    return whole


def conflict(one: Identity, other: Identity) -> bool:
    """Tells whether two identities say different things of the same."""
    return any(one[kind].isdisjoint(other[kind]) for kind in one.keys() & other.keys())


def share(one: Identity, other: Identity) -> bool:
    """Tells whether two identities agree in anything."""
    return any(not one[kind].isdisjoint(other[kind]) for kind in one.keys() & other.keys())


def are_one(found: Iterable[Identity]) -> bool:
    """Tells whether identities can be those of one organization: what they say of each kind hangs together.

    Takes time in the measure of the keys, not of the pairs.
    """
    keys_of: dict[str, list[frozenset[str]]] = {}
    for each in found:
        for kind, keys in each.items():
            keys_of.setdefault(kind, []).append(keys)
    return all(len(set(components(each))) == 1 for each in keys_of.values())


def components(sets: Sequence[frozenset[str]]) -> list[str]:
    """Returns for each set the name of its component; sets that share a key are in the same one."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    for keys in sets:
        first, *others = keys
        for other in others:
            parent[root(other)] = root(first)
    return [root(next(iter(keys))) for keys in sets]


def _identity(row: OrganizationRow) -> Identity:
    found: dict[str, set[str]] = {}
    for fact in row.facts:
        if fact.field == ADDRESS:
            found.setdefault(ADDRESS, set()).add(_lines(fact.value.split("\n")))
        elif fact.field == "phone":
            found.setdefault("phone", set()).update(_phones(fact.value))
        elif fact.field == "website":
            found.setdefault("website", set()).update(_websites(fact.value))
        elif fact.field == "description" and is_area(fact.column):
            value = fact.value.removeprefix(f"{fact.column}: ")
            found.setdefault(_area(fact.column), set()).add(match_name(value))
    return {kind: frozenset(keys) for kind, keys in found.items()}


def _continues(row: OrganizationRow, following: OrganizationRow) -> bool:
    if row.refused or following.refused or row.match_name != following.match_name:
        return False
    said, also = (
        Counter(
            (fact.field, fact.value) for fact in each.facts if fact.field not in ("name", ADDRESS)
        )
        for each in (row, following)
    )
    kinds = {field for field, _ in said}
    return said == also and "phone" in kinds and len(said) > 1


def _area(column: str) -> str:
    return f"area:{match_name(column)}"


def _lines(lines: Iterable[str]) -> str:
    return " ".join(filter(None, map(match_name, lines)))


def _line_runs(address: str) -> set[str]:
    """Returns the keys of the addresses that an organization can have, of one line or several each."""
    lines = address.split("\n") if address else []
    runs = {_lines(lines)}
    if len(lines) <= _MOST_LINES:
        runs |= {_lines(lines[at:to]) for at, to in combinations(range(len(lines) + 1), 2)}
    return runs - {""}


def _phones(value: str) -> set[str]:
    parts = re.split(r"[;,/\n、，；]", value)
    numbers = {"".join(filter(str.isdecimal, part)) for part in parts} - {""}
    return numbers or set(map(match_name, parts)) - {""}


def _websites(value: str) -> set[str]:
    if not value:
        return set()
    parts = urlsplit(value)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return {f"{host}{parts.path.rstrip('/')}{query}".casefold()}
