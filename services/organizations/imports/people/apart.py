"""What imports of people do in a process of their own: reading a file, and planning its rows."""

import pickle
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.kit.text.encodings import decode
from services.kit.text.tabular import read_table
from services.organizations.imports.mappings import Said, header_of
from services.organizations.imports.mending import is_ours
from services.organizations.imports.people.columns import Layout, is_known
from services.organizations.imports.people.contacts import Contact, Equalities
from services.organizations.imports.people.known import KnownField, Roster, Shape
from services.organizations.imports.people.planning import Options, plan_people
from services.organizations.imports.people.rows import PersonRow, read_people
from services.organizations.imports.plan import Plan, written

MOST_ROWS = 100_000


class File(NamedTuple):
    """A file as it was sent.

    Attributes:
        content: Its text; empty if it was sent as bytes.
        data: Its bytes.
        encoding: Their encoding, if the importer says it.
    """

    content: str
    data: bytes
    encoding: str


class People(NamedTuple):
    """The rows of a file, and what is to be known of the roster to plan them.

    Attributes:
        packed: The rows, for `plan`.
        sort_names: The names that they use, as rosters sort them.
        external_ids: The external ids that they use, as they are compared.
        membership_ids: The IDs of memberships that they use.
        encoding: The encoding of the file; empty for a text.
        columns: What was understood of each column, as `ImportColumn` has it.
        id_field: The field of the roster that holds external ids, if the file has them.
        birth_field: The name of the field that holds birth dates; empty if the file has none.
        new_fields: The fields that the import creates.
        header: What tells the header from others.
        said: What is said of its columns now, or was before.
        contacts: Of each row with contact details the name as it is compared, the membership and the external id that it names,
            and the details.
    """

    packed: bytes
    sort_names: list[str]
    external_ids: list[str]
    membership_ids: list[UUID]
    encoding: str
    columns: list[dict[str, Any]]
    id_field: KnownField | None
    birth_field: str
    new_fields: list[KnownField]
    header: str
    said: Said
    contacts: list[tuple[str, UUID | None, str, Contact]]


def read_file(
    file: File,
    shape: Shape,
    chosen: Sequence[Mapping[str, str]],
    remembered: Mapping[str, Said],
    today: date,
    *,
    create_missing: bool,
    region: str | None,
) -> People:
    """Reads a file.

    Args:
        file: The file.
        shape: What the roster can note about people.
        chosen: What the importer says of columns.
        remembered: What importers said of the columns of earlier lists, by the header.
        today: The latest day that it is anywhere.
        create_missing: Whether columns that are not known become fields of the roster.
        region: The country of phone numbers without a country code, empty if it is not known; None if contact details are not
            imported.

    Raises:
        InvalidArgument: It cannot be read.
    """
    path, content, encoding = "content", file.content, ""
    if file.data:
        path = "data"
        content, encoding = decode(file.data, path, file.encoding)
    names = {each.name for each in shape.fields} | {each["name"] for each in chosen}
    table = read_table(
        content,
        path,
        most_rows=MOST_ROWS,
        known=lambda name: is_known(name) or name in names,
        ignored=is_ours,
    )
    layout = Layout(
        table.columns,
        chosen,
        shape.fields,
        path,
        create_missing=create_missing,
        with_contacts=region is not None,
        remembered=remembered.get(header := header_of(table.columns), ()),
    )
    rows = read_people(table, layout, path, today, region or "")
    usable = [row for row in rows if not row.refused]
    kept = {each.field: each.roster_field for each in layout.columns if each.roster_field}
    birth_field = kept.get("birth_date")
    return People(
        pickle.dumps(rows),
        sorted({row.sort_name for row in usable}),
        sorted({row.id_key for row in usable} - {""}),
        sorted({row.membership_id for row in usable if row.membership_id is not None}),
        encoding,
        layout.understood,
        kept.get("external_id"),
        birth_field.name if birth_field else "",
        layout.new_fields,
        header,
        layout.said,
        [
            (row.name_key, row.membership_id, row.id_key, row.contact)
            for row in usable
            if row.contact
        ],
    )


def plan(
    people: People,
    roster: Roster,
    labels: Sequence[str],
    equal: Equalities,
    batch_rows: int,
    *,
    match_names: bool,
    create_missing: bool,
) -> tuple[Plan, list[str], list[tuple[UUID, Contact]]]:
    """Returns the plan of an import, the labels that it creates, and who gets which contact details.

    Args:
        people: The rows of the file.
        roster: The members that they may be about.
        labels: The labels of the organization.
        equal: Which contact details of the file members have.
        batch_rows: How many rows a batch of the execution has.
        match_names: Whether the name alone says who a row is about.
        create_missing: Whether labels that the organization does not have are created.
    """
    # Packed by the function above, in a process of ours.
    rows: list[PersonRow] = pickle.loads(people.packed)  # noqa: S301
    id_field = people.id_field.name if people.id_field else ""
    options = Options(id_field, people.birth_field, match_names, create_missing)
    planned = plan_people(rows, roster, labels, options, equal)
    groups = sorted(planned.groups, key=lambda group: group.head)
    return written(groups, batch_rows), planned.labels, planned.contacts
