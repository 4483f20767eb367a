"""A small community with everyone in it who may or may not do things, made through the services."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from banyan.events.v1 import event_pb2, feedback_pb2, shift_pb2, sign_up_pb2
from banyan.events.v1.feedback_pb2 import (
    FeedbackForm,
    FeedbackQuestion,
    FeedbackQuestionTranslation,
)
from banyan.events.v1.sign_up_rules_pb2 import SignUpRules
from banyan.images.v1 import image_pb2
from banyan.organizations.v1 import (
    area_pb2,
    category_pb2,
    import_job_pb2,
    invitation_pb2,
    membership_pb2,
    organization_pb2,
    passport_pb2,
)
from banyan.places.v1.place_pb2 import Contact, Place, PlaceTranslation
from banyan.volunteers.v1 import (
    hours_attestation_pb2,
    hours_balance_pb2,
    hours_entry_pb2,
    person_contact_pb2,
    person_pb2,
)
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from services.kit.calls.client import Answer
from services.kit.contract.images import field_names
from services.kit.contract.rpc import methods_of
from tests.images import receipt_of
from tests.services import ADMINISTRATOR, Platform
from tests.waiting import eventually

# Whoever acts in the tables of access, in the order of their columns.
KINDS = (
    "anonymous",
    "app",
    "stranger",
    "subject",
    "member",
    "coordinator",
    "leader",
    "owner",
    "supervisor",
    "administrator",
)
# Everyone but the anonymous caller and the app, which acts for the subject with one scope alone.
PEOPLE = tuple(kind for kind in KINDS if kind not in ("anonymous", "app"))
APP_SCOPE = "events.read"
# Contact details that must not be found anywhere they do not belong.
CANARY_PHONE = "+8613912345678"
CANARY_EMAIL = "canary.heron.41@example.org"
CANARY_ADDRESS = "槐柏树街金丝雀胡同 41 号"
CANARY_EMERGENCY = "Canary Sparrow, upstairs"
CANARIES = (CANARY_PHONE, CANARY_EMAIL, CANARY_ADDRESS, CANARY_EMERGENCY)


@dataclass
class World:
    """The community: a group whose people hold one role each, an event, a shift, a sign-up.

    Attributes:
        platform: The services that run it.
        tokens: For each kind of principal, the access token; "" for the anonymous caller.
        people: For each kind that is a person, their id.
        passports: For each kind, a passport that knows the present roles.
        memberships: For each kind that belongs to the group, their membership.
        ids: What else there is: "group", "event", "draft", "members_event", "shift", "sign_up",
            "invitation" (with uses to spare) and its "token", "import_job" (planned), "submitted" and "approved" attestations
            of hours, "hours_entry", "hours_balance".
    """

    platform: Platform
    tokens: dict[str, str]
    people: dict[str, str] = field(default_factory=dict)
    passports: dict[str, str] = field(default_factory=dict)
    memberships: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    async def make(cls, platform: Platform) -> "World":
        """Makes the community and waits until every service knows of it."""
        issuer = platform.site.issuer
        tokens = {"anonymous": "", "app": issuer.mint("subject", "", scope=APP_SCOPE)}
        for kind in PEOPLE:
            subject = ADMINISTRATOR if kind == "administrator" else kind
            tokens[kind] = issuer.mint(subject, kind)
        world = cls(platform, tokens)
        await world.renew_passports()
        await world._register()
        await world.renew_passports()
        await world._found()
        await world.renew_passports()
        await world._invite()
        await world._import()
        await world._share_contact()
        await world._plan()
        await world._show()
        await world._categorize()
        await world._locate()
        await eventually(world._is_known_everywhere)
        await world._attest_hours()
        return world

    async def call(self, kind: str, request: Message, answer_type: type[Answer]) -> Answer:
        """Calls an RPC as one kind of principal."""
        return await self.platform.call(request, answer_type, self.passports[kind])

    async def renew_passports(self, *kinds: str) -> None:
        """Exchanges tokens again, so that the passports of these kinds, or of all, are up to date."""
        await asyncio.gather(*(self._renew_passport(kind) for kind in kinds or KINDS))

    async def _renew_passport(self, kind: str) -> None:
        answer = await self.platform.call(
            passport_pb2.IssuePassportRequest(credential=self.tokens[kind]),
            passport_pb2.IssuePassportResponse,
            None,
        )
        self.passports[kind] = answer.passport
        if kind in PEOPLE:
            self.people[kind] = answer.person_id

    async def _register(self) -> None:
        people = {
            kind: person_pb2.Person(
                display_name=f"{kind} 居民",
                time_zone="Asia/Shanghai",
                birth_date="1960-05-01",
                languages=["zh-Hans"],
                skills=[person_pb2.Skill(name="急救", level=person_pb2.SKILL_LEVEL_EXPERT)],
            )
            for kind in PEOPLE
        }
        requests = (
            self.call(kind, person_pb2.RegisterPersonRequest(person=person), person_pb2.Person)
            for kind, person in people.items()
        )
        await asyncio.gather(*requests)

    async def _found(self) -> None:
        group = await self.call(
            "owner",
            organization_pb2.CreateOrganizationRequest(
                organization=organization_pb2.Organization(
                    name="槐柏树合唱团",
                    kind=organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP,
                    membership_policy=organization_pb2.MEMBERSHIP_POLICY_OPEN,
                    translations=[
                        organization_pb2.OrganizationTranslation(language="en", name="Choir")
                    ],
                )
            ),
            organization_pb2.Organization,
        )
        self.ids["group"] = group.id
        roles = {
            "coordinator": membership_pb2.ROLE_COORDINATOR,
            "leader": membership_pb2.ROLE_LEADER,
            "supervisor": membership_pb2.ROLE_SUPERVISOR,
        }
        await self.renew_passports()
        for kind in ("subject", "member", "coordinator", "leader", "supervisor"):
            membership = await self.call(
                kind,
                membership_pb2.ApplyForMembershipRequest(organization_id=group.id),
                membership_pb2.Membership,
            )
            self.memberships[kind] = membership.id
            if kind in roles:
                await self.call(
                    "owner",
                    membership_pb2.GrantRoleRequest(membership_id=membership.id, role=roles[kind]),
                    membership_pb2.Membership,
                )

    async def _invite(self) -> None:
        answer = await self.call(
            "coordinator",
            invitation_pb2.CreateInvitationRequest(
                organization_id=self.ids["group"], note="the neighbours", maximum_uses=1000
            ),
            invitation_pb2.InvitationLink,
        )
        self.ids["invitation"], self.ids["token"] = answer.invitation.id, answer.token

    async def _import(self) -> None:
        job = await self.call("leader", self.import_of_organizations(), import_job_pb2.ImportJob)
        self.ids["import_job"] = job.id

    def import_of_organizations(self) -> import_job_pb2.CreateOrganizationImportJobRequest:
        """Returns a request for an import below the group."""
        return import_job_pb2.CreateOrganizationImportJobRequest(
            parent_id=self.ids["group"],
            content="Name,Email\n象棋小组 Chess,chess@example.org (mornings)",
            file_name="groups.csv",
            kind=organization_pb2.ORGANIZATION_KIND_INTEREST_GROUP,
            membership_policy=organization_pb2.MEMBERSHIP_POLICY_APPLICATION,
        )

    def import_of_people(self) -> import_job_pb2.CreatePeopleImportJobRequest:
        """Returns a request for an import into the roster of the group, of a row that cannot be read."""
        return import_job_pb2.CreatePeopleImportJobRequest(
            organization_id=self.ids["group"],
            content="姓名,角色\n,组长",
            file_name="members.csv",
            time_zone="Asia/Shanghai",
        )

    async def _share_contact(self) -> None:
        me = self.people["subject"]
        await self.call(
            "subject",
            person_contact_pb2.UpdatePersonContactRequest(
                person_id=me,
                person_contact=person_contact_pb2.PersonContact(
                    phone=CANARY_PHONE,
                    email=CANARY_EMAIL,
                    address=CANARY_ADDRESS,
                    emergency_contact=CANARY_EMERGENCY,
                ),
                update_mask=FieldMask(paths=["phone", "email", "address", "emergency_contact"]),
            ),
            person_contact_pb2.PersonContact,
        )
        await self.call(
            "subject",
            person_contact_pb2.SharePersonContactRequest(
                person_id=me, organization_id=self.ids["group"]
            ),
            person_contact_pb2.PersonContact,
        )

    async def _plan(self) -> None:
        public, members = event_pb2.EVENT_VISIBILITY_PUBLIC, event_pb2.EVENT_VISIBILITY_MEMBERS
        for name, visibility in (("draft", public), ("event", public), ("members_event", members)):
            event = await self.call(
                "coordinator",
                event_pb2.CreateEventRequest(event=self.event(visibility)),
                event_pb2.Event,
            )
            self.ids[name] = event.id
            if name != "draft":
                await self.call(
                    "coordinator",
                    event_pb2.PublishEventRequest(event_id=event.id),
                    event_pb2.Event,
                )
        planned = self.shift(self.ids["event"])
        role = planned.roles.add(title="带队", places=2)
        role.translations.add(language="en", title="Lead")
        shift = await self.call(
            "coordinator", shift_pb2.CreateShiftRequest(shift=planned), shift_pb2.Shift
        )
        self.ids["shift"] = shift.id
        sign_up = await self.call(
            "subject", sign_up_pb2.CreateSignUpRequest(shift_id=shift.id), sign_up_pb2.SignUp
        )
        self.ids["sign_up"] = sign_up.id

    async def _show(self) -> None:
        """Gives the event, the group and the subject their images."""
        group, me = self.ids["group"], self.people["subject"]
        for kind, resource, id_, name in (
            ("coordinator", event_pb2.Event, self.ids["event"], "cover"),
            ("owner", organization_pb2.Organization, group, "cover"),
            ("owner", organization_pb2.Organization, group, "logo"),
            ("subject", person_pb2.Person, me, "avatar"),
        ):
            await self._give_image(kind, resource, id_, name)

    async def _categorize(self) -> None:
        """Gives the event and the group a category, and a tag."""
        request = category_pb2.CreateCategoryRequest(
            category=category_pb2.Category(
                key="music",
                name="音乐",
                language="zh-Hans",
                translations=[category_pb2.CategoryTranslation(language="en", name="Music")],
            )
        )
        category = await self.call("administrator", request, category_pb2.Category)
        self.ids["category"] = category.id
        values: Any = {"category_id": category.id, "tags": ["合唱 Choir"]}
        await self._update("owner", organization_pb2.Organization, self.ids["group"], values)

        async def is_known() -> bool:
            site = self.platform.site
            return bool(await site.sql("events", "SELECT FROM category"))

        await eventually(is_known)
        await self._update("coordinator", event_pb2.Event, self.ids["event"], values)

    async def _locate(self) -> None:
        """Puts the event and the group into an area, beside which there is another one."""
        west = area_pb2.Area(code="31", name="西区", kind=area_pb2.AREA_KIND_DISTRICT)
        request = area_pb2.CreateAreaRequest(area=west)
        self.ids["district"] = (await self.call("administrator", request, area_pb2.Area)).id
        for name, code, above, kind in (
            ("area", "310101", "district", area_pb2.AREA_KIND_COMMUNITY),
            ("other_area", "310199", "district", area_pb2.AREA_KIND_COMMUNITY),
            ("building", "310101-1", "area", area_pb2.AREA_KIND_BUILDING),
        ):
            area = area_pb2.Area(
                code=code,
                kind=kind,
                name="梧桐社区",
                language="zh-Hans",
                translations=[area_pb2.AreaTranslation(language="en", name="Plane Tree")],
                parent_id=self.ids[above],
            )
            request = area_pb2.CreateAreaRequest(area=area)
            self.ids[name] = (await self.call("administrator", request, area_pb2.Area)).id
        values: Any = {"area_id": self.ids["area"]}
        await self._update("owner", organization_pb2.Organization, self.ids["group"], values)

        async def is_known() -> bool:
            found = await self.platform.site.sql("events", "SELECT FROM area")
            return len(found) == 4  # all of them

        await eventually(is_known)
        await self._update("coordinator", event_pb2.Event, self.ids["event"], values)

    async def _give_image(self, kind: str, resource: Any, id_: str, field: str) -> None:
        receipt = await receipt_of(
            self.platform, self.passports[kind], resource, id_, field_names()[field]
        )
        image = image_pb2.Image(
            receipt=receipt,
            alt="合唱团在台上",
            translations=[image_pb2.ImageTranslation(language="en", alt="The choir on stage")],
        )
        await self._update(kind, resource, id_, {field: image})

    async def _update(self, kind: str, resource: Any, id_: str, values: dict[str, Any]) -> None:
        """Updates some fields of a resource."""
        name = resource.DESCRIPTOR.name
        update: Any = next(
            method.request_type
            for service in resource.DESCRIPTOR.file.services_by_name.values()
            for method in methods_of(service)
            if method.name == f"Update{name}"
        )
        request = update(
            **{f"{name.lower()}_id": id_, name.lower(): resource(**values)},
            update_mask=FieldMask(paths=list(values)),
        )
        await self.call(kind, request, resource)

    async def _attest_hours(self) -> None:
        """Has the coordinator enter hours of the subject twice, of which the leader approves one."""
        for name in ("approved", "submitted"):
            attestation = await self.call(
                "coordinator",
                hours_attestation_pb2.SubmitHoursAttestationRequest(
                    hours_attestation=self.hours_attestation()
                ),
                hours_attestation_pb2.HoursAttestation,
            )
            self.ids[name] = attestation.id
        await self.call(
            "leader",
            hours_attestation_pb2.ApproveHoursAttestationRequest(
                hours_attestation_id=self.ids["approved"]
            ),
            hours_attestation_pb2.HoursAttestation,
        )
        entries = await self.call(
            "subject",
            hours_entry_pb2.ListHoursEntriesRequest(person_id=self.people["subject"]),
            hours_entry_pb2.ListHoursEntriesResponse,
        )
        self.ids["hours_entry"] = entries.hours_entries[0].id
        balances = await self.call(
            "subject",
            hours_balance_pb2.ListHoursBalancesRequest(person_id=self.people["subject"]),
            hours_balance_pb2.ListHoursBalancesResponse,
        )
        self.ids["hours_balance"] = balances.hours_balances[0].id

    def hours_attestation(self) -> hours_attestation_pb2.HoursAttestation:
        """Returns an attestation of hours of the subject, not submitted yet."""
        return hours_attestation_pb2.HoursAttestation(
            organization_id=self.ids["group"],
            person_id=self.people["subject"],
            date=(datetime.now(UTC).date() - timedelta(days=40)).isoformat(),
            minutes=90,
            description="抄乐谱",
        )

    def event(
        self, visibility: event_pb2.EventVisibility = event_pb2.EVENT_VISIBILITY_PUBLIC
    ) -> event_pb2.Event:
        """Returns an event of the group, not created yet."""
        return event_pb2.Event(
            organization_id=self.ids["group"],
            title="重阳节演出 Double Ninth concert",
            start_time=in_hours(24),
            end_time=in_hours(28),
            time_zone="Asia/Shanghai",
            visibility=visibility,
            description="**合唱**和舞蹈",
            language="zh-Hans",
            translations=[
                event_pb2.EventTranslation(language="en", title="Concert", description="Singing")
            ],
            place=Place(
                name="文化宫",
                latitude=39.9,
                longitude=116.4,
                translations=[PlaceTranslation(language="en", name="Palace of Culture")],
            ),
            contact=Contact(person_id=self.people["coordinator"], phones=["010 5550 0141"]),
            sign_up_rules=SignUpRules(late_cancellation_minutes=60),
            feedback_form=FeedbackForm(
                shows_names=True,
                open_days=7,
                questions=[
                    FeedbackQuestion(
                        kind=feedback_pb2.FEEDBACK_QUESTION_KIND_RATING,
                        text="场地怎么样？",
                        translations=[
                            FeedbackQuestionTranslation(language="en", text="How was the place?")
                        ],
                    ),
                    FeedbackQuestion(
                        kind=feedback_pb2.FEEDBACK_QUESTION_KIND_CHOICE,
                        text="您喜欢哪个时间？",
                        several=True,
                        options=[
                            feedback_pb2.FeedbackOption(
                                text=text,
                                translations=[
                                    feedback_pb2.FeedbackOptionTranslation(
                                        language="en", text=english
                                    )
                                ],
                            )
                            for text, english in (("上午", "Morning"), ("晚上", "Evening"))
                        ],
                    ),
                ],
            ),
        )

    def shift(self, event_id: str) -> shift_pb2.Shift:
        """Returns a shift of an event, not created yet."""
        return shift_pb2.Shift(
            event_id=event_id,
            title="搬椅子",
            start_time=in_hours(24),
            end_time=in_hours(25),
            capacity=20,
            translations=[shift_pb2.ShiftTranslation(language="en", title="Chairs")],
        )

    async def _is_known_everywhere(self) -> bool:
        """Tells whether every projection holds what the owners have."""
        site = self.platform.site
        members = "SELECT count(*) FROM membership WHERE state = 'ACTIVE'"
        people = "SELECT count(*) FROM person"
        belong = len(self.memberships) + 1  # and the owner's
        expected = {
            ("volunteers", members): belong,
            ("events", members): belong,
            ("organizations", people): len(PEOPLE),
            ("events", people): len(PEOPLE),
        }
        found = {key: (await site.sql(*key))[0][0] for key in expected}
        sign_ups = (await site.sql("volunteers", "SELECT count(*) FROM sign_up"))[0][0]
        return found == expected and bool(sign_ups)


def in_hours(hours: float) -> Timestamp:
    """Returns the moment so many hours from now, on the full minute."""
    moment = Timestamp()
    moment.FromDatetime(
        (datetime.now(UTC) + timedelta(hours=hours)).replace(second=0, microsecond=0)
    )
    return moment
