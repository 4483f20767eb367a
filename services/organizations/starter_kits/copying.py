"""Copying a starter kit for a group that is founded: the group owns the copies."""

from collections.abc import Sequence
from datetime import timedelta

from banyan.organizations.v1 import membership_pb2, roster_field_pb2

from services.kit.contract.values import enum_name
from services.kit.process.ids import uuid7
from services.kit.work.roles import Role
from services.kit.work.work import Work
from services.organizations.agreements.models import Agreement
from services.organizations.first_steps.models import FirstStep
from services.organizations.labels.models import Label, MembershipLabel
from services.organizations.memberships.models import Membership
from services.organizations.organizations.models import Organization
from services.organizations.roster_fields.models import (
    RosterField,
    RosterFieldAudience,
    RosterFieldKind,
)
from services.organizations.starter_kits.models import StarterKit, StarterKitCopy

_ROLES = membership_pb2.Role.DESCRIPTOR


async def copy_for(
    group: Organization, kit: StarterKit, co_founders: Sequence[Membership], work: Work
) -> None:
    """Gives a group what is in a starter kit: drafts of agreements, labels, questions, and its first steps.

    The event templates are given by the notice of the copy, because events owns them.

    Args:
        group: The group, which is new.
        kit: The starter kit, locked.
        co_founders: The memberships of those who founded it with the proposer, in the order of the roles of the kit.
        work: The work.
    """
    titles = [each.title for each in kit.role_messages]
    names = dict.fromkeys([*kit.labels, *titles])
    labels = {each: Label(organization_id=group.id, display_name=each) for each in names}
    rows = [
        *_agreements(group, kit),
        *labels.values(),
        *_questions(group, kit),
        *_steps(group, kit, work),
        *_events(group, kit),
    ]
    work.session.add_all(rows)
    work.follows(*rows, because="a group gets the starter kit that its station chooses")
    await work.announce_all(rows, "created")
    work.session.add_all(
        MembershipLabel(membership_id=membership.id, label_id=labels[title].id)
        for membership, title in zip(co_founders, titles, strict=False)
    )


def role_of(kit: StarterKit | None, place: int) -> Role:
    """Returns the role of a co-founder.

    Args:
        kit: The starter kit of the group; None if it gets none.
        place: Which of those who agreed they are: 0 for the first.
    """
    roles = [] if kit is None else kit.role_messages
    return Role(enum_name(_ROLES, roles[place].role)) if place < len(roles) else Role.LEADER


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


def _questions(group: Organization, kit: StarterKit) -> list[RosterField]:
    kinds = roster_field_pb2.RosterFieldKind.DESCRIPTOR
    audiences = roster_field_pb2.RosterFieldAudience.DESCRIPTOR
    return [
        RosterField(
            organization_id=group.id,
            display_name=each.display_name,
            kind=RosterFieldKind(enum_name(kinds, each.kind)),
            choices=list(each.choices),
            audience=RosterFieldAudience(enum_name(audiences, each.audience)),
            asked_on_application=True,
            required_on_application=each.is_required,
            question=each.question,
            language=each.language,
            translations=kit.questions[position].get("translations", []),
            position=position,
            kept_days=each.kept_days if each.HasField("kept_days") else None,
        )
        for position, each in enumerate(kit.question_messages)
    ]


def _events(group: Organization, kit: StarterKit) -> list[StarterKitCopy]:
    if not kit.event_templates:
        return []
    return [
        StarterKitCopy(
            organization_id=group.id,
            starter_kit_id=kit.id,
            event_templates=kit.event_templates,
            event_template_ids=sorted(uuid7() for _ in kit.event_templates),  # lists go by them
        )
    ]


def _steps(group: Organization, kit: StarterKit, work: Work) -> list[FirstStep]:
    return [
        FirstStep(
            organization_id=group.id,
            position=position,
            title=each.title,
            description=each.description,
            language=each.language,
            translations=kit.steps[position].get("translations", []),
            role=Role(enum_name(_ROLES, each.role)),
            due_time=work.now + timedelta(days=each.due_days)
            if each.HasField("due_days")
            else None,
        )
        for position, each in enumerate(kit.step_messages)
    ]
