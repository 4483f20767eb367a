"""Apps in the community of the access tables: one of the group, and the requests about it."""

from banyan.organizations.v1 import app_pb2 as pb
from banyan.organizations.v1 import membership_pb2
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World

# The roles that an app can hold, as the kinds of people are called who hold the same.
ROLES = ("member", "supervisor", "coordinator", "leader")


def new_app(world: World) -> pb.App:
    """Returns an app of the group, not created yet."""
    return pb.App(
        organization_id=world.ids["group"],
        name="花名册助手 Roster helper",
        description="每天同步花名册",
        homepage="https://roster.example.org/",
        contact_email="help@roster.example.org",
        role=membership_pb2.ROLE_LEADER,
        scopes=[pb.APP_SCOPE_MEMBERS_READ],
    )


async def add_app(world: World) -> str:
    """Creates an app of the group, and returns its ID; and another one for each role, "app_of_leader" and so on."""
    for role in ROLES:
        app = new_app(world)
        app.role = getattr(membership_pb2, f"ROLE_{role.upper()}")
        request = pb.CreateAppRequest(app=app)
        world.ids[f"app_of_{role}"] = (await world.call("owner", request, pb.App)).id
    request = pb.CreateAppRequest(app=new_app(world))
    return (await world.call("owner", request, pb.App)).id


RENAMED = pb.UpdateAppRequest(app=pb.App(name="新名字"), update_mask=FieldMask(paths=["name"]))
RESOURCE = Resource(
    "App",
    "Apps",
    add_app,
    requests={
        "CreateApp": lambda request, world: request.app.CopyFrom(new_app(world)),
        "UpdateApp": lambda request, _: request.MergeFrom(RENAMED),
    },
    arguments={"app": 'id: "<app>"'},
    parts={"AppUsage": "usage { FIELDS }", "AppUsageDay": "usage { days { FIELDS } }"},
)
