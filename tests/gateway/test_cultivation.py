"""Cultivating a group, through GraphQL alone: the operations of docs/cultivation.md, from the programme to the end."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from services.organizations.indicators.catalogue import CATALOGUE
from tests.gateway.conftest import Gateway, global_id, local_id
from tests.gateway.test_frontends import newcomer
from tests.gateway.test_operations import OPERATIONS
from tests.world import World

PAGE = (Path(__file__).parents[2] / "docs" / "cultivation.md").read_text(encoding="utf-8")
OF_CULTIVATION = {
    re.findall(r"(\w+)\(", block)[0]: block
    for block in re.findall(r"^```graphql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
}
FOUND = "organization { id }"
MEMBERS = "query($id: ID!) { organization(id: $id) { memberCount } }"


def stages(members: int) -> list[dict[str, Any]]:
    """Returns two stages; a group leaves the first with so many members."""
    return [_seed(members), _SPROUT]


def _seed(members: int) -> dict[str, Any]:
    return {
        "key": "seed",
        "name": "种子",
        "offers": [
            {"kind": "MONEY", "description": "启动经费", "amount": 50000, "currency": "CNY"}
        ],
        "requirements": [
            {
                "criteria": [
                    {"indicator": "ACTIVE_MEMBERS", "comparator": "AT_LEAST", "threshold": members},
                    {
                        "indicator": "OFFICERS",
                        "comparator": "AT_LEAST",
                        "threshold": 9,
                        "waivable": True,
                    },
                ]
            }
        ],
    }


KIT = {
    "name": "邻里小组启动包",
    "kinds": ["INTEREST_GROUP"],
    "agreements": [{"title": "我们的约定", "body": "互相尊重", "mustBeAccepted": True}],
    "steps": [{"title": "认识第一批成员", "role": "OWNER", "dueDays": 14}],
}
_SPROUT = {
    "key": "sprout",
    "name": "萌芽",
    "requirements": [
        {"criteria": [{"indicator": "ACTIVE_MEMBERS", "comparator": "AT_LEAST", "threshold": 500}]}
    ],
}


def test_the_operations_of_the_page_are_files() -> None:
    assert {name: OPERATIONS.get(name) for name in OF_CULTIVATION} == OF_CULTIVATION


def test_the_page_lists_the_catalogue() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\w+) \| (yes|no) \|$", PAGE, re.MULTILINE)
    assert rows == [
        (each.indicator, each.unit.lower(), "yes" if each.looks_back else "no")
        for each in CATALOGUE.values()
    ]


class Town:
    """People who run operations of the page.

    Attributes:
        gateway: The gateway.
        tokens: Those of the community, and of the "neighbour": somebody new, who owns the station.
    """

    def __init__(self, gateway: Gateway, tokens: dict[str, str]) -> None:
        self.gateway = gateway
        self.tokens = tokens

    async def run(self, name: str, kind: str, /, **variables: Any) -> Any:
        """Runs an operation, and returns the payload of its only field."""
        token = self.tokens[kind]
        data = await self.gateway.ask(OF_CULTIVATION[name], token, **variables)
        (payload,) = data.values()
        return payload

    async def well(self, name: str, kind: str, /, **variables: Any) -> Any:
        """Runs a mutation that nothing stands against, and returns what it changed."""
        payload = await self.run(name, kind, **variables)
        assert payload["errors"] == []
        return next(value for key, value in payload.items() if key != "errors")

    async def found_station(self) -> str:
        """Founds a station, whose owner is the neighbour, and returns its ID."""
        payload = await self.gateway.do(
            "createOrganization",
            self.tokens["neighbour"],
            FOUND,
            name="槐柏树街社区服务站",
            kind="SERVICE_STATION",
            membershipPolicy="OPEN",
        )
        assert payload["errors"] == []
        return str(payload["organization"]["id"])


async def test_neighbours_propose_a_group_and_the_station_accepts(
    gateway: Gateway, world: World
) -> None:
    people = ("neighbour", "proposer", "first", "second")
    town = Town(gateway, {each: await newcomer(gateway, world) for each in people})
    station = await town.found_station()
    await town.well(
        "SetFoundingRules",
        "neighbour",
        organizationId=station,
        supportersNeeded=2,
        daysToAnswer=7,
    )
    draft = await town.well("CreateDefaultProgramme", "neighbour", organizationId=station)
    await town.well("PublishProgramme", "neighbour", programmeId=draft["id"])
    asking = {"organizationId": station, "name": "夕阳红合唱团", "purpose": "每周一起唱歌"}
    nothing: dict[str, list[str]] = {"organizations": [], "foundingProposals": []}
    found = await town.run("SimilarGroups", "proposer", **asking)
    assert found["similarGroups"] == nothing
    co_founder = await gateway.ask("{ viewer { personId } }", town.tokens["first"])
    proposal = await town.well(
        "ProposeGroup",
        "proposer",
        **asking,
        kind="INTEREST_GROUP",
        area="槐柏树街",
        audience="退休的邻居",
        coFounderIds=[co_founder["viewer"]["personId"]],
    )
    assert (proposal["state"], proposal["nextActions"]) == ("GATHERING", ["WITHDRAW"])
    about = {"foundingProposalId": proposal["id"]}
    found = await town.run("SimilarGroups", "first", **asking | {"name": "梧桐合唱团"})
    (similar,) = found["similarGroups"]["foundingProposals"]
    assert (similar["id"], similar["viewerCanSupport"]) == (proposal["id"], True)

    async with gateway.events(
        OF_CULTIVATION["ProposalUpdates"], town.tokens["second"], **about
    ) as updates:
        for supporter in ("first", "second"):
            supported = await town.well("SupportProposal", supporter, **about)
            assert supported["viewerSupport"] is not None
        assert supported["state"] == "WAITING"
        payload = await town.run("SupportProposal", "second", **about)
        assert [each["reason"] for each in payload["errors"]] == ["ALREADY_SUPPORTED"]
        listed = await town.run("ProposalsToAnswer", "neighbour", organizationId=station)
        (waiting,) = listed["foundingProposals"]["nodes"]
        assert (waiting["isOverdue"], waiting["supportersCount"]) == (False, 2)
        assert waiting["nextActions"] == ["SUPPORT", "QUESTION", "DECLINE", "ACCEPT"]
        await town.well("AskAboutProposal", "neighbour", **about, question="在哪里唱?")
        await town.well("AnswerAboutProposal", "proposer", **about, answer="在活动室")

        kit = await town.well("CreateStarterKit", "neighbour", organizationId=station, **KIT)
        found = await town.run(
            "StarterKits", "neighbour", organizationId=station, groupKind="INTEREST_GROUP"
        )
        assert [each["id"] for each in found["starterKits"]["nodes"]] == [kit["id"]]
        accepting = about | {"programmeId": draft["id"], "starterKitId": kit["id"]}
        payload = await town.run("AcceptProposal", "neighbour", **accepting, dryRun=True)
        counts = {each["type"]: each["count"] for each in payload["dryRun"]["counts"]}
        assert counts == {
            "Agreement": 1,
            "Enrolment": 1,
            "FirstStep": 1,
            "FoundingProposal": 1,
            "Membership": 2,
            "Organization": 1,
        }
        accepted = await town.well("AcceptProposal", "neighbour", **accepting)
        assert accepted["enrolment"]["stageKey"] == "seed"
        # Whoever supports it hears of the outcome.
        async for update in updates:
            last = update["data"]["foundingProposalUpdates"]
            if last["state"] == "ACCEPTED":
                break
        assert last["foundedOrganization"] == accepted["foundedOrganization"]
    founded = accepted["foundedOrganization"]["id"]
    shown = await town.run("FirstSteps", "proposer", organizationId=founded)
    (step,) = shown["firstSteps"]["nodes"]
    assert (step["title"], step["role"]) == ("认识第一批成员", "OWNER")
    done = await town.well("CompleteFirstStep", "proposer", firstStepId=step["id"])
    assert (done["state"], done["doneTime"] is None) == ("DONE", False)
    query = "query($id: ID!) { organization(id: $id) { viewerRoles } }"
    for person, roles in (("proposer", ["OWNER", "MEMBER"]), ("first", ["LEADER", "MEMBER"])):
        group = accepted["foundedOrganization"]["id"]
        shown = await gateway.ask(query, town.tokens[person], id=group)
        assert shown["organization"]["viewerRoles"] == roles
    found = await town.run("SimilarGroups", "second", **asking)
    assert [each["id"] for each in found["similarGroups"]["organizations"]] == [group]

    # What is not wanted is declined, with a reason.
    other = await town.well("ProposeGroup", "first", **asking, kind="INTEREST_GROUP")
    about = {"foundingProposalId": other["id"]}
    declined = await town.well("DeclineProposal", "neighbour", **about, reason="已有一个")
    assert (declined["state"], declined["reason"]) == ("DECLINED", "已有一个")


async def _support(town: Town, station: str, enrolment_id: str) -> None:
    """The group asks for what its stage offers, and gets it with something that nobody asked for."""
    asked = await town.well("AskForSupport", "leader", enrolmentId=enrolment_id)
    (money,) = asked["supports"]["nodes"]
    assert (money["state"], money["amount"], money["currency"]) == ("REQUESTED", 50_000, "CNY")
    payload = await town.run("AskForSupport", "leader", enrolmentId=enrolment_id)
    assert [each["reason"] for each in payload["errors"]] == ["NOTHING_OFFERED"]
    for verb in ("grantSupport", "deliverSupport"):
        done = await town.gateway.do(
            verb, town.tokens["neighbour"], "groupSupport { state }", groupSupportId=money["id"]
        )
        assert done["errors"] == []
    assert done["groupSupport"] == {"state": "DELIVERED"}
    advice = await town.well(
        "PromiseSupport",
        "neighbour",
        enrolmentId=enrolment_id,
        kind="ADVICE",
        description="请教老团队",
    )
    assert (advice["state"], advice["nextActions"]) == (
        "PROMISED",
        ["DELIVER_SUPPORT", "WITHDRAW_SUPPORT"],
    )
    shown = await town.run("OverdueSupport", "neighbour", organizationId=station)
    assert shown["givenSupports"]["nodes"] == []
    about = {"groupSupportId": money["id"]}
    corrected = await town.well("CorrectSupport", "neighbour", **about, reason="还没有付")
    assert (corrected["state"], corrected["correction"]) == ("PROMISED", "还没有付")
    await town.gateway.do("deliverSupport", town.tokens["neighbour"], "__typename", **about)
    shown = await town.run("SupportCosts", "neighbour", organizationId=station)
    paid, given = shown["supportSummary"]["costs"]
    assert (paid["stageKey"], paid["currency"], paid["paidAmount"]) == ("seed", "CNY", 50_000)
    assert (given["currency"], given["count"], given["deliveredCount"]) == ("", 1, 0)


_ASLEEP = """
    INSERT INTO dormancy (id, version, create_time, update_time, organization_id, state, quiet_since,
        share_time, is_shared, dormant_time, note)
    VALUES (gen_random_uuid(), 1, now(), now(), $1, 'DORMANT', current_date - 134, now(), true, now(), '')
"""


async def test_a_group_wakes_up_by_a_word(gateway: Gateway, world: World) -> None:
    town = Town(gateway, {"neighbour": await newcomer(gateway, world)})
    group = await town.found_station()
    ruling = {"organizationId": group, "warnDays": 90, "shareDays": 14, "dormantDays": 30}
    ruled = await town.well("SetDormancyRules", "neighbour", **ruling)
    assert ruled["dormancyRules"] == {"warnDays": 90, "shareDays": 14, "dormantDays": 30}
    # Only time can bring it about.
    await world.platform.site.sql("organizations", _ASLEEP, UUID(local_id(group)))
    shown = await town.run("GroupDormancies", "neighbour", organizationId=group)
    (dormancy,) = shown["dormancies"]["nodes"]
    assert shown["activity"]["dormantTime"] == dormancy["dormantTime"]
    assert (dormancy["state"], dormancy["nextActions"]) == ("DORMANT", ["ANSWER"])
    answering = {"dormancyId": dormancy["id"], "note": "春天再聚"}
    assert (await town.well("AnswerDormancy", "neighbour", **answering))["state"] == "AWAKE"
    shown = await town.run("GroupDormancies", "neighbour", organizationId=group)
    assert shown["activity"]["dormantTime"] is None
    payload = await town.run("AnswerDormancy", "neighbour", **answering)
    assert [each["reason"] for each in payload["errors"]] == ["NOT_DORMANT"]


async def test_a_group_ends_well(gateway: Gateway, world: World) -> None:
    town = Town(gateway, world.tokens | {"neighbour": await newcomer(gateway, world)})
    group, successor = [await town.found_station() for _ in range(2)]
    shown = await town.run("UnfinishedBusiness", "neighbour", organizationId=group)
    assert shown["unfinishedBusiness"] == {"canEnd": True, "items": [], "groupSupports": []}
    ending = {
        "organizationId": group,
        "cause": "MERGED",
        "text": "我们一起做",
        "successorId": successor,
        "handovers": [{"description": "鼓", "organizationId": successor}],
    }
    tried = await town.run("EndGroup", "neighbour", **ending, dryRun=True)
    counts = {each["type"]: each["count"] for each in tried["dryRun"]["counts"]}
    assert (tried["errors"], counts) == ([], {"Organization": 1, "GroupClosing": 1})
    closing = await town.well("EndGroup", "neighbour", **ending)
    shown = await town.run("ClosingRecord", "neighbour", organizationId=group)
    (record,) = shown["closings"]["nodes"]
    assert (record["id"], record["membersCount"], record["months"]) == (closing["id"], 1, 0)
    assert record["handovers"][0]["organization"]["id"] == successor
    # The owner manages both, so nobody has to agree.
    payload = await town.run("ApproveSuccession", "neighbour", groupClosingId=closing["id"])
    assert [each["reason"] for each in payload["errors"]] == ["SUCCESSION_APPROVED"]


async def test_a_group_goes_from_seed_to_sprout(gateway: Gateway, world: World) -> None:
    neighbour = await newcomer(gateway, world)
    neighbour_id = (await gateway.ask("{ viewer { personId } }", neighbour))["viewer"]["personId"]
    town = Town(gateway, world.tokens | {"neighbour": neighbour})
    group = global_id("Organization", world.ids["group"])
    station = await town.found_station()
    asked = await gateway.ask(MEMBERS, world.tokens["leader"], id=group)
    count = asked["organization"]["memberCount"]

    # The station writes its programme, beginning with the ready-made one.
    draft = await town.well("CreateDefaultProgramme", "neighbour", organizationId=station)
    assert [stage["english"] for stage in draft["stages"]][-1] == "Banyan"
    payload = await gateway.do(
        "updateProgramme",
        neighbour,
        programmeId=draft["id"],
        stages=stages(count + 1),
    )
    assert payload["errors"] == []
    payload = await town.run("PublishProgramme", "neighbour", programmeId=draft["id"], dryRun=True)
    assert payload["dryRun"]["counts"] == [{"type": "Programme", "count": 1}]
    await town.well("PublishProgramme", "neighbour", programmeId=draft["id"])

    # The group applies, and begins.
    applying = {"organizationId": group, "programmeId": draft["id"]}
    enrolment = await town.well(
        "ApplyForEnrolment", "leader", **applying, applicationMessage="我们想一起唱歌"
    )
    payload = await gateway.do(
        "acceptEnrolment",
        neighbour,
        "enrolment { stageKey nextActions }",
        enrolmentId=enrolment["id"],
    )
    assert payload["enrolment"] == {
        "stageKey": "seed",
        "nextActions": ["PAUSE", "END"],
    }
    payload = await gateway.do(
        "reviseProgramme", neighbour, "programme { id }", programmeId=draft["id"]
    )
    seen = await town.run("ProgrammeOutlook", "neighbour", programmeId=payload["programme"]["id"])
    (outlook,) = seen["enrolmentOutlooks"]["nodes"]
    assert outlook["enrolment"]["organization"]["id"] == group
    assert outlook["newStanding"]["stageKey"] == outlook["standing"]["stageKey"] == "seed"
    shown = await town.run("GroupStanding", "neighbour", enrolmentId=enrolment["id"])
    entered = await town.well(
        "EnterPastOfGroup",
        "neighbour",
        enrolmentId=enrolment["id"],
        programmeId=draft["id"],
        stageKey="seed",
        stageStartTime=shown["stageStartTime"],
    )
    assert entered["stageStartTime"] == shown["stageStartTime"]
    waiting = await gateway.ask(
        OPERATIONS["VerificationsToDecide"], neighbour, organizationId=station
    )
    assert waiting["verifications"]["nodes"] == []
    mentor = await town.well(
        "AssignMentor",
        "neighbour",
        enrolmentId=enrolment["id"],
        mentorOrganizationId=station,
        mentorPersonId=neighbour_id,
    )
    assert mentor["mentorOrganization"]["id"] == station

    await _support(town, station, enrolment["id"])

    # Who leads the group and who mentors it say what they think, and do not see each other's before.
    review = await town.well("OpenReview", "neighbour", enrolmentId=enrolment["id"])
    ratings = [
        {"dimension": dimension, "score": 3, "text": "大家很努力"}
        for dimension in ("STRUCTURE", "SKILLS", "REACH", "INFLUENCE")
    ]
    assessing = {"reviewId": review["id"], "ratings": ratings}
    for person, kind in (("leader", "SELF"), ("neighbour", "MENTOR")):
        given = await town.well("GiveAssessment", person, **assessing, kind=kind)
        assert [each["score"] for each in given["ratings"]] == [3] * 4
        page = await town.run("ReviewPage", person, reviewId=review["id"])
        assert [each["kind"] for each in page["assessments"]["nodes"]] == [kind]
        assert (page["viewerCanGiveAssessment"], page["viewerCanReplyTo"]) == (
            True,
            person == "leader",
        )

    # An early advance is refused, with what is missing.
    advancing = {"reviewId": review["id"], "outcome": "ADVANCE", "reason": "歌唱得好"}
    payload = await town.run("DecideReview", "neighbour", **advancing)
    (error,) = payload["errors"]
    assert error["reason"] == "CRITERION_UNMET"
    params = {each["name"]: each["value"] for each in error["params"]}
    assert params == {"value": str(count), "threshold": str(count + 1), "missing": "1"}
    shown = await town.run("GroupStanding", "leader", enrolmentId=enrolment["id"])
    members, officers = shown["standing"]["requirements"][0]["criteria"]
    assert (members["value"], members["missing"], members["isMet"]) == (count, 1, False)
    assert (officers["missing"], officers["waivable"]) == (9 - officers["value"], True)
    assert shown["viewerCanWithdraw"] is True
    looked = await town.run("GroupSigns", "leader", organizationId=group, states=["OPEN"])
    assert looked["signs"]["totalCount"] == 0  # it is only beginning
    # A member sees the stage, and not the numbers.
    seen = await town.run("GroupStanding", "member", enrolmentId=enrolment["id"])
    assert (seen["stageKey"], seen["standing"], seen["reviews"]["nodes"]) == ("seed", None, [])

    # The neighbour joins, so it turns green, and what can be waived is waived with a reason.
    await gateway.do("applyForMembership", neighbour, organizationId=group)
    decided = await town.well("DecideReview", "neighbour", **advancing)
    assert decided["enrolment"]["stageKey"] == "sprout"
    page = await town.run("ReviewPage", "leader", reviewId=review["id"])
    assert [each["kind"] for each in page["assessments"]["nodes"]] == ["SELF", "MENTOR"]
    assert page["nextActions"] == ["REPLY_TO"]
    replied = await town.well("ReplyToReview", "leader", reviewId=review["id"], reply="谢谢")
    assert replied["reply"] == "谢谢"
    listed = await town.run(
        "CultivatedGroups", "neighbour", organizationId=station, stageKeys=["sprout"]
    )
    assert listed["cultivatedEnrolments"]["totalCount"] == 1
    (node,) = listed["cultivatedEnrolments"]["nodes"]
    assert node["standing"]["isMet"] is False

    glance = (await town.run("CultivationView", "neighbour", organizationId=station))["cultivation"]
    assert (glance["groups"], glance["stuck"]) == (1, 0)
    assert [(each["stageKey"], each["groups"]) for each in glance["stages"]] == [("sprout", 1)]
    steps = {each["step"]: each["count"] for each in glance["funnel"]}
    assert (steps["ENROLLED"], steps["ADVANCED"], steps["GRADUATED"]) == (1, 1, 0)

    today = datetime.now(UTC).date().isoformat()
    drawn = await town.run(
        "CultivationChart",
        "neighbour",
        organizationId=station,
        startDate=today,
        endDate=today,
        period="WEEK",
        measures=["ADVANCED", "ENROLLED"],
    )
    values = [
        (each["label"], [point["value"] for point in each["points"]])
        for each in drawn["cultivationChart"]["series"]
    ]
    assert values == [("Groups enrolled", [1]), ("Groups that advanced for the first time", [1])]

    # The station has one owner, and an override needs a second person.
    review = await town.well("OpenReview", "neighbour", enrolmentId=enrolment["id"])
    proposing = {"reviewId": review["id"], "outcome": "GRADUATE", "reason": "它已经能自己走"}
    await town.well("ProposeOverride", "neighbour", **proposing)
    payload = await town.run("ConfirmOverride", "neighbour", reviewId=review["id"])
    assert [each["reason"] for each in payload["errors"]] == ["SECOND_PERSON_NEEDED"]
    confirmed = await town.well("ConfirmOverride", "administrator", reviewId=review["id"])
    assert confirmed["isOverride"] is True
    shown = await town.run("GroupStanding", "leader", enrolmentId=enrolment["id"])
    assert (shown["state"], shown["standing"], shown["nextActions"]) == ("GRADUATED", None, [])
    history = [(each["outcome"], each["isOverride"]) for each in shown["reviews"]["nodes"]]
    assert history == [("GRADUATE", True), ("ADVANCE", False)]
