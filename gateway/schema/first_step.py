"""First steps: what new groups have to do."""

from datetime import datetime

import strawberry
from banyan.organizations.v1 import first_step_pb2
from strawberry import auto

from gateway.binding.fields import get, reference
from gateway.binding.messages import shows
from gateway.binding.mutations import mutation
from gateway.binding.node import Node
from gateway.binding.texts import text


@shows(first_step_pb2.FirstStep)
class FirstStep(Node):
    """Something that a new group has to do."""

    language: auto
    translations: auto
    role: auto
    due_time: auto
    state: auto
    done_time: auto
    etag: auto
    create_time: datetime
    update_time: datetime

    title = text("title")
    description = text("description")
    organization = reference("organization_id")
    doer = reference("doer_id")


@shows(first_step_pb2.FirstStepTranslation)
class FirstStepTranslation:
    """The texts of a first step in another language."""

    language: auto
    title: auto
    description: auto


@strawberry.type
class Queries:
    """Queries for first steps."""

    first_step = get(first_step_pb2.GetFirstStepRequest)


@strawberry.type
class Mutations:
    """Mutations of first steps."""

    create_first_step = mutation(first_step_pb2.CreateFirstStepRequest)
    update_first_step = mutation(first_step_pb2.UpdateFirstStepRequest)
    complete_first_step = mutation(first_step_pb2.CompleteFirstStepRequest)
    drop_first_step = mutation(first_step_pb2.DropFirstStepRequest)
    reopen_first_step = mutation(first_step_pb2.ReopenFirstStepRequest)
