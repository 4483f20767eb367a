"""PassportService."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio
from banyan.organizations.v1 import membership_pb2, organization_pb2
from banyan.organizations.v1 import passport_pb2 as pb
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from prometheus_client import generate_latest

from services.catalogue import NAMES
from services.kit.calls.passport import Caller, PassportVerifier
from services.kit.errors import Internal, InvalidArgument, Unauthenticated
from services.kit.process.clock import SystemClock
from services.kit.process.environment import ConfigurationError
from services.kit.process.ids import uuid7
from services.kit.process.logs import JsonFormatter
from services.organizations.config import OrganizationsSettings
from services.organizations.passports.keys import SigningKey
from tests.metrics import Scrape
from tests.organizations.community import Community
from tests.passports import EVERY_SCOPE, KEY_ID, PassportOffice
from tests.services import ADMINISTRATOR, Platform, Site

LEADER, COORDINATOR = membership_pb2.ROLE_LEADER, membership_pb2.ROLE_COORDINATOR
SUPERVISOR = membership_pb2.ROLE_SUPERVISOR


class Desk:
    """Exchanges credentials, and reads the passports that come back as every service does."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.issuer = platform.site.issuer
        self.verifier = PassportVerifier(platform.office.jwks, SystemClock(), "events")

    async def issue(self, credential: str = "") -> pb.IssuePassportResponse:
        return await self.platform.call(
            pb.IssuePassportRequest(credential=credential), pb.IssuePassportResponse, None
        )

    async def addressed(self, *services: str) -> pb.IssuePassportResponse:
        return await self.platform.call(
            pb.IssuePassportRequest(services=services), pb.IssuePassportResponse, None
        )

    async def caller(self, subject: str = "lin") -> Caller:
        answer = await self.issue(self.issuer.mint(subject, subject))
        return self.verifier.verify(answer.passport)


@pytest.fixture
def desk(organizations: Platform) -> Desk:
    return Desk(organizations)


class TestAnonymous:
    async def test_may_read_what_is_public(self, desk: Desk) -> None:
        answer = await desk.issue()
        caller = desk.verifier.verify(answer.passport)
        assert answer.person_id == ""
        assert caller.principal_id == "anonymous"
        assert caller.person_id is None
        assert caller.roles == {}
        assert caller.platform_roles == frozenset()
        assert caller.scopes == {f"{name}.read" for name in NAMES}

    async def test_leaves_nothing_behind(self, desk: Desk) -> None:
        await desk.issue()
        for table in ("principal", "audit", "outbox"):
            assert await desk.platform.site.sql("organizations", f"SELECT 1 FROM {table}") == []


class TestAddressed:
    """A service cannot use at another what callers send to it, unless it has to call that one."""

    async def test_one_passport_serves_those_that_reach_the_same_services(self, desk: Desk) -> None:
        answer = await desk.addressed(*NAMES)
        assert answer.passport == ""
        named = [list(each.services) for each in answer.addressed_passports]
        assert named == [["volunteers", "organizations"], ["events"]]

    async def test_the_others_refuse_it(self, desk: Desk) -> None:
        for service, elsewhere in (("volunteers", "events"), ("events", None)):
            (each,) = (await desk.addressed(service)).addressed_passports
            for name in NAMES:
                verifier = PassportVerifier(desk.platform.office.jwks, SystemClock(), name)
                if name != elsewhere:
                    assert verifier.verify(each.passport).principal_id == "anonymous"
                    continue
                with pytest.raises(Unauthenticated) as refused:
                    verifier.verify(each.passport)
                assert refused.value.reason == "PASSPORT_INVALID"

    async def test_a_running_service_refuses_what_is_for_another(self, desk: Desk) -> None:
        request, answer_type = (
            organization_pb2.ListOrganizationsRequest(),
            organization_pb2.ListOrganizationsResponse,
        )
        ours, foreign = (await desk.addressed("organizations", "newcomer")).addressed_passports
        await desk.platform.call(request, answer_type, ours.passport)
        with pytest.raises(Unauthenticated) as refused:
            await desk.platform.call(request, answer_type, foreign.passport)
        assert refused.value.reason == "PASSPORT_INVALID"

    @pytest.mark.parametrize("names", [["Events"], ["events", "events"], [""]])
    async def test_a_name_that_no_service_has_is_refused(
        self, desk: Desk, names: list[str]
    ) -> None:
        with pytest.raises(InvalidArgument):
            await desk.addressed(*names)


class TestIdentified:
    async def test_names_principal_person_app_and_scopes(self, desk: Desk) -> None:
        credential = desk.issuer.mint("lin", "林", scope="openid events.read", client_id="calendar")
        answer = await desk.issue(credential)
        caller = desk.verifier.verify(answer.passport)
        (row,) = await desk.platform.site.sql("organizations", "SELECT * FROM principal")
        assert caller.principal_id == str(row["id"])
        assert (row["issuer"], row["subject"]) == ("http://localhost/banyan-development", "lin")
        assert answer.person_id == str(caller.person_id) == str(row["person_id"])
        assert caller.client_id == "calendar"
        assert caller.scopes == {"events.read"}
        assert caller.platform_roles == frozenset()

    async def test_gives_the_scopes_that_the_issuer_s_own_stand_for(self, desk: Desk) -> None:
        assert (await desk.caller()).scopes == EVERY_SCOPE

    @pytest.mark.parametrize("scope", ["openid profile", "", None])
    async def test_gives_no_scope_where_the_credential_names_none_of_ours(
        self, desk: Desk, scope: str | None
    ) -> None:
        answer = await desk.issue(desk.issuer.mint("lin", "林", scope=scope))
        assert desk.verifier.verify(answer.passport).scopes == frozenset()

    async def test_knows_who_came_before(self, desk: Desk) -> None:
        first, again, other = [await desk.caller(name) for name in ("lin", "lin", "wang")]
        assert (first.principal_id, first.person_id) == (again.principal_id, again.person_id)
        assert other.person_id != first.person_id
        assert other.principal_id != first.principal_id

    async def test_writes_nothing_for_who_came_before(self, desk: Desk) -> None:
        await desk.caller()
        row = "SELECT xmin, xmax, ctid FROM principal"
        before = await desk.platform.site.sql("organizations", row)
        await desk.caller()
        assert await desk.platform.site.sql("organizations", row) == before
        assert await desk.platform.site.sql("organizations", "SELECT 1 FROM audit") == []

    async def test_gives_one_person_to_many_first_exchanges_at_once(self, desk: Desk) -> None:
        callers = await asyncio.gather(*(desk.caller() for _ in range(20)))
        assert len({caller.person_id for caller in callers}) == 1
        assert len({caller.principal_id for caller in callers}) == 1
        rows = await desk.platform.site.sql("organizations", "SELECT person_id FROM principal")
        assert [row["person_id"] for row in rows] == [callers[0].person_id]

    async def test_names_administrators(self, desk: Desk) -> None:
        assert (await desk.caller(ADMINISTRATOR)).is_admin
        assert not (await desk.caller(ADMINISTRATOR.upper())).is_admin


class TestLifetime:
    async def test_is_five_minutes(self, site: Site) -> None:
        default = OrganizationsSettings.model_fields["passport_lifetime"].default
        async with AsyncExitStack() as stack:
            platform = await Platform.start(
                site, stack, ("organizations",), passport_lifetime=default
            )
            answer = await Desk(platform).issue()
            left = answer.expire_time.ToDatetime(tzinfo=UTC) - datetime.now(UTC)
            assert timedelta(seconds=290) < left <= timedelta(seconds=300)
            assert answer.expire_time.nanos == 0

    async def test_never_goes_beyond_the_credential(self, desk: Desk) -> None:
        issued = datetime.now(UTC).replace(microsecond=0)
        credential = desk.issuer.mint("lin", "lin", issued=issued, lifetime=timedelta(seconds=60))
        answer = await desk.issue(credential)
        assert answer.expire_time.ToDatetime(tzinfo=UTC) == issued + timedelta(seconds=60)

    async def test_is_what_the_operator_says(self, site: Site) -> None:
        async with AsyncExitStack() as stack:
            platform = await Platform.start(site, stack, ("organizations",), passport_lifetime=30)
            answer = await Desk(platform).issue()
            left = answer.expire_time.ToDatetime(tzinfo=UTC) - datetime.now(UTC)
            assert left <= timedelta(seconds=30)


class TestRefused:
    async def refusal(self, desk: Desk, credential: str) -> Unauthenticated:
        with pytest.raises(Unauthenticated) as refused:
            await desk.issue(credential)
        return refused.value

    async def test_what_is_no_credential(self, desk: Desk) -> None:
        good = desk.issuer.mint("lin", "lin")
        for credential in ("hello", good[:-10], desk.issuer.mint("lin", "lin", audience="other")):
            refused = await self.refusal(desk, credential)
            assert refused.reason == "CREDENTIAL_INVALID"
            assert refused.message == "The access token is not valid. Sign in again."
            assert refused.violations == ()
        assert await desk.platform.site.sql("organizations", "SELECT 1 FROM principal") == []

    async def test_what_has_expired(self, desk: Desk) -> None:
        credential = desk.issuer.mint("lin", "lin", lifetime=timedelta(seconds=-1))
        assert (await self.refusal(desk, credential)).reason == "CREDENTIAL_EXPIRED"

    async def test_our_own_passports(self, desk: Desk) -> None:
        """A passport is no credential, or it could be renewed for ever."""
        refused = await self.refusal(desk, desk.platform.office.person())
        assert refused.reason == "CREDENTIAL_INVALID"

    async def test_what_is_too_long(self, desk: Desk) -> None:
        with pytest.raises(InvalidArgument) as refused:
            await desk.issue("x" * 8193)
        assert refused.value.violations[0].field == "credential"


async def test_a_credential_stands_in_no_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    await desk.platform.site.sql("organizations", "ALTER TABLE principal RENAME TO gone")
    credential = desk.issuer.mint("lin", "lin")
    with pytest.raises(Internal):
        await desk.issue(credential)
    formatter = JsonFormatter("organizations")
    lines = [formatter.format(record) for record in caplog.records]
    (failed,) = [line for line in lines if "a request failed" in line]
    assert '"credential"' in failed  # the control: the request is told
    assert not any(credential in line for line in lines)


class TestRoles:
    @pytest_asyncio.fixture
    async def me(self, desk: Desk) -> AsyncIterator[UUID]:
        person_id = (await desk.caller()).person_id
        assert person_id is not None
        yield person_id

    async def test_are_those_held_now_that_are_more_than_a_membership(
        self, desk: Desk, community: Community, me: UUID
    ) -> None:
        mine = await community.found(me)
        plain, leading, supervised = [await community.found() for _ in range(3)]
        await community.member(plain, me)
        await community.member(leading, me, LEADER, COORDINATOR)
        await community.member(supervised, me, SUPERVISOR)
        assert (await desk.caller()).roles == {
            UUID(mine.id): {"OWNER"},
            UUID(leading.id): {"LEADER", "COORDINATOR"},
            UUID(supervised.id): {"SUPERVISOR"},
        }

    async def test_end_with_what_gave_them(
        self, desk: Desk, community: Community, me: UUID
    ) -> None:
        organization = await community.found()
        membership = await community.member(organization, me, LEADER, COORDINATOR)
        key = UUID(organization.id)
        for request, expected in (
            (
                membership_pb2.EndRoleRequest(membership_id=membership.id, role=LEADER),
                {"COORDINATOR"},
            ),
            (membership_pb2.SuspendMembershipRequest(membership_id=membership.id), None),
            (
                membership_pb2.ReinstateMembershipRequest(membership_id=membership.id),
                {"COORDINATOR"},
            ),
            (membership_pb2.EndMembershipRequest(membership_id=membership.id), None),
        ):
            await community.call(request, membership_pb2.Membership, community.admin)
            assert (await desk.caller()).roles.get(key) == expected

    async def test_do_not_come_from_an_application(
        self, desk: Desk, community: Community, me: UUID
    ) -> None:
        organization = await community.found(membership_policy=2)
        await community.apply(organization, me)
        assert (await desk.caller()).roles == {}

    async def test_go_with_the_founder_at_once(self, desk: Desk, community: Community) -> None:
        answer = await desk.issue(desk.issuer.mint("lin", "lin"))
        organization = await community.found(UUID(answer.person_id))
        caller = await desk.caller()
        assert caller.holding("OWNER") == [UUID(organization.id)]

    async def test_that_do_not_fit_are_the_least_weighty(
        self, desk: Desk, community: Community, me: UUID
    ) -> None:
        ids = sorted(uuid7() for _ in range(400))
        roles = ["SUPERVISOR", "COORDINATOR", "LEADER", "OWNER"]
        held = {id_: roles[index % 4] for index, id_ in enumerate(ids)}
        await belong(desk.platform.site, me, ids, held)
        before = truncated()
        answer = await desk.issue(desk.issuer.mint("lin", "lin"))
        caller = desk.verifier.verify(answer.passport)
        by_weight = [id_ for role in reversed(roles) for id_ in ids if held[id_] == role]
        assert list(caller.roles) == by_weight[: len(caller.roles)]
        assert caller.has_more_roles
        assert 150 < len(caller.roles) < 250
        assert truncated() == (before[0] + 1, before[1] + 400 - len(caller.roles))
        for _ in range(20):
            await community.call(
                membership_pb2.ListMembershipsRequest(person_id=str(me)),
                membership_pb2.ListMembershipsResponse,
                answer.passport,
            )

    async def test_are_complete_for_a_member_of_500_organizations(
        self, desk: Desk, me: UUID
    ) -> None:
        ids = [uuid7() for _ in range(500)]
        await belong(desk.platform.site, me, ids, {ids[0]: "LEADER"})
        before = truncated()
        caller = await desk.caller()
        assert caller.roles == {ids[0]: {"LEADER"}}
        assert not caller.has_more_roles
        assert truncated() == before


def truncated() -> tuple[float, float]:
    """Returns how many passports lacked roles so far, and of how many organizations."""
    found = Scrape(generate_latest().decode())
    return (
        found.value("banyan_passports_truncated_total"),
        found.value("banyan_passport_roles_omitted_total"),
    )


async def belong(site: Site, person_id: UUID, ids: list[UUID], roles: dict[UUID, str]) -> None:
    """Makes a person an active member of new organizations, with a role in some of them."""
    await site.sql(
        "organizations",
        "INSERT INTO organization SELECT id, 1, now(), now(), 'group', 'group', '',"
        " 'VOLUNTEER_GROUP', NULL, '{}', false, 'OPEN', '', 'ACTIVE'"
        " FROM unnest($1::uuid[]) AS id",
        ids,
    )
    await site.sql(
        "organizations",
        "INSERT INTO membership (id, version, create_time, update_time, organization_id, person_id,"
        " sort_name, application_message, state, reason) SELECT id, 1, now(), now(), id, $2, '', '',"
        " 'ACTIVE', '' FROM unnest($1::uuid[]) AS id",
        ids,
        person_id,
    )
    for role in set(roles.values()):
        await give(site, [id_ for id_ in ids if roles.get(id_) == role], role)


async def give(site: Site, ids: list[UUID], role: str) -> None:
    """Gives a role in each of the memberships that `belong` made."""
    await site.sql(
        "organizations",
        "INSERT INTO membership_role (id, membership_id, role, start_time)"
        " SELECT gen_random_uuid(), id, $2, now() FROM unnest($1::uuid[]) AS id",
        ids,
        role,
    )


class TestSigningKey:
    def test_is_named_as_in_the_key_set(self, office: PassportOffice) -> None:
        assert SigningKey.read(office.private_key, office.jwks).key_id == KEY_ID

    @pytest.mark.parametrize(
        ("key", "expected"),
        [
            (Ed25519PrivateKey.generate(), "BANYAN_PASSPORT_JWKS: must contain the public part"),
            (
                generate_private_key(SECP256R1()),
                "BANYAN_PASSPORT_PRIVATE_KEY: must name a PEM file",
            ),
        ],
    )
    def test_must_be_one_that_the_services_know(
        self, office: PassportOffice, tmp_path: Path, key: PrivateKeyTypes, expected: str
    ) -> None:
        path = tmp_path / "foreign.pem"
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        with pytest.raises(ConfigurationError, match=expected):
            SigningKey.read(path, office.jwks)
