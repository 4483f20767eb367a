"""Part 2: residents register, two of them as volunteers, and two join a group."""

from collections.abc import Callable
from dataclasses import dataclass

from deploy.local.terminal import Terminal
from tests.journeys.cast import RESIDENTS, Cast
from tests.journeys.frontend import Frontend, Json, is_listening

TIME_ZONE = "Asia/Shanghai"
SKILLS: dict[str, list[dict[str, str]]] = {
    "wang": [{"name": "急救 first aid", "level": "PROFICIENT"}],
    "zhao": [{"name": "木工 woodwork", "level": "EXPERT"}],
}
VOLUNTEERS = tuple(SKILLS)


@dataclass(frozen=True)
class Group:
    """A group with its people.

    Attributes:
        id: The group.
        people: The residents, by the short names of the story.
    """

    id: str
    people: dict[str, str]


async def join(cast: Cast, terminal: Terminal, station: str) -> Group:
    """Tells the second part; returns the group that is there in the end."""
    terminal.heading("2. Residents register and join")
    people = {name: await _register(getattr(cast, name), name, cast) for name in RESIDENTS}
    terminal.line("registered", ", ".join(RESIDENTS.values()))
    group = await cast.administrator.do(
        "CreateOrganization",
        name="槐柏树巡逻队 Huaibaishu Patrol",
        kind="VOLUNTEER_GROUP",
        membershipPolicy="APPLICATION",
        parentId=station,
    )
    coordinator = await _apply(cast.zhou, cast.administrator, group["id"])
    for role in ("LEADER", "COORDINATOR"):
        await cast.administrator.do_each("GrantRoles", membershipIds=[coordinator["id"]], role=role)
    terminal.line("coordinator", RESIDENTS["zhou"])
    await _apply_and_be_accepted(cast, terminal, group["id"])
    await _accept_an_invitation(cast, terminal, group["id"])
    return Group(group["id"], people)


async def _register(frontend: Frontend, name: str, cast: Cast) -> str:
    person = await frontend.do(
        "RegisterPerson",
        displayName=RESIDENTS[name],
        timeZone=TIME_ZONE,
        birthDate="1970-03-01",
        skills=SKILLS.get(name, []),
    )
    if name in VOLUNTEERS:
        await frontend.do("ApplyAsVolunteer", personId=person["id"])
        person = await cast.administrator.do("ApproveVolunteer", personId=person["id"])
        assert person["standing"] == "APPROVED"
    return str(person["id"])


async def _apply(applicant: Frontend, leader: Frontend, group: str) -> Json:
    membership = await applicant.do("ApplyForMembership", organizationId=group)
    assert membership["state"] == "APPLIED"
    (accepted,) = await leader.do_each("AcceptMemberships", membershipIds=[membership["id"]])
    assert accepted["state"] == "ACTIVE"
    return accepted


async def _apply_and_be_accepted(cast: Cast, terminal: Terminal, group: str) -> None:
    """Lets Wang apply; Zhou, who leads the group, sees it on her screen and accepts."""
    async with cast.zhou.watching("MembershipChanges", organizationId=group) as applications:
        await applications.until(is_listening)
        await cast.wang.do(
            "ApplyForMembership",
            organizationId=group,
            applicationMessage="周末有空。Free at weekends.",
        )
        application = await applications.until(_in_state("APPLIED"))
        await cast.zhou.do_each(
            "AcceptMemberships", membershipIds=[application["membership"]["id"]]
        )
        await applications.until(_in_state("ACTIVE"))
    terminal.line("application", f"{RESIDENTS['wang']} applied and was accepted")


async def _accept_an_invitation(cast: Cast, terminal: Terminal, group: str) -> None:
    """Lets Zhou invite Zhao by a link; another link, which is revoked, opens nothing."""
    revoked = await cast.zhou.do(
        "CreateInvitation", organizationId=group, note="给错了人 a mistake"
    )
    await cast.zhou.do("RevokeInvitation", invitationId=revoked["invitation"]["id"])
    invitation = await cast.zhou.do(
        "CreateInvitation", organizationId=group, note=RESIDENTS["zhao"]
    )
    seen = await cast.visitor.ask("Invitation", token=invitation["token"])
    assert seen["invitationPreview"]["organization"]["id"] == group
    membership = await cast.zhao.do("AcceptInvitation", token=invitation["token"])
    assert membership["state"] == "ACTIVE"
    terminal.line("invitation", f"{RESIDENTS['zhao']} joined by {invitation['link'][:40]}…")


def _in_state(state: str) -> Callable[[Json], bool]:
    def holds(change: Json) -> bool:
        membership = change["membership"]
        return membership is not None and membership["state"] == state

    return holds
