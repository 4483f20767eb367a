"""What the README says under "How to add", done on a copy of the tree; the count of files is kept."""

from pathlib import Path

import pytest

from tests.extending.tree import CHECKS, ROOT, Tree

PROTO = "proto/banyan/volunteers/v1/person.proto"
MODELS = "services/volunteers/models/person.py"
SERVICER = "services/volunteers/people.py"
SCHEMA = "gateway/schema/person.py"
TABLE = "tests/access/rpcs.txt"
MIGRATIONS = "services/volunteers/migrations"
MIGRATION = f"{MIGRATIONS}/volunteers_9999.py"
LATEST = max(path.stem for path in (ROOT / MIGRATIONS).glob("volunteers_*.py"))
HAS_A_ROW = "tests/access/test_rpcs.py::test_every_rpc_has_a_row"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path / "tree")


def test_a_field_takes_four_files(tree: Tree) -> None:
    tree.edit(
        PROTO,
        "  // Whether the person can take part.\n",
        "  // What friends call the person.\n"
        "  string nickname = 99 [(buf.validate.field).string.max_len = 30];\n"
        "  // Whether the person can take part.\n",
    )
    tree.edit(MODELS, "    display_name: str\n", '    display_name: str\n    nickname: str = ""\n')
    tree.add(MIGRATION, _REVISION)
    tree.edit(SCHEMA, "    display_name: auto\n", "    display_name: auto\n    nickname: auto\n")
    assert len(tree.touched) == 4
    tree.generate()
    done = tree.check(f"{CHECKS}/field.py", "tests/kit/test_migrations.py")
    assert done.returncode == 0, done.stdout


def test_an_rpc_takes_five_files(tree: Tree) -> None:
    tree.edit(PROTO, "  // Applies to become a volunteer.", _METHOD)
    tree.append(PROTO, _REQUEST)
    tree.edit(PROTO, "  PERSON_STATE_SUSPENDED = 2;\n", _STATE)
    tree.edit(MODELS, "    def apply_as_volunteer(self)", _VERB)
    tree.edit(SERVICER, "    async def ApplyAsVolunteer(", _HANDLER)
    tree.edit(SCHEMA, "    apply_as_volunteer =", _MUTATION)
    tree.generate()
    assert tree.check(HAS_A_ROW).returncode == 1
    tree.append(TABLE, "PersonService.ArchivePerson ! - - - - - - - - +\n")
    assert len(tree.touched) == 5
    done = tree.check(f"{CHECKS}/rpc.py", HAS_A_ROW)
    assert done.returncode == 0, done.stdout


_REVISION = f'''"""People have nicknames."""

import sqlalchemy as sa
from alembic import op

revision = "volunteers_9999"
down_revision = "{LATEST}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("nickname", sa.String, nullable=False, server_default=""))
    op.alter_column("person", "nickname", server_default=None)
'''
_METHOD = """  // Archives a person, who stays on record. Returns FAILED_PRECONDITION if that was done before.
  rpc ArchivePerson(ArchivePersonRequest) returns (Person) {
    option (banyan.annotations.v1.access) = {
      audience: AUDIENCE_SIGNED_IN
      scope: "volunteers.write"
      relation: "administer"
    };
  }

  // Applies to become a volunteer."""
_REQUEST = """
// The request of ArchivePerson.
message ArchivePersonRequest {
  // The person to archive.
  string person_id = 1 [(buf.validate.field).string.uuid = true];
  // Makes a retry safe (AIP-155).
  optional string request_id = 2 [(buf.validate.field).string.uuid = true];
}
"""
_STATE = """  PERSON_STATE_SUSPENDED = 2;
  // On record.
  PERSON_STATE_ARCHIVED = 3;
"""
_VERB = '''    def archive(self) -> None:
        """Keeps the person on record."""
        self.change_state({"ACTIVE", "SUSPENDED"}, "ARCHIVED", "The person is archived already.")

    def apply_as_volunteer(self)'''
_HANDLER = '''    async def ArchivePerson(self, request: pb.ArchivePersonRequest, work: Work) -> pb.Person:
        """Archives a person."""
        await work.require("administer")
        person = await work.lock(Person, request.person_id)
        person.archive()
        await work.announce(person, "archived")
        return to_proto(person, pb.Person)

    async def ApplyAsVolunteer('''
_MUTATION = """    archive_person = mutation(person_pb2.ArchivePersonRequest)
    apply_as_volunteer ="""
