"""ProgrammeService, called over gRPC."""

import asyncio

import pytest
from banyan.organizations.v1 import programme_pb2 as pb

from services.kit.errors import AlreadyExists, Conflict, InvalidArgument, PermissionDenied
from services.kit.process.ids import uuid7
from services.organizations.programmes.checking import broken_stages
from services.organizations.programmes.default import default_programme
from tests.notices import published_about, spoken
from tests.organizations.community import Community
from tests.organizations.programmes.making import (
    create,
    criterion,
    publish,
    retire,
    revise,
    stage,
    update,
)

DRAFT, PUBLISHED, RETIRED = (
    pb.PROGRAMME_STATE_DRAFT,
    pb.PROGRAMME_STATE_PUBLISHED,
    pb.PROGRAMME_STATE_RETIRED,
)


async def get(community: Community, version: pb.Programme, passport: str) -> pb.Programme:
    request = pb.GetProgrammeRequest(programme_id=version.id)
    return await community.call(request, pb.Programme, passport)


async def sees(community: Community, version: pb.Programme, passport: str) -> bool:
    """Returns whether Get, BatchGet and List show a version, which must agree."""
    try:
        got = [await get(community, version, passport)]
    except PermissionDenied:
        got = []
    batch = await community.call(
        pb.BatchGetProgrammesRequest(ids=[version.id]), pb.BatchGetProgrammesResponse, passport
    )
    page = await community.call(
        pb.ListProgrammesRequest(organization_id=version.organization_id),
        pb.ListProgrammesResponse,
        passport,
    )
    assert list(batch.programmes) == got
    assert [each for each in page.programmes if each.id == version.id] == got
    return bool(got)


async def test_changes_as_a_draft_and_never_again(community: Community) -> None:
    station = await community.found()
    draft = await create(community, station)
    assert (draft.state, draft.version_number, draft.first_version_id) == (DRAFT, 1, draft.id)
    changed = await update(community, draft, name="别的计划", etag=draft.etag)
    assert changed.name == "别的计划"
    with pytest.raises(Conflict):
        await update(community, draft, name="再一个", etag=draft.etag)
    published = await publish(community, draft)
    assert published.state == PUBLISHED
    assert published.publish_time == published.update_time
    notices = await published_about(community.platform.site, "organizations", "programme", 3)
    assert spoken(notices) == ["programme.created", "programme.updated", "programme.published"]


async def test_publishing_a_version_retires_the_one_before(community: Community) -> None:
    station = await community.found()
    first = await publish(community, await create(community, station))
    second = await revise(community, first)
    assert (second.version_number, second.first_version_id) == (2, first.id)
    assert list(second.stages) == list(first.stages)
    await publish(community, second)
    assert (await get(community, first, community.admin)).state == RETIRED
    # From a retired version, too, there is a way on.
    third = await revise(community, first)
    assert (third.version_number, third.state) == (3, DRAFT)


async def test_of_two_who_revise_at_once_one_makes_the_draft(community: Community) -> None:
    station = await community.found()
    first = await publish(community, await create(community, station))
    answers = await asyncio.gather(
        *(revise(community, first) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, pb.Programme) for each in answers) == 1
    assert sum(isinstance(each, AlreadyExists) for each in answers) == 3


async def test_a_draft_is_for_those_who_oversee_and_what_was_published_for_everyone(
    community: Community,
) -> None:
    station = await community.found()
    draft = await create(community, station)
    office = community.platform.office
    for role in ("OWNER", "LEADER", "COORDINATOR", "SUPERVISOR"):
        assert await sees(community, draft, await community.holding(None, station, role))
    others = (
        await community.holding(None, station, "MEMBER"),
        community.passport(),
        office.anonymous(),
    )
    for passport in others:
        assert not await sees(community, draft, passport)
    await publish(community, draft)
    for passport in others:
        assert await sees(community, draft, passport)
    await retire(community, draft)
    assert await sees(community, draft, office.anonymous())
    given_up = await create(community, station)
    await retire(community, given_up)
    assert not await sees(community, given_up, office.anonymous())


@pytest.mark.parametrize("role", ["OWNER", "LEADER", "COORDINATOR"])
async def test_those_who_manage_the_station_manage_its_programmes(
    community: Community, role: str
) -> None:
    station = await community.found()
    passport = await community.holding(None, station, role)
    draft = await create(community, station, passport)
    await update(community, draft, passport, name="新的")
    published = await publish(community, draft, passport)
    await retire(community, await revise(community, published, passport), passport)


@pytest.mark.parametrize("role", ["SUPERVISOR", "MEMBER", ""])
async def test_others_change_nothing(community: Community, role: str) -> None:
    station = await community.found()
    passport = await community.holding(None, station, *([role] if role else []))
    draft = await create(community, station)
    for denied in (
        create(community, station, passport),
        update(community, draft, passport, name="新的"),
        publish(community, draft, passport),
        revise(community, draft, passport),
        retire(community, draft, passport),
    ):
        with pytest.raises(PermissionDenied):
            await denied


async def test_a_station_changes_no_programme_of_another(community: Community) -> None:
    theirs = await create(community, await community.found())
    passport = await community.holding(None, await community.found(), "OWNER")
    with pytest.raises(PermissionDenied):
        await update(community, theirs, passport, organization_id=str(uuid7()))
    with pytest.raises(PermissionDenied):
        await publish(community, theirs, passport)


async def test_the_ready_made_programme_keeps_the_rules(community: Community) -> None:
    assert list(broken_stages(default_programme())) == []
    station = await community.found()
    request = pb.CreateDefaultProgrammeRequest(organization_id=station.id)
    made = await community.call(request, pb.Programme, community.admin)
    assert [each.key for each in made.stages] == ["seed", "sprout", "sapling", "tree", "banyan"]
    assert (await publish(community, made)).state == PUBLISHED


async def test_says_everything_that_is_wrong_with_stages(community: Community) -> None:
    station = await community.found()
    broken = stage(
        "seed",
        criterion("NEW_MEMBERS", 1),
        criterion("OFFICERS", 1, window_days=3),
        minimum_days=5,
        expected_days=4,
    )
    with pytest.raises(InvalidArgument) as refused:
        await create(community, station, stages=[broken, broken], category_ids=[str(uuid7())])
    found = {(each.field, each.reason) for each in refused.value.violations}
    of_first = "programme.stages[0]"
    assert found >= {
        ("programme.stages", "DUPLICATE"),
        (f"{of_first}.expected_days", "EXPECTED_BELOW_MINIMUM"),
        (f"{of_first}.requirements[0].criteria[0].window_days", "WINDOW_DOES_NOT_FIT"),
        (f"{of_first}.requirements[0].criteria[1].window_days", "WINDOW_DOES_NOT_FIT"),
        ("programme.category_ids", "CATEGORY_NOT_OPEN"),
    }


@pytest.mark.parametrize("key", ["", "Seed", "a--b", "种子", "x" * 51])
async def test_refuses_a_key_that_breaks_a_rule(community: Community, key: str) -> None:
    station = await community.found()
    with pytest.raises(InvalidArgument) as refused:
        await create(community, station, stages=[stage(key, name="种子")])
    assert {each.field for each in refused.value.violations} == {"programme.stages[0].key"}
