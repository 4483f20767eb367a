"""Venues in the community of the access tables: two of the group, one closed, and the requests about them."""

from banyan.events.v1 import venue_pb2 as pb
from banyan.events.v1 import venue_time_pb2
from banyan.places.v1.place_pb2 import Place
from google.protobuf.field_mask_pb2 import FieldMask

from tests.access.resource import Resource
from tests.world import World, in_hours


def new_venue(world: World) -> pb.Venue:
    """Returns a venue of the group that every organization may book, not created yet."""
    return pb.Venue(
        organization_id=world.ids["group"],
        name="多功能厅",
        description="**一楼**，有电梯",
        language="zh-Hans",
        translations=[pb.VenueTranslation(language="en", name="Hall", description="Ground floor")],
        capacity=60,
        features=["投影仪 projector"],
        place=Place(name="文化宫", latitude=39.9, longitude=116.4),
        area_id=world.ids["area"],
        time_zone="Asia/Shanghai",
        opening_hours=[
            pb.OpeningHours(day=day, opens="00:00", closes="24:00")
            for day in pb.OpeningDay.keys()[1:]
        ],
        opening_exceptions=[
            pb.OpeningException(
                date="2031-01-23", times=[pb.OpeningTime(opens="09:00", closes="12:00")]
            )
        ],
        rules=pb.VenueRules(
            borrowers=pb.VENUE_BORROWERS_EVERY_ORGANIZATION,
            needs_approval=True,
            decide_within_days=7,
            shortest_notice_minutes=10,
            furthest_ahead_days=60,
            longest_minutes=600,
            monthly_hours=100,
            buffer_minutes=10,
            first_call=pb.FirstCall(last_days=90, others_ahead_days=30),
        ),
    )


async def add_venues(world: World) -> str:
    """Creates two venues of the group, closes one, which is "closed_venue", and returns the ID of the other."""
    if "venue" in world.ids:
        return world.ids["venue"]
    request = pb.CreateVenueRequest(venue=new_venue(world))
    for name in ("venue", "closed_venue"):
        world.ids[name] = (await world.call("leader", request, pb.Venue)).id
    closing = pb.CloseVenueRequest(venue_id=world.ids["closed_venue"])
    await world.call("leader", closing, pb.Venue)
    return world.ids["venue"]


# What is asked about times: the next four days, in which the booking of the group lies.
_FROM, _UNTIL = in_hours(0), in_hours(96)
WINDOW = f'startTime: "{_FROM.ToJsonString()}", endTime: "{_UNTIL.ToJsonString()}"'
_MONTHS = _FROM.ToDatetime().strftime("%Y-%m"), _UNTIL.ToDatetime().strftime("%Y-%m")
_USE = f'use(startMonth: "{_MONTHS[0]}", endMonth: "{_MONTHS[1]}")'


def _free(request: venue_time_pb2.SearchFreeSlotsRequest, world: World) -> None:
    """Asks when the venue is free for an hour."""
    request.venue_ids.append(world.ids["venue"])
    request.start_time.CopyFrom(_FROM)
    request.end_time.CopyFrom(_UNTIL)
    request.duration_minutes = 60


def _busy(request: venue_time_pb2.ListBusyTimesRequest, _: World) -> None:
    request.start_time.CopyFrom(_FROM)
    request.end_time.CopyFrom(_UNTIL)


def _use(request: venue_time_pb2.SummarizeVenueUseRequest, _: World) -> None:
    request.start_month, request.end_month = _MONTHS


RENAMED = pb.UpdateVenueRequest(
    venue=pb.Venue(name="新名字"), update_mask=FieldMask(paths=["name"])
)
RESOURCE = Resource(
    "Venue",
    "Venues",
    add_venues,
    requests={
        "CreateVenue": lambda request, world: request.venue.CopyFrom(new_venue(world)),
        "UpdateVenue": lambda request, _: request.MergeFrom(RENAMED),
        "ReopenVenue": lambda request, world: setattr(
            request, "venue_id", world.ids["closed_venue"]
        ),
        "SearchFreeSlots": _free,
        "ListBusyTimes": _busy,
        "SummarizeVenueUse": _use,
        "BatchListVenues": lambda request, world: request.requests.add(
            organization_id=world.ids["group"]
        ),
    },
    arguments={
        "venue": 'id: "<venue>"',
        "venues": 'organizationId: "<group>"',
        "freeSlots": f'venueIds: ["<venue>"], durationMinutes: 60, {WINDOW}',
        "Venue.busyTimes": WINDOW,
        "Venue.use": _USE.removeprefix("use(").removesuffix(")"),
    },
    parts={
        "VenueTranslation": "translations { FIELDS }",
        "OpeningHours": "openingHours { FIELDS }",
        "OpeningException": "openingExceptions { FIELDS }",
        "OpeningTime": "openingExceptions { times { FIELDS } }",
        "VenueRules": "rules { FIELDS }",
        "BusyTime": f"busyTimes({WINDOW}) {{ nodes {{ FIELDS }} }}",
        "VenueUse": f"{_USE} {{ FIELDS }}",
        "VenueUseShare": f"{_USE} {{ shares {{ FIELDS }} }}",
        "FirstCall": "rules { firstCall { FIELDS } }",
    },
)
