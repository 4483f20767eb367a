"""The recipes for a field and an RPC, as docs/extending.md has them, done by hand on a copy of the tree."""

from tests.extending.tree import ROOT, Tree

PROTO = "proto/banyan/volunteers/v1/person.proto"
MODELS = "services/volunteers/people/models.py"
SERVICER = "services/volunteers/people/servicer.py"
SCHEMA = "gateway/schema/person.py"
RPC_TABLE = "tests/access/rpcs/volunteers.txt"
FIELD_TABLE = "tests/access/graphql/volunteers.txt"
CATALOGUE = "services/languages/zh-Hans.po"
MIGRATIONS = "services/volunteers/migrations"
MIGRATION = f"{MIGRATIONS}/volunteers_9999.py"
LATEST = max(path.stem for path in (ROOT / MIGRATIONS).glob("volunteers_*.py"))
RPC_ROW = "PersonService.ArchivePerson ! - - - - - - - - +\n"
FIELD_ROW = "Person.nickname - - - 0 0 0 0 0 0 0\n"


def add_field(tree: Tree) -> set[str]:
    """Gives people a nickname, but for the row of access; returns the files that takes."""
    tree.touched.clear()
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
    return set(tree.touched)


def add_rpc(tree: Tree) -> set[str]:
    """Lets administrators archive people, but for the row of access; returns the files that takes."""
    tree.touched.clear()
    tree.edit(PROTO, "  // Applies to become a volunteer.", _METHOD)
    tree.append(PROTO, _REQUEST)
    tree.edit(PROTO, "  PERSON_STATE_SUSPENDED = 2;\n", _STATE)
    tree.edit(MODELS, '    SUSPENDED = "SUSPENDED"\n', _MEMBER)
    tree.edit(MODELS, "    def apply_as_volunteer(self)", _VERB)
    tree.edit(SERVICER, "    async def ApplyAsVolunteer(", _HANDLER)
    tree.edit(SCHEMA, "    apply_as_volunteer =", _MUTATION)
    tree.append(CATALOGUE, _TRANSLATION)
    return set(tree.touched)


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
_METHOD = """  // Archives a person and keeps their data. Returns FAILED_PRECONDITION if they are archived already.
  rpc ArchivePerson(ArchivePersonRequest) returns (Person) {
    option (banyan.annotations.v1.access) = {
      audience: AUDIENCE_SIGNED_IN
      scope: "volunteers.write"
      relation: "administer"
    };
    option (banyan.annotations.v1.from_states) = "ACTIVE";
    option (banyan.annotations.v1.from_states) = "SUSPENDED";
  }

  // Applies to become a volunteer."""
_REQUEST = """
// Request message for ArchivePerson.
message ArchivePersonRequest {
  // The person to archive.
  string person_id = 1 [
    (banyan.annotations.v1.reference).resource = "banyan.volunteers.v1.Person",
    (buf.validate.field).string.uuid = true
  ];
  // A UUID that makes retries safe (AIP-155).
  optional string request_id = 2 [(buf.validate.field).string.uuid = true];
}
"""
_STATE = """  PERSON_STATE_SUSPENDED = 2;
  // Archived.
  PERSON_STATE_ARCHIVED = 3;
"""
_MEMBER = """    SUSPENDED = "SUSPENDED"
    ARCHIVED = "ARCHIVED"
"""
_VERB = '''    def archive(self) -> None:
        """Keeps the person on record."""
        self.change_state(
            {PersonState.ACTIVE, PersonState.SUSPENDED},
            PersonState.ARCHIVED,
            "The person is archived already.",
        )

    def apply_as_volunteer(self)'''
_HANDLER = '''    async def ArchivePerson(self, request: pb.ArchivePersonRequest, work: Work) -> pb.Person:
        """Archives a person."""
        await work.require("administer")
        person = await work.lock(Person, request.person_id)
        person.archive()
        await work.announce(person, "archived")
        return to_proto(person, pb.Person)

    async def ApplyAsVolunteer('''
_TRANSLATION = """
msgid "The person is archived already."
msgstr "此人已归档。"
"""
_MUTATION = """    archive_person = mutation(person_pb2.ArchivePersonRequest)
    apply_as_volunteer ="""
