"""Keys of apps in the community of the access tables: one of the group's app."""

from banyan.organizations.v1 import app_key_pb2 as pb
from banyan.organizations.v1 import passport_pb2

from tests.access.resource import Resource
from tests.world import World


async def add_app_key(world: World) -> str:
    """Creates a key of the app, uses it, and returns its ID."""
    request = pb.CreateAppKeyRequest(app_id=world.ids["app"])
    created = await world.call("owner", request, pb.AppKeySecret)
    use = passport_pb2.IssuePassportRequest(credential=created.secret, operation_count=3)
    await world.platform.call(use, passport_pb2.IssuePassportResponse, None)
    return created.app_key.id


RESOURCE = Resource("AppKey", "AppKeys", add_app_key)
