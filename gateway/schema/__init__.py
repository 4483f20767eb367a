"""The GraphQL schema, put together from one module for each resource.

Types, descriptions and inputs follow from the contract, so that to add

- a field takes a line in the class of its resource, such as `website: auto`; callers can set it, where
  the contract lets them, without any;
- a mutation, a query for one, or a list takes a line: `close_event = mutation(...)`, `get(...)`,
  `connection(...)`;
- a subscription takes a line: `live(...)`, `changes(...)`, `viewer_changes(...)`;
- a resource takes a module like these, and its name in `MODULES`. What such a module has under the names
  `Queries`, `Mutations` and `Subscriptions` becomes part of the root types.

Afterwards `make proto` brings what is generated up to date. A test fails until then, and for a field or a
mutation of the contract that is not here.
"""

from collections.abc import Iterable
from importlib import import_module

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import get_object_definition

from gateway.binding.node import NodeQueries
from gateway.binding.resolver import resolve
from gateway.binding.scalars import SCALARS
from gateway.contract.references import contract_files, refuse_undeclared
from gateway.transport.execution import Schema
from gateway.transport.metrics import Measuring
from gateway.transport.settings import TransportSettings
from gateway.transport.tracing import Tracing

# The modules of the resources, in the order of the printed schema.
MODULES = (
    "viewer",
    "person",
    "contact",
    "place",
    "image",
    "organization",
    "membership",
    "invitation",
    "person_entry",
    "event",
    "event_series",
    "shift",
    "sign_up",
    "hours",
    "import_job",
    "schedule_plan",
    "area",
    "category",
    "verification",
    "filing",
    "programme",
    "venue",
    "booking",
    "venue_time",
    "dormancy",
    "complaint",
    "enrolment",
    "enrolment_goal",
    "enrolment_note",
    "review",
    "second_look",
    "founding_proposal",
    "group_closing",
    "group_sign",
    "assessment",
    "cultivation",
    "qualification",
    "availability",
    "stand_in",
    "absence",
    "check_in",
    "standing_sign_up",
    "opening",
    "app",
    "reminder",
    "swap",
    "change_feed",
    "calendar_feed",
    "feedback",
    "personal_data",
    "export_link",
    "date_poll",
    "event_import_feed",
    "event_import_job",
    "webhook_endpoint",
    "webhook_delivery",
    "label",
    "roster_field",
    "agreement",
    "starter_kit",
    "first_step",
    "group_support",
    "rota",
    "roster_view",
    "event_template",
)


def root_type(name: str, description: str, parts: Iterable[type]) -> type:
    """Returns a root type of the schema, made of the parts that modules have.

    Raises:
        TypeError: Two parts have a field of the same name.
    """
    parts, owners = tuple(parts), dict[str, type]()
    for part in parts:
        for field in get_object_definition(part, strict=True).fields:
            if owners.setdefault(field.python_name, part) is not part:
                raise TypeError(
                    f"{owners[field.python_name].__module__} and {part.__module__} both have the field "
                    f"{field.python_name} of {name}. Rename one of them."
                )
    return strawberry.type(type(name, parts, {}), description=description)


def _parts(name: str) -> list[type]:
    """Returns what the modules have under the name of a part, such as "Queries"."""
    modules = (import_module(f"{__name__}.{module}") for module in MODULES)
    return [vars(module)[name] for module in modules if name in vars(module)]


Query = root_type(
    "Query",
    "The queries. A field that the viewer may not see, or that cannot be resolved "
    "right now, is null, and an error with an `extensions.code` says why.",
    [NodeQueries, *_parts("Queries")],
)
Mutation = root_type(
    "Mutation",
    "The mutations. The `errors` of the payload list problems that a person can act "
    "on. Anything else, such as UNAUTHENTICATED for a request without an access "
    "token, is a top-level error, and the payload is null.",
    _parts("Mutations"),
)
Subscription = root_type(
    "Subscription",
    "The subscriptions. A subscription to one resource sends its current state first,"
    " and ends with an error once the viewer may not see it. A subscription to "
    "changes sends only the changes that the viewer may see when they happen.",
    _parts("Subscriptions"),
)


def build(settings: TransportSettings) -> Schema:
    """Returns the schema, held to the limits of the settings.

    Raises:
        RuntimeError: The contract does not declare what an ID refers to.
    """
    refuse_undeclared(contract_files())
    return Schema(
        Query,
        mutation=Mutation,
        subscription=Subscription,
        settings=settings,
        extensions=[Measuring, Tracing],
        config=StrawberryConfig(default_resolver=resolve, scalar_map=SCALARS),
    )
