"""Copying a starter kit for a group that is founded: the group owns the copies."""

from datetime import timedelta

from banyan.organizations.v1 import membership_pb2

from services.kit.contract.values import enum_name
from services.kit.process.ids import uuid7
from services.kit.work.roles import Role
from services.kit.work.work import Work
from services.organizations.agreements.models import Agreement
from services.organizations.first_steps.models import FirstStep
from services.organizations.labels.models import Label
from services.organizations.organizations.models import Organization
from services.organizations.starter_kits.models import StarterKit


async def copy_for(group: Organization, kit: StarterKit, work: Work) -> None:
    """Gives a group what is in a starter kit: drafts of agreements, labels, and its first steps.

    Args:
        group: The group, which is new.
        kit: The starter kit, locked.
        work: The work.
    """
    labels = [Label(organization_id=group.id, display_name=each) for each in kit.labels]
    rows = [*_agreements(group, kit), *labels, *_steps(group, kit, work)]
    work.session.add_all(rows)
    work.follows(*rows, because="a group gets the starter kit that its station chooses")
    await work.announce_all(rows, "created")


def _agreements(group: Organization, kit: StarterKit) -> list[Agreement]:
    found = []
    for each in kit.agreements:
        id_ = uuid7()
        found.append(
            Agreement(
                id=id_,
                first_version_id=id_,
                organization_id=group.id,
                title=each["title"],
                body=each["body"],
                language=each.get("language", ""),
                translations=each.get("translations", []),
                must_be_accepted=each.get("must_be_accepted", False),
            )
        )
    return found


def _steps(group: Organization, kit: StarterKit, work: Work) -> list[FirstStep]:
    return [
        FirstStep(
            organization_id=group.id,
            position=position,
            title=each.title,
            description=each.description,
            language=each.language,
            translations=kit.steps[position].get("translations", []),
            role=Role(enum_name(membership_pb2.Role.DESCRIPTOR, each.role)),
            due_time=work.now + timedelta(days=each.due_days)
            if each.HasField("due_days")
            else None,
        )
        for position, each in enumerate(kit.step_messages)
    ]
