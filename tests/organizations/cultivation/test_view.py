"""CultivationService, called over gRPC."""

from uuid import UUID

import pytest
from banyan.organizations.v1 import cultivation_pb2 as pb

from services.kit.errors import PermissionDenied
from tests.organizations.areas.planting import COMMUNITY, QUARTER, SUBDISTRICT, merge, plant
from tests.organizations.community import Community
from tests.organizations.cultivation.passing import day_ago, pass_days
from tests.organizations.enrolments.growing import ADVANCE, GRADUATE, STAGES, Garden
from tests.organizations.programmes.making import criterion, stage
from tests.organizations.proposals.proposing import Street, set_rules
from tests.organizations.signs.test_signs import look

FADING = "UPDATE enrolment SET is_fading = true WHERE organization_id = $1"


async def view(garden: Garden, passport: str | None = None, **values: str) -> pb.CultivationSummary:
    return await garden.community.call(
        pb.SummarizeCultivationRequest(organization_id=garden.station.id, **values),
        pb.CultivationSummary,
        passport or garden.owner,
    )


async def test_a_station_sees_who_is_ready_stuck_and_fading(community: Community) -> None:
    seed = stage("seed", criterion("ACTIVE_MEMBERS", 6), minimum_days=0, expected_days=30)
    garden = await Garden.plant(community, stages=[seed, STAGES[1]])
    nothing = await view(garden)
    assert (nothing.groups, len(nothing.stages), nothing.funnel[2].count) == (0, 0, 0)
    enrolment = await garden.enrolled()
    await look(community)
    found = await view(garden)
    assert (found.groups, found.ready, found.stuck) == (1, 0, 0)
    # Two people would be told apart.
    assert not found.HasField("members")
    assert not found.stages[0].HasField("members")
    await garden.grow(4)
    await look(community)
    await garden.age(31, "enrolment")
    await community.platform.site.sql("organizations", FADING, UUID(garden.group.id))
    found = await view(garden)
    assert (found.groups, found.ready, found.stuck, found.fading, found.members) == (1, 1, 1, 1, 5)
    assert [(each.stage_key, each.median_days) for each in found.stages] == [("seed", 31)]
    for listed in (
        found.ready_enrolment_ids,
        found.stuck_enrolment_ids,
        found.fading_enrolment_ids,
    ):
        assert list(listed) == [enrolment.id]
    await garden.decide(enrolment, ADVANCE)
    found = await view(garden)
    assert (found.ready, found.stages[0].stage_key) == (0, "sprout")  # not before a look at it
    before = await garden.now(enrolment)
    await look(community)
    assert (await view(garden)).ready == 1
    # How a group is doing is no part of its enrolment as others see it.
    assert (await garden.now(enrolment)).update_time == before.update_time


async def test_the_funnel_goes_from_proposals_to_graduates(community: Community) -> None:
    garden = await Garden.plant(community)
    await set_rules(community, garden.station, needed=1)
    street = Street(community, garden.station, garden.owner, UUID(int=7))
    for _ in range(2):
        proposal = await street.propose()
        await street.support(proposal)
    await community.platform.site.sql(
        "organizations",
        "UPDATE founding_proposal SET create_time = create_time - interval '4 days' WHERE id = $1",
        UUID(proposal.id),
    )
    await street.accept(proposal, programme_id=garden.programme.id)
    enrolment = await garden.enrolled()
    await garden.grow(1)
    await garden.decide(enrolment, ADVANCE)
    await garden.decide(enrolment, GRADUATE)
    found = await view(garden)
    steps = [(each.count, each.median_days) for each in found.funnel]
    # Nothing is known of the time to an end that no group has come to.
    assert steps == [(2, 0), (1, 4), (2, 0), (1, 0), (1, 0), (0, 0)]
    known = [each.HasField("median_days") for each in found.funnel]
    assert known == [False, *[True] * 4, False]
    assert found.groups == 1  # who has graduated is at no stage


async def test_only_those_who_oversee_the_station_see_it(community: Community) -> None:
    garden = await Garden.plant(community)
    for role in ("OWNER", "COORDINATOR", "SUPERVISOR"):
        await view(garden, await community.holding(None, garden.station, role))
    await view(garden, community.admin)
    member = await community.holding(None, garden.station, "MEMBER")
    for passport in (member, garden.leader, community.passport()):
        with pytest.raises(PermissionDenied):
            await view(garden, passport)


async def test_a_station_sees_areas_with_and_without_a_group(community: Community) -> None:
    garden, elm = await Garden.plant(community), await plant(community, "3101", SUBDISTRICT)
    plane, lime, oak = [
        await plant(community, code, COMMUNITY, elm) for code in ("310101", "310102", "310103")
    ]
    quarter = await plant(community, "310101-1", QUARTER, plane)
    assert not (await view(garden)).areas
    await garden.enrolled()
    place = "UPDATE organization SET area_id = $2 WHERE id = $1"
    for organization, area in ((garden.station, elm), (garden.group, quarter)):
        await community.platform.site.sql(
            "organizations", place, UUID(organization.id), UUID(area.id)
        )
    await community.found(area_id=oak.id)

    async def seen() -> list[tuple[str, int, int]]:
        found = (await view(garden)).areas
        return [(each.area_id, each.groups, each.organizations) for each in found]

    assert await seen() == [(plane.id, 1, 1), (lime.id, 0, 0), (oak.id, 0, 1)]
    # A past day shows where the group was at home then, wherever it has moved since, and who else was there.
    await look(community)
    await pass_days(community.platform.site, garden.group.id, 40)
    await community.platform.site.sql("organizations", place, UUID(garden.group.id), UUID(lime.id))
    await look(community)
    assert await seen() == [(plane.id, 0, 0), (lime.id, 1, 1), (oak.id, 0, 1)]
    for days, homes in ((40, (1, 0, 0)), (1, (1, 0, 0)), (41, (0, 0, 0))):
        then = (await view(garden, date=str(day_ago(days)))).areas
        # The organization in the third area was founded today.
        assert [(each.area_id, each.groups, each.organizations) for each in then] == [
            (area.id, home, home) for area, home in zip((plane, lime, oak), homes, strict=True)
        ]
    await merge(community, plane, lime)
    assert await seen() == [(lime.id, 1, 1), (oak.id, 0, 1)]


async def test_organizations_are_counted_where_they_were_on_a_day(community: Community) -> None:
    garden, elm = await Garden.plant(community), await plant(community, "4101", SUBDISTRICT)
    plane, lime = [await plant(community, code, COMMUNITY, elm) for code in ("410101", "410102")]
    sql = community.platform.site.sql
    place = "UPDATE organization SET area_id = $2 WHERE id = $1"
    await sql("organizations", place, UUID(garden.station.id), UUID(elm.id))
    choir = await community.found(area_id=plane.id)
    older = "UPDATE organization_home SET day = day - 9 WHERE organization_id = $1"
    await sql("organizations", older, UUID(choir.id))

    async def then(days: int) -> list[int]:
        found = await view(garden, **({"date": str(day_ago(days))} if days else {}))
        return [each.organizations for each in found.areas]

    assert [await then(days) for days in (0, 1, 9, 10)] == [[1, 0], [1, 0], [1, 0], [0, 0]]
    await sql("organizations", place, UUID(choir.id), UUID(lime.id))
    await sql("organizations", place, UUID(choir.id), UUID(plane.id))  # back within a day
    await sql("organizations", place, UUID(choir.id), UUID(lime.id))
    assert [await then(days) for days in (0, 1, 9)] == [[0, 1], [1, 0], [1, 0]]
    closed = "UPDATE organization SET state = 'CLOSED' WHERE id = $1"
    await sql("organizations", closed, UUID(choir.id))
    assert [await then(days) for days in (0, 1)] == [[0, 0], [1, 0]]
