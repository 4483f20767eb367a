"""Sort, search, and match names in the form that keeps marks and knows surnames; indexes for searching.

What older code writes meanwhile has the older form, and gets this one with the next change of its name.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

from services.kit.migrations.names_1.folding import comparable
from services.kit.migrations.names_1.names import search_name, sort_name
from services.kit.work.recomputing import recompute

revision = "organizations_0008"
down_revision = "organizations_0007"
branch_labels = None
depends_on = None

# What parts the words of a name, by Unicode category.
PARTING = frozenset(("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Cc"))
ENTRIES = sa.text("array_to_tsvector(string_to_array(ltrim(search_name), ' '))")


def upgrade() -> None:
    recompute(
        op.get_bind(),
        "organization",
        sa.column("name", sa.String),
        lambda name: {
            "sort_name": sort_name(name),
            "search_name": search_name(name),
            "match_name": match_name(name),
        },
    )
    recompute(
        op.get_bind(),
        "person",
        sa.column("display_name", sa.String),
        lambda name: {
            "sort_name": sort_name(name, of_person=True),
            "search_name": search_name(name),
        },
    )
    op.execute(
        "UPDATE membership SET sort_name = person.sort_name, search_name = person.search_name"
        " FROM person WHERE person.id = membership.person_id"
        " AND (membership.sort_name, membership.search_name)"
        " IS DISTINCT FROM (person.sort_name, person.search_name)"
    )
    # A trusted extension: the owner of the database may create it.
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    op.create_index("organization_search", "organization", [ENTRIES], postgresql_using="gin")
    op.create_index(
        "membership_search", "membership", ["organization_id", ENTRIES], postgresql_using="gin"
    )


def match_name(name: str) -> str:
    """Returns a name in the form in which names were matched at this revision: comparable, without punctuation."""
    plain = comparable(name)
    words = "".join(" " if unicodedata.category(each) in PARTING else each for each in plain)
    return " ".join(words.split() or plain.split())
