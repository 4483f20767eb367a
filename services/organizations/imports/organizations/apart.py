"""What imports of organizations do in a process of their own: reading a file, and planning its rows.

What goes from one step to the next through the service is packed, so that the service does not take it
apart: thousands of rows would stop its event loop.
"""

import json
import pickle
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from services.kit.text.encodings import decode
from services.kit.text.tabular import read_table
from services.organizations.imports.mending import is_ours
from services.organizations.imports.organizations.answers import Answers
from services.organizations.imports.organizations.columns import Layout, is_known
from services.organizations.imports.organizations.matching import Known
from services.organizations.imports.organizations.planning import Defaults, plan_organizations
from services.organizations.imports.organizations.rows import OrganizationRow, read_organizations
from services.organizations.imports.plan import Plan, written

MOST_ROWS = 5000


class Rows(NamedTuple):
    """The rows of a file, and what is to be known of the database to plan them.

    Attributes:
        packed: The rows, for `plan`.
        names: The names that they use, as they are matched.
        external_ids: The external ids that they use.
        encoding: The encoding of the file; empty for a text.
        columns: What was understood of each column, as `ImportColumn` has it.
        target_ids: The ids that new organizations have in an earlier plan, by the line of their group.
    """

    packed: bytes
    names: list[str]
    external_ids: list[str]
    encoding: str = ""
    columns: Sequence[Mapping[str, str]] = ()
    target_ids: Mapping[int, UUID] | None = None


def read_file(content: str, data: bytes, encoding: str) -> Rows:
    """Reads a file that was sent as text or as bytes.

    Raises:
        InvalidArgument: It cannot be read.
    """
    field = "content"
    if data:
        field = "data"
        content, encoding = decode(data, field, encoding)
    else:
        encoding = ""
    table = read_table(content, field, most_rows=MOST_ROWS, known=is_known, ignored=is_ours)
    rows = _packed(read_organizations(table, field), encoding)
    return rows._replace(columns=Layout(table.columns).understood)


def read_stored(stored: str) -> Rows | None:
    """Returns the rows of an earlier plan; None if it was made before rows were kept for that.

    Args:
        stored: A list of its rows as JSON, each as `stored_rows` says.
    """
    found = json.loads(stored)
    if not all(each["said"] for each in found):
        return None
    rows = _packed(OrganizationRow.restored(each["said"]) for each in found)
    targets = {
        each["head"]: UUID(each["target_id"])
        for each in found
        if each["target_id"] and each["target_version"] is None
    }
    return rows._replace(target_ids=targets)


def plan(
    rows: Rows,
    known: Known,
    defaults: Mapping[str, Any],
    answers: Iterable[Mapping[str, Any]],
    batch_rows: int,
) -> Plan:
    """Returns the plan of an import.

    Args:
        rows: The rows of the file.
        known: The organizations below the parent that they may be about.
        defaults: What new organizations have.
        answers: What the importer has answered to conflicts.
        batch_rows: How many rows a batch of the execution has.
    """
    # Packed by the functions above, in a process of ours.
    unpacked: list[OrganizationRow] = pickle.loads(rows.packed)  # noqa: S301
    target_ids = rows.target_ids
    groups = plan_organizations(unpacked, known, Defaults(**defaults), Answers(answers), target_ids)
    return written(groups, batch_rows)


def _packed(found: Iterable[OrganizationRow], encoding: str = "") -> Rows:
    rows = list(found)
    usable = [row for row in rows if not row.refused]
    return Rows(
        pickle.dumps(rows),
        list({row.match_name for row in usable}),
        list({row.external_id for row in usable}),
        encoding,
    )
