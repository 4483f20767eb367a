"""Starter kits: what groups get when they are founded."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import starter_kit_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import text


@shows(starter_kit_pb2.StarterKit)
class StarterKit(Node):
    """What an organization gives to groups when they are founded."""

    name: auto
    kinds: auto
    agreements: auto
    steps: auto
    labels: auto
    roles: auto
    questions: auto
    event_templates: auto
    state: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    organization = reference("organization_id")


@shows(starter_kit_pb2.StarterKitAgreement)
class StarterKitAgreement:
    """An agreement in a starter kit."""

    language: auto
    translations: auto
    must_be_accepted: auto

    title = text("title")
    body = text("body")


@shows(starter_kit_pb2.StarterKitStep)
class StarterKitStep:
    """A first step in a starter kit."""

    language: auto
    translations: auto
    role: auto
    due_days: auto

    title = text("title")
    description = text("description")


@shows(starter_kit_pb2.StarterKitStepTranslation)
class StarterKitStepTranslation:
    """The texts of a first step in another language."""

    language: auto
    title: auto
    description: auto


@shows(starter_kit_pb2.StarterKitRole)
class StarterKitRole:
    """What a co-founder does in the group."""

    title: auto
    role: auto


@shows(starter_kit_pb2.StarterKitQuestion)
class StarterKitQuestion:
    """A question to those who apply for membership, in a starter kit."""

    display_name: auto
    kind: auto
    choices: auto
    audience: auto
    is_required: auto
    language: auto
    translations: auto
    kept_days: auto

    question = text("question")


@shows(starter_kit_pb2.StarterKitEventTemplate)
class StarterKitEventTemplate:
    """A template of events in a starter kit."""

    language: auto
    translations: auto
    duration_minutes: auto
    visibility: auto
    minimum_participants: auto
    sign_up_closes_minutes: auto
    shift_templates: auto

    title = text("title")
    description = text("description")
    what_to_bring = text("what_to_bring")


@strawberry.type
class Queries:
    """Queries for starter kits."""

    starter_kit = get(starter_kit_pb2.GetStarterKitRequest)


@strawberry.type
class Mutations:
    """Mutations of starter kits."""

    create_starter_kit = mutation(starter_kit_pb2.CreateStarterKitRequest)
    update_starter_kit = mutation(starter_kit_pb2.UpdateStarterKitRequest)
    retire_starter_kit = mutation(starter_kit_pb2.RetireStarterKitRequest)
