"""Takes a club list from a file into a roster, and back, with the key of an app.

    export BANYAN_URL=http://127.0.0.1:8000/graphql
    export BANYAN_KEY=bny_test_...
    python club_list.py import members.csv
    python club_list.py export > members.csv

It needs Python 3.11, httpx, and roster.py beside it. The app needs the role LEADER and the scopes MEMBERS_READ and
MEMBERS_WRITE. The file is CSV in UTF-8 with the columns `External ID`, `Name`, `Roles` and `Labels`; every other column
becomes a field of the roster. Several roles or labels are separated by semicolons. A person whose external ID is on
the roster already is changed and not entered again, so the same file can be sent many times.
"""

import csv
import os
import re
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
from roster import WHO, Banyan

ID, NAME, ROLES, LABELS = "External ID", "Name", "Roles", "Labels"
OWN_COLUMNS = (ID, NAME, ROLES, LABELS)
# What a spreadsheet takes for a formula, and what was guarded against that.
FORMULA = re.compile(r"'*[=+\-@]")
KNOWN = """
query FieldsAndLabels($organizationId: ID!) {
  organization(id: $organizationId) {
    id
    rosterFields(first: 100) { nodes { id displayName } }
    labels(first: 100) { nodes { id displayName } }
  }
}
"""
PAGE = """
query RosterWithNotes($organizationId: ID!, $after: String) {
  organization(id: $organizationId) {
    id
    roster(first: 100, after: $after, states: [ACTIVE], orderBy: { field: NAME, direction: ASCENDING }) {
      nodes {
        id displayName membership { id roles { role } }
        labels { id displayName } values { value field { id displayName } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
ERRORS = "errors { code message remedy field }"
ADD = f"""
mutation AddMember($organizationId: ID!, $displayName: String!, $roles: [Role!], $requestId: UUID!) {{
  addMember(input: {{
    organizationId: $organizationId, displayName: $displayName, timeZone: "Asia/Shanghai", roles: $roles,
    requestId: $requestId
  }}) {{ membership {{ id }} {ERRORS} }}
}}
"""
NOTE = f"""
mutation Annotate($id: ID!, $values: [RosterValueInput!], $add: [ID!], $remove: [ID!], $requestId: UUID!) {{
  annotateMemberships(input: {{
    membershipIds: [$id], values: $values, addLabelIds: $add, removeLabelIds: $remove, requestId: $requestId
  }}) {{ memberships {{ id }} {ERRORS} }}
}}
"""
FIELD = f"""
mutation CreateField($organizationId: ID!, $displayName: String!, $requestId: UUID!) {{
  createRosterField(input: {{
    organizationId: $organizationId, displayName: $displayName, kind: TEXT, audience: OVERSEERS, requestId: $requestId
  }}) {{ rosterField {{ id }} {ERRORS} }}
}}
"""
LABEL = f"""
mutation CreateLabel($organizationId: ID!, $displayName: String!, $requestId: UUID!) {{
  createLabel(input: {{
    organizationId: $organizationId, displayName: $displayName, requestId: $requestId
  }}) {{ label {{ id }} {ERRORS} }}
}}
"""


class ClubList:
    """The roster of the organization that the key is for.

    Args:
        banyan: The gateway.
    """

    def __init__(self, banyan: Banyan) -> None:
        self._banyan = banyan
        self._group = {"organizationId": banyan.ask(WHO)["viewer"]["app"]["organization"]["id"]}
        known = banyan.ask(KNOWN, **self._group)["organization"]
        self.fields = {each["displayName"]: each["id"] for each in known["rosterFields"]["nodes"]}
        self.labels = {each["displayName"]: each["id"] for each in known["labels"]["nodes"]}

    def entries(self) -> Iterator[dict[str, Any]]:
        """Yields the entries of the roster, a page at a time."""
        after = None
        while True:
            data = self._banyan.ask(PAGE, after=after, **self._group)
            page = data["organization"]["roster"]
            yield from page["nodes"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]

    def export(self) -> Iterator[dict[str, str]]:
        """Yields the rows of the list, by the names of their columns. Who has no external ID is not from the list."""
        for entry in self.entries():
            values = values_of(entry)
            if ID not in values:
                continue
            roles = [each["role"] for each in entry["membership"]["roles"]]
            labels = [each["displayName"] for each in entry["labels"]]
            row = {NAME: entry["displayName"], ROLES: joined(roles), LABELS: joined(labels)}
            yield row | values

    def take(self, rows: list[dict[str, str]]) -> Iterator[str]:
        """Takes rows into the roster. Yields what was refused, and by the line of the file why."""
        known = {id_: each for each in self.entries() if (id_ := values_of(each).get(ID))}
        self._prepare(rows)
        for line, row in enumerate(rows, 2):
            try:
                self._take(row, known.get(row[ID]))
            except ValueError as refusal:
                yield f"line {line}: {refusal}"

    def _prepare(self, rows: list[dict[str, str]]) -> None:
        """Creates the fields and labels that the list has and the organization does not."""
        for name in [ID, *(name for name in rows[0] if name not in OWN_COLUMNS)]:
            if name not in self.fields:
                made = self._do(FIELD, displayName=name, **self._group)
                self.fields[name] = made["rosterField"]["id"]
        for name in dict.fromkeys(label for row in rows for label in parted(row[LABELS])):
            if name not in self.labels:
                made = self._do(LABEL, displayName=name, **self._group)
                self.labels[name] = made["label"]["id"]

    def _take(self, row: dict[str, str], entry: dict[str, Any] | None) -> None:
        """Enters a person, unless there is an entry of theirs, and notes what the row says of them."""
        if not row[ID]:
            raise ValueError(f"{ID} is empty. Give everyone an ID of their own.")
        if entry is None:
            person = {"displayName": row[NAME], "roles": parted(row[ROLES])}
            member = self._do(ADD, **person, **self._group)["membership"]["id"]
            before: set[str] = set()
        else:
            member = entry["membership"]["id"]
            before = {each["id"] for each in entry["labels"]}
        wanted = {self.labels[name] for name in parted(row[LABELS])}
        values = [
            {"rosterFieldId": self.fields[name], "value": value}
            for name, value in row.items()
            if name in self.fields
        ]
        changes = {"add": sorted(wanted - before), "remove": sorted(before - wanted)}
        self._do(NOTE, id=member, values=values, **changes)

    def _do(self, mutation: str, **variables: Any) -> dict[str, Any]:
        """Returns the payload of a mutation.

        Raises:
            ValueError: It was refused; the message says what to do next.
        """
        variables["requestId"] = str(uuid.uuid4())  # attempts of one call count once
        (payload,) = self._banyan.ask(mutation, **variables).values()
        if payload["errors"]:
            error = payload["errors"][0]
            raise ValueError(f"{error['message']} {error['remedy'] or ''}".strip())
        answer: dict[str, Any] = payload
        return answer


def values_of(entry: dict[str, Any]) -> dict[str, str]:
    """Returns the values of an entry by the names of their fields."""
    return {each["field"]["displayName"]: each["value"] for each in entry["values"]}


def joined(words: list[str]) -> str:
    """Returns words in one cell."""
    return "; ".join(sorted(words))


def parted(cell: str) -> list[str]:
    """Returns the words of a cell."""
    return [word for each in cell.split(";") if (word := each.strip())]


def defused(cell: str) -> str:
    """Returns a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def undefused(cell: str) -> str:
    """Returns a cell as it was before it was defused."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def main() -> int:
    """Does what the command line says. Returns 1 if anything was refused."""
    action, *files = sys.argv[1:]
    with httpx.Client(timeout=15) as http:
        club = ClubList(Banyan(os.environ["BANYAN_URL"], os.environ["BANYAN_KEY"], http))
        if action == "export":
            sys.stdout.reconfigure(encoding="utf-8-sig")  # type: ignore[union-attr] # spreadsheets expect the mark
            columns = [*OWN_COLUMNS, *(name for name in club.fields if name != ID)]
            out = csv.DictWriter(sys.stdout, columns, restval="")
            out.writeheader()
            for row in club.export():
                out.writerow({name: defused(cell) for name, cell in row.items()})
            return 0
        with open(files[0], encoding="utf-8-sig", newline="") as file:
            found = [
                {name: undefused(cell or "") for name, cell in row.items()}
                for row in csv.DictReader(file)
            ]
        refused = list(club.take(found))
        sys.stderr.writelines(f"{each}\n" for each in refused)
        return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
