"""Who sees what through GraphQL: every row of graphql/*.txt.

All queries are about "subject" and their group, as in test_rpcs.py. Mutations have no rows here; the
rows of their RPCs apply, which test_mutations.py checks.
"""

from dataclasses import replace

import pytest

from tests.access.calls import mistakes
from tests.access.canaries import MAY_SEE
from tests.access.community import Community
from tests.access.fields import FIELDS, Sight, fields
from tests.access.table import Row


@pytest.fixture(scope="session")
def sight(shared_community: Community) -> Sight:
    return Sight(shared_community)


def test_every_field_has_a_row() -> None:
    assert set(FIELDS) == {
        f"{kind}.{name}" for kind, of_kind in fields().items() for name in of_kind
    }


@pytest.mark.parametrize("row", FIELDS.values(), ids=FIELDS.keys())
async def test_row(community: Community, sight: Sight, row: Row) -> None:
    del community  # restored
    wrong = mistakes(row, await sight.of(row.operation))
    assert not wrong, "\n".join(wrong)
    assert not await sight.leaks(row.operation)


async def test_control_contact_details_are_found(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.access.fields.MAY_SEE", ())
    assert await Sight(community).leaks("PersonContact.phone") == list(MAY_SEE)


@pytest.mark.parametrize(
    ("field", "kind", "cell", "found"),
    [
        ("PersonContact.phone", "leader", "-", "+"),
        ("PersonContact.phone", "administrator", "+", "-"),
        ("Viewer.memberships", "stranger", "+", "0"),
        ("Subscription.signUpChanges", "anonymous", "+", "-"),
    ],
)
async def test_control_a_wrong_cell_is_found(
    community: Community, sight: Sight, field: str, kind: str, cell: str, found: str
) -> None:
    del community
    row = FIELDS[field]
    changed = replace(row, cells=row.cells | {kind: cell})
    assert mistakes(changed, await sight.of(field)) == [
        f"{field} as {kind}: the table says {cell}, found {found}"
    ]
