"""Keys of apps in the community of the access tables: one of the group's app."""

from banyan.organizations.v1 import app_key_pb2 as pb

from tests.access.resource import Resource
from tests.world import World


async def add_app_key(world: World) -> str:
    """Creates a key of the app, and returns its ID."""
    request = pb.CreateAppKeyRequest(app_id=world.ids["app"])
    return (await world.call("owner", request, pb.AppKeySecret)).app_key.id


RESOURCE = Resource("AppKey", "AppKeys", add_app_key)
